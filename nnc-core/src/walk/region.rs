//! Sets of packets: a product of sets, one for each header field, less other products.

use std::rc::Rc;

use super::ranges::RangeSet;

/// What is told apart of a connection: seven header fields of its first packet, with the destination and its port
/// before address translation apart from those after it, and the MAC address of who answers.
pub(super) const DIMENSIONS: usize = 10;

/// A dimension of the packet space.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Dimension {
    InInterface,
    Mac,
    Source,
    Protocol,
    SourcePort,
    OriginalDestination,
    OriginalPort,
    Destination,
    Port,
    AnswerMac,
}

const DIMENSION_LIST: [Dimension; DIMENSIONS] = [
    Dimension::InInterface,
    Dimension::Mac,
    Dimension::Source,
    Dimension::Protocol,
    Dimension::SourcePort,
    Dimension::OriginalDestination,
    Dimension::OriginalPort,
    Dimension::Destination,
    Dimension::Port,
    Dimension::AnswerMac,
];

/// A product of sets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Cube([RangeSet; DIMENSIONS]);

impl Cube {
    pub(super) const ALL: Self = Self([const { RangeSet::ALL }; DIMENSIONS]);

    pub(super) fn get(&self, dimension: Dimension) -> &RangeSet {
        &self.0[dimension as usize]
    }

    pub(super) fn set(&mut self, dimension: Dimension, set: RangeSet) {
        self.0[dimension as usize] = set;
    }

    fn is_empty(&self) -> bool {
        self.0.iter().any(RangeSet::is_empty)
    }
}

/// A product that says something on few dimensions only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sparse(pub(super) Vec<(Dimension, RangeSet)>);

impl Sparse {
    fn intersects(&self, cube: &Cube) -> bool {
        self.0
            .iter()
            .all(|(dimension, set)| cube.get(*dimension).intersects(set))
    }

    pub(super) fn covers(&self, cube: &Cube) -> bool {
        self.0
            .iter()
            .all(|(dimension, set)| cube.get(*dimension).is_subset(set))
    }
}

/// What was taken out of a region, newest first; shared between the regions that come of one.
#[derive(Debug)]
struct Hole {
    what: Sparse,
    rest: Option<Rc<Hole>>,
}

/// A set of packets.
#[derive(Debug, Clone)]
pub(super) struct Region {
    within: Rc<Cube>,
    holes: Option<Rc<Hole>>,
}

/// How many steps the search for a packet may take.
const SEARCH_BUDGET: usize = 20_000;

impl Region {
    pub(super) fn new(within: Cube) -> Self {
        Self {
            within: Rc::new(within),
            holes: None,
        }
    }

    pub(super) fn get(&self, dimension: Dimension) -> &RangeSet {
        self.within.get(dimension)
    }

    /// Whether the product may have something in common with the region, seen without the holes.
    pub(super) fn touches(&self, what: &Sparse) -> bool {
        what.intersects(&self.within)
    }

    /// Whether all of the region lies in the product.
    pub(super) fn lies_in(&self, what: &Sparse) -> bool {
        what.covers(&self.within)
    }

    /// What the region has in common with a product; `None` where that is nothing, as far as one look at each
    /// hole tells.
    pub(super) fn restrict(&self, what: &Sparse) -> Option<Self> {
        let mut within = Rc::clone(&self.within);
        for (dimension, set) in &what.0 {
            if within.get(*dimension).is_subset(set) {
                continue;
            }
            let common = within.get(*dimension).intersect(set);
            if common.is_empty() {
                return None;
            }
            Rc::make_mut(&mut within).set(*dimension, common);
        }
        let region = Self {
            within,
            holes: self.holes.clone(),
        };
        let filled = region.holes().any(|hole| hole.covers(&region.within));
        (!filled).then_some(region)
    }

    /// The region less a product.
    pub(super) fn less(mut self, what: Sparse) -> Self {
        if what.intersects(&self.within) {
            self.holes = Some(Rc::new(Hole {
                what,
                rest: self.holes.take(),
            }));
        }
        self
    }

    /// Sets a dimension that no hole says anything on.
    pub(super) fn assign(mut self, dimension: Dimension, set: RangeSet) -> Self {
        Rc::make_mut(&mut self.within).set(dimension, set);
        self
    }

