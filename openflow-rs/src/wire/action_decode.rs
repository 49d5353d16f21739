//! Actions and instructions from the wire.

use super::action::*;
use super::action_check::{check_destination, check_move, check_source, verify_nested, verify_with};
use super::action_kind::{Kind, shape_of};
use super::action_parts::*;
use super::bits::ones;
use super::cursor::Cursor;
use super::oxm_decode::pull_entry;
use super::oxm_header::Header;
use super::{ErrorCode as E, Field, FieldId, Port, Subfield, Value, Version, learn};
use std::net::Ipv4Addr;

/// Nicira's vendor number.
pub(crate) const NICIRA: u32 = 0x2320;
/// The ONF's vendor number.
pub(crate) const ONF: u32 = 0x4f4e_4600;

/// Nested actions deeper than this are refused.
const MAX_DEPTH: usize = 64;

/// The set of instructions that a place allows; one bit each, in the order that they must have.
pub(crate) const METER: u32 = 1;
pub(crate) const APPLY: u32 = 2;
pub(crate) const ALL: u32 = 0x3f;

/// Reads a list of actions and checks that they may stand together.
///
/// # Errors
/// The error that ovs-vswitchd answers, such as `OFPBAC_BAD_TYPE`.
pub fn decode_actions(bytes: &[u8], version: Version) -> Result<Vec<Action>, E> {
    decode_list(bytes, version, APPLY | METER, None, 0)
}

pub(crate) fn decode_list(
    bytes: &[u8],
    version: Version,
    allowed: u32,
    outer: Option<&str>,
    depth: usize,
) -> Result<Vec<Action>, E> {
    let mut actions = Vec::new();
    read_list(bytes, version, allowed, outer, depth, &mut actions)?;
    Ok(actions)
}

fn read_list(
    bytes: &[u8],
    version: Version,
    allowed: u32,
    outer: Option<&str>,
    depth: usize,
    actions: &mut Vec<Action>,
) -> Result<(), E> {
    if !bytes.len().is_multiple_of(8) {
        return Err(E::OFPBRC_BAD_LEN);
    }
    decode_unverified(bytes, version, depth, actions)?;
    verify_with(actions, version, allowed, outer).map_err(|(code, _)| code)
}

/// Reads actions behind those that are in `actions` already.
fn decode_unverified(
    bytes: &[u8],
    version: Version,
    depth: usize,
    actions: &mut Vec<Action>,
) -> Result<(), E> {
    if depth > MAX_DEPTH {
        return Err(E::OFPBAC_BAD_ARGUMENT);
    }
    // Most actions take 16 bytes or 24.
    actions.reserve_exact(bytes.len().div_ceil(16));
    let mut cursor = Cursor::new(bytes);
    while !cursor.is_empty() {
        let (kind, action) = pull_raw(&mut cursor, version)?;
        decode_one(kind, action, version, depth, actions)?;
    }
    Ok(())
}

/// The next action: what it is, and its bytes.
fn pull_raw<'a>(cursor: &mut Cursor<'a>, version: Version) -> Result<(Kind, &'a [u8]), E> {
    let short = E::OFPBAC_BAD_LEN;
    let mut peek = *cursor;
    let number = peek.u16(short)?;
    let length = usize::from(peek.u16(short)?);
    let word = peek.u32(short)?;
    let found = if number == 0xffff {
        if word != NICIRA && word != ONF {
            return Err(E::OFPBAC_BAD_VENDOR);
        }
        let subtype = peek.u16(short)?;
        if cursor.len() < 16 {
            return Err(short);
        }
        shape_of(version, word, subtype).ok_or(E::OFPBAC_BAD_VENDOR_TYPE)?
    } else {
        shape_of(version, 0, number).ok_or(E::OFPBAC_BAD_TYPE)?
    };
    let least = usize::from(found.least);
    if length > cursor.len() || length < least || !found.open && length != least || length % 8 != 0 {
        return Err(short);
    }
    Ok((found.kind, cursor.take(length, short)?))
}

