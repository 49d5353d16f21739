//! `ovs-ofctl` as the judge. It is installed with apt-get where it is missing; without it the tests fail.

#![allow(dead_code, reason = "not every test uses all of it")]

pub(crate) mod model;
pub(crate) mod traces;
pub(crate) mod vswitchd;

use std::io::{Read, Write};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Once;

/// Runs `ovs-ofctl` and returns what it wrote to its standard output.
pub(crate) fn ovs_ofctl(arguments: &[&str]) -> String {
    static INSTALL: Once = Once::new();
    INSTALL.call_once(|| {
        if Command::new("ovs-ofctl").arg("--version").output().is_ok() {
            return;
        }
        let _ = Command::new("apt-get").args(["update", "-qq"]).status();
        let packages = ["install", "-y", "-qq", "openvswitch-common", "openvswitch-switch"];
        let status = Command::new("apt-get")
            .args(packages)
            .env("DEBIAN_FRONTEND", "noninteractive")
            .status();
        assert!(
            status.is_ok_and(|status| status.success()),
            "these tests need ovs-ofctl (openvswitch-common)"
        );
    });
    let output = Command::new("ovs-ofctl")
        .args(arguments)
        .output()
        .expect("ovs-ofctl runs");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// A directory for this test's files.
pub(crate) fn directory(name: &str) -> PathBuf {
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}-{}", std::process::id()));
    std::fs::create_dir_all(&directory).expect("the directory is made");
    directory
}

/// The messages as `ovs-ofctl` prints them, all by one process.
pub(crate) fn print_all(directory: &Path, messages: &[Vec<u8>]) -> String {
    let file = directory.join("messages");
    std::fs::write(&file, messages.concat()).expect("the file is written");
    ovs_ofctl(&["ofp-parse", file.to_str().expect("a path in UTF-8")])
}

/// What `ovs-ofctl add-flows` sends for these flows, all in one connection.
pub(crate) fn add_flows(directory: &Path, protocol: &str, flows: &[String]) -> Vec<Vec<u8>> {
    let socket = directory.join("switch");
    let _ = std::fs::remove_file(&socket);
    let listener = UnixListener::bind(&socket).expect("the socket is made");
    let version = match protocol {
        "OpenFlow13" => 4,
        "OpenFlow14" => 5,
        _ => 6,
    };
    let file = directory.join("flows");
    std::fs::write(&file, flows.join("\n")).expect("the file is written");
    let switch = std::thread::spawn(move || {
        let (stream, _) = listener.accept().expect("ovs-ofctl connects");
        collect(stream, version)
    });
    let target = format!("unix:{}", socket.display());
    let file = file.to_str().expect("a path in UTF-8");
    let output = Command::new("ovs-ofctl")
        .args(["-O", protocol, "--no-names", "add-flows", &target, file])
        .output()
        .expect("ovs-ofctl runs");
    assert!(
        output.status.success(),
        "ovs-ofctl: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    switch.join().expect("the switch ends")
}

/// Plays the switch until the peer goes.
fn collect(mut stream: UnixStream, version: u8) -> Vec<Vec<u8>> {
    let mut flows = Vec::new();
    let mut head = [0; 8];
    while stream.read_exact(&mut head).is_ok() {
        let length = usize::from(u16::from_be_bytes([head[2], head[3]]));
        let mut message = head.to_vec();
        message.resize(length, 0);
        stream
            .read_exact(&mut message[8..])
            .expect("the message is whole");
        let answer = match head[1] {
            0 => Some(0),
            20 => Some(21),
            14 => {
                message[4..8].fill(0);
                flows.push(message);
                None
            }
            _ => None,
        };
        if let Some(kind) = answer {
            let answer = [version, kind, 0, 8, head[4], head[5], head[6], head[7]];
            stream.write_all(&answer).expect("the answer is written");
        }
    }
    flows
}

/// Hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A random number generator that needs no crate.
pub(crate) struct Random(pub(crate) u64);

impl Random {
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ self.0 >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ z >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ z >> 31
    }

    pub(crate) fn below(&mut self, n: u64) -> u64 {
        self.next() % n
    }

    pub(crate) fn pick<'a>(&mut self, list: &[&'a str]) -> &'a str {
        list[self.below(list.len() as u64) as usize]
    }
}

