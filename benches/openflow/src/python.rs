//! os-ken, the OpenFlow library of OpenStack, in Python.

use crate::{Verdict, codec, line};
use openflow_rs::text::{Names, parse_flow};
use openflow_rs::wire::{FlowMod, FlowStatsReply, Frame, Version};
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

const RELEASE: &str = "os-ken==4.2.2";
/// Python is slow.
const FLOWS: u32 = 10_000;

const PROGRAM: &str = "
import sys, time
from os_ken.ofproto import ofproto_v1_4 as of, ofproto_v1_4_parser as parser, ofproto_protocol
n = int(sys.argv[1])
class Datapath(ofproto_protocol.ProtocolDesc):
    pass
dp = Datapath(version=of.OFP_VERSION)
t = time.perf_counter()
for i in range(n):
    match = parser.OFPMatch(eth_type=0x800, ipv4_dst='10.%d.%d.%d' % (i >> 16, i >> 8 & 255, i & 255))
    actions = [parser.NXActionRegLoad(0, 31, 'reg0', i) if False else parser.OFPActionSetField(reg0=i), parser.OFPActionOutput(200)]
    inst = [parser.OFPInstructionActions(of.OFPIT_APPLY_ACTIONS, actions)]
    m = parser.OFPFlowMod(dp, table_id=0, priority=100, match=match, instructions=inst)
    m.serialize()
encode = time.perf_counter() - t
t = time.perf_counter()
for i in range(n):
    parser.OFPFlowMod.parser(dp, of.OFP_VERSION, of.OFPT_FLOW_MOD, len(m.buf), 0, m.buf)
print(encode, time.perf_counter() - t)
";

/// A Python that has os-ken.
fn interpreter() -> PathBuf {
    let home = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/os-ken");
    let python = home.join("bin/python");
    if !home.join("done").is_file() {
        let home = home.to_str().expect("a path");
        crate::text::run("python3", &["-m", "venv", home]);
        crate::text::run(&format!("{home}/bin/pip"), &["install", "-q", RELEASE]);
        std::fs::write(format!("{home}/done"), "").expect("a file");
    }
    python
}

pub(crate) fn measure(verdict: &mut Verdict) {
    let output = Command::new(interpreter())
        .args(["-c", PROGRAM, &FLOWS.to_string()])
        .output()
        .expect("it runs");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let numbers: Vec<f64> = said
        .split_whitespace()
        .filter_map(|word| word.parse().ok())
        .collect();
    let [encode, decode] = numbers[..] else {
        panic!("{said}{}", String::from_utf8_lossy(&output.stderr))
    };
    let flows: Vec<FlowMod> = (0..FLOWS)
        .map(|i| parse_flow(&line(i), &Names::new()).expect("a flow"))
        .collect();
    let started = Instant::now();
    for flow in &flows {
        black_box(flow.encode(Version::V1_4, 0).expect("a flow that fits"));
    }
    verdict.speed(
        "encode",
        "os-ken",
        (started.elapsed().as_secs_f64(), encode),
        FLOWS,
        1.0,
    );
    let parts = codec::dump(&flows, Version::V1_4);
    let started = Instant::now();
    for part in &parts {
        let frame = Frame::parse(part).expect("a message");
        FlowStatsReply::new(&frame)
            .expect("a dump")
            .for_each(|flow| drop(black_box(flow.expect("a flow"))));
    }
    verdict.speed(
        "decode",
        "os-ken",
        (started.elapsed().as_secs_f64(), decode),
        FLOWS,
        1.0,
    );
}
