//! Any text as a flow, actions and field lists: read or refused at a column inside it, and written without a panic.

#![no_main]

use libfuzzer_sys::fuzz_target;
use openflow_rs::text::{Names, format_flow, parse_actions, parse_flow_mod, parse_instructions};
use openflow_rs::wire::Version;

fuzz_target!(|data: &[u8]| {
    let text = String::from_utf8_lossy(data);
    let names = Names::new();
    let _ = parse_actions(&text, &names);
    let _ = parse_instructions(&text, &names);
    match parse_flow_mod(&text, None, &names) {
        Ok(flow) => {
            let _ = format_flow(&flow, &names);
            for version in [Version::V1_3, Version::V1_4, Version::V1_5] {
                let _ = flow.encode(version, 0);
            }
        }
        Err(error) => assert!(error.column <= text.len() + 1),
    }
});
