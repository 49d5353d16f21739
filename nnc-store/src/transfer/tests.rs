//! What an export holds, what it does not, and what becomes of one that is not as it was.

use std::hash::{BuildHasher, RandomState};
use std::io::{Read, Write as _};
use std::sync::{Arc, LazyLock};

use nnc_core::ports::{Entropy, SecretStore};
use nnc_core::secret::SecretRef;
use proptest::prelude::*;
use rusqlite::Connection;
use serde_json::json;
use sha2::{Digest, Sha256};

use super::*;
use crate::{Cause, NewRouter, ResourceChange, ResourceRecord, ResourceStatus};

const PASSPHRASE: &str = "correct horse battery";

struct Dice;

impl Entropy for Dice {
    fn fill(&self, bytes: &mut [u8]) {
        for byte in bytes {
            *byte = (RandomState::new().hash_one(0) >> 24) as u8;
        }
    }
}

/// A data directory of its own, in a temporary one.
struct Place {
    directory: tempfile::TempDir,
    data: DataDir,
    system: SystemDb,
}

impl Place {
    fn new() -> Self {
        let directory = tempfile::tempdir().unwrap();
        let data = DataDir::open(directory.path().join("nnc"), Arc::new(Dice)).unwrap();
        let system = data.system().unwrap();
        Self {
            directory,
            data,
            system,
        }
    }

    /// With a router that has a password in its second version, and a resource with a secret in two versions.
    fn with_router() -> Self {
        let place = Self::new();
        for name in ["away", "home"] {
            let new = NewRouter {
                pool: json!({ "first": 100 }),
                ..NewRouter::new(name, format!("routeros+api://admin@{name}"))
            };
            let added = place
                .data
                .add_router(&place.system, &new, Some(&"canary-old".into()), 1);
            place
                .system
                .set_password(added.unwrap().id, &"canary-password".into())
                .unwrap();
        }
        let home = place.system.router("home").unwrap();
        let secrets = place.system.secrets_of(&home);
        secrets.put("wg/a/privateKey", &"canary-first".into()).unwrap();
        let reference = secrets.put("wg/a/privateKey", &"canary-second".into()).unwrap();
        secrets.put("wg/gone/privateKey", &"canary-gone".into()).unwrap();
        secrets.remove("wg/gone/privateKey").unwrap();
        let resource = ResourceRecord {
            resource: "wg/a".parse().unwrap(),
            kind: "WireGuardClient".to_owned(),
            configuration: json!({ "name": "a", "privateKey": reference }),
            allocation: None,
            deployment: None,
            status: ResourceStatus::Active,
        };
        let database = place.data.router(home.id).unwrap();
        database
            .record(&Cause::at(2), &[ResourceChange::Put(resource)])
            .unwrap();
        place
    }

    fn file(&self) -> PathBuf {
        self.directory.path().join("home.nnc")
    }

    fn export(&self, name: &str, passphrase: Option<&str>) -> Result<Manifest, StoreError> {
        let passphrase = passphrase.map(Secret::from);
        let export = Export {
            file: &self.file(),
            passphrase: passphrase.as_ref(),
            at: 9,
            wait: Duration::ZERO,
        };
        self.data
            .export_router(&self.system, &self.system.router(name)?, &export)
    }

    fn import(&self, file: &Path, passphrase: Option<&str>) -> Result<Imported, StoreError> {
        let passphrase = passphrase.map(Secret::from);
        let manifest = Manifest::read(file)?;
        self.data
            .import_router(&self.system, file, &manifest, "new", passphrase.as_ref())
    }

    /// The file of an export of `home`.
    fn exported(passphrase: Option<&str>) -> Vec<u8> {
        let place = Self::with_router();
        place.export("home", passphrase).unwrap();
        fs::read(place.file()).unwrap()
    }

    fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(self.data.path()).unwrap();
        let mut names: Vec<String> = entries
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .filter(|name| !name.ends_with(".lock") && !name.ends_with("-wal") && !name.ends_with("-shm"))
            .collect();
        names.sort();
        names
    }
}

fn read(system: &SystemDb, router: &RouterRecord, reference: &SecretRef) -> Vec<u8> {
    let secret = system.secrets_of(router).get(reference).unwrap();
    secret.expose().to_vec()
}

