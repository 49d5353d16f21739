//! The connection's state machine, step by step, with a clock in the test's hand.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests state expectations by panicking"
)]

mod client_support;

use std::time::{Duration, Instant};

use client_support::{Seen, credentials, reply};
use nnc_routeros::client::{CallId, Connection, Event, Mode, Settings};
use nnc_routeros::error::{Delivery, Error, RefusalClass};
use nnc_routeros::transport::{Command, Response};
use proptest::prelude::*;
use routeros_wire::{Decoder, Limits};

/// A connection with the router's side in the test's hand.
struct Bench {
    connection: Connection,
    router: Decoder,
    now: Instant,
}

impl Bench {
    /// Logged in already.
    fn new(settings: Settings) -> Self {
        let now = Instant::now();
        let connection = Connection::new(settings, credentials(), now).unwrap();
        let mut bench = Self {
            connection,
            router: Decoder::new(Limits::default()),
            now,
        };
        assert_eq!(bench.sent().first().unwrap().path, "/login");
        bench.answer(&["!done"], None);
        assert!(matches!(bench.connection.poll_event(), Some(Event::LoggedIn)));
        bench
    }

    /// What the connection sends now.
    fn sent(&mut self) -> Vec<Seen> {
        let output = self.connection.output().to_vec();
        self.connection.written(output.len());
        self.router.feed(&output);
        let mut sent = Vec::new();
        while let Some(sentence) = self.router.next_sentence().unwrap() {
            sent.push(Seen::of(routeros_wire::Command::new(sentence)));
        }
        sent
    }

    fn answer(&mut self, words: &[&str], tag: Option<&str>) {
        let words: Vec<&[u8]> = words.iter().map(|word| word.as_bytes()).collect();
        self.connection.receive(&reply(&words, tag), self.now);
    }

    fn submit(&mut self, batch: u64, mode: Mode, command: Command) {
        self.connection
            .submit(CallId { batch, index: 0 }, mode, command, self.now);
    }

    /// Lets time pass, calling timeouts as they fall due.
    fn pass(&mut self, time: Duration) {
        let end = self.now + time;
        while let Some(due) = self.connection.next_timeout().filter(|due| *due <= end) {
            self.now = self.now.max(due);
            self.connection.handle_timeout(self.now);
        }
        self.now = end;
    }

    fn results(&mut self) -> Vec<(u64, Result<Response, Error>)> {
        let mut results = Vec::new();
        while let Some(event) = self.connection.poll_event() {
            if let Event::Completed(call, result) = event {
                results.push((call.batch, result));
            }
        }
        results
    }
}

fn add(n: u64) -> Command {
    Command::new("/interface/vlan", "add").with("vlan-id", n.to_string())
}

fn quiet() -> Settings {
    let mut settings = Settings::default();
    settings.keepalive = None;
    settings
}

#[test]
fn writes_stop_at_sixteen_in_flight_and_reads_at_twenty_four() {
    let mut bench = Bench::new(quiet());
    for n in 0..40 {
        bench.submit(n, Mode::Collect, add(n));
    }
    let sent = bench.sent();
    assert_eq!(sent.len(), 16);
    assert_eq!(bench.connection.waiting(), 24);
    bench.answer(&["!done", "=ret=*1"], sent[3].tag.as_deref());
    assert_eq!(bench.sent().len(), 1);

    let mut bench = Bench::new(quiet());
    for n in 0..40 {
        bench.submit(n, Mode::Collect, Command::print("/interface"));
    }
    assert_eq!(bench.sent().len(), 24);
}

