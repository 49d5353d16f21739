//! Text to statements.

mod condition;
mod expression;
mod reader;

use std::sync::Arc;

use super::MAX_SOURCE;
use super::ast::{Argument, Block, Command, Expression, Statement};
use reader::{Parsed, Parser};

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

impl Parser<'_> {
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

    /// A command; without a leading slash it belongs to the enclosing menu.
    pub(super) fn command(&mut self, menu: &str) -> Parsed<Command> {
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
