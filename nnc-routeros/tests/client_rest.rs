//! The REST client against a scripted server over pipes in memory, in paused time.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests state expectations by panicking"
)]

mod client_support;

use std::sync::{Arc, Mutex};
use std::time::Duration;

use client_support::{PASSWORD, Pipes, credentials};
use http_body_util::{BodyExt, Full};
use hyper::body::{Bytes, Incoming};
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use nnc_routeros::client::Settings;
use nnc_routeros::error::{Delivery, RefusalClass};
use nnc_routeros::rest::RestClient;
use nnc_routeros::transport::{Command, Transport};
use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream};
use tokio::sync::{Barrier, mpsc};

fn client(settings: Settings) -> (RestClient, mpsc::UnboundedReceiver<DuplexStream>) {
    let (servers, accepted) = mpsc::unbounded_channel();
    let pipes = Pipes {
        servers,
        refuse: Arc::new(Mutex::new(0)),
    };
    (
        RestClient::new(pipes, "router:8080", &credentials(), settings).unwrap(),
        accepted,
    )
}

/// What a server saw: method, target, body.
type Log = Arc<Mutex<Vec<(String, String)>>>;

/// Serves every connection with `answer`, which gets the request line and returns status and body.
fn serve<A, F>(mut accepted: mpsc::UnboundedReceiver<DuplexStream>, answer: A) -> (Log, Arc<Mutex<usize>>)
where
    A: Fn(String) -> F + Send + Sync + 'static,
    F: Future<Output = (u16, String)> + Send + 'static,
{
    let (log, connections) = (Log::default(), Arc::new(Mutex::new(0)));
    let (seen, count, answer) = (Arc::clone(&log), Arc::clone(&connections), Arc::new(answer));
    tokio::spawn(async move {
        while let Some(io) = accepted.recv().await {
            *count.lock().unwrap() += 1;
            let (seen, answer) = (Arc::clone(&seen), Arc::clone(&answer));
            let service = service_fn(move |request: Request<Incoming>| {
                let (seen, answer) = (Arc::clone(&seen), Arc::clone(&answer));
                async move {
                    assert_eq!(request.headers()["host"], "router:8080");
                    // admin:hunter2-correct-horse
                    assert_eq!(
                        request.headers()["authorization"],
                        "Basic YWRtaW46aHVudGVyMi1jb3JyZWN0LWhvcnNl"
                    );
                    let line = format!("{} {}", request.method(), request.uri());
                    let body = request.into_body().collect().await?.to_bytes();
                    seen.lock()
                        .unwrap()
                        .push((line.clone(), String::from_utf8(body.to_vec()).unwrap()));
                    let (status, body) = answer(line).await;
                    let response = Response::builder()
                        .status(status)
                        .body(Full::new(Bytes::from(body)));
                    Ok::<_, hyper::Error>(response.unwrap())
                }
            });
            tokio::spawn(
                hyper::server::conn::http1::Builder::new().serve_connection(TokioIo::new(io), service),
            );
        }
    });
    (log, connections)
}