#[test]
fn interleaved_answers_reach_their_own_calls() {
    let mut bench = Bench::new(quiet());
    bench.submit(1, Mode::Collect, Command::print("/interface"));
    bench.submit(2, Mode::Collect, add(7));
    bench.submit(3, Mode::Collect, add(8));
    let tags: Vec<String> = bench.sent().into_iter().filter_map(|seen| seen.tag).collect();
    bench.answer(&["!re", "=name=a"], Some(&tags[0]));
    bench.answer(
        &["!trap", "=message=failure: already have interface with such name"],
        Some(&tags[2]),
    );
    bench.answer(&["!re", "=name=b"], Some(&tags[0]));
    bench.answer(&["!trap", "=category=1", "=message=second"], Some(&tags[2]));
    bench.answer(&["!done", "=ret=*7F"], Some(&tags[1]));
    bench.answer(&["!done"], Some(&tags[2]));
    bench.answer(&["!done"], Some(&tags[0]));
    let results = bench.results();
    assert_eq!(results.len(), 3);
    assert_eq!(
        (results[0].0, results[0].1.as_ref().unwrap().ret_str()),
        (2, Some("*7F"))
    );
    let Err(Error::Refused(refusal)) = &results[1].1 else {
        panic!("{results:?}")
    };
    assert_eq!((results[1].0, refusal.class()), (3, RefusalClass::AlreadyExists));
    assert_eq!(refusal.more(), ["second"]);
    let names: Vec<_> = results[2]
        .1
        .as_ref()
        .unwrap()
        .rows
        .iter()
        .map(|row| row.get_str("name"))
        .collect();
    assert_eq!(names, [Some("a"), Some("b")]);
}

#[test]
fn what_was_not_written_completely_was_not_sent() {
    let mut bench = Bench::new(quiet());
    bench.submit(1, Mode::Collect, add(1));
    let first = bench.connection.output().len();
    bench.submit(2, Mode::Collect, add(2));
    // All of the first command leaves, and all but the last byte of the second.
    let both = bench.connection.output().len();
    assert!(first < both);
    bench.connection.written(both - 1);
    bench.connection.disconnected("reset");
    let fates: Vec<_> = bench
        .results()
        .into_iter()
        .map(|(batch, result)| (batch, result.unwrap_err().delivery()))
        .collect();
    assert_eq!(fates, [(1, Delivery::Unknown), (2, Delivery::NotSent)]);
    bench.submit(3, Mode::Collect, add(3));
    assert_eq!(
        bench.results()[0].1.as_ref().unwrap_err().delivery(),
        Delivery::NotSent
    );
}

#[test]
fn one_slow_command_fails_alone_and_is_cancelled() {
    let mut bench = Bench::new(quiet());
    bench.submit(
        1,
        Mode::Collect,
        Command::print("/interface").within(Duration::from_secs(2)),
    );
    bench.submit(2, Mode::Collect, Command::print("/ip/address"));
    let tags: Vec<String> = bench.sent().into_iter().filter_map(|seen| seen.tag).collect();
    bench.pass(Duration::from_secs(1));
    bench.answer(&["!re", "=address=1.1.1.1/8"], Some(&tags[1]));
    bench.pass(Duration::from_millis(1001));
    let results = bench.results();
    assert_eq!(results.len(), 1);
    assert_eq!(
        results[0].1,
        Err(Error::Deadline {
            delivery: Delivery::Unknown,
            after: Duration::from_secs(2)
        })
    );
    let cancel = bench.sent();
    assert_eq!(
        (cancel[0].path.as_str(), cancel[0].get("tag")),
        ("/cancel", Some(tags[0].as_bytes()))
    );
    bench.answer(&["!done"], Some(&tags[1]));
    assert_eq!(bench.results().len(), 1);
    // The late rows of the cancelled command go nowhere.
    bench.answer(&["!re", "=name=late"], Some(&tags[0]));
    bench.answer(&["!trap", "=category=2", "=message=interrupted"], Some(&tags[0]));
    bench.answer(&["!done"], Some(&tags[0]));
    bench.answer(&["!done"], cancel[0].tag.as_deref());
    assert!(bench.results().is_empty());
    assert_eq!((bench.connection.in_flight(), bench.connection.strays()), (0, 0));
}

#[test]
fn silence_after_a_command_fails_everything_at_its_deadline() {
    let mut bench = Bench::new(quiet());
    for n in 0..20 {
        bench.submit(n, Mode::Collect, add(n));
    }
    bench.sent();
    bench.pass(Duration::from_secs(31));
    let results = bench.results();
    assert_eq!(results.len(), 20);
    for (batch, result) in results {
        let fate = if batch < 16 {
            Delivery::Unknown
        } else {
            Delivery::NotSent
        };
        let error = result.unwrap_err();
        assert_eq!(
            (error.code(), error.delivery()),
            ("router-timeout", fate),
            "command {batch}"
        );
    }
    assert!(bench.connection.is_closed());
}

