//! What nnc tells about its work, on its way to JavaScript.

use std::time::SystemTime;

use nnc::api::Feed;
use tracing::Level;

use super::wire::{Text, Wire};
use crate::log::{self, Record};

/// The levels by their numbers in JavaScript.
const LEVELS: [Level; 5] = [Level::ERROR, Level::WARN, Level::INFO, Level::DEBUG, Level::TRACE];

/// Everything up to a level from now on, level 0 being errors and 4 everything.
pub(super) fn open(level: u32) -> Box<dyn Feed<Record>> {
    let level = usize::try_from(level).ok().and_then(|level| LEVELS.get(level));
    log::open(level.copied().unwrap_or(Level::TRACE))
}

impl Wire for Record {
    fn wire(&self, out: &mut Text) {
        let level = LEVELS.iter().position(|level| *level == self.level);
        let at = self.at.duration_since(SystemTime::UNIX_EPOCH);
        out.open();
        out.number(level.unwrap_or(LEVELS.len()));
        out.comma();
        self.target.wire(out);
        out.comma();
        self.message.wire(out);
        out.comma();
        self.fields.wire(out);
        out.comma();
        out.number(at.map_or(0, |since| u64::try_from(since.as_millis()).unwrap_or(u64::MAX)));
        out.comma();
        out.number(self.lost);
        out.close();
    }
}

impl Wire for (String, String) {
    fn wire(&self, out: &mut Text) {
        out.open();
        self.0.wire(out);
        out.comma();
        self.1.wire(out);
        out.close();
    }
}
