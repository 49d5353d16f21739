//! The conditions of `find`.

use super::reader::{Parsed, Parser};
use crate::script::ast::{Condition, Operator};

impl Parser<'_> {
    pub(super) fn conditions(&mut self, menu: &str) -> Parsed<Condition> {
        self.spaces();
        let start = self.at;
        if self.word() != "where" {
            self.at = start;
        }
        self.spaces();
        if self.at_end() {
            return Ok(Condition::Always);
        }
        self.any_of(menu)
    }

    pub(super) fn any_of(&mut self, menu: &str) -> Parsed<Condition> {
        let mut left = self.all_of(menu)?;
        while self.connective("or", "||") {
            self.join()?;
            let right = self.all_of(menu)?;
            left = Condition::Or(Box::new(left), Box::new(right));
        }
        Ok(left)
    }

    pub(super) fn all_of(&mut self, menu: &str) -> Parsed<Condition> {
        let mut left = self.one_condition(menu)?;
        loop {
            let joined = self.connective("and", "&&");
            self.spaces();
            let start = self.at;
            let alternative = self.connective("or", "||");
            self.at = start;
            if !joined && (self.at_end() || alternative) {
                return Ok(left);
            }
            self.join()?;
            let right = self.one_condition(menu)?;
            left = Condition::And(Box::new(left), Box::new(right));
        }
    }

    pub(super) fn connective(&mut self, word: &str, sign: &str) -> bool {
        self.spaces();
        let start = self.at;
        if self.word() == word && !matches!(self.peek(), Some('=' | '~' | '!')) {
            return true;
        }
        self.at = start;
        if sign
            .chars()
            .enumerate()
            .all(|(ahead, c)| self.peek_at(ahead) == Some(c))
        {
            self.at += sign.len();
            return true;
        }
        false
    }

    pub(super) fn one_condition(&mut self, menu: &str) -> Parsed<Condition> {
        self.deeper()?;
        self.spaces();
        let condition = match self.peek() {
            Some('!') => {
                self.at += 1;
                Condition::Not(Box::new(self.one_condition(menu)?))
            }
            Some('(') => {
                self.at += 1;
                let inner = self.any_of(menu)?;
                self.expect(')')?;
                inner
            }
            _ => {
                let name = self.name()?;
                let operator = match (self.peek(), self.peek_at(1)) {
                    (Some('!'), Some('=')) => Some((Operator::NotEqual, 2)),
                    (Some('='), _) => Some((Operator::Equal, 1)),
                    (Some('~'), _) => Some((Operator::Matches, 1)),
                    (Some('<'), _) => Some((Operator::Less, 1)),
                    (Some('>'), _) => Some((Operator::Greater, 1)),
                    _ => None,
                };
                match operator {
                    None => Condition::Property(name),
                    Some((operator, length)) => {
                        self.at += length;
                        Condition::Compare(name, operator, self.value(menu)?)
                    }
                }
            }
        };
        self.depth -= 1;
        Ok(condition)
    }
}
