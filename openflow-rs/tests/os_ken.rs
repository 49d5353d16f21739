//! The packets of os-ken, fetched from PyPI: printed as `ovs-ofctl` prints them, and written again as they were.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may fail where it stands"
)]

mod support;

use openflow_rs::table::StoredFlows;
use openflow_rs::text::{Names, print_message};
use openflow_rs::wire::{
    AggregateStats, BundleAdd, BundleControl, ErrorMessage, FlowMod, FlowMonitor, FlowRemoved,
    FlowStatsReply, FlowStatsRequest, FlowUpdate, Frame, GroupMod, Hello, Kind, MeterMod, PacketIn,
    PacketOut, RoleMessage,
};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;
use support::{Random, hex};

const RELEASE: &str = "os-ken==4.2.2";

/// The directory of the packets, fetched once.
fn packets() -> PathBuf {
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join("os-ken");
    let packets = directory.join("os_ken-4.2.2/os_ken/tests/packet_data");
    static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());
    let _guard = ONE_AT_A_TIME.lock();
    if packets.is_dir() {
        return packets;
    }
    std::fs::create_dir_all(&directory).expect("the directory is made");
    let fetch = "pip download -q --no-deps --no-binary :all: \"$0\" -d . && tar xzf os_ken-*.tar.gz";
    let status = Command::new("sh")
        .args(["-c", fetch, RELEASE])
        .current_dir(&directory)
        .status();
    assert!(
        status.is_ok_and(|status| status.success()),
        "this test needs {RELEASE} from PyPI"
    );
    packets
}

fn all(versions: &[&str]) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    for version in versions {
        for entry in std::fs::read_dir(packets().join(version)).expect("the packets are there") {
            let path = entry.expect("an entry").path();
            if path.extension().is_some_and(|extension| extension == "packet") {
                found.push((
                    path.display().to_string(),
                    std::fs::read(&path).expect("the packet is read"),
                ));
            }
        }
    }
    found.sort();
    found
}

/// Fields that Open vSwitch does not know, in actions: which error it names depends on how its hash table lies.
fn is_left_to_chance(text: &str) -> bool {
    text.contains("OFPBAC_BAD_SET_LEN") || text.contains("OFPBAC_BAD_SET_TYPE")
}

#[test]
fn packets_are_printed_as_ovs_ofctl_prints_them() {
    let mut compared = 0;
    for (path, packet) in all(&["of10", "of12", "of13", "of14", "of15"]) {
        let theirs = support::ovs_ofctl(&["ofp-print", &hex(&packet), "2"]);
        let ours = print_message(&packet, 2, &Names::new());
        if is_left_to_chance(&theirs) {
            assert!(is_left_to_chance(&ours), "{path}");
            continue;
        }
        assert_eq!(ours, theirs, "{path}");
        compared += 1;
    }
    assert!(compared > 300, "{compared} packets");
}

#[test]
fn packets_are_written_again_as_they_were() {
    let mut compared = 0;
    let mut different = Vec::new();
    for (path, packet) in all(&["of13", "of14", "of15"]) {
        let theirs = support::ovs_ofctl(&["ofp-print", &hex(&packet), "2"]);
        if theirs.contains("***") {
            continue;
        }
        let frame = Frame::parse(&packet).unwrap_or_else(|code| panic!("{path}: {code}"));
        assert_eq!(frame.bytes(), packet, "{path}");
        let version = frame.version().expect("a known version");
        let mut again = Vec::new();
        let written = match frame.kind() {
            Kind::FlowMod => {
                FlowMod::decode(&frame)
                    .expect("a flow")
                    .encode_to(version, frame.xid(), &mut again)
            }
            Kind::PacketOut => {
                PacketOut::decode(&frame)
                    .expect("a packet")
                    .encode_to(version, frame.xid(), &mut again)
            }
            Kind::GroupMod => {
                GroupMod::decode(&frame)
                    .expect("a group")
                    .encode_to(version, frame.xid(), &mut again)
            }
            Kind::MeterMod => {
                MeterMod::decode(&frame)
                    .expect("a meter")
                    .encode_to(version, frame.xid(), &mut again)
            }
            _ => continue,
        };
        written.expect("it is written");
        if again != packet {
            different.push(format!(
                "{path}\n  ours   {}\n  theirs {}",
                hex(&again),
                hex(&packet)
            ));
        }
        compared += 1;
    }
    assert!(
        different.is_empty(),
        "{} of {compared} differ:\n{}",
        different.len(),
        different.join("\n")
    );
    assert!(compared > 20, "{compared} packets");
}

