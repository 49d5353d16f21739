use super::StoredFlow;
use super::arena::Arena;
use crate::wire::{Command, EncodeError, FlowMod, Kind, Port, Version, put_message, put_oxm_fields};

/// What to do with one flow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ChangeKind {
    /// It is not there.
    Add,
    /// Its cookie, timeouts, importance or flags differ: it is added once more. Its packet count goes on.
    Replace,
    /// Its actions alone differ. Its packet count and its age go on.
    Modify,
    /// It should not be there.
    Delete,
}

/// A change to one flow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Change<'a> {
    guard: u64,
    /// What to do.
    pub kind: ChangeKind,
    /// The flow as it was seen; none for one to add.
    pub before: Option<StoredFlow<'a>>,
    /// The flow as it should be; none for one to delete.
    pub after: Option<StoredFlow<'a>>,
}

/// A desired flow that cannot be added without taking the place of somebody else's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Conflict<'a> {
    /// The flow as it should be.
    pub desired: StoredFlow<'a>,
    /// The flow with the same table, priority and match that is there.
    pub foreign: StoredFlow<'a>,
}

/// The changes that make what was seen into what is desired.
///
/// Their order is fit for a switch that takes them one by one: first what is missing, later tables before those that
/// lead there, then what differs, then what has to go, earlier tables first. So no packet is sent on to a table that
/// does not know it yet.
#[derive(Debug, Clone)]
pub struct Changes {
    pub(super) arena: Arena,
    /// The bits by which a flow that is changed or deleted must still have the cookie that was seen.
    guard: u64,
    list: Vec<(ChangeKind, Option<usize>, Option<usize>)>,
    pub(super) conflicts: Vec<(usize, usize)>,
    pub(super) unchanged: usize,
    pub(super) learned: usize,
    pub(super) foreign: usize,
}

impl Changes {
    pub(super) fn new(version: Version, guard: u64) -> Self {
        Self {
            arena: Arena::new(version),
            guard,
            list: Vec::new(),
            conflicts: Vec::new(),
            unchanged: 0,
            learned: 0,
            foreign: 0,
        }
    }

    pub(super) fn push(
        &mut self,
        kind: ChangeKind,
        before: Option<&StoredFlow<'_>>,
        after: Option<&StoredFlow<'_>>,
    ) {
        let before = before.map(|flow| self.arena.push(flow));
        let after = after.map(|flow| self.arena.push(flow));
        self.list.push((kind, before, after));
    }

    pub(super) fn sort(&mut self) {
        let Self { arena, list, .. } = self;
        list.sort_by_key(|(kind, before, after)| {
            let flow = after.or(*before).and_then(|at| arena.get(at));
            let table = flow.map_or(0, |flow| flow.table);
            let order = if *kind == ChangeKind::Delete {
                table
            } else {
                255 - table
            };
            (*kind, order)
        });
    }

    /// How many changes there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether nothing has to change.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// How many desired flows are there as they should be.
    #[must_use]
    pub fn unchanged(&self) -> usize {
        self.unchanged
    }

    /// How many learned flows were seen and left alone.
    #[must_use]
    pub fn learned(&self) -> usize {
        self.learned
    }

    /// How many flows of others were seen and left alone.
    #[must_use]
    pub fn foreign(&self) -> usize {
        self.foreign
    }

    /// The changes, in order.
    pub fn iter(&self) -> impl Iterator<Item = Change<'_>> {
        (0..self.list.len()).filter_map(|index| self.get(index))
    }

    /// The change at this place of the order, from 0.
    #[must_use]
    pub fn get(&self, index: usize) -> Option<Change<'_>> {
        let (kind, before, after) = self.list.get(index)?;
        let flow = |place: &Option<usize>| place.and_then(|at| self.arena.get(at));
        Some(Change {
            guard: self.guard,
            kind: *kind,
            before: flow(before),
            after: flow(after),
        })
    }
}

impl Change<'_> {
    /// Appends the flow modification that does it.
    ///
    /// Modifying and deleting ask for the owner's bits of the cookie that was seen, so that a flow that somebody else
    /// put there in the meantime stays.
    ///
    /// # Errors
    /// [`EncodeError::TooLong`], for a flow that fills a message on its own.
    pub fn encode_to(&self, xid: u32, out: &mut Vec<u8>) -> Result<(), EncodeError> {
        let (command, only) = match self.kind {
            ChangeKind::Add | ChangeKind::Replace => (Command::Add, None),
            ChangeKind::Modify => (Command::ModifyStrict, self.before),
            ChangeKind::Delete => (Command::DeleteStrict, self.before),
        };
        let Some(flow) = self.after.or(self.before) else {
            return Ok(());
        };
        put_message(out, Kind::FlowMod, flow.version, xid, |out| {
            let (cookie, mask) = only.map_or((flow.cookie, 0), |seen| (seen.cookie & self.guard, self.guard));
            out.extend_from_slice(&cookie.to_be_bytes());
            out.extend_from_slice(&mask.to_be_bytes());
            out.extend_from_slice(&[flow.table, command as u8]);
            for number in [flow.idle_timeout, flow.hard_timeout, flow.priority] {
                out.extend_from_slice(&number.to_be_bytes());
            }
            out.extend_from_slice(&FlowMod::NO_BUFFER.to_be_bytes());
            out.extend_from_slice(&Port::ANY.to_wire32().to_be_bytes());
            out.extend_from_slice(&FlowMod::ANY_GROUP.to_be_bytes());
            let flags = if command == Command::Add {
                flow.flags.to_wire(flow.version)
            } else {
                0
            };
            out.extend_from_slice(&flags.to_be_bytes());
            out.extend_from_slice(&flow.importance.to_be_bytes());
            put_oxm_fields(out, |out| out.extend_from_slice(flow.matches));
            if command != Command::DeleteStrict {
                out.extend_from_slice(flow.instructions);
            }
        })
    }
}
