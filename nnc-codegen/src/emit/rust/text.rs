//! What stands around the judges: enums, constructors, types, literals, documentation.

use std::fmt::Write as _;

use crate::ir::{Base, Enum, Field, Kind, Literal, Record, Ty};
use crate::names::{pascal, snake};

pub(super) fn enumeration(e: &Enum) -> String {
    let name = &e.name;
    let mut out = format!("\n{}", docs(&e.doc, &format!("`{name}` of the schema."), ""));
    let _ = writeln!(
        out,
        "#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]\npub enum {name} {{"
    );
    for (word, text) in &e.values {
        out.push_str(&docs(text, &format!("`{word}`"), "    "));
        let _ = writeln!(out, "    #[serde(rename = \"{word}\")]\n    {},", pascal(word));
    }
    let _ = writeln!(
        out,
        "}}\n\nimpl {name} {{\n    /// All words of the schema with their values.\n    pub const WORDS: &'static [(&'static str, Self)] = &["
    );
    for (word, _) in &e.values {
        let _ = writeln!(out, "        (\"{word}\", Self::{}),", pascal(word));
    }
    let _ = writeln!(
        out,
        "    ];\n\n    /// The word of the schema.\n    pub const fn word(self) -> &'static str {{\n        match self {{"
    );
    for (word, _) in &e.values {
        let _ = writeln!(out, "            Self::{} => \"{word}\",", pascal(word));
    }
    let _ = writeln!(
        out,
        "        }}\n    }}\n}}\n\nimpl Encode for {name} {{\n    fn encode(&self, out: &mut Writer) {{\n        out.text(self.word());\n    }}\n}}"
    );
    out
}

/// `new` with what has no default.
pub(super) fn constructor(record: &Record) -> String {
    let name = &record.name;
    let needed = |f: &&Field| !f.ty.nullable && f.default.is_none();
    let parameters: Vec<_> = record
        .fields
        .iter()
        .filter(needed)
        .map(|f| match value_type(&f.ty).as_str() {
            "String" => format!("{}: impl Into<String>", snake(&f.name)),
            "serde_json::Value" => format!("{}: Raw", snake(&f.name)),
            ty => format!("{}: {ty}", snake(&f.name)),
        })
        .collect();
    let mut out = format!(
        "impl {name} {{\n    /// With what is needed; everything else is absent or has its default.\n    pub fn new({}) -> Self {{\n        Self {{\n",
        parameters.join(", ")
    );
    for field in &record.fields {
        let n = snake(&field.name);
        let line = match (&field.default, field.ty.nullable) {
            (Some(literal), _) => format!("{n}: {}", rust_literal(&field.ty, literal)),
            (None, true) => format!("{n}: None"),
            (None, false) if value_type(&field.ty) == "String" => format!("{n}: {n}.into()"),
            (None, false) => n,
        };
        let _ = writeln!(out, "            {line},");
    }
    out.push_str("        }\n    }\n}\n\n");
    if parameters.is_empty() {
        let _ = writeln!(
            out,
            "impl Default for {name} {{\n    fn default() -> Self {{\n        Self::new()\n    }}\n}}\n"
        );
    }
    out
}

pub(super) fn optional(record: &Record, field: &Field) -> bool {
    field.ty.nullable || record.kind == Kind::Patch
}

pub(super) fn field_type(record: &Record, field: &Field) -> String {
    let value = match (&field.ty.base, record.kind) {
        (Base::Text, _) if field.sensitive => "Secret".to_owned(),
        (Base::Json, Kind::Input | Kind::Patch) => "Raw".to_owned(),
        _ => value_type(&field.ty),
    };
    if field.clearable {
        format!("Patch<{value}>")
    } else if optional(record, field) {
        format!("Option<{value}>")
    } else {
        value
    }
}

pub(in crate::emit) fn value_type(ty: &Ty) -> String {
    let base = match &ty.base {
        Base::Text | Base::Id => "String",
        Base::Int => "i32",
        Base::Boolean => "bool",
        Base::U64 => "u64",
        Base::DateTime => "DateTime",
        Base::Duration => "std::time::Duration",
        Base::Mac => "Mac",
        Base::IpAddress => "std::net::IpAddr",
        Base::IpPrefix => "ipnet::IpNet",
        Base::SecretRef => "SecretRef",
        Base::Enum(name) | Base::Record(name) | Base::Union(name) | Base::Handle(name) => name,
        Base::Json => "serde_json::Value",
        Base::Values => "std::collections::BTreeMap<String, String>",
        Base::Void => "()",
    };
    if ty.list {
        format!("Vec<{base}>")
    } else {
        base.to_owned()
    }
}

pub(super) fn rust_literal(ty: &Ty, literal: &Literal) -> String {
    match (literal, &ty.base) {
        (Literal::Text(text), _) => format!("String::from({text:?})"),
        (Literal::Int(n), _) => grouped(*n),
        (Literal::Boolean(b), _) => b.to_string(),
        (Literal::Word(word), Base::Enum(name)) => format!("{name}::{}", pascal(word)),
        (Literal::Word(word), _) => pascal(word),
        (Literal::EmptyList, _) => "Vec::new()".to_owned(),
    }
}

/// A number with `_` between its thousands, as clippy likes long ones.
pub(super) fn grouped(n: i64) -> String {
    let digits = n.unsigned_abs().to_string();
    if digits.len() < 6 {
        return n.to_string();
    }
    let mut out = String::new();
    for (at, c) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push('_');
        }
        out.push(c);
    }
    if n < 0 { format!("-{out}") } else { out }
}

pub(in crate::emit) fn docs(text: &str, fallback: &str, indent: &str) -> String {
    let text = if text.is_empty() { fallback } else { text };
    text.lines()
        .map(|line| format!("{indent}/// {}", line.trim()))
        .map(|line| format!("{}\n", line.trim_end()))
        .collect()
}