/// The bits named by an offset and width in 16 bits.
pub(super) fn subfield(header: u32, offset_width: u16) -> Result<Subfield, E> {
    let field = Header::field_of(header).ok_or(E::OFPBAC_BAD_SET_TYPE)?;
    Ok(packed(field, offset_width))
}

/// Offset and width in 16 bits.
#[inline]
fn packed(field: &'static Field, offset_width: u16) -> Subfield {
    Subfield {
        field,
        offset: offset_width >> 6,
        width: (offset_width & 0x3f) + 1,
    }
}

/// A header in an action, without mask.
fn pull_field(c: &mut Cursor<'_>) -> Result<&'static Field, E> {
    let header = Header::pull(c)?;
    let field = header.field().ok_or(E::OFPBMC_BAD_FIELD)?;
    if header.masked {
        Err(E::OFPBMC_BAD_MASK)
    } else {
        Ok(field)
    }
}

pub(super) fn zero_rest(c: &Cursor<'_>, error: E) -> Result<(), E> {
    if c.all_zero() { Ok(()) } else { Err(error) }
}

#[expect(
    clippy::too_many_lines,
    reason = "one arm for each action; splitting would hide the list"
)]
fn decode_one(
    kind: Kind,
    action: &[u8],
    version: Version,
    depth: usize,
    actions: &mut Vec<Action>,
) -> Result<(), E> {
    use Kind as K;
    let short = E::OFPBAC_BAD_LEN;
    let vendor = action.get(..2) == Some(&[0xff, 0xff]);
    let body = action.get(if vendor { 10 } else { 4 }..).ok_or(short)?;
    let c = &mut Cursor::new(body);
    // Standard actions carry a 32-bit argument at once, vendor actions two bytes later, aligned.
    let argument32 = |c: &mut Cursor<'_>| {
        if vendor {
            c.u16(short)?;
        }
        c.u32(short)
    };
    match kind {
        K::Output10 => {
            let port = Port(c.u16(short)?);
            port.check_output()?;
            actions.push(Action::Output {
                port,
                max_len: c.u16(short)?,
            });
        }
        K::Output11 => {
            let port = Port::from_wire32(c.u32(short)?)?;
            port.check_output()?;
            actions.push(Action::Output {
                port,
                max_len: c.u16(short)?,
            });
        }
        K::SetVlanVid10 | K::SetVlanVid11 => {
            let vid = c.u16(short)?;
            if vid > 0xfff {
                return Err(E::OFPBAC_BAD_ARGUMENT);
            }
            actions.push(Action::SetVlanVid {
                vid,
                push_if_needed: kind == K::SetVlanVid10,
                flow_has_vlan: false,
            });
        }
        K::SetVlanPcp10 | K::SetVlanPcp11 => {
            let pcp = c.u8(short)?;
            if pcp > 7 {
                return Err(E::OFPBAC_BAD_ARGUMENT);
            }
            actions.push(Action::SetVlanPcp {
                pcp,
                push_if_needed: kind == K::SetVlanPcp10,
                flow_has_vlan: false,
            });
        }
        K::StripVlan => actions.push(Action::StripVlan { pop: false }),
        K::PopVlan => actions.push(Action::StripVlan { pop: true }),
        K::PushVlan => match c.u16(short)? {
            eth_type @ (0x8100 | 0x88a8) => actions.push(Action::PushVlan(eth_type)),
            _ => return Err(E::OFPBAC_BAD_ARGUMENT),
        },
        K::SetDlSrc => actions.push(Action::SetEthSrc(c.array(short)?)),
        K::SetDlDst => actions.push(Action::SetEthDst(c.array(short)?)),
        K::SetNwSrc => actions.push(Action::SetIpv4Src(Ipv4Addr::from(c.u32(short)?))),
        K::SetNwDst => actions.push(Action::SetIpv4Dst(Ipv4Addr::from(c.u32(short)?))),
        K::SetNwTos => match c.u8(short)? {
            tos if tos & 3 == 0 => actions.push(Action::SetIpDscp(tos)),
            _ => return Err(E::OFPBAC_BAD_ARGUMENT),
        },
        K::SetNwEcn => match c.u8(short)? {
            ecn if ecn <= 3 => actions.push(Action::SetIpEcn(ecn)),
            _ => return Err(E::OFPBAC_BAD_ARGUMENT),
        },
        K::SetNwTtl => actions.push(Action::SetIpTtl(c.u8(short)?)),
        K::DecNwTtl => actions.push(Action::DecTtl(DecTtl::Default)),
        K::SetTpSrc => actions.push(Action::SetL4Src {
            port: c.u16(short)?,
            protocol: 0,
        }),
        K::SetTpDst => actions.push(Action::SetL4Dst {
            port: c.u16(short)?,
            protocol: 0,
        }),
        K::Enqueue10 => {
            let port = Port(c.u16(short)?);
            c.take(6, short)?;
            if port >= Port::MAX && port != Port::IN_PORT && port != Port::LOCAL {
                return Err(E::OFPBAC_BAD_OUT_PORT);
            }
            actions.push(Action::Enqueue {
                port,
                queue: c.u32(short)?,
            });
        }
        K::SetMplsLabel => actions.push(Action::SetMplsLabel(argument32(c)?)),
        K::SetMplsTc => actions.push(Action::SetMplsTc(c.u8(short)?)),
        K::SetMplsTtl => actions.push(Action::SetMplsTtl(c.u8(short)?)),
        K::DecMplsTtl => actions.push(Action::DecMplsTtl),
        K::PushMpls => match c.u16(short)? {
            eth_type @ (0x8847 | 0x8848) => actions.push(Action::PushMpls(eth_type)),
            _ => return Err(E::OFPBAC_BAD_ARGUMENT),
        },
        K::PopMpls => actions.push(Action::PopMpls(c.u16(short)?)),
        K::SetQueue => actions.push(Action::SetQueue(argument32(c)?)),
        K::Group => actions.push(Action::Group(argument32(c)?)),
        K::Meter15 => actions.push(Action::Meter(c.u32(short)?)),
        K::SetField12 => actions.push(decode_set_field(c, false)?),
        K::SetField15 => actions.push(decode_set_field(c, true)?),
        K::RegLoad2 => {
            c.take(0, short)?;
            actions.push(decode_load2(c)?);
        }
        K::RegLoad => {
            let offset_width = c.u16(short)?;
            // Not by `?`: the layout of such a result costs more than all the rest here.
            let Some(field) = Header::field_of(c.u32(short)?) else {
                return Err(E::OFPBAC_BAD_SET_TYPE);
            };
            let destination = packed(field, offset_width);
            let value = c.u64(short)?;
            check_destination(&destination, None)?;
            if destination.width < 64 && value >> destination.width != 0 {
                return Err(E::OFPBAC_BAD_ARGUMENT);
            }
            actions.push(Action::SetField(set_bits(destination, u128::from(value))));
        }
        K::CopyField15 => actions.push(decode_copy(c, 2, MoveForm::Default)?),
        K::CopyFieldOnf => {
            c.take(2, short)?;
            actions.push(decode_copy(c, 2, MoveForm::Onf)?);
        }
        K::RegMove => actions.push(decode_copy(c, 0, MoveForm::Default)?),
        K::Resubmit => actions.push(Action::Resubmit(Resubmit {
            port: Port(c.u16(short)?),
            table: 255,
            ct: false,
            form: ResubmitForm::Port,
        })),
        K::ResubmitTable | K::ResubmitTableCt => {
            let port = Port(c.u16(short)?);
            let table = c.u8(short)?;
            zero_rest(c, E::OFPBAC_BAD_ARGUMENT)?;
            actions.push(Action::Resubmit(Resubmit {
                port,
                table,
                ct: kind == K::ResubmitTableCt,
                form: ResubmitForm::Table,
            }));
        }
        K::SetTunnel => actions.push(Action::SetTunnel {
            id: u64::from(argument32(c)?),
            wide: false,
        }),
        K::SetTunnel64 => {
            c.take(6, short)?;
            actions.push(Action::SetTunnel {
                id: c.u64(short)?,
                wide: true,
            });
        }
        K::PopQueue => actions.push(Action::PopQueue),
        K::Note => actions.push(Action::Note(c.rest().into())),
        K::Multipath => actions.push(decode_multipath(c)?),
        K::Bundle => actions.push(decode_bundle(c, false)?),
        K::BundleLoad => actions.push(decode_bundle(c, true)?),
        K::OutputReg => {
            let offset_width = c.u16(short)?;
            let header = c.u32(short)?;
            let max_len = c.u16(short)?;
            zero_rest(c, E::OFPBAC_BAD_ARGUMENT)?;
            let source = subfield(header, offset_width)?;
            check_source(&source, None)?;
            actions.push(Action::OutputReg(OutputReg {
                source,
                max_len,
                form2: false,
            }));
        }
        K::OutputReg2 => {
            let offset_width = c.u16(short)?;
            let max_len = c.u16(short)?;
            let field = pull_field(c)?;
            zero_rest(c, E::NXBRC_MUST_BE_ZERO)?;
            let source = packed(field, offset_width);
            check_source(&source, None)?;
            actions.push(Action::OutputReg(OutputReg {
                source,
                max_len,
                form2: true,
            }));
        }
        K::Learn => actions.push(Action::Learn(Box::new(learn::decode(body, false)?))),
        K::Learn2 => actions.push(Action::Learn(Box::new(learn::decode(body, true)?))),
        K::Exit => actions.push(Action::Exit),
        K::DecTtlIds => {
            let count = usize::from(c.u16(short)?);
            if c.u32(short)? != 0 {
                return Err(E::NXBRC_MUST_BE_ZERO);
            }
            if c.len() < count * 2 {
                return Err(short);
            }
            actions.push(Action::DecTtl(DecTtl::Controllers(
                (0..count).map(|_| c.u16(short)).collect::<Result<_, _>>()?,
            )));
        }
        K::FinTimeout => actions.push(Action::FinTimeout {
            idle: c.u16(short)?,
            hard: c.u16(short)?,
        }),
        K::Controller => {
            let max_len = c.u16(short)?;
            let id = c.u16(short)?;
            let reason = c.u8(short)?;
            actions.push(Action::Controller(Box::new(Controller {
                max_len,
                id,
                reason,
                userdata: Vec::new(),
                pause: false,
                meter: None,
                form2: false,
            })));
        }
        K::Controller2 => actions.push(decode_controller2(c)?),
        K::WriteMetadata => {
            if c.take(6, short)?.iter().any(|byte| *byte != 0) {
                return Err(E::NXBRC_MUST_BE_ZERO);
            }
            actions.push(Action::WriteMetadata {
                metadata: c.u64(short)?,
                mask: c.u64(short)?,
            });
        }
        K::StackPush | K::StackPop => {
            let offset = c.u16(short)?;
            let field = pull_field(c)?;
            let width = c.u16(short)?;
            zero_rest(c, E::NXBRC_MUST_BE_ZERO)?;
            let op = StackOp {
                subfield: Subfield { field, offset, width },
            };
            if kind == K::StackPush {
                check_source(&op.subfield, None)?;
                actions.push(Action::Push(op));
            } else {
                check_destination(&op.subfield, None)?;
                actions.push(Action::Pop(op));
            }
        }
        K::Sample | K::Sample2 | K::Sample3 => actions.push(decode_sample(c, kind)?),
        K::Conjunction => {
            let (clause, clauses) = (c.u8(short)?, c.u8(short)?);
            if !(2..=64).contains(&clauses) || clause >= clauses {
                return Err(E::NXBAC_BAD_CONJUNCTION);
            }
            actions.push(Action::Conjunction {
                id: c.u32(short)?,
                clause,
                clauses,
            });
        }
        K::Ct => actions.push(decode_ct(c, version, depth)?),
        K::Nat => actions.push(decode_nat(c)?),
        K::OutputTrunc => {
            let port = Port(c.u16(short)?);
            let max_len = c.u32(short)?;
            if max_len < 14 {
                return Err(E::OFPBAC_BAD_ARGUMENT);
            }
            actions.push(Action::OutputTrunc { port, max_len });
        }
        K::Clone => {
            c.take(6, short)?;
            actions.push(Action::Clone(decode_list(
                c.rest(),
                version,
                APPLY,
                None,
                depth + 1,
            )?));
        }
        K::CtClear => actions.push(Action::CtClear),
        K::Encap => actions.push(decode_encap(c)?),
        K::Decap => {
            if action.len() > 16 {
                return Err(E::NXBAC_UNKNOWN_ED_PROP);
            }
            c.take(2, short)?;
            actions.push(Action::Decap(c.u32(short)?));
        }
        K::DecNshTtl => actions.push(Action::DecNshTtl),
        K::CheckPktLarger => {
            let length = c.u16(short)?;
            let offset = c.u16(short)?;
            let field = pull_field(c)?;
            zero_rest(c, E::NXBRC_MUST_BE_ZERO)?;
            let destination = Subfield {
                field,
                offset,
                width: 1,
            };
            check_destination(&destination, None)?;
            actions.push(Action::CheckPktLarger(CheckPktLarger { length, destination }));
        }
        K::DeleteField => actions.push(Action::DeleteField(pull_field(c)?)),
        K::Debug => return Err(E::OFPBAC_BAD_VENDOR_TYPE),
    }
    Ok(())
}

