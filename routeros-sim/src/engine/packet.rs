//! Sending packets through the simulated router.

use std::collections::{BTreeSet, HashMap};
use std::net::IpAddr;

use serde_json::{Value as Json, json};

use crate::packet_path::{self, Connection, Family, Link, Packet, Router, RoutingRule, Rule, Table};
use crate::provenance;
use crate::value::{Fields, Name, Prefix, Value, boolean, field, is_true, text};

use super::Engine;
use super::interfaces::InterfaceState;
use super::store::{Row, RowRef};

impl Engine {
    /// `POST /packet`: a packet, or `{"packets":[...]}` in order, optionally with `"commit":true`.
    pub(crate) fn packet(&mut self, document: &Json, now: u64) -> Result<Json, String> {
        self.tick(now);
        let _rule = provenance::Rule::PacketFlow;
        let commit = document.get("commit").and_then(Json::as_bool).unwrap_or(false);
        let single = document.get("packets").is_none();
        let packets: Vec<Packet> = match document.get("packets") {
            Some(Json::Array(packets)) => packets.iter().map(Packet::from_json).collect::<Result<_, _>>()?,
            Some(_) => return Err("packets is a list".to_owned()),
            None => {
                let mut alone = document.clone();
                if let Some(members) = alone.as_object_mut() {
                    members.remove("commit");
                }
                vec![Packet::from_json(&alone)?]
            }
        };
        let router = self.packet_router();
        let mut v4 = self.connections("/ip/firewall/connection");
        let mut v6 = self.connections("/ipv6/firewall/connection");
        let mut verdicts: Vec<Json> = packets
            .iter()
            .map(|packet| {
                let connections = if packet.src.is_ipv4() { &mut v4 } else { &mut v6 };
                packet_path::walk(&router, packet, connections).to_json()
            })
            .collect();
        if commit {
            self.keep_connections("/ip/firewall/connection", &v4);
            self.keep_connections("/ipv6/firewall/connection", &v6);
        }
        match (single, verdicts.pop()) {
            (true, Some(verdict)) => Ok(verdict),
            (_, last) => {
                verdicts.extend(last);
                Ok(json!({"verdicts": verdicts}))
            }
        }
    }

    /// Compiles the router's rows for the packet path.
    pub(crate) fn packet_router(&self) -> Router {
        let states = self.interface_states();
        let mut links: HashMap<String, Link> = HashMap::new();
        for (name, state) in &states {
            let row = self.row(state.at);
            let vlan = match (state.kind, &state.parent, row) {
                ("vlan", Some(parent), Some(row)) => text(&row.fields, "vlan-id")
                    .parse()
                    .ok()
                    .map(|id| (parent.clone(), id)),
                _ => None,
            };
            let bridge = match (state.kind, row) {
                ("bridge", Some(row)) => Some((
                    is_true(&row.fields, "vlan-filtering"),
                    text(&row.fields, "pvid").parse().unwrap_or(1),
                )),
                _ => None,
            };
            links.insert(
                name.clone(),
                Link {
                    running: state.running,
                    vlan,
                    port_of: None,
                    bridge,
                    vrf: self.vrf_of(name),
                },
            );
        }
        for row in self.enabled("/interface/bridge/port") {
            let pvid = text(&row.fields, "pvid").parse().unwrap_or(1);
            if let Some(link) = links.get_mut(text(&row.fields, "interface")) {
                link.port_of = Some((text(&row.fields, "bridge").to_owned(), pvid));
            }
        }
        let bridge_vlans = self
            .enabled("/interface/bridge/vlan")
            .map(|row| {
                let names = |name: &str| {
                    text(&row.fields, name)
                        .split(',')
                        .filter(|n| !n.is_empty())
                        .map(str::to_owned)
                        .collect()
                };
                packet_path::BridgeVlan {
                    bridge: text(&row.fields, "bridge").to_owned(),
                    ids: ranges(text(&row.fields, "vlan-ids")),
                    tagged: names("tagged"),
                    untagged: names("untagged"),
                }
            })
            .collect();
        let tracking = self.store.rows_of("/ip/firewall/connection/tracking").next();
        Router {
            v4: self.packet_family(true),
            v6: self.packet_family(false),
            interface_lists: self.interface_lists(&states),
            links,
            bridge_vlans,
            tracks: tracking.is_none_or(|row| text(&row.fields, "enabled") != "no"),
        }
    }

