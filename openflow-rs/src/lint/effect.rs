//! What an action does to what is known of a packet.

use super::region::Region;
use crate::wire::{Action, Field, FieldId, Match, Slot, Subfield, Value, pieces};

/// What describes a packet besides its bytes: kept when headers come and go.
const ABOUT_PACKET: [Slot; 3] = [Slot::InPort, Slot::Metadata, Slot::PktMark];

const VLAN_PRESENT: u128 = 0x1000;

impl Region {
    /// Says nothing any more of these bits.
    pub(super) fn forget(&mut self, subfield: &Subfield) {
        for piece in pieces(subfield) {
            let bits = (u128::MAX >> (128 - piece.width)) << piece.shift;
            let (value, mask) = self.at(piece.slot.into());
            self.set(piece.slot.into(), value, mask & !bits);
        }
    }

    fn forget_slots(&mut self, slots: &[Slot]) {
        slots.iter().for_each(|slot| self.set((*slot).into(), 0, 0));
    }

    /// Says nothing any more of the headers.
    fn forget_headers(&mut self) {
        let mut kept = Self::default();
        let registers = (0..16).map(Slot::register);
        for slot in registers.chain(ABOUT_PACKET) {
            let (value, mask) = self.at(slot.into());
            kept.set(slot.into(), value, mask);
        }
        *self = kept;
    }

    /// Writes a field.
    fn write(&mut self, field: &'static Field, value: &Value, mask: Option<&Value>) {
        let mut written = Match::new();
        written.set(field, value, mask);
        for (slot, value, mask) in written.slots() {
            let (before, known) = self.at(slot.into());
            self.set(slot.into(), before & !mask | value, known | mask);
        }
    }

    fn write_number(&mut self, id: FieldId, value: impl Into<u128>) {
        self.write(id.field(), &Value::Number(value.into()), None);
    }

    fn copy(&mut self, source: &Subfield, destination: &Subfield) {
        let (mut value, mut mask) = (0, 0);
        for piece in pieces(source) {
            let (from, known) = self.at(piece.slot.into());
            let bits = u128::MAX >> (128 - piece.width);
            value |= (from >> piece.shift & bits) << piece.offset;
            mask |= (known >> piece.shift & bits) << piece.offset;
        }
        self.forget(destination);
        for piece in pieces(destination) {
            let bits = u128::MAX >> (128 - piece.width);
            let (before, known) = self.at(piece.slot.into());
            let part = |n: u128| (n >> piece.offset & bits) << piece.shift;
            self.set(piece.slot.into(), before | part(value), known | part(mask));
        }
    }

