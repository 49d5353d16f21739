//! The connection without I/O: what comes in, what goes out, what time does.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test may fail where it stands"
)]

use openflow_rs::connection::{Batch, Connection, Error, Event, OperationId, Request, Settings};
use openflow_rs::text::{Names, parse_flow};
use openflow_rs::wire::{ErrorCode, ErrorMessage, Frame, Hello, Kind, Version, put_echo, put_message};
use proptest::prelude::*;
use std::time::{Duration, Instant};

const V: Version = Version::V1_4;

/// All that waits to be sent, message by message.
fn sent(connection: &mut Connection) -> Vec<Vec<u8>> {
    let mut all = Vec::new();
    loop {
        let some = connection.output().to_vec();
        if some.is_empty() {
            break;
        }
        connection.sent(some.len());
        all.extend(some);
    }
    let mut rest = all.as_slice();
    let mut messages = Vec::new();
    while let Some(length) = Frame::length(rest) {
        let (message, tail) = rest.split_at(length);
        messages.push(message.to_vec());
        rest = tail;
    }
    assert!(rest.is_empty(), "only whole messages are sent");
    messages
}

fn up(settings: Settings, now: Instant) -> Connection {
    let mut connection = Connection::new(settings, now);
    assert_eq!(kinds(&sent(&mut connection)), [Kind::Hello]);
    let mut hello = Vec::new();
    Hello::put(&[V], 0, &mut hello).unwrap();
    connection.receive(&hello, now).unwrap();
    assert_eq!(connection.poll_event(), Some(Event::Up(V)));
    connection
}

fn kinds(messages: &[Vec<u8>]) -> Vec<Kind> {
    messages
        .iter()
        .map(|message| Frame::parse(message).unwrap().kind())
        .collect()
}

fn xid(message: &[u8]) -> u32 {
    Frame::parse(message).unwrap().xid()
}

fn message(kind: Kind, xid: u32, body: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    put_message(&mut out, kind, V, xid, |out| out.extend_from_slice(body)).unwrap();
    out
}

fn refusal(code: ErrorCode, xid: u32) -> Vec<u8> {
    let mut out = Vec::new();
    ErrorMessage::put(code, V, xid, &[], &mut out).unwrap();
    out
}

fn flows(count: usize) -> Batch {
    let mut batch = Batch::new(V);
    for i in 0..count {
        let text = format!("priority={},arp actions=drop", i % 65536);
        batch.flow(&parse_flow(&text, &Names::new()).unwrap()).unwrap();
    }
    batch
}

fn finished(connection: &mut Connection) -> (OperationId, Result<(), Error>) {
    match connection.poll_operation() {
        Some(Event::Finished { operation, result }) => (operation, result),
        other => panic!("{other:?}"),
    }
}

#[test]
fn an_echo_is_answered_and_a_silent_switch_is_asked_and_given_up() {
    let settings = Settings::default();
    let (echo, gone) = (settings.echo_after, settings.give_up_after);
    let mut now = Instant::now();
    let mut connection = up(settings, now);
    let mut ask = Vec::new();
    put_echo(false, V, 77, b"abc", &mut ask).unwrap();
    connection.receive(&ask, now).unwrap();
    let answer = sent(&mut connection);
    assert_eq!((kinds(&answer), xid(&answer[0])), (vec![Kind::EchoReply], 77));
    assert_eq!(&answer[0][8..], b"abc");

    assert_eq!(connection.next_tick(), Some(now + echo));
    connection.tick(now + echo - Duration::from_millis(1)).unwrap();
    assert!(sent(&mut connection).is_empty());
    now += echo;
    connection.tick(now).unwrap();
    assert_eq!(kinds(&sent(&mut connection)), [Kind::EchoRequest]);
    // Anything that comes is a sign of life.
    connection
        .receive(&message(Kind::EchoReply, 0, &[]), now)
        .unwrap();
    assert_eq!(connection.next_tick(), Some(now + echo));
    now += echo;
    connection.tick(now).unwrap();
    let asked = connection.submit(Request::Send(flows(1)));
    now += gone;
    assert_eq!(connection.tick(now), Err(Error::Silent));
    assert_eq!(finished(&mut connection), (asked, Err(Error::Silent)));
    assert_eq!(connection.next_tick(), None);
    // What is asked later fails at once.
    let late = connection.submit(Request::Send(flows(1)));
    assert_eq!(finished(&mut connection), (late, Err(Error::Silent)));
}

#[test]
fn a_switch_that_never_greets_is_given_up() {
    let now = Instant::now();
    let mut connection = Connection::new(Settings::default(), now);
    let due = connection.next_tick().unwrap();
    assert_eq!(connection.tick(due), Err(Error::Silent));
}

