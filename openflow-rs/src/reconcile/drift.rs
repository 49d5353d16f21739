use super::Desired;
use crate::table::{FlowSet, Owner};
use crate::wire::{Command, FlowEvent, FlowMod, FlowUpdate, MonitoredFlow};

/// Whether what a monitor tells means that the switch may no longer hold what it should, so that it is time to
/// reconcile. The monitor is one of changes by others, with actions: see
/// [`FlowMonitor::of_changes`](crate::wire::FlowMonitor::of_changes).
///
/// Learned flows come and go, and what others do among themselves is their business. A flow of ours that went because
/// of its own timeout is not drift either: it was to go.
#[must_use]
pub fn is_drift(update: &FlowUpdate, desired: &Desired) -> bool {
    match update {
        FlowUpdate::Own(_) => false,
        // Whatever was missed, it is over only when the monitor says so.
        FlowUpdate::Paused => false,
        FlowUpdate::Resumed => true,
        FlowUpdate::Flow(flow) => match (desired.space().owner(flow.cookie), flow.event) {
            (Owner::Learned, _) | (Owner::Foreign, FlowEvent::Removed(_)) => false,
            (Owner::Own, FlowEvent::Removed(0 | 1)) => false,
            (Owner::Own, FlowEvent::Removed(_)) => true,
            (Owner::Own, _) => !is_desired(flow, desired),
            (Owner::Foreign, _) => takes_a_place(flow, desired),
        },
    }
}

/// The flow as the only one of a set, in the form of a dump.
fn alone(flow: &MonitoredFlow, desired: &Desired) -> Option<FlowSet> {
    let mut set = FlowSet::new(desired.flows().version());
    let flow = FlowMod {
        table: flow.table,
        priority: flow.priority,
        new_cookie: flow.cookie,
        idle_timeout: flow.idle_timeout,
        hard_timeout: flow.hard_timeout,
        matches: flow.matches.clone(),
        actions: flow.actions.clone(),
        ..FlowMod::new(Command::Add)
    };
    set.insert(&flow).ok()?;
    Some(set)
}

/// Whether a flow of ours is as it should be; a monitor tells neither flags nor importance.
fn is_desired(flow: &MonitoredFlow, desired: &Desired) -> bool {
    let Some(set) = alone(flow, desired) else {
        return false;
    };
    set.iter().all(|seen| {
        desired.flows().get(&seen).is_some_and(|wanted| {
            let same = |a, b| a == b;
            same(seen.actions().ok(), wanted.actions().ok())
                && (seen.cookie, seen.idle_timeout, seen.hard_timeout)
                    == (wanted.cookie, wanted.idle_timeout, wanted.hard_timeout)
        })
    })
}

/// Whether somebody else's flow stands where one of ours should.
fn takes_a_place(flow: &MonitoredFlow, desired: &Desired) -> bool {
    alone(flow, desired).is_none_or(|set| set.iter().any(|seen| desired.flows().get(&seen).is_some()))
}
