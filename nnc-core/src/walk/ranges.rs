//! Sets of numbers as sorted ranges: addresses, ports, protocols, interfaces.

use std::net::IpAddr;
use std::sync::Arc;

use ipnet::IpNet;

/// A set of numbers below 2^128.
///
/// ```
/// use nnc_core::walk::RangeSet;
/// let ports = RangeSet::of([(53, 53), (1024, 65535)]);
/// assert!(ports.contains(53) && !ports.contains(80));
/// assert!(ports.complement().contains(80));
/// assert!(ports.intersect(&RangeSet::of([(0, 1000)])).is_subset(&ports));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct RangeSet(Ranges);

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Ranges {
    Empty,
    One(u128, u128),
    /// Two or more, sorted, neither overlapping nor touching.
    Many(Arc<[(u128, u128)]>),
}

impl RangeSet {
    /// Every number.
    pub const ALL: Self = Self(Ranges::One(0, u128::MAX));
    /// No number.
    pub const EMPTY: Self = Self(Ranges::Empty);

    /// One number.
    pub const fn one(value: u128) -> Self {
        Self(Ranges::One(value, value))
    }

    /// All numbers of the given inclusive ranges, in any order. A range whose end is below its start holds nothing.
    pub fn of(ranges: impl IntoIterator<Item = (u128, u128)>) -> Self {
        let mut given: Vec<(u128, u128)> = ranges.into_iter().filter(|(start, end)| start <= end).collect();
        if !given.is_sorted() {
            given.sort_unstable();
        }
        let mut merged: Vec<(u128, u128)> = Vec::with_capacity(given.len());
        for (start, end) in given {
            match merged.last_mut() {
                Some((_, last)) if start <= last.saturating_add(1) => *last = end.max(*last),
                _ => merged.push((start, end)),
            }
        }
        Self::from_sorted(merged)
    }

    /// The addresses of networks.
    pub fn networks(networks: impl IntoIterator<Item = IpNet>) -> Self {
        Self::of(
            networks
                .into_iter()
                .map(|network| (number(network.network()), number(network.broadcast()))),
        )
    }

    fn from_sorted(ranges: Vec<(u128, u128)>) -> Self {
        match ranges.as_slice() {
            [] => Self::EMPTY,
            [(start, end)] => Self(Ranges::One(*start, *end)),
            _ => Self(Ranges::Many(ranges.into())),
        }
    }

    fn with_slice<R>(&self, look: impl FnOnce(&[(u128, u128)]) -> R) -> R {
        match &self.0 {
            Ranges::Empty => look(&[]),
            Ranges::One(start, end) => look(&[(*start, *end)]),
            Ranges::Many(ranges) => look(ranges),
        }
    }

    /// Whether it holds nothing.
    pub fn is_empty(&self) -> bool {
        matches!(self.0, Ranges::Empty)
    }

    /// Whether it holds everything.
    pub fn is_all(&self) -> bool {
        *self == Self::ALL
    }

    /// Whether it holds the number.
    pub fn contains(&self, value: u128) -> bool {
        self.with_slice(|ranges| {
            let after = ranges.partition_point(|(start, _)| *start <= value);
            after
                .checked_sub(1)
                .and_then(|at| ranges.get(at))
                .is_some_and(|(_, end)| value <= *end)
        })
    }

    /// The smallest number.
    pub fn first(&self) -> Option<u128> {
        self.with_slice(|ranges| ranges.first().map(|(start, _)| *start))
    }

    /// The number, where it holds just one.
    pub fn only(&self) -> Option<u128> {
        match self.0 {
            Ranges::One(start, end) => (start == end).then_some(start),
            Ranges::Empty | Ranges::Many(_) => None,
        }
    }

    /// The ranges, sorted.
    pub fn ranges(&self) -> Vec<(u128, u128)> {
        self.with_slice(<[_]>::to_vec)
    }

    /// What both hold.
    pub fn intersect(&self, other: &Self) -> Self {
        if let (Ranges::One(a, b), Ranges::One(c, d)) = (&self.0, &other.0) {
            let (start, end) = (*a.max(c), *b.min(d));
            return if start <= end {
                Self(Ranges::One(start, end))
            } else {
                Self::EMPTY
            };
        }
        let mut common = Vec::new();
        self.overlaps(other, |start, end| {
            common.push((start, end));
            true
        });
        Self::from_sorted(common)
    }