/// The reference in the configuration of the one resource.
fn reference(place: &Place, router: &RouterRecord) -> SecretRef {
    let stored = place.data.router(router.id).unwrap().resources().unwrap();
    assert_eq!(stored.len(), 1);
    serde_json::from_value(stored[0].record.configuration["privateKey"].clone()).unwrap()
}

#[test]
fn a_router_moves_with_its_history_and_its_secrets_from_place_to_place() {
    let first = Place::with_router();
    let home = first.system.router("home").unwrap();
    let said = first.export("home", Some(PASSPHRASE)).unwrap();
    assert_eq!(Manifest::read(&first.file()).unwrap(), said);
    assert_eq!(said.needed_secrets(), ["password", "wg/a/privateKey"]);
    let bytes = fs::read(first.file()).unwrap();
    assert!(!bytes.windows(6).any(|window| window == b"canary"));
    let mut file = first.file();

    let mut places = Vec::new();
    for next in [2, 3] {
        let place = Place::with_router();
        let Imported { router, missing } = place.import(&file, Some(PASSPHRASE)).unwrap();
        assert!(missing.is_empty());
        assert_ne!(router.id, home.id);
        assert_eq!(
            (
                router.name.as_str(),
                &router.url,
                router.controller,
                router.created_at,
                &router.pool
            ),
            ("new", &home.url, home.controller, home.created_at, &home.pool)
        );
        let place_own = place.system.router("home").unwrap();
        assert_ne!(router.controller, place_own.controller);
        let password = router.password.clone().unwrap();
        assert_eq!(
            (password.version, place.system.get(&password).unwrap().expose()),
            (2, &b"canary-password"[..])
        );
        // What refers to a secret is as it was, and means the same; what is stored from now on fits in.
        let referred = reference(&place, &router);
        assert_eq!(referred, reference(&first, &home));
        assert_eq!(read(&place.system, &router, &referred), b"canary-second");
        let secrets = place.system.secrets_of(&router);
        let older = SecretRef {
            version: 1,
            ..referred.clone()
        };
        assert_eq!(read(&place.system, &router, &older), b"canary-first");
        assert_eq!(
            secrets.versions("wg/a/privateKey").unwrap(),
            [referred.clone(), older]
        );
        assert_eq!(
            secrets.put("wg/gone/privateKey", &"x".into()).unwrap().version,
            next
        );
        secrets.remove("wg/gone/privateKey").unwrap();
        // The references of the two routers look alike, and open their own.
        assert_eq!(reference(&place, &place_own), referred);
        assert_eq!(
            secrets
                .get(&SecretRef {
                    id: "router/9/password".to_owned(),
                    version: 1
                })
                .unwrap_err()
                .code,
            "no-such-secret"
        );
        place.data.check(router.id).unwrap();
        assert_eq!(
            place.names(),
            ["key", "router-1.db", "router-2.db", "router-3.db", "system.db"]
        );

        place
            .system
            .secrets_of(&place_own)
            .remove("wg/a/privateKey")
            .unwrap();
        assert_eq!(read(&place.system, &router, &referred), b"canary-second");
        place.export("new", Some(PASSPHRASE)).unwrap();
        file = place.file();
        places.push(place);
    }
}

#[test]
fn without_its_secrets_it_says_which_are_missing() {
    for (exported, given) in [(None, None), (None, Some(PASSPHRASE)), (Some(PASSPHRASE), None)] {
        let first = Place::with_router();
        first.export("home", exported).unwrap();
        let place = Place::new();
        let Imported { router, missing } = place.import(&first.file(), given).unwrap();
        assert_eq!(missing, ["password", "wg/a/privateKey"]);
        assert_eq!(router.password, None);
        let referred = reference(&place, &router);
        let secrets = place.system.secrets_of(&router);
        assert_eq!(secrets.get(&referred).unwrap_err().code, "no-such-secret");
        // Nothing refers to what is stored from now on by chance.
        assert_eq!(
            secrets.put("wg/a/privateKey", &"x".into()).unwrap().version,
            referred.version + 1
        );
        assert_eq!(
            place.system.set_password(router.id, &"x".into()).unwrap().version,
            3
        );
    }
}

