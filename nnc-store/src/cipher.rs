//! Encryption: XChaCha20-Poly1305, bound to the place of what is encrypted.

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use nnc_core::ports::Entropy;
use nnc_core::secret::{Secret, SecretRef};

use crate::key::Key;

const NONCE: usize = 24;

/// The place of a secret as associated data, so that a ciphertext copied to another row does not decrypt.
fn place(reference: &SecretRef) -> Vec<u8> {
    let mut place = Vec::new();
    for part in ["secrets", &reference.id, "sealed"] {
        place.extend_from_slice(&(part.len() as u64).to_le_bytes());
        place.extend_from_slice(part.as_bytes());
    }
    place.extend_from_slice(&reference.version.to_le_bytes());
    place
}

/// Encrypts a secret for its place.
pub(crate) fn seal(
    key: &Key,
    entropy: &dyn Entropy,
    reference: &SecretRef,
    secret: &Secret,
) -> Option<Vec<u8>> {
    seal_with(key, entropy, &place(reference), secret)
}

/// Decrypts a secret of its place.
pub(crate) fn open(key: &Key, reference: &SecretRef, sealed: &[u8]) -> Option<Secret> {
    open_with(key, &place(reference), sealed)
}

/// Encrypts, bound to `with`; the nonce stands in front. `None` for a secret beyond what the cipher takes (256 GiB).
pub(crate) fn seal_with(key: &Key, entropy: &dyn Entropy, with: &[u8], secret: &Secret) -> Option<Vec<u8>> {
    let mut nonce = [0_u8; NONCE];
    entropy.fill(&mut nonce);
    let payload = Payload {
        msg: secret.expose(),
        aad: with,
    };
    let sealed = XChaCha20Poly1305::new(key.bytes().into())
        .encrypt(XNonce::from_slice(&nonce), payload)
        .ok()?;
    Some([nonce.as_slice(), &sealed].concat())
}

/// Decrypts; `None` where the key, `with` or the content is not the one that was sealed.
pub(crate) fn open_with(key: &Key, with: &[u8], sealed: &[u8]) -> Option<Secret> {
    let (nonce, sealed) = sealed.split_at_checked(NONCE)?;
    let payload = Payload {
        msg: sealed,
        aad: with,
    };
    XChaCha20Poly1305::new(key.bytes().into())
        .decrypt(XNonce::from_slice(nonce), payload)
        .ok()
        .map(Secret::from)
}
