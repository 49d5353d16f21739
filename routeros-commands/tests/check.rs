//! Verdicts on commands and lines.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests state expectations by panicking"
)]

use proptest::prelude::*;
use routeros_commands::{Command, CommandTree, Version, View, Word, check, check_line};

fn view(version: &str) -> View<'static> {
    CommandTree::embedded()
        .unwrap()
        .at(version.parse().unwrap())
        .unwrap()
}

fn cases() -> ProptestConfig {
    ProptestConfig::with_cases(if std::env::var_os("NNC_SOAK").is_some() {
        20_000
    } else {
        256
    })
}

fn json(line: &str) -> String {
    serde_json::to_string(&check_line(&view("7.22.3"), line)).unwrap()
}

#[test]
fn a_line_gets_one_json_document() {
    let ok = r#"{"ok":true}"#;
    let lines = [
        (
            r#"/interface/vlan/add =name=x =vlan-id=101 =interface=ether1 =comment="a b""#,
            ok,
        ),
        ("/interface/vlan/set =.id=*1 =name=y", ok),
        ("/interface/vlan/set =numbers=*1 =name=y .tag=7", ok),
        ("/interface/vlan/print =.proplist=name,vlan-id ?name=x ?#!", ok),
        ("/interface/vlan/listen =.proplist=name", ok),
        ("/interface/vlan/print =detail=", ok),
        ("/interface/vlan/print =detail", ok),
        ("/login =name=admin =password=x", ok),
        ("/cancel =tag=5", ok),
        ("/ping =address=10.0.0.1 =count=1", ok),
        (
            "/ip/address/move =.id=*1",
            r#"{"ok":false,"error":"unknown-command","word":"/ip/address/move","suggestion":"/ip/address/remove"}"#,
        ),
        (
            "/interface/vlan/add =vlanid=5",
            r#"{"ok":false,"error":"unknown-parameter","word":"vlanid","suggestion":"vlan-id"}"#,
        ),
        (
            "/interface/vlan/add =comm=x",
            r#"{"ok":false,"error":"unknown-parameter","word":"comm","suggestion":"comment"}"#,
        ),
        (
            "/interface/vlan/add =.id=*1",
            r#"{"ok":false,"error":"unknown-parameter","word":".id","suggestion":null}"#,
        ),
        (
            "/interface/vlan/add name=x",
            r#"{"ok":false,"error":"unknown-parameter","word":"name","suggestion":"=name="}"#,
        ),
        (
            "/interface/vlan/remove =name=x",
            r#"{"ok":false,"error":"unknown-parameter","word":"name","suggestion":null}"#,
        ),
        (
            "/interface/vlan/add ?name=x",
            r#"{"ok":false,"error":"unknown-parameter","word":"?name","suggestion":"name"}"#,
        ),
        (
            "/interface/vlan/add =arp=enabed",
            r#"{"ok":false,"error":"bad-value","word":"arp","suggestion":"enabled"}"#,
        ),
        (
            "/interface/vlna/add =name=x",
            r#"{"ok":false,"error":"unknown-command","word":"/interface/vlna/add","suggestion":"/interface/vlan/add"}"#,
        ),
        (
            "/int/vlan/add",
            r#"{"ok":false,"error":"unknown-command","word":"/int/vlan/add","suggestion":"/interface/vlan/add"}"#,
        ),
        (
            "/interface/vlan",
            r#"{"ok":false,"error":"unknown-command","word":"/interface/vlan","suggestion":"/interface/vlan/print"}"#,
        ),
        (
            "/interface/vlan add =name=x",
            r#"{"ok":false,"error":"unknown-command","word":"/interface/vlan","suggestion":"/interface/vlan/add"}"#,
        ),
        (
            "interface/vlan/add",
            r#"{"ok":false,"error":"unknown-command","word":"interface/vlan/add","suggestion":"/interface/vlan/add"}"#,
        ),
        (
            "/interface/vlan/add/",
            r#"{"ok":false,"error":"unknown-command","word":"/interface/vlan/add/","suggestion":"/interface/vlan/add"}"#,
        ),
        (
            "/wireles/regstration/print",
            r#"{"ok":false,"error":"unknown-command","word":"/wireles/regstration/print","suggestion":null}"#,
        ),
    ];
    for (line, verdict) in lines {
        assert_eq!(json(line), verdict, "{line}");
    }
    for line in [
        "",
        "   ",
        r#"/ip/address/add =comment="a"#,
        r#"/ip/address/add =comment="a\"#,
    ] {
        assert!(
            json(line).starts_with(r#"{"ok":false,"error":"malformed-line""#),
            "{line}"
        );
    }
}

#[test]
fn a_rejection_never_repeats_a_value() {
    let rejected = json("/interface/wifi/security/multi-passphrase/add =passphrase=hunter2");
    assert!(
        rejected.contains("bad-value") && !rejected.contains("hunter2"),
        "{rejected}"
    );
    let stray = json("/ppp/secret/add password=hunter2");
    assert!(
        stray.contains("unknown-parameter") && !stray.contains("hunter2"),
        "{stray}"
    );
}

#[test]
fn names_of_the_next_version_are_unsure_between_trees() {
    let between = view("7.16");
    let line = "/safe-mode/take =on-error=unroll";
    let verdict = check_line(&between, line);
    assert_eq!(
        (verdict.ok, verdict.unsure.as_slice()),
        (true, &["/safe-mode/take".to_owned(), "on-error".to_owned()][..])
    );
    assert!(!check_line(&view("7.15.3"), line).ok);
    assert_eq!(check_line(&view("7.18.2"), line).unsure, Vec::<String>::new());
    assert!(!check_line(&between, "/safe-mode/take =on-eror=unroll").ok);
}

/// Any word: the characters that matter to the parser are frequent.
fn word() -> impl Strategy<Value = String> {
    prop::string::string_regex(r#"[a-z=?./ "\\\n\t\ré-]{1,12}"#).unwrap()
}

fn quoted(word: &str) -> String {
    let escaped = word
        .replace('\\', r"\\")
        .replace('"', r#"\""#)
        .replace('\n', r"\n")
        .replace('\r', r"\r");
    format!("\"{}\"", escaped.replace('\t', r"\t"))
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn quoting_carries_every_word(words in prop::collection::vec(word(), 1..6)) {
        let line: Vec<String> = words.iter().map(|word| quoted(word)).collect();
        let parsed: Command = line.join(" ").parse().unwrap();
        prop_assert_eq!(parsed, Command::from_words(words.iter().map(String::as_str)));
    }

    #[test]
    fn no_line_panics(line in r#"(/[a-z/-]{0,30})?([ "\\=?.]|\PC){0,40}"#) {
        let verdict = check_line(&view("7.16"), &line);
        prop_assert_eq!(verdict.ok, verdict.error.is_none());
    }

    #[test]
    fn a_value_never_changes_what_a_name_is(value in "\\PC{0,40}") {
        // Whatever the value, an unknown parameter stays unknown, and an open one stays accepted.
        let add = |name: &str| Command { path: "/interface/vlan/add".into(), words: vec![
            Word::Attribute { name: name.into(), value: value.clone() },
        ] };
        prop_assert!(check(&view("7.22.3"), &add("nmae")).is_err());
        prop_assert!(check(&view("7.22.3"), &add("name")).is_ok());
    }

    #[test]
    fn every_version_finds_the_nearest_older_tree(minor in 9u16..40, patch in 0u16..12) {
        let version = Version::new(7, minor, patch);
        let tree = CommandTree::embedded().unwrap();
        let source = tree.at(version).unwrap().source().unwrap().version;
        let oldest = tree.sources()[0].version;
        prop_assert!(source <= version || (source == oldest && minor == oldest.minor));
        prop_assert!(tree.sources().iter().all(|other| other.version <= source || other.version > version));
    }
}
