//! The layer of Swift: handles, inputs and streams as Swift has them.

use std::fmt::Write as _;

use super::spelling::{Spelling, native_function, start, starting};
use super::{File, HEADER, Surface, adapted, codes, lines, native};
use crate::ir::{Attachment, Base, Enum, Field, Handle, Method, Record, Shape};
use crate::names::pascal;

const HOME: &str = "bindings/swift/Sources/NncKit/Generated";

/// The words of Swift that can name nothing without backticks.
const KEYWORDS: &[&str] = &[
    "case",
    "catch",
    "class",
    "continue",
    "default",
    "defer",
    "do",
    "else",
    "enum",
    "extension",
    "fallthrough",
    "false",
    "for",
    "func",
    "guard",
    "if",
    "import",
    "in",
    "init",
    "internal",
    "is",
    "let",
    "nil",
    "operator",
    "private",
    "protocol",
    "public",
    "repeat",
    "return",
    "self",
    "static",
    "struct",
    "subscript",
    "super",
    "switch",
    "throw",
    "throws",
    "true",
    "try",
    "var",
    "where",
    "while",
];

pub(super) const SWIFT: Spelling = Spelling {
    boolean: "Bool",
    unsigned: "UInt64",
    moment: ("Date", "date"),
    span: ("TimeInterval", "interval"),
    values: "[String: String]",
    void: "Void",
    list: ("[", "]"),
    empty_list: "[]",
    absent: "nil",
    word: "{ $0.word }",
    write: "{ one, to in one.write(&to) }",
    case: |word| quoted(&case(word)),
    text: |text| format!("{text:?}"),
};

pub(super) fn emit(surface: &Surface<'_>) -> Vec<File> {
    let file = |name: &str, text: String| File {
        path: format!("{HOME}/{name}"),
        text: format!("// {HEADER}\n\nimport Foundation\n{text}"),
    };
    let words: String = surface.words.iter().map(|item| word(item)).collect();
    let inputs: String = surface.inputs.iter().map(|record| input(record)).collect();
    let handles: String = surface.held().map(|handle| class(surface, handle)).collect();
    let hosts: String = surface.ir.api.hosts.iter().map(implemented).collect();
    vec![
        file("Inputs.swift", format!("{inputs}{words}")),
        file("Handles.swift", handles),
        file("Hosts.swift", hosts),
    ]
}

pub(super) fn quoted(name: &str) -> String {
    if KEYWORDS.contains(&name) {
        format!("`{name}`")
    } else {
        name.to_owned()
    }
}

/// What uniffi calls a value of an enum.
pub(super) fn case(word: &str) -> String {
    let pascal = pascal(word);
    let mut letters = pascal.chars();
    let first = letters.next().map(|c| c.to_ascii_lowercase()).unwrap_or_default();
    format!("{first}{}", letters.as_str())
}

/// The word of the schema for each value of an enum that goes in.
fn word(item: &Enum) -> String {
    let mut out = format!(
        "\nextension {} {{\n    var word: String {{\n        switch self {{\n",
        item.name
    );
    for (word, _) in &item.values {
        let _ = writeln!(out, "        case .{}: return \"{word}\"", quoted(&case(word)));
    }
    out.push_str("        }\n    }\n}\n");
    out
}

fn input(record: &Record) -> String {
    let name = &record.name;
    let mut out = format!(
        "\n{}public struct {name}: Hashable, Sendable {{\n",
        docs(&record.doc, &[], "")
    );
    for field in &record.fields {
        let _ = writeln!(
            out,
            "{}    public var {}: {}",
            docs(&field.doc, &[], "    "),
            quoted(&field.name),
            SWIFT.ty(&field.ty)
        );
    }
    let _ = writeln!(out, "\n    public init({}) {{", SWIFT.parameters(&record.fields));
    for field in &record.fields {
        let n = quoted(&field.name);
        let _ = writeln!(out, "        self.{n} = {n}");
    }
    out.push_str("    }\n\n    func write(_ to: inout Fields) {\n");
    for field in &record.fields {
        let _ = writeln!(out, "        to.{}", SWIFT.written(field, &quoted(&field.name)));
    }
    out.push_str("    }\n}\n");
    // What is secret is in no text.
    if record.fields.iter().any(|field| field.sensitive) {
        let _ = writeln!(
            out,
            "\nextension {name}: CustomStringConvertible, CustomReflectable {{\n    public var description: String {{ \"{name}(***)\" }}\n    public var customMirror: Mirror {{ Mirror(self, children: []) }}\n}}"
        );
    }
    out
}

fn class(surface: &Surface<'_>, handle: &Handle) -> String {
    let name = &handle.name;
    let mut out = format!(
        "\n{}public final class {name}: Sendable {{\n    let native: {}\n\n    init(_ native: {}) {{\n        self.native = native\n    }}\n",
        docs(&handle.doc, &[], ""),
        native(name),
        native(name)
    );
    for method in &handle.methods {
        out.push_str(&member(method, "native."));
    }
    for attachment in &handle.attachments {
        out.push_str(&attached(attachment));
    }
    if surface.opened() == Some(name) {
        for method in surface.root().flat_map(|root| &root.methods) {
            out.push_str(&member(method, ""));
        }
    }
    out.push_str("}\n");
    out
}

