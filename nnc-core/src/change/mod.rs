//! The change algebra: from what is to what should be, and back.
//!
//! * [`diff`](diff()) compares desired [`Object`]s with a [`Snapshot`](crate::object::Snapshot) and yields a [`ChangeSet`],
//! * [`ChangeSet::rounds`] orders its operations into batches that may travel together,
//! * [`ChangeSet::chunks`] cuts it into guarded pieces without tearing an atomic group,
//! * [`ChangeSet::inverse`] is the way back,
//! * [`apply`](apply()) performs it on a snapshot, as a router would; predictions and tests use it.

mod apply;
mod diff;
mod inverse;
mod order;
mod schedule;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

pub use apply::{ApplyError, apply};
pub use diff::{Scope, after_image, before_image, diff};
pub use schedule::{Chunk, ScheduleError};

use crate::identity::{ControllerId, ObjectKey, ResourceId};
use crate::mac::Mac;
use crate::object::{Kind, Object, ObservedRow, RowId, Value};

/// How a platform compares values and groups rows; each adapter provides one.
pub trait Semantics: Send + Sync {
    /// Whether the observed spelling means the same as the intended one.
    /// `None` is an attribute that the router does not show.
    fn equal(&self, kind: &Kind, attribute: &str, intended: &str, observed: Option<&str>) -> bool;

    /// For an attribute that nnc does not set on a row of its own: `Some(value)` where a router that shows
    /// `observed` must be told to go back to `value`; `None` where the observed value is the default, or not configuration.
    fn stray(&self, kind: &Kind, attribute: &str, observed: &str) -> Option<Option<Value>>;

    /// The ordered list that a row stands in, such as its firewall chain; `None` where the kind is not ordered.
    fn list<'r>(&self, kind: &Kind, row: &'r ObservedRow) -> Option<&'r str>;

    /// Whether the attribute can only be given when the row is made, so that another value needs another row.
    fn fixed(&self, kind: &Kind, attribute: &str) -> bool;

    /// Whether the attribute is configuration that `add` takes (as against counters, states and generated fields).
    fn writable(&self, kind: &Kind, attribute: &str) -> bool;

    /// How far up a row stands in the order of making: rows may refer to rows of lower tiers (a route to its
    /// table), so what is taken away goes from the highest tier to the lowest. `attributes` are the row's own.
    fn tier(&self, kind: &Kind, attributes: &BTreeMap<String, Value>) -> u8;

    /// The attributes that, taken together, no two rows of the kind may share, where nothing refers to such rows: one that
    /// goes makes room for one that comes.
    fn unique(&self, _kind: &Kind) -> &'static [&'static str] {
        &[]
    }

    /// The name by which rows of other tables refer to a row, which means that very row to them: one of the same name that
    /// is made later is another. `None` where nothing refers to rows of the kind.
    fn referred_by<'r>(&self, _kind: &Kind, _attributes: &'r BTreeMap<String, Value>) -> Option<&'r str> {
        None
    }

    /// Whether it is known what the attribute is when nobody sets it.
    fn has_default(&self, _kind: &Kind, _attribute: &str) -> bool {
        false
    }

    /// The version of the platform, as it is remembered with what the router confirmed; empty where there is none.
    fn version(&self) -> String {
        String::new()
    }

    /// Whether a version of the platform knows the attribute; `None` where that is not known.
    fn knows(&self, _version: &str, _kind: &Kind, _attribute: &str) -> Option<bool> {
        None
    }
}

/// The row that another row is put before.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Anchor {
    /// A row of this controller.
    Own(ObjectKey),
    /// A foreign row, by the platform's handle: valid only for the session that saw it.
    Row(RowId),
}

/// What an operation does. All but `Effect` have an inverse.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "action", rename_all = "camelCase")]
pub enum Action {
    /// Makes a row.
    Add {
        /// The row.
        object: Object,
        /// The row that it is put before; `None` puts it at the end.
        before: Option<Anchor>,
    },
    /// Changes attributes of a row.
    Set {
        /// Which row.
        key: ObjectKey,
        /// Its table.
        kind: Kind,
        /// The handle it was seen under; `None` where it must be found by its mark.
        row: Option<RowId>,
        /// The new values; `None` unsets.
        values: BTreeMap<String, Option<Value>>,
        /// The values before; `None` was not set.
        previous: BTreeMap<String, Option<Value>>,
    },
    /// Takes a row away.
    Remove {
        /// The row as it was, as far as it can be made again.
        object: Object,
        /// The handle it was seen under; `None` where it must be found by its mark.
        row: Option<RowId>,
        /// The row that it stood before; `None` where it was the last.
        before: Option<Anchor>,
    },
    /// Puts a row in another place of its list.
    Move {
        /// Which row.
        key: ObjectKey,
        /// Its table.
        kind: Kind,
        /// The handle it was seen under; `None` where it must be found by its mark.
        row: Option<RowId>,
        /// The row that it is put before; `None` puts it at the end.
        before: Option<Anchor>,
        /// The row that it stood before.
        previous: Option<Anchor>,
    },
    /// Something idempotent without an inverse, run after the commit, such as flushing connection tracking.
    Effect(Effect),
}

