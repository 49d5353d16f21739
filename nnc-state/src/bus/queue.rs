//! What waits for one reader.

use std::collections::VecDeque;

use nnc_core::ports::Event;

/// One event for one reader.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// The event.
    pub event: Event,
    /// How many events before it this reader has missed, since the one that it read before.
    pub lost: u64,
}

/// A bounded queue: where it is full the oldest event goes, and is counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Queue {
    waiting: VecDeque<Event>,
    capacity: usize,
    lost: u64,
}

impl Queue {
    /// An empty queue for this many events, at least 1.
    pub fn new(capacity: usize) -> Self {
        Self {
            waiting: VecDeque::new(),
            capacity: capacity.max(1),
            lost: 0,
        }
    }

    /// Takes an event.
    pub fn push(&mut self, event: Event) {
        if self.waiting.len() == self.capacity {
            self.waiting.pop_front();
            self.lost = self.lost.saturating_add(1);
        }
        self.waiting.push_back(event);
    }

    /// Gives the oldest event that is left.
    pub fn pop(&mut self) -> Option<Delivery> {
        let event = self.waiting.pop_front()?;
        Some(Delivery {
            event,
            lost: std::mem::take(&mut self.lost),
        })
    }

    /// How many wait.
    pub fn len(&self) -> usize {
        self.waiting.len()
    }

    /// Whether none waits.
    pub fn is_empty(&self) -> bool {
        self.waiting.is_empty()
    }
}
