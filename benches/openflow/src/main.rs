//! openflow-rs beside its peers, in one run: `cargo run --release` in this folder.
//!
//! Each pair is measured in turns, several times; the best time of each counts. Ends with 1 when a bar is missed.

mod codec;
mod live;
mod python;
mod text;

use std::process::ExitCode;
use std::time::Instant;

/// How many flows.
const FLOWS: u32 = 100_000;
/// How many turns.
const TURNS: usize = 9;

/// The flow that everything is measured with: flow `i` goes to 10.x.y.z, where x, y and z spell `i`.
fn line(i: u32) -> String {
    let [_, x, y, z] = i.to_be_bytes();
    format!("table=0,priority=100,ip,nw_dst=10.{x}.{y}.{z},actions=load:{i}->NXM_NX_REG0[],output:200")
}

/// Seconds of the best of several turns of each, taken alternately.
fn duel(mut ours: impl FnMut(), mut theirs: impl FnMut(), turns: usize) -> (f64, f64) {
    let mut best = (f64::MAX, f64::MAX);
    let timed = |work: &mut dyn FnMut()| {
        let started = Instant::now();
        work();
        started.elapsed().as_secs_f64()
    };
    for _ in 0..turns {
        best.0 = best.0.min(timed(&mut ours));
        best.1 = best.1.min(timed(&mut theirs));
    }
    best
}

/// What was measured, and whether it is good enough.
struct Verdict {
    all_met: bool,
}

impl Verdict {
    /// Tells speeds in flows a second, and how many times theirs ours is; it must be at least `bar`.
    fn speed(&mut self, what: &str, peer: &str, (ours, theirs): (f64, f64), flows: u32, bar: f64) {
        let rate = |seconds: f64| f64::from(flows) / seconds / 1e6;
        let ratio = theirs / ours;
        self.tell(
            ratio >= bar,
            format!(
                "{what}: {:.3} M/s, {peer} {:.3} M/s: {ratio:.2}x (bar {bar}x)",
                rate(ours),
                rate(theirs)
            ),
        );
    }

    /// Tells times, and ours as a part of theirs; it must be at most `bar`.
    fn time(&mut self, what: &str, peer: &str, (ours, theirs): (f64, f64), bar: f64) {
        let ratio = ours / theirs;
        self.tell(
            ratio <= bar,
            format!(
                "{what}: {:.0} ms, {peer} {:.0} ms: {ratio:.2} of it (bar {bar})",
                ours * 1e3,
                theirs * 1e3
            ),
        );
    }

    fn tell(&mut self, met: bool, what: String) {
        println!("{} {what}", if met { "ok    " } else { "MISSED" });
        self.all_met &= met;
    }
}

fn main() -> ExitCode {
    let parts: Vec<String> = std::env::args().skip(1).collect();
    let wanted = |part: &str| parts.is_empty() || parts.iter().any(|name| name == part);
    let mut verdict = Verdict { all_met: true };
    if wanted("codec") {
        codec::measure(&mut verdict);
    }
    if wanted("text") {
        text::measure(&mut verdict);
    }
    if wanted("python") {
        python::measure(&mut verdict);
    }
    if wanted("live") {
        live::measure(&mut verdict);
    }
    if verdict.all_met {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}
