//! Actions and instructions to the wire.

use super::action::*;
use super::action_decode::{NICIRA, ONF};
use super::cursor::Put;
use super::oxm::{Header, put_entry};
use super::{Field, FieldId, Port, Subfield, Value, Version};

/// Writes a list of actions as Open vSwitch does in `version`.
#[must_use]
pub fn encode_actions(actions: &[Action], version: Version) -> Vec<u8> {
    let mut out = Vec::new();
    put_actions(actions, version, &mut out);
    out
}

/// Writes what a flow does: instructions from OpenFlow 1.1 on, plain actions in OpenFlow 1.0.
#[must_use]
pub fn encode_instructions(actions: &[Action], version: Version) -> Vec<u8> {
    let mut out = Vec::new();
    put_instructions(actions, version, &mut out);
    out
}

pub(crate) fn put_actions(actions: &[Action], version: Version, out: &mut Vec<u8>) {
    actions.iter().for_each(|action| put_action(action, version, out));
}

fn is_instruction(action: &Action, version: Version) -> bool {
    match action {
        Action::Meter(_) => version < Version::V1_5,
        Action::ClearActions
        | Action::WriteActions(_)
        | Action::WriteMetadata { .. }
        | Action::GotoTable(_) => true,
        _ => false,
    }
}

pub(crate) fn put_instructions(actions: &[Action], version: Version, out: &mut Vec<u8>) {
    if version == Version::V1_0 {
        return put_actions(actions, version, out);
    }
    let mut rest = actions;
    while let [first, tail @ ..] = rest {
        if is_instruction(first, version) {
            put_action(first, version, out);
            rest = tail;
        } else {
            let run = rest
                .iter()
                .position(|action| is_instruction(action, version))
                .unwrap_or(rest.len());
            let (now, later) = rest.split_at(run);
            put_action_instruction(4, now, version, out);
            rest = later;
        }
    }
}

/// An instruction with actions; nothing, if they come to nothing.
fn put_action_instruction(kind: u16, actions: &[Action], version: Version, out: &mut Vec<u8>) {
    let start = out.len();
    out.put_u16(kind);
    out.put_zeros(6);
    put_actions(actions, version, out);
    match out.len() - start {
        8 => out.truncate(start),
        length => out.set_u16(start + 2, u16::try_from(length).unwrap_or(u16::MAX)),
    }
}

/// A standard action: type, then `body`, padded.
fn standard(out: &mut Vec<u8>, kind: u16, body: impl FnOnce(&mut Vec<u8>)) {
    let start = out.len();
    out.put_u16(kind);
    out.put_u16(0);
    body(out);
    finish(out, start);
}

/// An extension action: 10 bytes of header, then `body`, padded.
fn extension(out: &mut Vec<u8>, vendor: u32, kind: u16, body: impl FnOnce(&mut Vec<u8>)) {
    let start = out.len();
    out.put_u16(0xffff);
    out.put_u16(0);
    out.put_u32(vendor);
    out.put_u16(kind);
    body(out);
    finish(out, start);
}

fn nicira(out: &mut Vec<u8>, kind: u16, body: impl FnOnce(&mut Vec<u8>)) {
    extension(out, NICIRA, kind, body);
}

/// Pads to a multiple of 8 and writes the length.
fn finish(out: &mut Vec<u8>, start: usize) {
    out.pad_to_8(start);
    let length = u16::try_from(out.len() - start).unwrap_or(u16::MAX);
    out.set_u16(start + 2, length);
}

fn put_output(out: &mut Vec<u8>, version: Version, port: Port, max_len: u16) {
    standard(out, 0, |out| {
        if version == Version::V1_0 {
            out.put_u16(port.0);
            out.put_u16(max_len);
        } else {
            out.put_u32(port.to_wire32());
            out.put_u16(max_len);
            out.put_zeros(6);
        }
    });
}

fn put_header(out: &mut Vec<u8>, field: &Field, version: Option<Version>) {
    Header::of(field, version, field.bytes, false).put(out);
}

