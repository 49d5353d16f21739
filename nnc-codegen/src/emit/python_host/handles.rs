//! What programs see: handles, once with `async def` and once for scripts that wait.

use std::fmt::Write as _;

use super::{Reach, arguments, given, lists, prose};
use crate::emit::python::{boolean, docstring};
use crate::ir::{Attachment, Base, Field, Handle, Ir, Literal, Method, Shape, Ty};
use crate::lower::ROOT_HANDLE;
use crate::names::snake;

/// How calls are waited for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// `await`, in an event loop.
    Async,
    /// The thread waits.
    Blocking,
}

impl Way {
    fn def(self) -> &'static str {
        match self {
            Self::Async => "async def",
            Self::Blocking => "def",
        }
    }

    /// Waits for a native call.
    fn waited(self, call: &str) -> String {
        match self {
            Self::Async => format!("await {call}"),
            Self::Blocking => format!("{call}.wait()"),
        }
    }
}

const ASYNC: &str = "The API for programs with an event loop; programs find all of it in ``nnc``.";

const BLOCKING: &str = r#"nnc for scripts: the same names as in ``nnc``, and each call waits for its end.

>>> import tempfile
>>> from nnc import blocking
>>> with tempfile.TemporaryDirectory() as folder, blocking.open(folder) as fleet:
...     fleet.routers()
[]"#;

/// What programs find: the handles, and the functions that need none.
pub(super) fn names(ir: &Ir) -> Vec<String> {
    let (root, handles): (Vec<_>, Vec<_>) = ir.api.handles.iter().partition(|h| h.name == ROOT_HANDLE);
    let functions = root.into_iter().flat_map(|root| &root.methods).flat_map(names_of);
    let classes = handles.into_iter().chain(&ir.api.hosts);
    classes.map(|h| h.name.clone()).chain(functions).collect()
}

pub(super) fn emit(ir: &Ir, reach: &Reach<'_>, way: Way) -> String {
    let (title, top, kernel) = match way {
        Way::Async => (ASYNC, "..", "_kernel.aio"),
        Way::Blocking => (BLOCKING, ".", "_kernel.blocking"),
    };
    let enums = match way {
        Way::Async => ".enums",
        Way::Blocking => "._generated.enums",
    };
    let names = |names: Vec<&str>| -> String { names.iter().map(|n| format!("    {n},\n")).collect() };
    let mut classes = String::new();
    let mut functions = String::new();
    for handle in &ir.api.handles {
        if handle.name == ROOT_HANDLE {
            for one in &handle.methods {
                let _ = write!(functions, "\n\n{}", method(ir, one, way, None));
            }
        } else {
            classes.push_str(&class(ir, handle, way));
        }
    }
    for one in &ir.api.hosts {
        classes.push_str(&host(ir, one, way));
    }
    let mut all = self::names(ir);
    all.push("Feed".to_owned());
    all.sort();
    let all: String = all.iter().map(|name| format!("    \"{name}\",\n")).collect();
    format!(
        "\"\"\"{title}\n\"\"\"\n\nfrom __future__ import annotations\n\nimport builtins\nfrom abc import ABC, abstractmethod\nfrom collections.abc import Mapping, Sequence\nfrom datetime import datetime, timedelta\n\n\
         from {top} import _native\nfrom {top}{kernel} import Feed, Handle, Opened, hosted\nfrom {top}_native import (\n{})\nfrom {top}models import (\n{})\nfrom {enums} import (\n{})\n\n\
         __all__ = [\n{all}]\n\n_query = _native.{ROOT_HANDLE}()\n{classes}{functions}",
        names(reach.given.iter().map(|r| r.name.as_str()).collect()),
        names(reach.taken.iter().map(|r| r.name.as_str()).collect()),
        names(reach.enums_of(ir).collect()),
    )
}

/// What a method is called, and what starts it.
fn names_of(method: &Method) -> Vec<String> {
    let name = snake(&method.name);
    match method.shape {
        Shape::Operation => vec![name.clone(), format!("start_{name}")],
        _ => vec![name],
    }
}

/// Whether a handle is what the root opens; it can be closed.
fn is_opened(ir: &Ir, name: &str) -> bool {
    let root = ir.find_handle(ROOT_HANDLE);
    root.is_some_and(|root| {
        root.methods
            .iter()
            .any(|m| m.gives.base == Base::Handle(name.to_owned()))
    })
}

