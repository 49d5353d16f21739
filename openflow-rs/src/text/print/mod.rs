//! Whole messages as text, as `ovs-ofctl ofp-print` writes them.

mod asynchronous;
mod control;
mod flow;
mod group;
mod monitor;
mod packet;
mod port;
mod queue;
mod switch;
mod table;
mod table_features;

use super::Names;
use super::field_format::put;
use crate::wire::{Cursor, ErrorCode as E, Frame, Kind, pull_property, unknown_property};

/// Takes one property. The type of a vendor's, which are those from `vendors` on, has the vendor in its upper half.
fn pull_typed<'a>(c: &mut Cursor<'a>, vendors: u16) -> Result<(u64, &'a [u8]), E> {
    let (kind, payload) = pull_property(c)?;
    if kind < vendors {
        return Ok((u64::from(kind), payload));
    }
    match unknown_property(u16::MAX, payload) {
        E::OFPBPC_BAD_EXP_TYPE => {}
        code => return Err(code),
    }
    let p = &mut Cursor::new(payload);
    let vendor = u64::from(p.u32(E::OFPBPC_BAD_LEN)?);
    Ok((vendor << 32 | u64::from(p.u32(E::OFPBPC_BAD_LEN)?), p.rest()))
}

/// The text in a field of fixed size: up to a zero byte, and no more than `most`.
fn text_of(bytes: &[u8], most: usize) -> String {
    let bytes = bytes.get(..most).unwrap_or(bytes);
    let end = bytes.iter().position(|byte| *byte == 0).unwrap_or(bytes.len());
    String::from_utf8_lossy(bytes.get(..end).unwrap_or_default()).into_owned()
}

/// What printing one message needs.
struct Printer<'a> {
    out: String,
    names: &'a Names,
    verbosity: u8,
    /// Whether the name of the error is not to be printed.
    nameless_fault: bool,
}

/// The text of a message as `ovs-ofctl ofp-print` writes it, each line ended; a fault in the message is part of it.
///
/// `verbosity` goes from 0 to 3; `ovs-ofctl` uses 2 where it is not told.
///
/// ```
/// use openflow_rs::text::{Names, print_message};
///
/// let text = print_message(&[5, 20, 0, 8, 0, 0, 0, 1], 2, &Names::default());
/// assert_eq!(text, "OFPT_BARRIER_REQUEST (OF1.4) (xid=0x1):\n");
/// ```
#[must_use]
pub fn print_message(bytes: &[u8], verbosity: u8, names: &Names) -> String {
    let mut printer = Printer {
        out: String::new(),
        names,
        verbosity,
        nameless_fault: false,
    };
    printer.message(bytes);
    printer.out
}

