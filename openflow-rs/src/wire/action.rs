use super::{Field, Learn, Port, Subfield, Value};
use std::net::{Ipv4Addr, Ipv6Addr};

/// One step of what a flow does: an action, or (in the list of a flow) an instruction.
///
/// The variants are those of Open vSwitch, the same in all versions of the protocol; where the wire has several
/// forms of one action, a `form` keeps which it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// Send to a port; `max_len` counts for the controller.
    Output {
        /// Where to.
        port: Port,
        /// How many bytes the controller gets (`0xffff`: all, unbuffered).
        max_len: u16,
    },
    /// Send the first bytes to a port.
    OutputTrunc {
        /// Where to.
        port: Port,
        /// How many bytes, at least 14.
        max_len: u32,
    },
    /// Send to the port whose number is in a field.
    OutputReg(OutputReg),
    /// Hand to a group.
    Group(u32),
    /// Send to a controller, with options.
    Controller(Box<Controller>),
    /// Send to a queue of a port.
    Enqueue {
        /// The port.
        port: Port,
        /// The queue.
        queue: u32,
    },
    /// Choose among ports by a hash.
    Bundle(Box<Bundle>),
    /// Write a field.
    SetField(SetField),
    /// Write the VLAN id.
    SetVlanVid {
        /// 0 to 4095.
        vid: u16,
        /// Add a tag if there is none (`mod_vlan_vid`, OpenFlow 1.0).
        push_if_needed: bool,
        /// Whether the flow's match says that there is a tag; set when a flow is checked.
        flow_has_vlan: bool,
    },
    /// Write the VLAN priority.
    SetVlanPcp {
        /// 0 to 7.
        pcp: u8,
        /// Add a tag if there is none (`mod_vlan_pcp`, OpenFlow 1.0).
        push_if_needed: bool,
        /// Whether the flow's match says that there is a tag; set when a flow is checked.
        flow_has_vlan: bool,
    },
    /// Remove the outer VLAN tag.
    StripVlan {
        /// Written as `pop_vlan` (OpenFlow 1.1) rather than `strip_vlan`.
        pop: bool,
    },
    /// Add a VLAN tag of this Ethernet type.
    PushVlan(u16),
    /// Write the source address.
    SetEthSrc([u8; 6]),
    /// Write the destination address.
    SetEthDst([u8; 6]),
    /// Write the IPv4 source.
    SetIpv4Src(Ipv4Addr),
    /// Write the IPv4 destination.
    SetIpv4Dst(Ipv4Addr),
    /// Write the type of service (bits 2 to 7).
    SetIpDscp(u8),
    /// Write the ECN bits.
    SetIpEcn(u8),
    /// Write the time to live.
    SetIpTtl(u8),
    /// Write the source port of TCP, UDP or SCTP.
    SetL4Src {
        /// The port.
        port: u16,
        /// The IP protocol that the flow matches; set when a flow is checked.
        protocol: u8,
    },
    /// Write the destination port of TCP, UDP or SCTP.
    SetL4Dst {
        /// The port.
        port: u16,
        /// The IP protocol that the flow matches; set when a flow is checked.
        protocol: u8,
    },
    /// Copy bits from field to field.
    Move {
        /// From.
        source: Subfield,
        /// To; as wide as the source.
        destination: Subfield,
        /// The form on the wire.
        form: MoveForm,
    },
    /// Push bits of a field on the stack.
    Push(StackOp),
    /// Pop bits of a field from the stack.
    Pop(StackOp),
    /// Count the time to live down, telling these controllers when it runs out.
    DecTtl(DecTtl),
    /// Write the MPLS label.
    SetMplsLabel(u32),
    /// Write the MPLS traffic class.
    SetMplsTc(u8),
    /// Write the MPLS time to live.
    SetMplsTtl(u8),
    /// Count the MPLS time to live down.
    DecMplsTtl,
    /// Add an MPLS label of this Ethernet type.
    PushMpls(u16),
    /// Remove an MPLS label; what is below has this Ethernet type.
    PopMpls(u16),
    /// Count the time to live of the NSH header down.
    DecNshTtl,
    /// Remove a tunnel option.
    DeleteField(&'static Field),
    /// Add a header.
    Encap(Box<Encap>),
    /// Remove the outer header; what is below has this packet type (`0xfffe`: as the header says).
    Decap(u32),
    /// Write the tunnel key.
    SetTunnel {
        /// The key.
        id: u64,
        /// The 64-bit form, even if the key is small.
        wide: bool,
    },
    /// Choose the queue of the outputs that follow.
    SetQueue(u32),
    /// Back to the queue as it was.
    PopQueue,
    /// Timeouts that count once a TCP FIN or RST is seen.
    FinTimeout {
        /// Seconds of rest; 0: unchanged.
        idle: u16,
        /// Seconds in all; 0: unchanged.
        hard: u16,
    },
    /// Look up again, in this or another table.
    Resubmit(Resubmit),
    /// Add a flow made from the packet.
    Learn(Box<Learn>),
    /// One dimension of a conjunctive match.
    Conjunction {
        /// Which conjunction.
        id: u32,
        /// Which dimension, from 0.
        clause: u8,
        /// How many dimensions, 2 to 64.
        clauses: u8,
    },
    /// Write a hash of the packet to a field.
    Multipath(Box<Multipath>),
    /// Do nothing, and carry these bytes.
    Note(Box<[u8]>),
    /// Stop.
    Exit,
    /// Sample to collectors.
    Sample(Box<Sample>),
    /// Through the connection tracker.
    Ct(Box<Ct>),
    /// Forget the state of the connection.
    CtClear,
    /// Translate addresses (inside [`Action::Ct`]).
    Nat(Box<Nat>),
    /// Do these, then restore the packet.
    Clone(Vec<Action>),
    /// Write whether the packet is longer than a length to a bit.
    CheckPktLarger(CheckPktLarger),
    /// Send through a meter. An instruction before OpenFlow 1.5, an action since.
    Meter(u32),
    /// Instruction: empty the action set.
    ClearActions,
    /// Instruction: add these to the action set.
    WriteActions(Vec<Action>),
    /// Instruction: write bits of the metadata.
    WriteMetadata {
        /// The bits.
        metadata: u64,
        /// Which bits.
        mask: u64,
    },
    /// Instruction: go on in this table.
    GotoTable(u8),
    /// An action of the debugging set of Open vSwitch: recirculate.
    DebugRecirc,
    /// An action of the debugging set of Open vSwitch: force the slow path.
    DebugSlow,
}

