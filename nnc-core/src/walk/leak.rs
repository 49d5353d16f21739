//! Can a packet of a steered device leave another way?

use std::net::IpAddr;

use super::chain::{Hop, Met, State, TooComplex, View};
use super::model::{
    Action, ConnectionState, InterfaceId, Model, Plane, RoutingAction, RowRef, Target, address,
};
use super::passage::{Arrival, Limits, Walker};
use super::ranges::RangeSet;
use super::region::{Cube, Dimension, Region, Sparse};
use super::routing::World;

/// How the packets of a steered device are told from others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Selector {
    /// By the source MAC address, as a 48-bit number.
    Mac(u64),
    /// By the IPv4 source address. What such a device sends over IPv6 is told by the interface that it is behind.
    Source(RangeSet),
    /// By the interface that they come in by.
    Interface(InterfaceId),
}

/// A steered device, and how its packets may leave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Steered {
    /// What to call it.
    pub name: String,
    /// Which packets are its.
    pub selector: Selector,
    /// Which of several steered devices a packet belongs to: that with the lowest rank.
    pub rank: u32,
    /// The interface that its packets leave by.
    pub exit: InterfaceId,
    /// Whether they must not leave otherwise even while something is down.
    pub closed: bool,
    /// Whether its IPv6 was left alone on purpose, so that it is not judged.
    pub ipv4_only: bool,
}

/// What is wrong with where a packet ends.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum LeakKind {
    /// It leaves by this interface, which is neither the right one nor that of the destination's own network.
    OtherWay(String),
    /// It is a name query that reaches the router's own resolver.
    OwnResolver,
}

/// Which packet of a connection leaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Phase {
    /// The first.
    New,
    /// A later one.
    Established,
    /// A later one, after the connection was fasttracked.
    FastTracked,
}

/// A packet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Packet {
    /// The name of the interface that it comes in by.
    pub in_interface: String,
    /// Its source MAC address as a 48-bit number.
    pub source_mac: u64,
    /// Its source.
    pub source: IpAddr,
    /// Its destination.
    pub destination: IpAddr,
    /// The protocol number.
    pub protocol: u8,
    /// The source port; means nothing for protocols without ports.
    pub source_port: u16,
    /// The destination port; means nothing for protocols without ports.
    pub destination_port: u16,
}

/// A row on a packet's way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The row.
    pub row: RowRef,
    /// What it does to the packet.
    pub effect: String,
    /// Conditions of the row that cannot be decided and were taken as met.
    pub assumed: Vec<String>,
}

/// A counterexample.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leak {
    /// The steered device, by its name.
    pub device: String,
    /// What is wrong.
    pub kind: LeakKind,
    /// Which packet of its connection this is.
    pub phase: Phase,
    /// What is up and down.
    pub world: World,
    /// The packet as it comes in.
    pub packet: Packet,
    /// The rows that decide its way, in order. That of a fasttracked packet begins with the way of the packet that
    /// had the connection fasttracked.
    pub path: Vec<Step>,
}

/// The answer for some devices.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LeakReport {
    /// One counterexample for each different way of leaking. None at all, and nothing undecided: a proof that
    /// nothing leaks.
    pub leaks: Vec<Leak>,
    /// Devices for which the rules are too many and too entangled to decide.
    pub undecided: Vec<String>,
    /// Devices whose IPv6 was left alone on purpose and is not judged.
    pub ipv4_only: Vec<String>,
}

impl LeakReport {
    /// Whether it is proven that nothing leaks.
    pub fn is_proof(&self) -> bool {
        self.leaks.is_empty() && self.undecided.is_empty()
    }
}

/// How many sets of packets are followed for one device before giving up.
const BUDGET: usize = 60_000;

/// How often connection marks may change on one connection.
const MAX_MARK_CHANGES: u8 = 8;

