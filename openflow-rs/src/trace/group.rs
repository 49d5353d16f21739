//! Groups, clones and action sets: actions whose effect on the packet ends with them, or is put off.

use super::steps::{Step, StepKind};
use super::translate::Translation;
use crate::wire::{Action, Bucket, FlowMod, Group, Port};

/// Does the buckets of a group.
pub(super) fn visit(translation: &mut Translation<'_>, id: u32, is_last: bool, steps: &mut Vec<Step>) {
    let pipeline = translation.pipeline;
    let Some(group) = pipeline.group(id) else {
        return steps.push(Step::new(StepKind::Warning, format!("group {id} is not there")));
    };
    if !translation.may_go_deeper(steps) {
        return;
    }
    match group.kind {
        1 => {
            steps.push(Step::new(
                StepKind::Detail,
                "a hash of the packet chooses one of the buckets, which is known to the switch only",
            ));
            translation.commit();
            let recirculation = translation.ids.next();
            translation.datapath.push("hash(sym_l4(0))".into());
            translation.datapath.push(format!("recirc({recirculation:#x})"));
            translation.is_over = true;
            translation.is_frozen = true;
        }
        3 => match first_live(translation, group, 0, steps) {
            Some(at) => {
                let bucket = group.buckets.get(at);
                let number = bucket.map_or(0, |bucket| bucket.id);
                steps.push(Step::new(StepKind::Detail, format!("using bucket {number}")));
                bucket
                    .into_iter()
                    .for_each(|bucket| run(translation, group, bucket, is_last, steps));
            }
            None => steps.push(Step::new(StepKind::Detail, "no live bucket")),
        },
        _ => {
            let count = group.buckets.len();
            for (at, bucket) in group.buckets.iter().enumerate() {
                run(translation, group, bucket, is_last && at + 1 == count, steps);
            }
        }
    }
}

/// The place of the first bucket that works; tells of those before it.
fn first_live(
    translation: &Translation<'_>,
    group: &Group,
    depth: u32,
    steps: &mut Vec<Step>,
) -> Option<usize> {
    group.buckets.iter().position(|bucket| {
        let live = is_live(translation, bucket, depth, steps);
        if !live {
            let mut watched = Vec::new();
            if bucket.watch_port != Port::ANY {
                watched.push(format!("port {}", bucket.watch_port.0));
            }
            if bucket.watch_group != FlowMod::ANY_GROUP {
                // As Open vSwitch says it.
                watched.push(format!("port {}", bucket.watch_group));
            }
            let text = format!("bucket {}: not live due to {}", bucket.id, watched.join(" and "));
            steps.push(Step::new(StepKind::Detail, text));
        }
        live
    })
}

/// Whether the bucket's port or group works; ports that are there are taken for working.
fn is_live(translation: &Translation<'_>, bucket: &Bucket, depth: u32, steps: &mut Vec<Step>) -> bool {
    let (port, group) = (bucket.watch_port, bucket.watch_group);
    if port == Port::ANY && group == FlowMod::ANY_GROUP {
        return true;
    }
    if port < Port::MAX && translation.pipeline.has_port(port) {
        return true;
    }
    let watched = translation.pipeline.group(group);
    depth < 32 && watched.is_some_and(|group| first_live(translation, group, depth + 1, steps).is_some())
}

fn run(translation: &mut Translation<'_>, _: &Group, bucket: &Bucket, is_last: bool, steps: &mut Vec<Step>) {
    let packet = translation.packet.clone();
    let was_mpls = translation.was_mpls;
    let mut step = Step::new(StepKind::Bucket, format!("bucket {}", bucket.id));
    let list = in_order(&bucket.actions);
    let outer = std::mem::replace(&mut translation.in_group, true);
    let was_frozen = translation.is_frozen;
    translation.depth += 1;
    translation.execute(&list, is_last, &mut step.inner);
    translation.depth -= 1;
    translation.in_group = outer;
    steps.push(step);
    translation.packet = packet;
    // What ends or is frozen in a bucket ends there: what stands after the group goes on with the packet as it was.
    translation.is_frozen = was_frozen;
    translation.is_over = was_frozen;
    translation.was_mpls = was_mpls;
}