/// The port number is in a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OutputReg {
    /// Where the number is.
    pub source: Subfield,
    /// How many bytes the controller gets.
    pub max_len: u16,
    /// The second form on the wire, which can name experimenter fields.
    pub form2: bool,
}

/// Options of sending to a controller.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Controller {
    /// How many bytes of the packet.
    pub max_len: u16,
    /// Which controller.
    pub id: u16,
    /// The reason it is told.
    pub reason: u8,
    /// Bytes for it to find in the packet-in.
    pub userdata: Vec<u8>,
    /// Stop until it resumes the packet.
    pub pause: bool,
    /// A meter for what it is sent.
    pub meter: Option<u32>,
    /// The second form on the wire, even where the first would do.
    pub form2: bool,
}

impl Controller {
    /// The reason "an action said so".
    pub const REASON_ACTION: u8 = 1;
}

/// Which fields of a packet a hash is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u16)]
#[expect(missing_docs, reason = "each is the name of what is hashed")]
pub enum HashFields {
    EthSrc = 0,
    SymmetricL4 = 1,
    SymmetricL3L4 = 2,
    SymmetricL3L4Udp = 3,
    NwSrc = 4,
    NwDst = 5,
    SymmetricL3 = 6,
}

impl HashFields {
    const ALL: [(Self, &'static str); 7] = [
        (Self::EthSrc, "eth_src"),
        (Self::SymmetricL4, "symmetric_l4"),
        (Self::SymmetricL3L4, "symmetric_l3l4"),
        (Self::SymmetricL3L4Udp, "symmetric_l3l4+udp"),
        (Self::NwSrc, "nw_src"),
        (Self::NwDst, "nw_dst"),
        (Self::SymmetricL3, "symmetric_l3"),
    ];

    pub(super) fn from_wire(number: u16) -> Option<Self> {
        Self::ALL.get(usize::from(number)).map(|(fields, _)| *fields)
    }

    /// The name in text.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::ALL.get(self as usize).map_or("<unknown>", |(_, name)| name)
    }

    /// From the name in text, in any case.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .find(|(_, known)| known.eq_ignore_ascii_case(name))
            .map(|(fields, _)| *fields)
    }
}

