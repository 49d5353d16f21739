//! The secrets of an exported router as one: one after the other, each with its length in front.

use nnc_core::secret::Secret;

/// All secrets as one; `None` if one is longer than a length can say.
pub(super) fn join(secrets: &[Secret]) -> Option<Secret> {
    let length: usize = secrets.iter().map(|secret| 4 + secret.expose().len()).sum();
    // Made in one piece: a vector that grows leaves copies behind that nobody wipes.
    let mut joined = Vec::with_capacity(length);
    for secret in secrets {
        joined.extend_from_slice(&u32::try_from(secret.expose().len()).ok()?.to_le_bytes());
        joined.extend_from_slice(secret.expose());
    }
    Some(Secret::from(joined))
}

/// The secrets again; `None` if there are not so many.
pub(super) fn part(joined: &Secret, count: usize) -> Option<Vec<Secret>> {
    let mut rest = joined.expose();
    let mut secrets = Vec::new();
    for _ in 0..count {
        let (length, after) = rest.split_first_chunk::<4>()?;
        let length = usize::try_from(u32::from_le_bytes(*length)).ok()?;
        let (secret, after) = after.split_at_checked(length)?;
        secrets.push(Secret::from(secret.to_vec()));
        rest = after;
    }
    rest.is_empty().then_some(secrets)
}
