//! Which actions may stand together, and which suit the match of their flow.

use super::action_decode::{ALL, APPLY, METER};
use super::slot::numbers as n;
use super::{
    Action, Bundle, Ct, CtZone, ErrorCode as E, FieldId, Match, NatAddresses, Port, Prerequisite, Slot,
    Subfield, Version,
};
use std::borrow::Cow;

/// Whether the bits may be read, in packets that `flow` matches.
pub(super) fn check_source(subfield: &Subfield, flow: Option<&Match>) -> Result<(), E> {
    let end = u32::from(subfield.offset) + u32::from(subfield.width);
    if subfield.width == 0 || end > u32::from(subfield.field.bits) {
        return Err(E::OFPBAC_BAD_SET_LEN);
    }
    match flow {
        Some(flow) if !flow.meets(subfield.field) => Err(E::OFPBAC_MATCH_INCONSISTENT),
        _ => Ok(()),
    }
}

/// Whether the bits may be written, in packets that `flow` matches.
pub(super) fn check_destination(subfield: &Subfield, flow: Option<&Match>) -> Result<(), E> {
    check_source(subfield, flow)?;
    if subfield.field.writable {
        Ok(())
    } else {
        Err(E::OFPBAC_BAD_SET_ARGUMENT)
    }
}

pub(super) fn check_move(source: &Subfield, destination: &Subfield, flow: Option<&Match>) -> Result<(), E> {
    check_source(source, flow)?;
    check_destination(destination, flow)
}

pub(super) fn check_bundle(bundle: &Bundle, flow: Option<&Match>) -> Result<(), E> {
    if let Some(destination) = &bundle.destination {
        check_destination(destination, flow)?;
    }
    for member in &bundle.members {
        if *member != Port::ANY {
            member.check_output()?;
        }
        if *member == Port::CONTROLLER {
            return Err(E::OFPBAC_BAD_OUT_PORT);
        }
    }
    Ok(())
}

/// Whether the action set of a packet may have the action.
pub(super) fn allowed_in_action_set(action: &Action) -> bool {
    use Action as A;
    !matches!(
        action,
        A::Bundle(_)
            | A::ClearActions
            | A::Clone(_)
            | A::Nat(_)
            | A::Controller(_)
            | A::Enqueue { .. }
            | A::Exit
            | A::FinTimeout { .. }
            | A::GotoTable(_)
            | A::Learn(_)
            | A::Conjunction { .. }
            | A::Meter(_)
            | A::Multipath(_)
            | A::Note(_)
            | A::OutputReg(_)
            | A::OutputTrunc { .. }
            | A::PopQueue
            | A::Sample(_)
            | A::Pop(_)
            | A::Push(_)
            | A::WriteActions(_)
            | A::WriteMetadata { .. }
            | A::DebugRecirc
            | A::DebugSlow
            | A::CheckPktLarger(_)
            | A::DeleteField(_)
    )
}

/// The instruction that an action belongs to, as its place in the order of instructions.
fn instruction_of(action: &Action, version: Version) -> u32 {
    match action {
        Action::Meter(_) if version < Version::V1_5 => 0,
        Action::ClearActions => 2,
        Action::WriteActions(_) => 3,
        Action::WriteMetadata { .. } => 4,
        Action::GotoTable(_) => 5,
        _ => 1,
    }
}

const INSTRUCTION_NAMES: [&str; 6] = [
    "meter",
    "apply_actions",
    "clear_actions",
    "write_actions",
    "write_metadata",
    "goto_table",
];

/// What the action writes, if it writes a field.
fn written_field(action: &Action) -> Option<FieldId> {
    match action {
        Action::SetField(set) => Some(set.field.id),
        Action::Move { destination, .. } => Some(destination.field.id),
        _ => None,
    }
}

