//! What Rust exports through uniffi, for nnc-ffi.

use std::fmt::Write as _;

use super::{File, HEADER, Surface, adapted, native, native_feed};
use crate::emit::rust::{docs, trait_name};
use crate::ir::{Attachment, Base, Enum, Handle, Method, Record, Shape, Ty};
use crate::names::{pascal, snake};

const HOME: &str = "nnc-ffi/src/uniffi_host/generated.rs";

pub(super) fn emit(surface: &Surface<'_>) -> File {
    let mut out = format!(
        "// {HEADER}\n\nuse std::collections::{{BTreeMap, HashMap}};\nuse std::sync::Arc;\nuse std::time::{{Duration, SystemTime}};\n\n\
         use async_trait::async_trait;\nuse nnc::api;\nuse nnc_core::model;\n\n\
         use super::kernel::{{Failure, Tap, call, json, judged, list, listed, moment, sorted, start}};\n\n"
    );
    for item in &surface.enums {
        out.push_str(&enumeration(surface, item));
    }
    for record in &surface.outputs {
        out.push_str(&if record.one_of {
            one_of(record)
        } else {
            structure(surface, record)
        });
    }
    for record in &surface.streamed {
        out.push_str(&feed(record));
    }
    for host in &surface.ir.api.hosts {
        out.push_str(&implemented(host));
    }
    for handle in surface.root() {
        for method in &handle.methods {
            out.push_str(&function(method));
        }
    }
    for handle in surface.held() {
        out.push_str(&object(handle));
    }
    File {
        path: HOME.to_owned(),
        text: out,
    }
}