/// Judges steered devices: in any world, can one of their packets leave by another way than it should, or a name
/// query reach the router's own resolver?
///
/// Judged are the first packet of a connection that the device opens, later packets, and later packets after an
/// answer or a packet of the device has had the connection fasttracked, each in the world in which all is up and in
/// those in which one watched gateway or one interface is down; the connection may be older than the failure, but
/// not the other way round. For
/// devices that are not `closed` only the world in which all is up counts. A packet to a network connected to the router
/// other than by an uplink is no leak if it leaves by that network's interface; nor is one of a fasttracked
/// connection inside such networks while the interface of its destination is down.
///
/// Devices are taken to be where their addresses belong: behind an interface whose networks hold the source, and none
/// behind an uplink or a service.
/// Not judged: connections that others open to the device, packets that connection tracking calls invalid or
/// related, and what the router or a service sends by itself.
///
/// ```
/// use nnc_core::walk::{leaks, Interface, InterfaceId, Model, Selector, Steered};
/// let uplink = Interface { name: "ether1".into(), uplink: true, ..Interface::default() };
/// let exit = Interface { name: "nnc-tor".into(), service: true, ..Interface::default() };
/// let model = Model { interfaces: vec![uplink, exit], ..Model::default() };
/// let tv = Steered {
///     name: "tv".into(),
///     selector: Selector::Mac(0x02_00_00_00_00_01),
///     rank: 0,
///     exit: InterfaceId(1),
///     closed: true,
///     ipv4_only: false,
/// };
/// // A router without routes drops everything.
/// assert!(leaks(&model, &[tv]).is_proof());
/// ```
pub fn leaks(model: &Model, devices: &[Steered]) -> LeakReport {
    let mut report = LeakReport::default();
    let planes = [(Some(&model.v4), true), (model.v6.as_ref(), false)];
    for (plane, v4) in planes {
        let Some(plane) = plane else { continue };
        let macs = devices.iter().filter_map(|device| match device.selector {
            Selector::Mac(mac) => Some((u128::from(mac), u128::from(mac))),
            _ => None,
        });
        let walker = Walker::new(model, plane, v4, RangeSet::of(macs));
        for device in devices {
            if device.ipv4_only && !v4 {
                continue;
            }
            let limits = Limits {
                budget: BUDGET,
                failures: device.closed,
            };
            let mut judge = Judge {
                model,
                walker: &walker,
                device,
                limits,
                leaks: Vec::new(),
            };
            let others = devices.iter().filter(|other| other.rank < device.rank);
            let others: Vec<Sparse> = others.filter_map(|other| belongs(other, v4)).collect();
            let judged = judge.judge(starts(model, plane, v4, &device.selector), &others);
            report.leaks.append(&mut judge.leaks);
            if judged.is_err() && !report.undecided.contains(&device.name) {
                report.undecided.push(device.name.clone());
            }
        }
    }
    let spared = devices
        .iter()
        .filter(|device| device.ipv4_only && model.v6.is_some());
    report.ipv4_only.extend(spared.map(|device| device.name.clone()));
    report
}

/// The packets that belong to a device, as far as its selector tells them in this family.
fn belongs(device: &Steered, v4: bool) -> Option<Sparse> {
    match &device.selector {
        Selector::Mac(mac) => Some(Sparse(vec![(Dimension::Mac, RangeSet::one(u128::from(*mac)))])),
        Selector::Source(addresses) => v4.then(|| Sparse(vec![(Dimension::Source, addresses.clone())])),
        Selector::Interface(id) => Some(Sparse(vec![(Dimension::InInterface, id.set())])),
    }
}

/// Destinations that packets are sent to one by one: no multicast, loopback or reserved addresses.
fn unicast(v4: bool) -> RangeSet {
    if v4 {
        RangeSet::of([(0x0100_0000, 0x7eff_ffff), (0x8000_0000, 0xdfff_ffff)])
    } else {
        RangeSet::of([(2, (0xff00 << 112) - 1)])
    }
}

