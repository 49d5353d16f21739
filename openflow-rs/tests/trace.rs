//! Traces beside those of a live Open vSwitch.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test may fail where it stands, and says what it measured"
)]

mod support;

use openflow_rs::text::{Names, parse_flow};
use openflow_rs::trace::{Options, Packet};
use support::Random;
use support::traces::{Bench, compare, pipeline, stored, strings};
use support::vswitchd::Vswitchd;

#[test]
fn known_tables_are_traced_as_a_switch_does() {
    let bench = Bench {
        switch: Vswitchd::start("trace"),
    };
    let flows = strings(&[
        "table=0,priority=10,cookie=0x77,ip,nw_dst=10.0.0.0/8 actions=load:0x5->NXM_NX_REG0[],resubmit(,1),mod_nw_dst:10.9.9.9,output:3",
        "table=0,priority=5,in_port=LOCAL actions=LOCAL,output:1,controller(id=7,reason=no_match),LOCAL",
        "table=0,priority=0 actions=drop",
        "table=1,tcp,reg0=5 actions=mod_dl_dst:02:00:00:00:00:09,output:2,resubmit(4,2),resubmit(,3),goto_table:5",
        "table=2,in_port=4,tcp actions=set_field:77->tcp_dst,output:in_port,clone(mod_tp_src:9,output:5),output:4,output:1",
        "table=5,ip actions=dec_ttl,push_vlan:0x8100,set_field:0x1005->vlan_vid,output:6,strip_vlan,note:01.02,controller:100,LOCAL,output:77",
    ]);
    bench.load(&flows, &[]);
    let ours = pipeline(&flows, &[]);
    for packet in [
        "in_port=1,tcp,nw_dst=10.1.2.3,nw_ttl=64,tp_dst=80",
        "in_port=1,tcp,nw_dst=10.1.2.3,nw_ttl=1,tp_dst=80",
        "in_port=1,tcp,nw_dst=11.1.2.3,nw_ttl=64,tp_dst=80,dl_vlan=7,dl_vlan_pcp=3",
        "in_port=LOCAL,arp,arp_spa=10.0.0.1",
        "in_port=4,icmp6,icmpv6_type=135,nd_target=fe80::1",
        "in_port=4,dl_type=0x88cc,dl_src=02:00:00:00:00:01",
        "in_port=4,ipv6,ipv6_src=::1,nw_proto=132,sctp_src=5,nw_tos=32",
    ] {
        compare(&bench, &ours, (&flows, &[]), packet, &[]);
    }
    let tracked = strings(&[
        "priority=10,in_port=1,tcp actions=load:7->NXM_NX_REG1[],push:NXM_NX_REG1[],ct(table=1,commit,zone=NXM_NX_REG1[0..15],\
         nat(src=10.0.0.1-10.0.0.5:1000-2000),exec(load:1->NXM_NX_CT_MARK[],load:2->NXM_NX_CT_LABEL[0..31])),\
         mod_dl_src:02:00:00:00:00:05,output:9,write_metadata:7",
        "priority=10,in_port=2,tcp actions=clone(ct(commit),mod_dl_src:02:00:00:00:00:05,output:4),mod_dl_dst:02:00:00:00:00:06,output:5",
        "priority=10,in_port=3,tcp actions=mod_dl_dst:02:00:00:00:00:06,ct(commit,force,alg=ftp,table=2,nat(dst=10.0.0.7:80)),ct(table=1)",
        "priority=10,in_port=4,ip,ct_state=-trk actions=ct(table=2,zone=5,nat),output:9",
        "table=1,actions=pop:NXM_NX_REG3[],output:2",
        "table=2,ct_state=+trk+new,tcp actions=ct(commit,zone=5,nat(src=10.0.0.1)),output:2",
        "table=2,ct_state=+trk+est,tcp actions=mod_dl_src:02:00:00:00:00:01,ct_clear,output:3",
    ]);
    bench.load(&tracked, &[]);
    let ours = pipeline(&tracked, &[]);
    let mut passes = 0;
    for port in 1..=5 {
        for state in [&[][..], &["trk,est"], &["trk,new"], &["trk,est,rpl", "trk,inv"]] {
            let packet = format!("in_port={port},tcp,nw_dst=10.1.2.3,nw_ttl=64,tp_dst=80");
            passes += compare(&bench, &ours, (&tracked, &[]), &packet, state).0;
        }
    }
    assert!(passes > 30, "{passes}");
    let six = strings(&[
        "in_port=1,tcp6 actions=ct(commit,table=1,zone=9,nat(src=[fd00::9]-[fd00::a]:100-200,random))",
        "in_port=2,tcp6 actions=ct(commit,table=1,nat(dst=fd00::7,persistent,hash))",
        "in_port=3,icmp6 actions=ct(table=1,nat),output:3",
        "in_port=4,ipv6 actions=set_field:fd00::5->ipv6_src,dec_ttl,mod_nw_tos:64,set_field:7->ipv6_label,output:2",
        "in_port=5,ip actions=mod_nw_tos:64,mod_nw_ecn:2,mod_nw_ttl:9,output:2,load:5->NXM_NX_PKT_MARK[],output:3",
        "in_port=6,arp actions=set_field:2->arp_op,move:NXM_NX_ARP_SHA[]->NXM_NX_ARP_THA[],set_field:10.9.9.9->arp_spa,output:2",
        "in_port=7,dl_vlan=5 actions=push_vlan:0x88a8,set_field:0x1009->vlan_vid,output:2,pop_vlan,mod_vlan_pcp:5,output:3,pop_vlan,output:4",
        "table=1,ct_state=+trk+est,ipv6 actions=output:4",
        "table=1,ct_state=+trk+new,ipv6 actions=output:5,ct_clear,output:6",
    ]);
    bench.load(&six, &[]);
    let ours = pipeline(&six, &[]);
    for packet in [
        "in_port=1,tcp6,ipv6_src=fd00::1,ipv6_dst=fd00::2,nw_ttl=64,tcp_src=1000,tcp_dst=80",
        "in_port=2,tcp6,ipv6_src=fd00::1,ipv6_dst=fd00::2,nw_ttl=64,tcp_src=1000,tcp_dst=80",
        "in_port=3,icmp6,icmpv6_type=128,ipv6_src=fd00::1,nw_ttl=64",
        "in_port=4,tcp6,ipv6_src=fd00::1,nw_ttl=64",
        "in_port=4,tcp6,ipv6_src=fd00::1,nw_ttl=1",
        "in_port=5,tcp,nw_ttl=64,nw_tos=8",
        "in_port=5,icmp,nw_ttl=64,nw_frag=later",
        "in_port=5,udp,nw_ttl=64,nw_frag=first,udp_src=9",
        "in_port=6,arp,arp_op=1,arp_spa=10.0.0.1,arp_tpa=10.0.0.2,arp_sha=02:00:00:00:00:01",
        "in_port=7,ip,dl_vlan=5,dl_vlan_pcp=2",
    ] {
        for state in [&[][..], &["trk,est"]] {
            compare(&bench, &ours, (&six, &[]), packet, state);
        }
    }
    let groups = strings(&[
        "group_id=1,type=all,bucket=mod_nw_dst:1.1.1.1,output:2,bucket=output:3,resubmit(,2)",
        "group_id=3,type=indirect,bucket=mod_dl_dst:02:00:00:00:00:07,output:4",
        "group_id=4,type=ff,bucket=watch_port:7,output:7,bucket=watch_port:8,output:8",
        "group_id=5,type=all,bucket=resubmit(,3),bucket=output:3",
    ]);
    let grouped = strings(&[
        "priority=10,in_port=1,ip actions=group:1,output:5",
        "priority=10,in_port=3 actions=group:3,output:5",
        "priority=10,in_port=4 actions=group:4,group:5,output:1",
        "priority=10,in_port=5 actions=learn(table=1,priority=7,idle_timeout=10,NXM_OF_ETH_DST[]=NXM_OF_ETH_SRC[],output:NXM_OF_IN_PORT[]),resubmit(,1)",
        "priority=10,in_port=6 actions=write_actions(output:3,set_field:02:00:00:00:00:08->eth_dst),goto_table:2",
        "priority=20,in_port=7,ip,nw_src=10.0.0.1 actions=conjunction(7,1/2)",
        "priority=19,in_port=7,tcp actions=output:2",
        "priority=20,in_port=7,tcp,tp_dst=80 actions=conjunction(7,2/2)",
        "priority=20,conj_id=7,ip actions=output:9",
        "priority=5 actions=move:NXM_OF_ETH_SRC[0..15]->NXM_NX_REG2[0..15],push:NXM_NX_REG2[],pop:NXM_NX_REG3[],\
         output:NXM_NX_REG3[0..3],output(port=2,max_len=100),enqueue:3:5,set_queue:2,output:4,exit,output:1",
        "table=2,priority=1 actions=clear_actions,write_actions(output:1)",
        "table=3 actions=output:7,exit",
        "priority=1,in_port=2 actions=resubmit(,0)",
    ]);
    bench.load(&grouped, &groups);
    let ours = pipeline(&grouped, &groups);
    for packet in [
        "in_port=1,udp",
        "in_port=3",
        "in_port=4",
        "in_port=5,dl_src=02:00:00:00:00:01",
        "in_port=6",
        "in_port=7,tcp,nw_src=10.0.0.1,tp_dst=80",
        "in_port=7,tcp,nw_src=10.0.0.1,tp_dst=81",
        "in_port=8,dl_src=02:00:00:00:00:05",
        "in_port=LOCAL",
    ] {
        compare(&bench, &ours, (&grouped, &groups), packet, &[]);
    }
    let endless = strings(&["in_port=2 actions=output:1,resubmit(,0)"]);
    bench.load(&endless, &[]);
    compare(
        &bench,
        &pipeline(&endless, &[]),
        (&endless, &[]),
        "in_port=2",
        &[],
    );
}

