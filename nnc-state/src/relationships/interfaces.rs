//! Which resources are interfaces of the router, and which fields name one.

use std::collections::BTreeMap;

use nnc_core::identity::ResourceId;
use nnc_core::intent::{Intents, ResourceIntent};
use nnc_core::resource::FieldValue;

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
    pub(super) fn of(intent: &ResourceIntent) -> Option<&'static Self> {
        TYPES.iter().find(|of_type| of_type.kind == intent.kind)
    }
}

/// The interfaces of a router by name: which of them are resources of ours.
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

    /// The resource that an interface is; `interface/<name>` for one that somebody else made.
    pub fn resource(&self, name: &str) -> ResourceId {
        let own = self.0.get(name).cloned();
        own.unwrap_or_else(|| ResourceId::of("interface", name))
    }
}

/// The interface that a field names, also where a rule matches all but it (`!ether1`).
pub(super) fn named<'a>(intent: &'a ResourceIntent, field: &str) -> Option<&'a str> {
    match intent.fields.get(field)? {
        FieldValue::Plain(value) => value.as_str().map(|name| name.trim_start_matches('!')),
        FieldValue::Secret(_) => None,
    }
}
