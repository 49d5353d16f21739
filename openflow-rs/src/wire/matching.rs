use super::bits::ones;
use super::slot::{numbers as n, register_span};
use super::{Field, FieldId, Port, Prerequisite, Slot, Value};
use Slot as S;
use smallvec::SmallVec;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Entry {
    slot: Slot,
    value: u128,
    mask: u128,
}

/// As many slots as most matches name are kept without an allocation of their own.
const INLINE: usize = 4;

/// A match on a tunnel option whose meaning the switch's TLV table defines.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct TunMetadata {
    /// Which option, 0 to 63.
    pub index: u8,
    /// The value; bits outside the mask are zero.
    pub value: Box<[u8]>,
    /// The mask, as long as the value.
    pub mask: Box<[u8]>,
    /// Whether the mask is said on the wire.
    pub masked: bool,
}

/// The slot of a field whose value and mask are kept there as they stand on the wire, with all bits of the field allowed.
pub(super) fn plain_slot(field: &Field) -> Option<Slot> {
    use FieldId as F;
    let (slot, shift, width) = Slot::of(field.id)?;
    let ruled = matches!(
        field.id,
        F::IN_PORT_OXM
            | F::ACTSET_OUTPUT
            | F::DL_VLAN
            | F::VLAN_VID
            | F::VLAN_PCP
            | F::DL_VLAN_PCP
            | F::IP_DSCP
            | F::IP_FRAG
            | F::IPV6_LABEL
            | F::ICMPV4_TYPE
            | F::ICMPV4_CODE
            | F::ICMPV6_TYPE
            | F::ICMPV6_CODE
            | F::ND_OPTIONS_TYPE
            | F::ARP_OP
            | F::TUN_FLAGS
            | F::CT_STATE
            | F::TUN_ERSPAN_IDX
            | F::TUN_ERSPAN_VER
            | F::TUN_ERSPAN_DIR
            | F::TUN_ERSPAN_HWID
            | F::TUN_GTPU_FLAGS
            | F::TUN_GTPU_MSGTYPE
            | F::NSH_TTL
            | F::NSH_MDTYPE
    );
    let whole = shift == 0 && width == slot.bits() && width == u32::from(field.bits);
    (whole && !ruled).then_some(slot)
}

/// What packets a flow matches.
#[derive(Debug, PartialEq, Eq, Hash, Default)]
pub struct Match {
    entries: SmallVec<[Entry; INLINE]>,
    tun_metadata: Vec<TunMetadata>,
}

impl Clone for Match {
    fn clone(&self) -> Self {
        Self {
            // All at once, which deriving does not do.
            entries: SmallVec::from_slice(&self.entries),
            tun_metadata: self.tun_metadata.clone(),
        }
    }
}

