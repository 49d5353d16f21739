//! The types that TypeScript sees.

use std::fmt::Write as _;

use super::{Used, all_methods, start_name};
use crate::emit::typescript::{docs, literal_text, value_type};
use crate::ir::{Attachment, Base, Enum, Field, Handle, Ir, Kind, Method, Record, Shape};
use crate::lower::ROOT_HANDLE;

/// What every call takes last, but one that gives its operation at once.
const OPTIONS: &str = "options?: CallOptions";

/// The types of the part that is written by hand.
const RUNTIME: &str = include_str!("runtime.d.ts.txt");

pub(super) fn emit(ir: &Ir, used: &Used<'_>) -> String {
    let mut out = RUNTIME.to_owned();
    for e in &used.enums {
        out.push_str(&words(e));
    }
    for record in &used.outputs {
        out.push_str(&output(record));
    }
    for record in &used.inputs {
        out.push_str(&input(record, &record.doc));
    }
    for handle in &ir.api.handles {
        for method in all_methods(handle) {
            if let Some(record) = &method.arguments {
                let doc = if handle.name == ROOT_HANDLE {
                    format!("What `{}` takes.", method.name)
                } else {
                    format!("What `{}.{}` takes.", handle.name, method.name)
                };
                out.push_str(&input(record, &doc));
            }
        }
    }
    for host in &ir.api.hosts {
        out.push_str(&implemented(host));
    }
    for handle in &ir.api.handles {
        if handle.name == ROOT_HANDLE {
            for method in &handle.methods {
                let _ = write!(out, "\n{}", method_text(method, "export function ", ""));
            }
        } else {
            out.push_str(&class(handle));
        }
    }
    out
}

fn words(e: &Enum) -> String {
    let name = &e.name;
    let mut out = format!("\n{}export declare const {name}: {{\n", docs(&e.doc, ""));
    for (word, text) in &e.values {
        let _ = writeln!(out, "{}  readonly {word}: \"{word}\";", docs(text, "  "));
    }
    let _ = writeln!(
        out,
        "}};\n{}export type {name} = (typeof {name})[keyof typeof {name}];",
        docs(&e.doc, "")
    );
    out
}

/// A record that comes out: every field is there, null where there is no value.
fn output(record: &Record) -> String {
    let note = if record.one_of {
        "\nExactly one of the fields is not null."
    } else {
        ""
    };
    let mut out = format!(
        "\n{}export interface {} {{\n",
        docs(&format!("{}{note}", record.doc), ""),
        record.name
    );
    for field in &record.fields {
        let null = if field.ty.nullable || record.one_of {
            " | null"
        } else {
            ""
        };
        let _ = writeln!(
            out,
            "{}  readonly {}: {}{null};",
            docs(&field.doc, "  "),
            field.name,
            value_type(&field.ty)
        );
    }
    out + "}\n"
}

/// A record that goes in: what may be left out is marked so.
fn input(record: &Record, doc: &str) -> String {
    let note = if record.one_of {
        "\nExactly one of the fields is given."
    } else {
        ""
    };
    let doc = docs(&format!("{doc}{note}"), "");
    let mut out = format!("\n{doc}export interface {} {{\n", record.name);
    for field in &record.fields {
        let optional = is_optional(record, field);
        let nullable = field.ty.nullable && (record.kind != Kind::Patch || field.clearable);
        let suffix = match (optional, nullable) {
            (_, true) => " | null | undefined",
            (true, false) => " | undefined",
            (false, false) => "",
        };
        let _ = writeln!(
            out,
            "{}  readonly {}{}: {}{suffix};",
            docs(&field_doc(field), "  "),
            field.name,
            if optional { "?" } else { "" },
            value_type(&field.ty)
        );
    }
    out + "}\n"
}

fn is_optional(record: &Record, field: &Field) -> bool {
    field.ty.nullable || field.default.is_some() || record.kind == Kind::Patch
}

fn field_doc(field: &Field) -> String {
    let mut lines = Vec::new();
    if !field.doc.is_empty() {
        lines.push(field.doc.clone());
    }
    if field.sensitive {
        lines.push("A secret: do not log it.".to_owned());
    }
    if let Some(literal) = &field.default {
        lines.push(format!("@defaultValue `{}`", literal_text(literal)));
    }
    lines.join("\n")
}

