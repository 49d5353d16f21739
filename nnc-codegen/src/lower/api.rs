//! Handles and their methods.

use apollo_compiler::Node;
use apollo_compiler::ast;
use apollo_compiler::schema::{Component, ObjectType};

use super::{Lowering, RawField, doc, text_argument};
use crate::ir::{Attachment, Base, Field, Handle, Ir, Kind, Method, Record, Shape};
use crate::names::{self, pascal};

/// The handle whose methods need none.
pub(crate) const ROOT_HANDLE: &str = "Query";
/// What an operation gives.
const CHANGE: &str = "Change";

impl Lowering<'_> {
    pub(super) fn handle(&mut self, name: &apollo_compiler::Name, object: &ObjectType) -> Handle {
        self.known_directives(name, object.directives.iter().map(|d| &d.node));
        let (mut methods, mut attachments) = (Vec::new(), Vec::new());
        for field in object.fields.values() {
            let method = self.method(name, field);
            let Some(directive) = field.directives.iter().find(|d| d.name == "attach") else {
                methods.push(method);
                continue;
            };
            if method.shape != Shape::Call {
                let message = format!(
                    "{name}.{}: only a plain call takes what a host implements",
                    method.name
                );
                self.refuse("bad-attachment", field.name.location(), message);
            }
            attachments.push(Attachment {
                method,
                argument: text_argument(directive, "argument").unwrap_or_default(),
                host: text_argument(directive, "host").unwrap_or_default(),
            });
        }
        Handle {
            name: name.to_string(),
            doc: doc(object.description.as_ref()),
            methods,
            attachments,
        }
    }

    /// What a host program implements.
    pub(super) fn host(&mut self, name: &apollo_compiler::Name, object: &ObjectType) -> Handle {
        let host = self.handle(name, object);
        for (method, field) in host.methods.iter().zip(object.fields.values()) {
            let gives = matches!(method.gives.base, Base::Text | Base::Values | Base::Void);
            let takes = method.arguments.iter().flat_map(|arguments| &arguments.fields);
            let plain = |field: &Field| {
                matches!(field.ty.base, Base::Text | Base::Values) && !field.ty.list && !field.ty.nullable
            };
            if method.shape != Shape::Call || !gives || !takes.into_iter().all(plain) {
                let message = format!(
                    "{name}.{}: hosts take and give texts and Values only",
                    method.name
                );
                self.refuse("bad-host", field.name.location(), message);
            }
        }
        host
    }

    fn method(&mut self, owner: &apollo_compiler::Name, field: &Component<ast::FieldDefinition>) -> Method {
        let name = field.name.to_string();
        let place = field.name.location();
        if names::is_reserved_method(&names::snake(&name))
            || !name.starts_with(|c: char| c.is_ascii_lowercase())
            || name.contains('_')
        {
            self.refuse(
                "bad-name",
                place,
                format!("{owner}.{name} is not in camelCase or cannot name a method somewhere"),
            );
        }
        self.known_directives(&format!("{owner}.{name}"), field.directives.iter());
        let gives = self.ty(
            owner,
            &name,
            &RawField {
                name: &field.name,
                doc: field.description.as_ref(),
                ty: &field.ty,
                default: None,
                directives: &field.directives,
            },
        );
        let has = |wanted: &str| field.directives.iter().any(|d| d.name == wanted);
        let shape = match (has("operation"), has("feed"), &gives.base) {
            (true, ..) => Shape::Operation,
            (_, true, _) => Shape::Feed,
            (_, _, Base::Handle(_)) if field.arguments.is_empty() => Shape::Part,
            _ => Shape::Call,
        };
        if shape == Shape::Operation && (gives.base != Base::Record(CHANGE.to_owned()) || gives.list) {
            self.refuse(
                "bad-operation",
                place,
                format!("{owner}.{name}: an @operation gives {CHANGE}!"),
            );
        }
        if (gives.base == Base::Void) != (gives.base == Base::Void && gives.nullable && !gives.list) {
            self.refuse(
                "bad-void",
                place,
                format!("{owner}.{name}: nothing is written `Void`"),
            );
        }
        Method {
            doc: doc(field.description.as_ref()),
            arguments: self.arguments(owner, &name, &field.arguments),
            fails: fails(&field.directives),
            name,
            shape,
            gives,
        }
    }

    /// The arguments as an input of their own.
    fn arguments(
        &mut self,
        owner: &str,
        method: &str,
        arguments: &[Node<ast::InputValueDefinition>],
    ) -> Option<Record> {
        if arguments.is_empty() {
            return None;
        }
        let name = arguments_name(owner, method);
        let fields = arguments
            .iter()
            .map(|argument| {
                let raw = RawField {
                    name: &argument.name,
                    doc: argument.description.as_ref(),
                    ty: &argument.ty,
                    default: argument.default_value.as_ref(),
                    directives: &argument.directives,
                };
                self.field(&name, Kind::Input, false, false, false, &raw)
            })
            .collect();
        Some(Record {
            doc: format!("What `{owner}.{method}` takes."),
            name,
            kind: Kind::Input,
            one_of: false,
            cross_rules: Vec::new(),
            internal: false,
            mikrotik_path: None,
            fields,
        })
    }

    /// What can be judged of the API only when everything is known.
    pub(super) fn check_api(&mut self, ir: &Ir) {
        let special = |base: &Base| matches!(base, Base::Json | Base::Values | Base::Void | Base::Handle(_));
        for record in &ir.records {
            for field in record.fields.iter().filter(|field| special(&field.ty.base)) {
                let message = format!(
                    "{}.{}: handles, Json and Void are for methods and @output objects",
                    record.name, field.name
                );
                self.refuse("not-in-model", None, message);
            }
            let is_output = |name: &str| {
                let outputs = ir.api.outputs.iter().map(|output| output.name.as_str());
                let enums = ir.api.enums.iter().map(|output| output.name.as_str());
                outputs.chain(enums).any(|output| output == name)
            };
            for field in &record.fields {
                if let Base::Enum(name) | Base::Record(name) = &field.ty.base
                    && is_output(name)
                {
                    let message = format!("{}.{} uses {name}, which is @output", record.name, field.name);
                    self.refuse("not-in-model", None, message);
                }
            }
        }
        for output in &ir.api.outputs {
            for field in &output.fields {
                if matches!(field.ty.base, Base::Void | Base::Handle(_)) || field.sensitive {
                    let message = format!(
                        "{}.{}: an @output object holds no handle and no secret",
                        output.name, field.name
                    );
                    self.refuse("bad-output", None, message);
                }
            }
        }
        let operation = ir.find_handle("Operation").is_some();
        for handle in &ir.api.handles {
            for attachment in &handle.attachments {
                if !ir.api.hosts.iter().any(|host| host.name == attachment.host) {
                    let message = format!("no host program implements {:?}", attachment.host);
                    self.refuse("unknown-host", None, message);
                }
            }
            for method in &handle.methods {
                if method.shape == Shape::Operation && !operation {
                    let message = format!("{}.{}: there is no handle Operation", handle.name, method.name);
                    self.refuse("no-operation-handle", None, message);
                }
            }
        }
    }
}

/// What the arguments of a method are called.
pub(crate) fn arguments_name(owner: &str, method: &str) -> String {
    let owner = if owner == ROOT_HANDLE { "" } else { owner };
    format!("{owner}{}Arguments", pascal(method))
}

fn fails(directives: &ast::DirectiveList) -> Vec<String> {
    directives
        .iter()
        .filter(|directive| directive.name == "fails")
        .filter_map(|directive| directive.specified_argument_by_name("with")?.as_list())
        .flatten()
        .filter_map(|code| code.as_str().map(str::to_owned))
        .collect()
}
