//! MPLS labels.

use super::Packet;
use super::steps::{Step, StepKind};
use super::translate::Translation;
use crate::wire::{Action, Controller, FieldId, Prerequisite, Slot, numbers as n};

/// The labels that Open vSwitch keeps, outermost first.
pub(super) const LABELS: [Slot; 3] = [Slot::MplsLse, Slot::Mpls1, Slot::Mpls2];

/// The bit of the innermost label, "bottom of stack".
const BOTTOM: u128 = 0x100;

const TOO_MANY: &str = "Too many MPLS labels";

/// What follows the Ethernet header; the push of a label hides it.
const INSIDE: [Slot; 28] = [
    Slot::CtNwSrc,
    Slot::CtNwDst,
    Slot::CtIpv6Src,
    Slot::CtIpv6Dst,
    Slot::CtTpSrc,
    Slot::CtTpDst,
    Slot::NwSrc,
    Slot::NwDst,
    Slot::Ipv6Src,
    Slot::Ipv6Dst,
    Slot::Ipv6Label,
    Slot::NwProto,
    Slot::NwTos,
    Slot::NwTtl,
    Slot::NwFrag,
    Slot::ArpSha,
    Slot::ArpTha,
    Slot::TcpFlags,
    Slot::TpSrc,
    Slot::TpDst,
    Slot::NdTarget,
    Slot::NdReserved,
    Slot::NshFlags,
    Slot::NshTtl,
    Slot::NshMdtype,
    Slot::NshNp,
    Slot::NshPath,
    Slot::NshC1,
];

pub(super) fn is_mpls(eth_type: u16) -> bool {
    matches!(eth_type, n::MPLS | n::MPLS_MCAST)
}

/// How many labels are known.
fn count(packet: &Packet) -> usize {
    for (at, slot) in LABELS.into_iter().enumerate() {
        match packet.value(slot) {
            0 => return at,
            label if label & BOTTOM != 0 => return at + 1,
            _ => {}
        }
    }
    LABELS.len()
}

/// Puts a label in front of the others.
fn push_label(packet: &mut Packet, label: u128) {
    packet.set(Slot::Mpls2, packet.value(Slot::Mpls1));
    packet.set(Slot::Mpls1, packet.value(Slot::MplsLse));
    packet.set(Slot::MplsLse, label);
}

/// Takes the first of `count` labels away, if there is one and what comes into its place is known.
fn pop_label(packet: &mut Packet, count: usize, eth_type: u16) -> bool {
    let is_known = count < LABELS.len() || packet.value(Slot::Mpls2) & BOTTOM != 0;
    if count == 0 || !is_known {
        return false;
    }
    packet.set(Slot::MplsLse, packet.value(Slot::Mpls1));
    packet.set(Slot::Mpls1, packet.value(Slot::Mpls2));
    packet.set(Slot::Mpls2, 0);
    packet.set(Slot::EthType, u128::from(eth_type));
    true
}

