//! The command log of the control port.

use std::collections::VecDeque;

use serde_json::{Value as Json, json};

use super::{ConnId, Engine, Request};

/// Older entries are dropped beyond this.
const CAPACITY: usize = 200_000;

/// And beyond this many bytes.
const CAPACITY_BYTES: usize = 256 << 20;

#[derive(Debug)]
struct Entry {
    conn: ConnId,
    words: Vec<String>,
    rest: Option<String>,
}

/// What was received, in order.
#[derive(Debug, Default)]
pub(crate) struct CommandLog {
    entries: VecDeque<Entry>,
    pub(crate) connections: u64,
    dropped: u64,
    bytes: usize,
}

impl Entry {
    fn size(&self) -> usize {
        self.words.iter().map(|word| word.len() + 24).sum::<usize>() + 64
    }
}

impl CommandLog {
    pub(crate) fn record(&mut self, conn: ConnId, request: &Request) {
        let entry = Entry {
            conn,
            words: request.words(),
            rest: request.rest.clone(),
        };
        self.bytes += entry.size();
        self.entries.push_back(entry);
        while self.entries.len() > CAPACITY || self.bytes > CAPACITY_BYTES {
            let Some(oldest) = self.entries.pop_front() else {
                return;
            };
            self.bytes = self.bytes.saturating_sub(oldest.size());
            self.dropped += 1;
        }
    }
}

impl Engine {
    /// `GET /log`.
    pub(crate) fn log_json(&self) -> Json {
        let commands: Vec<Json> = self
            .log
            .entries
            .iter()
            .map(|entry| {
                let mut object = json!({"conn": entry.conn, "words": entry.words});
                if let (Some(rest), Some(map)) = (&entry.rest, object.as_object_mut()) {
                    map.insert("rest".to_owned(), json!(rest));
                }
                object
            })
            .collect();
        json!({"commands": commands, "connections": self.log.connections, "dropped": self.log.dropped})
    }

    /// `POST /log/reset`.
    pub(crate) fn reset_log(&mut self) {
        self.log = CommandLog::default();
    }
}