impl Printer<'_> {
    fn message(&mut self, bytes: &[u8]) {
        let length = match bytes {
            [] => return self.out.push_str("OpenFlow message is empty\n"),
            [_, _, high, low, _, _, _, _, ..] => usize::from(u16::from_be_bytes([*high, *low])),
            _ => {
                put(
                    &mut self.out,
                    format_args!("OpenFlow packet too short (only {} bytes):\n", bytes.len()),
                );
                return self.hex_dump(bytes, true);
            }
        };
        if length > bytes.len() {
            if let Ok(name) = Frame::name_of(bytes) {
                self.header(name, bytes);
                self.out.push('\n');
            }
            put(
                &mut self.out,
                format_args!("(***truncated to {} bytes from {length}***)\n", bytes.len()),
            );
            return self.hex_dump(bytes, true);
        }
        if length < bytes.len() {
            put(
                &mut self.out,
                format_args!("(***only uses {length} bytes out of {}***)\n", bytes.len()),
            );
            return self.hex_dump(bytes, true);
        }
        self.whole(bytes);
    }

    fn whole(&mut self, bytes: &[u8]) {
        let start = self.out.len();
        let result = match Frame::parse(bytes) {
            Ok(frame) => {
                self.header(frame.name(), bytes);
                let header = self.out.len();
                let result = self.body(&frame);
                match result {
                    Ok(()) => self.chomp(' '),
                    Err(_) if self.out.len() > header => {
                        self.chomp(' ');
                        self.end_line(start);
                    }
                    Err(_) => self.out.push(' '),
                }
                result
            }
            Err(code) => Err(code),
        };
        if let Err(code) = result {
            if self.nameless_fault {
                self.out.push_str("***decode error: <invalid>***\n");
            } else {
                put(&mut self.out, format_args!("***decode error: {code}***\n"));
            }
            self.end_line(start);
            self.hex_dump(bytes, true);
        }
        self.end_line(start);
    }

    /// The name, version and transaction id.
    fn header(&mut self, name: &str, bytes: &[u8]) {
        self.out.push_str(name);
        let version = bytes.first().copied().unwrap_or(0);
        match version {
            1 => {}
            2..=6 => put(&mut self.out, format_args!(" (OF1.{})", version - 1)),
            _ => put(&mut self.out, format_args!(" (OF 0x{version:02x})")),
        }
        let xid = bytes.get(4..8).map_or(0, |xid| {
            xid.iter().fold(0u32, |n, byte| n << 8 | u32::from(*byte))
        });
        put(&mut self.out, format_args!(" (xid=0x{xid:x}):"));
    }

    fn chomp(&mut self, c: char) {
        if self.out.ends_with(c) {
            self.out.pop();
        }
    }

    /// Ends the line, if something was written since `start` and it is not ended.
    fn end_line(&mut self, start: usize) {
        if self.out.len() > start && !self.out.ends_with('\n') {
            self.out.push('\n');
        }
    }

    fn put(&mut self, arguments: std::fmt::Arguments<'_>) {
        put(&mut self.out, arguments);
    }

    /// Bytes in lines of 16, with or without the characters beside them.
    fn hex_dump(&mut self, bytes: &[u8], characters: bool) {
        for (line, chunk) in bytes.chunks(16).enumerate() {
            self.put(format_args!("{:08x}  ", line * 16));
            for (i, byte) in chunk.iter().enumerate() {
                self.put(format_args!("{byte:02x}{}", if i == 7 { '-' } else { ' ' }));
            }
            if characters {
                for _ in chunk.len()..16 {
                    self.out.push_str("   ");
                }
                self.out.push('|');
                for byte in chunk {
                    self.out.push(if (32..127).contains(byte) {
                        char::from(*byte)
                    } else {
                        '.'
                    });
                }
                for _ in chunk.len()..16 {
                    self.out.push(' ');
                }
                self.out.push('|');
            } else {
                self.chomp(' ');
            }
            self.out.push('\n');
        }
    }

    /// The names of the bits that are set; the rest as a number.
    fn bit_names(&mut self, bits: u32, name: impl Fn(u32) -> Option<&'static str>, separator: char) {
        if bits == 0 {
            return self.out.push('0');
        }
        let mut rest = bits;
        let mut first = true;
        for i in 0..32 {
            let bit = 1u32 << i;
            if let Some(name) = (bits & bit != 0).then(|| name(bit)).flatten() {
                if !first {
                    self.out.push(separator);
                }
                self.out.push_str(name);
                first = false;
                rest &= !bit;
            }
        }
        if rest != 0 {
            if !first {
                self.out.push(separator);
            }
            self.put(format_args!("0x{rest:x}"));
        }
    }

    fn multipart_flags(&mut self, frame: &Frame<'_>) {
        let Some(mut flags) = frame.multipart_flags().filter(|flags| *flags != 0) else {
            return;
        };
        self.out.push_str(" flags=");
        if flags & 1 != 0 && (!frame.is_multipart_request() || frame.version_byte() >= 4) {
            self.out.push_str("[more]");
            flags &= !1;
        }
        if flags != 0 {
            self.put(format_args!("[***unknown flags 0x{flags:04x}***]"));
        }
    }

    fn body(&mut self, frame: &Frame<'_>) -> Result<(), E> {
        use Kind as K;
        self.multipart_flags(frame);
        match frame.kind() {
            K::Hello => self.hello(frame),
            K::Error => self.error(frame),
            K::EchoRequest | K::EchoReply => self.echo(frame),
            K::FeaturesReply => self.features(frame),
            K::GetConfigReply | K::SetConfig => self.switch_config(frame),
            K::PacketIn | K::NxtResume => self.packet_in(frame),
            K::PacketOut => self.packet_out(frame),
            K::FlowRemoved => self.flow_removed(frame),
            K::PortStatus => self.port_status(frame),
            K::FlowMod => self.flow_mod(frame),
            K::GroupMod => self.group_mod(frame),
            K::PortMod => self.port_mod(frame),
            K::TableMod => self.table_mod(frame),
            K::QueueGetConfigRequest => self.queue_config_request(frame),
            K::QueueGetConfigReply => self.queue_config_reply(frame),
            K::RoleRequest | K::RoleReply => self.role(frame),
            K::GetAsyncReply | K::SetAsyncConfig => self.async_config(frame),
            K::MeterMod => self.meter_mod(frame),
            K::RoleStatus => self.role_status(frame),
            K::TableStatus => self.table_status(frame),
            K::Requestforward => self.request_forward(frame),
            K::BundleControl => self.bundle_control(frame),
            K::BundleAddMessage => self.bundle_add(frame),
            K::DescReply => self.description(frame),
            K::FlowRequest | K::AggregateRequest => self.flow_request(frame),
            K::FlowReply => self.flow_reply(frame),
            K::AggregateReply => self.aggregate_reply(frame),
            K::TableReply => self.table_reply(frame),
            K::PortRequest => self.port_request(frame),
            K::PortReply => self.port_reply(frame),
            K::QueueRequest => self.queue_request(frame),
            K::QueueReply => self.queue_reply(frame),
            K::GroupRequest | K::GroupDescRequest => self.group_request(frame),
            K::GroupReply => self.group_reply(frame),
            K::GroupDescReply => self.group_descriptions(frame),
            K::GroupFeaturesReply => self.group_features(frame),
            K::MeterRequest | K::MeterConfigRequest => self.meter_request(frame),
            K::MeterReply => self.meter_reply(frame),
            K::MeterConfigReply => self.meter_config(frame),
            K::MeterFeaturesReply => self.meter_features(frame),
            K::TableFeaturesRequest | K::TableFeaturesReply => self.table_features(frame),
            K::TableDescRequest | K::TableDescReply => self.table_descriptions(frame),
            K::PortDescRequest => self.port_desc_request(frame),
            K::PortDescReply => self.port_desc_reply(frame),
            K::FlowMonitorRequest => self.monitor_request(frame),
            K::FlowMonitorReply => self.monitor_reply(frame),
            K::FlowMonitorCancel => self.number_after(frame, " id=", 4),
            K::SetControllerId => self.controller_id(frame),
            K::SetFlowFormat => self.flow_format(frame),
            K::FlowModTableId => self.flow_mod_table_id(frame),
            K::SetPacketInFormat => self.packet_in_format(frame),
            K::NxtTlvTableMod => self.tlv_table_mod(frame),
            K::NxtTlvTableReply => self.tlv_table_reply(frame),
            K::CtFlushZone => self.ct_flush_zone(frame),
            K::CtFlush => self.ct_flush(frame),
            K::IpfixBridgeReply => self.ipfix_bridge(frame),
            K::IpfixFlowReply => self.ipfix_flow(frame),
            K::FeaturesRequest
            | K::GetConfigRequest
            | K::BarrierRequest
            | K::BarrierReply
            | K::GetAsyncRequest
            | K::DescRequest
            | K::TableRequest
            | K::GroupFeaturesRequest
            | K::MeterFeaturesRequest
            | K::FlowMonitorPaused
            | K::FlowMonitorResumed
            | K::FlowAge
            | K::NxtTlvTableRequest
            | K::IpfixBridgeRequest
            | K::IpfixFlowRequest => Ok(()),
        }
    }
}