#[test]
fn refusals_are_told_and_leave_nothing() {
    let first = Place::with_router();
    assert_eq!(
        first.export("home", Some("short")).unwrap_err().code(),
        "passphrase-short"
    );
    let home = first.system.router("home").unwrap();
    let lock = first.data.lock(&home, Duration::ZERO).unwrap();
    assert_eq!(first.export("home", None).unwrap_err().code(), "router-busy");
    drop(lock);
    let bench = first.data.bench().unwrap();
    assert_eq!(first.export("home", None).unwrap_err().code(), "store-busy");
    drop(bench);
    assert!(!first.file().exists());
    first.export("home", Some(PASSPHRASE)).unwrap();
    assert_eq!(first.export("home", None).unwrap_err().code(), "file-exists");
    assert_eq!(
        fs::read_dir(first.directory.path()).unwrap().count(),
        2,
        "a draft is left"
    );

    let place = Place::new();
    let before = place.names();
    let refused = place
        .import(&first.file(), Some("correct horse batterx"))
        .unwrap_err();
    assert_eq!(refused.code(), "passphrase-wrong");
    assert_eq!(
        place.import(Path::new("/nowhere"), None).unwrap_err().code(),
        "store-unwritable"
    );
    let manifest = Manifest::read(&first.file()).unwrap();
    let other = Manifest {
        url: "routeros+api://elsewhere".to_owned(),
        ..manifest
    };
    let changed = place
        .data
        .import_router(&place.system, &first.file(), &other, "new", None);
    assert_eq!(changed.unwrap_err().code(), "export-damaged");
    assert_eq!(place.names(), before);
    place.import(&first.file(), None).unwrap();
    assert_eq!(
        place.import(&first.file(), None).unwrap_err().code(),
        "router-exists"
    );
}

#[test]
fn an_export_that_is_cut_or_changed_anywhere_is_refused_and_leaves_nothing() {
    let soak = std::env::var("NNC_SOAK").is_ok_and(|soak| soak == "1");
    let whole = Place::exported(Some(PASSPHRASE));
    let place = Place::new();
    let (file, before) = (place.file(), place.names());
    let refused = |bytes: &[u8], what: &str| {
        fs::write(&file, bytes).unwrap();
        let code = place.import(&file, Some(PASSPHRASE)).unwrap_err().code();
        assert!(
            matches!(code, "export-damaged" | "export-newer"),
            "{what}: {code}"
        );
        assert!(place.system.routers().unwrap().is_empty(), "{what}");
        assert_eq!(place.names(), before, "{what}");
    };
    let step = if soak { 1 } else { 3 };
    for length in (0..whole.len()).step_by(step) {
        refused(&whole[..length], &format!("cut after {length}"));
    }
    for at in (0..whole.len()).step_by(step) {
        for bit in 0..8 {
            if soak || at % 8 == bit {
                let mut flipped = whole.clone();
                flipped[at] ^= 1 << bit;
                refused(&flipped, &format!("bit {bit} of {at}"));
            }
        }
    }
    refused(&[&whole[..], &[0]].concat(), "a byte more");
    fs::write(&file, whole).unwrap();
    place.import(&file, Some(PASSPHRASE)).unwrap();
}

/// An export with a checksum that is right.
fn vouched(mut bytes: Vec<u8>) -> Vec<u8> {
    let checksum = Sha256::digest(&bytes);
    bytes.extend_from_slice(&checksum);
    bytes
}

#[test]
fn what_somebody_changed_on_purpose_does_not_get_the_secrets() {
    let whole = Place::exported(Some(PASSPHRASE));
    let text = b"routeros+api://admin@home";
    let at = whole
        .windows(text.len())
        .position(|window| window == text)
        .unwrap();
    let mut elsewhere = whole[..whole.len() - 32].to_vec();
    elsewhere[at..at + text.len()].copy_from_slice(b"routeros+api://admin@evil");
    let place = Place::new();
    fs::write(place.file(), vouched(elsewhere)).unwrap();
    let refused = place.import(&place.file(), Some(PASSPHRASE)).unwrap_err();
    assert_eq!(refused.code(), "passphrase-wrong");
    assert!(place.system.routers().unwrap().is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn changes_with_a_right_checksum_are_errors_or_another_router(
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4),
        cut in prop::option::of(any::<prop::sample::Index>()),
    ) {
        static EXPORT: LazyLock<Vec<u8>> = LazyLock::new(|| Place::exported(None));
        let mut bytes = EXPORT.clone();
        bytes.truncate(bytes.len() - 32);
        for (at, value) in changes {
            let at = at.index(bytes.len());
            bytes[at] = value;
        }
        if let Some(cut) = cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        let place = Place::new();
        fs::write(place.file(), vouched(bytes)).unwrap();
        let before = place.names();
        match place.import(&place.file(), None) {
            Ok(imported) => drop(place.data.check(imported.router.id).unwrap()),
            Err(_) => prop_assert_eq!(place.names(), before),
        }
    }
}