#[test]
fn a_silent_peer_is_asked_and_then_given_up_within_the_keepalive() {
    let mut bench = Bench::new(Settings::default());
    bench.pass(Duration::from_millis(5001));
    let question = bench.sent();
    assert_eq!(question[0].path, "/system/identity/print");
    bench.answer(&["!re", "=name=r"], question[0].tag.as_deref());
    bench.answer(&["!done"], question[0].tag.as_deref());
    bench.pass(Duration::from_secs(6));
    assert_eq!(bench.sent().len(), 1);
    bench.pass(Duration::from_secs(4));
    assert!(bench.connection.is_closed());
}

#[test]
fn a_peer_that_never_answers_the_question_is_asked_once_and_still_given_up_when_silent() {
    let mut bench = Bench::new(Settings::default());
    bench.pass(Duration::from_millis(5001));
    assert_eq!(bench.sent().len(), 1);
    // Signs of life every few seconds, for longer than any deadline: rows of a listen, say.
    for _ in 0..40 {
        bench.pass(Duration::from_secs(4));
        bench.answer(&["!re", "=a=b"], None);
        assert_eq!((bench.sent().len(), bench.connection.in_flight()), (0, 1));
    }
    bench.pass(Duration::from_millis(10_001));
    assert!(bench.connection.is_closed());
}

#[test]
fn a_withdrawn_batch_gets_no_event_and_harms_no_other() {
    let mut bench = Bench::new(quiet());
    bench.submit(1, Mode::Collect, Command::print("/interface"));
    bench.submit(2, Mode::Collect, Command::print("/ip/address"));
    let tags: Vec<String> = bench.sent().into_iter().filter_map(|seen| seen.tag).collect();
    bench.connection.cancel_batch(1, bench.now);
    let cancel = bench.sent();
    assert_eq!(cancel[0].get("tag"), Some(tags[0].as_bytes()));
    bench.answer(&["!done"], cancel[0].tag.as_deref());
    bench.answer(&["!re", "=address=x"], Some(&tags[1]));
    bench.answer(&["!trap", "=category=2", "=message=interrupted"], Some(&tags[0]));
    bench.answer(&["!done"], Some(&tags[0]));
    bench.answer(&["!done"], Some(&tags[1]));
    let results = bench.results();
    assert_eq!(results.len(), 1);
    assert_eq!((results[0].0, results[0].1.as_ref().unwrap().rows.len()), (2, 1));
}

#[test]
fn answers_that_nobody_asked_for_are_borne_up_to_a_bound() {
    let mut settings = quiet();
    settings.max_strays = 10;
    let mut bench = Bench::new(settings);
    for n in 0..10 {
        bench.answer(&["!re", "=a=b"], Some(&format!("9{n}")));
    }
    assert!(!bench.connection.is_closed());
    bench.answer(&["!done"], None);
    assert!(bench.connection.is_closed());
}

#[test]
fn rows_beyond_the_bound_fail_their_command_and_are_let_go() {
    let mut settings = quiet();
    settings.max_buffered = 10_000;
    let mut bench = Bench::new(settings);
    bench.submit(1, Mode::Collect, Command::print("/log"));
    let tag = bench.sent()[0].tag.clone().unwrap();
    for _ in 0..1000 {
        bench.answer(
            &["!re", "=message=0123456789012345678901234567890123456789"],
            Some(&tag),
        );
    }
    let results = bench.results();
    assert_eq!(results.len(), 1);
    assert_eq!(results[0].1, Err(Error::TooLarge { limit: 10_000 }));
    assert_eq!(bench.sent()[0].path, "/cancel");
}

