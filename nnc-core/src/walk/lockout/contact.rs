//! One controller: do its packets arrive, and do the answers leave?

use std::cmp::Reverse;

use super::super::chain::TooComplex;
use super::super::explain::path;
use super::super::model::{
    Action, Chains, ConnectionState, InterfaceId, Mark, Model, Plane, Route, RoutingAction, RowRef, Target,
};
use super::super::passage::{Arrival, Walker};
use super::super::ranges::{RangeSet, number};
use super::super::region::{Cube, Dimension, Region};
use super::super::report::{Packet, Step};
use super::super::state::{Met, State, View};
use super::{Approach, Contact, Lockout, Reach, ReversePath, covers, limits, nonempty, undecided};

/// One question about one address family.
pub(super) struct Question<'a> {
    pub(super) model: &'a Model,
    pub(super) plane: &'a Plane,
    pub(super) walker: Walker<'a>,
    pub(super) contact: &'a Contact,
    pub(super) approach: &'a Approach,
}

/// Which of the controller's packets is meant.
#[derive(Clone, Copy)]
enum Sent<'s, 'a> {
    /// One of the connection that stands already.
    Present,
    /// The first of a new connection.
    First,
    /// A later one of that.
    Later(&'s State<'a>),
}

impl Sent<'_, '_> {
    fn name(self) -> &'static str {
        match self {
            Self::Present => "the present connection",
            Self::First | Self::Later(_) => "a new connection",
        }
    }
}

impl<'a> Question<'a> {
    pub(super) fn judge(&self) -> Result<Reach, TooComplex> {
        let (answers, lockout) = self.answers(Mark::NONE)?;
        let egress = answers.first().and_then(|some| some.out);
        let egress = egress.filter(|out| answers.iter().all(|answer| answer.out == Some(*out)));
        let routes = answers.iter().flat_map(|answer| self.routes(answer)).collect();
        let told = |lockout| Reach {
            lockout,
            egress,
            routes,
        };
        if let Some(lockout) = lockout {
            return Ok(told(lockout));
        }
        let Some(by) = self.approach.ingress.or(egress) else {
            return Ok(told(undecided("which interface the controller is behind")));
        };
        if let Some(lockout) = self.source_checked(by)? {
            return Ok(told(lockout));
        }
        if let Err(lockout) = self.arrives(Sent::Present, by)? {
            return Ok(told(lockout));
        }
        let connections = match self.arrives(Sent::First, by)? {
            Ok(connections) => connections,
            Err(lockout) => return Ok(told(lockout)),
        };
        for connection in &connections {
            if let Err(lockout) = self.arrives(Sent::Later(connection), by)? {
                return Ok(told(lockout));
            }
            if connection.connection_mark != Mark::NONE {
                let (_, lockout) = self.answers(connection.connection_mark)?;
                if let Some(lockout) = lockout {
                    return Ok(told(lockout));
                }
            }
        }
        Ok(told(Lockout::Safe))
    }

    /// The routes that an answer may take. The walk names one of those that leave by the same interface.
    fn routes(&self, answer: &State<'a>) -> Vec<RowRef> {
        let hops = std::iter::successors(answer.way.as_deref(), |hop| hop.before.as_deref());
        let taken = hops.into_iter().find_map(|hop| match hop.met {
            Met::Route(route) => Some(route),
            Met::Rule(_) | Met::RoutingRule(_) => None,
        });
        let tables = self.plane.tables.values();
        let table = taken.and_then(|taken| tables.into_iter().find(|table| table.contains(taken)));
        let to_controller = || {
            let all = table.into_iter().flatten();
            all.filter(|route| route.prefix.contains(&self.contact.controller))
        };
        let best = |route: &&Route| (Reverse(route.prefix.prefix_len()), route.distance);
        let Some(first) = to_controller().min_by_key(best) else {
            return Vec::new();
        };
        to_controller()
            .filter(|route| best(route) == best(&first))
            .map(|route| route.row.clone())
            .collect()
    }

    /// How the router's answers leave, on a connection with a mark; and what is wrong with that.
    fn answers(&self, connection_mark: Mark) -> Result<(Vec<State<'a>>, Option<Lockout>), TooComplex> {
        let asked = self.answer();
        let answers = self.output(&self.walker, asked.clone(), connection_mark)?;
        let Some(first) = answers.first() else {
            let reason = "the router's answers do not leave it";
            let path = self.what_drops(Asked::Answer(connection_mark), None)?;
            let lockout = Lockout::Unsafe {
                reason: reason.to_owned(),
                packet: None,
                path,
            };
            return Ok((answers, Some(lockout)));
        };
        if let Some(ingress) = self.approach.ingress {
            if answers.iter().all(|answer| answer.out != Some(ingress)) {
                let lockout = Lockout::Unsafe {
                    reason: format!(
                        "the router's answers leave by {}, but the controller is behind {}",
                        first.out.map_or("nothing", |out| self.name(out)),
                        self.name(ingress)
                    ),
                    packet: None,
                    path: path(self.model, first.way.as_deref()),
                };
                return Ok((answers, Some(lockout)));
            }
            if answers.iter().any(|answer| answer.out != Some(ingress)) {
                return Ok((answers, Some(undecided("which way the router's answers take"))));
            }
        }
        let certain = covers(&asked, &answers)?;
        let lockout = (!certain).then(|| undecided("whether the router's answers leave it"));
        Ok((answers, lockout))
    }

