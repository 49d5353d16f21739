//! Rust: the model with its validators, for nnc-core.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::{File, HEADER};
use crate::ir::{Base, Enum, Family, Field, Ir, Kind, Literal, Record, Ty, Union};
use crate::mutants::{Change, Mutants, Rule};
use crate::names::{pascal, snake};
use crate::pattern::Pattern;

const HOME: &str = "nnc-core/src/generated";

/// Emits the files of the model.
pub fn emit(ir: &Ir) -> Vec<File> {
    let mutants = Mutants::default();
    let mut rust = Rust {
        ir,
        kernel: "crate",
        mutants: &mutants,
        patterns: BTreeMap::new(),
    };
    let objects = rust.records(|r| r.kind == Kind::Object);
    let inputs = rust.records(|r| r.kind != Kind::Object);
    let file = |name: &str, text: String| File {
        path: format!("{HOME}/{name}"),
        text: format!("// {HEADER}\n\n{text}"),
    };
    vec![
        file("mod.rs", module()),
        file("enums.rs", rust.enums()),
        file("objects.rs", format!("{}{objects}{}", rust.uses(), rust.unions())),
        file("inputs.rs", format!("{}{inputs}", rust.uses())),
        file("patterns.rs", rust.patterns()),
    ]
}

/// Emits the whole model as one module in which mistakes can be switched on by their number. The crate that includes it
/// has a function `on(u32) -> bool` at its root.
pub fn emit_with_mutants(ir: &Ir, mutants: &Mutants) -> String {
    let mut rust = Rust {
        ir,
        kernel: "nnc_core",
        mutants,
        patterns: BTreeMap::new(),
    };
    let records = rust.records(|_| true);
    format!(
        "// {HEADER}\n#![allow(dead_code)]\nuse crate::on;\nuse nnc_core::model::*;\n{}{records}{}pub mod patterns {{\n{}}}\n",
        rust.uses(),
        rust.unions(),
        rust.patterns()
    )
}

struct Rust<'a> {
    ir: &'a Ir,
    /// The path of the crate that holds `decode` and `secret`.
    kernel: &'static str,
    mutants: &'a Mutants,
    /// The patterns used so far, by their text.
    patterns: BTreeMap<String, (usize, Pattern)>,
}

fn module() -> String {
    "//! The model that `schema/nnc.graphql` describes: types, and validators for each of them.\n\n\
     mod enums;\nmod inputs;\nmod objects;\nmod patterns;\n\n\
     pub use enums::*;\npub use inputs::*;\npub use objects::*;\n"
        .to_owned()
}

