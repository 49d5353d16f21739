//! Matches as lists of NXM and OXM fields.

use super::bits::ones;
use super::cursor::{Cursor, Put};
use super::slot::numbers as n;
use super::{ErrorCode as E, Field, FieldId, Match, OxmHeader, Prerequisite, Slot, Value, Version};

/// A field header as it stands on the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Header {
    pub(crate) vendor: u32,
    pub(crate) class: u16,
    pub(crate) field: u8,
    pub(crate) masked: bool,
    /// Bytes after the first four: experimenter number, value, mask.
    pub(crate) length: u8,
}

impl Header {
    fn is_experimenter(self) -> bool {
        self.class == 0xffff
    }

    /// Bytes of value and mask together.
    pub(crate) fn payload(self) -> usize {
        usize::from(self.length) - if self.is_experimenter() { 4 } else { 0 }
    }

    /// Bytes of the value.
    pub(crate) fn value_bytes(self) -> usize {
        if self.masked {
            self.payload() / 2
        } else {
            self.payload()
        }
    }

    /// From a 32-bit header, which no experimenter field has.
    pub(crate) fn from_u32(header: u32) -> Self {
        let [c1, c0, field, length] = header.to_be_bytes();
        let class = u16::from_be_bytes([c1, c0]);
        Self {
            vendor: 0,
            class,
            field: field >> 1,
            masked: field & 1 == 1,
            length,
        }
    }

    pub(crate) fn pull(cursor: &mut Cursor<'_>) -> Result<Self, E> {
        let mut header = Self::from_u32(cursor.u32(E::OFPBMC_BAD_LEN)?);
        if header.is_experimenter() {
            header.vendor = cursor.u32(E::OFPBMC_BAD_LEN)?;
            if header.length < 4 {
                return Err(E::OFPBMC_BAD_LEN);
            }
        }
        Ok(header)
    }

    pub(crate) fn put(self, out: &mut Vec<u8>) {
        out.put_u16(self.class);
        out.put_u8(self.field << 1 | u8::from(self.masked));
        out.put_u8(self.length);
        if self.is_experimenter() {
            out.put_u32(self.vendor);
        }
    }

    /// The field it names, if its length suits the field.
    pub(crate) fn field(self) -> Option<&'static Field> {
        let field = Field::from_wire(self.vendor, self.class, self.field)?;
        let exact = !self.masked || self.payload().is_multiple_of(2);
        (field.variable || exact && self.value_bytes() == usize::from(field.bytes)).then_some(field)
    }

    /// The name on the wire, with `_W` for a masked one.
    pub(crate) fn name(self) -> String {
        let known = self.field().and_then(|field| {
            field
                .headers
                .iter()
                .find(|h| h.class == self.class && h.field == self.field && h.vendor == self.vendor)
        });
        match known {
            Some(header) => format!("{}{}", header.name, if self.masked { "_W" } else { "" }),
            None if self.is_cookie() => format!("NXM_NX_COOKIE{}", if self.masked { "_W" } else { "" }),
            None => format!("{}:{}", self.class, self.field),
        }
    }

    /// Whether it is the pseudo field by which Nicira requests match on cookies.
    pub(crate) fn is_cookie(self) -> bool {
        self.class == 1 && self.field == 30 && self.length == if self.masked { 16 } else { 8 }
    }

    /// The header of `field` in `version` for a value of `bytes` bytes.
    pub(crate) fn of(field: &Field, version: Option<Version>, bytes: u8, masked: bool) -> Self {
        let (vendor, class, number, experimenter) = match field.header(version) {
            Some(h) => (h.vendor, h.class, h.field, h.experimenter_bytes()),
            None => (0, 0, 0, 0),
        };
        let payload = if masked { bytes.saturating_mul(2) } else { bytes };
        Self {
            vendor,
            class,
            field: number,
            masked,
            length: payload.saturating_add(experimenter),
        }
    }
}

impl Header {
    /// The header that this name says.
    pub(crate) fn named(name: OxmHeader, bytes: u8, masked: bool) -> Self {
        let payload = if masked { bytes.saturating_mul(2) } else { bytes };
        let length = payload.saturating_add(name.experimenter_bytes());
        Self {
            vendor: name.vendor,
            class: name.class,
            field: name.field,
            masked,
            length,
        }
    }

