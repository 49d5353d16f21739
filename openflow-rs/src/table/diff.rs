use super::changes::{ChangeKind, Changes, Conflict};
use super::flow_set::Normal;
use super::{CookieSpace, FlowSet, Owner, StoredFlow};

/// A comparison of what should be with what is seen, flow by flow as a dump comes in.
///
/// What is seen is not kept, except for flows that have to go.
#[derive(Debug)]
pub struct Diff<'a> {
    desired: &'a FlowSet,
    space: CookieSpace,
    /// A bit for each number of a desired flow: it was seen.
    seen: Vec<u64>,
    changes: Changes,
}

impl<'a> Diff<'a> {
    /// Begins a comparison. Flows whose cookies are not in `space` will not be touched, whatever they are.
    #[must_use]
    pub fn new(desired: &'a FlowSet, space: CookieSpace) -> Self {
        Self {
            desired,
            space,
            seen: vec![0; desired.numbers().div_ceil(64)],
            changes: Changes::new(desired.version(), space.guard()),
        }
    }

    /// Takes note of a flow that the switch has.
    pub fn observe(&mut self, flow: StoredFlow<'_>) {
        let owner = self.space.owner(flow.cookie);
        let (number, normal) = located(self.desired, &flow);
        let desired = number.and_then(|number| Some((number, self.desired.at(number)?)));
        let Some((number, desired)) = desired else {
            return match owner {
                Owner::Own => self.changes.push(ChangeKind::Delete, Some(&flow), None),
                Owner::Learned => self.changes.learned += 1,
                Owner::Foreign => self.changes.foreign += 1,
            };
        };
        if self.mark(number) {
            return;
        }
        if owner == Owner::Foreign {
            self.changes.foreign += 1;
            return self.changes.push_conflict(&desired, &flow);
        }
        if !flow.same_settings(&desired) {
            return self
                .changes
                .push(ChangeKind::Replace, Some(&flow), Some(&desired));
        }
        if same_instructions(&flow, &desired, normal) {
            self.changes.unchanged += 1;
        } else {
            self.changes.push(ChangeKind::Modify, Some(&flow), Some(&desired));
        }
    }

    /// Marks a desired flow as seen; returns whether it was so before.
    fn mark(&mut self, number: usize) -> bool {
        let bit = 1 << (number % 64);
        let Some(word) = self.seen.get_mut(number / 64) else {
            return false;
        };
        let before = *word & bit != 0;
        *word |= bit;
        before
    }

    /// Ends the comparison: desired flows that were not seen have to be added.
    #[must_use]
    pub fn finish(mut self) -> Changes {
        for (at, word) in self.seen.iter().enumerate() {
            let mut missing = !word;
            while missing != 0 {
                let number = at * 64 + missing.trailing_zeros() as usize;
                missing &= missing - 1;
                if let Some(flow) = self.desired.at(number) {
                    self.changes.push(ChangeKind::Add, None, Some(&flow));
                }
            }
        }
        self.changes.sort();
        self.changes
    }
}

/// The number of the desired flow with the table, priority and match of this one; also the flow in the form of a dump,
/// if that was needed.
pub(super) fn located(desired: &FlowSet, flow: &StoredFlow<'_>) -> (Option<usize>, Option<Box<Normal>>) {
    let number = desired.find(flow);
    if number.is_some() || flow.version != desired.version() {
        return (number, None);
    }
    // Another switch, or another version of it, may write the same match in another way.
    let normal = normalise(flow);
    let key = normal.as_ref().map(|normal| normal.stored(flow.version));
    (key.and_then(|key| desired.find(&key)), normal)
}

/// Whether a flow does what the desired one does, however it is written.
pub(super) fn same_instructions(
    flow: &StoredFlow<'_>,
    desired: &StoredFlow<'_>,
    normal: Option<Box<Normal>>,
) -> bool {
    flow.instructions == desired.instructions || {
        let normal = normal.or_else(|| normalise(flow));
        normal.is_some_and(|normal| normal.stored(flow.version).instructions == desired.instructions)
    }
}

/// Boxed, because it is large and nearly always none.
fn normalise(flow: &StoredFlow<'_>) -> Option<Box<Normal>> {
    let normal = Normal::of(&flow.to_flow_mod().ok()?, flow.version).ok()?;
    Some(Box::new(normal))
}

impl Changes {
    /// What makes `observed` into `desired`, as far as flows are in `space`.
    #[must_use]
    pub fn between(desired: &FlowSet, observed: &FlowSet, space: CookieSpace) -> Self {
        let mut diff = Diff::new(desired, space);
        observed.iter().for_each(|flow| diff.observe(flow));
        diff.finish()
    }

    fn push_conflict(&mut self, desired: &StoredFlow<'_>, foreign: &StoredFlow<'_>) {
        let place = (self.arena.push(desired), self.arena.push(foreign));
        self.conflicts.push(place);
    }

    /// Desired flows in whose place somebody else's flow stands. They are left out of the changes.
    pub fn conflicts(&self) -> impl Iterator<Item = Conflict<'_>> {
        self.conflicts.iter().filter_map(|(desired, foreign)| {
            Some(Conflict {
                desired: self.arena.get(*desired)?,
                foreign: self.arena.get(*foreign)?,
            })
        })
    }
}
