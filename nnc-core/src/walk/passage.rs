//! The way of one packet of a connection through the router, for sets of packets at once.

use std::rc::Rc;

use super::chain::{Run, TooComplex};
use super::model::{ConnectionState, InterfaceId, Mark, Model, Plane, Route, RoutingAction};
use super::ranges::RangeSet;
use super::reduce::{Reduced, Tables};
use super::region::{Dimension, Region, Sparse};
use super::routing::{Router, World};
use super::state::{Hop, Met, Split, State, View};

/// Link-local addresses of IPv6, which are not forwarded (RFC 4291, section 2.5.6).
const LINK_LOCAL: (u128, u128) = (0xfe80 << 112, (0xfec0 << 112) - 1);

/// One family of a router, ready to be walked.
pub(super) struct Walker<'a> {
    pub(super) plane: &'a Plane,
    pub(super) v4: bool,
    pub(super) tables: Tables<'a>,
    pub(super) router: Router<'a>,
    /// The MAC addresses of devices, which are not behind the interfaces of `outside`.
    devices: RangeSet,
    outside: RangeSet,
    /// For each interface the networks connected to it, none for uplinks.
    near: Vec<RangeSet>,
    /// All of these.
    inner: RangeSet,
}

/// Limits of one question.
pub(super) struct Limits {
    /// How many more sets of packets may come about.
    pub(super) budget: usize,
    /// Whether worlds in which something is down are considered.
    pub(super) failures: bool,
}

