//! Would a controller still reach the router?
//!
//! [`reach`] asks for one controller whose addresses are known. [`narrowed`] asks for all of them at once: whether
//! some packet that reached a service of the router before a change would not reach it afterwards.

mod contact;
mod narrowed;

use std::net::IpAddr;

use super::chain::TooComplex;
use super::model::{InterfaceId, Model, RowRef};
use super::passage::{Limits, Walker};
use super::ranges::{RangeSet, number};
use super::region::{Dimension, Region};
use super::report::{Packet, Step};
use super::state::State;
use contact::Question;

pub use narrowed::narrowed;

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

/// How a controller manages a router.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Management {
    /// The service that it uses, as the platform calls it: on RouterOS `api`, `api-ssl`, `www`, `www-ssl`.
    pub service: String,
    /// The port that it connects to.
    pub port: u16,
    /// The address that it connects to, where that is one of the router's.
    pub router: Option<IpAddr>,
    /// Its own address as the router sees it, where that is known.
    pub controller: Option<IpAddr>,
}

/// What else is known of the way in. Nothing, by default.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Approach {
    /// The interface that the controller's packets come in by; where it is not known, that which answers leave by.
    pub ingress: Option<InterfaceId>,
    /// The source MAC address of its packets, as a 48-bit number.
    pub mac: Option<u64>,
    /// Whether the router looks at where packets come from.
    pub reverse_path: ReversePath,
}

/// Whether a packet is dropped whose answer would not leave by the way that it came (RFC 3704).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ReversePath {
    /// No.
    #[default]
    Ignored,
    /// If there is no route back at all.
    Loose,
    /// If the route back leaves by another interface.
    Strict,
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
        /// A packet that does not arrive, where there is one to show.
        packet: Option<Packet>,
        /// The rows that decide it, in order, where some do.
        path: Vec<Step>,
    },
    /// It depends on what the model does not decide.
    CannotTell {
        /// On what.
        reason: String,
    },
}

impl Lockout {
    /// A lockout with nothing to show for it.
    pub fn because(reason: impl Into<String>) -> Self {
        Self::Unsafe {
            reason: reason.into(),
            packet: None,
            path: Vec::new(),
        }
    }

    /// Something that cannot be told.
    pub fn unknown(reason: impl Into<String>) -> Self {
        Self::CannotTell {
            reason: reason.into(),
        }
    }
}

/// An answer, with how the router's own packets get back to the controller.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reach {
    /// The answer.
    pub lockout: Lockout,
    /// The interface that the router's answers leave by, where it is one and the same for all.
    pub egress: Option<InterfaceId>,
    /// The routes that they take.
    pub routes: Vec<RowRef>,
}

impl From<Lockout> for Reach {
    fn from(lockout: Lockout) -> Self {
        Self {
            lockout,
            egress: None,
            routes: Vec::new(),
        }
    }
}

const BUDGET: usize = 10_000;

fn limits() -> Limits {
    Limits {
        budget: BUDGET,
        failures: false,
    }
}

/// Judges whether a controller reaches the router with everything up.
pub fn lockout(model: &Model, contact: &Contact) -> Lockout {
    reach(model, contact, &Approach::default()).lockout
}

/// Judges whether a controller of which more is known reaches the router with everything up.
pub fn reach(model: &Model, contact: &Contact, approach: &Approach) -> Reach {
    let v4 = contact.router.is_ipv4();
    let plane = if v4 { Some(&model.v4) } else { model.v6.as_ref() };
    let Some(plane) = plane.filter(|_| contact.controller.is_ipv4() == v4) else {
        return Lockout::because("the router takes no part in the address family of the connection").into();
    };
    if !plane.local.contains(number(contact.router)) {
        return Lockout::because("the router no longer has the address that the controller talks to").into();
    }
    let question = Question {
        model,
        plane,
        walker: Walker::new(model, plane, v4, RangeSet::EMPTY),
        contact,
        approach,
    };
    question.judge().unwrap_or_else(|TooComplex| too_complex().into())
}

fn too_complex() -> Lockout {
    Lockout::unknown("the rules are too many and too entangled to decide")
}

fn undecided(what: &str) -> Lockout {
    Lockout::unknown(format!(
        "{what} depends on what the rules of a snapshot do not settle"
    ))
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

/// Whether all packets of a region are among those that came through, for certain.
fn covers(asked: &Region, through: &[State<'_>]) -> Result<bool, TooComplex> {
    // Where translation sends a packet is not a part of which packet it was.
    const TRANSLATED: [Dimension; 2] = [Dimension::Destination, Dimension::Port];
    let mut left = vec![asked.clone()];
    let certain = through.iter().filter(|state| !state.doubtful);
    for state in certain.filter(|state| {
        let matters = |dimension| !TRANSLATED.contains(&dimension);
        state.region.may_meet(asked, matters)
    }) {
        let sent = TRANSLATED
            .into_iter()
            .fold(state.region.clone(), |region, dimension| {
                region.assign(dimension, asked.get(dimension).clone())
            });
        left = left.iter().flat_map(|region| region.without(&sent)).collect();
    }
    for region in left {
        if region.sample().map_err(|_| TooComplex)?.is_some() {
            return Ok(false);
        }
    }
    Ok(true)
}
