//! Values of fields, up to the 124 bytes of a tunnel option, and ranges of bits in them.

use std::fmt;

/// The value of a field or a mask: a number for the fields of up to 16 bytes, bytes for the wider ones.
#[derive(Clone, PartialEq, Eq, Hash)]
pub enum Value {
    /// A number; the lowest bit is bit 0 of the field.
    Number(u128),
    /// Big-endian bytes, as long as the field.
    Wide(Box<[u8]>),
}

/// The lowest `bits` bits.
pub(crate) fn ones(bits: u32) -> u128 {
    if bits >= 128 { u128::MAX } else { (1 << bits) - 1 }
}

/// The number that up to 16 big-endian bytes are.
pub(super) fn big_endian(bytes: &[u8]) -> u128 {
    // The usual widths without a loop.
    match bytes {
        [a] => u128::from(*a),
        [a, b] => u128::from(u16::from_be_bytes([*a, *b])),
        [a, b, c, d] => u128::from(u32::from_be_bytes([*a, *b, *c, *d])),
        _ => match (bytes.first_chunk::<8>(), bytes.len()) {
            (Some(all), 8) => u128::from(u64::from_be_bytes(*all)),
            _ => bytes.iter().fold(0, |n, byte| n << 8 | u128::from(*byte)),
        },
    }
}

/// Appends the lowest `bytes` bytes of a number, big-endian.
#[inline]
pub(super) fn put_number(out: &mut Vec<u8>, n: u128, bytes: u8) {
    let all = n.to_be_bytes();
    let [.., a, b, c, d, e, f, g, h] = all;
    // The usual widths without a copy of unknown length.
    match bytes {
        1 => out.push(h),
        2 => out.extend_from_slice(&[g, h]),
        4 => out.extend_from_slice(&[e, f, g, h]),
        6 => out.extend_from_slice(&[c, d, e, f, g, h]),
        8 => out.extend_from_slice(&[a, b, c, d, e, f, g, h]),
        _ => out.extend_from_slice(
            all.get(16usize.saturating_sub(bytes.into())..)
                .unwrap_or_default(),
        ),
    }
}

impl Value {
    /// All bits zero, for a field of `bytes` bytes.
    #[must_use]
    pub fn zero(bytes: u8) -> Self {
        if bytes <= 16 {
            Self::Number(0)
        } else {
            Self::Wide(vec![0; usize::from(bytes)].into())
        }
    }

    /// All bits one, for a field of `bytes` bytes.
    #[must_use]
    pub fn all_ones(bytes: u8) -> Self {
        if bytes <= 16 {
            Self::Number(ones(u32::from(bytes) * 8))
        } else {
            Self::Wide(vec![0xff; usize::from(bytes)].into())
        }
    }

    /// From big-endian bytes for a field of `bytes` bytes: missing bytes are zeros at the front, excess is cut there.
    #[must_use]
    pub fn from_bytes(slice: &[u8], bytes: u8) -> Self {
        let width = usize::from(bytes);
        let slice = slice.get(slice.len().saturating_sub(width)..).unwrap_or_default();
        if bytes <= 16 {
            Self::Number(big_endian(slice))
        } else {
            let mut wide = vec![0; width - slice.len()];
            wide.extend_from_slice(slice);
            Self::Wide(wide.into())
        }
    }

    /// The big-endian bytes, `bytes` of them.
    #[must_use]
    pub fn to_bytes(&self, bytes: u8) -> Vec<u8> {
        let width = usize::from(bytes);
        match self {
            Self::Number(n) => {
                let all = n.to_be_bytes();
                let mut out = vec![0; width.saturating_sub(16)];
                out.extend_from_slice(all.get(16usize.saturating_sub(width)..).unwrap_or_default());
                out
            }
            Self::Wide(wide) => {
                let mut out = vec![0; width.saturating_sub(wide.len())];
                out.extend_from_slice(wide.get(wide.len().saturating_sub(width)..).unwrap_or_default());
                out
            }
        }
    }

    /// Appends the lowest `bytes` bytes, big-endian.
    pub(crate) fn put(&self, bytes: u8, out: &mut Vec<u8>) {
        match self {
            Self::Number(n) if bytes <= 16 => {
                put_number(out, *n, bytes);
            }
            _ => out.extend(self.to_bytes(bytes)),
        }
    }

