//! The connection tracker, as far as it can be followed: what it is told, and what it gives back.

use super::Packet;
use super::frozen::Frozen;
use super::steps::{Resumption, Step, StepKind};
use super::translate::Translation;
use crate::text::{format_actions, format_ct_state};
use crate::wire::{Action, Ct, CtZone, Nat, NatAddresses, Slot};
use std::net::{Ipv4Addr, Ipv6Addr};

/// Addresses before and after their translation, in words; none without `nat`.
pub(super) type Translated = Option<(String, String)>;

/// The state that a packet has when it comes back, unless another is given: new and tracked.
const DEFAULT_STATE: u8 = 0x21;

pub(super) fn track(translation: &mut Translation<'_>, ct: &Ct, steps: &mut Vec<Step>) {
    translation.commit();
    translation.execute(&ct.actions, false, steps);
    let zone = match &ct.zone {
        CtZone::Number(zone) => u128::from(*zone),
        CtZone::Field(field) => {
            translation.touched.add(field, u128::MAX);
            translation.packet.get(field)
        }
    };
    let text = describe(translation, ct, zone);
    translation.datapath.push(text);
    if ct.table != 255 {
        let recirculation = translation.freeze(ct.table, zone, ct);
        translation.datapath.push(format!("recirc({recirculation:#x})"));
        steps.push(Step::new(
            StepKind::Detail,
            format!(
                "A clone of the packet is forked to recirculate. The forked pipeline will be resumed at table {}.",
                ct.table
            ),
        ));
    }
    translation.packet.clear_connection();
    translation.is_tracked = false;
    steps.push(Step::new(
        StepKind::Detail,
        "Sets the packet to an untracked state, and clears all the conntrack fields.",
    ));
}

fn describe(translation: &Translation<'_>, ct: &Ct, zone: u128) -> String {
    let mut parts = Vec::new();
    match ct.flags & (Ct::COMMIT | Ct::FORCE) {
        0 => {}
        Ct::COMMIT => parts.push("commit".into()),
        _ => parts.push("force_commit".into()),
    }
    if zone != 0 {
        parts.push(format!("zone={zone}"));
    }
    let written = |slot: Slot, name: &str| {
        let mask = ct
            .actions
            .iter()
            .fold(0, |mask, action| mask | written_mask(action, slot));
        let value = translation.packet.value(slot) & mask;
        let value = if value == 0 {
            "0".into()
        } else {
            format!("{value:#x}")
        };
        match mask {
            0 => None,
            // Told for marks, but not for labels.
            u128::MAX => Some(format!("{name}={value}")),
            mask => Some(format!("{name}={value}/{mask:#x}")),
        }
    };
    parts.extend(written(Slot::CtMark, "mark"));
    parts.extend(written(Slot::CtLabel, "label"));
    match ct.alg {
        0 => {}
        69 => parts.push("helper=tftp".into()),
        _ => parts.push("helper=ftp".into()),
    }
    let nat = ct
        .actions
        .iter()
        .filter(|action| matches!(action, Action::Nat(_)));
    parts.extend(nat.map(|nat| format_actions(std::slice::from_ref(nat), translation.names)));
    if parts.is_empty() {
        "ct".into()
    } else {
        format!("ct({})", parts.join(","))
    }
}

/// The bits of the mark or label that an action inside `ct` writes.
fn written_mask(action: &Action, slot: Slot) -> u128 {
    use crate::wire::pieces;
    let of = |subfield: &crate::wire::Subfield, mask: u128| {
        let pieces = pieces(subfield).into_iter().filter(|piece| piece.slot == slot);
        pieces.fold(0, |n, piece| {
            n | (mask >> piece.offset & crate::wire::ones(piece.width)) << piece.shift
        })
    };
    match action {
        Action::SetField(set) => of(&super::packet::whole(set.field), set.mask.number().unwrap_or(0)),
        Action::Move { destination, .. } => of(destination, u128::MAX),
        _ => 0,
    }
}

/// Changes addresses as the first of the range that `nat` gives, as `ofproto/trace` does.
pub(super) fn translate(packet: &mut Packet, ct: &Ct) -> Translated {
    let nat = ct.actions.iter().find_map(|action| match action {
        Action::Nat(nat) => Some(nat),
        _ => None,
    })?;
    if nat.flags & (Nat::SRC | Nat::DST) == 0 {
        return Some((String::new(), String::new()));
    }
    let before = addresses(packet);
    let is_source = nat.flags & Nat::SRC != 0;
    match nat.addresses {
        NatAddresses::None => {}
        NatAddresses::V4(first, _) => {
            let slot = if is_source { Slot::NwSrc } else { Slot::NwDst };
            packet.set(slot, u128::from(u32::from(first)));
        }
        NatAddresses::V6(first, _) => {
            let slot = if is_source { Slot::Ipv6Src } else { Slot::Ipv6Dst };
            packet.set(slot, u128::from(first));
        }
    }
    if nat.ports.0 != 0 {
        let slot = if is_source { Slot::TpSrc } else { Slot::TpDst };
        packet.set(slot, u128::from(nat.ports.0));
    }
    Some((before, addresses(packet)))
}

fn addresses(packet: &Packet) -> String {
    let ports = (packet.value(Slot::TpSrc), packet.value(Slot::TpDst));
    let v4 = |slot| Ipv4Addr::from(u32::try_from(packet.value(slot)).unwrap_or(0));
    let v6 = |slot| Ipv6Addr::from(packet.value(slot));
    if packet.value(Slot::EthType) == 0x86dd {
        let (from, to) = (v6(Slot::Ipv6Src), v6(Slot::Ipv6Dst));
        format!(
            "ipv6_src=[{from}],tp_src={},ipv6_dst=[{to}],tp_dst={}",
            ports.0, ports.1
        )
    } else {
        let (from, to) = (v4(Slot::NwSrc), v4(Slot::NwDst));
        format!("nw_src={from},tp_src={},nw_dst={to},tp_dst={}", ports.0, ports.1)
    }
}

impl Frozen {
    /// The packet as it comes back, in this state or as a new connection.
    pub(super) fn resume(&self, given: Option<u8>) -> (Packet, Resumption) {
        let state = given.unwrap_or(DEFAULT_STATE) | 0x20;
        let mut packet = self.packet.clone();
        packet.set(Slot::CtState, u128::from(state));
        let resumption = Resumption {
            recirculation: self.recirculation,
            ct_state: format_ct_state(state),
            is_given: given.is_some(),
            translation: self.translation.clone(),
        };
        (packet, resumption)
    }
}