fn verify_one(action: &Action, outer: Option<&str>) -> Result<(), (E, String)> {
    let field = written_field(action);
    let of_connection = |id: FieldId| id == FieldId::CT_MARK || id == FieldId::CT_LABEL;
    let in_ct = outer == Some("ct");
    if field.is_some_and(of_connection) && !in_ct {
        return Err((
            E::OFPBAC_BAD_SET_ARGUMENT,
            "cannot set CT fields outside of ct action".into(),
        ));
    }
    if matches!(action, Action::Nat(_)) {
        return match in_ct {
            true => Ok(()),
            false => Err((
                E::OFPBAC_BAD_SET_ARGUMENT,
                "Cannot have NAT action outside of \"ct\" action".into(),
            )),
        };
    }
    let unsupported = |outer: &str| {
        let message = format!("{outer} action doesn't support nested action {}", action.name());
        Err((E::OFPBAC_BAD_ARGUMENT, message))
    };
    if let Some(outer) = outer {
        match field {
            None if in_ct => return unsupported(outer),
            Some(id) if in_ct && !of_connection(id) => {
                let name = id.field().name;
                let message = format!("{outer} action doesn't support nested modification of {name}");
                return Err((E::OFPBAC_BAD_ARGUMENT, message));
            }
            _ => {}
        }
        if matches!(action, Action::Meter(_)) {
            return unsupported(outer);
        }
    }
    Ok(())
}

/// Whether the actions may stand in this order: `allowed` has a bit for each instruction that is allowed.
pub(crate) fn verify_with(
    actions: &[Action],
    version: Version,
    allowed: u32,
    outer: Option<&str>,
) -> Result<(), (E, String)> {
    let mut previous: Option<u32> = None;
    for action in actions {
        if matches!(action, Action::Conjunction { .. }) {
            let other = actions
                .iter()
                .find(|a| !matches!(a, Action::Conjunction { .. } | Action::Note(_)));
            return match other {
                None => Ok(()),
                Some(other) => Err((
                    E::NXBAC_BAD_CONJUNCTION,
                    format!(
                        "\"conjunction\" actions may be used along with \"note\" but not any other kind of action \
                         (such as the \"{}\" action used here)",
                        other.name()
                    ),
                )),
            };
        }
        verify_one(action, outer)?;
        let next = instruction_of(action, version);
        let name = |place: u32| INSTRUCTION_NAMES.get(place as usize).copied().unwrap_or("?");
        if let Some(previous) = previous
            && (next < previous || next == previous && previous != 1)
        {
            let message = if next == previous {
                format!(
                    "duplicate {} instruction not allowed, for OpenFlow 1.1+ compatibility",
                    name(next)
                )
            } else {
                format!(
                    "invalid instruction ordering: {} must appear before {}, for OpenFlow 1.1+ compatibility",
                    name(next),
                    name(previous)
                )
            };
            return Err((E::OFPBAC_UNSUPPORTED_ORDER, message));
        }
        if 1 << next & allowed == 0 {
            return Err((
                E::OFPBIC_UNSUP_INST,
                format!("{} instruction not allowed here", name(next)),
            ));
        }
        previous = Some(next);
    }
    Ok(())
}

pub(super) fn verify_nested(actions: &[Action], version: Version) -> Result<(), E> {
    verify_with(actions, version, ALL, None).map_err(|(code, _)| code)
}

/// Checks that actions may stand together; with `instructions`, instructions are allowed among them.
///
/// # Errors
/// The error that ovs-vswitchd answers, such as `OFPBAC_UNSUPPORTED_ORDER`, and what is wrong.
pub fn verify_actions(actions: &[Action], version: Version, instructions: bool) -> Result<(), (E, String)> {
    verify_with(
        actions,
        version,
        if instructions { ALL } else { APPLY | METER },
        None,
    )
}

/// What a check found besides errors.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Checked {
    /// An action does not suit the match, so that only OpenFlow 1.0 can carry the flow.
    pub(crate) inconsistent: bool,
}

/// Checks that actions suit the packets a flow matches, and notes in them what the match says of VLAN and protocol.
///
/// `table` is the flow's table, 255 for none. OpenFlow 1.0 allows actions that do nothing to some packets
/// of the flow, such as `mod_nw_src` where not only IPv4 is matched; later versions refuse them.
///
/// # Errors
/// The error that ovs-vswitchd answers, such as `OFPBAC_MATCH_INCONSISTENT`.
pub fn check_actions(actions: &mut [Action], flow: &Match, table: u8, version: Version) -> Result<(), E> {
    let checked = check_flow(actions, flow, table)?;
    let refused = checked.inconsistent && version > Version::V1_0;
    if refused {
        Err(E::OFPBAC_MATCH_INCONSISTENT)
    } else {
        Ok(())
    }
}