    /// Whether both hold some number.
    pub fn intersects(&self, other: &Self) -> bool {
        if let (Ranges::One(a, b), Ranges::One(c, d)) = (&self.0, &other.0) {
            return a.max(c) <= b.min(d);
        }
        let mut found = false;
        self.overlaps(other, |_, _| {
            found = true;
            false
        });
        found
    }

    /// Calls `found` with each range that both hold, until it says `false`. Takes time in the number of ranges of
    /// the shorter set times the logarithm of that of the longer, plus that of what is found.
    fn overlaps(&self, other: &Self, mut found: impl FnMut(u128, u128) -> bool) {
        self.with_slice(|one| {
            other.with_slice(|two| {
                let (short, long) = if one.len() <= two.len() {
                    (one, two)
                } else {
                    (two, one)
                };
                for (start, end) in short {
                    let from = long.partition_point(|(_, last)| last < start);
                    for (other_start, other_end) in long.get(from..).unwrap_or_default() {
                        if other_start > end {
                            break;
                        }
                        if !found(*start.max(other_start), *end.min(other_end)) {
                            return;
                        }
                    }
                }
            });
        });
    }

    /// Whether the other holds all of this.
    pub fn is_subset(&self, other: &Self) -> bool {
        self.with_slice(|ranges| {
            ranges.iter().all(|(start, end)| {
                other.with_slice(|others| {
                    let at = others.partition_point(|(_, last)| last < start);
                    others
                        .get(at)
                        .is_some_and(|(first, last)| first <= start && end <= last)
                })
            })
        })
    }

    /// What this does not hold.
    pub fn complement(&self) -> Self {
        self.with_slice(|ranges| {
            let mut gaps = Vec::with_capacity(ranges.len() + 1);
            let mut next = Some(0_u128);
            for (start, end) in ranges {
                if let (Some(from), Some(until)) = (next, start.checked_sub(1))
                    && from <= until
                {
                    gaps.push((from, until));
                }
                next = end.checked_add(1);
            }
            gaps.extend(next.map(|from| (from, u128::MAX)));
            Self::from_sorted(gaps)
        })
    }

    /// What this holds and the other does not.
    pub fn minus(&self, other: &Self) -> Self {
        if self.intersects(other) {
            self.intersect(&other.complement())
        } else {
            self.clone()
        }
    }

    /// What either holds.
    pub fn union(&self, other: &Self) -> Self {
        match (&self.0, &other.0) {
            (Ranges::Empty, _) => other.clone(),
            (_, Ranges::Empty) => self.clone(),
            _ => Self::of(self.ranges().into_iter().chain(other.ranges())),
        }
    }
}

/// An address as a number.
pub fn number(address: IpAddr) -> u128 {
    match address {
        IpAddr::V4(address) => u128::from(u32::from(address)),
        IpAddr::V6(address) => u128::from(address),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn set() -> impl Strategy<Value = RangeSet> {
        let low = prop::collection::vec((0_u128..40, 0_u128..6), 0..6);
        (low, any::<bool>()).prop_map(|(ranges, flip)| {
            let set = RangeSet::of(ranges.into_iter().map(|(start, length)| (start, start + length)));
            if flip { set.complement() } else { set }
        })
    }

    proptest! {
        #[test]
        fn behaves_as_a_set(one in set(), two in set()) {
            let probes = (0..50).chain([u128::MAX - 1, u128::MAX]);
            for value in probes {
                let (a, b) = (one.contains(value), two.contains(value));
                prop_assert_eq!(one.intersect(&two).contains(value), a && b);
                prop_assert_eq!(one.union(&two).contains(value), a || b);
                prop_assert_eq!(one.minus(&two).contains(value), a && !b);
                prop_assert_eq!(one.complement().contains(value), !a);
            }
            prop_assert_eq!(one.intersects(&two), !one.intersect(&two).is_empty());
            prop_assert_eq!(one.is_subset(&two), one.minus(&two).is_empty());
            prop_assert_eq!(one.complement().complement(), one.clone());
            prop_assert_eq!(RangeSet::of(one.ranges()), one);
        }
    }
}
