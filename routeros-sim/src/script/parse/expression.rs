//! Values and expressions.

use super::reader::{Parsed, Parser};
use crate::script::ast::{Expression, Operator, Piece};

impl Parser<'_> {
    /// A value in the place of an argument.
    pub(super) fn value(&mut self, menu: &str) -> Parsed<Expression> {
        self.spaces();
        self.deeper()?;
        let value = match self.peek() {
            Some('"') => self.text()?,
            Some('$') => {
                self.at += 1;
                Expression::Variable(self.name()?)
            }
            Some('[') => {
                self.at += 1;
                self.spaces();
                let inner = if self.peek() == Some(':') {
                    self.at += 1;
                    match self.word().as_str() {
                        "len" => Expression::Length(Box::new(self.value(menu)?)),
                        other => return self.error(&format!(":{other} is not simulated")),
                    }
                } else {
                    Expression::Command(Box::new(self.command(menu)?))
                };
                self.expect(']')?;
                inner
            }
            Some('(') => {
                self.at += 1;
                let inner = self.expression(menu, 0)?;
                self.expect(')')?;
                inner
            }
            _ => {
                let mut word = String::new();
                while let Some(c) = self.peek().filter(|c| {
                    !c.is_whitespace() && !matches!(c, ';' | ']' | ')' | '}' | '{' | '[' | '(' | '"' | '\\')
                }) {
                    word.push(c);
                    self.at += 1;
                }
                if word.is_empty() {
                    return self.error("expected a value");
                }
                Expression::Word(word)
            }
        };
        self.depth -= 1;
        Ok(value)
    }

    pub(super) fn text(&mut self) -> Parsed<Expression> {
        self.at += 1;
        let mut pieces = Vec::new();
        let mut literal = String::new();
        loop {
            match self.next() {
                None => return self.error("expected closing quote"),
                Some('"') => break,
                Some('\\') => match self.next() {
                    Some('n') => literal.push('\n'),
                    Some('r') => literal.push('\r'),
                    Some('t') => literal.push('\t'),
                    Some('_') => literal.push(' '),
                    Some(c @ ('"' | '\\' | '$' | '?')) => literal.push(c),
                    Some('\n') => {}
                    Some(high) => {
                        // `\3A` is the character with that code.
                        let code = self
                            .peek()
                            .and_then(|low| Some(high.to_digit(16)? * 16 + low.to_digit(16)?));
                        match code.and_then(char::from_u32) {
                            Some(c) => {
                                self.at += 1;
                                literal.push(c);
                            }
                            None => return self.error("bad escape in text"),
                        }
                    }
                    None => return self.error("expected closing quote"),
                },
                Some('$') if self.peek().is_some_and(|c| c.is_ascii_alphabetic()) => {
                    if !literal.is_empty() {
                        pieces.push(Piece::Literal(std::mem::take(&mut literal)));
                    }
                    let mut name = String::new();
                    while let Some(c) = self.peek().filter(char::is_ascii_alphanumeric) {
                        name.push(c);
                        self.at += 1;
                    }
                    pieces.push(Piece::Variable(name));
                }
                Some(c) => literal.push(c),
            }
        }
        if !literal.is_empty() || pieces.is_empty() {
            pieces.push(Piece::Literal(literal));
        }
        Ok(Expression::Text(pieces))
    }

    pub(super) fn expression(&mut self, menu: &str, level: u8) -> Parsed<Expression> {
        if level > 4 {
            return self.operand(menu);
        }
        self.deeper()?;
        let mut left = self.expression(menu, level + 1)?;
        while let Some((operator, length)) = self.operator(level) {
            self.at += length;
            self.join()?;
            let right = self.expression(menu, level + 1)?;
            left = Expression::Binary(operator, Box::new(left), Box::new(right));
        }
        self.depth -= 1;
        Ok(left)
    }

    pub(super) fn blanks(&mut self) {
        while self.peek().is_some_and(char::is_whitespace) {
            self.at += 1;
        }
    }

    pub(super) fn operator(&mut self, level: u8) -> Option<(Operator, usize)> {
        self.blanks();
        let (one, two) = (self.peek()?, self.peek_at(1));
        let word = |text: &str| {
            text.chars()
                .enumerate()
                .all(|(ahead, c)| self.peek_at(ahead) == Some(c))
                && self
                    .peek_at(text.len())
                    .is_some_and(|c| c.is_whitespace() || c == '(')
        };
        match (level, one, two) {
            (0, '|', Some('|')) => Some((Operator::Or, 2)),
            (0, 'o', _) if word("or") => Some((Operator::Or, 2)),
            (1, '&', Some('&')) => Some((Operator::And, 2)),
            (1, 'a', _) if word("and") => Some((Operator::And, 3)),
            (2, '!', Some('=')) => Some((Operator::NotEqual, 2)),
            (2, '=', _) => Some((Operator::Equal, 1)),
            (2, '<', _) => Some((Operator::Less, 1)),
            (2, '>', _) => Some((Operator::Greater, 1)),
            (2, '~', _) => Some((Operator::Matches, 1)),
            (3, '+', _) => Some((Operator::Add, 1)),
            (3, '-', _) => Some((Operator::Subtract, 1)),
            (3, '.', _) => Some((Operator::Join, 1)),
            (3, ',', _) => Some((Operator::List, 1)),
            (4, '*', _) => Some((Operator::Multiply, 1)),
            _ => None,
        }
    }

    pub(super) fn operand(&mut self, menu: &str) -> Parsed<Expression> {
        self.blanks();
        match self.peek() {
            Some('!') => {
                self.at += 1;
                self.deeper()?;
                let inner = self.operand(menu)?;
                self.depth -= 1;
                Ok(Expression::Not(Box::new(inner)))
            }
            Some('"' | '$' | '[' | '(') => self.value(menu),
            _ => {
                let mut word = String::new();
                if self.peek() == Some('*') {
                    self.at += 1;
                    word.push('*');
                }
                word.push_str(&self.word());
                while self.peek().is_some_and(|c| matches!(c, ':' | '/')) {
                    word.extend(self.next());
                    word.push_str(&self.word());
                }
                if word.is_empty() {
                    self.error("expected a value")
                } else {
                    Ok(Expression::Word(word))
                }
            }
        }
    }
}
