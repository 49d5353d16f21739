//! Inputs around every bound of the schema, made from the intermediate representation. Deterministic.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::rc::Rc;

use nnc_codegen::ir::{Base, Family, Field, Ir, Kind, Record};
use nnc_codegen::pattern::{Dfa, Node, Pattern};

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

fn case(ty: &str, field: &str, text: String) -> Case {
    Case {
        ty: ty.to_owned(),
        field: field.to_owned(),
        text,
    }
}

struct Maker<'a> {
    ir: &'a Ir,
    record: &'a Record,
}

type Entries = Vec<(String, String)>;

impl Maker<'_> {
    /// A valid document with every field (of a `@oneOf`, with the first).
    fn full(&self) -> Entries {
        let count = if self.record.one_of { 1 } else { usize::MAX };
        self.record
            .fields
            .iter()
            .take(count)
            .map(|f| (f.name.clone(), valid(self.ir, f)))
            .collect()
    }

    /// A valid document with what is needed.
    fn least(&self) -> Entries {
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

    fn with(&self, field: &Field, value: &str) -> String {
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

    fn shapes(&self, out: &mut BTreeSet<Case>) {
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

/// JSON values of every kind, for every field and for the document itself.
const JUNK: &[&str] = &[
    "null",
    "true",
    "false",
    "0",
    "-0",
    "0.0",
    "-0.0e5",
    "1",
    "1.0",
    "1e0",
    "1E+0",
    "10e-1",
    "0.1e1",
    "1.5",
    "-1",
    "1e-1",
    "5e-324",
    "1e-400",
    "1e400",
    "-1e400",
    "1e999999999999999999999",
    "1e-999999999999999999999",
    "0e999999999999999999999",
    "9007199254740991",
    "9007199254740992",
    "9007199254740993",
    "9223372036854775807",
    "9223372036854775808",
    "18446744073709551615",
    "18446744073709551616",
    "18446744073709551615.0",
    "1844674407370955161.5e1",
    "-9223372036854775809",
    "123456789012345678901234567890123456789012345678901234567890",
    "1.00000000000000000000000000000000001",
    "4294967296",
    "2147483647",
    "2147483648",
    "-2147483648",
    "-2147483649",
    "01",
    "+1",
    ".5",
    "1.",
    "1e",
    "0x1",
    "NaN",
    "Infinity",
    "-",
    "--1",
    "1-2",
    "\"\"",
    "\"x\"",
    "\"1\"",
    "\"true\"",
    "\"null\"",
    "\" \"",
    "\"a\\n\"",
    "\"a\\u0000\"",
    "\"\\u007f\"",
    "\"\\u0085\"",
    "\"\\u009f\"",
    "\"\\u00a0\"",
    "\"\\ufeff\"",
    "\"\\u2028\"",
    "\"\u{2028}\"",
    "\"\u{feff}\"",
    "\"\u{e9}\"",
    "\"\u{1d11e}\"",
    "\"\\ud834\\udd1e\"",
    "\"\\ud834\"",
    "\"\\udd1e\"",
    "\"\\udd1e\\ud834\"",
    "\"\\ud834x\"",
    "\"\\ud834\\n\"",
    "\"\\ud834\\u0041\"",
    "\"\\uD834\\uDD1E\"",
    "\"\\u00e\"",
    "\"\\x41\"",
    "\"\\'\"",
    "\"a\tb\"",
    "\"\u{7f}\"",
    "\"\\/\"",
    "[]",
    "[null]",
    "[1]",
    "[\"x\"]",
    "[[]]",
    "{}",
    "{\"a\":1}",
    "{\"a\":1,\"a\":2}",
    "[1,]",
    "{\"a\":1,}",
    "{,}",
    "{a:1}",
    "'x'",
    "// x",
    "",
    " ",
    "tru",
    "nulll",
    "[1 2]",
    "{\"a\" 1}",
    "\"",
];

const MACS: &[&str] = &[
    "02:00:00:00:00:01",
    "FF:FF:FF:FF:FF:FF",
    "aa:bb:cc:dd:ee:ff",
    "02:00:00:00:00",
    "02:00:00:00:00:01:02",
    "02-00-00-00-00-01",
    "0200.0000.0001",
    "2:0:0:0:0:1",
    "02:00:00:00:00:0g",
    "02:00:00:00:00:01 ",
    " 02:00:00:00:00:01",
    "02:00:00:00:00:01\n",
    "02:00:00:00:00:+1",
    "::::::",
    "020000000001",
    "０2:00:00:00:00:01",
    "02:00:00:00:00:0١",
];

const ADDRESSES: &[&str] = &[
    "0.0.0.0",
    "255.255.255.255",
    "10.99.101.1",
    "256.0.0.1",
    "1.2.3",
    "1.2.3.4.5",
    "01.2.3.4",
    "1.2.3.04",
    "1.2.3.4 ",
    " 1.2.3.4",
    "1.2.3.4\n",
    "1..3.4",
    "1.2.3.-4",
    "1.2.3.+4",
    "0x1.2.3.4",
    "1.2.3.4.",
    "1.2.3.١",
    "::",
    "::1",
    "1::",
    "fe80::1",
    "FE80::ABCD",
    "2001:db8::1:2",
    "1:2:3:4:5:6:7:8",
    "1:2:3:4:5:6:7",
    "1:2:3:4:5:6:7:8:9",
    "1::2::3",
    ":1",
    "1:",
    ":::",
    "1:2:3:4:5:6:7::",
    "::2:3:4:5:6:7:8",
    "1:2:3:4::5:6:7:8",
    "1:2:3:4:5:6:7::8",
    "12345::",
    "g::",
    "::ffff:1.2.3.4",
    "::1.2.3.4",
    "1.2.3.4::",
    "::1.2.3.4:5",
    "1:2:3:4:5:6:1.2.3.4",
    "1:2:3:4:5:6:7:1.2.3.4",
    "1:2:3:4:5:1.2.3.4",
    "::1.2.3",
    "::01.2.3.4",
    "::256.1.1.1",
    "1:2:3:4:5::1.2.3.4",
    "1:2:3:4:5:6::1.2.3.4",
    "fe80::1%eth0",
    "fe80::1%1",
    "[::1]",
    "::1/",
    "localhost",
    "1",
    "1.2.3.4/24",
    "00001::",
    "0000::",
    "::0001",
    "0:0:0:0:0:0:0:0",
    "1:2:3:4:5:6:7:",
    ":1:2:3:4:5:6:7",
    "::1:",
    ":1::",
];

const LENGTHS: &[&str] = &[
    "0",
    "1",
    "8",
    "9",
    "23",
    "24",
    "25",
    "31",
    "32",
    "33",
    "63",
    "64",
    "65",
    "127",
    "128",
    "129",
    "256",
    "999",
    "1000",
    "024",
    "00",
    "",
    " 24",
    "24 ",
    "+24",
    "-1",
    "2.0",
    "٢",
    "24/1",
    "255.255.255.0",
];

const SECRET_REFS: &[&str] = &[
    "a@1",
    "router/home/password@3",
    "a@0",
    "a@01",
    "a@",
    "@1",
    "a",
    "a@4294967295",
    "a@4294967296",
    "a@9999999999",
    "a@10000000000",
    "a@18446744073709551616",
    "a@1@2",
    "a b@1",
    "a@1 ",
    "a@+1",
    "a@-1",
    "a@1.0",
    "é@1",
    "a@١",
    "A.Z_9-/@42",
    "hunter2",
    "a:b@1",
    "a@1\n",
];

/// Values around every bound of a field: JSON text. All that a pattern gives, or one in sixteen.
fn around(ir: &Ir, field: &Field, all: bool) -> Vec<String> {
    let items = item_values(ir, field, all);
    if !field.ty.list {
        return items;
    }
    let (min, max) = field.rules.items.unwrap_or((0, 8));
    let good = distinct(ir, field, max as usize + 2);
    let mut out: Vec<String> = items.iter().map(|v| format!("[{v}]")).collect();
    for count in [
        0,
        1,
        2,
        min.saturating_sub(1),
        min,
        min + 1,
        max - 1,
        max,
        max + 1,
    ] {
        out.push(format!("[{}]", good[..count as usize].join(",")));
    }
    let first = &good[0];
    out.push(format!("[{first},{first}]"));
    out.push(format!("[{first},{first},{first}]"));
    out.push(format!("[{first},{},{first},null]", good[1]));
    out.push(format!("[{first},null,7,\"\",{first}]"));
    out
}

/// So many different valid items.
fn distinct(ir: &Ir, field: &Field, count: usize) -> Vec<String> {
    match &field.ty.base {
        Base::Text | Base::Id => (0..count).map(|n| format!("\"i{n}\"")).collect(),
        _ => vec![valid_item(ir, field); count],
    }
}

fn item_values(ir: &Ir, field: &Field, all: bool) -> Vec<String> {
    let rules = &field.rules;
    let mut out = Vec::new();
    match &field.ty.base {
        Base::Text | Base::Id => {
            let (min, max) = rules.length.unwrap_or((0, 8));
            for length in [min.saturating_sub(1), min, min + 1, max - 1, max, max + 1] {
                // All lengths of UTF-8, and combining marks, which are not composed.
                for c in ['a', '\u{e9}', '\u{20ac}', '\u{1d11e}', '\u{301}'] {
                    out.push(quote(&c.to_string().repeat(length as usize)));
                }
                out.push(format!("\"{}\"", "\\u0061".repeat(length as usize)));
                out.push(format!("\"{}\"", "\\ud834\\udd1e".repeat(length as usize)));
            }
            for c in [
                '\0', '\t', '\n', '\u{1f}', ' ', '~', '\u{7f}', '\u{80}', '\u{9f}', '\u{a0}', '\u{2029}',
                '\u{fffe}',
            ] {
                out.push(quote(&format!("a{c}b")));
            }
            if let Some(pattern) = &rules.pattern {
                out.extend(
                    known(pattern)
                        .cover
                        .iter()
                        .step_by(if all { 1 } else { 16 })
                        .map(|text| quote(text)),
                );
                out.extend(through(&pattern.node).iter().map(|text| quote(text)));
                let good = shortest_long_enough(pattern, min as usize);
                for end in ["\n", "\r", "\r\n", "\u{85}", "\u{2028}", " ", "\0"] {
                    out.push(quote(&format!("{good}{end}")));
                    out.push(quote(&format!("{end}{good}")));
                }
            }
        }
        Base::Int | Base::Duration | Base::DateTime => {
            let (min, max) = rules.range.unwrap_or((0, 8));
            for n in [min - 1, min, min + 1, max - 1, max, max + 1] {
                out.push(n.to_string());
                out.push(format!("{n}.0"));
                out.push(format!("{n}e0"));
                out.push(format!("{n}0E-1"));
                out.push(format!("{n}.5"));
                out.push(format!("{n}000e-03"));
                out.push(format!("\"{n}\""));
            }
        }
        Base::Mac => out.extend(MACS.iter().map(|t| quote(t))),
        Base::IpAddress => out.extend(ADDRESSES.iter().map(|t| quote(t))),
        Base::IpPrefix => {
            for address in ADDRESSES {
                out.push(quote(&format!("{address}/24")));
                out.push(quote(&format!("{address}/128")));
            }
            for length in LENGTHS {
                for address in ["10.99.0.0", "10.99.101.1", "2001:db8::", "1.2.3"] {
                    out.push(quote(&format!("{address}/{length}")));
                }
            }
            for text in [
                "10.0.0.0/8",
                "10.1.0.0/8",
                "10.128.0.0/9",
                "10.192.0.0/9",
                "0.0.0.0/0",
                "128.0.0.0/0",
                "10.0.0.1/32",
                "10.0.0.1/31",
                "2001:db8::/32",
                "2001:db8:8000::/32",
                "2001:db8:8000::/33",
                "::1/128",
                "::1/127",
                "::/0",
                "10.0.0.0",
            ] {
                out.push(quote(text));
            }
        }
        Base::SecretRef => {
            out.extend(SECRET_REFS.iter().map(|t| quote(t)));
            for length in [99, 100, 101] {
                out.push(quote(&format!("{}@1", "a".repeat(length))));
            }
        }
        Base::Enum(name) => {
            for (word, _) in &ir.find_enum(name).unwrap().values {
                for text in [
                    word.clone(),
                    word.to_lowercase(),
                    format!("{word}\n"),
                    format!(" {word}"),
                    format!("{word}X"),
                    word[1..].to_owned(),
                ] {
                    out.push(quote(&text));
                }
            }
        }
        Base::Record(name) => {
            let record = ir.find_record(name).unwrap();
            let make = Maker { ir, record };
            let mut inner = BTreeSet::new();
            make.shapes(&mut inner);
            for field in &record.fields {
                for value in around(ir, field, false)
                    .iter()
                    .take(40)
                    .chain([&"null".to_owned()])
                {
                    inner.insert(case("", "", make.with(field, value)));
                }
            }
            out.extend(inner.into_iter().map(|c| c.text));
        }
        Base::Boolean | Base::U64 | Base::Union(_) => {}
    }
    out
}

/// A valid value of a field: JSON text.
fn valid(ir: &Ir, field: &Field) -> String {
    if field.ty.list {
        let count = field.rules.items.map_or(0, |(min, _)| min as usize);
        return format!("[{}]", distinct(ir, field, count).join(","));
    }
    valid_item(ir, field)
}

fn valid_item(ir: &Ir, field: &Field) -> String {
    let rules = &field.rules;
    match &field.ty.base {
        Base::Text | Base::Id => {
            let min = rules.length.map_or(0, |(min, _)| min as usize);
            match &rules.pattern {
                Some(pattern) => quote(&shortest_long_enough(pattern, min)),
                None => quote(&"a".repeat(min.max(1))),
            }
        }
        Base::Int | Base::Duration | Base::DateTime => rules
            .range
            .map_or(0, |(min, max)| min.max(0).min(max))
            .to_string(),
        Base::Boolean => "true".to_owned(),
        Base::U64 => "18446744073709551615".to_owned(),
        Base::Mac => quote(MACS[0]),
        Base::IpAddress => quote(if rules.family == Some(Family::V6) {
            "::1"
        } else {
            "10.99.101.2"
        }),
        Base::IpPrefix => quote(if rules.family == Some(Family::V6) {
            "2001:db8::/32"
        } else {
            "10.99.0.0/16"
        }),
        Base::SecretRef => quote(SECRET_REFS[0]),
        Base::Enum(name) => quote(&ir.find_enum(name).unwrap().values[0].0),
        Base::Record(name) => {
            let record = ir.find_record(name).unwrap();
            object(&Maker { ir, record }.least())
        }
        Base::Union(name) => {
            let member = &ir.find_union(name).unwrap().members[0];
            let record = ir.find_record(member).unwrap();
            let mut entries = vec![("__typename".to_owned(), quote(member))];
            entries.extend(Maker { ir, record }.least());
            object(&entries)
        }
    }
}

/// The shortest text to each state; of equal ones the first.
fn access(dfa: &Dfa) -> BTreeMap<u16, String> {
    let mut out = BTreeMap::from([(1_u16, String::new())]);
    let mut open = VecDeque::from([1_u16]);
    while let Some(state) = open.pop_front() {
        for &(first, _, _) in &dfa.ranges {
            let next = dfa.step(state, first);
            if next != 0 && !out.contains_key(&next) {
                out.insert(next, format!("{}{first}", out[&state]));
                open.push_back(next);
            }
        }
    }
    out
}

/// The shortest text from each state to an end, for the states that have one.
fn endings(dfa: &Dfa) -> BTreeMap<u16, String> {
    let states = 0..u16::try_from(dfa.accepts.len()).unwrap();
    let mut out: BTreeMap<u16, String> = states
        .clone()
        .filter(|s| dfa.accepts[*s as usize])
        .map(|s| (s, String::new()))
        .collect();
    loop {
        let mut found = BTreeMap::new();
        for state in states.clone().filter(|s| !out.contains_key(s)) {
            let ways = dfa
                .ranges
                .iter()
                .filter_map(|&(c, _, _)| out.get(&dfa.step(state, c)).map(|end| format!("{c}{end}")));
            if let Some(end) = ways.min() {
                found.insert(state, end);
            }
        }
        if found.is_empty() {
            return out;
        }
        out.extend(found);
    }
}

/// What is worth knowing of a pattern; worked out once each.
struct Known {
    /// Texts that match, the shortest first.
    good: Vec<String>,
    /// Every state, every edge of every class out of it, and every way on from there.
    cover: Vec<String>,
}

thread_local! {
    static KNOWN: RefCell<BTreeMap<String, Rc<Known>>> = const { RefCell::new(BTreeMap::new()) };
}

fn known(pattern: &Pattern) -> Rc<Known> {
    let text = pattern.text();
    if let Some(known) = KNOWN.with_borrow(|all| all.get(&text).cloned()) {
        return known;
    }
    let dfa = &pattern.dfa;
    let (ways, ends) = (access(dfa), endings(dfa));
    let mut good: Vec<String> = ways
        .iter()
        .filter_map(|(state, start)| ends.get(state).map(|end| format!("{start}{end}")))
        .collect();
    good.sort_by_key(|t| (t.chars().count(), t.clone()));
    let known = Rc::new(Known {
        good,
        cover: cover(dfa, &ways, &ends),
    });
    KNOWN.with_borrow_mut(|all| all.insert(text, Rc::clone(&known)));
    known
}

/// A text that matches and has at least so many characters.
fn shortest_long_enough(pattern: &Pattern, length: usize) -> String {
    let known = known(pattern);
    known
        .good
        .iter()
        .find(|t| t.chars().count() >= length)
        .expect("a pattern matches something of its least length")
        .clone()
}

fn cover(dfa: &Dfa, ways: &BTreeMap<u16, String>, ends: &BTreeMap<u16, String>) -> Vec<String> {
    let mut edges: BTreeSet<char> = BTreeSet::from(['\u{e9}', ' ']);
    for &(first, last, _) in &dfa.ranges {
        edges.extend([first, last]);
        edges.extend(char::from_u32(u32::from(first) - 1));
        edges.extend(char::from_u32(u32::from(last) + 1));
    }
    let mut out = BTreeSet::new();
    for (state, start) in ways {
        out.insert(start.clone());
        let targets: BTreeSet<u16> = edges.iter().map(|c| dfa.step(*state, *c)).collect();
        for c in &edges {
            out.insert(format!("{start}{c}"));
            let next = dfa.step(*state, *c);
            // A character that is refused might be taken, by mistake, for any that is not.
            for end in targets
                .iter()
                .filter(|t| next == 0 || **t == next)
                .filter_map(|t| ends.get(t))
            {
                out.insert(format!("{start}{c}{end}"));
            }
        }
    }
    out.into_iter().collect()
}

/// Texts that go through every class and every repetition as the pattern is written, with what stands around it. The
/// automaton cannot give them: it has forgotten which parts of the pattern happen to mean the same.
fn through(node: &Node) -> BTreeSet<String> {
    let mut out = BTreeSet::from([example(node, true), example(node, false)]);
    match node {
        Node::Class(ranges) => {
            for &(first, last) in ranges {
                let (first, last) = (u32::from(first), u32::from(last));
                for code in [first - 1, first, first + 1, last - 1, last, last + 1] {
                    out.extend(char::from_u32(code).map(String::from));
                }
            }
        }
        Node::Sequence(parts) => {
            for (at, part) in parts.iter().enumerate() {
                for rich in [true, false] {
                    let before: String = parts[..at].iter().map(|p| example(p, rich)).collect();
                    let after: String = parts[at + 1..].iter().map(|p| example(p, rich)).collect();
                    out.extend(through(part).iter().map(|text| format!("{before}{text}{after}")));
                }
            }
        }
        Node::Either(ways) => out.extend(ways.iter().flat_map(through)),
        Node::Repeat(inner, least, most) => {
            let one = example(inner, true);
            let (least, most) = (*least as usize, most.unwrap_or(least + 3) as usize);
            for count in [
                least.saturating_sub(1),
                least,
                least + 1,
                most - 1,
                most,
                most + 1,
            ] {
                out.insert(one.repeat(count));
            }
            for text in through(inner) {
                out.insert(format!("{text}{}", one.repeat(least.saturating_sub(1))));
                out.insert(format!("{}{text}", one.repeat(least.max(1))));
                out.insert(format!("{}{text}", one.repeat(most - 1)));
            }
        }
    }
    out
}

/// A text that a node matches: with something of everything that may be left out, or with nothing of it.
fn example(node: &Node, rich: bool) -> String {
    match node {
        Node::Class(ranges) => ranges.last().map(|r| r.0.to_string()).unwrap_or_default(),
        Node::Sequence(parts) => parts.iter().map(|p| example(p, rich)).collect(),
        Node::Either(ways) => ways.first().map(|w| example(w, rich)).unwrap_or_default(),
        Node::Repeat(inner, least, _) => {
            example(inner, rich).repeat(if rich { (*least).max(1) } else { *least } as usize)
        }
    }
}

/// A JSON object of names and JSON values.
fn object(entries: &[(String, String)]) -> String {
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
