//! What an export says of itself.

use nnc_core::identity::ControllerId;
use nnc_core::ports::Capabilities;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::system::SecretEntry;

/// What an exported router is, as far as it is no secret.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Manifest {
    /// How its user called it.
    pub name: String,
    /// Where it is, without a password.
    pub url: String,
    /// The certificate to accept in place of the system's roots.
    pub pin: Option<String>,
    /// Whether any certificate is accepted.
    pub insecure: bool,
    /// The controller whose mark our rows carry there: importing keeps it.
    pub controller: ControllerId,
    /// What it said of itself when last asked.
    pub capabilities: Option<Capabilities>,
    /// Where its VLANs and subnets come from, in the form of the allocator.
    pub pool: Value,
    /// When it was added, in milliseconds since 1970.
    pub created_at: u64,
    /// When it was exported.
    pub exported_at: u64,
    /// The id by which its database refers to its secrets.
    pub origin: i64,
    /// How large its database is, in bytes.
    pub database_bytes: u64,
    /// The secrets that it has, by name.
    pub secrets: Vec<SecretEntry>,
    /// How the key of the secrets follows from the passphrase; `None` where they were left out.
    pub key: Option<String>,
}

impl Manifest {
    /// The names of the secrets that whoever imports it has to give anew, if they are left out.
    pub fn needed_secrets(&self) -> Vec<String> {
        let needed = self.secrets.iter().filter(|secret| !secret.versions.is_empty());
        needed.map(|secret| secret.name.clone()).collect()
    }

    /// How many secrets there are, every version counted.
    pub(super) fn count(&self) -> usize {
        self.secrets.iter().map(|secret| secret.versions.len()).sum()
    }

    /// What is wrong with it.
    pub(super) fn flaw(&self) -> Option<&'static str> {
        let ascends = |secret: &SecretEntry| {
            let last = secret.versions.last().copied().unwrap_or(1);
            secret.versions.is_sorted_by(|a, b| a < b)
                && secret.versions.first().is_none_or(|first| *first > 0)
                && last <= secret.last_version
        };
        if self.origin < 1 {
            Some("it has no id")
        } else if !self.secrets.is_sorted_by(|a, b| a.name < b.name)
            || self.secrets.iter().any(|secret| secret.name.is_empty())
        {
            Some("its secrets have no proper names")
        } else if !self.secrets.iter().all(ascends) {
            Some("its secrets have no proper versions")
        } else {
            None
        }
    }
}
