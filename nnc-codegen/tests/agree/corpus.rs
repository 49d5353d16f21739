//! Inputs around every bound of the schema, made from the intermediate representation. Deterministic.

use std::collections::BTreeSet;

use nnc_codegen::ir::{Base, CrossRule, Field, Ir, Kind, Record};

use crate::values::{JUNK, around, valid};

/// One input for all judges.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Case {
    /// The type that it is judged as.
    pub(crate) ty: String,
    /// The field that it is about; empty where it is about the whole.
    pub(crate) field: String,
    /// The JSON text.
    pub(crate) text: String,
}

/// A source of numbers that is the same in every run.
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed | 1)
    }

    pub(crate) fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 33) as usize % n.max(1)
    }

    fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }
}

/// How much to generate.
#[derive(Clone, Copy)]
pub(crate) struct Amount {
    /// Random documents of each type, twice.
    pub(crate) random: usize,
    /// Of a pattern that several fields share, every text for each of them, and not for the first alone.
    pub(crate) every_place: bool,
}

/// Every generated case; none stands twice.
pub(crate) fn generate(ir: &Ir, amount: Amount) -> Vec<Case> {
    let mut out = BTreeSet::new();
    let mut served = BTreeSet::new();
    let mut dice = Dice::new(0x6e6e_c0de_2026);
    for record in ir.modelled() {
        let make = Maker { ir, record };
        make.fields(amount.every_place, &mut served, &mut out);
        make.shapes(&mut out);
        make.cross(&mut out);
        make.random(&mut dice, amount.random, &mut out);
    }
    for union in &ir.unions {
        for member in &union.members {
            let record = ir.find_record(member).unwrap();
            let make = Maker { ir, record };
            for tag in [
                quote(member),
                "\"Nobody\"".to_owned(),
                "null".to_owned(),
                "7".to_owned(),
                quote(&member.to_lowercase()),
            ] {
                let mut entries = vec![("__typename".to_owned(), tag.clone())];
                entries.extend(make.full());
                out.insert(case(&union.name, "", object(&entries)));
                out.insert(case(&union.name, "", object(&[("__typename".to_owned(), tag)])));
            }
            out.insert(case(&union.name, "", object(&make.full())));
            let mut last = make.full();
            last.push(("__typename".to_owned(), quote(member)));
            out.insert(case(&union.name, "", object(&last)));
        }
    }
    out.into_iter().collect()
}

pub(crate) fn case(ty: &str, field: &str, text: String) -> Case {
    Case {
        ty: ty.to_owned(),
        field: field.to_owned(),
        text,
    }
}

pub(crate) struct Maker<'a> {
    pub(crate) ir: &'a Ir,
    pub(crate) record: &'a Record,
}

pub(crate) type Entries = Vec<(String, String)>;