    /// The same with a value of another length.
    pub(crate) fn with_value_bytes(self, bytes: usize) -> Self {
        let payload = if self.masked { bytes * 2 } else { bytes };
        let length = payload + if self.is_experimenter() { 4 } else { 0 };
        Self {
            length: u8::try_from(length).unwrap_or(u8::MAX),
            ..self
        }
    }
}

/// A field with its value, and its mask if one was given.
pub(crate) struct Entry {
    pub(crate) header: Header,
    /// The field; none for one that is not known.
    pub(crate) field: Option<&'static Field>,
    pub(crate) value: Value,
    pub(crate) mask: Option<Value>,
}

/// Reads one entry. An unknown field is not an error: it has no `field`.
pub(crate) fn pull_entry(cursor: &mut Cursor<'_>) -> Result<Entry, E> {
    let header = Header::pull(cursor)?;
    let field = header.field();
    let payload = cursor.take(header.payload(), E::OFPBMC_BAD_LEN)?;
    let (value, mask) = match header.masked {
        true => payload.split_at(header.value_bytes()),
        false => (payload, &[][..]),
    };
    if header.masked && value.iter().zip(mask).any(|(v, m)| v & !m != 0) {
        return Err(E::OFPBMC_BAD_WILDCARDS);
    }
    let bytes = field.map_or_else(
        || u8::try_from(value.len()).unwrap_or(u8::MAX),
        |field| field.bytes,
    );
    let to_value = |slice: &[u8]| Value::from_bytes(slice, bytes);
    Ok(Entry {
        header,
        field,
        value: to_value(value),
        mask: header.masked.then(|| to_value(mask)),
    })
}

/// Writes a field with its value.
pub(crate) fn put_entry(
    out: &mut Vec<u8>,
    field: &Field,
    version: Option<Version>,
    value: &Value,
    mask: Option<&Value>,
) {
    let mask = mask.filter(|mask| !mask.is_all_ones(field.bytes));
    if !field.variable {
        Header::of(field, version, field.bytes, mask.is_some()).put(out);
        value.put(field.bytes, out);
        return mask.into_iter().for_each(|mask| mask.put(field.bytes, out));
    }
    let used = |value: &Value| {
        let bytes = value.to_bytes(field.bytes);
        bytes
            .iter()
            .position(|b| *b != 0)
            .map_or(0, |zeros| bytes.len() - zeros)
    };
    let length = u8::try_from(used(value).max(mask.map_or(0, used))).unwrap_or(field.bytes);
    Header::of(field, version, length, mask.is_some()).put(out);
    out.extend(value.to_bytes(length));
    if let Some(mask) = mask {
        out.extend(mask.to_bytes(length));
    }
}

/// What a list of fields said.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Decoded {
    pub(crate) matches: Match,
    /// Cookie and mask, where the list may have them.
    pub(crate) cookie: Option<(u64, u64)>,
}

/// How strictly a list of fields is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Rules {
    /// Refuse unknown fields and missing prerequisites.
    pub(crate) strict: bool,
    /// Allow the cookie pseudo field.
    pub(crate) cookie: bool,
    /// Refuse fields that a packet does not carry beside it.
    pub(crate) pipeline_only: bool,
}

impl Rules {
    pub(crate) const STRICT: Self = Self {
        strict: true,
        cookie: false,
        pipeline_only: false,
    };
    pub(crate) const LOOSE: Self = Self {
        strict: false,
        cookie: false,
        pipeline_only: false,
    };
}

pub(crate) fn decode_entries(bytes: &[u8], rules: Rules) -> Result<Decoded, E> {
    let mut decoded = Decoded::default();
    let mut cursor = Cursor::new(bytes);
    while !cursor.is_empty() {
        let entry = pull_entry(&mut cursor)?;
        let Some(field) = entry.field else {
            if rules.cookie && entry.header.is_cookie() {
                if decoded.cookie.is_some_and(|(_, mask)| mask != 0) {
                    return Err(E::OFPBMC_DUP_FIELD);
                }
                let low = |value: &Value| u64::try_from(value.number().unwrap_or(0)).unwrap_or(0);
                decoded.cookie = Some((low(&entry.value), entry.mask.as_ref().map_or(u64::MAX, low)));
            } else if rules.strict {
                return Err(E::OFPBMC_BAD_FIELD);
            }
            continue;
        };
        if entry.mask.as_ref().is_some_and(|mask| !field.is_mask_valid(mask)) {
            return Err(E::OFPBMC_BAD_MASK);
        }
        if !field.is_value_valid(&entry.value) {
            return Err(E::OFPBMC_BAD_VALUE);
        }
        let matches = &mut decoded.matches;
        if rules.strict && !matches.meets(field) {
            return Err(E::OFPBMC_BAD_PREREQ);
        }
        if !matches.is_wild(field) {
            return Err(E::OFPBMC_DUP_FIELD);
        }
        if rules.pipeline_only && !is_pipeline(field.id) {
            return Err(E::from_name("OFPBRC_PIPELINE_FIELDS_ONLY").unwrap_or(E::OFPBMC_BAD_FIELD));
        }
        let value = match field.id {
            FieldId::ETH_TYPE if entry.value.number() == Some(u128::from(n::NOT_A_TYPE)) => {
                entry.value.clone()
            }
            _ => entry.value,
        };
        matches.set(field, &value, entry.mask.as_ref());
        matches.add_ethernet_prerequisite(field);
    }
    Ok(decoded)
}

