//! Actions and instructions from the wire.

use super::action::*;
use super::action_check::{check_destination, check_move, check_source, verify_nested, verify_with};
use super::cursor::Cursor;
use super::oxm::{Header, pull_entry};
use super::{ErrorCode as E, Field, FieldId, Port, Subfield, Value, Version, learn};
use std::net::{Ipv4Addr, Ipv6Addr};

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

/// Which action the numbers in a header mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Output10,
    Output11,
    SetVlanVid10,
    SetVlanPcp10,
    SetVlanVid11,
    SetVlanPcp11,
    StripVlan,
    PopVlan,
    PushVlan,
    SetDlSrc,
    SetDlDst,
    SetNwSrc,
    SetNwDst,
    SetNwTos,
    SetNwEcn,
    SetNwTtl,
    DecNwTtl,
    SetTpSrc,
    SetTpDst,
    Enqueue10,
    SetMplsLabel,
    SetMplsTc,
    SetMplsTtl,
    DecMplsTtl,
    PushMpls,
    PopMpls,
    SetQueue,
    Group,
    SetField12,
    SetField15,
    CopyField15,
    Meter15,
    RegMove,
    RegLoad,
    RegLoad2,
    CopyFieldOnf,
    Resubmit,
    ResubmitTable,
    ResubmitTableCt,
    SetTunnel,
    SetTunnel64,
    PopQueue,
    Note,
    Multipath,
    Bundle,
    BundleLoad,
    OutputReg,
    OutputReg2,
    Learn,
    Learn2,
    Exit,
    DecTtlIds,
    FinTimeout,
    Controller,
    Controller2,
    WriteMetadata,
    StackPush,
    StackPop,
    Sample,
    Sample2,
    Sample3,
    Conjunction,
    Ct,
    Nat,
    OutputTrunc,
    Clone,
    CtClear,
    Encap,
    Decap,
    DecNshTtl,
    CheckPktLarger,
    DeleteField,
}

