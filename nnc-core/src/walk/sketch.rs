//! A quick look at one device, which errs on one side only: it may suspect what is harmless, but overlooks nothing.
//!
//! The exact answer follows packets through every world and past every rule of the filter; most of that does not
//! matter. Here a table is asked once, for what it may do in any world; packets that leave by the right interface,
//! or by that of their destination's own network, are taken to pass the filter; and a connection may have any mark
//! that some rule sets. Only packets that would leave by a wrong interface, and queries to the router, are held
//! against the filter's rules. What is left of them is suspect; if nothing is, that is the proof.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use super::chain::TooComplex;
use super::model::{Action, ConnectionState, InterfaceId, Mark, Model, RoutingAction};
use super::passage::{Limits, Walker};
use super::ranges::RangeSet;
use super::region::{Cube, Dimension, Region, Sparse};
use super::report::Phase;
use super::routing::{World, by_interface};
use super::state::{Fit, Met, State, View};
use super::steered::Steered;

/// How many sets of packets are looked at before the exact answer is sought instead.
const BUDGET: usize = 4_000;

/// With how many connection marks to try each connection before the exact answer is sought instead.
const MAX_MARKS: usize = 16;

/// How deep chains may jump.
const MAX_DEPTH: u8 = 32;

/// A way in which packets of a device may leak.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Suspicion {
    pub(super) what: Suspected,
    /// Some such packets.
    pub(super) packets: Cube,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Suspected {
    /// The interface that they leave by; `None` where they reach the router's own resolver.
    pub(super) out: Option<InterfaceId>,
    pub(super) phase: Phase,
    /// Whether everything is up meanwhile.
    pub(super) all_up: bool,
}

/// Where a table may send packets, in any world that counts.
struct Ways {
    /// Destinations that leave by the interface of their own network.
    home: RangeSet,
    /// Those that leave otherwise while everything is up, and in other worlds.
    away: [Vec<(InterfaceId, RangeSet)>; 2],
    /// All, world by world.
    each: Vec<(World, InterfaceId, RangeSet)>,
    missed: RangeSet,
}

/// A table, the prefix length that its routes must exceed, and whether worlds in which something is down count.
type WaysKey = (Mark, Option<u8>, bool);

/// What the looks at all devices have in common.
pub(super) struct Ground<'a, 'b> {
    model: &'a Model,
    walker: &'b Walker<'a>,
    marks: Vec<Mark>,
    ways: RefCell<HashMap<WaysKey, Rc<Ways>>>,
    carried: Sparse,
    query: RangeSet,
    /// Whether a rule of `mangle` fasttracks, which may be behind the filter.
    fast_tracks_late: bool,
}

impl<'a, 'b> Ground<'a, 'b> {
    pub(super) fn new(model: &'a Model, walker: &'b Walker<'a>) -> Self {
        Self {
            model,
            walker,
            marks: walker.tables.connection_marks.iter().copied().collect(),
            ways: RefCell::default(),
            carried: Sparse(vec![(Dimension::Protocol, RangeSet::of([(6, 6), (17, 17)]))]),
            query: RangeSet::one(53),
            fast_tracks_late: {
                let mut rules = walker.plane.mangle.values().flatten();
                rules.any(|rule| rule.action == Action::FastTrack)
            },
        }
    }

    /// How packets of a device may leak; `None` where a quick look does not tell.
    pub(super) fn suspicions(&self, device: &Steered, start: Region) -> Option<Vec<Suspicion>> {
        if self.marks.len() > MAX_MARKS {
            return None;
        }
        let mut look = Look {
            ground: self,
            exit: device.exit,
            limits: Limits {
                budget: BUDGET,
                failures: device.closed,
            },
            found: Vec::new(),
        };
        look.from(start).ok().map(|()| look.found)
    }

    fn ways(&self, table: Mark, longer_than: Option<u8>, failures: bool) -> Rc<Ways> {
        let key = (table, longer_than, failures);
        if let Some(known) = self.ways.borrow().get(&key) {
            return Rc::clone(known);
        }
        let reach = self.walker.router.reach(table, longer_than, failures);
        let near = |id: &InterfaceId| self.walker.near(*id);
        let failing = reach.failing.iter().map(|(_, id, set)| (*id, set.clone()));
        let away = [reach.up.clone(), by_interface(failing)];
        let home = away.iter().flatten();
        let home = home.flat_map(|(id, set)| set.intersect(near(id)).ranges());
        let home = RangeSet::of(home);
        let away = away.map(|ways| {
            let away = ways.into_iter().map(|(id, set)| (id, set.minus(near(&id))));
            away.filter(|(_, set)| !set.is_empty()).collect()
        });
        let up = reach.up.into_iter().map(|(id, set)| (World::AllUp, id, set));
        let ways = Rc::new(Ways {
            home,
            away,
            each: up.chain(reach.failing).collect(),
            missed: reach.missed,
        });
        self.ways.borrow_mut().insert(key, Rc::clone(&ways));
        ways
    }

