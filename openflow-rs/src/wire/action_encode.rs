//! Actions and instructions to the wire.

use super::action::*;
use super::action_frame::*;
use super::action_parts_encode::*;
use super::cursor::Put;
use super::set_encode::*;
use super::{FieldId, Port, Subfield, Version};

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

#[expect(
    clippy::too_many_lines,
    reason = "one arm for each action; splitting would hide the list"
)]
pub(super) fn put_action(action: &Action, version: Version, out: &mut Vec<u8>) {
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