/// The action of these numbers: its kind, its least length, and whether it may be longer.
fn kind_of(version: Version, vendor: u32, number: u16) -> Option<(Kind, usize, bool)> {
    use Kind as K;
    let v10 = version == Version::V1_0;
    let fixed = |kind, length| Some((kind, length, false));
    let open = |kind, length| Some((kind, length, true));
    match (vendor, number) {
        (0, 0) if v10 => fixed(K::Output10, 8),
        (0, 1) if v10 => fixed(K::SetVlanVid10, 8),
        (0, 2) if v10 => fixed(K::SetVlanPcp10, 8),
        (0, 3) if v10 => fixed(K::StripVlan, 8),
        (0, 4) if v10 => fixed(K::SetDlSrc, 16),
        (0, 5) if v10 => fixed(K::SetDlDst, 16),
        (0, 6) if v10 => fixed(K::SetNwSrc, 8),
        (0, 7) if v10 => fixed(K::SetNwDst, 8),
        (0, 8) if v10 => fixed(K::SetNwTos, 8),
        (0, 9) if v10 => fixed(K::SetTpSrc, 8),
        (0, 10) if v10 => fixed(K::SetTpDst, 8),
        (0, 11) if v10 => fixed(K::Enqueue10, 16),
        (0, _) if v10 => None,
        (0, 0) => fixed(K::Output11, 16),
        (0, 1) => fixed(K::SetVlanVid11, 8),
        (0, 2) => fixed(K::SetVlanPcp11, 8),
        (0, 3) => fixed(K::SetDlSrc, 16),
        (0, 4) => fixed(K::SetDlDst, 16),
        (0, 5) => fixed(K::SetNwSrc, 8),
        (0, 6) => fixed(K::SetNwDst, 8),
        (0, 7) => fixed(K::SetNwTos, 8),
        (0, 8) => fixed(K::SetNwEcn, 8),
        (0, 9) => fixed(K::SetTpSrc, 8),
        (0, 10) => fixed(K::SetTpDst, 8),
        (0, 13) => fixed(K::SetMplsLabel, 8),
        (0, 14) => fixed(K::SetMplsTc, 8),
        (0, 15) => fixed(K::SetMplsTtl, 8),
        (0, 16) => fixed(K::DecMplsTtl, 8),
        (0, 17) => fixed(K::PushVlan, 8),
        (0, 18) => fixed(K::PopVlan, 8),
        (0, 19) => fixed(K::PushMpls, 8),
        (0, 20) => fixed(K::PopMpls, 8),
        (0, 21) => fixed(K::SetQueue, 8),
        (0, 22) => fixed(K::Group, 8),
        (0, 23) => fixed(K::SetNwTtl, 8),
        (0, 24) => fixed(K::DecNwTtl, 8),
        (0, 25) if version >= Version::V1_5 => open(K::SetField15, 8),
        (0, 25) if version >= Version::V1_2 => open(K::SetField12, 8),
        (0, 28) if version >= Version::V1_5 => open(K::CopyField15, 16),
        (0, 29) if version >= Version::V1_5 => fixed(K::Meter15, 8),
        (ONF, 3200) if version == Version::V1_3 || version == Version::V1_4 => open(K::CopyFieldOnf, 24),
        (NICIRA, number) => match number {
            1 => fixed(K::Resubmit, 16),
            2 => fixed(K::SetTunnel, 16),
            4 if v10 => fixed(K::SetQueue, 16),
            5 => fixed(K::PopQueue, 16),
            6 if version < Version::V1_5 => open(K::RegMove, 16),
            7 if version < Version::V1_5 => fixed(K::RegLoad, 24),
            8 => open(K::Note, 16),
            9 => fixed(K::SetTunnel64, 24),
            10 => fixed(K::Multipath, 32),
            12 => open(K::Bundle, 32),
            13 => open(K::BundleLoad, 32),
            14 => fixed(K::ResubmitTable, 16),
            15 => fixed(K::OutputReg, 24),
            16 => open(K::Learn, 32),
            17 => fixed(K::Exit, 16),
            18 if v10 => fixed(K::DecNwTtl, 16),
            19 => fixed(K::FinTimeout, 16),
            20 => fixed(K::Controller, 16),
            21 => open(K::DecTtlIds, 16),
            22 => fixed(K::WriteMetadata, 32),
            23 if v10 => fixed(K::PushMpls, 16),
            24 if v10 => fixed(K::PopMpls, 16),
            25 if v10 => fixed(K::SetMplsTtl, 16),
            26 if v10 => fixed(K::DecMplsTtl, 16),
            27 => fixed(K::StackPush, 24),
            28 => fixed(K::StackPop, 24),
            29 => fixed(K::Sample, 24),
            30 if v10 => fixed(K::SetMplsLabel, 16),
            31 if v10 => fixed(K::SetMplsTc, 16),
            32 => fixed(K::OutputReg2, 24),
            33 if version < Version::V1_5 => open(K::RegLoad2, 16),
            34 => fixed(K::Conjunction, 16),
            35 => open(K::Ct, 24),
            36 => open(K::Nat, 16),
            37 => open(K::Controller2, 16),
            38 => fixed(K::Sample2, 32),
            39 => fixed(K::OutputTrunc, 16),
            40 if v10 => fixed(K::Group, 16),
            41 => fixed(K::Sample3, 32),
            42 => open(K::Clone, 16),
            43 => fixed(K::CtClear, 16),
            44 => fixed(K::ResubmitTableCt, 16),
            45 => open(K::Learn2, 40),
            46 if version >= Version::V1_3 => open(K::Encap, 16),
            47 if version >= Version::V1_3 => open(K::Decap, 16),
            48 if version >= Version::V1_3 => fixed(K::DecNshTtl, 16),
            49 => open(K::CheckPktLarger, 24),
            50 => fixed(K::DeleteField, 24),
            _ => None,
        },
        _ => None,
    }
}

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
    if !bytes.len().is_multiple_of(8) {
        return Err(E::OFPBRC_BAD_LEN);
    }
    let actions = decode_unverified(bytes, version, depth)?;
    verify_with(&actions, version, allowed, outer).map_err(|(code, _)| code)?;
    Ok(actions)
}

fn decode_unverified(bytes: &[u8], version: Version, depth: usize) -> Result<Vec<Action>, E> {
    if depth > MAX_DEPTH {
        return Err(E::OFPBAC_BAD_ARGUMENT);
    }
    let mut actions = Vec::new();
    let mut cursor = Cursor::new(bytes);
    while !cursor.is_empty() {
        let (kind, action) = pull_raw(&mut cursor, version)?;
        actions.push(decode_one(kind, action, version, depth)?);
    }
    Ok(actions)
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
        kind_of(version, word, subtype).ok_or(E::OFPBAC_BAD_VENDOR_TYPE)?
    } else {
        kind_of(version, 0, number).ok_or(E::OFPBAC_BAD_TYPE)?
    };
    let (kind, least, open) = found;
    if length > cursor.len() || length < least || !open && length != least || length % 8 != 0 {
        return Err(short);
    }
    Ok((kind, cursor.take(length, short)?))
}

