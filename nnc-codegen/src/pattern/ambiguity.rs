//! Finds patterns that a backtracking engine, such as JavaScript's and Python's, could take exponential time for.

use std::collections::BTreeSet;

use super::automaton::Nfa;
use super::parse::Node;

/// Why a pattern may take exponential time; `None` where it cannot.
pub(super) fn exponential(node: &Node) -> Result<Option<&'static str>, String> {
    // A counted repetition is judged as an endless one: what doubles the work of each round is no better for ending
    // after fifty rounds.
    let node = generalised(node);
    if has_empty_rounds(&node) {
        return Ok(Some(
            "a repetition's round can match nothing, which can take exponential time",
        ));
    }
    let mut nfa = Nfa::default();
    let start = nfa.state()?;
    nfa.add(&node, start)?;
    let positions = Positions::of(&nfa, start);
    if positions.twice {
        return Ok(Some(
            "a part can be left out in two ways, which can take exponential time",
        ));
    }
    let overlap = "a repetition can match the same text in two ways, which can take exponential time";
    Ok(positions.doubles().then_some(overlap))
}

fn generalised(node: &Node) -> Node {
    match node {
        Node::Class(ranges) => Node::Class(ranges.clone()),
        Node::Sequence(parts) => Node::Sequence(parts.iter().map(generalised).collect()),
        Node::Either(ways) => Node::Either(ways.iter().map(generalised).collect()),
        Node::Repeat(inner, least, Some(1)) => Node::Repeat(Box::new(generalised(inner)), *least, Some(1)),
        Node::Repeat(inner, least, _) => Node::Repeat(Box::new(generalised(inner)), (*least).min(1), None),
    }
}

fn has_empty_rounds(node: &Node) -> bool {
    match node {
        Node::Class(_) => false,
        Node::Sequence(parts) | Node::Either(parts) => parts.iter().any(has_empty_rounds),
        Node::Repeat(inner, _, most) => (most.is_none() && can_be_empty(inner)) || has_empty_rounds(inner),
    }
}

fn can_be_empty(node: &Node) -> bool {
    match node {
        Node::Class(_) => false,
        Node::Sequence(parts) => parts.iter().all(can_be_empty),
        Node::Either(ways) => ways.iter().any(can_be_empty),
        Node::Repeat(inner, least, _) => *least == 0 || can_be_empty(inner),
    }
}

/// The places of a pattern that take a character, and which of them may follow which.
struct Positions<'a> {
    classes: Vec<&'a [(char, char)]>,
    follow: Vec<Vec<usize>>,
    /// Some place follows another in two ways without a character between.
    twice: bool,
}

impl<'a> Positions<'a> {
    fn of(nfa: &'a Nfa, start: usize) -> Self {
        let states: Vec<usize> = (0..nfa.steps.len())
            .filter(|s| matches!(nfa.steps.get(*s), Some(Some(_))))
            .collect();
        let mut positions = Self {
            classes: Vec::new(),
            follow: Vec::new(),
            twice: positions_after(nfa, start, &states).1,
        };
        for state in &states {
            if let Some(Some((class, to))) = nfa.steps.get(*state) {
                let (next, twice) = positions_after(nfa, *to, &states);
                positions.classes.push(class);
                positions.follow.push(next);
                positions.twice |= twice;
            }
        }
        positions
    }

    /// Whether some text leads from a place back to itself in two ways: in the graph of pairs of places that take the
    /// same text, a pair of one place with itself lies on a circle with a pair of two places.
    fn doubles(&self) -> bool {
        (0..self.classes.len()).any(|place| {
            let out = self.pairs_from((place, place), false);
            let back = self.pairs_from((place, place), true);
            out.intersection(&back).any(|(a, b)| a != b)
        })
    }

    fn pairs_from(&self, seed: (usize, usize), backwards: bool) -> BTreeSet<(usize, usize)> {
        let mut seen = BTreeSet::new();
        let mut open = vec![seed];
        while let Some(pair) = open.pop() {
            for next in self.neighbours(pair, backwards) {
                if seen.insert(next) {
                    open.push(next);
                }
            }
        }
        seen
    }

    fn neighbours(&self, (a, b): (usize, usize), backwards: bool) -> Vec<(usize, usize)> {
        let ways = |place: usize| -> Vec<usize> {
            if backwards {
                (0..self.follow.len())
                    .filter(|p| self.follow.get(*p).is_some_and(|f| f.contains(&place)))
                    .collect()
            } else {
                self.follow.get(place).cloned().unwrap_or_default()
            }
        };
        let right = ways(b);
        let mut out = Vec::new();
        for x in ways(a) {
            for &y in &right {
                // A pair stands for two places that are about to take the same character.
                if self.share(x, y) {
                    out.push((x, y));
                }
            }
        }
        out
    }

    fn share(&self, a: usize, b: usize) -> bool {
        let (Some(left), Some(right)) = (self.classes.get(a), self.classes.get(b)) else {
            return false;
        };
        left.iter()
            .any(|x| right.iter().any(|y| x.0 <= y.1 && y.0 <= x.1))
    }
}

/// The places reached from a state without a character, and whether any is reached in two ways.
fn positions_after(nfa: &Nfa, from: usize, states: &[usize]) -> (Vec<usize>, bool) {
    let mut out = Vec::new();
    let mut twice = false;
    let mut seen = BTreeSet::new();
    let mut open = vec![from];
    while let Some(state) = open.pop() {
        if !seen.insert(state) {
            // Rounds are never empty, so this is no circle but a second way.
            twice = true;
            continue;
        }
        if let Ok(place) = states.binary_search(&state) {
            out.push(place);
        }
        open.extend(nfa.free.get(state).into_iter().flatten().copied());
    }
    (out, twice)
}