impl Rust<'_> {
    fn uses(&self) -> String {
        let kernel = self.kernel;
        let home = if self.mutants.is_empty() {
            "use super::enums::*;\nuse super::patterns;\n\n"
        } else {
            ""
        };
        format!(
            "#[allow(unused_imports, reason = \"which scalars a schema uses is its business\")]\n\
             use {kernel}::decode::{{self, DateTime, Decode, Encode, Fields, Findings, IpRules, ItemRules, Mac, Object, Patch, Raw, TextRules, Writer}};\n\
             #[allow(unused_imports, reason = \"which scalars a schema uses is its business\")]\n\
             use {kernel}::secret::{{Secret, SecretRef}};\n\
             {home}"
        )
    }

    fn enums(&self) -> String {
        let mut out =
            "use crate::decode::{Encode, Writer};\nuse serde::{Deserialize, Serialize};\n".to_owned();
        for e in &self.ir.enums {
            out.push_str(&enumeration(e));
        }
        out
    }

    fn records(&mut self, wanted: impl Fn(&Record) -> bool) -> String {
        let ir = self.ir;
        let mut out = String::new();
        for record in ir.modelled().filter(|r| wanted(r)) {
            out.push_str(&if record.one_of {
                self.one_of(record)
            } else {
                self.record(record)
            });
        }
        out
    }

    fn record(&mut self, record: &Record) -> String {
        let name = &record.name;
        let mut out = docs(&record.doc, &format!("`{name}` of the schema."), "");
        let default = if record.kind == Kind::Patch {
            ", Default"
        } else {
            ""
        };
        let _ = writeln!(
            out,
            "#[derive(Debug, Clone, PartialEq, Eq{default})]\npub struct {name} {{"
        );
        for field in &record.fields {
            out.push_str(&docs(
                &field.doc,
                &format!("The field `{}` of the schema.", field.name),
                "    ",
            ));
            let _ = writeln!(
                out,
                "    pub {}: {},",
                snake(&field.name),
                field_type(record, field)
            );
        }
        out.push_str("}\n\n");
        if record.kind == Kind::Input {
            out.push_str(&constructor(record));
        }
        let _ = writeln!(
            out,
            "impl {name} {{\n    fn decode_fields(mut fields: Fields<'_>, at: &mut Findings) -> Option<Self> {{"
        );
        for field in &record.fields {
            let _ = writeln!(
                out,
                "        let {}_ = {};",
                snake(&field.name),
                self.field(record, field)
            );
        }
        let _ = writeln!(out, "        {}", self.close(name));
        out.push_str("        Some(Self {\n");
        for field in &record.fields {
            let n = snake(&field.name);
            match &field.default {
                Some(literal) => {
                    let value = rust_literal(&field.ty, literal);
                    let fallback = if value.starts_with("String") || value.starts_with("Vec") {
                        format!("unwrap_or_else(|| {value})")
                    } else {
                        format!("unwrap_or({value})")
                    };
                    let fallback = if value == "Vec::new()" {
                        "unwrap_or_default()".to_owned()
                    } else {
                        fallback
                    };
                    let _ = writeln!(out, "            {n}: {n}_?.{fallback},");
                }
                None => {
                    let _ = writeln!(out, "            {n}: {n}_?,");
                }
            }
        }
        out.push_str("        })\n    }\n\n");
        out.push_str("    fn encode_fields(&self, out: &mut Object<'_>) {\n");
        for field in &record.fields {
            let n = snake(&field.name);
            let call = match (field.clearable, optional(record, field)) {
                (true, _) => format!("out.patch(\"{}\", &self.{n})", field.name),
                (_, true) => format!("out.optional(\"{}\", self.{n}.as_ref())", field.name),
                _ => format!("out.field(\"{}\", &self.{n})", field.name),
            };
            let _ = writeln!(out, "        {call};");
        }
        out.push_str("    }\n}\n\n");
        let _ = writeln!(
            out,
            "impl Decode for {name} {{\n    fn decode(raw: &Raw, at: &mut Findings) -> Option<Self> {{\n        Self::decode_fields(Fields::open(raw, at)?, at)\n    }}\n}}\n\n\
             impl Encode for {name} {{\n    fn encode(&self, out: &mut Writer) {{\n        let mut object = out.object();\n        self.encode_fields(&mut object);\n        object.end();\n    }}\n}}\n"
        );
        out
    }

    /// A record of which exactly one field is given becomes an enum.
    fn one_of(&mut self, record: &Record) -> String {
        let name = &record.name;
        let mut out = docs(&record.doc, &format!("`{name}` of the schema."), "");
        let _ = writeln!(out, "#[derive(Debug, Clone, PartialEq, Eq)]\npub enum {name} {{");
        for field in &record.fields {
            out.push_str(&docs(
                &field.doc,
                &format!("The field `{}` of the schema.", field.name),
                "    ",
            ));
            let _ = writeln!(out, "    {}({}),", pascal(&field.name), value_type(&field.ty));
        }
        let _ = writeln!(
            out,
            "}}\n\nimpl Decode for {name} {{\n    fn decode(raw: &Raw, at: &mut Findings) -> Option<Self> {{\n        let before = at.count();\n        let mut fields = Fields::open(raw, at)?;"
        );
        for field in &record.fields {
            let _ = writeln!(
                out,
                "        let {}_ = fields.optional(\"{}\", at, {});",
                snake(&field.name),
                field.name,
                self.judge(record, field)
            );
        }
        let drop = self.switch(name, "", Rule::ExactlyOne);
        let _ = writeln!(
            out,
            "        if {} {{\n            fields.exactly_one(at);\n        }}",
            drop.map_or("true".to_owned(), |d| format!("!{d}"))
                .replace("if true", "")
        );
        let _ = writeln!(
            out,
            "        {}\n        if at.count() != before {{\n            return None;\n        }}",
            self.close(name)
        );
        for field in &record.fields {
            let _ = writeln!(
                out,
                "        if let Some(Some(value)) = {}_ {{\n            return Some(Self::{}(value));\n        }}",
                snake(&field.name),
                pascal(&field.name)
            );
        }
        let _ = writeln!(
            out,
            "        None\n    }}\n}}\n\nimpl Encode for {name} {{\n    fn encode(&self, out: &mut Writer) {{\n        let mut object = out.object();\n        match self {{"
        );
        for field in &record.fields {
            let _ = writeln!(
                out,
                "            Self::{}(value) => object.field(\"{}\", value),",
                pascal(&field.name),
                field.name
            );
        }
        out.push_str("        }\n        object.end();\n    }\n}\n\n");
        let out = out.replace(
            "        if true {\n            fields.exactly_one(at);\n        }\n",
            "        fields.exactly_one(at);\n",
        );
        format!("{out}{}", self.twin(record))
    }

    /// Where an input has the same fields as the object whose name it carries, it can become that object.
    fn twin(&self, record: &Record) -> String {
        let Some(object) = record
            .name
            .strip_suffix("Input")
            .and_then(|n| self.ir.find_record(n))
        else {
            return String::new();
        };
        let shape = |r: &Record| {
            r.fields
                .iter()
                .map(|f| (f.name.clone(), f.ty.clone()))
                .collect::<Vec<_>>()
        };
        if !object.one_of || shape(object) != shape(record) {
            return String::new();
        }
        let (from, to) = (&record.name, &object.name);
        let mut out = format!(
            "impl From<{from}> for super::objects::{to} {{\n    fn from(input: {from}) -> Self {{\n        match input {{\n"
        );
        if !self.mutants.is_empty() {
            out = out.replace("super::objects::", "");
        }
        for field in &record.fields {
            let v = pascal(&field.name);
            let _ = writeln!(out, "            {from}::{v}(value) => Self::{v}(value),");
        }
        out.push_str("        }\n    }\n}\n\n");
        out
    }

    fn unions(&self) -> String {
        self.ir.unions.iter().map(|u| self.union(u)).collect()
    }

    fn union(&self, union: &Union) -> String {
        let name = &union.name;
        let mut out = docs(&union.doc, &format!("`{name}` of the schema."), "");
        let _ = writeln!(
            out,
            "#[derive(Debug, Clone, PartialEq, Eq)]\n#[allow(clippy::large_enum_variant, reason = \"matching without a box is worth the bytes\")]\npub enum {name} {{"
        );
        for member in &union.members {
            let _ = writeln!(out, "    /// See [`{member}`].\n    {member}({member}),");
        }
        let _ = writeln!(
            out,
            "}}\n\nimpl Decode for {name} {{\n    fn decode(raw: &Raw, at: &mut Findings) -> Option<Self> {{\n        let mut fields = Fields::open(raw, at)?;\n        match fields.tag(at)?.as_str() {{"
        );
        for member in &union.members {
            let _ = writeln!(
                out,
                "            \"{member}\" => {member}::decode_fields(fields, at).map(Self::{member}),"
            );
        }
        let words = union.members.join(", ");
        let _ = writeln!(
            out,
            "            _ => {{\n                at.enter(\"__typename\");\n                at.refuse(\"unknown-variant\", \"one of {words} is needed\");\n                at.leave();\n                None\n            }}\n        }}\n    }}\n}}\n"
        );
        let _ = writeln!(
            out,
            "impl Encode for {name} {{\n    fn encode(&self, out: &mut Writer) {{\n        let mut object = out.object();\n        match self {{"
        );
        for member in &union.members {
            let _ = writeln!(
                out,
                "            Self::{member}(value) => {{\n                object.field(\"__typename\", &\"{member}\");\n                value.encode_fields(&mut object);\n            }}"
            );
        }
        out.push_str("        }\n        object.end();\n    }\n}\n\n");
        out
    }

    fn field(&mut self, record: &Record, field: &Field) -> String {
        let judge = self.judge(record, field);
        let n = &field.name;
        if field.clearable {
            format!("fields.clearable(\"{n}\", at, {judge})")
        } else if field.default.is_some() || record.kind == Kind::Patch {
            format!("fields.omittable(\"{n}\", at, {judge})")
        } else if field.ty.nullable {
            format!("fields.optional(\"{n}\", at, {judge})")
        } else {
            match self.switch(&record.name, n, Rule::Required) {
                Some(switch) => format!(
                    "if {switch} {{ fields.optional(\"{n}\", at, {judge}).flatten() }} else {{ fields.required(\"{n}\", at, {judge}) }}"
                ),
                None => format!("fields.required(\"{n}\", at, {judge})"),
            }
        }
    }

    fn close(&self, record: &str) -> String {
        match self.switch(record, "", Rule::Closed) {
            Some(switch) => format!("if !{switch} {{ fields.close(at); }}"),
            None => "fields.close(at);".to_owned(),
        }
    }

    /// The judge of a field's value: a closure or a function.
    fn judge(&mut self, record: &Record, field: &Field) -> String {
        let one = self.judge_one(record, field);
        if !field.ty.list {
            return one;
        }
        let (min, max) = field.rules.items.unwrap_or((0, u32::MAX));
        let min = self.number(record, field, Rule::MinItems, i64::from(min));
        let max = self.number(record, field, Rule::MaxItems, i64::from(max));
        let unique = match self.switch(&record.name, &field.name, Rule::UniqueItems) {
            Some(switch) => format!("!{switch}"),
            None => field.rules.unique_items.to_string(),
        };
        format!(
            "|raw, at| decode::items(raw, at, &ItemRules {{ min: {min}, max: {max}, unique: {unique} }}, {one})"
        )
    }

    fn judge_one(&mut self, record: &Record, field: &Field) -> String {
        match &field.ty.base {
            Base::Text | Base::Id => {
                let (min, max) = field.rules.length.unwrap_or((0, u32::MAX));
                let min = self.number(record, field, Rule::MinLength, i64::from(min));
                let max = self.number(record, field, Rule::MaxLength, i64::from(max));
                let pattern = self.pattern(record, field);
                let wrap = if field.sensitive {
                    ".map(|text| Secret::from(text.as_str()))"
                } else {
                    ""
                };
                format!(
                    "|raw, at| decode::text(raw, at, &TextRules {{ min: {min}, max: {max}, pattern: {pattern} }}){wrap}"
                )
            }
            Base::Int => self.ranged("int", record, field),
            Base::DateTime => self.ranged("date_time", record, field),
            Base::Duration => self.ranged("duration", record, field),
            Base::Boolean => "decode::boolean".to_owned(),
            Base::U64 => "decode::u64".to_owned(),
            Base::Mac => "decode::mac".to_owned(),
            Base::SecretRef => "decode::secret_ref".to_owned(),
            Base::IpAddress => format!(
                "|raw, at| decode::ip_address(raw, at, &IpRules {{ version: {}, no_host_bits: false }})",
                self.version(record, field)
            ),
            Base::IpPrefix => {
                let host_bits = match self.switch(&record.name, &field.name, Rule::HostBits) {
                    Some(switch) => format!("!{switch}"),
                    None => field.rules.no_host_bits.to_string(),
                };
                format!(
                    "|raw, at| decode::ip_prefix(raw, at, &IpRules {{ version: {}, no_host_bits: {host_bits} }})",
                    self.version(record, field)
                )
            }
            Base::Enum(name) => format!("|raw, at| decode::enumeration(raw, at, {name}::WORDS)"),
            Base::Record(name) | Base::Union(name) => format!("{name}::decode"),
        }
    }

    fn ranged(&mut self, judge: &str, record: &Record, field: &Field) -> String {
        let (min, max) = field.rules.range.unwrap_or((i64::MIN, i64::MAX));
        let min = self.number(record, field, Rule::Min, min);
        let max = self.number(record, field, Rule::Max, max);
        format!("|raw, at| decode::{judge}(raw, at, {min}, {max})")
    }

    fn version(&self, record: &Record, field: &Field) -> String {
        let number = |family: Option<Family>| match family {
            None => "0",
            Some(Family::V4) => "4",
            Some(Family::V6) => "6",
        };
        let truth = number(field.rules.family).to_owned();
        self.pick(record, field, Rule::Family, truth, |change| match change {
            Change::Family(family) => number(*family).to_owned(),
            _ => "0".to_owned(),
        })
    }

    fn number(&self, record: &Record, field: &Field, rule: Rule, truth: i64) -> String {
        self.pick(record, field, rule, grouped(truth), |change| match change {
            Change::Number(n) => grouped(*n),
            _ => grouped(truth),
        })
    }

    fn pattern(&mut self, record: &Record, field: &Field) -> String {
        let Some(pattern) = &field.rules.pattern else {
            return "None".to_owned();
        };
        let truth = self.pattern_name(pattern);
        let names: Vec<(u32, String)> = self
            .mutants
            .of(&record.name, &field.name, Rule::Pattern)
            .map(|m| (m.id, m.change.clone()))
            .collect::<Vec<_>>()
            .into_iter()
            .map(|(id, change)| match change {
                Change::Pattern(other) => (id, self.pattern_name(&other)),
                _ => (id, "None".to_owned()),
            })
            .collect();
        alternatives(truth, names)
    }

    fn pattern_name(&mut self, pattern: &Pattern) -> String {
        let fresh = self.patterns.len();
        let number = self
            .patterns
            .entry(pattern.text())
            .or_insert_with(|| (fresh, pattern.clone()))
            .0;
        format!("Some(&patterns::P{number})")
    }

    /// The truth, or what a mistake makes of it while its number is on.
    fn pick(
        &self,
        record: &Record,
        field: &Field,
        rule: Rule,
        truth: String,
        render: impl Fn(&Change) -> String,
    ) -> String {
        let others = self
            .mutants
            .of(&record.name, &field.name, rule)
            .map(|m| (m.id, render(&m.change)));
        alternatives(truth, others)
    }

    /// The expression that says whether a rule is dropped; `None` where no mistake drops it.
    fn switch(&self, record: &str, field: &str, rule: Rule) -> Option<String> {
        self.mutants
            .of(record, field, rule)
            .next()
            .map(|m| format!("on({})", m.id))
    }

    fn patterns(&self) -> String {
        let mut out = format!("use {}::decode::Pattern;\n\n", self.kernel);
        let mut all: Vec<_> = self.patterns.iter().collect();
        all.sort_by_key(|(_, (number, _))| *number);
        for (text, (number, pattern)) in all {
            let dfa = &pattern.dfa;
            let _ = writeln!(
                out,
                "pub(super) static P{number}: Pattern = Pattern {{\n    source: {text:?},\n    ranges: &{:?},\n    classes: {},\n    next: &{:?},\n    accepts: &{:?},\n}};\n",
                dfa.ranges, dfa.classes, dfa.next, dfa.accepts
            );
        }
        out
    }
}

