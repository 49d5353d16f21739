//! Faults that are named, and sound pipelines about which nothing is said.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test may fail where it stands, and says what it measured"
)]

mod support;

use openflow_rs::lint::{Finding, PortList, Rule, lint};
use openflow_rs::text::{Names, parse_flow};
use openflow_rs::trace::{Options, Packet, Pipeline};
use openflow_rs::wire::{Match, Slot};
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::io::Write;
use std::process::{Command, Stdio};
use support::{Random, random_flow};

fn found(flows: &[&str]) -> Vec<(Rule, Vec<usize>)> {
    short(lint(flows, None))
}

fn short(findings: Vec<Finding>) -> Vec<(Rule, Vec<usize>)> {
    findings
        .into_iter()
        .map(|finding| {
            assert!(
                !finding.message.is_empty() && !finding.mend.is_empty(),
                "{finding:?}"
            );
            (finding.rule, finding.lines)
        })
        .collect()
}

fn home_ports() -> PortList {
    let mut ports = PortList::new();
    for (name, number, layer) in [
        ("internal_100", 100, 2),
        ("internal_101", 101, 2),
        ("internal_200", 200, 2),
        ("internal_201", 201, 2),
        ("warp0", 77, 3),
        ("veth102", 102, 2),
        ("veth103", 103, 2),
        ("from-mesh", 5, 2),
        ("warp-veth", 78, 2),
    ] {
        ports.add(name, number, layer);
    }
    ports
}

/// The flows of the privacy chain as they were first written down.
#[test]
fn the_privacy_chain_loses_all_packets_and_is_told_why() {
    let flows = [
        "priority=100,in_port=internal_100,actions=output:warp0",
        "priority=100,in_port=warp0,actions=output:internal_101",
        "priority=100,in_port=internal_101,actions=output:warp0",
        "priority=100,in_port=warp0,actions=output:internal_100",
        "priority=90,ip,nw_dst=100.104.70.10,actions=output:internal_200",
        "priority=90,ip,nw_dst=100.104.70.11,actions=output:internal_201",
    ];
    let findings = lint(&flows, Some(&home_ports()));
    assert!(
        findings[0]
            .message
            .contains("the match of line 4 is that of line 2"),
        "{}",
        findings[0].message
    );
    assert_eq!(
        short(findings),
        [
            (Rule::DuplicateMatch, vec![2, 4]),
            (Rule::L3Port, vec![1, 2, 3, 4])
        ]
    );
}

/// Its flows for functions, with the match fields of its configuration.
#[test]
fn an_address_given_to_ip_is_no_match_on_the_address() {
    let flows = [
        "priority=90,ip=nw_dst=100.104.70.10,actions=output:internal_200",
        "priority=90,ip=nw_dst=100.104.70.11,actions=output:internal_201",
    ];
    let findings = lint(&flows, Some(&home_ports()));
    assert_eq!(findings[0].mend, "write ip,nw_dst=100.104.70.10");
    assert_eq!(
        short(findings),
        [(Rule::BadMatch, vec![1]), (Rule::BadMatch, vec![2])]
    );
}

/// The flows of the socket network.
#[test]
fn the_socket_network_learns_for_nobody_and_is_told_so() {
    let flows = [
        "priority=100,in_port=from-mesh,actions=output:warp0",
        "priority=100,in_port=warp0,actions=output:from-mesh",
        "priority=10,actions=normal",
        "priority=100,tcp,tp_dst=6333,actions=output:veth103",
        "priority=100,in_port=veth103,actions=learn(table=1,hard_timeout=300,priority=110,\
         NXM_OF_ETH_DST[]=NXM_OF_ETH_SRC[],output:NXM_OF_IN_PORT[]),output:normal",
    ];
    assert_eq!(
        short(lint(&flows, Some(&home_ports()))),
        [
            (Rule::Overlap, vec![1, 4]),
            (Rule::Overlap, vec![2, 4]),
            (Rule::Overlap, vec![4, 5]),
            (Rule::DeadTable, vec![5]),
            (Rule::L3Port, vec![1, 2]),
        ]
    );
    let mesh = [
        "priority=100,in_port=nm0,actions=output:to-socket",
        "priority=100,in_port=to-socket,actions=output:nm0",
        "priority=1,actions=drop",
    ];
    assert_eq!(found(&mesh), []);
}

