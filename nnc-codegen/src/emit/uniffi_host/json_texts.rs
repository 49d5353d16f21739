//! Which texts are JSON: the conformance runners, which read everything else off the types, cannot see it.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::spelling::start;
use super::{File, HEADER, Surface};
use crate::ir::{Base, Record, Shape};

/// For Kotlin: of what goes in and of what comes out.
pub(super) fn kotlin(surface: &Surface<'_>) -> File {
    let mut names = fields(surface.outputs.iter().chain(&surface.inputs).copied());
    for handle in &surface.ir.api.handles {
        for method in &handle.methods {
            let Some(arguments) = &method.arguments else {
                continue;
            };
            note(&mut names, &format!("{}.{}", handle.name, method.name), arguments);
            if method.shape == Shape::Operation {
                let start = start(&method.name);
                note(&mut names, &format!("{}.{start}", handle.name), arguments);
            }
        }
    }
    let mut text = format!(
        "// {HEADER}\n\npackage nnc.conformance\n\n/** The fields and arguments whose text is JSON: a class, a method where it is an argument, a name. */\ninternal val JSON_TEXTS: Set<String> = setOf(\n"
    );
    for name in names {
        let _ = writeln!(text, "    \"{name}\",");
    }
    text.push_str(")\n");
    File {
        path: "bindings/kotlin/src/test/kotlin/nnc/conformance/JsonTexts.kt".to_owned(),
        text,
    }
}

/// For Swift: of what comes out; what goes in is written where it is called.
pub(super) fn swift(surface: &Surface<'_>) -> File {
    let mut text =
        format!("// {HEADER}\n\n/// The fields whose text is JSON.\nlet jsonTexts: Set<String> = [\n");
    for name in fields(surface.outputs.iter().copied()) {
        let _ = writeln!(text, "    \"{name}\",");
    }
    text.push_str("]\n");
    File {
        path: "bindings/swift/Tests/Conformance/JSONTexts.swift".to_owned(),
        text,
    }
}

/// The fields of records that are JSON, as `Record.field`.
fn fields<'a>(records: impl Iterator<Item = &'a Record>) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for record in records {
        note(&mut names, &record.name, record);
    }
    names
}

/// Notes the fields of a record that are JSON, under what they belong to.
fn note(names: &mut BTreeSet<String>, owner: &str, record: &Record) {
    let json = record.fields.iter().filter(|field| field.ty.base == Base::Json);
    names.extend(json.map(|field| format!("{owner}.{}", field.name)));
}