impl Translation<'_> {
    pub(super) fn push_mpls(&mut self, eth_type: u16) {
        let labels = count(&self.packet);
        if labels == LABELS.len() {
            self.error = Some(TOO_MANY);
            return;
        }
        if labels == 0 {
            self.commit();
            let label = self.first_label();
            push_label(&mut self.packet, label);
            for slot in INSIDE
                .into_iter()
                .chain([Slot::NshC2, Slot::NshC3, Slot::NshC4, Slot::DpHash])
            {
                self.packet.set(slot, 0);
            }
        } else {
            let outermost = self.packet.value(Slot::MplsLse);
            push_label(&mut self.packet, outermost & !BOTTOM);
        }
        self.packet.set(Slot::EthType, u128::from(eth_type));
    }

    /// The label of a packet that had none: "explicit null", with class and time to live of the IP packet inside.
    fn first_label(&self) -> u128 {
        let packet = &self.packet;
        let label = if packet.small(Slot::EthType) == n::IPV6 {
            2
        } else {
            0
        };
        let (class, ttl) = if packet.has(Prerequisite::Ip) {
            let ttl = match packet.value(Slot::NwTtl) {
                0 => 64,
                ttl => ttl,
            };
            (packet.value(Slot::NwTos) >> 2 & 7, ttl)
        } else {
            (0, 64)
        };
        label << 12 | class << 9 | BOTTOM | ttl
    }

    pub(super) fn pop_mpls(&mut self, eth_type: u16) {
        let labels = count(&self.packet);
        if pop_label(&mut self.packet, labels, eth_type) {
            self.was_mpls |= !is_mpls(eth_type);
        } else if labels == LABELS.len() {
            self.error = Some(TOO_MANY);
        }
    }

    /// Writes bits of the outermost label, if there is one.
    pub(super) fn set_mpls(&mut self, value: u128, shift: u32, mask: u128) {
        if is_mpls(self.packet.small(Slot::EthType)) {
            let kept = self.packet.value(Slot::MplsLse) & !(mask << shift);
            self.packet.set(Slot::MplsLse, kept | (value & mask) << shift);
        }
    }

    /// Returns whether the packet may go on.
    pub(super) fn decrease_mpls_ttl(&mut self, steps: &mut Vec<Step>) -> bool {
        let label = self.packet.value(Slot::MplsLse);
        if is_mpls(self.packet.small(Slot::EthType)) {
            if label & 0xff > 1 {
                self.packet.set(Slot::MplsLse, label - 1);
                return true;
            }
            self.tell_controller(&Controller {
                max_len: u16::MAX,
                id: 0,
                reason: 2,
                userdata: Vec::new(),
                pause: false,
                meter: None,
                form2: false,
            });
        }
        steps.push(Step::new(StepKind::Warning, "MPLS decrement TTL exception"));
        false
    }

    /// Whether the switch has to look at the packet again before this action: its last label was popped, and what
    /// was inside is not known.
    pub(super) fn needs_look_inside(&self, action: &Action) -> bool {
        use Action as A;
        self.was_mpls
            && !match action {
                A::Output { .. } | A::OutputTrunc { .. } | A::Enqueue { .. } | A::OutputReg(_) => true,
                A::SetVlanVid { .. } | A::SetVlanPcp { .. } | A::SetEthSrc(_) | A::SetEthDst(_) => true,
                A::SetTunnel { .. } | A::SetQueue(_) | A::Group(_) => true,
                A::SetField(set) => set.field.id < FieldId::MPLS_LABEL,
                _ => false,
            }
    }

    /// Ends the way here: the datapath hands the packet in again, which `ofproto/trace` does not follow either.
    pub(super) fn hand_in_again(&mut self) {
        self.commit();
        let recirculation = self.ids.next();
        self.datapath.push(format!("recirc({recirculation:#x})"));
        self.is_over = true;
        self.is_frozen = true;
    }
}

/// Appends what makes the labels of `base` those of `flow`.
pub(super) fn commit_labels(flow: &Packet, base: &mut Packet, out: &mut Vec<String>) {
    let label_of = |packet: &Packet, at: usize| LABELS.get(at).map_or(0, |slot| packet.value(*slot));
    let wanted = count(flow);
    let mut there = count(base);
    // Labels are compared from the bottom on.
    let mut same = (1..=wanted.min(there))
        .take_while(|back| label_of(flow, wanted - back) == label_of(base, there - back))
        .count();
    while there > same {
        if there - 1 == same && wanted > same {
            let label = label_of(flow, wanted - there);
            out.push(format!("set(mpls({}))", describe(label)));
            base.set(Slot::MplsLse, label);
            same += 1;
        } else {
            let eth_type = if wanted == 0 && there > 1 {
                n::MPLS
            } else {
                flow.small(Slot::EthType)
            };
            out.push(format!("pop_mpls(eth_type={eth_type:#x})"));
            pop_label(base, there, eth_type);
            there -= 1;
        }
    }
    while there < wanted {
        let label = label_of(flow, wanted - there - 1);
        let eth_type = flow.small(Slot::EthType);
        out.push(format!("push_mpls({},eth_type={eth_type:#x})", describe(label)));
        push_label(base, label);
        base.set(Slot::EthType, u128::from(eth_type));
        there += 1;
    }
}

fn describe(label: u128) -> String {
    format!(
        "label={},tc={},ttl={},bos={}",
        label >> 12,
        label >> 9 & 7,
        label & 0xff,
        label >> 8 & 1
    )
}
