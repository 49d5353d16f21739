//! The relationships as a graph in memory, in both directions.

use std::collections::HashMap;

use nnc_core::identity::ResourceId;

use super::impact::Impact;
use super::{Relationship, RelationshipError};

/// The number of a resource inside one graph.
pub(super) type Node = u32;

/// Neighbours of every node, in one array (compressed sparse rows).
#[derive(Debug, Clone, Default)]
struct Adjacency {
    /// Where the neighbours of a node begin; one more than there are nodes.
    starts: Vec<u32>,
    /// A neighbour and the number of the relationship that leads to it.
    neighbours: Vec<(Node, u32)>,
}

impl Adjacency {
    fn new(nodes: usize, edges: &[(Node, Node)]) -> Self {
        let mut counts = vec![0_u32; nodes + 1];
        for &(from, _) in edges {
            if let Some(count) = counts.get_mut(from as usize + 1) {
                *count += 1;
            }
        }
        let mut total = 0;
        for count in &mut counts {
            total += *count;
            *count = total;
        }
        let mut by_source: Vec<(Node, Node, u32)> = (0_u32..)
            .zip(edges)
            .map(|(number, &(from, to))| (from, to, number))
            .collect();
        by_source.sort_unstable();
        Self {
            starts: counts,
            neighbours: by_source
                .into_iter()
                .map(|(_, to, number)| (to, number))
                .collect(),
        }
    }

    fn of(&self, node: Node) -> &[(Node, u32)] {
        let node = node as usize;
        match (self.starts.get(node), self.starts.get(node + 1)) {
            (Some(&start), Some(&end)) => self
                .neighbours
                .get(start as usize..end as usize)
                .unwrap_or_default(),
            _ => &[],
        }
    }
}

/// All relationships of one router.
///
/// ```
/// use nnc_core::identity::ResourceId;
/// use nnc_state::relationships::{Origin, Relationship, Relationships};
///
/// let needs = |dependent: &str, depends_on: &str, reason: &str| Relationship {
///     dependent: dependent.parse().unwrap(),
///     depends_on: depends_on.parse().unwrap(),
///     origin: Origin::System,
///     reason: reason.to_owned(),
/// };
/// let all = Relationships::new(vec![
///     needs("steer/tv", "vif/tor-usa", "goes out through"),
///     needs("vif/tor-usa", "vif/wg", "goes out through"),
/// ])?;
/// let wg: ResourceId = "vif/wg".parse().unwrap();
/// let impact = all.impact(&wg);
/// assert_eq!(impact.len(), 2);
/// let tv = "steer/tv".parse().unwrap();
/// assert_eq!(
///     impact.explain(&tv).as_deref(),
///     Some("steer/tv goes out through vif/tor-usa, which goes out through vif/wg"),
/// );
/// assert_eq!(all.removal_order(&wg).last(), Some(&wg));
/// # Ok::<(), nnc_state::relationships::RelationshipError>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct Relationships {
    resources: Vec<ResourceId>,
    numbers: HashMap<ResourceId, Node>,
    relationships: Vec<Relationship>,
    dependents: Adjacency,
    dependencies: Adjacency,
}

impl Relationships {
    /// A graph of these relationships; what is said twice counts once.
    ///
    /// # Errors
    /// [`RelationshipError::Cycle`] if resources would need each other in a circle.
    pub fn new(mut relationships: Vec<Relationship>) -> Result<Self, RelationshipError> {
        relationships.sort_unstable();
        relationships.dedup();
        let mut resources: Vec<ResourceId> = relationships
            .iter()
            .flat_map(|one| [one.dependent.clone(), one.depends_on.clone()])
            .collect();
        resources.sort_unstable();
        resources.dedup();
        let numbers: HashMap<ResourceId, Node> = resources.iter().cloned().zip(0_u32..).collect();
        let number = |id: &ResourceId| numbers.get(id).copied().unwrap_or(Node::MAX);
        let up: Vec<(Node, Node)> = relationships
            .iter()
            .map(|one| (number(&one.dependent), number(&one.depends_on)))
            .collect();
        let down: Vec<(Node, Node)> = up.iter().map(|&(dependent, on)| (on, dependent)).collect();
        let graph = Self {
            dependents: Adjacency::new(resources.len(), &down),
            dependencies: Adjacency::new(resources.len(), &up),
            resources,
            numbers,
            relationships,
        };
        match graph.cycle() {
            Some(members) => Err(RelationshipError::Cycle(members)),
            None => Ok(graph),
        }
    }