/// A flow in text, that Open vSwitch takes in most cases.
pub(crate) fn random_flow(r: &mut Random) -> String {
    let mut parts = vec![
        format!("table={}", r.below(255)),
        format!("priority={}", r.below(65536)),
    ];
    if r.below(3) == 0 {
        parts.push(format!("cookie=0x{:x}", r.next()));
    }
    for (name, odds) in [("idle_timeout", 6), ("hard_timeout", 6), ("importance", 9)] {
        if r.below(odds) == 0 {
            parts.push(format!("{name}={}", r.below(65536)));
        }
    }
    for flag in [
        "send_flow_rem",
        "check_overlap",
        "reset_counts",
        "no_packet_counts",
        "no_byte_counts",
    ] {
        if r.below(12) == 0 {
            parts.push(flag.into());
        }
    }
    parts.extend(random_match(r));
    let count = 1 + r.below(4);
    let mut actions: Vec<String> = (0..count).map(|_| random_action(r, 0)).collect();
    if r.below(6) == 0 {
        actions.push(format!("write_metadata:0x{:x}/0x{:x}", r.next(), r.next()));
    }
    if r.below(6) == 0 {
        parts[0] = "table=3".into();
        actions.push(format!("goto_table:{}", 4 + r.below(250)));
    }
    format!("{} actions={}", parts.join(","), actions.join(","))
}

fn ipv4(r: &mut Random) -> String {
    let [a, b, c, d, ..] = r.next().to_be_bytes();
    match r.below(3) {
        0 => format!("{a}.{b}.{c}.{d}"),
        1 => format!("{a}.{b}.{c}.{d}/{}", r.below(33)),
        _ => format!("{a}.{b}.{c}.{d}/255.255.{}.255", r.below(256)),
    }
}

fn ipv6(r: &mut Random) -> String {
    let groups: Vec<String> = (0..8)
        .map(|_| format!("{:x}", r.next() as u16 * (r.below(2) as u16)))
        .collect();
    match r.below(2) {
        0 => groups.join(":"),
        _ => format!("{}/{}", groups.join(":"), r.below(129)),
    }
}

fn mac(r: &mut Random) -> String {
    let [a, b, c, d, e, f, ..] = r.next().to_be_bytes();
    format!("{a:02x}:{b:02x}:{c:02x}:{d:02x}:{e:02x}:{f:02x}")
}

fn random_match(r: &mut Random) -> Vec<String> {
    let mut parts = Vec::new();
    let mut add = |r: &mut Random, odds: u64, part: &dyn Fn(&mut Random) -> String| {
        if r.below(odds) == 0 {
            parts.push(part(r));
        }
    };
    add(r, 3, &|r| format!("in_port={}", r.below(0xff00)));
    add(r, 6, &|r| {
        format!(
            "reg{}=0x{:x}/0x{:x}",
            r.below(16),
            r.next() as u32,
            r.next() as u32
        )
    });
    add(r, 8, &|r| format!("metadata=0x{:x}", r.next()));
    add(r, 8, &|r| format!("tun_id=0x{:x}/0x{:x}", r.next(), r.next()));
    add(r, 9, &|r| format!("ct_mark={}", r.next() as u32));
    add(r, 9, &|r| format!("ct_zone={}", r.below(65536)));
    add(r, 9, &|r| {
        format!(
            "ct_state={}",
            r.pick(&["+trk", "-trk", "+trk+new-est", "+trk+est+rpl", "0x21/0x23"])
        )
    });
    add(r, 9, &|r| format!("ct_label=0x{:x}/0x{:x}", r.next(), r.next()));
    add(r, 9, &|r| format!("xxreg{}=0x{:x}", r.below(4), r.next()));
    add(r, 9, &|r| format!("pkt_mark=0x{:x}", r.next() as u32));
    add(r, 5, &|r| format!("dl_src={}", mac(r)));
    add(r, 5, &|r| format!("dl_dst={}/{}", mac(r), mac(r)));
    add(r, 8, &|r| format!("dl_vlan={}", r.below(4096)));
    add(r, 10, &|r| format!("tun_src={}", ipv4(r)));
    match r.below(5) {
        0 | 1 => {
            let six = r.below(2) == 1;
            let name = r.pick(&["ip", "tcp", "udp", "sctp", "icmp"]);
            parts.push(match (name, six) {
                ("ip", true) => "ipv6".into(),
                (name, true) => format!("{name}6"),
                (name, false) => name.into(),
            });
            if r.below(2) == 0 {
                parts.push(if six {
                    format!("ipv6_src={}", ipv6(r))
                } else {
                    format!("nw_src={}", ipv4(r))
                });
            }
            if r.below(2) == 0 {
                parts.push(if six {
                    format!("ipv6_dst={}", ipv6(r))
                } else {
                    format!("nw_dst={}", ipv4(r))
                });
            }
            match name {
                "icmp" => parts.push(format!("icmp_type={}", r.below(130))),
                "ip" => parts.push(format!("nw_ttl={}", r.below(256))),
                _ => {
                    parts.push(format!("tp_dst={}", r.below(65536)));
                    if r.below(2) == 0 {
                        parts.push(format!("tp_src=0x{:x}/0x{:x}", r.below(65536), r.below(65536)));
                    }
                }
            }
        }
        2 => parts.extend([
            "arp".to_owned(),
            format!("arp_tpa={}", ipv4(r)),
            format!("arp_op={}", 1 + r.below(2)),
        ]),
        3 => parts.extend(["mpls".to_owned(), format!("mpls_label={}", r.below(1 << 20))]),
        _ => {}
    }
    parts
}