/// Offset and width in 16 bits.
fn offset_width(subfield: &Subfield) -> u16 {
    subfield.offset << 6 | subfield.width.wrapping_sub(1) & 0x3f
}

fn put_set_field(out: &mut Vec<u8>, version: Version, field: &Field, value: &Value, mask: Option<&Value>) {
    standard(out, 25, |out| put_entry(out, field, Some(version), value, mask));
}

fn put_field(out: &mut Vec<u8>, version: Version, id: FieldId, value: u128) {
    put_set_field(out, version, id.field(), &value.into(), None);
}

fn put_load(out: &mut Vec<u8>, destination: &Subfield, value: u64) {
    nicira(out, 7, |out| {
        out.put_u16(offset_width(destination));
        out.put_u32(destination.field.nxm_header().unwrap_or(0));
        out.put_u64(value);
    });
}

/// A standard action with a small argument; where 1.0 has only an extension, `legacy` is its number.
fn put_argument(out: &mut Vec<u8>, version: Version, kind: u16, legacy: Option<u16>, bytes: &[u8]) {
    match legacy {
        Some(legacy) if version == Version::V1_0 => nicira(out, legacy, |out| {
            if bytes.len() == 4 {
                out.put_zeros(2);
            }
            out.extend_from_slice(bytes);
        }),
        _ => standard(out, kind, |out| {
            out.extend_from_slice(bytes);
            if bytes.len() == 6 {
                out.put_zeros(6);
            }
            if bytes.is_empty() {
                out.put_zeros(4);
            }
        }),
    }
}

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

fn put_nicira_set(out: &mut Vec<u8>, set: &SetField) {
    if set.form == LoadForm::Load2 || set.field.nxm_header().is_none() || set.field.variable {
        nicira(out, 33, |out| {
            put_entry(out, set.field, None, &set.value, Some(&set.mask))
        });
    } else {
        load_segments(set).for_each(|(destination, value)| put_load(out, &destination, value));
    }
}