/// An export that somebody made by hand.
fn forged(manifest: &serde_json::Value, database: &[u8], secrets: &[u8]) -> Vec<u8> {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    packed.write_all(database).unwrap();
    let packed = packed.finish().unwrap();
    let text = manifest.to_string();
    let mut bytes = b"nnc-rtr\n\x01\0\0\0".to_vec();
    bytes.extend((text.len() as u32).to_le_bytes());
    bytes.extend(text.as_bytes());
    bytes.extend((packed.len() as u64).to_le_bytes());
    bytes.extend(&packed);
    bytes.extend((secrets.len() as u32).to_le_bytes());
    bytes.extend(secrets);
    vouched(bytes)
}

/// The manifest and the database of an export without secrets.
fn parts() -> (serde_json::Value, Vec<u8>) {
    let first = Place::with_router();
    let manifest = json!(first.export("home", None).unwrap());
    let (mut reader, _) = begin(&first.file()).unwrap();
    let mut packed = Vec::new();
    reader
        .database::<_, Flaw>(|source| Ok(source.read_to_end(&mut packed)?))
        .unwrap();
    let mut database = Vec::new();
    flate2::read::GzDecoder::new(&packed[..])
        .read_to_end(&mut database)
        .unwrap();
    (manifest, database)
}

fn code(place: &Place, bytes: &[u8]) -> (&'static str, String) {
    fs::write(place.file(), bytes).unwrap();
    let error = place.import(&place.file(), Some(PASSPHRASE)).unwrap_err();
    (error.code(), error.to_string())
}

#[test]
fn a_database_larger_than_the_room_on_the_disk_is_not_even_begun() {
    let (mut manifest, database) = parts();
    let place = Place::new();
    let before = place.names();
    manifest["databaseBytes"] = json!(1_u64 << 60);
    let (code, text) = code(&place, &forged(&manifest, &database, b""));
    assert_eq!(code, "store-full", "{text}");
    assert_eq!(place.names(), before);
}

#[test]
fn a_forged_manifest_is_refused() {
    let (manifest, database) = parts();
    let place = Place::new();
    let before = place.names();
    let with = |pointer: &str, value: serde_json::Value| {
        let mut manifest = manifest.clone();
        match manifest.pointer_mut(pointer) {
            Some(place) => *place = value,
            None => manifest[pointer.trim_start_matches('/')] = value,
        }
        forged(&manifest, &database, b"")
    };
    for (pointer, value) in [
        ("/origin", json!(0)),
        ("/origin", json!(-1)),
        ("/controller", json!("../x")),
        ("/insecure", json!("yes")),
        ("/databaseBytes", json!(10)),
        ("/databaseBytes", json!(-1)),
        ("/secrets/0/versions", json!([2, 1])),
        ("/secrets/0/versions", json!([0])),
        ("/secrets/0/versions", json!([1, 9])),
        ("/secrets/0/name", json!("")),
        ("/secrets/0/name", json!("zzz")),
        (
            "/key",
            json!("argon2id 16384 5 1 00112233445566778899aabbccddeeff"),
        ),
        ("/unheard", json!(1)),
    ] {
        let (code, message) = code(&place, &with(pointer, value.clone()));
        assert_eq!(code, "export-damaged", "{pointer} {value}: {message}");
    }
    let sealed = forged(&manifest, &database, &[7; 60]);
    assert_eq!(code(&place, &sealed).0, "export-damaged");
    let mut asks = manifest.clone();
    asks["key"] = json!("argon2id 4294967295 5 1 00112233445566778899aabbccddeeff");
    assert_eq!(
        code(&place, &forged(&asks, &database, &[7; 60])).0,
        "export-damaged"
    );
    let mut newer = forged(&manifest, &database, b"");
    newer[8] = 2;
    assert_eq!(code(&place, &newer).0, "export-newer");
    // A length that is not there takes no memory.
    let mut long = b"nnc-rtr\n\x01\0\0\0".to_vec();
    long.extend(u32::MAX.to_le_bytes());
    assert_eq!(code(&place, &long).0, "export-damaged");
    assert_eq!(place.names(), before);
}

