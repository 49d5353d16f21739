//! Tables: changes, events, descriptions, counters.

use super::switch::known_actions;
use super::table_features::{Ditto, Fields, Instructions, TableFeatures, TableStats};
use super::{Printer, pull_typed, text_of};
use crate::wire::{Cursor, ErrorCode as E, Field, Frame, Version};

/// Eviction and vacancy events: not said, on or off.
fn switches(config: u32, version: Version) -> [u32; 2] {
    if version < Version::V1_4 {
        return [0; 2];
    }
    [2, 3].map(|bit| if config >> bit & 1 == 1 { 1 } else { 2 })
}

fn switch_name(switch: u32) -> &'static str {
    match switch {
        0 => "default",
        1 => "on",
        2 => "off",
        _ => "***error***",
    }
}

/// What happens to packets that no flow of the table takes.
pub(super) fn miss_name(config: u32, version: Version) -> Option<&'static str> {
    if version != Version::V1_1 && version != Version::V1_2 {
        return None;
    }
    Some(match config & 3 {
        1 => "continue",
        2 => "drop",
        _ => "controller",
    })
}

fn eviction_name(bit: u32) -> Option<&'static str> {
    ["OTHER", "IMPORTANCE", "LIFETIME"]
        .get(bit.trailing_zeros() as usize)
        .copied()
}

/// Down, up and now, in percent.
fn vacancy(payload: &[u8]) -> Result<[u8; 3], E> {
    match payload {
        [down, up, now, _] => Ok([*down, *up, *now]),
        _ => Err(E::OFPBPC_BAD_LEN),
    }
}

fn word(payload: &[u8]) -> Result<u32, E> {
    Ok(u32::from_be_bytes(
        payload.try_into().map_err(|_| E::OFPBPC_BAD_LEN)?,
    ))
}

struct Description {
    table: u8,
    switches: [u32; 2],
    eviction: u32,
    vacancy: [u8; 3],
}

impl Description {
    fn pull(c: &mut Cursor<'_>, version: Version) -> Result<Self, E> {
        let short = E::OFPBRC_BAD_LEN;
        let head = &mut Cursor::new(c.take(8, short)?);
        let length = usize::from(head.u16(short)?);
        let (table, _, config) = (head.u8(short)?, head.u8(short)?, head.u32(short)?);
        let properties = &mut Cursor::new(c.take(length.checked_sub(8).ok_or(short)?, short)?);
        let mut description = Self {
            table,
            switches: switches(config, version),
            eviction: u32::MAX,
            vacancy: [0; 3],
        };
        while !properties.is_empty() {
            let (kind, payload) = pull_typed(properties, 0xffff)?;
            match kind {
                2 => description.eviction = word(payload)?,
                3 => description.vacancy = vacancy(payload)?,
                _ => {}
            }
        }
        Ok(description)
    }
}

const WILDCARDS_10: [(u32, &str); 12] = [
    (1, "in_port"),
    (2, "vlan_vid"),
    (4, "eth_src"),
    (8, "eth_dst"),
    (1 << 4, "eth_type"),
    (1 << 5, "nw_proto"),
    (1 << 6, "tcp_src"),
    (1 << 7, "tcp_dst"),
    (0x3f << 8, "ip_src"),
    (0x3f << 14, "ip_dst"),
    (1 << 20, "vlan_pcp"),
    (1 << 21, "nw_tos"),
];
const FIELDS_11: [(u32, &str); 15] = [
    (1, "in_port"),
    (2, "vlan_vid"),
    (4, "vlan_pcp"),
    (8, "eth_type"),
    (1 << 4, "nw_tos"),
    (1 << 5, "nw_proto"),
    (1 << 6, "tcp_src"),
    (1 << 7, "tcp_dst"),
    (1 << 8, "mpls_label"),
    (1 << 9, "mpls_tc"),
    (1 << 11, "eth_src"),
    (1 << 12, "eth_dst"),
    (1 << 13, "ip_src"),
    (1 << 14, "ip_dst"),
    (1 << 15, "metadata"),
];

fn named_fields(bits: u32, names: &[(u32, &str)]) -> Fields {
    let set = names.iter().filter(|(bit, _)| bits & bit != 0);
    set.filter_map(|(_, name)| Field::from_name(name))
        .map(|field| field.id)
        .collect()
}

/// The fields of OpenFlow's own class, by their numbers there.
fn basic_fields(bits: u64) -> Fields {
    let known = Field::all().iter().filter(|field| {
        let header = field.header(Some(Version::V1_2));
        header.is_some_and(|header| {
            header.class == 0x8000 && header.field < 64 && bits >> header.field & 1 == 1
        })
    });
    known.map(|field| field.id).collect()
}

/// The numbers of instructions from the bits of OpenFlow 1.1.
fn instructions(bits: u32) -> u8 {
    (0..32)
        .filter(|n| bits >> n & 1 == 1)
        .filter_map(Instructions::bit)
        .fold(0, |all, bit| all | bit)
}