    fn enabled<'a>(&'a self, path: &str) -> impl Iterator<Item = &'a Row> + use<'a> {
        self.store
            .rows_of(path)
            .map(|row| &**row)
            .filter(|row| !is_true(&row.fields, "disabled"))
    }

    fn interface_lists(&self, states: &HashMap<String, InterfaceState>) -> HashMap<String, Vec<String>> {
        let names = |row: &Row, property: &str| {
            let lists = text(&row.fields, property)
                .split(',')
                .filter(|name| !name.is_empty());
            lists.map(str::to_owned).collect()
        };
        let mut lists: HashMap<String, InterfaceList> = HashMap::new();
        for row in self.enabled("/interface/list") {
            let list = lists.entry(text(&row.fields, "name").to_owned()).or_default();
            list.include = names(row, "include");
            list.exclude = names(row, "exclude");
        }
        for row in self.enabled("/interface/list/member") {
            let list = lists.entry(text(&row.fields, "list").to_owned()).or_default();
            list.members.insert(text(&row.fields, "interface").to_owned());
        }
        let built_in = |wanted: fn(bool) -> bool| InterfaceList {
            members: states
                .iter()
                .filter(|(_, state)| wanted(self.row(state.at).is_some_and(|row| row.dynamic)))
                .map(|(name, _)| name.clone())
                .collect(),
            ..InterfaceList::default()
        };
        lists.insert("all".to_owned(), built_in(|_| true));
        lists.insert("none".to_owned(), built_in(|_| false));
        lists.insert("dynamic".to_owned(), built_in(|dynamic| dynamic));
        lists.insert("static".to_owned(), built_in(|dynamic| !dynamic));
        lists
            .keys()
            .map(|name| {
                let members = members(name, &lists, &mut Vec::new());
                (name.clone(), members.into_iter().collect())
            })
            .collect()
    }

    fn packet_family(&self, v4: bool) -> Family {
        let top = if v4 { "/ip" } else { "/ipv6" };
        let mut family = Family {
            enabled: true,
            forwards: true,
            rp_filter: "no".to_owned(),
            ..Family::default()
        };
        for table in Table::ALL {
            let menu = format!("{top}/firewall/{}", table.name());
            let rules = self
                .store
                .rows_of(&menu)
                .filter_map(|row| Rule::compile(&menu, row.id, &row.fields))
                .collect();
            family.rules.insert(table, rules);
        }
        for row in self.enabled(&format!("{top}/firewall/address-list")) {
            if let Some(set) = packet_path::AddressSet::parse(text(&row.fields, "address")) {
                family
                    .lists
                    .entry(text(&row.fields, "list").to_owned())
                    .or_default()
                    .push(set);
            }
        }
        for row in self.enabled(&format!("{top}/address")) {
            if let Some(prefix) = Prefix::parse(text(&row.fields, "address")) {
                family
                    .addresses
                    .push((prefix, text(&row.fields, "interface").to_owned()));
            }
        }
        for route in self.fib(!v4).active() {
            family.routes.push(packet_path::ActiveRoute {
                id: route.id,
                table: route.table.clone(),
                destination: route.destination,
                blackhole: route.blackhole,
                hops: route
                    .hops
                    .iter()
                    .map(|hop| (hop.address, hop.interface.clone()))
                    .collect(),
            });
        }
        for row in self.enabled("/routing/rule") {
            let set = |name: &str| packet_path::AddressSet::parse(text(&row.fields, name));
            let (src, dst) = (set("src-address"), set("dst-address"));
            let other_family =
                |set: &Option<packet_path::AddressSet>| set.as_ref().is_some_and(|set| set.is_ipv4() != v4);
            if other_family(&src) || other_family(&dst) {
                continue;
            }
            let word = |name: &str| {
                Some(text(&row.fields, name))
                    .filter(|t| !t.is_empty())
                    .map(str::to_owned)
            };
            family.routing_rules.push(RoutingRule {
                id: row.id,
                src,
                dst,
                mark: word("routing-mark"),
                interface: word("interface"),
                action: word("action").unwrap_or_else(|| "lookup".to_owned()),
                table: word("table").unwrap_or_else(|| "main".to_owned()),
                min_prefix: text(&row.fields, "min-prefix").parse().ok(),
            });
        }
        let settings = self.store.rows_of(&format!("{top}/settings")).next();
        if let Some(settings) = settings {
            let fields = &settings.fields;
            if v4 {
                family.forwards = text(fields, "ip-forward") != "false" && text(fields, "ip-forward") != "no";
                family.rp_filter = text(fields, "rp-filter").to_owned();
                family.fasttrack = !matches!(text(fields, "allow-fast-path"), "false" | "no");
            } else {
                family.forwards = !matches!(text(fields, "forward"), "false" | "no");
                family.enabled = !is_true(fields, "disable-ipv6");
                family.fasttrack = self.since(7, 18);
            }
        }
        family
    }

    fn connections(&self, menu: &str) -> Vec<Connection> {
        self.store
            .rows_of(menu)
            .filter_map(|row| {
                let end = |name: &str| end(&row.fields, name);
                let (src, dst) = (end("src")?, end("dst")?);
                Some(Connection {
                    protocol: text(&row.fields, "protocol").to_owned(),
                    src,
                    dst,
                    reply_src: end("reply-src").unwrap_or(dst),
                    reply_dst: end("reply-dst").unwrap_or(src),
                    mark: Some(text(&row.fields, "connection-mark"))
                        .filter(|mark| !mark.is_empty() && *mark != "no-mark")
                        .map(str::to_owned),
                    seen_reply: text(&row.fields, "seen-reply") != "false",
                    fasttrack: is_true(&row.fields, "fasttrack"),
                    row: Some(row.id),
                })
            })
            .collect()
    }

    /// Writes connections back as rows.
    fn keep_connections(&mut self, menu: &str, connections: &[Connection]) {
        let table = self.table(menu);
        for connection in connections {
            let spelled = |(address, port): (IpAddr, Option<u16>)| match (address, port) {
                (IpAddr::V4(address), Some(port)) => format!("{address}:{port}"),
                (IpAddr::V6(address), Some(port)) => format!("[{address}]:{port}"),
                (address, None) => address.to_string(),
            };
            let mut fields: Fields = vec![
                (
                    Name::literal("protocol"),
                    Value::from(connection.protocol.clone()),
                ),
                (Name::literal("src-address"), Value::from(spelled(connection.src))),
                (Name::literal("dst-address"), Value::from(spelled(connection.dst))),
                (
                    Name::literal("reply-src-address"),
                    Value::from(spelled(connection.reply_src)),
                ),
                (
                    Name::literal("reply-dst-address"),
                    Value::from(spelled(connection.reply_dst)),
                ),
                (Name::literal("seen-reply"), boolean(connection.seen_reply)),
                (Name::literal("fasttrack"), boolean(connection.fasttrack)),
                (Name::literal("srcnat"), boolean(connection.src_natted())),
                (Name::literal("dstnat"), boolean(connection.dst_natted())),
            ];
            if let Some(mark) = &connection.mark {
                fields.push((Name::literal("connection-mark"), Value::from(mark.clone())));
            }
            match connection.row {
                Some(id) => {
                    let mark = self.store.journal.len();
                    self.store.replace(RowRef { table, id }, fields);
                    self.store.journal.truncate(mark);
                }
                None => {
                    let id = self.store.allocate(table);
                    self.insert_quietly(
                        table,
                        Row {
                            id,
                            dynamic: true,
                            origin: None,
                            fields,
                        },
                    );
                }
            }
        }
    }
}

