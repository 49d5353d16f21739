//! The shell: connections over memory and sockets, time, faults, hostile peers, the program.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests state expectations by panicking"
)]

use std::time::Duration;

use routeros_sim::{SimConfig, SimHandle};
use routeros_wire::{Decoder, Limits, SentenceWriter};
use serde_json::json;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::time::Instant;

/// The smallest client: words out, sentences in.
struct Client<S> {
    stream: S,
    decoder: Decoder,
}

impl<S: AsyncRead + AsyncWrite + Unpin> Client<S> {
    fn new(stream: S) -> Self {
        Self {
            stream,
            decoder: Decoder::new(Limits::DEFAULT),
        }
    }

    async fn logged_in(stream: S) -> Self {
        let mut client = Self::new(stream);
        assert_eq!(
            client.say("/login =name=admin =password=secret").await,
            [["!done"]]
        );
        client
    }

    async fn send(&mut self, line: &str) {
        let mut bytes = Vec::new();
        let mut sentence = SentenceWriter::new(&mut bytes);
        for word in line.split(' ') {
            sentence.word(word);
        }
        sentence.finish().unwrap();
        // A connection that is being cut may refuse it; what is read then says so.
        let _ = self.stream.write_all(&bytes).await;
    }

    /// The next sentence; none when the connection has ended.
    async fn read(&mut self) -> Option<Vec<String>> {
        loop {
            if let Some(sentence) = self.decoder.next_sentence().unwrap() {
                return Some(
                    sentence
                        .words()
                        .map(|w| String::from_utf8_lossy(w).into_owned())
                        .collect(),
                );
            }
            let mut chunk = [0_u8; 16 << 10];
            match self.stream.read(&mut chunk).await {
                Ok(0) | Err(_) => return None,
                Ok(count) => self.decoder.feed(&chunk[..count]),
            }
        }
    }

    /// Sends a command and reads to its `!done`, or to the end.
    async fn say(&mut self, line: &str) -> Vec<Vec<String>> {
        self.send(line).await;
        let mut answer = Vec::new();
        while let Some(sentence) = self.read().await {
            let last = matches!(sentence[0].as_str(), "!done" | "!fatal");
            answer.push(sentence);
            if last {
                break;
            }
        }
        answer
    }
}

async fn sim() -> SimHandle {
    SimConfig::new("7.22.3")
        .unwrap()
        .password("secret")
        .start()
        .await
        .unwrap()
}

fn vlans(sim: &SimHandle) -> usize {
    sim.state()["menus"]["/interface/vlan"]
        .as_array()
        .map_or(0, Vec::len)
}

#[tokio::test(start_paused = true)]
async fn latency_is_per_exchange_and_pipelining_pays() {
    let config = SimConfig::new("7.22.3")
        .unwrap()
        .password("secret")
        .latency(Duration::from_millis(50));
    let sim = config.start().await.unwrap();
    let mut client = Client::new(sim.connect());
    let started = Instant::now();
    client.say("/login =name=admin =password=secret").await;
    assert_eq!(started.elapsed().as_millis(), 50);
    let started = Instant::now();
    for _ in 0..4 {
        client.say("/system/identity/print").await;
    }
    assert_eq!(started.elapsed().as_millis(), 200);
    let started = Instant::now();
    for tag in 0..100 {
        client.send(&format!("/system/identity/print .tag={tag}")).await;
    }
    let mut done = 0;
    while done < 100 {
        done += usize::from(client.read().await.unwrap()[0] == "!done");
    }
    assert_eq!(started.elapsed().as_millis(), 50);
}

#[tokio::test(start_paused = true)]
async fn tags_come_back_and_order_is_kept() {
    let sim = sim().await;
    let mut client = Client::logged_in(sim.connect()).await;
    client.send("/system/identity/print .tag=a").await;
    client.send("/interface/vlan/zap .tag=b").await;
    assert_eq!(client.read().await.unwrap(), ["!re", ".tag=a", "=name=MikroTik"]);
    assert_eq!(client.read().await.unwrap(), ["!done", ".tag=a"]);
    assert_eq!(
        client.read().await.unwrap(),
        ["!trap", ".tag=b", "=category=0", "=message=no such command"]
    );
    assert_eq!(client.read().await.unwrap(), ["!done", ".tag=b"]);
    assert_eq!(
        client.say("/quit").await,
        [["!fatal", "session terminated on request"]]
    );
    assert_eq!(client.read().await, None);
}

