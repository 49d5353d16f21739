//! How fast a switch takes flows: one by one, in one atomic bundle, or by reconciling what is there.
//!
//! `cargo run --release -p openflow-rs --example flow-rate -- --target unix:PATH/BRIDGE.mgmt --flows 100000 --mode add`

#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a program for people and scripts"
)]

use clap::{Parser, ValueEnum};
use openflow_rs::build::{Actions, Bits, Flow, Matching};
use openflow_rs::connection::{Batch, Client, Settings, Target};
use openflow_rs::reconcile::{Desired, Report, reconcile};
use openflow_rs::table::CookieSpace;
use openflow_rs::text::Names;
use openflow_rs::wire::{Command, Field, FlowMod, Port, Version};
use std::error::Error;
use std::net::Ipv4Addr;
use std::process::ExitCode;
use std::time::Instant;

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Mode {
    /// Add flows to an empty table, each on its own, then a barrier.
    Add,
    /// Add flows to an empty table, all or none.
    Bundle,
    /// Reconcile with the same flows.
    Noop,
    /// Reconcile after one flow in a hundred has changed.
    OnePercent,
}

/// Measures how fast a switch takes flows. Seconds run from the first byte sent to the last answer.
#[derive(Debug, Parser)]
#[command(version)]
struct Options {
    /// The switch, such as unix:/run/openvswitch/br0.mgmt.
    #[arg(long)]
    target: Target,
    /// How many flows.
    #[arg(long, default_value_t = 100_000, value_parser = clap::value_parser!(u32).range(1..=1 << 24))]
    flows: u32,
    /// What to do with them.
    #[arg(long)]
    mode: Mode,
    /// The version of OpenFlow: 1.3, 1.4 or 1.5. Default: the newest that the switch speaks.
    #[arg(long, value_parser = |text: &str| Version::from_name(text).ok_or("there is no such version"))]
    protocol: Option<Version>,
}

/// Cookie 0, the one of flows that nobody gave another.
const PLAIN: CookieSpace = CookieSpace::new(0, u64::MAX, 0);

/// Flow `i`: packets to 10.x.y.z, where x, y and z spell `i`, get `value` into a register and leave by port 200.
fn flow(i: u32, value: u32, register: Bits) -> Result<FlowMod, Box<dyn Error>> {
    let [_, x, y, z] = i.to_be_bytes();
    let packets = Matching::packets().ipv4().to(Ipv4Addr::new(10, x, y, z), 32);
    let actions = Actions::new().load(u64::from(value), register).output(Port(200));
    Ok(Flow::new(packets)
        .table(0)
        .priority(100)
        .actions(actions)
        .finish(&Names::new())?)
}

async fn run(options: &Options) -> Result<(f64, Option<Report>), Box<dyn Error>> {
    let mut settings = Settings::default();
    settings.versions = options
        .protocol
        .map_or(settings.versions, |version| vec![version]);
    let mut switch = Client::connect_with(&options.target, settings).await?;
    let version = switch.version();
    let register = Bits::whole(Field::from_name("reg0").ok_or("there is a register")?);
    let value = |i: u32| match options.mode {
        Mode::OnePercent if i.is_multiple_of(100) => i ^ 0x8000_0000,
        _ => i,
    };
    let flows = (0..options.flows).map(|i| flow(i, value(i), register));
    if matches!(options.mode, Mode::Add | Mode::Bundle) {
        let flows = flows.collect::<Result<Vec<_>, _>>()?;
        let mut all = Batch::new(version);
        all.flow(&FlowMod::new(Command::Delete))?;
        switch.send(all).await?;
        // Writing the messages is part of the work.
        let started = Instant::now();
        let mut batch = Batch::new(version);
        for flow in &flows {
            batch.flow(flow)?;
        }
        if options.mode == Mode::Add {
            switch.send(batch).await?;
        } else {
            switch.bundle(batch).await?;
        }
        return Ok((started.elapsed().as_secs_f64(), None));
    }
    let mut desired = Desired::new(version, PLAIN);
    for flow in flows {
        desired.add(&flow?)?;
    }
    let started = Instant::now();
    let report = reconcile(&mut switch, &desired).await?;
    Ok((started.elapsed().as_secs_f64(), Some(report)))
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let options = Options::parse();
    match run(&options).await {
        Ok((seconds, report)) => {
            println!("{{\"flows\":{},\"seconds\":{seconds:.6}}}", options.flows);
            if let Some(report) = report {
                eprintln!("{report:?}");
            }
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("flow-rate: {error}");
            ExitCode::FAILURE
        }
    }
}