#[test]
fn answers_find_what_they_belong_to_however_many_are_on_their_way() {
    let now = Instant::now();
    let mut connection = up(Settings::default(), now);
    let first = connection.submit(Request::Send(flows(2)));
    let second = connection.submit(Request::Ask(message(DescRequest, 0, &[])));
    let third = connection.submit(Request::Send(Batch::new(V)));
    let out = sent(&mut connection);
    use Kind::{BarrierRequest, DescRequest, FlowMod};
    assert_eq!(
        kinds(&out),
        [FlowMod, FlowMod, BarrierRequest, DescRequest, BarrierRequest]
    );
    let ids: Vec<u32> = out.iter().map(|message| xid(message)).collect();

    connection
        .receive(&refusal(ErrorCode::OFPFMFC_TABLE_FULL, ids[1]), now)
        .unwrap();
    connection
        .receive(&message(Kind::BarrierReply, ids[4], &[]), now)
        .unwrap();
    assert_eq!(finished(&mut connection), (third, Ok(())));
    let description = message(Kind::DescReply, ids[3], &[0; 1056]);
    connection.receive(&description, now).unwrap();
    assert_eq!(
        connection.poll_operation(),
        Some(Event::Part {
            operation: second,
            message: description
        })
    );
    assert_eq!(finished(&mut connection), (second, Ok(())));
    connection
        .receive(&message(Kind::BarrierReply, ids[2], &[]), now)
        .unwrap();
    let (operation, result) = finished(&mut connection);
    let error = result.unwrap_err();
    let culprit = error.culprit().unwrap();
    assert_eq!((operation, culprit.index), (first, Some(1)));
    assert_eq!(
        error.to_string(),
        "the switch refused message 1 (table=0,priority=1,arp actions=drop): OFPFMFC_TABLE_FULL"
    );
}

#[test]
fn nothing_overtakes_a_bundle_and_a_spoilt_one_is_discarded() {
    let now = Instant::now();
    let mut connection = up(Settings::default(), now);
    let bundle = connection.submit(Request::Bundle(flows(2)));
    let after = connection.submit(Request::Send(Batch::new(V)));
    use Kind::{BarrierRequest, BundleAddMessage, BundleControl};
    let out = sent(&mut connection);
    assert_eq!(
        kinds(&out),
        [BundleControl, BundleAddMessage, BundleAddMessage, BundleControl]
    );
    connection
        .receive(
            &message(BundleControl, xid(&out[0]), &[0, 0, 0, 1, 0, 1, 0, 3]),
            now,
        )
        .unwrap();
    connection
        .receive(&refusal(ErrorCode::OFPBAC_BAD_TYPE, xid(&out[2])), now)
        .unwrap();
    assert!(sent(&mut connection).is_empty());
    connection
        .receive(
            &message(BundleControl, xid(&out[3]), &[0, 0, 0, 1, 0, 3, 0, 3]),
            now,
        )
        .unwrap();
    let out = sent(&mut connection);
    assert_eq!(kinds(&out), [BundleControl]);
    assert_eq!(out[0][13], 6, "discard");
    connection
        .receive(
            &message(BundleControl, xid(&out[0]), &[0, 0, 0, 1, 0, 7, 0, 3]),
            now,
        )
        .unwrap();
    let (operation, result) = finished(&mut connection);
    assert_eq!(
        (operation, result.unwrap_err().culprit().unwrap().index),
        (bundle, Some(1))
    );
    let out = sent(&mut connection);
    assert_eq!(kinds(&out), [BarrierRequest]);
    connection
        .receive(&message(Kind::BarrierReply, xid(&out[0]), &[]), now)
        .unwrap();
    assert_eq!(finished(&mut connection), (after, Ok(())));
}

#[test]
fn a_slow_sender_is_handed_a_little_at_a_time() {
    let now = Instant::now();
    let mut connection = up(Settings::default(), now);
    connection.submit(Request::Bundle(flows(50_000)));
    let mut most = 0;
    loop {
        let ready = connection.output().len();
        if ready == 0 {
            break;
        }
        most = most.max(ready);
        connection.sent(ready.min(1000));
    }
    assert!((64 << 10..66 << 10).contains(&most), "{most}");
}

#[test]
fn what_nobody_reads_is_counted_and_not_kept() {
    let now = Instant::now();
    let settings = Settings {
        most_unread: 100,
        ..Settings::default()
    };
    let mut connection = up(settings, now);
    let port = message(Kind::PortStatus, 0, &[0; 80]);
    for _ in 0..5 {
        connection.receive(&port, now).unwrap();
    }
    assert_eq!(connection.poll_event(), Some(Event::Message(port.clone())));
    assert_eq!(connection.poll_event(), Some(Event::Lost(4)));
    assert_eq!(connection.poll_event(), None);
    connection.receive(&port, now).unwrap();
    assert_eq!(connection.poll_event(), Some(Event::Message(port)));
}