const MACS: [&str; 3] = ["02:00:00:00:00:01", "02:00:00:00:00:02", "06:00:00:00:00:03"];
const ADDRESSES: [&str; 4] = ["10.0.0.1", "10.0.0.2", "10.1.0.1", "192.168.0.9"];
const STATES: [&str; 4] = ["trk,new", "trk,est", "trk,est,rpl", "trk,rel"];

fn random_packet(r: &mut Random) -> String {
    let mut parts = vec![format!("in_port={}", 1 + r.below(4))];
    parts.push(format!("dl_src={}", r.pick(&MACS)));
    parts.push(format!("dl_dst={}", r.pick(&MACS)));
    if r.below(5) == 0 {
        parts.push(format!("dl_vlan={},dl_vlan_pcp={}", 5 + r.below(3), r.below(8)));
    }
    let protocol = r.pick(&["tcp", "tcp", "udp", "udp", "icmp", "arp", "tcp6", "sctp", ""]);
    if !protocol.is_empty() {
        parts.push(protocol.into());
    }
    match protocol {
        "arp" => parts.push(format!(
            "arp_spa={},arp_tpa={},arp_op=1",
            r.pick(&ADDRESSES),
            r.pick(&ADDRESSES)
        )),
        "tcp6" => parts.push(format!(
            "ipv6_src=fd00::{},ipv6_dst=fd00::{},nw_ttl=5",
            r.below(3),
            r.below(3)
        )),
        "" => {}
        _ => parts.push(format!(
            "nw_src={},nw_dst={},nw_ttl={}",
            r.pick(&ADDRESSES),
            r.pick(&ADDRESSES),
            1 + r.below(4)
        )),
    }
    if ["tcp", "udp", "tcp6", "sctp"].contains(&protocol) {
        let name = protocol.trim_end_matches('6');
        let (from, to) = (1000 + r.below(3), 80 + r.below(3));
        parts.push(format!("{name}_src={from},{name}_dst={to}"));
    }
    parts.join(",")
}

