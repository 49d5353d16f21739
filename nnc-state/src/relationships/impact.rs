//! What breaks, and why.

use nnc_core::identity::ResourceId;

use super::graph::{Node, Relationships};
use super::{Origin, Relationship};

/// Everything that breaks if one resource goes.
#[derive(Debug, Clone, Default)]
pub struct Impact<'a> {
    graph: Option<&'a Relationships>,
    order: Vec<Node>,
    reached_by: Vec<Option<u32>>,
}

/// One step of a path from a broken resource to what was deleted.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Step {
    /// What needs the other.
    pub dependent: ResourceId,
    /// Why.
    pub reason: String,
    /// What it needs.
    pub depends_on: ResourceId,
    /// Who says so.
    pub origin: Origin,
}

impl<'a> Impact<'a> {
    pub(super) fn new(graph: &'a Relationships, order: Vec<Node>, reached_by: Vec<Option<u32>>) -> Self {
        Self {
            graph: Some(graph),
            order,
            reached_by,
        }
    }

    /// How many resources break.
    pub fn len(&self) -> usize {
        self.order.len()
    }

    /// Whether nothing breaks.
    pub fn is_empty(&self) -> bool {
        self.order.is_empty()
    }

    /// What breaks, nearest first.
    pub fn resources(&self) -> impl Iterator<Item = &'a ResourceId> {
        let graph = self.graph;
        self.order
            .iter()
            .filter_map(move |node| graph.and_then(|graph| graph.name(*node)))
    }

    /// The shortest path from `resource`, which breaks, to what is deleted; empty if it does not break.
    pub fn path(&self, resource: &ResourceId) -> Vec<Step> {
        let mut steps = Vec::new();
        let mut at = resource;
        while let Some(relationship) = self.reached_by(at) {
            steps.push(Step {
                dependent: relationship.dependent.clone(),
                reason: relationship.reason.clone(),
                depends_on: relationship.depends_on.clone(),
                origin: relationship.origin,
            });
            at = &relationship.depends_on;
        }
        steps
    }

    /// The path in words; `None` if the resource does not break.
    pub fn explain(&self, resource: &ResourceId) -> Option<String> {
        let path = self.path(resource);
        let mut steps = path.iter();
        let first = steps.next()?;
        let mut text = format!("{} {} {}", first.dependent, first.reason, first.depends_on);
        for step in steps {
            text.push_str(&format!(", which {} {}", step.reason, step.depends_on));
        }
        Some(text)
    }

    fn reached_by(&self, resource: &ResourceId) -> Option<&'a Relationship> {
        let graph = self.graph?;
        let node = graph.number(resource)?;
        graph.relationship((*self.reached_by.get(node as usize)?)?)
    }
}