#[test]
fn nothing_is_said_about_a_sound_pipeline() {
    let chain = [
        "# the way out, by the table of addresses that answers go to",
        "table=0,priority=200,arp actions=NORMAL",
        "table=0,priority=110,in_port=warp-veth actions=resubmit(,1)",
        "table=0,priority=100,in_port=internal_100 actions=learn(table=1,idle_timeout=300,priority=10,\
         NXM_OF_ETH_DST[]=NXM_OF_ETH_SRC[],output:NXM_OF_IN_PORT[]),output:internal_101",
        "table=0,priority=100,in_port=internal_101 actions=learn(table=1,idle_timeout=300,priority=10,\
         NXM_OF_ETH_DST[]=NXM_OF_ETH_SRC[],output:NXM_OF_IN_PORT[]),output:warp-veth",
        "table=0,priority=90,tcp,in_port=veth102,tp_dst=6333 actions=output:veth103",
        "table=0,priority=80,in_port=veth102 actions=NORMAL",
        "table=0,priority=0 actions=drop",
        "table=1,priority=0 actions=drop",
    ];
    assert_eq!(short(lint(&chain, Some(&home_ports()))), []);
    let firewall = [
        "priority=100,ip,ct_state=-trk actions=ct(table=0,zone=7)",
        "priority=90,arp actions=NORMAL",
        "priority=100,ct_state=+trk+new,tcp,in_port=1,tp_dst=22 actions=ct(commit,zone=7,exec(load:1->NXM_NX_CT_MARK[])),2",
        "priority=100,ct_state=+trk+est,ip,in_port=1 actions=2",
        "priority=100,ct_state=+trk+est,ip,in_port=2 actions=1",
        "priority=50,ct_state=+trk,ip actions=drop",
        "priority=0 actions=drop",
    ];
    assert_eq!(found(&firewall), []);
    let conjunction = [
        "ip,nw_src=10.0.0.1 actions=conjunction(7,1/2)",
        "ip,nw_src=10.0.0.2 actions=conjunction(7,1/2)",
        "tcp,tp_dst=80 actions=conjunction(7,2/2)",
        "udp,tp_dst=53 actions=conjunction(7,2/2)",
        "conj_id=7,ip actions=NORMAL",
        "priority=0 actions=drop",
    ];
    assert_eq!(found(&conjunction), []);
    let marks = [
        "priority=10,reg0=0,ip,nw_dst=10.0.0.0/8 actions=load:1->NXM_NX_REG0[],resubmit(,0)",
        "priority=10,reg0=1,ip actions=dec_ttl,resubmit(,9),output:NXM_NX_REG1[0..15]",
        "priority=20,vlan_tci=0x1000/0x1000 actions=pop_vlan,resubmit(,0)",
        "table=9,priority=1,ip,nw_dst=10.1.0.0/16 actions=load:3->NXM_NX_REG1[]",
        "table=9,priority=0 actions=load:4->NXM_NX_REG1[]",
    ];
    assert_eq!(found(&marks), []);
    assert_eq!(found(&[]), []);
}

#[test]
fn duplicates_are_those_that_a_switch_takes_for_one() {
    assert_eq!(
        found(&[
            "ip,nw_dst=10.1.2.3/8 actions=1",
            "table=0,priority=32768,dl_type=0x0800,nw_dst=10.0.0.0/255.0.0.0 actions=2",
            "priority=5,ip,nw_dst=10.0.0.0/8 actions=2",
            "nw_dst=10.9.9.9/8,ip,cookie=7,idle_timeout=9 actions=3",
            "udp,tp_dst=53 actions=1",
            "priority=40000,udp,tp_dst=53 actions=1",
            "priority=40000,dl_type=0x0800,nw_proto=17,udp_dst=53 actions=1",
        ]),
        [
            (Rule::DuplicateMatch, vec![1, 2, 4]),
            (Rule::DuplicateMatch, vec![6, 7]),
            (Rule::Overlap, vec![4, 5]),
            (Rule::Shadowed, vec![5, 7]),
        ],
        "line 4 has a timeout and shadows nothing, and it is what is left of the first three"
    );
}