fn is_pipeline(id: FieldId) -> bool {
    // Everything up to and including the registers, but what belongs to connection tracking results of a packet.
    id < FieldId::ETH_SRC && id != FieldId::DP_HASH && id != FieldId::RECIRC_ID && id != FieldId::CONJ_ID
}

/// Reads a match of NXM fields, as OpenFlow 1.0 with the Nicira extensions has it (no header, no padding).
///
/// # Errors
/// The error that ovs-vswitchd answers, such as `OFPBMC_BAD_PREREQ`.
pub fn decode_nxm_match(bytes: &[u8]) -> Result<Match, E> {
    Ok(decode_entries(bytes, Rules::STRICT)?.matches)
}

/// Takes a match in the form of OpenFlow 1.2 and its padding.
pub(super) fn pull_oxm_match(cursor: &mut Cursor<'_>, rules: Rules) -> Result<Match, E> {
    let fields = pull_oxm_fields(cursor)?;
    Ok(decode_entries(fields, rules)?.matches)
}

/// Takes an `ofp_match` with its padding and returns the bytes of its fields.
pub(crate) fn pull_oxm_fields<'a>(cursor: &mut Cursor<'a>) -> Result<&'a [u8], E> {
    let mut header = *cursor;
    let kind = header.u16(E::OFPBMC_BAD_LEN)?;
    let length = usize::from(header.u16(E::OFPBMC_BAD_LEN)?);
    if length < 4 {
        return Err(E::OFPBMC_BAD_LEN);
    }
    if kind != 1 {
        return Err(E::OFPBMC_BAD_TYPE);
    }
    let all = cursor.take(length.next_multiple_of(8), E::OFPBMC_BAD_LEN)?;
    all.get(4..length).ok_or(E::OFPBMC_BAD_LEN)
}

/// Reads an `ofp_match` of OXM fields (OpenFlow 1.2 and later), with its header and padding.
///
/// # Errors
/// The error that ovs-vswitchd answers, such as `OFPBMC_BAD_PREREQ`.
pub fn decode_oxm_match(bytes: &[u8]) -> Result<Match, E> {
    let fields = pull_oxm_fields(&mut Cursor::new(bytes))?;
    Ok(decode_entries(fields, Rules::STRICT)?.matches)
}

struct Writer<'a> {
    out: &'a mut Vec<u8>,
    version: Option<Version>,
    implied_ethernet: bool,
    /// Bit n: the match says something about slot n.
    said: u128,
}

impl Writer<'_> {
    fn raw(&mut self, id: FieldId, value: u128, mask: Option<u128>) {
        let field = id.field();
        put_entry(
            self.out,
            field,
            self.version,
            &value.into(),
            mask.map(Value::from).as_ref(),
        );
        self.implied_ethernet |= field.prerequisite != Prerequisite::None;
    }

    /// The field under `mask`, if any bit matters.
    fn masked(&mut self, id: FieldId, value: u128, mask: u128) {
        if mask != 0 {
            let full = mask == ones(u32::from(id.field().bytes) * 8);
            self.raw(id, value, (!full).then_some(mask));
        }
    }

    /// Whether the match says anything about the slot.
    fn has(&self, slot: Slot) -> bool {
        self.said >> (slot as u32) & 1 == 1
    }

    /// Whether the match says anything about a slot from `first` to `last`.
    fn has_any(&self, first: Slot, last: Slot) -> bool {
        self.said >> (first as u32) & ones(last as u32 - first as u32 + 1) != 0
    }

    fn slot(&mut self, matches: &Match, id: FieldId, slot: Slot) {
        if !self.has(slot) {
            return;
        }
        self.masked(id, matches.value(slot), matches.mask(slot));
    }

    /// The field without mask, if any bit matters.
    fn exact(&mut self, matches: &Match, id: FieldId, slot: Slot) {
        if self.has(slot) && matches.mask(slot) != 0 {
            self.raw(id, matches.value(slot), None);
        }
    }

    /// A part of a slot, without mask.
    fn part(&mut self, matches: &Match, id: FieldId, slot: Slot, shift: u32, width: u32) {
        if matches.mask(slot) >> shift & ones(width) != 0 {
            self.raw(id, matches.value(slot) >> shift & ones(width), None);
        }
    }
}

