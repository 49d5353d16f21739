//! Labels: whether a device leaks, by sending its packets through the simulated router one by one, in every world.

use std::collections::BTreeSet;
use std::net::IpAddr;

use ipnet::IpNet;
use nnc_core::device::Device;
use routeros_sim::PacketLab;
use serde_json::{Value, json};

use super::config::{Config, MAC, VERSION};

/// A packet that leaked, with what the router said.
#[derive(Debug, Clone)]
pub(crate) struct Seen {
    #[expect(dead_code, reason = "shown when a test fails")]
    pub(crate) world: Value,
    #[expect(dead_code, reason = "shown when a test fails")]
    pub(crate) packet: Value,
    #[expect(dead_code, reason = "shown when a test fails")]
    pub(crate) verdict: Value,
}

/// Everything of one configuration that judging a packet needs.
pub(crate) struct Judge {
    lab: PacketLab,
    exit: String,
    closed: bool,
    resolver: bool,
    connected: Vec<(IpNet, String)>,
    uplinks: BTreeSet<String>,
    next_port: u16,
}

impl Judge {
    pub(crate) fn new(config: &Config) -> Self {
        let lab = PacketLab::new(VERSION, &config.fixture)
            .unwrap_or_else(|error| panic!("{}: {error}", config.name));
        let mut connected = Vec::new();
        for menu in ["/ip/address", "/ipv6/address"] {
            for row in config.fixture[menu]
                .as_array()
                .into_iter()
                .flatten()
                .filter(|row| row["disabled"] != "yes")
            {
                let network: IpNet = row["address"].as_str().unwrap().parse().unwrap();
                connected.push((network.trunc(), row["interface"].as_str().unwrap().to_owned()));
            }
        }
        Self {
            lab,
            exit: config.exit(),
            closed: config.closed(),
            resolver: config.base.resolver,
            connected,
            uplinks: BTreeSet::from(["ether1".to_owned()]),
            next_port: 20_000,
        }
    }

    /// Whether the device leaks: the first packet found that does.
    pub(crate) fn leak(&mut self, config: &Config) -> Option<Seen> {
        let up = json!({});
        let packets = self.with_ports(packets(config));
        let alive = match self.whole(&up, &packets) {
            Ok(alive) => alive,
            Err(seen) => return Some(*seen),
        };
        if !self.closed {
            return None;
        }
        // These connections are older than any failure.
        let begun = alive
            .iter()
            .flat_map(|(packet, answer)| [packet, answer, packet, answer]);
        let begun: Vec<Value> = begun.cloned().collect();
        self.send(&begun, true);
        for world in failures(config) {
            self.change(&world, false);
            let found = self.older(&world, &alive).or_else(|| {
                // New ones have ports of their own.
                let packets = self.with_ports(packets.clone());
                self.whole(&world, &packets).err()
            });
            self.change(&world, true);
            if let Some(seen) = found {
                return Some(*seen);
            }
        }
        None
    }

    fn with_ports(&mut self, mut packets: Vec<Value>) -> Vec<Value> {
        for packet in packets
            .iter_mut()
            .filter(|packet| packet.get("dst-port").is_some())
        {
            packet["src-port"] = json!(self.next_port);
            self.next_port = self
                .next_port
                .checked_add(1)
                .filter(|port| *port < 60_000)
                .unwrap_or(20_000);
        }
        packets
    }

    /// Whole conversations in one world; what did not leak and got through, with an answer to it.
    fn whole(&mut self, world: &Value, packets: &[Value]) -> Result<Vec<(Value, Value)>, Box<Seen>> {
        let sent: Vec<&Value> = packets.iter().filter(|packet| comes_in(world, packet)).collect();
        let first = self.send(
            &sent.iter().map(|packet| (*packet).clone()).collect::<Vec<_>>(),
            false,
        );
        let mut alive = Vec::new();
        for (packet, verdict) in sent.into_iter().zip(&first) {
            self.judge(world, packet, verdict)?;
            if verdict["verdict"] == "forwarded" {
                alive.push((packet.clone(), answer(packet, verdict)));
            }
        }
        let talk = alive
            .iter()
            .flat_map(|(packet, answer)| [packet, answer, packet, answer, packet, packet]);
        let talk: Vec<Value> = talk.cloned().collect();
        let said = self.send(&talk, false);
        for (at, verdict) in said
            .iter()
            .enumerate()
            .filter(|(at, _)| ![1, 3].contains(&(at % 6)))
        {
            self.judge(world, &talk[at], verdict)?;
        }
        Ok(alive)
    }

    /// What becomes of connections that began before the world was like this.
    fn older(&mut self, world: &Value, alive: &[(Value, Value)]) -> Option<Box<Seen>> {
        let mut talk = Vec::new();
        for (packet, answer) in alive.iter().filter(|(packet, _)| comes_in(world, packet)) {
            talk.push(packet.clone());
            if comes_in(world, answer) {
                talk.push(answer.clone());
            }
            talk.push(packet.clone());
        }
        let said = self.send(&talk, false);
        let own = talk
            .iter()
            .zip(&said)
            .filter(|(packet, _)| packet["src-mac"] != FAR);
        own.map(|(packet, verdict)| self.judge(world, packet, verdict))
            .find_map(Result::err)
    }

    fn judge(&self, world: &Value, packet: &Value, verdict: &Value) -> Result<(), Box<Seen>> {
        if !self.is_leak(packet, verdict) {
            return Ok(());
        }
        Err(Box::new(Seen {
            world: world.clone(),
            packet: packet.clone(),
            verdict: verdict.clone(),
        }))
    }