#[test]
fn a_flow_is_shadowed_by_one_or_by_several() {
    assert_eq!(
        found(&[
            "priority=10,ip,nw_dst=10.0.0.0/24 actions=1",
            "priority=9,ip,nw_dst=10.0.0.7 actions=2",
            "priority=8,ip,nw_dst=10.0.1.0/24 actions=2",
            "priority=20,ip,nw_dst=10.0.1.0/25 actions=1",
            "priority=19,ip,nw_dst=10.0.1.128/25 actions=1",
            "priority=2,in_port=4,ip actions=2",
            "priority=3,in_port=4,tcp actions=2",
        ]),
        [(Rule::Shadowed, vec![1, 2]), (Rule::Shadowed, vec![3, 4, 5])]
    );
}

#[test]
fn tables_that_nobody_comes_to_or_gets_on_from() {
    assert_eq!(
        found(&[
            "actions=goto_table:1",
            "table=1,ip actions=load:5->NXM_NX_REG0[]",
            "table=1,arp actions=dec_mpls_ttl",
            "table=2,actions=resubmit(,3)",
            "table=3,actions=NORMAL",
        ]),
        [
            (Rule::DeadTable, vec![2, 3]),
            (Rule::DeadTable, vec![4]),
            (Rule::DeadTable, vec![5]),
            (Rule::MissingPrerequisite, vec![3]),
        ]
    );
    assert_eq!(
        found(&["ip actions=1,resubmit(,7)", "arp actions=goto_table:7"]),
        [(Rule::DeadTable, vec![1, 2])]
    );
    assert_eq!(
        found(&["actions=learn(table=3,NXM_OF_ETH_DST[]=NXM_OF_ETH_SRC[]),resubmit(,3)"]),
        []
    );
    assert_eq!(
        found(&[
            "actions=learn(table=3,NXM_OF_ETH_DST[]=NXM_OF_ETH_SRC[]),1",
            "table=3,priority=0 actions=drop"
        ]),
        [(Rule::DeadTable, vec![1, 2])]
    );
}

#[test]
fn loops_are_those_that_a_packet_can_take() {
    assert_eq!(
        found(&["in_port=1 actions=resubmit(,0)"]),
        [(Rule::Loop, vec![1])]
    );
    assert_eq!(
        found(&["in_port=1 actions=2", "in_port=2 actions=resubmit(1,)"]),
        []
    );
    assert_eq!(
        found(&[
            "in_port=1 actions=resubmit(2,)",
            "in_port=2 actions=resubmit(1,0)"
        ]),
        [(Rule::Loop, vec![1, 2])]
    );
    // The input port of a look-up is that look-up's alone.
    assert_eq!(
        found(&["in_port=1 actions=resubmit(2,)", "in_port=2 actions=resubmit(,0)"]),
        [(Rule::Loop, vec![1, 2]), (Rule::Loop, vec![2])]
    );
    assert_eq!(
        found(&[
            "ip actions=resubmit(,1)",
            "table=1,tcp actions=resubmit(,2)",
            "table=2,ip,in_port=3 actions=resubmit(,1)"
        ]),
        [(Rule::Loop, vec![2, 3])]
    );
    assert_eq!(
        found(&[
            "ip actions=resubmit(,1)",
            "table=1,tcp actions=resubmit(,2)",
            "table=2,udp actions=resubmit(,1)"
        ]),
        []
    );
    assert_eq!(found(&["ip actions=ct(table=0)"]), [(Rule::Loop, vec![1])]);
    assert_eq!(
        found(&["metadata=1 actions=resubmit(,0)", "metadata=0 actions=1"]),
        []
    );
    assert_eq!(
        found(&[
            "metadata=1 actions=resubmit(,0)",
            "metadata=0 actions=write_metadata:1,goto_table:2",
            "table=2 actions=resubmit(,0)"
        ]),
        [(Rule::Loop, vec![1])]
    );
    assert_eq!(
        found(&[
            "actions=goto_table:3",
            "table=3 actions=goto_table:2",
            "table=2 actions=1"
        ]),
        [(Rule::Loop, vec![2])]
    );
    assert_eq!(
        found(&["actions=goto_table:3", "table=3 actions=goto_table:0"]),
        [(Rule::Loop, vec![1, 2])]
    );
    let swap = [
        "reg0=0 actions=load:1->NXM_NX_REG0[],move:NXM_NX_REG0[]->NXM_NX_REG1[],resubmit(,0)",
        "reg0=1,reg1=1 actions=load:0->NXM_NX_REG0[],resubmit(,0)",
    ];
    assert_eq!(found(&swap), [(Rule::Loop, vec![1, 2])]);
}