/// A match, and its protocol.
fn random_match(r: &mut Random) -> (Vec<String>, &'static str) {
    let mut parts = Vec::new();
    let protocol = r.pick(&["", "tcp", "tcp", "ip", "ip", "ip", "ip", "udp", "arp", "tcp6"]);
    if !protocol.is_empty() {
        parts.push(protocol.to_owned());
    }
    let some = |r: &mut Random, odds: u64| r.below(odds) == 0;
    if some(r, 5) {
        parts.push(format!("in_port={}", 1 + r.below(4)));
    }
    if some(r, 6) {
        parts.push(format!("dl_dst={}", r.pick(&MACS)));
    }
    if some(r, 8) {
        parts.push(format!("dl_src={}/0f:ff:ff:ff:ff:ff", r.pick(&MACS)));
    }
    if some(r, 5) {
        parts.push(format!("reg{}={}/{}", r.below(3), r.below(4), 1 + r.below(3)));
    }
    if some(r, 10) {
        parts.push(format!("metadata={}", r.below(3)));
    }
    if some(r, 10) {
        parts.push((*r.pick(&["vlan_tci=0", "dl_vlan=5", "vlan_tci=0x1000/0x1000"])).to_owned());
    }
    if ["tcp", "udp", "ip"].contains(&protocol) {
        if some(r, 3) {
            parts.push(format!(
                "nw_dst={}",
                r.pick(&["10.0.0.0/8", "10.0.0.1", "10.0.0.2/31", "192.168.0.9"])
            ));
        }
        if some(r, 5) {
            parts.push(format!("nw_src={}", r.pick(&["10.0.0.0/16", "10.1.0.1"])));
        }
        if some(r, 6) {
            parts.push(format!(
                "ct_state={}",
                r.pick(&["-trk", "+trk+new", "+trk+est", "+trk", "+est-rpl"])
            ));
        }
        if some(r, 12) {
            parts.push(format!("ct_mark={}", r.below(2)));
        }
    }
    if ["tcp", "udp", "tcp6"].contains(&protocol) && some(r, 3) {
        parts.push(format!("tp_dst={}", 80 + r.below(3)));
    }
    (parts, protocol)
}

