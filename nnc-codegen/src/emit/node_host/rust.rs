//! The addon's side: which method of which trait a number stands for, and how values become positional JSON.

use std::fmt::Write as _;

use super::{Used, attachments};
use crate::emit::rust::{trait_name, value_type};
use crate::ir::{Base, Handle, Ir, Method, Record, Shape};
use crate::lower::ROOT_HANDLE;
use crate::names::{pascal, snake};

pub(super) fn emit(ir: &Ir, used: &Used<'_>) -> String {
    let mut out =
        "//! What JavaScript reaches: handles, their methods by number, values as positional JSON.\n\n\
        use std::sync::Arc;\n\n\
        use async_trait::async_trait;\n\
        use nnc::api::{self, arguments_of};\n\
        use nnc_core::decode::Raw;\n\
        use nnc_core::model;\n\n\
        use super::answer::{Answer, Answering, Stream, answering};\n\
        use super::host::Host;\n\
        use super::wire::{Text, Wire};\n\n"
            .to_owned();
    out.push_str(
        "/// Something that lives, held by a JavaScript object.\n#[derive(Clone)]\npub enum Handle {\n",
    );
    for handle in &ir.api.handles {
        let name = variant(&handle.name);
        let _ = writeln!(
            out,
            "    /// `{}` of the schema.\n    {name}(Arc<dyn api::{}>),",
            handle.name,
            trait_name(&handle.name)
        );
    }
    out.push_str("}\n\n");
    out.push_str(&table(
        ir,
        "A handle that another one has at once.",
        "part(handle: &Handle, method: u32) -> Option<Handle>",
        part,
    ));
    out.push_str(&table(
        ir,
        "Begins a call; the arguments are judged where it runs.",
        "call(handle: &Handle, method: u32, raw: Raw) -> Option<Answering>",
        call,
    ));
    out.push_str(&attach_table(ir));
    out.push_str(&table(
        ir,
        "Starts an operation. Must be called within the runtime.",
        "start(handle: &Handle, method: u32, raw: &Raw) -> Option<Result<Handle, nnc::Error>>",
        start,
    ));
    out.push_str(&table(
        ir,
        "Opens a stream. Must be called within the runtime.",
        "open(handle: &Handle, method: u32, raw: &Raw) -> Option<Result<Stream, nnc::Error>>",
        open,
    ));
    for host in &ir.api.hosts {
        out.push_str(&host_impl(host));
    }
    for record in &used.outputs {
        out.push_str(&wire(ir, record));
    }
    for e in used
        .enums
        .iter()
        .filter(|e| used.output_enums.contains(e.name.as_str()))
    {
        let path = path(ir, &e.name);
        let _ = writeln!(
            out,
            "impl Wire for {path} {{\n    fn wire(&self, out: &mut Text) {{\n        out.number(*self as u32);\n    }}\n}}\n"
        );
    }
    out.trim_end().to_owned() + "\n"
}

fn variant(handle: &str) -> &str {
    if handle == ROOT_HANDLE { "Root" } else { handle }
}

/// A function over all methods of one shape, by handle and number.
fn table(ir: &Ir, doc: &str, signature: &str, arm: fn(&Handle, usize, &Method) -> Option<String>) -> String {
    let mut arms = String::new();
    for handle in &ir.api.handles {
        for (number, method) in handle.methods.iter().enumerate() {
            if let Some(arm) = arm(handle, number, method) {
                arms.push_str(&arm);
            }
        }
    }
    function(doc, signature, &arms)
}

/// As [`table`], over the calls that take what JavaScript implements.
fn attach_table(ir: &Ir) -> String {
    let mut arms = String::new();
    for handle in &ir.api.handles {
        for (number, attachment) in attachments(handle) {
            arms.push_str(&called(handle, number, &attachment.method, &["Arc::new(host)"]));
        }
    }
    function(
        "Begins a call that takes what JavaScript implements.",
        "attach(handle: &Handle, method: u32, raw: Raw, host: Host) -> Option<Answering>",
        &arms,
    )
}

fn function(doc: &str, signature: &str, arms: &str) -> String {
    format!(
        "/// {doc} `None` where there is no such method.\npub(super) fn {signature} {{\n    Some(match (handle, method) {{\n{arms}        _ => return None,\n    }})\n}}\n\n"
    )
}

fn pattern(handle: &Handle, number: usize) -> String {
    format!("        (Handle::{}(api), {number}) => ", variant(&handle.name))
}

fn given_handle(method: &Method) -> Option<&str> {
    match &method.gives.base {
        Base::Handle(name) => Some(name),
        _ => None,
    }
}

fn part(handle: &Handle, number: usize, method: &Method) -> Option<String> {
    if method.shape != Shape::Part {
        return None;
    }
    let gives = variant(given_handle(method)?);
    Some(format!(
        "{}Handle::{gives}(api.{}()),\n",
        pattern(handle, number),
        snake(&method.name)
    ))
}