fn random_action(r: &mut Random, depth: u32) -> String {
    let offset = r.below(16);
    let bits = format!("NXM_NX_REG{}[{offset}..{}]", r.below(16), offset + 15);
    match r.below(if depth < 2 { 27 } else { 22 }) {
        0 => format!("output:{}", r.below(0xff00)),
        1 => r
            .pick(&["NORMAL", "LOCAL", "IN_PORT", "FLOOD", "ALL", "CONTROLLER:128"])
            .into(),
        2 => format!("load:0x{:x}->{bits}", r.below(65536)),
        3 => format!("move:NXM_NX_REG{}[0..15]->{bits}", r.below(16)),
        4 => format!("set_field:{}->eth_src", mac(r)),
        5 => format!(
            "set_field:0x{:x}/0x{:x}->reg{}",
            r.next() as u32,
            r.next() as u32,
            r.below(16)
        ),
        6 => format!("resubmit(,{})", r.below(255)),
        7 => format!("resubmit({},{})", r.below(0xff00), r.below(255)),
        8 => format!("group:{}", r.below(1 << 31)),
        9 => format!(
            "controller(id={},userdata={:02x}.{:02x},reason=no_match)",
            r.below(65536),
            r.below(256),
            r.below(256)
        ),
        10 => format!(
            "note:{:02x}.{:02x}.{:02x}",
            r.below(256),
            r.below(256),
            r.below(256)
        ),
        11 => format!("set_tunnel:0x{:x}", r.next()),
        12 => format!("set_queue:{}", r.below(1 << 30)),
        13 => format!("push:{bits}"),
        14 => format!("pop:{bits}"),
        15 => format!("output(port={},max_len={})", r.below(0xff00), 14 + r.below(1400)),
        16 => format!(
            "check_pkt_larger({})->NXM_NX_REG0[{}]",
            r.below(65536),
            r.below(32)
        ),
        17 => format!(
            "multipath(symmetric_l4,{},modulo_n,{},0,{bits})",
            r.below(65536),
            1 + r.below(4096)
        ),
        18 => format!(
            "bundle(eth_src,{},hrw,ofport,slaves:{},{})",
            r.below(65536),
            r.below(999),
            r.below(999)
        ),
        19 => format!(
            "sample(probability={},collector_set_id={})",
            1 + r.below(65535),
            r.next() as u32
        ),
        20 => r.pick(&["ct_clear", "exit", "pop_queue"]).into(),
        21 => format!("output:{bits}"),
        22 => format!("clone({})", random_action(r, depth + 1)),
        23 | 24 => {
            let nat = r.pick(&[
                "",
                ",nat",
                ",nat(src=10.0.0.1-10.0.0.9:1024-65535,hash)",
                ",nat(dst=[fd00::1]:80)",
            ]);
            let nat = if nat.contains('(') {
                format!("commit,{}", &nat[1..])
            } else {
                nat.trim_start_matches(',').into()
            };
            let table = if r.below(2) == 0 {
                format!(",table={}", r.below(255))
            } else {
                String::new()
            };
            let comma = if nat.is_empty() { "" } else { "," };
            format!("ct({nat}{comma}zone={}{table})", r.below(65536))
        }
        25 => format!(
            "ct(commit,exec(set_field:0x{:x}->ct_mark,load:0x{:x}->NXM_NX_CT_LABEL[0..31]))",
            r.next() as u32,
            r.next() as u32
        ),
        _ => format!(
            "learn(table={},idle_timeout={},priority={},NXM_OF_ETH_DST[]=NXM_OF_ETH_SRC[],NXM_OF_VLAN_TCI[0..11],\
             load:NXM_OF_IN_PORT[]->{bits},output:NXM_OF_IN_PORT[])",
            r.below(255),
            r.below(65536),
            r.below(65536)
        ),
    }
}
