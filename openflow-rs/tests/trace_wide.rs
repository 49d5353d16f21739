//! Traces of whatever a packet can be and an action can do, beside those of a live Open vSwitch.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test may fail where it stands, and says what it measured"
)]

mod support;

use openflow_rs::text::{Names, parse_flow};
use support::Random;
use support::traces::{Bench, Compared, compare_if_it_ends, pipeline, stored};
use support::vswitchd::Vswitchd;

/// A packet, and what it is.
fn packet(r: &mut Random) -> (String, &'static str) {
    let kind = r.pick(&[
        "tcp", "udp", "sctp", "icmp", "tcp6", "udp6", "sctp6", "icmp6", "nd", "arp", "rarp", "mpls", "ip",
        "ipv6", "",
    ]);
    let mut parts = vec![format!("in_port={}", 1 + r.below(5))];
    if r.below(3) == 0 {
        parts.push(format!("dl_src=02:00:00:00:00:0{}", r.below(4)));
    }
    if r.below(3) == 0 {
        parts.push(format!("dl_vlan={},dl_vlan_pcp={}", r.below(4), r.below(8)));
    }
    if r.below(4) == 0 {
        parts.push(format!(
            "tun_id={},tun_src=192.0.2.{},tun_dst=192.0.2.9",
            r.below(4),
            1 + r.below(3)
        ));
    }
    if r.below(4) == 0 {
        parts.push(format!("reg{}={}", r.below(4), r.next() as u32));
    }
    if r.below(5) == 0 {
        parts.push(format!("metadata={},pkt_mark={}", r.next() % 9, r.below(4)));
    }
    if r.below(5) == 0 {
        parts.push(format!(
            "ct_state=trk|est,ct_mark={},ct_zone={}",
            r.below(3),
            r.below(3)
        ));
    }
    let protocol = if kind == "nd" { "icmp6" } else { kind };
    if !protocol.is_empty() {
        parts.push(protocol.to_owned());
    }
    let four = ["tcp", "udp", "sctp", "icmp", "ip"].contains(&kind);
    let six = ["tcp6", "udp6", "sctp6", "icmp6", "nd", "ipv6"].contains(&kind);
    if four {
        parts.push(format!(
            "nw_src=10.0.{}.{},nw_dst=10.1.0.{}",
            r.below(2),
            r.below(4),
            r.below(4)
        ));
    }
    if six {
        parts.push(format!(
            "ipv6_src=fd00::{},ipv6_dst=fd01::{}",
            r.below(4),
            r.below(4)
        ));
        if r.below(3) == 0 {
            parts.push(format!("ipv6_label={}", r.below(9)));
        }
    }
    if four || six {
        parts.push(format!(
            "nw_ttl={},nw_tos={},nw_ecn={}",
            r.below(4),
            r.below(8) * 4,
            r.below(4)
        ));
        if r.below(5) == 0 {
            parts.push((*r.pick(&["nw_frag=first", "nw_frag=later"])).to_owned());
        }
    }
    if kind == "ip" || kind == "ipv6" {
        parts.push(format!("nw_proto={}", [0, 2, 4, 47, 89][r.below(5) as usize]));
    }
    let later = parts.iter().any(|part| part == "nw_frag=later");
    match kind {
        "tcp" | "tcp6" | "udp" | "udp6" | "sctp" | "sctp6" if !later => {
            let name = kind.trim_end_matches('6');
            parts.push(format!(
                "{name}_src={},{name}_dst={}",
                1000 + r.below(3),
                80 + r.below(3)
            ));
            if kind.starts_with("tcp") && r.below(2) == 0 {
                parts.push(format!(
                    "tcp_flags={}",
                    r.pick(&["syn", "syn|ack", "fin|ack", "rst"])
                ));
            }
        }
        "icmp" if !later => parts.push(format!("icmp_type={},icmp_code={}", r.below(9), r.below(3))),
        "icmp6" if !later => parts.push(format!(
            "icmpv6_type={},icmpv6_code={}",
            128 + r.below(2),
            r.below(3)
        )),
        "nd" if !later => parts.push(format!(
            "icmpv6_type=135,icmpv6_code=0,nd_target=fd00::{},nd_sll=02:00:00:00:00:0{}",
            r.below(4),
            r.below(4)
        )),
        "arp" | "rarp" => parts.push(format!(
            "arp_op={},arp_spa=10.0.0.{},arp_tpa=10.0.0.{},arp_sha=02:00:00:00:00:0{}",
            1 + r.below(2),
            r.below(4),
            r.below(4),
            r.below(4)
        )),
        "mpls" => parts.push(format!(
            "mpls_label={},mpls_tc={},mpls_ttl={},mpls_bos={}",
            16 + r.below(4),
            r.below(8),
            r.below(4),
            r.below(2)
        )),
        _ => {}
    }
    (parts.join(","), kind)
}

