//! Any bytes as a message: printed without a panic, and what is read of a flow is written as it was read.

#![no_main]

use libfuzzer_sys::fuzz_target;
use openflow_rs::table::{Changes, CookieSpace, FlowSet, StoredFlows};
use openflow_rs::text::{Names, print_message};
use openflow_rs::wire::{FlowMod, FlowStats, FlowStatsReply, Frame};

fuzz_target!(|data: &[u8]| {
    let text = print_message(data, 3, &Names::new());
    assert!(text.len() < 100_000 + data.len() * 400, "{} bytes of text from {}", text.len(), data.len());
    let Ok(frame) = Frame::parse(data) else { return };
    if let (Ok(flows), Ok(version)) = (StoredFlows::new(&frame), frame.version()) {
        let mut set = FlowSet::new(version);
        for flow in flows.flatten() {
            let _ = set.insert_stored(flow);
        }
        assert!(Changes::between(&set, &set, CookieSpace::EVERYTHING).is_empty());
    }
    if let (Ok(fresh), Ok(mut again)) = (FlowStatsReply::new(&frame), FlowStatsReply::new(&frame)) {
        // In place of the flow before, and as a value of its own.
        let mut kept = FlowStats::default();
        for flow in fresh {
            assert_eq!(again.read_next(&mut kept), Some(flow.as_ref().map(|_| ()).map_err(|error| *error)));
            assert!(flow.is_err() || flow.as_ref() == Ok(&kept));
        }
    }
    let (Ok(flow), Ok(version)) = (FlowMod::decode(&frame), frame.version()) else { return };
    let Ok(bytes) = flow.encode(version, frame.xid()) else { return };
    let Ok(again) = Frame::parse(&bytes) else { panic!("what was written is no message") };
    if let Ok(read) = FlowMod::decode(&again) {
        assert_eq!(read.encode(version, frame.xid()).as_deref(), Ok(bytes.as_slice()));
    }
});
