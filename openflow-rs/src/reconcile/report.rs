use crate::table::{ChangeKind, Changes};

/// What a reconciliation found and did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Report {
    /// Flows that were missing.
    pub added: usize,
    /// Flows whose cookie, timeouts, importance or flags were others.
    pub replaced: usize,
    /// Flows whose actions were others.
    pub modified: usize,
    /// Flows of ours that should not have been there.
    pub deleted: usize,
    /// Flows that were as they should be by the last word of the switch, after all changes.
    pub unchanged: usize,
    /// Learned flows, all left alone.
    pub learned: usize,
    /// How many bundles it took: 0 if nothing differed, more than 1 if somebody else changed our flows meanwhile.
    pub bundles: usize,
    /// How often the switch was asked for its flows. What it was told to change is confirmed by the last dump, unless
    /// the switch has told of each of these changes itself.
    pub dumps: usize,
}

impl Report {
    /// Whether nothing had to be changed.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.bundles == 0
    }

    /// How many flows were changed.
    #[must_use]
    pub fn changed(&self) -> usize {
        self.added + self.replaced + self.modified + self.deleted
    }

    /// Notes what was seen.
    pub(super) fn saw(&mut self, changes: &Changes) {
        self.dumps += 1;
        self.unchanged = changes.unchanged();
        self.learned = changes.learned();
    }

    /// Notes that the changes are carried out.
    pub(super) fn did(&mut self, changes: &Changes) {
        self.bundles += 1;
        for change in changes.iter() {
            let count = match change.kind {
                ChangeKind::Add => &mut self.added,
                ChangeKind::Replace => &mut self.replaced,
                ChangeKind::Modify => &mut self.modified,
                ChangeKind::Delete => &mut self.deleted,
            };
            *count += 1;
        }
    }
}