/// What a flow matches.
fn matching(r: &mut Random) -> (String, &'static str) {
    let kind = r.pick(&[
        "", "", "ip", "ip", "ip", "ipv6", "ipv6", "tcp", "udp", "sctp", "icmp", "tcp6", "udp6", "icmp6",
        "arp", "rarp", "mpls",
    ]);
    let mut parts = vec![kind.to_owned()];
    parts.retain(|part| !part.is_empty());
    let general = [
        "in_port=2",
        "dl_src=02:00:00:00:00:01",
        "dl_dst=01:00:00:00:00:00/01:00:00:00:00:00",
        "dl_vlan=1",
        "dl_vlan=0",
        "vlan_tci=0x1000/0x1000",
        "vlan_tci=0",
        "vlan_vid=0x1000/0x1001",
        "dl_vlan_pcp=3",
        "tun_id=1",
        "tun_id=2/2",
        "tun_src=192.0.2.1",
        "tun_dst=192.0.2.8/29",
        "reg0=1/1",
        "reg1=0x80000000/0x80000000",
        "xreg0=4/4",
        "xxreg0=8/8",
        "metadata=1/3",
        "pkt_mark=1/1",
        "ct_state=+trk",
        "ct_state=-trk",
        "ct_state=+est-new",
        "ct_mark=1",
        "ct_mark=1/3",
        "ct_zone=1",
        "ct_label=1/1",
        "tun_flags=0",
        "actset_output=unset",
    ];
    for _ in 0..r.below(3) {
        parts.push((*r.pick(&general)).to_owned());
    }
    let special: &[&str] = match kind {
        "ip" | "tcp" | "udp" | "sctp" | "icmp" => &[
            "nw_src=10.0.1.0/24",
            "nw_dst=10.1.0.1",
            "nw_ttl=1",
            "nw_tos=8",
            "nw_ecn=1",
            "nw_frag=no",
            "nw_frag=yes",
            "nw_frag=first",
            "nw_frag=later",
            "nw_frag=not_later",
            "ip_dscp=3",
            "nw_src=10.0.0.1/255.255.0.1",
        ],
        "ipv6" | "tcp6" | "udp6" | "icmp6" => &[
            "ipv6_src=fd00::1",
            "ipv6_dst=fd01::/126",
            "nw_ttl=2",
            "nw_tos=16",
            "ipv6_label=3",
            "nw_frag=later",
            "nw_proto=89",
            "nw_frag=not_later",
        ],
        "arp" | "rarp" => &[
            "arp_op=1",
            "arp_spa=10.0.0.1",
            "arp_tpa=10.0.0.2/31",
            "arp_sha=02:00:00:00:00:02",
        ],
        "mpls" => &[
            "mpls_label=17",
            "mpls_tc=3",
            "mpls_bos=1",
            "mpls_bos=0",
            "mpls_ttl=1",
        ],
        _ => &[],
    };
    if !special.is_empty() && r.below(2) == 0 {
        let part = special[r.below(special.len() as u64) as usize];
        if !(part.starts_with("nw_proto") && kind != "ipv6") {
            parts.push(part.to_owned());
        }
    }
    if ["tcp", "tcp6", "udp", "udp6", "sctp"].contains(&kind) && r.below(2) == 0 {
        parts.push((*r.pick(&["tp_dst=80", "tp_src=1000", "tp_dst=80/0xfffe"])).to_owned());
    }
    if kind.starts_with("tcp") && r.below(3) == 0 {
        parts.push((*r.pick(&["tcp_flags=+syn-ack", "tcp_flags=fin", "tcp_flags=2/2"])).to_owned());
    }
    if kind == "icmp" && r.below(2) == 0 {
        parts.push("icmp_type=8".into());
    }
    if kind == "icmp6" && r.below(2) == 0 {
        parts.push(
            (*r.pick(&[
                "icmpv6_type=135",
                "icmpv6_type=135,nd_target=fd00::1",
                "icmpv6_type=128,icmpv6_code=0",
            ]))
            .to_owned(),
        );
    }
    (parts.join(","), kind)
}

