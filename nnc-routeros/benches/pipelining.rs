//! The client against the simulated router on loopback, in one process: `cargo bench -p nnc-routeros`.
//!
//! Bars: 100 000 pipelined commands a second; 10 000 rows into typed rows within 25 ms. Prints what was measured;
//! without `--bench` (as `cargo test` runs it) it only proves that everything works, with small numbers.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a bench may stop at the first surprise"
)]

use std::io::Write;
use std::time::{Duration, Instant};

use nnc_routeros::client::{ApiClient, Credentials, Settings, TcpConnector};
use nnc_routeros::transport::{Command, Row, Transport};
use routeros_sim::{SimConfig, SimHandle};
use serde_json::{Value as Json, json};

/// A mangle rule as a program wants it.
#[derive(Debug, PartialEq, Eq)]
struct Rule {
    id: String,
    chain: String,
    action: String,
    mark: String,
    comment: String,
    disabled: bool,
    packets: u64,
}

impl Rule {
    fn read(row: &Row) -> Option<Self> {
        let text = |key: &str| row.get_str(key).map(str::to_owned);
        Some(Self {
            id: text(".id")?,
            chain: text("chain")?,
            action: text("action")?,
            mark: text("new-packet-mark")?,
            comment: text("comment")?,
            disabled: row.get_str("disabled") == Some("true"),
            packets: row
                .get_str("packets")
                .and_then(|packets| packets.parse().ok())
                .unwrap_or_default(),
        })
    }
}

async fn router(rules: usize) -> SimHandle {
    let rules: Vec<Json> = (0..rules)
        .map(|n| json!({"chain": "prerouting", "action": "mark-packet", "new-packet-mark": format!("m{n}"), "comment": format!("rule {n}")}))
        .collect();
    let fixture = json!({"/ip/firewall/mangle": rules});
    SimConfig::new("7.22.3")
        .unwrap()
        .fixture(fixture)
        .api("127.0.0.1:0")
        .start()
        .await
        .unwrap()
}

/// The best of five.
async fn best<F: AsyncFn()>(run: F) -> Duration {
    let mut best = Duration::MAX;
    for _ in 0..5 {
        let begun = Instant::now();
        run().await;
        best = best.min(begun.elapsed());
    }
    best
}

/// Rows as the router sends them, without a tag.
fn canned(rows: usize) -> Vec<Vec<(&'static str, String)>> {
    let row = |n: usize| {
        vec![
            (".id", format!("*{n:X}")),
            ("chain", "prerouting".to_owned()),
            ("action", "mark-packet".to_owned()),
            ("new-packet-mark", format!("m{n}")),
            ("passthrough", "true".to_owned()),
            ("log", "false".to_owned()),
            ("log-prefix", String::new()),
            ("bytes", (n * 1517).to_string()),
            ("packets", n.to_string()),
            ("invalid", "false".to_owned()),
            ("dynamic", "false".to_owned()),
            ("disabled", "false".to_owned()),
            ("comment", format!("rule {n}")),
        ]
    };
    (0..rows).map(row).collect()
}

/// The client's own share: a peer that answers `!done` to everything, after the rows when it is a mangle print.
async fn echo(listener: tokio::net::TcpListener, rows: Vec<Vec<(&'static str, String)>>) {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let (mut stream, _) = listener.accept().await.unwrap();
    let mut decoder = routeros_wire::Decoder::new(routeros_wire::Limits::default());
    let (mut bytes, mut out) = (vec![0; 64 << 10], Vec::new());
    loop {
        let count = stream.read(&mut bytes).await.unwrap();
        if count == 0 {
            return;
        }
        decoder.feed(&bytes[..count]);
        while let Some(sentence) = decoder.next_sentence().unwrap() {
            if sentence.first() == b"/ip/firewall/mangle/print" {
                for row in &rows {
                    let mut reply = routeros_wire::SentenceWriter::new(&mut out);
                    reply.reply("!re").tag(sentence.tag().unwrap());
                    for (key, value) in row {
                        reply.attribute(key, value);
                    }
                    reply.finish().unwrap();
                }
            }
            let mut reply = routeros_wire::SentenceWriter::new(&mut out);
            reply.reply("!done");
            if let Some(tag) = sentence.tag() {
                reply.tag(tag);
            }
            reply.finish().unwrap();
        }
        stream.write_all(&out).await.unwrap();
        out.clear();
    }
}

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() {
    let measuring = std::env::args().any(|argument| argument == "--bench");
    let (commands, rows) = if measuring { (100_000, 10_000) } else { (1000, 100) };
    let mut out = std::io::stdout().lock();

    let sim = router(rows).await;
    let address = sim.api_address().unwrap();
    let connect = |port: u16| {
        let connector = TcpConnector::plain("127.0.0.1", port);
        ApiClient::new(connector, Credentials::new("admin", ""), Settings::default())
    };
    let client = connect(address.port());
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let echo_client = connect(listener.local_addr().unwrap().port());
    tokio::spawn(echo(listener, canned(rows)));

    let read = Command::print("/system/identity").proplist(["name"]);
    let write = Command::new("/system/identity", "set").with("name", "router");
    let cases = [
        ("reads, simulator", &client, &read),
        ("writes, simulator", &client, &write),
        ("reads, a peer that only says !done", &echo_client, &read),
        ("writes, a peer that only says !done", &echo_client, &write),
    ];
    for (name, client, command) in cases {
        let took = best(async || {
            let results = client.execute(vec![command.clone(); commands]).await;
            assert!(results.len() == commands && results.iter().all(Result::is_ok));
        })
        .await;
        let rate = commands as f64 / took.as_secs_f64();
        writeln!(out, "{name:<40} {rate:>10.0} commands/s").unwrap();
    }

    for (name, client) in [("simulator", &client), ("a peer with canned rows", &echo_client)] {
        let took = best(async || {
            let answer = client
                .execute_one(Command::print("/ip/firewall/mangle"))
                .await
                .unwrap();
            let typed: Vec<Rule> = answer.rows.iter().map(|row| Rule::read(row).unwrap()).collect();
            assert!(typed.len() == rows && typed[rows - 1].comment == format!("rule {}", rows - 1));
        })
        .await;
        writeln!(out, "{rows} rows into typed rows, {name}: {took:.1?}").unwrap();
    }
}
