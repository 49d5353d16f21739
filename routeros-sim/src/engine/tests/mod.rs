//! The engine, step by step, with a clock of the test's own.

mod random;
mod rows;
mod sessions;
mod world;

use super::*;
use crate::value::{Fields, field};

const START: u64 = 1_795_000_000_000;

pub(super) struct Bench {
    engine: Engine,
    now: u64,
    next: ConnId,
}

impl Bench {
    fn settings(version: &str) -> Settings {
        Settings {
            version: version.parse().unwrap(),
            user: "admin".to_owned(),
            password: "secret".to_owned(),
            legacy_login: false,
            safe_mode_timeout_ms: 0,
            seed: 7,
        }
    }

    pub(super) fn new(version: &str) -> Self {
        Self {
            engine: Engine::new(Self::settings(version), START).unwrap(),
            now: START,
            next: 1,
        }
    }

    pub(super) fn login(&mut self) -> ConnId {
        let conn = self.next;
        self.next += 1;
        self.engine.connect(conn, Transport::Api, None, self.now);
        let replies = self.say(conn, "/login =name=admin =password=secret");
        assert!(matches!(replies[..], [Reply::Done(None)]), "{replies:?}");
        conn
    }

    fn handle(&mut self, conn: ConnId, line: &str) {
        let mut request = Request::default();
        for (index, word) in split(line).into_iter().enumerate() {
            if index == 0 {
                request.path = word;
            } else if let Some(tag) = word.strip_prefix(".tag=") {
                request.tag = Some(Value::from(tag.to_owned()));
            } else if let Some(query) = word.strip_prefix('?') {
                request.queries.push(Value::from(query.to_owned()));
            } else {
                let (name, value) = word
                    .trim_start_matches('=')
                    .split_once('=')
                    .unwrap_or((&word[1..], ""));
                request = request.with(name, value.to_owned());
            }
        }
        self.engine.handle(conn, &request, self.now);
    }

    /// Sends a command; what came back for that connection.
    pub(super) fn say(&mut self, conn: ConnId, line: &str) -> Vec<Reply> {
        self.handle(conn, line);
        self.engine
            .take_output()
            .into_iter()
            .filter_map(|output| match output {
                Output::Reply { conn: to, reply, .. } if to == conn => Some(reply),
                _ => None,
            })
            .collect()
    }

    fn rows(&mut self, conn: ConnId, line: &str) -> Vec<Fields> {
        self.say(conn, line)
            .into_iter()
            .filter_map(|reply| match reply {
                Reply::Row(fields) => Some(fields),
                Reply::Trap(trap) => panic!("{line}: {}", trap.message),
                _ => None,
            })
            .collect()
    }

    pub(super) fn ok(&mut self, conn: ConnId, line: &str) -> String {
        match &self.say(conn, line)[..] {
            [Reply::Done(ret)] => ret
                .as_ref()
                .map(|r| String::from_utf8_lossy(r).into_owned())
                .unwrap_or_default(),
            other => panic!("{line}: {other:?}"),
        }
    }

    fn trap(&mut self, conn: ConnId, line: &str) -> String {
        match &self.say(conn, line)[..] {
            [Reply::Trap(trap), Reply::Done(None)] => trap.message.clone(),
            other => panic!("{line}: {other:?}"),
        }
    }

    pub(super) fn disconnect(&mut self, conn: ConnId) {
        self.engine.disconnect(conn, self.now);
    }

    fn advance(&mut self, millis: u64) {
        self.now += millis;
        self.engine.tick(self.now);
    }

    pub(super) fn state(&self) -> serde_json::Value {
        self.engine.state_json()
    }
}

/// Words separated by spaces; double quotes hold spaces.
fn split(line: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quoted = false;
    for c in line.chars() {
        match c {
            '\'' => quoted = !quoted,
            ' ' if !quoted => words.push(String::new()),
            _ => words.last_mut().unwrap().push(c),
        }
    }
    words
}

fn get<'a>(fields: &'a Fields, name: &str) -> &'a str {
    field(fields, name).map_or("", |value| crate::value::as_text(value))
}
