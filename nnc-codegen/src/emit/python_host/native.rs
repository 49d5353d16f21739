//! The native classes.

use std::fmt::Write as _;

use super::{Reach, arguments, prose};
use crate::emit::rust::{trait_name, value_type};
use crate::ir::{Attachment, Base, Field, Handle, Ir, Method, Record, Shape, Ty};
use crate::lower::ROOT_HANDLE;
use crate::names::{pascal, snake};

pub(super) fn emit(ir: &Ir, reach: &Reach<'_>) -> String {
    let mut out = "//! What the schema says, as classes of Python.\n\n\
        use std::sync::Arc;\n\n\
        use async_trait::async_trait;\n\
        use nnc::api::{self, arguments_of};\n\
        #[allow(unused_imports, reason = \"which types a schema uses is its business\")]\n\
        use nnc_core::decode::Encode;\n\
        use nnc_core::model;\n\
        use pyo3::prelude::*;\n\
        use pyo3::sync::PyOnceLock;\n\
        use pyo3::types::PyModule;\n\n\
        use super::call::Pending;\n\
        use super::error::exception;\n\
        use super::feed::Stream;\n\
        use super::give::{Give, Given, describe, hash_of, member};\n\
        use super::host::Host;\n\
        use super::raw::Arguments;\n\
        use crate::runtime;\n\n"
        .to_owned();
    for name in reach.enums_of(ir) {
        let _ = writeln!(
            out,
            "impl Give for {home}::{name} {{\n    fn give(self, py: Python<'_>) -> Given {{\n        static MEMBERS: PyOnceLock<Py<PyAny>> = PyOnceLock::new();\n        member(py, &MEMBERS, \"{name}\", self.word())\n    }}\n}}\n",
            home = home(ir.find_enum(name).is_some()),
        );
    }
    for record in &reach.given {
        out.push_str(&class(ir, record));
    }
    for handle in &ir.api.handles {
        out.push_str(&handle_class(ir, handle));
    }
    for host in &ir.api.hosts {
        out.push_str(&host_impl(host));
    }
    out.push_str(&fill(ir, reach));
    out
}

/// What a program implements, as nnc calls it.
fn host_impl(host: &Handle) -> String {
    let mut out = format!(
        "#[async_trait]\nimpl api::{} for Host {{\n",
        trait_name(&host.name)
    );
    for method in &host.methods {
        let name = snake(&method.name);
        let fields = arguments(method);
        let takes: String = fields
            .iter()
            .map(|f| format!(", {}: {}", snake(&f.name), value_type(&f.ty)))
            .collect();
        let given: Vec<_> = fields
            .iter()
            .map(|f| format!("Box::new({})", snake(&f.name)))
            .collect();
        let gives = match (&method.gives.base, method.gives.nullable) {
            (Base::Void, _) | (_, false) => value_type(&method.gives),
            (_, true) => format!("Option<{}>", value_type(&method.gives)),
        };
        let _ = writeln!(
            out,
            "    async fn {name}(&self{takes}) -> Result<{gives}, nnc::Error> {{\n        self.ask(\"{name}\", vec![{}]).await\n    }}\n",
            given.join(", ")
        );
    }
    out.push_str("}\n\n");
    out
}

/// Where the Rust type is.
fn home(modelled: bool) -> &'static str {
    if modelled { "model" } else { "api" }
}

fn docs(ir: &Ir, text: &str, fallback: &str, indent: &str) -> String {
    let text = if text.is_empty() { fallback } else { text };
    prose(ir, text)
        .lines()
        .map(|line| format!("{}\n", format!("{indent}/// {}", line.trim()).trim_end()))
        .collect()
}

fn class(ir: &Ir, record: &Record) -> String {
    let name = &record.name;
    let home = home(ir.find_record(name).is_some());
    let mut out = docs(ir, &record.doc, name, "");
    let fields: Vec<_> = record
        .fields
        .iter()
        .map(|f| format!("\"{}\"", snake(&f.name)))
        .collect();
    let _ = writeln!(
        out,
        "#[pyclass(frozen, eq, module = \"nnc\")]\n#[derive(PartialEq)]\npub(super) struct {name}({home}::{name});\n\n#[pymethods]\nimpl {name} {{"
    );
    for field in &record.fields {
        out.push_str(&getter(ir, record, field));
    }
    let _ = writeln!(
        out,
        "    /// The record as the schema spells it, as JSON text.\n    fn to_json(&self) -> String {{\n        self.0.to_json()\n    }}\n\n    fn __repr__(slf: &Bound<'_, Self>) -> PyResult<String> {{\n        describe(slf, \"{name}\", &[{}])\n    }}\n\n    fn __hash__(&self) -> u64 {{\n        hash_of(&self.0.to_json())\n    }}\n\n    fn __copy__(slf: Py<Self>) -> Py<Self> {{\n        slf\n    }}\n\n    fn __deepcopy__(slf: Py<Self>, _memo: &Bound<'_, PyAny>) -> Py<Self> {{\n        slf\n    }}\n}}\n\nimpl Give for {home}::{name} {{\n    fn give(self, py: Python<'_>) -> Given {{\n        Ok(Py::new(py, {name}(self))?.into_any())\n    }}\n}}\n",
        fields.join(", ")
    );
    out
}