pub(crate) fn check_flow(actions: &mut [Action], flow: &Match, table: u8) -> Result<Checked, E> {
    let mut checked = Checked::default();
    check_list(actions, &mut Packet::of(flow), table, &mut checked)?;
    Ok(checked)
}

/// What is known of the packet while actions change it: the match, rewritten as they go.
#[derive(Clone)]
struct Packet<'a> {
    flow: Cow<'a, Match>,
    vlans: [u16; 2],
}

impl<'a> Packet<'a> {
    fn of(flow: &'a Match) -> Self {
        let outer = u16::try_from(flow.value(Slot::VlanTci)).unwrap_or(0);
        Self {
            flow: Cow::Borrowed(flow),
            vlans: [outer, 0],
        }
    }

    fn set(&mut self, slot: Slot, value: u128) {
        let mask = self.flow.mask(slot);
        self.flow.to_mut().set_slot(slot, value, mask);
    }

    fn has_vlan(&self) -> bool {
        self.vlans[0] & n::VLAN_PRESENT != 0
    }

    fn set_vlans(&mut self, vlans: [u16; 2]) {
        self.vlans = vlans;
        self.set(Slot::VlanTci, u128::from(vlans[0]));
    }

    fn is(&self, prerequisite: Prerequisite) -> bool {
        self.flow.has(prerequisite)
    }
}

