//! The rows of one resource.

use nnc_core::object::{Kind, Object, Value};

/// The rows of one resource, to be asked for by role.
pub(super) struct Rows<'a>(&'a [&'a Object]);

impl<'a> Rows<'a> {
    pub(super) fn new(objects: &'a [&'a Object]) -> Self {
        Self(objects)
    }

    /// Whether there is a row of this role in the table.
    pub(super) fn has(&self, role: &str, kind: &Kind) -> bool {
        self.row(role, kind).is_some()
    }

    /// An attribute of a row.
    pub(super) fn text(&self, role: &str, kind: &Kind, attribute: &str) -> Option<&'a str> {
        self.row(role, kind)?
            .attributes
            .get(attribute)
            .and_then(Value::as_text)
    }

    fn row(&self, role: &str, kind: &Kind) -> Option<&'a Object> {
        self.0
            .iter()
            .find(|object| object.key.role.as_str() == role && object.kind == *kind)
            .copied()
    }
}
