//! The path of a packet through the router.

use std::net::IpAddr;

use super::address::AddressSet;
use super::chain::{Left, run};
use super::conntrack::{Connection, Direction, find};
use super::matcher::{Rule, Table, View};
use super::packet::{Packet, Report, Verdict};
use super::router::Router;
use super::routing::{Decision, Question, decide};

/// A packet on its way.
#[derive(Debug)]
pub(crate) struct Live {
    in_interface: Option<String>,
    in_port: Option<String>,
    out_interface: Option<String>,
    src_mac: Option<String>,
    pub(crate) src: IpAddr,
    pub(crate) dst: IpAddr,
    protocol: String,
    src_port: Option<u16>,
    dst_port: Option<u16>,
    state: &'static str,
    packet_mark: Option<String>,
    routing_mark: Option<String>,
    /// Its connection, a copy that goes back when the packet is through; none when untracked.
    connection: Option<Connection>,
    direction: Direction,
    pub(crate) trace: Vec<String>,
    pub(crate) uncertain: Vec<String>,
}

impl Live {
    pub(crate) fn view(&self) -> View {
        View {
            in_interface: self.in_interface.clone(),
            in_port: self.in_port.clone(),
            out_interface: self.out_interface.clone(),
            src_mac: self.src_mac.clone(),
            src: self.src,
            dst: self.dst,
            protocol: self.protocol.clone(),
            src_port: self.src_port,
            dst_port: self.dst_port,
            state: self.state,
            connection_mark: self.connection.as_ref().and_then(|c| c.mark.clone()),
            packet_mark: self.packet_mark.clone(),
            routing_mark: self.routing_mark.clone(),
            src_natted: self.connection.as_ref().is_some_and(Connection::src_natted),
            dst_natted: self.connection.as_ref().is_some_and(Connection::dst_natted),
        }
    }

    pub(crate) fn untrack(&mut self) {
        self.state = "untracked";
        self.connection = None;
    }

    /// The manual: FastTrack takes IPv4 TCP and UDP (IPv6 from 7.18), and only while fast path is allowed.
    pub(crate) fn fasttrack_connection(&mut self, router: &Router) {
        let can =
            router.family(self.src.is_ipv4()).fasttrack && matches!(self.protocol.as_str(), "tcp" | "udp");
        if let Some(connection) = self.connection.as_mut().filter(|_| can) {
            connection.fasttrack = true;
        }
    }

    pub(crate) fn mangle(&mut self, rule: &Rule) {
        let mark = |text: &str| (!text.is_empty() && text != "no-mark").then(|| text.to_owned());
        match rule.action.as_str() {
            "mark-routing" => self.routing_mark = mark(&rule.new_routing_mark).filter(|name| name != "main"),
            "mark-packet" => self.packet_mark = mark(&rule.new_packet_mark),
            "mark-connection" => {
                if let Some(connection) = &mut self.connection {
                    connection.mark = mark(&rule.new_connection_mark);
                }
            }
            _ => {}
        }
    }

    /// Applies a nat rule to the connection; says whether the rule ends the table.
    pub(crate) fn translate(&mut self, router: &Router, rule: &Rule) -> bool {
        let v4 = self.src.is_ipv4();
        let first_address = || match AddressSet::parse(&rule.to_addresses) {
            Some(AddressSet::Prefix(prefix)) => Some(prefix.address),
            Some(AddressSet::Range(from, _)) => Some(from),
            None => None,
        };
        let first_port = rule
            .to_ports
            .split(['-', ','])
            .next()
            .and_then(|port| port.parse::<u16>().ok());
        match rule.action.as_str() {
            "dst-nat" | "netmap" if rule.chain != "srcnat" => {
                self.dst = first_address().unwrap_or(self.dst);
                self.dst_port = first_port.or(self.dst_port);
            }
            "redirect" => {
                let own = self
                    .in_interface
                    .as_deref()
                    .and_then(|name| router.address_on(name, v4));
                let loopback = if v4 {
                    IpAddr::from([127, 0, 0, 1])
                } else {
                    IpAddr::from([0, 0, 0, 0, 0, 0, 0, 1])
                };
                self.dst = own.unwrap_or(loopback);
                self.dst_port = first_port.or(self.dst_port);
            }
            "src-nat" | "netmap" | "same" => {
                self.src = first_address().unwrap_or(self.src);
                self.src_port = first_port.or(self.src_port);
            }
            "masquerade" => {
                let own = self
                    .out_interface
                    .as_deref()
                    .and_then(|name| router.address_on(name, v4));
                self.src = own.unwrap_or(self.src);
                self.src_port = first_port.or(self.src_port);
            }
            _ => return false,
        }
        let (src, dst) = ((self.src, self.src_port), (self.dst, self.dst_port));
        if let Some(connection) = &mut self.connection {
            connection.reply_src = dst;
            connection.reply_dst = src;
        }
        true
    }

