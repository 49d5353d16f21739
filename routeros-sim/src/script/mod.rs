//! The part of the RouterOS scripting language that the scheduler's scripts need.
//!
//! ```text
//! script    = { statement (";" | newline) }                      # comments run from "#" to the end of the line
//! statement = "{" script "}"
//!           | ":local" NAME [value] | ":global" NAME [value] | ":set" NAME value
//!           | ":if" "(" expression ")" "do={" script "}" [ "else={" script "}" ]
//!           | ":foreach" NAME "in=" value "do={" script "}"
//!           | ":do" "{" script "}" [ "on-error={" script "}" ]
//!           | ":delay" TIME | ":log" LEVEL value | ":put" value | ":error" value
//!           | command
//! command   = "/" MENU VERB { [NAME "="] value }                 # menu words joined by "/" or by spaces
//! value     = WORD | "\"" text "\"" | "$" NAME | "*" HEX | "[" command "]" | "[" find "]" | "(" expression ")"
//! find      = "find" [ "where" ] condition                       # of the enclosing command's menu, or "/menu find"
//! condition = NAME ("=" | "!=" | "~" | "<" | ">") value | NAME | "!" condition | "(" condition ")"
//!           | condition ["and" | "or" | "&&" | "||"] condition   # side by side means "and"
//! ```
//! Text may hold `\"`, `\\`, `\n`, `\r`, `\t`, `\$` and `$NAME`. Expressions know `= != < > ~ && || and or ! + - * . ,`
//! and `[:len value]`. Anything else is a script error, which is logged.

mod ast;
mod parse;

pub(crate) use ast::{Argument, Block, Command, Condition, Expression, Operator, Piece, Statement};
pub(crate) use parse::parse;

/// A script beyond this size is refused.
pub(crate) const MAX_SOURCE: usize = 64 << 10;
