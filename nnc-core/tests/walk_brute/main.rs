//! The packet walk gives the verdict that walking single packets gives, on random small routers.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests state expectations by panicking"
)]

mod routers;
mod single;

use std::collections::BTreeSet;

use nnc_core::walk::{Action, Chains, Match, Selector, Steered, Target, leaks};
use proptest::prelude::*;

use routers::{DEVICE, EXIT, WAN, home, model, packet, packets, route, rule_of};
use single::brute;

fn tv(closed: bool) -> Steered {
    Steered {
        name: "tv".into(),
        selector: Selector::Mac(DEVICE),
        rank: 0,
        exit: EXIT,
        closed,
        ipv4_only: true,
    }
}

/// Found by the random routers: such a chain was taken to end all packets.
#[test]
fn a_chain_that_may_drop_ends_no_packet_for_certain() {
    let main = vec![route("0.0.0.0/0", Target::Interface(WAN), 1, None)];
    let limited = Match {
        undecided: vec!["limit".to_owned()],
        ..Match::default()
    };
    let filter = |drop: Match| {
        Chains::from([
            (
                "forward".to_owned(),
                vec![rule_of(Match::default(), Action::Jump("more".to_owned()))],
            ),
            ("more".to_owned(), vec![rule_of(drop, Action::Drop)]),
        ])
    };
    let (mut sure, mut unsure) = (home(main.clone()), home(main));
    sure.v4.filter = filter(Match::default());
    unsure.v4.filter = filter(limited);
    assert!(leaks(&sure, &[tv(true)]).is_proof());
    let report = leaks(&unsure, &[tv(true)]);
    assert!(!report.leaks.is_empty(), "the drop is limited");
}

fn cases() -> u32 {
    if std::env::var_os("NNC_SOAK").is_some() {
        20_000
    } else {
        250
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn sets_of_packets_fare_as_single_packets_do(model in model(), closed in any::<bool>()) {
        let report = leaks(&model, &[tv(closed)]);
        prop_assert!(report.undecided.is_empty());
        let singly: BTreeSet<_> = packets().iter().flat_map(|packet| brute(&model, closed, packet)).collect();
        prop_assert_eq!(report.leaks.is_empty(), singly.is_empty(), "walk {:#?}\nsingly {:?}", report.leaks, singly);
        for leak in &report.leaks {
            let interface = model.interface_named(&leak.packet.in_interface).unwrap();
            let fields = packet(
                interface,
                &leak.packet.source.to_string(),
                &leak.packet.destination.to_string(),
                leak.packet.protocol.into(),
                leak.packet.source_port.into(),
                leak.packet.destination_port.into(),
            );
            prop_assert!(
                brute(&model, closed, &fields).contains(&(leak.kind.clone(), leak.phase)),
                "no such leak: {leak:#?}"
            );
        }
    }
}
