//! A server that means no good: it must cause no panic, no hang beyond the deadline, no memory beyond the
//! bound, and must not hear the password twice.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests state expectations by panicking"
)]

mod client_support;

use std::time::Duration;

use client_support::{PASSWORD, Server, credentials, logged_in, login_against, reply};
use nnc_routeros::client::{ApiSession, Credentials, LoginMethod, Settings};
use nnc_routeros::error::{Delivery, Error};
use nnc_routeros::transport::{Command, Response, Transport};
use tokio::time::Instant;

const CHALLENGE: &str = "=ret=856780b7411eefd3abadee2058c149a3";

/// The result of one `add` against a server that answers it by `script`, and how long it took.
async fn add_against<F: Future<Output = Server>>(
    settings: Settings,
    script: impl FnOnce(Server, String) -> F,
) -> (Result<Response, Error>, Duration, Server) {
    let (session, mut server) = logged_in(settings).await;
    let begun = Instant::now();
    let router = async {
        let command = server.next().await.unwrap();
        script(server, command.tag.unwrap()).await
    };
    let call = async {
        (
            session.execute_one(Command::new("/x", "add")).await,
            begun.elapsed(),
        )
    };
    let ((result, took), server) = tokio::join!(call, router);
    (result, took, server)
}

async fn raw(mut server: Server, bytes: &[u8]) -> Server {
    server.send_raw(bytes).await;
    server
}

/// Keeps sending until the client hangs up.
async fn flood(mut server: Server, bytes: Vec<u8>) -> Server {
    use tokio::io::AsyncWriteExt;
    while server.io.write_all(&bytes).await.is_ok() {}
    server
}

#[tokio::test(start_paused = true)]
async fn a_challenge_after_a_plain_login_gets_nothing_more() {
    let (result, mut server) = login_against(credentials(), |mut server| async {
        server.next().await.unwrap();
        server.send(&["!done", CHALLENGE], None).await;
        server
    })
    .await;
    let error = result.unwrap_err();
    assert_eq!(
        (error.code(), error.delivery()),
        ("login-challenge-refused", Delivery::NotSent)
    );
    assert!(error.to_string().contains("opt in"), "{error}");
    assert_eq!(server.next().await, None);
    assert_eq!(server.passwords_heard(), 1);
}

#[tokio::test(start_paused = true)]
async fn the_legacy_login_never_sends_the_password() {
    let legacy = || Credentials {
        method: LoginMethod::Legacy,
        ..Credentials::new("admin", "")
    };
    let (result, server) = login_against(legacy(), |mut server| async {
        let ask = server.next().await.unwrap();
        assert_eq!((ask.path.as_str(), ask.attributes.len()), ("/login", 0));
        server.send(&["!done", CHALLENGE], None).await;
        let answer = server.next().await.unwrap();
        assert_eq!(
            answer.get("response"),
            Some(&b"005062f7a5ef124d34675bf3e81f56c556"[..])
        );
        server.send(&["!done"], None).await;
        server
    })
    .await;
    assert!(result.is_ok());
    drop(server);

    let legacy = || Credentials {
        method: LoginMethod::Legacy,
        ..credentials()
    };
    for (first, second, code) in [
        (vec!["!done"], None, "login-failed"),
        (vec!["!done", "=ret=short"], None, "protocol-error"),
        (
            vec!["!done", CHALLENGE],
            Some(vec!["!done", CHALLENGE]),
            "protocol-error",
        ),
        (
            vec!["!done", CHALLENGE],
            Some(vec!["!trap", "=message=invalid user name or password (6)"]),
            "login-failed",
        ),
    ] {
        let (result, mut server) = login_against(legacy(), |mut server| async {
            server.next().await.unwrap();
            server.send(&first, None).await;
            if let Some(second) = second {
                server.next().await.unwrap();
                server.send(&second, None).await;
            }
            server
        })
        .await;
        assert_eq!(
            result.map(drop).map_err(|error| error.code()),
            Err(code),
            "{first:?}"
        );
        assert_eq!(server.next().await, None);
        assert_eq!(server.passwords_heard(), 0);
    }
}

#[tokio::test(start_paused = true)]
async fn a_refused_login_does_not_repeat_the_password_in_its_error() {
    for words in [
        ["!trap", "=message=wrong: hunter2-correct-horse"],
        ["!fatal", "hunter2-correct-horse is wrong"],
    ] {
        let (result, mut server) = login_against(credentials(), |mut server| async {
            server.next().await.unwrap();
            server.send(&words, None).await;
            server
        })
        .await;
        let error = result.unwrap_err();
        assert_eq!(error.code(), "login-failed");
        assert!(!format!("{error} {error:?} {:?}", credentials()).contains(PASSWORD));
        assert_eq!(server.next().await, None);
        assert_eq!(server.passwords_heard(), 1);
    }
}