    /// The answers: the connection seen from the router, which opened nothing, so no state is `new`.
    fn answer(&self) -> Region {
        let contact = self.contact;
        let mut cube = Cube::ALL;
        cube.set(Dimension::InInterface, nowhere());
        cube.set(Dimension::Source, RangeSet::one(number(contact.router)));
        cube.set(
            Dimension::OriginalDestination,
            RangeSet::one(number(contact.controller)),
        );
        cube.set(Dimension::Protocol, RangeSet::one(contact.protocol.into()));
        cube.set(Dimension::SourcePort, RangeSet::one(contact.router_port.into()));
        cube.set(Dimension::OriginalPort, ports(contact.controller_port));
        Region::new(cube)
    }

    fn output<'w>(
        &self,
        walker: &Walker<'w>,
        region: Region,
        connection_mark: Mark,
    ) -> Result<Vec<State<'w>>, TooComplex> {
        let mut answer = walker.enter(region, View::Original, ConnectionState::Established);
        answer.connection_mark = connection_mark;
        nonempty(walker.output(answer, &mut limits())?)
    }

    /// What is wrong with the source, where the router looks at it: it asks the routes only.
    fn source_checked(&self, by: InterfaceId) -> Result<Option<Lockout>, TooComplex> {
        if self.approach.reverse_path == ReversePath::Ignored {
            return Ok(None);
        }
        let bare = Plane {
            raw: Chains::new(),
            mangle: Chains::new(),
            nat: Chains::new(),
            filter: Chains::new(),
            ..self.plane.clone()
        };
        let walker = Walker::new(self.model, &bare, self.walker.v4, RangeSet::EMPTY);
        let back = self.output(&walker, self.answer(), Mark::NONE)?;
        let passes = match self.approach.reverse_path {
            ReversePath::Strict => back.iter().any(|state| state.out == Some(by)),
            ReversePath::Ignored | ReversePath::Loose => !back.is_empty(),
        };
        Ok((!passes).then(|| {
            Lockout::because(
                "the router drops the controller's packets: its own route back takes another way",
            )
        }))
    }

    /// A packet of the controller as it comes in.
    fn sent(&self, by: InterfaceId) -> Region {
        let contact = self.contact;
        let mut cube = Cube::ALL;
        let mac = self.approach.mac;
        let macs = RangeSet::of([(1, 0xffff_ffff_ffff)]);
        cube.set(Dimension::InInterface, by.set());
        cube.set(
            Dimension::Mac,
            mac.map_or_else(|| macs.clone(), |mac| RangeSet::one(mac.into())),
        );
        cube.set(Dimension::AnswerMac, macs);
        cube.set(Dimension::Source, RangeSet::one(number(contact.controller)));
        cube.set(
            Dimension::OriginalDestination,
            RangeSet::one(number(contact.router)),
        );
        cube.set(Dimension::Protocol, RangeSet::one(contact.protocol.into()));
        cube.set(Dimension::SourcePort, ports(contact.controller_port));
        cube.set(Dimension::OriginalPort, RangeSet::one(contact.router_port.into()));
        cube.set(Dimension::Port, RangeSet::of([(0, 0xffff)]));
        Region::new(cube)
    }

    /// Whether packets arrive at the service: the connections that they belong to, or what is wrong.
    fn arrives(
        &self,
        sent: Sent<'_, 'a>,
        by: InterfaceId,
    ) -> Result<Result<Vec<State<'a>>, Lockout>, TooComplex> {
        let asked = match sent {
            Sent::Later(connection) => connection.region.clone(),
            Sent::Present | Sent::First => self.sent(by),
        };
        let (mut delivered, mut astray) = (Vec::new(), Vec::new());
        for arrival in send(&self.walker, asked.clone(), sent)? {
            match arrival {
                Arrival::Delivered(state) if self.is_at_service(&state) => delivered.push(state),
                Arrival::Delivered(state) | Arrival::Forwarded(state) => astray.push(state),
            }
        }
        let (delivered, astray) = (nonempty(delivered)?, nonempty(astray)?);
        if delivered.is_empty() {
            let path = match astray.first() {
                Some(state) => path(self.model, state.way.as_deref()),
                None => self.what_drops(Asked::Sent(matches!(sent, Sent::First)), Some(by))?,
            };
            return Ok(Err(Lockout::Unsafe {
                reason: format!("the controller's packets of {} do not arrive", sent.name()),
                packet: Some(self.example(by)),
                path,
            }));
        }
        if !astray.is_empty() || !covers(&asked, &delivered)? {
            return Ok(Err(undecided("whether the controller's packets are let in")));
        }
        Ok(Ok(delivered))
    }

    /// Whether what arrived is still for the service's port.
    fn is_at_service(&self, state: &State<'_>) -> bool {
        !state.port_translated
            || state
                .region
                .get(Dimension::Port)
                .is_subset(&RangeSet::one(self.contact.router_port.into()))
    }

    /// The way up to the row that ends it, found by letting everything pass that is dropped.
    fn what_drops(&self, asked: Asked, by: Option<InterfaceId>) -> Result<Vec<Step>, TooComplex> {
        let (plane, dropping) = opened(self.plane);
        let opened = Question {
            plane: &plane,
            walker: Walker::new(self.model, &plane, self.walker.v4, RangeSet::EMPTY),
            ..*self
        };
        let states = match (asked, by) {
            (Asked::Answer(mark), _) => opened.output(&opened.walker, self.answer(), mark)?,
            (Asked::Sent(first), Some(by)) => {
                let sent = if first { Sent::First } else { Sent::Present };
                let arrivals = send(&opened.walker, self.sent(by), sent)?.into_iter();
                let states = arrivals.map(|arrival| match arrival {
                    Arrival::Delivered(state) | Arrival::Forwarded(state) => state,
                });
                nonempty(states.collect())?
            }
            (Asked::Sent(_), None) => Vec::new(),
        };
        let mut steps = states
            .first()
            .map(|state| path(self.model, state.way.as_deref()))
            .unwrap_or_default();
        match steps.iter().position(|step| dropping.contains(&step.row)) {
            Some(end) => {
                steps.truncate(end + 1);
                if let Some(last) = steps.last_mut() {
                    "drops it".clone_into(&mut last.effect);
                }
                Ok(steps)
            }
            None => Ok(Vec::new()),
        }
    }

    fn example(&self, by: InterfaceId) -> Packet {
        let contact = self.contact;
        Packet {
            in_interface: self.name(by).to_owned(),
            source_mac: self.approach.mac.unwrap_or_default(),
            source: contact.controller,
            destination: contact.router,
            protocol: contact.protocol,
            source_port: contact.controller_port,
            destination_port: contact.router_port,
        }
    }

    fn name(&self, id: InterfaceId) -> &str {
        self.model
            .interface(id)
            .map_or("an unknown interface", |interface| interface.name.as_str())
    }
}

