//! Facts of the embedded table that were counted in the published trees by other means.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests state expectations by panicking"
)]

use routeros_commands::{CommandTree, Presence, Version, View};

fn view(version: &str) -> View<'static> {
    CommandTree::embedded()
        .unwrap()
        .at(version.parse().unwrap())
        .unwrap()
}

#[test]
fn each_version_has_all_its_commands_and_arguments() {
    let counted = [
        ("7.9.2", 4073, 24279),
        ("7.12.2", 4297, 26359),
        ("7.15.3", 4706, 29903),
        ("7.18.2", 4833, 30746),
        ("7.20.8", 4913, 31467),
        ("7.22.3", 5112, 34563),
        ("7.24", 5134, 35656),
    ];
    let sources = CommandTree::embedded().unwrap().sources();
    assert_eq!(sources.len(), counted.len());
    for ((version, commands, arguments), source) in counted.into_iter().zip(sources) {
        assert_eq!(source.version.to_string(), version);
        assert_eq!(source.sha256.len(), 64);
        let view = view(version);
        let verbs = || view.menus().flat_map(|menu| menu.verbs());
        assert_eq!(verbs().count(), commands, "{version}");
        assert_eq!(
            verbs().flat_map(|verb| verb.arguments()).count(),
            arguments,
            "{version}"
        );
        assert!(verbs().all(|verb| verb.presence() == Presence::Certain));
    }
}

#[test]
fn names_come_and_go_with_the_versions() {
    let has = |version: &str, verb: &str, argument: &str| {
        view(version)
            .verb(verb)
            .is_some_and(|verb| verb.argument(argument).is_some())
    };
    for (version, expected) in [("7.12.2", false), ("7.15.3", true), ("7.24", true)] {
        assert_eq!(has(version, "/interface/vlan/add", "mvrp"), expected, "{version}");
    }
    for (version, expected) in [("7.15.3", false), ("7.18.2", true), ("7.24", true)] {
        assert_eq!(view(version).menu("/safe-mode").is_some(), expected, "{version}");
        assert_eq!(has(version, "/safe-mode/take", "on-error"), expected, "{version}");
    }
    for (version, expected) in [("7.20.8", true), ("7.22.3", false)] {
        assert_eq!(
            has(version, "/ip/route/add", "suppress-hw-offload"),
            expected,
            "{version}"
        );
    }
    for (version, expected) in [("7.20.8", false), ("7.22.3", true)] {
        assert_eq!(has(version, "/routing/rule/add", "chain"), expected, "{version}");
    }
    assert!(view("7.9.2").menu("/interface/macvlan").is_none());
    assert!(view("7.12.2").menu("/interface/macvlan").is_some());
}

#[test]
fn between_trees_the_older_one_counts_and_new_names_are_unsure() {
    let between = view("7.16");
    assert_eq!(between.source().unwrap().version, Version::new(7, 15, 3));
    let safe_mode = between.menu("/safe-mode").unwrap();
    assert_eq!(safe_mode.presence(), Presence::Unsure);
    assert_eq!(safe_mode.verb("take").unwrap().presence(), Presence::Unsure);
    assert_eq!(between.menu("/ip/address").unwrap().presence(), Presence::Certain);
    // 7.22 is older than the tree of 7.22.3; 7.25 is newer than all.
    assert_eq!(view("7.22").source().unwrap().version, Version::new(7, 20, 8));
    assert_eq!(view("7.25").source().unwrap().version, Version::new(7, 24, 0));
    assert_eq!(
        view("7.23beta2").source().unwrap().version,
        Version::new(7, 22, 3)
    );
    // The oldest minor release has one tree; before it there is none.
    assert_eq!(view("7.9").source().unwrap().version, Version::new(7, 9, 2));
    assert_eq!(
        view("7.9").verb("/ip/address/add").unwrap().presence(),
        Presence::Certain
    );
    for old in ["7.8", "7.9beta4", "6.49.10"] {
        let error = CommandTree::embedded()
            .unwrap()
            .at(old.parse().unwrap())
            .unwrap_err();
        assert_eq!(error.code(), "version-too-old", "{old}");
    }
}