/// The bits named by an offset and width in 16 bits.
fn subfield(header: u32, offset_width: u16) -> Result<Subfield, E> {
    let field = Header::from_u32(header).field().ok_or(E::OFPBAC_BAD_SET_TYPE)?;
    Ok(Subfield {
        field,
        offset: offset_width >> 6,
        width: (offset_width & 0x3f) + 1,
    })
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

fn zero_rest(c: &Cursor<'_>, error: E) -> Result<(), E> {
    if c.all_zero() { Ok(()) } else { Err(error) }
}

#[expect(
    clippy::too_many_lines,
    reason = "one arm for each action; splitting would hide the list"
)]
fn decode_one(kind: Kind, action: &[u8], version: Version, depth: usize) -> Result<Action, E> {
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
    Ok(match kind {
        K::Output10 => {
            let port = Port(c.u16(short)?);
            port.check_output()?;
            Action::Output {
                port,
                max_len: c.u16(short)?,
            }
        }
        K::Output11 => {
            let port = Port::from_wire32(c.u32(short)?)?;
            port.check_output()?;
            Action::Output {
                port,
                max_len: c.u16(short)?,
            }
        }
        K::SetVlanVid10 | K::SetVlanVid11 => {
            let vid = c.u16(short)?;
            if vid > 0xfff {
                return Err(E::OFPBAC_BAD_ARGUMENT);
            }
            Action::SetVlanVid {
                vid,
                push_if_needed: kind == K::SetVlanVid10,
                flow_has_vlan: false,
            }
        }
        K::SetVlanPcp10 | K::SetVlanPcp11 => {
            let pcp = c.u8(short)?;
            if pcp > 7 {
                return Err(E::OFPBAC_BAD_ARGUMENT);
            }
            Action::SetVlanPcp {
                pcp,
                push_if_needed: kind == K::SetVlanPcp10,
                flow_has_vlan: false,
            }
        }
        K::StripVlan => Action::StripVlan { pop: false },
        K::PopVlan => Action::StripVlan { pop: true },
        K::PushVlan => match c.u16(short)? {
            eth_type @ (0x8100 | 0x88a8) => Action::PushVlan(eth_type),
            _ => return Err(E::OFPBAC_BAD_ARGUMENT),
        },
        K::SetDlSrc => Action::SetEthSrc(c.array(short)?),
        K::SetDlDst => Action::SetEthDst(c.array(short)?),
        K::SetNwSrc => Action::SetIpv4Src(Ipv4Addr::from(c.u32(short)?)),
        K::SetNwDst => Action::SetIpv4Dst(Ipv4Addr::from(c.u32(short)?)),
        K::SetNwTos => match c.u8(short)? {
            tos if tos & 3 == 0 => Action::SetIpDscp(tos),
            _ => return Err(E::OFPBAC_BAD_ARGUMENT),
        },
        K::SetNwEcn => match c.u8(short)? {
            ecn if ecn <= 3 => Action::SetIpEcn(ecn),
            _ => return Err(E::OFPBAC_BAD_ARGUMENT),
        },
        K::SetNwTtl => Action::SetIpTtl(c.u8(short)?),
        K::DecNwTtl => Action::DecTtl(DecTtl::Default),
        K::SetTpSrc => Action::SetL4Src {
            port: c.u16(short)?,
            protocol: 0,
        },
        K::SetTpDst => Action::SetL4Dst {
            port: c.u16(short)?,
            protocol: 0,
        },
        K::Enqueue10 => {
            let port = Port(c.u16(short)?);
            c.take(6, short)?;
            if port >= Port::MAX && port != Port::IN_PORT && port != Port::LOCAL {
                return Err(E::OFPBAC_BAD_OUT_PORT);
            }
            Action::Enqueue {
                port,
                queue: c.u32(short)?,
            }
        }
        K::SetMplsLabel => Action::SetMplsLabel(argument32(c)?),
        K::SetMplsTc => Action::SetMplsTc(c.u8(short)?),
        K::SetMplsTtl => Action::SetMplsTtl(c.u8(short)?),
        K::DecMplsTtl => Action::DecMplsTtl,
        K::PushMpls => match c.u16(short)? {
            eth_type @ (0x8847 | 0x8848) => Action::PushMpls(eth_type),
            _ => return Err(E::OFPBAC_BAD_ARGUMENT),
        },
        K::PopMpls => Action::PopMpls(c.u16(short)?),
        K::SetQueue => Action::SetQueue(argument32(c)?),
        K::Group => Action::Group(argument32(c)?),
        K::Meter15 => Action::Meter(c.u32(short)?),
        K::SetField12 => decode_set_field(c, false)?,
        K::SetField15 => decode_set_field(c, true)?,
        K::RegLoad2 => {
            c.take(0, short)?;
            decode_load2(c)?
        }
        K::RegLoad => {
            let offset_width = c.u16(short)?;
            let destination = subfield(c.u32(short)?, offset_width)?;
            let value = c.u64(short)?;
            check_destination(&destination, None)?;
            if destination.width < 64 && value >> destination.width != 0 {
                return Err(E::OFPBAC_BAD_ARGUMENT);
            }
            set_bits(destination, u128::from(value))
        }
        K::CopyField15 => decode_copy(c, 2, MoveForm::Default)?,
        K::CopyFieldOnf => {
            c.take(2, short)?;
            decode_copy(c, 2, MoveForm::Onf)?
        }
        K::RegMove => decode_copy(c, 0, MoveForm::Default)?,
        K::Resubmit => Action::Resubmit(Resubmit {
            port: Port(c.u16(short)?),
            table: 255,
            ct: false,
            form: ResubmitForm::Port,
        }),
        K::ResubmitTable | K::ResubmitTableCt => {
            let port = Port(c.u16(short)?);
            let table = c.u8(short)?;
            zero_rest(c, E::OFPBAC_BAD_ARGUMENT)?;
            Action::Resubmit(Resubmit {
                port,
                table,
                ct: kind == K::ResubmitTableCt,
                form: ResubmitForm::Table,
            })
        }
        K::SetTunnel => Action::SetTunnel {
            id: u64::from(argument32(c)?),
            wide: false,
        },
        K::SetTunnel64 => {
            c.take(6, short)?;
            Action::SetTunnel {
                id: c.u64(short)?,
                wide: true,
            }
        }
        K::PopQueue => Action::PopQueue,
        K::Note => Action::Note(c.rest().into()),
        K::Multipath => decode_multipath(c)?,
        K::Bundle => decode_bundle(c, false)?,
        K::BundleLoad => decode_bundle(c, true)?,
        K::OutputReg => {
            let offset_width = c.u16(short)?;
            let header = c.u32(short)?;
            let max_len = c.u16(short)?;
            zero_rest(c, E::OFPBAC_BAD_ARGUMENT)?;
            let source = subfield(header, offset_width)?;
            check_source(&source, None)?;
            Action::OutputReg(OutputReg {
                source,
                max_len,
                form2: false,
            })
        }
        K::OutputReg2 => {
            let offset_width = c.u16(short)?;
            let max_len = c.u16(short)?;
            let field = pull_field(c)?;
            zero_rest(c, E::NXBRC_MUST_BE_ZERO)?;
            let source = Subfield {
                field,
                offset: offset_width >> 6,
                width: (offset_width & 0x3f) + 1,
            };
            check_source(&source, None)?;
            Action::OutputReg(OutputReg {
                source,
                max_len,
                form2: true,
            })
        }
        K::Learn => Action::Learn(Box::new(learn::decode(body, false)?)),
        K::Learn2 => Action::Learn(Box::new(learn::decode(body, true)?)),
        K::Exit => Action::Exit,
        K::DecTtlIds => {
            let count = usize::from(c.u16(short)?);
            if c.u32(short)? != 0 {
                return Err(E::NXBRC_MUST_BE_ZERO);
            }
            if c.len() < count * 2 {
                return Err(short);
            }
            Action::DecTtl(DecTtl::Controllers(
                (0..count).map(|_| c.u16(short)).collect::<Result<_, _>>()?,
            ))
        }
        K::FinTimeout => Action::FinTimeout {
            idle: c.u16(short)?,
            hard: c.u16(short)?,
        },
        K::Controller => {
            let max_len = c.u16(short)?;
            let id = c.u16(short)?;
            let reason = c.u8(short)?;
            Action::Controller(Box::new(Controller {
                max_len,
                id,
                reason,
                userdata: Vec::new(),
                pause: false,
                meter: None,
                form2: false,
            }))
        }
        K::Controller2 => decode_controller2(c)?,
        K::WriteMetadata => {
            if c.take(6, short)?.iter().any(|byte| *byte != 0) {
                return Err(E::NXBRC_MUST_BE_ZERO);
            }
            Action::WriteMetadata {
                metadata: c.u64(short)?,
                mask: c.u64(short)?,
            }
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
                Action::Push(op)
            } else {
                check_destination(&op.subfield, None)?;
                Action::Pop(op)
            }
        }
        K::Sample | K::Sample2 | K::Sample3 => decode_sample(c, kind)?,
        K::Conjunction => {
            let (clause, clauses) = (c.u8(short)?, c.u8(short)?);
            if !(2..=64).contains(&clauses) || clause >= clauses {
                return Err(E::NXBAC_BAD_CONJUNCTION);
            }
            Action::Conjunction {
                id: c.u32(short)?,
                clause,
                clauses,
            }
        }
        K::Ct => decode_ct(c, version, depth)?,
        K::Nat => decode_nat(c)?,
        K::OutputTrunc => {
            let port = Port(c.u16(short)?);
            let max_len = c.u32(short)?;
            if max_len < 14 {
                return Err(E::OFPBAC_BAD_ARGUMENT);
            }
            Action::OutputTrunc { port, max_len }
        }
        K::Clone => {
            c.take(6, short)?;
            Action::Clone(decode_list(c.rest(), version, APPLY, None, depth + 1)?)
        }
        K::CtClear => Action::CtClear,
        K::Encap => decode_encap(c)?,
        K::Decap => {
            if action.len() > 16 {
                return Err(E::NXBAC_UNKNOWN_ED_PROP);
            }
            c.take(2, short)?;
            Action::Decap(c.u32(short)?)
        }
        K::DecNshTtl => Action::DecNshTtl,
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
            Action::CheckPktLarger(CheckPktLarger { length, destination })
        }
        K::DeleteField => Action::DeleteField(pull_field(c)?),
    })
}

