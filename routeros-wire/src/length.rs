//! The variable-length prefix of a word (RouterOS manual, API page).
//!
//! | length           | bytes | form                    |
//! |------------------|-------|-------------------------|
//! | < 0x80           | 1     | length                  |
//! | < 0x4000         | 2     | length \| 0x8000        |
//! | < 0x20_0000      | 3     | length \| 0xC0_0000     |
//! | < 0x1000_0000    | 4     | length \| 0xE000_0000   |
//! | up to 0xFFFFFFFF | 5     | 0xF0, then four bytes   |

use crate::WireError;

/// The longest word that the wire format can express, in bytes.
pub const MAX_WORD_LENGTH: usize = u32::MAX as usize;

/// The longest length prefix, in bytes.
pub const MAX_LENGTH_BYTES: usize = 5;

/// Reads a length from the front of `input`: the length and how many bytes it took, or `None` where `input`
/// ends too early. Longer forms than needed are accepted, as RouterOS accepts them.
#[inline]
pub(crate) fn read(input: &[u8]) -> Result<Option<(usize, usize)>, WireError> {
    match input {
        [] => Ok(None),
        [short @ 0..=0x7F, ..] => Ok(Some((usize::from(*short), 1))),
        _ => read_long(input),
    }
}

#[cold]
fn read_long(input: &[u8]) -> Result<Option<(usize, usize)>, WireError> {
    let wide = |bytes: &[u8], first: u8| {
        bytes.iter().fold(usize::from(first), |length, byte| {
            (length << 8) | usize::from(*byte)
        })
    };
    Ok(match input {
        [first @ 0x80..=0xBF, b, ..] => Some((wide(&[*b], first & 0x3F), 2)),
        [first @ 0xC0..=0xDF, b, c, ..] => Some((wide(&[*b, *c], first & 0x1F), 3)),
        [first @ 0xE0..=0xEF, b, c, d, ..] => Some((wide(&[*b, *c, *d], first & 0x0F), 4)),
        // The low bits of 0xF0..=0xF7 carry nothing: the four bytes that follow are the length.
        [0xF0..=0xF7, b, c, d, e, ..] => Some((wide(&[*b, *c, *d, *e], 0), 5)),
        [byte @ 0xF8..=0xFF, ..] => return Err(WireError::ReservedControlByte { byte: *byte }),
        _ => None,
    })
}

/// `length` in its shortest form: the bytes, and how many of them count. The caller has checked it against
/// [`MAX_WORD_LENGTH`].
#[inline]
pub(crate) const fn prefix(length: usize) -> ([u8; MAX_LENGTH_BYTES], usize) {
    let [.., a, b, c, d] = (length as u64).to_be_bytes();
    match length {
        0..0x80 => ([d, 0, 0, 0, 0], 1),
        0x80..0x4000 => ([0x80 | c, d, 0, 0, 0], 2),
        0x4000..0x20_0000 => ([0xC0 | b, c, d, 0, 0], 3),
        0x20_0000..0x1000_0000 => ([0xE0 | a, b, c, d, 0], 4),
        _ => ([0xF0, a, b, c, d], 5),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_boundary_takes_the_documented_form() {
        let cases: [(usize, &[u8]); 9] = [
            (0, &[0x00]),
            (0x7F, &[0x7F]),
            (0x80, &[0x80, 0x80]),
            (0x3FFF, &[0xBF, 0xFF]),
            (0x4000, &[0xC0, 0x40, 0x00]),
            (0x1F_FFFF, &[0xDF, 0xFF, 0xFF]),
            (0x20_0000, &[0xE0, 0x20, 0x00, 0x00]),
            (0x0FFF_FFFF, &[0xEF, 0xFF, 0xFF, 0xFF]),
            (0x1000_0000, &[0xF0, 0x10, 0x00, 0x00, 0x00]),
        ];
        for (length, bytes) in cases {
            let (prefix, count) = prefix(length);
            assert_eq!(&prefix[..count], bytes, "length {length:#x}");
            assert_eq!(read(bytes), Ok(Some((length, bytes.len()))));
            for cut in 0..bytes.len() {
                assert_eq!(read(&bytes[..cut]), Ok(None), "length {length:#x} cut to {cut}");
            }
        }
    }

    #[test]
    fn longer_forms_than_needed_are_read() {
        assert_eq!(read(&[0x80, 0x05]), Ok(Some((5, 2))));
        assert_eq!(read(&[0xC0, 0x00, 0x05]), Ok(Some((5, 3))));
        assert_eq!(read(&[0xE0, 0x00, 0x00, 0x05]), Ok(Some((5, 4))));
        assert_eq!(read(&[0xF0, 0x00, 0x00, 0x00, 0x05]), Ok(Some((5, 5))));
    }

    #[test]
    fn control_bytes_are_refused() {
        for byte in 0xF8..=0xFF {
            assert_eq!(read(&[byte]), Err(WireError::ReservedControlByte { byte }));
        }
    }
}
