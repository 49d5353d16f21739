//! Rust: the model with its validators, for nnc-core.

use std::collections::BTreeMap;
use std::fmt::Write as _;

mod api;
mod dispatch;
mod judge;
mod resources;
mod text;

pub(in crate::emit) use api::trait_name;
pub(in crate::emit) use text::docs;
pub(in crate::emit) use text::value_type;
use text::{constructor, enumeration, field_type, optional, rust_literal};

use super::{File, HEADER};
use crate::ir::{Enum, Ir, Kind, Record, Union};
use crate::mutants::{Mutants, Rule};
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
    let resources = rust.resources();
    let file = |name: &str, text: String| File {
        path: format!("{HOME}/{name}"),
        text: format!("// {HEADER}\n\n{text}"),
    };
    let mut files = api::emit(ir);
    files.extend(dispatch::emit(ir));
    files.extend([
        file("mod.rs", module()),
        file("enums.rs", rust.enums(&ir.enums)),
        file("objects.rs", format!("{}{objects}{}", rust.uses(), rust.unions())),
        file("resources.rs", resources),
        file("inputs.rs", format!("{}{inputs}", rust.uses())),
        file("patterns.rs", rust.patterns()),
    ]);
    files
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

/// The fields of a record, documented.
fn structure(record: &Record) -> String {
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
    out
}

/// The method that writes the fields of a record.
fn encode_fields(record: &Record) -> String {
    let mut out = "    fn encode_fields(&self, out: &mut Object<'_>) {\n".to_owned();
    for field in &record.fields {
        let n = snake(&field.name);
        let call = match (field.clearable, optional(record, field)) {
            (true, _) => format!("out.patch(\"{}\", &self.{n})", field.name),
            (_, true) => format!("out.optional(\"{}\", self.{n}.as_ref())", field.name),
            _ => format!("out.field(\"{}\", &self.{n})", field.name),
        };
        let _ = writeln!(out, "        {call};");
    }
    out.push_str("    }\n");
    out
}

fn encode(name: &str) -> String {
    format!(
        "impl Encode for {name} {{\n    fn encode(&self, out: &mut Writer) {{\n        let mut object = out.object();\n        self.encode_fields(&mut object);\n        object.end();\n    }}\n}}\n"
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
     mod enums;\nmod inputs;\nmod objects;\nmod patterns;\nmod resources;\n\n\
     pub use enums::*;\npub use inputs::*;\npub use objects::*;\npub use resources::*;\n"
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
             use {kernel}::decode::{{self, CrossRule, DateTime, Decode, Encode, Fields, Findings, IpRules, ItemRules, Object, Patch, Raw, TextRules, Writer}};\n\
             #[allow(unused_imports, reason = \"which scalars a schema uses is its business\")]\n\
             use {kernel}::mac::Mac;\n\
             #[allow(unused_imports, reason = \"which scalars a schema uses is its business\")]\n\
             use {kernel}::secret::{{Secret, SecretRef}};\n\
             {home}"
        )
    }

    fn enums(&self, enums: &[Enum]) -> String {
        let kernel = self.kernel;
        let mut out =
            format!("use {kernel}::decode::{{Encode, Writer}};\nuse serde::{{Deserialize, Serialize}};\n");
        for e in enums {
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
        let mut out = structure(record);
        out.push_str(&self.rules(record));
        if record.kind == Kind::Input {
            out.push_str(&constructor(record));
        }
        let _ = writeln!(
            out,
            "impl {name} {{\n    fn decode_fields(mut fields: Fields<'_>, at: &mut Findings) -> Option<Self> {{"
        );
        let (before, cross) = self.cross(record);
        out.push_str(&before);
        for field in &record.fields {
            let _ = writeln!(
                out,
                "        let {}_ = {};",
                snake(&field.name),
                self.field(record, field)
            );
        }
        let _ = writeln!(out, "        {}\n{cross}        Some(Self {{", self.close(name));
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
        out.push_str(&encode_fields(record));
        let _ = writeln!(
            out,
            "}}\n\nimpl Decode for {name} {{\n    fn decode(raw: &Raw, at: &mut Findings) -> Option<Self> {{\n        Self::decode_fields(Fields::open(raw, at)?, at)\n    }}\n}}\n\n{}",
            encode(name)
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
        let rules = self.rules(record);
        let _ = writeln!(
            out,
            "}}\n\n{rules}impl Decode for {name} {{\n    fn decode(raw: &Raw, at: &mut Findings) -> Option<Self> {{\n        let before = at.count();\n        let mut fields = Fields::open(raw, at)?;"
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
}