    fn question<'a>(&'a self, router: &'a Router, main_only: bool) -> Question<'a> {
        let vrf = self
            .in_interface
            .as_deref()
            .and_then(|name| router.links.get(name))
            .and_then(|link| link.vrf.as_deref());
        Question {
            src: self.src,
            dst: self.dst,
            mark: self.routing_mark.as_deref(),
            in_interface: self.in_interface.as_deref(),
            vrf,
            main_only,
        }
    }

    fn route(
        &mut self,
        router: &Router,
        main_only: bool,
    ) -> Result<(String, Option<IpAddr>, String), Verdict> {
        let mut trace = std::mem::take(&mut self.trace);
        let decision = decide(
            router.family(self.src.is_ipv4()),
            &self.question(router, main_only),
            &mut trace,
        );
        self.trace = trace;
        match decision {
            Decision::Via {
                interface,
                gateway,
                table,
            } => Ok((interface, gateway, table)),
            Decision::Dropped { by } => Err(Verdict::Dropped { by }),
            Decision::Unreachable { by } => Err(Verdict::Rejected { by }),
        }
    }

    /// The address translation that the connection already has, on the way in.
    fn nat_in(&mut self) {
        let Some(connection) = &self.connection else {
            return;
        };
        let (address, port) = match self.direction {
            // The original destination becomes the one that answers.
            Direction::Original if connection.dst_natted() => connection.reply_src,
            // An answer's destination becomes the one that asked.
            Direction::Reply if connection.src_natted() => connection.src,
            _ => return,
        };
        (self.dst, self.dst_port) = (address, port);
    }

    /// The same on the way out.
    fn nat_out(&mut self) {
        let Some(connection) = &self.connection else {
            return;
        };
        let (address, port) = match self.direction {
            Direction::Original if connection.src_natted() => connection.reply_dst,
            Direction::Reply if connection.dst_natted() => connection.dst,
            _ => return,
        };
        (self.src, self.src_port) = (address, port);
    }

    fn pass(&mut self, router: &Router, table: Table, chain: &str) -> Result<(), Verdict> {
        match run(router, self, table, chain) {
            Left::Accepted => Ok(()),
            Left::Dropped(by) => Err(Verdict::Dropped { by }),
            Left::Rejected(by) => Err(Verdict::Rejected { by }),
        }
    }
}

/// Sends a packet through the router. `connections` is what connection tracking knows; it learns from the packet.
pub(crate) fn walk(router: &Router, packet: &Packet, connections: &mut Vec<Connection>) -> Report {
    let mut live = Live {
        in_interface: None,
        in_port: None,
        out_interface: None,
        src_mac: packet.src_mac.clone(),
        src: packet.src,
        dst: packet.dst,
        protocol: super::matcher::protocol(&packet.protocol).to_owned(),
        src_port: packet.src_port,
        dst_port: packet.dst_port,
        state: "new",
        packet_mark: None,
        routing_mark: None,
        connection: None,
        direction: Direction::Original,
        trace: Vec::new(),
        uncertain: Vec::new(),
    };
    let mut table = None;
    let mut fasttracked = false;
    let verdict = travel(
        router,
        packet,
        connections,
        &mut live,
        &mut table,
        &mut fasttracked,
    );
    let through = matches!(verdict, Verdict::Forwarded { .. } | Verdict::Delivered);
    if let Some(mut connection) = live.connection.take().filter(|_| through) {
        connection.seen_reply |= live.direction == Direction::Reply;
        let known = connections.iter_mut().find(|c| {
            c.protocol == connection.protocol && c.src == connection.src && c.dst == connection.dst
        });
        let mark = connection.mark.clone();
        match known {
            Some(slot) => *slot = connection,
            None => connections.push(connection),
        }
        return report(verdict, live, table, fasttracked, mark);
    }
    report(verdict, live, table, fasttracked, None)
}