/// Where a type of nnc stands: what only comes out is the API's, the rest the model's.
fn home(surface: &Surface<'_>, name: &str) -> &'static str {
    let api = &surface.ir.api;
    let output = api.outputs.iter().any(|record| record.name == name);
    if output || api.enums.iter().any(|item| item.name == name) {
        "api"
    } else {
        "model"
    }
}

fn enumeration(surface: &Surface<'_>, item: &Enum) -> String {
    let name = &item.name;
    let home = home(surface, name);
    let mut out = docs(&item.doc, &format!("`{name}` of the schema."), "");
    let _ = writeln!(
        out,
        "#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Enum)]\npub enum {name} {{"
    );
    for (word, text) in &item.values {
        out.push_str(&docs(text, &format!("`{word}`"), "    "));
        let _ = writeln!(out, "    {},", pascal(word));
    }
    let _ = writeln!(
        out,
        "}}\n\nimpl From<{home}::{name}> for {name} {{\n    fn from(value: {home}::{name}) -> Self {{\n        match value {{"
    );
    for (word, _) in &item.values {
        let variant = pascal(word);
        let _ = writeln!(out, "            {home}::{name}::{variant} => Self::{variant},");
    }
    out.push_str("        }\n    }\n}\n\n");
    out
}

fn structure(surface: &Surface<'_>, record: &Record) -> String {
    let name = &record.name;
    let home = home(surface, name);
    let mut out = docs(&record.doc, &format!("`{name}` of the schema."), "");
    let _ = writeln!(
        out,
        "#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]\npub struct {name} {{"
    );
    for field in &record.fields {
        let fallback = format!("The field `{}` of the schema.", field.name);
        out.push_str(&docs(&field.doc, &fallback, "    "));
        let _ = writeln!(out, "    pub {}: {},", snake(&field.name), given(&field.ty));
    }
    let _ = writeln!(
        out,
        "}}\n\nimpl From<{home}::{name}> for {name} {{\n    fn from(value: {home}::{name}) -> Self {{\n        Self {{"
    );
    for field in &record.fields {
        let n = snake(&field.name);
        let _ = writeln!(
            out,
            "            {n}: {},",
            converted(&field.ty, &format!("value.{n}"))
        );
    }
    out.push_str("        }\n    }\n}\n\n");
    out
}

/// A record of which exactly one field is given is one of several cases.
fn one_of(record: &Record) -> String {
    let name = &record.name;
    let mut out = docs(&record.doc, &format!("`{name}` of the schema."), "");
    let _ = writeln!(
        out,
        "#[derive(Debug, Clone, PartialEq, Eq, uniffi::Enum)]\npub enum {name} {{"
    );
    for field in &record.fields {
        let fallback = format!("The field `{}` of the schema.", field.name);
        out.push_str(&docs(&field.doc, &fallback, "    "));
        let ty = Ty {
            nullable: false,
            ..field.ty.clone()
        };
        let _ = writeln!(
            out,
            "    {} {{\n        /// What it is.\n        value: {},\n    }},",
            pascal(&field.name),
            given(&ty)
        );
    }
    let _ = writeln!(
        out,
        "}}\n\nimpl From<model::{name}> for {name} {{\n    fn from(value: model::{name}) -> Self {{\n        match value {{"
    );
    for field in &record.fields {
        let ty = Ty {
            nullable: false,
            ..field.ty.clone()
        };
        let variant = pascal(&field.name);
        let value = converted(&ty, "value");
        let value = if value == "value" {
            value
        } else {
            format!("value: {value}")
        };
        let _ = writeln!(
            out,
            "            model::{name}::{variant}(value) => Self::{variant} {{ {value} }},"
        );
    }
    out.push_str("        }\n    }\n}\n\n");
    out
}

fn feed(record: &Record) -> String {
    let (name, item) = (native_feed(&record.name), &record.name);
    format!(
        "/// A stream of [`{item}`].\n#[derive(uniffi::Object)]\npub struct {name} {{\n    tap: Tap<api::{item}>,\n}}\n\n\
         #[uniffi::export]\nimpl {name} {{\n\
         \x20   /// Waits for the next items, `most` of them at the most. None where there will be none any more.\n\
         \x20   pub async fn next_batch(&self, most: u32) -> Vec<{item}> {{\n        list(self.tap.batch(most).await)\n    }}\n\n\
         \x20   /// Ends it; who waits for items is told that there are none any more.\n\
         \x20   pub fn stop(&self) {{\n        self.tap.stop();\n    }}\n}}\n\n"
    )
}

/// The type of a value that comes out.
fn given(ty: &Ty) -> String {
    let base = match &ty.base {
        Base::Int => "i32",
        Base::Boolean => "bool",
        Base::U64 => "u64",
        Base::DateTime => "SystemTime",
        Base::Duration => "Duration",
        Base::Enum(name) | Base::Record(name) | Base::Union(name) => name,
        Base::Values => "HashMap<String, String>",
        Base::Void => "()",
        Base::Handle(name) => return format!("Arc<{}>", native(name)),
        _ => "String",
    };
    match (ty.list, ty.nullable && ty.base != Base::Void) {
        (true, true) => format!("Option<Vec<{base}>>"),
        (true, false) => format!("Vec<{base}>"),
        (false, true) => format!("Option<{base}>"),
        (false, false) => base.to_owned(),
    }
}

/// The function that makes one value of another; `None` where they are the same.
fn conversion(base: &Base) -> Option<&'static str> {
    match base {
        Base::Text | Base::Id | Base::Int | Base::Boolean | Base::U64 | Base::Duration | Base::Void => None,
        Base::Values => None,
        Base::DateTime => Some("moment"),
        Base::Mac => Some("String::from"),
        Base::Json => Some("json"),
        Base::IpAddress | Base::IpPrefix | Base::SecretRef => Some("to_text"),
        Base::Enum(_) | Base::Record(_) | Base::Union(_) => Some("Into::into"),
        Base::Handle(_) => None,
    }
}

