//! Reading and writing big-endian bytes with every length checked.

use super::ErrorCode;

/// What is left to read of a byte slice.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cursor<'a> {
    rest: &'a [u8],
}

impl<'a> Cursor<'a> {
    #[inline]
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    #[inline]
    pub(crate) fn rest(&self) -> &'a [u8] {
        self.rest
    }

    #[inline]
    pub(crate) fn len(&self) -> usize {
        self.rest.len()
    }

    #[inline]
    pub(crate) fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    #[inline]
    pub(crate) fn try_take(&mut self, n: usize) -> Option<&'a [u8]> {
        let (head, tail) = self.rest.split_at_checked(n)?;
        self.rest = tail;
        Some(head)
    }

    /// The next `n` bytes, or `short` if there are fewer.
    #[inline]
    pub(crate) fn take(&mut self, n: usize, short: ErrorCode) -> Result<&'a [u8], ErrorCode> {
        self.try_take(n).ok_or(short)
    }

    #[inline]
    pub(crate) fn array<const N: usize>(&mut self, short: ErrorCode) -> Result<[u8; N], ErrorCode> {
        let (head, tail) = self.rest.split_first_chunk::<N>().ok_or(short)?;
        self.rest = tail;
        Ok(*head)
    }

    #[inline]
    pub(crate) fn u8(&mut self, short: ErrorCode) -> Result<u8, ErrorCode> {
        Ok(u8::from_be_bytes(self.array(short)?))
    }

    #[inline]
    pub(crate) fn u16(&mut self, short: ErrorCode) -> Result<u16, ErrorCode> {
        Ok(u16::from_be_bytes(self.array(short)?))
    }

    #[inline]
    pub(crate) fn u32(&mut self, short: ErrorCode) -> Result<u32, ErrorCode> {
        Ok(u32::from_be_bytes(self.array(short)?))
    }

    #[inline]
    pub(crate) fn u64(&mut self, short: ErrorCode) -> Result<u64, ErrorCode> {
        Ok(u64::from_be_bytes(self.array(short)?))
    }

    pub(crate) fn all_zero(&self) -> bool {
        all_zero(self.rest)
    }
}

pub(crate) fn all_zero(bytes: &[u8]) -> bool {
    bytes.iter().all(|byte| *byte == 0)
}

/// Appending big-endian numbers.
pub(crate) trait Put {
    fn put_u8(&mut self, value: u8);
    fn put_u16(&mut self, value: u16);
    fn put_u32(&mut self, value: u32);
    fn put_u64(&mut self, value: u64);
    fn put_zeros(&mut self, n: usize);
    /// Zeros until the length counted from `start` is a multiple of 8.
    fn pad_to_8(&mut self, start: usize);
    /// Writes `value` over the two bytes at `at`, which exist.
    fn set_u16(&mut self, at: usize, value: u16);
}

impl Put for Vec<u8> {
    fn put_u8(&mut self, value: u8) {
        self.push(value);
    }

    fn put_u16(&mut self, value: u16) {
        self.extend_from_slice(&value.to_be_bytes());
    }

    fn put_u32(&mut self, value: u32) {
        self.extend_from_slice(&value.to_be_bytes());
    }

    fn put_u64(&mut self, value: u64) {
        self.extend_from_slice(&value.to_be_bytes());
    }

    fn put_zeros(&mut self, n: usize) {
        self.resize(self.len() + n, 0);
    }

    fn pad_to_8(&mut self, start: usize) {
        let length = self.len() - start;
        self.put_zeros(length.next_multiple_of(8) - length);
    }

    fn set_u16(&mut self, at: usize, value: u16) {
        if let Some(place) = self.get_mut(at..at + 2) {
            place.copy_from_slice(&value.to_be_bytes());
        }
    }
}
