//! Flow monitors.

use super::Printer;
use crate::wire::{
    APPLY, Cursor, ErrorCode as E, FlowMod, Frame, METER, Match, Port, Rules, Version, decode_entries,
    decode_instructions, decode_list, pull_match,
};

/// The flags of Nicira's requests as the standard ones.
fn standard_flags(flags: u16) -> u16 {
    let pairs = [(1, 1), (2, 2), (4, 4), (8, 8), (16, 16), (32, 64)];
    pairs
        .iter()
        .filter(|(nicira, _)| flags & nicira != 0)
        .fold(0, |all, (_, standard)| all | standard)
}

fn flag_name(bit: u32) -> Option<&'static str> {
    match bit {
        1 => Some("initial"),
        2 => Some("add"),
        4 => Some("delete"),
        8 => Some("modify"),
        16 => Some("actions"),
        32 => Some("no-abbrev"),
        64 => Some("own"),
        _ => None,
    }
}

struct Request {
    id: u32,
    flags: u16,
    out_port: Port,
    out_group: u32,
    table: u8,
    matches: Match,
}

fn pull_nxm(c: &mut Cursor<'_>, length: usize) -> Result<Match, E> {
    let bytes = c.take(length.next_multiple_of(8), E::OFPBMC_BAD_LEN)?;
    Ok(decode_entries(bytes.get(..length).ok_or(E::OFPBMC_BAD_LEN)?, Rules::STRICT)?.matches)
}

