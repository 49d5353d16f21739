//! Reads JSON text (RFC 8259) into a [`Raw`] tree.

use super::{Findings, Number, Raw};

/// The largest document, in bytes of UTF-8.
pub const MAX_BYTES: usize = 1024 * 1024;
/// The deepest nesting of arrays and objects.
pub const MAX_DEPTH: usize = 64;

/// The longest key of an object, in Unicode scalar values. Pointers are made of keys, and must not outgrow the document.
pub const MAX_KEY: usize = 256;

/// Reads a document. What keeps it from being read at all is one finding at the whole document; a key that stands
/// twice is a finding at that key, and reading goes on with its first value.
pub fn read(text: &str, at: &mut Findings) -> Option<Raw> {
    if text.len() > MAX_BYTES {
        at.refuse_document("too-large", format!("this has more than {MAX_BYTES} bytes"));
        return None;
    }
    let mut reader = Reader {
        text,
        at: 0,
        depth: 0,
    };
    let outcome = reader.document(at);
    match outcome {
        Ok(raw) => Some(raw),
        Err(stop) => {
            let (code, what) = match stop {
                Stop::Syntax => ("bad-json", "this is no JSON text"),
                Stop::LoneSurrogate => ("lone-surrogate", "a string holds half of a surrogate pair"),
                Stop::LongKey => ("too-large", "a key has more than 256 characters"),
                Stop::TooDeep => ("too-deep", "this is nested too deeply"),
            };
            at.refuse_document(code, format!("{what} (near byte {})", reader.at));
            None
        }
    }
}

enum Stop {
    Syntax,
    LoneSurrogate,
    TooDeep,
    LongKey,
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    depth: usize,
}

impl Reader<'_> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn eat(&mut self, byte: u8) -> bool {
        let hit = self.peek() == Some(byte);
        self.at += usize::from(hit);
        hit
    }

    fn need(&mut self, byte: u8) -> Result<(), Stop> {
        if self.eat(byte) { Ok(()) } else { Err(Stop::Syntax) }
    }

    fn space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    fn document(&mut self, at: &mut Findings) -> Result<Raw, Stop> {
        self.space();
        let raw = self.value(at)?;
        self.space();
        if self.at == self.text.len() {
            Ok(raw)
        } else {
            Err(Stop::Syntax)
        }
    }

    fn value(&mut self, at: &mut Findings) -> Result<Raw, Stop> {
        match self.peek() {
            Some(b'{') => self.nested(at, Self::map),
            Some(b'[') => self.nested(at, Self::list),
            Some(b'"') => self.string().map(Raw::Text),
            Some(b't') => self.word("true", Raw::Bool(true)),
            Some(b'f') => self.word("false", Raw::Bool(false)),
            Some(b'n') => self.word("null", Raw::Null),
            Some(b'-' | b'0'..=b'9') => self.number(),
            _ => Err(Stop::Syntax),
        }
    }

    fn word(&mut self, word: &str, value: Raw) -> Result<Raw, Stop> {
        for byte in word.bytes() {
            self.need(byte)?;
        }
        Ok(value)
    }

    fn nested(
        &mut self,
        at: &mut Findings,
        inner: fn(&mut Self, &mut Findings) -> Result<Raw, Stop>,
    ) -> Result<Raw, Stop> {
        if self.depth == MAX_DEPTH {
            return Err(Stop::TooDeep);
        }
        self.depth += 1;
        self.at += 1;
        self.space();
        let raw = inner(self, at)?;
        self.depth -= 1;
        Ok(raw)
    }

    fn map(&mut self, at: &mut Findings) -> Result<Raw, Stop> {
        let mut entries: Vec<(String, Raw)> = Vec::new();
        let mut seen = std::collections::HashSet::new();
        if self.eat(b'}') {
            return Ok(Raw::Map(entries));
        }
        loop {
            self.space();
            if self.peek() != Some(b'"') {
                return Err(Stop::Syntax);
            }
            let key = self.string()?;
            if key.chars().nth(MAX_KEY).is_some() {
                return Err(Stop::LongKey);
            }
            self.space();
            self.need(b':')?;
            self.space();
            at.enter(&key);
            let value = self.value(at)?;
            let fresh = seen.insert(key.clone());
            if !fresh {
                at.refuse("duplicate-key", "this key stands twice; keep one of them");
            }
            at.leave();
            if fresh {
                entries.push((key, value));
            }
            self.space();
            if self.eat(b'}') {
                return Ok(Raw::Map(entries));
            }
            self.need(b',')?;
        }
    }

    fn list(&mut self, at: &mut Findings) -> Result<Raw, Stop> {
        let mut values = Vec::new();
        if self.eat(b']') {
            return Ok(Raw::List(values));
        }
        loop {
            self.space();
            at.enter_item(values.len());
            values.push(self.value(at)?);
            at.leave();
            self.space();
            if self.eat(b']') {
                return Ok(Raw::List(values));
            }
            self.need(b',')?;
        }
    }

    fn number(&mut self) -> Result<Raw, Stop> {
        let start = self.at;
        while matches!(self.peek(), Some(b'-' | b'+' | b'.' | b'e' | b'E' | b'0'..=b'9')) {
            self.at += 1;
        }
        self.text
            .get(start..self.at)
            .and_then(Number::parse)
            .map(Raw::Number)
            .ok_or(Stop::Syntax)
    }

    fn string(&mut self) -> Result<String, Stop> {
        self.at += 1;
        let mut out = String::new();
        loop {
            let start = self.at;
            while matches!(self.peek(), Some(b) if b != b'"' && b != b'\\' && b >= 0x20) {
                self.at += 1;
            }
            out.push_str(self.text.get(start..self.at).ok_or(Stop::Syntax)?);
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(out);
                }
                Some(b'\\') => {
                    self.at += 1;
                    out.push(self.escape()?);
                }
                _ => return Err(Stop::Syntax),
            }
        }
    }

    fn escape(&mut self) -> Result<char, Stop> {
        let byte = self.peek().ok_or(Stop::Syntax)?;
        self.at += 1;
        Ok(match byte {
            b'"' => '"',
            b'\\' => '\\',
            b'/' => '/',
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                let first = self.unit()?;
                let code = match first {
                    0xD800..=0xDBFF => {
                        if self.peek() != Some(b'\\') || self.text.as_bytes().get(self.at + 1) != Some(&b'u')
                        {
                            return Err(Stop::LoneSurrogate);
                        }
                        self.at += 2;
                        let second = self.unit()?;
                        if !(0xDC00..=0xDFFF).contains(&second) {
                            return Err(Stop::LoneSurrogate);
                        }
                        0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00)
                    }
                    other => other,
                };
                char::from_u32(code).ok_or(Stop::LoneSurrogate)?
            }
            _ => return Err(Stop::Syntax),
        })
    }

    fn unit(&mut self) -> Result<u32, Stop> {
        let mut unit = 0;
        for _ in 0..4 {
            let digit = self
                .peek()
                .and_then(|b| char::from(b).to_digit(16))
                .ok_or(Stop::Syntax)?;
            unit = unit * 16 + digit;
            self.at += 1;
        }
        Ok(unit)
    }
}
