//! The API: what methods take and give, and a trait for each handle. They stand in nnc, which implements them.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::text::{docs, value_type};
use super::{Rust, encode, encode_fields, structure};
use crate::emit::{File, HEADER};
use crate::ir::{Attachment, Base, Handle, Ir, Method, Shape, Ty};
use crate::lower::ROOT_HANDLE;
use crate::mutants::Mutants;
use crate::names::snake;

const HOME: &str = "nnc/src/api/generated";

pub(super) fn emit(ir: &Ir) -> Vec<File> {
    if ir.api.handles.is_empty() {
        return Vec::new();
    }
    let mutants = Mutants::default();
    let mut rust = Rust {
        ir,
        kernel: "nnc_core",
        mutants: &mutants,
        patterns: BTreeMap::new(),
    };
    let arguments: String = ir
        .api
        .handles
        .iter()
        .flat_map(|handle| {
            let attaching = handle.attachments.iter().map(|attachment| &attachment.method);
            handle.methods.iter().chain(attaching)
        })
        .filter_map(|method| method.arguments.as_ref())
        .map(|record| rust.record(record))
        .collect();
    let file = |name: &str, text: String| File {
        path: format!("{HOME}/{name}"),
        text: format!("// {HEADER}\n\n{text}"),
    };
    vec![
        file("mod.rs", module()),
        file("enums.rs", rust.enums(&ir.api.enums)),
        file("outputs.rs", outputs(ir)),
        file("arguments.rs", format!("{}{arguments}", arguments_head())),
        file("patterns.rs", rust.patterns()),
        file("handles.rs", handles(ir)),
    ]
}

fn module() -> String {
    "//! What `schema/nnc.graphql` says of the API.\n\n\
     mod arguments;\nmod enums;\nmod handles;\nmod outputs;\nmod patterns;\n\n\
     pub use arguments::*;\npub use enums::*;\npub use handles::*;\npub use outputs::*;\n"
        .to_owned()
}

fn arguments_head() -> &'static str {
    "#[allow(unused_imports, reason = \"which scalars a schema uses is its business\")]\n\
     use nnc_core::decode::{self, DateTime, Decode, Encode, Fields, Findings, IpRules, ItemRules, Object, Raw, TextRules, Writer};\n\
     #[allow(unused_imports, reason = \"which types a schema uses is its business\")]\n\
     use nnc_core::model::*;\n\
     #[allow(unused_imports, reason = \"which scalars a schema uses is its business\")]\n\
     use nnc_core::mac::Mac;\n\
     #[allow(unused_imports, reason = \"which scalars a schema uses is its business\")]\n\
     use nnc_core::secret::{Secret, SecretRef};\n\
     use super::enums::*;\n\
     use super::patterns;\n\n"
}

fn outputs(ir: &Ir) -> String {
    let mut out = "#[allow(unused_imports, reason = \"which scalars a schema uses is its business\")]\n\
        use nnc_core::decode::{DateTime, Encode, Object, Writer};\n\
        #[allow(unused_imports, reason = \"which types a schema uses is its business\")]\n\
        use nnc_core::model::*;\n\
        use super::enums::*;\n\n"
        .to_owned();
    for record in &ir.api.outputs {
        let name = &record.name;
        let _ = writeln!(
            out,
            "{}impl {name} {{\n{}}}\n\n{}",
            structure(record),
            encode_fields(record),
            encode(name)
        );
    }
    out
}

fn handles(ir: &Ir) -> String {
    let mut out = "use std::sync::Arc;\n\n\
        use async_trait::async_trait;\n\
        use nnc_core::model::*;\n\n\
        use super::arguments::*;\n\
        use super::outputs::*;\n\
        use crate::api::{Feed, List};\n\
        use crate::error::Error;\n\n"
        .to_owned();
    for handle in &ir.api.handles {
        out.push_str(&handle_trait(handle));
    }
    for host in &ir.api.hosts {
        out.push_str(&host_trait(host));
    }
    out
}