/// A write of the bits of one register load.
pub(crate) fn set_bits(destination: Subfield, bits: u128) -> Action {
    let field = destination.field;
    let (offset, width) = (u32::from(destination.offset), u32::from(destination.width));
    let (mut value, mut mask) = (Value::zero(field.bytes), Value::zero(field.bytes));
    value.set_range(offset, width, &bits.into());
    mask.set_ones(offset, width);
    Action::SetField(Box::new(SetField {
        field,
        value,
        mask,
        form: LoadForm::Load,
        flow_has_vlan: false,
    }))
}

fn pull_set_entry(c: &mut Cursor<'_>) -> Result<(&'static Field, Value, Option<Value>), E> {
    let header = Header::pull(&mut c.clone())?;
    let Some(field) = header.field() else {
        let known = Field::from_wire(header.vendor, header.class, header.field).is_some();
        return Err(if known {
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
    Ok(Action::SetField(Box::new(SetField {
        field,
        value,
        mask,
        form: LoadForm::SetField,
        flow_has_vlan: false,
    })))
}

fn decode_load2(c: &mut Cursor<'_>) -> Result<Action, E> {
    let (field, value, mask) = pull_set_entry(c)?;
    zero_rest(c, E::OFPBAC_BAD_SET_ARGUMENT)?;
    if !field.writable {
        return Err(E::OFPBAC_BAD_SET_ARGUMENT);
    }
    let mask = mask.unwrap_or_else(|| Value::all_ones(field.bytes));
    Ok(Action::SetField(Box::new(SetField {
        field,
        value,
        mask,
        form: LoadForm::Load2,
        flow_has_vlan: false,
    })))
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

fn decode_multipath(c: &mut Cursor<'_>) -> Result<Action, E> {
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

fn decode_bundle(c: &mut Cursor<'_>, load: bool) -> Result<Action, E> {
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

fn decode_controller2(c: &mut Cursor<'_>) -> Result<Action, E> {
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

fn decode_sample(c: &mut Cursor<'_>, kind: Kind) -> Result<Action, E> {
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

fn decode_ct(c: &mut Cursor<'_>, version: Version, depth: usize) -> Result<Action, E> {
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

fn decode_nat(c: &mut Cursor<'_>) -> Result<Action, E> {
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

fn decode_encap(c: &mut Cursor<'_>) -> Result<Action, E> {
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

/// Reads what a flow does: instructions from OpenFlow 1.1 on, plain actions in OpenFlow 1.0.
///
/// The result is in the order in which Open vSwitch keeps it: meter, actions, clear, write, metadata, table.
///
/// # Errors
/// The error that ovs-vswitchd answers, such as `OFPBIC_DUP_INST`.
pub fn decode_instructions(bytes: &[u8], version: Version) -> Result<Vec<Action>, E> {
    if version == Version::V1_0 {
        return decode_list(bytes, version, ALL, None, 0);
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
    let mut actions = Vec::new();
    if let Some(body) = meter {
        actions.push(Action::Meter(Cursor::new(body).u32(bad)?));
    }
    if let Some(body) = apply {
        actions.extend(decode_unverified(body.get(4..).ok_or(bad)?, version, 0)?);
    }
    if clear.is_some() {
        actions.push(Action::ClearActions);
    }
    if let Some(body) = write {
        let set = decode_unverified(body.get(4..).ok_or(bad)?, version, 0)?;
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
    verify_nested(&actions, version)?;
    Ok(actions)
}
