//! Changes of what is beneath the firewall.

use serde_json::json;

use super::edit::{Change, Edit, by, change};
use super::home::Place;

/// Addresses, interfaces, ports, VLANs and services.
pub(crate) fn beneath(place: &Place) -> Vec<Change> {
    let address = || place.menu("/address");
    let ethernet = || "/interface/ethernet".to_owned();
    let port = || "/interface/bridge/port".to_owned();
    let vlan = || "/interface/vlan".to_owned();
    let membership = || "/interface/bridge/vlan".to_owned();
    let bridge = || "/interface/bridge".to_owned();
    let service = || "/ip/service".to_owned();
    let named = |name: &str| by("name", name);
    let mut changes = Vec::new();
    let interfaces: &[&str] = if place.v4() {
        &["ether1", "bridge", "iot", "ether4"]
    } else {
        &["ether1", "bridge"]
    };
    for interface in interfaces
        .iter()
        .copied()
        .chain(place.filtering.then_some("mgmt"))
    {
        changes.push(change(
            format!("no address on {interface}"),
            [Edit::Remove(address(), by("interface", interface))],
        ));
        changes.push(change(
            format!("the address on {interface} is disabled"),
            [Edit::Set(
                address(),
                by("interface", interface),
                "disabled",
                "yes".into(),
            )],
        ));
    }
    for name in ["ether1", "ether2", "ether3", "ether4", "ether5"] {
        changes.push(change(
            format!("{name} is disabled"),
            [Edit::Set(ethernet(), named(name), "disabled", "yes".into())],
        ));
    }
    changes.push(change(
        "the bridge is disabled",
        [Edit::Set(bridge(), named("bridge"), "disabled", "yes".into())],
    ));
    for name in ["ether2", "ether3"] {
        let at = || by("interface", name);
        changes.push(change(
            format!("{name} leaves the bridge"),
            [Edit::Remove(port(), at())],
        ));
        changes.push(change(
            format!("{name} is disabled in the bridge"),
            [Edit::Set(port(), at(), "disabled", "yes".into())],
        ));
        changes.push(change(
            format!("{name} gets another pvid"),
            [Edit::Set(port(), at(), "pvid", "77".into())],
        ));
    }
    for name in ["ether4", "ether5"] {
        changes.push(change(
            format!("{name} joins the bridge"),
            [Edit::Add(
                port(),
                false,
                json!({"bridge": "bridge", "interface": name, "pvid": "1"}),
            )],
        ));
    }
    changes.push(change(
        "the bridge filters VLANs",
        [Edit::Set(
            bridge(),
            named("bridge"),
            "vlan-filtering",
            "yes".into(),
        )],
    ));
    changes.push(change(
        "the bridge filters no VLANs",
        [Edit::Set(
            bridge(),
            named("bridge"),
            "vlan-filtering",
            "no".into(),
        )],
    ));
    for name in [Some("iot"), place.filtering.then_some("mgmt")]
        .into_iter()
        .flatten()
    {
        changes.push(change(
            format!("no VLAN {name}"),
            [Edit::Remove(vlan(), named(name))],
        ));
        changes.push(change(
            format!("VLAN {name} is disabled"),
            [Edit::Set(vlan(), named(name), "disabled", "yes".into())],
        ));
        changes.push(change(
            format!("VLAN {name} gets another id"),
            [Edit::Set(vlan(), named(name), "vlan-id", "99".into())],
        ));
        changes.push(change(
            format!("VLAN {name} moves to ether5"),
            [Edit::Set(vlan(), named(name), "interface", "ether5".into())],
        ));
    }
    changes.push(change(
        "one VLAN more",
        [Edit::Add(
            vlan(),
            false,
            json!({"name": "more", "interface": "bridge", "vlan-id": "150"}),
        )],
    ));
    if place.filtering {
        let at = || by("vlan-ids", "40");
        changes.push(change("no membership", [Edit::Remove(membership(), at())]));
        for (name, tagged, untagged) in [
            ("without the bridge", "ether3", "ether2"),
            ("without the trunk", "bridge", "ether2"),
            ("without the access port", "bridge,ether3", ""),
            ("for one more", "bridge,ether3,ether4", "ether2"),
        ] {
            changes.push(change(
                format!("membership {name}"),
                [
                    Edit::Set(membership(), at(), "tagged", tagged.into()),
                    Edit::Set(membership(), at(), "untagged", untagged.into()),
                ],
            ));
        }
        changes.push(change(
            "a membership for another VLAN",
            [Edit::Add(
                membership(),
                false,
                json!({"bridge": "bridge", "vlan-ids": "150", "tagged": "bridge,ether3"}),
            )],
        ));
    }
    for (list, interface) in [("LAN", "bridge"), ("LAN", place.interface)] {
        changes.push(change(
            format!("{interface} leaves {list}, and no admins"),
            [
                Edit::Remove("/interface/list/member".to_owned(), by("interface", interface)),
                Edit::Remove(place.menu("/firewall/address-list"), by("comment", "admin")),
            ],
        ));
    }
    let near = if place.v4() {
        "192.168.0.0/16,198.51.100.0/24,10.0.0.0/8"
    } else {
        "2001:db8::/32"
    };
    for (name, attribute, value) in [
        ("off", "disabled", "yes"),
        ("moved", "port", "8888"),
        ("for others", "address", "203.0.113.0/24"),
        ("for near ones", "address", near),
    ] {
        let set = Edit::Set(service(), named("api"), attribute, value.to_owned());
        changes.push(change(format!("the service is {name}"), [set]));
    }
    changes
}