impl Match {
    /// Matches everything.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Whether everything matches.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.iter().all(|entry| entry.mask == 0) && self.tun_metadata.is_empty()
    }

    /// Matches everything again, and keeps its memory.
    pub(super) fn clear(&mut self) {
        self.entries.clear();
        self.tun_metadata.clear();
    }

    fn entry(&self, slot: Slot) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.slot == slot)
    }

    /// The value looked for in `slot`; 0 where nothing is.
    #[must_use]
    pub fn value(&self, slot: Slot) -> u128 {
        self.entry(slot).map_or(0, |entry| entry.value)
    }

    /// The bits of `slot` that matter.
    #[must_use]
    pub fn mask(&self, slot: Slot) -> u128 {
        self.entry(slot).map_or(0, |entry| entry.mask)
    }

    /// The value looked for in `slot`, and the bits of it that matter.
    pub(super) fn value_and_mask(&self, slot: Slot) -> (u128, u128) {
        self.entry(slot).map_or((0, 0), |entry| (entry.value, entry.mask))
    }

    /// The slots that matter, with value and mask, in order.
    pub fn slots(&self) -> impl Iterator<Item = (Slot, u128, u128)> + '_ {
        self.entries
            .iter()
            .filter(|e| e.mask != 0)
            .map(|e| (e.slot, e.value, e.mask))
    }

    /// The tunnel options looked at, by index.
    #[must_use]
    pub fn tun_metadata(&self) -> &[TunMetadata] {
        &self.tun_metadata
    }

    /// Puts `value` under `mask` into `slot`, in place of what was there.
    pub fn set_slot(&mut self, slot: Slot, value: u128, mask: u128) {
        let mask = mask & ones(slot.bits());
        let entry = Entry {
            slot,
            value: value & ones(slot.bits()),
            mask,
        };
        // Most come in order.
        if self.entries.last().is_none_or(|last| last.slot < slot) {
            if entry.value != 0 || mask != 0 {
                self.entries.push(entry);
            }
            return;
        }
        match self.entries.binary_search_by_key(&slot, |e| e.slot) {
            Ok(at) if entry.value == 0 && mask == 0 => drop(self.entries.remove(at)),
            Ok(at) => {
                if let Some(place) = self.entries.get_mut(at) {
                    *place = entry;
                }
            }
            Err(_) if entry.value == 0 && mask == 0 => {}
            Err(at) => self.entries.insert(at, entry),
        }
    }

    /// Puts `value` under `mask` into `slot` if nothing is there; says whether it did. Both fit into the slot.
    pub(super) fn add_slot(&mut self, slot: Slot, value: u128, mask: u128) -> bool {
        let after = self.entries.iter().rev().take_while(|e| e.slot >= slot);
        let at = self.entries.len() - after.count();
        if self.entries.get(at).is_some_and(|e| e.slot == slot) {
            return false;
        }
        self.entries.insert(at, Entry { slot, value, mask });
        true
    }

    fn merge(&mut self, slot: Slot, value: u128, mask: u128) {
        let kept = self.value(slot) & !mask;
        self.set_slot(slot, kept | value & mask, self.mask(slot) | mask);
    }

    /// Says that packets are Ethernet, unless another packet type was said.
    pub fn set_default_packet_type(&mut self) {
        // It would be the first.
        let said = |entry: &Entry| entry.slot == S::PacketType && entry.mask != 0;
        if !self.entries.first().is_some_and(said) {
            self.set_slot(S::PacketType, 0, u128::MAX);
        }
    }

    /// Whether the match says that packets are Ethernet.
    #[must_use]
    pub fn has_default_packet_type(&self) -> bool {
        self.entry(S::PacketType)
            .is_some_and(|e| e.value == 0 && e.mask == ones(32))
    }

    /// Whether nothing is said about the field yet.
    #[must_use]
    pub fn is_wild(&self, field: &Field) -> bool {
        if let Some(index) = field.id.tun_metadata() {
            return self.tun_metadata.iter().all(|option| option.index != index);
        }
        if let Some((first, count)) = register_span(field.id) {
            return (first..first + count).all(|index| self.mask(Slot::register(index)) == 0);
        }
        let Some((slot, shift, width)) = Slot::of(field.id) else {
            return true;
        };
        let bits = match field.id {
            FieldId::IP_DSCP => 0xfc,
            FieldId::VLAN_VID | FieldId::DL_VLAN => 0x1fff,
            _ => ones(width) << shift,
        };
        self.mask(slot) & bits == 0
    }

    /// Sets the field to `value` under `mask` (`None`: exactly), as ovs-vswitchd does.
    pub fn set(&mut self, field: &'static Field, value: &Value, mask: Option<&Value>) {
        use FieldId as F;
        let id = field.id;
        if let Some(index) = id.tun_metadata() {
            return self.set_tun_metadata(index, field, value, mask);
        }
        let exact = mask.is_none_or(|mask| mask.is_all_ones(field.bytes));
        let value = value.number().unwrap_or(0);
        let mask = if exact {
            ones(u32::from(field.bytes) * 8)
        } else {
            mask.and_then(Value::number).unwrap_or(0)
        };
        if let Some((first, count)) = register_span(id) {
            for index in 0..count {
                let shift = 32 * u32::from(count - 1 - index);
                self.set_slot(
                    Slot::register(first + index),
                    (value & mask) >> shift & ones(32),
                    mask >> shift & ones(32),
                );
            }
            return;
        }
        let Some((slot, shift, width)) = Slot::of(id) else {
            return;
        };
        let field_mask = ones(width) << shift;
        if mask == 0 {
            let cleared = match id {
                F::VLAN_VID | F::DL_VLAN if self.mask(slot) & 0xe000 != 0 => {
                    return self.set_slot(
                        slot,
                        self.value(slot) & !0x0fff | 0x1000,
                        self.mask(slot) & !0x0fff | 0x1000,
                    );
                }
                F::VLAN_PCP | F::DL_VLAN_PCP if self.mask(slot) & 0xfff == 0 => u128::MAX,
                F::VLAN_VID | F::DL_VLAN => u128::MAX,
                F::IP_DSCP => 0xfc,
                _ => field_mask,
            };
            return self.set_slot(slot, self.value(slot) & !cleared, self.mask(slot) & !cleared);
        }
        match id {
            F::IN_PORT_OXM | F::ACTSET_OUTPUT => {
                let port = u32::try_from(value)
                    .ok()
                    .and_then(|port| Port::from_wire32(port).ok());
                self.set_slot(slot, port.map_or(0, |port| u128::from(port.0)), u128::MAX);
            }
            F::DL_VLAN if value == 0xffff => self.set_slot(slot, 0, u128::MAX),
            F::DL_VLAN => {
                self.set_slot(
                    slot,
                    self.value(slot) & 0xe000 | 0x1000 | value & 0xfff,
                    self.mask(slot) | 0x1fff,
                );
            }
            F::VLAN_VID => {
                let mask = mask & 0x1fff;
                self.set_slot(
                    slot,
                    self.value(slot) & 0xe000 | value & mask,
                    mask | self.mask(slot) & 0xe000,
                );
            }
            F::VLAN_PCP | F::DL_VLAN_PCP => {
                self.set_slot(
                    slot,
                    self.value(slot) & 0x1fff | 0x1000 | (value & 7) << 13,
                    self.mask(slot) | 0xf000,
                );
            }
            F::MPLS_LABEL | F::MPLS_TC | F::MPLS_BOS | F::MPLS_TTL | F::IP_DSCP_SHIFTED | F::IP_ECN => {
                self.merge(slot, (value & ones(width)) << shift, field_mask);
            }
            F::IP_DSCP => self.merge(slot, value, 0xfc),
            F::NSH_SPI => {
                let path = self.value(slot) & 0xff | (value & mask & ones(24)) << 8;
                self.set_slot(
                    slot,
                    path,
                    self.mask(slot) | if exact { 0xffff_ff00 } else { mask },
                );
            }
            F::NSH_SI => {
                self.set_slot(
                    slot,
                    self.value(slot) & !0xff | value & mask,
                    self.mask(slot) | mask & 0xff,
                );
            }
            F::IP_FRAG if exact => self.set_slot(slot, value, self.mask(slot) | 3),
            // With bits that no label has, if so it was said.
            F::IPV6_LABEL if mask & 0xf_ffff == 0xf_ffff => self.set_slot(slot, value, u128::MAX),
            F::ICMPV4_TYPE | F::ICMPV4_CODE | F::ICMPV6_TYPE | F::ICMPV6_CODE | F::ND_OPTIONS_TYPE => {
                self.set_slot(slot, value & 0xff, 0xffff);
            }
            F::ARP_OP => self.set_slot(slot, value & 0xff, 0xff),
            F::TUN_FLAGS => self.set_slot(slot, value & mask & 1, mask & 1),
            F::CT_STATE => self.set_slot(slot, value & mask & 0xff, mask & 0xff),
            // The mask of these is their value: a quirk of Open vSwitch that shows in what it sends.
            F::TUN_ERSPAN_VER
            | F::TUN_ERSPAN_DIR
            | F::TUN_ERSPAN_HWID
            | F::TUN_GTPU_FLAGS
            | F::TUN_GTPU_MSGTYPE => {
                self.set_slot(slot, value & mask, value);
            }
            _ => self.set_slot(slot, value & mask, mask),
        }
    }

    fn set_tun_metadata(&mut self, index: u8, field: &Field, value: &Value, mask: Option<&Value>) {
        let masked = mask.is_some_and(|mask| !mask.is_all_ones(field.bytes));
        let value = value.to_bytes(field.bytes);
        let mask = mask.map(|mask| mask.to_bytes(field.bytes));
        let used = |bytes: &[u8]| {
            bytes
                .iter()
                .position(|b| *b != 0)
                .map_or(0, |zeros| bytes.len() - zeros)
        };
        let mut length = used(&value);
        if masked {
            length = length.max(mask.as_deref().map_or(0, used));
        }
        let tail = |bytes: Vec<u8>| {
            bytes
                .get(bytes.len().saturating_sub(length)..)
                .unwrap_or_default()
                .to_vec()
        };
        let mask = match mask {
            Some(mask) if masked => tail(mask),
            _ => vec![0xff; length],
        };
        let value: Vec<u8> = tail(value).iter().zip(&mask).map(|(v, m)| v & m).collect();
        let option = TunMetadata {
            index,
            value: value.into(),
            mask: mask.into(),
            masked,
        };
        match self.tun_metadata.binary_search_by_key(&index, |o| o.index) {
            Ok(at) => {
                if let Some(place) = self.tun_metadata.get_mut(at) {
                    *place = option;
                }
            }
            Err(at) => self.tun_metadata.insert(at, option),
        }
    }

    /// The field's value and mask.
    #[must_use]
    pub fn get(&self, field: &'static Field) -> (Value, Value) {
        use FieldId as F;
        if let Some(index) = field.id.tun_metadata() {
            return match self.tun_metadata.iter().find(|option| option.index == index) {
                Some(option) => (
                    Value::from_bytes(&option.value, field.bytes),
                    Value::from_bytes(&option.mask, field.bytes),
                ),
                None => (Value::zero(field.bytes), Value::zero(field.bytes)),
            };
        }
        if let Some((first, count)) = register_span(field.id) {
            let join = |part: &dyn Fn(Slot) -> u128| {
                (first..first + count).fold(0, |n, index| n << 32 | part(Slot::register(index)))
            };
            return (
                join(&|slot| self.value(slot)).into(),
                join(&|slot| self.mask(slot)).into(),
            );
        }
        let Some((slot, shift, width)) = Slot::of(field.id) else {
            return (0.into(), 0.into());
        };
        let (value, mask) = (self.value(slot), self.mask(slot));
        let cut = |n: u128| n >> shift & ones(width);
        match field.id {
            F::IN_PORT_OXM | F::ACTSET_OUTPUT => {
                let port = Port(u16::try_from(value).unwrap_or(0));
                (
                    u128::from(port.to_wire32()).into(),
                    (if mask == 0 { 0 } else { ones(32) }).into(),
                )
            }
            F::VLAN_VID => ((value & 0x1fff).into(), (mask & 0x1fff).into()),
            F::IP_DSCP => ((value & 0xfc).into(), (mask & 0xfc).into()),
            F::ICMPV4_TYPE | F::ICMPV4_CODE | F::ICMPV6_TYPE | F::ICMPV6_CODE | F::ND_OPTIONS_TYPE => {
                ((value & 0xff).into(), (mask & 0xff).into())
            }
            _ => (cut(value).into(), cut(mask).into()),
        }
    }

    /// Says that packets are Ethernet if only those have the field.
    pub fn add_ethernet_prerequisite(&mut self, field: &Field) {
        if field.prerequisite != Prerequisite::None {
            self.set_default_packet_type();
        }
    }

    /// The Ethernet type of the packets that match, from `eth_type` or the packet type; 0 if not said.
    #[must_use]
    pub fn eth_type(&self) -> u16 {
        match self.value(S::PacketType) {
            0 => u16::try_from(self.value(S::EthType)).unwrap_or(0),
            other if other >> 16 == 1 => u16::try_from(other & 0xffff).unwrap_or(0),
            _ => n::NOT_A_TYPE,
        }
    }

    /// The IP protocol (or ARP operation) of the packets that match.
    #[must_use]
    pub fn ip_protocol(&self) -> u8 {
        u8::try_from(self.value(S::NwProto)).unwrap_or(0)
    }

    /// Whether the packets that match are IPv4 or IPv6.
    #[must_use]
    pub fn is_ip(&self) -> bool {
        matches!(self.eth_type(), n::IPV4 | n::IPV6)
    }

    /// Whether the match is on packets of Neighbour Discovery.
    #[must_use]
    pub fn is_nd(&self) -> bool {
        self.has(Prerequisite::Icmpv6)
            && self.value(S::TpDst) == 0
            && matches!(self.value(S::TpSrc), 135 | 136)
    }

    /// Whether the packets that match are what the field needs.
    #[must_use]
    pub fn meets(&self, field: &Field) -> bool {
        self.has(field.prerequisite)
    }

    /// Whether the packets that match are of this kind.
    #[must_use]
    pub fn has(&self, prerequisite: Prerequisite) -> bool {
        use Prerequisite as P;
        let protocol = |number: u8| self.is_ip() && self.ip_protocol() == number;
        let first_fragment = || self.value(S::NwFrag) & 2 == 0;
        match prerequisite {
            P::None => true,
            P::Ethernet => self.value(S::PacketType) == 0,
            P::Arp => matches!(self.eth_type(), n::ARP | n::RARP),
            P::Vlan => {
                self.value(S::PacketType) == 0 && self.value(S::VlanTci) & u128::from(n::VLAN_PRESENT) != 0
            }
            P::Ipv4 => self.eth_type() == n::IPV4,
            P::Ipv6 => self.eth_type() == n::IPV6,
            P::Ip => self.is_ip(),
            P::Nsh => self.eth_type() == n::NSH,
            P::Mpls => matches!(self.eth_type(), n::MPLS | n::MPLS_MCAST),
            P::Tcp => protocol(n::TCP) && first_fragment(),
            P::Udp => protocol(n::UDP) && first_fragment(),
            P::Sctp => protocol(n::SCTP) && first_fragment(),
            P::Icmpv4 => self.eth_type() == n::IPV4 && self.ip_protocol() == n::ICMP,
            P::Icmpv6 => self.eth_type() == n::IPV6 && self.ip_protocol() == n::ICMPV6,
            P::Nd => self.is_nd(),
            P::NdSolicit => self.is_nd() && self.value(S::TpSrc) == 135,
            P::NdAdvert => self.is_nd() && self.value(S::TpSrc) == 136,
            P::CtValid => {
                // Some state that only a valid connection has, or "tracked and not invalid".
                let state = self.value(S::CtState);
                state & 0xcf != 0 || state & 0x30 == 0x20 && self.mask(S::CtState) & 0x10 != 0
            }
        }
    }
}