fn report(
    verdict: Verdict,
    live: Live,
    table: Option<String>,
    fasttracked: bool,
    connection_mark: Option<String>,
) -> Report {
    Report {
        verdict,
        src: live.src,
        dst: live.dst,
        src_port: live.src_port,
        dst_port: live.dst_port,
        table,
        routing_mark: live.routing_mark,
        connection_mark,
        fasttracked,
        trace: live.trace,
        uncertain: live.uncertain,
    }
}

fn travel(
    router: &Router,
    packet: &Packet,
    connections: &[Connection],
    live: &mut Live,
    table: &mut Option<String>,
    fasttracked: &mut bool,
) -> Verdict {
    let family = router.family(packet.src.is_ipv4());
    if !family.enabled {
        return Verdict::Dropped {
            by: "the address family is disabled".to_owned(),
        };
    }
    let outcome = match &packet.in_interface {
        None => from_router(router, packet, connections, live, table),
        Some(name) => match router.ingress(name, packet.vlan) {
            Err(reason) => Err(Verdict::Dropped { by: reason }),
            Ok((interface, port)) => {
                live.trace.push(match &port {
                    Some(port) => format!("in: {interface} by port {port}"),
                    None => format!("in: {interface}"),
                });
                live.in_interface = Some(interface);
                live.in_port = port;
                from_outside(router, packet, connections, live, table, fasttracked)
            }
        },
    };
    match outcome {
        Ok(verdict) | Err(verdict) => verdict,
    }
}

/// Finds the packet's connection, or begins one.
fn track(router: &Router, packet: &Packet, connections: &[Connection], live: &mut Live) {
    if !router.tracks || live.state == "untracked" || packet.connection_state.as_deref() == Some("untracked")
    {
        live.untrack();
        return;
    }
    let (src, dst) = ((live.src, live.src_port), (live.dst, live.dst_port));
    match find(connections, &live.protocol, src, dst) {
        Some((index, direction)) => {
            live.connection = connections.get(index).cloned();
            live.direction = direction;
            let answered = live.connection.as_ref().is_some_and(|c| c.seen_reply);
            live.state = if answered || direction == Direction::Reply {
                "established"
            } else {
                "new"
            };
        }
        None => live.connection = Some(Connection::new(&live.protocol, src, dst)),
    }
    if let Some(connection) = &mut live.connection {
        if let Some(mark) = &packet.connection_mark {
            connection.mark = Some(mark.clone());
        }
        connection.fasttrack |= packet.fasttracked;
    }
    live.state = match packet.connection_state.as_deref() {
        Some("established") => "established",
        Some("related") => "related",
        Some("invalid") => "invalid",
        Some("new") => "new",
        _ => live.state,
    };
    live.trace.push(format!("connection tracking: {}", live.state));
}

/// Whether this is the first packet of its connection, the one that the nat table sees.
fn begins(live: &Live, connections: &[Connection]) -> bool {
    let Some(connection) = &live.connection else {
        return false;
    };
    matches!(live.state, "new" | "related")
        && !connections
            .iter()
            .any(|c| c.protocol == connection.protocol && c.src == connection.src && c.dst == connection.dst)
}