    /// If this is another region cut down to a product: that product, on the dimensions that matter.
    pub(super) fn cut_of(&self, whole: &Self, matters: impl Fn(Dimension) -> bool) -> Option<Sparse> {
        let mut newer = self.holes.as_ref();
        while let Some(hole) =
            newer.filter(|hole| !whole.holes.as_ref().is_some_and(|old| Rc::ptr_eq(hole, old)))
        {
            if hole.what.intersects(&self.within) {
                return None;
            }
            newer = hole.rest.as_ref();
        }
        if newer.is_some() != whole.holes.is_some() {
            return None;
        }
        let dimensions = DIMENSION_LIST.into_iter().filter(|dimension| matters(*dimension));
        let narrowed = dimensions.filter(|dimension| self.get(*dimension) != whole.get(*dimension));
        Some(Sparse(
            narrowed
                .map(|dimension| (dimension, self.get(dimension).clone()))
                .collect(),
        ))
    }

    /// Whether two regions may have something in common, by the dimensions that matter and without a look at holes.
    pub(super) fn may_meet(&self, other: &Self, matters: impl Fn(Dimension) -> bool) -> bool {
        let mut dimensions = DIMENSION_LIST.into_iter().filter(|dimension| matters(*dimension));
        dimensions.all(|dimension| self.get(dimension).intersects(other.get(dimension)))
    }

    /// Whether the other holds all of this, as far as a look at holes that both have tells.
    fn is_part_of(&self, other: &Self) -> bool {
        let inside = |dimension: Dimension| self.get(dimension).is_subset(other.get(dimension));
        if !DIMENSION_LIST.into_iter().all(inside) {
            return false;
        }
        // Regions that the same rules have parted have the same holes in the same order, or one has more of them.
        let mut own = self.holes();
        let missing = |hole: &&Sparse| hole.intersects(&self.within);
        other
            .holes()
            .filter(missing)
            .all(|hole| own.any(|known| known == hole))
    }

    /// The packets that another region does not hold, as regions.
    pub(super) fn without(&self, other: &Self) -> Vec<Self> {
        if self.is_part_of(other) {
            return Vec::new();
        }
        let fields = DIMENSION_LIST
            .into_iter()
            .map(|dimension| (dimension, other.get(dimension)))
            .filter(|(_, set)| !set.is_all())
            .map(|(dimension, set)| (dimension, set.clone()));
        let within = Sparse(fields.collect());
        let common = self.restrict(&within);
        let outside = self.clone().less(within);
        let in_holes = common
            .iter()
            .flat_map(|common| other.holes().filter_map(|hole| common.restrict(hole)));
        in_holes.chain([outside]).collect()
    }

    fn holes(&self) -> impl Iterator<Item = &Sparse> {
        std::iter::successors(self.holes.as_deref(), |hole| hole.rest.as_deref()).map(|hole| &hole.what)
    }

    /// A product inside the region. `Ok(None)` where the region is empty.
    ///
    /// # Errors
    /// When the search takes too long.
    pub(super) fn sample(&self) -> Result<Option<Cube>, SearchTooLong> {
        let holes: Vec<&Sparse> = self.holes().collect();
        let mut budget = SEARCH_BUDGET;
        search(&self.within, &holes, &mut budget)
    }
}

/// The search for a packet took more steps than allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct SearchTooLong;

