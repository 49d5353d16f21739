//! The kernel that the generated validators stand on, and the model itself. That all languages judge alike is tested in
//! nnc-codegen (`validators_agree`).
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests state expectations by panicking"
)]

use std::time::Duration;

use nnc_core::decode::{DateTime, Decode, Encode, Findings, Number, Patch, Raw, findings, from_json, read};
use nnc_core::mac::Mac;
use nnc_core::model::*;
use proptest::prelude::*;

const KEY: &str = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";

fn codes<T: Decode>(text: &str) -> Vec<(&'static str, String)> {
    findings::<T>(text)
        .into_iter()
        .map(|f| (f.code, f.pointer))
        .collect()
}

fn same_after_json<T: Decode + Encode + PartialEq + std::fmt::Debug>(value: &T) {
    let text = value.to_json();
    let back: T = from_json(&text).unwrap_or_else(|e| panic!("{text}: {e}"));
    assert_eq!(back, *value, "{text}");
}

#[test]
fn what_is_written_is_read_back() {
    same_after_json(&CreateVirtualInterfaceInput::new("tor-usa", "tor"));
    same_after_json(&CreateVirtualInterfaceInput {
        parent: Some("br\"id\\ge é 𝄞 \u{2028}".into()),
        vlan_id: Some(4094),
        dns: Some([10, 99, 101, 2].into()),
        gateway_type: GatewayType::HevSocks5Tunnel,
        through: Some("tor-germany".into()),
        on_failure: OnFailure::Open,
        ipv6: true,
        dhcp: true,
        ..CreateVirtualInterfaceInput::new("tor-usa", "tor")
    });
    same_after_json(&UpdateVirtualInterfaceInput {
        dns: Patch::Null,
        through: Patch::Set("a".into()),
        ipv6: Some(false),
        ..Default::default()
    });
    same_after_json(&UpdateVirtualInterfaceInput::default());
    same_after_json(&AddRouterInput {
        password: Some(nnc_core::secret::SecretRef {
            id: "router/home/password".into(),
            version: u32::MAX,
        }),
        parents: vec!["ether1".into(), "ether2".into()],
        ..AddRouterInput::new("home", "routeros+api://admin@192.168.88.1:8728")
    });
    for device in [
        DeviceSelectorInput::Mac(Mac([2, 0, 0, 0, 0, 0xab])),
        DeviceSelectorInput::Address("fe80::1".parse().unwrap()),
        DeviceSelectorInput::Subnet("192.168.88.0/24".parse().unwrap()),
        DeviceSelectorInput::Vlan(20),
        DeviceSelectorInput::AddressList("My TVs".into()),
    ] {
        same_after_json(&CreateSteeringRuleInput::new(device.clone(), "tor-usa"));
        same_after_json(&DeviceSelector::from(device));
    }
    same_after_json(&VlanPool {
        router_id: "r".into(),
        first: 100,
        last: 200,
        prefix: "10.99.0.0/16".parse().unwrap(),
        quarantine: Duration::from_secs(3600),
    });
    let router = Router {
        id: "r".into(),
        name: "home".into(),
        url: "routeros+api://h".into(),
        platform: RouterPlatform::Routeros,
        pin: None,
        insecure: false,
        password: None,
        identity: Some("MikroTik".into()),
        version: Some("7.22.3".into()),
        bytes_sent: Some(u64::MAX),
        created_at: DateTime::MIN,
        updated_at: DateTime::MAX,
    };
    same_after_json(&router);
    let resource = Resource::Router(router);
    assert!(
        resource
            .to_json()
            .starts_with(r#"{"__typename":"Router","id":"r""#)
    );
    same_after_json(&resource);
}

#[test]
fn absent_is_not_null_in_a_patch() {
    let patch = |text| from_json::<UpdateVirtualInterfaceInput>(text).unwrap().dns;
    assert_eq!(patch("{}"), Patch::Absent);
    assert_eq!(patch(r#"{"dns":null}"#), Patch::Null);
    assert_eq!(patch(r#"{"dns":"1.1.1.1"}"#), Patch::Set([1, 1, 1, 1].into()));
}

#[test]
fn what_is_absent_has_its_default() {
    let wish: CreateVirtualInterfaceInput = from_json(r#"{"name":"a","service":"tor"}"#).unwrap();
    assert_eq!(wish, CreateVirtualInterfaceInput::new("a", "tor"));
    assert_eq!(
        (wish.gateway_type, wish.on_failure),
        (GatewayType::None, OnFailure::Closed)
    );
}

#[test]
fn secrets_are_in_no_debug_text_and_no_finding() {
    let client: WireGuardClient = from_json(&format!(
        r#"{{"uuid":"u","name":"n","privateKey":"{KEY}","listenPort":1}}"#
    ))
    .unwrap();
    assert!(!format!("{client:?}").contains("AAAA"));
    assert!(client.to_json().contains(KEY), "the wire needs it");
    let bad = format!(r#"{{"uuid":"u","name":"n","privateKey":"{KEY}x","listenPort":1}}"#);
    let refused = from_json::<WireGuardClient>(&bad).unwrap_err();
    assert!(!format!("{refused:?} {refused}").contains("AAAA"));
    let raw = read(&bad, &mut Findings::default()).unwrap();
    assert!(!format!("{raw:?}").contains("AAAA"));
}

#[test]
fn every_finding_at_once_in_one_order() {
    let text = r#"{"zone":1,"name":"TOR","name":"a","vlanId":true,"dns":"::1","ipv6":null,"a/b":0}"#;
    let expected = [
        ("unknown-field", "/a~1b"),
        ("wrong-family", "/dns"),
        ("null-not-allowed", "/ipv6"),
        ("duplicate-key", "/name"),
        ("pattern-mismatch", "/name"),
        ("missing-field", "/service"),
        ("wrong-type", "/vlanId"),
        ("unknown-field", "/zone"),
    ];
    assert_eq!(
        codes::<CreateVirtualInterfaceInput>(text),
        expected.map(|(c, p)| (c, p.to_owned()))
    );
}

#[test]
fn a_flood_of_findings_is_cut() {
    let body: Vec<String> = (0..5000).map(|n| format!("\"k{n}\":1")).collect();
    let found = codes::<UpdateVlanPoolInput>(&format!("{{{}}}", body.join(",")));
    assert_eq!(found.len(), Findings::MOST + 1);
    assert_eq!(found.last().unwrap().0, "more-findings");
}

#[test]
fn documents_have_bounds() {
    let long = format!("{{\"name\":\"{}\"}}", "a".repeat(1024 * 1024));
    assert_eq!(codes::<UpdateRouterInput>(&long), [("too-large", String::new())]);
    for depth in [65, 100_000] {
        let deep = "[".repeat(depth) + &"]".repeat(depth);
        assert_eq!(codes::<UpdateRouterInput>(&deep), [("too-deep", String::new())]);
    }
}

#[test]
fn numbers_are_exact() {
    for (text, integer) in [
        ("0", Some(0)),
        ("-0.0e9", Some(0)),
        ("1.50e1", Some(15)),
        ("18446744073709551615", Some(18_446_744_073_709_551_615)),
        ("1e-1", None),
        ("1e400", None),
        ("10000000000000000000000000000000000000000e-38", Some(100)),
        ("9007199254740993.0", Some(9_007_199_254_740_993)),
        ("-9007199254740993", Some(-9_007_199_254_740_993)),
    ] {
        assert_eq!(Number::parse(text).unwrap().integer(), integer, "{text}");
    }
    for text in [
        "", "-", "01", "1.", ".5", "1e", "1e+", "+1", "0x1", "1_0", "1e1.5", "--1", "NaN", "1 ",
    ] {
        assert!(Number::parse(text).is_none(), "{text}");
    }
}

/// Any JSON value.
fn json() -> impl Strategy<Value = serde_json::Value> {
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(Into::into),
        any::<i64>().prop_map(Into::into),
        any::<u64>().prop_map(Into::into),
        ".{0,12}".prop_map(Into::into),
    ];
    leaf.prop_recursive(5, 40, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Into::into),
            prop::collection::hash_map(".{0,6}", inner, 0..6)
                .prop_map(|m| m.into_iter().collect::<serde_json::Map<_, _>>().into()),
        ]
    })
}

fn same(raw: &Raw, value: &serde_json::Value) -> bool {
    match (raw, value) {
        (Raw::Null, serde_json::Value::Null) => true,
        (Raw::Bool(a), serde_json::Value::Bool(b)) => a == b,
        (Raw::Number(a), serde_json::Value::Number(b)) => a.integer() == b.as_i128(),
        (Raw::Text(a), serde_json::Value::String(b)) => a == b,
        (Raw::List(a), serde_json::Value::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b))
        }
        (Raw::Map(a), serde_json::Value::Object(b)) => {
            a.len() == b.len()
                && a.iter()
                    .all(|(k, v)| b.get(k).is_some_and(|other| same(v, other)))
        }
        _ => false,
    }
}

proptest! {
    #[test]
    fn the_reader_reads_what_serde_json_writes(value in json(), pretty: bool) {
        let text = if pretty { serde_json::to_string_pretty(&value).unwrap() } else { value.to_string() };
        let mut at = Findings::default();
        let raw = read(&text, &mut at).unwrap();
        prop_assert!(same(&raw, &value), "{}", text);
        prop_assert!(at.finish().is_none());
    }

    #[test]
    fn the_reader_takes_no_other_texts_than_serde_json(text in "[-+.eE0-9{}\\[\\]:,\"\\\\ntrufalsd \n]{0,24}") {
        let ours = read(&text, &mut Findings::default()).is_some();
        // serde_json refuses numbers that no float holds; a number is no syntax error for being large.
        match serde_json::from_str::<serde_json::Value>(&text) {
            Ok(_) => prop_assert!(ours, "{text}"),
            Err(error) => prop_assert!(!ours || error.to_string().starts_with("number out of range"), "{text}: {error}"),
        }
    }

    #[test]
    fn nothing_makes_it_panic(text in "\\PC{0,200}") {
        let _ = findings::<Resource>(&text);
        let _ = findings::<CreateVirtualInterfaceInput>(&text);
    }

    #[test]
    fn damaged_documents_do_not_make_it_panic(at in 0_usize..200, byte: char) {
        let good = format!(r#"{{"__typename":"WireGuardClient","uuid":"u","name":"n","privateKey":"{KEY}","listenPort":1}}"#);
        let mut chars: Vec<char> = good.chars().collect();
        let place = at % chars.len();
        chars[place] = byte;
        let _ = findings::<Resource>(&chars.into_iter().collect::<String>());
    }

    #[test]
    fn every_mac_survives_its_text(bytes: [u8; 6]) {
        let mac = Mac(bytes);
        prop_assert_eq!(mac.to_string().parse::<Mac>().unwrap(), mac);
        prop_assert_eq!(mac.to_string().to_lowercase().parse::<Mac>().unwrap(), mac);
    }

    #[test]
    fn every_u64_survives_its_text(number: u64) {
        prop_assert_eq!(Number::parse(&number.to_string()).unwrap().integer(), Some(i128::from(number)));
    }
}

#[test]
fn many_findings_at_long_pointers_take_no_memory() {
    // 60 levels of keys of 256 characters, then thousands of duplicates: 15 kB of pointer for each of them.
    let open: String = (0..60).map(|_| format!("{{\"{}\":", "k".repeat(256))).collect();
    let twins: String = (0..100_000).map(|_| "\"\":1,").collect();
    let text = format!("{open}{{{twins}\"z\":1}}{}", "}".repeat(60));
    let found = codes::<UpdateVlanPoolInput>(&text);
    assert_eq!(
        found.iter().map(|f| f.0).collect::<Vec<_>>(),
        ["unknown-field", "duplicate-key"]
    );
    let text = format!("{{\"{}\":1}}", "k".repeat(257));
    assert_eq!(
        codes::<UpdateVlanPoolInput>(&text),
        [("too-large", String::new())]
    );
}
