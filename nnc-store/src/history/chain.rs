//! The chain of hashes over events: who changes one afterwards must change all that follow, and the head.

use nnc_core::layer::Layer;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::fold::Form;
use super::layer::{Source, number_of};

/// What the first event of a chain follows.
pub(crate) const START: [u8; 32] = [0; 32];

/// The newest event of a chain and its hash. Kept elsewhere, it proves later that nothing before it was changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Head {
    /// The number of the event; 0 for a chain without events.
    pub seq: u64,
    /// SHA-256 over the hash before and the event, in lower-case hexadecimal digits.
    pub hash: String,
}

/// Everything of an event that its hash covers.
#[derive(Debug, Clone)]
pub(crate) struct Link<'a> {
    pub(crate) seq: u64,
    pub(crate) at: u64,
    pub(crate) uuid: &'a str,
    pub(crate) layer: Layer,
    pub(crate) form: Form,
    pub(crate) body: &'a str,
    pub(crate) source: Source,
    pub(crate) actor: Option<&'a str>,
    pub(crate) reason: Option<&'a str>,
    pub(crate) intent: Option<i64>,
}

/// The hash of an event that follows the one with the hash `previous`.
pub(crate) fn chained(previous: &[u8; 32], event: &Link<'_>) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(previous);
    for number in [
        event.seq,
        event.at,
        number_of(event.layer).unsigned_abs(),
        event.form.number().unsigned_abs(),
        event.source.number().unsigned_abs(),
    ] {
        hash.update(number.to_le_bytes());
    }
    let intent = event.intent.map(|intent| intent.to_string());
    // Lengths stand in front, so that no two events are written alike; absent is not the same as empty.
    for text in [
        Some(event.uuid),
        Some(event.body),
        event.actor,
        event.reason,
        intent.as_deref(),
    ] {
        hash.update(text.map_or(u64::MAX, |text| text.len() as u64).to_le_bytes());
        hash.update(text.unwrap_or_default());
    }
    hash.finalize().into()
}