impl Printer<'_> {
    pub(super) fn monitor_request(&mut self, frame: &Frame<'_>) -> Result<(), E> {
        let short = E::OFPBRC_BAD_LEN;
        let version = frame.version()?;
        let c = &mut Cursor::new(frame.body());
        while !c.is_empty() {
            let id = c.u32(short)?;
            let mut request = Request {
                id,
                flags: 0,
                out_port: Port::ANY,
                out_group: u32::MAX,
                table: 255,
                matches: Match::new(),
            };
            if version >= Version::V1_4 {
                let out_port = c.u32(short)?;
                request.out_group = c.u32(short)?;
                request.flags = c.u16(short)?;
                request.table = c.u8(short)?;
                let command = c.u8(short)?;
                if command == 2 {
                    pull_match(c, version, Rules::STRICT)?;
                    self.put(format_args!("\n id={id} command=delete"));
                    continue;
                }
                if request.flags & 0xe == 0 || request.flags & !0x5f != 0 {
                    return Err(E::OFPMOFC_BAD_FLAGS);
                }
                request.out_port = Port::from_wire32(out_port)?;
                request.matches = pull_match(c, version, Rules::STRICT)?;
            } else {
                let flags = c.u16(short)?;
                if flags & 0xe == 0 || flags & !0x3f != 0 {
                    return Err(E::OFPMOFC_BAD_FLAGS);
                }
                request.flags = standard_flags(flags);
                if frame.is_nicira() {
                    request.out_port = Port(c.u16(short)?);
                    let length = usize::from(c.u16(short)?);
                    request.table = c.u8(short)?;
                    if c.take(5, short)?.iter().any(|byte| *byte != 0) {
                        return Err(E::NXBRC_MUST_BE_ZERO);
                    }
                    request.matches = pull_nxm(c, length)?;
                } else {
                    c.u16(short)?;
                    let out_port = c.u32(short)?;
                    request.table = c.u8(short)?;
                    if c.take(3, short)?.iter().any(|byte| *byte != 0) {
                        return Err(E::NXBRC_MUST_BE_ZERO);
                    }
                    request.out_port = Port::from_wire32(out_port)?;
                    request.matches = pull_match(c, version, Rules::STRICT)?;
                }
            }
            self.monitor(&request);
        }
        Ok(())
    }

    fn monitor(&mut self, request: &Request) {
        self.put(format_args!("\n id={} flags=", request.id));
        self.bit_names(u32::from(request.flags), flag_name, ',');
        if request.out_port != Port::ANY {
            self.out.push_str(" out_port=");
            self.port(request.out_port);
        }
        if request.out_group != 0 && request.out_group != u32::MAX {
            self.put(format_args!(
                " out_group={}",
                i32::from_be_bytes(request.out_group.to_be_bytes())
            ));
        }
        if request.table != 255 {
            self.out.push_str(" table=");
            self.table(request.table);
        }
        self.out.push(' ');
        self.matches(&request.matches, FlowMod::DEFAULT_PRIORITY);
        self.chomp(' ');
    }

    pub(super) fn monitor_reply(&mut self, frame: &Frame<'_>) -> Result<(), E> {
        let short = E::OFPBRC_BAD_LEN;
        let c = &mut Cursor::new(frame.body());
        while !c.is_empty() {
            let length = usize::from(c.clone().u16(short)?);
            if length % 8 != 0 || length < 8 {
                return Err(short);
            }
            let entry = c.take(length, short)?;
            self.flow_update(frame, entry.get(2..).ok_or(short)?)?;
        }
        Ok(())
    }

    fn flow_update(&mut self, frame: &Frame<'_>, entry: &[u8]) -> Result<(), E> {
        let short = E::OFPBRC_BAD_LEN;
        let version = frame.version()?;
        let c = &mut Cursor::new(entry);
        let event = c.u16(short)?;
        // Nicira's events lack "initial" and have no pause among them.
        let event = match (frame.is_vendor(), event) {
            (true, 0..=2) => event + 1,
            (true, 3) => 4,
            (true, _) => return Err(E::NXBRC_FM_BAD_EVENT),
            (false, event) => event,
        };
        match event {
            4 if entry.len() != 6 => return Err(short),
            4 => {
                let xid = c.u32(short)?;
                self.put(format_args!("\n event=ABBREV xid=0x{xid:x}"));
                return Ok(());
            }
            5 | 6 if entry.len() != 6 => return Err(short),
            5 | 6 => {
                self.out.push_str(if event == 5 {
                    "\n event=PAUSED"
                } else {
                    "\n event=RESUMED"
                });
                return Ok(());
            }
            0..=3 => {}
            _ => return Err(E::NXBRC_FM_BAD_EVENT),
        }
        let reason;
        let (table, idle, hard, cookie);
        let (matches, actions);
        if frame.is_vendor() {
            reason = c.u16(short)?;
            c.u16(short)?; // priority, which is not printed
            idle = c.u16(short)?;
            hard = c.u16(short)?;
            let length = usize::from(c.u16(short)?);
            table = c.u8(short)?;
            c.u8(short)?;
            cookie = c.u64(short)?;
            // Open vSwitch looks at it even where another match follows.
            if length.next_multiple_of(8) > c.len() {
                return Err(short);
            }
            if frame.is_nicira() {
                matches = pull_nxm(c, length)?;
                actions = decode_list(c.rest(), version, APPLY | METER, None, 0)?;
            } else {
                matches = pull_match(c, version, Rules::STRICT)?;
                actions = decode_instructions(c.rest(), version)?;
            }
        } else {
            table = c.u8(short)?;
            reason = u16::from(c.u8(short)?);
            idle = c.u16(short)?;
            hard = c.u16(short)?;
            c.u16(short)?;
            c.u32(short)?;
            cookie = c.u64(short)?;
            matches = pull_match(c, version, Rules::STRICT)?;
            actions = decode_instructions(c.rest(), version)?;
        }
        self.out.push_str("\n event=");
        match event {
            0 => self.out.push_str("INITIAL"),
            1 => self.out.push_str("ADDED"),
            2 => {
                self.out.push_str("DELETED reason=");
                self.removed_reason(reason);
            }
            _ => self.out.push_str("MODIFIED"),
        }
        self.out.push_str(" table=");
        self.table(table);
        for (name, seconds) in [("idle_timeout", idle), ("hard_timeout", hard)] {
            if seconds != 0 {
                self.put(format_args!(" {name}={seconds}"));
            }
        }
        self.out.push_str(" cookie=");
        crate::text::field_format::put_alternate_hex(&mut self.out, u128::from(cookie));
        self.out.push(' ');
        self.matches(&matches, FlowMod::DEFAULT_PRIORITY);
        if !actions.is_empty() {
            if !self.out.ends_with(' ') {
                self.out.push(' ');
            }
            self.out.push_str("actions=");
            self.actions(&actions);
        }
        Ok(())
    }
}
