//! What a switch may send, cut anywhere, to the connection and to reconciling.
#![no_main]

use libfuzzer_sys::fuzz_target;
use openflow_rs::connection::{Batch, Connection, Event, Request, Settings};
use openflow_rs::reconcile::{Desired, Effect, Reconcile, is_drift};
use openflow_rs::table::CookieSpace;
use openflow_rs::text::{Names, parse_flow};
use openflow_rs::wire::{FlowUpdate, Frame, Hello, Version};
use std::time::{Duration, Instant};

fuzz_target!(|input: (u8, u8, Vec<Vec<u8>>)| {
    let (version, cut, messages) = input;
    let version = [Version::V1_3, Version::V1_4, Version::V1_5][usize::from(version % 3)];
    let now = Instant::now();
    let settings = Settings {
        versions: vec![version],
        most_unread: 1000,
        ..Settings::default()
    };
    let mut connection = Connection::new(settings, now);
    let mut hello = Vec::new();
    Hello::put(&[version], 0, &mut hello).expect("a hello");
    connection.receive(&hello, now).expect("it is understood");
    let mut batch = Batch::new(version);
    batch
        .flow(&parse_flow("cookie=0x6e6e000700000001,arp actions=output:1", &Names::new()).expect("a flow"))
        .expect("it is encoded");
    let mut open = vec![
        connection.submit(Request::Send(batch.clone())),
        connection.submit(Request::Bundle(batch.clone())),
        connection.submit(Request::Ask(batch.bytes().to_vec())),
    ];
    let mut desired = Desired::new(version, CookieSpace::nnc(7));
    let flow = parse_flow("cookie=0x6e6e000700000001,arp actions=output:1", &Names::new()).expect("a flow");
    desired.add(&flow).expect("it is stored");
    let mut machine = Reconcile::new(&desired);
    for body in messages.iter().take(64) {
        // A message of this version with a true length, so that more than the framing is reached.
        let mut message = body.clone();
        message.resize(message.len().clamp(8, 60_000), 0);
        let length = u16::try_from(message.len()).expect("it is short");
        message[0] = version.to_wire();
        message[2..4].copy_from_slice(&length.to_be_bytes());
        if let Ok(frame) = Frame::parse(&message) {
            let _ = machine.observe(&frame);
            for update in FlowUpdate::decode_all(&frame).flatten() {
                let _ = is_drift(&update, &desired);
            }
        }
        for part in message.chunks(usize::from(cut) + 1) {
            let _ = connection.receive(part, now);
        }
        let ready = connection.output().len();
        connection.sent(ready);
        while let Some(event) = connection.poll_operation() {
            if let Event::Finished { operation, .. } = event {
                assert!(open.contains(&operation));
                open.retain(|other| *other != operation);
            }
        }
    }
    let _ = machine.dumped();
    if let Effect::Bundle(batch) = machine.next() {
        assert!(batch.len() <= 64 * 2000);
    }
    let _ = connection.tick(now + Duration::from_secs(100));
    connection.disconnected("the end");
    let mut unread = 0;
    while let Some(event) = connection.poll_event() {
        match event {
            Event::Finished { operation, .. } => open.retain(|other| *other != operation),
            Event::Message(message) => unread += message.len(),
            _ => {}
        }
    }
    assert!(open.is_empty() && unread <= 1000);
});
