//! The Python package's handles and records: native classes in nnc-ffi with their stub, and what programs see, once for
//! `asyncio` and once for scripts that wait.

mod handles;
mod native;
mod package;
mod stub;

use std::collections::BTreeSet;

use super::python::HOME;
use super::{File, HEADER};
use crate::ir::{Base, Field, Handle, Ir, Method, Record, Shape};
use crate::names::snake;

/// Emits everything; nothing where the schema has no handles.
pub fn emit(ir: &Ir) -> Vec<File> {
    if ir.api.handles.is_empty() {
        return Vec::new();
    }
    let reach = Reach::of(ir);
    let python = |name: &str, text: String| File {
        path: format!("{HOME}/{name}"),
        text: format!("# {HEADER}\n{text}"),
    };
    vec![
        File {
            path: "nnc-ffi/src/python/generated.rs".to_owned(),
            text: format!("// {HEADER}\n\n{}", native::emit(ir, &reach)),
        },
        python("_native.pyi", stub::emit(ir, &reach)),
        python(
            "_generated/__init__.py",
            "\"\"\"What ``schema/nnc.graphql`` describes.\"\"\"\n".to_owned(),
        ),
        python("__init__.py", package::emit(ir, &reach)),
        python(
            "_generated/aio.py",
            handles::emit(ir, &reach, handles::Way::Async),
        ),
        python("blocking.py", handles::emit(ir, &reach, handles::Way::Blocking)),
    ]
}

/// What methods give and take, and what that is made of; by name, in the order of the schema.
struct Reach<'a> {
    /// Records that come out.
    given: Vec<&'a Record>,
    /// Records that go in.
    taken: Vec<&'a Record>,
    /// Enums of either.
    enums: BTreeSet<&'a str>,
}

impl<'a> Reach<'a> {
    fn of(ir: &'a Ir) -> Self {
        let (mut given, mut taken, mut enums) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
        for method in ir.api.handles.iter().flat_map(|handle| &handle.methods) {
            follow(ir, &method.gives.base, &mut given, &mut enums);
            for argument in arguments(method) {
                follow(ir, &argument.ty.base, &mut taken, &mut enums);
            }
        }
        let all = || ir.api.outputs.iter().chain(&ir.records);
        Self {
            given: all().filter(|r| given.contains(r.name.as_str())).collect(),
            taken: all().filter(|r| taken.contains(r.name.as_str())).collect(),
            enums,
        }
    }

    /// Enums in the order of the schema.
    fn enums_of<'i>(&'i self, ir: &'i Ir) -> impl Iterator<Item = &'i str> {
        let all = ir.enums.iter().chain(&ir.api.enums).map(|e| e.name.as_str());
        all.filter(|name| self.enums.contains(name))
    }
}

fn follow<'a>(ir: &'a Ir, base: &'a Base, records: &mut BTreeSet<&'a str>, enums: &mut BTreeSet<&'a str>) {
    match base {
        Base::Enum(name) => {
            enums.insert(name);
        }
        Base::Record(name) if records.insert(name) => {
            let fields = ir
                .any_record(name)
                .map(|r| r.fields.as_slice())
                .unwrap_or_default();
            for field in fields {
                follow(ir, &field.ty.base, records, enums);
            }
        }
        _ => {}
    }
}

fn arguments(method: &Method) -> &[Field] {
    method
        .arguments
        .as_ref()
        .map(|a| a.fields.as_slice())
        .unwrap_or_default()
}

/// The type of a value that comes out, items of lists included.
fn given_type(base: &Base) -> &str {
    match base {
        Base::Text | Base::Id | Base::Mac | Base::IpAddress | Base::IpPrefix | Base::SecretRef => "str",
        Base::Int | Base::U64 | Base::Duration => "int",
        Base::Boolean => "bool",
        Base::DateTime => "datetime",
        Base::Enum(name) | Base::Record(name) | Base::Handle(name) | Base::Union(name) => name,
        Base::Json => "object",
        Base::Values => "dict[str, str]",
        Base::Void => "None",
    }
}

/// What a field or a method gives. `list` is what the class at hand calls lists.
fn given(base: &Base, list_of: bool, nullable: bool, list: &str) -> String {
    let one = given_type(base);
    let one = if list_of {
        format!("{list}[{one}]")
    } else {
        one.to_owned()
    };
    if nullable && *base != Base::Void {
        format!("{one} | None")
    } else {
        one
    }
}

/// A description as Python has it: names in backticks as Python writes them, `None` for null.
fn prose(ir: &Ir, text: &str) -> String {
    let mut out = String::new();
    for (at, part) in text.split('`').enumerate() {
        if at > 0 {
            out.push('`');
        }
        if at % 2 == 1 && is_name(ir, part) {
            out.push_str(&snake(part));
        } else if at % 2 == 0 {
            out.push_str(&part.replace(" null ", " None ").replace("; null ", "; None "));
        } else {
            out.push_str(part);
        }
    }
    out
}

/// Whether something is called so in the schema that Python calls otherwise.
fn is_name(ir: &Ir, word: &str) -> bool {
    let methods = ir.api.handles.iter().flat_map(|handle| &handle.methods);
    let fields = ir.api.outputs.iter().chain(&ir.records).flat_map(|r| &r.fields);
    let names = methods.clone().map(|m| m.name.as_str());
    let arguments = methods.flat_map(arguments).map(|f| f.name.as_str());
    names
        .chain(arguments)
        .chain(fields.map(|f| f.name.as_str()))
        .any(|name| name == word)
}

/// Whether a method gives its handle or its stream without being waited for.
fn at_once(shape: Shape) -> bool {
    matches!(shape, Shape::Part | Shape::Feed)
}

/// What a class calls lists: one with a method `list` means that by the bare word.
fn lists(handle: &Handle) -> &'static str {
    if handle.methods.iter().any(|method| method.name == "list") {
        "builtins.list"
    } else {
        "list"
    }
}
