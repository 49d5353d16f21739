//! Ports: their descriptions, changes and counters.

use super::{Printer, pull_typed, text_of};
use crate::text::field_format::put_mac;
use crate::text::flow_format::put_duration;
use crate::wire::{Age, Cursor, ErrorCode as E, Frame, Port, Version};

/// Lines of counters after the first begin under the first counter.
const INDENT: &str = "           ";
const INTEL: u64 = 0x0000_aa01 << 32;
const RX_SIZES: [&str; 12] = [
    "1_to_64_packets",
    "65_to_127_packets",
    "128_to_255_packets",
    "256_to_511_packets",
    "512_to_1023_packets",
    "1024_to_1522_packets",
    "1523_to_max_packets",
    "broadcast_packets",
    "undersized_errors",
    "oversize_errors",
    "rx_fragmented_errors",
    "rx_jabber_errors",
];
const TX_OTHERS: [&str; 2] = ["multicast_packets", "broadcast_packets"];

fn config_name(bit: u32) -> Option<&'static str> {
    let names = [
        "PORT_DOWN",
        "NO_STP",
        "NO_RECV",
        "NO_RECV_STP",
        "NO_FLOOD",
        "NO_FWD",
        "NO_PACKET_IN",
    ];
    names.get(bit.trailing_zeros() as usize).copied()
}

fn state_name(bit: u32) -> Option<&'static str> {
    ["LINK_DOWN", "BLOCKED", "LIVE"]
        .get(bit.trailing_zeros() as usize)
        .copied()
}

fn feature_name(bit: u32) -> Option<&'static str> {
    let names = [
        "10MB-HD",
        "10MB-FD",
        "100MB-HD",
        "100MB-FD",
        "1GB-HD",
        "1GB-FD",
        "10GB-FD",
        "40GB-FD",
        "100GB-FD",
        "1TB-FD",
        "OTHER",
        "COPPER",
        "FIBER",
        "AUTO_NEG",
        "AUTO_PAUSE",
        "AUTO_PAUSE_ASYM",
    ];
    names.get(bit.trailing_zeros() as usize).copied()
}

/// Features of OpenFlow 1.0 in the numbering of the later versions.
fn old_features(bits: u32) -> u32 {
    bits & 0x7f | (bits & 0xf80) << 4
}

/// The kilobits per second of the fastest of these features.
fn speed(features: u32) -> u32 {
    let speeds = [
        (9, 1_000_000_000),
        (8, 100_000_000),
        (7, 40_000_000),
        (6, 10_000_000),
    ];
    let slow = [
        (4, 1_000_000),
        (5, 1_000_000),
        (2, 100_000),
        (3, 100_000),
        (0, 10_000),
        (1, 10_000),
    ];
    let mut all = speeds.iter().chain(&slow);
    all.find(|(bit, _)| features >> bit & 1 == 1)
        .map_or(0, |(_, speed)| *speed)
}

struct Description {
    port: Port,
    address: [u8; 6],
    name: String,
    config: u32,
    state: u32,
    /// Current, advertised, supported and of the peer.
    features: [u32; 4],
    /// Now and at most.
    speed: [u32; 2],
}

const CONFIG_10: u32 = 0x7f;
const CONFIG_11: u32 = 0x65;

fn four(c: &mut Cursor<'_>, short: E) -> Result<[u32; 4], E> {
    Ok([c.u32(short)?, c.u32(short)?, c.u32(short)?, c.u32(short)?])
}

impl Description {
    fn pull(c: &mut Cursor<'_>, version: Version) -> Result<Self, E> {
        let short = E::OFPBRC_BAD_LEN;
        if version == Version::V1_0 {
            let port = Port(c.u16(short)?);
            let address = c.array(short)?;
            let name = text_of(c.take(16, short)?, 15);
            let (config, state) = (c.u32(short)? & CONFIG_10, c.u32(short)? & 0x301);
            let features = four(c, short)?.map(old_features);
            let [now, _, most, _] = features.map(speed);
            return Ok(Self {
                port,
                address,
                name,
                config,
                state,
                features,
                speed: [now, most],
            });
        }
        let base = if version < Version::V1_4 { 64 } else { 40 };
        let head = &mut Cursor::new(c.take(base, short)?);
        let port = head.u32(short)?;
        let length = usize::from(head.u16(short)?);
        head.take(2, short)?;
        let rest = if version < Version::V1_4 {
            None
        } else {
            let length = length
                .checked_sub(base)
                .filter(|length| *length <= c.len())
                .ok_or(short)?;
            Some(length)
        };
        let port = Port::from_wire32(port)?;
        let address = head.array(short)?;
        head.take(2, short)?;
        let name = text_of(head.take(16, short)?, 15);
        let (config, state) = (head.u32(short)? & CONFIG_11, head.u32(short)? & 7);
        let mut description = Self {
            port,
            address,
            name,
            config,
            state,
            features: [0; 4],
            speed: [0; 2],
        };
        match rest {
            None => description.ethernet(head)?,
            Some(length) => {
                let properties = &mut Cursor::new(c.take(length, short)?);
                while !properties.is_empty() {
                    let (kind, payload) = pull_typed(properties, 0xffff)?;
                    if kind == 0 {
                        if payload.len() != 28 {
                            return Err(E::OFPBPC_BAD_LEN);
                        }
                        let payload = &mut Cursor::new(payload);
                        payload.take(4, short)?;
                        description.ethernet(payload)?;
                    }
                }
            }
        }
        Ok(description)
    }