/// A choice among ports.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bundle {
    /// What is hashed.
    pub fields: HashFields,
    /// A number that changes the hash.
    pub basis: u16,
    /// Highest random weight rather than first live one.
    pub hrw: bool,
    /// Where to write the choice; `None`: send there.
    pub destination: Option<Subfield>,
    /// The ports.
    pub members: Vec<Port>,
}

/// How a field write stands on the wire and in text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LoadForm {
    /// `set_field:`.
    SetField,
    /// `load:`, the Nicira register load of up to 64 bits.
    Load,
    /// The second Nicira register load; `set_field:` in text.
    Load2,
}

/// A write to a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetField {
    /// The field.
    pub field: &'static Field,
    /// The value; bits outside the mask are zero.
    pub value: Value,
    /// Which bits.
    pub mask: Value,
    /// The form.
    pub form: LoadForm,
    /// Whether the flow's match says that there is a VLAN tag; set when a flow is checked.
    pub flow_has_vlan: bool,
}

/// The form of a copy on the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MoveForm {
    /// Nicira before OpenFlow 1.5, standard since.
    Default,
    /// The ONF extension of OpenFlow 1.3.
    Onf,
}

/// Bits that go on the stack or come from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StackOp {
    /// The bits.
    pub subfield: Subfield,
}

/// Whom to tell about time to live run out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DecTtl {
    /// Controller 0; the standard action.
    Default,
    /// These controllers; the Nicira action.
    Controllers(Vec<u16>),
}

/// A header to add.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Encap {
    /// The packet type of the header: 0 Ethernet, 0x1894f NSH, 0x18847 MPLS.
    pub packet_type: u32,
    /// The header's size; 0 for the usual one.
    pub header_size: u16,
    /// What is in it.
    pub properties: Vec<EncapProperty>,
}

/// Something in a header to add.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EncapProperty {
    /// The metadata type of NSH, 1 or 2.
    NshMdType(u8),
    /// A metadata TLV of NSH.
    NshTlv {
        /// Its class.
        class: u16,
        /// Its type.
        kind: u8,
        /// Its bytes.
        data: Vec<u8>,
    },
}

/// How a second look-up stands on the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ResubmitForm {
    /// Without a table.
    Port,
    /// With a table.
    Table,
}

/// A second look-up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Resubmit {
    /// The input port to look up with; `IN_PORT`: the packet's own.
    pub port: Port,
    /// The table; 255: the current one.
    pub table: u8,
    /// Look up with the addresses of the connection's first packet.
    pub ct: bool,
    /// The form.
    pub form: ResubmitForm,
}

/// A hash written to a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Multipath {
    /// What is hashed.
    pub fields: HashFields,
    /// A number that changes the hash.
    pub basis: u16,
    /// 0 modulo_n, 1 hash_threshold, 2 hrw, 3 iter_hash.
    pub algorithm: u16,
    /// The highest result.
    pub max_link: u16,
    /// The argument of the algorithm.
    pub argument: u32,
    /// Where the result goes.
    pub destination: Subfield,
}

/// Which way a sample is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
#[expect(missing_docs, reason = "each says it")]
pub enum SampleDirection {
    Default = 0,
    Ingress = 1,
    Egress = 2,
}

/// The form of a sample on the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "numbered as on the wire")]
pub enum SampleForm {
    First,
    Second,
    Third,
}

/// A sample.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sample {
    /// Of 65535 packets, how many; not 0.
    pub probability: u16,
    /// Which set of collectors.
    pub collector_set: u32,
    /// The IPFIX observation domain.
    pub observation_domain: u32,
    /// The IPFIX observation point.
    pub observation_point: u32,
    /// A port to count the sample for.
    pub port: Port,
    /// Which way.
    pub direction: SampleDirection,
    /// The least form on the wire.
    pub form: SampleForm,
}

/// The zone of the connection tracker.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CtZone {
    /// This one.
    Number(u16),
    /// The one in a field, 16 bits.
    Field(Subfield),
}

/// Through the connection tracker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ct {
    /// Bit 0: commit. Bit 1: force.
    pub flags: u16,
    /// The zone.
    pub zone: CtZone,
    /// The table to go on in; 255: none.
    pub table: u8,
    /// The port of the helper: 21 FTP, 69 TFTP, 0 none.
    pub alg: u16,
    /// `nat`, and writes to `ct_mark` and `ct_label`.
    pub actions: Vec<Action>,
}