/// An idempotent step without an inverse.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "effect", rename_all = "camelCase")]
pub enum Effect {
    /// Forgets the tracked connections of a device, so that they are decided anew.
    FlushConnections {
        /// Addresses and networks whose connections (as source or destination) are forgotten.
        networks: Vec<ipnet::IpNet>,
        /// Devices whose addresses the router looks up among its neighbours (ARP, ND, leases). If it knows none
        /// for one of them, every connection is forgotten: one that is kept could go on by the old way.
        devices: Vec<Mac>,
    },
    /// Removes a row that the change has put out of effect: what would be needed to make it again, a secret, must not rest
    /// where the guard is, so that it goes only once the change stands. A row that is in effect again is left alone.
    Remove {
        /// Whose row it is.
        controller: ControllerId,
        /// The table that it is in.
        kind: Kind,
        /// Which row.
        key: ObjectKey,
    },
}

/// One step of a change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Operation {
    /// The atomic group that it belongs to.
    pub group: ResourceId,
    /// What it does.
    #[serde(flatten)]
    pub action: Action,
    /// Positions (in the change set) of the operations whose answers must be in before this one is sent.
    pub after: Vec<usize>,
}

impl Operation {
    /// The row concerned; `None` for an effect.
    pub fn key(&self) -> Option<&ObjectKey> {
        match &self.action {
            Action::Add { object, .. } | Action::Remove { object, .. } => Some(&object.key),
            Action::Set { key, .. } | Action::Move { key, .. } => Some(key),
            Action::Effect(_) => None,
        }
    }

    /// The table concerned; `None` for an effect.
    pub fn kind(&self) -> Option<&Kind> {
        match &self.action {
            Action::Add { object, .. } | Action::Remove { object, .. } => Some(&object.kind),
            Action::Set { kind, .. } | Action::Move { kind, .. } => Some(kind),
            Action::Effect(_) => None,
        }
    }

    /// The tier of the row concerned; 0 for an effect.
    pub fn tier(&self, semantics: &dyn Semantics) -> u8 {
        match &self.action {
            Action::Add { object, .. } | Action::Remove { object, .. } => {
                semantics.tier(&object.kind, &object.attributes)
            }
            Action::Set { kind, .. } | Action::Move { kind, .. } => semantics.tier(kind, &BTreeMap::new()),
            Action::Effect(_) => 0,
        }
    }

    /// Whether it is an effect, which runs after the commit.
    pub fn is_effect(&self) -> bool {
        matches!(self.action, Action::Effect(_))
    }
}

/// A planned change: operations and the order between them, bound to the state they were computed from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeSet {
    /// Whose rows are changed.
    pub controller: ControllerId,
    /// The operations; an operation's `after` points at earlier ones only.
    pub operations: Vec<Operation>,
}

impl ChangeSet {
    /// A change set that does nothing.
    pub fn empty(controller: ControllerId) -> Self {
        Self {
            controller,
            operations: Vec::new(),
        }
    }

    /// Whether nothing is to be written. Effects alone do not count: they follow writes.
    pub fn is_empty(&self) -> bool {
        self.operations.iter().all(Operation::is_effect)
    }

    /// How many operations write to the router.
    pub fn writes(&self) -> usize {
        self.operations
            .iter()
            .filter(|operation| !operation.is_effect())
            .count()
    }

    /// The effects, in order.
    pub fn effects(&self) -> impl Iterator<Item = &Effect> {
        self.operations
            .iter()
            .filter_map(|operation| match &operation.action {
                Action::Effect(effect) => Some(effect),
                _ => None,
            })
    }

    /// Appends an effect of a group.
    pub fn push_effect(&mut self, group: ResourceId, effect: Effect) {
        self.operations.push(Operation {
            group,
            action: Action::Effect(effect),
            after: Vec::new(),
        });
    }
}

impl fmt::Display for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = |value: &Value| match value {
            Value::Text(text) => text.clone(),
            Value::Secret(_) => "***".to_owned(),
        };
        match &self.action {
            Action::Add { object, .. } => {
                write!(f, "+ {} {}", object.kind, object.key)?;
                object
                    .attributes
                    .iter()
                    .try_for_each(|(name, value)| write!(f, " {name}={}", text(value)))
            }
            Action::Remove { object, .. } => write!(f, "- {} {}", object.kind, object.key),
            Action::Move { key, kind, .. } => write!(f, "^ {kind} {key}"),
            Action::Set {
                key,
                kind,
                values,
                previous,
                ..
            } => {
                write!(f, "~ {kind} {key}")?;
                values.iter().try_for_each(|(name, value)| {
                    let old = previous
                        .get(name)
                        .and_then(Option::as_ref)
                        .map(text)
                        .unwrap_or_default();
                    let new = value.as_ref().map(text).unwrap_or_default();
                    write!(f, " {name}={old:?}->{new:?}")
                })
            }
            Action::Effect(Effect::FlushConnections { networks, devices }) => {
                f.write_str("! forget tracked connections of")?;
                networks.iter().try_for_each(|network| write!(f, " {network}"))?;
                devices.iter().try_for_each(|device| write!(f, " {device}"))
            }
            Action::Effect(Effect::Remove { kind, key, .. }) => {
                write!(f, "! remove {kind} {key} once the change stands")
            }
        }
    }
}