#[tokio::test(start_paused = true)]
async fn faults_break_connections_as_asked() {
    let sim = sim().await;
    for (kind, executed) in [("drop", 0), ("drop-after", 1), ("reboot", 0)] {
        let before = vlans(&sim);
        let mut client = Client::logged_in(sim.connect()).await;
        let mut other = Client::logged_in(sim.connect()).await;
        sim.fault(&json!({"kind": kind, "at": 2})).unwrap();
        client
            .say(&format!("/interface/ethernet/set =.id=*1 =comment={kind}"))
            .await;
        let answer = client
            .say(&format!(
                "/interface/vlan/add =name={kind} =interface=ether1 =vlan-id={}",
                10 + before
            ))
            .await;
        assert!(answer.is_empty(), "{kind}: {answer:?}");
        assert_eq!(vlans(&sim), before + executed, "{kind}");
        let others = other.say("/system/identity/print").await.len();
        assert_eq!(others, if kind == "reboot" { 0 } else { 2 }, "{kind}");
    }
    let mut client = Client::logged_in(sim.connect()).await;
    sim.fault(&json!({"kind": "trap", "at": 1, "message": "failure: full"}))
        .unwrap();
    assert_eq!(
        client.say("/interface/vlan/add =interface=ether1").await,
        [vec!["!trap", "=message=failure: full"], vec!["!done"]]
    );
    sim.fault(&json!({"kind": "hang", "at": 1})).unwrap();
    client.send("/interface/vlan/add =interface=ether1").await;
    assert!(
        tokio::time::timeout(Duration::from_secs(3600), client.read())
            .await
            .is_err()
    );
    let mut fresh = Client::logged_in(sim.connect()).await;
    assert_eq!(fresh.say("/system/identity/print").await.len(), 2);
    sim.fault(&json!({"kind": "trap", "at": 1})).unwrap();
    sim.clear_fault();
    assert_eq!(
        fresh.say("/interface/ethernet/set =.id=*1 =comment=x").await,
        [["!done"]]
    );
    assert!(
        sim.fault(&json!({"kind": "flood", "at": 1})).is_err()
            && sim.fault(&json!({"kind": "drop", "at": 0})).is_err()
    );
}

#[tokio::test(start_paused = true)]
async fn a_lost_connection_rolls_safe_mode_back() {
    for (delay, at_once) in [(0, true), (30_000, false)] {
        let config = SimConfig::new("7.22.3")
            .unwrap()
            .password("secret")
            .safe_mode_timeout(Duration::from_millis(delay));
        let sim = config.start().await.unwrap();
        let mut client = Client::logged_in(sim.connect()).await;
        let mut other = Client::logged_in(sim.connect()).await;
        client.say("/safe-mode/take").await;
        client.say("/interface/vlan/add =name=v =interface=ether1").await;
        drop(client);
        // The other session sees the end of the first one as soon as the router does.
        while other.say("/user/active/print").await.len() > 2 {
            tokio::task::yield_now().await;
        }
        assert_eq!(vlans(&sim), usize::from(!at_once));
        sim.advance(Duration::from_millis(delay));
        assert_eq!(vlans(&sim), 0);
    }
}

#[tokio::test(start_paused = true)]
async fn the_clock_moves_by_itself_and_by_command() {
    let sim = SimConfig::new("7.12.2")
        .unwrap()
        .password("secret")
        .clock_ms(1_795_000_000_000)
        .start()
        .await
        .unwrap();
    let mut client = Client::logged_in(sim.connect()).await;
    client
        .say("/system/scheduler/add =name=s =interval=10s =on-event=/log/info")
        .await;
    let runs = async |client: &mut Client<tokio::io::DuplexStream>| {
        let rows = client.say("/system/scheduler/print =.proplist=run-count").await;
        rows[0][1].clone()
    };
    assert_eq!(runs(&mut client).await, "=run-count=0");
    tokio::time::sleep(Duration::from_secs(25)).await;
    assert_eq!(runs(&mut client).await, "=run-count=2");
    sim.advance(Duration::from_secs(10));
    assert_eq!(runs(&mut client).await, "=run-count=3");
    let clock = client.say("/system/clock/print =.proplist=date,time").await;
    assert_eq!(clock[0][1..], ["=time=11:07:15", "=date=2026-11-18"], "{clock:?}");
}

