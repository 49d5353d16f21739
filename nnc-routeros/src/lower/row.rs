//! Building rows.

use nnc_core::identity::{ObjectKey, ResourceId, Role};
use nnc_core::object::{Kind, Object, Placement, Value};

/// Starts a row of a resource.
pub(super) fn row(resource: &ResourceId, role: Role, kind: Kind) -> Row {
    let attributes = [("disabled".to_owned(), Value::from("no"))].into();
    Row(Object {
        key: ObjectKey::new(resource, role),
        kind,
        attributes,
        references: Vec::new(),
        placement: None,
    })
}

/// A row under construction.
pub(super) struct Row(Object);

impl Row {
    /// Sets an attribute.
    pub(super) fn set(mut self, name: &str, value: impl Into<String>) -> Self {
        self.0
            .attributes
            .insert(name.to_owned(), Value::Text(value.into()));
        self
    }

    /// For menus whose rows cannot be disabled.
    pub(super) fn always_enabled(mut self) -> Self {
        self.0.attributes.remove("disabled");
        self
    }

    /// Sets the chain, and puts the row before every foreign row of it.
    pub(super) fn chain(self, chain: &str, rank: u32) -> Self {
        let mut row = self.set("chain", chain);
        row.0.placement = Some(Placement {
            list: chain.to_owned(),
            rank,
        });
        row
    }

    /// Puts the row before every foreign row of a menu that is one list.
    pub(super) fn first(mut self) -> Self {
        self.0.placement = Some(Placement {
            list: String::new(),
            rank: 0,
        });
        self
    }

    /// Says that another row must be there before.
    pub(super) fn after(mut self, resource: &ResourceId, role: Role) -> Self {
        self.0.references.push(ObjectKey::new(resource, role));
        self
    }

    /// The object.
    pub(super) fn done(self) -> Object {
        self.0
    }
}