/// A write of the bits of one register load, which were checked to be bits of the field and to hold the number.
#[inline]
fn set_bits(destination: Subfield, bits: u128) -> SetField {
    let field = destination.field;
    let (offset, width) = (u32::from(destination.offset), u32::from(destination.width));
    let (value, mask) = if field.bytes <= 16 {
        let mask = ones(width) << offset;
        (Value::Number(bits << offset), Value::Number(mask))
    } else {
        let (mut value, mut mask) = (Value::zero(field.bytes), Value::zero(field.bytes));
        value.set_range(offset, width, &Value::Number(bits));
        mask.set_ones(offset, width);
        (value, mask)
    };
    SetField {
        field,
        value,
        mask,
        form: LoadForm::Load,
        flow_has_vlan: false,
    }
}

fn pull_set_entry(c: &mut Cursor<'_>) -> Result<(&'static Field, Value, Option<Value>), E> {
    let header = Header::pull(&mut c.clone())?;
    let Some(field) = header.field() else {
        let known = Field::from_wire(header.vendor, header.class, header.field).is_some();
        // A field without a value is taken for an unknown one, as Open vSwitch does.
        return Err(if known && header.value_bytes() > 0 {
            E::OFPBAC_BAD_SET_LEN
        } else {
            E::OFPBAC_BAD_SET_TYPE
        });
    };
    let entry = pull_entry(c)?;
    Ok((field, entry.value, entry.mask))
}