fn action(r: &mut Random, kind: &str, table: u64, depth: u32) -> String {
    let four = ["tcp", "udp", "sctp", "icmp", "ip"].contains(&kind);
    let six = ["tcp6", "udp6", "icmp6", "ipv6"].contains(&kind);
    let ports = ["tcp", "udp", "sctp", "tcp6", "udp6"].contains(&kind);
    let (a, b) = (r.below(4), r.below(32));
    let width = 1 + r.below(32 - b);
    let value = r.next() as u32 >> (32 - width);
    loop {
        return match r.below(52) {
            0..=4 => format!("output:{}", 1 + r.below(9)),
            5 => (*r.pick(&["IN_PORT", "LOCAL", "NORMAL", "drop_me", "CONTROLLER"])).replace("drop_me", "output:9"),
            6..=9 if depth == 0 => format!("resubmit(,{})", table + 1 + r.below(2)),
            10 => format!("load:{value:#x}->NXM_NX_REG{a}[{b}..{}]", u64::from(b as u32) + width - 1),
            11 => format!("set_field:{value:#x}/{value:#x}->reg{a}"),
            12 => format!("move:NXM_NX_REG{a}[{b}..{}]->NXM_NX_REG{}[0..{}]", b + width - 1, r.below(4), width - 1),
            13 => (*r.pick(&[
                "move:NXM_OF_ETH_SRC[0..31]->NXM_NX_REG1[]",
                "move:NXM_OF_IN_PORT[]->NXM_NX_REG0[0..15]",
                "move:NXM_NX_TUN_ID[0..31]->NXM_NX_REG2[]",
                "move:NXM_NX_REG0[0..11]->NXM_OF_VLAN_TCI[0..11]",
                "move:NXM_NX_REG1[]->NXM_NX_TUN_ID[0..31]",
                "move:OXM_OF_METADATA[0..31]->NXM_NX_REG0[]",
                "move:NXM_NX_CT_MARK[]->NXM_NX_REG3[]",
                "move:NXM_NX_XXREG0[0..63]->NXM_NX_XXREG0[64..127]",
            ])).to_owned(),
            14 => (*r.pick(&[
                "set_field:5->tun_id", "set_tunnel:0x100000001", "set_field:192.0.2.77->tun_dst", "set_field:0x7->pkt_mark",
                "set_field:0x1234/0xff->xreg1", "set_field:0x11223344556677889900->xxreg0", "write_metadata:5/7",
                "set_field:0xf/0xf->metadata", "set_field:02:00:00:00:00:0a->eth_src",
            ])).to_owned(),
            15 if four => (*r.pick(&[
                "mod_nw_src:10.9.9.9", "mod_nw_dst:10.9.9.8", 
                "mod_nw_ttl:7", "load:0xa000001->NXM_OF_IP_DST[]",
            ])).to_owned(),
            16 if six => (*r.pick(&[
                "set_field:fd02::1->ipv6_src", "set_field:77->ipv6_label",
                "set_field:9->nw_ttl",
            ])).to_owned(),
            17 if ports => (*r.pick(&["mod_tp_src:7", "mod_tp_dst:9", "load:80->NXM_NX_REG0[0..15],move:NXM_NX_REG0[0..15]->NXM_NX_REG1[16..31]"])).to_owned(),
            18 if four || six => (*r.pick(&["dec_ttl", "dec_ttl(1,2)"])).to_owned(),
            19 if kind == "icmp" => (*r.pick(&["set_field:3->icmp_type", "set_field:1->icmp_code"])).to_owned(),
            20 if kind == "icmp6" => (*r.pick(&["set_field:129->icmpv6_type", "set_field:2->icmpv6_code"])).to_owned(),
            21 if kind == "arp" => (*r.pick(&[
                "set_field:2->arp_op", "set_field:10.0.0.77->arp_spa", "move:NXM_OF_ARP_SPA[]->NXM_OF_ARP_TPA[]",
                "set_field:02:00:00:00:00:0c->arp_sha", "move:NXM_NX_ARP_SHA[]->NXM_NX_ARP_THA[]",
            ])).to_owned(),
            24 => (*r.pick(&[
                "push_vlan:0x8100", "push_vlan:0x88a8,set_field:0x1003->vlan_vid", "strip_vlan", "pop_vlan", "mod_vlan_vid:9", "mod_vlan_pcp:4",
                "set_field:0x1007->vlan_tci", "load:0->NXM_OF_VLAN_TCI[]",
            ])).to_owned(),
            25 if depth < 2 => {
                let nested: Vec<String> = (0..=r.below(3)).map(|_| action(r, kind, table, depth + 1)).collect();
                format!("clone({})", nested.join(","))
            }
            26 => format!("group:{}", 1 + r.below(9)),
            27 => format!("output:NXM_NX_REG{a}[{b}..{}]", b + width.min(16) - 1),
            28 => (*r.pick(&["output:OXM_OF_IN_PORT[]", "output:NXM_OF_IN_PORT[]"])).to_owned(),
            29 => (*r.pick(&[
                "learn(table=7,NXM_OF_ETH_DST[]=NXM_OF_ETH_SRC[],output:NXM_OF_IN_PORT[])",
                "learn(table=7,idle_timeout=9,cookie=0x5,eth_type=0x800,load:NXM_OF_IN_PORT[]->NXM_NX_REG3[0..15])",
                "learn(table=7,delete_learned,limit=3,reg0[0..7]=NXM_NX_REG1[8..15],load:7->NXM_NX_REG2[])",
                "learn(table=7,limit=2,result_dst=NXM_NX_REG0[3],NXM_OF_VLAN_TCI[0..11])",
            ])).to_owned(),
            30 | 31 if four || six => (*r.pick(&[
                "ct(commit)", "ct(table=5)", "ct(table=5,zone=2)", "ct(table=5,zone=NXM_NX_REG0[0..15])", "ct(commit,table=5,nat)",
                "ct(commit,exec(set_field:5->ct_mark,set_field:0x10->ct_label))", "ct(commit,force,alg=ftp,table=5)", "ct(commit,exec(move:NXM_NX_REG0[]->NXM_NX_CT_MARK[]))",
                "ct(commit,nat(src=10.7.0.1-10.7.0.4),table=6)", "ct(commit,nat(dst=10.7.0.9:99,random))", "ct(commit,nat(src=fd07::1,hash,persistent))", "ct_clear",
            ])).to_owned(),
            34 => (*r.pick(&["controller", "controller(id=5,max_len=99,reason=no_match)", "controller(userdata=01.02.03)", "controller(pause)", "controller:20"])).to_owned(),
            35 => (*r.pick(&["note:01.02.03", "exit"])).to_owned(),
            36 => (*r.pick(&["enqueue:2:1", "set_queue:4", "pop_queue", "output(port=2,max_len=100)"])).to_owned(),
            37 => format!("push:NXM_NX_REG{a}[0..15],pop:NXM_NX_REG{}[16..31]", r.below(4)),
            38 => (*r.pick(&["pop:NXM_NX_REG2[0..7]", "push:NXM_OF_ETH_SRC[],pop:NXM_OF_ETH_DST[]", "push:NXM_OF_ETH_DST[0..15]"])).to_owned(),
            39 if kind.starts_with("tcp") => "fin_timeout(idle_timeout=3)".into(),
            40 if depth == 0 => format!("resubmit({},{})", r.pick(&["1", "3", "LOCAL", "in_port"]), table + 1),
            42 => format!(
                "multipath({},{},{},{},0,NXM_NX_REG{a}[{b}..31])",
                r.pick(&["eth_src", "symmetric_l4", "nw_src", "nw_dst"]),
                r.below(99),
                r.pick(&["modulo_n", "hash_threshold"]),
                1 + r.below(1 << (32 - b).min(6)),
            ),
            43 => format!("bundle({},{},{},ofport,members:{})",
                r.pick(&["eth_src", "symmetric_l4", "nw_src", "symmetric_l3"]),
                r.below(9),
                "active_backup",
                r.pick(&["77,3,5", "1,2", "78,79", "6", ""]),
            ),
            44 => format!("bundle_load(eth_src,0,{},ofport,NXM_NX_REG{a}[0..15],members:{})",
                "hrw",
                r.pick(&["77,3", "78,79", "6"]),
            ),
            45 if depth == 0 => format!("check_pkt_larger({})->NXM_NX_REG{a}[{b}]", r.below(1500)),
            46 if four || six || kind.is_empty() => (*r.pick(&[
                "push_mpls:0x8847", "push_mpls:0x8848,output:3", "push_mpls:0x8847,set_field:77->mpls_label,set_mpls_ttl(9),output:2",
                "push_mpls:0x8847,set_field:3->mpls_tc,push_mpls:0x8847,output:4,pop_mpls:0x8847,output:5",
            ])).to_owned(),
            47 if kind == "mpls" => (*r.pick(&[
                "pop_mpls:0x0800", "pop_mpls:0x86dd,output:4", "pop_mpls:0x8847,output:5", "pop_mpls:0x8848",
                "push_mpls:0x8847,output:6", "pop_mpls:0x0800,mod_dl_src:02:00:00:00:00:0e,output:7",
            ])).to_owned(),
            48 | 49 if kind == "mpls" => (*r.pick(&[
                "dec_mpls_ttl", "set_mpls_ttl(7)", "set_field:9->mpls_label", "set_field:2->mpls_tc", "set_mpls_label(12)", "set_mpls_tc(1)",
                "move:OXM_OF_MPLS_LABEL[]->NXM_NX_REG0[0..19]", "dec_mpls_ttl,output:2", "set_mpls_ttl(5),output:3",
            ])).to_owned(),
            50 if kind == "mpls" => "clone(pop_mpls:0x0800,output:5)".into(),
            41 => "set_field:17->tun_src".replace("17", "192.0.2.5"),
            _ => continue,
        };
    }
}