    /// Whether a rule may have packets fasttracked, of those that leave by the state's interface. A rule in `mangle`
    /// has done so before the filter is asked.
    fn may_fast_track(&self, packet: &State<'a>) -> bool {
        let mut found = packet.fast_tracked;
        if packet.connection_state != ConnectionState::Untracked {
            self.seek_fast_track("forward", packet, 0, &mut found);
        }
        found
    }

    /// Whether the chain surely ends the filter's work on all of the packets.
    fn seek_fast_track(&self, chain: &str, packet: &State<'a>, depth: u8, found: &mut bool) -> bool {
        let Some(chain) = self.walker.tables.filter.get(chain) else {
            return false;
        };
        let mut returns = false;
        for rule in chain.rules_for(&packet.source_mac()) {
            let fit = packet.fit(&rule.matches);
            if fit == Fit::None {
                continue;
            }
            match &rule.action {
                Action::FastTrack => *found = true,
                Action::Accept | Action::Drop if fit == Fit::All => return !returns,
                Action::Return if fit == Fit::All => return false,
                Action::Return => returns = true,
                Action::Jump(_) if depth >= MAX_DEPTH => *found = true,
                Action::Jump(target) => {
                    let ends = self.seek_fast_track(target, packet, depth + 1, found);
                    if ends && fit == Fit::All {
                        return !returns;
                    }
                }
                _ => {}
            }
        }
        false
    }
}

/// The packets that go on: by the device's own interface, and by those of connected networks.
#[derive(Default)]
struct Passed<'a> {
    exit: Vec<State<'a>>,
    home: Vec<State<'a>>,
}

/// A look at one device.
struct Look<'a, 'b, 'c> {
    ground: &'c Ground<'a, 'b>,
    exit: InterfaceId,
    limits: Limits,
    found: Vec<Suspicion>,
}

impl<'a> Look<'a, '_, '_> {
    fn from(&mut self, start: Region) -> Result<(), TooComplex> {
        let walker = self.ground.walker;
        let first = walker.enter(start, View::Original, ConnectionState::New);
        let entered = walker.first_entered(first, &mut self.limits)?;
        let begun = self.pass(entered, Phase::New)?;
        for connection in begun.home.iter().filter(|state| is_tracked(state)) {
            self.later(connection)?;
            if walker.tables.asks_for_source_translation {
                let source_translated = true;
                self.later(&State {
                    source_translated,
                    ..connection.clone()
                })?;
            }
        }
        for packet in begun.exit.into_iter().filter(is_tracked) {
            let destination = packet.destination();
            let marked = self.judge_fast_tracks(vec![packet], destination)?;
            for connection in walker.leave(marked, &mut self.limits)? {
                let later = self.later(&connection)?;
                self.judge_fast_tracks(later, destination)?;
                self.answers(&connection)?;
            }
        }
        Ok(())
    }

    /// Judges later packets of a connection; returns those that leave by the device's own interface.
    fn later(&mut self, connection: &State<'a>) -> Result<Vec<State<'a>>, TooComplex> {
        let ground = self.ground;
        let mut own = Vec::new();
        for mark in &ground.marks {
            let connection = State {
                connection_mark: *mark,
                ..connection.clone()
            };
            let entered = ground.walker.later_entered(&connection, &mut self.limits)?;
            own.extend(self.pass(entered, Phase::Established)?.exit);
        }
        Ok(own)
    }

    /// Judges whether an answer has the connection fasttracked.
    fn answers(&mut self, connection: &State<'a>) -> Result<(), TooComplex> {
        let ground = self.ground;
        let walker = ground.walker;
        let destination = connection.destination();
        if !self.may_stray(&connection.region, destination) {
            return Ok(());
        }
        for mark in &ground.marks {
            let connection = State {
                connection_mark: *mark,
                ..connection.clone()
            };
            let mut leaving = Vec::new();
            for answer in walker.answer_entered(&connection, self.exit, &mut self.limits)? {
                let mut each = |packet: &State<'a>, ways: &Ways| {
                    for (world, out, set) in &ways.each {
                        let packet = leave_by(packet, *out, set);
                        // Once fasttracked, packets must come in to leak.
                        leaving.extend(packet.and_then(|packet| walker.coming_in(packet, *world)));
                    }
                    Ok(())
                };
                self.route(answer, &mut each)?;
            }
            self.judge_fast_tracks(leaving, destination)?;
        }
        Ok(())
    }

