use super::Desired;
use crate::table::{Changes, Outstanding, StoredUpdate, StoredUpdates};
use crate::wire::{ErrorCode, Frame, Kind};

/// What flow monitors have told since the last dump was asked for.
///
/// A dump, and every change after it, is as good as another dump, as long as nothing is missing in between. So
/// whatever is not plain counts as a gap, and a gap is over with the next dump.
#[derive(Debug)]
pub(super) struct Watch<'a> {
    desired: &'a Desired,
    /// What is not as it should be; `None` until the dump is complete, or if it is too much.
    outstanding: Option<Outstanding<'a>>,
    /// The switch has more to tell than it can, and leaves out changes until it says so.
    paused: bool,
    gap: bool,
}

/// This many changes are told in full, and one in so many flows more. Measured with Open vSwitch 3.1 and 100 000
/// flows: to tell of a change costs it and us as much as to dump four to five flows.
const FEW: usize = 100;
const ONE_OF: usize = 8;

impl<'a> Watch<'a> {
    pub(super) fn new(desired: &'a Desired) -> Self {
        Self {
            desired,
            outstanding: None,
            paused: false,
            gap: false,
        }
    }

    /// A new dump is asked for.
    pub(super) fn begin(&mut self) {
        self.outstanding = None;
        self.gap = false;
    }

    /// The dump is complete and shows these differences.
    pub(super) fn dumped(&mut self, changes: &Changes) {
        let Desired { flows, space } = self.desired;
        let few = changes.len() <= FEW + flows.len() / ONE_OF;
        self.outstanding = few.then(|| Outstanding::new(flows, *space, changes));
    }

    /// Whether all is told from the dump on but own changes, and these take few enough words.
    pub(super) fn wants_own_changes(&self) -> bool {
        !self.gap && self.outstanding.is_some()
    }

    /// Takes note of a message of a monitor.
    pub(super) fn tell(&mut self, message: &Frame<'_>) {
        match message.kind() {
            Kind::FlowMonitorPaused => self.paused = true,
            Kind::FlowMonitorResumed => self.resumed(),
            _ if self.read(message).is_err() => self.gap = true,
            _ => {}
        }
    }

    fn read(&mut self, message: &Frame<'_>) -> Result<(), ErrorCode> {
        let Desired { flows, space } = self.desired;
        if message.version()? != flows.version() {
            return Err(ErrorCode::OFPBRC_BAD_VERSION);
        }
        for update in StoredUpdates::new(message)? {
            match update? {
                // Up to a pause everything is told.
                StoredUpdate::Paused => self.paused = true,
                StoredUpdate::Resumed => self.resumed(),
                // This confirms nothing, so what was changed stays outstanding.
                StoredUpdate::Own => {}
                // Something of what it goes on to tell, without what came between.
                StoredUpdate::Flow(..) if self.paused => self.gap = true,
                StoredUpdate::Flow(event, flow) => match &mut self.outstanding {
                    _ if flow.table == super::machine::RESERVED_TABLE => {}
                    Some(outstanding) => outstanding.tell(event, &flow),
                    // A dump on its way may show it from before or from after.
                    None => self.gap |= Outstanding::concerns(flows, *space, &flow),
                },
            }
        }
        Ok(())
    }

    /// What was missed came just before, but as additions and removals only.
    fn resumed(&mut self) {
        self.paused = false;
        self.gap = true;
    }

    /// Whether the switch holds what it should, by its last word on each flow.
    pub(super) fn is_settled(&self) -> bool {
        !self.gap && self.outstanding.as_ref().is_some_and(Outstanding::is_empty)
    }
}