fn tables(r: &mut Random) -> (Vec<String>, Vec<String>) {
    let mut flows = Vec::new();
    let puts_off = r.below(3) == 0;
    for table in 0..7u64 {
        let mut priority = 100;
        while priority > 88 {
            let (mut matches, mut kind) = matching(r);
            // The last ones take what the others leave.
            if priority <= 91 {
                kind = ["", "ipv6", "ip"][priority as usize - 89];
                matches = kind.to_owned();
            }
            let mut actions: Vec<String> = (0..=r.below(4)).map(|_| action(r, kind, table, 0)).collect();
            if puts_off && r.below(5) == 0 {
                actions.push(format!(
                    "write_actions({})",
                    r.pick(&[
                        "output:3",
                        "group:1",
                        "set_field:02:00:00:00:00:0d->eth_dst,output:4",
                        "set_queue:2,output:5",
                        "pop_vlan,output:2",
                        "push_vlan:0x8100,output:6",
                    ])
                ));
            }
            if puts_off && r.below(12) == 0 {
                actions.push("clear_actions".into());
            }
            if r.below(4) == 0 && table < 6 {
                actions.push(format!("goto_table:{}", table + 1));
            }
            let text = format!(
                "table={table},priority={priority}{}{matches} actions={}",
                if matches.is_empty() { "" } else { "," },
                actions.join(",")
            );
            // See the other test of traces: with actions put off, ofproto/trace of Open vSwitch 3.1 may abort.
            let is_allowed =
                !puts_off || !text.contains("ct(") && !text.contains("pause") && !text.contains("mpls");
            // Two ways on at most, or the switch is busy for minutes.
            let is_allowed =
                is_allowed && text.matches("resubmit(").count() + text.matches("goto").count() < 3;
            if is_allowed && parse_flow(&text, &Names::new()).is_ok_and(|flow| stored(&flow).is_some()) {
                flows.push(text);
                priority -= 1;
            }
        }
    }
    let mac = r.below(9);
    let groups = [
        "group_id=1,type=all,bucket=output:6,bucket=output:7".to_owned(),
        format!("group_id=2,type=all,bucket=mod_dl_dst:02:00:00:00:00:0{mac},output:8,bucket=resubmit(,6)"),
        "group_id=3,type=indirect,bucket=set_field:3->reg1,output:4".to_owned(),
        "group_id=4,type=ff,bucket=watch_port:77,output:1,bucket=watch_port:8,output:8".to_owned(),
        "group_id=5,type=indirect,bucket=output:5".to_owned(),
        "group_id=6,type=all,bucket=group:3,output:2,bucket=group:1".to_owned(),
        "group_id=7,type=ff,bucket=watch_port:99,output:1,bucket=watch_group:4,output:2".to_owned(),
        "group_id=8,type=ff,bucket=watch_port:99,watch_group:9,output:1,bucket=watch_group:3,output:3"
            .to_owned(),
        "group_id=9,type=ff,bucket=watch_port:78,output:1".to_owned(),
    ];
    (flows, groups.to_vec())
}

