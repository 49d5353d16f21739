//! Flow modifications from the wire.

use super::action_decode::decode_instructions;
use super::cursor::Cursor;
use super::legacy_match::{normalize, pull_match};
use super::oxm_decode::{Rules, pull_nxm};
use super::{Command, ErrorCode as E, FlowFlags, FlowMod, Frame, Port, Version};

impl FlowMod {
    /// Reads a flow modification.
    ///
    /// # Errors
    /// The error that ovs-vswitchd answers.
    pub fn decode(frame: &Frame<'_>) -> Result<Self, E> {
        let version = frame.version()?;
        let c = &mut Cursor::new(frame.body());
        let (mut flow, flags) = match (version, frame.is_vendor()) {
            (Version::V1_0, _) | (_, true) => Self::decode_1_0(c, frame.is_vendor())?,
            _ => Self::decode_1_1(c, version)?,
        };
        let ct4 = flow.matches.mask(super::Slot::CtNwSrc) | flow.matches.mask(super::Slot::CtNwDst) != 0;
        let ct6 = flow.matches.mask(super::Slot::CtIpv6Src) | flow.matches.mask(super::Slot::CtIpv6Dst) != 0;
        let eth_type = flow.matches.value(super::Slot::EthType);
        if ct4 && eth_type != 0x0800 || ct6 && eth_type != 0x86dd {
            return Err(E::OFPBAC_MATCH_INCONSISTENT);
        }
        flow.actions = decode_instructions(c.rest(), version)?;
        flow.flags = FlowFlags::from_wire(flags, version)?;
        Ok(flow)
    }

    /// Reads a flow modification, and checks that its actions suit its match, as ovs-vswitchd does.
    ///
    /// # Errors
    /// The error that ovs-vswitchd answers.
    pub fn decode_checked(frame: &Frame<'_>) -> Result<Self, E> {
        let mut flow = Self::decode(frame)?;
        if flow.flags.has(FlowFlags::EMERGENCY) {
            let timed = flow.hard_timeout != 0 || flow.idle_timeout != 0;
            return Err(if timed {
                E::OFPFMFC_BAD_EMERG_TIMEOUT
            } else {
                E::OFPFMFC_TABLE_FULL
            });
        }
        flow.check(frame.version()?)?;
        Ok(flow)
    }

    /// The flow without its actions and flags, which Open vSwitch looks at in this order, and the flags.
    fn decode_1_1(c: &mut Cursor<'_>, version: Version) -> Result<(Self, u16), E> {
        let short = E::OFPBRC_BAD_LEN;
        let cookie = c.u64(short)?;
        let cookie_mask = c.u64(short)?;
        let table = c.u8(short)?;
        let command = c.u8(short)?;
        let idle_timeout = c.u16(short)?;
        let hard_timeout = c.u16(short)?;
        let priority = c.u16(short)?;
        let buffer = c.u32(short)?;
        let out_port = c.u32(short)?;
        let out_group = c.u32(short)?;
        let flags = c.u16(short)?;
        let importance = c.u16(short)?;
        let matches = pull_match(c, version, Rules::STRICT)?;
        let deletes = command == 3 || command == 4;
        if table == 255 && (version == Version::V1_1 || !deletes) {
            return Err(E::OFPFMFC_BAD_TABLE_ID);
        }
        let out_port = Port::from_wire32(out_port)?;
        let command = Command::from_wire(command).ok_or(E::OFPFMFC_BAD_COMMAND)?;
        let modify_1_1 =
            version == Version::V1_1 && matches!(command, Command::Modify | Command::ModifyStrict);
        let is_new = command == Command::Add || modify_1_1 && cookie_mask == 0;
        let flow = Self {
            command,
            table,
            priority,
            matches,
            actions: Vec::new(),
            new_cookie: if is_new { cookie } else { u64::MAX },
            modify_cookie: false,
            cookie: if is_new { 0 } else { cookie },
            cookie_mask,
            idle_timeout,
            hard_timeout,
            importance: if version >= Version::V1_4 { importance } else { 0 },
            buffer,
            out_port,
            out_group,
            flags: FlowFlags::default(),
        };
        Ok((flow, flags))
    }

    fn decode_1_0(c: &mut Cursor<'_>, nicira: bool) -> Result<(Self, u16), E> {
        let short = E::OFPBRC_BAD_LEN;
        let mut flow = Self::new(Command::Add);
        let mut wildcards = None;
        if !nicira {
            wildcards = Some(c.clone().u32(short)?);
            flow.matches = pull_match(c, Version::V1_0, Rules::STRICT)?;
            normalize(&mut flow.matches);
        }
        flow.new_cookie = c.u64(short)?;
        let command = c.u16(short)?;
        flow.idle_timeout = c.u16(short)?;
        flow.hard_timeout = c.u16(short)?;
        flow.priority = c.u16(short)?;
        flow.buffer = c.u32(short)?;
        flow.out_port = Port(c.u16(short)?);
        let flags = c.u16(short)?;
        // A flow of OpenFlow 1.0 without wildcards has the highest priority whatever it says.
        if wildcards.is_some_and(|wildcards| wildcards & 0x3f_ffff == 0) {
            flow.priority = u16::MAX;
        }
        let [table, command] = command.to_be_bytes();
        if nicira {
            let length = c.u16(short)?;
            c.take(6, short)?;
            let decoded = pull_nxm(
                c,
                length,
                Rules {
                    cookie: true,
                    ..Rules::STRICT
                },
            )?;
            flow.matches = decoded.matches;
            (flow.cookie, flow.cookie_mask) = decoded.cookie.unwrap_or((0, 0));
            if command == 0 && flow.cookie_mask != 0 {
                return Err(E::NXBRC_NXM_INVALID);
            }
        }
        flow.modify_cookie = flow.new_cookie != u64::MAX;
        flow.table = table;
        flow.command = Command::from_wire(command).ok_or(E::OFPFMFC_BAD_COMMAND)?;
        Ok((flow, flags))
    }
}
