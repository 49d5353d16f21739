//! Any lines as the flows and groups of a bridge: linted without a panic, lines named that are there, and followed by
//! a packet to an end.

#![no_main]

use libfuzzer_sys::fuzz_target;
use openflow_rs::lint::lint;
use openflow_rs::text::{Names, parse_flow, parse_group};
use openflow_rs::trace::{Options, Packet, Pipeline};

fuzz_target!(|data: &[u8]| {
    let text = String::from_utf8_lossy(data);
    let lines: Vec<&str> = text.lines().take(64).collect();
    for finding in lint(&lines, None) {
        assert!(finding.lines.iter().all(|line| (1..=lines.len()).contains(line)));
    }
    let names = Names::new();
    let mut pipeline = Pipeline::new();
    let mut packet = Packet::new();
    for line in lines {
        if let Ok(flow) = parse_flow(line, &names) {
            pipeline.add_flow(&flow);
        } else if let Ok(group) = parse_group(line, &names) {
            pipeline.add_group(group);
        } else if let Ok(read) = Packet::parse(line, &names) {
            packet = read;
        }
    }
    let trace = pipeline.trace(&packet, &Options::default());
    assert!(!trace.passes.is_empty());
});
