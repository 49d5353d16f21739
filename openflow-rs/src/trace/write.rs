//! What actions write to the packet.

use super::packet::whole;
use super::steps::{Step, StepKind};
use super::translate::Translation;
use crate::text::{format_subfield, format_value};
use crate::wire::{Controller, DecTtl, FieldId, Prerequisite, SetField, Slot, Subfield, Value};

impl Translation<'_> {
    pub(super) fn set_field(&mut self, set: &SetField, steps: &mut Vec<Step>) {
        if !self.packet.has(set.field.prerequisite) {
            let text = format!("unmet prerequisites for {}, set_field ignored", set.field.name);
            return steps.push(Step::new(StepKind::Warning, text));
        }
        let mask = set.mask.number().unwrap_or(0);
        self.touched.add(&whole(set.field), mask);
        self.packet.write(set.field, &set.value, &set.mask);
    }

    /// Writes bits, and tells what they are now.
    pub(super) fn put(&mut self, destination: &Subfield, value: u128, steps: &mut Vec<Step>) {
        if !self.packet.has(destination.field.prerequisite) {
            return;
        }
        self.touched.add(destination, u128::MAX);
        self.packet.put(destination, value);
        let now = self.packet.get(destination);
        let now = match now {
            now if destination.is_whole() => format_value(destination.field, now, self.names),
            0 => "0".into(),
            now => format!("{now:#x}"),
        };
        let text = format!("{} is now {now}", format_subfield(destination));
        steps.push(Step::new(StepKind::Detail, text));
    }

    pub(super) fn write(&mut self, id: FieldId, value: u128) {
        let field = id.field();
        self.touched.add_whole(field);
        self.packet
            .write(field, &Value::Number(value), &Value::all_ones(field.bytes));
    }

    pub(super) fn write_if(&mut self, prerequisite: Prerequisite, id: FieldId, value: u128) {
        if self.packet.has(prerequisite) {
            self.write(id, value);
            if id == FieldId::IP_DSCP {
                self.touched.add_bits(Slot::NwTos, 0xfc);
            }
        }
    }

    pub(super) fn set_transport(&mut self, slot: Slot, port: u16) {
        let has = |kind| self.packet.has(kind);
        if has(Prerequisite::Tcp) || has(Prerequisite::Udp) || has(Prerequisite::Sctp) {
            self.touched.add_bits(slot, 0xffff);
            self.packet.set(slot, u128::from(port));
        }
    }

    pub(super) fn tag(&mut self, id: FieldId, value: u16, push_if_needed: bool) {
        if self.packet.value(Slot::VlanTci) & 0x1000 != 0 || push_if_needed {
            self.write(id, u128::from(value));
        }
    }

    pub(super) fn decrease_ttl(&mut self, controllers: &DecTtl, steps: &mut Vec<Step>) -> bool {
        if !self.packet.has(Prerequisite::Ip) {
            return true;
        }
        self.touched.add_bits(Slot::NwTtl, 0xff);
        let ttl = self.packet.value(Slot::NwTtl);
        if ttl > 1 {
            self.packet.set(Slot::NwTtl, ttl - 1);
            return true;
        }
        let ids: &[u16] = match controllers {
            DecTtl::Default => &[0],
            DecTtl::Controllers(ids) => ids,
        };
        for id in ids {
            self.tell_controller(&Controller {
                max_len: u16::MAX,
                id: *id,
                reason: 2,
                userdata: Vec::new(),
                pause: false,
                meter: None,
                form2: false,
            });
        }
        let version = if self.packet.has(Prerequisite::Ipv4) {
            "IPv4"
        } else {
            "IPv6"
        };
        let text = format!("{version} decrement TTL exception");
        steps.push(Step::new(StepKind::Warning, text));
        false
    }
}