fn class(ir: &Ir, handle: &Handle, way: Way) -> String {
    let name = &handle.name;
    let base = if is_opened(ir, name) { "Opened" } else { "Handle" };
    let mut out = format!(
        "\n\nclass {name}({base}[_native.{name}]):\n{}\n    __slots__ = ()\n",
        docstring(&prose(ir, &handle.doc), name, "    ")
    );
    for one in &handle.methods {
        let _ = write!(out, "\n{}", method(ir, one, way, Some(handle)));
    }
    for attachment in &handle.attachments {
        let _ = write!(out, "\n{}", attaching(ir, attachment, way));
    }
    out
}

/// A call that takes what the program implements.
fn attaching(ir: &Ir, attachment: &Attachment, way: Way) -> String {
    let (one, argument) = (&attachment.method, snake(&attachment.argument));
    let gives = given(&one.gives.base, one.gives.list, one.gives.nullable, "list");
    let mut takes = parameters(one, true);
    // What is needed stands before what may be left out.
    let place = takes.find(", *").unwrap_or(takes.len());
    takes.insert_str(place, &format!(", {argument}: {}", attachment.host));
    let passed = match passed(one) {
        arguments if arguments.is_empty() => format!("hosted({argument})"),
        arguments => format!("{arguments}, hosted({argument})"),
    };
    let name = snake(&one.name);
    format!(
        "    {} {name}({takes}) -> {gives}:\n{}        return {}\n",
        way.def(),
        docs(ir, one, "    ", ""),
        way.waited(&format!("self._native.{name}({passed})"))
    )
}

/// What a program implements: an abstract class.
fn host(ir: &Ir, host: &Handle, way: Way) -> String {
    let mut out = format!(
        "\n\nclass {}(ABC):\n{}\n    __slots__ = ()\n",
        host.name,
        docstring(&prose(ir, &host.doc), &host.name, "    ")
    );
    for one in &host.methods {
        let gives = given(&one.gives.base, one.gives.list, one.gives.nullable, "list");
        let takes: String = arguments(one)
            .iter()
            .map(|f| {
                format!(
                    ", {}: {}",
                    snake(&f.name),
                    given(&f.ty.base, f.ty.list, f.ty.nullable, "list")
                )
            })
            .collect();
        let _ = write!(
            out,
            "\n    @abstractmethod\n    {} {}(self{takes}) -> {gives}:\n{}",
            way.def(),
            snake(&one.name),
            indented(&prose(ir, &one.doc), "        ")
        );
    }
    out
}

/// The arguments as the native method takes them: one object, by the names of the schema; nothing where it takes none.
fn passed(method: &Method) -> String {
    if method.arguments.is_none() {
        return String::new();
    }
    let entries: Vec<_> = arguments(method)
        .iter()
        .map(|f| format!("\"{}\": {}", f.name, snake(&f.name)))
        .collect();
    format!("{{{}}}", entries.join(", "))
}

/// A method of a handle, or a function of the module.
fn method(ir: &Ir, method: &Method, way: Way, owner: Option<&Handle>) -> String {
    let name = snake(&method.name);
    let (indent, this, lists) = match owner {
        Some(handle) => ("    ", "self._native", lists(handle)),
        None => ("", "_query", "list"),
    };
    let gives = given(
        &method.gives.base,
        method.gives.list,
        method.gives.nullable,
        lists,
    );
    let passed = passed(method);
    let call = |name: &str| format!("{this}.{name}({passed})");
    let signature = |def: &str, name: &str, gives: &str| {
        format!(
            "{indent}{def} {name}({}) -> {gives}:\n",
            parameters(method, owner.is_some())
        )
    };
    let body = |text: &str| format!("{indent}    {text}\n");
    match method.shape {
        Shape::Part => format!(
            "{indent}@property\n{indent}def {name}(self) -> {gives}:\n{}{}",
            docs(ir, method, indent, ""),
            body(&format!("return {gives}({})", call(&name)))
        ),
        Shape::Feed => format!(
            "{}{}{}",
            signature("def", &name, &format!("Feed[{gives}]")),
            docs(
                ir,
                method,
                indent,
                "The stream is open at once: what happens from now on is in it."
            ),
            body(&format!("return Feed({})", call(&name)))
        ),
        Shape::Call | Shape::Operation => {
            let waited = way.waited(&call(&name));
            let line = match (&method.gives.base, method.gives.nullable) {
                (Base::Void, _) => waited,
                (Base::Handle(handle), _) => format!("return {handle}({waited})"),
                _ => format!("return {waited}"),
            };
            let mut out = format!(
                "{}{}{}",
                signature(way.def(), &name, &gives),
                docs(ir, method, indent, ""),
                body(&line)
            );
            if method.shape == Shape::Operation {
                let start = format!("start_{name}");
                let _ = write!(
                    out,
                    "\n{}{}{}",
                    signature("def", &start, "Operation"),
                    docs(
                        ir,
                        method,
                        indent,
                        "Gives the operation at once; what is refused is told by its result."
                    ),
                    body(&format!("return Operation({})", call(&start)))
                );
            }
            out
        }
    }
}