#[tokio::test(start_paused = true)]
async fn a_login_that_is_never_answered_ends_at_its_deadline() {
    let endless = reply(&[b"!re", b"=a=b"], None);
    for bytes in [Vec::new(), vec![0; 100], endless] {
        let begun = Instant::now();
        let (result, server) = login_against(credentials(), |mut server| async {
            server.next().await.unwrap();
            // Ten thousand times at most, so that time can pass.
            for _ in 0..10_000 {
                server.send_raw(&bytes).await;
            }
            server
        })
        .await;
        let error = result.unwrap_err();
        assert_eq!(
            (error.code(), error.delivery()),
            ("router-timeout", Delivery::NotSent)
        );
        assert_eq!(begun.elapsed(), Duration::from_secs(10));
        drop(server);
    }
}

#[tokio::test(start_paused = true)]
async fn before_the_login_a_sentence_may_only_be_small() {
    // A word of 8 KiB is announced; after a login it would be taken.
    let (result, _server) = login_against(credentials(), |mut server| async {
        server.next().await.unwrap();
        raw(server, b"\x05!done\xa0\x00").await
    })
    .await;
    assert_eq!(
        result.map(drop).map_err(|error| error.code()),
        Err("protocol-error")
    );
}

#[tokio::test(start_paused = true)]
async fn an_answer_to_the_login_that_is_cut_off_is_no_login() {
    let (result, _server) = login_against(credentials(), |mut server| async {
        use tokio::io::AsyncWriteExt;
        server.next().await.unwrap();
        server.send_raw(b"\x05!done").await;
        server.io.shutdown().await.unwrap();
        server
    })
    .await;
    let error = result.unwrap_err();
    assert_eq!(
        (error.code(), error.delivery()),
        ("connection-lost", Delivery::NotSent)
    );
}

#[tokio::test(start_paused = true)]
async fn a_bare_fatal_ends_everything_with_its_reason() {
    let (result, _, mut server) = add_against(Settings::default(), |server, _| async move {
        raw(server, b"\x06!fatal\x1dsession terminated on request\x00").await
    })
    .await;
    let expected = Error::Fatal {
        delivery: Delivery::Unknown,
        reason: "session terminated on request".to_owned(),
    };
    assert_eq!(result, Err(expected));
    assert_eq!(server.next().await, None);
}

#[tokio::test(start_paused = true)]
async fn bytes_that_are_no_sentences_end_the_connection() {
    let claims: [&[u8]; 8] = [
        b"\xf8",
        b"\xff\xff\xff\xff",
        b"\xf0\xff\xff\xff\xff",
        b"\xef\xff\xff\xff",
        b"\x05!done\xe0\x20\x00\x00",
        b"HTTP/1.1 400 Bad Request\r\nServer: x\r\nContent-Length: 99999999\r\n\r\n\xfe",
        b"\x15\x03\x03\x00\x02\x02\x28\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff",
        &[0x80 | 0x3F; 4096],
    ];
    for bytes in claims {
        let mut settings = Settings::default();
        settings.deadline = Duration::from_secs(30);
        let (result, took, _server) =
            add_against(settings, |server, _| async move { raw(server, bytes).await }).await;
        let error = result.unwrap_err();
        assert!(
            matches!(error.code(), "protocol-error" | "router-timeout") && took <= Duration::from_secs(10),
            "{bytes:02x?}: {error} after {took:?}"
        );
        assert_eq!(error.delivery(), Delivery::Unknown);
    }
}

