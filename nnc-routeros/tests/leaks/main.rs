//! The leak check against labels that come from an execution: no leak missed, no false alarm.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests state expectations by panicking"
)]

mod by_hand;
mod config;
mod fasttrack;
mod foreign;
mod label;
mod mistakes;
mod mutants;

use nnc_core::walk::{LeakReport, Phase, leaks};
use nnc_routeros::walk::{Steering, model, steered};

use by_hand::by_hand;
use config::{Base, Config, MAC, OTHER_MAC, base, bases, clean, snapshot};
use fasttrack::fasttrack;
use foreign::foreign;
use label::Judge;
use mutants::mutants;

fn walk(config: &Config) -> LeakReport {
    let snapshot = snapshot(&config.fixture);
    let model = model(&snapshot);
    let device = config.base.device.parse().unwrap();
    let other = OTHER_MAC.parse().unwrap();
    let exit = config.exit();
    let (closed, ipv4_only) = (config.closed(), config.base.ipv4_only);
    let asked = Steering {
        device: &device,
        exit: &exit,
        ingress: None,
        closed,
        ipv4_only,
    };
    let beside = Steering {
        device: &other,
        exit: "nnc-socks",
        ingress: None,
        closed: true,
        ipv4_only: false,
    };
    let mut report = leaks(
        &model,
        &[
            steered(&model, &snapshot, &asked),
            steered(&model, &snapshot, &beside),
        ],
    );
    report.leaks.retain(|leak| leak.device == device.to_string());
    report
}

/// How many of the changed configurations an ordinary run leaves out between two that it takes.
fn stride() -> usize {
    if std::env::var_os("NNC_SOAK").is_some() {
        1
    } else {
        6
    }
}

/// Labels the configurations by execution, and compares. An ordinary run takes a part of them, starting with `offset`.
fn check(configs: &[Config], offset: usize) {
    let configs: Vec<&Config> = configs.iter().skip(offset % stride()).step_by(stride()).collect();
    let mut wrong = Vec::new();
    let mut leaking = 0;
    for config in &configs {
        let report = walk(config);
        assert!(report.undecided.is_empty(), "{}", config.name);
        let seen = Judge::new(config).leak(config);
        leaking += usize::from(seen.is_some());
        if report.leaks.is_empty() != seen.is_none() {
            wrong.push(format!(
                "{}\n  walk: {:#?}\n  executed: {seen:#?}",
                config.name,
                report.leaks.first()
            ));
        }
    }
    let summary = format!(
        "{} configurations, {leaking} of them leak, {} judged wrongly
",
        configs.len(),
        wrong.len()
    );
    std::io::Write::write_all(&mut std::io::stdout(), summary.as_bytes()).unwrap();
    assert!(
        wrong.is_empty(),
        "{} of {}:\n{}",
        wrong.len(),
        configs.len(),
        wrong.join("\n")
    );
}

#[test]
fn what_nnc_makes_does_not_leak() {
    let configs: Vec<Config> = bases().iter().map(clean).collect();
    for config in &configs {
        let report = walk(config);
        assert!(report.is_proof(), "{}: {:#?}", config.name, report);
    }
    check(&configs, 0);
}

#[test]
fn missing_and_changed_rows() {
    check(&mutants(&base(MAC, "tor")), 1);
}

#[test]
fn missing_and_changed_rows_of_a_subnet_over_a_dual_stack_service() {
    check(&mutants(&base("192.168.20.0/24", "six")), 2);
}

#[test]
fn missing_and_changed_rows_of_an_address_with_a_resolver() {
    check(
        &mutants(&Base {
            ipv4_only: true,
            ..base("192.168.88.50", "socks")
        }),
        3,
    );
}

#[test]
fn missing_and_changed_rows_of_a_service_that_resolves_no_names() {
    check(&mutants(&base("vlan:20", "quiet")), 2);
}

#[test]
fn missing_and_changed_rows_of_an_interface_that_fails_open() {
    check(
        &mutants(&Base {
            fasttrack: false,
            ..base("vlan:20", "open")
        }),
        4,
    );
}

#[test]
fn rows_of_others() {
    check(&foreign(&base(MAC, "tor")), 5);
    check(
        &foreign(&Base {
            ipv6: false,
            ..base("vlan:20", "tor")
        }),
        6,
    );
}

/// Which of them leak is said beforehand, and the execution and the check both agree. Ordinary runs try all of
/// them too, in one home.
#[test]
fn rules_of_others_that_fasttrack() {
    for (config, leaks) in fasttrack() {
        let seen = Judge::new(&config).leak(&config);
        assert_eq!(seen.is_some(), leaks, "{}: executed: {seen:#?}", config.name);
        let report = walk(&config);
        assert!(report.undecided.is_empty(), "{}", config.name);
        assert_eq!(!report.leaks.is_empty(), leaks, "{}: {report:#?}", config.name);
        for leak in &report.leaks {
            assert_eq!(leak.phase, Phase::FastTracked, "{}", config.name);
            assert!(
                leak.path
                    .iter()
                    .any(|step| step.effect.starts_with("has its connection fasttracked")),
                "{}: {leak:#?}",
                config.name
            );
        }
    }
}

#[test]
fn steering_by_hand() {
    check(&by_hand(), 7);
}

#[test]
fn mistakes_in_every_combination() {
    check(&mistakes::combined(), 0);
}

#[test]
fn rows_that_people_write() {
    check(&mistakes::rows(&base(MAC, "tor")), 1);
    check(
        &mistakes::rows(&Base {
            fasttrack: false,
            ..base("192.168.20.0/24", "six")
        }),
        2,
    );
    check(&mistakes::rows(&base("vlan:20", "socks")), 3);
}
