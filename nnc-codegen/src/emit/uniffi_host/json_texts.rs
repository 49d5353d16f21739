//! Which texts of Kotlin are JSON: the conformance runner, which reads everything else off the classes, cannot see it.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::kotlin::pascal_start;
use super::{File, HEADER, Surface};
use crate::ir::{Base, Record, Shape};

pub(super) fn emit(surface: &Surface<'_>) -> File {
    let mut names = BTreeSet::new();
    for record in surface.outputs.iter().chain(&surface.inputs) {
        note(&mut names, &record.name, record);
    }
    for handle in &surface.ir.api.handles {
        for method in &handle.methods {
            let Some(arguments) = &method.arguments else {
                continue;
            };
            note(&mut names, &format!("{}.{}", handle.name, method.name), arguments);
            if method.shape == Shape::Operation {
                let start = pascal_start(&method.name);
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

/// Notes the fields of a record that are JSON, under what they belong to.
fn note(names: &mut BTreeSet<String>, owner: &str, record: &Record) {
    let json = record.fields.iter().filter(|field| field.ty.base == Base::Json);
    names.extend(json.map(|field| format!("{owner}.{}", field.name)));
}
