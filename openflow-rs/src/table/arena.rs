//! Flows one after the other in one piece of memory.

use super::StoredFlow;
use crate::wire::{Cursor, ErrorCode, FlowFlags, Version};

/// Flows as records. The key comes first, so that keys are compared as bytes:
///
/// | bytes | what |
/// |---|---|
/// | 1, 2, 2 | table, priority, length of the match |
/// | n | fields of the match, as on the wire |
/// | 8, 2, 2, 2, 1 | cookie, idle timeout, hard timeout, importance, flags |
/// | 2, n | length of the instructions, instructions as on the wire |
#[derive(Debug, Clone)]
pub(super) struct Arena {
    version: Version,
    bytes: Vec<u8>,
}

/// Bytes of a key before the match.
const KEY_HEAD: usize = 5;
/// Why a record cannot be read: never, as records are written by [`Arena::push`] only.
const BROKEN: ErrorCode = ErrorCode::OFPBRC_BAD_LEN;

/// A number of bytes that the wire said in 16 bits.
fn length16(bytes: &[u8]) -> [u8; 2] {
    u16::try_from(bytes.len()).unwrap_or(u16::MAX).to_be_bytes()
}

/// The key of a flow, as records begin.
pub(super) fn key_of(flow: &StoredFlow<'_>, out: &mut Vec<u8>) {
    out.push(flow.table);
    out.extend_from_slice(&flow.priority.to_be_bytes());
    out.extend_from_slice(&length16(flow.matches));
    out.extend_from_slice(flow.matches);
}

impl Arena {
    pub(super) fn new(version: Version) -> Self {
        Self {
            version,
            bytes: Vec::new(),
        }
    }

    pub(super) fn version(&self) -> Version {
        self.version
    }

    /// Appends a flow and returns where it lies.
    pub(super) fn push(&mut self, flow: &StoredFlow<'_>) -> usize {
        let at = self.bytes.len();
        let length = KEY_HEAD + flow.matches.len() + 17 + flow.instructions.len();
        if self.bytes.capacity() - at < length {
            // By a quarter only: doubling would waste more than a flow needs.
            self.bytes.reserve_exact(length.max(at / 4).max(1024));
        }
        let out = &mut self.bytes;
        key_of(flow, out);
        out.extend_from_slice(&flow.cookie.to_be_bytes());
        for number in [flow.idle_timeout, flow.hard_timeout, flow.importance] {
            out.extend_from_slice(&number.to_be_bytes());
        }
        out.push(flow.flags.0.to_be_bytes()[1]);
        out.extend_from_slice(&length16(flow.instructions));
        out.extend_from_slice(flow.instructions);
        at
    }

    fn read(&self, at: usize) -> Result<StoredFlow<'_>, ErrorCode> {
        let c = &mut Cursor::new(self.bytes.get(at..).unwrap_or_default());
        let table = c.u8(BROKEN)?;
        let priority = c.u16(BROKEN)?;
        let length = usize::from(c.u16(BROKEN)?);
        let matches = c.take(length, BROKEN)?;
        let cookie = c.u64(BROKEN)?;
        let idle_timeout = c.u16(BROKEN)?;
        let hard_timeout = c.u16(BROKEN)?;
        let importance = c.u16(BROKEN)?;
        let flags = FlowFlags(u16::from(c.u8(BROKEN)?));
        let length = usize::from(c.u16(BROKEN)?);
        let instructions = c.take(length, BROKEN)?;
        Ok(StoredFlow {
            version: self.version,
            table,
            priority,
            cookie,
            idle_timeout,
            hard_timeout,
            importance,
            flags,
            matches,
            instructions,
        })
    }

    /// The flow at a place that [`Arena::push`] gave.
    pub(super) fn get(&self, at: usize) -> Option<StoredFlow<'_>> {
        self.read(at).ok()
    }

    /// The key of the flow at a place.
    pub(super) fn key(&self, at: usize) -> &[u8] {
        let record = self.bytes.get(at..).unwrap_or_default();
        let length = match record {
            [_, _, _, high, low, ..] => usize::from(u16::from_be_bytes([*high, *low])),
            _ => 0,
        };
        record.get(..KEY_HEAD + length).unwrap_or_default()
    }

    pub(super) fn len(&self) -> usize {
        self.bytes.len()
    }

    pub(super) fn capacity(&self) -> usize {
        self.bytes.capacity()
    }
}