    /// All relationships, in order.
    pub fn all(&self) -> &[Relationship] {
        &self.relationships
    }

    /// What needs this resource itself, not by way of others.
    pub fn dependents(&self, resource: &ResourceId) -> impl Iterator<Item = &Relationship> {
        self.direct(&self.dependents, resource)
    }

    /// What this resource needs itself.
    pub fn dependencies(&self, resource: &ResourceId) -> impl Iterator<Item = &Relationship> {
        self.direct(&self.dependencies, resource)
    }

    fn direct<'a>(
        &'a self,
        adjacency: &'a Adjacency,
        resource: &ResourceId,
    ) -> impl Iterator<Item = &'a Relationship> {
        let neighbours = match self.numbers.get(resource) {
            Some(&node) => adjacency.of(node),
            None => &[],
        };
        neighbours
            .iter()
            .filter_map(|&(_, number)| self.relationships.get(number as usize))
    }

    /// Everything that breaks if `resource` goes: what needs it, what needs that, and so on; nearest first.
    pub fn impact(&self, resource: &ResourceId) -> Impact<'_> {
        let Some(&root) = self.numbers.get(resource) else {
            return Impact::default();
        };
        // By which relationship each was reached; it leads back to the root.
        let mut reached_by: Vec<Option<u32>> = vec![None; self.resources.len()];
        let mut order = vec![root];
        let mut next = 0;
        while let Some(&node) = order.get(next) {
            next += 1;
            for &(dependent, number) in self.dependents.of(node) {
                if let Some(seen @ None) = reached_by.get_mut(dependent as usize) {
                    // There are no circles, so the root is not reached again.
                    *seen = Some(number);
                    order.push(dependent);
                }
            }
        }
        order.remove(0);
        Impact::new(self, order, reached_by)
    }

    /// The resource and everything that breaks with it, in an order in which they can be deleted: nothing goes
    /// before what needs it.
    pub fn removal_order(&self, resource: &ResourceId) -> Vec<ResourceId> {
        let Some(&root) = self.numbers.get(resource) else {
            return vec![resource.clone()];
        };
        let mut state = vec![false; self.resources.len()];
        let mut order = Vec::new();
        // Depth first; a resource is added once all that needs it has been.
        let mut stack = vec![(root, 0)];
        while let Some((node, position)) = stack.last_mut() {
            match self.dependents.of(*node).get(*position) {
                Some(&(dependent, _)) => {
                    *position += 1;
                    if let Some(seen @ false) = state.get_mut(dependent as usize) {
                        *seen = true;
                        stack.push((dependent, 0));
                    }
                }
                None => {
                    order.extend(self.name(*node).cloned());
                    stack.pop();
                }
            }
        }
        order
    }

    pub(super) fn name(&self, node: Node) -> Option<&ResourceId> {
        self.resources.get(node as usize)
    }

    pub(super) fn number(&self, resource: &ResourceId) -> Option<Node> {
        self.numbers.get(resource).copied()
    }

    pub(super) fn relationship(&self, number: u32) -> Option<&Relationship> {
        self.relationships.get(number as usize)
    }

    /// The members of one circle, if there is one.
    fn cycle(&self) -> Option<Vec<ResourceId>> {
        // Who needs nothing that is left is taken away, again and again; what stays is in a circle or needs one.
        let mut needs: Vec<usize> = (0_u32..)
            .zip(&self.resources)
            .map(|(node, _)| self.dependencies.of(node).len())
            .collect();
        let mut free: Vec<Node> = (0_u32..)
            .zip(&needs)
            .filter(|(_, count)| **count == 0)
            .map(|(node, _)| node)
            .collect();
        while let Some(node) = free.pop() {
            for &(dependent, _) in self.dependents.of(node) {
                if let Some(count) = needs.get_mut(dependent as usize) {
                    *count -= 1;
                    if *count == 0 {
                        free.push(dependent);
                    }
                }
            }
        }
        let start = (0_u32..).zip(&needs).find(|(_, count)| **count > 0)?.0;
        // From any of them, following what is needed and left must come round.
        let mut path = vec![start];
        loop {
            let last = *path.last()?;
            let left = |node: Node| needs.get(node as usize).is_some_and(|count| *count > 0);
            let (next, _) = *self.dependencies.of(last).iter().find(|(node, _)| left(*node))?;
            if let Some(position) = path.iter().position(|node| *node == next) {
                let members = path.get(position..)?.iter();
                return Some(members.filter_map(|node| self.name(*node).cloned()).collect());
            }
            path.push(next);
        }
    }
}
