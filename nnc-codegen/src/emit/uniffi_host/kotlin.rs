//! The layer of Kotlin: handles, inputs and streams as Kotlin has them.

use std::fmt::Write as _;

use super::spelling::{Spelling, native_function, start, starting};
use super::{File, HEADER, Surface, adapted, codes, lines, native};
use crate::ir::{Attachment, Base, Enum, Field, Handle, Method, Record, Shape};
use crate::names::shout_word;

const HOME: &str = "bindings/kotlin/src/main/kotlin/nnc/generated";

const KOTLIN: Spelling = Spelling {
    boolean: "Boolean",
    unsigned: "ULong",
    moment: ("Instant", "instant"),
    span: ("Duration", "duration"),
    values: "Map<String, String>",
    void: "Unit",
    list: ("List<", ">"),
    empty_list: "emptyList()",
    absent: "null",
    word: "{ it.word }",
    write: "{ one, to -> one.write(to) }",
    case: shout_word,
    text: |text| format!("{text:?}").replace('$', "\\$"),
};

pub(super) fn emit(surface: &Surface<'_>) -> Vec<File> {
    let file = |name: &str, text: String| File {
        path: format!("{HOME}/{name}"),
        text: format!(
            "// {HEADER}\n\npackage nnc\n\nimport java.time.Duration\nimport java.time.Instant\n{text}"
        ),
    };
    let words: String = surface.words.iter().map(|item| word(item)).collect();
    let inputs: String = surface.inputs.iter().map(|record| input(record)).collect();
    let handles: String = surface.held().map(|handle| class(surface, handle)).collect();
    let hosts: String = surface.ir.api.hosts.iter().map(implemented).collect();
    vec![
        file("Inputs.kt", format!("{inputs}{words}")),
        file("Handles.kt", handles),
        file("Hosts.kt", hosts),
    ]
}

/// The word of the schema for each value of an enum that goes in.
fn word(item: &Enum) -> String {
    let name = &item.name;
    let mut out = format!("\ninternal val {name}.word: String\n    get() = when (this) {{\n");
    for (word, _) in &item.values {
        let _ = writeln!(out, "        {name}.{} -> \"{word}\"", shout_word(word));
    }
    out.push_str("    }\n");
    out
}

fn input(record: &Record) -> String {
    let name = &record.name;
    let mut notes: Vec<String> = Vec::new();
    for field in record.fields.iter().filter(|field| !field.doc.is_empty()) {
        notes.extend(tagged(&format!("@property {}", field.name), &field.doc));
    }
    let mut out = format!("\n{}public data class {name}(\n", kdoc(&record.doc, &notes, ""));
    for field in &record.fields {
        let _ = writeln!(
            out,
            "    public val {}: {}{},",
            field.name,
            KOTLIN.ty(&field.ty),
            KOTLIN.default(field)
        );
    }
    // What is secret is in no text.
    let secret = record.fields.iter().any(|field| field.sensitive);
    out.push_str(if secret { ") {\n" } else { ")\n" });
    if secret {
        let _ = writeln!(out, "    override fun toString(): String = \"{name}(***)\"\n}}");
    }
    let _ = writeln!(out, "\ninternal fun {name}.write(to: Fields) {{");
    for field in &record.fields {
        let _ = writeln!(
            out,
            "    to.{}",
            KOTLIN.written(field, &format!("this.{}", field.name))
        );
    }
    out.push_str("}\n");
    out
}

fn class(surface: &Surface<'_>, handle: &Handle) -> String {
    let name = &handle.name;
    let rest = "Closing it lets go of it and of nothing that was got from it.".to_owned();
    let mut out = format!(
        "\n{}public class {name} internal constructor(private val native: {}) : AutoCloseable {{\n",
        kdoc(&handle.doc, &[rest], ""),
        native(name)
    );
    for method in &handle.methods {
        out.push_str(&member(method, "native.", "    "));
    }
    for attachment in &handle.attachments {
        out.push_str(&attached(attachment));
    }
    out.push_str("    override fun close(): Unit = native.close()\n");
    if surface.opened() == Some(name) {
        out.push_str("\n    public companion object {\n");
        let methods = surface.root().flat_map(|root| &root.methods);
        let members: Vec<String> = methods.map(|method| member(method, "", "        ")).collect();
        let _ = writeln!(
            out,
            "{}    }}",
            members.concat().trim_end_matches('\n').to_owned() + "\n"
        );
    }
    out.push_str("}\n");
    out
}

