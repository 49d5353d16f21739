//! Text to statements.

use std::sync::Arc;

use super::MAX_SOURCE;
use super::ast::{Argument, Block, Command, Condition, Expression, Operator, Piece, Statement};

/// Brackets and blocks may be nested this deep.
const MAX_DEPTH: usize = 40;

/// One statement may join this many values or conditions: they are evaluated by recursion.
const MAX_JOINED: usize = 200;

/// Parses a script. `is_menu` says whether a path is a menu of the simulated version.
pub(crate) fn parse(source: &str, is_menu: &dyn Fn(&str) -> bool) -> Result<Block, String> {
    if source.len() > MAX_SOURCE {
        return Err("the script is too long".to_owned());
    }
    let mut parser = Parser {
        chars: source.chars().collect(),
        at: 0,
        depth: 0,
        joined: 0,
        is_menu,
    };
    let block = parser.block(None, "/")?;
    Ok(block)
}

struct Parser<'a> {
    chars: Vec<char>,
    at: usize,
    depth: usize,
    joined: usize,
    is_menu: &'a dyn Fn(&str) -> bool,
}

type Parsed<T> = Result<T, String>;

impl Parser<'_> {
    fn peek(&self) -> Option<char> {
        self.chars.get(self.at).copied()
    }

    fn peek_at(&self, ahead: usize) -> Option<char> {
        self.chars.get(self.at + ahead).copied()
    }

    fn next(&mut self) -> Option<char> {
        let next = self.peek();
        self.at += usize::from(next.is_some());
        next
    }

    fn error<T>(&self, what: &str) -> Parsed<T> {
        let line = 1 + self.chars.iter().take(self.at).filter(|c| **c == '\n').count();
        Err(format!("{what} (line {line})"))
    }

    fn expect(&mut self, wanted: char) -> Parsed<()> {
        self.spaces();
        if self.peek() == Some(wanted) {
            self.at += 1;
            return Ok(());
        }
        self.error(&format!("expected {wanted}"))
    }

    fn deeper(&mut self) -> Parsed<()> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            self.error("nested too deep")
        } else {
            Ok(())
        }
    }

    fn join(&mut self) -> Parsed<()> {
        self.joined += 1;
        if self.joined > MAX_JOINED {
            return self.error("too many values are joined");
        }
        Ok(())
    }

    /// Skips blanks within a statement; a backslash continues the line.
    fn spaces(&mut self) {
        loop {
            match (self.peek(), self.peek_at(1)) {
                (Some(' ' | '\t' | '\r'), _) => self.at += 1,
                (Some('\\'), Some('\n')) => self.at += 2,
                (Some('\\'), Some('\r')) if self.peek_at(2) == Some('\n') => self.at += 3,
                _ => return,
            }
        }
    }

    /// Skips everything between statements.
    fn gap(&mut self) {
        loop {
            self.spaces();
            match self.peek() {
                Some(';' | '\n') => self.at += 1,
                Some('#') => {
                    while self.peek().is_some_and(|c| c != '\n') {
                        self.at += 1;
                    }
                }
                _ => return,
            }
        }
    }

    fn block(&mut self, end: Option<char>, menu: &str) -> Parsed<Block> {
        self.deeper()?;
        let mut statements = Vec::new();
        loop {
            self.gap();
            match (self.peek(), end) {
                (None, None) => break,
                (Some(c), Some(end)) if c == end => {
                    self.at += 1;
                    break;
                }
                (None, Some(end)) => return self.error(&format!("expected {end}")),
                _ => statements.push(self.statement(menu)?),
            }
            self.spaces();
            match self.peek() {
                None | Some(';' | '\n' | '}') => {}
                _ => return self.error("expected end of command"),
            }
        }
        self.depth -= 1;
        Ok(Arc::from(statements))
    }

    fn braces(&mut self, menu: &str) -> Parsed<Block> {
        self.expect('{')?;
        self.block(Some('}'), menu)
    }

    fn statement(&mut self, menu: &str) -> Parsed<Statement> {
        self.joined = 0;
        if self.peek() == Some('{') {
            return self.braces(menu).map(Statement::Block);
        }
        if self.peek() == Some(':') {
            self.at += 1;
            let keyword = self.word();
            return self.keyword(&keyword, menu);
        }
        self.command(menu).map(Statement::Command)
    }

    fn word(&mut self) -> String {
        let mut word = String::new();
        while let Some(c) = self
            .peek()
            .filter(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'))
        {
            word.push(c);
            self.at += 1;
        }
        word
    }

    fn name(&mut self) -> Parsed<String> {
        self.spaces();
        let quoted = self.peek() == Some('"');
        if quoted {
            self.at += 1;
        }
        let name = self.word();
        if quoted {
            self.expect('"')?;
        }
        if name.is_empty() {
            self.error("expected a name")
        } else {
            Ok(name)
        }
    }

    /// `name=` at this place.
    fn label(&mut self, wanted: &str) -> Parsed<bool> {
        let start = self.at;
        while matches!(self.peek(), Some(' ' | '\t' | '\r' | '\n')) {
            self.at += 1;
        }
        if self.word() == wanted && self.peek() == Some('=') {
            self.at += 1;
            return Ok(true);
        }
        self.at = start;
        Ok(false)
    }

    fn keyword(&mut self, keyword: &str, menu: &str) -> Parsed<Statement> {
        match keyword {
            "local" | "global" => {
                let name = self.name()?;
                self.spaces();
                let value = if self.at_end() {
                    None
                } else {
                    Some(self.value(menu)?)
                };
                Ok(Statement::Declare { name, value })
            }
            "set" => Ok(Statement::Assign {
                name: self.name()?,
                value: self.value(menu)?,
            }),
            "if" => {
                let condition = self.value(menu)?;
                if !self.label("do")? {
                    return self.error("expected do=");
                }
                let then = self.braces(menu)?;
                let otherwise = if self.label("else")? {
                    Some(self.braces(menu)?)
                } else {
                    None
                };
                Ok(Statement::If {
                    condition,
                    then,
                    otherwise,
                })
            }
            "foreach" => {
                let name = self.name()?;
                if !self.label("in")? {
                    return self.error("expected in=");
                }
                let list = self.value(menu)?;
                if !self.label("do")? {
                    return self.error("expected do=");
                }
                Ok(Statement::ForEach {
                    name,
                    list,
                    body: self.braces(menu)?,
                })
            }
            "do" => {
                let body = self.braces(menu)?;
                let on_error = if self.label("on-error")? {
                    Some(self.braces(menu)?)
                } else {
                    None
                };
                Ok(Statement::Do { body, on_error })
            }
            "delay" => Ok(Statement::Delay(self.value(menu)?)),
            "log" => Ok(Statement::Log {
                level: self.name()?,
                message: self.value(menu)?,
            }),
            "put" => Ok(Statement::Put(self.value(menu)?)),
            "error" => Ok(Statement::Error(self.value(menu)?)),
            other => self.error(&format!(":{other} is not simulated")),
        }
    }

    fn at_end(&self) -> bool {
        matches!(self.peek(), None | Some(';' | '\n' | '}' | ']' | ')'))
    }

    /// A command; without a leading slash it belongs to the enclosing menu.
    fn command(&mut self, menu: &str) -> Parsed<Command> {
        let absolute = self.peek() == Some('/');
        let mut path = if absolute {
            String::new()
        } else {
            menu.trim_end_matches('/').to_owned()
        };
        if absolute {
            self.at += 1;
        }
        let verb = loop {
            self.spaces();
            let word = self.word();
            if word.is_empty() {
                return self.error("expected command name");
            }
            let deeper = format!("{path}/{word}");
            let from_root = format!("/{word}");
            if (self.is_menu)(&deeper) {
                path = deeper;
            } else if !absolute && path == menu.trim_end_matches('/') && (self.is_menu)(&from_root) {
                path = from_root;
            } else {
                break word;
            }
            if self.peek() == Some('/') {
                self.at += 1;
            }
        };
        let menu = if path.is_empty() { "/".to_owned() } else { path };
        let mut command = Command {
            menu,
            verb,
            arguments: Vec::new(),
            condition: None,
        };
        if command.verb == "find" {
            command.condition = Some(self.conditions(&command.menu.clone())?);
            return Ok(command);
        }
        loop {
            self.spaces();
            if self.at_end() {
                return Ok(command);
            }
            let start = self.at;
            let word = self.word();
            let name = if !word.is_empty() && self.peek() == Some('=') {
                self.at += 1;
                Some(word)
            } else {
                self.at = start;
                None
            };
            let empty = name.is_some() && (self.at_end() || matches!(self.peek(), Some(' ' | '\t' | '\r')));
            let value = if empty {
                Expression::Word(String::new())
            } else {
                self.value(&command.menu.clone())?
            };
            command.arguments.push(Argument { name, value });
        }
    }

    fn conditions(&mut self, menu: &str) -> Parsed<Condition> {
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

    fn any_of(&mut self, menu: &str) -> Parsed<Condition> {
        let mut left = self.all_of(menu)?;
        while self.connective("or", "||") {
            self.join()?;
            let right = self.all_of(menu)?;
            left = Condition::Or(Box::new(left), Box::new(right));
        }
        Ok(left)
    }

    fn all_of(&mut self, menu: &str) -> Parsed<Condition> {
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

    fn connective(&mut self, word: &str, sign: &str) -> bool {
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

    fn one_condition(&mut self, menu: &str) -> Parsed<Condition> {
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

    /// A value in the place of an argument.
    fn value(&mut self, menu: &str) -> Parsed<Expression> {
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

    fn text(&mut self) -> Parsed<Expression> {
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

    fn expression(&mut self, menu: &str, level: u8) -> Parsed<Expression> {
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

    fn blanks(&mut self) {
        while self.peek().is_some_and(char::is_whitespace) {
            self.at += 1;
        }
    }

    fn operator(&mut self, level: u8) -> Option<(Operator, usize)> {
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

    fn operand(&mut self, menu: &str) -> Parsed<Expression> {
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn menus(path: &str) -> bool {
        [
            "/interface",
            "/interface/vlan",
            "/ip",
            "/ip/firewall",
            "/ip/firewall/mangle",
            "/log",
        ]
        .contains(&path)
    }

    #[test]
    fn both_spellings_of_a_path() {
        let slashes = parse("/ip/firewall/mangle/remove [find comment~\"^nnc:\"]", &menus).unwrap();
        let spaces = parse("/ip firewall mangle remove [find comment~\"^nnc:\"]", &menus).unwrap();
        assert_eq!(slashes, spaces);
        let Statement::Command(command) = &slashes[0] else {
            panic!("{slashes:?}")
        };
        assert_eq!(
            (command.menu.as_str(), command.verb.as_str()),
            ("/ip/firewall/mangle", "remove")
        );
    }

    #[test]
    fn statements() {
        let script = "# dead man\n:local n \"x\";\n:if ($n = \"x\") do={ :log info \"a $n\" } else={ :error \"b\" }\n\
            :foreach i in=[/interface/vlan find where name=\"a\" and !disabled] do={ /interface vlan remove $i }\n\
            :do { /interface/vlan/set [find] disabled=yes comment= } on-error={ :delay 1s }";
        assert_eq!(parse(script, &menus).unwrap().len(), 4);
    }

    #[test]
    fn mistakes_are_told() {
        for bad in [
            "/interface/vlan/remove [find",
            ":while (true) do={}",
            "}",
            ":if (",
            "\"x",
            ":local",
        ] {
            assert!(parse(bad, &menus).is_err(), "{bad}");
        }
        assert!(parse(&"(".repeat(500), &menus).is_err());
        assert!(parse(&"{".repeat(500), &menus).is_err());
        assert!(parse(&":put [".repeat(500), &menus).is_err());
        assert!(
            parse(
                &format!("/interface/vlan/remove [find {}]", "a ".repeat(20_000)),
                &menus
            )
            .is_err()
        );
        assert!(parse(&format!(":put (1{})", "+1".repeat(20_000)), &menus).is_err());
        assert!(parse(&format!(":put ({}1)", "!".repeat(20_000)), &menus).is_err());
    }

    proptest! {
        #[test]
        fn any_text_is_parsed_or_refused(text in "[a-z:/\\[\\]{}()\"$=~! \n;#*.-]{0,200}") {
            let _ = parse(&text, &menus);
        }
    }
}