/// How a passage ended.
pub(super) enum Arrival<'a> {
    /// At the router itself.
    Delivered(State<'a>),
    /// Out of the state's interface.
    Forwarded(State<'a>),
}

impl<'a> Walker<'a> {
    pub(super) fn new(model: &'a Model, plane: &'a Plane, v4: bool, devices: RangeSet) -> Self {
        let outside = model
            .interface_ids()
            .filter(|(_, interface)| interface.uplink || interface.service);
        let near = model.interface_ids().map(|(id, interface)| {
            if interface.uplink {
                RangeSet::EMPTY
            } else {
                plane.connected_to(id)
            }
        });
        let near: Vec<RangeSet> = near.collect();
        Self {
            plane,
            v4,
            tables: Tables::reduce(plane),
            router: Router::new(model, plane),
            devices,
            outside: RangeSet::of(outside.map(|(id, _)| (id.0.into(), id.0.into()))),
            inner: RangeSet::of(near.iter().flat_map(RangeSet::ranges)),
            near,
        }
    }

    /// The networks connected to an interface that is no uplink.
    pub(super) fn near(&self, interface: InterfaceId) -> &RangeSet {
        const NOTHING: &RangeSet = &RangeSet::EMPTY;
        self.near.get(usize::from(interface.0)).unwrap_or(NOTHING)
    }

    /// The networks connected to the router other than by an uplink.
    pub(super) fn inner(&self) -> &RangeSet {
        &self.inner
    }

    /// Whether some rule marks connections.
    pub(super) fn marks_connections(&self) -> bool {
        self.tables.connection_marks.len() > 1
    }

    /// A packet that has just come in.
    pub(super) fn enter(&self, region: Region, view: View, state: ConnectionState) -> State<'a> {
        State {
            region,
            view,
            connection_state: state,
            routing_mark: Mark::NONE,
            connection_mark: Mark::NONE,
            packet_mark: Mark::NONE,
            destination_translated: false,
            port_translated: false,
            source_translated: false,
            fast_tracked: false,
            doubtful: false,
            forced: None,
            out: None,
            world: World::AllUp,
            way: None,
        }
    }

    /// A later packet of a connection. Once something is down it stays so for the connection.
    fn resume(&self, connection: &State<'a>, view: View) -> Option<State<'a>> {
        let mut packet = self.enter(connection.region.clone(), view, ConnectionState::Established);
        packet.world = connection.world;
        self.arriving_in(&packet, connection.world)
    }

    /// The first packet of a connection.
    pub(super) fn first(
        &self,
        packet: State<'a>,
        limits: &mut Limits,
    ) -> Result<Vec<Arrival<'a>>, TooComplex> {
        let entered = self.first_entered(packet, limits)?;
        self.decide(entered, limits)
    }

    /// The first packet of a connection, up to the routing decision.
    pub(super) fn first_entered(
        &self,
        packet: State<'a>,
        limits: &mut Limits,
    ) -> Result<Vec<State<'a>>, TooComplex> {
        let marked = self.prerouting(vec![packet], limits)?;
        let (tracked, untracked): (Vec<_>, Vec<_>) = marked
            .into_iter()
            .partition(|state| state.connection_state != ConnectionState::Untracked);
        let mut translated = self.pass(&self.tables.nat, "dstnat", tracked, limits)?;
        translated.extend(untracked);
        Ok(translated)
    }

    /// A later packet in the direction of the first, whose fate the connection's state carries.
    pub(super) fn later(
        &self,
        connection: &State<'a>,
        limits: &mut Limits,
    ) -> Result<Vec<Arrival<'a>>, TooComplex> {
        let entered = self.later_entered(connection, limits)?;
        self.decide(entered, limits)
    }

    /// A later packet in the direction of the first, up to the routing decision.
    pub(super) fn later_entered(
        &self,
        connection: &State<'a>,
        limits: &mut Limits,
    ) -> Result<Vec<State<'a>>, TooComplex> {
        let Some(mut packet) = self.resume(connection, View::Original) else {
            return Ok(Vec::new());
        };
        packet.connection_mark = connection.connection_mark;
        packet.source_translated = connection.source_translated;
        let mut marked = self.prerouting(vec![packet], limits)?;
        let tracked = |state: &&mut State<'_>| state.connection_state != ConnectionState::Untracked;
        for state in marked.iter_mut().filter(tracked) {
            state.destination_translated = connection.destination_translated;
            state.port_translated = connection.port_translated;
        }
        Ok(marked)
    }

    /// An answer, which comes in by the interface that the connection leaves by.
    pub(super) fn answer(
        &self,
        connection: &State<'a>,
        by: InterfaceId,
        limits: &mut Limits,
    ) -> Result<Vec<Arrival<'a>>, TooComplex> {
        let entered = self.answer_entered(connection, by, limits)?;
        self.decide(entered, limits)
    }

    /// An answer, up to the routing decision.
    pub(super) fn answer_entered(
        &self,
        connection: &State<'a>,
        by: InterfaceId,
        limits: &mut Limits,
    ) -> Result<Vec<State<'a>>, TooComplex> {
        let Some(mut packet) = self.resume(connection, View::Reply { by, undone: false }) else {
            return Ok(Vec::new());
        };
        if self.outside.contains(by.0.into()) {
            let others = Sparse(vec![(Dimension::AnswerMac, self.devices.complement())]);
            match packet.region.restrict(&others) {
                Some(region) => packet.region = region,
                None => return Ok(Vec::new()),
            }
        }
        packet.connection_mark = connection.connection_mark;
        packet.source_translated = connection.source_translated;
        packet.destination_translated = connection.destination_translated;
        packet.port_translated = connection.port_translated;
        let mut marked = self.prerouting(vec![packet], limits)?;
        for state in &mut marked {
            state.view = View::Reply { by, undone: true };
        }
        Ok(marked)
    }

    /// A packet that skips the firewall: the main table alone decides.
    pub(super) fn fast_tracked(&self, connection: &State<'a>, limits: &Limits) -> Vec<State<'a>> {
        let carried = Sparse(vec![(Dimension::Protocol, RangeSet::of([(6, 6), (17, 17)]))]);
        let packet = self.resume(connection, View::Original);
        let Some((mut packet, region)) = packet.and_then(|packet| {
            let region = packet.region.restrict(&carried)?;
            Some((packet, region))
        }) else {
            return Vec::new();
        };
        packet.region = region;
        packet.destination_translated = connection.destination_translated;
        packet.port_translated = connection.port_translated;
        packet.way.clone_from(&connection.way);
        let mut routed = Vec::new();
        self.look_up(&packet, Mark::MAIN, None, limits, &mut routed);
        routed
    }

    /// A packet of the router itself to an address: the interfaces that it may leave by once filters have let it.
    pub(super) fn output(
        &self,
        packet: State<'a>,
        limits: &mut Limits,
    ) -> Result<Vec<State<'a>>, TooComplex> {
        let raw = self.pass(&self.tables.raw, "output", vec![packet], limits)?;
        let marked = self.pass(&self.tables.mangle, "output", raw, limits)?;
        let routed = marked
            .into_iter()
            .flat_map(|state| self.route(state, limits))
            .collect();
        self.pass(&self.tables.filter, "output", routed, limits)
    }

    pub(super) fn pass(
        &self,
        chains: &Reduced<'a>,
        chain: &str,
        packets: Vec<State<'a>>,
        limits: &mut Limits,
    ) -> Result<Vec<State<'a>>, TooComplex> {
        Run::new(chains, &mut limits.budget, &self.plane.local).pass(chain, packets)
    }

    fn prerouting(&self, packets: Vec<State<'a>>, limits: &mut Limits) -> Result<Vec<State<'a>>, TooComplex> {
        let packets = self.pass(&self.tables.raw, "prerouting", packets, limits)?;
        self.pass(&self.tables.mangle, "prerouting", packets, limits)
    }

    /// The routing decision, and what follows from it.
    fn decide(&self, packets: Vec<State<'a>>, limits: &mut Limits) -> Result<Vec<Arrival<'a>>, TooComplex> {
        let mut arrivals = Vec::new();
        for packet in packets {
            let local = Sparse(vec![(packet.destination(), self.plane.local.clone())]);
            if let Some(region) = packet.region.restrict(&local) {
                let own = packet.with(region);
                let delivered = self.deliver(own, limits)?;
                arrivals.extend(delivered.into_iter().map(Arrival::Delivered));
            }
            if packet.region.lies_in(&local) {
                continue;
            }
            let region = packet.region.clone().less(local);
            let routed = self.route(State { region, ..packet }, limits);
            let marked = self.pass(&self.tables.mangle, "forward", routed, limits)?;
            let filtered = self.pass(&self.tables.filter, "forward", marked, limits)?;
            let left = self.leave(filtered, limits)?;
            arrivals.extend(left.into_iter().map(Arrival::Forwarded));
        }
        Ok(arrivals)
    }

    /// Packets for the router itself that it lets in.
    pub(super) fn deliver(
        &self,
        packet: State<'a>,
        limits: &mut Limits,
    ) -> Result<Vec<State<'a>>, TooComplex> {
        let marked = self.pass(&self.tables.mangle, "input", vec![packet], limits)?;
        self.pass(&self.tables.filter, "input", marked, limits)
    }

    /// What happens to packets behind the filter.
    pub(super) fn leave(
        &self,
        filtered: Vec<State<'a>>,
        limits: &mut Limits,
    ) -> Result<Vec<State<'a>>, TooComplex> {
        let leaving = self.pass(&self.tables.mangle, "postrouting", filtered, limits)?;
        let (first, rest): (Vec<_>, Vec<_>) = leaving
            .into_iter()
            .partition(|state| state.connection_state == ConnectionState::New);
        let mut left = self.pass(&self.tables.nat, "srcnat", first, limits)?;
        left.extend(rest);
        Ok(left)
    }

    /// Packets without those between addresses of a link.
    pub(super) fn routable(&self, mut packet: State<'a>) -> State<'a> {
        if !self.v4 {
            let link_local = RangeSet::of([LINK_LOCAL]);
            let (from, to) = (Dimension::Source, packet.destination());
            for dimension in [from, to] {
                packet.region = packet.region.less(Sparse(vec![(dimension, link_local.clone())]));
            }
        }
        packet
    }

    /// The packets with the interface that they leave by, in every world.
    fn route(&self, packet: State<'a>, limits: &Limits) -> Vec<State<'a>> {
        let mut packet = self.routable(packet);
        if let Some(interface) = packet.forced {
            packet.out = Some(interface);
            return vec![packet];
        }
        let mut routed = Vec::new();
        let mut waiting = vec![packet];
        let mark = waiting.first().map_or(Mark::NONE, |packet| packet.routing_mark);
        if mark != Mark::NONE && mark != Mark::MAIN {
            waiting = self.look_up_all(waiting, mark, None, limits, &mut routed);
        }
        for rule in &self.plane.rules {
            let mut next = Vec::new();
            for packet in waiting {
                let Some(Split {
                    matched, unmatched, ..
                }) = packet.split(&rule.matches, Met::RoutingRule(rule), true)
                else {
                    next.push(packet);
                    continue;
                };
                next.extend(unmatched);
                if let RoutingAction::Lookup {
                    table,
                    only,
                    longer_than,
                } = rule.action
                {
                    let missed = self.look_up_all(matched, table, longer_than, limits, &mut routed);
                    if !only {
                        next.extend(missed);
                    }
                }
            }
            waiting = next;
        }
        self.look_up_all(waiting, Mark::MAIN, None, limits, &mut routed);
        routed
    }

    fn look_up_all(
        &self,
        packets: Vec<State<'a>>,
        table: Mark,
        longer_than: Option<u8>,
        limits: &Limits,
        routed: &mut Vec<State<'a>>,
    ) -> Vec<State<'a>> {
        packets
            .iter()
            .flat_map(|packet| self.look_up(packet, table, longer_than, limits, routed))
            .collect()
    }

    /// Looks packets up, in the world that they are in; where that is not settled yet, in all that make a
    /// difference to them. Returns those that the table has no route for.
    fn look_up(
        &self,
        packet: &State<'a>,
        table: Mark,
        longer_than: Option<u8>,
        limits: &Limits,
        routed: &mut Vec<State<'a>>,
    ) -> Vec<State<'a>> {
        let mut missed = self.lookup_in(packet, table, longer_than, routed);
        if packet.world != World::AllUp || !limits.failures {
            return missed;
        }
        for (world, lost) in self.router.changes(table).iter() {
            let changed = Sparse(vec![(packet.destination(), lost.clone())]);
            if !packet.region.touches(&changed) {
                continue;
            }
            if let Some(mut packet) = self.arriving_in(packet, *world).and_then(|packet| {
                let region = packet.region.restrict(&changed)?;
                Some(State { region, ..packet })
            }) {
                packet.world = *world;
                missed.extend(self.lookup_in(&packet, table, longer_than, routed));
            }
        }
        missed
    }

    /// The packets that can come in at all in a world.
    fn arriving_in(&self, packet: &State<'a>, world: World) -> Option<State<'a>> {
        let down = self.router.down(world);
        match packet.view {
            View::Original => self.coming_in(packet.clone(), world),
            View::Reply { by, .. } => (!down.contains(by.0.into())).then(|| packet.clone()),
        }
    }

    /// The packets, or answers to packets, that come in by an interface which is up in a world.
    pub(super) fn coming_in(&self, packet: State<'a>, world: World) -> Option<State<'a>> {
        let up = Sparse(vec![(
            Dimension::InInterface,
            self.router.down(world).complement(),
        )]);
        let region = packet.region.restrict(&up)?;
        Some(packet.with(region))
    }

    fn lookup_in(
        &self,
        packet: &State<'a>,
        table: Mark,
        longer_than: Option<u8>,
        routed: &mut Vec<State<'a>>,
    ) -> Vec<State<'a>> {
        let lookup = self.router.lookup(table, packet.world, longer_than);
        let to = |set: &RangeSet| {
            let region = packet
                .region
                .restrict(&Sparse(vec![(packet.destination(), set.clone())]))?;
            Some(State {
                region,
                ..packet.clone()
            })
        };
        let destinations = packet.region.get(packet.destination());
        for found in &lookup.found {
            if !destinations.intersects(&found.destinations) {
                continue;
            }
            let Some(packet) = to(&found.destinations) else {
                continue;
            };
            routed.extend(found.ways.iter().filter_map(|(way, route)| {
                let out = Some((*way)?);
                Some(State {
                    out,
                    way: Some(self.over(route, &packet)),
                    ..packet.clone()
                })
            }));
        }
        if lookup.missed.is_empty() {
            Vec::new()
        } else {
            to(&lookup.missed).into_iter().collect()
        }
    }

    fn over(&self, route: &'a Route, packet: &State<'a>) -> Rc<Hop<'a>> {
        Rc::new(Hop {
            met: Met::Route(route),
            assumed: Vec::new(),
            before: packet.way.clone(),
        })
    }
}