fn getter(ir: &Ir, record: &Record, field: &Field) -> String {
    let name = snake(&field.name);
    let fallback = format!("The field `{name}`.");
    let shown = if record.one_of {
        let (home, record, variant) = (
            home(ir.find_record(&record.name).is_some()),
            &record.name,
            pascal(&field.name),
        );
        let value = if is_copied(&field.ty) {
            "(*value)"
        } else {
            "value.clone()"
        };
        format!(
            "match &self.0 {{\n            {home}::{record}::{variant}(value) => {value}.give(py),\n            _ => Ok(py.None()),\n        }}"
        )
    } else {
        let clone = if is_copied(&field.ty) { "" } else { ".clone()" };
        format!("self.0.{name}{clone}.give(py)")
    };
    format!(
        "{}    #[getter]\n    fn {name}(&self, py: Python<'_>) -> Given {{\n        {shown}\n    }}\n\n",
        docs(ir, &field.doc, &fallback, "    ")
    )
}

/// Whether Rust copies the value; `clippy` refuses a clone of it.
fn is_copied(ty: &Ty) -> bool {
    let plain = matches!(
        ty.base,
        Base::Int
            | Base::Boolean
            | Base::U64
            | Base::DateTime
            | Base::Duration
            | Base::Mac
            | Base::IpAddress
            | Base::IpPrefix
            | Base::Enum(_)
    );
    plain && !ty.list
}

fn handle_class(ir: &Ir, handle: &Handle) -> String {
    let name = &handle.name;
    let api = trait_name(name);
    let mut out = docs(ir, &handle.doc, name, "");
    let _ = writeln!(
        out,
        "#[pyclass(frozen, module = \"nnc._native\")]\npub(super) struct {name}(Arc<dyn api::{api}>);\n\n#[pymethods]\nimpl {name} {{"
    );
    if name == ROOT_HANDLE {
        let _ = writeln!(
            out,
            "    #[new]\n    fn new() -> Self {{\n        Self(api::root())\n    }}\n"
        );
    }
    let mut methods: Vec<String> = handle.methods.iter().map(|m| method(ir, m)).collect();
    methods.extend(
        handle
            .attachments
            .iter()
            .map(|attachment| attaching(ir, attachment)),
    );
    let _ = writeln!(out, "{}}}\n", methods.join("\n"));
    if name != ROOT_HANDLE {
        let _ = writeln!(
            out,
            "impl Give for Arc<dyn api::{api}> {{\n    fn give(self, py: Python<'_>) -> Given {{\n        Ok(Py::new(py, {name}(self))?.into_any())\n    }}\n}}\n"
        );
    }
    out
}

/// A call that takes what the program implements, last.
fn attaching(ir: &Ir, attachment: &Attachment) -> String {
    let name = snake(&attachment.method.name);
    let (takes, passed) = match &attachment.method.arguments {
        Some(record) => (
            "arguments: Arguments, ",
            format!("arguments_of::<api::{}>(&arguments.0)?, ", record.name),
        ),
        None => ("", String::new()),
    };
    format!(
        "{}    fn {name}(&self, {takes}host: Host) -> Pending {{\n        let api = Arc::clone(&self.0);\n        Pending::new(async move {{ api.{name}({passed}Arc::new(host)).await }})\n    }}\n",
        docs(ir, &attachment.method.doc, &name, "    ")
    )
}

fn method(ir: &Ir, method: &Method) -> String {
    let name = snake(&method.name);
    let head = docs(ir, &method.doc, &name, "    ");
    let (takes, judged, passed) = match &method.arguments {
        Some(record) => (
            ", arguments: Arguments",
            format!("arguments_of::<api::{}>(&arguments.0)", record.name),
            "arguments",
        ),
        None => ("", String::new(), ""),
    };
    let called = if takes.is_empty() {
        format!("api.{name}().await")
    } else {
        format!("api.{name}({judged}?).await")
    };
    let call = format!(
        "{head}    fn {name}(&self{takes}) -> Pending {{\n        let api = Arc::clone(&self.0);\n        Pending::new(async move {{ {called} }})\n    }}\n"
    );
    let raised = "map_err(|error| exception(py, &error))?";
    let judge = if takes.is_empty() {
        String::new()
    } else {
        format!("        let arguments = {judged}.{raised};\n")
    };
    let opened = |name: &str, gives: &str, make: &str| {
        format!(
            "{head}    fn {name}(&self, py: Python<'_>{takes}) -> PyResult<{gives}> {{\n{judge}        let _runtime = runtime::enter().{raised};\n        let opened = self.0.{name}({passed}).{raised};\n        Ok({make}(opened))\n    }}\n"
        )
    };
    match method.shape {
        Shape::Part => {
            let gives = match &method.gives.base {
                Base::Handle(gives) => gives.as_str(),
                _ => "",
            };
            format!("{head}    fn {name}(&self) -> {gives} {{\n        {gives}(self.0.{name}())\n    }}\n")
        }
        Shape::Call => call,
        Shape::Operation => format!(
            "{call}\n{}",
            opened(&format!("start_{name}"), "Operation", "Operation")
        ),
        Shape::Feed => opened(&name, "Stream", "Stream::new"),
    }
}

fn fill(ir: &Ir, reach: &Reach<'_>) -> String {
    let mut out = "/// Puts the classes into the module.\npub(super) fn fill(module: &Bound<'_, PyModule>) -> PyResult<()> {\n".to_owned();
    let records = reach.given.iter().map(|r| r.name.as_str());
    for name in records.chain(ir.api.handles.iter().map(|h| h.name.as_str())) {
        let _ = writeln!(out, "    module.add_class::<{name}>()?;");
    }
    out.push_str("    Ok(())\n}\n");
    out
}
