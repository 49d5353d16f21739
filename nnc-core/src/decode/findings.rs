//! What is wrong with a document, and where.

use std::collections::BTreeMap;
use std::fmt;

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// A stable code in kebab-case, such as `too-long`.
    pub code: &'static str,
    /// Where: a JSON pointer (RFC 6901) with the names of the schema; empty for the whole document.
    pub pointer: String,
    /// What is wrong and what to do, for people. It never holds the value.
    pub message: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = if self.pointer.is_empty() {
            "the document"
        } else {
            &self.pointer
        };
        write!(f, "{place}: {} [{}]", self.message, self.code)
    }
}

/// Collects findings while a document is judged, and knows where the judge stands.
#[derive(Debug, Default)]
pub struct Findings {
    pointer: String,
    marks: Vec<usize>,
    /// The first [`MOST`](Self::MOST) in their order, with their messages.
    found: BTreeMap<(String, &'static str), String>,
    /// How many there were in all, each time it was noted.
    count: usize,
    /// Whether some were dropped.
    more: bool,
}

impl Findings {
    /// Most findings that are reported; a last one, `more-findings`, stands for the rest.
    pub const MOST: usize = 100;

    /// Goes to a key of the object.
    pub fn enter(&mut self, key: &str) {
        self.marks.push(self.pointer.len());
        self.pointer.push('/');
        for c in key.chars() {
            match c {
                '~' => self.pointer.push_str("~0"),
                '/' => self.pointer.push_str("~1"),
                c => self.pointer.push(c),
            }
        }
    }

    /// Goes to an item of the list.
    pub fn enter_item(&mut self, index: usize) {
        self.marks.push(self.pointer.len());
        self.pointer.push_str(&format!("/{index}"));
    }

    /// Goes back to where it was before the last `enter`.
    pub fn leave(&mut self) {
        if let Some(mark) = self.marks.pop() {
            self.pointer.truncate(mark);
        }
    }

    /// Notes what is wrong at this place.
    pub fn refuse(&mut self, code: &'static str, message: impl Into<String>) {
        self.count += 1;
        // Only what will be reported is kept: a document can have far more findings, at far longer pointers, than it
        // has bytes.
        if self.found.len() >= Self::MOST
            && let Some(((pointer, last), _)) = self.found.last_key_value()
            && (self.pointer.as_str(), code) > (pointer.as_str(), *last)
        {
            self.more = true;
            return;
        }
        self.found
            .entry((self.pointer.clone(), code))
            .or_insert_with(|| message.into());
        if self.found.len() > Self::MOST {
            self.found.pop_last();
            self.more = true;
        }
    }

    /// Notes that the document cannot be read at all; that is then the only finding.
    pub fn refuse_document(&mut self, code: &'static str, message: String) {
        *self = Self::default();
        self.refuse(code, message);
    }

    /// How many findings were noted so far.
    pub fn count(&self) -> usize {
        self.count
    }

    /// Orders the findings; `None` where nothing is wrong.
    pub fn finish(self) -> Option<Refused> {
        // Byte order of UTF-8, which the map keeps, is the order of Unicode scalar values.
        let ordered = self.found.into_iter().map(|((pointer, code), message)| Finding {
            code,
            pointer,
            message,
        });
        let mut findings: Vec<Finding> = ordered.collect();
        if self.more {
            findings.push(Finding {
                code: "more-findings",
                pointer: String::new(),
                message: "there are more findings than are shown; mend these first".to_owned(),
            });
        }
        if findings.is_empty() {
            None
        } else {
            Some(Refused { findings })
        }
    }
}

/// A document was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", summary(.findings))]
pub struct Refused {
    findings: Vec<Finding>,
}

impl Refused {
    /// The stable code of the error as a whole.
    pub fn code(&self) -> &'static str {
        "invalid-input"
    }

    /// Everything that is wrong, ordered by pointer and code; never empty.
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// Everything that is wrong.
    pub fn into_findings(self) -> Vec<Finding> {
        self.findings
    }

    pub(crate) fn silent() -> Self {
        let message = "the value was refused without a reason; report this as a defect".to_owned();
        Self {
            findings: vec![Finding {
                code: "refused",
                pointer: String::new(),
                message,
            }],
        }
    }
}

fn summary(findings: &[Finding]) -> String {
    findings
        .iter()
        .map(Finding::to_string)
        .collect::<Vec<_>>()
        .join("; ")
}
