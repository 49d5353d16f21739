//! Actions that write, copy, push and pop fields, to the wire.

use super::action::*;
use super::action_decode::ONF;
use super::action_encode::put_action;
use super::action_frame::*;
use super::cursor::Put;
use super::oxm_encode::put_entry;
use super::{FieldId, Subfield, Version};

/// The runs of ones in a mask, each of at most 64 bits: what register loads can write one by one.
pub(crate) fn load_segments(set: &SetField) -> impl Iterator<Item = (Subfield, u64)> + '_ {
    let bits = u32::from(set.field.bits);
    let mut next = 0;
    std::iter::from_fn(move || {
        let (start, end) = set.mask.run_of_ones(next, bits)?;
        let end = end.min(start + 64);
        next = end;
        let offset = u16::try_from(start).ok()?;
        let width = u16::try_from(end - start).ok()?;
        let value = u64::try_from(set.value.range(start, end - start)).ok()?;
        Some((
            Subfield {
                field: set.field,
                offset,
                width,
            },
            value,
        ))
    })
}

pub(super) fn put_nicira_set(out: &mut Vec<u8>, set: &SetField) {
    if set.form == LoadForm::Load2 || set.field.nxm_header().is_none() || set.field.variable {
        nicira(out, 33, |out| {
            put_entry(out, set.field, None, &set.value, Some(&set.mask))
        });
    } else {
        load_segments(set).for_each(|(destination, value)| put_load(out, &destination, value));
    }
}

pub(super) fn put_set(out: &mut Vec<u8>, version: Version, set: &SetField) {
    if version >= Version::V1_5 {
        put_set_field(out, version, set.field, &set.value, Some(&set.mask));
    } else if set.form != LoadForm::SetField {
        put_nicira_set(out, set);
    } else if version < Version::V1_2 {
        put_legacy_set(out, version, set);
    } else if set.mask.is_all_ones(set.field.bytes) {
        put_set_field(out, version, set.field, &set.value, None);
    } else {
        put_nicira_set(out, set);
    }
}

/// Before OpenFlow 1.2 some fields have actions of their own.
pub(super) fn put_legacy_set(out: &mut Vec<u8>, version: Version, set: &SetField) {
    use FieldId as F;
    let value = set.value.number().unwrap_or(0);
    let low16 = u16::try_from(value & 0xffff).unwrap_or(0);
    let low8 = low16.to_be_bytes()[1];
    let old = version == Version::V1_0;
    let shift = u16::from(old);
    let bytes = set.value.to_bytes(set.field.bytes);
    let vid = |out: &mut Vec<u8>, tci: u16| put_argument(out, version, 1, None, &(tci & 0xfff).to_be_bytes());
    let pcp = |out: &mut Vec<u8>, pcp: u8| put_argument(out, version, 2, None, &[pcp]);
    match set.field.id {
        F::VLAN_TCI if low16 & 0x1000 == 0 => {
            put_argument(out, version, if old { 3 } else { 18 }, None, &[]);
        }
        F::VLAN_TCI => {
            if !old && !set.flow_has_vlan {
                put_argument(out, version, 17, None, &0x8100u16.to_be_bytes());
            }
            vid(out, low16);
            pcp(out, low16.to_be_bytes()[0] >> 5);
        }
        F::VLAN_VID => vid(out, low16),
        F::VLAN_PCP => pcp(out, low8),
        F::ETH_SRC => put_argument(out, version, 3 + shift, None, &bytes),
        F::ETH_DST => put_argument(out, version, 4 + shift, None, &bytes),
        F::IPV4_SRC => put_argument(out, version, 5 + shift, None, &bytes),
        F::IPV4_DST => put_argument(out, version, 6 + shift, None, &bytes),
        F::IP_DSCP => put_argument(out, version, 7 + shift, None, &[low8]),
        F::IP_DSCP_SHIFTED => put_argument(out, version, 7 + shift, None, &[low8 << 2]),
        F::IP_ECN => put_action(&Action::SetIpEcn(low8), version, out),
        F::TCP_SRC | F::UDP_SRC => put_argument(out, version, 9, None, &bytes),
        F::TCP_DST | F::UDP_DST => put_argument(out, version, 10, None, &bytes),
        _ => put_nicira_set(out, set),
    }
}

/// A write that is an action of its own before OpenFlow 1.2 and a field write since.
pub(super) fn put_renamed(
    out: &mut Vec<u8>,
    version: Version,
    kind11: u16,
    bytes: &[u8],
    id: FieldId,
    value: u128,
) {
    match version {
        Version::V1_0 if kind11 < 8 => put_argument(out, version, kind11 + 1, None, bytes),
        Version::V1_0 | Version::V1_1 => put_argument(out, version, kind11, None, bytes),
        _ => put_field(out, version, id, value),
    }
}

pub(super) fn put_l4(out: &mut Vec<u8>, version: Version, kind: u16, port: u16, field: Option<FieldId>) {
    match field {
        Some(id) if version >= Version::V1_2 => put_field(out, version, id, u128::from(port)),
        _ => put_argument(out, version, kind, None, &port.to_be_bytes()),
    }
}

pub(super) fn put_move(
    out: &mut Vec<u8>,
    version: Version,
    source: &Subfield,
    destination: &Subfield,
    form: MoveForm,
) {
    let sizes = |out: &mut Vec<u8>| {
        out.put_u16(destination.width);
        out.put_u16(source.offset);
        out.put_u16(destination.offset);
    };
    let headers = |out: &mut Vec<u8>, version| {
        put_header(out, source.field, version);
        put_header(out, destination.field, version);
    };
    if version >= Version::V1_5 {
        standard(out, 28, |out| {
            sizes(out);
            out.put_zeros(2);
            headers(out, Some(version));
        });
    } else if version == Version::V1_3 && form == MoveForm::Onf {
        extension(out, ONF, 3200, |out| {
            out.put_zeros(2);
            sizes(out);
            out.put_zeros(2);
            headers(out, Some(version));
        });
    } else {
        nicira(out, 6, |out| {
            sizes(out);
            headers(out, None);
        });
    }
}

pub(super) fn put_stack(out: &mut Vec<u8>, kind: u16, op: &StackOp) {
    nicira(out, kind, |out| {
        out.put_u16(op.subfield.offset);
        let start = out.len();
        put_header(out, op.subfield.field, None);
        out.put_u16(op.subfield.width);
        out.put_zeros(12usize.saturating_sub(out.len() - start));
    });
}