    fn ethernet(&mut self, c: &mut Cursor<'_>) -> Result<(), E> {
        let short = E::OFPBRC_BAD_LEN;
        self.features = four(c, short)?.map(|bits| bits & 0xffff);
        self.speed = [c.u32(short)?, c.u32(short)?];
        Ok(())
    }
}

/// What a port counted; all ones where it did not say.
struct Counters {
    port: Port,
    /// Packets, bytes, drops and errors, each received and sent; then frame, overrun, checksum errors, collisions.
    basic: [u64; 12],
    age: Option<Age>,
    by_size: [u64; 21],
    custom: Vec<(String, u64)>,
}

impl Counters {
    fn pull(c: &mut Cursor<'_>, version: Version) -> Result<Self, E> {
        let short = E::OFPBRC_BAD_LEN;
        let mut counters = Self {
            port: Port::ANY,
            basic: [u64::MAX; 12],
            age: None,
            by_size: [u64::MAX; 21],
            custom: Vec::new(),
        };
        if version >= Version::V1_4 {
            counters.pull_properties(c)?;
            return Ok(counters);
        }
        let timed = version == Version::V1_3;
        let head = &mut Cursor::new(c.take(if timed { 112 } else { 104 }, short)?);
        if version == Version::V1_0 {
            counters.port = Port(head.u16(short)?);
            head.take(6, short)?;
        } else {
            counters.port = Port::from_wire32(head.u32(short)?)?;
            head.take(4, short)?;
        }
        for counter in &mut counters.basic {
            *counter = head.u64(short)?;
        }
        if timed {
            counters.age = Some(Age {
                seconds: head.u32(short)?,
                nanoseconds: head.u32(short)?,
            });
        }
        Ok(counters)
    }

    fn pull_properties(&mut self, c: &mut Cursor<'_>) -> Result<(), E> {
        let short = E::OFPBRC_BAD_LEN;
        let head = &mut Cursor::new(c.take(80, short)?);
        let length = usize::from(head.u16(short)?);
        let length = length
            .checked_sub(80)
            .filter(|length| *length <= c.len())
            .ok_or(short)?;
        head.take(2, short)?;
        self.port = Port::from_wire32(head.u32(short)?)?;
        self.age = Some(Age {
            seconds: head.u32(short)?,
            nanoseconds: head.u32(short)?,
        });
        let (basic, ethernet) = self.basic.split_at_mut(8);
        for counter in basic {
            *counter = head.u64(short)?;
        }
        let properties = &mut Cursor::new(c.take(length, short)?);
        let bad = E::OFPBPC_BAD_LEN;
        while !properties.is_empty() {
            let (kind, payload) = pull_typed(properties, 0xffff)?;
            let p = &mut Cursor::new(payload);
            let (counters, size): (&mut [u64], usize) = match kind.checked_sub(INTEL) {
                _ if kind == 0 => (ethernet, 36),
                Some(1) => (&mut self.by_size, 172),
                Some(2) => {
                    self.custom = custom(p)?;
                    continue;
                }
                _ => continue,
            };
            if payload.len() != size {
                return Err(bad);
            }
            p.take(4, bad)?;
            for counter in counters {
                *counter = p.u64(bad)?;
            }
        }
        Ok(())
    }
}

/// Counters with names of their own.
fn custom(p: &mut Cursor<'_>) -> Result<Vec<(String, u64)>, E> {
    let bad = E::OFPBPC_BAD_LEN;
    p.take(2, bad)?;
    let count = p.u16(bad)?;
    let mut counters = Vec::new();
    for _ in 0..count {
        let length = p.u8(bad)?;
        let name = text_of(p.take(usize::from(length), bad)?, 63);
        counters.push((name, p.u64(bad)?));
    }
    Ok(counters)
}