pub(crate) fn encode_entries(
    matches: &Match,
    version: Option<Version>,
    cookie: Option<(u64, u64)>,
    out: &mut Vec<u8>,
) {
    use FieldId as F;
    use Slot as S;
    let start = out.len();
    let w = &mut Writer {
        out,
        version,
        said: matches
            .slots()
            .fold(0, |said, (slot, ..)| said | 1 << (slot as u32)),
        implied_ethernet: false,
    };
    let m = matches;
    if !m.has_default_packet_type() {
        w.slot(m, F::PACKET_TYPE, S::PacketType);
    }
    w.slot(m, F::DP_HASH, S::DpHash);
    w.exact(m, F::RECIRC_ID, S::RecircId);
    w.exact(m, F::CONJ_ID, S::ConjId);
    let port32 = |slot| u128::from(super::Port(u16::try_from(m.value(slot)).unwrap_or(0)).to_wire32());
    match version {
        Some(_) if m.mask(S::InPort) != 0 => w.raw(F::IN_PORT_OXM, port32(S::InPort), None),
        Some(_) => {}
        None => w.exact(m, F::IN_PORT, S::InPort),
    }
    if m.mask(S::ActsetOutput) != 0 {
        w.raw(F::ACTSET_OUTPUT, port32(S::ActsetOutput), None);
    }
    w.slot(m, F::ETH_SRC, S::EthSrc);
    w.slot(m, F::ETH_DST, S::EthDst);
    w.slot(m, F::ETH_TYPE, S::EthType);
    let (tci, tci_mask) = (m.value(S::VlanTci), m.mask(S::VlanTci));
    if version.is_some() {
        let (vid, mask) = (tci & 0x1fff, tci_mask & 0x1fff);
        match mask {
            0 => {}
            0x1fff => w.raw(F::VLAN_VID, vid, None),
            _ => w.raw(F::VLAN_VID, vid, Some(mask)),
        }
        if vid != 0 && tci_mask >> 13 != 0 {
            w.raw(F::VLAN_PCP, tci >> 13, None);
        }
    } else {
        w.slot(m, F::VLAN_TCI, S::VlanTci);
    }
    if m.has(Prerequisite::Mpls) {
        w.part(m, F::MPLS_TC, S::MplsLse, 9, 3);
        w.part(m, F::MPLS_BOS, S::MplsLse, 8, 1);
        w.part(m, F::MPLS_TTL, S::MplsLse, 0, 8);
        w.part(m, F::MPLS_LABEL, S::MplsLse, 12, 20);
    }
    if m.is_ip() {
        encode_ip(w, m);
    } else if m.has(Prerequisite::Arp) {
        w.exact(m, F::ARP_OP, S::NwProto);
        w.slot(m, F::ARP_SPA, S::NwSrc);
        w.slot(m, F::ARP_TPA, S::NwDst);
        w.slot(m, F::ARP_SHA, S::ArpSha);
        w.slot(m, F::ARP_THA, S::ArpTha);
    }
    if w.has_any(S::TunId, S::GtpuMsgtype) || !m.tun_metadata().is_empty() {
        encode_tunnel(w, m);
    }
    if w.has_any(S::NshFlags, S::NshC4) {
        encode_nsh(w, m);
    }
    if !w.has_any(S::Reg0, S::Reg15) {
    } else if version.is_none_or(|version| version < Version::V1_5) {
        (0..16).for_each(|i| w.slot(m, F::REG0.plus(i), Slot::register(i)));
    } else {
        for i in 0..8 {
            let (value, mask) = m.get(F::XREG0.plus(i).field());
            w.masked(
                F::XREG0.plus(i),
                value.number().unwrap_or(0),
                mask.number().unwrap_or(0),
            );
        }
    }
    w.slot(m, F::PKT_MARK, S::PktMark);
    if w.has_any(S::CtState, S::CtTpDst) {
        encode_connection(w, m);
    }
    w.slot(m, F::METADATA, S::Metadata);
    if let Some((cookie, mask)) = cookie.filter(|(_, mask)| *mask != 0) {
        let masked = mask != u64::MAX;
        let length = if masked { 16 } else { 8 };
        Header {
            vendor: 0,
            class: 1,
            field: 30,
            masked,
            length,
        }
        .put(w.out);
        w.out.put_u64(cookie & mask);
        if masked {
            w.out.put_u64(mask);
        }
    }
    if m.has_default_packet_type() && !w.implied_ethernet {
        let mut first = Vec::new();
        put_entry(&mut first, F::PACKET_TYPE.field(), version, &0.into(), None);
        out.splice(start..start, first);
    }
}

