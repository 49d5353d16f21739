//! Loading trees: what they say is found, and no input does harm.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests state expectations by panicking"
)]

use std::collections::BTreeMap;
use std::io::Write;

use proptest::prelude::*;
use routeros_commands::{CommandTree, Error, ValueKind, Version, check_line};

const VERSION: Version = Version::new(7, 30, 0);

fn load(json: &str) -> Result<CommandTree, Error> {
    CommandTree::from_inspect(json.as_bytes(), VERSION)
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

const SMALL: &str = r#"{
  "_meta": {"version": "7.30", "nested": [1, {"x": null}]},
  "ping": {"_type": "cmd", "address": {"_type": "arg"}, "count": {"desc": "1..100", "_type": "arg"}},
  "ip": {"_type": "path",
    "tunnel": {"_type": "dir",
      "add": {"_type": "cmd",
        "name": {"_type": "arg", "desc": "string value, max length 4"},
        "mode": {"_type": "arg", "_completion": {"fast": {"style": "none", "preference": 96}, "safe": {"style": "none"}, "!": {"style": "syntax-meta"}}},
        "via": {"_type": "arg", "_completion": {"ether1": {"style": "none"}, "lo": {"style": "none"}}},
        "flags": {"_type": "arg", "desc": "a|b|c[,Flags*]"},
        "a/g": {"_type": "arg"},
        "every": {"_type": "arg", "desc": "1s..1m    (time interval)", "_completion": {"never": {"style": "arg"}}},
        "desc": {"_type": "arg"}
      },
      "get": {"_type": "cmd", "number": {"_type": "arg"}, "value-name": {"_type": "arg", "_completion": {"about": {"style": "none"}, "name": {"style": "none"}, "running": {"style": "none"}}}},
      "remove": {"_type": "cmd", "numbers": {"_type": "arg"}}
    }
  }
}"#;

#[test]
fn a_small_tree_is_read_as_it_stands() {
    let tree = load(SMALL).unwrap();
    assert_eq!(
        tree,
        CommandTree::from_inspect(&gzip(SMALL.as_bytes()), VERSION).unwrap()
    );
    let view = tree.newest();
    let paths: Vec<&str> = view.menus().map(|menu| menu.path()).collect();
    assert_eq!(paths, ["/", "/ip", "/ip/tunnel"]);
    let menu = view.menu("/ip/tunnel").unwrap();
    assert_eq!(
        menu.verbs().map(|verb| verb.name()).collect::<Vec<_>>(),
        ["add", "get", "remove"]
    );
    assert_eq!(menu.readable().collect::<Vec<_>>(), ["name", "running"]);
    assert!(menu.has("remove") && menu.verb("remove").unwrap().addresses_row());
    let add = menu.verb("add").unwrap();
    assert!(!add.addresses_row());
    let names: Vec<&str> = add.arguments().map(|argument| argument.name()).collect();
    assert_eq!(names, ["a/g", "desc", "every", "flags", "mode", "name", "via"]);
    let kind = |name: &str| add.argument(name).unwrap().values().kind().clone();
    assert_eq!(kind("mode"), ValueKind::Words);
    assert_eq!(kind("via"), ValueKind::Open);
    assert_eq!(kind("name"), ValueKind::Text { min: 0, max: Some(4) });
    let ok = [
        "/ping =address=x =count=100",
        "/ip/tunnel/add =mode=!safe =flags=a,c =every=never =via=anything =name=four =a/g=1",
        "/ip/tunnel/add =every=1m =desc=x",
        "/ip/tunnel/remove =.id=*1",
        "/ip/tunnel/get =.id=*1 =value-name=running",
    ];
    for line in ok {
        assert!(
            check_line(&view, line).ok,
            "{line}: {:?}",
            check_line(&view, line)
        );
    }
    let refused = [
        ("/ping =count=101", "bad-value", "count"),
        ("/ip/tunnel/add =mode=slow", "bad-value", "mode"),
        ("/ip/tunnel/add =flags=a,d", "bad-value", "flags"),
        ("/ip/tunnel/add =every=61s", "bad-value", "every"),
        ("/ip/tunnel/add =every=always", "bad-value", "every"),
        ("/ip/tunnel/add =name=fives", "bad-value", "name"),
        ("/ip/tunnel/add =.id=*1", "unknown-parameter", ".id"),
        ("/ip/tunnel/set", "unknown-command", "/ip/tunnel/set"),
    ];
    for (line, error, word) in refused {
        let verdict = check_line(&view, line);
        assert_eq!(
            (verdict.error, verdict.word.as_deref()),
            (Some(error), Some(word)),
            "{line}"
        );
    }
    // A loaded tree answers for its version and later ones.
    assert!(tree.at(Version::new(7, 31, 0)).is_ok());
    assert_eq!(
        tree.at(Version::new(7, 29, 0)).unwrap_err().code(),
        "version-too-old"
    );
}