#[tokio::test]
async fn strangers_cannot_fill_the_router_s_memory() {
    let sim = sim().await;
    // A word longer than a login needs.
    let mut client = Client::new(sim.connect());
    let mut bytes = vec![0xC0 | 0x10, 0, 0];
    bytes.resize(2 << 20, b'x');
    let _ = client.stream.write_all(&bytes).await;
    assert_eq!(client.read().await, None);
    // A control byte that is reserved.
    let mut client = Client::new(sim.connect());
    client.stream.write_all(&[0xF8, 1, 2, 3]).await.unwrap();
    assert_eq!(client.read().await, None);
    // Commands before login.
    let mut client = Client::new(sim.connect());
    assert_eq!(
        client.say("/interface/print").await,
        [["!fatal", "not logged in"]]
    );
    assert_eq!(client.read().await, None);
    // Byte by byte is slow, not wrong; empty sentences mean nothing.
    let mut client = Client::new(sim.connect());
    let mut bytes = vec![0, 0, 0];
    let mut sentence = SentenceWriter::new(&mut bytes);
    sentence
        .word("/login")
        .word("=name=admin")
        .word("=password=secret");
    sentence.finish().unwrap();
    for byte in bytes {
        client.stream.write_all(&[byte]).await.unwrap();
    }
    assert_eq!(client.read().await.unwrap(), ["!done"]);
    assert!(!sim.log().to_string().contains("secret"));
}

