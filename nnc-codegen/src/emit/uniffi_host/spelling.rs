//! What the layers of Kotlin and Swift say alike, each with its own words: types, defaults, and the calls that write
//! arguments.

use crate::ir::{Base, Field, Literal, Ty};

/// The words of a language.
pub(super) struct Spelling {
    /// The type of true and false.
    pub(super) boolean: &'static str,
    /// The type of unsigned integers of 64 bits.
    pub(super) unsigned: &'static str,
    /// The type of moments, and what writes one.
    pub(super) moment: (&'static str, &'static str),
    /// The type of spans, and what writes one.
    pub(super) span: (&'static str, &'static str),
    /// The type of texts by name.
    pub(super) values: &'static str,
    /// The type of what gives nothing.
    pub(super) void: &'static str,
    /// What stands around the type of the items of a list.
    pub(super) list: (&'static str, &'static str),
    /// A list without items.
    pub(super) empty_list: &'static str,
    /// What is absent.
    pub(super) absent: &'static str,
    /// The closure that gives the word of an enum.
    pub(super) word: &'static str,
    /// The closure that writes a record.
    pub(super) write: &'static str,
    /// A value of an enum, by its word.
    pub(super) case: fn(&str) -> String,
    /// A literal text.
    pub(super) text: fn(&str) -> String,
}

impl Spelling {
    pub(super) fn ty(&self, ty: &Ty) -> String {
        let base = match &ty.base {
            Base::Int => "Int",
            Base::Boolean => self.boolean,
            Base::U64 => self.unsigned,
            Base::DateTime => self.moment.0,
            Base::Duration => self.span.0,
            Base::Values => self.values,
            Base::Void => self.void,
            Base::Enum(name) | Base::Record(name) | Base::Union(name) | Base::Handle(name) => name,
            _ => "String",
        };
        let one = if ty.list {
            format!("{}{base}{}", self.list.0, self.list.1)
        } else {
            base.to_owned()
        };
        if ty.nullable { format!("{one}?") } else { one }
    }

    /// The parameters of a method that has these fields.
    pub(super) fn parameters(&self, fields: &[Field]) -> String {
        let parameter =
            |field: &Field| format!("{}: {}{}", field.name, self.ty(&field.ty), self.default(field));
        let all: Vec<String> = fields.iter().map(parameter).collect();
        all.join(", ")
    }

    /// What follows the type of a field that may be left out.
    pub(super) fn default(&self, field: &Field) -> String {
        self.fallback(field)
            .map_or_else(String::new, |value| format!(" = {value}"))
    }

    /// What stands for a field that is left out; nothing where it must be given.
    pub(super) fn fallback(&self, field: &Field) -> Option<String> {
        Some(match &field.default {
            None if field.ty.nullable => self.absent.to_owned(),
            None => return None,
            Some(Literal::Text(text)) => (self.text)(text),
            Some(Literal::Int(number)) => number.to_string(),
            Some(Literal::Boolean(value)) => value.to_string(),
            Some(Literal::EmptyList) => self.empty_list.to_owned(),
            Some(Literal::Word(word)) => match &field.ty.base {
                Base::Enum(name) => format!("{name}.{}", (self.case)(word)),
                _ => word.clone(),
            },
        })
    }

    /// The call that writes a field, the value of which is an expression.
    pub(super) fn written(&self, field: &Field, value: &str) -> String {
        let name = &field.name;
        let mark = if field.ty.nullable { "?" } else { "" };
        let many = if field.ty.list { "s" } else { "" };
        match &field.ty.base {
            Base::Enum(_) if field.ty.list => format!("texts(\"{name}\", {value}{mark}.map {})", self.word),
            Base::Enum(_) => format!("text(\"{name}\", {value}{mark}.word)"),
            Base::Record(_) | Base::Union(_) => format!("record{many}(\"{name}\", {value}) {}", self.write),
            scalar => {
                let kind = match scalar {
                    Base::Int => "int",
                    Base::Boolean => "boolean",
                    Base::U64 => "u64",
                    Base::DateTime => self.moment.1,
                    Base::Duration => self.span.1,
                    Base::Json => "json",
                    _ => "text",
                };
                format!("{kind}{many}(\"{name}\", {value})")
            }
        }
    }
}

/// A name with a capital at its start.
pub(super) fn raised(name: &str) -> String {
    let mut letters = name.chars();
    let first = letters.next().map(|c| c.to_ascii_uppercase()).unwrap_or_default();
    format!("{first}{}", letters.as_str())
}

/// What starts an operation at once.
pub(super) fn start(method: &str) -> String {
    format!("start{}", raised(method))
}

/// What the native library calls a function that needs no handle.
pub(super) fn native_function(method: &str) -> String {
    format!("native{}", raised(method))
}

/// What is told of a method that starts an operation and does not wait.
pub(super) fn starting(doc: &str) -> String {
    format!("{doc}\n\nGives the operation at once; what is refused is told by its result.")
}