fn alternatives(truth: String, others: impl IntoIterator<Item = (u32, String)>) -> String {
    let mut chain = String::new();
    for (id, other) in others {
        let _ = write!(chain, "if on({id}) {{ {other} }} else ");
    }
    if chain.is_empty() {
        truth
    } else {
        format!("({chain}{{ {truth} }})")
    }
}

fn enumeration(e: &Enum) -> String {
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
fn constructor(record: &Record) -> String {
    let name = &record.name;
    let needed = |f: &&Field| !f.ty.nullable && f.default.is_none();
    let parameters: Vec<_> = record
        .fields
        .iter()
        .filter(needed)
        .map(|f| match value_type(&f.ty).as_str() {
            "String" => format!("{}: impl Into<String>", snake(&f.name)),
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
    out
}

fn optional(record: &Record, field: &Field) -> bool {
    field.ty.nullable || record.kind == Kind::Patch
}

fn field_type(record: &Record, field: &Field) -> String {
    let value = if field.sensitive {
        "Secret".to_owned()
    } else {
        value_type(&field.ty)
    };
    if field.clearable {
        format!("Patch<{value}>")
    } else if optional(record, field) {
        format!("Option<{value}>")
    } else {
        value
    }
}

fn value_type(ty: &Ty) -> String {
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
        Base::Enum(name) | Base::Record(name) | Base::Union(name) => name,
    };
    if ty.list {
        format!("Vec<{base}>")
    } else {
        base.to_owned()
    }
}

fn rust_literal(ty: &Ty, literal: &Literal) -> String {
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
fn grouped(n: i64) -> String {
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

fn docs(text: &str, fallback: &str, indent: &str) -> String {
    let text = if text.is_empty() { fallback } else { text };
    text.lines()
        .map(|line| format!("{indent}/// {}", line.trim()))
        .map(|line| format!("{}\n", line.trim_end()))
        .collect()
}
