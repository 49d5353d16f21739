//! The words of a login (RouterOS manual, API page). Pure: deciding when to send them is the client's job.

use crate::{SentenceWriter, WireError};

/// Writes the login of RouterOS 6.43 and newer, which carries the password in plain: use TLS.
///
/// # Errors
/// When name or password exceed what a word can hold; `out` is then unchanged.
pub fn write_plain(
    out: &mut Vec<u8>,
    name: &[u8],
    password: &[u8],
    tag: Option<&[u8]>,
) -> Result<(), WireError> {
    let mut sentence = SentenceWriter::new(out);
    sentence
        .command("/login")
        .attribute("name", name)
        .attribute("password", password);
    if let Some(tag) = tag {
        sentence.tag(tag);
    }
    sentence.finish()
}

/// The answer to a challenge of RouterOS before 6.43: `00` and the MD5 of a zero byte, the password and the
/// challenge, in hexadecimal. It goes into `=response=`.
///
/// A client must not answer a challenge after it has sent the password in plain: MD5 of a password that was
/// just seen protects nothing, and a server that asks is not one that needs it.
///
/// # Errors
/// [`WireError::InvalidChallenge`] when the challenge is not 32 hexadecimal digits.
#[cfg(feature = "legacy-login")]
pub fn challenge_response(password: &[u8], challenge: &[u8]) -> Result<String, WireError> {
    use md5::{Digest, Md5};
    use std::fmt::Write as _;

    let mut raw = [0_u8; 16];
    let (pairs, odd) = challenge.as_chunks::<2>();
    if pairs.len() != raw.len() || !odd.is_empty() {
        return Err(WireError::InvalidChallenge);
    }
    for (byte, [high, low]) in raw.iter_mut().zip(pairs) {
        *byte = hex_digit(*high)? << 4 | hex_digit(*low)?;
    }
    let digest = Md5::new()
        .chain_update([0])
        .chain_update(password)
        .chain_update(raw)
        .finalize();
    let mut response = String::with_capacity(34);
    response.push_str("00");
    for byte in digest {
        // Writing to a String cannot fail.
        let _ = write!(response, "{byte:02x}");
    }
    Ok(response)
}

#[cfg(feature = "legacy-login")]
fn hex_digit(digit: u8) -> Result<u8, WireError> {
    match digit {
        b'0'..=b'9' => Ok(digit - b'0'),
        b'a'..=b'f' => Ok(digit - b'a' + 10),
        b'A'..=b'F' => Ok(digit - b'A' + 10),
        _ => Err(WireError::InvalidChallenge),
    }
}

#[cfg(all(test, feature = "legacy-login"))]
mod tests {
    use super::*;

    #[test]
    fn golden_vectors() {
        // The first is the example of the RouterOS manual.
        let empty = challenge_response(b"", b"856780b7411eefd3abadee2058c149a3");
        assert_eq!(empty.as_deref(), Ok("005062f7a5ef124d34675bf3e81f56c556"));
        let secret = challenge_response(b"secret", b"aabbccddeeff00112233445566778899");
        assert_eq!(secret.as_deref(), Ok("00a8bfd49490a32a90532cbac11691aae2"));
    }

    #[test]
    fn a_challenge_of_another_shape_is_refused() {
        for challenge in [
            &b""[..],
            b"85",
            b"856780b7411eefd3abadee2058c149a",
            b"zz6780b7411eefd3abadee2058c149a3",
        ] {
            assert_eq!(
                challenge_response(b"x", challenge),
                Err(WireError::InvalidChallenge)
            );
        }
        assert!(challenge_response(b"x", &[b'a'; 33]).is_err());
    }
}