impl Maker<'_> {
    /// A valid document with every field (of a `@oneOf`, with the first; of two that exclude each other, with one).
    fn full(&self) -> Entries {
        let count = if self.record.one_of { 1 } else { usize::MAX };
        let mut entries: Entries = self
            .record
            .fields
            .iter()
            .take(count)
            .map(|f| (f.name.clone(), valid(self.ir, f)))
            .collect();
        for rule in &self.record.cross_rules {
            match rule {
                CrossRule::Requires(pair) => {
                    let other = entries.iter_mut().find(|(name, _)| *name == pair.other);
                    if let (Some(other), Some(word)) = (other, pair.words.first()) {
                        other.1 = quote(word);
                    }
                }
                CrossRule::Excludes(pair) if pair.words.is_empty() => {
                    entries.retain(|(name, _)| *name != pair.field);
                }
                CrossRule::Excludes(_) | CrossRule::Ordered { .. } => {}
            }
        }
        entries
    }

    /// Both fields of each rule between two, in every way that matters to it.
    fn cross(&self, out: &mut BTreeSet<Case>) {
        for rule in &self.record.cross_rules {
            let fields = [rule.field(), rule.other()];
            let [field, other] = fields.map(|name| {
                let field = self.record.fields.iter().find(|f| f.name == name);
                field.unwrap()
            });
            let least = match (field.rules.range, other.rules.range) {
                (Some((one, _)), Some((two, _))) => one.max(two),
                _ => 0,
            };
            let values = |field: &Field| {
                let mut values = vec![None, Some("null".to_owned())];
                match (rule, &field.ty.base) {
                    (CrossRule::Ordered { .. }, _) => {
                        values.extend([0, 1].map(|more| Some((least + more).to_string())));
                    }
                    (_, Base::Boolean) => values.extend(["true", "false"].map(|word| Some(word.to_owned()))),
                    _ => values.push(Some(valid(self.ir, field))),
                }
                values
            };
            let mut others = values(other);
            if let CrossRule::Requires(pair) | CrossRule::Excludes(pair) = rule {
                others.extend(pair.words.iter().map(|word| Some(quote(word))));
            }
            for value in values(field) {
                for said in &others {
                    let mut entries = self.least();
                    entries.retain(|(name, _)| !fields.contains(&name.as_str()));
                    for (field, value) in [(field, &value), (other, said)] {
                        if let Some(value) = value {
                            entries.push((field.name.clone(), value.clone()));
                        }
                    }
                    out.insert(case(&self.record.name, &field.name, object(&entries)));
                    // What is wrong in itself is not judged any further.
                    entries.push(("stranger".to_owned(), "1".to_owned()));
                    out.insert(case(&self.record.name, &field.name, object(&entries)));
                }
            }
        }
    }

    /// A valid document with what is needed.
    pub(crate) fn least(&self) -> Entries {
        if self.record.one_of {
            return self.full();
        }
        let needed = |f: &&Field| !f.ty.nullable && f.default.is_none();
        self.record
            .fields
            .iter()
            .filter(needed)
            .map(|f| (f.name.clone(), valid(self.ir, f)))
            .collect()
    }

    pub(crate) fn with(&self, field: &Field, value: &str) -> String {
        let mut entries = if self.record.one_of {
            Vec::new()
        } else {
            self.least()
        };
        match entries.iter_mut().find(|(name, _)| *name == field.name) {
            Some(entry) => entry.1 = value.to_owned(),
            None => entries.push((field.name.clone(), value.to_owned())),
        }
        object(&entries)
    }

    fn fields(&self, every_place: bool, served: &mut BTreeSet<String>, out: &mut BTreeSet<Case>) {
        let ty = &self.record.name;
        for field in &self.record.fields {
            let mut values: Vec<String> = JUNK.iter().map(|s| (*s).to_owned()).collect();
            let first = field
                .rules
                .pattern
                .as_ref()
                .is_some_and(|p| served.insert(p.text()));
            values.extend(around(self.ir, field, first || every_place));
            for value in &values {
                out.insert(case(ty, &field.name, self.with(field, value)));
            }
            let without: Entries = self
                .full()
                .into_iter()
                .filter(|(name, _)| *name != field.name)
                .collect();
            out.insert(case(ty, &field.name, object(&without)));
            let mut twice = self.full();
            twice.push((field.name.clone(), valid(self.ir, field)));
            out.insert(case(ty, &field.name, object(&twice)));
            twice.push((field.name.clone(), "null".to_owned()));
            out.insert(case(ty, &field.name, object(&twice)));
            let mut misspelt = self.full();
            misspelt.push((field.name.to_uppercase(), valid(self.ir, field)));
            misspelt.push((
                nnc_codegen::names::snake(&field.name) + "_",
                valid(self.ir, field),
            ));
            out.insert(case(ty, &field.name, object(&misspelt)));
        }
    }

    pub(crate) fn shapes(&self, out: &mut BTreeSet<Case>) {
        let ty = &self.record.name;
        for junk in JUNK {
            out.insert(case(ty, "", (*junk).to_owned()));
        }
        out.insert(case(ty, "", object(&self.full())));
        out.insert(case(ty, "", object(&self.least())));
        for key in [
            "x",
            "",
            "__proto__",
            "constructor",
            "__typename",
            "a/b",
            "a~b",
            "~1",
            "é",
            "\u{1d11e}",
            "\u{ffff}",
            "a\nb",
            "toString",
        ] {
            let mut entries = self.full();
            entries.push((key.to_owned(), "1".to_owned()));
            out.insert(case(ty, "", object(&entries)));
            entries.push((key.to_owned(), "1".to_owned()));
            out.insert(case(ty, "", object(&entries)));
        }
        for (a, first) in self.record.fields.iter().enumerate() {
            for second in self.record.fields.iter().skip(a + 1) {
                let bad = vec![
                    (first.name.clone(), "{}".to_owned()),
                    (second.name.clone(), "[]".to_owned()),
                ];
                out.insert(case(ty, "", object(&bad)));
                if self.record.one_of {
                    let both = vec![
                        (first.name.clone(), valid(self.ir, first)),
                        (second.name.clone(), valid(self.ir, second)),
                    ];
                    out.insert(case(ty, "", object(&both)));
                    let one = vec![
                        (first.name.clone(), "null".to_owned()),
                        (second.name.clone(), valid(self.ir, second)),
                    ];
                    out.insert(case(ty, "", object(&one)));
                }
            }
        }
    }

    /// Documents put together at random, and valid ones with a character changed.
    fn random(&self, dice: &mut Dice, count: usize, out: &mut BTreeSet<Case>) {
        let ty = &self.record.name;
        let pools: Vec<(String, Vec<String>)> = self
            .record
            .fields
            .iter()
            .map(|f| (f.name.clone(), around(self.ir, f, false)))
            .collect();
        for _ in 0..count {
            let mut entries = if dice.below(4) == 0 {
                self.full()
            } else {
                self.least()
            };
            for _ in 0..=dice.below(4) {
                let (name, pool) = dice.pick(&pools).clone();
                let value = if pool.is_empty() || dice.below(3) == 0 {
                    (*dice.pick(JUNK)).to_owned()
                } else {
                    dice.pick(&pool).clone()
                };
                match entries.iter_mut().find(|(n, _)| *n == name) {
                    Some(entry) if dice.below(8) > 0 => entry.1 = value,
                    _ => entries.push((name, value)),
                }
            }
            let text = object(&entries);
            out.insert(case(ty, "", text.clone()));
            let mut chars: Vec<char> = text.chars().collect();
            let at = dice.below(chars.len());
            match dice.below(3) {
                0 => {
                    chars.remove(at);
                }
                1 => chars.insert(at, *dice.pick(EDITS)),
                _ => chars[at] = *dice.pick(EDITS),
            }
            out.insert(case(ty, "", chars.into_iter().collect()));
        }
    }
}

