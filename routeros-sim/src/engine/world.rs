//! The world around the router: hosts, links, traffic.

use std::collections::HashSet;
use std::net::IpAddr;

use serde_json::{Value as Json, json};

use super::Engine;

/// Which hosts and links are down, and whether traffic flows.
#[derive(Debug, Default, Clone)]
pub(crate) struct World {
    hosts_down: HashSet<IpAddr>,
    links_down: HashSet<String>,
    counters: bool,
    /// Uptime at which the counters were last reset.
    counted_from: u64,
}

impl World {
    pub(crate) fn host_down(&self, host: IpAddr) -> bool {
        self.hosts_down.contains(&host)
    }

    pub(crate) fn link_down(&self, interface: &str) -> bool {
        self.links_down.contains(interface)
    }

    /// Bytes and packets of a row: they grow with time while traffic flows.
    pub(crate) fn counters(&self, menu: &str, id: u32, uptime_ms: u64) -> (u64, u64) {
        if !self.counters {
            return (0, 0);
        }
        let since = uptime_ms.saturating_sub(self.counted_from);
        let packets = 1 + since / 10 * (1 + (u64::from(id) + menu.len() as u64) % 7);
        (packets * 100, packets)
    }

    pub(crate) fn reset_counters(&mut self, uptime_ms: u64) {
        self.counted_from = uptime_ms;
    }
}

impl Engine {
    /// `POST /world`. Says what is wrong with the document when something is.
    pub(crate) fn change_world(&mut self, change: &Json, now: u64) -> Result<(), String> {
        let state = |value: &Json| match value.as_str() {
            Some("down") => Ok(true),
            Some("up") => Ok(false),
            _ => Err("a host or an interface is \"up\" or \"down\"".to_owned()),
        };
        let mut world = self.world.clone();
        let Some(change) = change.as_object() else {
            return Err("an object is wanted".to_owned());
        };
        for (key, value) in change {
            match key.as_str() {
                "hosts" => {
                    for (host, value) in value.as_object().into_iter().flatten() {
                        let host: IpAddr = host.parse().map_err(|_| format!("{host} is not an address"))?;
                        if state(value)? {
                            world.hosts_down.insert(host)
                        } else {
                            world.hosts_down.remove(&host)
                        };
                    }
                }
                "interfaces" => {
                    for (name, value) in value.as_object().into_iter().flatten() {
                        if state(value)? {
                            world.links_down.insert(name.clone())
                        } else {
                            world.links_down.remove(name)
                        };
                    }
                }
                "counters" => world.counters = value.as_bool().ok_or("counters is true or false")?,
                other => return Err(format!("unknown key {other}")),
            }
        }
        self.tick(now);
        self.world = world;
        self.tell_everything();
        Ok(())
    }

    /// `GET /world`.
    pub(crate) fn world_json(&self) -> Json {
        let mut hosts: Vec<String> = self.world.hosts_down.iter().map(ToString::to_string).collect();
        hosts.sort();
        let mut links: Vec<&String> = self.world.links_down.iter().collect();
        links.sort();
        json!({"hosts-down": hosts, "interfaces-down": links, "counters": self.world.counters})
    }
}
