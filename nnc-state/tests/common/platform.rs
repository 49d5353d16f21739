//! A platform of two tables: `tables` (unordered, referred to by rules) and `rules` (ordered by chain).

use std::collections::BTreeMap;

use nnc_core::blueprint::Blueprint;
use nnc_core::change::{Operation, Scope, Semantics};
use nnc_core::facts::Facts;
use nnc_core::identity::ControllerId;
use nnc_core::object::{Kind, Object, ObservedRow, Snapshot, Value};
use nnc_core::ports::{LowerError, Platform};
use nnc_core::walk::{Model, Steered, Steering};

pub(crate) const RULES: Kind = Kind::new("rules");
pub(crate) const TABLES: Kind = Kind::new("tables");

#[derive(Debug)]
pub(crate) struct Plain;

impl Semantics for Plain {
    fn equal(&self, _: &Kind, _: &str, intended: &str, observed: Option<&str>) -> bool {
        Some(intended) == observed
    }

    fn stray(&self, _: &Kind, _: &str, _: &str) -> Option<Option<Value>> {
        None
    }

    fn list<'r>(&self, kind: &Kind, row: &'r ObservedRow) -> Option<&'r str> {
        (*kind == RULES).then(|| row.get("chain").unwrap_or_default())
    }

    fn fixed(&self, _: &Kind, attribute: &str) -> bool {
        attribute == "type"
    }

    fn writable(&self, _: &Kind, attribute: &str) -> bool {
        attribute != "bytes"
    }

    fn tier(&self, kind: &Kind, _: &BTreeMap<String, Value>) -> u8 {
        u8::from(*kind == RULES)
    }
}

impl Platform for Plain {
    fn lower(&self, _: &Blueprint, _: &Facts, _: &Scope) -> Result<Vec<Object>, LowerError> {
        Ok(Vec::new())
    }

    fn facts(&self, _: &Snapshot, _: ControllerId) -> Facts {
        Facts::default()
    }

    fn render(&self, _: ControllerId, operation: &Operation) -> String {
        operation.to_string()
    }

    fn walk(&self, _: &Snapshot) -> Model {
        panic!("nobody asks a router without packets for their way")
    }

    fn steered(&self, _: &Model, _: &Snapshot, _: &Steering<'_>) -> Steered {
        panic!("nobody asks a router without packets for their way")
    }
}