fn from_outside(
    router: &Router,
    packet: &Packet,
    connections: &[Connection],
    live: &mut Live,
    table: &mut Option<String>,
    fasttracked: &mut bool,
) -> Result<Verdict, Verdict> {
    let family = router.family(live.src.is_ipv4());
    // A fasttracked connection's packets leave the slow path before its first table.
    let ends = ((live.src, live.src_port), (live.dst, live.dst_port));
    let known =
        find(connections, &live.protocol, ends.0, ends.1).and_then(|(index, _)| connections.get(index));
    if (known.is_some_and(|c| c.fasttrack) || packet.fasttracked) && family.fasttrack {
        *fasttracked = true;
        track(router, packet, connections, live);
        live.trace
            .push("fasttrack: raw, mangle, filter and routing marks are skipped".to_owned());
        live.nat_in();
        if router.is_local(live.dst) {
            return Ok(Verdict::Delivered);
        }
        let (interface, gateway, by) = live.route(router, true)?;
        *table = Some(by);
        live.nat_out();
        return Ok(Verdict::Forwarded { interface, gateway });
    }
    live.pass(router, Table::Raw, "prerouting")?;
    track(router, packet, connections, live);
    live.pass(router, Table::Mangle, "prerouting")?;
    let first = begins(live, connections);
    if first {
        live.pass(router, Table::Nat, "dstnat")?;
    } else {
        live.nat_in();
    }
    check_reverse_path(router, live)?;
    if router.is_local(live.dst) || router.is_broadcast(live.dst) || live.dst.is_multicast() {
        live.trace.push("routing: local".to_owned());
        live.pass(router, Table::Mangle, "input")?;
        live.pass(router, Table::Filter, "input")?;
        return Ok(Verdict::Delivered);
    }
    let (interface, gateway, by) = live.route(router, false)?;
    *table = Some(by);
    if !family.forwards {
        return Err(Verdict::Dropped {
            by: "forwarding is off".to_owned(),
        });
    }
    live.out_interface = Some(interface.clone());
    live.pass(router, Table::Mangle, "forward")?;
    live.pass(router, Table::Filter, "forward")?;
    live.pass(router, Table::Mangle, "postrouting")?;
    if first {
        live.pass(router, Table::Nat, "srcnat")?;
    } else {
        live.nat_out();
    }
    Ok(Verdict::Forwarded { interface, gateway })
}

fn from_router(
    router: &Router,
    packet: &Packet,
    connections: &[Connection],
    live: &mut Live,
    table: &mut Option<String>,
) -> Result<Verdict, Verdict> {
    if router.is_local(live.dst) {
        return Ok(Verdict::Delivered);
    }
    let (interface, _, _) = live.route(router, false)?;
    live.out_interface = Some(interface);
    live.pass(router, Table::Raw, "output")?;
    track(router, packet, connections, live);
    live.pass(router, Table::Mangle, "output")?;
    let first = begins(live, connections);
    if first {
        live.pass(router, Table::Nat, "output")?;
    }
    // Routing adjustment: a mark set in output is looked up again.
    let (interface, gateway, by) = live.route(router, false)?;
    *table = Some(by);
    live.out_interface = Some(interface.clone());
    live.pass(router, Table::Filter, "output")?;
    live.pass(router, Table::Mangle, "postrouting")?;
    if first {
        live.pass(router, Table::Nat, "srcnat")?;
    } else {
        live.nat_out();
    }
    Ok(Verdict::Forwarded { interface, gateway })
}

/// `/ip/settings rp-filter`: would an answer go back the way the packet came?
fn check_reverse_path(router: &Router, live: &mut Live) -> Result<(), Verdict> {
    let family = router.family(live.src.is_ipv4());
    if !matches!(family.rp_filter.as_str(), "strict" | "loose") {
        return Ok(());
    }
    let question = Question {
        src: live.dst,
        dst: live.src,
        mark: None,
        in_interface: None,
        vrf: None,
        main_only: false,
    };
    let mut unseen = Vec::new();
    let passes = match decide(family, &question, &mut unseen) {
        Decision::Via { interface, .. } => {
            family.rp_filter == "loose" || live.in_interface.as_deref() == Some(interface.as_str())
        }
        _ => false,
    };
    if passes {
        Ok(())
    } else {
        Err(Verdict::Dropped {
            by: format!("rp-filter {}", family.rp_filter),
        })
    }
}
