//! What the conformance runner of Swift calls by name: Swift cannot look its own methods up as Kotlin can.

use std::fmt::Write as _;

use super::spelling::start;
use super::swift::{SWIFT, case, quoted};
use super::{File, HEADER, Surface};
use crate::ir::{Base, Enum, Field, Handle, Method, Record, Shape};

/// How far the statements of a case stand in.
const INDENT: &str = "            ";

pub(super) fn emit(surface: &Surface<'_>) -> File {
    let mut text = format!("// {HEADER}\n\nimport NncKit\n");
    for handle in surface.root() {
        let cases: String = handle.methods.iter().map(|method| cases(method, "Nnc")).collect();
        text.push_str(&callable("Api", &cases));
    }
    for handle in surface.held() {
        text.push_str(&held(handle));
    }
    text.extend(surface.inputs.iter().map(|record| input(record)));
    text.extend(surface.enums.iter().map(|item| words(item)));
    File {
        path: "bindings/swift/Tests/Conformance/Dispatch.swift".to_owned(),
        text,
    }
}

fn held(handle: &Handle) -> String {
    let cases: String = handle
        .methods
        .iter()
        .map(|method| cases(method, "self"))
        .collect();
    callable(&handle.name, &cases)
}

fn callable(class: &str, cases: &str) -> String {
    format!(
        "\nextension {class}: Callable {{\n    func call(_ method: String, _ given: Given) async throws -> Answer {{\n        \
         switch method {{\n{cases}        default:\n            throw Misplaced(what: \"{class} has no \\(method)\")\n        }}\n    }}\n}}\n"
    )
}

/// The cases of a method, and of what starts it where it is an operation.
fn cases(method: &Method, on: &str) -> String {
    let fields: &[Field] = method.arguments.as_ref().map_or(&[], |record| &record.fields);
    let called = format!("{on}.{}", method.name);
    let mut out = format!("        case \"{}\":\n{}", method.name, among(fields, INDENT));
    match (method.shape, &method.gives.base) {
        (Shape::Part, _) => {
            let _ = writeln!(out, "{INDENT}return .handle({called})");
        }
        (Shape::Feed, _) => out.push_str(&calls(fields, |given| {
            format!("return .stream(Stream(try {called}({given})))")
        })),
        (_, Base::Handle(_)) => out.push_str(&calls(fields, |given| {
            format!("return .handle(try await {called}({given}))")
        })),
        (_, Base::Void) => out.push_str(&calls(fields, |given| {
            format!("try await {called}({given}); return .nothing")
        })),
        _ => out.push_str(&calls(fields, |given| {
            format!("return .value(try await {called}({given}))")
        })),
    }
    if method.shape == Shape::Operation {
        let start = start(&method.name);
        let _ = write!(out, "        case \"{start}\":\n{}", among(fields, INDENT));
        out.push_str(&calls(fields, |given| {
            format!("return .handle(try {on}.{start}({given}))")
        }));
    }
    out
}

/// Refuses what the method does not have: nobody would see that it was left out.
fn among(fields: &[Field], indent: &str) -> String {
    let names: Vec<String> = fields.iter().map(|field| format!("\"{}\"", field.name)).collect();
    format!("{indent}try given.among({})\n", names.join(", "))
}

/// Calls with what must be given, so that Swift's own defaults stand for the rest; or with everything.
fn calls(fields: &[Field], call: impl Fn(&str) -> String) -> String {
    let needed: Vec<&Field> = fields
        .iter()
        .filter(|field| SWIFT.fallback(field).is_none())
        .collect();
    let mut out = String::new();
    if needed.len() < fields.len() {
        let names: Vec<String> = needed.iter().map(|field| format!("\"{}\"", field.name)).collect();
        let given: Vec<String> = needed.iter().map(|field| argument(field)).collect();
        let _ = writeln!(
            out,
            "{INDENT}if given.only({}) {{ {} }}",
            names.join(", "),
            call(&given.join(", "))
        );
    }
    let given: Vec<String> = fields.iter().map(argument).collect();
    let _ = writeln!(out, "{INDENT}{}", call(&given.join(", ")));
    out
}

fn argument(field: &Field) -> String {
    format!("{}: {}", field.name, read(field))
}

/// What reads a field; Swift's types say as what.
fn read(field: &Field) -> String {
    let name = &field.name;
    match (SWIFT.fallback(field), &field.ty.base) {
        (_, Base::Json) => format!("try given.json(\"{name}\")"),
        (Some(value), _) if value != SWIFT.absent => format!("try given(\"{name}\", else: {value})"),
        _ => format!("try given(\"{name}\")"),
    }
}

fn input(record: &Record) -> String {
    let needed = record
        .fields
        .iter()
        .filter(|field| SWIFT.fallback(field).is_none());
    let needed: Vec<String> = needed.map(argument).collect();
    let mut out = format!(
        "\nextension {}: Argument {{\n    init(json: JSON) throws {{\n        let given = Given(try json.map())\n{}        \
         self.init({})\n",
        record.name,
        among(&record.fields, "        "),
        needed.join(", ")
    );
    for field in record
        .fields
        .iter()
        .filter(|field| SWIFT.fallback(field).is_some())
    {
        let name = &field.name;
        let _ = writeln!(
            out,
            "        if given.has(\"{name}\") {{ {} = try given(\"{name}\") }}",
            quoted(name)
        );
    }
    out.push_str("    }\n}\n");
    out
}

fn words(item: &Enum) -> String {
    let name = &item.name;
    let words: Vec<String> = item
        .values
        .iter()
        .map(|(word, _)| format!("\"{word}\": {name}.{}", quoted(&case(word))))
        .collect();
    format!(
        "\nextension {name}: Word {{\n    static let words = [{}]\n}}\n",
        words.join(", ")
    )
}
