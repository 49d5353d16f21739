//! The switch itself, and what only Nicira's messages ask of it.

use super::{Printer, pull_typed, text_of};
use crate::text::field_format::{put_ipv4_masked, put_ipv6};
use crate::wire::{Cursor, ErrorCode as E, Frame, Kind, Version};

/// Actions by name, with their bit in OpenFlow 1.0, in 1.1, and from 1.2 on.
const ACTIONS: [(&str, [u8; 3]); 26] = {
    const N: u8 = 255;
    [
        ("output", [0, 0, 0]),
        ("group", [N, 22, 22]),
        ("enqueue", [11, N, N]),
        ("set_field", [N, N, 25]),
        ("set_vlan_vid", [1, 1, N]),
        ("set_vlan_pcp", [2, 2, N]),
        ("strip_vlan", [3, 18, 18]),
        ("push_vlan", [N, 17, 17]),
        ("mod_dl_src", [4, 3, N]),
        ("mod_dl_dst", [5, 4, N]),
        ("mod_nw_src", [6, 5, N]),
        ("mod_nw_dst", [7, 6, N]),
        ("mod_nw_tos", [8, 7, N]),
        ("mod_nw_ecn", [N, 8, N]),
        ("mod_nw_ttl", [N, 23, 23]),
        ("mod_tp_src", [9, 9, N]),
        ("mod_tp_dst", [10, 10, N]),
        ("dec_ttl", [N, 24, 24]),
        ("set_mpls_label", [N, 13, N]),
        ("set_mpls_tc", [N, 14, N]),
        ("set_mpls_ttl", [N, 15, 15]),
        ("dec_mpls_ttl", [N, 16, 16]),
        ("push_mpls", [N, 19, 19]),
        ("pop_mpls", [N, 20, 20]),
        ("set_queue", [N, 21, 21]),
        ("", [N, N, N]),
    ]
};

/// The actions that the bits stand for, bit n for the nth of [`ACTIONS`].
pub(super) fn known_actions(bits: u32, version: Version) -> u32 {
    let column = match version {
        Version::V1_0 => 0,
        Version::V1_1 => 1,
        _ => 2,
    };
    let mut known = 0;
    for (i, (_, numbers)) in ACTIONS.iter().enumerate() {
        let number = numbers.get(column).copied().unwrap_or(u8::MAX);
        if number < 32 && bits >> number & 1 == 1 {
            known |= 1 << i;
        }
    }
    known
}

fn capability_name(bit: u32) -> Option<&'static str> {
    let names = [
        "FLOW_STATS",
        "TABLE_STATS",
        "PORT_STATS",
        "STP",
        "GROUP_STATS",
        "IP_REASM",
        "QUEUE_STATS",
        "ARP_MATCH_IP",
        "PORT_BLOCKED",
        "BUNDLES",
        "FLOW_MONITORING",
    ];
    names.get(bit.trailing_zeros() as usize).copied()
}

