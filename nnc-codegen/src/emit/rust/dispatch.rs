//! Calls by name, for the Rust runner of the conformance scenarios: other languages find methods by name themselves.

use std::fmt::Write as _;

use super::api::trait_name;
use crate::emit::{File, HEADER};
use crate::ir::{Base, Handle, Ir, Method, Shape, Ty};
use crate::names::snake;

pub(super) fn emit(ir: &Ir) -> Vec<File> {
    if ir.api.handles.is_empty() {
        return Vec::new();
    }
    let mut out = format!(
        "// {HEADER}\n\n//! Handles and their methods by name.\n\nuse std::sync::Arc;\n\nuse nnc::Error;\nuse nnc::api::*;\nuse nnc_core::decode::Raw;\n\n\
         use crate::answer::{{Answer, feed, nothing, value}};\n\n\
         /// A handle of any kind.\n#[derive(Clone)]\npub enum Handle {{\n"
    );
    for handle in &ir.api.handles {
        let _ = writeln!(
            out,
            "    /// `{0}` of the schema.\n    {0}(Arc<dyn {1}>),",
            handle.name,
            trait_name(&handle.name)
        );
    }
    out.push_str("}\n\nimpl Handle {\n    /// Its name in the schema.\n    pub fn name(&self) -> &'static str {\n        match self {\n");
    for handle in &ir.api.handles {
        let _ = writeln!(out, "            Self::{0}(_) => \"{0}\",", handle.name);
    }
    out.push_str(
        "        }\n    }\n\n    /// Calls a method.\n    ///\n    /// # Errors\n    /// Those of the method; `no-such-method`.\n    pub async fn call(&self, method: &str, raw: &Raw) -> Result<Answer, Error> {\n        match (self, method) {\n",
    );
    for handle in &ir.api.handles {
        for method in &handle.methods {
            out.push_str(&arms(handle, method));
        }
    }
    out.push_str(
        "            _ => Err(Error::invalid(\"no-such-method\", format!(\"{} has no method {method}\", self.name()))),\n        }\n    }\n}\n",
    );
    vec![File {
        path: "conformance/src/generated.rs".to_owned(),
        text: out,
    }]
}

fn arms(handle: &Handle, method: &Method) -> String {
    let name = snake(&method.name);
    let pass = if method.arguments.is_some() {
        "arguments_of(raw)?"
    } else {
        ""
    };
    let arm = |schema: &str, body: String| {
        format!(
            "            (Self::{}(handle), \"{schema}\") => {body},\n",
            handle.name
        )
    };
    match method.shape {
        Shape::Part => arm(&method.name, given(&method.gives, &format!("handle.{name}()"))),
        Shape::Call => arm(
            &method.name,
            given(&method.gives, &format!("handle.{name}({pass}).await?")),
        ),
        Shape::Feed => arm(&method.name, format!("Ok(feed(handle.{name}({pass})?))")),
        Shape::Operation => {
            let call = given(&method.gives, &format!("handle.{name}({pass}).await?"));
            let mut start = method.name.clone();
            if let Some(first) = start.get_mut(..1) {
                first.make_ascii_uppercase();
            }
            let started = format!("Ok(Answer::Handle(Self::Operation(handle.start_{name}({pass})?)))");
            arm(&method.name, call) + &arm(&format!("start{start}"), started)
        }
    }
}

fn given(ty: &Ty, call: &str) -> String {
    match &ty.base {
        Base::Handle(name) => format!("Ok(Answer::Handle(Self::{name}({call})))"),
        Base::Void => format!("{{ {call}; Ok(nothing()) }}"),
        _ if ty.nullable => format!("Ok({call}.as_ref().map_or_else(nothing, value))"),
        _ => format!("Ok(value(&{call}))"),
    }
}