/// Does actions on a copy of the packet.
pub(super) fn clone(
    translation: &mut Translation<'_>,
    nested: &[Action],
    is_last: bool,
    steps: &mut Vec<Step>,
) {
    let packet = translation.packet.clone();
    let set = translation.action_set.clone();
    let stack = translation.stack.clone();
    let was_mpls = translation.was_mpls;
    if is_last || nested.iter().all(is_reversible) {
        translation.execute(nested, is_last, steps);
        if !translation.is_frozen {
            translation.run_action_set(steps);
        }
    } else {
        translation.commit();
        let base = translation.base.clone();
        let was_tracked = translation.is_tracked;
        let outside = std::mem::take(&mut translation.datapath);
        translation.execute(nested, true, steps);
        if !translation.is_frozen {
            translation.run_action_set(steps);
        }
        let inside = std::mem::replace(&mut translation.datapath, outside);
        if !inside.is_empty() {
            translation.datapath.push(format!("clone({})", inside.join(",")));
        }
        translation.is_tracked = was_tracked;
        translation.base = base;
    }
    translation.action_set = set;
    translation.stack = stack;
    translation.packet = packet;
    translation.was_mpls = was_mpls;
}

/// Whether the datapath can take back what the action does by setting fields as they were.
fn is_reversible(action: &Action) -> bool {
    use Action as A;
    !matches!(
        action,
        A::Ct(_)
            | A::Meter(_)
            | A::Nat(_)
            | A::OutputTrunc { .. }
            | A::Encap(_)
            | A::Decap(_)
            | A::DecNshTtl
            | A::DeleteField(_)
    )
}

/// The actions of a set in the order in which they are done (OpenFlow 1.3, section 5.10): the last of each kind, all
/// that write fields, and one that sends. Nothing, if none sends.
pub(super) fn in_order(set: &[Action]) -> Vec<Action> {
    use Action as A;
    let mut list = Vec::new();
    let last = |list: &mut Vec<Action>, kind: &dyn Fn(&Action) -> bool| {
        let found = set.iter().rev().find(|action| kind(action));
        list.extend(found.cloned());
        found.is_some()
    };
    let early: [&dyn Fn(&Action) -> bool; 9] = [
        &|action| matches!(action, A::StripVlan { .. }),
        &|action| matches!(action, A::PopMpls(_)),
        &|action| matches!(action, A::Decap(_)),
        &|action| matches!(action, A::Encap(_)),
        &|action| matches!(action, A::PushMpls(_)),
        &|action| matches!(action, A::PushVlan(_)),
        &|action| matches!(action, A::DecTtl(_)),
        &|action| matches!(action, A::DecMplsTtl),
        &|action| matches!(action, A::DecNshTtl),
    ];
    for kind in early {
        last(&mut list, kind);
    }
    list.extend(set.iter().filter(|action| writes_field(action)).cloned());
    let sends = last(&mut list, &|action| matches!(action, A::Group(_)))
        || last(&mut list, &|action| matches!(action, A::Output { .. }))
        || last(&mut list, &|action| matches!(action, A::Resubmit(_)))
        || last(&mut list, &|action| matches!(action, A::Ct(_)));
    if sends { list } else { Vec::new() }
}

fn writes_field(action: &Action) -> bool {
    use Action as A;
    matches!(
        action,
        A::SetField(_)
            | A::SetQueue(_)
            | A::Move { .. }
            | A::SetEthSrc(_)
            | A::SetEthDst(_)
            | A::SetIpDscp(_)
            | A::SetIpEcn(_)
            | A::SetIpTtl(_)
            | A::SetIpv4Src(_)
            | A::SetIpv4Dst(_)
            | A::SetL4Src { .. }
            | A::SetL4Dst { .. }
            | A::SetMplsLabel(_)
            | A::SetMplsTc(_)
            | A::SetMplsTtl(_)
            | A::SetTunnel { .. }
            | A::SetVlanPcp { .. }
            | A::SetVlanVid { .. }
    )
}
