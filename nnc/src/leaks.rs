//! Can a steered packet leave another way? Asked of the router's rules as they are.

use nnc_core::device::Device;
use nnc_core::intent::{Intents, OnFailure};
use nnc_core::object::Snapshot;
use nnc_core::ports::Platform;
use nnc_core::walk::{
    Leak as Counterexample, LeakKind, Model, Phase, Selector, Steered, Steering, World, leaks,
};
use serde::Serialize;

use crate::error::{Error, ErrorKind};
use crate::instance::blocking;
use crate::router::Router;

/// The answer of [`Router::verify_leaks`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct LeakReport {
    /// The devices, and services that go out through others, that were judged.
    pub judged: Vec<String>,
    /// One counterexample for each different way of leaking. None, and nothing undecided: a proof for the rules
    /// that were read.
    pub leaks: Vec<Leak>,
    /// Those for which the rules are too entangled to decide; take it that they leak.
    pub undecided: Vec<String>,
    /// Devices whose IPv6 was left alone on purpose, and is not judged.
    pub ipv4_only: Vec<String>,
    /// Devices that go out unsteered while their service cannot be reached, because that was chosen.
    pub fail_open: Vec<String>,
}

/// A packet that leaves another way, and how.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Leak {
    /// Whose packet it is.
    pub device: String,
    /// What happens to it, in a sentence.
    pub summary: String,
    /// The interface that it leaves by; empty where the router's own resolver answers.
    pub leaves_by: String,
    /// What is down meanwhile; empty where all is up.
    pub down: String,
    /// The packet's source and destination.
    pub packet: String,
    /// The rows that decide its way, in order.
    pub path: Vec<String>,
}

impl Router {
    /// Judges the router's rules as they are: can a packet of a steered device (or of one of them) leave another way
    /// than through its virtual interface, with all gateways and interfaces up and with each of them down; as a new,
    /// an established or a fasttracked one; over IPv4 or IPv6; or can the router's own resolver answer its name
    /// queries? Reads, and writes nothing.
    ///
    /// # Errors
    /// `invalid-device`, `device-not-found`, or why the router or the database could not be read.
    pub async fn verify_leaks(&self, device: Option<&str>) -> Result<LeakReport, Error> {
        let device = device.map(str::parse::<Device>).transpose()?;
        let (_, intents) = self.remembered().await?;
        if let Some(device) = device
            .as_ref()
            .filter(|device| !intents.steerings.contains_key(device))
        {
            let message = format!("{device} is not steered: `nnc steer list` shows what is");
            return Err(Error::new(ErrorKind::NotFound, "device-not-found", message));
        }
        let port = self.connect(false, None).await?;
        let read = async { Ok((port.platform().await?, port.observe_all().await?)) };
        let read = self.shared.unless_stopped(read).await;
        port.close().await;
        let (platform, snapshot) = read?;
        blocking(move || Ok(judge(&intents, device.as_ref(), platform.as_ref(), &snapshot))).await
    }
}

/// Judges what is wanted by a snapshot; reports on one device only where one is given.
///
/// The walk is told of every device all the same, because a packet belongs to the most specific of those that it fits.
fn judge(
    intents: &Intents,
    only: Option<&Device>,
    platform: &dyn Platform,
    snapshot: &Snapshot,
) -> LeakReport {
    let model = platform.walk(snapshot);
    let mut subjects: Vec<Steered> = Vec::new();
    let mut fail_open = Vec::new();
    for steering in intents.steerings.values() {
        let Some((via, _)) = intents.interfaces.get(&steering.via) else {
            continue;
        };
        let closed = via.on_failure == OnFailure::Closed;
        if !closed {
            fail_open.push(steering.device.to_string());
        }
        let exit = via.interface_name();
        let walked = Steering {
            device: &steering.device,
            exit: exit.as_str(),
            ingress: None,
            closed,
            ipv4_only: steering.ipv4_only,
        };
        subjects.push(platform.steered(&model, snapshot, &walked));
    }
    subjects.extend(chained(intents, &model));
    let only = only.map(Device::to_string);
    let is_asked = |name: &String| only.as_ref().is_none_or(|only| only == name);
    let asked = |names: Vec<String>| names.into_iter().filter(is_asked).collect();
    let judged = subjects.iter().map(|subject| subject.name.clone()).collect();
    let report = leaks(&model, &subjects);
    let leaks = report.leaks.iter().filter(|leak| is_asked(&leak.device));
    LeakReport {
        judged: asked(judged),
        leaks: leaks.map(|leak| describe(&model, leak)).collect(),
        undecided: asked(report.undecided),
        ipv4_only: asked(report.ipv4_only),
        fail_open: asked(fail_open),
    }
}

/// Services whose own traffic goes out through another virtual interface.
fn chained(intents: &Intents, model: &Model) -> Vec<Steered> {
    let chained = |interface: &nnc_core::intent::VirtualInterface| {
        let (through, _) = intents.interfaces.get(interface.through.as_ref()?)?;
        Some(Steered {
            name: format!("the service {}", interface.instance),
            selector: Selector::Interface(model.interface_named(interface.interface_name().as_str())?),
            rank: u32::MAX,
            exit: model.interface_named(through.interface_name().as_str())?,
            closed: through.on_failure == OnFailure::Closed,
            ipv4_only: false,
        })
    };
    intents
        .interfaces
        .values()
        .filter_map(|(interface, _)| chained(interface))
        .collect()
}

fn describe(model: &Model, leak: &Counterexample) -> Leak {
    let packet = &leak.packet;
    let protocol = match packet.protocol {
        1 => "icmp".to_owned(),
        6 => format!("tcp port {}", packet.destination_port),
        17 => format!("udp port {}", packet.destination_port),
        other => format!("protocol {other}"),
    };
    let packet_text = format!(
        "{} to {}, {protocol}, in by {}",
        packet.source, packet.destination, packet.in_interface
    );
    let down = match &leak.world {
        World::AllUp => String::new(),
        World::GatewayDown(gateway) => format!("gateway {gateway}"),
        World::InterfaceDown(interface) => {
            format!(
                "interface {}",
                model
                    .interface(*interface)
                    .map_or("?", |interface| interface.name.as_str())
            )
        }
    };
    let phase = match leak.phase {
        Phase::New => "the first packet of a connection",
        Phase::Established => "a packet of an established connection",
        Phase::FastTracked => "a packet of a fasttracked connection",
    };
    let leaves_by = match &leak.kind {
        LeakKind::OtherWay(interface) => interface.clone(),
        LeakKind::OwnResolver => String::new(),
    };
    let ends = if leaves_by.is_empty() {
        "is answered by the router's own resolver".to_owned()
    } else {
        format!("leaves by {leaves_by}")
    };
    let meanwhile = if down.is_empty() {
        String::new()
    } else {
        format!(", while {down} is down")
    };
    let step = |step: &nnc_core::walk::Step| {
        let comment = step
            .row
            .comment
            .as_deref()
            .map(|comment| format!(" \"{comment}\""))
            .unwrap_or_default();
        let assumed = if step.assumed.is_empty() {
            String::new()
        } else {
            format!(" (if {})", step.assumed.join(" and "))
        };
        format!(
            "{} {}{comment}: {}{assumed}",
            step.row.kind, step.row.id.0, step.effect
        )
    };
    Leak {
        device: leak.device.clone(),
        summary: format!("{phase} of {} ({packet_text}) {ends}{meanwhile}", leak.device),
        leaves_by,
        down,
        packet: packet_text,
        path: leak.path.iter().map(step).collect(),
    }
}
