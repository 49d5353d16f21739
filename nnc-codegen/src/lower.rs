//! From a GraphQL schema to the intermediate representation. Whatever has no meaning there is refused.

use apollo_compiler::ast::{self, Value};
use apollo_compiler::schema::{ComponentName, ExtendedType};
use apollo_compiler::{Node, Schema};

use crate::error::{Error, Problem};
use crate::ir::{Base, Enum, Field, Ir, Kind, Literal, Mikrotik, Record, Ty, Union};
use crate::names;
use crate::rules;

/// GraphQL wants a query root. No emitter expresses one, so the schema has none (a second one is an error), and this
/// one is added to please the parser.
const ROOT: &str = "type Query { unused: Boolean }";

/// Reads a schema.
///
/// # Errors
/// [`Error::Schema`] for what is no valid GraphQL, [`Error::Refused`] for what cannot be expressed in every language.
pub fn lower(source: &str, file: &str) -> Result<Ir, Error> {
    let parsed = Schema::builder()
        .parse(source, file)
        .parse(ROOT, "root.graphql")
        .build();
    let invalid = |errors: &dyn ToString| Error::Schema(errors.to_string());
    let schema = parsed
        .map_err(|e| invalid(&e.errors))?
        .validate()
        .map_err(|e| invalid(&e.errors))?;
    let mut lowering = Lowering {
        schema: &schema,
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
        let schema = self.schema;
        let mut ir = Ir::default();
        for (name, ty) in schema
            .types
            .iter()
            .filter(|(name, ty)| !ty.is_built_in() && name.as_str() != "Query")
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
                        ir.enums.push(Enum {
                            name: name.to_string(),
                            doc: doc(e.description.as_ref()),
                            values: values.collect(),
                        });
                    }
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
                    ir.records.push(record);
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
        let fields = raw
            .iter()
            .map(|f| self.field(name, kind, one_of, internal, mikrotik_path.is_some(), f))
            .collect();
        Record {
            name: name.to_string(),
            doc: doc(description),
            kind,
            one_of,
            internal,
            mikrotik_path,
            fields,
        }
    }

    fn field(
        &mut self,
        owner: &str,
        kind: Kind,
        one_of: bool,
        internal: bool,
        mapped: bool,
        raw: &RawField<'_>,
    ) -> Field {
        let name = raw.name.to_string();
        let place = raw.name.location();
        if names::is_reserved(&names::snake(&name))
            || !name.starts_with(|c: char| c.is_ascii_lowercase())
            || name.contains('_')
        {
            self.refuse(
                "bad-name",
                place,
                format!("{owner}.{name} is not in camelCase or is a reserved word somewhere"),
            );
        }
        let ty = self.ty(owner, &name, raw);
        if (one_of || kind == Kind::Patch) && !ty.nullable {
            self.refuse(
                "must-be-nullable",
                place,
                format!("{owner}.{name} must be nullable: the record is @oneOf or @patch"),
            );
        }
        if (one_of || kind == Kind::Patch) && raw.default.is_some() {
            self.refuse(
                "bad-default",
                place,
                format!("{owner}.{name} cannot have a default: the record is @oneOf or @patch"),
            );
        }
        self.known_directives(&format!("{owner}.{name}"), raw.directives.iter());
        let has = |wanted: &str| raw.directives.iter().any(|d| d.name == wanted);
        if has("clearable") && kind != Kind::Patch {
            self.refuse(
                "clearable-outside-patch",
                place,
                format!("{owner}.{name}: @clearable belongs into a @patch input"),
            );
        }
        if has("sensitive") && ty.base != Base::Text {
            self.refuse(
                "sensitive-not-text",
                place,
                format!("{owner}.{name}: @sensitive is for text only"),
            );
        }
        let validate = raw.directives.iter().find(|d| d.name == "validate");
        if internal && let Some(directive) = validate {
            self.refuse(
                "rule-without-model",
                directive.location(),
                format!("{owner}.{name}: {owner} is @internal and has no validator"),
            );
        }
        let rules = rules::lower(self, &format!("{owner}.{name}"), &ty, validate);
        let default = raw
            .default
            .and_then(|value| self.default(owner, &name, &ty, &rules, value));
        let layer = raw
            .directives
            .iter()
            .find(|d| d.name == "layer")
            .and_then(|d| word_argument(d, "name"));
        Field {
            doc: doc(raw.doc),
            sensitive: has("sensitive"),
            generated: has("generated"),
            immutable: has("immutable"),
            clearable: has("clearable"),
            layer: layer
                .unwrap_or_else(|| "CONFIGURATION".to_owned())
                .to_ascii_lowercase(),
            mikrotik: self.mikrotik(owner, &name, mapped, &ty, raw.directives),
            openwrt: raw
                .directives
                .iter()
                .find(|d| d.name == "openwrt")
                .and_then(|d| text_argument(d, "field")),
            name,
            ty,
            rules,
            default,
        }
    }

    fn ty(&mut self, owner: &str, name: &str, raw: &RawField<'_>) -> Ty {
        let nullable = !raw.ty.is_non_null();
        let (base_name, list) = match raw.ty {
            ast::Type::Named(n) | ast::Type::NonNullNamed(n) => (n, false),
            ast::Type::List(item) | ast::Type::NonNullList(item) => {
                if !matches!(**item, ast::Type::NonNullNamed(_)) {
                    self.refuse("bad-list", raw.name.location(), format!("{owner}.{name}: list items must be named types that are not null, as in [String!]"));
                }
                (item.inner_named_type(), true)
            }
        };
        let text = base_name.to_string();
        let base = match base_name.as_str() {
            "String" => Base::Text,
            "ID" => Base::Id,
            "Int" => Base::Int,
            "Boolean" => Base::Boolean,
            other => match custom_scalar(other) {
                Some(scalar) => scalar,
                None => match self.schema.types.get(base_name) {
                    Some(ExtendedType::Enum(e)) => {
                        if e.directives.get("internal").is_some() {
                            self.refuse(
                                "internal-exposed",
                                raw.name.location(),
                                format!("{owner}.{name} uses the internal enum {text}"),
                            );
                        }
                        Base::Enum(text)
                    }
                    Some(ExtendedType::Union(_)) => Base::Union(text),
                    Some(ExtendedType::Object(_) | ExtendedType::InputObject(_)) => Base::Record(text),
                    _ => {
                        self.refuse(
                            "unknown-scalar",
                            raw.name.location(),
                            format!("{owner}.{name}: no emitter knows {text}"),
                        );
                        Base::Text
                    }
                },
            },
        };
        Ty { base, list, nullable }
    }

    fn default(
        &mut self,
        owner: &str,
        name: &str,
        ty: &Ty,
        rules: &crate::ir::Rules,
        value: &Node<Value>,
    ) -> Option<Literal> {
        if ty.nullable {
            self.refuse("bad-default", value.location(), format!("{owner}.{name} has a default and may be null; a value with a default is never null, so write `!`"));
            return None;
        }
        let literal = match (value.as_ref(), &ty.base, ty.list) {
            (Value::List(items), _, true) if items.is_empty() => Some(Literal::EmptyList),
            (Value::String(text), Base::Text, false) => Some(Literal::Text(text.clone())),
            (Value::Int(number), Base::Int, false) => {
                number.try_to_i32().ok().map(|n| Literal::Int(i64::from(n)))
            }
            (Value::Boolean(b), Base::Boolean, false) => Some(Literal::Boolean(*b)),
            (Value::Enum(word), Base::Enum(name), false) => match self.schema.types.get(name.as_str()) {
                Some(ExtendedType::Enum(e)) if e.values.contains_key(word) => {
                    Some(Literal::Word(word.to_string()))
                }
                _ => None,
            },
            _ => None,
        };
        match &literal {
            None => self.refuse(
                "bad-default",
                value.location(),
                format!("{owner}.{name}: this default cannot be written in every language"),
            ),
            Some(literal) => {
                if let Err(why) = rules::admits(rules, literal) {
                    self.refuse(
                        "bad-default",
                        value.location(),
                        format!("{owner}.{name}: the default breaks the field's own rule: {why}"),
                    );
                }
            }
        }
        literal
    }

    fn mikrotik(
        &mut self,
        owner: &str,
        name: &str,
        mapped: bool,
        ty: &Ty,
        directives: &ast::DirectiveList,
    ) -> Option<Mikrotik> {
        let directive = directives.iter().find(|d| d.name == "mikrotik")?;
        let place = directive.location();
        if !mapped {
            self.refuse(
                "unmapped-type",
                place,
                format!("{owner}.{name} is mapped but {owner} has no @mikrotik(path:)"),
            );
        }
        if directive.specified_argument_by_name("path").is_some() {
            self.refuse(
                "misplaced-argument",
                place,
                format!("{owner}.{name}: @mikrotik(path:) belongs on the type"),
            );
        }
        let field = text_argument(directive, "field").unwrap_or_default();
        let plain = field.strip_prefix('.').unwrap_or(&field);
        if plain.is_empty()
            || !plain
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        {
            self.refuse(
                "bad-property",
                place,
                format!("{owner}.{name}: @mikrotik needs a field such as \"vlan-id\""),
            );
        }
        let mut version = |argument: &str| {
            let text = text_argument(directive, argument)?;
            let parsed = text
                .split_once('.')
                .and_then(|(a, b)| Some((a.parse().ok()?, b.parse().ok()?)));
            if parsed.is_none() {
                self.refuse(
                    "bad-version",
                    place,
                    format!("{owner}.{name}: {argument}: {text:?} is not a version such as \"7.15\""),
                );
            }
            parsed
        };
        let (since, until) = (version("since"), version("until"));
        if let (Some(since), Some(until)) = (since, until)
            && until < since
        {
            self.refuse(
                "bad-version",
                place,
                format!("{owner}.{name}: until is before since"),
            );
        }
        let transform = word_argument(directive, "transform").unwrap_or_else(|| "TEXT".to_owned());
        let fits = match transform.as_str() {
            "NUMBER" => matches!(ty.base, Base::Int | Base::U64 | Base::Text),
            "BOOL" => ty.base == Base::Boolean,
            "IP_PREFIX" => matches!(ty.base, Base::IpPrefix | Base::IpAddress | Base::Text),
            "MAC" => matches!(ty.base, Base::Mac | Base::Text),
            "DURATION" => matches!(ty.base, Base::Duration | Base::Text),
            "TEXT" => !matches!(ty.base, Base::Int | Base::Boolean | Base::U64),
            _ => ty.base == Base::Text,
        };
        if !fits || matches!(ty.base, Base::Record(_) | Base::Union(_)) {
            self.refuse(
                "transform-on-wrong-type",
                place,
                format!("{owner}.{name}: transform {transform} does not fit the field's type"),
            );
        }
        Some(Mikrotik {
            field,
            since,
            until,
            transform,
        })
    }
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
        _ => return None,
    })
}

fn is_menu(path: &str) -> bool {
    path.strip_prefix('/').is_some_and(|rest| {
        rest.split('/').all(|part| {
            !part.is_empty()
                && part
                    .bytes()
                    .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        })
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