    /// Sends packets on that have come as far as the routing decision.
    fn pass(&mut self, packets: Vec<State<'a>>, phase: Phase) -> Result<Passed<'a>, TooComplex> {
        let mut passed = Passed::default();
        for packet in packets {
            let local = Sparse(vec![(
                packet.destination(),
                self.ground.walker.plane.local.clone(),
            )]);
            if let Some(region) = packet.region.restrict(&local) {
                self.judge_query(packet.with(region), phase)?;
            }
            let mut candidates = Vec::new();
            let exit = self.exit;
            self.route(packet, &mut |packet, ways| {
                passed
                    .home
                    .extend(restrict(packet, packet.destination(), &ways.home));
                for (failing, away) in ways.away.iter().enumerate() {
                    for (out, set) in away {
                        let Some(leaving) = leave_by(packet, *out, set) else {
                            continue;
                        };
                        if *out == exit {
                            passed.exit.push(leaving);
                        } else {
                            candidates.push((leaving, failing == 0));
                        }
                    }
                }
                Ok(())
            })?;
            for (packet, all_up) in candidates {
                self.judge_astray(packet, phase, all_up)?;
            }
        }
        Ok(passed)
    }

    /// Calls `each` with the packets that are not for the router itself and the ways that they may take.
    fn route(
        &mut self,
        packet: State<'a>,
        each: &mut dyn FnMut(&State<'a>, &Ways) -> Result<(), TooComplex>,
    ) -> Result<(), TooComplex> {
        let walker = self.ground.walker;
        let local = Sparse(vec![(packet.destination(), walker.plane.local.clone())]);
        if packet.region.lies_in(&local) {
            return Ok(());
        }
        let region = packet.region.clone().less(local);
        let packet = walker.routable(packet.with(region));
        if let Some(out) = packet.forced {
            let near = walker.near(out).clone();
            let away = vec![(out, near.complement())];
            let ways = Ways {
                home: near,
                away: [away, Vec::new()],
                each: vec![(World::AllUp, out, RangeSet::ALL)],
                missed: RangeSet::EMPTY,
            };
            return each(&packet, &ways);
        }
        let failures = self.limits.failures;
        let mut look_up = |packet: &State<'a>, table, longer_than| {
            let ways = self.ground.ways(table, longer_than, failures);
            each(packet, &ways)?;
            Ok(restrict(packet, packet.destination(), &ways.missed))
        };
        let mut waiting = vec![packet];
        let mark = waiting.first().map_or(Mark::NONE, |packet| packet.routing_mark);
        if mark != Mark::NONE && mark != Mark::MAIN {
            waiting = each_missed(&waiting, |packet| look_up(packet, mark, None))?;
        }
        for rule in &walker.plane.rules {
            let mut next = Vec::new();
            for packet in waiting {
                let Some(split) = packet.split(&rule.matches, Met::RoutingRule(rule), true) else {
                    next.push(packet);
                    continue;
                };
                next.extend(split.unmatched);
                if let RoutingAction::Lookup {
                    table,
                    only,
                    longer_than,
                } = rule.action
                {
                    let missed = each_missed(&split.matched, |packet| look_up(packet, table, longer_than))?;
                    if !only {
                        next.extend(missed);
                    }
                }
            }
            waiting = next;
        }
        each_missed(&waiting, |packet| look_up(packet, Mark::MAIN, None))?;
        Ok(())
    }

    fn is_known(&self, what: Suspected) -> bool {
        self.found.iter().any(|found| found.what == what)
    }

    fn suspect(&mut self, what: Suspected, region: &Region) -> Result<(), TooComplex> {
        if !self.is_known(what)
            && let Some(packets) = region.sample().map_err(|_| TooComplex)?
        {
            self.found.push(Suspicion { what, packets });
        }
        Ok(())
    }

    /// Judges packets that would leave by an interface that is neither theirs nor their destination's.
    fn judge_astray(&mut self, packet: State<'a>, phase: Phase, all_up: bool) -> Result<(), TooComplex> {
        let out = packet.out;
        let what = Suspected { out, phase, all_up };
        if self.is_known(what) {
            return Ok(());
        }
        let walker = self.ground.walker;
        let marked = walker.pass(&walker.tables.mangle, "forward", vec![packet], &mut self.limits)?;
        let left = walker.pass(&walker.tables.filter, "forward", marked, &mut self.limits)?;
        left.iter()
            .try_for_each(|state| self.suspect(what, &state.region))
    }

    /// Judges packets to the router itself.
    fn judge_query(&mut self, packet: State<'a>, phase: Phase) -> Result<(), TooComplex> {
        let what = Suspected {
            out: None,
            phase,
            all_up: true,
        };
        if !self.ground.model.resolver || self.is_known(what) {
            return Ok(());
        }
        let query = restrict(&packet, packet.port(), &self.ground.query);
        let Some(region) = query.and_then(|query| query.region.restrict(&self.ground.carried)) else {
            return Ok(());
        };
        let delivered = self
            .ground
            .walker
            .deliver(packet.with(region), &mut self.limits)?;
        delivered
            .iter()
            .try_for_each(|state| self.suspect(what, &state.region))
    }

    /// Whether fasttracked packets to these destinations may leave by a wrong interface.
    fn may_stray(&self, region: &Region, destination: Dimension) -> bool {
        let ways = self.ground.ways(Mark::MAIN, None, self.limits.failures);
        let inner = self.ground.walker.inner();
        let mut away = ways.away.iter().flatten().filter(|(out, _)| *out != self.exit);
        away.any(|(_, set)| region.get(destination).minus(inner).intersects(set))
    }

    /// Judges whether packets that were routed can have their connections fasttracked where that does harm; returns
    /// them as the filter gets them.
    fn judge_fast_tracks(
        &mut self,
        routed: Vec<State<'a>>,
        destination: Dimension,
    ) -> Result<Vec<State<'a>>, TooComplex> {
        let walker = self.ground.walker;
        let marked = walker.pass(&walker.tables.mangle, "forward", routed, &mut self.limits)?;
        for packet in &marked {
            self.judge_fast_track(packet, destination)?;
        }
        if self.ground.fast_tracks_late {
            let filtered = walker.pass(&walker.tables.filter, "forward", marked.clone(), &mut self.limits)?;
            let leaving = walker.pass(&walker.tables.mangle, "postrouting", filtered, &mut self.limits)?;
            for packet in leaving.iter().filter(|packet| packet.fast_tracked) {
                self.judge_fast_track(packet, destination)?;
            }
        }
        Ok(marked)
    }

