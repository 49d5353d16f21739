//! Looking at and copying short words eight bytes at a time. Words of this protocol are mostly shorter than
//! what makes a call of `memchr` or `memcpy` worth it.

const LOW: u64 = u64::from_le_bytes([0x01; 8]);
const HIGH: u64 = u64::from_le_bytes([0x80; 8]);
const EQUALS: u64 = u64::from_le_bytes([b'='; 8]);

/// Has the high bit set in the first byte that is `=`, and nothing below it. Bits above it mean nothing.
#[inline]
const fn equals_bits(chunk: [u8; 8]) -> u64 {
    let difference = u64::from_le_bytes(chunk) ^ EQUALS;
    difference.wrapping_sub(LOW) & !difference & HIGH
}

/// Where the first `=` is.
#[inline]
pub(crate) fn find_equals(word: &[u8]) -> Option<usize> {
    let (chunks, rest) = word.as_chunks::<8>();
    let mut at = 0;
    for chunk in chunks {
        let bits = equals_bits(*chunk);
        if bits != 0 {
            return Some(at + bits.trailing_zeros() as usize / 8);
        }
        at += 8;
    }
    rest.iter()
        .position(|byte| *byte == b'=')
        .map(|offset| at + offset)
}

/// Whether there is a `=`.
#[inline]
pub(crate) fn has_equals(word: &[u8]) -> bool {
    // The first and the last bytes overlap: together they are the word.
    match word {
        [] => false,
        [a] => *a == b'=',
        [a, b] => *a == b'=' || *b == b'=',
        [a, b, c] => *a == b'=' || *b == b'=' || *c == b'=',
        [a, b, c, d, ..] if word.len() < 8 => match word.last_chunk() {
            Some([e, f, g, h]) => equals_bits([*a, *b, *c, *d, *e, *f, *g, *h]) != 0,
            None => false,
        },
        _ => match (word.first_chunk(), word.last_chunk()) {
            (Some(first), Some(last)) if word.len() <= 16 => (equals_bits(*first) | equals_bits(*last)) != 0,
            _ => find_equals(word).is_some(),
        },
    }
}

/// Copies `from` to the front of `to`; gives back what of `to` comes after it, or `None` where it does not fit.
#[inline]
pub(crate) fn copy<'a>(to: &'a mut [u8], from: &[u8]) -> Option<&'a mut [u8]> {
    let (target, rest) = to.split_at_mut_checked(from.len())?;
    match from.len() {
        16..=32 => copy_ends::<16>(target, from),
        8..16 => copy_ends::<8>(target, from),
        4..8 => copy_ends::<4>(target, from),
        2..4 => copy_ends::<2>(target, from),
        _ => target.copy_from_slice(from),
    }
    Some(rest)
}

/// Copies a slice of `N` to `2 * N` bytes by its first and last `N`, which overlap.
#[inline]
fn copy_ends<const N: usize>(to: &mut [u8], from: &[u8]) {
    if let (Some(target), Some(source)) = (to.first_chunk_mut::<N>(), from.first_chunk::<N>()) {
        *target = *source;
    }
    if let (Some(target), Some(source)) = (to.last_chunk_mut::<N>(), from.last_chunk::<N>()) {
        *target = *source;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_short_word_is_found_and_copied_right() {
        // `<`, `>` and `\xBD` differ from `=` by one bit or one step: what the arithmetic could mistake.
        for filler in [b'a', b'<', b'>', 0xBD, 0x00, 0xFF] {
            for length in 0..40 {
                let mut word = vec![filler; length];
                assert_eq!(
                    (find_equals(&word), has_equals(&word)),
                    (None, false),
                    "{filler} * {length}"
                );
                let mut copied = vec![7; 50];
                assert_eq!(copy(&mut copied, &word).map(|rest| rest.len()), Some(50 - length));
                assert_eq!(&copied[..length], word);
                assert!(copied[length..].iter().all(|byte| *byte == 7));
                for at in 0..length {
                    word[at] = b'=';
                    assert_eq!((find_equals(&word), has_equals(&word)), (Some(at), true));
                    if at + 1 < length {
                        word[length - 1] = b'=';
                        assert_eq!(find_equals(&word), Some(at));
                        word[length - 1] = filler;
                    }
                    word[at] = filler;
                }
            }
        }
        assert!(copy(&mut [0; 3], b"four").is_none());
    }
}
