//! Which handle belongs to which row of ours, within one session. Pure.

use std::collections::{HashMap, HashSet};

use nnc_core::change::Anchor;
use nnc_core::identity::{ControllerId, ObjectKey};
use nnc_core::object::{Kind, RowId, Snapshot};
use nnc_core::ports::RouterError;

/// The rows of one router, by handle. Void as soon as the connection ends: a restart renumbers handles.
#[derive(Debug)]
pub(super) struct Rows {
    controller: ControllerId,
    own: HashMap<Kind, HashMap<ObjectKey, Vec<RowId>>>,
    /// Rows of others that ours can be put before.
    anchors: HashMap<Kind, HashSet<RowId>>,
}

impl Rows {
    pub(super) fn new(controller: ControllerId, snapshot: &Snapshot) -> Self {
        let mut rows = Self {
            controller,
            own: HashMap::new(),
            anchors: HashMap::new(),
        };
        rows.refresh(snapshot);
        rows
    }

    pub(super) const fn controller(&self) -> ControllerId {
        self.controller
    }

    /// Forgets what was known, and takes what was seen.
    pub(super) fn refresh(&mut self, snapshot: &Snapshot) {
        self.own.clear();
        self.anchors.clear();
        for (kind, rows) in &snapshot.kinds {
            for row in rows.iter().filter(|row| !row.dynamic) {
                match &row.mark {
                    Some(mark) if mark.controller == self.controller => {
                        self.added(kind, &mark.key, row.id.clone())
                    }
                    _ => {
                        self.anchors
                            .entry(kind.clone())
                            .or_default()
                            .insert(row.id.clone());
                    }
                }
            }
        }
    }

    pub(super) fn added(&mut self, kind: &Kind, key: &ObjectKey, id: RowId) {
        self.own
            .entry(kind.clone())
            .or_default()
            .entry(key.clone())
            .or_default()
            .push(id);
    }

    pub(super) fn removed(&mut self, kind: &Kind, key: &ObjectKey, id: &RowId) {
        if let Some(ids) = self.own.get_mut(kind).and_then(|keys| keys.get_mut(key)) {
            ids.retain(|other| other != id);
        }
    }

    /// The handle of a row of ours: the given one, if it is known to belong to that row, else the only one.
    pub(super) fn own(&self, kind: &Kind, key: &ObjectKey, id: Option<&RowId>) -> Result<RowId, RouterError> {
        let ids = self
            .own
            .get(kind)
            .and_then(|keys| keys.get(key))
            .map(Vec::as_slice)
            .unwrap_or_default();
        match (id, ids) {
            (Some(id), ids) if ids.contains(id) => Ok(id.clone()),
            (Some(id), _) => Err(RouterError::Stale(format!("{kind} {} is not {key}", id.0))),
            // Of duplicates the youngest is the one made here.
            (None, [.., last]) => Ok(last.clone()),
            (None, []) => Err(RouterError::Stale(format!("{kind} has no row {key}"))),
        }
    }

    /// The handle of the row that another is put before.
    pub(super) fn anchor(&self, kind: &Kind, anchor: &Anchor) -> Result<RowId, RouterError> {
        match anchor {
            Anchor::Own(key) => self.own(kind, key, None),
            Anchor::Row(id) if self.anchors.get(kind).is_some_and(|ids| ids.contains(id)) => Ok(id.clone()),
            Anchor::Row(id) => Err(RouterError::Stale(format!(
                "{kind} has no row {} to put another before",
                id.0
            ))),
        }
    }
}

#[cfg(test)]
mod tests {
    use nnc_core::identity::{Mark, ResourceId, Role};
    use nnc_core::object::ObservedRow;

    use super::*;
    use crate::kinds;

    #[test]
    fn a_handle_is_used_only_for_the_row_it_was_seen_with() {
        let controller = ControllerId::new(1);
        let key = |name| ObjectKey::new(&ResourceId::of("vif", name), Role::new("mark"));
        let row = |id: &str, controller, name| ObservedRow {
            id: RowId(id.to_owned()),
            attributes: Default::default(),
            mark: Some(Mark {
                controller,
                key: key(name),
            }),
            dynamic: false,
        };
        let mut snapshot = Snapshot::default();
        let mut foreign = row("*3", controller, "a");
        foreign.mark = None;
        let rows = vec![
            row("*1", controller, "a"),
            row("*2", ControllerId::new(2), "b"),
            foreign,
        ];
        snapshot.kinds.insert(kinds::MANGLE, rows.into());
        let mut known = Rows::new(controller, &snapshot);
        let id = |text: &str| RowId(text.to_owned());

        assert_eq!(
            known.own(&kinds::MANGLE, &key("a"), Some(&id("*1"))),
            Ok(id("*1"))
        );
        assert!(known.own(&kinds::MANGLE, &key("a"), Some(&id("*3"))).is_err());
        assert!(known.own(&kinds::MANGLE, &key("b"), None).is_err());
        assert!(known.own(&kinds::FILTER, &key("a"), None).is_err());
        assert_eq!(known.anchor(&kinds::MANGLE, &Anchor::Row(id("*3"))), Ok(id("*3")));
        assert!(known.anchor(&kinds::MANGLE, &Anchor::Row(id("*9"))).is_err());
        known.added(&kinds::MANGLE, &key("a"), id("*4"));
        assert_eq!(known.anchor(&kinds::MANGLE, &Anchor::Own(key("a"))), Ok(id("*4")));
        known.removed(&kinds::MANGLE, &key("a"), &id("*4"));
        assert_eq!(known.own(&kinds::MANGLE, &key("a"), None), Ok(id("*1")));
    }
}
