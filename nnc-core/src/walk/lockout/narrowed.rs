//! All controllers at once: does a change keep out a packet that came in before?

use std::net::IpAddr;

use super::super::chain::TooComplex;
use super::super::model::{ConnectionState, Mark, Model, Plane, bounds};
use super::super::passage::{Arrival, Walker};
use super::super::ranges::{RangeSet, number};
use super::super::region::{Cube, Dimension, Region};
use super::super::state::{State, View};
use super::{Lockout, covers, limits, nonempty, too_complex};

/// Judges whether some packet to a port of the router itself, or some answer to one, that passes before a change does
/// not pass after it. Nothing needs to be known of controllers.
///
/// [`Lockout::Safe`] holds for every controller that reaches the port now. Otherwise the answer is never
/// [`Lockout::Unsafe`]: who is kept out may be somebody else. Private networks that the change itself makes the router a
/// part of, and that it knew no way to before other than by default, are taken to hold no controller, unless it is known
/// that one does. To which neighbour on an interface answers go is not compared.
///
/// Both models must name their interfaces alike, the second may have more of them.
pub fn narrowed(
    before: &Model,
    after: &Model,
    protocol: u8,
    port: u16,
    controller: Option<IpAddr>,
) -> Lockout {
    let renamed = before
        .interfaces
        .iter()
        .zip(&after.interfaces)
        .any(|(one, other)| one.name != other.name);
    if renamed || after.interfaces.len() < before.interfaces.len() {
        return Lockout::unknown("the change takes an interface away");
    }
    let mut reached = false;
    let families = [
        (Some(&before.v4), Some(&after.v4), true),
        (before.v6.as_ref(), after.v6.as_ref(), false),
    ];
    for (old, new, v4) in families {
        let lockout = match (old, new) {
            (None, _) => Ok(Lockout::Safe),
            (Some(_), None) => Ok(Lockout::unknown("the change takes the router out of IPv6")),
            (Some(old), Some(new)) => {
                let comparison = Comparison {
                    old,
                    new,
                    before: Walker::new(before, old, v4, RangeSet::EMPTY),
                    after: Walker::new(after, new, v4, RangeSet::EMPTY),
                    protocol: RangeSet::one(protocol.into()),
                    port: RangeSet::one(port.into()),
                    controller,
                };
                comparison.judge(&mut reached)
            }
        };
        match lockout {
            Ok(Lockout::Safe) => {}
            Ok(other) => return other,
            Err(TooComplex) => return too_complex(),
        }
    }
    if reached {
        Lockout::Safe
    } else {
        Lockout::unknown("the rules as they are let nobody in, so they are not all that matters")
    }
}

/// Networks that nobody on the Internet is in (RFC 1918, RFC 6598, RFC 4193).
const PRIVATE: [&str; 5] = [
    "10.0.0.0/8",
    "172.16.0.0/12",
    "192.168.0.0/16",
    "100.64.0.0/10",
    "fc00::/7",
];

struct Comparison<'a> {
    old: &'a Plane,
    new: &'a Plane,
    before: Walker<'a>,
    after: Walker<'a>,
    protocol: RangeSet,
    port: RangeSet,
    controller: Option<IpAddr>,
}

