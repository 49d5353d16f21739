//! Flow monitors.

use super::Printer;
use crate::wire::{ErrorCode as E, FlowEvent, FlowMod, FlowMonitor, FlowUpdate, Frame, MonitoredFlow, Port};

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

impl Printer<'_> {
    pub(super) fn monitor_request(&mut self, frame: &Frame<'_>) -> Result<(), E> {
        for monitor in FlowMonitor::decode_all(frame) {
            let monitor = monitor?;
            if monitor.ends {
                self.put(format_args!("\n id={} command=delete", monitor.id));
            } else {
                self.monitor(&monitor);
            }
        }
        Ok(())
    }

    fn monitor(&mut self, request: &FlowMonitor) {
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
        for update in FlowUpdate::decode_all(frame) {
            match update? {
                FlowUpdate::Own(xid) => self.put(format_args!("\n event=ABBREV xid=0x{xid:x}")),
                FlowUpdate::Paused => self.out.push_str("\n event=PAUSED"),
                FlowUpdate::Resumed => self.out.push_str("\n event=RESUMED"),
                FlowUpdate::Flow(flow) => self.monitored(&flow),
            }
        }
        Ok(())
    }

    fn monitored(&mut self, flow: &MonitoredFlow) {
        self.out.push_str("\n event=");
        match flow.event {
            FlowEvent::Initial => self.out.push_str("INITIAL"),
            FlowEvent::Added => self.out.push_str("ADDED"),
            FlowEvent::Removed(reason) => {
                self.out.push_str("DELETED reason=");
                self.removed_reason(reason);
            }
            FlowEvent::Modified => self.out.push_str("MODIFIED"),
        }
        self.out.push_str(" table=");
        self.table(flow.table);
        for (name, seconds) in [
            ("idle_timeout", flow.idle_timeout),
            ("hard_timeout", flow.hard_timeout),
        ] {
            if seconds != 0 {
                self.put(format_args!(" {name}={seconds}"));
            }
        }
        self.out.push_str(" cookie=");
        crate::text::field_format::put_alternate_hex(&mut self.out, u128::from(flow.cookie));
        self.out.push(' ');
        // The priority is not printed.
        self.matches(&flow.matches, FlowMod::DEFAULT_PRIORITY);
        if !flow.actions.is_empty() {
            if !self.out.ends_with(' ') {
                self.out.push(' ');
            }
            self.out.push_str("actions=");
            self.actions(&flow.actions);
        }
    }
}
