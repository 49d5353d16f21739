//! The codec beside its peers, in one run, on the same bytes: `cargo run --release` in this folder.
//!
//! Every round measures every contender once, so that a busy machine is busy for all of them; the best of the
//! rounds counts. Exits with 1 when a bar of the project is missed.

mod sample;
mod typed;

use std::hint::black_box;
use std::io::Write;
use std::process::{Command, ExitCode, Stdio};
use std::time::Instant;

use mikrotik_proto::codec::Decode;
use mikrotik_proto::{CommandBuilder, CommandResponse, Tag};
use routeros_wire::{Decoder, Limits, Reply, Row, SentenceWriter, decode_sentence};
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

use sample::ROWS;
use typed::MangleRule;

#[global_allocator]
static ALLOCATOR: &StatsAlloc<std::alloc::System> = &INSTRUMENTED_SYSTEM;

const ROUNDS: usize = 15;

type Failure = Box<dyn std::error::Error>;

/// One thing that is measured.
struct Contender<'a> {
    name: &'static str,
    /// Handles all rows; returns the bytes handled.
    run: Box<dyn FnMut() -> usize + 'a>,
    /// Best time of all rounds, in seconds.
    best: f64,
    bytes: usize,
    allocations: usize,
}

impl<'a> Contender<'a> {
    fn new(name: &'static str, run: impl FnMut() -> usize + 'a) -> Self {
        Self {
            name,
            run: Box::new(run),
            best: f64::INFINITY,
            bytes: 0,
            allocations: 0,
        }
    }

    fn measure(&mut self) {
        // Once to have caches and predictors as they are in the middle of work, once to be timed.
        black_box((self.run)());
        let region = Region::new(ALLOCATOR);
        let begun = Instant::now();
        self.bytes = (self.run)();
        let took = begun.elapsed().as_secs_f64();
        let change = region.change();
        self.allocations = change.allocations + change.reallocations;
        self.best = self.best.min(took);
    }

    fn per_second(&self) -> f64 {
        ROWS as f64 / self.best
    }
}