/// What a program implements, and what makes it what the native library calls.
fn implemented(host: &Handle) -> String {
    let (name, mut asked, mut calls) = (&host.name, String::new(), String::new());
    for method in &host.methods {
        let n = &method.name;
        let fields: &[Field] = method.arguments.as_ref().map_or(&[], |record| &record.fields);
        let passed: Vec<&str> = fields.iter().map(|field| field.name.as_str()).collect();
        let (parameters, gives) = (
            KOTLIN.parameters(fields),
            KOTLIN.ty(&method.gives).replace("Unit?", "Unit"),
        );
        let head = kdoc(&method.doc, &[], "    ");
        let _ = writeln!(asked, "{head}    public suspend fun {n}({parameters}): {gives}\n");
        let _ = writeln!(
            calls,
            "    override suspend fun {n}({parameters}): {gives} = asked {{ host.{n}({}) }}\n",
            passed.join(", ")
        );
    }
    format!(
        "\n{}public interface {name} {{\n{}\n}}\n\ninternal class {}(private val host: {name}) : {} {{\n{}\n}}\n",
        kdoc(&host.doc, &[], ""),
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
    let mut notes: Vec<String> = Vec::new();
    for field in fields.iter().filter(|field| !field.doc.is_empty()) {
        notes.extend(tagged(&format!("@param {}", field.name), &field.doc));
    }
    notes.extend(tagged("@throws NncException", &codes(method)));
    format!(
        "{}    public suspend fun {name}({}, {argument}: {}): {} =\n        told {{ native.{name}({}, {}({argument})) }}\n\n",
        kdoc(&method.doc, &notes, "    "),
        KOTLIN.parameters(fields),
        attachment.host,
        KOTLIN.ty(&method.gives),
        arguments(fields, "    "),
        adapted(&attachment.host),
        name = method.name
    )
}

/// A method, and what starts it where it is an operation. `on` is what it is called on.
fn member(method: &Method, on: &str, indent: &str) -> String {
    let name = &method.name;
    let called = if on.is_empty() {
        native_function(name)
    } else {
        format!("{on}{name}")
    };
    let fields: &[Field] = method.arguments.as_ref().map_or(&[], |record| &record.fields);
    let given = arguments(fields, indent);
    let parameters = KOTLIN.parameters(fields);
    let about = |doc: &str| {
        let mut notes: Vec<String> = Vec::new();
        for field in fields.iter().filter(|field| !field.doc.is_empty()) {
            notes.extend(tagged(&format!("@param {}", field.name), &field.doc));
        }
        if method.shape != Shape::Part {
            notes.extend(tagged("@throws NncException", &codes(method)));
        }
        kdoc(doc, &notes, indent)
    };
    let head = about(&method.doc);
    match method.shape {
        Shape::Part => {
            let class = KOTLIN.ty(&method.gives);
            format!("{head}{indent}public val {name}: {class} by lazy {{ {class}({called}()) }}\n\n")
        }
        Shape::Call | Shape::Operation => {
            let (gives, wrapped) = match &method.gives.base {
                Base::Handle(class) => (class.clone(), format!("{class}(told {{ {called}({given}) }})")),
                Base::Void => ("Unit".to_owned(), format!("told {{ {called}({given}) }}")),
                _ => (KOTLIN.ty(&method.gives), format!("told {{ {called}({given}) }}")),
            };
            let mut out = format!(
                "{head}{indent}public suspend fun {name}({parameters}): {gives} =\n{indent}    {wrapped}\n\n"
            );
            if method.shape == Shape::Operation {
                let start = start(name);
                let _ = write!(
                    out,
                    "{}{indent}public fun {start}({parameters}): Operation =\n{indent}    Operation(told {{ {on}{start}({given}) }})\n\n",
                    about(&starting(&method.doc))
                );
            }
            out
        }
        Shape::Feed => {
            let item = KOTLIN.ty(&method.gives);
            format!(
                "{head}{indent}public fun {name}({parameters}): Feed<{item}> =\n{indent}    told {{ {called}({given}) }}.let {{ Feed(it::nextBatch, it::stop, it::close) }}\n\n"
            )
        }
    }
}

/// The expression that makes the one value that goes over.
fn arguments(fields: &[Field], indent: &str) -> String {
    if fields.is_empty() {
        return String::new();
    }
    let mut out = "arguments {\n".to_owned();
    for field in fields {
        let _ = writeln!(out, "{indent}        {}", KOTLIN.written(field, &field.name));
    }
    let _ = write!(out, "{indent}    }}");
    out
}

/// A tag of KDoc with its text.
fn tagged(tag: &str, text: &str) -> Vec<String> {
    let mut all: Vec<String> = lines(text).map(str::to_owned).collect();
    if let Some(first) = all.first_mut() {
        *first = format!("{tag} {first}");
    }
    all
}

fn kdoc(text: &str, notes: &[String], indent: &str) -> String {
    let mut all: Vec<String> = lines(text).map(str::to_owned).collect();
    if !notes.is_empty() && !all.is_empty() {
        all.push(String::new());
    }
    all.extend(notes.iter().cloned());
    let all: Vec<String> = all.iter().map(|line| line.replace("*/", "* /")).collect();
    match all.as_slice() {
        [] => String::new(),
        [one] => format!("{indent}/** {one} */\n"),
        many => {
            let body: String = many
                .iter()
                .map(|line| format!("{indent} * {line}").trim_end().to_owned() + "\n")
                .collect();
            format!("{indent}/**\n{body}{indent} */\n")
        }
    }
}