/// A packet to look for what ends it.
#[derive(Clone, Copy)]
enum Asked {
    /// An answer of the router, on a connection with this mark.
    Answer(Mark),
    /// A packet of the controller: the first of a connection, or a later one.
    Sent(bool),
}

fn send<'w>(walker: &Walker<'w>, region: Region, sent: Sent<'_, 'w>) -> Result<Vec<Arrival<'w>>, TooComplex> {
    let limits = &mut limits();
    match sent {
        Sent::First => {
            let packet = walker.enter(region, View::Original, ConnectionState::New);
            walker.first(packet, limits)
        }
        Sent::Present => {
            let packet = walker.enter(region, View::Original, ConnectionState::Established);
            walker.later(&packet, limits)
        }
        Sent::Later(connection) => walker.later(connection, limits),
    }
}

/// An interface that no packet comes in by: those of the router itself.
fn nowhere() -> RangeSet {
    RangeSet::one(u128::from(u32::MAX))
}

pub(super) fn ports(port: u16) -> RangeSet {
    if port == 0 {
        RangeSet::of([(1, 0xffff)])
    } else {
        RangeSet::one(port.into())
    }
}

/// The same router with everything let through that it drops, and the rows that drop.
fn opened(plane: &Plane) -> (Plane, Vec<RowRef>) {
    // A mark that no table and no rule knows: the walk notes that the row was met and goes on.
    const UNKNOWN: Mark = Mark(u32::MAX);
    let mut opened = plane.clone();
    let mut dropping = Vec::new();
    let tables = [
        &mut opened.raw,
        &mut opened.mangle,
        &mut opened.nat,
        &mut opened.filter,
    ];
    for rule in tables
        .into_iter()
        .flat_map(|chains| chains.values_mut())
        .flatten()
    {
        if rule.action == Action::Drop {
            rule.action = Action::MarkRouting {
                mark: UNKNOWN,
                pass_through: false,
            };
            dropping.push(rule.row.clone());
        }
    }
    for rule in &mut opened.rules {
        if rule.action == RoutingAction::Drop {
            rule.action = RoutingAction::Lookup {
                table: Mark::MAIN,
                only: false,
                longer_than: None,
            };
            dropping.push(rule.row.clone());
        }
    }
    for route in opened.tables.values_mut().flatten() {
        if route.target == Target::Nowhere {
            route.target = Target::Interface(InterfaceId(0));
            dropping.push(route.row.clone());
        }
    }
    (opened, dropping)
}
