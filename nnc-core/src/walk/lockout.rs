//! Would a controller still reach the router?

use std::net::IpAddr;

use super::chain::{State, TooComplex, View};
use super::leak::{Selector, Step, path, starts};
use super::model::{ConnectionState, Model};
use super::passage::{Arrival, Limits, Walker};
use super::ranges::{RangeSet, number};
use super::region::{Cube, Dimension, Region};

/// How a controller reaches the router.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Contact {
    /// The controller's address, as the router sees it.
    pub controller: IpAddr,
    /// The router's address.
    pub router: IpAddr,
    /// The protocol number; 6 is TCP.
    pub protocol: u8,
    /// The controller's port; 0 for one that is not known.
    pub controller_port: u16,
    /// The router's port.
    pub router_port: u16,
}

/// The answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lockout {
    /// The controller's packets arrive, those of a new connection too, and the answers leave.
    Safe,
    /// They do not.
    Unsafe {
        /// Why.
        reason: String,
        /// The rows that decide it, in order, where some do.
        path: Vec<Step>,
    },
    /// It depends on what the model does not decide.
    CannotTell {
        /// On what.
        reason: String,
    },
}

const BUDGET: usize = 10_000;

/// Judges whether a controller reaches the router with everything up.
pub fn lockout(model: &Model, contact: &Contact) -> Lockout {
    let v4 = contact.router.is_ipv4();
    let unsafe_because = |reason: &str| Lockout::Unsafe {
        reason: reason.to_owned(),
        path: Vec::new(),
    };
    let plane = if v4 { Some(&model.v4) } else { model.v6.as_ref() };
    let Some(plane) = plane.filter(|_| contact.controller.is_ipv4() == v4) else {
        return unsafe_because("the router takes no part in the address family of the connection");
    };
    if !plane.local.contains(number(contact.router)) {
        return unsafe_because("the router no longer has the address that the controller talks to");
    }
    let walker = Walker::new(model, plane, v4, RangeSet::EMPTY);
    judge(model, &walker, contact).unwrap_or_else(|TooComplex| Lockout::CannotTell {
        reason: "the rules are too many and too entangled to decide".to_owned(),
    })
}

fn judge<'a>(model: &'a Model, walker: &Walker<'a>, contact: &Contact) -> Result<Lockout, TooComplex> {
    let mut limits = Limits {
        budget: BUDGET,
        failures: false,
    };
    // The answers: the connection seen from the router, which opened nothing, so no state is `new`.
    let answer = {
        let mut cube = Cube::ALL;
        cube.set(Dimension::Source, RangeSet::one(number(contact.router)));
        cube.set(
            Dimension::OriginalDestination,
            RangeSet::one(number(contact.controller)),
        );
        cube.set(Dimension::Protocol, RangeSet::one(contact.protocol.into()));
        cube.set(Dimension::SourcePort, RangeSet::one(contact.router_port.into()));
        cube.set(Dimension::OriginalPort, ports(contact.controller_port));
        walker.enter(Region::new(cube), View::Original, ConnectionState::Established)
    };
    let asked = answer.region.clone();
    let answers = nonempty(walker.output(answer, &mut limits)?)?;
    let Some(some) = answers.first() else {
        return Ok(Lockout::Unsafe {
            reason: "the router's answers do not leave it".to_owned(),
            path: Vec::new(),
        });
    };
    if !covers(&asked, &answers)? {
        return Ok(cannot_tell("whether the router's answers leave it"));
    }
    let Some(by) = some
        .out
        .filter(|out| answers.iter().all(|answer| answer.out == Some(*out)))
    else {
        return Ok(cannot_tell("which interface the controller is behind"));
    };
    for state in [ConnectionState::New, ConnectionState::Established] {
        let mut cubes = starts(model, walker.plane, walker.v4, &Selector::Interface(by));
        let Some(mut cube) = cubes.pop() else {
            return Ok(cannot_tell("which interface the controller is behind"));
        };
        cube.set(Dimension::Source, RangeSet::one(number(contact.controller)));
        cube.set(
            Dimension::OriginalDestination,
            RangeSet::one(number(contact.router)),
        );
        cube.set(Dimension::Protocol, RangeSet::one(contact.protocol.into()));
        cube.set(Dimension::SourcePort, ports(contact.controller_port));
        cube.set(Dimension::OriginalPort, RangeSet::one(contact.router_port.into()));
        let sent = walker.enter(Region::new(cube), View::Original, state);
        let asked = sent.region.clone();
        let arrivals = if state == ConnectionState::New {
            walker.first(sent, &mut limits)?
        } else {
            walker.later(&sent, &mut limits)?
        };
        let (mut delivered, mut astray) = (Vec::new(), Vec::new());
        for arrival in arrivals {
            match arrival {
                Arrival::Delivered(state) => delivered.push(state),
                Arrival::Forwarded(state) => astray.push(state),
            }
        }
        let delivered = nonempty(delivered)?;
        let astray = nonempty(astray)?;
        if delivered.is_empty() {
            let path = astray
                .first()
                .map(|state| path(model, state.way.as_deref()))
                .unwrap_or_default();
            let what = if state == ConnectionState::New {
                "a new connection"
            } else {
                "the present connection"
            };
            return Ok(Lockout::Unsafe {
                reason: format!("the controller's packets of {what} do not arrive"),
                path,
            });
        }
        if !astray.is_empty() || !covers(&asked, &delivered)? {
            return Ok(cannot_tell("whether the controller's packets are let in"));
        }
    }
    Ok(Lockout::Safe)
}

fn ports(port: u16) -> RangeSet {
    if port == 0 {
        RangeSet::of([(1, 0xffff)])
    } else {
        RangeSet::one(port.into())
    }
}

fn cannot_tell(what: &str) -> Lockout {
    Lockout::CannotTell {
        reason: format!("{what} depends on what the rules of a snapshot do not settle"),
    }
}

fn nonempty(states: Vec<State<'_>>) -> Result<Vec<State<'_>>, TooComplex> {
    let mut kept = Vec::with_capacity(states.len());
    for state in states {
        if state.region.sample().map_err(|_| TooComplex)?.is_some() {
            kept.push(state);
        }
    }
    Ok(kept)
}

/// Whether all packets that were asked about are among those that came through, for certain.
fn covers(asked: &Region, through: &[State<'_>]) -> Result<bool, TooComplex> {
    let mut left = vec![asked.clone()];
    for state in through {
        left = left
            .iter()
            .flat_map(|region| region.without(&state.region))
            .collect();
    }
    for region in left {
        if region.sample().map_err(|_| TooComplex)?.is_some() {
            return Ok(false);
        }
    }
    Ok(!through.iter().any(|state| state.doubtful))
}