impl Ct {
    /// Remember the connection.
    pub const COMMIT: u16 = 1;
    /// Turn the connection round if need be.
    pub const FORCE: u16 = 2;
}

/// Addresses to translate to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NatAddresses {
    /// None said.
    None,
    /// IPv4, first and last; a last of 0.0.0.0 is none.
    V4(Ipv4Addr, Ipv4Addr),
    /// IPv6, first and last; a last of :: is none.
    V6(Ipv6Addr, Ipv6Addr),
}

/// A translation of addresses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Nat {
    /// Bit 0 source, 1 destination, 2 persistent, 3 hash, 4 random.
    pub flags: u16,
    /// Addresses.
    pub addresses: NatAddresses,
    /// First and last port; 0 is none.
    pub ports: (u16, u16),
}

impl Nat {
    /// Translate the source.
    pub const SRC: u16 = 1;
    /// Translate the destination.
    pub const DST: u16 = 2;
    /// Stay with one address over reboots.
    pub const PERSISTENT: u16 = 4;
    /// Choose the port by a hash.
    pub const HASH: u16 = 8;
    /// Choose the port at random.
    pub const RANDOM: u16 = 16;
}

/// Is the packet longer?
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CheckPktLarger {
    /// Than this.
    pub length: u16,
    /// The bit to write; one bit wide.
    pub destination: Subfield,
}

impl Action {
    /// The name in text, and in messages about it.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Output { .. } => "output",
            Self::OutputTrunc { .. } => "output_trunc",
            Self::OutputReg(_) => "output_reg",
            Self::Group(_) => "group",
            Self::Controller(_) => "controller",
            Self::Enqueue { .. } => "enqueue",
            Self::Bundle(_) => "bundle",
            Self::SetField(_) => "set_field",
            Self::SetVlanVid { .. } => "set_vlan_vid",
            Self::SetVlanPcp { .. } => "set_vlan_pcp",
            Self::StripVlan { .. } => "strip_vlan",
            Self::PushVlan(_) => "push_vlan",
            Self::SetEthSrc(_) => "mod_dl_src",
            Self::SetEthDst(_) => "mod_dl_dst",
            Self::SetIpv4Src(_) => "mod_nw_src",
            Self::SetIpv4Dst(_) => "mod_nw_dst",
            Self::SetIpDscp(_) => "mod_nw_tos",
            Self::SetIpEcn(_) => "mod_nw_ecn",
            Self::SetIpTtl(_) => "mod_nw_ttl",
            Self::SetL4Src { .. } => "mod_tp_src",
            Self::SetL4Dst { .. } => "mod_tp_dst",
            Self::Move { .. } => "move",
            Self::Push(_) => "push",
            Self::Pop(_) => "pop",
            Self::DecTtl(_) => "dec_ttl",
            Self::SetMplsLabel(_) => "set_mpls_label",
            Self::SetMplsTc(_) => "set_mpls_tc",
            Self::SetMplsTtl(_) => "set_mpls_ttl",
            Self::DecMplsTtl => "dec_mpls_ttl",
            Self::PushMpls(_) => "push_mpls",
            Self::PopMpls(_) => "pop_mpls",
            Self::DecNshTtl => "dec_nsh_ttl",
            Self::DeleteField(_) => "delete_field",
            Self::Encap(_) => "encap",
            Self::Decap(_) => "decap",
            Self::SetTunnel { .. } => "set_tunnel",
            Self::SetQueue(_) => "set_queue",
            Self::PopQueue => "pop_queue",
            Self::FinTimeout { .. } => "fin_timeout",
            Self::Resubmit(_) => "resubmit",
            Self::Learn(_) => "learn",
            Self::Conjunction { .. } => "conjunction",
            Self::Multipath(_) => "multipath",
            Self::Note(_) => "note",
            Self::Exit => "exit",
            Self::Sample(_) => "sample",
            Self::Ct(_) => "ct",
            Self::CtClear => "ct_clear",
            Self::Nat(_) => "nat",
            Self::Clone(_) => "clone",
            Self::CheckPktLarger(_) => "check_pkt_larger",
            Self::Meter(_) => "meter",
            Self::ClearActions => "clear_actions",
            Self::WriteActions(_) => "write_actions",
            Self::WriteMetadata { .. } => "write_metadata",
            Self::GotoTable(_) => "goto_table",
            Self::DebugRecirc => "debug_recirc",
            Self::DebugSlow => "debug_slow",
        }
    }
}
