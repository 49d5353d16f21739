//! Every language shows what the schema says, and a hand that takes something away or names it otherwise is seen.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests state expectations by panicking"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use nnc_codegen::parity::{parity, parity_of};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

#[test]
fn nothing_differs() {
    let (compared, drifts) = parity(&root()).unwrap();
    assert_eq!(drifts, []);
    // Five surfaces of some hundred names each: a scan that finds nothing would compare nothing.
    assert!(compared > 1_000, "only {compared} names were compared");
}

/// Files, what stands in them, and what is put in its place.
const EDITS: &[(&str, &str, &str)] = &[
    ("bindings/node/lib/index.d.ts", "  attachRouter(", "  attach("),
    ("bindings/node/lib/index.d.ts", ", router: HostRouter, ", ", "),
    (
        "bindings/kotlin/src/main/kotlin/nnc/generated/Handles.kt",
        "fun attachRouter(",
        "fun attach(",
    ),
    (
        "bindings/kotlin/src/main/kotlin/nnc/Log.kt",
        "fun nncLog(",
        "fun logOf(",
    ),
    (
        "bindings/swift/Sources/NncKit/Log.swift",
        "func nncLog(",
        "func logOf(",
    ),
    (
        "bindings/node/lib/index.d.ts",
        "export declare function log(",
        "declare function log(",
    ),
    ("bindings/node/lib/index.d.ts", "  startSwitch(", "  beginSwitch("),
    (
        "bindings/node/lib/index.d.ts",
        "export function version(",
        "export function release(",
    ),
    (
        "bindings/node/lib/index.d.ts",
        "  readonly vlanId: number",
        "  readonly vlan: number",
    ),
    (
        "bindings/node/lib/index.d.ts",
        "  readonly dryRun?: boolean",
        "  readonly dry?: boolean",
    ),
    (
        "bindings/python/python/nnc/_generated/aio.py",
        "    async def verify_leaks(",
        "    async def leaks(",
    ),
    (
        "bindings/python/python/nnc/_generated/aio.py",
        "cascade: bool",
        "along: bool",
    ),
    (
        "bindings/python/python/nnc/_native.pyi",
        "    def vlan_id(",
        "    def vlan(",
    ),
    (
        "bindings/python/python/nnc/_generated/enums.py",
        "    FOREIGN_EDIT = ",
        "    FOREIGN = ",
    ),
    (
        "bindings/python/python/nnc/blocking.py",
        "    def allocations(",
        "    def given_out(",
    ),
    (
        "bindings/kotlin/src/main/kotlin/nnc/generated/Handles.kt",
        "fun startCreate(",
        "fun beginCreate(",
    ),
    (
        "bindings/kotlin/src/main/kotlin/nnc/generated/Handles.kt",
        "cascade: Boolean",
        "along: Boolean",
    ),
    (
        "bindings/swift/Sources/NncKit/Generated/Handles.swift",
        "func startCreate(",
        "func beginCreate(",
    ),
    (
        "nnc-ffi/src/uniffi_host/generated.rs",
        "    pub vlan_id: i32",
        "    pub vlan: i32",
    ),
];

#[test]
fn an_edit_in_one_language_is_seen() {
    for (file, from, to) in EDITS {
        let text = fs::read_to_string(root().join(file)).unwrap();
        assert!(text.contains(from), "{file} has no {from:?}");
        let instead = BTreeMap::from([((*file).to_owned(), text.replacen(from, to, 1))]);
        let (_, drifts) = parity_of(&root(), &instead).unwrap();
        assert!(
            !drifts.is_empty(),
            "{file}: {from:?} became {to:?}, and nobody saw it"
        );
    }
}

#[test]
fn a_method_that_one_language_lacks_is_seen() {
    for (file, line) in [
        ("bindings/node/lib/index.d.ts", "  chain("),
        (
            "bindings/python/python/nnc/_generated/aio.py",
            "    async def chain(",
        ),
        (
            "bindings/kotlin/src/main/kotlin/nnc/generated/Handles.kt",
            "    public suspend fun chain(",
        ),
        (
            "bindings/swift/Sources/NncKit/Generated/Handles.swift",
            "    public func chain(",
        ),
    ] {
        let text = fs::read_to_string(root().join(file)).unwrap();
        let kept: Vec<&str> = text.lines().filter(|found| !found.starts_with(line)).collect();
        assert!(kept.len() < text.lines().count(), "{file} has no {line:?}");
        let (_, drifts) = parity_of(&root(), &BTreeMap::from([(file.to_owned(), kept.join("\n"))])).unwrap();
        let told = drifts.iter().any(|drift| drift.what.contains("chain is missing"));
        assert!(told, "{file}: {drifts:?}");
    }
}
