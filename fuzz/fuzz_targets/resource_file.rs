//! A file that says what a resource should be, for every type: taken or refused with ordered findings that repeat no
//! value, and what was taken has a name that fits a mark.

#![no_main]

use libfuzzer_sys::fuzz_target;
use nnc_core::model::RESOURCE_TYPES;

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    for kind in &RESOURCE_TYPES {
        match kind.read(text) {
            Ok(wish) => {
                let resource = kind.resource(&wish);
                assert!(resource.as_str().len() <= 80, "{resource}");
                assert_eq!(resource, kind.resource(&kind.read(text).unwrap()));
                assert!(wish.fields.keys().all(|name| kind.field(name).is_some()));
                for secret in wish.secrets.values() {
                    let secret = String::from_utf8_lossy(secret.expose()).into_owned();
                    assert!(secret.len() < 8 || !format!("{wish:?}").contains(&secret));
                }
            }
            Err(refused) => {
                let findings = refused.findings();
                assert!(!findings.is_empty() && findings.len() <= 101, "{}", findings.len());
                let places: Vec<_> = findings.iter().map(|f| (f.pointer.as_str(), f.code)).collect();
                let sorted = places.iter().filter(|(_, code)| *code != "more-findings");
                assert!(sorted.is_sorted(), "{places:?}");
            }
        }
    }
});