impl Comparison<'_> {
    /// Notes whether anyone reaches the service at all.
    fn judge(&self, reached: &mut bool) -> Result<Lockout, TooComplex> {
        if !self.old.local.is_subset(&self.new.local) {
            return Ok(Lockout::unknown("the change takes an address of the router away"));
        }
        let mut came_in = true;
        for state in [ConnectionState::New, ConnectionState::Established] {
            let old = self.delivered(&self.before, state)?;
            let new = self.delivered(&self.after, state)?;
            came_in &= !old.is_empty();
            for packets in &old {
                if !covers(&packets.region, &new)? {
                    return Ok(Lockout::unknown(
                        "the change keeps packets from the service that came in before",
                    ));
                }
            }
            // Marks of connections decide how their answers leave.
            if new.iter().any(|packets| packets.connection_mark != Mark::NONE) {
                return Ok(Lockout::unknown(
                    "the change, or a rule besides, marks connections to the service",
                ));
            }
        }
        let old = self.answers(&self.before)?;
        let new = self.answers(&self.after)?;
        *reached |= came_in && !old.is_empty();
        for packets in &old {
            let alike: Vec<State<'_>> = new
                .iter()
                .filter(|other| other.out == packets.out)
                .cloned()
                .collect();
            let others: Vec<&State<'_>> = new.iter().filter(|other| other.out != packets.out).collect();
            let mut strays = false;
            for other in others {
                strays |= overlap(&packets.region, &other.region)?;
            }
            if strays || !covers(&packets.region, &alike)? {
                return Ok(Lockout::unknown(
                    "the change lets answers of the service take another way",
                ));
            }
        }
        Ok(Lockout::Safe)
    }

    fn delivered<'w>(
        &self,
        walker: &Walker<'w>,
        state: ConnectionState,
    ) -> Result<Vec<State<'w>>, TooComplex> {
        let mut cube = Cube::ALL;
        let macs = RangeSet::of([(1, 0xffff_ffff_ffff)]);
        cube.set(Dimension::InInterface, RangeSet::of([(0, 0xffff)]));
        cube.set(Dimension::Mac, macs.clone());
        cube.set(Dimension::AnswerMac, macs);
        cube.set(
            Dimension::Source,
            self.old.local.union(&self.new.local).complement(),
        );
        cube.set(Dimension::OriginalDestination, self.old.local.clone());
        cube.set(Dimension::Protocol, self.protocol.clone());
        cube.set(Dimension::SourcePort, RangeSet::of([(1, 0xffff)]));
        cube.set(Dimension::OriginalPort, self.port.clone());
        cube.set(Dimension::Port, RangeSet::of([(0, 0xffff)]));
        let packet = walker.enter(Region::new(cube), View::Original, state);
        let arrivals = if state == ConnectionState::New {
            walker.first(packet, &mut limits())?
        } else {
            walker.later(&packet, &mut limits())?
        };
        let delivered = arrivals.into_iter().filter_map(|arrival| match arrival {
            Arrival::Delivered(state) if !state.port_translated => Some(state),
            Arrival::Delivered(_) | Arrival::Forwarded(_) => None,
        });
        nonempty(delivered.collect())
    }

    fn answers<'w>(&self, walker: &Walker<'w>) -> Result<Vec<State<'w>>, TooComplex> {
        let mut cube = Cube::ALL;
        cube.set(Dimension::InInterface, RangeSet::one(u128::from(u32::MAX)));
        cube.set(Dimension::Source, self.old.local.clone());
        let near = self.old.local.union(&self.new.local).union(&self.joined());
        cube.set(Dimension::OriginalDestination, near.complement());
        cube.set(Dimension::Protocol, self.protocol.clone());
        cube.set(Dimension::SourcePort, self.port.clone());
        cube.set(Dimension::OriginalPort, RangeSet::of([(1, 0xffff)]));
        let answer = walker.enter(Region::new(cube), View::Original, ConnectionState::Established);
        nonempty(walker.output(answer, &mut limits())?)
    }

    /// The networks that the change connects the router to.
    fn joined(&self) -> RangeSet {
        let known: Vec<(u128, u128)> = self
            .old
            .tables
            .values()
            .flatten()
            .filter(|route| route.prefix.prefix_len() > 0)
            .map(|route| bounds(&route.prefix))
            .collect();
        let known = RangeSet::of(known);
        let joined = self
            .new
            .connected
            .iter()
            .filter(|entry| !self.old.connected.contains(entry));
        let joined = joined.map(|(network, _)| RangeSet::networks([*network]));
        let holds = |network: &RangeSet| {
            self.controller
                .is_some_and(|controller| network.contains(number(controller)))
        };
        let private = RangeSet::networks(PRIVATE.iter().filter_map(|network| network.parse().ok()));
        let apart = joined
            .filter(|network| network.is_subset(&private) && !network.intersects(&known) && !holds(network));
        RangeSet::of(apart.flat_map(|network| network.ranges()))
    }
}

fn overlap(one: &Region, other: &Region) -> Result<bool, TooComplex> {
    if !one.may_meet(other, |_| true) {
        return Ok(false);
    }
    // What is left of the one when the other is taken away is all of it where they have nothing in common.
    let rest = one.without(other);
    let mut lost = vec![one.clone()];
    for part in &rest {
        lost = lost.iter().flat_map(|region| region.without(part)).collect();
    }
    for region in lost {
        if region.sample().map_err(|_| TooComplex)?.is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}
