//! Which packets a device can send.

use super::model::{InterfaceId, Model, Plane};
use super::ranges::RangeSet;
use super::region::{Cube, Dimension, Region, Sparse};
use super::steered::{Selector, Steered};

/// Where hosts of one family are, and with which addresses.
pub(super) struct Hosts<'a> {
    plane: &'a Plane,
    v4: bool,
    /// The interfaces that hosts are behind, with the addresses there.
    inside: Vec<(InterfaceId, RangeSet)>,
    /// The IPv4 addresses at each of them.
    inside_v4: Vec<RangeSet>,
    /// What any of them can send.
    anywhere: Option<Region>,
}

/// Destinations that packets are sent to one by one: no multicast, loopback or reserved addresses.
fn unicast(v4: bool) -> RangeSet {
    if v4 {
        RangeSet::of([(0x0100_0000, 0x7eff_ffff), (0x8000_0000, 0xdfff_ffff)])
    } else {
        RangeSet::of([(2, (0xff00 << 112) - 1)])
    }
}

impl<'a> Hosts<'a> {
    pub(super) fn new(model: &'a Model, plane: &'a Plane, v4: bool) -> Self {
        let mut hosts = Self {
            plane,
            v4,
            inside: Vec::new(),
            inside_v4: Vec::new(),
            anywhere: None,
        };
        let inside = model
            .interface_ids()
            .filter(|(_, interface)| !interface.uplink && !interface.service);
        hosts.inside = inside.map(|(id, _)| (id, hosts.behind(id))).collect();
        if !v4 {
            let inside = hosts.inside.iter();
            hosts.inside_v4 = inside.map(|(id, _)| model.v4.behind(*id)).collect();
        }
        hosts.anywhere = hosts.at(&hosts.inside);
        hosts
    }

    /// Where a family has no addresses, hosts may take what they like.
    fn behind(&self, interface: InterfaceId) -> RangeSet {
        let networks = self.plane.behind(interface);
        if networks.is_empty() && !self.v4 {
            unicast(self.v4)
        } else {
            networks.intersect(&unicast(self.v4))
        }
    }

    /// Packets that come in by these interfaces with these sources.
    fn at(&self, places: &[(InterfaceId, RangeSet)]) -> Option<Region> {
        let places: Vec<_> = places.iter().filter(|(_, sources)| !sources.is_empty()).collect();
        let mut all = Cube::ALL;
        for dimension in [Dimension::SourcePort, Dimension::OriginalPort, Dimension::Port] {
            all.set(dimension, RangeSet::of([(0, 0xffff)]));
        }
        all.set(Dimension::Protocol, RangeSet::of([(0, 0xff)]));
        all.set(Dimension::Mac, RangeSet::of([(1, 0xffff_ffff_ffff)]));
        all.set(Dimension::AnswerMac, RangeSet::of([(1, 0xffff_ffff_ffff)]));
        all.set(Dimension::OriginalDestination, unicast(self.v4));
        let interfaces = places.iter().map(|(id, _)| (id.0.into(), id.0.into()));
        all.set(Dimension::InInterface, RangeSet::of(interfaces));
        let sources = RangeSet::of(places.iter().flat_map(|(_, sources)| sources.ranges()));
        all.set(Dimension::Source, sources.clone());
        if places.is_empty() {
            return None;
        }
        // All sources are in by all interfaces, less those that are not behind it.
        let mut region = Region::new(all);
        let mut rest = places;
        while let Some((_, here)) = rest.first().copied() {
            let (same, others): (Vec<_>, Vec<_>) = rest.into_iter().partition(|(_, other)| other == here);
            let interfaces = RangeSet::of(same.iter().map(|(id, _)| (id.0.into(), id.0.into())));
            let foreign = sources.minus(here);
            if !foreign.is_empty() {
                let fields = vec![(Dimension::InInterface, interfaces), (Dimension::Source, foreign)];
                region = region.less(Sparse(fields));
            }
            rest = others;
        }
        Some(region)
    }

    /// The packets that come in by an interface.
    pub(super) fn by(&self, interface: InterfaceId) -> Option<Region> {
        let sources = self.behind(interface);
        let sources = if sources.is_empty() {
            unicast(self.v4)
        } else {
            sources
        };
        self.at(&[(interface, sources)])
    }

    /// The packets that a device can send. `None`: it sends none of this family.
    pub(super) fn sent_by(&self, selector: &Selector) -> Option<Region> {
        match selector {
            Selector::Mac(mac) => {
                let own = RangeSet::one(u128::from(*mac));
                let region = self.anywhere.clone()?;
                // Whoever answers, it is not the device itself.
                let others = region.get(Dimension::AnswerMac).minus(&own);
                Some(
                    region
                        .assign(Dimension::Mac, own)
                        .assign(Dimension::AnswerMac, others),
                )
            }
            Selector::Interface(id) => self.by(*id),
            Selector::Source(addresses) if self.v4 => {
                let addresses = addresses.intersect(&unicast(true));
                // An address of no network that the router knows may come in anywhere.
                let known = self.inside.iter().map(|(_, here)| here);
                let known = RangeSet::of(known.flat_map(RangeSet::ranges)).union(&self.plane.local);
                let elsewhere = addresses.minus(&known);
                let places = self.inside.iter();
                let places = places.map(|(id, here)| (*id, here.intersect(&addresses).union(&elsewhere)));
                self.at(&places.collect::<Vec<_>>())
            }
            Selector::Source(addresses) => {
                let places = self.inside.iter().zip(&self.inside_v4);
                let places = places.filter(|(_, there)| there.intersects(addresses));
                self.at(&places.map(|(place, _)| place.clone()).collect::<Vec<_>>())
            }
        }
    }
}

/// What belongs to devices, as far as their selectors tell it in this family.
pub(super) fn belongs<'d>(devices: impl Iterator<Item = &'d Steered>, v4: bool) -> Vec<Sparse> {
    let (mut macs, mut sources, mut interfaces) = (Vec::new(), Vec::new(), Vec::new());
    for device in devices {
        match &device.selector {
            Selector::Mac(mac) => macs.push((u128::from(*mac), u128::from(*mac))),
            Selector::Source(addresses) if v4 => sources.extend(addresses.ranges()),
            Selector::Source(_) => {}
            Selector::Interface(id) => interfaces.push((u128::from(id.0), u128::from(id.0))),
        }
    }
    let products = [
        (Dimension::Mac, macs),
        (Dimension::Source, sources),
        (Dimension::InInterface, interfaces),
    ];
    let products = products.into_iter().filter(|(_, ranges)| !ranges.is_empty());
    products
        .map(|(dimension, ranges)| Sparse(vec![(dimension, RangeSet::of(ranges))]))
        .collect()
}