fn decode_set_field(c: &mut Cursor<'_>, may_mask: bool) -> Result<Action, E> {
    let (field, value, mask) = pull_set_entry(c)?;
    if mask.is_some() && !may_mask {
        return Err(E::OFPBAC_BAD_SET_MASK);
    }
    zero_rest(c, E::OFPBAC_BAD_SET_ARGUMENT)?;
    let mask = mask.unwrap_or_else(|| Value::all_ones(field.bytes));
    let vid_without_tag = field.id == FieldId::VLAN_VID && !(mask.bit(12) && value.bit(12));
    if field.id == FieldId::IN_PORT_OXM || !field.writable || !field.is_value_valid(&value) || vid_without_tag
    {
        return Err(E::OFPBAC_BAD_SET_ARGUMENT);
    }
    Ok(Action::SetField(SetField {
        field,
        value,
        mask,
        form: LoadForm::SetField,
        flow_has_vlan: false,
    }))
}

fn decode_load2(c: &mut Cursor<'_>) -> Result<Action, E> {
    let (field, value, mask) = pull_set_entry(c)?;
    zero_rest(c, E::OFPBAC_BAD_SET_ARGUMENT)?;
    if !field.writable {
        return Err(E::OFPBAC_BAD_SET_ARGUMENT);
    }
    let mask = mask.unwrap_or_else(|| Value::all_ones(field.bytes));
    Ok(Action::SetField(SetField {
        field,
        value,
        mask,
        form: LoadForm::Load2,
        flow_has_vlan: false,
    }))
}

