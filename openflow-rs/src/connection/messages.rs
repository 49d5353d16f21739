//! Messages that nobody asked for, kept until they are read.

use std::collections::VecDeque;

/// A queue with a bound in bytes. What does not fit is counted.
#[derive(Debug)]
pub(super) struct Messages {
    queue: VecDeque<Vec<u8>>,
    bytes: usize,
    most: usize,
    lost: u64,
}

impl Messages {
    pub(super) fn new(most: usize) -> Self {
        Self {
            queue: VecDeque::new(),
            bytes: 0,
            most,
            lost: 0,
        }
    }

    pub(super) fn push(&mut self, message: &[u8]) {
        // Once something is lost, all is until the reader has caught up: a gap is in one place.
        if self.lost > 0 && !self.queue.is_empty() || self.bytes + message.len() > self.most {
            self.lost += 1;
            return;
        }
        self.bytes += message.len();
        self.queue.push_back(message.to_vec());
    }

    pub(super) fn pop(&mut self) -> Option<Vec<u8>> {
        let message = self.queue.pop_front()?;
        self.bytes -= message.len();
        Some(message)
    }

    /// How many were lost since this was last asked; only when all that came before them was read.
    pub(super) fn take_lost(&mut self) -> Option<u64> {
        if self.queue.is_empty() && self.lost > 0 {
            Some(std::mem::take(&mut self.lost))
        } else {
            None
        }
    }
}
