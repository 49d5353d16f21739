//! A hostile router at the other end of the API client's state machine: any bytes at any time, any calls, any
//! cancellations, time passing. No panic, no memory beyond the bound, one result for each call, and the
//! password at most once.

#![no_main]

use std::time::{Duration, Instant};

use libfuzzer_sys::arbitrary::{self, Arbitrary};
use libfuzzer_sys::fuzz_target;
use nnc_routeros::client::{CallId, Connection, Credentials, Event, LoginMethod, Mode, Settings};
use nnc_routeros::transport::Command;

const PASSWORD: &str = "pass-word-under-test";

#[derive(Debug, Arbitrary)]
enum Step {
    /// Bytes as they are.
    Raw(Vec<u8>),
    /// A reply to one of the first commands: kind, tag, attribute.
    Reply {
        kind: u8,
        tag: Option<u8>,
        words: Vec<Vec<u8>>,
    },
    Submit {
        mode: u8,
        read: bool,
    },
    Cancel(u8),
    Write(u16),
    Pass(u16),
    Pause(bool),
    Hangup,
}

#[derive(Debug, Arbitrary)]
struct Life {
    legacy: bool,
    accept: bool,
    steps: Vec<Step>,
}

fn reply(kind: u8, tag: Option<u8>, words: &[Vec<u8>]) -> Vec<u8> {
    let kind: &[u8] =
        [&b"!re"[..], b"!done", b"!trap", b"!fatal", b"!empty", b"!other"][usize::from(kind % 6)];
    let mut bytes = Vec::new();
    let mut sentence = routeros_wire::SentenceWriter::new(&mut bytes);
    sentence.reply(kind);
    for word in words.iter().filter(|word| !word.is_empty()) {
        sentence.word(word);
    }
    if let Some(tag) = tag {
        sentence.tag(tag.to_string());
    }
    sentence.finish().expect("no word is empty");
    bytes
}

fn count(text: &[u8], what: &[u8]) -> usize {
    text.windows(what.len()).filter(|window| *window == what).count()
}

fuzz_target!(|life: Life| {
    let mut settings = Settings::default();
    settings.max_buffered = 4096;
    settings.max_strays = 20;
    let mut credentials = Credentials::new("admin", PASSWORD);
    if life.legacy {
        credentials.method = LoginMethod::Legacy;
    }
    let mut now = Instant::now();
    let mut connection = Connection::new(settings, credentials, now).expect("short credentials");
    let mut sent = connection.output().to_vec();
    connection.written(sent.len());
    if life.accept {
        connection.receive(b"\x05!done\x00", now);
    }
    let (mut submitted, mut results) = (Vec::new(), Vec::new());
    let (mut cancelled, mut paused) = (Vec::new(), false);
    for step in life.steps {
        match step {
            Step::Raw(bytes) => connection.receive(&bytes, now),
            Step::Reply { kind, tag, words } => connection.receive(&reply(kind, tag, &words), now),
            Step::Submit { mode, read } => {
                let batch = submitted.len() as u64;
                let mode = [Mode::Collect, Mode::Stream, Mode::Listen][usize::from(mode % 3)];
                let command = Command::new("/x", if read { "print" } else { "add" });
                connection.submit(CallId { batch, index: 0 }, mode, command, now);
                submitted.push(batch);
            }
            Step::Cancel(batch) => {
                connection.cancel_batch(u64::from(batch), now);
                cancelled.push(u64::from(batch));
            }
            Step::Write(bytes) => {
                let output = connection.output();
                let bytes = usize::from(bytes).min(output.len());
                sent.extend_from_slice(&output[..bytes]);
                connection.written(bytes);
            }
            Step::Pass(millis) => {
                now += Duration::from_millis(u64::from(millis));
                connection.handle_timeout(now);
            }
            Step::Pause(pause) => {
                paused = pause;
                connection.set_paused(pause, now);
            }
            Step::Hangup => connection.disconnected("hung up"),
        }
        while let Some(event) = connection.poll_event() {
            if let Event::Completed(call, result) = event {
                if let Err(error) = &result {
                    assert!(!format!("{error} {error:?}").contains(PASSWORD));
                }
                results.push(call.batch);
            }
        }
        assert!(
            connection.in_flight() <= 26,
            "{} in flight",
            connection.in_flight()
        );
        // While nothing is read on purpose, silence has no end of its own.
        assert!(connection.is_closed() || paused || connection.next_timeout().is_some());
    }
    connection.close();
    while let Some(event) = connection.poll_event() {
        if let Event::Completed(call, _) = event {
            results.push(call.batch);
        }
    }
    for batch in submitted {
        let times = results.iter().filter(|result| **result == batch).count();
        assert!(
            times == 1 || (times == 0 && cancelled.contains(&batch)),
            "call {batch}: {times} results"
        );
    }
    assert_eq!(count(&sent, PASSWORD.as_bytes()), usize::from(!life.legacy));
});
