//! Would the controller still reach the router after a change?
//!
//! [`predict`] says what a router will show once a change is in: the rows of the change, and what the router makes of
//! them by itself. [`judge`] compares that with what it shows now, from the cable up: how frames get from a port to an
//! interface (`way`), whether the service listens (`service`), and the packet walk for the rest. What none of them
//! knows about is never taken for harmless.
//!
//! Sources: RouterOS manual, pages "Bridge VLAN Table", "Services", "IP settings", "Packet Flow in RouterOS".

mod neighbour;
mod predict;
mod service;
mod touched;
mod way;

use std::collections::BTreeMap;

use nnc_core::object::{Kind, ObservedRow, RowId, Snapshot};
use nnc_core::walk::{
    Approach, Contact, InterfaceId, Lockout, Management, Model, Reach, ReversePath, narrowed, reach,
};

use crate::kinds;
use crate::walk::{TCP, model, model_of_management};
pub use predict::{predict, settle};

/// Menus that tell more of a controller's way in than planning needs to know.
///
/// They are worth a read of their own only where [`judge`] cannot tell without.
pub const WAY_IN: [Kind; 8] = [
    kinds::SERVICE,
    kinds::SETTINGS,
    kinds::SETTINGS6,
    Kind::new("/ipv6/firewall/raw"),
    Kind::new("/ip/arp"),
    Kind::new("/ipv6/neighbor"),
    Kind::new("/interface/bridge/host"),
    kinds::SESSION,
];

/// Judges a change from what the router showed before it and what it will show after it, as [`predict`] says.
///
/// First for all controllers at once: where nothing that got in before is kept out, it does not matter who the
/// controller is. Else for the one that `management` describes; the menus [`WAY_IN`], where the snapshots hold them,
/// tell by which port and with which MAC address it comes in.
pub fn judge(before: &Snapshot, after: &Snapshot, management: &Management) -> Lockout {
    let unknown = match touched::unjudged(before, after) {
        Some(menu) => Some(Lockout::unknown(format!(
            "the change touches {menu}, and what that does to the controller's way in is not known"
        ))),
        None => service::judge(before, after, management),
    };
    if let Some(lockout @ Lockout::Unsafe { .. }) = unknown {
        return lockout;
    }
    let for_all = if !way::is_kept(before, after) {
        Lockout::unknown("the change is to ports and bridges")
    } else if touched::settings(before, after) {
        Lockout::unknown("the change is to the settings of IP")
    } else if touched::next_hops(before, after) {
        Lockout::unknown("the change is to routes that answers may take")
    } else {
        let (old, new) = (model_of_management(before), model_of_management(after));
        // Every service of management runs over it.
        narrowed(&old, &new, TCP, management.port, management.controller)
    };
    let lockout = match (for_all, management.controller, management.router) {
        (Lockout::Safe, _, _) => Lockout::Safe,
        (_, Some(controller), Some(router)) => {
            let contact = Contact {
                controller,
                router,
                protocol: TCP,
                controller_port: 0,
                router_port: management.port,
            };
            One {
                before,
                after,
                old: &model(before),
                new: &model(after),
                contact,
            }
            .judge()
        }
        (Lockout::CannotTell { reason }, _, _) => Lockout::unknown(format!(
            "{reason}, and by which way the controller comes in is not known"
        )),
        (lockout @ Lockout::Unsafe { .. }, _, _) => lockout,
    };
    match (lockout, unknown) {
        (Lockout::Safe, Some(unknown)) => unknown,
        (lockout, _) => lockout,
    }
}

/// The question for one controller.
struct One<'a> {
    before: &'a Snapshot,
    after: &'a Snapshot,
    old: &'a Model,
    new: &'a Model,
    contact: Contact,
}

impl One<'_> {
    fn judge(&self) -> Lockout {
        let now = reach(
            self.old,
            &self.contact,
            &Approach {
                reverse_path: reverse_path(self.before),
                ..Approach::default()
            },
        );
        let Some(ingress) = now.egress.and_then(|id| self.old.interface(id)) else {
            return Lockout::unknown(
                "by which interface the controller comes in cannot be told from the rules as they are",
            );
        };
        let neighbour = neighbour::find(self.before, &now, self.contact.controller);
        let now = self.ask(self.old, now.egress, neighbour.mac, self.before);
        let why_not = match &now.lockout {
            Lockout::Safe => None,
            Lockout::CannotTell { reason } => Some(reason.clone()),
            Lockout::Unsafe { reason, .. } => Some(format!(
                "the rules as they are say that {reason}, so they are not all that matters"
            )),
        };
        if let Some(reason) = why_not {
            return Lockout::unknown(reason);
        }
        let way = way::Way::of(self.before, &ingress.name, neighbour.port.as_deref());
        if let Some(what) = way.touched(self.before, self.after) {
            return Lockout::unknown(format!(
                "the change sets {what}, and what that does to the controller's way in is not known"
            ));
        }
        let comes_in = match way.after(self.before, self.after) {
            way::ComesIn::By(name) => name,
            way::ComesIn::Nowhere(reason) => return Lockout::because(reason),
            way::ComesIn::Unknown(reason) => return Lockout::unknown(reason),
        };
        let Some(id) = self.new.interface_named(&comes_in) else {
            return Lockout::because(format!("{comes_in}, which the controller comes in by, is gone"));
        };
        let then = self.ask(self.new, Some(id), neighbour.mac, self.after);
        match then.lockout {
            Lockout::Safe if !self.same_next_hop(&now, &then) => {
                Lockout::unknown("the router's answers take another next hop to the controller")
            }
            lockout => lockout,
        }
    }

    fn ask(&self, model: &Model, ingress: Option<InterfaceId>, mac: Option<u64>, seen: &Snapshot) -> Reach {
        let approach = Approach {
            ingress,
            mac,
            reverse_path: reverse_path(seen),
        };
        reach(model, &self.contact, &approach)
    }

    /// Whether answers go to the same neighbour as before.
    fn same_next_hop(&self, now: &Reach, then: &Reach) -> bool {
        neighbour::next_hops(self.before, now) == neighbour::next_hops(self.after, then)
    }
}

/// Whether a change leaves a menu alone.
fn is_same(before: &Snapshot, after: &Snapshot, kind: &Kind) -> bool {
    match (before.kinds.get(kind), after.kinds.get(kind)) {
        (Some(old), Some(new)) if old.is_same(new) => true,
        _ => before.rows(kind) == after.rows(kind),
    }
}

/// Rows by their handles.
fn by_id(rows: &[ObservedRow]) -> BTreeMap<&RowId, &ObservedRow> {
    rows.iter().map(|row| (&row.id, row)).collect()
}

/// `/ip/settings rp-filter`. Where the snapshot does not hold it, it is as delivered: `no`.
fn reverse_path(snapshot: &Snapshot) -> ReversePath {
    let settings = snapshot.rows(&kinds::SETTINGS).first();
    match settings.and_then(|row| row.get("rp-filter")) {
        Some("strict") => ReversePath::Strict,
        Some("loose") => ReversePath::Loose,
        _ => ReversePath::Ignored,
    }
}