#[test]
fn a_database_that_no_nnc_wrote_is_refused() {
    let (manifest, database) = parts();
    let place = Place::new();
    let before = place.names();
    let scratch = tempfile::tempdir().unwrap();
    let changed = |statements: &str| {
        let path = scratch.path().join("changed.db");
        fs::write(&path, &database).unwrap();
        let connection = Connection::open(&path).unwrap();
        connection.execute_batch(statements).unwrap();
        drop(connection);
        let bytes = fs::read(&path).unwrap();
        let mut manifest = manifest.clone();
        manifest["databaseBytes"] = json!(bytes.len());
        forged(&manifest, &bytes, b"")
    };
    for (statements, reason) in [
        (
            "CREATE TRIGGER evil AFTER INSERT ON resources BEGIN DELETE FROM layers; END",
            "tables",
        ),
        ("CREATE VIEW evil AS SELECT 1", "tables"),
        ("ALTER TABLE resources ADD COLUMN evil TEXT", "tables"),
        ("DROP TABLE accepted", "tables"),
        ("PRAGMA user_version = 0", "no data"),
        ("PRAGMA user_version = 1", "tables"),
        ("UPDATE resource_events SET reason = 'another'", "history"),
        ("UPDATE layers SET value = '{}'", "history"),
        ("UPDATE layers SET value = zeroblob(80000000)", "too long"),
        (
            "INSERT INTO intents (opened_at, description, scope, phase) VALUES (1, 'x', '[]', 'x')",
            "never wrote",
        ),
    ] {
        // A strict table takes no blob where text belongs.
        let statements = statements.replace("zeroblob(80000000)", "CAST(zeroblob(80000000) AS TEXT)");
        let (code, message) = code(&place, &changed(&statements));
        assert_eq!(code, "export-damaged", "{statements}: {message}");
        assert!(message.contains(reason), "{statements}: {message}");
    }
    let (code, _) = code(&place, &changed("PRAGMA user_version = 99"));
    assert_eq!(code, "store-newer");
    for no_database in [b"".as_slice(), b"text", &[0; 8192]] {
        let mut manifest = manifest.clone();
        manifest["databaseBytes"] = json!(no_database.len());
        assert_eq!(
            self::code(&place, &forged(&manifest, no_database, b"")).0,
            "export-damaged"
        );
    }
    assert_eq!(place.names(), before);
}

#[test]
fn what_a_crash_left_is_taken_away() {
    let place = Place::with_router();
    let bench = place.data.bench().unwrap();
    fs::write(bench.place("router.db"), "half").unwrap();
    place.data.settle_transfers().unwrap();
    assert!(bench.place("router.db").exists(), "somebody is at work there");
    let left = bench.directory.clone();
    drop(bench);
    fs::create_dir(&left).unwrap();
    fs::write(left.join("router.db"), "half").unwrap();
    drop(place.data.system().unwrap());
    assert!(!left.exists());
    // A database whose row was never written makes room for the next of its number.
    fs::write(place.data.path().join("router-3.db"), "half").unwrap();
    fs::write(place.data.path().join("router-3.db-wal"), "half").unwrap();
    let first = Place::with_router();
    first.export("home", None).unwrap();
    let imported = place.import(&first.file(), None).unwrap().router;
    assert_eq!(imported.id.to_string(), "3");
    place.data.check(imported.id).unwrap();
}

#[test]
fn an_export_of_an_older_schema_is_brought_up_to_date() {
    let (manifest, _) = parts();
    for version in ["v1", "v2", "v3", "v4", "v5"] {
        let frozen = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("tests/frozen")
            .join(version);
        let scratch = tempfile::tempdir().unwrap();
        let plain = scratch.path().join("router.db");
        packed::unpack(&frozen.join("router-2.db.gz"), &plain).unwrap();
        let bytes = fs::read(&plain).unwrap();
        let mut manifest = manifest.clone();
        manifest["databaseBytes"] = json!(bytes.len());
        let place = Place::new();
        fs::write(place.file(), forged(&manifest, &bytes, b"")).unwrap();
        let imported = place.import(&place.file(), None).unwrap().router;
        place.data.check(imported.id).unwrap();
        assert_eq!(place.names(), ["router-1.db", "system.db"], "{version}");
    }
}
