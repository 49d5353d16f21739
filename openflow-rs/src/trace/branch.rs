//! `check_pkt_larger`: what follows is done twice, once for packets that are larger and once for the others.

use super::steps::Step;
use super::translate::Translation;
use crate::wire::{Action, CheckPktLarger};

/// Does the actions that follow for packets of either size.
///
/// Source: what is kept from one size to the other was measured with `ofproto/trace` of Open vSwitch 3.1: the packet is
/// as before for both; stack and action set are as the first left them; an end in the first is one of the whole.
pub(super) fn check_larger(
    translation: &mut Translation<'_>,
    check: &CheckPktLarger,
    following: &[Action],
    steps: &mut Vec<Step>,
) {
    translation.commit();
    let (packet, base) = (translation.packet.clone(), translation.base.clone());
    let (stack, set) = (translation.stack.clone(), translation.action_set.clone());
    let (was_tracked, was_mpls) = (translation.is_tracked, translation.was_mpls);
    let outside = std::mem::take(&mut translation.datapath);
    let mut ways = Vec::new();
    let mut is_over = false;
    for (name, is_larger) in [("gt", 1), ("le", 0)] {
        translation.packet.put(&check.destination, is_larger);
        translation.execute(following, true, steps);
        if !translation.is_frozen {
            translation.run_action_set(steps);
        }
        let way = std::mem::take(&mut translation.datapath);
        let way = if way.is_empty() {
            "drop".into()
        } else {
            way.join(",")
        };
        ways.push(format!("{name}({way})"));
        if is_larger == 1 {
            is_over = translation.is_over;
        }
        translation.packet = packet.clone();
        translation.base = base.clone();
        translation.is_tracked = was_tracked;
        translation.was_mpls = was_mpls;
        translation.is_over = false;
        translation.is_frozen = false;
    }
    translation.is_over = is_over;
    translation.stack = stack;
    translation.action_set = set;
    translation.datapath = outside;
    let ways = ways.join(",");
    translation
        .datapath
        .push(format!("check_pkt_len(size={},{ways})", check.length));
}