#[test]
fn texts_that_are_not_what_they_seem() {
    for (text, mend) in [
        ("tcp=80 actions=1", "write tcp alone"),
        ("priority=7,udp=tp_dst=53,actions=1", "write udp,tp_dst=53"),
        ("in_port=1,in_port=2 actions=1", "keep one in_port"),
        ("ip,nw_src=10.0.0.1,ip_src=10.0.0.2 actions=1", "keep one ip_src"),
        ("tcp,udp actions=1", "one for tcp and one for udp"),
        ("ip,ipv6 actions=1", "make two flows"),
        ("ip,nw_dst=10.0.0.256 actions=1", "mend the text"),
        ("ip,nw_destination=10.0.0.2 actions=1", "mend the text"),
        ("send_flow_rem=1 actions=1", "send_flow_rem alone"),
        ("tcp,nw_proto=17 actions=1", "leave out tcp"),
        ("dl_type=0x86dd,ip actions=1", "leave out dl_type"),
        ("vlan_tci=5 actions=1", "vlan_tci=0x1005/0xffff"),
        ("ip,ct_state=+new-trk actions=1", "either -trk alone"),
        ("ip,ct_state=+trk+new+est actions=1", "one of +new, +est"),
    ] {
        let findings = lint(&[text], None);
        assert_eq!(findings.len(), 1, "{text}: {findings:?}");
        assert_eq!(findings[0].rule, Rule::BadMatch, "{text}");
        assert!(findings[0].mend.contains(mend), "{text}: {}", findings[0].mend);
    }
    for (text, mend) in [
        ("tp_dst=80 actions=1", "write tcp,tp_dst=80"),
        ("ip,tp_dst=80 actions=1", "write tcp,tp_dst=80"),
        ("udp,tcp_dst=80 actions=1", "write tcp,tcp_dst=80"),
        ("nw_dst=10.0.0.1 actions=1", "write ip,nw_dst=10.0.0.1"),
        (
            "nw_src=10.0.0.1,nw_dst=10.0.0.2 actions=1",
            "write ip,nw_src=10.0.0.1,nw_dst=10.0.0.2",
        ),
        ("ip,ipv6_dst=::1 actions=1", "write ipv6,ipv6_dst=::1"),
        ("ip,arp_tpa=10.0.0.1 actions=1", "write arp,arp_tpa=10.0.0.1"),
        ("tcp,icmp_type=8 actions=1", ""),
        ("actions=mod_nw_dst:10.0.0.1,1", "add the protocol"),
        ("arp actions=dec_ttl,1", "add the protocol"),
        ("in_port=1 actions=ct(commit)", "add the protocol"),
        ("ip actions=mod_tp_dst:80,1", "add the protocol"),
    ] {
        let findings = lint(&[text], None);
        if text.starts_with("tcp,icmp") {
            assert_eq!(findings, [], "a switch keeps this as tp_src=8");
            continue;
        }
        assert_eq!(findings.len(), 1, "{text}: {findings:?}");
        assert_eq!(findings[0].rule, Rule::MissingPrerequisite, "{text}");
        assert!(findings[0].mend.contains(mend), "{text}: {}", findings[0].mend);
    }
    assert_eq!(
        found(&[
            "arp,nw_dst=10.0.0.1 actions=1",
            "icmp6,icmp_type=135,nd_target=::1 actions=1",
            "tcp6,tp_dst=80 actions=1"
        ]),
        []
    );
    assert_eq!(
        found(&["ip", "arp actions=frob(1)", "ip,actions=output:99999"]),
        [
            (Rule::BadAction, vec![1]),
            (Rule::BadAction, vec![2]),
            (Rule::BadAction, vec![3]),
        ]
    );
}