/// `src-address=10.0.0.1:1234`, or with `src-port` apart.
fn end(fields: &Fields, side: &str) -> Option<(IpAddr, Option<u16>)> {
    let address = text(fields, &format!("{side}-address"));
    let apart: Option<u16> =
        field(fields, &format!("{side}-port")).and_then(|port| crate::value::as_text(port).parse().ok());
    if let Ok(address) = address.parse() {
        return Some((address, apart));
    }
    let socket: std::net::SocketAddr = address.parse().ok()?;
    Some((socket.ip(), Some(socket.port())))
}

/// `10,20-30`.
fn ranges(text: &str) -> Vec<(u16, u16)> {
    text.split(',')
        .filter_map(|part| match part.split_once('-') {
            Some((from, to)) => Some((from.trim().parse().ok()?, to.trim().parse().ok()?)),
            None => {
                let id: u16 = part.trim().parse().ok()?;
                Some((id, id))
            }
        })
        .collect()
}

/// An interface list as it is configured.
#[derive(Default)]
struct InterfaceList {
    members: BTreeSet<String>,
    include: Vec<String>,
    exclude: Vec<String>,
}

/// Who is on a list: the members of the lists that it includes, without those of the lists that it excludes, and its
/// own. `above` holds the lists that are being resolved; one that includes itself adds nothing to itself.
fn members<'a>(
    name: &'a str,
    lists: &'a HashMap<String, InterfaceList>,
    above: &mut Vec<&'a str>,
) -> BTreeSet<String> {
    let _rule = provenance::Rule::InterfaceListMembers;
    let Some(list) = lists.get(name).filter(|_| !above.contains(&name)) else {
        return BTreeSet::new();
    };
    above.push(name);
    let mut found: BTreeSet<String> = list
        .include
        .iter()
        .flat_map(|other| members(other, lists, above))
        .collect();
    for other in &list.exclude {
        for gone in members(other, lists, above) {
            found.remove(&gone);
        }
    }
    above.pop();
    found.extend(list.members.iter().cloned());
    found
}