const EDITS: &[char] = &[
    '"',
    '\\',
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    ' ',
    '\n',
    '\t',
    '\u{c}',
    '\u{a0}',
    '0',
    '1',
    '-',
    '+',
    '.',
    'e',
    'E',
    'u',
    'n',
    'a',
    'Z',
    '/',
    '~',
    '\0',
    '\u{1f}',
    '\u{7f}',
    '\u{85}',
    '\u{e9}',
    '\u{2028}',
    '\u{feff}',
    '\u{1d11e}',
];

/// A JSON object of names and JSON values.
pub(crate) fn object(entries: &[(String, String)]) -> String {
    let body: Vec<String> = entries
        .iter()
        .map(|(name, value)| format!("{}:{value}", quote(name)))
        .collect();
    format!("{{{}}}", body.join(","))
}

/// A JSON string.
pub(crate) fn quote(text: &str) -> String {
    serde_json::to_string(text).unwrap()
}

/// How many fields of inputs and patches the schema has; a corpus that misses a kind would be worth less.
pub(crate) fn kinds(ir: &Ir) -> BTreeSet<&'static str> {
    ir.modelled()
        .map(|r| match (r.kind, r.one_of) {
            (_, true) => "oneOf",
            (Kind::Object, _) => "object",
            (Kind::Input, _) => "input",
            (Kind::Patch, _) => "patch",
        })
        .collect()
}
