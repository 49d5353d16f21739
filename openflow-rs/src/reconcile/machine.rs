use super::watch::Watch;
use super::{Desired, ReconcileError, Report};
use crate::connection::{Batch, Error};
use crate::table::{ChangeKind, Changes, Diff, StoredFlow, StoredFlows};
use crate::text::{Names, format_flow};
use crate::wire::Frame;

/// How many bundles are tried before it counts as hopeless.
const MOST_BUNDLES: usize = 4;

/// The table that Open vSwitch keeps to itself. It hides its flows, with cookie 0, from all dumps but those that ask
/// for exactly this cookie, and lets nobody change them.
pub(super) const RESERVED_TABLE: u8 = 254;

/// What the driver is to do next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Ask for the flows with `cookie` under `mask`, give every part of the answer to [`Reconcile::observe`], then
    /// call [`Reconcile::dumped`].
    Dump {
        /// The cookie.
        cookie: u64,
        /// Which bits of it count; 0: all flows.
        mask: u64,
    },
    /// Carry these out, all or none, then call [`Reconcile::carried_out`]. If they are refused, it is over: the
    /// refusal is the result, and nothing was changed.
    Bundle(Batch),
    /// The switch holds what it should, by its own word.
    Done(Report),
}

#[derive(Debug)]
enum State<'a> {
    /// Our flows are asked for.
    Own(Diff<'a>),
    /// Flows are missing: all flows are asked for, because somebody else's may stand in their place.
    All(Diff<'a>),
    /// The bundle with these changes is carried out.
    Changing(Changes),
    Done,
}

/// One reconciliation, without I/O: tells what to do, is told what came of it.
///
/// The order is: dump, compare, change, confirm; done when by the word of the switch nothing differs. It gives that by
/// another dump, or, for [`Reconcile::watched`], by having told of each change since the first. Between a dump and the
/// bundle others may change flows too: what they did to ours is seen by the next dump. One gap is left, because
/// OpenFlow has no "add if nothing is there": a flow that somebody else adds in that moment, with the very table,
/// priority and match of one that is missing or has another cookie, timeouts or flags than it should, is replaced.
#[derive(Debug)]
pub struct Reconcile<'a> {
    desired: &'a Desired,
    state: State<'a>,
    watch: Option<Watch<'a>>,
    report: Report,
}

impl<'a> Reconcile<'a> {
    /// Begins.
    #[must_use]
    pub fn new(desired: &'a Desired) -> Self {
        Self {
            desired,
            state: State::Own(diff(desired)),
            watch: None,
            report: Report::default(),
        }
    }

    /// Begins, with flow monitors of all flows, with actions, that are open from before the first dump until the end.
    /// They tell of what others change and, where [`Reconcile::wants_own_changes`] says so, of what this connection
    /// changes. Each of their messages goes to [`Reconcile::told`] in the order in which the switch sends them and the
    /// answers.
    #[must_use]
    pub fn watched(desired: &'a Desired) -> Self {
        Self {
            watch: Some(Watch::new(desired)),
            ..Self::new(desired)
        }
    }

    /// Whether own changes are to be told in full from before the next bundle on. Not where there are so many that
    /// another dump costs the switch less.
    #[must_use]
    pub fn wants_own_changes(&self) -> bool {
        self.watch.as_ref().is_some_and(Watch::wants_own_changes)
    }

    /// Takes a message of a flow monitor.
    pub fn told(&mut self, message: &Frame<'_>) {
        if let Some(watch) = &mut self.watch {
            watch.tell(message);
        }
    }

    /// Notes that the monitors tell nothing, or not all: everything is confirmed by dumps from here on.
    pub fn unwatched(&mut self) {
        self.watch = None;
    }

    /// What to do now. Asking twice gives the same.
    #[must_use]
    pub fn next(&self) -> Effect {
        let space = self.desired.space();
        match &self.state {
            State::Own(_) => Effect::Dump {
                cookie: space.value(),
                mask: space.mask(),
            },
            State::All(_) => Effect::Dump { cookie: 0, mask: 0 },
            State::Changing(changes) => {
                let mut batch = Batch::new(self.desired.flows().version());
                for change in changes.iter() {
                    // A flow that was read from a message, or was written as one before, fits into one.
                    let _ = batch.push(|_, out| change.encode_to(0, out));
                }
                Effect::Bundle(batch)
            }
            State::Done => Effect::Done(self.report),
        }
    }

    /// Takes a part of the answer to the dump.
    ///
    /// # Errors
    /// [`ReconcileError::Table`] if it cannot be read.
    pub fn observe(&mut self, part: &Frame<'_>) -> Result<(), ReconcileError> {
        if let State::Own(diff) | State::All(diff) = &mut self.state {
            for flow in StoredFlows::new(part)? {
                let flow = flow.map_err(Error::Answer)?;
                if flow.table != RESERVED_TABLE {
                    diff.observe(flow);
                }
            }
        }
        Ok(())
    }

    /// Notes that the dump is complete.
    ///
    /// # Errors
    /// [`ReconcileError::Conflict`] if others' flows stand in our way, [`ReconcileError::Unsettled`] if the switch
    /// holds something else however often it is told.
    pub fn dumped(&mut self) -> Result<(), ReconcileError> {
        let (changes, all) = match std::mem::replace(&mut self.state, State::Done) {
            State::Own(diff) => (diff.finish(), false),
            State::All(diff) => (diff.finish(), true),
            state => {
                self.state = state;
                return Ok(());
            }
        };
        self.report.saw(&changes);
        if let Some(conflict) = changes.conflicts().next() {
            return Err(ReconcileError::Conflict {
                count: changes.conflicts().count(),
                desired: describe(&conflict.desired),
                foreign: describe(&conflict.foreign),
            });
        }
        if changes.is_empty() {
            return Ok(());
        }
        if self.report.bundles >= MOST_BUNDLES {
            return Err(ReconcileError::Unsettled(changes.len()));
        }
        let adds = changes.iter().any(|change| change.kind == ChangeKind::Add);
        self.state = if adds && !all {
            self.begin_dump();
            State::All(diff(self.desired))
        } else {
            if let Some(watch) = &mut self.watch {
                watch.dumped(&changes);
            }
            State::Changing(changes)
        };
        Ok(())
    }

    fn begin_dump(&mut self) {
        if let Some(watch) = &mut self.watch {
            watch.begin();
        }
    }

    /// Notes that the switch has carried out the bundle.
    pub fn carried_out(&mut self) {
        let State::Changing(changes) = &self.state else {
            return;
        };
        self.report.did(changes);
        if self.watch.as_ref().is_some_and(Watch::is_settled) {
            self.report.unchanged = self.desired.flows().len();
            self.state = State::Done;
        } else {
            self.begin_dump();
            self.state = State::Own(diff(self.desired));
        }
    }
}

fn diff(desired: &Desired) -> Diff<'_> {
    Diff::new(desired.flows(), desired.space())
}

fn describe(flow: &StoredFlow<'_>) -> String {
    match flow.to_flow_mod() {
        Ok(flow) => format_flow(&flow, &Names::new()),
        Err(code) => code.to_string(),
    }
}
