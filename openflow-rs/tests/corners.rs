//! Corners of the syntax, one by one beside `ovs-ofctl`: taken by both with the same bytes, or refused by both.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may fail where it stands"
)]

mod support;

use openflow_rs::text::{Names, parse_flow, print_message};
use openflow_rs::wire::Version;
use std::process::Command;
use support::hex;

/// Texts without `actions=drop`, which is added.
const MATCHES: [&str; 56] = [
    "in_port=4294967294",
    "in_port=-1",
    "in_port=+3",
    "dl_vlan=0xffff",
    "dl_vlan=4096",
    "vlan_tci=0x1123/0x1fff",
    "vlan_vid=0x1000/0x1000",
    "vlan_vid=5",
    "dl_vlan_pcp=8",
    "dl_src=1:2:3:4:5:6",
    "dl_dst=*",
    "ip,nw_src=10.1/16",
    "ip,nw_src=10.0.0.1/255.0.255.0",
    "ip,nw_src=01.002.3.4",
    "ip,nw_src=1.2.3.4/33",
    "ip,nw_src=1.2.3.4/0",
    "ip,nw_src=1.2.3.4.5",
    "ip,nw_dst=1.2.3.4,nw_dst=5.6.7.8",
    "tcp,tcp_flags=+syn-ack",
    "tcp,tcp_flags=0x12/0xfff",
    "tcp,tcp_flags=+foo",
    "icmp6,icmp_type=136,icmp_code=0,nd_target=::1/64,nd_tll=00:00:00:00:00:02",
    "ipv6,ipv6_label=0x100000",
    "ipv6,ipv6_label=0x1fffff/0xfffff",
    "ipv6,ipv6_label=0/0xf",
    "ipv6,ipv6_src=::ffff:1.2.3.4",
    "ipv6,ipv6_src=1::2::3",
    "ip,nw_tos=3",
    "ip,ip_dscp=64",
    "ip,nw_frag=not_later",
    "ip,nw_frag=foo",
    "ip,nw_proto=300",
    "ip=5",
    "mpls,mpls_label=0x100000",
    "metadata=-1",
    "tun_flags=-oam",
    "tun_metadata1=0x1234/0xff00",
    "tun_gtpu_flags=0x30",
    "reg0[3]=1",
    "reg0[0..3]=16",
    "NXM_NX_REG2[0..3]=5",
    "NXM_NX_REG2[0..3]=5/7",
    "xxreg1[0..99]=7",
    "reg1[5..2]=1",
    "reg16=1",
    "ct_state=+new-foo",
    "ct_zone=65536",
    "ct_nw_src=1.2.3.4",
    "ct_state=+trk+est,ip,ct_nw_src=1.2.3.4",
    "packet_type=(1,0x800),nw_src=1.2.3.4",
    "dl_type=0x894f,nsh_spi=0x123456",
    "nsh",
    "hard_timeout=65536",
    "table=255",
    "cookie=5/7",
    "foo=5",
];