#[test]
fn a_command_that_cannot_be_expressed_is_refused_before_it_is_sent() {
    let mut bench = Bench::new(quiet());
    let bad = [
        Command::new("interface", "print"),
        Command::new("/interface", ""),
        Command::new("/interface", "set").with("a=b", "c"),
        Command::new("/interface", "set").with("comment", vec![0; 2 << 20]),
    ];
    for (n, command) in bad.into_iter().enumerate() {
        bench.submit(n as u64, Mode::Collect, command);
        assert_eq!(
            bench.results()[0].1.as_ref().map_err(Error::code),
            Err("invalid-command")
        );
        assert!(bench.sent().is_empty());
    }
    bench.submit(9, Mode::Collect, add(1));
    assert_eq!(bench.sent().len(), 1);
}

/// One step of a random life.
#[derive(Debug, Clone)]
enum Step {
    Submit { read: bool },
    Answer { which: usize, words: usize },
    Cancel { which: usize },
    Pass { millis: u64 },
    Write { bytes: usize },
    Drop,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        6 => any::<bool>().prop_map(|read| Step::Submit { read }),
        8 => (any::<usize>(), 0_usize..5).prop_map(|(which, words)| Step::Answer { which, words }),
        1 => any::<usize>().prop_map(|which| Step::Cancel { which }),
        1 => (0_u64..9000).prop_map(|millis| Step::Pass { millis }),
        6 => (1_usize..200).prop_map(|bytes| Step::Write { bytes }),
        1 => Just(Step::Drop),
    ];
    prop::collection::vec(step, 0..120)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(if std::env::var_os("NNC_SOAK").is_some() { 20_000 } else { 400 }))]

    /// Every call that is not withdrawn gets exactly one result; what is called not sent never reached the
    /// router completely; the window is kept.
    #[test]
    fn every_call_gets_exactly_one_true_result(steps in steps()) {
        let mut bench = Bench::new(Settings::default());
        let mut open = Vec::new();
        let mut withdrawn = Vec::new();
        let mut results = Vec::new();
        let mut at_router: Vec<Seen> = Vec::new();
        let mut executed = Vec::new();
        let mut next = 0;
        for step in steps {
            match step {
                Step::Submit { read } => {
                    let command = if read { Command::print("/interface") } else { add(0) };
                    bench.submit(next, Mode::Collect, command.with("call", next.to_string()));
                    open.push(next);
                    next += 1;
                }
                Step::Answer { which, words } => {
                    if let Some(at) = which.checked_rem(at_router.len()) {
                        let tag = at_router[at].tag.clone();
                        let words = [&["!re", "=a=b"][..], &["!trap", "=message=x"], &["!done"], &["!done", "=ret=*1"], &["!empty"]][words];
                        bench.answer(words, tag.as_deref());
                        if words[0] == "!done" {
                            at_router.remove(at);
                        }
                    }
                }
                Step::Cancel { which } => {
                    if let Some(at) = which.checked_rem(open.len()) {
                        bench.connection.cancel_batch(open[at], bench.now);
                        withdrawn.push(open[at]);
                    }
                }
                Step::Pass { millis } => bench.pass(Duration::from_millis(millis)),
                Step::Write { bytes } => {
                    let output = bench.connection.output();
                    let chunk = output[..bytes.min(output.len())].to_vec();
                    bench.connection.written(chunk.len());
                    bench.router.feed(&chunk);
                    while let Some(sentence) = bench.router.next_sentence().unwrap() {
                        let seen = Seen::of(routeros_wire::Command::new(sentence));
                        executed.extend(seen.get("call").map(<[u8]>::to_vec));
                        at_router.push(seen);
                    }
                }
                Step::Drop => bench.connection.disconnected("dropped"),
            }
            prop_assert!(bench.connection.in_flight() <= 24 + 2);
            results.extend(bench.results());
        }
        bench.connection.disconnected("the end");
        results.extend(bench.results());
        for call in open {
            let mine: Vec<_> = results.iter().filter(|(batch, _)| *batch == call).collect();
            if withdrawn.contains(&call) {
                prop_assert!(mine.len() <= 1);
            } else {
                prop_assert_eq!(mine.len(), 1, "call {}", call);
            }
            let reached = executed.contains(&call.to_string().into_bytes());
            for (_, result) in mine {
                let not_sent = result.as_ref().is_err_and(|error| error.delivery() == Delivery::NotSent);
                prop_assert!(!(not_sent && reached), "call {} was executed but called not sent", call);
            }
        }
    }
}
