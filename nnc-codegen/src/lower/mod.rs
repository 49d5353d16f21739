//! From a GraphQL schema to the intermediate representation. Whatever has no meaning there is refused.

pub(crate) mod api;
mod cross;
mod field;
mod mikrotik;

use apollo_compiler::ast::{self, Value};
use apollo_compiler::schema::{ComponentName, ExtendedType};
use apollo_compiler::{Node, Schema};

use crate::error::{Error, Problem};
use crate::ir::{Base, Enum, Ir, Kind, Record, Union};
pub(crate) use api::ROOT_HANDLE;
use mikrotik::is_menu;

/// GraphQL wants a query root; a schema without methods has none.
const ROOT: &str = "type Query { unused: Boolean }";

/// Reads a schema.
///
/// # Errors
/// [`Error::Schema`] for what is no valid GraphQL, [`Error::Refused`] for what cannot be expressed in every language.
pub fn lower(source: &str, file: &str) -> Result<Ir, Error> {
    let mut builder = Schema::builder().parse(source, file);
    let rootless = !source.lines().any(|line| line.starts_with("type Query"));
    if rootless {
        builder = builder.parse(ROOT, "root.graphql");
    }
    let parsed = builder.build();
    let invalid = |errors: &dyn ToString| Error::Schema(errors.to_string());
    let schema = parsed
        .map_err(|e| invalid(&e.errors))?
        .validate()
        .map_err(|e| invalid(&e.errors))?;
    let mut lowering = Lowering {
        schema: &schema,
        rootless,
        problems: Vec::new(),
    };
    let ir = lowering.run();
    if lowering.problems.is_empty() {
        Ok(ir)
    } else {
        Err(Error::Refused(lowering.problems))
    }
}

pub(crate) struct Lowering<'a> {
    schema: &'a Schema,
    /// The query root is ours, not the schema's.
    rootless: bool,
    problems: Vec<Problem>,
}

/// What a field of an object and a field of an input have in common.
struct RawField<'a> {
    name: &'a apollo_compiler::Name,
    doc: Option<&'a Node<str>>,
    ty: &'a ast::Type,
    default: Option<&'a Node<Value>>,
    directives: &'a ast::DirectiveList,
}