/// The packets that a device can send.
pub(super) fn starts(model: &Model, plane: &Plane, v4: bool, selector: &Selector) -> Vec<Cube> {
    let mut all = Cube::ALL;
    for dimension in [Dimension::SourcePort, Dimension::OriginalPort, Dimension::Port] {
        all.set(dimension, RangeSet::of([(0, 0xffff)]));
    }
    all.set(Dimension::Protocol, RangeSet::of([(0, 0xff)]));
    all.set(Dimension::Mac, RangeSet::of([(1, 0xffff_ffff_ffff)]));
    all.set(Dimension::AnswerMac, RangeSet::of([(1, 0xffff_ffff_ffff)]));
    all.set(Dimension::OriginalDestination, unicast(v4));
    all.set(Dimension::Source, unicast(v4));
    let at = |interface: InterfaceId, sources: RangeSet| {
        let mut cube = all.clone();
        cube.set(Dimension::InInterface, interface.set());
        cube.set(Dimension::Source, sources.intersect(&unicast(v4)));
        cube
    };
    // Where a family has no addresses, hosts may take what they like.
    let behind = |interface: InterfaceId| {
        let networks = plane.behind(interface);
        if networks.is_empty() && !v4 {
            unicast(v4)
        } else {
            networks
        }
    };
    let inside = || {
        model
            .interface_ids()
            .filter(|(_, interface)| !interface.uplink && !interface.service)
            .map(|(id, _)| id)
    };
    let cubes: Vec<Cube> = match selector {
        Selector::Mac(mac) => inside()
            .map(|id| {
                let mut cube = at(id, behind(id));
                let own = RangeSet::one(u128::from(*mac));
                // Whoever answers, it is not the device itself.
                cube.set(Dimension::AnswerMac, cube.get(Dimension::AnswerMac).minus(&own));
                cube.set(Dimension::Mac, own);
                cube
            })
            .collect(),
        Selector::Interface(id) => {
            let sources = behind(*id);
            vec![at(*id, if sources.is_empty() { unicast(v4) } else { sources })]
        }
        Selector::Source(addresses) if v4 => {
            let mut elsewhere = addresses.clone();
            let mut cubes = Vec::new();
            for id in inside() {
                let here = plane.behind(id);
                cubes.push(at(id, here.intersect(addresses)));
                elsewhere = elsewhere.minus(&here);
            }
            // An address of no network that the router knows may come in anywhere.
            cubes.extend(inside().map(|id| at(id, elsewhere.minus(&plane.local))));
            cubes
        }
        Selector::Source(addresses) => inside()
            .filter(|id| model.v4.behind(*id).intersects(addresses))
            .map(|id| at(id, behind(id)))
            .collect(),
    };
    cubes
        .into_iter()
        .filter(|cube| !cube.get(Dimension::Source).is_empty())
        .collect()
}

struct Judge<'a, 'b> {
    model: &'a Model,
    walker: &'b Walker<'a>,
    device: &'b Steered,
    limits: Limits,
    leaks: Vec<Leak>,
}