/// What a host program implements; its bindings do so on its behalf.
fn host_trait(host: &Handle) -> String {
    let mut out = docs(&host.doc, &format!("`{}` of the schema.", host.name), "");
    let _ = writeln!(
        out,
        "#[async_trait]\npub trait {}: Send + Sync + 'static {{",
        trait_name(&host.name)
    );
    let mut blocks = Vec::new();
    for method in &host.methods {
        let mut block = docs(&method.doc, "As the schema says.", "    ");
        let taken = method.arguments.iter().flat_map(|arguments| &arguments.fields);
        let taken: String = taken
            .map(|field| format!(", {}: {}", snake(&field.name), value_type(&field.ty)))
            .collect();
        let _ = writeln!(
            block,
            "    ///\n    /// # Errors\n    /// Those of the host program.\n    async fn {}(&self{taken}) -> Result<{}, Error>;",
            snake(&method.name),
            given(&method.gives)
        );
        blocks.push(block);
    }
    let _ = writeln!(out, "{}}}\n", blocks.join("\n"));
    out
}

fn handle_trait(handle: &Handle) -> String {
    let mut out = docs(&handle.doc, &format!("`{}` of the schema.", handle.name), "");
    let _ = writeln!(
        out,
        "#[async_trait]\npub trait {}: Send + Sync + 'static {{",
        trait_name(&handle.name)
    );
    let mut blocks: Vec<String> = handle.methods.iter().map(declaration).collect();
    blocks.extend(handle.attachments.iter().map(attachment));
    let _ = writeln!(out, "{}}}\n", blocks.join("\n"));
    out
}

/// What the trait of a handle is called.
pub(in crate::emit) fn trait_name(handle: &str) -> String {
    let name = if handle == ROOT_HANDLE { "Root" } else { handle };
    format!("{}Api", name.strip_suffix("Handle").unwrap_or(name))
}

fn declaration(method: &Method) -> String {
    let name = snake(&method.name);
    let argument = method
        .arguments
        .as_ref()
        .map(|record| format!(", arguments: {}", record.name))
        .unwrap_or_default();
    let gives = answered(&method.gives);
    let head = docs(&method.doc, "As the schema says.", "    ");
    let errors = errors(method);
    match method.shape {
        Shape::Part => format!("{head}    fn {name}(&self) -> {gives};\n"),
        Shape::Call => {
            format!("{head}{errors}    async fn {name}(&self{argument}) -> Result<{gives}, Error>;\n")
        }
        Shape::Feed => {
            format!(
                "{head}{errors}    fn {name}(&self{argument}) -> Result<Box<dyn Feed<{gives}>>, Error>;\n"
            )
        }
        Shape::Operation => {
            let pass = if argument.is_empty() { "" } else { "arguments" };
            format!(
                "{head}{errors}    async fn {name}(&self{argument}) -> Result<Change, Error> {{\n        self.start_{name}({pass})?.result().await\n    }}\n\n\
                 {head}    ///\n    /// Gives the operation at once; what is refused is told by its result.\n    ///\n    /// # Errors\n    /// None but those of arguments that make no sense.\n    fn start_{name}(&self{argument}) -> Result<Arc<dyn OperationApi>, Error>;\n"
            )
        }
    }
}

fn attachment(attachment: &Attachment) -> String {
    let method = &attachment.method;
    let head = docs(&method.doc, "As the schema says.", "    ");
    let argument = method
        .arguments
        .as_ref()
        .map(|record| format!(", arguments: {}", record.name))
        .unwrap_or_default();
    format!(
        "{head}{}    async fn {}(&self{argument}, {}: Arc<dyn {}>) -> Result<{}, Error>;\n",
        errors(method),
        snake(&method.name),
        snake(&attachment.argument),
        trait_name(&attachment.host),
        given(&method.gives)
    )
}

fn errors(method: &Method) -> String {
    let mut codes: Vec<String> = method.fails.iter().map(|code| format!("`{code}`")).collect();
    codes.push("or why the router or the database could not be used".to_owned());
    let text = codes.join(", ").replace(", or", "; or");
    let text = text
        .strip_prefix("or why")
        .map_or(text.clone(), |rest| format!("Why{rest}"));
    format!("    ///\n    /// # Errors\n    /// {text}.\n")
}

/// The type of what a method of a handle gives: a list of records may be handed out again and again.
fn answered(ty: &Ty) -> String {
    match &ty.base {
        Base::Record(name) if ty.list && !ty.nullable => format!("List<{name}>"),
        _ => given(ty),
    }
}

/// The type of what a method gives.
fn given(ty: &Ty) -> String {
    let one = match &ty.base {
        Base::Handle(name) => format!("Arc<dyn {}>", trait_name(name)),
        Base::Void => return "()".to_owned(),
        _ => value_type(ty),
    };
    if ty.nullable {
        format!("Option<{one}>")
    } else {
        one
    }
}