fn ct(r: &mut Random, table: u64) -> String {
    let resumes = r.below(4) > 0;
    let table = if resumes {
        format!("table={},", table + 1)
    } else {
        String::new()
    };
    let all = [
        "commit",
        "commit,exec(set_field:1->ct_mark)",
        "commit,nat(src=10.0.0.2)",
        "commit,nat(dst=10.1.0.1:81)",
        "commit,force,zone=NXM_NX_REG1[0..15],exec(load:3->NXM_NX_CT_LABEL[0..7])",
        "zone=3",
        "nat",
    ];
    format!("ct({table}{})", r.pick(if resumes { &all } else { &all[..5] }))
}

fn random_action(r: &mut Random, protocol: &str, table: u64, depth: u32) -> String {
    let is_ip = ["tcp", "udp", "ip"].contains(&protocol);
    let has_ports = ["tcp", "udp", "tcp6"].contains(&protocol);
    loop {
        return match r.below(32) {
            0..=3 => format!("output:{}", 1 + r.below(9)),
            4 => r.pick(&["IN_PORT", "LOCAL", "NORMAL", "output:77"]).into(),
            5..=7 if depth == 0 => format!("resubmit(,{})", table + 1 + r.below(3)),
            8 if depth == 0 => format!("resubmit({},{})", 1 + r.below(4), table + 1 + r.below(2)),
            9 => format!("load:{}->NXM_NX_REG{}[0..1]", r.below(4), r.below(3)),
            10 => format!("set_field:{}->reg{}", r.below(4), r.below(3)),
            11 => format!("set_field:{}->eth_dst", r.pick(&MACS)),
            12 => format!("mod_dl_src:{}", r.pick(&MACS)),
            13 if is_ip => format!("set_field:{}->ip_dst", r.pick(&ADDRESSES)),
            14 if is_ip => format!("mod_nw_src:{}", r.pick(&ADDRESSES)),
            15 if has_ports => format!("mod_tp_dst:{}", 80 + r.below(3)),
            16 if is_ip => "dec_ttl".into(),
            17 => format!("move:NXM_NX_REG{}[]->NXM_NX_REG{}[]", r.below(3), r.below(3)),
            18 => "move:NXM_OF_ETH_SRC[]->NXM_OF_ETH_DST[]".into(),
            19 => format!("push:NXM_NX_REG{}[],pop:NXM_NX_REG{}[]", r.below(3), r.below(3)),
            20 if depth < 2 => {
                let count = 1 + r.below(3);
                let nested: Vec<String> = (0..count)
                    .map(|_| random_action(r, protocol, table, depth + 1))
                    .collect();
                format!("clone({})", nested.join(","))
            }
            21 | 28..=31 if is_ip => ct(r, table),
            22 => format!("group:{}", 1 + r.below(4)),
            23 => format!("output:NXM_NX_REG{}[]", r.below(3)),
            24 => {
                "learn(table=9,priority=3,NXM_OF_ETH_DST[]=NXM_OF_ETH_SRC[],output:NXM_OF_IN_PORT[])".into()
            }
            25 => r
                .pick(&["ct_clear", "note:01", "controller:64", "set_tunnel:5"])
                .into(),
            26 if r.below(4) == 0 => "exit".into(),
            27 => r
                .pick(&[
                    "push_vlan:0x8100,set_field:4103->vlan_vid",
                    "output(port=3,max_len=99)",
                    "set_queue:3",
                ])
                .into(),
            _ => continue,
        };
    }
}