impl Printer<'_> {
    /// The names of the actions in the bits of [`known_actions`].
    pub(super) fn action_names(&mut self, known: u32) {
        if known == 0 {
            return self.out.push_str("<none>");
        }
        let set = ACTIONS.iter().enumerate().filter(|(i, _)| known >> i & 1 == 1);
        let names: Vec<&str> = set.map(|(_, (name, _))| *name).collect();
        self.out.push_str(&names.join(" "));
    }

    pub(super) fn action_bits(&mut self, bits: u32, version: Version) {
        self.action_names(known_actions(bits, version));
    }

    pub(super) fn features(&mut self, frame: &Frame<'_>) -> Result<(), E> {
        let short = E::OFPBRC_BAD_LEN;
        let c = &mut Cursor::new(frame.body());
        let version = frame.version()?;
        let (datapath, buffers, tables, auxiliary) =
            (c.u64(short)?, c.u32(short)?, c.u8(short)?, c.u8(short)?);
        c.take(2, short)?;
        let (bits, actions) = (c.u32(short)?, c.u32(short)?);
        let common = 0x67;
        let fourth = bits >> 3 & 1;
        let capabilities = match version {
            Version::V1_0 => bits & (common | 0x80) | fourth << 3,
            Version::V1_1 => bits & (common | 0x80) | fourth << 4,
            Version::V1_2 | Version::V1_3 => bits & (common | 0x100) | fourth << 4,
            Version::V1_4 | Version::V1_5 => bits & (common | 0x700) | fourth << 4,
        };
        self.put(format_args!(
            " dpid:{datapath:016x}\nn_tables:{tables}, n_buffers:{buffers}"
        ));
        if version >= Version::V1_3 && auxiliary != 0 {
            self.put(format_args!(", auxiliary_id:{auxiliary}"));
        }
        self.out.push_str("\ncapabilities: ");
        self.bit_names(capabilities, capability_name, ' ');
        self.out.push('\n');
        if version == Version::V1_0 && known_actions(actions, version) != 0 {
            self.out.push_str("actions: ");
            self.action_bits(actions, version);
            self.out.push('\n');
        }
        self.descriptions_of_ports(c, version)
    }

    pub(super) fn switch_config(&mut self, frame: &Frame<'_>) -> Result<(), E> {
        let c = &mut Cursor::new(frame.body());
        let (flags, miss) = (c.u16(E::OFPBRC_BAD_LEN)?, c.u16(E::OFPBRC_BAD_LEN)?);
        let old = frame.version()? < Version::V1_3;
        if frame.kind() == Kind::SetConfig && flags & !(if old { 7 } else { 3 }) != 0 {
            return Err(E::OFPSCFC_BAD_FLAGS);
        }
        let fragments = ["normal", "drop", "reassemble", "nx-match"];
        self.put(format_args!(
            " frags={}",
            fragments.get(usize::from(flags & 3)).copied().unwrap_or_default()
        ));
        if old && flags & 4 != 0 {
            self.out.push_str(" invalid_ttl_to_controller");
        }
        self.put(format_args!(" miss_send_len={miss}\n"));
        Ok(())
    }

    pub(super) fn description(&mut self, frame: &Frame<'_>) -> Result<(), E> {
        let c = &mut Cursor::new(frame.body());
        self.out.push('\n');
        let parts = [
            ("Manufacturer", 256),
            ("Hardware", 256),
            ("Software", 256),
            ("Serial Num", 32),
            ("DP Description", 256),
        ];
        for (label, length) in parts {
            let text = text_of(c.take(length, E::OFPBRC_BAD_LEN)?, length);
            self.put(format_args!("{label}: {text}\n"));
        }
        Ok(())
    }

    pub(super) fn ipfix_bridge(&mut self, frame: &Frame<'_>) -> Result<(), E> {
        self.ipfix(frame, |printer, _| {
            printer.out.push_str("\n  bridge ipfix: ");
            16
        })
    }

    pub(super) fn ipfix_flow(&mut self, frame: &Frame<'_>) -> Result<(), E> {
        self.put(format_args!(" {} ids\n", frame.body().len() / 88));
        self.ipfix(frame, |printer, id| {
            printer.put(format_args!("  id {id:>3}: "));
            10
        })
    }

    fn ipfix(&mut self, frame: &Frame<'_>, mut begin: impl FnMut(&mut Self, u32) -> usize) -> Result<(), E> {
        let short = E::OFPBRC_BAD_LEN;
        let c = &mut Cursor::new(frame.body());
        while !c.is_empty() {
            let mut counts = [0; 10];
            for count in &mut counts {
                *count = c.u64(short)?;
            }
            let id = c.u32(short)?;
            c.take(4, short)?;
            let indent = begin(self, id);
            let [
                flows,
                current,
                packets,
                ipv4,
                ipv6,
                errors,
                ipv4_errors,
                ipv6_errors,
                sent,
                send_errors,
            ] = counts;
            self.counts(&[
                ("flows", flows),
                ("current flows", current),
                ("sampled pkts", packets),
                ("ipv4 ok", ipv4),
                ("ipv6 ok", ipv6),
                ("tx pkts", sent),
            ]);
            self.put(format_args!("\n{:indent$}", ""));
            self.counts(&[
                ("pkts errs", errors),
                ("ipv4 errs", ipv4_errors),
                ("ipv6 errs", ipv6_errors),
                ("tx errs", send_errors),
            ]);
            self.out.push('\n');
        }
        Ok(())
    }

    pub(super) fn ct_flush(&mut self, frame: &Frame<'_>) -> Result<(), E> {
        let short = E::OFPBRC_BAD_LEN;
        let c = &mut Cursor::new(frame.body());
        let protocol = c.u8(short)?;
        if c.take(7, short)?.iter().any(|byte| *byte != 0) {
            return Err(E::NXBRC_MUST_BE_ZERO);
        }
        let (mut family, mut zone) = (Family::Unknown, 0);
        let mut tuples = [Tuple::default(), Tuple::default()];
        while !c.is_empty() {
            let (kind, payload) = pull_typed(c, 0xffff)?;
            let tuple = usize::try_from(kind).ok().and_then(|kind| tuples.get_mut(kind));
            match tuple {
                Some(tuple) => tuple.pull(payload, &mut family)?,
                None if kind == 2 => zone = Cursor::new(payload).u16(E::OFPBPC_BAD_LEN)?,
                None => {}
            }
        }
        let [forth, back] = tuples;
        self.put(format_args!(" zone={zone} '"));
        self.tuple(&forth, protocol, family);
        self.put(format_args!(",ct_nw_proto={protocol}' '"));
        self.tuple(&back, protocol, family);
        self.out.push('\'');
        Ok(())
    }

    fn tuple(&mut self, tuple: &Tuple, protocol: u8, family: Family) {
        let prefix = if family == Family::V4 { "nw" } else { "ipv6" };
        for (comma, side, address) in [("", "src", tuple.addresses[0]), (",", "dst", tuple.addresses[1])] {
            self.put(format_args!("{comma}ct_{prefix}_{side}="));
            if address >> 32 == 0xffff {
                put_ipv4_masked(&mut self.out, address & 0xffff_ffff, 0xffff_ffff);
            } else {
                put_ipv6(&mut self.out, address);
            }
        }
        let [first, second] = tuple.ports;
        if protocol == 1 || protocol == 58 {
            let [code, kind] = second.to_be_bytes();
            self.put(format_args!(",icmp_id={first},icmp_type={kind},icmp_code={code}"));
        } else {
            self.put(format_args!(",ct_tp_src={first},ct_tp_dst={second}"));
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Family {
    Unknown,
    V4,
    V6,
}

/// One direction of a connection.
#[derive(Default)]
struct Tuple {
    addresses: [u128; 2],
    /// Ports; for ICMP the id, then code and type in one.
    ports: [u16; 2],
}

impl Tuple {
    fn pull(&mut self, payload: &[u8], family: &mut Family) -> Result<(), E> {
        let bad = E::OFPBPC_BAD_LEN;
        let c = &mut Cursor::new(payload);
        c.take(4, bad)?;
        let [first, second] = &mut self.ports;
        while !c.is_empty() {
            let (kind, payload) = pull_typed(c, 0xffff)?;
            match kind {
                0 | 1 => {
                    let address = u128::from_be_bytes(Cursor::new(payload).array(bad)?);
                    let found = match address {
                        0 => Family::Unknown,
                        address if address >> 32 == 0xffff => Family::V4,
                        _ => Family::V6,
                    };
                    if found != Family::Unknown && *family != Family::Unknown && found != *family {
                        return Err(E::OFPBPC_BAD_VALUE);
                    }
                    *family = found;
                    self.addresses[usize::from(kind == 1)] = address;
                }
                2 | 4 => *first = Cursor::new(payload).u16(bad)?,
                3 => *second = Cursor::new(payload).u16(bad)?,
                5 => *second = *second & 0xff00 | u16::from(Cursor::new(payload).u8(bad)?),
                6 => *second = *second & 0xff | u16::from(Cursor::new(payload).u8(bad)?) << 8,
                _ => {}
            }
        }
        Ok(())
    }
}
