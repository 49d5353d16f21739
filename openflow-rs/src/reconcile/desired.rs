use crate::table::{CookieSpace, FlowSet, TableError};
use crate::wire::{FlowMod, Version};

/// The flows that a switch should hold for one owner, who is known by the cookies.
#[derive(Debug, Clone)]
pub struct Desired {
    pub(super) flows: FlowSet,
    pub(super) space: CookieSpace,
}

impl Desired {
    /// No flows: whatever bears a cookie of `space`, learned flows aside, will be deleted. `version` is that of the
    /// connection, 1.3 or later.
    #[must_use]
    pub fn new(version: Version, space: CookieSpace) -> Self {
        Self {
            flows: FlowSet::new(version),
            space,
        }
    }

    /// Adds a flow with the cookie it has. Returns whether it is new: `false` if it took the place of another with
    /// the same table, priority and match.
    ///
    /// # Errors
    /// [`TableError::ForeignCookie`] if the cookie is not ours, [`TableError::LearnedCookie`] if it learns flows that
    /// would be taken for left-overs, and what makes a switch refuse it.
    pub fn add(&mut self, flow: &FlowMod) -> Result<bool, TableError> {
        self.space.check(flow)?;
        self.flows.insert(flow)
    }

    /// Adds a flow for an object, with its cookie, and gives what it learns the cookie of that.
    ///
    /// # Errors
    /// As [`Desired::add`], and [`TableError::Object`].
    pub fn claim(&mut self, mut flow: FlowMod, object: u64) -> Result<bool, TableError> {
        self.space.claim(&mut flow, object)?;
        self.add(&flow)
    }

    /// The flows.
    #[must_use]
    pub fn flows(&self) -> &FlowSet {
        &self.flows
    }

    /// Whose they are.
    #[must_use]
    pub fn space(&self) -> CookieSpace {
        self.space
    }
}
