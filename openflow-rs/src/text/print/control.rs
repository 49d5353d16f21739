//! Hello, errors, echo, roles, bundles and the small messages of Nicira.

use super::{Printer, print_message};
use crate::wire::{
    BundleAdd, BundleControl, Cursor, ErrorCode as E, ErrorMessage, Frame, Hello, Kind, Role, RoleMessage,
};

fn bundle_flag(bit: u32) -> Option<&'static str> {
    match bit {
        1 => Some("atomic"),
        2 => Some("ordered"),
        _ => None,
    }
}

impl Printer<'_> {
    pub(super) fn hello(&mut self, frame: &Frame<'_>) -> Result<(), E> {
        let hello = Hello::decode(frame);
        self.out.push_str("\n version bitmap: ");
        let versions: Vec<String> = (0..32)
            .filter(|bit| hello.versions >> bit & 1 == 1)
            .map(|bit| format!("0x{bit:02x}"))
            .collect();
        self.out.push_str(&versions.join(", "));
        if !hello.understood {
            self.out.push_str("\n unknown data in hello:\n");
            self.hex_dump(frame.bytes(), true);
        }
        Ok(())
    }

    pub(super) fn error(&mut self, frame: &Frame<'_>) -> Result<(), E> {
        let error = ErrorMessage::decode(frame).map_err(|_| E::OFPBRC_BAD_LEN)?;
        let code = error.code.ok_or(E::OFPBRC_BAD_LEN)?;
        self.put(format_args!(" {code}\n"));
        if code == E::OFPHFC_INCOMPATIBLE || code == E::OFPHFC_EPERM {
            for byte in error.about {
                match byte {
                    b'\\' | b'"' | 0..=0x1f | 0x7f.. => self.put(format_args!("\\{byte:03o}")),
                    byte => self.out.push(char::from(*byte)),
                }
            }
        } else {
            let about = print_message(error.about, 1, self.names);
            self.out.push_str(&about);
        }
        Ok(())
    }

    pub(super) fn echo(&mut self, frame: &Frame<'_>) -> Result<(), E> {
        self.put(format_args!(" {} bytes of payload\n", frame.body().len()));
        if self.verbosity > 1 {
            self.hex_dump(frame.body(), true);
        }
        Ok(())
    }

    fn role_name(&mut self, role: Role, generation: Option<u64>) {
        self.put(format_args!(" role={}", role.name()));
        if let Some(generation) = generation.filter(|generation| *generation != u64::MAX) {
            self.put(format_args!(" generation_id={generation}"));
        }
    }

    pub(super) fn role(&mut self, frame: &Frame<'_>) -> Result<(), E> {
        let message = RoleMessage::decode(frame)?;
        self.role_name(message.role, message.generation);
        Ok(())
    }

    pub(super) fn role_status(&mut self, frame: &Frame<'_>) -> Result<(), E> {
        let short = E::OFPBRC_BAD_LEN;
        let c = &mut Cursor::new(frame.body());
        let role = Role::from_wire(c.u32(short)?)?;
        let reason = c.u8(short)?;
        c.take(3, short)?;
        self.role_name(role, Some(c.u64(short)?));
        self.out.push_str(match reason {
            0 => " reason=primary_request",
            1 => " reason=configuration_changed",
            2 => " reason=experimenter_data_changed",
            _ => " reason=(unknown)",
        });
        Ok(())
    }

    pub(super) fn bundle_control(&mut self, frame: &Frame<'_>) -> Result<(), E> {
        let control = BundleControl::decode(frame)?;
        let steps = ["OPEN", "CLOSE", "COMMIT", "DISCARD"];
        self.out.push_str("\n bundle_id=");
        crate::text::field_format::put_alternate_hex(&mut self.out, u128::from(control.id));
        self.out.push_str(" type=");
        if let Some(step) = steps.get(usize::from(control.step / 2)) {
            self.put(format_args!(
                "{step}_{}",
                if control.step % 2 == 0 { "REQUEST" } else { "REPLY" }
            ));
        }
        self.out.push_str(" flags=");
        self.bit_names(u32::from(control.flags), bundle_flag, ' ');
        Ok(())
    }

    pub(super) fn bundle_add(&mut self, frame: &Frame<'_>) -> Result<(), E> {
        let add = BundleAdd::decode(frame)?;
        self.out.push_str("\n bundle_id=");
        crate::text::field_format::put_alternate_hex(&mut self.out, u128::from(add.id));
        self.out.push_str(" flags=");
        self.bit_names(u32::from(add.flags), bundle_flag, ' ');
        self.out.push('\n');
        let inner = print_message(add.message, self.verbosity, self.names);
        self.out.push_str(&inner);
        Ok(())
    }

    pub(super) fn request_forward(&mut self, frame: &Frame<'_>) -> Result<(), E> {
        let short = E::OFPBFC_MSG_BAD_LEN;
        let body = frame.body();
        let length = usize::from(Cursor::new(body.get(2..).unwrap_or_default()).u16(short)?);
        let inner = body.get(..length).filter(|_| length >= 8).ok_or(short)?;
        if inner.first() != frame.bytes().first() {
            return Err(E::OFPBRC_BAD_VERSION);
        }
        let inner = Frame::parse(inner)?;
        match inner.kind() {
            Kind::GroupMod => {
                let change = crate::wire::GroupMod::decode(&inner)?;
                self.out.push_str(" reason=group_mod");
                self.group_change(&change, inner.version()?);
                Ok(())
            }
            Kind::MeterMod => {
                let change = crate::wire::MeterMod::decode(&inner)?;
                self.out.push_str(" reason=meter_mod");
                self.meter_change(&change);
                Ok(())
            }
            _ => Err(E::OFPBFC_MSG_UNSUP),
        }
    }

    /// A number of `bytes` bytes after a word.
    pub(super) fn number_after(&mut self, frame: &Frame<'_>, word: &str, bytes: usize) -> Result<(), E> {
        let number = frame.body().get(..bytes).ok_or(E::OFPBRC_BAD_LEN)?;
        let number = number.iter().fold(0u64, |n, byte| n << 8 | u64::from(*byte));
        self.put(format_args!("{word}{number}"));
        Ok(())
    }

    pub(super) fn controller_id(&mut self, frame: &Frame<'_>) -> Result<(), E> {
        let c = &mut Cursor::new(frame.body());
        c.take(6, E::OFPBRC_BAD_LEN)?;
        let id = c.u16(E::OFPBRC_BAD_LEN)?;
        self.put(format_args!(" id={id}"));
        Ok(())
    }

    pub(super) fn flow_format(&mut self, frame: &Frame<'_>) -> Result<(), E> {
        let format = match Cursor::new(frame.body()).u32(E::OFPBRC_BAD_LEN)? {
            0 => "openflow10",
            2 => "nxm",
            _ => "(unknown)",
        };
        self.put(format_args!(" format={format}"));
        Ok(())
    }

    pub(super) fn flow_mod_table_id(&mut self, frame: &Frame<'_>) -> Result<(), E> {
        let enabled = frame.body().first().is_some_and(|byte| *byte != 0);
        self.out.push_str(if enabled { " enable" } else { " disable" });
        Ok(())
    }

    pub(super) fn packet_in_format(&mut self, frame: &Frame<'_>) -> Result<(), E> {
        let format = match Cursor::new(frame.body()).u32(E::OFPBRC_BAD_LEN)? {
            0 => "standard",
            1 => "nxt_packet_in",
            2 => "nxt_packet_in2",
            _ => return Err(E::OFPBRC_EPERM),
        };
        self.put(format_args!(" format={format}"));
        Ok(())
    }

    pub(super) fn ct_flush_zone(&mut self, frame: &Frame<'_>) -> Result<(), E> {
        let c = &mut Cursor::new(frame.body());
        c.take(6, E::OFPBRC_BAD_LEN)?;
        let zone = c.u16(E::OFPBRC_BAD_LEN)?;
        self.put(format_args!(" zone_id={zone}"));
        Ok(())
    }

    pub(super) fn tlv_table_mod(&mut self, frame: &Frame<'_>) -> Result<(), E> {
        let short = E::OFPBRC_BAD_LEN;
        let c = &mut Cursor::new(frame.body());
        let command = c.u16(short)?;
        c.take(6, short)?;
        let name = ["ADD", "DEL", "CLEAR"]
            .get(usize::from(command))
            .ok_or(E::NXTTMFC_BAD_COMMAND)?;
        let maps = tlv_maps(c, 64)?;
        self.put(format_args!("\n {name}"));
        if command != 2 {
            self.tlv_table(&maps);
        }
        Ok(())
    }

    pub(super) fn tlv_table_reply(&mut self, frame: &Frame<'_>) -> Result<(), E> {
        let short = E::OFPBRC_BAD_LEN;
        let c = &mut Cursor::new(frame.body());
        let space = c.u32(short)?;
        let fields = c.u16(short)?;
        c.take(10, short)?;
        let maps = tlv_maps(c, fields)?;
        let used: u32 = maps.iter().map(|map| u32::from(map.2)).sum();
        self.put(format_args!("\n max option space={space} max fields={fields}\n"));
        self.put(format_args!(" allocated option space={used}\n\n"));
        self.tlv_table(&maps);
        Ok(())
    }

    fn tlv_table(&mut self, maps: &[(u16, u8, u8, u16)]) {
        self.out
            .push_str(" mapping table:\n  class  type  length  match field\n");
        self.out.push_str(" ------  ----  ------  --------------");
        let hex = |n: u16| if n == 0 { "0".to_owned() } else { format!("{n:#x}") };
        for (class, kind, length, index) in maps {
            let (class, kind) = (hex(*class), hex(u16::from(*kind)));
            self.put(format_args!(
                "\n {class:>6}  {kind:>4}  {length:>6}  tun_metadata{index}"
            ));
        }
    }
}

/// Class, type, length and field of each mapping.
fn tlv_maps(c: &mut Cursor<'_>, fields: u16) -> Result<Vec<(u16, u8, u8, u16)>, E> {
    let short = E::OFPBRC_BAD_LEN;
    let mut maps = Vec::new();
    while !c.is_empty() {
        let (class, kind, length, index) = (c.u16(short)?, c.u8(short)?, c.u8(short)?, c.u16(short)?);
        c.take(2, short)?;
        if length % 4 != 0 || length > 124 {
            return Err(E::NXTTMFC_BAD_OPT_LEN);
        }
        if index >= fields {
            return Err(E::NXTTMFC_BAD_FIELD_IDX);
        }
        maps.push((class, kind, length, index));
    }
    Ok(maps)
}