fn class(handle: &Handle) -> String {
    let mut out = format!(
        "\n{}export declare class {} {{\n  private constructor();\n",
        docs(&handle.doc, ""),
        handle.name
    );
    for method in &handle.methods {
        let text = match (method.shape, &method.gives.base) {
            (Shape::Part, Base::Handle(gives)) => {
                format!("{}  get {}(): {gives};\n", docs(&method.doc, "  "), method.name)
            }
            _ => method_text(method, "", "  "),
        };
        out.push_str(&text);
    }
    for attachment in &handle.attachments {
        out.push_str(&attaching(attachment));
    }
    out + "}\n"
}

/// What a program implements.
fn implemented(host: &Handle) -> String {
    let note = "It fails with a code by throwing an `Error` that has it as `code`; whatever else it throws is a refusal.";
    let mut out = format!(
        "\n{}export interface {} {{\n",
        docs(&format!("{}\n{note}", host.doc), ""),
        host.name
    );
    for method in &host.methods {
        let fields = method.arguments.iter().flat_map(|record| &record.fields);
        let takes: Vec<String> = fields
            .map(|field| format!("{}: {}", field.name, value_type(&field.ty)))
            .collect();
        let value = match &method.gives.base {
            Base::Void => "void".to_owned(),
            Base::Values if method.gives.list => "ReadonlyArray<Readonly<Record<string, string>>>".to_owned(),
            _ if method.gives.nullable => format!("{} | null | undefined", value_type(&method.gives)),
            _ => value_type(&method.gives),
        };
        let _ = writeln!(
            out,
            "{}  {}({}): {value} | Promise<{value}>;",
            docs(&method.doc, "  "),
            method.name,
            takes.join(", ")
        );
    }
    out + "}\n"
}

/// A call that takes what a program implements, last.
fn attaching(attachment: &Attachment) -> String {
    let method = &attachment.method;
    let beside = format!("{}: {}", attachment.argument, attachment.host);
    taking(method, &joined([&parameter(method), &beside]), "", "  ")
}

fn parameter(method: &Method) -> String {
    match &method.arguments {
        Some(record) if record.fields.iter().all(|field| is_optional(record, field)) => {
            format!("args?: {}", record.name)
        }
        Some(record) => format!("args: {}", record.name),
        None => String::new(),
    }
}

fn joined(parameters: [&str; 2]) -> String {
    let given = parameters.into_iter().filter(|one| !one.is_empty());
    given.collect::<Vec<_>>().join(", ")
}

fn method_text(method: &Method, keyword: &str, indent: &str) -> String {
    taking(method, &parameter(method), keyword, indent)
}

fn taking(method: &Method, parameter: &str, keyword: &str, indent: &str) -> String {
    let value = match &method.gives.base {
        Base::Void => "void".to_owned(),
        _ if method.gives.nullable => format!("{} | null", value_type(&method.gives)),
        _ => value_type(&method.gives),
    };
    let gives = match method.shape {
        Shape::Feed => format!("Feed<{value}>"),
        _ => format!("Promise<{value}>"),
    };
    let mut doc = method.doc.clone();
    let fails = fails(method);
    if !fails.is_empty() {
        let _ = write!(doc, "\n@throws {{NncError}} {fails}");
    }
    let mut out = format!(
        "{}{indent}{keyword}{}({}): {gives};\n",
        docs(&doc, indent),
        method.name,
        joined([parameter, OPTIONS])
    );
    if method.shape == Shape::Operation {
        let doc = format!(
            "{}\nGives the operation at once; what is refused is told by its result.\n@throws {{NncError}} `invalid-argument`.",
            method.doc
        );
        let _ = writeln!(
            out,
            "{}{indent}{keyword}{}({parameter}): Operation;",
            docs(&doc, indent),
            start_name(&method.name)
        );
    }
    out
}

fn fails(method: &Method) -> String {
    let codes: Vec<String> = method.fails.iter().map(|code| format!("`{code}`")).collect();
    match codes.is_empty() {
        true => String::new(),
        false => format!(
            "{}; or why the router or the database could not be used.",
            codes.join(", ")
        ),
    }
}
