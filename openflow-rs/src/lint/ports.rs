//! Ports: which there are, and of what layer.

use super::read::Flow;
use super::{Finding, Rule};
use crate::text::Names;
use crate::wire::{Action, Field, Port, Slot};
use std::collections::{BTreeMap, BTreeSet};

/// The ports of a bridge.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PortList {
    /// Name and layer by number.
    ports: BTreeMap<Port, (String, u8)>,
}

impl PortList {
    /// No ports.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a port. `layer` is 2 for one that carries Ethernet frames, 3 for one that carries bare IP packets.
    pub fn add(&mut self, name: &str, number: u16, layer: u8) {
        self.ports.insert(Port(number), (name.into(), layer));
    }

    /// The numbers of the ports.
    pub fn numbers(&self) -> impl Iterator<Item = Port> {
        self.ports.keys().copied()
    }

    /// Reports ports that are not there, and ports of layer 3.
    pub(super) fn find(&self, flows: &[Flow], names: &Names, findings: &mut Vec<Finding>) {
        let mut unknown: BTreeMap<Port, BTreeSet<usize>> = BTreeMap::new();
        let mut layer3: BTreeMap<Port, BTreeSet<usize>> = BTreeMap::new();
        for flow in flows {
            let mut ports = BTreeSet::new();
            if let Some(matches) = flow
                .matches
                .as_ref()
                .filter(|matches| matches.mask(Slot::InPort) != 0)
            {
                ports.extend(u16::try_from(matches.value(Slot::InPort)).map(Port));
            }
            ports_of(&flow.actions, &mut ports);
            // A packet that is given or loses its Ethernet header on the way is treated as what it is.
            let knows_types = flow
                .actions
                .iter()
                .any(|a| matches!(a, Action::Encap(_) | Action::Decap(_)))
                || flow
                    .matches
                    .as_ref()
                    .is_some_and(|matches| matches.value(Slot::PacketType) != 0);
            for port in ports.into_iter().filter(|port| *port < Port::MAX) {
                match self.ports.get(&port) {
                    None => drop(unknown.entry(port).or_default().insert(flow.line)),
                    Some((_, 3)) if !knows_types => drop(layer3.entry(port).or_default().insert(flow.line)),
                    Some(_) => {}
                }
            }
        }
        for (port, lines) in unknown {
            let name = names
                .port_name(port)
                .map_or_else(|| port.to_string(), str::to_owned);
            let known: Vec<&str> = self
                .ports
                .values()
                .map(|(name, _)| name.as_str())
                .take(8)
                .collect();
            findings.push(Finding::new(
                Rule::UnknownPort,
                lines,
                format!("no port {name} is on the bridge"),
                format!(
                    "add the port to the bridge first, or name one that is there, such as {}",
                    known.join(", ")
                ),
            ));
        }
        for (port, lines) in layer3 {
            let name = self.ports.get(&port).map_or("?", |(name, _)| name);
            findings.push(Finding::new(
                Rule::L3Port,
                lines,
                format!(
                    "{name} carries bare IP packets: Open vSwitch writes whole Ethernet frames into it, and takes the \
                     packets that come from it for Ethernet"
                ),
                format!("put an Ethernet port (a veth) in its place, and route between that and {name}"),
            ));
        }
    }
}

fn ports_of(actions: &[Action], out: &mut BTreeSet<Port>) {
    for action in actions {
        match action {
            Action::Output { port, .. } | Action::OutputTrunc { port, .. } | Action::Enqueue { port, .. } => {
                out.insert(*port);
            }
            Action::Bundle(bundle) => out.extend(&bundle.members),
            Action::Resubmit(resubmit) => {
                out.insert(resubmit.port);
            }
            Action::Clone(nested) | Action::WriteActions(nested) => ports_of(nested, out),
            _ => {}
        }
    }
}

/// The names of the known ports; and numbers for all other words that may name a port, so that flows with names that
/// nobody knows can be read all the same.
pub(super) fn names<T: AsRef<str>>(lines: &[T], ports: Option<&PortList>) -> Names {
    let mut names = Names::new();
    let mut used: BTreeSet<u16> = BTreeSet::new();
    for (port, (name, _)) in ports.into_iter().flat_map(|ports| &ports.ports) {
        names.add_port(name, *port);
        used.insert(port.0);
    }
    let mut words: BTreeSet<&str> = BTreeSet::new();
    for line in lines {
        for word in words_of(line.as_ref()) {
            if let Ok(number) = word.parse::<u16>() {
                used.insert(number);
            } else if word.starts_with(|c: char| c.is_alphabetic() || c == '_') && !is_keyword(word) {
                words.insert(word);
            }
        }
    }
    let mut free = (0x4000..Port::MAX.0)
        .rev()
        .filter(|number| !used.contains(number));
    for word in words.into_iter().filter(|word| word.len() < 64) {
        if names.port(word).is_none()
            && let Some(number) = free.next()
        {
            names.add_port(word, Port(number));
        }
    }
    names
}

/// The words of a flow that are not the key of something.
fn words_of(text: &str) -> impl Iterator<Item = &str> {
    let is_part = |c: char| c.is_alphanumeric() || "-_.@%+".contains(c);
    let mut rest = text;
    let mut before = ' ';
    std::iter::from_fn(move || {
        loop {
            let start = rest.find(is_part)?;
            before = rest
                .get(..start)
                .and_then(|skipped| skipped.chars().last())
                .unwrap_or(before);
            let (_, tail) = rest.split_at_checked(start)?;
            let (word, after) = tail.split_at_checked(tail.find(|c| !is_part(c)).unwrap_or(tail.len()))?;
            rest = after;
            let starts_pair = ", =(".contains(before);
            let is_key = after.starts_with(['(', '=']) || starts_pair && after.starts_with(':');
            before = ' ';
            if !is_key {
                return Some(word);
            }
        }
    })
}

fn is_keyword(word: &str) -> bool {
    Port::from_reserved_name(word).is_some()
        || Field::from_name(word).is_some()
        || Field::from_oxm_name(word).is_some()
        || matches!(
            word,
            "actions" | "action" | "drop" | "table" | "priority" | "cookie"
        )
}
