//! What identifies a resource through its whole life.

use std::fmt;
use std::str::FromStr;

use nnc_core::ports::Entropy;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// Identifies one resource from its creation on, also after it is gone. A resource that is made again under the same
/// [`ResourceId`](nnc_core::identity::ResourceId) has another one.
///
/// Drawn by the store (RFC 9562, version 8), or chosen by the user: 1 to 64 characters of `A-Z a-z 0-9 . _ -`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ResourceUuid(String);

impl ResourceUuid {
    /// A fresh one: RFC 9562, section 5.8. What it is for goes into it too, so that a poor source of randomness
    /// does not give two resources of one router the same.
    pub(crate) fn draw(entropy: &dyn Entropy, resource: &str, seq: u64) -> Self {
        let mut drawn = [0_u8; 32];
        entropy.fill(&mut drawn);
        let mixed: [u8; 32] = Sha256::new()
            .chain_update(drawn)
            .chain_update(seq.to_le_bytes())
            .chain_update(resource)
            .finalize()
            .into();
        let number = mixed
            .iter()
            .take(16)
            .fold(0_u128, |number, byte| (number << 8) | u128::from(*byte));
        let version = 0x8 << 76;
        let variant = 0x2 << 62;
        let fixed: u128 = (0xf << 76) | (0x3 << 62);
        let number = (number & !fixed) | version | variant;
        let hex = format!("{number:032x}");
        let mut text = String::with_capacity(36);
        for (index, digit) in hex.chars().enumerate() {
            if matches!(index, 8 | 12 | 16 | 20) {
                text.push('-');
            }
            text.push(digit);
        }
        Self(text)
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A text that cannot be the uuid of a resource.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no uuid of a resource: use 1 to 64 characters of A-Z a-z 0-9 . _ -")]
pub struct InvalidUuid(String);

impl FromStr for ResourceUuid {
    type Err = InvalidUuid;

    fn from_str(text: &str) -> Result<Self, InvalidUuid> {
        let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"._-".contains(&byte);
        if (1..=64).contains(&text.len()) && text.bytes().all(allowed) {
            Ok(Self(text.to_owned()))
        } else {
            Err(InvalidUuid(text.to_owned()))
        }
    }
}

impl TryFrom<String> for ResourceUuid {
    type Error = InvalidUuid;

    fn try_from(text: String) -> Result<Self, InvalidUuid> {
        text.parse()
    }
}

impl From<ResourceUuid> for String {
    fn from(uuid: ResourceUuid) -> Self {
        uuid.0
    }
}

impl fmt::Display for ResourceUuid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
