//! `/ping`: answered by the world, along the router's own routes.

use std::net::IpAddr;

use crate::packet_path::{self, Packet};
use crate::provenance::Rule;
use crate::value::{Fields, Name, Value, parse_duration};

use super::reply::{Reply, Trap};
use super::session::Transport;
use super::validate::no_match;
use super::{Actor, ConnId, Engine, Output, Request};

/// The most pings one command sends at once.
const MAX_COUNT: u64 = 1000;

/// Pings one connection may keep running.
const MAX_PINGS: usize = 64;

/// A ping without a count, which goes on until it is cancelled.
#[derive(Debug)]
pub(crate) struct Ping {
    pub(crate) tag: Option<Value>,
    address: IpAddr,
    interval_ms: u64,
    next: u64,
    sent: u64,
    received: u64,
}

impl Engine {
    pub(super) fn ping(&mut self, actor: &Actor, request: &Request) -> Result<Vec<Reply>, Trap> {
        let _rule = Rule::Ping;
        let address: IpAddr = request.text("address").parse().map_err(|_| no_match("address"))?;
        let interval_ms = parse_duration(request.text("interval")).unwrap_or(1000).max(10);
        let mut ping = Ping {
            tag: request.tag.clone(),
            address,
            interval_ms,
            next: self.now,
            sent: 0,
            received: 0,
        };
        let count = request.text("count");
        if count.is_empty() {
            if actor.transport != Transport::Api {
                return Err(Trap::general(Rule::Ping, "Session closed"));
            }
            if let Some(session) = actor.conn.and_then(|conn| self.sessions.get_mut(&conn))
                && session.pings.len() < MAX_PINGS
            {
                session.pings.push(ping);
            }
            self.send_pings();
            return Ok(Vec::new());
        }
        let count: u64 = count
            .parse()
            .ok()
            .filter(|n| (1..=MAX_COUNT).contains(n))
            .ok_or_else(|| no_match("count"))?;
        let mut replies: Vec<Reply> = (0..count).map(|_| Reply::Row(self.one_ping(&mut ping))).collect();
        replies.push(Reply::Done(None));
        Ok(replies)
    }

    /// Sends the pings that are due.
    pub(super) fn send_pings(&mut self) {
        let conns: Vec<ConnId> = self
            .sessions
            .iter()
            .filter(|(_, session)| !session.hung && session.pings.iter().any(|ping| ping.next <= self.now))
            .map(|(conn, _)| *conn)
            .collect();
        for conn in conns {
            let mut pings = match self.sessions.get_mut(&conn) {
                Some(session) => std::mem::take(&mut session.pings),
                None => continue,
            };
            for ping in pings.iter_mut().filter(|ping| ping.next <= self.now) {
                let fields = self.one_ping(ping);
                ping.next = self.now + ping.interval_ms;
                self.output.push_back(Output::Reply {
                    conn,
                    tag: ping.tag.clone(),
                    reply: Reply::Row(fields),
                });
            }
            if let Some(session) = self.sessions.get_mut(&conn) {
                session.pings = pings;
            }
        }
    }

    pub(super) fn pings_deadline(&self) -> Option<u64> {
        self.sessions
            .values()
            .filter(|s| !s.hung)
            .flat_map(|s| &s.pings)
            .map(|ping| ping.next)
            .min()
    }

    fn one_ping(&self, ping: &mut Ping) -> Fields {
        let source = if ping.address.is_ipv4() {
            IpAddr::from([0, 0, 0, 0])
        } else {
            IpAddr::from([0_u16; 8])
        };
        let packet = Packet::own(source, ping.address, "icmp");
        let report = packet_path::walk(&self.packet_router(), &packet, &mut Vec::new());
        let next_hop_down = report
            .gateway()
            .is_some_and(|gateway| self.world.host_down(gateway));
        let answered = report.went_out() && !next_hop_down && !self.world.host_down(ping.address);
        ping.sent += 1;
        ping.received += u64::from(answered);
        let loss = (ping.sent - ping.received) * 100 / ping.sent;
        let mut fields: Fields = vec![
            (Name::literal("seq"), Value::from((ping.sent - 1).to_string())),
            (Name::literal("host"), Value::from(ping.address.to_string())),
        ];
        if answered {
            for (name, value) in [("size", "56"), ("ttl", "64"), ("time", "1ms")] {
                fields.push((Name::literal(name), Value::from_static(value.as_bytes())));
            }
        } else {
            let status = if report.went_out() {
                "timeout"
            } else {
                "no route to host"
            };
            fields.push((Name::literal("status"), Value::from_static(status.as_bytes())));
        }
        for (name, value) in [
            ("sent", ping.sent),
            ("received", ping.received),
            ("packet-loss", loss),
        ] {
            fields.push((Name::literal(name), Value::from(value.to_string())));
        }
        fields
    }
}