/// What turns the value of an expression into what comes out.
fn converted(ty: &Ty, value: &str) -> String {
    let Some(function) = conversion(&ty.base) else {
        return value.to_owned();
    };
    let text = function == "to_text";
    match (ty.list, ty.nullable, text) {
        (false, false, true) => format!("{value}.to_string()"),
        (false, true, true) => format!("{value}.map(|one| one.to_string())"),
        (true, false, true) => format!("{value}.iter().map(ToString::to_string).collect()"),
        (true, true, true) => format!("{value}.map(|all| all.iter().map(ToString::to_string).collect())"),
        (false, false, _) if function == "Into::into" => format!("{value}.into()"),
        (false, false, _) => format!("{function}({value})"),
        (false, true, _) => format!("{value}.map({function})"),
        (true, false, _) if function == "Into::into" => format!("list({value})"),
        (true, false, _) => format!("{value}.into_iter().map({function}).collect()"),
        (true, true, _) if function == "Into::into" => format!("{value}.map(list)"),
        (true, true, _) => format!("{value}.map(|all| all.into_iter().map({function}).collect())"),
    }
}

/// A method of the root: a function.
fn function(method: &Method) -> String {
    let name = snake(&method.name);
    format!(
        "{}#[uniffi::export]\npub async fn native_{name}({}) -> Result<{}, Failure> {{\n    let api = api::root();\n{}}}\n\n",
        described(method, ""),
        argument(method),
        given(&method.gives),
        waited(method, "    ")
    )
}

fn object(handle: &Handle) -> String {
    let (name, traits) = (native(&handle.name), trait_name(&handle.name));
    let mut out = docs(&handle.doc, &format!("`{}` of the schema.", handle.name), "");
    let _ = writeln!(
        out,
        "#[derive(uniffi::Object)]\npub struct {name} {{\n    api: Arc<dyn api::{traits}>,\n}}\n\n\
         impl From<Arc<dyn api::{traits}>> for {name} {{\n    fn from(api: Arc<dyn api::{traits}>) -> Self {{\n        Self {{ api }}\n    }}\n}}\n\n\
         #[uniffi::export]\nimpl {name} {{"
    );
    let mut methods: Vec<String> = handle.methods.iter().map(exported).collect();
    methods.extend(handle.attachments.iter().map(attached));
    let _ = writeln!(out, "{}}}\n", methods.join("\n"));
    out
}

/// What the host program implements, and what makes it what nnc calls. The arguments go out and the rest comes in; both
/// are texts.
fn implemented(host: &Handle) -> String {
    let (name, adapted, traits) = (native(&host.name), adapted(&host.name), trait_name(&host.name));
    let (mut asked, mut calls) = (String::new(), String::new());
    for method in &host.methods {
        let n = snake(&method.name);
        let fields = || method.arguments.iter().flat_map(|arguments| &arguments.fields);
        let taken = |values: &str| -> String {
            fields()
                .map(|field| {
                    let given = given(&field.ty).replace("HashMap", values);
                    format!(", {}: {given}", snake(&field.name))
                })
                .collect()
        };
        let passed: Vec<String> = fields()
            .map(|field| match field.ty.base {
                Base::Values => format!("{}.into_iter().collect()", snake(&field.name)),
                _ => snake(&field.name),
            })
            .collect();
        let gives = given(&method.gives);
        let value = match (&method.gives.base, method.gives.list) {
            (Base::Values, true) => ".map(|all| all.into_iter().map(sorted).collect())",
            (Base::Values, false) => ".map(sorted)",
            _ => "",
        };
        let _ = writeln!(
            asked,
            "{}    async fn {n}(&self{}) -> Result<{gives}, Failure>;\n",
            described(method, "    "),
            taken("HashMap")
        );
        let _ = writeln!(
            calls,
            "    async fn {n}(&self{}) -> Result<{}, nnc::Error> {{\n        Ok(self.0.{n}({}).await{value}?)\n    }}\n",
            taken("BTreeMap"),
            gives.replace("HashMap", "BTreeMap"),
            passed.join(", ")
        );
    }
    format!(
        "{}#[uniffi::export(with_foreign)]\n#[async_trait]\npub trait {name}: Send + Sync {{\n{}}}\n\n\
         struct {adapted}(Arc<dyn {name}>);\n\n#[async_trait]\nimpl api::{traits} for {adapted} {{\n{}}}\n\n",
        docs(&host.doc, "As the schema says.", ""),
        asked.trim_end_matches('\n').to_owned() + "\n",
        calls.trim_end_matches('\n').to_owned() + "\n"
    )
}

