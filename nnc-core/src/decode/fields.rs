//! Judges the fields of an object.

use super::{CrossRule, Findings, Raw};

/// A change to one value: absent leaves it, null takes it away.
///
/// ```
/// use nnc_core::decode::Patch;
/// let current = Some(7);
/// assert_eq!(Patch::Absent.apply(current), Some(7));
/// assert_eq!(Patch::Null.apply(current), None);
/// assert_eq!(Patch::Set(8).apply(current), Some(8));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Patch<T> {
    /// The value stays as it is.
    #[default]
    Absent,
    /// The value is taken away.
    Null,
    /// The value becomes this one.
    Set(T),
}

impl<T> Patch<T> {
    /// The value after the change.
    pub fn apply(self, current: Option<T>) -> Option<T> {
        match self {
            Self::Absent => current,
            Self::Null => None,
            Self::Set(value) => Some(value),
        }
    }

    /// Whether nothing changes.
    pub fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }
}

/// The fields of an object that is being judged.
#[derive(Debug)]
pub struct Fields<'a> {
    entries: &'a [(String, Raw)],
    known: Vec<&'static str>,
}

impl<'a> Fields<'a> {
    /// Opens an object; `None` with a finding for anything else.
    pub fn open(raw: &'a Raw, at: &mut Findings) -> Option<Self> {
        if let Raw::Map(entries) = raw {
            return Some(Self {
                entries,
                known: Vec::new(),
            });
        }
        at.refuse("wrong-type", format!("expected an object, found {}", raw.kind()));
        None
    }

    /// Says that a key is none of the object's own fields but belongs there.
    pub fn allow(&mut self, name: &'static str) {
        self.known.push(name);
    }

    fn get(&mut self, name: &'static str) -> Option<&'a Raw> {
        self.known.push(name);
        self.entries
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value)
    }

    fn judged<T>(
        name: &str,
        raw: &Raw,
        at: &mut Findings,
        judge: impl Fn(&Raw, &mut Findings) -> Option<T>,
    ) -> Option<T> {
        at.enter(name);
        let value = judge(raw, at);
        at.leave();
        value
    }

    fn refuse(name: &str, at: &mut Findings, code: &'static str, message: &str) {
        at.enter(name);
        at.refuse(code, message);
        at.leave();
    }

    /// A field that must be there. `None` with a finding where it is not, or is wrong.
    pub fn required<T>(
        &mut self,
        name: &'static str,
        at: &mut Findings,
        judge: impl Fn(&Raw, &mut Findings) -> Option<T>,
    ) -> Option<T> {
        match self.get(name) {
            None => {
                Self::refuse(name, at, "missing-field", "this field is needed");
                None
            }
            Some(Raw::Null) => {
                Self::refuse(name, at, "null-not-allowed", "null is not allowed here");
                None
            }
            Some(raw) => Self::judged(name, raw, at, judge),
        }
    }

    /// A field that may be absent or null. The outer `None` means a finding.
    pub fn optional<T>(
        &mut self,
        name: &'static str,
        at: &mut Findings,
        judge: impl Fn(&Raw, &mut Findings) -> Option<T>,
    ) -> Option<Option<T>> {
        match self.get(name) {
            None | Some(Raw::Null) => Some(None),
            Some(raw) => Self::judged(name, raw, at, judge).map(Some),
        }
    }

    /// A field that may be absent but not null. The outer `None` means a finding.
    pub fn omittable<T>(
        &mut self,
        name: &'static str,
        at: &mut Findings,
        judge: impl Fn(&Raw, &mut Findings) -> Option<T>,
    ) -> Option<Option<T>> {
        match self.get(name) {
            None => Some(None),
            Some(Raw::Null) => {
                Self::refuse(name, at, "null-not-allowed", "null is not allowed here");
                None
            }
            Some(raw) => Self::judged(name, raw, at, judge).map(Some),
        }
    }

    /// A field of a patch whose value may be taken away. `None` means a finding.
    pub fn clearable<T>(
        &mut self,
        name: &'static str,
        at: &mut Findings,
        judge: impl Fn(&Raw, &mut Findings) -> Option<T>,
    ) -> Option<Patch<T>> {
        match self.get(name) {
            None => Some(Patch::Absent),
            Some(Raw::Null) => Some(Patch::Null),
            Some(raw) => Self::judged(name, raw, at, judge).map(Patch::Set),
        }
    }

    /// Of the fields asked for so far, how many are there and not null; a finding at the object unless it is one.
    pub fn exactly_one(&self, at: &mut Findings) -> bool {
        let given = self
            .entries
            .iter()
            .filter(|(key, value)| !matches!(value, Raw::Null) && self.known.iter().any(|k| k == key));
        let right = given.count() == 1;
        if !right {
            at.refuse(
                "not-exactly-one",
                format!("exactly one of {} is needed", self.known.join(", ")),
            );
        }
        right
    }

    /// Refuses what is none of the fields asked for.
    pub fn close(&self, at: &mut Findings) {
        for (key, _) in self.entries {
            if !self.known.iter().any(|name| name == key) {
                at.enter(key);
                at.refuse("unknown-field", "there is no such field here");
                at.leave();
            }
        }
    }

    /// Judges the fields against each other, unless something was found in them since there were `before` findings.
    pub fn cross(&self, before: usize, rules: &[CrossRule], at: &mut Findings) {
        if at.count() == before {
            for rule in rules {
                rule.judge(self.entries, at);
            }
        }
    }

    /// The word that says which member of a union this is. `None` with a finding where it is missing or no text.
    pub fn tag(&mut self, at: &mut Findings) -> Option<String> {
        self.required("__typename", at, |raw, at| match raw {
            Raw::Text(text) => Some(text.clone()),
            _ => {
                at.refuse("wrong-type", format!("expected a word, found {}", raw.kind()));
                None
            }
        })
    }
}