#[test]
fn ports_that_are_not_there() {
    let ports = home_ports();
    let flows = [
        "in_port=100 actions=output:9",
        "in_port=internal_101 actions=veth999,LOCAL,resubmit(9,)",
        "in_port=LOCAL actions=IN_PORT,\"veth102\",bundle(eth_src,0,hrw,ofport,members:100,8)",
    ];
    let findings = lint(&flows, Some(&ports));
    assert!(
        findings
            .iter()
            .any(|finding| finding.message == "no port veth999 is on the bridge")
    );
    let unknown = Rule::UnknownPort;
    assert_eq!(
        short(findings),
        [(unknown, vec![1, 2]), (unknown, vec![2]), (unknown, vec![3])]
    );
    assert_eq!(found(&flows), []);
}

/// Values under masks of two small fields, as matches that real flows have.
fn small_match(in_port: (u8, u8), reg: (u8, u8)) -> String {
    format!(
        "reg1={:#x}/{:#x},reg2={:#x}/{:#x}",
        in_port.0 & in_port.1,
        in_port.1,
        reg.0 & reg.1,
        reg.1
    )
}

/// The packets of the small world that a match takes.
fn members(matches: &Match) -> BTreeSet<(u128, u128)> {
    let fits = |slot, n: u128| (n ^ matches.value(slot)) & matches.mask(slot) == 0;
    let all = (0..8).flat_map(|a| (0..8).map(move |b| (a, b)));
    all.filter(|(a, b)| fits(Slot::Reg1, *a) && fits(Slot::Reg2, *b))
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn overlap_and_shadow_are_what_counting_packets_says(
        rules in prop::collection::vec(((0u8..8, 0u8..8), (0u8..8, 0u8..8), 1u16..4), 1..9),
    ) {
        // Registers are zero at first, but that is not what these rules look at: they come from table 0 with any value.
        let texts: Vec<String> = rules
            .iter()
            .map(|(a, b, priority)| format!("priority={priority},{} actions=output:1", small_match(*a, *b)))
            .collect();
        let flows: Vec<_> = texts.iter().map(|text| parse_flow(text, &Names::new()).expect("a flow")).collect();
        let sets: Vec<_> = flows.iter().map(|flow| members(&flow.matches)).collect();
        let mut duplicates = BTreeSet::new();
        let mut overlaps = BTreeSet::new();
        let mut shadowed = BTreeSet::new();
        let is_replaced = |at: usize| {
            (at + 1..flows.len()).any(|later| flows[later].priority == flows[at].priority && sets[later] == sets[at])
        };
        for (at, set) in sets.iter().enumerate() {
            let same: Vec<usize> = (0..sets.len())
                .filter(|other| flows[*other].priority == flows[at].priority && sets[*other] == *set)
                .map(|other| other + 1)
                .collect();
            if same.len() > 1 {
                duplicates.insert(same);
            }
            for other in at + 1..sets.len() {
                let meet = sets[other].intersection(set).next().is_some();
                let equal = flows[other].priority == flows[at].priority;
                if meet && equal && sets[other] != *set && !is_replaced(at) && !is_replaced(other) {
                    overlaps.insert(vec![at + 1, other + 1]);
                }
            }
            let higher = (0..sets.len()).filter(|other| flows[*other].priority > flows[at].priority);
            let taken: BTreeSet<_> = higher.flat_map(|other| sets[other].iter().copied()).collect();
            if set.is_subset(&taken) && !is_replaced(at) {
                shadowed.insert(at + 1);
            }
        }
        let findings = lint(&texts, None);
        let of = |rule| findings.iter().filter(move |f| f.rule == rule).map(|f| f.lines.clone()).collect::<BTreeSet<_>>();
        prop_assert_eq!(of(Rule::DuplicateMatch), duplicates);
        prop_assert_eq!(of(Rule::Overlap), overlaps);
        let told = findings.iter().filter(|f| f.rule == Rule::Shadowed);
        let mut told_lines = BTreeSet::new();
        for finding in told {
            // The shadowed line is the one of the lowest priority; the others take all of its packets.
            let lowest = *finding.lines.iter().min_by_key(|line| flows[**line - 1].priority).expect("a line");
            told_lines.insert(lowest);
            let taken: BTreeSet<_> = finding
                .lines
                .iter()
                .filter(|line| **line != lowest)
                .flat_map(|line| sets[*line - 1].iter().copied())
                .collect();
            prop_assert!(sets[lowest - 1].is_subset(&taken));
        }
        prop_assert_eq!(told_lines, shadowed);
    }
}

