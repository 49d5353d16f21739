//! The exact answer for one device: its packets are followed in every world.

use super::chain::TooComplex;
use super::explain::path;
use super::model::{ConnectionState, InterfaceId, Model, address};
use super::passage::{Arrival, Limits, Walker};
use super::ranges::RangeSet;
use super::region::{Cube, Dimension, Region, Sparse};
use super::report::{Leak, LeakKind, Packet, Phase};
use super::routing::World;
use super::sketch::Suspicion;
use super::state::{State, View};
use super::steered::Steered;

/// How often connection marks may change on one connection.
const MAX_MARK_CHANGES: u8 = 8;

/// Follows the packets of a device.
pub(super) struct Judge<'a, 'b> {
    model: &'a Model,
    walker: &'b Walker<'a>,
    device: &'b Steered,
    limits: Limits,
    leaks: Vec<Leak>,
}

/// How many sets of packets are followed for one device before giving up.
const BUDGET: usize = 60_000;

impl<'a, 'b> Judge<'a, 'b> {
    pub(super) fn new(model: &'a Model, walker: &'b Walker<'a>, device: &'b Steered) -> Self {
        let limits = Limits {
            budget: BUDGET,
            failures: device.closed,
        };
        Self {
            model,
            walker,
            device,
            limits,
            leaks: Vec::new(),
        }
    }

    /// Judges packets that the device sends.
    pub(super) fn judge(&mut self, packets: Region) -> Result<(), TooComplex> {
        let first = self.walker.enter(packets, View::Original, ConnectionState::New);
        let arrivals = self.walker.first(first, &mut self.limits)?;
        let begun = self.settle(arrivals, Phase::New)?;
        let mut connections: Vec<(State<'a>, u8)> = begun.into_iter().map(|state| (state, 0)).collect();
        while let Some((connection, changes)) = connections.pop() {
            for changed in self.follow(&connection)? {
                if changes < MAX_MARK_CHANGES {
                    connections.push((changed, changes + 1));
                }
            }
        }
        Ok(())
    }

    /// Judges the one packet among some that makes the best example, and says whether it leaks as suspected.
    pub(super) fn confirm(&mut self, all: &Region, suspicion: &Suspicion) -> Result<bool, TooComplex> {
        let packet = Sparse(
            OF_FIRST_PACKET
                .into_iter()
                .filter_map(|dimension| {
                    Some((dimension, RangeSet::one(telling(&suspicion.packets, dimension)?)))
                })
                .collect(),
        );
        let known = |judge: &Self| {
            let kind = judge.kind(suspicion.what.out);
            judge
                .leaks
                .iter()
                .any(|leak| leak.kind == kind && leak.phase == suspicion.what.phase)
        };
        if !known(self)
            && let Some(packet) = all.restrict(&packet)
        {
            self.judge(packet)?;
        }
        Ok(known(self))
    }

    /// The counterexamples that were found.
    pub(super) fn into_leaks(self) -> Vec<Leak> {
        self.leaks
    }

    fn kind(&self, out: Option<InterfaceId>) -> LeakKind {
        let Some(out) = out else {
            return LeakKind::OwnResolver;
        };
        let name = self.model.interface(out).map(|interface| interface.name.clone());
        LeakKind::OtherWay(name.unwrap_or_default())
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
        let inside = Sparse(vec![(connection.destination(), self.walker.inner().clone())]);
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
        region = region.less(spared(self.walker.near(out).clone()));
        if phase == Phase::FastTracked {
            region = region.less(spared(self.walker.inner().clone()));
        }
        self.record(self.kind(Some(out)), phase, state, &region)
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
        let known = self
            .leaks
            .iter()
            .position(|leak| leak.kind == kind && leak.phase == phase);
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
        let value = |dimension| telling(cube, dimension).unwrap_or_default();
        let small = |dimension| u16::try_from(value(dimension)).unwrap_or_default();
        let interface = self.model.interface(InterfaceId(small(Dimension::InInterface)));
        Packet {
            in_interface: interface
                .map(|interface| interface.name.clone())
                .unwrap_or_default(),
            source_mac: u64::try_from(value(Dimension::Mac)).unwrap_or_default(),
            source: address(self.walker.v4, value(Dimension::Source)),
            destination: address(self.walker.v4, value(Dimension::OriginalDestination)),
            protocol: u8::try_from(value(Dimension::Protocol)).unwrap_or_default(),
            source_port: small(Dimension::SourcePort),
            destination_port: small(Dimension::OriginalPort),
        }
    }
}

/// The dimensions that a connection's first packet has when it comes in.
const OF_FIRST_PACKET: [Dimension; 7] = [
    Dimension::InInterface,
    Dimension::Mac,
    Dimension::Source,
    Dimension::Protocol,
    Dimension::SourcePort,
    Dimension::OriginalDestination,
    Dimension::OriginalPort,
];

/// The value that makes the best example.
fn telling(packets: &Cube, dimension: Dimension) -> Option<u128> {
    let values = packets.get(dimension);
    // UDP tells most where any protocol would do.
    let known = [17, 6, 1]
        .into_iter()
        .filter(|_| dimension == Dimension::Protocol);
    known
        .into_iter()
        .find(|protocol| values.contains(*protocol))
        .or_else(|| values.first())
}