/// What is needed may be given by place, everything else by name.
fn parameters(method: &Method, of_class: bool) -> String {
    let needed = |f: &&Field| !f.ty.nullable && f.default.is_none();
    let mut out: Vec<String> = Vec::new();
    if of_class {
        out.push("self".to_owned());
    }
    let fields = arguments(method);
    for field in fields.iter().filter(needed) {
        out.push(format!("{}: {}", snake(&field.name), taken_type(&field.ty)));
    }
    if fields.iter().any(|f| !needed(&f)) {
        out.push("*".to_owned());
    }
    for field in fields.iter().filter(|f| !needed(f)) {
        let default = field
            .default
            .as_ref()
            .map_or_else(|| "None".to_owned(), |literal| initial(&field.ty, literal));
        out.push(format!(
            "{}: {} = {default}",
            snake(&field.name),
            taken_type(&field.ty)
        ));
    }
    out.join(", ")
}

/// The type of a value that goes in.
fn taken_type(ty: &Ty) -> String {
    let one = match &ty.base {
        Base::Duration => "timedelta | int".to_owned(),
        Base::Record(name) => format!("{name} | Mapping[str, object]"),
        other => super::given_type(other).to_owned(),
    };
    let all = if ty.list { format!("Sequence[{one}]") } else { one };
    if ty.nullable { format!("{all} | None") } else { all }
}

fn initial(ty: &Ty, literal: &Literal) -> String {
    match (literal, &ty.base) {
        (Literal::Text(text), _) => format!("{text:?}"),
        (Literal::Int(n), _) => n.to_string(),
        (Literal::Boolean(b), _) => boolean(*b).to_owned(),
        (Literal::Word(word), Base::Enum(name)) => format!("{name}.{word}"),
        (Literal::Word(word), _) => format!("{word:?}"),
        (Literal::EmptyList, _) => "()".to_owned(),
    }
}

fn docs(ir: &Ir, method: &Method, indent: &str, more: &str) -> String {
    let mut text = prose(ir, &method.doc);
    if !more.is_empty() {
        let _ = write!(text, "\n\n{more}");
    }
    let described: Vec<&Field> = arguments(method).iter().collect();
    if !described.is_empty() {
        text.push_str("\n\nArgs:");
        for field in described {
            let _ = write!(text, "\n    {}: {}", snake(&field.name), argument(ir, field));
        }
    }
    let codes: Vec<String> = method.fails.iter().map(|code| format!("`{code}`")).collect();
    let codes = if codes.is_empty() {
        "why the router or the database could not be used.".to_owned()
    } else {
        format!(
            "{}; or why the router or the database could not be used.",
            codes.join(", ")
        )
    };
    if method.shape != Shape::Part {
        let _ = write!(text, "\n\nRaises:\n    NncError: {codes}");
    }
    indented(&text, &format!("{indent}    "))
}

/// What an argument is.
fn argument(ir: &Ir, field: &Field) -> String {
    let doc = prose(ir, &field.doc).replace('\n', " ");
    let unit = match field.ty.base {
        Base::Duration => "A number is milliseconds.",
        Base::DateTime => "With a time zone; kept to the millisecond.",
        _ => "",
    };
    let secret = if field.sensitive {
        "It never reaches a log or an error."
    } else {
        ""
    };
    let parts = [doc.as_str(), unit, secret];
    let text: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    if text.is_empty() {
        format!("the {}.", snake(&field.name).replace('_', " "))
    } else {
        text.join(" ")
    }
}

/// As [`docstring`], but lines keep the spaces that they begin with.
fn indented(text: &str, indent: &str) -> String {
    let text = text.trim().replace('\\', "\\\\").replace("\"\"\"", "'''");
    let mut out = format!("{indent}\"\"\"");
    for (at, line) in text.lines().enumerate() {
        if at > 0 {
            out.push('\n');
            if !line.is_empty() {
                out.push_str(indent);
            }
        }
        out.push_str(line);
    }
    let end = if text.contains('\n') {
        format!("\n{indent}")
    } else {
        String::new()
    };
    let _ = writeln!(out, "{end}\"\"\"");
    out
}
