//! The simulator's scripting language: any text is run, refused or logged as an error, and always ends.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|source: &str| {
    routeros_sim::fuzzing::script(source);
});