#[test]
fn what_is_no_tree_is_refused_with_a_reason() {
    let malformed = [
        "",
        "null",
        "[]",
        "{}",
        r#"{"_meta":{}}"#,
        "{\"ip\":{\"_type\":\"dir\"}",
        r#"{"ip":{"_type":"dir"}} x"#,
        r#"{"ip":{"_type":"directory"}}"#,
        r#"{"ip":{}}"#,
        r#"{"ip":5}"#,
        r#"{"ip":"dir"}"#,
        r#"{"ip":{"_type":"arg"}}"#,
        r#"{"ip":{"_type":"cmd","add":{"_type":"cmd"}}}"#,
        r#"{"ip":{"_type":"cmd","add":{"_type":"arg","x":{"_type":"arg"}}}}"#,
        r#"{"ip":{"_type":"dir"},"ip":{"_type":"dir"}}"#,
        r#"{"i/p":{"_type":"dir"}}"#,
        r#"{"i p":{"_type":"dir"}}"#,
        r#"{"":{"_type":"dir"}}"#,
        r#"{"ip":{"_type":"cmd","a":{"_type":"arg","_completion":["x"]}}}"#,
    ];
    for json in malformed {
        assert_eq!(load(json).unwrap_err().code(), "malformed-tree", "{json}");
    }
    assert_eq!(
        CommandTree::from_inspect(&[0x1f, 0x8b, 8, 0], VERSION)
            .unwrap_err()
            .code(),
        "malformed-tree"
    );
}

#[test]
fn size_depth_and_counts_are_bounded() {
    let too_large = |bytes: &[u8]| {
        assert_eq!(
            CommandTree::from_inspect(bytes, VERSION).unwrap_err().code(),
            "tree-too-large"
        )
    };
    too_large(format!("{}{{}}{}", r#"{"a":"#.repeat(100), "}".repeat(100)).as_bytes());
    too_large(format!(r#"{{"{}":{{"_type":"dir"}}}}"#, "x".repeat(200)).as_bytes());
    too_large(
        format!(
            r#"{{"a":{{"_type":"cmd","b":{{"_type":"arg","desc":"{}"}}}}}}"#,
            "x".repeat(5000)
        )
        .as_bytes(),
    );
    // Sixty-five million spaces deflate to almost nothing.
    too_large(&gzip(&vec![b' '; (64 << 20) + 1]));
    let many: Vec<String> = (0..70_000)
        .map(|number| format!(r#""n{number}":{{"_type":"arg"}}"#))
        .collect();
    too_large(format!(r#"{{"a":{{"_type":"cmd",{}}}}}"#, many.join(",")).as_bytes());
}

/// Menus with verbs with arguments, all names short, so that they often coincide.
type Menus = BTreeMap<String, BTreeMap<String, BTreeMap<String, Option<String>>>>;

fn menus() -> impl Strategy<Value = Menus> {
    let name = || "[a-d]{1,2}";
    let description = prop::option::of(prop_oneof![
        Just("string value".to_owned()),
        Just("1..9".into()),
        "\\PC{0,12}"
    ]);
    let arguments = prop::collection::btree_map(name(), description, 0..5);
    let verbs = prop::collection::btree_map(name(), arguments, 0..5);
    prop::collection::btree_map(name(), verbs, 1..6)
}

fn to_json(menus: &Menus) -> serde_json::Value {
    let mut root = serde_json::Map::new();
    for (menu, verbs) in menus {
        let mut node = serde_json::json!({"_type": "dir"});
        for (verb, arguments) in verbs {
            node[verb] = serde_json::json!({"_type": "cmd"});
            for (argument, description) in arguments {
                node[verb][argument] = serde_json::json!({"_type": "arg"});
                if let Some(description) = description {
                    node[verb][argument]["desc"] = description.as_str().into();
                }
            }
        }
        root.insert(menu.clone(), node);
    }
    root.into()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(if std::env::var_os("NNC_SOAK").is_some() { 20_000 } else { 256 }))]

    #[test]
    fn exactly_the_names_of_the_tree_are_known(menus in menus(), probe in "[a-d]{1,2}") {
        let tree = load(&to_json(&menus).to_string()).unwrap();
        let view = tree.newest();
        let count: usize = menus.values().flat_map(BTreeMap::values).map(BTreeMap::len).sum();
        let found: usize = view.menus().flat_map(|menu| menu.verbs()).map(|verb| verb.arguments().count()).sum();
        prop_assert_eq!(found, count);
        for (menu, verbs) in &menus {
            let path = format!("/{menu}");
            prop_assert_eq!(view.menu(&path).unwrap().has(&probe), verbs.contains_key(&probe));
            for (verb, arguments) in verbs {
                let verb = view.verb(&format!("{path}/{verb}")).unwrap();
                prop_assert!(arguments.keys().all(|name| verb.argument(name).is_some()));
                prop_assert_eq!(verb.argument(&probe).is_some(), arguments.contains_key(&probe));
            }
        }
        prop_assert_eq!(view.menu(&format!("/{probe}")).is_some(), menus.contains_key(&probe));
    }

    #[test]
    fn damaged_trees_never_panic(at in 0usize..SMALL.len(), byte in any::<u8>(), cut in any::<bool>()) {
        let mut bytes = SMALL.as_bytes().to_vec();
        if cut { bytes.truncate(at) } else { bytes[at] = byte }
        for bytes in [gzip(&bytes), bytes] {
            if let Err(error) = CommandTree::from_inspect(&bytes, VERSION) {
                prop_assert_eq!(error.code(), "malformed-tree");
            }
        }
    }

    #[test]
    fn any_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        prop_assert!(CommandTree::from_inspect(&bytes, VERSION).is_err());
    }
}