#[tokio::test(start_paused = true)]
async fn writes_keep_their_order_and_one_connection() {
    let (client, accepted) = client(Settings::default());
    let (log, connections) = serve(accepted, |line| async move {
        match line.split(' ').next().unwrap() {
            "PUT" => (201, r#"{".id":"*A","name":"x"}"#.to_owned()),
            "DELETE" if line.ends_with("*B") => (404, r#"{"error":404,"message":"Not Found"}"#.to_owned()),
            "DELETE" => (204, String::new()),
            "GET" => (200, r#"[{".id":"*A","name":"x"}]"#.to_owned()),
            _ => (200, "[]".to_owned()),
        }
    });
    let menu = "/interface/vlan";
    let results = client
        .execute(vec![
            Command::new(menu, "add").with("name", "x"),
            Command::new(menu, "set").with(".id", "*A").with("mtu", "1400"),
            Command::new(menu, "remove").with(".id", "*B"),
            Command::print(menu),
            Command::new(menu, "remove").with(".id", "*A"),
        ])
        .await;
    assert_eq!(results[0].as_ref().unwrap().ret_str(), Some("*A"));
    assert!(results[1].is_ok() && results[4].is_ok());
    let Err(nnc_routeros::error::Error::Refused(refusal)) = &results[2] else {
        panic!("{results:?}")
    };
    assert_eq!(refusal.class(), RefusalClass::NoSuchItem);
    assert_eq!(results[3].as_ref().unwrap().rows[0].get_str("name"), Some("x"));
    let lines: Vec<String> = log.lock().unwrap().iter().map(|(line, _)| line.clone()).collect();
    let expected = [
        "PUT /rest/interface/vlan",
        "PATCH /rest/interface/vlan/*A",
        "DELETE /rest/interface/vlan/*B",
        "GET /rest/interface/vlan",
        "DELETE /rest/interface/vlan/*A",
    ];
    assert_eq!(lines, expected);
    assert_eq!(*connections.lock().unwrap(), 1);
}

#[tokio::test(start_paused = true)]
async fn reads_go_side_by_side_over_at_most_four_connections() {
    let (client, accepted) = client(Settings::default());
    // No read is answered before four have arrived.
    let four = Arc::new(Barrier::new(4));
    let (log, connections) = serve(accepted, move |line| {
        let four = Arc::clone(&four);
        async move {
            four.wait().await;
            (200, format!(r#"[{{"line":"{line}"}}]"#))
        }
    });
    let reads = (0..8).map(|n| Command::print(format!("/menu{n}"))).collect();
    let rows = client.read(reads).await.unwrap();
    for (n, rows) in rows.iter().enumerate() {
        assert_eq!(
            rows[0].get_str("line"),
            Some(format!("GET /rest/menu{n}").as_str())
        );
    }
    assert_eq!(log.lock().unwrap().len(), 8);
    assert_eq!(*connections.lock().unwrap(), 4);
}

#[tokio::test(start_paused = true)]
async fn an_answer_that_never_comes_or_never_ends_is_given_up() {
    let mut settings = Settings::default();
    settings.max_buffered = 100_000;
    let (client, mut accepted) = client(settings);
    let silent = tokio::spawn(async move {
        let mut silent = accepted.recv().await.unwrap();
        let mut heard = vec![0; 4096];
        let count = silent.read(&mut heard).await.unwrap();
        let mut endless = accepted.recv().await.unwrap();
        let _ = endless.read(&mut heard).await.unwrap();
        endless
            .write_all(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
            .await
            .unwrap();
        while endless.write_all(b"a\r\n[[[[[[[[[[\r\n").await.is_ok() {}
        let mut noise = accepted.recv().await.unwrap();
        let _ = noise.read(&mut heard).await.unwrap();
        noise.write_all(b"\x05!done\x00\r\n\r\n").await.unwrap();
        // Held open: the clients must give up by themselves.
        drop((silent, noise));
        count
    });
    let begun = tokio::time::Instant::now();
    let late = client.execute_one(Command::new("/x", "add")).await.unwrap_err();
    assert_eq!(
        (late.code(), late.delivery()),
        ("router-timeout", Delivery::Unknown)
    );
    assert_eq!(begun.elapsed(), Duration::from_secs(30));
    assert_eq!(
        client.execute_one(Command::print("/x")).await.unwrap_err().code(),
        "answer-too-large"
    );
    let noise = client.execute_one(Command::new("/x", "add")).await.unwrap_err();
    assert_eq!(
        (noise.code(), noise.delivery()),
        ("protocol-error", Delivery::Unknown)
    );
    assert!(silent.await.unwrap() > 0);
}

#[tokio::test(start_paused = true)]
async fn a_write_whose_answer_is_lost_is_neither_repeated_nor_followed_by_others() {
    let (client, mut accepted) = client(Settings::default());
    let router = tokio::spawn(async move {
        let mut io = accepted.recv().await.unwrap();
        let mut heard = vec![0; 4096];
        let count = io.read(&mut heard).await.unwrap();
        io.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n[]")
            .await
            .unwrap();
        let more = io.read(&mut heard[count..]).await.unwrap();
        drop(io);
        heard.truncate(count + more);
        (String::from_utf8(heard).unwrap(), accepted)
    });
    let post = |n: u8| Command::new("/x", format!("do{n}"));
    let results = client.execute(vec![post(1), post(2), post(3)]).await;
    assert!(results[0].is_ok());
    let fates: Vec<_> = results[1..]
        .iter()
        .map(|result| result.as_ref().unwrap_err().delivery())
        .collect();
    assert_eq!(fates, [Delivery::Unknown, Delivery::NotSent]);
    let (heard, mut accepted) = router.await.unwrap();
    assert_eq!(heard.matches("POST ").count(), 2);
    assert!(accepted.try_recv().is_err(), "a new connection was made");
}

#[tokio::test(start_paused = true)]
async fn what_rest_cannot_do_it_says() {
    let (client, accepted) = client(Settings::default());
    let (_log, _) = serve(accepted, |_| async {
        (401, r#"{"error":401,"message":"Unauthorized"}"#.to_owned())
    });
    assert!(!client.can_listen());
    assert_eq!(
        client.listen("/interface", Vec::new()).await.unwrap_err().code(),
        "unsupported"
    );
    assert_eq!(
        client.execute_one(Command::print("/x")).await.unwrap_err().code(),
        "login-failed"
    );
    client.close().await;
    let later = client.execute_one(Command::print("/x")).await.unwrap_err();
    assert_eq!(
        (later.code(), later.delivery()),
        ("connection-lost", Delivery::NotSent)
    );
    let shown = format!("{client:?}");
    assert!(
        !shown.contains(PASSWORD) && !shown.contains("YWRtaW46"),
        "{shown}"
    );
}

/// A router that cannot be reached, and does not say so.
#[derive(Debug)]
struct Nowhere;

#[async_trait::async_trait]
impl nnc_routeros::client::Connector for Nowhere {
    async fn connect(&self) -> Result<Box<dyn nnc_routeros::client::ByteStream>, nnc_routeros::error::Error> {
        std::future::pending().await
    }
}

#[tokio::test(start_paused = true)]
async fn a_deadline_while_connecting_is_called_not_sent() {
    let client = RestClient::new(Nowhere, "router", &credentials(), Settings::default()).unwrap();
    for seconds in [3, 60] {
        let begun = tokio::time::Instant::now();
        let add = Command::new("/x", "add").within(Duration::from_secs(seconds));
        let error = client.execute_one(add).await.unwrap_err();
        assert_eq!(
            (error.code(), error.delivery()),
            ("router-timeout", Delivery::NotSent)
        );
        assert_eq!(begun.elapsed(), Duration::from_secs(seconds.min(10)));
    }
}
