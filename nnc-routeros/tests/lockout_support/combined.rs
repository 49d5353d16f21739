//! Changes of several steps in the firewall and in routing.

use serde_json::{Value, json};

use super::edit::{Change, Edit, by, change};
use super::home::Place;

/// Changes of several steps in the firewall and in routing.
pub(crate) fn combined(place: &Place) -> Vec<Change> {
    let menu = |rest: &str| place.menu(rest);
    let filter = || menu("/firewall/filter");
    let list = || menu("/firewall/address-list");
    let route = || menu("/route");
    let rule = || "/routing/rule".to_owned();
    let prefix = |wide: bool| match (place.v4(), wide) {
        (true, false) => format!("{}/32", place.controller),
        (true, true) => "0.0.0.0/0".to_owned(),
        (false, false) => format!("{}/128", place.controller),
        (false, true) => "::/0".to_owned(),
    };
    let comment = |text: &str| by("comment", text);
    let add = |menu: String, first: bool, row: Value| Edit::Add(menu, first, row);
    let mut changes = Vec::new();
    for name in ["established", "icmp", "admins", "lan", "all else", "fasttrack"] {
        changes.push(change(
            format!("disable {name}"),
            [Edit::Set(filter(), comment(name), "disabled", "yes".into())],
        ));
        changes.push(change(
            format!("remove {name}"),
            [Edit::Remove(filter(), comment(name))],
        ));
        changes.push(change(
            format!("{name} first"),
            [Edit::First(filter(), comment(name))],
        ));
    }
    let both = |action: &str| {
        ["lan", "admins"].map(|name| Edit::Set(filter(), comment(name), "action", action.to_owned()))
    };
    changes.push(change("both accepts drop", both("drop")));
    changes.push(change("both accepts log", both("log")));
    changes.push(change(
        "no accept is left",
        ["lan", "admins"].map(|name| Edit::Remove(filter(), comment(name))),
    ));
    changes.push(change(
        "the accepts ask for another port",
        [
            Edit::Set(filter(), comment("admins"), "dst-port", "8729".into()),
            Edit::Remove(filter(), comment("lan")),
        ],
    ));
    changes.push(change("only admins", [Edit::Remove(filter(), comment("lan"))]));
    changes.push(change(
        "only admins, and no admins",
        [
            Edit::Remove(filter(), comment("lan")),
            Edit::Remove(list(), comment("admin")),
        ],
    ));
    changes.push(change(
        "only admins, and those are disabled",
        [
            Edit::Remove(filter(), comment("lan")),
            Edit::Set(list(), comment("admin"), "disabled", "yes".into()),
        ],
    ));
    changes.push(change(
        "a jump to a chain that drops",
        [
            add(
                filter(),
                true,
                json!({"chain": "input", "action": "jump", "jump-target": "mine"}),
            ),
            add(
                filter(),
                false,
                json!({"chain": "mine", "action": "drop", "protocol": "tcp"}),
            ),
        ],
    ));
    changes.push(change(
        "a jump to a chain that returns",
        [
            add(
                filter(),
                true,
                json!({"chain": "input", "action": "jump", "jump-target": "mine"}),
            ),
            add(
                filter(),
                false,
                json!({"chain": "mine", "action": "return", "src-address": place.controller}),
            ),
            add(filter(), false, json!({"chain": "mine", "action": "drop"})),
        ],
    ));
    changes.push(change(
        "the controller is on a list that is dropped",
        [
            add(list(), false, json!({"list": "bad", "address": place.controller})),
            add(
                filter(),
                true,
                json!({"chain": "input", "action": "drop", "src-address-list": "bad"}),
            ),
        ],
    ));
    changes.push(change(
        "the controller is on a list that is dropped, but accepted before",
        [
            add(list(), false, json!({"list": "bad", "address": place.controller})),
            add(
                filter(),
                false,
                json!({"chain": "input", "action": "drop", "src-address-list": "bad"}),
            ),
        ],
    ));
    changes.push(change(
        "untracked packets are not accepted",
        [
            add(
                menu("/firewall/raw"),
                true,
                json!({"chain": "prerouting", "action": "notrack", "protocol": "tcp"}),
            ),
            Edit::Set(
                filter(),
                comment("established"),
                "connection-state",
                "established".into(),
            ),
            Edit::Remove(filter(), comment("lan")),
            Edit::Remove(filter(), comment("admins")),
        ],
    ));
    // Routing.
    changes.push(change(
        "answers are marked for a table that drops",
        [
            add(route(), false, json!({"dst-address": prefix(true), "blackhole": "", "routing-table": "other"})),
            add(menu("/firewall/mangle"), true, json!({"chain": "output", "action": "mark-routing", "new-routing-mark": "other", "passthrough": "no"})),
        ],
    ));
    changes.push(change(
        "answers of marked connections are marked for a table that drops",
        [
            add(route(), false, json!({"dst-address": prefix(true), "blackhole": "", "routing-table": "other"})),
            add(menu("/firewall/mangle"), true, json!({"chain": "prerouting", "action": "mark-connection", "new-connection-mark": "c", "passthrough": "yes", "connection-state": "new"})),
            add(menu("/firewall/mangle"), true, json!({"chain": "output", "action": "mark-routing", "new-routing-mark": "other", "passthrough": "no", "connection-mark": "c"})),
        ],
    ));
    changes.push(change(
        "a rule sends answers to an empty table only",
        [add(
            rule(),
            true,
            json!({"action": "lookup-only-in-table", "table": "other", "dst-address": prefix(false)}),
        )],
    ));
    changes.push(change(
        "a rule sends answers to an empty table first",
        [add(
            rule(),
            true,
            json!({"action": "lookup", "table": "other", "dst-address": prefix(false)}),
        )],
    ));
    changes.push(change(
        "a rule drops answers",
        [add(
            rule(),
            true,
            json!({"action": "drop", "dst-address": prefix(false)}),
        )],
    ));
    changes.push(change(
        "a rule drops what comes from the controller",
        [add(
            rule(),
            true,
            json!({"action": "drop", "src-address": prefix(false)}),
        )],
    ));
    changes.push(change(
        "a rule drops answers, but is disabled",
        [add(
            rule(),
            true,
            json!({"action": "drop", "dst-address": prefix(false), "disabled": "yes"}),
        )],
    ));
    changes.push(change(
        "a rule for a mark that nobody sets",
        [add(
            rule(),
            true,
            json!({"action": "drop", "routing-mark": "other"}),
        )],
    ));
    changes.push(change(
        "a blackhole for the controller",
        [add(
            route(),
            false,
            json!({"dst-address": prefix(false), "blackhole": ""}),
        )],
    ));
    changes.push(change(
        "a blackhole for all",
        [add(
            route(),
            false,
            json!({"dst-address": prefix(true), "blackhole": "", "distance": "250"}),
        )],
    ));
    changes.push(change(
        "a blackhole for all, nearer than the uplink",
        [
            Edit::Set(route(), comment("uplink"), "distance", "5".into()),
            add(
                route(),
                false,
                json!({"dst-address": prefix(true), "blackhole": "", "distance": "1"}),
            ),
        ],
    ));
    changes.push(change("no uplink", [Edit::Remove(route(), comment("uplink"))]));
    changes.push(change(
        "the uplink is disabled",
        [Edit::Set(route(), comment("uplink"), "disabled", "yes".into())],
    ));
    let other = if place.v4() {
        "192.0.2.99"
    } else {
        "2001:db8:ffff::99"
    };
    changes.push(change(
        "another gateway of the uplink",
        [Edit::Set(route(), comment("uplink"), "gateway", other.into())],
    ));
    changes.push(change(
        "a host route to the controller by the uplink",
        [add(route(), false, json!({"dst-address": prefix(false), "gateway": if place.v4() { "192.0.2.1" } else { "2001:db8:ffff::1" }}))],
    ));
    if place.v4() {
        changes.push(change("no branch", [Edit::Remove(route(), comment("branch"))]));
        changes.push(change(
            "another gateway of the branch",
            [Edit::Set(
                route(),
                comment("branch"),
                "gateway",
                "192.168.30.77".into(),
            )],
        ));
        for mode in ["strict", "loose"] {
            let settings = Edit::Set(
                "/ip/settings".to_owned(),
                by("rp-filter", "no"),
                "rp-filter",
                mode.to_owned(),
            );
            changes.push(change(format!("rp-filter {mode}"), [settings]));
        }
        changes.push(change(
            "another network of the controller's on another port",
            [add(
                "/ip/address".to_owned(),
                false,
                json!({"address": near_of(place), "interface": "ether5"}),
            )],
        ));
    }
    changes
}

/// An address beside the controller, in a network narrower than its own.
fn near_of(place: &Place) -> String {
    let mut parts: Vec<&str> = place.controller.split('.').collect();
    parts.pop();
    format!("{}.14/29", parts.join("."))
}
