//! When two spellings of a RouterOS value mean the same, and what a value is when nobody set it: what the schema says
//! of the properties that nnc writes, and two rules for all the others.

use nnc_core::object::Kind;

use crate::generated::map::{ALL, FieldMap, Property, ResourceMap, Transform};
use crate::spelling::canonical;

/// Attributes that mean nothing for what a row does.
const INERT: &[&str] = &["comment", "copy-from", "place-before", "numbers", ".id"];

fn property(kind: &Kind, attribute: &str) -> Option<&'static Property> {
    ResourceMap::of_path(kind.as_str())?
        .property(attribute)?
        .property
        .as_ref()
}

/// Whether the kind is a menu of firewall rules.
pub(crate) fn is_firewall(kind: &Kind) -> bool {
    let path = kind.as_str();
    path.contains("/firewall/") && !path.ends_with("/address-list")
}

/// Whether the attribute is one that a row has or has not, without a value.
pub(crate) fn is_flag(kind: &Kind, attribute: &str) -> bool {
    property(kind, attribute).is_some_and(|property| property.transform == Transform::Flag)
}

/// The default of an attribute, where it is known; empty for "not set".
pub(crate) fn default_of(kind: &Kind, attribute: &str) -> Option<&'static str> {
    let known = property(kind, attribute);
    if known.is_some_and(|property| property.transform == Transform::Flag) {
        return Some("no");
    }
    let default = known.and_then(|property| property.default);
    // A matcher that a rule does not give matches everything, be it in the schema or not.
    default.or_else(|| is_firewall(kind).then_some(""))
}

/// Whether the attribute says nothing about what the row does.
pub(crate) fn is_inert(attribute: &str) -> bool {
    INERT.contains(&attribute)
}

/// Whether two spellings of an attribute mean the same. Of an attribute that is not in the schema only the spellings
/// of a switch are known.
pub(crate) fn same(kind: &Kind, attribute: &str, one: &str, other: &str) -> bool {
    if one == other {
        return true;
    }
    let transform = property(kind, attribute).map_or(Transform::Bool, |property| property.transform);
    canonical(transform, one) == canonical(transform, other)
}

/// The fields of a menu that are secrets: once for each property, and by the type that hosts see where there is one,
/// since that is what keeps them.
pub(crate) fn secrets_of(kind: &Kind) -> Vec<&'static FieldMap> {
    let mut maps: Vec<&ResourceMap> = ALL.into_iter().filter(|map| map.path == kind.as_str()).collect();
    maps.sort_by_key(|map| map.internal);
    let mut fields: Vec<&FieldMap> = Vec::new();
    for field in maps.into_iter().flat_map(|map| map.fields) {
        let property = |field: &FieldMap| field.property.as_ref().map(|property| property.name);
        let known = fields.iter().any(|other| property(other) == property(field));
        if field.sensitive && field.property.is_some() && !known {
            fields.push(field);
        }
    }
    fields
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kinds;

    #[test]
    fn the_schema_says_what_is_the_same() {
        for (kind, attribute, one, other) in [
            (kinds::VLAN, "disabled", "no", "false"),
            (kinds::TABLE, "fib", "", "true"),
            (kinds::FILTER, "src-address", "192.168.88.5", "192.168.88.5/32"),
            (kinds::ROUTE, "gateway", "10.0.0.2", "10.0.0.2/32"),
            (kinds::ROUTE6, "gateway", "fd6e:0:0::2", "fd6e::2"),
            (
                kinds::MANGLE,
                "connection-state",
                "established,related",
                "related,established",
            ),
            (kinds::RAW, "notrack-of-tomorrow", "yes", "true"),
        ] {
            assert!(same(&kind, attribute, one, other), "{attribute} {one} {other}");
        }
        for (kind, attribute, one, other) in [
            (kinds::ADDRESS, "address", "10.0.0.1/24", "10.0.0.2/24"),
            (kinds::MANGLE, "dst-address-type", "!local", "local"),
            (kinds::NAT, "dst-port", "53", "853"),
            (kinds::VLAN, "name", "yes", "true"),
        ] {
            assert!(!same(&kind, attribute, one, other), "{attribute} {one} {other}");
        }
    }

    /// What a user may leave out must be known when it is left out later: else the row would keep what was said before, and
    /// nobody would notice.
    #[test]
    fn whatever_may_be_left_out_has_a_default() {
        let mut checked = 0;
        for map in ALL.into_iter().filter(|map| !map.internal) {
            let kind = Kind::new(map.path);
            for field in map
                .fields
                .iter()
                .filter(|field| !field.required && !field.generated)
            {
                let Some(property) = &field.property else { continue };
                let known = default_of(&kind, property.name).is_some();
                assert!(
                    known,
                    "{}.{}: give {} a default in the schema",
                    map.name, field.name, property.name
                );
                checked += 1;
            }
        }
        assert!(checked >= 8, "{checked}");
    }

    #[test]
    fn the_schema_says_what_is_when_nobody_set_it() {
        for (kind, attribute, default) in [
            (kinds::VLAN, "disabled", Some("no")),
            (kinds::ROUTE, "distance", Some("1")),
            (kinds::ROUTE, "blackhole", Some("no")),
            (kinds::MANGLE, "passthrough", Some("yes")),
            (kinds::LIST, "exclude", Some("")),
            (kinds::FILTER, "a-matcher-of-tomorrow", Some("")),
            (kinds::ADDRESS_LIST, "timeout", None),
            (kinds::POOL, "something", None),
        ] {
            assert_eq!(default_of(&kind, attribute), default, "{attribute}");
        }
    }
}
