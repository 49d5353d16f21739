//! Groups and meters.

use super::Printer;
use crate::text::action_format::put_actions;
use crate::text::field_format::{put_alternate_hex, put_value};
use crate::wire::{
    Age, Cursor, ErrorCode as E, Frame, Group, GroupMod, Kind, Meter, MeterMod, Port, SelectionMethod,
    Version, pull_bands,
};

impl Printer<'_> {
    fn group_number(&mut self, id: u32) {
        match id {
            0xffff_fffc => self.out.push_str("ALL"),
            u32::MAX => self.out.push_str("ANY"),
            id => self.put(format_args!("{id}")),
        }
    }

    pub(super) fn group_request(&mut self, frame: &Frame<'_>) -> Result<(), E> {
        self.out.push_str(" group_id=");
        let old = frame.kind() == Kind::GroupDescRequest
            && frame.version()? < Version::V1_5
            && frame.body().is_empty();
        let id = if old {
            0xffff_fffc
        } else {
            Cursor::new(frame.body()).u32(E::OFPBRC_BAD_LEN)?
        };
        self.group_number(id);
        Ok(())
    }

    pub(super) fn group_mod(&mut self, frame: &Frame<'_>) -> Result<(), E> {
        let change = GroupMod::decode(frame)?;
        self.group_change(&change, frame.version()?);
        Ok(())
    }

    pub(super) fn group_change(&mut self, change: &GroupMod, version: Version) {
        let (name, of_bucket) = match change.command {
            0 => ("ADD", false),
            1 => ("MOD", false),
            2 => ("DEL", false),
            3 => ("INSERT_BUCKET", true),
            5 => ("REMOVE_BUCKET", true),
            _ => ("ADD_OR_MOD", false),
        };
        self.put(format_args!("\n {name} "));
        if of_bucket {
            self.bucket_number("command_bucket_id:", change.command_bucket, version);
        }
        self.group(&change.group, version, of_bucket);
    }

    fn bucket_number(&mut self, label: &str, id: u32, version: Version) {
        if version > Version::V1_0 && version < Version::V1_5 {
            return;
        }
        self.out.push_str(label);
        match id {
            0xffff_fffd => self.out.push_str("first"),
            0xffff_fffe => self.out.push_str("last"),
            u32::MAX => self.out.push_str("all"),
            id => self.put(format_args!("{id}")),
        }
        self.out.push(',');
    }

    fn group(&mut self, group: &Group, version: Version, without_type: bool) {
        self.put(format_args!("group_id={}", group.id));
        if !without_type {
            let kind = ["all", "select", "indirect", "ff"]
                .get(usize::from(group.kind))
                .copied()
                .unwrap_or("unknown");
            self.put(format_args!(",type={kind}"));
        }
        self.selection(&group.selection);
        self.out.push(',');
        for bucket in &group.buckets {
            self.out.push_str("bucket=");
            self.bucket_number("bucket_id:", bucket.id, version);
            if bucket.weight != u16::from(group.kind == 1) {
                self.put(format_args!("weight:{},", bucket.weight));
            }
            if bucket.watch_port != Port::ANY {
                self.out.push_str("watch_port:");
                self.port(bucket.watch_port);
                self.out.push(',');
            }
            if bucket.watch_group != u32::MAX {
                self.put(format_args!("watch_group:{},", bucket.watch_group));
            }
            self.out.push_str("actions=");
            put_actions(&mut self.out, &bucket.actions, self.names);
            self.out.push(',');
        }
        self.chomp(',');
    }

    fn selection(&mut self, selection: &SelectionMethod) {
        if selection.name.is_empty() {
            return;
        }
        self.put(format_args!(",selection_method={}", selection.name));
        if selection.parameter != 0 {
            self.put(format_args!(",selection_method_param={}", selection.parameter));
        }
        if selection.fields.is_empty() {
            return;
        }
        let several = selection.fields.len() > 1;
        self.out.push_str(if several { ",fields(" } else { ",fields=" });
        for (field, mask) in &selection.fields {
            self.out.push_str(field.name);
            if !mask.is_all_ones(field.bytes) {
                self.out.push('=');
                put_value(&mut self.out, field, mask, None, self.names);
            }
            self.out.push(',');
        }
        self.chomp(',');
        if several {
            self.out.push(')');
        }
    }

    pub(super) fn group_descriptions(&mut self, frame: &Frame<'_>) -> Result<(), E> {
        let version = frame.version()?;
        Group::each_description(frame, |group| {
            self.out.push_str("\n ");
            self.group(&group, version, false);
        })
    }

    pub(super) fn group_reply(&mut self, frame: &Frame<'_>) -> Result<(), E> {
        let result = self.group_stats(frame);
        if result.is_err() {
            self.out.push_str(" ***parse error***");
        }
        result
    }

    fn group_stats(&mut self, frame: &Frame<'_>) -> Result<(), E> {
        let short = E::OFPBRC_BAD_LEN;
        let c = &mut Cursor::new(frame.body());
        let timed = frame.is_vendor() || frame.version()? >= Version::V1_3;
        let base = if timed { 40 } else { 32 };
        while !c.is_empty() {
            let length = usize::from(c.u16(short)?);
            c.take(2, short)?;
            let (id, references) = (c.u32(short)?, c.u32(short)?);
            c.take(4, short)?;
            let (packets, bytes) = (c.u64(short)?, c.u64(short)?);
            let age = if timed {
                Some(Age {
                    seconds: c.u32(short)?,
                    nanoseconds: c.u32(short)?,
                })
            } else {
                None
            };
            let counters = length.checked_sub(base).ok_or(short)? / 16;
            let b = &mut Cursor::new(c.take(counters * 16, short)?);
            self.put(format_args!("\n group_id={id},"));
            if let Some(age) = age.filter(|age| age.seconds != u32::MAX) {
                self.out.push_str("duration=");
                self.duration(age);
                self.out.push(',');
            }
            self.put(format_args!(
                "ref_count={references},packet_count={packets},byte_count={bytes}"
            ));
            for i in 0..counters {
                let (packets, bytes) = (b.u64(short)?, b.u64(short)?);
                if packets != u64::MAX {
                    self.put(format_args!(
                        ",bucket{i}:packet_count={packets},byte_count={bytes}"
                    ));
                }
            }
        }
        Ok(())
    }

    pub(super) fn group_features(&mut self, frame: &Frame<'_>) -> Result<(), E> {
        let short = E::OFPBRC_BAD_LEN;
        let c = &mut Cursor::new(frame.body());
        let (types, capabilities) = (c.u32(short)?, c.u32(short)?);
        let four =
            |c: &mut Cursor<'_>| Ok::<_, E>([c.u32(short)?, c.u32(short)?, c.u32(short)?, c.u32(short)?]);
        let (most, actions) = (four(c)?, four(c)?);
        self.put(format_args!(
            "\n Group table:\n    Types:  0x{types:x}\n    Capabilities:  0x{capabilities:x}\n"
        ));
        let kinds = ["all", "select", "indirect", "fast failover"];
        for (i, ((kind, most), actions)) in kinds.iter().zip(most).zip(actions).enumerate() {
            if types >> i & 1 == 1 {
                self.put(format_args!("    {kind} group:\n       max_groups="));
                put_alternate_hex(&mut self.out, u128::from(most));
                self.out.push_str("\n       actions: ");
                self.action_bits(actions, frame.version()?);
                self.out.push('\n');
            }
        }
        Ok(())
    }

    fn meter_number(&mut self, id: u32, separator: char) {
        self.put(format_args!("meter{separator}"));
        match id {
            0..=0xffff_0000 => self.put(format_args!("{id}")),
            0xffff_fffd => self.out.push_str("slowpath"),
            0xffff_fffe => self.out.push_str("controller"),
            u32::MAX => self.out.push_str("all"),
            _ => self.out.push_str("unknown"),
        }
    }

    pub(super) fn meter_request(&mut self, frame: &Frame<'_>) -> Result<(), E> {
        let id = Cursor::new(frame.body()).u32(E::OFPBRC_BAD_LEN)?;
        self.out.push(' ');
        self.meter_number(id, '=');
        Ok(())
    }

    pub(super) fn meter_mod(&mut self, frame: &Frame<'_>) -> Result<(), E> {
        let change = MeterMod::decode(frame)?;
        self.meter_change(&change);
        Ok(())
    }

    pub(super) fn meter_change(&mut self, change: &MeterMod) {
        self.out.push_str(match change.command {
            0 => " ADD ",
            1 => " MOD ",
            _ => " DEL ",
        });
        self.meter(&change.meter);
    }

    fn meter(&mut self, meter: &Meter) {
        self.meter_number(meter.id, '=');
        self.out.push(' ');
        for (bit, name) in [(1, "kbps "), (2, "pktps "), (4, "burst "), (8, "stats ")] {
            if meter.flags & bit != 0 {
                self.out.push_str(name);
            }
        }
        if meter.flags & !15 != 0 {
            self.put(format_args!("flags:0x{:x} ", meter.flags & !15));
        }
        self.out.push_str("bands=");
        for band in &meter.bands {
            self.out.push_str(if band.kind == 1 {
                "\ntype=drop"
            } else {
                "\ntype=dscp_remark"
            });
            self.put(format_args!(" rate={}", band.rate));
            if meter.flags & 4 != 0 {
                self.put(format_args!(" burst_size={}", band.burst));
            }
            if band.kind == 2 {
                self.put(format_args!(" prec_level={}", band.prec_level));
            }
        }
        self.out.push('\n');
    }

    pub(super) fn meter_config(&mut self, frame: &Frame<'_>) -> Result<(), E> {
        let short = E::OFPBRC_BAD_LEN;
        let c = &mut Cursor::new(frame.body());
        while !c.is_empty() {
            let length = usize::from(c.u16(short)?);
            let flags = c.u16(short)?;
            let id = c.u32(short)?;
            let bands = c.take(length.checked_sub(8).ok_or(short)?, short)?;
            let meter = Meter {
                id,
                flags,
                bands: pull_bands(bands)?,
            };
            self.out.push('\n');
            self.meter(&meter);
        }
        Ok(())
    }

    pub(super) fn meter_reply(&mut self, frame: &Frame<'_>) -> Result<(), E> {
        let short = E::OFPBRC_BAD_LEN;
        let c = &mut Cursor::new(frame.body());
        while !c.is_empty() {
            let id = c.u32(short)?;
            let length = usize::from(c.u16(short)?);
            c.take(6, short)?;
            let flows = c.u32(short)?;
            let (packets, bytes) = (c.u64(short)?, c.u64(short)?);
            let age = Age {
                seconds: c.u32(short)?,
                nanoseconds: c.u32(short)?,
            };
            let bands = length.checked_sub(40).filter(|n| n % 16 == 0).ok_or(short)?;
            let b = &mut Cursor::new(c.take(bands, short)?);
            self.out.push('\n');
            self.meter_number(id, ':');
            self.put(format_args!(
                " flow_count:{flows} packet_in_count:{packets} byte_in_count:{bytes} duration:"
            ));
            self.duration(age);
            self.out.push_str(" bands:\n");
            for i in 0..bands / 16 {
                self.put(format_args!(
                    "{i}: packet_count:{} byte_count:{}\n",
                    b.u64(short)?,
                    b.u64(short)?
                ));
            }
        }
        Ok(())
    }

    pub(super) fn meter_features(&mut self, frame: &Frame<'_>) -> Result<(), E> {
        let short = E::OFPBRC_BAD_LEN;
        let c = &mut Cursor::new(frame.body());
        let (most, kinds, capabilities) = (c.u32(short)?, c.u32(short)?, c.u32(short)?);
        let (bands, colors) = (c.u8(short)?, c.u8(short)?);
        self.put(format_args!(
            "\nmax_meter:{most} max_bands:{bands} max_color:{colors}\nband_types: "
        ));
        let kind = |bit: u32| match bit {
            2 => Some("drop"),
            4 => Some("dscp_remark"),
            _ => None,
        };
        self.bit_names(kinds, kind, ' ');
        self.out.push_str("\ncapabilities: ");
        let capability = |bit: u32| match bit {
            1 => Some("kbps"),
            2 => Some("pktps"),
            4 => Some("burst"),
            8 => Some("stats"),
            _ => None,
        };
        self.bit_names(capabilities, capability, ' ');
        self.out.push('\n');
        Ok(())
    }
}
