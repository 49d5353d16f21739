//! Any text as a JSON document: read or refused as serde_json's grammar has it, findings in order and bounded, and
//! what a validator took is written and taken alike.

#![no_main]

use std::fmt::Debug;

use libfuzzer_sys::fuzz_target;
use nnc_core::decode::{Decode, Encode, Findings, from_json, read};
use nnc_core::model::{
    AddRouterInput, CreateSteeringRuleInput, CreateVirtualInterfaceInput, Resource,
    UpdateVirtualInterfaceInput, UpdateVlanPoolInput,
};

fn judge<T: Decode + Encode + PartialEq + Debug>(text: &str) {
    match from_json::<T>(text) {
        Ok(value) => assert_eq!(from_json::<T>(&value.to_json()).as_ref(), Ok(&value)),
        Err(refused) => {
            let findings = refused.findings();
            assert!(!findings.is_empty() && findings.len() <= 101, "{}", findings.len());
            let places: Vec<_> = findings.iter().map(|f| (f.pointer.as_str(), f.code)).collect();
            let sorted = places.iter().filter(|(_, code)| *code != "more-findings");
            assert!(sorted.is_sorted(), "{places:?}");
        }
    }
}

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    // It skips over a value by the grammar alone: no depth, no range of numbers, no surrogates.
    let grammar = serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok();
    let mut at = Findings::default();
    match read(text, &mut at) {
        Some(_) => assert!(grammar, "read what is no JSON"),
        None => {
            let refused = at.finish().expect("what is not read is refused");
            let [finding] = refused.findings() else {
                panic!("one finding is needed: {refused}");
            };
            assert!(finding.pointer.is_empty());
            assert!(finding.code != "bad-json" || !grammar, "refused what is JSON");
        }
    }
    judge::<CreateVirtualInterfaceInput>(text);
    judge::<UpdateVirtualInterfaceInput>(text);
    judge::<UpdateVlanPoolInput>(text);
    judge::<CreateSteeringRuleInput>(text);
    judge::<AddRouterInput>(text);
    judge::<Resource>(text);
});
