//! A resource that is one row, read back by the map that says how it is written.

use std::collections::BTreeMap;
use std::net::IpAddr;

use ipnet::IpNet;
use nnc_core::identity::ResourceId;
use nnc_core::intent::{Assumed, ResourceIntent, UntoldSecret};
use nnc_core::object::{Object, Value};
use nnc_core::resource::{FieldValue, ResourceType};
use serde_json::{Map, Value as Json};

use crate::generated::map::{FieldMap, Kind, ResourceMap, Transform};
use crate::lower;
use crate::semantics;
use crate::spelling::{canonical, duration};

/// What was read back of a resource.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Read {
    pub(super) intent: ResourceIntent,
    /// The secrets that the row does not tell.
    pub(super) untold: Vec<UntoldSecret>,
    pub(super) assumed: Option<Assumed>,
}

/// What the row says. `alone` where no other such row stands in its list.
pub(super) fn resource(resource: &ResourceId, objects: &[&Object], alone: bool) -> Result<Read, String> {
    let known = ResourceType::of(resource).and_then(|kind| Some((kind, ResourceMap::of_type(kind.name)?)));
    let Some((kind, map)) = known else {
        return Err("nnc knows no resource of this kind".to_owned());
    };
    let row = objects
        .iter()
        .find(|object| object.kind.as_str() == map.path && object.key.role.as_str() == "row")
        .ok_or_else(|| format!("its row in {} is gone", map.path))?;
    let mut fields: BTreeMap<String, FieldValue> = BTreeMap::new();
    let mut untold = Vec::new();
    let mut assumed = None;
    for field in map.fields.iter().filter(|field| !field.generated) {
        let Some(property) = &field.property else {
            // It lives in nnc only; the name is in the mark, and the order is that of the rows.
            let told = match field.name {
                "name" => Some(Json::from(resource.name())),
                name if map.order == Some(name) => {
                    let rank = row.placement.as_ref().map(|placement| placement.rank);
                    let found = rank.and_then(lower::observed_order).filter(|_| !alone);
                    assumed = found.map(|found| Assumed {
                        resource: resource.clone(),
                        field: name.to_owned(),
                        value: found.to_string(),
                        why: "it stands there among the rows; the number itself is not on the router"
                            .to_owned(),
                    });
                    found.or_else(|| rank.and_then(lower::order)).map(Json::from)
                }
                _ => None,
            };
            if let Some(value) = told {
                fields.insert(field.name.to_owned(), FieldValue::Plain(value));
            }
            continue;
        };
        let unknown = Value::unknown_secret();
        match row.attributes.get(property.name) {
            Some(Value::Secret(reference)) if row.attributes.get(property.name) != Some(&unknown) => {
                fields.insert(field.name.to_owned(), FieldValue::Secret(reference.clone()));
            }
            _ if field.sensitive => {
                if let Value::Secret(reference) = unknown {
                    fields.insert(field.name.to_owned(), FieldValue::Secret(reference));
                }
                untold.push(UntoldSecret {
                    resource: resource.clone(),
                    field: field.name.to_owned(),
                });
            }
            Some(Value::Text(text)) if field.required || !is_default(row, property.name, text) => {
                fields.insert(field.name.to_owned(), FieldValue::Plain(read(field, text)));
            }
            _ => {}
        }
    }
    judged(kind, map, fields).map(|fields| {
        let intent = ResourceIntent {
            resource: resource.clone(),
            kind: kind.name.to_owned(),
            fields,
        };
        Read {
            intent,
            untold,
            assumed,
        }
    })
}

fn is_default(row: &Object, property: &str, text: &str) -> bool {
    semantics::default_of(&row.kind, property)
        .is_some_and(|default| semantics::same(&row.kind, property, default, text))
}

/// The fields, if a user could say so. The schema tells a network from an address, which look alike on the router where
/// the network is a single address.
fn judged(
    kind: &ResourceType,
    map: &ResourceMap,
    mut fields: BTreeMap<String, FieldValue>,
) -> Result<BTreeMap<String, FieldValue>, String> {
    let mut lengthened = false;
    loop {
        let document: Map<String, Json> = fields
            .iter()
            .filter_map(|(name, value)| match value {
                FieldValue::Plain(value) => Some((name.clone(), value.clone())),
                FieldValue::Secret(_) => None,
            })
            .collect();
        let findings = match kind.read(&Json::Object(document).to_string()) {
            Ok(_) => return Ok(fields),
            Err(refused) => refused.findings().to_vec(),
        };
        let secret = |pointer: &str| {
            let name = pointer.trim_start_matches('/');
            map.field(name).is_some_and(|field| field.sensitive)
        };
        let Some(first) = findings.iter().find(|finding| !secret(&finding.pointer)) else {
            return Ok(fields);
        };
        if lengthened {
            return Err(format!(
                "{}: {}",
                first.pointer.trim_start_matches('/'),
                first.message
            ));
        }
        lengthened = true;
        for finding in &findings {
            if let Some(FieldValue::Plain(Json::String(text))) =
                fields.get_mut(finding.pointer.trim_start_matches('/'))
                && let Ok(address) = text.parse::<IpAddr>()
            {
                *text = IpNet::from(address).to_string();
            }
        }
    }
}