#[test]
fn many_sound_flows_are_sound() {
    let count = if std::env::var("NNC_SOAK").is_ok_and(|soak| soak == "1") {
        10_000u32
    } else {
        3_000
    };
    let mut flows: Vec<String> = (0..count)
        .map(|i| {
            let table = i % 4;
            let next = if table < 3 {
                format!("resubmit(,{})", table + 1)
            } else {
                "1".into()
            };
            let [_, _, c, d] = i.to_be_bytes();
            match i % 3 {
                0 => format!("table={table},priority=30,ip,nw_dst=10.0.{c}.{d} actions={next}"),
                1 => format!(
                    "table={table},priority=20,in_port={} actions={next}",
                    1 + i % 5000
                ),
                _ => format!(
                    "table={table},priority=10,tcp,nw_src=11.0.{c}.{d},tp_dst={} actions={next}",
                    i % 997
                ),
            }
        })
        .collect();
    flows.push("table=3,priority=5,reg5=1 actions=resubmit(,0)".into());
    let start = std::time::Instant::now();
    let findings = lint(&flows, None);
    println!(
        "measured: lint of {} flows takes {:?}, {} findings",
        flows.len(),
        start.elapsed(),
        findings.len()
    );
    assert!(
        findings
            .iter()
            .all(|finding| finding.rule == Rule::DuplicateMatch),
        "{:?}",
        &findings[..3]
    );
}

