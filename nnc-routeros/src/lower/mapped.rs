//! Things of the schema that are one row: the map says of which menu, and how each field is spelled there.

use std::collections::BTreeMap;
use std::time::Duration;

use nnc_core::identity::{ObjectKey, Role};
use nnc_core::object::{Kind, Object, Placement, Value};
use nnc_core::ports::LowerError;
use nnc_core::resource::FieldValue;
use serde_json::Value as Json;

use super::Context;
use super::row::Owner;
use crate::generated::map::{self, FieldMap, ResourceMap};
use crate::semantics;

/// Where the rows of resources stand among ours: after those of steering, which must see every packet first.
const RANK: u32 = 1_000_000;
/// The place of a row without one: after every number that the schema allows.
const LAST: u32 = 65_536;

/// The row of a resource.
pub(super) fn row(
    context: &Context<'_>,
    owner: &Owner<'_>,
    kind: &str,
    fields: &BTreeMap<String, FieldValue>,
) -> Result<Vec<Object>, LowerError> {
    let unsupported = |message| LowerError {
        resource: Some(owner.resource.clone()),
        code: "unsupported",
        message,
    };
    let map = match ResourceMap::of_type(kind) {
        Some(map) => map,
        None if !owner.is_whole() => return Ok(Vec::new()),
        None => {
            let message =
                format!("RouterOS has no place for a {kind}: the schema gives it no @mikrotik path");
            return Err(unsupported(message));
        }
    };
    let menu = Kind::from(map.path.to_owned());
    let mut attributes = BTreeMap::new();
    for (name, value) in fields {
        let Some(field) = map.field(name) else { continue };
        // What has no property lives in nnc only.
        let Some(property) = &field.property else { continue };
        if !property.known_to(context.version) && owner.is_whole() {
            return Err(unsupported(format!(
                "{name} of a {kind} is {} on RouterOS, which this version does not know: leave it out",
                property.name
            )));
        }
        let spelled = match value {
            FieldValue::Plain(value) => Value::Text(spell(field, value)),
            FieldValue::Secret(reference) => Value::Secret(reference.clone()),
        };
        attributes.insert(property.name.to_owned(), spelled);
    }
    let placement = semantics::is_firewall(&menu).then(|| Placement {
        list: attributes
            .get("chain")
            .and_then(Value::as_text)
            .unwrap_or_default()
            .to_owned(),
        rank: RANK + position(map, fields),
    });
    Ok(vec![Object {
        key: ObjectKey::new(owner.resource, Role::new("row")),
        kind: menu,
        attributes: attributes.into(),
        references: Vec::new(),
        placement,
    }])
}

/// The place of a row among those of its kind, from 0 to [`LAST`].
fn position(map: &ResourceMap, fields: &BTreeMap<String, FieldValue>) -> u32 {
    match map.order.and_then(|order| fields.get(order)) {
        Some(FieldValue::Plain(number)) => number
            .as_u64()
            .and_then(|number| u32::try_from(number).ok())
            .map_or(LAST, |number| number.min(LAST)),
        _ => LAST,
    }
}

/// The order of a row that was lowered; `None` for one without.
pub(crate) fn order(rank: u32) -> Option<u32> {
    rank.checked_sub(RANK).filter(|position| *position < LAST)
}

/// The order of a row that was found on a router, where it is the so-manieth of its list.
pub(crate) fn observed_order(rank: u32) -> Option<u32> {
    (rank < LAST).then_some(rank)
}

/// A value of the schema as RouterOS spells it.
fn spell(field: &FieldMap, value: &Json) -> String {
    match (field.kind, value) {
        (_, Json::Bool(true)) => "yes".to_owned(),
        (_, Json::Bool(false)) => "no".to_owned(),
        (map::Kind::Duration, Json::Number(milliseconds)) => {
            duration(Duration::from_millis(milliseconds.as_u64().unwrap_or_default()))
        }
        (map::Kind::Word, Json::String(word)) => word.to_ascii_lowercase().replace('_', "-"),
        (_, Json::Array(items)) => {
            let items: Vec<String> = items.iter().map(|item| spell(field, item)).collect();
            items.join(",")
        }
        (_, Json::String(text)) => text.clone(),
        (_, other) => other.to_string(),
    }
}