fn decode_copy(c: &mut Cursor<'_>, pad: usize, form: MoveForm) -> Result<Action, E> {
    let short = E::OFPBAC_BAD_LEN;
    let width = c.u16(short)?;
    let source_offset = c.u16(short)?;
    let destination_offset = c.u16(short)?;
    c.take(pad, short)?;
    let source = Subfield {
        field: pull_field(c)?,
        offset: source_offset,
        width,
    };
    let destination = Subfield {
        field: pull_field(c)?,
        offset: destination_offset,
        width,
    };
    zero_rest(c, E::NXBRC_MUST_BE_ZERO)?;
    check_move(&source, &destination, None)?;
    Ok(Action::Move {
        source,
        destination,
        form,
    })
}

/// Reads what a flow does: instructions from OpenFlow 1.1 on, plain actions in OpenFlow 1.0.
///
/// The result is in the order in which Open vSwitch keeps it: meter, actions, clear, write, metadata, table.
///
/// # Errors
/// The error that ovs-vswitchd answers, such as `OFPBIC_DUP_INST`.
pub fn decode_instructions(bytes: &[u8], version: Version) -> Result<Vec<Action>, E> {
    let mut actions = Vec::new();
    read_instructions(bytes, version, &mut actions)?;
    Ok(actions)
}