fn encode_connection(w: &mut Writer<'_>, m: &Match) {
    use FieldId as F;
    use Slot as S;
    w.slot(m, F::CT_STATE, S::CtState);
    w.slot(m, F::CT_ZONE, S::CtZone);
    w.slot(m, F::CT_MARK, S::CtMark);
    w.slot(m, F::CT_LABEL, S::CtLabel);
    w.slot(m, F::CT_NW_SRC, S::CtNwSrc);
    w.slot(m, F::CT_IPV6_SRC, S::CtIpv6Src);
    w.slot(m, F::CT_NW_DST, S::CtNwDst);
    w.slot(m, F::CT_IPV6_DST, S::CtIpv6Dst);
    if m.value(S::CtNwProto) != 0 {
        w.slot(m, F::CT_NW_PROTO, S::CtNwProto);
        w.slot(m, F::CT_TP_SRC, S::CtTpSrc);
        w.slot(m, F::CT_TP_DST, S::CtTpDst);
    }
}

fn encode_ip(w: &mut Writer<'_>, m: &Match) {
    use FieldId as F;
    use Slot as S;
    if m.eth_type() == n::IPV4 {
        w.slot(m, F::IPV4_SRC, S::NwSrc);
        w.slot(m, F::IPV4_DST, S::NwDst);
    } else {
        w.slot(m, F::IPV6_SRC, S::Ipv6Src);
        w.slot(m, F::IPV6_DST, S::Ipv6Dst);
    }
    let frag_mask = m.mask(S::NwFrag) & 3;
    w.masked(
        F::IP_FRAG,
        m.value(S::NwFrag) & 3,
        if frag_mask == 3 { 0xff } else { frag_mask },
    );
    if m.mask(S::NwTos) & 0xfc != 0 {
        match w.version {
            Some(_) => w.raw(F::IP_DSCP_SHIFTED, m.value(S::NwTos) >> 2, None),
            None => w.raw(F::IP_DSCP, m.value(S::NwTos) & 0xfc, None),
        }
    }
    w.part(m, F::IP_ECN, S::NwTos, 0, 2);
    w.exact(m, F::IP_TTL, S::NwTtl);
    w.slot(m, F::IPV6_LABEL, S::Ipv6Label);
    if m.mask(S::NwProto) == 0 {
        return;
    }
    w.exact(m, F::IP_PROTO, S::NwProto);
    let ports = |w: &mut Writer<'_>, source, destination| {
        w.slot(m, source, S::TpSrc);
        w.slot(m, destination, S::TpDst);
    };
    match m.ip_protocol() {
        n::TCP => {
            ports(w, F::TCP_SRC, F::TCP_DST);
            w.slot(m, F::TCP_FLAGS, S::TcpFlags);
        }
        n::UDP => ports(w, F::UDP_SRC, F::UDP_DST),
        n::SCTP => ports(w, F::SCTP_SRC, F::SCTP_DST),
        n::ICMP if m.eth_type() == n::IPV4 => {
            w.exact(m, F::ICMPV4_TYPE, S::TpSrc);
            w.exact(m, F::ICMPV4_CODE, S::TpDst);
        }
        n::ICMPV6 if m.eth_type() == n::IPV6 => {
            w.exact(m, F::ICMPV6_TYPE, S::TpSrc);
            w.exact(m, F::ICMPV6_CODE, S::TpDst);
            if m.is_nd() {
                w.exact(m, F::ND_RESERVED, S::NdReserved);
                w.slot(m, F::ND_TARGET, S::NdTarget);
                w.exact(m, F::ND_OPTIONS_TYPE, S::TcpFlags);
                match m.value(S::TpSrc) {
                    135 => w.slot(m, F::ND_SLL, S::ArpSha),
                    _ => w.slot(m, F::ND_TLL, S::ArpTha),
                }
            }
        }
        _ => {}
    }
}