    /// The first run of ones at or after bit `from`, below bit `bits`: its first bit, and the one behind it.
    pub(crate) fn run_of_ones(&self, from: u32, bits: u32) -> Option<(u32, u32)> {
        let (start, end) = match self {
            Self::Number(n) => {
                let start = from + n.checked_shr(from).filter(|n| *n != 0)?.trailing_zeros();
                (start, start + (!(n >> start)).trailing_zeros())
            }
            Self::Wide(_) => {
                let start = (from..bits).find(|i| self.bit(*i))?;
                (start, (start..bits).find(|i| !self.bit(*i)).unwrap_or(bits))
            }
        };
        (start < bits).then_some((start, end.min(bits)))
    }

    /// The number, if it fits into 128 bits.
    #[must_use]
    pub fn number(&self) -> Option<u128> {
        match self {
            Self::Number(n) => Some(*n),
            Self::Wide(wide) => {
                let (high, low) = wide.split_at_checked(wide.len().saturating_sub(16))?;
                high.iter()
                    .all(|b| *b == 0)
                    .then(|| low.iter().fold(0, |n, byte| n << 8 | u128::from(*byte)))
            }
        }
    }

    /// Whether all bits are zero.
    #[must_use]
    pub fn is_zero(&self) -> bool {
        match self {
            Self::Number(n) => *n == 0,
            Self::Wide(wide) => wide.iter().all(|byte| *byte == 0),
        }
    }

    /// Whether all bits of a field of `bytes` bytes are one.
    #[must_use]
    pub fn is_all_ones(&self, bytes: u8) -> bool {
        match self {
            Self::Number(n) => *n == ones(u32::from(bytes) * 8),
            Self::Wide(wide) => wide.iter().all(|byte| *byte == 0xff),
        }
    }

    /// Bit `index`, counted from the lowest.
    #[must_use]
    pub fn bit(&self, index: u32) -> bool {
        match self {
            Self::Number(n) => index < 128 && n >> index & 1 == 1,
            Self::Wide(wide) => {
                let at = wide.len().checked_sub(1 + (index / 8) as usize);
                at.and_then(|at| wide.get(at))
                    .is_some_and(|byte| byte >> (index % 8) & 1 == 1)
            }
        }
    }

    fn set_bit(&mut self, index: u32, on: bool) {
        match self {
            Self::Number(n) => {
                if index < 128 {
                    *n = *n & !(1 << index) | u128::from(on) << index;
                }
            }
            Self::Wide(wide) => {
                let at = wide.len().checked_sub(1 + (index / 8) as usize);
                if let Some(byte) = at.and_then(|at| wide.get_mut(at)) {
                    *byte = *byte & !(1 << (index % 8)) | u8::from(on) << (index % 8);
                }
            }
        }
    }

    /// The `width` bits from bit `offset` up, moved down to bit 0; at most 128 of them.
    #[must_use]
    pub fn range(&self, offset: u32, width: u32) -> u128 {
        match self {
            Self::Number(n) => {
                if offset >= 128 {
                    0
                } else {
                    n >> offset & ones(width)
                }
            }
            Self::Wide(_) => (0..width.min(128)).fold(0, |n, i| n | u128::from(self.bit(offset + i)) << i),
        }
    }

    /// Puts the lowest `width` bits of `source` at bit `offset`.
    pub fn set_range(&mut self, offset: u32, width: u32, source: &Self) {
        match (&mut *self, source) {
            (Self::Number(n), Self::Number(bits)) if offset < 128 => {
                *n = *n & !(ones(width) << offset) | (bits & ones(width)) << offset;
            }
            _ => (0..width).for_each(|i| self.set_bit(offset + i, source.bit(i))),
        }
    }

    /// Sets `width` bits from bit `offset` up.
    pub fn set_ones(&mut self, offset: u32, width: u32) {
        match self {
            Self::Number(n) if offset < 128 => *n |= ones(width) << offset,
            _ => (0..width).for_each(|i| self.set_bit(offset + i, true)),
        }
    }

    /// Whether every bit from `width` up is zero: the value fits into `width` bits.
    #[must_use]
    pub fn fits(&self, width: u32) -> bool {
        match self {
            Self::Number(n) => n & !ones(width) == 0,
            Self::Wide(wide) => {
                let bits = u32::try_from(wide.len() * 8).unwrap_or(u32::MAX);
                (width..bits).all(|i| !self.bit(i))
            }
        }
    }
}

impl fmt::Debug for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(n) => write!(f, "{n:#x}"),
            Self::Wide(wide) => {
                f.write_str("0x")?;
                wide.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
            }
        }
    }
}

impl From<u128> for Value {
    fn from(n: u128) -> Self {
        Self::Number(n)
    }
}