fn put_set(out: &mut Vec<u8>, version: Version, set: &SetField) {
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
fn put_legacy_set(out: &mut Vec<u8>, version: Version, set: &SetField) {
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
fn put_renamed(out: &mut Vec<u8>, version: Version, kind11: u16, bytes: &[u8], id: FieldId, value: u128) {
    match version {
        Version::V1_0 if kind11 < 8 => put_argument(out, version, kind11 + 1, None, bytes),
        Version::V1_0 | Version::V1_1 => put_argument(out, version, kind11, None, bytes),
        _ => put_field(out, version, id, value),
    }
}

fn put_l4(out: &mut Vec<u8>, version: Version, kind: u16, port: u16, field: Option<FieldId>) {
    match field {
        Some(id) if version >= Version::V1_2 => put_field(out, version, id, u128::from(port)),
        _ => put_argument(out, version, kind, None, &port.to_be_bytes()),
    }
}

fn number(bytes: &[u8]) -> u128 {
    bytes.iter().fold(0, |n, byte| n << 8 | u128::from(*byte))
}

#[expect(
    clippy::too_many_lines,
    reason = "one arm for each action; splitting would hide the list"
)]
fn put_action(action: &Action, version: Version, out: &mut Vec<u8>) {
    use Action as A;
    use FieldId as F;
    let old = version == Version::V1_0;
    match action {
        A::Output { port, max_len } => put_output(out, version, *port, *max_len),
        A::OutputTrunc { port, max_len } => nicira(out, 39, |out| {
            out.put_u16(port.0);
            out.put_u32(*max_len);
        }),
        A::OutputReg(output) => put_output_reg(out, output),
        A::Group(id) => put_argument(out, version, 22, Some(40), &id.to_be_bytes()),
        A::Controller(controller) => put_controller(out, controller),
        A::Enqueue { port, queue } if old => standard(out, 11, |out| {
            out.put_u16(port.0);
            out.put_zeros(6);
            out.put_u32(*queue);
        }),
        A::Enqueue { port, queue } => {
            put_argument(out, version, 21, None, &queue.to_be_bytes());
            put_output(out, version, *port, 0xffff);
            put_action(&A::PopQueue, version, out);
        }
        A::Bundle(bundle) => put_bundle(out, bundle),
        A::SetField(set) => put_set(out, version, set),
        A::SetVlanVid {
            vid,
            push_if_needed,
            flow_has_vlan,
        } => {
            if !old && *push_if_needed && !flow_has_vlan {
                put_argument(out, version, 17, None, &0x8100u16.to_be_bytes());
            }
            match version {
                Version::V1_0 | Version::V1_1 => put_argument(out, version, 1, None, &vid.to_be_bytes()),
                _ => put_field(out, version, F::VLAN_VID, u128::from(*vid | 0x1000)),
            }
        }
        A::SetVlanPcp {
            pcp,
            push_if_needed,
            flow_has_vlan,
        } => {
            if !old && *push_if_needed && !flow_has_vlan {
                put_argument(out, version, 17, None, &0x8100u16.to_be_bytes());
            }
            match version {
                Version::V1_0 | Version::V1_1 => put_argument(out, version, 2, None, &[*pcp]),
                _ => put_field(out, version, F::VLAN_PCP, u128::from(*pcp)),
            }
        }
        A::StripVlan { .. } => put_argument(out, version, if old { 3 } else { 18 }, None, &[]),
        A::PushVlan(_) if old => {}
        A::PushVlan(eth_type) => put_argument(out, version, 17, None, &eth_type.to_be_bytes()),
        A::SetEthSrc(mac) => put_renamed(out, version, 3, mac, F::ETH_SRC, number(mac)),
        A::SetEthDst(mac) => put_renamed(out, version, 4, mac, F::ETH_DST, number(mac)),
        A::SetIpv4Src(ip) => put_renamed(out, version, 5, &ip.octets(), F::IPV4_SRC, number(&ip.octets())),
        A::SetIpv4Dst(ip) => put_renamed(out, version, 6, &ip.octets(), F::IPV4_DST, number(&ip.octets())),
        A::SetIpDscp(tos) => put_renamed(out, version, 7, &[*tos], F::IP_DSCP_SHIFTED, u128::from(tos >> 2)),
        A::SetIpEcn(ecn) => match version {
            Version::V1_0 => {
                let field = F::IP_ECN.field();
                put_load(
                    out,
                    &Subfield {
                        field,
                        offset: 0,
                        width: 2,
                    },
                    u64::from(*ecn),
                );
            }
            Version::V1_1 => put_argument(out, version, 8, None, &[*ecn]),
            _ => put_field(out, version, F::IP_ECN, u128::from(*ecn)),
        },
        A::SetIpTtl(ttl) if old => {
            put_load(out, &Subfield::whole(F::IP_TTL.field()), u64::from(*ttl));
        }
        A::SetIpTtl(ttl) => put_argument(out, version, 23, None, &[*ttl]),
        A::SetL4Src { port, protocol } => {
            let field = match protocol {
                6 => Some(F::TCP_SRC),
                17 => Some(F::UDP_SRC),
                132 => Some(F::SCTP_SRC),
                _ => None,
            };
            put_l4(out, version, 9, *port, field);
        }
        A::SetL4Dst { port, protocol } => {
            let field = match protocol {
                6 => Some(F::TCP_DST),
                17 => Some(F::UDP_DST),
                132 => Some(F::SCTP_DST),
                _ => None,
            };
            put_l4(out, version, 10, *port, field);
        }
        A::Move {
            source,
            destination,
            form,
        } => put_move(out, version, source, destination, *form),
        A::Push(op) => put_stack(out, 27, op),
        A::Pop(op) => put_stack(out, 28, op),
        A::DecTtl(DecTtl::Controllers(ids)) => nicira(out, 21, |out| {
            out.put_u16(u16::try_from(ids.len()).unwrap_or(u16::MAX));
            out.put_zeros(4);
            ids.iter().for_each(|id| out.put_u16(*id));
        }),
        A::DecTtl(DecTtl::Default) => put_argument(out, version, 24, Some(18), &[]),
        A::SetMplsLabel(label) => match version {
            Version::V1_0 | Version::V1_1 => put_argument(out, version, 13, Some(30), &label.to_be_bytes()),
            _ => put_field(out, version, F::MPLS_LABEL, u128::from(*label)),
        },
        A::SetMplsTc(tc) => match version {
            Version::V1_0 | Version::V1_1 => put_argument(out, version, 14, Some(31), &[*tc]),
            _ => put_field(out, version, F::MPLS_TC, u128::from(*tc)),
        },
        A::SetMplsTtl(ttl) => put_argument(out, version, 15, Some(25), &[*ttl]),
        A::DecMplsTtl => put_argument(out, version, 16, Some(26), &[]),
        A::PushMpls(eth_type) => put_argument(out, version, 19, Some(23), &eth_type.to_be_bytes()),
        A::PopMpls(eth_type) => put_argument(out, version, 20, Some(24), &eth_type.to_be_bytes()),
        A::DecNshTtl => nicira(out, 48, |_| {}),
        A::DeleteField(field) => nicira(out, 50, |out| {
            let start = out.len();
            put_header(out, field, None);
            out.put_zeros(14usize.saturating_sub(out.len() - start));
        }),
        A::Encap(encap) => put_encap(out, encap),
        A::Decap(packet_type) => nicira(out, 47, |out| {
            out.put_u16(0);
            out.put_u32(*packet_type);
        }),
        A::SetTunnel { id, wide } if version < Version::V1_2 => match u32::try_from(*id) {
            Ok(id) if !wide => nicira(out, 2, |out| {
                out.put_u16(0);
                out.put_u32(id);
            }),
            _ => nicira(out, 9, |out| {
                out.put_zeros(6);
                out.put_u64(*id);
            }),
        },
        A::SetTunnel { id, .. } => put_field(out, version, F::TUN_ID, u128::from(*id)),
        A::SetQueue(queue) => put_argument(out, version, 21, Some(4), &queue.to_be_bytes()),
        A::PopQueue => nicira(out, 5, |_| {}),
        A::FinTimeout { idle, hard } => nicira(out, 19, |out| {
            out.put_u16(*idle);
            out.put_u16(*hard);
        }),
        A::Resubmit(r) if r.table == 255 && r.form == ResubmitForm::Port => {
            nicira(out, 1, |out| out.put_u16(r.port.0))
        }
        A::Resubmit(r) => nicira(out, if r.ct { 44 } else { 14 }, |out| {
            out.put_u16(r.port.0);
            out.put_u8(r.table);
        }),
        A::Learn(learn) => nicira(out, if learn.needs_form2() { 45 } else { 16 }, |out| {
            learn.encode(out)
        }),
        A::Conjunction { id, clause, clauses } => nicira(out, 34, |out| {
            out.put_u8(*clause);
            out.put_u8(*clauses);
            out.put_u32(*id);
        }),
        A::Multipath(m) => nicira(out, 10, |out| {
            out.put_u16(m.fields as u16);
            out.put_u16(m.basis);
            out.put_u16(0);
            out.put_u16(m.algorithm);
            out.put_u16(m.max_link);
            out.put_u32(m.argument);
            out.put_u16(0);
            out.put_u16(offset_width(&m.destination));
            out.put_u32(m.destination.field.nxm_header().unwrap_or(0));
        }),
        A::Note(bytes) => nicira(out, 8, |out| out.extend_from_slice(bytes)),
        A::Exit => nicira(out, 17, |_| {}),
        A::Sample(sample) => put_sample(out, sample),
        A::Ct(ct) => put_ct(out, version, ct),
        A::CtClear => nicira(out, 43, |_| {}),
        A::Nat(nat) => put_nat(out, nat),
        A::Clone(actions) => nicira(out, 42, |out| {
            out.put_zeros(6);
            put_actions(actions, version, out);
        }),
        A::CheckPktLarger(check) => nicira(out, 49, |out| {
            out.put_u16(check.length);
            out.put_u16(check.destination.offset);
            let start = out.len();
            put_header(out, check.destination.field, None);
            out.put_zeros(10usize.saturating_sub(out.len() - start));
        }),
        A::Meter(id) if version >= Version::V1_5 => put_argument(out, version, 29, None, &id.to_be_bytes()),
        A::Meter(id) if version >= Version::V1_3 => standard(out, 6, |out| out.put_u32(*id)),
        A::Meter(_) => {}
        A::ClearActions if !old => standard(out, 5, |out| out.put_zeros(4)),
        A::WriteActions(actions) if !old => put_action_instruction(3, actions, version, out),
        A::ClearActions | A::WriteActions(_) => {}
        A::WriteMetadata { metadata, mask } if old => nicira(out, 22, |out| {
            out.put_zeros(6);
            out.put_u64(*metadata);
            out.put_u64(*mask);
        }),
        A::WriteMetadata { metadata, mask } => standard(out, 2, |out| {
            out.put_zeros(4);
            out.put_u64(*metadata);
            out.put_u64(*mask);
        }),
        A::GotoTable(table) if old => nicira(out, 14, |out| {
            out.put_u16(Port::IN_PORT.0);
            out.put_u8(*table);
        }),
        A::GotoTable(table) => standard(out, 1, |out| out.put_u8(*table)),
        A::DebugRecirc => nicira(out, 255, |_| {}),
        A::DebugSlow => nicira(out, 254, |_| {}),
    }
}

