//! Which resources are interfaces of the router, and which fields name one.

use std::collections::BTreeMap;

use super::{Intents, ResourceIntent};
use crate::identity::ResourceId;
use crate::resource::FieldValue;

/// What the fields of a type of the schema have to do with interfaces.
pub(super) struct OfType {
    /// The type.
    pub(super) kind: &'static str,
    /// The field that is the interface's name, if its resources are interfaces.
    pub(super) name: Option<&'static str>,
    /// The fields that name an interface, with what the resource has to do with that, as a verb phrase.
    pub(super) needs: &'static [(&'static str, &'static str)],
}

/// The types whose resources are one row each. A test holds it against the schema.
pub(super) static TYPES: [OfType; 3] = [
    OfType {
        kind: "WireGuardClient",
        name: Some("name"),
        needs: &[],
    },
    OfType {
        kind: "Vlan",
        name: Some("name"),
        needs: &[("parent", "is tagged on")],
    },
    OfType {
        kind: "FirewallRule",
        name: None,
        needs: &[
            ("inInterface", "matches what comes in by"),
            ("outInterface", "matches what leaves by"),
        ],
    },
];

impl OfType {
    fn of(intent: &ResourceIntent) -> Option<&'static Self> {
        TYPES.iter().find(|of_type| of_type.kind == intent.kind)
    }
}

impl ResourceIntent {
    /// The interfaces of the router that it names, with what it has to do with each, as a verb phrase.
    pub fn interfaces(&self) -> impl Iterator<Item = (&str, &'static str)> {
        let fields = OfType::of(self).map_or(&[][..], |of_type| of_type.needs);
        fields
            .iter()
            .filter_map(|(field, reason)| Some((named(self, field)?, *reason)))
    }
}

/// The interfaces of a router by name: which of them are resources of ours.
#[derive(Debug, Clone)]
pub struct Interfaces(BTreeMap<String, ResourceId>);

impl Interfaces {
    /// Those that intents make.
    pub fn of(intents: &Intents) -> Self {
        let made = intents.interfaces.values().map(|(interface, _)| {
            let name = interface.interface_name().to_string();
            (name, interface.resource())
        });
        let plain = intents.resources.values().filter_map(|intent| {
            let name = named(intent, OfType::of(intent)?.name?)?;
            Some((name.to_owned(), intent.resource.clone()))
        });
        Self(made.chain(plain).collect())
    }

    /// Whether one of ours has this name.
    pub fn makes(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// The resource that an interface is; `interface/<name>` for one that somebody else made.
    pub fn resource(&self, name: &str) -> ResourceId {
        let own = self.0.get(name).cloned();
        own.unwrap_or_else(|| ResourceId::of("interface", name))
    }
}

/// The interface that a field names, also where a rule matches all but it (`!ether1`).
fn named<'a>(intent: &'a ResourceIntent, field: &str) -> Option<&'a str> {
    match intent.fields.get(field)? {
        FieldValue::Plain(value) => value.as_str().map(|name| name.trim_start_matches('!')),
        FieldValue::Secret(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::model::RESOURCE_TYPES;

    /// Who adds a type to the schema says here what it has to do with interfaces.
    #[test]
    fn every_field_that_names_an_interface_is_known() {
        let shaped = ["VirtualInterface", "ServiceInstance", "SteeringRule", "Router"];
        for kind in RESOURCE_TYPES.iter().filter(|kind| !shaped.contains(&kind.name)) {
            let known = TYPES.iter().find(|known| known.kind == kind.name);
            let known = known.unwrap_or_else(|| panic!("{} is not in the table of interfaces", kind.name));
            let names = |field: &str| field == "parent" || field.to_lowercase().ends_with("interface");
            let told: BTreeSet<&str> = known.needs.iter().map(|(field, _)| *field).collect();
            let fields: BTreeSet<&str> = kind
                .fields
                .iter()
                .map(|field| field.name)
                .filter(|name| names(name))
                .collect();
            assert_eq!(told, fields, "{}", kind.name);
            assert!(known.name.is_none_or(|name| kind.field(name).is_some()));
        }
    }
}
