//! The simulator's query language: any words are parsed or refused, and what is parsed gives an answer.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let mut parts = data.split(|byte| *byte == 0);
    let value = parts.next().unwrap_or_default();
    let row: [(&str, &[u8]); 3] = [("name", value), ("mtu", b"1500"), ("comment", b"")];
    let words: Vec<&[u8]> = parts.collect();
    let first = routeros_sim::fuzzing::query(words.iter().copied(), &row);
    assert_eq!(first, routeros_sim::fuzzing::query(words.iter().copied(), &row));
    if words.is_empty() {
        assert_eq!(first, Some(true), "no query accepts every row");
    }
});
