//! Values around every bound of a field: JSON text.

use std::collections::BTreeSet;

use nnc_codegen::ir::{Base, Family, Field, Ir};

use crate::corpus::{Maker, case, object, quote};
use crate::patterns::{known, shortest_long_enough, through};

/// JSON values of every kind, for every field and for the document itself.
pub(crate) const JUNK: &[&str] = &[
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

pub(crate) const MACS: &[&str] = &[
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

pub(crate) const ADDRESSES: &[&str] = &[
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

pub(crate) const LENGTHS: &[&str] = &[
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

pub(crate) const SECRET_REFS: &[&str] = &[
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
pub(crate) fn around(ir: &Ir, field: &Field, all: bool) -> Vec<String> {
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
pub(crate) fn distinct(ir: &Ir, field: &Field, count: usize) -> Vec<String> {
    match &field.ty.base {
        Base::Text | Base::Id => (0..count).map(|n| format!("\"i{n}\"")).collect(),
        _ => vec![valid_item(ir, field); count],
    }
}

pub(crate) fn item_values(ir: &Ir, field: &Field, all: bool) -> Vec<String> {
    let rules = &field.rules;
    let mut out = Vec::new();
    match &field.ty.base {
        Base::Json | Base::Values | Base::Void | Base::Handle(_) => {
            panic!("{} is not for the model", field.name)
        }
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
pub(crate) fn valid(ir: &Ir, field: &Field) -> String {
    if field.ty.list {
        let count = field.rules.items.map_or(0, |(min, _)| min as usize);
        return format!("[{}]", distinct(ir, field, count).join(","));
    }
    valid_item(ir, field)
}

pub(crate) fn valid_item(ir: &Ir, field: &Field) -> String {
    let rules = &field.rules;
    match &field.ty.base {
        Base::Json | Base::Values | Base::Void | Base::Handle(_) => {
            panic!("{} is not for the model", field.name)
        }
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