fn put_output_reg(out: &mut Vec<u8>, output: &OutputReg) {
    match output.source.field.nxm_header().filter(|_| !output.form2) {
        Some(header) => nicira(out, 15, |out| {
            out.put_u16(offset_width(&output.source));
            out.put_u32(header);
            out.put_u16(output.max_len);
            out.put_zeros(6);
        }),
        None => nicira(out, 32, |out| {
            out.put_u16(offset_width(&output.source));
            out.put_u16(output.max_len);
            let start = out.len();
            put_header(out, output.source.field, None);
            out.put_zeros(10usize.saturating_sub(out.len() - start));
        }),
    }
}

fn put_controller(out: &mut Vec<u8>, c: &Controller) {
    if c.userdata.is_empty() && !c.pause && c.meter.is_none() && !c.form2 {
        return nicira(out, 20, |out| {
            out.put_u16(c.max_len);
            out.put_u16(c.id);
            out.put_u8(c.reason);
        });
    }
    // Open vSwitch counts two bytes of padding in.
    let padded = |n: u16| [n.to_be_bytes(), [0; 2]].concat();
    let property = |out: &mut Vec<u8>, kind: u16, bytes: &[u8]| {
        let start = out.len();
        out.put_u16(kind);
        out.put_u16(u16::try_from(4 + bytes.len()).unwrap_or(u16::MAX));
        out.extend_from_slice(bytes);
        out.pad_to_8(start);
    };
    nicira(out, 37, |out| {
        out.put_zeros(6);
        if c.max_len != u16::MAX {
            property(out, 0, &padded(c.max_len));
        }
        if c.id != 0 {
            property(out, 1, &padded(c.id));
        }
        if c.reason != Controller::REASON_ACTION {
            property(out, 2, &[c.reason]);
        }
        if !c.userdata.is_empty() {
            property(out, 3, &c.userdata);
        }
        if c.pause {
            property(out, 4, &[]);
        }
        if let Some(meter) = c.meter {
            property(out, 5, &meter.to_be_bytes());
        }
    });
}

