//! Flows: modifications, requests, statistics.

use super::Printer;
use crate::text::OxmList;
use crate::text::action_format::put_actions;
use crate::text::field_format::{put_port, put_table};
use crate::text::flow_format::{put_duration, put_flow_flags, put_flow_stats};
use crate::text::match_format::put_match;
use crate::wire::{
    Action, Age, AggregateStats, Command, Cursor, ErrorCode as E, FlowFlags, FlowMod, FlowRemoved, FlowStats,
    FlowStatsReply, FlowStatsRequest, Frame, Match, Version,
};

impl Printer<'_> {
    pub(super) fn matches(&mut self, matches: &Match, priority: u16) {
        put_match(&mut self.out, matches, priority, self.names);
    }

    pub(super) fn actions(&mut self, actions: &[Action]) {
        put_actions(&mut self.out, actions, self.names);
    }

    pub(super) fn table(&mut self, table: u8) {
        put_table(&mut self.out, table, self.names);
    }

    pub(super) fn port(&mut self, port: crate::wire::Port) {
        put_port(&mut self.out, port, self.names);
    }

    /// Seconds with as many decimals as needed.
    pub(super) fn duration(&mut self, age: Age) {
        put_duration(&mut self.out, age);
    }

    pub(super) fn flow_mod(&mut self, frame: &Frame<'_>) -> Result<(), E> {
        let flow = FlowMod::decode_checked(frame)?;
        self.out.push_str(match flow.command {
            Command::Add => " ADD",
            Command::Modify => " MOD",
            Command::ModifyStrict => " MOD_STRICT",
            Command::Delete => " DEL",
            Command::DeleteStrict => " DEL_STRICT",
        });
        if flow.table != 0 || self.names.table_name(0).is_some() {
            self.out.push_str(" table:");
            self.table(flow.table);
        }
        self.out.push(' ');
        let raw = self.verbosity >= 3 && frame.version_byte() == 1;
        if raw {
            self.raw_match(frame)?;
        } else {
            self.matches(&flow.matches, flow.priority);
        }
        if !self.out.ends_with(' ') {
            self.out.push(' ');
        }
        if flow.new_cookie != 0 && flow.new_cookie != u64::MAX {
            self.put(format_args!("cookie:0x{:x} ", flow.new_cookie));
        }
        if flow.cookie_mask != 0 && flow.command != Command::Add {
            self.put(format_args!(
                "cookie:0x{:x}/0x{:x} ",
                flow.cookie, flow.cookie_mask
            ));
        }
        let importance = if flow.command == Command::Add {
            flow.importance
        } else {
            0
        };
        for (name, value) in [
            ("idle", flow.idle_timeout),
            ("hard", flow.hard_timeout),
            ("importance", importance),
        ] {
            if value != 0 {
                self.put(format_args!("{name}:{value} "));
            }
        }
        if raw && flow.priority != FlowMod::DEFAULT_PRIORITY {
            self.put(format_args!("pri:{} ", flow.priority));
        }
        if flow.buffer != FlowMod::NO_BUFFER {
            self.put(format_args!("buf:0x{:x} ", flow.buffer));
        }
        if flow.out_port != crate::wire::Port::ANY {
            self.out.push_str("out_port:");
            self.port(flow.out_port);
            self.out.push(' ');
        }
        let mut flags = flow.flags;
        if frame.version()? <= Version::V1_1 {
            flags.0 &= !FlowFlags::RESET_COUNTS.0;
        }
        put_flow_flags(&mut self.out, flags);
        self.out.push_str("actions=");
        self.actions(&flow.actions);
        Ok(())
    }

    /// The match of an OpenFlow 1.0 modification as it stands there.
    fn raw_match(&mut self, frame: &Frame<'_>) -> Result<(), E> {
        let short = E::OFPBRC_BAD_LEN;
        let c = &mut Cursor::new(frame.body());
        if frame.is_vendor() {
            c.take(24, short)?;
            let length = usize::from(c.u16(short)?);
            c.take(6, short)?;
            let list = OxmList::from_wire(c.take(length, short)?, None)?;
            self.put(format_args!("{list}"));
            return Ok(());
        }
        let body = c.take(40, short)?;
        self.legacy_match(body)
    }

    /// Every field of an OpenFlow 1.0 match, `*` for those that do not matter.
    fn legacy_match(&mut self, body: &[u8]) -> Result<(), E> {
        let short = E::OFPBRC_BAD_LEN;
        let c = &mut Cursor::new(body);
        let w = c.u32(short)?;
        let in_port = c.u16(short)?;
        let src: [u8; 6] = c.array(short)?;
        let dst: [u8; 6] = c.array(short)?;
        let vlan = c.u16(short)?;
        let pcp = c.u8(short)?;
        c.u8(short)?;
        let eth_type = c.u16(short)?;
        let tos = c.u8(short)?;
        let protocol = c.u8(short)?;
        c.u16(short)?;
        let nw_src = c.u32(short)?;
        let nw_dst = c.u32(short)?;
        let (tp_src, tp_dst) = (c.u16(short)?, c.u16(short)?);
        let wild = |bit: u32| w & bit != 0;
        let named = match (wild(0x10), eth_type, wild(0x20), protocol) {
            (true, ..) => None,
            (_, 0x0800, false, 1) => Some(("icmp,", true)),
            (_, 0x0800, false, 6) => Some(("tcp,", true)),
            (_, 0x0800, false, 17) => Some(("udp,", true)),
            (_, 0x0800, false, 132) => Some(("sctp,", true)),
            (_, 0x0800, ..) => Some(("ip,", false)),
            (_, 0x0806, ..) => Some(("arp,", false)),
            (_, 0x8035, ..) => Some(("rarp,", false)),
            (_, 0x8847, ..) => Some(("mpls,", false)),
            (_, 0x8848, ..) => Some(("mplsm,", false)),
            _ => None,
        };
        self.out.push_str(named.map_or("", |(name, _)| name));
        let star = |wild: bool, value: String| if wild { "*".into() } else { value };
        let mac = |mac: [u8; 6]| mac.map(|byte| format!("{byte:02x}")).join(":");
        let port = crate::wire::Port(in_port).to_string();
        self.put(format_args!("in_port={},", star(wild(1), port)));
        self.put(format_args!("dl_vlan={},", star(wild(2), vlan.to_string())));
        self.put(format_args!(
            "dl_vlan_pcp={},",
            star(wild(1 << 20), pcp.to_string())
        ));
        self.put(format_args!("dl_src={},", star(wild(4), mac(src))));
        self.put(format_args!("dl_dst={},", star(wild(8), mac(dst))));
        if named.is_none() {
            self.put(format_args!(
                "dl_type={},",
                star(wild(0x10), format!("0x{eth_type:04x}"))
            ));
        }
        for (name, address, bits) in [
            ("nw_src", nw_src, w >> 8 & 0x3f),
            ("nw_dst", nw_dst, w >> 14 & 0x3f),
        ] {
            let ip = std::net::Ipv4Addr::from(address);
            let text = if bits == 0 {
                ip.to_string()
            } else {
                format!("{ip}/{}", 32u32.saturating_sub(bits))
            };
            self.put(format_args!("{name}={},", star(bits >= 32, text)));
        }
        if !named.is_some_and(|(_, says_protocol)| says_protocol) {
            let name = if matches!(eth_type, 0x0806 | 0x8035) {
                "arp_op"
            } else {
                "nw_proto"
            };
            self.put(format_args!("{name}={},", star(wild(0x20), protocol.to_string())));
        }
        self.put(format_args!("nw_tos={},", star(wild(1 << 21), tos.to_string())));
        let (source, destination) = if protocol == 1 {
            ("icmp_type", "icmp_code")
        } else {
            ("tp_src", "tp_dst")
        };
        self.put(format_args!("{source}={},", star(wild(0x40), tp_src.to_string())));
        self.put(format_args!(
            "{destination}={}",
            star(wild(0x80), tp_dst.to_string())
        ));
        Ok(())
    }

    pub(super) fn flow_request(&mut self, frame: &Frame<'_>) -> Result<(), E> {
        let request = FlowStatsRequest::decode(frame)?;
        if request.table != 255 {
            self.out.push_str(" table=");
            self.table(request.table);
        }
        if request.out_port != crate::wire::Port::ANY {
            self.out.push_str(" out_port=");
            self.port(request.out_port);
        }
        self.out.push(' ');
        self.matches(&request.matches, FlowMod::DEFAULT_PRIORITY);
        Ok(())
    }

    pub(super) fn flow_reply(&mut self, frame: &Frame<'_>) -> Result<(), E> {
        let mut flows = FlowStatsReply::new(frame)?;
        while let Some(flow) = flows.next() {
            self.nameless_fault = flows.nameless_fault;
            let flow = flow?;
            self.out.push_str("\n ");
            self.flow_stats(&flow);
        }
        Ok(())
    }

    pub(super) fn flow_stats(&mut self, flow: &FlowStats) {
        put_flow_stats(&mut self.out, flow, self.names);
    }

    pub(super) fn aggregate_reply(&mut self, frame: &Frame<'_>) -> Result<(), E> {
        let sums = AggregateStats::decode(frame)?;
        self.put(format_args!(
            " packet_count={} byte_count={} flow_count={}",
            sums.packets, sums.bytes, sums.flows
        ));
        Ok(())
    }

    /// Why a flow went.
    pub(super) fn removed_reason(&mut self, reason: u16) {
        let names = [
            "idle",
            "hard",
            "delete",
            "group_delete",
            "meter_delete",
            "eviction",
        ];
        match names.get(usize::from(reason)) {
            Some(name) => self.out.push_str(name),
            None => self.put(format_args!("{reason}")),
        }
    }

    pub(super) fn flow_removed(&mut self, frame: &Frame<'_>) -> Result<(), E> {
        let flow = FlowRemoved::decode(frame)?;
        self.out.push(' ');
        self.matches(&flow.matches, flow.priority);
        self.out.push_str(" reason=");
        self.removed_reason(u16::from(flow.reason));
        if flow.table != 255 {
            self.out.push_str(" table_id=");
            self.table(flow.table);
        }
        if flow.cookie != 0 {
            self.put(format_args!(" cookie:0x{:x}", flow.cookie));
        }
        self.out.push_str(" duration");
        self.duration(flow.age);
        self.put(format_args!(" idle{}", flow.idle_timeout));
        if flow.hard_timeout != 0 {
            self.put(format_args!(" hard{}", flow.hard_timeout));
        }
        self.put(format_args!(" pkts{} bytes{}\n", flow.packets, flow.bytes));
        Ok(())
    }
}