const ACTIONS: [&str; 52] = [
    "IN_PORT",
    "output:NXM_NX_REG0[0..16]",
    "output(port=5,max_len=13)",
    "output:4294967040",
    "group:4294967040",
    "enqueue(1,2)",
    "bundle(eth_src,0,active_backup,ofport,slaves:)",
    "set_vlan_vid:4096",
    "push_vlan:0x9100",
    "mod_nw_tos:5",
    "set_field:0x5/0xf->reg0",
    "set_field:5->vlan_vid",
    "set_field:5->in_port",
    "set_field:5->dp_hash",
    "set_field:-1->reg0",
    "set_field:->reg0",
    "set_field:5->reg0[0..3]",
    "load:0x100->NXM_NX_REG0[0..7]",
    "load:5->NXM_NX_XXREG0[0..64]",
    "load:->reg0",
    "move:NXM_NX_REG0[0..3]->NXM_NX_REG1[0..4]",
    "move:xreg0->xreg1",
    "pop:NXM_OF_IN_PORT[]",
    "dec_ttl(1,2)",
    "dec_ttl()",
    "push_mpls:0x800",
    "set_mpls_label(5)",
    "set_tunnel:0x100000000",
    "fin_timeout(foo=5)",
    "resubmit(,)",
    "resubmit(1,2,ct)",
    "resubmit(,300)",
    "learn(table=1,NXM_NX_XXREG0[]=0x112233445566778899)",
    "learn(table=1,reg0=reg1)",
    "learn(table=255)",
    "conjunction(1,3/2)",
    "conjunction(1,1/2),note:11",
    "multipath(nw_src,1,iter_hash,65536,5,reg0)",
    "multipath(symmetric_l3,0,modulo_n,0,0,reg0)",
    "note:11.2",
    "sample(probability=0)",
    "ct(zone=reg0[0..14])",
    "ct(force)",
    "ct(commit,nat(src=9.9.9.9-1.1.1.1))",
    "ct(commit,nat(dst=[fe80::1]-[fe80::2]:5,hash))",
    "clone()",
    "check_pkt_larger(100)->NXM_NX_REG0[0..1]",
    "encap(nsh(md_type=2,tlv(0x1000,10,0x12345678)))",
    "delete_field:tun_metadata0",
    "write_actions(resubmit(,1))",
    "goto_table:255",
    "OUTPUT:5",
];

#[test]
fn corners_are_taken_or_refused_as_by_ovs_ofctl() {
    let names = Names::new();
    let directory = support::directory("corners");
    support::ovs_ofctl(&["--version"]);
    let matches = MATCHES.iter().map(|text| format!("{text},actions=drop"));
    let texts: Vec<String> = matches
        .chain(ACTIONS.iter().map(|text| format!("actions={text}")))
        .collect();
    let (mut taken, mut encoded) = (Vec::new(), Vec::new());
    for text in &texts {
        let theirs = Command::new("ovs-ofctl")
            .args(["-O", "OpenFlow13,OpenFlow14,OpenFlow15", "parse-flow", text])
            .output();
        let accepts = theirs.expect("ovs-ofctl runs").status.success();
        match parse_flow(text, &names) {
            Ok(flow) => {
                assert!(accepts, "taken by us alone: {text}");
                taken.push(text.clone());
                encoded.push(flow);
            }
            Err(error) => assert!(!accepts, "refused by us alone: {text}: {error}"),
        }
    }
    assert!(
        taken.len() > 50 && taken.len() + 30 < texts.len(),
        "{}",
        taken.len()
    );
    for (protocol, version) in [
        ("OpenFlow13", Version::V1_3),
        ("OpenFlow14", Version::V1_4),
        ("OpenFlow15", Version::V1_5),
    ] {
        let theirs = support::add_flows(&directory, protocol, &taken);
        assert_eq!(theirs.len(), taken.len());
        for ((text, flow), theirs) in taken.iter().zip(&encoded).zip(&theirs) {
            let ours = flow.encode(version, 0).expect("it is encoded");
            assert_eq!(hex(&ours), hex(theirs), "{protocol} {text}");
        }
    }
}

#[test]
fn messages_that_are_none_are_named_as_by_ovs_ofctl() {
    for message in [
        // Statistics of versions that do not exist, and of one that does.
        "f8130010000002010008000002000000",
        "00130018000000010014000000000000 0100c90022010100",
        "0513001000000201ff08000002000000",
        // A field without a value.
        "040e0068000000000000000000000000000000000000000000000000000080000000000000000000000000000000000000010004000000000004003000000000\
         0019001080000800000000000000000000190010800016000000000000000000 0000001000000001",
    ] {
        let message: String = message.split_whitespace().collect();
        let bytes: Vec<u8> = (0..message.len() / 2)
            .map(|at| u8::from_str_radix(&message[at * 2..at * 2 + 2], 16).expect("digits"))
            .collect();
        let theirs = support::ovs_ofctl(&["ofp-print", &message]);
        let ours = print_message(&bytes, 2, &Names::new());
        assert_eq!(ours.trim_end(), theirs.trim_end(), "{message}");
    }
}