/// RouterOS counts in seconds, and writes what is less as milliseconds.
fn duration(time: Duration) -> String {
    match (time.as_secs(), time.subsec_millis()) {
        (0, milliseconds) if milliseconds > 0 => format!("{milliseconds}ms"),
        (seconds, 0) => format!("{seconds}s"),
        (seconds, milliseconds) => format!("{seconds}s{milliseconds}ms"),
    }
}

#[cfg(test)]
mod tests {
    use nnc_core::blueprint::{Blueprint, Element, Requirement};
    use nnc_core::change::Scope;
    use nnc_core::facts::Facts;
    use nnc_core::identity::ControllerId;
    use nnc_core::secret::SecretRef;
    use serde_json::json;

    use super::*;

    fn lowered(
        version: map::Version,
        kind: &str,
        fields: &[(&str, FieldValue)],
    ) -> Result<Vec<Object>, LowerError> {
        let element = Element {
            resource: "thing/one".parse().unwrap(),
            requirement: Requirement::Row {
                kind: kind.to_owned(),
                fields: fields
                    .iter()
                    .map(|(name, value)| ((*name).to_owned(), value.clone()))
                    .collect(),
            },
        };
        let blueprint = Blueprint {
            controller: ControllerId::new(1),
            elements: vec![element],
        };
        super::super::lower(version, &blueprint, &Facts::default(), &Scope::Everything)
    }

    #[test]
    fn the_map_says_which_row_it_is() {
        let key = SecretRef {
            id: "resource/office/privateKey".to_owned(),
            version: 1,
        };
        let fields = [
            ("name", FieldValue::Plain(json!("office"))),
            ("listenPort", FieldValue::Plain(json!(13231))),
            ("privateKey", FieldValue::Secret(key.clone())),
        ];
        let rows = lowered((7, 22), "WireGuardClient", &fields).unwrap();
        assert_eq!(rows.len(), 1);
        assert_eq!(rows[0].kind.as_str(), "/interface/wireguard");
        assert_eq!(rows[0].attributes["listen-port"], Value::from("13231"));
        assert_eq!(rows[0].attributes["private-key"], Value::Secret(key));
        assert_eq!(rows[0].placement, None);
    }

    #[test]
    fn a_rule_stands_after_those_that_steer_and_before_those_of_others() {
        let fields = [
            ("name", FieldValue::Plain(json!("no-telnet"))),
            ("chain", FieldValue::Plain(json!("forward"))),
            ("action", FieldValue::Plain(json!("DROP"))),
            ("log", FieldValue::Plain(json!(true))),
        ];
        let rows = lowered((7, 22), "FirewallRule", &fields).unwrap();
        assert_eq!(rows[0].attributes["action"], Value::from("drop"));
        assert_eq!(rows[0].attributes["log"], Value::from("yes"));
        assert!(!rows[0].attributes.contains_key("name"));
        let placement = rows[0].placement.as_ref().unwrap();
        assert_eq!(
            (placement.list.as_str(), placement.rank),
            ("forward", RANK + LAST)
        );
        let order = |number: u32| {
            let said = ("order", FieldValue::Plain(json!(number)));
            let rows = lowered((7, 22), "FirewallRule", &[&fields[..], &[said]].concat()).unwrap();
            assert!(!rows[0].attributes.contains_key("order"));
            rows[0].placement.as_ref().unwrap().rank
        };
        assert_eq!(
            [order(0), order(7), order(65_535)],
            [RANK, RANK + 7, RANK + 65_535]
        );
    }

    #[test]
    fn what_routeros_does_not_know_is_refused() {
        assert_eq!(
            lowered((7, 22), "ServiceInstance", &[]).unwrap_err().code,
            "unsupported"
        );
    }

    #[test]
    fn times_are_spelled_as_routeros_reads_them() {
        for (milliseconds, spelled) in [(0, "0s"), (5, "5ms"), (60_000, "60s"), (1_500, "1s500ms")] {
            assert_eq!(duration(Duration::from_millis(milliseconds)), spelled);
        }
    }
}