/// The message with a few bits, bytes or lengths of its body changed; the header's length fits.
fn damaged(r: &mut Random, message: &[u8]) -> Vec<u8> {
    let mut out = message.to_vec();
    for _ in 0..=r.below(3) {
        let at = 8 + r.below(out.len() as u64 - 8) as usize;
        match r.below(5) {
            0 => out[at] ^= 1 << r.below(8),
            1 => out[at] = [0, 1, 4, 7, 8, 16, 24, 32, 0x80, 0xff][r.below(10) as usize],
            2 if at > 8 => out.truncate(at),
            3 => out.extend([0; 8]),
            _ => out.insert(at, r.next() as u8),
        }
        if out.len() < 9 {
            return message.to_vec();
        }
    }
    let length = u16::try_from(out.len()).expect("a length");
    out[2..4].copy_from_slice(&length.to_be_bytes());
    out
}

/// What is wrong in a message is found and named as Open vSwitch does.
#[test]
fn damaged_packets_are_printed_as_ovs_ofctl_prints_them() {
    let soak = std::env::var("NNC_SOAK").is_ok_and(|soak| soak == "1");
    let directory = support::directory("damaged");
    let names = Names::new();
    let mut packets = all(&["of10", "of12", "of13", "of14", "of15"]);
    packets.retain(|(_, packet)| (9..2000).contains(&packet.len()));
    let mut r = Random(0xdada);
    let (mut compared, mut different) = (0, Vec::new());
    for _ in 0..if soak { 200 } else { 20 } {
        let pick = |r: &mut Random| {
            let of = r.below(packets.len() as u64) as usize;
            damaged(r, &packets[of].1)
        };
        let messages: Vec<_> = (0..100).map(|_| pick(&mut r)).collect();
        compared += messages.len();
        let ours: Vec<_> = messages
            .iter()
            .map(|message| print_message(message, 2, &names))
            .collect();
        if support::print_all(&directory, &messages) == ours.concat() {
            continue;
        }
        for (message, ours) in messages.iter().zip(&ours) {
            let theirs = support::ovs_ofctl(&["ofp-print", &hex(message), "2"]);
            if *ours != theirs && !(is_left_to_chance(&theirs) && is_left_to_chance(ours)) {
                different.push(hex(message));
            }
        }
    }
    println!(
        "measured: {compared} damaged packets, {} printed differently",
        different.len()
    );
    // What is left: Open vSwitch takes some wrong bits of `learn` and `bundle_load` for right, and forgets them.
    assert!(different.len() * 500 <= compared, "{different:#?}");
}

#[test]
fn packets_cut_anywhere_are_refused_or_read_and_never_panic() {
    let names = Names::new();
    // By default long packets are cut at every byte of their beginning, and here and there behind it.
    let soak = std::env::var("NNC_SOAK").is_ok_and(|soak| soak == "1");
    let mut messages = 0;
    for (path, packet) in all(&["of10", "of12", "of13", "of14", "of15"]) {
        for end in (0..packet.len()).filter(|end| soak || *end < 120 || end % 41 == 0) {
            let mut cut = packet[..end].to_vec();
            // As it came, and with a length that fits, so that more than the framing is reached.
            read_all(&cut, &names);
            if end >= 8 {
                cut[2..4].copy_from_slice(&u16::try_from(end).expect("a length").to_be_bytes());
                read_all(&cut, &names);
            }
            messages += 2;
        }
        assert!(!packet.is_empty(), "{path}");
    }
    println!("measured: {messages} messages cut anywhere, no panic");
}

/// Every decoder that there is; a text no longer than a small multiple of the message.
fn read_all(bytes: &[u8], names: &Names) {
    let text = print_message(bytes, 3, names);
    assert!(text.len() < 100_000 + bytes.len() * 400);
    let Ok(frame) = Frame::parse(bytes) else { return };
    let _ = FlowMod::decode_checked(&frame);
    let _ = PacketOut::decode(&frame);
    let _ = PacketIn::decode(&frame);
    let _ = GroupMod::decode(&frame);
    let _ = MeterMod::decode(&frame);
    let _ = FlowRemoved::decode(&frame);
    let _ = ErrorMessage::decode(&frame);
    let _ = BundleAdd::decode(&frame);
    let _ = BundleControl::decode(&frame);
    let _ = RoleMessage::decode(&frame);
    let _ = FlowStatsRequest::decode(&frame);
    let _ = AggregateStats::decode(&frame);
    let _ = Hello::decode(&frame);
    let _ = FlowStatsReply::new(&frame).map(Iterator::count);
    let _ = StoredFlows::new(&frame).map(Iterator::count);
    let _ = FlowMonitor::decode_all(&frame).count();
    let _ = FlowUpdate::decode_all(&frame).count();
}
