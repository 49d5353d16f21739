//! Parsed scripts.

use std::sync::Arc;

/// Statements in order, shared by the frames that run them.
pub(crate) type Block = Arc<[Statement]>;

/// One statement.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Statement {
    Block(Block),
    Declare {
        name: String,
        value: Option<Expression>,
    },
    Assign {
        name: String,
        value: Expression,
    },
    If {
        condition: Expression,
        then: Block,
        otherwise: Option<Block>,
    },
    ForEach {
        name: String,
        list: Expression,
        body: Block,
    },
    Do {
        body: Block,
        on_error: Option<Block>,
    },
    Delay(Expression),
    Log {
        level: String,
        message: Expression,
    },
    Put(Expression),
    Error(Expression),
    Command(Command),
}

/// A command of a menu.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Command {
    /// `/interface/vlan`, `/` for the root.
    pub(crate) menu: String,
    pub(crate) verb: String,
    pub(crate) arguments: Vec<Argument>,
    /// The condition of `find`.
    pub(crate) condition: Option<Condition>,
}

/// An argument, named or by position.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Argument {
    pub(crate) name: Option<String>,
    pub(crate) value: Expression,
}

/// A value to be computed.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Expression {
    Word(String),
    Text(Vec<Piece>),
    Variable(String),
    Command(Box<Command>),
    Length(Box<Expression>),
    Binary(Operator, Box<Expression>, Box<Expression>),
    Not(Box<Expression>),
}

/// A part of a quoted text.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Piece {
    Literal(String),
    Variable(String),
}

/// What joins two values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Operator {
    Equal,
    NotEqual,
    Less,
    Greater,
    Matches,
    And,
    Or,
    Add,
    Subtract,
    Multiply,
    Join,
    List,
}

/// Which rows `find` finds.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Condition {
    Always,
    Property(String),
    Compare(String, Operator, Expression),
    Not(Box<Condition>),
    And(Box<Condition>, Box<Condition>),
    Or(Box<Condition>, Box<Condition>),
}
