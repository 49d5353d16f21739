//! What several tests of the store need.
#![allow(dead_code, reason = "each test binary uses a part of it")]

use std::fs;
use std::hash::{BuildHasher, RandomState};
use std::io::Read;
use std::path::Path;
use std::sync::Arc;

use flate2::read::GzDecoder;
use nnc_core::ports::Entropy;
use nnc_store::{DataDir, NewRouter, RouterRecord, SystemDb};

/// Unpredictable enough for tests: the standard library seeds its hash tables at random.
pub(crate) struct Dice;

impl Entropy for Dice {
    fn fill(&self, bytes: &mut [u8]) {
        for byte in bytes {
            *byte = (RandomState::new().hash_one(0) >> 24) as u8;
        }
    }
}

/// How many cases a property test runs: all of them where `NNC_SOAK` is 1.
pub(crate) fn cases(usual: u32, soak: u32) -> u32 {
    match std::env::var("NNC_SOAK") {
        Ok(soaking) if soaking == "1" => soak,
        _ => usual,
    }
}

pub(crate) fn open(path: &Path) -> DataDir {
    DataDir::open(path, Arc::new(Dice)).unwrap()
}

/// A data directory with one router, `home`.
pub(crate) fn with_router(path: &Path) -> (DataDir, SystemDb, RouterRecord) {
    let data = open(path);
    let system = data.system().unwrap();
    let new = NewRouter::new("home", "routeros+api://admin@192.0.2.1");
    let router = data.add_router(&system, &new, None, 1).unwrap();
    (data, system, router)
}

/// Unpacks `tests/frozen/<version>`, made by `examples/freeze.rs` when that schema was the newest.
pub(crate) fn thaw(version: &str, into: &Path) {
    let frozen = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/frozen")
        .join(version);
    for entry in fs::read_dir(frozen).unwrap() {
        let entry = entry.unwrap().path();
        let mut bytes = Vec::new();
        GzDecoder::new(fs::File::open(&entry).unwrap())
            .read_to_end(&mut bytes)
            .unwrap();
        let target = into.join(entry.file_stem().unwrap());
        fs::write(&target, bytes).unwrap();
        #[cfg(unix)]
        fs::set_permissions(&target, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
    }
}
