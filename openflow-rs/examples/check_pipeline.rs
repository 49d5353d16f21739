//! Finds what is wrong with the flows of a bridge before they are sent, and follows a packet through the mended ones.
//!
//! `cargo run -p openflow-rs --example check_pipeline`

#![allow(clippy::print_stdout, reason = "an example shows what it does")]

use openflow_rs::lint::{PortList, lint};
use openflow_rs::text::{Names, parse_flow};
use openflow_rs::trace::{Options, Packet, Pipeline};
use std::error::Error;

/// Two services behind a WireGuard device. Nothing of it works.
const WRITTEN: [&str; 4] = [
    "priority=100,in_port=lan actions=output:wg0",
    "priority=100,in_port=wg0 actions=output:lan",
    "priority=100,in_port=wg0 actions=output:dmz",
    "priority=90,ip=nw_dst=10.0.0.7 actions=output:dmz",
];

/// The same with an Ethernet port in the place of the device, and with matches that tell the packets apart.
const MENDED: [&str; 4] = [
    "priority=100,in_port=lan actions=output:uplink",
    "priority=110,in_port=uplink,ip,nw_dst=10.0.0.7 actions=mod_dl_dst:02:00:00:00:00:07,output:dmz",
    "priority=100,in_port=uplink actions=output:lan",
    "priority=0 actions=drop",
];

fn main() -> Result<(), Box<dyn Error>> {
    let mut ports = PortList::new();
    let mut names = Names::new();
    for (name, number, layer) in [("lan", 1, 2), ("dmz", 2, 2), ("uplink", 3, 2), ("wg0", 4, 3)] {
        ports.add(name, number, layer);
        names.add_port(name, openflow_rs::wire::Port(number));
    }
    for finding in lint(&WRITTEN, Some(&ports)) {
        println!("{} in {:?}: {}", finding.rule, finding.lines, finding.message);
        println!("    {}", finding.mend);
    }
    assert!(lint(&MENDED, Some(&ports)).is_empty());

    let mut pipeline = Pipeline::new();
    for flow in MENDED {
        pipeline.add_flow(&parse_flow(flow, &names)?);
    }
    let packet = Packet::parse("in_port=uplink,tcp,nw_dst=10.0.0.7,tp_dst=443", &names)?;
    let options = Options {
        names,
        ..Options::default()
    };
    let trace = pipeline.trace(&packet, &options);
    println!("\n{}", trace.to_text("br0"));
    assert_eq!(trace.passes[0].datapath, "set(eth(dst=02:00:00:00:00:07)),dmz");
    Ok(())
}