fn put_bundle(out: &mut Vec<u8>, bundle: &Bundle) {
    nicira(out, if bundle.destination.is_some() { 13 } else { 12 }, |out| {
        out.put_u16(u16::from(bundle.hrw));
        out.put_u16(bundle.fields as u16);
        out.put_u16(bundle.basis);
        out.put_u32(FieldId::IN_PORT.field().nxm_header().unwrap_or(0));
        out.put_u16(u16::try_from(bundle.members.len()).unwrap_or(u16::MAX));
        out.put_u16(bundle.destination.as_ref().map_or(0, offset_width));
        out.put_u32(bundle.destination.and_then(|d| d.field.nxm_header()).unwrap_or(0));
        out.put_zeros(4);
        bundle.members.iter().for_each(|member| out.put_u16(member.0));
    });
}

fn put_move(out: &mut Vec<u8>, version: Version, source: &Subfield, destination: &Subfield, form: MoveForm) {
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

fn put_stack(out: &mut Vec<u8>, kind: u16, op: &StackOp) {
    nicira(out, kind, |out| {
        out.put_u16(op.subfield.offset);
        let start = out.len();
        put_header(out, op.subfield.field, None);
        out.put_u16(op.subfield.width);
        out.put_zeros(12usize.saturating_sub(out.len() - start));
    });
}

fn put_encap(out: &mut Vec<u8>, encap: &Encap) {
    nicira(out, 46, |out| {
        out.put_u16(encap.header_size);
        out.put_u32(encap.packet_type);
        for property in &encap.properties {
            out.put_u16(4);
            match property {
                EncapProperty::NshMdType(kind) => {
                    out.extend_from_slice(&[1, 5, *kind, 0, 0, 0]);
                }
                EncapProperty::NshTlv { class, kind, data } => {
                    let length = u8::try_from(8 + data.len().next_multiple_of(8)).unwrap_or(u8::MAX);
                    out.extend_from_slice(&[2, length]);
                    out.put_u16(*class);
                    out.put_u8(*kind);
                    out.put_u8(u8::try_from(data.len()).unwrap_or(u8::MAX));
                    let start = out.len();
                    out.extend_from_slice(data);
                    out.pad_to_8(start);
                }
            }
        }
    });
}

fn put_sample(out: &mut Vec<u8>, sample: &Sample) {
    let form = if sample.direction != SampleDirection::Default {
        SampleForm::Third
    } else if sample.port != Port::ANY {
        sample.form.max(SampleForm::Second)
    } else {
        sample.form
    };
    let kind = match form {
        SampleForm::First => 29,
        SampleForm::Second => 38,
        SampleForm::Third => 41,
    };
    nicira(out, kind, |out| {
        out.put_u16(sample.probability);
        out.put_u32(sample.collector_set);
        out.put_u32(sample.observation_domain);
        out.put_u32(sample.observation_point);
        if form != SampleForm::First {
            out.put_u16(sample.port.0);
            out.put_u8(sample.direction as u8);
            out.put_zeros(5);
        }
    });
}

fn put_ct(out: &mut Vec<u8>, version: Version, ct: &Ct) {
    nicira(out, 35, |out| {
        out.put_u16(ct.flags);
        match &ct.zone {
            CtZone::Number(zone) => {
                out.put_u32(0);
                out.put_u16(*zone);
            }
            CtZone::Field(source) => {
                out.put_u32(source.field.nxm_header().unwrap_or(0));
                out.put_u16(offset_width(source));
            }
        }
        out.put_u8(ct.table);
        out.put_zeros(3);
        out.put_u16(ct.alg);
        put_actions(&ct.actions, version, out);
    });
}

fn put_nat(out: &mut Vec<u8>, nat: &Nat) {
    let mut present = 0u16;
    let mut range = Vec::new();
    let mut add = |bit: u16, bytes: &[u8]| {
        if bytes.iter().any(|byte| *byte != 0) {
            present |= 1 << bit;
            range.extend_from_slice(bytes);
        }
    };
    match &nat.addresses {
        NatAddresses::None => {}
        NatAddresses::V4(first, last) => {
            add(0, &first.octets());
            add(1, &last.octets());
        }
        NatAddresses::V6(first, last) => {
            add(2, &first.octets());
            add(3, &last.octets());
        }
    }
    if nat.addresses != NatAddresses::None {
        add(4, &nat.ports.0.to_be_bytes());
        add(5, &nat.ports.1.to_be_bytes());
    }
    nicira(out, 36, |out| {
        out.put_zeros(2);
        out.put_u16(nat.flags);
        out.put_u16(present);
        out.extend_from_slice(&range);
    });
}
