//! Packets to and from the controller.

use super::Printer;
use crate::text::action_format::{put_hex_points, reason_name};
use crate::text::field_format::put_hex;
use crate::wire::{Continuation, ErrorCode as E, FlowMod, Frame, PacketIn, PacketOut, Slot, read_headers};

impl Printer<'_> {
    /// The headers of a packet in one line.
    fn packet(&mut self, packet: &[u8], packet_type: u32) {
        let headers = read_headers(packet, packet_type);
        self.matches(&headers.matches, FlowMod::DEFAULT_PRIORITY);
        if let Some(checksum) = headers.checksum {
            self.put(format_args!(" {}_csum:{:x}", checksum.protocol, checksum.value));
        }
        self.out.push('\n');
    }

    pub(super) fn packet_in(&mut self, frame: &Frame<'_>) -> Result<(), E> {
        let pin = PacketIn::decode(frame)?;
        if pin.table != 0 || self.names.table_name(0).is_some() {
            self.out.push_str(" table_id=");
            self.table(pin.table);
        }
        if pin.cookie != u64::MAX {
            self.put(format_args!(" cookie=0x{:x}", pin.cookie));
        }
        self.put(format_args!(" total_len={} ", pin.total_len));
        self.matches(&pin.metadata, FlowMod::DEFAULT_PRIORITY);
        let length = u32::try_from(pin.packet.len()).unwrap_or(u32::MAX);
        self.put(format_args!(
            " (via {}) data_len={length}",
            reason_name(pin.reason)
        ));
        if pin.buffer == u32::MAX {
            self.out.push_str(" (unbuffered)");
            if pin.total_len != length {
                self.out.push_str(" (***total_len != data_len***)");
            }
        } else {
            self.put(format_args!(" buffer=0x{:08x}", pin.buffer));
            if pin.total_len < length {
                self.out.push_str(" (***total_len < data_len***)");
            }
        }
        self.out.push('\n');
        if !pin.userdata.is_empty() {
            self.out.push_str(" userdata=");
            put_hex_points(&mut self.out, pin.userdata);
            self.out.push('\n');
        }
        if let Some(continuation) = &pin.continuation {
            self.continuation(continuation);
        }
        if self.verbosity > 0 {
            let packet_type = u32::try_from(pin.metadata.value(Slot::PacketType)).unwrap_or(0);
            self.packet(pin.packet, packet_type);
        }
        if self.verbosity > 2 {
            self.hex_dump(pin.packet, false);
        }
        Ok(())
    }

    fn continuation(&mut self, c: &Continuation) {
        if c.bridge != [0; 16] {
            let hex: String = c.bridge.iter().map(|byte| format!("{byte:02x}")).collect();
            let part = |from: usize, to: usize| hex.get(from..to).unwrap_or_default();
            let parts = [part(0, 8), part(8, 12), part(12, 16), part(16, 20), part(20, 32)];
            self.put(format_args!(" continuation.bridge={}\n", parts.join("-")));
        }
        if !c.stack.is_empty() {
            self.out.push_str(" continuation.stack=(top)");
            for value in c.stack.iter().rev() {
                self.out.push(' ');
                put_hex(&mut self.out, value);
            }
            self.out.push_str(" (bottom)\n");
        }
        if c.mirrors != 0 {
            self.put(format_args!(" continuation.mirrors=0x{:x}\n", c.mirrors));
        }
        if c.conntracked {
            self.out.push_str(" continuation.conntracked=true\n");
        }
        if !c.actions.is_empty() {
            self.out.push_str(" continuation.actions=");
            for (i, (table, cookie, actions)) in c.actions.iter().enumerate() {
                if i > 0 {
                    self.out.push(',');
                }
                self.out.push_str("unroll_xlate(table=");
                self.table(*table);
                self.put(format_args!(", cookie={cookie})"));
                if !actions.is_empty() {
                    self.out.push(',');
                    self.actions(actions);
                }
            }
            self.out.push('\n');
        }
        if !c.action_set.is_empty() {
            self.out.push_str(" continuation.action_set=");
            self.actions(&c.action_set);
            self.out.push('\n');
        }
        if c.odp_port != 0 {
            self.put(format_args!(" continuation.odp_port={}\n", c.odp_port));
        }
    }

    pub(super) fn packet_out(&mut self, frame: &Frame<'_>) -> Result<(), E> {
        let po = PacketOut::decode(frame)?;
        self.out.push(' ');
        self.matches(&po.metadata, FlowMod::DEFAULT_PRIORITY);
        self.out.push_str(" actions=");
        self.actions(&po.actions);
        if po.buffer != u32::MAX {
            self.put(format_args!(" buffer=0x{:08x}", po.buffer));
            return Ok(());
        }
        self.put(format_args!(" data_len={}", po.packet.len()));
        if self.verbosity > 0 && !po.packet.is_empty() {
            self.out.push('\n');
            let packet_type = u32::try_from(po.metadata.value(Slot::PacketType)).unwrap_or(0);
            self.packet(po.packet, packet_type);
        }
        if self.verbosity > 2 {
            self.hex_dump(po.packet, false);
        }
        Ok(())
    }
}
