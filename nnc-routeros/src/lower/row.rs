//! Building rows.

use nnc_core::change::Scope;
use nnc_core::identity::{ObjectKey, ResourceId, Role};
use nnc_core::object::{Attributes, Kind, Object, Placement, Value};

/// Whose rows are built.
pub(super) struct Owner<'a> {
    pub(super) resource: &'a ResourceId,
    /// Whether the rows are asked for, and not only their places.
    whole: bool,
}

impl<'a> Owner<'a> {
    pub(super) fn new(resource: &'a ResourceId, scope: &Scope) -> Self {
        Self {
            resource,
            whole: scope.contains(resource),
        }
    }

    /// Whether the rows are asked for, and not only their places.
    pub(super) const fn is_whole(&self) -> bool {
        self.whole
    }

    /// Starts a row.
    pub(super) fn row(&self, role: Role, kind: Kind) -> Row {
        let object = Object {
            key: ObjectKey::new(self.resource, role),
            kind,
            attributes: Attributes::default(),
            references: Vec::new(),
            placement: None,
        };
        let row = Row {
            object,
            whole: self.whole,
        };
        row.set("disabled", "no")
    }
}

/// A row under construction.
pub(super) struct Row {
    object: Object,
    whole: bool,
}

impl Row {
    /// Sets an attribute.
    pub(super) fn set(mut self, name: &str, value: impl Into<String>) -> Self {
        if self.whole {
            let value = Value::Text(value.into());
            self.object.attributes.insert(name.to_owned(), value);
        }
        self
    }

    /// For menus whose rows cannot be disabled.
    pub(super) fn always_enabled(mut self) -> Self {
        if self.whole {
            self.object.attributes.remove("disabled");
        }
        self
    }

    /// Sets the chain, and puts the row before every foreign row of it.
    pub(super) fn chain(self, chain: &str, rank: u32) -> Self {
        let mut row = self.set("chain", chain);
        row.object.placement = Some(Placement {
            list: chain.to_owned(),
            rank,
        });
        row
    }

    /// Puts the row before every foreign row of a menu that is one list.
    pub(super) fn first(mut self) -> Self {
        self.object.placement = Some(Placement {
            list: String::new(),
            rank: 0,
        });
        self
    }

    /// Says that another row must be there before.
    pub(super) fn after(mut self, resource: &ResourceId, role: Role) -> Self {
        if self.whole {
            self.object.references.push(ObjectKey::new(resource, role));
        }
        self
    }

    /// The object.
    pub(super) fn done(self) -> Object {
        self.object
    }
}