#[test]
fn a_peer_that_is_no_switch_is_refused() {
    let now = Instant::now();
    let mut old = Vec::new();
    Hello::put(&[Version::V1_0], 0, &mut old).unwrap();
    for (bytes, code) in [
        (b"HTTP/1.1 400 Bad Request\r\n\r\n".as_slice(), "not-openflow"),
        (&[5, 0, 0, 3, 0, 0, 0, 0], "not-openflow"),
        (&[5, 20, 0, 8, 0, 0, 0, 0], "not-openflow"),
        (&old, "openflow-version-mismatch"),
    ] {
        let mut connection = Connection::new(Settings::default(), now);
        let padded = [bytes, &[0; 1 << 16]].concat();
        assert_eq!(connection.receive(&padded, now).unwrap_err().code(), code);
    }
}

#[test]
fn a_batch_for_another_version_is_refused() {
    let mut connection = up(Settings::default(), Instant::now());
    let mut batch = Batch::new(Version::V1_5);
    batch
        .flow(&parse_flow("actions=drop", &Names::new()).unwrap())
        .unwrap();
    connection.submit(Request::Send(batch));
    assert_eq!(
        finished(&mut connection).1.unwrap_err().code(),
        "batch-of-other-version"
    );
}

#[test]
fn what_monitors_tell_comes_in_its_place_among_the_answers() {
    let now = Instant::now();
    let mut connection = up(Settings::default(), now);
    let update = |kind: u8| message(Kind::FlowMonitorReply, 0, &[0, 8, 0, kind, 0, 0, 0, 0]);
    connection.tell_updates(true);
    let asked = connection.submit(Request::Ask(message(Kind::DescRequest, 0, &[])));
    let number = xid(&sent(&mut connection)[0]);
    let packet = message(Kind::PortStatus, 0, &[]);
    let answer = message(Kind::DescReply, number, &[0; 1056]);
    let spoilt = message(Kind::FlowMonitorReply, 0, &[0, 8, 0]);
    for part in [&update(5), &packet, &spoilt, &answer, &update(6)] {
        connection.receive(part, now).unwrap();
    }
    assert_eq!(connection.poll_operation(), Some(Event::Message(update(5))));
    assert_eq!(connection.poll_operation(), Some(Event::Message(spoilt)));
    assert!(matches!(connection.poll_operation(), Some(Event::Part { operation, .. }) if operation == asked));
    // What is not read when this ends is not lost, and comes after what was there.
    connection.tell_updates(false);
    connection.receive(&update(4), now).unwrap();
    assert_eq!(finished(&mut connection), (asked, Ok(())));
    assert_eq!(connection.poll_operation(), None);
    for kept in [packet, update(6), update(4)] {
        assert_eq!(connection.poll_message(), Some(Event::Message(kept)));
    }
}

proptest! {
    /// Whatever a switch sends, everything that was asked is finished once, and nothing grows without bound.
    #[test]
    fn any_switch_leaves_nothing_unfinished(
        answers in proptest::collection::vec((0u8..40, 0u32..12, proptest::collection::vec(any::<u8>(), 0..40)), 0..40),
        cut in 1usize..30,
    ) {
        let now = Instant::now();
        let settings = Settings { most_unread: 500, ..Settings::default() };
        let mut connection = up(settings, now);
        let mut open = vec![
            connection.submit(Request::Send(flows(2))),
            connection.submit(Request::Bundle(flows(3))),
            connection.submit(Request::Ask(message(Kind::DescRequest, 0, &[]))),
        ];
        let mut unread = 0;
        for (kind, xid, body) in answers {
            sent(&mut connection);
            let mut bytes = vec![5, kind, 0, 8 + body.len() as u8];
            bytes.extend(xid.to_be_bytes());
            bytes.extend(body);
            for part in bytes.chunks(cut) {
                let _ = connection.receive(part, now);
            }
            while let Some(event) = connection.poll_operation() {
                if let Event::Finished { operation, .. } = event {
                    prop_assert!(open.contains(&operation));
                    open.retain(|other| *other != operation);
                }
            }
        }
        connection.disconnected("the end");
        while let Some(event) = connection.poll_event() {
            match event {
                Event::Finished { operation, .. } => open.retain(|other| *other != operation),
                Event::Message(message) => unread += message.len(),
                _ => {}
            }
        }
        prop_assert!(open.is_empty());
        prop_assert!(unread <= 500);
    }
}
