//! The actions that have parts of their own, from the wire.

use super::action::*;
use super::action_check::{check_destination, check_source};
use super::action_decode::{APPLY, decode_list, subfield, zero_rest};
use super::action_kind::Kind;
use super::cursor::Cursor;
use super::{ErrorCode as E, FieldId, Port, Version};
use std::net::{Ipv4Addr, Ipv6Addr};

pub(super) fn decode_multipath(c: &mut Cursor<'_>) -> Result<Action, E> {
    let short = E::OFPBAC_BAD_LEN;
    let fields = c.u16(short)?;
    let basis = c.u16(short)?;
    c.take(2, short)?;
    let algorithm = c.u16(short)?;
    let max_link = c.u16(short)?;
    let argument = c.u32(short)?;
    c.take(2, short)?;
    let offset_width = c.u16(short)?;
    let destination = subfield(c.u32(short)?, offset_width)?;
    let fields = HashFields::from_wire(fields).ok_or(E::OFPBAC_BAD_ARGUMENT)?;
    let links = u32::from(max_link) + 1;
    let needed = 32 - (links - 1).leading_zeros();
    if algorithm > 3 || u32::from(destination.width) < needed {
        return Err(E::OFPBAC_BAD_ARGUMENT);
    }
    check_destination(&destination, None)?;
    Ok(Action::Multipath(Box::new(Multipath {
        fields,
        basis,
        algorithm,
        max_link,
        argument,
        destination,
    })))
}

pub(super) fn decode_bundle(c: &mut Cursor<'_>, load: bool) -> Result<Action, E> {
    let short = E::OFPBAC_BAD_LEN;
    let algorithm = c.u16(short)?;
    let fields = c.u16(short)?;
    let basis = c.u16(short)?;
    let member_type = c.u32(short)?;
    let count = usize::from(c.u16(short)?);
    let offset_width = c.u16(short)?;
    let header = c.u32(short)?;
    let zero = c.u32(short)?;
    let hash = HashFields::from_wire(fields);
    let port_header = FieldId::IN_PORT.field().nxm_header();
    let valid =
        hash.is_some() && count <= 2048 && algorithm <= 1 && Some(member_type) == port_header && zero == 0;
    let mut result = if valid {
        Ok(())
    } else {
        Err(E::OFPBAC_BAD_ARGUMENT)
    };
    let destination = if load {
        let destination = subfield(header, offset_width)?;
        if destination.width < 16 {
            result = Err(E::OFPBAC_BAD_ARGUMENT);
        }
        Some(destination)
    } else {
        if offset_width != 0 || header != 0 {
            result = Err(E::OFPBAC_BAD_ARGUMENT);
        }
        None
    };
    if c.len() < count * 2 {
        return Err(short);
    }
    let members = (0..count)
        .map(|_| Ok(Port(c.u16(short)?)))
        .collect::<Result<Vec<_>, E>>()?;
    result?;
    let fields = hash.ok_or(E::OFPBAC_BAD_ARGUMENT)?;
    let bundle = Bundle {
        fields,
        basis,
        hrw: algorithm == 1,
        destination,
        members,
    };
    super::action_check::check_bundle(&bundle, None)?;
    Ok(Action::Bundle(Box::new(bundle)))
}

/// Takes one property and returns its type and its bytes without padding.
pub(crate) fn pull_property<'a>(c: &mut Cursor<'a>) -> Result<(u16, &'a [u8]), E> {
    let mut peek = *c;
    let kind = peek.u16(E::OFPBPC_BAD_LEN)?;
    let length = usize::from(peek.u16(E::OFPBPC_BAD_LEN)?);
    if length < 4 {
        return Err(E::OFPBPC_BAD_LEN);
    }
    let all = c.take(length.next_multiple_of(8), E::OFPBPC_BAD_LEN)?;
    Ok((kind, all.get(4..length).ok_or(E::OFPBPC_BAD_LEN)?))
}

pub(super) fn decode_controller2(c: &mut Cursor<'_>) -> Result<Action, E> {
    if c.take(6, E::OFPBAC_BAD_LEN)?.iter().any(|byte| *byte != 0) {
        return Err(E::NXBRC_MUST_BE_ZERO);
    }
    let mut controller = Controller {
        max_len: u16::MAX,
        id: 0,
        reason: Controller::REASON_ACTION,
        userdata: Vec::new(),
        pause: false,
        meter: None,
        form2: true,
    };
    while !c.is_empty() {
        let (kind, payload) = pull_property(c)?;
        let short = E::OFPBPC_BAD_LEN;
        let p = &mut Cursor::new(payload);
        match kind {
            0 => controller.max_len = p.u16(short)?,
            1 => controller.id = p.u16(short)?,
            2 => controller.reason = p.u8(short)?,
            3 => controller.userdata = payload.to_vec(),
            4 => controller.pause = true,
            5 if payload.len() != 4 => return Err(short),
            5 => controller.meter = Some(p.u32(short)?).filter(|meter| *meter != 0),
            _ => return Err(super::unknown_property(kind, payload)),
        }
    }
    Ok(Action::Controller(Box::new(controller)))
}