impl Lowering<'_> {
    /// Notes a reason to refuse the schema, at a place of it.
    pub(crate) fn refuse(
        &mut self,
        code: &'static str,
        at: Option<apollo_compiler::parser::SourceSpan>,
        message: String,
    ) {
        let place = at.and_then(|span| span.line_column(&self.schema.sources));
        let (line, column) = place.map_or((0, 0), |p| (p.line, p.column));
        self.problems.push(Problem {
            code,
            line,
            column,
            message,
        });
    }

    fn run(&mut self) -> Ir {
        let (schema, rootless) = (self.schema, self.rootless);
        let mut ir = Ir::default();
        for (name, ty) in schema
            .types
            .iter()
            .filter(|(name, ty)| !(ty.is_built_in() || rootless && name.as_str() == "Query"))
        {
            if !name.starts_with(|c: char| c.is_ascii_uppercase()) || name.contains('_') {
                self.refuse(
                    "bad-name",
                    name.location(),
                    format!("type {name} is not in PascalCase"),
                );
            }
            match ty {
                ExtendedType::Enum(e) => {
                    self.known_directives(name, e.directives.iter().map(|d| &d.node));
                    for value in e.values.values() {
                        self.known_directives(&value.value, value.directives.iter());
                    }
                    let internal = e.directives.get("internal").is_some();
                    if !internal {
                        let values = e
                            .values
                            .iter()
                            .map(|(n, v)| (n.to_string(), doc(v.description.as_ref())));
                        let lowered = Enum {
                            name: name.to_string(),
                            doc: doc(e.description.as_ref()),
                            values: values.collect(),
                        };
                        if e.directives.get("output").is_some() {
                            ir.api.enums.push(lowered);
                        } else {
                            ir.enums.push(lowered);
                        }
                    }
                }
                ExtendedType::Object(_) if name.as_str() == "Query" && !is_handle(ty) => {
                    let message = "Query is where the handles start; it needs @handle".to_owned();
                    self.refuse("root-without-handle", name.location(), message);
                }
                ExtendedType::Object(o) if o.directives.get("host").is_some() => {
                    let host = self.host(name, o);
                    ir.api.hosts.push(host);
                }
                ExtendedType::Object(o) if is_handle(ty) => {
                    let handle = self.handle(name, o);
                    ir.api.handles.push(handle);
                }
                ExtendedType::Object(o) => {
                    if let Some(interface) = o.implements_interfaces.iter().next() {
                        self.refuse(
                            "interface",
                            interface.location(),
                            format!("{name} implements an interface, which no emitter expresses"),
                        );
                    }
                    let mut fields = Vec::new();
                    for field in o.fields.values() {
                        if let Some(argument) = field.arguments.first() {
                            self.refuse(
                                "field-arguments",
                                argument.location(),
                                format!(
                                    "{name}.{} takes arguments, which no emitter expresses",
                                    field.name
                                ),
                            );
                        }
                        fields.push(RawField {
                            name: &field.name,
                            doc: field.description.as_ref(),
                            ty: &field.ty,
                            default: None,
                            directives: &field.directives,
                        });
                    }
                    let directives: Vec<_> = o.directives.iter().map(|d| d.node.clone()).collect();
                    let record =
                        self.record(name, o.description.as_ref(), Kind::Object, &directives, &fields);
                    if directives.iter().any(|d| d.name == "output") {
                        ir.api.outputs.push(record);
                    } else {
                        ir.records.push(record);
                    }
                }
                ExtendedType::InputObject(i) => {
                    let directives: Vec<_> = i.directives.iter().map(|d| d.node.clone()).collect();
                    let patch = directives.iter().any(|d| d.name == "patch");
                    let fields: Vec<_> = i
                        .fields
                        .values()
                        .map(|f| RawField {
                            name: &f.name,
                            doc: f.description.as_ref(),
                            ty: &f.ty,
                            default: f.default_value.as_ref(),
                            directives: &f.directives,
                        })
                        .collect();
                    let kind = if patch { Kind::Patch } else { Kind::Input };
                    let record = self.record(name, i.description.as_ref(), kind, &directives, &fields);
                    ir.records.push(record);
                }
                ExtendedType::Union(u) => {
                    self.known_directives(name, u.directives.iter().map(|d| &d.node));
                    ir.unions.push(Union {
                        name: name.to_string(),
                        doc: doc(u.description.as_ref()),
                        members: u.members.iter().map(ComponentName::to_string).collect(),
                    });
                }
                ExtendedType::Scalar(_) => {
                    if custom_scalar(name).is_none() {
                        self.refuse(
                            "unknown-scalar",
                            name.location(),
                            format!("no emitter knows the scalar {name}"),
                        );
                    }
                }
                ExtendedType::Interface(_) => {
                    self.refuse(
                        "interface",
                        name.location(),
                        format!("{name} is an interface, which no emitter expresses"),
                    );
                }
            }
        }
        self.check_whole(&ir);
        ir
    }

    /// What can be judged only when everything is known.
    fn check_whole(&mut self, ir: &Ir) {
        self.check_api(ir);
        for record in &ir.records {
            for field in &record.fields {
                if let Base::Record(target) = &field.ty.base {
                    if !record.internal && ir.find_record(target).is_some_and(|t| t.internal) {
                        self.refuse(
                            "internal-exposed",
                            None,
                            format!(
                                "{}.{} shows the internal type {target} to hosts",
                                record.name, field.name
                            ),
                        );
                    }
                    if reaches(ir, target, &record.name, 0) {
                        self.refuse(
                            "recursive-type",
                            None,
                            format!("{}.{} contains itself", record.name, field.name),
                        );
                    }
                }
            }
        }
        for union in &ir.unions {
            for member in &union.members {
                if ir.find_record(member).is_some_and(|r| r.internal || r.one_of) {
                    self.refuse(
                        "bad-union-member",
                        None,
                        format!("{member} cannot be a member of {}", union.name),
                    );
                }
            }
        }
    }

    /// Refuses directives that are declared but mean nothing here.
    fn known_directives<'d>(
        &mut self,
        place: &str,
        directives: impl Iterator<Item = &'d Node<ast::Directive>>,
    ) {
        const KNOWN: &[&str] = &[
            "validate",
            "sensitive",
            "generated",
            "immutable",
            "internal",
            "oneOf",
            "patch",
            "clearable",
            "layer",
            "mikrotik",
            "openwrt",
            "order",
            "ordered",
            "requires",
            "excludes",
            "output",
            "handle",
            "operation",
            "feed",
            "fails",
            "host",
            "attach",
        ];
        for directive in directives.filter(|d| !KNOWN.contains(&d.name.as_str())) {
            let message = format!("{place}: no emitter knows @{}", directive.name);
            self.refuse("unknown-directive", directive.location(), message);
        }
    }

    fn record(
        &mut self,
        name: &apollo_compiler::Name,
        description: Option<&Node<str>>,
        kind: Kind,
        directives: &[Node<ast::Directive>],
        raw: &[RawField<'_>],
    ) -> Record {
        self.known_directives(name, directives.iter());
        let has = |wanted: &str| directives.iter().any(|d| d.name == wanted);
        let (one_of, internal) = (has("oneOf"), has("internal"));
        let mut mikrotik_path = None;
        if let Some(directive) = directives.iter().find(|d| d.name == "mikrotik") {
            mikrotik_path = text_argument(directive, "path");
            let stray = ["field", "since", "until", "transform"]
                .iter()
                .find(|a| directive.specified_argument_by_name(a).is_some());
            if let Some(stray) = stray {
                self.refuse(
                    "misplaced-argument",
                    directive.location(),
                    format!("@mikrotik({stray}:) belongs on a field of {name}, not on the type"),
                );
            }
            if !mikrotik_path.as_deref().is_some_and(is_menu) {
                self.refuse(
                    "bad-path",
                    directive.location(),
                    format!("@mikrotik on {name} needs a path such as \"/ip/route\""),
                );
            }
        }
        let orders = raw.iter().filter(|f| f.directives.get("order").is_some());
        if let Some(second) = orders.clone().nth(1) {
            self.refuse(
                "bad-order",
                second.name.location(),
                format!("{name} has more than one field with @order"),
            );
        }
        let fields: Vec<_> = raw
            .iter()
            .map(|f| self.field(name, kind, one_of, internal, mikrotik_path.is_some(), f))
            .collect();
        let unjudged = one_of || internal || has("output");
        let cross_rules = self.cross_rules(name, directives, &fields, unjudged);
        Record {
            name: name.to_string(),
            doc: doc(description),
            kind,
            one_of,
            cross_rules,
            internal,
            mikrotik_path,
            fields,
        }
    }
}