fn encode_tunnel(w: &mut Writer<'_>, m: &Match) {
    use FieldId as F;
    use Slot as S;
    w.slot(m, F::TUN_ID, S::TunId);
    w.slot(m, F::TUN_FLAGS, S::TunFlags);
    w.slot(m, F::TUN_SRC, S::TunSrc);
    w.slot(m, F::TUN_DST, S::TunDst);
    w.slot(m, F::TUN_IPV6_SRC, S::TunIpv6Src);
    w.slot(m, F::TUN_IPV6_DST, S::TunIpv6Dst);
    w.slot(m, F::TUN_GBP_ID, S::TunGbpId);
    w.slot(m, F::TUN_GBP_FLAGS, S::TunGbpFlags);
    for option in m.tun_metadata() {
        let field = F::TUN_METADATA0.plus(option.index).field();
        let length = u8::try_from(option.value.len()).unwrap_or(u8::MAX);
        Header::of(field, w.version, length, option.masked).put(w.out);
        w.out.extend_from_slice(&option.value);
        if option.masked {
            w.out.extend_from_slice(&option.mask);
        }
    }
    w.slot(m, F::TUN_ERSPAN_IDX, S::ErspanIdx);
    w.slot(m, F::TUN_ERSPAN_VER, S::ErspanVer);
    w.slot(m, F::TUN_ERSPAN_DIR, S::ErspanDir);
    w.slot(m, F::TUN_ERSPAN_HWID, S::ErspanHwid);
    w.slot(m, F::TUN_GTPU_FLAGS, S::GtpuFlags);
    w.slot(m, F::TUN_GTPU_MSGTYPE, S::GtpuMsgtype);
}

fn encode_nsh(w: &mut Writer<'_>, m: &Match) {
    use FieldId as F;
    use Slot as S;
    w.slot(m, F::NSH_FLAGS, S::NshFlags);
    w.slot(m, F::NSH_TTL, S::NshTtl);
    w.slot(m, F::NSH_MDTYPE, S::NshMdtype);
    w.slot(m, F::NSH_NP, S::NshNp);
    let (path, mask) = (m.value(S::NshPath), m.mask(S::NshPath));
    let spi_mask = if mask >> 8 == ones(24) {
        ones(32)
    } else {
        mask >> 8
    };
    w.masked(F::NSH_SPI, path >> 8, spi_mask);
    w.masked(F::NSH_SI, path & 0xff, mask & 0xff);
    for (id, slot) in [
        (F::NSH_C1, S::NshC1),
        (F::NSH_C2, S::NshC2),
        (F::NSH_C3, S::NshC3),
        (F::NSH_C4, S::NshC4),
    ] {
        w.slot(m, id, slot);
    }
}

/// Writes the NXM fields of a match in the order of Open vSwitch, without padding.
#[must_use]
pub fn encode_nxm_match(matches: &Match) -> Vec<u8> {
    let mut out = Vec::new();
    encode_entries(matches, None, None, &mut out);
    out
}

/// Writes an `ofp_match` of OXM fields in the order of Open vSwitch, with header and padding.
#[must_use]
pub fn encode_oxm_match(matches: &Match, version: Version) -> Vec<u8> {
    let mut out = Vec::new();
    put_oxm_match(matches, version, &mut out);
    out
}

pub(crate) fn put_oxm_match(matches: &Match, version: Version, out: &mut Vec<u8>) {
    put_oxm_fields(out, |out| encode_entries(matches, Some(version), None, out));
}

/// An `ofp_match` around the fields that `fields` writes.
pub(crate) fn put_oxm_fields(out: &mut Vec<u8>, fields: impl FnOnce(&mut Vec<u8>)) {
    let start = out.len();
    out.put_u16(1);
    out.put_u16(0);
    fields(out);
    let length = u16::try_from(out.len() - start).unwrap_or(u16::MAX);
    out.set_u16(start + 2, length);
    out.pad_to_8(start);
}