    /// Judges whether a packet can have its connection fasttracked where that does harm.
    fn judge_fast_track(&mut self, packet: &State<'a>, destination: Dimension) -> Result<(), TooComplex> {
        let (ground, exit) = (self.ground, self.exit);
        let ways = ground.ways(Mark::MAIN, None, self.limits.failures);
        for (failing, away) in ways.away.iter().enumerate() {
            for (out, set) in away.iter().filter(|(out, _)| *out != exit) {
                let what = Suspected {
                    out: Some(*out),
                    phase: Phase::FastTracked,
                    all_up: failing == 0,
                };
                if self.is_known(what) {
                    continue;
                }
                let harmed = set.minus(ground.walker.inner());
                let region = restrict(packet, destination, &harmed)
                    .and_then(|packet| packet.region.restrict(&ground.carried));
                let Some(region) = region else { continue };
                let packet = packet.with(region);
                if !ground.may_fast_track(&packet) {
                    continue;
                }
                let walker = ground.walker;
                let left = walker.pass(&walker.tables.filter, "forward", vec![packet], &mut self.limits)?;
                for packet in left.iter().filter(|packet| packet.fast_tracked) {
                    self.suspect(what, &packet.region)?;
                }
            }
        }
        Ok(())
    }
}

fn is_tracked(state: &State<'_>) -> bool {
    state.connection_state != ConnectionState::Untracked
}

fn each_missed<'a>(
    packets: &[State<'a>],
    mut look_up: impl FnMut(&State<'a>) -> Result<Option<State<'a>>, TooComplex>,
) -> Result<Vec<State<'a>>, TooComplex> {
    let missed: Result<Vec<_>, _> = packets.iter().map(&mut look_up).collect();
    Ok(missed?.into_iter().flatten().collect())
}

/// The packets whose dimension is in the set.
fn restrict<'a>(packet: &State<'a>, dimension: Dimension, set: &RangeSet) -> Option<State<'a>> {
    if !packet.region.get(dimension).intersects(set) {
        return None;
    }
    let region = packet.region.restrict(&Sparse(vec![(dimension, set.clone())]))?;
    Some(packet.with(region))
}

/// The packets to these destinations, leaving by an interface.
fn leave_by<'a>(packet: &State<'a>, out: InterfaceId, set: &RangeSet) -> Option<State<'a>> {
    restrict(packet, packet.destination(), set).map(|packet| State {
        out: Some(out),
        ..packet
    })
}