/// A value as the schema has it. What cannot be read stays as the router says it, for the schema to refuse.
fn read(field: &FieldMap, text: &str) -> Json {
    let transform = field
        .property
        .as_ref()
        .map_or(Transform::Text, |property| property.transform);
    match field.kind {
        Kind::Number => text.parse::<u64>().map_or_else(|_| text.into(), Json::from),
        Kind::Boolean => match canonical(transform, text).as_str() {
            "yes" => true.into(),
            "no" => false.into(),
            _ => text.into(),
        },
        Kind::Duration => duration(text)
            .and_then(|time| u64::try_from(time.as_millis()).ok())
            .map_or_else(|| text.into(), Json::from),
        Kind::Word => text.to_ascii_uppercase().replace('-', "_").into(),
        Kind::List => text.split(',').filter(|item| !item.is_empty()).collect(),
        Kind::Text if transform == Transform::Mac => canonical(transform, text).into(),
        Kind::Text | Kind::Record => text.into(),
    }
}

#[cfg(test)]
mod tests {
    use nnc_core::blueprint::{Blueprint, Element, Requirement};
    use nnc_core::change::Scope;
    use nnc_core::facts::Facts;
    use nnc_core::identity::ControllerId;
    use nnc_core::ports::Platform;
    use nnc_core::secret::SecretRef;
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;
    use crate::RouterOs;

    fn lowered(intent: &ResourceIntent) -> Vec<Object> {
        let element = Element {
            resource: intent.resource.clone(),
            requirement: Requirement::Row {
                kind: intent.kind.clone(),
                fields: intent.fields.clone(),
            },
        };
        let blueprint = Blueprint {
            controller: ControllerId::new(7),
            elements: vec![element],
        };
        let platform = RouterOs::new("7.22.3".parse().unwrap()).unwrap();
        platform
            .lower(&blueprint, &Facts::default(), &Scope::Everything)
            .unwrap()
    }

    fn intent(kind: &str, document: Json) -> ResourceIntent {
        let kind = ResourceType::named(kind).unwrap();
        let wish = kind.read(&document.to_string()).unwrap();
        let fields = wish.fields.iter();
        let mut fields: BTreeMap<String, FieldValue> = fields
            .map(|(name, value)| ((*name).to_owned(), FieldValue::Plain(value.clone())))
            .collect();
        for name in wish.secrets.keys() {
            let reference = SecretRef {
                id: "router/1/key".to_owned(),
                version: 3,
            };
            fields.insert((*name).to_owned(), FieldValue::Secret(reference));
        }
        ResourceIntent {
            resource: kind.resource(&wish),
            kind: kind.name.to_owned(),
            fields,
        }
    }

    fn whole(intent: ResourceIntent) -> Result<Read, String> {
        Ok(Read {
            intent,
            untold: vec![],
            assumed: None,
        })
    }