/// Decodes all sentences of `bytes` with routeros-wire.
fn each_sentence(bytes: &[u8], mut look: impl FnMut(Reply<'_>)) -> usize {
    let limits = Limits::default();
    let mut rest = bytes;
    while let Ok(Some((sentence, consumed))) = decode_sentence(rest, &limits) {
        look(Reply::new(sentence));
        rest = &rest[consumed..];
    }
    bytes.len() - rest.len()
}

/// Decodes all sentences of `bytes` with mikrotik-proto.
fn each_peer_sentence(bytes: &[u8], mut look: impl FnMut(mikrotik_proto::codec::RawSentence<'_>)) -> usize {
    let mut rest = bytes;
    while let Ok(Decode::Complete {
        value,
        bytes_consumed,
    }) = mikrotik_proto::codec::decode_sentence(rest)
    {
        look(value);
        rest = &rest[bytes_consumed..];
    }
    bytes.len() - rest.len()
}

fn main() -> Result<ExitCode, Failure> {
    let bytes = sample::encoded();
    // Few enough to stay in the cache: what is measured is encoding, not fetching.
    let rows: Vec<_> = (0..200).map(sample::fields).collect();
    let mut out = std::io::stdout().lock();
    writeln!(
        out,
        "{ROWS} rows of 14 properties, {} bytes each\n",
        bytes.len() / ROWS
    )?;
    check_agreement(&bytes)?;

    let mut buffer = Vec::new();
    let mut contenders = [
        Contender::new("decode, keys and values split: routeros-wire", || {
            each_sentence(&bytes, |reply| {
                black_box(reply.kind());
                for pair in reply.attributes() {
                    black_box(pair);
                }
            })
        }),
        Contender::new("decode, streaming Decoder in 64 KiB reads: routeros-wire", || {
            let mut decoder = Decoder::new(Limits::default());
            for chunk in bytes.chunks(64 << 10) {
                decoder.feed(chunk);
                while let Ok(Some(sentence)) = decoder.next_sentence() {
                    for pair in sentence.attributes() {
                        black_box(pair);
                    }
                }
            }
            bytes.len()
        }),
        Contender::new("decode, spans only: mikrotik-proto", || {
            each_peer_sentence(&bytes, |sentence| {
                black_box(&sentence);
                for word in sentence.words() {
                    black_box(word);
                }
            })
        }),
        Contender::new("decode, sentence ends only: mikrotik-proto", || {
            each_peer_sentence(&bytes, |sentence| {
                black_box(&sentence);
            })
        }),
        Contender::new("decode, full parse: mikrotik-proto", || {
            each_peer_sentence(&bytes, |sentence| {
                black_box(CommandResponse::parse(&sentence).is_ok());
            })
        }),
        Contender::new("owned rows (Row): routeros-wire", || {
            each_sentence(&bytes, |reply| {
                black_box(Row::from_reply(&reply));
            })
        }),
        Contender::new("typed rows: routeros-wire", || {
            each_sentence(&bytes, |reply| {
                black_box(MangleRule::read(&reply));
            })
        }),
        Contender::new("encode: routeros-wire", || {
            let mut total = 0;
            for row in rows.iter().cycle().take(ROWS) {
                buffer.clear();
                let mut sentence = SentenceWriter::new(&mut buffer);
                sentence.command("/ip/firewall/mangle/add");
                for (key, value) in row {
                    sentence.attribute(key, value);
                }
                sentence.tag("17");
                black_box(sentence.finish().is_ok());
                total += black_box(&buffer).len();
            }
            total
        }),
        Contender::new("encode: mikrotik-proto", || {
            let mut total = 0;
            for row in rows.iter().cycle().take(ROWS) {
                let mut command =
                    CommandBuilder::with_tag(Tag::from_raw(17)).command("/ip/firewall/mangle/add");
                for (key, value) in row {
                    command = command.attribute(key, Some(value));
                }
                total += black_box(command.build()).data().len();
            }
            total
        }),
    ];
    for _ in 0..ROUNDS {
        contenders.iter_mut().for_each(Contender::measure);
    }
    for contender in &contenders {
        let megabytes = contender.bytes as f64 / contender.best / 1e6;
        writeln!(
            out,
            "{:<58} {:>8.0} MB/s {:>9.3} M/s {:>6.2} allocations a row",
            contender.name,
            megabytes,
            contender.per_second() / 1e6,
            contender.allocations as f64 / ROWS as f64,
        )?;
    }
    let [
        split,
        streamed,
        spans,
        ends,
        full,
        owned,
        typed,
        encode,
        peer_encode,
    ] = &contenders;
    let (python_decode, python_encode) = librouteros(&bytes)?;
    writeln!(
        out,
        "{:<58} {:>18.3} M/s",
        "decode: librouteros",
        python_decode / 1e6
    )?;
    writeln!(
        out,
        "{:<58} {:>18.3} M/s\n",
        "encode: librouteros",
        python_encode / 1e6
    )?;

    let ratio = |a: &Contender<'_>, b: &Contender<'_>| a.per_second() / b.per_second();
    writeln!(out, "owned rows over full parse: {:.1}", ratio(owned, full))?;
    writeln!(
        out,
        "streaming decode over full parse: {:.1}",
        ratio(streamed, full)
    )?;
    writeln!(
        out,
        "split over sentence ends only: {:.2} (no bar: the peer does not even find the words)",
        ratio(split, ends)
    )?;
    let allocations = split.allocations as f64;
    let bars = [
        ("split over spans only", ratio(split, spans), 1.0),
        ("split over full parse", ratio(split, full), 10.0),
        ("typed rows over full parse", ratio(typed, full), 4.0),
        (
            "typed rows over librouteros",
            typed.per_second() / python_decode,
            60.0,
        ),
        ("encode over mikrotik-proto", ratio(encode, peer_encode), 2.5),
        (
            "encode over librouteros",
            encode.per_second() / python_encode,
            30.0,
        ),
        (
            "decoding without allocation (1 = yes)",
            if allocations == 0.0 { 1.0 } else { 0.0 },
            1.0,
        ),
    ];
    let mut missed = false;
    for (name, value, bar) in bars {
        let verdict = if value >= bar { "met" } else { "MISSED" };
        missed |= value < bar;
        writeln!(out, "{name:<40} {value:>8.2}   bar {bar:>5.1}   {verdict}")?;
    }
    Ok(if missed {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}

/// All contenders must read the same before their speed means anything.
fn check_agreement(bytes: &[u8]) -> Result<(), Failure> {
    let mut ours = Vec::new();
    each_sentence(bytes, |reply| {
        let mut fields: Vec<_> = reply
            .attributes()
            .map(|(key, value)| (key.to_vec(), value.to_vec()))
            .collect();
        fields.sort();
        ours.push(fields);
    });
    let mut theirs = Vec::new();
    each_peer_sentence(bytes, |sentence| {
        if let Ok(CommandResponse::Reply(reply)) = CommandResponse::parse(&sentence) {
            let pairs = reply.attributes.into_iter();
            let mut fields: Vec<_> = pairs
                .map(|(key, value)| (key.into_bytes(), value.unwrap_or_default().into_bytes()))
                .collect();
            fields.sort();
            theirs.push(fields);
        }
    });
    let mut typed = 0;
    each_sentence(bytes, |reply| {
        typed += usize::from(MangleRule::read(&reply).is_some_and(|rule| !rule.id.is_empty()))
    });
    if ours.len() != ROWS || ours != theirs || typed != ROWS {
        return Err("the contenders do not read the same rows".into());
    }
    Ok(())
}

/// Rows per second of librouteros, decoding and encoding. Makes a virtual environment beside the build output.
fn librouteros(bytes: &[u8]) -> Result<(f64, f64), Failure> {
    let here = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| here.join("target"), Into::into);
    let venv = target.join("librouteros-4.2.2");
    let python = venv.join("bin/python");
    let run = |command: &mut Command| match command.stdout(Stdio::null()).status() {
        Ok(status) if status.success() => Ok(()),
        other => Err(format!("{command:?}: {other:?}")),
    };
    let installed = || {
        Command::new(&python)
            .args(["-c", "import librouteros"])
            .stderr(Stdio::null())
            .status()
    };
    if !installed().is_ok_and(|status| status.success()) {
        run(Command::new("python3").args(["-m", "venv"]).arg(&venv))?;
        run(Command::new(&python).args(["-m", "pip", "-q", "install", "librouteros==4.2.2"]))?;
    }
    let mut child = Command::new(&python)
        .arg(here.join("src/librouteros_bench.py"))
        .arg(ROWS.to_string())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()?;
    child.stdin.take().ok_or("no stdin")?.write_all(bytes)?;
    let output = child.wait_with_output()?;
    let text = String::from_utf8(output.stdout)?;
    let field = |name: &str| -> Result<f64, Failure> {
        let rest = text
            .split_once(&format!("\"{name}\": "))
            .ok_or_else(|| format!("librouteros said: {text}"))?
            .1;
        let number = rest.split(['}', ',']).next().unwrap_or_default();
        Ok(ROWS as f64 / number.parse::<f64>()?)
    };
    Ok((field("decode_s")?, field("encode_s")?))
}
