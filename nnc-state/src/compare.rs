//! The two images of a change, and which of them a router shows.

use std::collections::BTreeSet;
use std::sync::Arc;

use nnc_core::change::{Action, ChangeSet, Operation, Scope, Semantics, after_image, before_image, diff};
use nnc_core::identity::{ControllerId, ResourceId};
use nnc_core::object::{Object, Snapshot};

/// Our rows before and after a change.
#[derive(Clone)]
pub(crate) struct Images {
    pub(crate) controller: ControllerId,
    pub(crate) scope: BTreeSet<ResourceId>,
    pub(crate) before: Vec<Object>,
    pub(crate) after: Vec<Object>,
    pub(crate) semantics: Arc<dyn Semantics>,
}

/// One of the two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Image {
    Before,
    After,
}

impl Images {
    /// The images of a change from `snapshot` to `desired`.
    pub(crate) fn new(
        controller: ControllerId,
        scope: BTreeSet<ResourceId>,
        snapshot: &Snapshot,
        desired: &[Object],
        semantics: Arc<dyn Semantics>,
    ) -> Self {
        let within = Scope::Resources(scope.clone());
        Self {
            before: before_image(snapshot, controller, &within, &*semantics),
            after: after_image(desired, &within),
            controller,
            scope,
            semantics,
        }
    }

    fn objects(&self, image: Image) -> &[Object] {
        match image {
            Image::Before => &self.before,
            Image::After => &self.after,
        }
    }

    /// What leads from what the router shows to the image. Rows outside the scope may have to be moved for it, if
    /// someone has put others in front of them; nothing else happens to them.
    pub(crate) fn way_to(&self, image: Image, observed: &Snapshot) -> ChangeSet {
        self.way_within(image, observed, &self.scope)
    }

    /// The same, within `groups`.
    pub(crate) fn way_within(
        &self,
        image: Image,
        observed: &Snapshot,
        groups: &BTreeSet<ResourceId>,
    ) -> ChangeSet {
        let scope = Scope::Resources(groups.intersection(&self.scope).cloned().collect());
        diff(
            self.objects(image),
            observed,
            self.controller,
            &scope,
            &*self.semantics,
        )
    }

    /// Whether the router shows the image, within `groups`.
    pub(crate) fn shows(&self, image: Image, observed: &Snapshot, groups: &BTreeSet<ResourceId>) -> bool {
        self.difference(image, observed, groups).is_none()
    }

    /// What differs from the image, for people; at most three rows.
    pub(crate) fn difference(
        &self,
        image: Image,
        observed: &Snapshot,
        groups: &BTreeSet<ResourceId>,
    ) -> Option<String> {
        let way = self.way_within(image, observed, groups);
        // Among rows of others that are still to change, the order says nothing yet.
        let whole = self.scope.is_subset(groups);
        let inside: Vec<&Operation> = way
            .operations
            .iter()
            .filter(|operation| whole || !matches!(operation.action, Action::Move { .. }))
            .filter(|operation| groups.contains(&operation.group) && self.scope.contains(&operation.group))
            .collect();
        let mut lines: Vec<String> = inside.iter().take(3).map(ToString::to_string).collect();
        if lines.is_empty() {
            return None;
        }
        if inside.len() > lines.len() {
            lines.push(format!("and {} more", inside.len() - lines.len()));
        }
        Some(lines.join("; "))
    }
}