impl<'a> Judge<'a, '_> {
    fn judge(&mut self, starts: Vec<Cube>, others: &[Sparse]) -> Result<(), TooComplex> {
        for cube in starts {
            let own = others.iter().cloned().fold(Region::new(cube), Region::less);
            let first = self.walker.enter(own, View::Original, ConnectionState::New);
            let arrivals = self.walker.first(first, &mut self.limits)?;
            let mut connections: Vec<(State<'a>, u8)> = self
                .settle(arrivals, Phase::New)?
                .into_iter()
                .map(|c| (c, 0))
                .collect();
            while let Some((connection, changes)) = connections.pop() {
                for changed in self.follow(&connection)? {
                    if changes < MAX_MARK_CHANGES {
                        connections.push((changed, changes + 1));
                    }
                }
            }
        }
        Ok(())
    }

    /// Judges where packets ended; returns what lives on as a connection.
    fn settle(&mut self, arrivals: Vec<Arrival<'a>>, phase: Phase) -> Result<Vec<State<'a>>, TooComplex> {
        let mut alive = Vec::new();
        for arrival in arrivals {
            match arrival {
                Arrival::Delivered(state) => self.delivered(&state, phase)?,
                Arrival::Forwarded(state) => {
                    if !self.forwarded(&state, phase)? {
                        alive.push(state);
                    }
                }
            }
        }
        Ok(alive)
    }

    /// Follows a connection that has begun. Returns it once more with each other mark that its packets give it.
    fn follow(&mut self, connection: &State<'a>) -> Result<Vec<State<'a>>, TooComplex> {
        let (Some(out), false) = (
            connection.out,
            connection.connection_state == ConnectionState::Untracked,
        ) else {
            return Ok(Vec::new());
        };
        // Inside the router's networks a fasttracked connection is no leak, so that answers matter for marks only.
        let inside = Sparse(vec![(connection.destination(), self.inner_networks())]);
        let answers = if connection.region.lies_in(&inside) && !self.walker.marks_connections() {
            Vec::new()
        } else {
            self.walker.answer(connection, out, &mut self.limits)?
        };
        let later = self.walker.later(connection, &mut self.limits)?;
        let mut states: Vec<State<'a>> = answers
            .into_iter()
            .filter_map(|arrival| match arrival {
                Arrival::Forwarded(state) => Some(state),
                Arrival::Delivered(_) => None,
            })
            .collect();
        states.extend(self.settle(later, Phase::Established)?);
        if connection.fast_tracked {
            states.push(connection.clone());
        }
        let mut changed = Vec::new();
        for state in states {
            let next = State {
                region: state.region.clone(),
                connection_mark: state.connection_mark,
                world: state.world,
                way: state.way.clone(),
                ..connection.clone()
            };
            if state.fast_tracked {
                for packet in self.walker.fast_tracked(&next, &self.limits) {
                    self.forwarded(&packet, Phase::FastTracked)?;
                }
            }
            if state.connection_mark != connection.connection_mark {
                changed.push(State {
                    fast_tracked: false,
                    ..next
                });
            }
        }
        Ok(changed)
    }

    /// Whether packets that leave by the state's interface leak.
    fn forwarded(&mut self, state: &State<'a>, phase: Phase) -> Result<bool, TooComplex> {
        let Some(out) = state.out.filter(|out| *out != self.device.exit) else {
            return Ok(false);
        };
        let mut region = state.region.clone();
        let spared = |networks: RangeSet| Sparse(vec![(state.destination(), networks)]);
        let uplink = self.model.interface(out).is_none_or(|interface| interface.uplink);
        if !uplink {
            region = region.less(spared(self.walker.plane.connected_to(out)));
        }
        if phase == Phase::FastTracked {
            region = region.less(spared(self.inner_networks()));
        }
        let name = self
            .model
            .interface(out)
            .map_or_else(String::new, |interface| interface.name.clone());
        self.record(LeakKind::OtherWay(name), phase, state, &region)
    }

    /// The networks connected to the router other than by an uplink.
    fn inner_networks(&self) -> RangeSet {
        let inner = self.walker.plane.connected.iter().filter(|(_, interface)| {
            self.model
                .interface(*interface)
                .is_some_and(|interface| !interface.uplink)
        });
        RangeSet::networks(inner.map(|(network, _)| *network))
    }

    fn delivered(&mut self, state: &State<'a>, phase: Phase) -> Result<(), TooComplex> {
        if !self.model.resolver {
            return Ok(());
        }
        let query = Sparse(vec![
            (state.port(), RangeSet::one(53)),
            (Dimension::Protocol, RangeSet::of([(6, 6), (17, 17)])),
        ]);
        if let Some(region) = state.region.restrict(&query) {
            self.record(LeakKind::OwnResolver, phase, state, &region)?;
        }
        Ok(())
    }

    /// Records a leak if the region holds a packet; says whether it does.
    fn record(
        &mut self,
        kind: LeakKind,
        phase: Phase,
        state: &State<'a>,
        region: &Region,
    ) -> Result<bool, TooComplex> {
        let Some(cube) = region.sample().map_err(|_| TooComplex)? else {
            return Ok(false);
        };
        let known = self.leaks.iter().position(|leak| {
            let family = leak.packet.source.is_ipv4() == self.walker.v4;
            family && leak.kind == kind && leak.phase == phase
        });
        // A leak while everything is up says the most.
        let better = |at: usize| {
            self.leaks
                .get(at)
                .is_some_and(|leak| leak.world != World::AllUp && state.world == World::AllUp)
        };
        if known.is_some_and(|at| !better(at)) {
            return Ok(true);
        }
        let leak = Leak {
            device: self.device.name.clone(),
            kind,
            phase,
            world: state.world,
            packet: self.packet(&cube),
            path: path(self.model, state.way.as_deref()),
        };
        match known.and_then(|at| self.leaks.get_mut(at)) {
            Some(slot) => *slot = leak,
            None => self.leaks.push(leak),
        }
        Ok(true)
    }

    fn packet(&self, cube: &Cube) -> Packet {
        let first = |dimension| cube.get(dimension).first().unwrap_or_default();
        let small = |dimension| u16::try_from(first(dimension)).unwrap_or_default();
        let interface = self.model.interface(InterfaceId(small(Dimension::InInterface)));
        // UDP makes the most telling example where any protocol would do.
        let protocols = cube.get(Dimension::Protocol);
        let protocol = [17, 6, 1]
            .into_iter()
            .find(|protocol| protocols.contains((*protocol).into()));
        Packet {
            in_interface: interface
                .map(|interface| interface.name.clone())
                .unwrap_or_default(),
            source_mac: u64::try_from(first(Dimension::Mac)).unwrap_or_default(),
            source: address(self.walker.v4, first(Dimension::Source)),
            destination: address(self.walker.v4, first(Dimension::OriginalDestination)),
            protocol: protocol
                .unwrap_or_else(|| u8::try_from(first(Dimension::Protocol)).unwrap_or_default()),
            source_port: small(Dimension::SourcePort),
            destination_port: small(Dimension::OriginalPort),
        }
    }
}

pub(super) fn path(model: &Model, way: Option<&Hop<'_>>) -> Vec<Step> {
    let mut steps: Vec<Step> = std::iter::successors(way, |hop| hop.before.as_deref())
        .map(|hop| Step {
            row: hop_row(hop).clone(),
            effect: effect(model, hop),
            assumed: hop.assumed.clone(),
        })
        .collect();
    steps.reverse();
    steps
}

fn hop_row<'a>(hop: &Hop<'a>) -> &'a RowRef {
    match hop.met {
        Met::Rule(rule) => &rule.row,
        Met::RoutingRule(rule) => &rule.row,
        Met::Route(route) => &route.row,
    }
}