impl Printer<'_> {
    fn features_line(&mut self, label: &str, features: u32) {
        if features != 0 {
            self.put(format_args!("     {label:<12}"));
            self.bit_names(features, feature_name, ' ');
            self.out.push('\n');
        }
    }

    fn description_of_port(&mut self, port: &Description) {
        let shown = port
            .name
            .find(|c: char| !(' '..='~').contains(&c))
            .unwrap_or(port.name.len());
        let name = port.name.get(..shown).unwrap_or_default();
        self.put(format_args!(" {}({name}): addr:", port.port));
        self.address(port.address);
        self.out.push_str("     config:     ");
        self.bit_names(port.config, config_name, ' ');
        self.out.push_str("\n     state:      ");
        let tree = match port.state >> 8 & 3 {
            0 => None,
            1 => Some("STP_LEARN"),
            2 => Some("STP_FORWARD"),
            _ => Some("STP_BLOCK"),
        };
        let state = port.state & !0x300;
        self.out.push_str(tree.unwrap_or_default());
        if tree.is_none() || state != 0 {
            self.bit_names(state, state_name, ' ');
        }
        self.out.push('\n');
        for (label, features) in ["current:", "advertised:", "supported:", "peer:"]
            .iter()
            .zip(port.features)
        {
            self.features_line(label, features);
        }
        let [now, most] = port.speed.map(|speed| speed / 1000);
        self.put(format_args!("     speed: {now} Mbps now, {most} Mbps max\n"));
    }

    fn address(&mut self, address: [u8; 6]) {
        put_mac(
            &mut self.out,
            address.iter().fold(0, |n, byte| n << 8 | u128::from(*byte)),
        );
        self.out.push('\n');
    }

    /// Descriptions to the end, in the order of the ports.
    pub(super) fn descriptions_of_ports(&mut self, c: &mut Cursor<'_>, version: Version) -> Result<(), E> {
        let base = if version == Version::V1_0 { 48 } else { 64 };
        let mut ports = Vec::new();
        let mut result = Ok(());
        while !c.is_empty() && (version >= Version::V1_4 || c.len() >= base) {
            match Description::pull(c, version) {
                Ok(port) => ports.push(port),
                Err(code) => {
                    result = Err(code);
                    break;
                }
            }
        }
        ports.sort_by_key(|port| port.port);
        for port in &ports {
            self.description_of_port(port);
        }
        result
    }

    pub(super) fn port_status(&mut self, frame: &Frame<'_>) -> Result<(), E> {
        let c = &mut Cursor::new(frame.body());
        let reason = c.u8(E::OFPBRC_BAD_LEN)?;
        c.take(7, E::OFPBRC_BAD_LEN)?;
        let name = [" ADD:", " DEL:", " MOD:"]
            .get(usize::from(reason))
            .ok_or(E::NXBRC_BAD_REASON)?;
        let port = Description::pull(c, frame.version()?)?;
        self.out.push_str(name);
        self.description_of_port(&port);
        Ok(())
    }

    pub(super) fn port_mod(&mut self, frame: &Frame<'_>) -> Result<(), E> {
        let short = E::OFPBRC_BAD_LEN;
        let c = &mut Cursor::new(frame.body());
        let version = frame.version()?;
        let (port, address, known);
        if version == Version::V1_0 {
            (port, address, known) = (Port(c.u16(short)?), c.array(short)?, CONFIG_10);
        } else {
            port = Port::from_wire32(c.u32(short)?)?;
            c.take(4, short)?;
            (address, known) = (c.array(short)?, CONFIG_11);
            c.take(2, short)?;
        }
        let (config, mask) = (c.u32(short)? & known, c.u32(short)? & known);
        let mut advertise = 0;
        match version {
            Version::V1_0 => advertise = old_features(c.u32(short)?),
            Version::V1_1 | Version::V1_2 | Version::V1_3 => advertise = c.u32(short)? & 0xffff,
            Version::V1_4 | Version::V1_5 => {
                while !c.is_empty() {
                    let (kind, payload) = pull_typed(c, 0xffff)?;
                    if kind == 0 {
                        let bits: [u8; 4] = payload.try_into().map_err(|_| E::OFPBPC_BAD_LEN)?;
                        advertise = u32::from_be_bytes(bits) & 0xffff;
                    }
                }
            }
        }
        self.out.push_str(" port: ");
        self.port(port);
        self.out.push_str(": addr:");
        self.address(address);
        self.out.push_str("     config: ");
        self.bit_names(config & mask, config_name, ' ');
        self.out.push_str("\n     mask:   ");
        self.bit_names(mask, config_name, ' ');
        self.out.push_str("\n     advertise: ");
        if advertise == 0 {
            self.out.push_str("UNCHANGED\n");
        } else {
            self.bit_names(advertise, feature_name, ' ');
            self.out.push('\n');
        }
        Ok(())
    }

    fn asked_port(&mut self, frame: &Frame<'_>, word: &str) -> Result<(), E> {
        let c = &mut Cursor::new(frame.body());
        let port = match frame.version()? {
            Version::V1_0 => Port(c.u16(E::OFPBRC_BAD_LEN)?),
            _ => Port::from_wire32(c.u32(E::OFPBRC_BAD_LEN)?)?,
        };
        self.out.push_str(word);
        self.port(port);
        Ok(())
    }

    pub(super) fn port_request(&mut self, frame: &Frame<'_>) -> Result<(), E> {
        self.asked_port(frame, " port_no=")
    }

    pub(super) fn port_desc_request(&mut self, frame: &Frame<'_>) -> Result<(), E> {
        if frame.version()? < Version::V1_5 || frame.body().is_empty() {
            self.out.push_str(" port=ANY");
            return Ok(());
        }
        self.asked_port(frame, " port=")
    }

    pub(super) fn port_desc_reply(&mut self, frame: &Frame<'_>) -> Result<(), E> {
        self.out.push('\n');
        self.descriptions_of_ports(&mut Cursor::new(frame.body()), frame.version()?)
    }

    pub(super) fn port_reply(&mut self, frame: &Frame<'_>) -> Result<(), E> {
        let c = &mut Cursor::new(frame.body());
        let version = frame.version()?;
        let mut all = Vec::new();
        let mut result = Ok(());
        while !c.is_empty() {
            match Counters::pull(c, version) {
                Ok(counters) => all.push(counters),
                Err(code) => {
                    result = Err(code);
                    break;
                }
            }
        }
        self.put(format_args!(" {} ports\n", all.len()));
        if self.verbosity < 1 {
            return Ok(());
        }
        for counters in &all {
            self.counters(counters);
        }
        result
    }

    /// Counters with their names, a comma between.
    pub(super) fn counts(&mut self, counts: &[(&str, u64)]) {
        for (i, (name, count)) in counts.iter().enumerate() {
            self.out.push_str(if i == 0 { "" } else { ", " });
            self.put(format_args!("{name}="));
            match count {
                &u64::MAX => self.out.push('?'),
                count => self.put(format_args!("{count}")),
            }
        }
    }

    fn known_counts<'a>(&mut self, title: &str, counts: impl Iterator<Item = (&'a str, u64)>) {
        let known: Vec<String> = counts
            .filter(|(_, count)| *count != u64::MAX)
            .map(|(name, count)| format!("{name}={count}, "))
            .collect();
        if !known.is_empty() {
            self.put(format_args!("{INDENT}{title} {}\n", known.concat()));
        }
    }

    fn counters(&mut self, counters: &Counters) {
        self.out.push_str("  port ");
        if counters.port.0 < 10 {
            self.out.push(' ');
        }
        self.port(counters.port);
        let [
            rx,
            tx,
            rx_bytes,
            tx_bytes,
            rx_drop,
            tx_drop,
            rx_errs,
            tx_errs,
            frame,
            over,
            crc,
            coll,
        ] = counters.basic;
        self.out.push_str(": rx ");
        self.counts(&[
            ("pkts", rx),
            ("bytes", rx_bytes),
            ("drop", rx_drop),
            ("errs", rx_errs),
            ("frame", frame),
            ("over", over),
            ("crc", crc),
        ]);
        self.put(format_args!("\n{INDENT}tx "));
        self.counts(&[
            ("pkts", tx),
            ("bytes", tx_bytes),
            ("drop", tx_drop),
            ("errs", tx_errs),
            ("coll", coll),
        ]);
        self.out.push('\n');
        if let Some(age) = counters.age.filter(|age| age.seconds != u32::MAX) {
            self.put(format_args!("{INDENT}duration="));
            put_duration(&mut self.out, age);
            self.out.push('\n');
        }
        let (rx_sizes, rest) = counters.by_size.split_at(7);
        let (tx_sizes, others) = rest.split_at(7);
        let (multicast, others) = others.split_at(1);
        let (rx_broadcast, others) = others.split_at(1);
        let (tx_broadcast, rx_errors) = others.split_at(1);
        let received = rx_sizes.iter().chain(rx_broadcast).chain(rx_errors).copied();
        self.known_counts("rx rfc2819", RX_SIZES.iter().copied().zip(received));
        let names = RX_SIZES.iter().take(7).chain(&TX_OTHERS).copied();
        self.known_counts(
            "tx rfc2819",
            names.zip(tx_sizes.iter().chain(multicast).chain(tx_broadcast).copied()),
        );
        if !counters.custom.is_empty() {
            self.put(format_args!("{INDENT}CUSTOM Statistics"));
            for (i, (name, count)) in counters
                .custom
                .iter()
                .enumerate()
                .filter(|(_, (name, _))| !name.is_empty())
            {
                if i % 3 == 0 {
                    self.put(format_args!("\n{INDENT}{INDENT}"));
                } else {
                    self.out.push(' ');
                }
                self.put(format_args!("{name}={count},"));
            }
            self.out.push('\n');
        }
    }
}