/// The same in place of what is in `actions`, whose memory is used again.
pub(super) fn read_instructions(bytes: &[u8], version: Version, actions: &mut Vec<Action>) -> Result<(), E> {
    actions.clear();
    if version == Version::V1_0 {
        return read_list(bytes, version, ALL, None, 0, actions);
    }
    if !bytes.len().is_multiple_of(8) {
        return Err(E::OFPBIC_BAD_LEN);
    }
    let mut found: [Option<&[u8]>; 6] = [None; 6];
    let mut cursor = Cursor::new(bytes);
    while !cursor.is_empty() {
        let bad = E::OFPBIC_BAD_LEN;
        let mut peek = cursor;
        let kind = peek.u16(bad)?;
        let length = usize::from(peek.u16(bad)?);
        if length % 8 != 0 || length < 8 || length > cursor.len() {
            return Err(bad);
        }
        let (place, fits) = match kind {
            0xffff => return Err(E::OFPBIC_BAD_EXPERIMENTER),
            6 => (0, length == 8),
            4 => (1, true),
            5 => (2, length == 8),
            3 => (3, true),
            2 => (4, length == 24),
            1 => (5, length == 8),
            _ => return Err(E::OFPBIC_UNKNOWN_INST),
        };
        if !fits {
            return Err(bad);
        }
        if kind == 6 && version >= Version::V1_5 {
            return Err(E::OFPBIC_UNKNOWN_INST);
        }
        let instruction = cursor.take(length, bad)?;
        let body = instruction.get(4..).ok_or(bad)?;
        match found.get_mut(place) {
            Some(slot @ None) => *slot = Some(body),
            _ => return Err(E::OFPBIC_DUP_INST),
        }
    }
    let bad = E::OFPBIC_BAD_LEN;
    let [meter, apply, clear, write, metadata, table] = found;
    if let Some(body) = meter {
        actions.push(Action::Meter(Cursor::new(body).u32(bad)?));
    }
    if let Some(body) = apply {
        decode_unverified(body.get(4..).ok_or(bad)?, version, 0, actions)?;
    }
    if clear.is_some() {
        actions.push(Action::ClearActions);
    }
    if let Some(body) = write {
        let mut set = Vec::new();
        decode_unverified(body.get(4..).ok_or(bad)?, version, 0, &mut set)?;
        if !set.iter().all(super::action_check::allowed_in_action_set) {
            return Err(E::OFPBAC_BAD_TYPE);
        }
        actions.push(Action::WriteActions(set));
    }
    if let Some(body) = metadata {
        let c = &mut Cursor::new(body.get(4..).ok_or(bad)?);
        actions.push(Action::WriteMetadata {
            metadata: c.u64(bad)?,
            mask: c.u64(bad)?,
        });
    }
    if let Some(body) = table {
        actions.push(Action::GotoTable(Cursor::new(body).u8(bad)?));
    }
    verify_nested(actions, version)
}