#[tokio::test]
async fn sockets_tls_rest_and_the_control_port() {
    let config = SimConfig::new("7.22.3").unwrap().password("secret");
    let sim = config
        .api("127.0.0.1:0")
        .api_ssl("127.0.0.1:0")
        .rest("127.0.0.1:0")
        .rest_ssl("127.0.0.1:0")
        .control("127.0.0.1:0")
        .start()
        .await
        .unwrap();
    let line = sim.ready_line();
    for name in ["api", "api-ssl", "rest", "rest-ssl", "control"] {
        assert!(line[name].as_str().unwrap().starts_with("127.0.0.1:"), "{line}");
    }
    assert_eq!(line["version"], "7.22.3");
    assert!(line["fingerprint"].as_str().unwrap().len() == "sha256:".len() + 64);
    let stream = tokio::net::TcpStream::connect(sim.api_address().unwrap())
        .await
        .unwrap();
    let mut client = Client::logged_in(stream).await;
    client.say("/interface/vlan/add =name=v =interface=ether1").await;

    let rest = sim.rest_address().unwrap();
    let control = sim.control_address().unwrap();
    let auth = "Basic YWRtaW46c2VjcmV0";
    let (status, body) = http(
        rest,
        "PATCH",
        "/rest/interface/vlan/v",
        auth,
        "{\"comment\":\"x\"}",
    )
    .await;
    assert_eq!((status, body["comment"].as_str()), (200, Some("x")));
    assert_eq!(
        http(rest, "GET", "/rest/interface/vlan", "Basic eDp5", "")
            .await
            .0,
        401
    );
    assert_eq!(
        http(rest, "DELETE", "/rest/interface/vlan/%2A7", auth, "")
            .await
            .0,
        204
    );
    let (status, body) = http(rest, "DELETE", "/rest/interface/vlan/*7", auth, "").await;
    assert_eq!(
        (status, body),
        (404, json!({"error": 404, "message": "Not Found"}))
    );
    let (status, body) = http(
        rest,
        "PUT",
        "/rest/interface/vlan",
        auth,
        "{\"name\":\"w\",\"interface\":\"ether1\",\"vlan-id\":9}",
    )
    .await;
    assert_eq!(
        (status, body["vlan-id"].as_str(), body[".id"].as_str()),
        (201, Some("9"), Some("*8"))
    );
    let (status, body) = http(
        rest,
        "POST",
        "/rest/interface/vlan/remove",
        auth,
        "{\".id\":\"*99\"}",
    )
    .await;
    assert_eq!((status, body["message"].as_str()), (404, Some("Not Found")));
    let (status, body) = http(
        rest,
        "POST",
        "/rest/interface/vlan/remove",
        auth,
        "{\"numbers\":\"w\"}",
    )
    .await;
    assert_eq!((status, body), (200, json!([])));
    assert_eq!(
        http(rest, "POST", "/rest/interface/vlan/listen", auth, "{}")
            .await
            .0,
        406
    );
    assert_eq!(
        http(rest, "PUT", "/rest/interface/vlan", auth, "{broken").await.0,
        400
    );

    // The fault counts over any transport.
    http(
        control,
        "POST",
        "/fault",
        "",
        "{\"kind\":\"trap\",\"at\":1,\"message\":\"failure: no\"}",
    )
    .await;
    let (status, body) = http(
        rest,
        "PUT",
        "/rest/interface/vlan",
        auth,
        "{\"interface\":\"ether1\"}",
    )
    .await;
    assert_eq!((status, body["detail"].as_str()), (400, Some("failure: no")));
    http(
        control,
        "POST",
        "/fault",
        "",
        "{\"kind\":\"drop-after\",\"at\":1}",
    )
    .await;
    assert_eq!(
        http(
            rest,
            "PUT",
            "/rest/interface/vlan",
            auth,
            "{\"interface\":\"ether1\"}"
        )
        .await
        .0,
        0
    );
    assert_eq!(vlans(&sim), 1);

    let (_, log) = http(control, "GET", "/log", "", "").await;
    let commands = log["commands"].as_array().unwrap();
    assert_eq!(
        commands[0]["words"],
        json!(["/login", "=name=admin", "=password=***"])
    );
    assert!(
        commands
            .iter()
            .any(|c| c["rest"] == "PATCH /rest/interface/vlan/v" && c["words"][0] == "/interface/vlan/set")
    );
    http(control, "POST", "/log/reset", "", "").await;
    assert_eq!(
        http(control, "GET", "/log", "", "").await.1["commands"],
        json!([])
    );
    assert_eq!(
        http(control, "POST", "/clock", "", "{\"advance_s\":120}").await.0,
        200
    );
    assert_eq!(
        http(
            control,
            "POST",
            "/world",
            "",
            "{\"interfaces\":{\"ether1\":\"down\"}}"
        )
        .await
        .0,
        200
    );
    let (_, state) = http(control, "GET", "/state", "", "").await;
    assert_eq!(state["menus"]["/interface/ethernet"][0]["running"], "false");
    let packet = "{\"src-address\":\"10.0.0.1\",\"dst-address\":\"10.0.0.2\"}";
    assert_eq!(
        http(control, "POST", "/packet", "", packet).await.1["verdict"],
        "rejected"
    );
    for (method, path, body, status) in [
        ("POST", "/clock", "{}", 400),
        ("POST", "/world", "{\"moon\":1}", 400),
        ("POST", "/fault", "[]", 400),
        ("POST", "/fault", "{", 400),
        ("DELETE", "/fault", "", 200),
        ("GET", "/nothing", "", 404),
    ] {
        assert_eq!(
            http(control, method, path, "", body).await.0,
            status,
            "{method} {path} {body}"
        );
    }
}

/// One HTTP exchange; status 0 when the connection ended without an answer.
async fn http(
    to: std::net::SocketAddr,
    method: &str,
    path: &str,
    auth: &str,
    body: &str,
) -> (u16, serde_json::Value) {
    let mut stream = tokio::net::TcpStream::connect(to).await.unwrap();
    let request = format!(
        "{method} {path} HTTP/1.1\r\nHost: sim\r\nConnection: close\r\nAuthorization: {auth}\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer).await;
    let text = String::from_utf8(answer).unwrap();
    let Some((head, body)) = text.split_once("\r\n\r\n") else {
        return (0, serde_json::Value::Null);
    };
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    (
        status,
        serde_json::from_str(body).unwrap_or(serde_json::Value::Null),
    )
}