#[tokio::test(start_paused = true)]
async fn an_answer_that_dribbles_in_is_an_answer() {
    let (result, _, _server) = add_against(Settings::default(), |mut server, tag| async move {
        let mut bytes = reply(&[b"!re", b"=name=\xff\xfe\x00=\xc3"], Some(&tag));
        bytes.extend(reply(&[b"!done", b"=ret=*7F"], Some(&tag)));
        for byte in bytes {
            server.send_raw(&[byte]).await;
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        server
    })
    .await;
    let response = result.unwrap();
    assert_eq!(response.rows[0].get("name"), Some(&b"\xff\xfe\x00=\xc3"[..]));
    assert_eq!(response.rows[0].get_str("name"), None);
    assert_eq!(response.ret_str(), Some("*7F"));
}

#[tokio::test(start_paused = true)]
async fn silence_is_noticed_within_the_keepalive() {
    let (result, took, _server) = add_against(Settings::default(), |server, _| async move { server }).await;
    assert_eq!(result.unwrap_err().code(), "router-timeout");
    assert_eq!(took, Duration::from_secs(10));
}

#[tokio::test(start_paused = true)]
async fn a_server_that_answers_all_but_the_command_keeps_nobody_beyond_the_deadline() {
    let (result, took, _server) = add_against(Settings::default(), |mut server, tag| async move {
        // Everything else is answered, the signs of life that are asked for included.
        while let Some(next) = server.next().await {
            if next.path != "/cancel" {
                server.done(&next).await;
            }
        }
        drop(tag);
        server
    })
    .await;
    assert_eq!(result.unwrap_err().code(), "router-timeout");
    assert!(took <= Duration::from_secs(30), "{took:?}");
}

#[tokio::test(start_paused = true)]
async fn endless_rows_end_at_the_bound() {
    let mut settings = Settings::default();
    settings.max_buffered = 1 << 20;
    let (result, _, mut server) = add_against(settings, |server, tag| async move {
        let row = reply(&[b"!re", &[b"=name=", &[b'x'; 1000][..]].concat()], Some(&tag));
        let mut server = server;
        // Twice the bound, in finite time.
        for _ in 0..2200 {
            server.send_raw(&row).await;
        }
        server
    })
    .await;
    assert_eq!(result, Err(Error::TooLarge { limit: 1 << 20 }));
    let cancel = server.next().await.unwrap();
    assert_eq!(cancel.path, "/cancel");
}

#[tokio::test(start_paused = true)]
async fn a_flood_of_answers_that_nobody_asked_for_ends_the_connection() {
    for tag in [None, Some("999999"), Some("-1"), Some("nonsense")] {
        let stray = reply(&[b"!re", b"=a=b"], tag);
        let (result, _, _server) = add_against(Settings::default(), |server, _| async move {
            flood(server, stray).await
        })
        .await;
        assert_eq!(
            result.map_err(|error| error.code()),
            Err("protocol-error"),
            "{tag:?}"
        );
    }
}

#[tokio::test(start_paused = true)]
async fn a_flood_of_traps_is_bounded_and_still_one_answer() {
    let (result, _, _server) = add_against(Settings::default(), |mut server, tag| async move {
        for _ in 0..50_000 {
            server.send(&["!trap", "=message=failure: no"], Some(&tag)).await;
        }
        server.send(&["!done"], Some(&tag)).await;
        server
    })
    .await;
    let Err(Error::Refused(refusal)) = result else {
        panic!("{result:?}")
    };
    assert_eq!(refusal.more().len(), 16);
}

#[tokio::test(start_paused = true)]
async fn oversized_rows_end_the_connection_before_they_arrive() {
    let mut settings = Settings::default();
    settings.limits = settings.limits.with_max_word(1000);
    let (result, _, _server) = add_against(settings, |server, tag| async move {
        raw(server, &reply(&[b"!re", &[b'x'; 1001]], Some(&tag))[..8]).await
    })
    .await;
    assert_eq!(result.map_err(|error| error.code()), Err("protocol-error"));
}

#[tokio::test(start_paused = true)]
async fn a_session_outlives_the_answers_to_abandoned_calls() {
    let (session, mut server): (ApiSession, _) = logged_in(Settings::default()).await;
    let router = tokio::spawn(async move {
        let mut open: Vec<client_support::Seen> = Vec::new();
        while let Some(next) = server.next().await {
            match next.path.as_str() {
                "/cancel" => {
                    let tag = next.get("tag").unwrap().to_vec();
                    let at = open
                        .iter()
                        .position(|seen| seen.tag.as_deref().map(str::as_bytes) == Some(&tag));
                    let target = open.remove(at.unwrap());
                    for _ in 0..50 {
                        server.send(&["!re", "=late=row"], target.tag.as_deref()).await;
                    }
                    server
                        .send(
                            &["!trap", "=category=2", "=message=interrupted"],
                            target.tag.as_deref(),
                        )
                        .await;
                    server.done(&target).await;
                    server.done(&next).await;
                }
                "/good/print" => server.done(&next).await,
                _ => open.push(next),
            }
        }
        open.len()
    });
    for _ in 0..200 {
        let hung = session.execute_one(Command::print("/hung"));
        assert!(
            tokio::time::timeout(Duration::from_millis(10), hung)
                .await
                .is_err()
        );
        assert!(session.execute_one(Command::print("/good")).await.is_ok());
    }
    drop(session);
    assert_eq!(router.await.unwrap(), 0);
}