#[test]
fn wide_tables_are_traced_as_a_switch_does() {
    let soak = std::env::var("NNC_SOAK").is_ok_and(|soak| soak == "1");
    let bench = Bench {
        switch: Vswitchd::start("traces-wide"),
    };
    let (mut pairs, mut endless, mut passed) = (0, 0, 0);
    for round in 0..if soak { 200 } else { 20 } {
        // Each round can be run by itself.
        let mut r = Random(0xa11 + (round << 32));
        let (flows, groups) = tables(&mut r);
        bench.load(&flows, &groups);
        let ours = pipeline(&flows, &groups);
        for _ in 0..20 {
            let (packet, _) = packet(&mut r);
            let states: Vec<&str> = (0..r.below(3))
                .map(|_| r.pick(&["trk,new", "trk,est", "trk,inv", "trk,est,rpl,dnat"]))
                .collect();
            match compare_if_it_ends(&bench, &ours, (&flows, &groups), &packet, &states) {
                Compared::Same { tables, .. } => {
                    pairs += 1;
                    passed += tables;
                }
                Compared::Endless => endless += 1,
            }
        }
        if soak {
            println!("round {round}: {pairs} equal, {endless} without end");
        }
    }
    println!(
        "measured: {pairs} traces of wide tables equal those of ofproto/trace, through {passed} tables; {endless} more \
         packets go round without end"
    );
    assert!(passed > 2 * pairs);
    assert!(pairs > 9 * endless, "the tables lead into loops too often");
}