#[expect(clippy::too_many_lines, reason = "one arm for each action")]
fn check_list(
    actions: &mut [Action],
    packet: &mut Packet<'_>,
    table: u8,
    checked: &mut Checked,
) -> Result<(), E> {
    use Action as A;
    use Prerequisite as P;
    for action in &mut *actions {
        let mut needs = |met: bool| checked.inconsistent |= !met;
        match action {
            A::Output { port, .. } | A::OutputTrunc { port, .. } => port.check_output()?,
            A::OutputReg(output) => check_source(&output.source, Some(&packet.flow))?,
            A::Enqueue { port, .. }
                if *port >= Port::MAX && *port != Port::IN_PORT && *port != Port::LOCAL =>
            {
                return Err(E::OFPBAC_BAD_OUT_PORT);
            }
            A::Bundle(bundle) => check_bundle(bundle, Some(&packet.flow))?,
            A::SetVlanVid {
                push_if_needed,
                flow_has_vlan,
                ..
            }
            | A::SetVlanPcp {
                push_if_needed,
                flow_has_vlan,
                ..
            } => {
                *flow_has_vlan = packet.has_vlan();
                needs(*flow_has_vlan || *push_if_needed);
                packet.set_vlans([packet.vlans[0] | n::VLAN_PRESENT, packet.vlans[1]]);
            }
            A::StripVlan { .. } => {
                needs(packet.has_vlan());
                packet.set_vlans([packet.vlans[1], 0]);
            }
            A::PushVlan(_) => {
                if packet.vlans[1] & n::VLAN_PRESENT != 0 {
                    return Err(E::OFPBAC_BAD_TAG);
                }
                packet.set_vlans([n::VLAN_PRESENT, packet.vlans[0]]);
            }
            A::SetIpv4Src(_) | A::SetIpv4Dst(_) => needs(packet.is(P::Ipv4)),
            A::SetIpDscp(_) | A::SetIpEcn(_) | A::SetIpTtl(_) | A::DecTtl(_) => needs(packet.is(P::Ip)),
            A::SetL4Src { protocol, .. } | A::SetL4Dst { protocol, .. } => {
                needs(packet.is(P::Tcp) || packet.is(P::Udp) || packet.is(P::Sctp));
                *protocol = packet.flow.ip_protocol();
            }
            A::Move {
                source, destination, ..
            } => check_move(source, destination, Some(&packet.flow))?,
            A::SetField(set) => {
                let without_tag = set.field.id == FieldId::VLAN_VID && !packet.has_vlan();
                if !packet.flow.meets(set.field) || without_tag {
                    return Err(E::OFPBAC_MATCH_INCONSISTENT);
                }
                set.flow_has_vlan = packet.has_vlan();
                if set.field.id == FieldId::VLAN_TCI {
                    let tci = u16::try_from(set.value.number().unwrap_or(0)).unwrap_or(0);
                    packet.set_vlans([tci, packet.vlans[1]]);
                }
            }
            A::Push(op) => check_source(&op.subfield, Some(&packet.flow))?,
            A::Pop(op) => check_destination(&op.subfield, Some(&packet.flow))?,
            A::SetMplsLabel(_) | A::SetMplsTc(_) | A::SetMplsTtl(_) | A::DecMplsTtl => {
                needs(packet.is(P::Mpls))
            }
            A::PushMpls(eth_type) => {
                needs(packet.is(P::Ethernet));
                packet.set(Slot::EthType, u128::from(*eth_type));
                packet.set(Slot::NwProto, 0);
            }
            A::PopMpls(eth_type) => {
                needs(packet.is(P::Ethernet) && packet.is(P::Mpls));
                packet.set(Slot::EthType, u128::from(*eth_type));
            }
            A::DecNshTtl => {
                let is_nsh = packet.flow.value(Slot::PacketType) == u128::from(n::PACKET_TYPE_NSH);
                needs(is_nsh || packet.flow.value(Slot::EthType) == u128::from(n::NSH));
            }
            A::DeleteField(field) if field.id.tun_metadata().is_none() => return Err(E::OFPBAC_BAD_ARGUMENT),
            A::Encap(encap) => {
                packet.set(Slot::PacketType, u128::from(encap.packet_type));
                if encap.packet_type >> 16 == 1 {
                    packet.set(Slot::EthType, u128::from(encap.packet_type & 0xffff));
                }
                if !packet.flow.is_ip() {
                    packet.set(Slot::NwProto, 0);
                }
            }
            A::Decap(_) => {
                if packet.is(P::Ethernet) {
                    let inner = 0x1_0000 | packet.flow.value(Slot::EthType);
                    packet.set(Slot::PacketType, inner);
                } else {
                    packet.set(Slot::PacketType, 0xffff_ffff);
                    packet.set(Slot::EthType, 0xffff);
                }
            }
            A::FinTimeout { .. } => needs(packet.flow.ip_protocol() == n::TCP),
            A::Resubmit(resubmit) if resubmit.ct && !packet.is(P::CtValid) => {
                return Err(E::OFPBAC_MATCH_INCONSISTENT);
            }
            A::Learn(learn) => learn.check(&packet.flow)?,
            A::Multipath(multipath) => check_destination(&multipath.destination, Some(&packet.flow))?,
            A::Clone(nested) => check_list(nested, &mut packet.clone(), table, checked)?,
            A::Ct(ct) => check_ct(ct, packet, table, checked)?,
            A::Nat(nat) => {
                let suits = match nat.addresses {
                    NatAddresses::None => packet.is(P::Ip),
                    NatAddresses::V4(..) => packet.is(P::Ipv4),
                    NatAddresses::V6(..) => packet.is(P::Ipv6),
                };
                if !suits {
                    return Err(E::OFPBAC_MATCH_INCONSISTENT);
                }
            }
            A::Meter(0 | 0xffff_0001..) => return Err(E::OFPMMFC_INVALID_METER),
            A::WriteActions(nested) => {
                check_list(nested, &mut packet.clone(), table, &mut Checked::default())?;
            }
            A::GotoTable(next) if table != 255 && *next <= table => {
                return Err(E::OFPBIC_BAD_TABLE_ID);
            }
            _ => {}
        }
    }
    Ok(())
}

fn check_ct(ct: &mut Ct, packet: &Packet<'_>, table: u8, checked: &mut Checked) -> Result<(), E> {
    let protocol = packet.flow.ip_protocol();
    let invalid = packet.flow.value(Slot::CtState) & 0x10 != 0;
    if !packet.is(Prerequisite::Ip)
        || invalid && ct.flags & Ct::COMMIT != 0
        || ct.alg == 21 && protocol != n::TCP
        || ct.alg == 69 && protocol != n::UDP
    {
        return Err(E::OFPBAC_MATCH_INCONSISTENT);
    }
    if let CtZone::Field(source) = &ct.zone {
        return check_source(source, Some(&packet.flow));
    }
    check_list(&mut ct.actions, &mut packet.clone(), table, checked)
}