/// What a switch says about one of its tables.
fn pull_stats(c: &mut Cursor<'_>, version: Version) -> Result<(TableFeatures, TableStats), E> {
    let short = E::OFPBRC_BAD_LEN;
    let mut features = TableFeatures::default();
    let mut stats = TableStats::default();
    let base = match version {
        Version::V1_0 => 64,
        Version::V1_1 => 88,
        Version::V1_2 => 128,
        _ => 24,
    };
    let c = &mut Cursor::new(c.take(base, short)?);
    features.table = c.u8(short)?;
    c.take(
        if version == Version::V1_0 || version >= Version::V1_3 {
            3
        } else {
            7
        },
        short,
    )?;
    if version < Version::V1_3 {
        features.name = text_of(c.take(32, short)?, 31);
    }
    match version {
        Version::V1_0 => {
            features.matched = named_fields(c.u32(short)?, &WILDCARDS_10);
            features.wildcard = features.matched.clone();
            features.max_entries = c.u32(short)?;
        }
        Version::V1_1 => {
            features.wildcard = named_fields(c.u32(short)?, &FIELDS_11);
            features.matched = named_fields(c.u32(short)?, &FIELDS_11);
            features.hit.instructions = instructions(c.u32(short)?);
            // Open vSwitch takes the written actions for the applied ones too.
            features.hit.write.actions = known_actions(c.u32(short)?, version);
            features.hit.apply.actions = features.hit.write.actions;
            c.u32(short)?;
        }
        Version::V1_2 => {
            features.matched = basic_fields(c.u64(short)?);
            features.wildcard = basic_fields(c.u64(short)?);
            features.hit.write.actions = known_actions(c.u32(short)?, version);
            features.hit.apply.actions = known_actions(c.u32(short)?, version);
            features.hit.write.set_fields = basic_fields(c.u64(short)?);
            features.hit.apply.set_fields = basic_fields(c.u64(short)?);
            features.metadata = [c.u64(short)?, c.u64(short)?];
            features.hit.instructions = instructions(c.u32(short)?);
        }
        _ => {}
    }
    if version == Version::V1_1 || version == Version::V1_2 {
        features.miss_config = miss_name(c.u32(short)?, version);
        features.max_entries = c.u32(short)?;
        features.miss = features.hit.clone();
    }
    features.matched.extend(features.wildcard.clone());
    stats.active = c.u32(short)?;
    (stats.lookups, stats.matches) = (c.u64(short)?, c.u64(short)?);
    Ok((features, stats))
}

impl Printer<'_> {
    pub(super) fn table_mod(&mut self, frame: &Frame<'_>) -> Result<(), E> {
        let short = E::OFPBRC_BAD_LEN;
        let c = &mut Cursor::new(frame.body());
        let version = frame.version()?;
        let table = c.u8(short)?;
        c.take(3, short)?;
        let config = c.u32(short)?;
        let [mut eviction, vacancy_events] = switches(config, version);
        let mut thresholds = [0; 3];
        while version >= Version::V1_4 && !c.is_empty() {
            let (kind, payload) = pull_typed(c, 0xffff)?;
            match kind {
                // Open vSwitch prints these flags as if they were the switch itself.
                2 => eviction = word(payload)?,
                3 => {
                    thresholds = vacancy(payload)?;
                    let [down, up, now] = thresholds;
                    if down > up || up > 100 || now != 0 {
                        return Err(E::OFPBPC_BAD_VALUE);
                    }
                }
                _ => return Err(E::OFPBRC_BAD_TYPE),
            }
        }
        if table == 255 {
            self.out.push_str(" table_id: ALL_TABLES");
        } else {
            self.out.push_str(" table_id=");
            self.table(table);
        }
        if let Some(miss) = miss_name(config, version) {
            self.put(format_args!(", flow_miss_config={miss}"));
        }
        if eviction != 0 {
            self.put(format_args!(", eviction={}", switch_name(eviction)));
        }
        if vacancy_events != 0 {
            self.put(format_args!(", vacancy={}", switch_name(vacancy_events)));
            if vacancy_events == 1 {
                let [down, up, _] = thresholds;
                self.put(format_args!(" vacancy:{down},{up}"));
            }
        }
        Ok(())
    }

    fn table_description(&mut self, description: &Description) {
        self.out.push_str("\n  table ");
        self.table(description.table);
        let [eviction, vacancy] = description.switches;
        self.put(format_args!(
            ":\n   eviction={} eviction_flags=",
            switch_name(eviction)
        ));
        match description.eviction {
            u32::MAX => self.out.push_str("(default)"),
            flags => self.bit_names(flags, eviction_name, '|'),
        }
        self.put(format_args!("\n   vacancy={}", switch_name(vacancy)));
        if vacancy == 1 {
            let [down, up, now] = description.vacancy;
            self.put(format_args!(
                " vacancy_down={down}% vacancy_up={up}% vacancy={now}%"
            ));
        }
        self.out.push('\n');
    }

    pub(super) fn table_status(&mut self, frame: &Frame<'_>) -> Result<(), E> {
        let c = &mut Cursor::new(frame.body());
        let reason = match c.u8(E::OFPBRC_BAD_LEN)? {
            3 => "DOWN",
            4 => "UP",
            _ => return Err(E::OFPBPC_BAD_VALUE),
        };
        c.take(7, E::OFPBRC_BAD_LEN)?;
        let description = Description::pull(c, frame.version()?)?;
        self.put(format_args!(" reason=VACANCY_{reason}\ntable_desc:-"));
        self.table_description(&description);
        Ok(())
    }

    pub(super) fn table_descriptions(&mut self, frame: &Frame<'_>) -> Result<(), E> {
        let c = &mut Cursor::new(frame.body());
        while !c.is_empty() {
            let description = Description::pull(c, frame.version()?)?;
            self.table_description(&description);
        }
        Ok(())
    }

    pub(super) fn table_reply(&mut self, frame: &Frame<'_>) -> Result<(), E> {
        let c = &mut Cursor::new(frame.body());
        let version = frame.version()?;
        let mut ditto = Ditto::default();
        let mut previous = None;
        let mut result = Ok(());
        while !c.is_empty() {
            let (features, stats) = match pull_stats(c, version) {
                Ok(pulled) => pulled,
                Err(code) => {
                    result = Err(code);
                    break;
                }
            };
            let stats = Some(stats);
            self.features_of_table(&features, &stats, previous.as_ref(), &mut ditto);
            previous = Some((features, stats));
        }
        self.finish_dittos(&mut ditto);
        result
    }
}