/// What a program implements, and what makes it what the native library calls.
fn implemented(host: &Handle) -> String {
    let (name, mut asked, mut calls) = (&host.name, String::new(), String::new());
    for method in &host.methods {
        let n = quoted(&method.name);
        let fields: &[Field] = method.arguments.as_ref().map_or(&[], |record| &record.fields);
        let passed: Vec<String> = fields
            .iter()
            .map(|field| format!("{}: {}", field.name, quoted(&field.name)))
            .collect();
        let gives = match method.gives.base {
            Base::Void => String::new(),
            _ => format!(" -> {}", SWIFT.ty(&method.gives)),
        };
        let parameters = SWIFT.parameters(fields);
        let head = docs(&method.doc, &[], "    ");
        let _ = writeln!(asked, "{head}    func {n}({parameters}) async throws{gives}\n");
        let _ = writeln!(
            calls,
            "    func {n}({parameters}) async throws{gives} {{\n        try await asked {{ try await host.{n}({}) }}\n    }}\n",
            passed.join(", ")
        );
    }
    format!(
        "\n{}public protocol {name}: Sendable {{\n{}\n}}\n\nfinal class {}: {} {{\n    private let host: any {name}\n\n    \
         init(_ host: any {name}) {{\n        self.host = host\n    }}\n\n{}\n}}\n",
        docs(&host.doc, &[], ""),
        asked.trim_end(),
        adapted(name),
        native(name),
        calls.trim_end()
    )
}

/// A method that takes what a program implements.
fn attached(attachment: &Attachment) -> String {
    let (method, argument) = (&attachment.method, &attachment.argument);
    let fields: &[Field] = method.arguments.as_ref().map_or(&[], |record| &record.fields);
    let notes = indented("- Throws: ``NncError``:", &codes(method));
    format!(
        "\n{}    public func {name}({}, {argument}: any {}) async throws -> {} {{\n{}        return try await told {{ \
         try await native.{name}(arguments: given, {argument}: {}({argument})) }}\n    }}\n",
        docs(&method.doc, &notes, "    "),
        SWIFT.parameters(fields),
        attachment.host,
        SWIFT.ty(&method.gives),
        arguments(fields),
        adapted(&attachment.host),
        name = quoted(&method.name)
    )
}

/// A method, and what starts it where it is an operation. `on` is what it is called on.
fn member(method: &Method, on: &str) -> String {
    let name = quoted(&method.name);
    let (modifier, called) = if on.is_empty() {
        ("static ", native_function(&method.name))
    } else {
        ("", format!("{on}{name}"))
    };
    let fields: &[Field] = method.arguments.as_ref().map_or(&[], |record| &record.fields);
    let given = if fields.is_empty() { "" } else { "arguments: given" };
    let prepared = arguments(fields);
    let parameters = SWIFT.parameters(fields);
    let about = |doc: &str| {
        let mut notes: Vec<String> = Vec::new();
        let told: Vec<&Field> = fields.iter().filter(|field| !field.doc.is_empty()).collect();
        if !told.is_empty() {
            notes.push("- Parameters:".to_owned());
        }
        for field in told {
            notes.extend(indented(&format!("  - {}:", field.name), &field.doc));
        }
        if method.shape != Shape::Part {
            notes.extend(indented("- Throws: ``NncError``:", &codes(method)));
        }
        docs(doc, &notes, "    ")
    };
    let head = about(&method.doc);
    match method.shape {
        Shape::Part => {
            let class = SWIFT.ty(&method.gives);
            format!("\n{head}    public var {name}: {class} {{ {class}({called}()) }}\n")
        }
        Shape::Call | Shape::Operation => {
            let call = format!("try await told {{ try await {called}({given}) }}");
            let (gives, body) = match &method.gives.base {
                Base::Handle(class) => (format!(" -> {class}"), format!("return {class}({call})")),
                Base::Void => (String::new(), call),
                _ => (
                    format!(" -> {}", SWIFT.ty(&method.gives)),
                    format!("return {call}"),
                ),
            };
            let mut out = format!(
                "\n{head}    public {modifier}func {name}({parameters}) async throws{gives} {{\n{prepared}        {body}\n    }}\n"
            );
            if method.shape == Shape::Operation {
                let start = start(&method.name);
                let _ = write!(
                    out,
                    "\n{}    public func {start}({parameters}) throws -> Operation {{\n{prepared}        return Operation(try told {{ try {on}{start}({given}) }})\n    }}\n",
                    about(&starting(&method.doc))
                );
            }
            out
        }
        Shape::Feed => {
            let item = SWIFT.ty(&method.gives);
            format!(
                "\n{head}    public func {name}({parameters}) throws -> Feed<{item}> {{\n{prepared}        let feed = try told {{ try {called}({given}) }}\n        \
                 return Feed(batch: {{ await feed.nextBatch(most: $0) }}, stop: {{ feed.stop() }})\n    }}\n"
            )
        }
    }
}

/// What makes the one value that goes over.
fn arguments(fields: &[Field]) -> String {
    if fields.is_empty() {
        return String::new();
    }
    let mut out = "        let given = arguments { to in\n".to_owned();
    for field in fields {
        let _ = writeln!(
            out,
            "            to.{}",
            SWIFT.written(field, &quoted(&field.name))
        );
    }
    out.push_str("        }\n");
    out
}

/// A note with its text, the further lines of which are indented under it.
fn indented(note: &str, text: &str) -> Vec<String> {
    let indent = " ".repeat(note.len() - note.trim_start().len() + 2);
    let mut all: Vec<String> = lines(text).map(|line| format!("{indent}{line}")).collect();
    if let Some(first) = all.first_mut() {
        *first = format!("{note} {}", first.trim_start());
    }
    all
}

fn docs(text: &str, notes: &[String], indent: &str) -> String {
    let mut all: Vec<String> = lines(text).map(str::to_owned).collect();
    if !notes.is_empty() && !all.is_empty() {
        all.push(String::new());
    }
    all.extend(notes.iter().cloned());
    all.iter()
        .map(|line| format!("{indent}/// {line}").trim_end().to_owned() + "\n")
        .collect()
}
