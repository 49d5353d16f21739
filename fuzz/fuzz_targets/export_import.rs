//! An exported router that somebody changed: it is imported or refused with a typed error, and what is refused leaves
//! nothing.
//!
//! The first byte says what becomes of the rest: the file as it is, or with a checksum that is right; a manifest and a
//! compressed database around it; or changes to the database of a real export.

#![no_main]

use std::cell::OnceCell;
use std::fs;
use std::io::{Read, Write};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use libfuzzer_sys::fuzz_target;
use nnc_core::ports::Entropy;
use nnc_store::{Cause, DataDir, Export, Manifest, NewRouter, ResourceChange, ResourceRecord, ResourceStatus, SystemDb};
use sha2::{Digest, Sha256};

/// The same in every run.
struct Counter(std::sync::atomic::AtomicU64);

impl Entropy for Counter {
    fn fill(&self, bytes: &mut [u8]) {
        for part in bytes.chunks_mut(32) {
            let number = self.0.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
            part.copy_from_slice(&Sha256::digest(number.to_le_bytes())[..part.len()]);
        }
    }
}

struct Place {
    directory: tempfile::TempDir,
    data: DataDir,
    system: SystemDb,
    /// A real export: up to its manifest, the manifest, the database.
    head: Vec<u8>,
    manifest: serde_json::Value,
    database: Vec<u8>,
}

impl Place {
    fn new() -> Self {
        let directory = tempfile::tempdir().unwrap();
        let entropy = Arc::new(Counter(std::sync::atomic::AtomicU64::new(1)));
        let data = DataDir::open(directory.path().join("nnc"), entropy).unwrap();
        let system = data.system().unwrap();
        let new = NewRouter::new("home", "routeros+api://admin@10.0.0.1");
        let home = data.add_router(&system, &new, Some(&"secret".into()), 1).unwrap();
        let record = ResourceRecord {
            resource: "vlan/office".parse().unwrap(),
            kind: "Vlan".to_owned(),
            configuration: serde_json::json!({"name": "office"}),
            allocation: None,
            deployment: None,
            status: ResourceStatus::Active,
        };
        let change = ResourceChange::Put(record);
        data.router(home.id).unwrap().record(&Cause::at(2), &[change]).unwrap();
        let file = directory.path().join("home.nnc");
        let export = Export {
            file: &file,
            passphrase: None,
            at: 3,
            wait: Duration::ZERO,
        };
        data.export_router(&system, &home, &export).unwrap();
        let whole = fs::read(&file).unwrap();
        data.purge_router(&system, &home, 4).unwrap();
        let length = u32::from_le_bytes(whole[12..16].try_into().unwrap()) as usize;
        let packed = &whole[16 + length + 8..whole.len() - 36];
        let mut database = Vec::new();
        GzDecoder::new(packed).read_to_end(&mut database).unwrap();
        Self {
            head: whole[..12].to_vec(),
            manifest: serde_json::from_slice(&whole[16..16 + length]).unwrap(),
            database,
            directory,
            data,
            system,
        }
    }

    /// An export of a manifest and a compressed database.
    fn around(&self, manifest: &[u8], packed: &[u8]) -> Vec<u8> {
        let mut file = self.head.clone();
        file.extend(u32::try_from(manifest.len()).unwrap().to_le_bytes());
        file.extend(manifest);
        file.extend((packed.len() as u64).to_le_bytes());
        file.extend(packed);
        file.extend(0_u32.to_le_bytes());
        vouched(file)
    }

    fn with_database(&self, database: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(database).unwrap();
        let mut manifest = self.manifest.clone();
        manifest["databaseBytes"] = database.len().into();
        self.around(manifest.to_string().as_bytes(), &encoder.finish().unwrap())
    }

    fn names(&self) -> Vec<PathBuf> {
        let entries = fs::read_dir(self.data.path()).unwrap();
        let mut names: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
        names.sort();
        names
    }
}

fn vouched(mut file: Vec<u8>) -> Vec<u8> {
    let checksum = Sha256::digest(&file);
    file.extend(checksum);
    file
}

fn made(place: &Place, data: &[u8]) -> Option<Vec<u8>> {
    let (first, rest) = data.split_first()?;
    Some(match first % 5 {
        0 => rest.to_vec(),
        1 => vouched([&place.head, rest].concat()),
        2 => {
            let (length, rest) = rest.split_first_chunk::<2>()?;
            let (manifest, packed) = rest.split_at_checked(usize::from(u16::from_le_bytes(*length)))?;
            place.around(manifest, packed)
        }
        3 => place.with_database(rest),
        // Places and bytes of a real database.
        _ => {
            let mut database = place.database.clone();
            for edit in rest.chunks_exact(4) {
                let at = u32::from_le_bytes([edit[0], edit[1], edit[2], 0]) as usize % database.len();
                database[at] = edit[3];
            }
            place.with_database(&database)
        }
    })
}

thread_local! {
    static PLACE: OnceCell<Place> = const { OnceCell::new() };
}

fuzz_target!(|data: &[u8]| {
    PLACE.with(|place| {
        let place = place.get_or_init(Place::new);
        let Some(bytes) = made(place, data) else { return };
        let file = place.directory.path().join("fuzzed.nnc");
        fs::write(&file, bytes).unwrap();
        let before = place.names();
        let imported = Manifest::read(&file)
            .and_then(|manifest| place.data.import_router(&place.system, &file, &manifest, "new", None));
        match imported {
            Ok(imported) => {
                let id = imported.router.id;
                let database = place.data.router(id).unwrap();
                let _ = database.resources();
                drop(database);
                place.data.purge_router(&place.system, &imported.router, 4).unwrap();
            }
            Err(error) => {
                assert!(!error.code().is_empty() && error.code() != "store-encode", "{error}");
                assert!(place.system.routers().unwrap().is_empty(), "{error}");
                assert_eq!(place.names(), before, "{error}");
            }
        }
    });
});