fn call(handle: &Handle, number: usize, method: &Method) -> Option<String> {
    if !matches!(method.shape, Shape::Call | Shape::Operation) {
        return None;
    }
    Some(called(handle, number, method, &[]))
}

/// The arm of a call, with what is passed beside the arguments of the schema.
fn called(handle: &Handle, number: usize, method: &Method, beside: &[&str]) -> String {
    let mut passed = Vec::new();
    let mut judge = String::new();
    if let Some(record) = &method.arguments {
        passed.push("arguments");
        let _ = writeln!(
            judge,
            "                let arguments = arguments_of::<api::{}>(&raw)?;",
            record.name
        );
    }
    passed.extend(beside);
    let called = format!("api.{}({}).await?", snake(&method.name), passed.join(", "));
    let answer = match (given_handle(method), &method.gives.base) {
        (Some(name), _) => format!("Ok(Answer::Handle(Handle::{}({called})))", variant(name)),
        (None, Base::Void) => format!("{called};\n                Ok(Answer::Void)"),
        (None, _) => format!("Ok(Answer::of(&{called}))"),
    };
    format!(
        "{}{{\n            let api = Arc::clone(api);\n            answering(async move {{\n{judge}                {answer}\n            }})\n        }}\n",
        pattern(handle, number)
    )
}

/// What JavaScript implements, as nnc calls it.
fn host_impl(host: &Handle) -> String {
    let mut methods = Vec::new();
    for method in &host.methods {
        let fields = method.arguments.iter().flat_map(|record| &record.fields);
        let (mut takes, mut asked) = (String::new(), Vec::new());
        for field in fields {
            let name = snake(&field.name);
            let _ = write!(takes, ", {name}: {}", value_type(&field.ty));
            asked.push(format!("&{name}"));
        }
        let gives = match (&method.gives.base, method.gives.nullable) {
            (Base::Void, _) | (_, false) => value_type(&method.gives),
            (_, true) => format!("Option<{}>", value_type(&method.gives)),
        };
        methods.push(format!(
            "    async fn {}(&self{takes}) -> Result<{gives}, nnc::Error> {{\n        self.ask(\"{}\", &[{}]).await\n    }}\n",
            snake(&method.name),
            method.name,
            asked.join(", ")
        ));
    }
    format!(
        "#[async_trait]\nimpl api::{} for Host {{\n{}}}\n\n",
        trait_name(&host.name),
        methods.join("\n")
    )
}

fn start(handle: &Handle, number: usize, method: &Method) -> Option<String> {
    if method.shape != Shape::Operation {
        return None;
    }
    let name = snake(&method.name);
    let started = match &method.arguments {
        Some(record) => format!(
            "arguments_of::<api::{}>(raw).and_then(|arguments| api.start_{name}(arguments))",
            record.name
        ),
        None => format!("api.start_{name}()"),
    };
    Some(format!(
        "{}{started}.map(Handle::Operation),\n",
        pattern(handle, number)
    ))
}

fn open(handle: &Handle, number: usize, method: &Method) -> Option<String> {
    if method.shape != Shape::Feed {
        return None;
    }
    let name = snake(&method.name);
    let opened = match &method.arguments {
        Some(record) => format!(
            "arguments_of::<api::{}>(raw).and_then(|arguments| api.{name}(arguments))",
            record.name
        ),
        None => format!("api.{name}()"),
    };
    Some(format!("{}{opened}.map(Stream::of),\n", pattern(handle, number)))
}

/// Where a type of the schema stands in Rust.
fn path(ir: &Ir, name: &str) -> String {
    let in_model = ir.find_record(name).is_some() || ir.find_enum(name).is_some();
    format!("{}::{name}", if in_model { "model" } else { "api" })
}

fn wire(ir: &Ir, record: &Record) -> String {
    if record.one_of {
        return wire_one_of(ir, record);
    }
    let mut fields = String::new();
    for (index, field) in record.fields.iter().enumerate() {
        if index > 0 {
            fields.push_str("        out.comma();\n");
        }
        let _ = writeln!(fields, "        self.{}.wire(out);", snake(&field.name));
    }
    format!(
        "impl Wire for {} {{\n    fn wire(&self, out: &mut Text) {{\n        out.open();\n{fields}        out.close();\n    }}\n}}\n\n",
        path(ir, &record.name)
    )
}

/// Of one of several, all places; those that are not given are null.
fn wire_one_of(ir: &Ir, record: &Record) -> String {
    let mut arms = String::new();
    for (index, field) in record.fields.iter().enumerate() {
        let _ = writeln!(
            arms,
            "            Self::{}(value) => out.one_of({index}, {}, value),",
            pascal(&field.name),
            record.fields.len()
        );
    }
    format!(
        "impl Wire for {} {{\n    fn wire(&self, out: &mut Text) {{\n        match self {{\n{arms}        }}\n    }}\n}}\n\n",
        path(ir, &record.name)
    )
}
