//! Fields, their types and their defaults.

use apollo_compiler::Node;
use apollo_compiler::ast::{self, Value};
use apollo_compiler::schema::ExtendedType;

use super::{Lowering, RawField, custom_scalar, doc, is_handle, text_argument, word_argument};
use crate::ir::{Base, Field, Kind, Literal, Ty};
use crate::names;
use crate::rules;

impl Lowering<'_> {
    pub(super) fn field(
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
        if has("sensitive") && !matches!(ty.base, Base::Text | Base::Json) {
            self.refuse(
                "sensitive-not-text",
                place,
                format!("{owner}.{name}: @sensitive is for text and Json only"),
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
        if has("order") {
            // Rows of steering stand before, and ranks of rows have 32 bits.
            let bounded = rules.range.is_some_and(|(min, max)| min >= 0 && max <= 65_535);
            let sound = ty.base == Base::Int
                && !ty.list
                && bounded
                && mapped
                && !has("generated")
                && !has("mikrotik");
            if !sound {
                let message = format!(
                    "{owner}.{name}: @order is for an Int from 0 to 65535 that the user gives and that is no property of the platform"
                );
                self.refuse("bad-order", place, message);
            }
        }
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
            order: has("order"),
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

    pub(super) fn ty(&mut self, owner: &str, name: &str, raw: &RawField<'_>) -> Ty {
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
                    Some(ty) if is_handle(ty) => Base::Handle(text),
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
}