fn effect(model: &Model, hop: &Hop<'_>) -> String {
    let mark = |mark| model.marks.name(mark).unwrap_or("no mark").to_owned();
    let interface = |id| {
        model
            .interface(id)
            .map_or("an unknown interface", |interface| interface.name.as_str())
    };
    match hop.met {
        Met::Rule(rule) => match &rule.action {
            Action::Accept => "accepts it".to_owned(),
            Action::Drop => "drops it".to_owned(),
            Action::Jump(chain) => format!("sends it to chain {chain}"),
            Action::Return => "sends it back".to_owned(),
            Action::Continue => "lets it pass".to_owned(),
            Action::MarkRouting { mark: set, .. } => format!("marks it for table {}", mark(*set)),
            Action::MarkConnection { mark: set, .. } => format!("marks its connection {}", mark(*set)),
            Action::MarkPacket { mark: set, .. } => format!("marks it {}", mark(*set)),
            Action::FastTrack => "has its connection fasttracked".to_owned(),
            Action::NoTrack => "exempts it from connection tracking".to_owned(),
            Action::Forward(id) => format!("sends it out of {}", interface(*id)),
            Action::TranslateDestination { .. } => "changes its destination".to_owned(),
            Action::Redirect { .. } => "redirects it to the router".to_owned(),
            Action::TranslateSource => "changes its source".to_owned(),
        },
        Met::RoutingRule(rule) => match rule.action {
            RoutingAction::Lookup {
                table, only: true, ..
            } => format!("has it looked up in table {} only", mark(table)),
            RoutingAction::Lookup { table, .. } => format!("has it looked up in table {}", mark(table)),
            RoutingAction::Drop => "drops it".to_owned(),
        },
        Met::Route(route) => match route.target {
            Target::Interface(id) => format!("routes it out of {}", interface(id)),
            Target::Nowhere => "drops it".to_owned(),
        },
    }
}