/// A method that takes what the host program implements.
fn attached(attachment: &Attachment) -> String {
    let method = &attachment.method;
    let (name, argument) = (snake(&method.name), snake(&attachment.argument));
    let value = converted(&method.gives, "value");
    format!(
        "{}    pub async fn {name}(&self, arguments: Vec<u8>, {argument}: Arc<dyn {}>) -> Result<{}, Failure> {{\n        \
         let api = Arc::clone(&self.api);\n        let {argument} = Arc::new({}({argument}));\n        \
         call(async move {{ api.{name}(judged(&arguments)?, {argument}).await{} }}).await\n    }}\n",
        described(method, "    "),
        native(&attachment.host),
        given(&method.gives),
        adapted(&attachment.host),
        converted_result(&value)
    )
}

fn exported(method: &Method) -> String {
    let name = snake(&method.name);
    let docs = described(method, "    ");
    let argument = argument(method);
    let with = if argument.is_empty() {
        String::new()
    } else {
        format!(", {argument}")
    };
    let judged = if argument.is_empty() {
        ""
    } else {
        "judged(&arguments)?"
    };
    let given = given(&method.gives);
    match method.shape {
        Shape::Part => {
            format!(
                "{docs}    pub fn {name}(&self) -> {given} {{\n        Arc::new(self.api.{name}().into())\n    }}\n"
            )
        }
        Shape::Call => format!(
            "{docs}    pub async fn {name}(&self{with}) -> Result<{given}, Failure> {{\n        let api = Arc::clone(&self.api);\n{}    }}\n",
            waited(method, "        ")
        ),
        Shape::Operation => format!(
            "{docs}    pub async fn {name}(&self{with}) -> Result<{given}, Failure> {{\n        let api = Arc::clone(&self.api);\n{}    }}\n\n\
             {docs}    ///\n    /// Gives the operation at once; what is refused is told by its result.\n\
             \x20   pub fn start_{name}(&self{with}) -> Result<Arc<NativeOperation>, Failure> {{\n        \
             start(|| Ok(Arc::new(self.api.start_{name}({judged})?.into())))\n    }}\n",
            waited(method, "        ")
        ),
        Shape::Feed => {
            let feed = match &method.gives.base {
                Base::Record(record) => native_feed(record),
                _ => String::new(),
            };
            format!(
                "{docs}    pub fn {name}(&self{with}) -> Result<Arc<{feed}>, Failure> {{\n        \
                 start(|| Ok(Arc::new({feed} {{ tap: Tap::new(self.api.{name}({judged})?) }})))\n    }}\n"
            )
        }
    }
}

fn described(method: &Method, indent: &str) -> String {
    docs(&method.doc, "As the schema says.", indent)
}

fn argument(method: &Method) -> &'static str {
    if method.arguments.is_some() {
        "arguments: Vec<u8>"
    } else {
        ""
    }
}

/// The body of a method that is waited for.
fn waited(method: &Method, indent: &str) -> String {
    let name = snake(&method.name);
    let judged = if method.arguments.is_some() {
        "judged(&arguments)?"
    } else {
        ""
    };
    let value = match (&method.gives.base, method.gives.nullable) {
        (Base::Handle(_), false) => "Arc::new(value.into())".to_owned(),
        (Base::Handle(_), true) => "value.map(|api| Arc::new(api.into()))".to_owned(),
        (Base::Record(_), false) if method.gives.list => "listed(value)".to_owned(),
        _ => converted(&method.gives, "value"),
    };
    let call = format!("api.{name}({judged}).await");
    let body = if value == "value" {
        call
    } else {
        let value = converted_result(&value);
        format!("{call}{value}")
    };
    format!("{indent}call(async move {{ {body} }}).await\n")
}

fn converted_result(value: &str) -> String {
    match value {
        "value.into()" => ".map(Into::into)".to_owned(),
        "list(value)" => ".map(list)".to_owned(),
        "listed(value)" => ".map(listed)".to_owned(),
        _ => format!(".map(|value| {value})"),
    }
}
