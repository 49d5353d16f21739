//! Characters and words, and how deep the parser is in.

/// Brackets and blocks may be nested this deep.
const MAX_DEPTH: usize = 40;

/// One statement may join this many values or conditions: they are evaluated by recursion.
const MAX_JOINED: usize = 200;

/// Where the parser is in a script.
pub(super) struct Parser<'a> {
    pub(super) chars: Vec<char>,
    pub(super) at: usize,
    pub(super) depth: usize,
    pub(super) joined: usize,
    pub(super) is_menu: &'a dyn Fn(&str) -> bool,
}

pub(super) type Parsed<T> = Result<T, String>;

impl Parser<'_> {
    pub(super) fn peek(&self) -> Option<char> {
        self.chars.get(self.at).copied()
    }

    pub(super) fn peek_at(&self, ahead: usize) -> Option<char> {
        self.chars.get(self.at + ahead).copied()
    }

    pub(super) fn next(&mut self) -> Option<char> {
        let next = self.peek();
        self.at += usize::from(next.is_some());
        next
    }

    pub(super) fn error<T>(&self, what: &str) -> Parsed<T> {
        let line = 1 + self.chars.iter().take(self.at).filter(|c| **c == '\n').count();
        Err(format!("{what} (line {line})"))
    }

    pub(super) fn expect(&mut self, wanted: char) -> Parsed<()> {
        self.spaces();
        if self.peek() == Some(wanted) {
            self.at += 1;
            return Ok(());
        }
        self.error(&format!("expected {wanted}"))
    }

    pub(super) fn deeper(&mut self) -> Parsed<()> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            self.error("nested too deep")
        } else {
            Ok(())
        }
    }

    pub(super) fn join(&mut self) -> Parsed<()> {
        self.joined += 1;
        if self.joined > MAX_JOINED {
            return self.error("too many values are joined");
        }
        Ok(())
    }

    /// Skips blanks within a statement; a backslash continues the line.
    pub(super) fn spaces(&mut self) {
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
    pub(super) fn gap(&mut self) {
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

    pub(super) fn word(&mut self) -> String {
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

    pub(super) fn name(&mut self) -> Parsed<String> {
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
    pub(super) fn label(&mut self, wanted: &str) -> Parsed<bool> {
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

    pub(super) fn at_end(&self) -> bool {
        matches!(self.peek(), None | Some(';' | '\n' | '}' | ']' | ')'))
    }
}