fn search(within: &Cube, holes: &[&Sparse], budget: &mut usize) -> Result<Option<Cube>, SearchTooLong> {
    *budget = budget.checked_sub(1).ok_or(SearchTooLong)?;
    if within.is_empty() || holes.iter().any(|hole| hole.covers(within)) {
        return Ok(None);
    }
    let Some(at) = holes.iter().position(|hole| hole.intersects(within)) else {
        return Ok(Some(within.clone()));
    };
    let (Some(hole), rest) = (holes.get(at), holes.get(at + 1..).unwrap_or_default()) else {
        return Ok(Some(within.clone()));
    };
    // What is left of a product less another: one piece for each dimension.
    let mut inside = within.clone();
    for (dimension, set) in &hole.0 {
        let outside = inside.get(*dimension).minus(set);
        if !outside.is_empty() {
            let mut piece = inside.clone();
            piece.set(*dimension, outside);
            if let Some(found) = search(&piece, rest, budget)? {
                return Ok(Some(found));
            }
        }
        let common = inside.get(*dimension).intersect(set);
        inside.set(*dimension, common);
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn sparse() -> impl Strategy<Value = Sparse> {
        let set = prop::collection::vec((0_u128..4, 0_u128..3), 1..3).prop_map(|ranges| {
            RangeSet::of(ranges.into_iter().map(|(start, length)| (start, start + length)))
        });
        (set.clone(), set.clone(), set, 0_u8..8).prop_map(|(a, b, c, which)| {
            let fields = [
                (Dimension::Source, a),
                (Dimension::OriginalDestination, b),
                (Dimension::Protocol, c),
            ];
            Sparse(
                fields
                    .into_iter()
                    .enumerate()
                    .filter(|(at, _)| which >> at & 1 == 1)
                    .map(|(_, field)| field)
                    .collect(),
            )
        })
    }

    fn holds(region: &Region, point: [u128; 3]) -> bool {
        let inside = |what: &Sparse| {
            what.0.iter().all(|(dimension, set)| match dimension {
                Dimension::Source => set.contains(point[0]),
                Dimension::OriginalDestination => set.contains(point[1]),
                _ => set.contains(point[2]),
            })
        };
        let [source, destination, protocol] = point;
        region.get(Dimension::Source).contains(source)
            && region.get(Dimension::OriginalDestination).contains(destination)
            && region.get(Dimension::Protocol).contains(protocol)
            && !region.holes().any(inside)
    }

    fn region() -> impl Strategy<Value = Region> {
        (sparse(), prop::collection::vec(sparse(), 0..4)).prop_map(|(within, holes)| {
            let whole = Region::new(Cube::ALL);
            let part = whole.restrict(&within).unwrap_or(whole);
            holes.into_iter().fold(part, Region::less)
        })
    }

    proptest! {
        #[test]
        fn what_is_left_of_a_region_is_what_the_other_does_not_hold(
            one in region(),
            other in region(),
            common in prop::collection::vec(sparse(), 0..3),
        ) {
            // Regions that the same rules have parted have holes in common.
            let [one, other] = [one, other].map(|region| common.iter().cloned().fold(region, Region::less));
            let left = one.without(&other);
            prop_assert_eq!(one.without(&one).len(), 0);
            for point in (0..343_u128).map(|n| [n % 7, n / 7 % 7, n / 49]) {
                let expected = holds(&one, point) && !holds(&other, point);
                prop_assert_eq!(left.iter().any(|region| holds(region, point)), expected);
                if holds(&one, point) && holds(&other, point) {
                    prop_assert!(one.may_meet(&other, |_| true));
                }
            }
        }

        #[test]
        fn a_sample_is_found_if_and_only_if_there_is_one(holes in prop::collection::vec(sparse(), 0..6), first in sparse()) {
            let mut within = Cube::ALL;
            for dimension in [Dimension::Source, Dimension::OriginalDestination, Dimension::Protocol] {
                within.set(dimension, RangeSet::of([(0, 4)]));
            }
            let inside = |what: &Sparse, point: [u128; 3]| {
                what.0.iter().all(|(dimension, set)| match dimension {
                    Dimension::Source => set.contains(point[0]),
                    Dimension::OriginalDestination => set.contains(point[1]),
                    _ => set.contains(point[2]),
                })
            };
            let holds = |point: [u128; 3]| inside(&first, point) && !holes.iter().any(|hole| inside(hole, point));
            let points = (0..125_u128).map(|n| [n % 5, n / 5 % 5, n / 25]);
            let expected = points.clone().any(holds);
            let region = holes.iter().fold(Region::new(within), |region, hole| region.less(hole.clone())).restrict(&first);
            let sample = region.and_then(|region| region.sample().unwrap());
            prop_assert_eq!(sample.is_some(), expected);
            if let Some(cube) = sample {
                let corner = [Dimension::Source, Dimension::OriginalDestination, Dimension::Protocol]
                    .map(|dimension| cube.get(dimension).first().unwrap());
                prop_assert!(holds(corner));
            }
        }
    }
}