#[test]
fn the_program_answers_each_table_with_a_line() {
    let directory = std::path::Path::new(env!("CARGO_TARGET_TMPDIR"));
    let ports = directory.join("lint-ports.json");
    std::fs::write(
        &ports,
        r#"{"ports":[{"name":"warp0","ofport":77,"layer":3},{"name":"eth1","ofport":1}]}"#,
    )
    .expect("the file is written");
    let mut program = Command::new(env!("CARGO_BIN_EXE_ofp"))
        .args(["lint", "--ports", &ports.display().to_string()])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let input = "in_port=eth1 actions=warp0\n\n\nin_port=eth1 actions=drop\nin_port=eth1 actions=eth9\n";
    let mut stdin = program.stdin.take().expect("a pipe");
    stdin.write_all(input.as_bytes()).expect("the flows are written");
    drop(stdin);
    let output = program.wait_with_output().expect("the program ends");
    assert!(output.status.success());
    let text = String::from_utf8(output.stdout).expect("text");
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), 3);
    assert!(
        lines[0]
            .starts_with(r#"{"findings":[{"rule":"l3-port","lines":[1],"message":"warp0 carries bare IP"#)
    );
    assert_eq!(lines[1], r#"{"findings":[]}"#);
    assert!(lines[2].contains(r#"{"rule":"duplicate-match","lines":[1,2],"#));
    assert!(
        lines[2].contains(r#"{"rule":"unknown-port","lines":[2],"message":"no port eth9 is on the bridge"#)
    );
}

/// Texts that are nearly flows: nothing panics, every line that is named is there.
#[test]
fn broken_texts_are_told_not_feared() {
    let mut random = Random(0xb7);
    for _ in 0..300 {
        let lines: Vec<String> = (0..1 + random.below(6))
            .map(|_| {
                let mut text = random_flow(&mut random).into_bytes();
                for _ in 0..random.below(4) {
                    let at = random.below(text.len() as u64) as usize;
                    match random.below(3) {
                        0 => drop(text.remove(at)),
                        1 => text[at] = random.next() as u8,
                        _ => text.truncate(at.max(1)),
                    }
                }
                String::from_utf8_lossy(&text).into_owned()
            })
            .collect();
        for finding in lint(&lines, Some(&home_ports())) {
            assert!(
                !finding.lines.is_empty()
                    && finding.lines.iter().all(|line| (1..=lines.len()).contains(line))
            );
        }
        let mut pipeline = Pipeline::new();
        for line in &lines {
            let table0 = format!("table=0,{line}");
            for text in [line, &table0] {
                if let Ok(flow) = parse_flow(text, &Names::new()) {
                    pipeline.add_flow(&flow);
                }
            }
        }
        let packet = Packet::parse("in_port=1,tcp,nw_ttl=9,dl_vlan=5", &Names::new()).expect("a packet");
        let trace = pipeline.trace(&packet, &Options::default());
        assert!(!trace.to_text("br0").is_empty());
    }
}

/// A flow of the small world in which packets are known by their port, and marks by two registers.
fn small_flow(r: &mut Random) -> String {
    let table = r.below(3);
    let mut parts = vec![format!("table={table},priority={}", 1 + r.below(200))];
    if r.below(2) == 0 {
        parts.push(format!("in_port={}", 1 + r.below(3)));
    }
    for register in 0..2 {
        if r.below(3) == 0 {
            parts.push(format!("reg{register}={}/{}", r.below(4), 1 + r.below(3)));
        }
    }
    let actions: Vec<String> = (0..1 + r.below(3))
        .map(|_| match r.below(7) {
            0 | 1 => format!("resubmit(,{})", r.below(3)),
            2 => format!("resubmit({},{})", 1 + r.below(3), r.below(3)),
            3 => format!("load:{}->NXM_NX_REG{}[0..1]", r.below(4), r.below(2)),
            4 => "move:NXM_NX_REG0[]->NXM_NX_REG1[]".into(),
            5 => format!("set_field:{}/2->reg{}", r.below(2) * 2, r.below(2)),
            _ => "output:9".into(),
        })
        .collect();
    format!("{} actions={}", parts.join(","), actions.join(","))
}

/// Where the linter sees no loop, no packet runs into one; where it sees one, most often some packet does.
#[test]
fn loops_are_those_that_traces_run_into() {
    let rounds = if std::env::var("NNC_SOAK").is_ok_and(|soak| soak == "1") {
        5000
    } else {
        600
    };
    let mut random = Random(0x100b);
    let (mut both, mut only_linter) = (0, 0);
    for _ in 0..rounds {
        let flows: Vec<String> = (0..2 + random.below(5))
            .map(|_| small_flow(&mut random))
            .collect();
        let told = lint(&flows, None)
            .iter()
            .any(|finding| finding.rule == Rule::Loop);
        let mut pipeline = Pipeline::new();
        for flow in &flows {
            pipeline.add_flow(&parse_flow(flow, &Names::new()).expect("a flow"));
        }
        let endless = (1..=4).any(|port| {
            let packet = Packet::parse(&format!("in_port={port}"), &Names::new()).expect("a packet");
            pipeline.trace(&packet, &Options::default()).passes[0]
                .error
                .is_some()
        });
        assert!(
            told || !endless,
            "a packet loops, and nothing is said:\n{}",
            flows.join("\n")
        );
        both += u32::from(told && endless);
        only_linter += u32::from(told && !endless);
    }
    println!(
        "measured: of {rounds} sets of flows, {both} loop and are told, {only_linter} are told and do not loop"
    );
    assert!(both > 50 && only_linter * 10 < both, "{both} {only_linter}");
}