fn random_tables(r: &mut Random) -> (Vec<String>, Vec<String>) {
    let mut flows: Vec<String> = Vec::new();
    // Open vSwitch 3.1 aborts (ofproto-dpif-rid.c, recirc_alloc_id__) when a packet with actions put off is sent to the
    // connection tracker; so a table has either.
    let puts_off = r.below(3) == 0;
    for table in 0..6u64 {
        let count = 4 + r.below(5);
        let mut wanted = count;
        let mut priority = 100;
        while wanted > 0 {
            let (mut matches, mut protocol) = random_match(r);
            // The last ones take what the others leave.
            if wanted <= 2 {
                protocol = if wanted == 2 { "ip" } else { "" };
                matches = vec![protocol.to_owned()]
                    .into_iter()
                    .filter(|name| !name.is_empty())
                    .collect();
            }
            let mut actions: Vec<String> = (0..1 + r.below(4))
                .map(|_| random_action(r, protocol, table, 0))
                .collect();
            if puts_off && r.below(4) == 0 {
                let kind = r.pick(&[
                    "output:4",
                    "output:5,set_field:02:00:00:00:00:09->eth_src",
                    "group:1",
                ]);
                actions.push(format!("write_actions({kind})"));
            }
            if r.below(8) == 0 {
                actions.push(format!("write_metadata:{}/3", r.below(3)));
            }
            if r.below(5) == 0 && table < 5 {
                actions.push(format!("goto_table:{}", table + 1));
            }
            let text = format!(
                "table={table},priority={priority}{}{} actions={}",
                if matches.is_empty() { "" } else { "," },
                matches.join(","),
                actions.join(",")
            );
            let is_allowed = !puts_off || !text.contains("ct(table");
            if is_allowed && parse_flow(&text, &Names::new()).is_ok_and(|flow| stored(&flow).is_some()) {
                flows.push(text);
                priority -= 2;
                wanted -= 1;
            }
        }
        if r.below(2) == 0 {
            let clauses = [
                "ip,nw_src=10.0.0.0/8 actions=conjunction(7,1/2)",
                "tcp,tp_dst=80 actions=conjunction(7,2/2)",
                "in_port=2,ip actions=conjunction(7,2/2),conjunction(8,1/2)",
                "conj_id=7,ip actions=output:6",
            ];
            flows.extend(
                clauses
                    .iter()
                    .map(|clause| format!("table={table},priority=97,{clause}")),
            );
        }
    }
    let groups = [
        "group_id=1,type=all,bucket=output:6,bucket=output:7".to_owned(),
        format!(
            "group_id=2,type=all,bucket=mod_dl_dst:{},output:8,bucket=resubmit(,6)",
            r.pick(&MACS)
        ),
        format!(
            "group_id=3,type=indirect,bucket=set_field:{}->eth_src,output:4",
            r.pick(&MACS)
        ),
        "group_id=4,type=ff,bucket=watch_port:7,output:7,bucket=watch_port:8,output:8".to_owned(),
    ];
    (flows, groups.to_vec())
}

/// Random tables and packets: the whole text of the trace is compared.
#[test]
fn random_tables_are_traced_as_a_switch_does() {
    let rounds = if std::env::var("NNC_SOAK").is_ok_and(|soak| soak == "1") {
        200
    } else {
        60
    };
    let bench = Bench {
        switch: Vswitchd::start("traces"),
    };
    let mut random = Random(0x7ace);
    let (mut pairs, mut passes, mut tables) = (0, 0, 0);
    for _ in 0..rounds {
        let (flows, groups) = random_tables(&mut random);
        bench.load(&flows, &groups);
        let ours = pipeline(&flows, &groups);
        for _ in 0..10 {
            let packet = random_packet(&mut random);
            let states: Vec<&str> = (0..random.below(3)).map(|_| random.pick(&STATES)).collect();
            let (more_passes, more_tables) = compare(&bench, &ours, (&flows, &groups), &packet, &states);
            pairs += 1;
            passes += more_passes;
            tables += more_tables;
        }
    }
    println!(
        "measured: {pairs} traces equal those of ofproto/trace, with {passes} passes through {tables} tables"
    );
    assert!(pairs >= 500 && passes > pairs && tables > 2 * pairs);
}