pub(super) fn decode_sample(c: &mut Cursor<'_>, kind: Kind) -> Result<Action, E> {
    let short = E::OFPBAC_BAD_LEN;
    let mut sample = Sample {
        probability: c.u16(short)?,
        collector_set: c.u32(short)?,
        observation_domain: c.u32(short)?,
        observation_point: c.u32(short)?,
        port: Port::ANY,
        direction: SampleDirection::Default,
        form: SampleForm::First,
    };
    if kind != Kind::Sample {
        sample.port = Port(c.u16(short)?);
        sample.form = SampleForm::Second;
    }
    if kind == Kind::Sample3 {
        sample.form = SampleForm::Third;
        let direction = c.u8(short)?;
        zero_rest(c, E::NXBRC_MUST_BE_ZERO)?;
        sample.direction = match direction {
            0 => SampleDirection::Default,
            1 => SampleDirection::Ingress,
            2 => SampleDirection::Egress,
            _ => return Err(E::OFPBAC_BAD_ARGUMENT),
        };
    }
    if sample.probability == 0 {
        Err(E::OFPBAC_BAD_ARGUMENT)
    } else {
        Ok(Action::Sample(Box::new(sample)))
    }
}

pub(super) fn decode_ct(c: &mut Cursor<'_>, version: Version, depth: usize) -> Result<Action, E> {
    let short = E::OFPBAC_BAD_LEN;
    let flags = c.u16(short)?;
    let zone_source = c.u32(short)?;
    let zone = c.u16(short)?;
    let table = c.u8(short)?;
    c.take(3, short)?;
    let alg = c.u16(short)?;
    if flags & Ct::FORCE != 0 && flags & Ct::COMMIT == 0 {
        return Err(E::OFPBAC_BAD_ARGUMENT);
    }
    let zone = if zone_source == 0 {
        CtZone::Number(zone)
    } else {
        let source = subfield(zone_source, zone)?;
        check_source(&source, None)?;
        if source.width != 16 {
            return Err(E::OFPBAC_BAD_SET_LEN);
        }
        CtZone::Field(source)
    };
    let actions = decode_list(c.rest(), version, APPLY, Some("ct"), depth + 1)?;
    let plain_nat = |action: &Action| match action {
        Action::Nat(nat) => nat.flags == 0 && nat.addresses == NatAddresses::None,
        _ => false,
    };
    if flags & Ct::COMMIT == 0 && !actions.iter().all(plain_nat) {
        return Err(E::OFPBAC_BAD_ARGUMENT);
    }
    Ok(Action::Ct(Box::new(Ct {
        flags,
        zone,
        table,
        alg,
        actions,
    })))
}

pub(super) fn decode_nat(c: &mut Cursor<'_>) -> Result<Action, E> {
    let bad = E::OFPBAC_BAD_ARGUMENT;
    c.take(2, bad)?;
    let flags = c.u16(bad)?;
    let present = c.u16(bad)?;
    let both = |a: u16, b: u16| flags & a != 0 && flags & b != 0;
    if flags & !0x1f != 0 || both(Nat::SRC, Nat::DST) || both(Nat::HASH, Nat::RANDOM) {
        return Err(bad);
    }
    let has = |bit: u16| present & 1 << bit != 0;
    if has(1) && !has(0) || has(3) && !has(2) || has(0) && (has(2) || has(3)) || has(5) && !has(4) {
        return Err(bad);
    }
    let mut addresses = NatAddresses::None;
    if has(0) {
        let first = c.u32(bad)?;
        let last = if has(1) { c.u32(bad)? } else { 0 };
        if first == 0 || has(1) && last < first {
            return Err(bad);
        }
        addresses = NatAddresses::V4(Ipv4Addr::from(first), Ipv4Addr::from(last));
    } else if has(2) {
        let first = u128::from_be_bytes(c.array(bad)?);
        let last = if has(3) {
            u128::from_be_bytes(c.array(bad)?)
        } else {
            0
        };
        if first == 0 || has(3) && last < first {
            return Err(bad);
        }
        addresses = NatAddresses::V6(Ipv6Addr::from(first), Ipv6Addr::from(last));
    }
    let mut ports = (0, 0);
    if has(4) {
        ports.0 = c.u16(bad)?;
        if has(5) {
            ports.1 = c.u16(bad)?;
        }
        if addresses == NatAddresses::None || ports.0 == 0 || has(5) && ports.1 < ports.0 {
            return Err(bad);
        }
    }
    Ok(Action::Nat(Box::new(Nat {
        flags,
        addresses,
        ports,
    })))
}

pub(super) fn decode_encap(c: &mut Cursor<'_>) -> Result<Action, E> {
    let bad = E::NXBAC_BAD_ED_PROP;
    let header_size = c.u16(E::OFPBAC_BAD_LEN)?;
    let packet_type = c.u32(E::OFPBAC_BAD_LEN)?;
    if !matches!(packet_type, 0 | 0x1_894f | 0x1_8847 | 0x1_8848) {
        return Err(E::NXBAC_BAD_HEADER_TYPE);
    }
    let mut properties = Vec::new();
    while !c.is_empty() {
        let short = E::OFPBAC_BAD_LEN;
        let mut peek = *c;
        let class = peek.u16(short)?;
        let kind = peek.u8(short)?;
        let length = usize::from(peek.u8(short)?);
        if length < 4 {
            return Err(short);
        }
        let all = c.take(length.next_multiple_of(8), short)?;
        let p = &mut Cursor::new(all.get(4..).ok_or(bad)?);
        match (class, kind) {
            (4, 1) if all.len() == 8 => properties.push(EncapProperty::NshMdType(p.u8(bad)?)),
            (4, 1) => return Err(bad),
            (4, 2) => {
                let (class, kind, used) = (p.u16(bad)?, p.u8(bad)?, usize::from(p.u8(bad)?));
                if length != 8 + used.next_multiple_of(8) {
                    return Err(bad);
                }
                properties.push(EncapProperty::NshTlv {
                    class,
                    kind,
                    data: p.take(used, bad)?.to_vec(),
                });
            }
            _ => return Err(E::NXBAC_UNKNOWN_ED_PROP),
        }
    }
    Ok(Action::Encap(Box::new(Encap {
        packet_type,
        header_size,
        properties,
    })))
}
