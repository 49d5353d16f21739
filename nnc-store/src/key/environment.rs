//! The key in a variable of the environment.

use std::env;
use std::path::PathBuf;

use nnc_core::ports::Entropy;
use zeroize::Zeroizing;

use super::{Key, KeyProvider};
use crate::error::StoreError;

/// A key that the environment of the process holds, as 64 hexadecimal digits: for containers, whose orchestrator keeps
/// it. nnc never makes one there.
#[derive(Debug, Clone)]
pub struct EnvironmentKey {
    variable: String,
}

impl EnvironmentKey {
    /// The key in the variable of this name, such as `NNC_KEY`.
    pub fn new(variable: impl Into<String>) -> Self {
        Self {
            variable: variable.into(),
        }
    }
}

impl KeyProvider for EnvironmentKey {
    fn load(&self) -> Result<Option<Key>, StoreError> {
        let Some(text) = env::var_os(&self.variable) else {
            return Ok(None);
        };
        let text = Zeroizing::new(text.into_encoded_bytes());
        match parse(&text) {
            Some(key) => Ok(Some(key)),
            None => Err(StoreError::KeyInvalid(self.location())),
        }
    }

    fn create(&self, _: &dyn Entropy) -> Result<Key, StoreError> {
        Err(StoreError::KeyMissing(self.location()))
    }

    fn location(&self) -> PathBuf {
        PathBuf::from(format!("${}", self.variable))
    }
}

/// Reads 64 hexadecimal digits.
pub(super) fn parse(text: &[u8]) -> Option<Key> {
    let mut bytes = Zeroizing::new([0_u8; 32]);
    if text.len() != 64 {
        return None;
    }
    for (byte, pair) in bytes.iter_mut().zip(text.chunks(2)) {
        let [high, low] = pair else { return None };
        let digit = |character: u8| char::from(character).to_digit(16);
        *byte = u8::try_from(digit(*high)? * 16 + digit(*low)?).ok()?;
    }
    Some(Key::from(bytes))
}
