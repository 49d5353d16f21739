//! Binding a plan to what it was computed from.

use std::collections::BTreeSet;
use std::fmt::Write;

use nnc_core::change::{Action, Anchor, ChangeSet, Effect, Operation};
use nnc_core::identity::ObjectKey;
use nnc_core::object::{Kind, Object, ObservedRow, RowId, Snapshot, Value};
use sha2::{Digest, Sha256};

/// The hash of a change and of what the menus that it touches showed, as 64 hexadecimal digits.
///
/// Handles of rows, which a restart of the router gives anew, and rows that the router makes by itself count for
/// nothing: the position of a row stands for its handle.
pub(super) fn hash(change: &ChangeSet, snapshot: &Snapshot) -> String {
    let mut feed = Feed {
        hash: Sha256::new(),
        snapshot,
    };
    feed.number(u64::from(change.controller.number()));
    feed.count(change.operations.len());
    for operation in &change.operations {
        feed.operation(operation);
    }
    let kinds: BTreeSet<&Kind> = change.operations.iter().filter_map(Operation::kind).collect();
    feed.count(kinds.len());
    for kind in kinds {
        feed.text(kind.as_str());
        feed.count(standing(snapshot, kind).count());
        for row in standing(snapshot, kind) {
            feed.count(row.attributes.len());
            for (name, value) in &row.attributes {
                feed.text(name);
                feed.text(value);
            }
        }
    }
    let digits = feed.hash.finalize();
    digits.iter().fold(String::with_capacity(64), |mut hash, byte| {
        // Writing to a string cannot fail.
        let _ = write!(hash, "{byte:02x}");
        hash
    })
}

/// The rows of a kind that the router did not make by itself.
fn standing<'a>(snapshot: &'a Snapshot, kind: &Kind) -> impl Iterator<Item = &'a ObservedRow> {
    snapshot.rows(kind).iter().filter(|row| !row.dynamic)
}

/// What goes into the hash. Lengths stand in front and every variant has a number of its own, so that no two plans are
/// written alike.
struct Feed<'a> {
    hash: Sha256,
    snapshot: &'a Snapshot,
}

impl Feed<'_> {
    fn number(&mut self, number: u64) {
        self.hash.update(number.to_le_bytes());
    }

    fn count(&mut self, count: usize) {
        self.number(count as u64);
    }

    fn text(&mut self, text: &str) {
        self.count(text.len());
        self.hash.update(text);
    }

    fn operation(&mut self, operation: &Operation) {
        self.text(operation.group.as_str());
        self.count(operation.after.len());
        for earlier in &operation.after {
            self.count(*earlier);
        }
        match &operation.action {
            Action::Add { object, before } => {
                self.number(0);
                self.object(object);
                self.anchor(&object.kind, before.as_ref());
            }
            Action::Set {
                key, kind, values, ..
            } => {
                self.number(1);
                self.row(kind, key);
                self.count(values.len());
                for (name, value) in values {
                    self.text(name);
                    self.value(value.as_ref());
                }
            }
            Action::Remove { object, .. } => {
                self.number(2);
                self.row(&object.kind, &object.key);
            }
            Action::Move {
                key, kind, before, ..
            } => {
                self.number(3);
                self.row(kind, key);
                self.anchor(kind, before.as_ref());
            }
            Action::Effect(Effect::Remove { kind, key, .. }) => {
                self.number(5);
                self.row(kind, key);
            }
            Action::Effect(Effect::FlushConnections { networks, devices }) => {
                self.number(4);
                self.count(networks.len());
                for network in networks {
                    self.text(&network.to_string());
                }
                self.count(devices.len());
                for device in devices {
                    self.text(&device.to_string());
                }
            }
        }
    }

    fn row(&mut self, kind: &Kind, key: &ObjectKey) {
        self.text(kind.as_str());
        self.key(key);
    }

    fn key(&mut self, key: &ObjectKey) {
        self.text(key.resource.as_str());
        self.text(key.role.as_str());
    }

    fn object(&mut self, object: &Object) {
        self.row(&object.kind, &object.key);
        self.count(object.attributes.len());
        for (name, value) in &object.attributes {
            self.text(name);
            self.value(Some(value));
        }
        self.count(object.references.len());
        for reference in &object.references {
            self.key(reference);
        }
        match &object.placement {
            None => self.number(0),
            Some(placement) => {
                self.number(1);
                self.text(&placement.list);
                self.number(u64::from(placement.rank));
            }
        }
    }

    fn value(&mut self, value: Option<&Value>) {
        match value {
            None => self.number(0),
            Some(Value::Text(text)) => {
                self.number(1);
                self.text(text);
            }
            Some(Value::Secret(secret)) => {
                self.number(2);
                self.text(&secret.id);
                self.text(&secret.version.to_string());
            }
        }
    }

    fn anchor(&mut self, kind: &Kind, before: Option<&Anchor>) {
        match before {
            None => self.number(0),
            Some(Anchor::Own(key)) => {
                self.number(1);
                self.key(key);
            }
            Some(Anchor::Row(id)) => match self.place(kind, id) {
                None => self.number(2),
                Some(place) => {
                    self.number(3);
                    self.count(place);
                }
            },
        }
    }

    fn place(&self, kind: &Kind, id: &RowId) -> Option<usize> {
        standing(self.snapshot, kind).position(|row| row.id == *id)
    }
}
