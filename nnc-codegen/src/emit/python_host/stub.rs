//! What type checkers read about the native module.

use std::fmt::Write as _;

use super::{Reach, at_once, given, lists, prose};
use crate::emit::python::docstring;
use crate::ir::{Handle, Ir, Method, Record, Shape};
use crate::lower::ROOT_HANDLE;
use crate::names::snake;

pub(super) fn emit(ir: &Ir, reach: &Reach<'_>) -> String {
    let enums: String = reach.enums_of(ir).map(|name| format!("    {name},\n")).collect();
    let records = reach.given.iter().map(|r| r.name.as_str());
    let handles = ir.api.handles.iter().map(|h| h.name.as_str());
    let all: String = records
        .chain(handles)
        .map(|name| format!("    \"{name}\",\n"))
        .collect();
    let mut out = format!(
        "\"\"\"The native part of nnc: records, and what the handles of the package stand on.\"\"\"\n\n\
         import builtins\nfrom collections.abc import Callable, Generator, Mapping\nfrom datetime import datetime\nfrom typing import Any, Generic, Self, TypeVar, final\n\n\
         from ._generated.enums import (\n{enums})\n\n\
         __all__ = [\n    \"HostAnswer\",\n    \"Pending\",\n    \"Stream\",\n    \"__version__\",\n{all}]\n\n_T = TypeVar(\"_T\")\n\n__version__: str\n\n\
         @final\nclass HostAnswer:\n    \"\"\"The place for the answer of what a program implements.\"\"\"\n\n    def give(self, value: object) -> None: ...\n    def fail(self, code: str, message: str) -> None: ...\n\n\
         @final\nclass Pending(Generic[_T]):\n    \"\"\"A call that has not begun. It begins when it is awaited or waited for.\"\"\"\n\n    def __await__(self) -> Generator[Any, None, _T]: ...\n    def wait(self) -> _T: ...\n\n\
         @final\nclass Stream(Generic[_T]):\n    \"\"\"A stream that is open until it is closed or let go of.\"\"\"\n\n    def ready(self) -> Pending[bool]: ...\n    def take(self, most: int) -> list[_T]: ...\n    def close(self) -> None: ...\n"
    );
    for record in &reach.given {
        out.push_str(&class(ir, record));
    }
    for handle in &ir.api.handles {
        out.push_str(&handle_class(handle));
    }
    out
}

fn class(ir: &Ir, record: &Record) -> String {
    let mut out = format!(
        "\n@final\nclass {}:\n{}\n",
        record.name,
        docstring(&prose(ir, &record.doc), &record.name, "    ")
    );
    for field in &record.fields {
        let ty = given(&field.ty.base, field.ty.list, field.ty.nullable, "list");
        let name = snake(&field.name);
        let _ = writeln!(
            out,
            "    @property\n    def {name}(self) -> {ty}:\n{}",
            docstring(
                &prose(ir, &field.doc),
                &format!("The field `{name}`."),
                "        "
            )
        );
    }
    out.push_str("    def to_json(self) -> str:\n        \"\"\"The record as the schema spells it, as JSON text.\"\"\"\n\n    def __eq__(self, other: object, /) -> bool: ...\n    def __hash__(self) -> int: ...\n    def __copy__(self) -> Self: ...\n    def __deepcopy__(self, _memo: object, /) -> Self: ...\n");
    out
}

fn handle_class(handle: &Handle) -> String {
    let mut out = format!("\n@final\nclass {}:\n", handle.name);
    if handle.name == ROOT_HANDLE {
        out.push_str("    def __new__(cls) -> Query: ...\n");
    }
    let lists = lists(handle);
    for one in &handle.methods {
        out.push_str(&method(one, lists));
    }
    for attachment in &handle.attachments {
        let one = &attachment.method;
        let takes = if one.arguments.is_some() {
            ", arguments: Mapping[str, object]"
        } else {
            ""
        };
        let _ = writeln!(
            out,
            "    def {}(self{takes}, host: Callable[[str, tuple[object, ...], HostAnswer], None]) -> Pending[{}]: ...",
            snake(&one.name),
            given(&one.gives.base, one.gives.list, one.gives.nullable, lists)
        );
    }
    out
}

fn method(method: &Method, lists: &str) -> String {
    let name = snake(&method.name);
    let takes = if method.arguments.is_some() {
        ", arguments: Mapping[str, object]"
    } else {
        ""
    };
    let gives = given(
        &method.gives.base,
        method.gives.list,
        method.gives.nullable,
        lists,
    );
    let line = |name: &str, gives: &str| format!("    def {name}(self{takes}) -> {gives}: ...\n");
    match method.shape {
        Shape::Feed => line(&name, &format!("Stream[{gives}]")),
        shape if at_once(shape) => line(&name, &gives),
        Shape::Operation => format!(
            "{}{}",
            line(&name, &format!("Pending[{gives}]")),
            line(&format!("start_{name}"), "Operation")
        ),
        _ => line(&name, &format!("Pending[{gives}]")),
    }
}