#[test]
fn what_is_written_is_compared_bit_by_bit() {
    use support::traces::writes_the_same;
    let same = |ours: &str, theirs: &str| {
        writes_the_same(
            &format!("Datapath actions: {ours}"),
            &format!("Datapath actions: {theirs}"),
        )
    };
    assert!(same("set(icmp(type=3/0xff)),2", "set(icmp(type=3,code=0)),2"));
    assert!(same(
        "clone(set(tcp(src=1/0x1)),2),4",
        "clone(set(tcp(src=3/0x3)),2),4"
    ));
    for (ours, theirs) in [
        ("set(icmp(type=3/0xff)),2", "set(icmp(type=4,code=0)),2"),
        ("set(icmp(type=3/0xff)),2", "set(icmp(code=0)),2"),
        ("set(icmp(type=3)),2", "set(icmp(type=3/0xff)),2"),
        ("set(icmp(type=3/0xff)),2", "set(icmp(type=3/0xf)),2"),
        ("set(icmp(type=3/0xff)),2", "set(icmp(type=3,code=0)),3"),
        ("set(icmp(type=3/0xff)),2", "2"),
        (
            "set(eth(src=02:00:00:00:00:01/ff:ff:ff:ff:ff:ff))",
            "set(eth(src=02:00:00:00:00:02))",
        ),
    ] {
        assert!(!same(ours, theirs), "{ours} and {theirs}");
    }
}
