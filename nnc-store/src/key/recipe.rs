//! How a key follows from a passphrase: Argon2id (RFC 9106), with salt and costs in a text.

use argon2::{Algorithm, Argon2, Params, Version};
use nnc_core::ports::Entropy;
use nnc_core::secret::Secret;
use zeroize::Zeroizing;

use super::Key;

/// Memory in KiB, rounds and lanes: what RFC 9106, section 4, recommends where memory is scarce, a quarter of the memory
/// and more rounds for routers that run nnc themselves.
const MEMORY: u32 = 16 * 1024;
const ROUNDS: u32 = 5;
const LANES: u32 = 1;

/// The most that a file may ask for: it is not to be a way to use up the memory.
const MOST: (u32, u32, u32) = (1 << 20, 100, 16);

/// How long the text is at most, in bytes: today's has 51.
pub(super) const LONGEST: u64 = 200;

/// A recipe with a new salt, at today's costs.
pub(crate) fn draw(entropy: &dyn Entropy) -> String {
    let mut salt = [0_u8; 16];
    entropy.fill(&mut salt);
    let salt: String = salt.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("argon2id {MEMORY} {ROUNDS} {LANES} {salt}")
}

/// The key that follows from a passphrase; `None` if the text is no recipe.
pub(crate) fn follow(recipe: &str, passphrase: &Secret) -> Option<Key> {
    let (params, salt) = parse(recipe)?;
    let mut bytes = Zeroizing::new([0_u8; 32]);
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(passphrase.expose(), &salt, bytes.as_mut())
        .ok()?;
    Some(Key::from(bytes))
}

/// Reads `argon2id MEMORY ROUNDS LANES SALT`.
pub(super) fn parse(recipe: &str) -> Option<(Params, Vec<u8>)> {
    let mut words = recipe.split_whitespace();
    if words.next() != Some("argon2id") {
        return None;
    }
    let mut number = |most: u32| words.next()?.parse().ok().filter(|number| *number <= most);
    let (memory, rounds, lanes) = (number(MOST.0)?, number(MOST.1)?, number(MOST.2)?);
    let salt = words.next()?;
    let digits: Option<Vec<u8>> = salt
        .chars()
        .map(|digit| digit.to_digit(16).and_then(|digit| u8::try_from(digit).ok()))
        .collect();
    let salt: Vec<u8> = digits?
        .chunks_exact(2)
        .filter_map(|pair| pair.first().zip(pair.get(1)).map(|(high, low)| high * 16 + low))
        .collect();
    let params = Params::new(memory, rounds, lanes, None).ok()?;
    (salt.len() >= 16 && words.next().is_none()).then_some((params, salt))
}