    /// Does what an action does to a packet. Sending, looking up and tracking are not its business.
    pub(super) fn apply(&mut self, action: &Action) {
        use Action as A;
        use FieldId as F;
        match action {
            A::SetField(set) => self.write(set.field, &set.value, Some(&set.mask)),
            A::Move {
                source, destination, ..
            } => self.copy(source, destination),
            A::Pop(op) => self.forget(&op.subfield),
            A::Multipath(multipath) => self.forget(&multipath.destination),
            A::CheckPktLarger(check) => self.forget(&check.destination),
            A::Bundle(bundle) => bundle.destination.iter().for_each(|to| self.forget(to)),
            A::Learn(learn) => learn.result.iter().for_each(|to| self.forget(to)),
            A::SetVlanVid { vid, .. } => self.merge_tag(u128::from(*vid), 0xfff),
            A::SetVlanPcp { pcp, .. } => self.merge_tag(u128::from(*pcp) << 13, 0xe000),
            A::StripVlan { .. } => {
                let (value, mask) = self.at(Slot::VlanInner.into());
                self.set(Slot::VlanTci.into(), value, mask);
                self.set(Slot::VlanInner.into(), 0, 0xffff);
            }
            A::PushVlan(_) => {
                let (value, mask) = self.at(Slot::VlanTci.into());
                self.set(Slot::VlanInner.into(), value, mask);
                self.set(Slot::VlanTci.into(), VLAN_PRESENT, 0xffff);
            }
            A::SetEthSrc(mac) => self.write(F::ETH_SRC.field(), &Value::from_bytes(mac, 6), None),
            A::SetEthDst(mac) => self.write(F::ETH_DST.field(), &Value::from_bytes(mac, 6), None),
            A::SetIpv4Src(ip) => self.write_number(F::IPV4_SRC, u32::from(*ip)),
            A::SetIpv4Dst(ip) => self.write_number(F::IPV4_DST, u32::from(*ip)),
            A::SetIpDscp(tos) => self.write_number(F::IP_DSCP, *tos),
            A::SetIpEcn(ecn) => self.write_number(F::IP_ECN, *ecn),
            A::SetIpTtl(ttl) => self.write_number(F::IP_TTL, *ttl),
            A::SetL4Src { port, .. } => self.set(Slot::TpSrc.into(), u128::from(*port), 0xffff),
            A::SetL4Dst { port, .. } => self.set(Slot::TpDst.into(), u128::from(*port), 0xffff),
            A::DecTtl(_) => self.forget_slots(&[Slot::NwTtl]),
            A::SetMplsLabel(label) => self.write_number(F::MPLS_LABEL, *label),
            A::SetMplsTc(tc) => self.write_number(F::MPLS_TC, *tc),
            A::SetMplsTtl(ttl) => self.write_number(F::MPLS_TTL, *ttl),
            A::DecMplsTtl => self.forget(&Subfield::whole(F::MPLS_TTL.field())),
            A::DecNshTtl => self.forget_slots(&[Slot::NshTtl]),
            A::SetTunnel { id, .. } => self.write_number(F::TUN_ID, *id),
            A::WriteMetadata { metadata, mask } => {
                let (value, mask) = (Value::Number((*metadata).into()), Value::Number((*mask).into()));
                self.write(F::METADATA.field(), &value, Some(&mask));
            }
            A::SetQueue(_) | A::PopQueue => self.forget_slots(&[Slot::SkbPriority]),
            A::CtClear => self.clear_connection(),
            A::PushMpls(_) | A::PopMpls(_) | A::Encap(_) | A::Decap(_) => self.forget_headers(),
            _ => {}
        }
    }

    fn merge_tag(&mut self, value: u128, mask: u128) {
        let (before, known) = self.at(Slot::VlanTci.into());
        let mask = mask | VLAN_PRESENT;
        self.set(
            Slot::VlanTci.into(),
            before & !mask | value | VLAN_PRESENT,
            known | mask,
        );
    }

    /// As a packet that is not tracked.
    pub(super) fn clear_connection(&mut self) {
        for slot in [Slot::CtState, Slot::CtZone, Slot::CtMark, Slot::CtLabel] {
            self.set(slot.into(), 0, u128::MAX >> (128 - slot.bits()));
        }
        self.forget_connection_addresses();
    }

    fn forget_connection_addresses(&mut self) {
        self.forget_slots(&[
            Slot::CtNwProto,
            Slot::CtNwSrc,
            Slot::CtNwDst,
            Slot::CtIpv6Src,
            Slot::CtIpv6Dst,
            Slot::CtTpSrc,
            Slot::CtTpDst,
        ]);
    }

    /// As a packet that comes back from the connection tracker.
    pub(super) fn track(&mut self, actions: &[Action]) {
        self.forget_slots(&[Slot::CtZone, Slot::CtMark, Slot::CtLabel]);
        self.forget_connection_addresses();
        self.set(Slot::CtState.into(), 0x20, 0x20);
        if actions.iter().any(|action| matches!(action, Action::Nat(_))) {
            self.forget_slots(&[
                Slot::NwSrc,
                Slot::NwDst,
                Slot::Ipv6Src,
                Slot::Ipv6Dst,
                Slot::TpSrc,
                Slot::TpDst,
            ]);
        }
    }
}