/// Whether hosts hold a handle of it.
fn is_handle(ty: &ExtendedType) -> bool {
    matches!(ty, ExtendedType::Object(o) if o.directives.get("handle").is_some())
}

/// Whether a record contains another, at any depth.
fn reaches(ir: &Ir, from: &str, target: &str, depth: usize) -> bool {
    if from == target {
        return true;
    }
    let Some(record) = ir.find_record(from).filter(|_| depth < 64) else {
        return false;
    };
    record
        .fields
        .iter()
        .any(|f| matches!(&f.ty.base, Base::Record(next) if reaches(ir, next, target, depth + 1)))
}

fn custom_scalar(name: &str) -> Option<Base> {
    Some(match name {
        "U64" => Base::U64,
        "DateTime" => Base::DateTime,
        "Duration" => Base::Duration,
        "Mac" => Base::Mac,
        "IpAddress" => Base::IpAddress,
        "IpPrefix" => Base::IpPrefix,
        "SecretRef" => Base::SecretRef,
        "Json" => Base::Json,
        "Values" => Base::Values,
        "Void" => Base::Void,
        _ => return None,
    })
}

/// A text argument of a directive.
pub(crate) fn text_argument(directive: &ast::Directive, name: &str) -> Option<String> {
    directive
        .specified_argument_by_name(name)
        .and_then(|value| value.as_str())
        .map(str::to_owned)
}

fn word_argument(directive: &ast::Directive, name: &str) -> Option<String> {
    directive
        .specified_argument_by_name(name)
        .and_then(|value| value.as_enum())
        .map(ToString::to_string)
}

/// A description on one line per paragraph line, without surrounding white space.
fn doc(description: Option<&Node<str>>) -> String {
    description.map(|text| text.trim().to_owned()).unwrap_or_default()
}