    fn optional<T: Into<Json> + std::fmt::Debug + Clone + 'static>(
        values: Vec<T>,
    ) -> impl Strategy<Value = Option<Json>> {
        prop::option::of(prop::sample::select(values)).prop_map(|value| value.map(Into::into))
    }

    fn document() -> impl Strategy<Value = (&'static str, Json)> {
        let rule = (
            prop::sample::select(vec!["ACCEPT", "DROP", "REJECT", "LOG", "PASSTHROUGH"]),
            optional(vec!["10.0.0.0/8", "192.168.88.5/32", "0.0.0.0/0"]),
            optional(vec!["ether1", "a b"]),
            // Ports go with protocols that have some.
            prop::sample::select(vec![
                (None, None),
                (Some("ipv6-icmp"), None),
                (Some("tcp"), None),
                (Some("tcp"), Some("80")),
                (Some("udp"), Some("22,8000-8080")),
            ]),
            optional(vec![true]),
            optional(vec![0, 7, 65_535]),
        )
            .prop_map(|(action, src, interface, (protocol, port), log, order)| {
                let given = [
                    ("srcAddress", src),
                    ("inInterface", interface),
                    ("protocol", protocol.map(Json::from)),
                    ("dstPort", port.map(Json::from)),
                    ("log", log),
                    ("order", order),
                ];
                let mut document = json!({"name": "web", "chain": "forward", "action": action});
                for (name, value) in given {
                    if let Some(value) = value {
                        document[name] = value;
                    }
                }
                ("FirewallRule", document)
            });
        let vlan = (1_u16..4095, optional(vec![68, 1400, 9000])).prop_map(|(id, mtu)| {
            let mut document = json!({"name": "office", "vlanId": id, "parent": "ether1"});
            if let Some(mtu) = mtu {
                document["mtu"] = mtu;
            }
            ("Vlan", document)
        });
        let key = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
        let client = (1_u16..).prop_map(move |port| {
            let document = json!({"name": "office wg", "privateKey": key, "listenPort": port});
            ("WireGuardClient", document)
        });
        prop_oneof![rule, vlan, client]
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back((kind, document) in document()) {
            let intent = intent(kind, document);
            let objects = lowered(&intent);
            let rows: Vec<&Object> = objects.iter().collect();
            prop_assert_eq!(resource(&intent.resource, &rows, false), whole(intent));
        }

        #[test]
        fn whatever_a_row_says_is_read_or_refused(
            (kind, document) in document(),
            property in prop::sample::select(vec!["chain", "action", "src-address", "vlan-id", "mtu", "log", "name", "listen-port", "private-key", "interface"]),
            text in ".{0,20}",
        ) {
            let intent = intent(kind, document);
            let mut objects = lowered(&intent);
            objects[0].attributes.insert(property.to_owned(), Value::from(text));
            let rows: Vec<&Object> = objects.iter().collect();
            if let Ok(read) = resource(&intent.resource, &rows, true) {
                // It means what the row says: written again, the row is the same.
                let again = lowered(&read.intent);
                for (name, value) in &again[0].attributes {
                    let Value::Text(value) = value else { continue };
                    let was = objects[0].attributes.get(name).and_then(Value::as_text).unwrap();
                    prop_assert!(semantics::same(&objects[0].kind, name, value, was), "{} {:?} {:?}", name, value, was);
                }
            }
        }
    }

    #[test]
    fn a_single_address_is_the_network_that_the_schema_wants() {
        let intent = intent(
            "FirewallRule",
            json!({"name": "web", "chain": "input", "action": "DROP", "dstAddress": "10.0.0.7/32"}),
        );
        let mut objects = lowered(&intent);
        objects[0]
            .attributes
            .insert("dst-address".to_owned(), Value::from("10.0.0.7"));
        objects[0]
            .attributes
            .insert("log".to_owned(), Value::from("false"));
        assert_eq!(resource(&intent.resource, &[&objects[0]], true), whole(intent));
    }

    #[test]
    fn where_a_row_stands_is_its_order_where_it_is_not_alone() {
        let intent = intent(
            "FirewallRule",
            json!({"name": "web", "chain": "input", "action": "DROP", "order": 40}),
        );
        let mut objects = lowered(&intent);
        objects[0].placement.as_mut().unwrap().rank = 3;
        let order = |alone| {
            let read = resource(&intent.resource, &[&objects[0]], alone).unwrap();
            (
                read.intent.fields.get("order").cloned(),
                read.assumed.map(|assumed| assumed.value),
            )
        };
        assert_eq!(order(true), (None, None));
        let third = FieldValue::Plain(json!(3));
        assert_eq!(order(false), (Some(third), Some("3".to_owned())));
    }

    #[test]
    fn what_is_not_told_is_named_and_what_makes_no_sense_is_refused() {
        let key = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
        let intent = intent(
            "WireGuardClient",
            json!({"name": "office", "privateKey": key, "listenPort": 13231}),
        );
        let objects = lowered(&intent);
        for hidden in [None, Some(Value::unknown_secret())] {
            let mut row = objects[0].clone();
            match hidden {
                None => row.attributes.remove("private-key"),
                Some(unknown) => row.attributes.insert("private-key".to_owned(), unknown),
            };
            let Read {
                intent: read, untold, ..
            } = resource(&intent.resource, &[&row], true).unwrap();
            assert_eq!(untold.len(), 1);
            assert_eq!(
                (untold[0].resource.as_str(), untold[0].field.as_str()),
                ("wire-guard-client/office", "privateKey")
            );
            assert_eq!(
                lowered(&read)[0].attributes["private-key"],
                Value::unknown_secret()
            );
        }
        let mut row = objects[0].clone();
        row.attributes.insert("listen-port".to_owned(), Value::from("0"));
        let refused = resource(&intent.resource, &[&row], true).unwrap_err();
        assert!(refused.starts_with("listenPort: "), "{refused}");
        row.attributes.remove("listen-port");
        assert!(resource(&intent.resource, &[&row], true).is_err());
        assert!(
            resource(&intent.resource, &[], true)
                .unwrap_err()
                .contains("is gone")
        );
        let teapot: ResourceId = "teapot/x".parse().unwrap();
        assert!(resource(&teapot, &[&row], true).is_err());
    }
}
