//! The registry of resource types: what is known of each by its name, and a judge of what a user may say of one.

use std::fmt::Write as _;

use super::Rust;
use crate::ir::{Base, Field, Record};
use crate::names::snake;

/// The union whose members are the types of resources.
const RESOURCE: &str = "Resource";

impl Rust<'_> {
    /// The module of the registry.
    pub(super) fn resources(&mut self) -> String {
        let ir = self.ir;
        let types: Vec<&Record> = ir
            .find_union(RESOURCE)
            .map(|union| union.members.as_slice())
            .unwrap_or_default()
            .iter()
            .filter_map(|name| ir.find_record(name))
            .collect();
        let mut table = String::new();
        let mut judges = String::new();
        for record in &types {
            let name = &record.name;
            let _ = writeln!(
                table,
                "    ResourceType {{ name: {name:?}, doc: {:?}, fields: &[",
                record.doc.trim()
            );
            for field in &record.fields {
                let _ = writeln!(
                    table,
                    "        ResourceField {{ name: {:?}, doc: {:?}, required: {}, sensitive: {}, generated: {}, immutable: {} }},",
                    field.name,
                    field.doc.trim(),
                    !field.ty.nullable && !is_identity(field),
                    field.sensitive,
                    field.generated,
                    field.immutable || is_identity(field)
                );
            }
            let _ = writeln!(table, "    ], judge: judge_{} }},", snake(name));
            judges.push_str(&self.judge_wish(record));
        }
        format!(
            "#[allow(unused_imports, reason = \"which scalars a schema uses is its business\")]\n\
             use crate::decode::{{self, CrossRule, Decode, Fields, Findings, IpRules, ItemRules, Raw, TextRules}};\n\
             use crate::resource::{{ResourceField, ResourceType}};\n\
             #[allow(unused_imports, reason = \"which types a schema uses is its business\")]\n\
             use super::enums::*;\n\
             #[allow(unused_imports, reason = \"which types a schema uses is its business\")]\n\
             use super::objects::*;\n\
             #[allow(unused_imports, reason = \"which patterns a schema uses is its business\")]\n\
             use super::patterns;\n\n\
             /// The types that a resource can have, in the order of the schema.\n\
             pub static RESOURCE_TYPES: [ResourceType; {}] = [\n{table}];\n\n{judges}",
            types.len()
        )
    }

    /// Judges what a user says of a resource: what nnc or the router makes is not for the user to say, and who gives no
    /// identity gets a new one.
    fn judge_wish(&mut self, record: &Record) -> String {
        let mut out = format!(
            "fn judge_{}(raw: &Raw, at: &mut Findings) {{\n    let Some(mut fields) = Fields::open(raw, at) else {{ return }};\n",
            snake(&record.name)
        );
        let (before, cross) = self.cross(record);
        // One level less deep than in the model.
        out.push_str(before.strip_prefix("    ").unwrap_or_default());
        for field in record.fields.iter().filter(|field| !field.generated) {
            let judge = self.judge(record, field);
            // Nothing that is judged here is kept, secrets least of all.
            let judge = judge.replace(".map(|text| Secret::from(text.as_str()))", "");
            let method = if field.ty.nullable || is_identity(field) {
                "optional"
            } else {
                "required"
            };
            let _ = writeln!(out, "    fields.{method}({:?}, at, {judge});", field.name);
        }
        let _ = writeln!(
            out,
            "    fields.close(at);\n{}}}\n",
            cross.strip_prefix("    ").unwrap_or_default()
        );
        out
    }
}

/// Whether the field says which resource it is.
fn is_identity(field: &Field) -> bool {
    field.ty.base == Base::Id && matches!(field.name.as_str(), "id" | "uuid")
}