    fn send(&mut self, packets: &[Value], commit: bool) -> Vec<Value> {
        if packets.is_empty() {
            return Vec::new();
        }
        let answer = self
            .lab
            .packet(&json!({"packets": packets, "commit": commit}))
            .unwrap();
        let verdicts = answer["verdicts"].as_array().unwrap().clone();
        assert_eq!(verdicts.len(), packets.len());
        for verdict in &verdicts {
            assert_eq!(
                verdict["uncertain"],
                json!([]),
                "a label must not depend on what the executor does not know"
            );
        }
        verdicts
    }

    fn change(&mut self, world: &Value, back: bool) {
        let mut change = world.clone();
        if back {
            for part in ["hosts", "interfaces"] {
                for (_, state) in change
                    .get_mut(part)
                    .and_then(Value::as_object_mut)
                    .into_iter()
                    .flatten()
                {
                    *state = json!("up");
                }
            }
        }
        self.lab.world(&change).unwrap();
    }

    fn is_leak(&self, packet: &Value, verdict: &Value) -> bool {
        let destination: IpAddr = verdict["dst-address"].as_str().unwrap().parse().unwrap();
        match verdict["verdict"].as_str().unwrap() {
            "delivered" => {
                let query = verdict["dst-port"] == 53
                    && ["udp", "tcp"].contains(&packet["protocol"].as_str().unwrap());
                query && self.resolver
            }
            "forwarded" => {
                let out = verdict["out-interface"].as_str().unwrap();
                let near = |uplinks: bool| {
                    self.connected.iter().any(|(network, interface)| {
                        network.contains(&destination)
                            && (interface == out || uplinks)
                            && !self.uplinks.contains(interface)
                    })
                };
                let spared = verdict["fasttracked"] == true && near(true);
                out != self.exit && !near(false) && !spared
            }
            _ => false,
        }
    }
}

/// The MAC address of whoever answers.
const FAR: &str = "02:00:00:00:00:FE";

/// Whether the interface that a packet comes in by is up.
fn comes_in(world: &Value, packet: &Value) -> bool {
    world["interfaces"]
        .get(packet["in-interface"].as_str().unwrap())
        .is_none()
}

/// What the other end answers.
fn answer(packet: &Value, verdict: &Value) -> Value {
    let mut answer = json!({
        "in-interface": verdict["out-interface"],
        "src-mac": FAR,
        "src-address": verdict["dst-address"],
        "dst-address": verdict["src-address"],
        "protocol": packet["protocol"],
    });
    if packet.get("dst-port").is_some() {
        answer["src-port"] = verdict["dst-port"].clone();
        answer["dst-port"] = verdict["src-port"].clone();
    }
    answer
}

/// Each watched gateway down, and each interface.
fn failures(config: &Config) -> Vec<Value> {
    let mut worlds = BTreeSet::new();
    for menu in ["/ip/route", "/ipv6/route"] {
        for row in config.fixture[menu].as_array().into_iter().flatten() {
            if let Some(gateway) = row["gateway"].as_str().filter(|_| row["check-gateway"] == "ping") {
                worlds.insert(json!({"hosts": {gateway: "down"}}).to_string());
            }
        }
    }
    let names = ["/interface/ethernet", "/interface/bridge", "/interface/vlan"]
        .into_iter()
        .flat_map(|menu| config.fixture[menu].as_array().into_iter().flatten())
        .filter_map(|row| row["name"].as_str());
    for name in names.filter(|name| !["ether2", "ether3"].contains(name)) {
        worlds.insert(json!({"interfaces": {name: "down"}}).to_string());
    }
    worlds
        .into_iter()
        .map(|world| serde_json::from_str(&world).unwrap())
        .collect()
}

/// The packets that a device may send, for all that the rules of the corpus tell apart.
fn packets(config: &Config) -> Vec<Value> {
    let device: Device = config.base.device.parse().unwrap();
    let lan = ("bridge", "192.168.88.50", "2001:db8:88::50");
    let iot = ("iot", "192.168.20.50", "2001:db8:20::50");
    let guests = ("ether4", "192.168.30.50", "2001:db8:30::50");
    let (mac, places) = match &device {
        Device::Mac(mac) => (mac.to_string(), vec![lan, iot, guests]),
        Device::Address(_) => (MAC.to_owned(), vec![lan]),
        Device::List(_) => (MAC.to_owned(), vec![lan, iot]),
        Device::Subnet(_) | Device::Vlan(_) => (MAC.to_owned(), vec![iot]),
    };
    let four = [
        "198.51.100.7",
        "8.8.8.8",
        "203.0.113.53",
        "192.0.2.9",
        "192.168.88.1",
        "192.168.88.60",
        "192.168.20.60",
        "192.168.30.60",
        "10.99.101.1",
        "10.99.101.2",
        "10.99.102.2",
        "10.99.77.7",
    ];
    let six = [
        "2001:db8:5::1",
        "2001:db8:88::1",
        "2001:db8:30::60",
        "fd6e:c0ff:ee12:68::2",
    ];
    let ports = [("udp", 53), ("tcp", 53), ("tcp", 443), ("udp", 443)];
    let mut packets = Vec::new();
    for (interface, source4, source6) in places {
        let mut add = |source: &str, destination: &str| {
            let packet = json!({
                "in-interface": interface, "src-mac": mac, "src-address": source, "dst-address": destination,
            });
            for (protocol, port) in ports {
                let mut packet = packet.clone();
                packet["protocol"] = json!(protocol);
                packet["dst-port"] = json!(port);
                packets.push(packet);
            }
            let mut ping = packet;
            ping["protocol"] = json!(if source.contains(':') { "icmpv6" } else { "icmp" });
            packets.push(ping);
        };
        for destination in four {
            add(source4, destination);
        }
        if config.base.ipv6 && !config.base.ipv4_only {
            for destination in six {
                add(source6, destination);
            }
        }
    }
    packets
}
