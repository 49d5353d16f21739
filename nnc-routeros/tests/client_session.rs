//! Sessions and the reconnecting client over pipes in memory, in paused time.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests state expectations by panicking"
)]

mod client_support;

use std::sync::{Arc, Mutex};
use std::time::Duration;

use client_support::{Pipes, Server, credentials, logged_in};
use nnc_routeros::client::{ApiClient, Backoff, ListenEvent, Settings};
use nnc_routeros::error::Delivery;
use nnc_routeros::transport::{Command, Row, Transport};
use tokio::sync::mpsc;

const ROWS: usize = 10_000;

fn row_words(n: usize) -> [String; 4] {
    [
        "!re".to_owned(),
        format!("=.id=*{n:X}"),
        format!("=name=row-{n}"),
        format!("=comment={}", "x".repeat(200)),
    ]
}

async fn send_row(server: &mut Server, n: usize, tag: Option<&str>) {
    let words = row_words(n);
    server.send(&words.each_ref().map(String::as_str), tag).await;
}

#[tokio::test(start_paused = true)]
async fn a_batch_comes_back_in_order() {
    let (session, mut server) = logged_in(Settings::default()).await;
    let router = async {
        let mut seen = Vec::new();
        for _ in 0..3 {
            seen.push(server.next().await.unwrap());
        }
        for command in seen.iter().rev() {
            let ret = format!("=ret={}", String::from_utf8_lossy(command.get("n").unwrap()));
            server.send(&["!done", &ret], command.tag.as_deref()).await;
        }
    };
    let commands = (0..3)
        .map(|n| Command::new("/x", "add").with("n", format!("{n}")))
        .collect();
    let (results, ()) = tokio::join!(session.execute(commands), router);
    let rets: Vec<_> = results
        .iter()
        .map(|result| result.as_ref().unwrap().ret_str().unwrap())
        .collect();
    assert_eq!(rets, ["0", "1", "2"]);
    assert!(session.execute(Vec::new()).await.is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_slow_reader_loses_no_row_and_other_commands_keep_going() {
    let (session, mut server) = logged_in(Settings::default()).await;
    let router = tokio::spawn(async move {
        let print = server.next().await.unwrap();
        for n in 0..ROWS {
            send_row(&mut server, n, print.tag.as_deref()).await;
        }
        let other = server.next().await.unwrap();
        server
            .send(&["!done", "=ret=between"], other.tag.as_deref())
            .await;
        server.done(&print).await;
        server
    });
    let mut rows = session
        .stream(Command::print("/ip/firewall/mangle"))
        .await
        .unwrap();
    // Nothing is read yet: all rows wait in the stream's buffer, and the other command passes them.
    let other = session.execute_one(Command::new("/x", "add")).await.unwrap();
    assert_eq!(other.ret_str(), Some("between"));
    for n in 0..ROWS {
        let row: Row = rows.next().await.unwrap().unwrap();
        assert_eq!(row.get_str("name"), Some(format!("row-{n}").as_str()));
        tokio::task::yield_now().await;
    }
    assert!(rows.next().await.is_none());
    drop(router.await.unwrap());
}

#[tokio::test(start_paused = true)]
async fn a_full_stream_stops_reading_until_its_reader_catches_up() {
    let mut settings = Settings::default();
    settings.max_stream_buffer = 100_000;
    let (session, mut server) = logged_in(settings).await;
    let sent = Arc::new(Mutex::new(0));
    let counter = Arc::clone(&sent);
    let router = tokio::spawn(async move {
        let print = server.next().await.unwrap();
        for n in 0..ROWS {
            send_row(&mut server, n, print.tag.as_deref()).await;
            *counter.lock().unwrap() = n;
        }
        server.done(&print).await;
        server
    });
    let mut rows = session.stream(Command::print("/log")).await.unwrap();
    for n in 0..ROWS {
        let row = rows.next().await.unwrap().unwrap();
        assert_eq!(row.get_str("name"), Some(format!("row-{n}").as_str()));
        // What was sent and not read lies in two pipes, one read and the buffer: far from everything.
        let ahead = sent.lock().unwrap().saturating_sub(n);
        assert!(ahead < 2000, "the router is {ahead} rows ahead");
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    assert!(rows.next().await.is_none());
    drop(router.await.unwrap());
}

#[tokio::test(start_paused = true)]
async fn a_reader_that_stands_still_loses_its_stream_and_nobody_elses() {
    let mut settings = Settings::default();
    settings.max_stream_buffer = 100_000;
    let (session, mut server) = logged_in(settings).await;
    let router = tokio::spawn(async move {
        let print = server.next().await.unwrap();
        for n in 0..2000 {
            send_row(&mut server, n, print.tag.as_deref()).await;
        }
        loop {
            let Some(next) = server.next().await else { break };
            server.done(&next).await;
            if next.path == "/cancel" {
                server
                    .send(
                        &["!trap", "=category=2", "=message=interrupted"],
                        print.tag.as_deref(),
                    )
                    .await;
                server.done(&print).await;
            }
        }
    });
    let mut rows = session.stream(Command::print("/log")).await.unwrap();
    let other = session.execute_one(Command::new("/x", "add")).await;
    assert!(other.is_ok(), "{other:?}");
    let mut count = 0;
    let error = loop {
        match rows.next().await.unwrap() {
            Ok(_) => count += 1,
            Err(error) => break error,
        }
    };
    assert!((1..2000).contains(&count));
    assert_eq!(error.code(), "cancelled");
    drop((rows, session));
    router.await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn dropping_a_call_cancels_it_and_spares_the_others() {
    let (session, mut server) = logged_in(Settings::default()).await;
    let dropped = session.execute_one(Command::print("/slow"));
    let kept = session.execute_one(Command::print("/kept"));
    let router = async {
        let slow = server.next().await.unwrap();
        let fast = server.next().await.unwrap();
        assert_eq!(
            (slow.path.as_str(), fast.path.as_str()),
            ("/slow/print", "/kept/print")
        );
        let cancel = server.next().await.unwrap();
        assert_eq!(cancel.path, "/cancel");
        assert_eq!(cancel.get("tag"), slow.tag.as_deref().map(str::as_bytes));
        server
            .send(
                &["!trap", "=category=2", "=message=interrupted"],
                slow.tag.as_deref(),
            )
            .await;
        server.done(&slow).await;
        server.done(&cancel).await;
        server.done(&fast).await;
    };
    let drop_soon = async {
        let timeout = tokio::time::timeout(Duration::from_secs(1), dropped).await;
        assert!(timeout.is_err());
    };
    let ((), kept, ()) = tokio::join!(drop_soon, kept, router);
    assert!(kept.is_ok());
}

#[tokio::test(start_paused = true)]
async fn closing_fails_what_is_open_and_says_so_later() {
    let (session, mut server) = logged_in(Settings::default()).await;
    let close = async {
        server.next().await.unwrap();
        session.close().await;
    };
    let (result, ()) = tokio::join!(session.execute_one(Command::new("/x", "add")), close);
    assert_eq!(result.unwrap_err().delivery(), Delivery::Unknown);
    let later = session.execute_one(Command::new("/x", "add")).await.unwrap_err();
    assert_eq!(
        (later.code(), later.delivery()),
        ("connection-lost", Delivery::NotSent)
    );
    assert!(session.ended().is_some());
}

fn client() -> (
    ApiClient,
    mpsc::UnboundedReceiver<tokio::io::DuplexStream>,
    Arc<Mutex<u32>>,
) {
    let (servers, accepted) = mpsc::unbounded_channel();
    let refuse = Arc::new(Mutex::new(0));
    let pipes = Pipes {
        servers,
        refuse: Arc::clone(&refuse),
    };
    let backoff = Backoff::new(Duration::from_secs(1), Duration::from_secs(8));
    let client = ApiClient::with_backoff(pipes, credentials(), Settings::default(), backoff, Arc::new(|| 0));
    (client, accepted, refuse)
}

async fn accept(accepted: &mut mpsc::UnboundedReceiver<tokio::io::DuplexStream>) -> Server {
    let mut server = Server::new(accepted.recv().await.unwrap());
    server.accept_login().await;
    server
}

#[tokio::test(start_paused = true)]
async fn a_lost_connection_is_made_again_and_the_lost_command_is_not_repeated() {
    let (client, mut accepted, refuse) = client();
    let router = async {
        let mut server = accept(&mut accepted).await;
        assert_eq!(server.next().await.unwrap().path, "/x/add");
        *refuse.lock().unwrap() = 2;
        drop(server);
        let mut server = accept(&mut accepted).await;
        let second = server.next().await.unwrap();
        assert_eq!(second.path, "/y/print");
        server.done(&second).await;
        server
    };
    let calls = async {
        let lost = client.execute_one(Command::new("/x", "add")).await.unwrap_err();
        assert_eq!(
            (lost.code(), lost.delivery()),
            ("connection-lost", Delivery::Unknown)
        );
        let begun = tokio::time::Instant::now();
        for _ in 0..2 {
            let refused = client.execute_one(Command::print("/y")).await.unwrap_err();
            assert_eq!(
                (refused.code(), refused.delivery()),
                ("router-unreachable", Delivery::NotSent)
            );
        }
        client.execute_one(Command::print("/y")).await.unwrap();
        // Half of one second, then half of two: the jitter given is zero.
        assert_eq!(begun.elapsed().as_millis(), 1500);
    };
    let (_server, ()) = tokio::join!(router, calls);
}

#[tokio::test(start_paused = true)]
async fn a_listen_goes_on_over_a_new_connection_and_says_resync() {
    let (client, mut accepted, refuse) = client();
    let router = tokio::spawn(async move {
        let mut server = accept(&mut accepted).await;
        let listen = server.next().await.unwrap();
        assert_eq!(
            (listen.path.as_str(), listen.get(".proplist")),
            ("/interface/listen", Some(&b".id,name"[..]))
        );
        server
            .send(&["!re", "=.id=*1", "=name=a"], listen.tag.as_deref())
            .await;
        server
            .send(&["!re", "=.id=*2", "=.dead=yes"], listen.tag.as_deref())
            .await;
        *refuse.lock().unwrap() = 3;
        drop(server);
        let mut server = accept(&mut accepted).await;
        let listen = server.next().await.unwrap();
        server
            .send(&["!re", "=.id=*3", "=name=c"], listen.tag.as_deref())
            .await;
        // The test drops its end: the listen is cancelled.
        loop {
            let next = server.next().await.unwrap();
            server.done(&next).await;
            if next.path == "/cancel" {
                assert_eq!(next.get("tag"), listen.tag.as_deref().map(str::as_bytes));
                break;
            }
        }
    });
    let mut listen = client
        .listen("/interface", vec![".id".to_owned(), "name".to_owned()])
        .await
        .unwrap();
    let mut events = Vec::new();
    for _ in 0..4 {
        events.push(listen.next().await.unwrap().unwrap());
    }
    assert!(matches!(&events[0], ListenEvent::Changed(row) if row.get_str("name") == Some("a")));
    assert!(matches!(&events[1], ListenEvent::Removed(row) if row.get_str(".id") == Some("*2")));
    assert_eq!(events[2], ListenEvent::Resync { lost: 0 });
    assert!(matches!(&events[3], ListenEvent::Changed(row) if row.get_str("name") == Some("c")));
    drop(listen);
    router.await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_refused_listen_ends_with_the_refusal() {
    let (client, mut accepted, _) = client();
    let router = tokio::spawn(async move {
        let mut server = accept(&mut accepted).await;
        let listen = server.next().await.unwrap();
        server
            .send(&["!trap", "=message=no such command"], listen.tag.as_deref())
            .await;
        server.done(&listen).await;
        server.next().await
    });
    let mut listen = client.listen("/nowhere", Vec::new()).await.unwrap();
    assert_eq!(
        listen.next().await.unwrap().unwrap_err().code(),
        "unknown-command"
    );
    assert!(listen.next().await.is_none());
    client.close().await;
    assert_eq!(router.await.unwrap(), None);
    assert_eq!(
        client
            .execute_one(Command::print("/x"))
            .await
            .unwrap_err()
            .delivery(),
        Delivery::NotSent
    );
}

#[tokio::test(start_paused = true)]
async fn closing_does_not_wait_for_a_router_that_is_away() {
    let (client, _accepted, refuse) = client();
    *refuse.lock().unwrap() = u32::MAX;
    for _ in 0..5 {
        assert_eq!(
            client.execute_one(Command::print("/x")).await.unwrap_err().code(),
            "router-unreachable"
        );
    }
    let begun = tokio::time::Instant::now();
    let (waiting, ()) = tokio::join!(client.execute_one(Command::print("/x")), client.close());
    assert_eq!(waiting.unwrap_err().code(), "connection-lost");
    assert_eq!(begun.elapsed(), Duration::ZERO);
}

#[tokio::test(start_paused = true)]
async fn a_listener_that_falls_behind_is_told_how_much_it_lost() {
    const CHANGES: u64 = 1000;
    let mut settings = Settings::default();
    settings.max_stream_buffer = 20_000;
    let (session, mut server) = logged_in(settings).await;
    let mut listen = session.listen("/log", Vec::new()).await.unwrap();
    let router = async {
        let listening = server.next().await.unwrap();
        for n in 0..CHANGES {
            send_row(&mut server, usize::try_from(n).unwrap(), listening.tag.as_deref()).await;
        }
        let other = server.next().await.unwrap();
        server.done(&other).await;
        // The listening ends by itself, so that the reader below sees an end.
        server.done(&listening).await;
        server
    };
    // Answered after all changes: nobody has read any by then.
    let (other, _server) = tokio::join!(session.execute_one(Command::new("/x", "add")), router);
    assert!(other.is_ok());
    let (mut lost, mut resyncs, mut seen) = (0, 0, Vec::new());
    while let Some(event) = listen.next().await {
        match event.unwrap() {
            ListenEvent::Resync { lost: so_far } => {
                lost = so_far;
                resyncs += 1;
            }
            ListenEvent::Changed(row) => seen.push(row.get_str("name").unwrap().to_owned()),
            other => panic!("{other:?}"),
        }
    }
    // What is left is the newest, in order, after a single word of warning.
    let newest: Vec<_> = (CHANGES - seen.len() as u64..CHANGES)
        .map(|n| format!("row-{n}"))
        .collect();
    assert_eq!((resyncs, seen), (1, newest));
    assert!(lost > CHANGES / 2, "{lost} lost");
}