#[test]
fn the_program_tells_what_happens() {
    let directory = support::directory("ofp-trace");
    let path = |name: &str| directory.join(name).display().to_string();
    let (flows, ports) = (path("flows"), path("ports"));
    let text = "# a group and two flows\n\
                group_id=1,type=all,bucket=output:lan,bucket=mod_dl_dst:02:00:00:00:00:07,output:3\n\
                ip,in_port=wan actions=ct(table=1)\n\
                table=1,cookie=7,ct_state=+trk+est,ip actions=group:1\n";
    std::fs::write(&flows, text).expect("the file is written");
    let list = r#"{"ports":[{"name":"wan","ofport":1},{"name":"lan","ofport":2}]}"#;
    std::fs::write(&ports, list).expect("the file is written");
    let ofp = |arguments: &[&str]| {
        let all = ["trace", "--flows", &flows, "--ports", &ports];
        let output = std::process::Command::new(env!("CARGO_BIN_EXE_ofp"))
            .args(all)
            .args(arguments)
            .output();
        let output = output.expect("the program runs");
        (
            String::from_utf8(output.stdout).expect("text"),
            output.status.code(),
        )
    };
    let (text, status) = ofp(&["--ct-next", "trk,est", "in_port=wan,tcp,nw_dst=10.0.0.1"]);
    assert_eq!(status, Some(0));
    assert!(
        text.contains("recirc(0x1) - resume conntrack with ct_state=est|trk\n"),
        "{text}"
    );
    assert!(text.contains("     >> Nonexistent output port\n"), "{text}");
    assert!(
        text.ends_with("Final flow: unchanged\nDatapath actions: 2\n"),
        "{text}"
    );
    let (text, _) = ofp(&[
        "--names",
        "--ct-next",
        "trk,est",
        "in_port=wan,tcp,nw_dst=10.0.0.1",
    ]);
    assert!(text.contains(" 0. ip,in_port=wan, priority 32768\n"), "{text}");
    assert!(text.ends_with("Datapath actions: lan\n"), "{text}");
    let (json, _) = ofp(&["--json", "--ct-next=trk|est", "in_port=wan,icmp"]);
    assert!(
        json.contains(r#"{"kind":"table","table":1,"line":4,"text":"1. ct_state=+est+trk,ip"#),
        "{json}"
    );
    assert!(
        json.contains(r#""kind":"bucket","text":"bucket 1","steps":[{"kind":"action""#),
        "{json}"
    );
    for bad in [
        &["in_port=1,tpc"][..],
        &["in_port=1", "in_port=2"],
        &["--ct-next", "old", "in_port=1"],
        &[],
    ] {
        assert_eq!(ofp(bad), (String::new(), Some(2)), "{bad:?}");
    }
}

#[test]
fn deep_and_endless_tables_end() {
    let packet = Packet::parse("in_port=1,ip", &Names::new()).expect("a packet");
    let forward: Vec<String> = (0..254)
        .map(|table| format!("table={table} actions=resubmit(,{}),1", table + 1))
        .collect();
    let deepest = pipeline(&forward, &[]).trace(&packet, &Options::default());
    assert_eq!(deepest.passes[0].error, None);
    let wide = [
        "actions=resubmit(,1),resubmit(,1)",
        "table=1 actions=resubmit(,0),resubmit(,0)",
    ];
    let wide = pipeline(&strings(&wide), &[]).trace(&packet, &Options::default());
    assert_eq!(wide.passes[0].error, Some("Recursion too deep"));
    let many = vec!["resubmit(,1)"; 3000].join(",");
    let many = pipeline(
        &[format!("actions={many}"), "table=1 actions=resubmit(,2),1".into()],
        &[],
    );
    assert_eq!(
        many.trace(&packet, &Options::default()).passes[0].error,
        Some("Too many resubmits")
    );
    let around = pipeline(&strings(&["ip actions=ct(table=0)"]), &[]);
    assert_eq!(around.trace(&packet, &Options::default()).passes.len(), 64);
    let watching = ["group_id=1,type=ff,bucket=watch_group:1,output:1"];
    let watching = pipeline(&strings(&["actions=group:1"]), &strings(&watching));
    assert_eq!(
        watching.trace(&packet, &Options::default()).passes[0].datapath,
        "drop"
    );
}
