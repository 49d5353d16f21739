//! How fast the simulator answers over loopback: pipelined commands a second, and the time of a large print.
//!
//! `cargo bench -p routeros-sim`. There is no peer to compare with: no other RouterOS simulator is published.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a benchmark ends where it fails"
)]

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};

use routeros_sim::SimConfig;
use routeros_wire::{Decoder, Limits, SentenceWriter};

/// One sentence from words separated by spaces.
fn put(out: &mut Vec<u8>, line: &str) {
    let mut sentence = SentenceWriter::new(out);
    for word in line.split(' ') {
        sentence.word(word);
    }
    sentence.finish().unwrap();
}

/// Sends everything, reads until `count` commands are done; how long it took and how many rows came.
fn exchange(stream: &TcpStream, bytes: Vec<u8>, count: usize) -> (Duration, usize) {
    let mut writer = stream.try_clone().unwrap();
    let started = Instant::now();
    let sender = std::thread::spawn(move || writer.write_all(&bytes).unwrap());
    let mut decoder = Decoder::new(Limits::DEFAULT);
    let mut chunk = vec![0_u8; 256 << 10];
    let (mut done, mut rows) = (0, 0);
    while done < count {
        let read = (&*stream).read(&mut chunk).unwrap();
        assert!(read > 0, "the connection ended after {done} of {count}");
        decoder.feed(&chunk[..read]);
        while let Some(sentence) = decoder.next_sentence().unwrap() {
            match sentence.first() {
                b"!done" => done += 1,
                b"!re" => rows += 1,
                b"!trap" => panic!("refused: {sentence:?}"),
                _ => {}
            }
        }
    }
    let took = started.elapsed();
    sender.join().unwrap();
    (took, rows)
}

fn login(address: SocketAddr) -> TcpStream {
    let stream = TcpStream::connect(address).unwrap();
    stream.set_nodelay(true).unwrap();
    let mut bytes = Vec::new();
    put(&mut bytes, "/login =name=admin =password=secret");
    exchange(&stream, bytes, 1);
    stream
}

fn main() {
    let mut out = std::io::stdout();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .unwrap();
    let started = Instant::now();
    let config = SimConfig::new("7.22.3")
        .unwrap()
        .password("secret")
        .api("127.0.0.1:0");
    let sim = runtime.block_on(config.start()).unwrap();
    writeln!(out, "start: {:.1} ms", started.elapsed().as_secs_f64() * 1e3).unwrap();
    let stream = login(sim.api_address().unwrap());

    let mut report = |what: &str, count: usize, (took, rows): (Duration, usize)| {
        let rate = count as f64 / took.as_secs_f64();
        writeln!(
            out,
            "{what}: {:.1} ms, {rate:.0} commands/s, {rows} rows",
            took.as_secs_f64() * 1e3
        )
        .unwrap();
    };
    let count = 200_000;
    let mut bytes = Vec::new();
    for tag in 0..count {
        put(&mut bytes, &format!("/system/identity/print .tag={tag}"));
    }
    report("200 000 pipelined reads", count, exchange(&stream, bytes, count));

    let count = 100_000;
    let mut bytes = Vec::new();
    for n in 0..count {
        put(
            &mut bytes,
            &format!(
                "/ip/firewall/address-list/add =list=l =address=10.{}.{}.{}",
                n >> 16,
                n >> 8 & 255,
                n & 255
            ),
        );
    }
    report("100 000 pipelined adds", count, exchange(&stream, bytes, count));

    let mut bytes = Vec::new();
    for n in 0..10_000 {
        put(
            &mut bytes,
            &format!(
                "/ip/firewall/mangle/add =chain=prerouting =action=mark-packet =new-packet-mark=m{n} =src-address=10.0.0.1 =protocol=tcp =dst-port={} =comment=rule-{n}",
                1 + n % 65_000
            ),
        );
    }
    exchange(&stream, bytes, 10_000);
    for _ in 0..3 {
        let mut bytes = Vec::new();
        put(&mut bytes, "/ip/firewall/mangle/print");
        report("print of 10 000 mangle rules", 1, exchange(&stream, bytes, 1));
    }
}
