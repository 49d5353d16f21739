use super::TableError;
use crate::wire::{Action, FlowMod};

/// Whose a flow is, by its cookie.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Owner {
    /// Ours: it should be there as we said, or not at all.
    Own,
    /// Made by a `learn` action of ours: it comes and goes by itself, and stays.
    Learned,
    /// Somebody else's: never touched.
    Foreign,
}

/// Which cookies are ours, and which of ours are of learned flows.
///
/// A cookie is ours if it has the space's value in the bits of the space's mask. Among ours, those that have the
/// learned bit are of flows that `learn` actions made; the remaining bits number the object that a flow is for.
///
/// The layout of nnc is [`CookieSpace::nnc`]; any other with the same three parts is a [`CookieSpace::new`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct CookieSpace {
    value: u64,
    mask: u64,
    learned: u64,
}

impl CookieSpace {
    /// All cookies: every flow is ours, and none is learned.
    pub const EVERYTHING: Self = Self {
        value: 0,
        mask: 0,
        learned: 0,
    };

    /// The bits by which [`CookieSpace::nnc`] knows all of nnc's cookies: the upper 16, which are `0x6e6e`.
    pub const NNC_MASK: u64 = 0xffff_0000_0000_0000;

    /// Cookies with `value` under `mask`; flows with a bit of `learned` set are learned.
    #[must_use]
    pub const fn new(value: u64, mask: u64, learned: u64) -> Self {
        Self {
            value: value & mask,
            mask,
            learned: learned & !mask,
        }
    }

    /// The layout of nnc, from the top: 16 bits `0x6e6e` ("nn"), 16 bits controller, 1 bit learned, 31 bits object.
    ///
    /// ```
    /// use openflow_rs::table::{CookieSpace, Owner};
    ///
    /// let space = CookieSpace::nnc(0x00a1);
    /// assert_eq!(space.cookie(5)?, 0x6e6e_00a1_0000_0005);
    /// assert_eq!(space.learned_cookie(5)?, 0x6e6e_00a1_8000_0005);
    /// assert_eq!(space.owner(0x6e6e_00a1_8000_0005), Owner::Learned);
    /// assert_eq!(space.owner(0x6e6e_00a2_0000_0005), Owner::Foreign);
    /// # Ok::<(), openflow_rs::table::TableError>(())
    /// ```
    #[must_use]
    pub const fn nnc(controller: u16) -> Self {
        Self {
            value: 0x6e6e << 48 | (controller as u64) << 32,
            mask: 0xffff_ffff_0000_0000,
            learned: 0x8000_0000,
        }
    }

    /// What our cookies have in the bits of [`CookieSpace::mask`].
    #[must_use]
    pub const fn value(&self) -> u64 {
        self.value
    }

    /// The bits by which our cookies are known.
    #[must_use]
    pub const fn mask(&self) -> u64 {
        self.mask
    }

    /// The bits that tell whether a flow with the cookie of one of ours is still ours, and not a learned one.
    ///
    /// Never all 64: asked for one whole cookie, Open vSwitch 3.1 goes through all flows that have it, which took 20 ms
    /// a flow where 100 000 shared a cookie. With a bit less it looks the flow up by its match.
    pub(super) const fn guard(&self) -> u64 {
        match self.mask | self.learned {
            u64::MAX => u64::MAX << 1,
            bits => bits,
        }
    }

    /// Whose the flows with this cookie are.
    #[must_use]
    pub const fn owner(&self, cookie: u64) -> Owner {
        if cookie & self.mask != self.value {
            Owner::Foreign
        } else if cookie & self.learned != 0 {
            Owner::Learned
        } else {
            Owner::Own
        }
    }

    /// The cookie for flows of an object.
    ///
    /// # Errors
    /// [`TableError::Object`] if the number needs bits that are not free.
    pub const fn cookie(&self, object: u64) -> Result<u64, TableError> {
        let free = !self.mask & !self.learned;
        if object & !free == 0 {
            Ok(self.value | object)
        } else {
            Err(TableError::Object { object, free })
        }
    }

    /// The cookie for flows that the flows of an object learn.
    ///
    /// # Errors
    /// [`TableError::Object`] if the number needs bits that are not free.
    pub const fn learned_cookie(&self, object: u64) -> Result<u64, TableError> {
        match self.cookie(object) {
            Ok(cookie) => Ok(cookie | self.learned),
            Err(error) => Err(error),
        }
    }

    /// The object of a cookie of ours.
    #[must_use]
    pub const fn object(&self, cookie: u64) -> Option<u64> {
        match self.owner(cookie) {
            Owner::Foreign => None,
            Owner::Own | Owner::Learned => Some(cookie & !self.mask & !self.learned),
        }
    }

    /// Gives a flow to an object: sets its cookie, and that of all flows it learns.
    ///
    /// # Errors
    /// [`TableError::Object`] if the number needs bits that are not free.
    pub fn claim(&self, flow: &mut FlowMod, object: u64) -> Result<(), TableError> {
        flow.new_cookie = self.cookie(object)?;
        let learned = self.learned_cookie(object)?;
        each_learn_mut(&mut flow.actions, &mut |cookie| *cookie = learned);
        Ok(())
    }

    /// Whether a flow can stand in a set of ours and survive a comparison, with all that it learns.
    ///
    /// # Errors
    /// [`TableError::ForeignCookie`] for a flow that is not ours or bears the learned bit,
    /// [`TableError::LearnedCookie`] for one that learns flows which would be taken for left-overs.
    pub fn check(&self, flow: &FlowMod) -> Result<(), TableError> {
        if self.owner(flow.new_cookie) != Owner::Own {
            return Err(TableError::ForeignCookie {
                cookie: flow.new_cookie,
                value: self.value,
                mask: self.mask | self.learned,
            });
        }
        let mut wrong = None;
        each_learn(&flow.actions, &mut |cookie| {
            if self.owner(cookie) == Owner::Own {
                wrong = wrong.or(Some(cookie));
            }
        });
        match wrong {
            Some(cookie) => Err(TableError::LearnedCookie { cookie }),
            None => Ok(()),
        }
    }
}

fn each_learn(actions: &[Action], see: &mut impl FnMut(u64)) {
    for action in actions {
        match action {
            Action::Learn(learn) => see(learn.cookie),
            Action::Clone(nested) | Action::WriteActions(nested) => each_learn(nested, see),
            _ => {}
        }
    }
}

fn each_learn_mut(actions: &mut [Action], change: &mut impl FnMut(&mut u64)) {
    for action in actions {
        match action {
            Action::Learn(learn) => change(&mut learn.cookie),
            Action::Clone(nested) | Action::WriteActions(nested) => each_learn_mut(nested, change),
            _ => {}
        }
    }
}
