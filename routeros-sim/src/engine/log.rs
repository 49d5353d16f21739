//! The command log of the control port.

use std::collections::VecDeque;

use serde_json::{Value as Json, json};

use super::{ConnId, Engine, Request};

/// Older entries are dropped beyond this.
const CAPACITY: usize = 200_000;

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
}

impl CommandLog {
    pub(crate) fn record(&mut self, conn: ConnId, request: &Request) {
        if self.entries.len() >= CAPACITY {
            self.entries.pop_front();
            self.dropped += 1;
        }
        self.entries.push_back(Entry {
            conn,
            words: request.words(),
            rest: request.rest.clone(),
        });
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
