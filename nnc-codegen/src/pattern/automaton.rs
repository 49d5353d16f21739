//! From a pattern to a table: Thompson's construction, subset construction, minimisation.

use std::collections::{BTreeMap, BTreeSet};

use super::ambiguity::exponential;
use super::parse::{Node, Range};

/// Most states of a pattern before the subsets are made.
const MOST_NFA_STATES: usize = 20_000;
/// Most states of the finished table.
const MOST_DFA_STATES: usize = 2_000;

/// A deterministic automaton over classes of characters. State 0 is dead, state 1 is the start.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dfa {
    /// Sorted, disjoint ranges of characters with their class; other characters match nothing.
    pub ranges: Vec<(char, char, u8)>,
    /// How many classes there are.
    pub classes: usize,
    /// The next state, at `state * classes + class`.
    pub next: Vec<u16>,
    /// Whether the text may end in a state.
    pub accepts: Vec<bool>,
}

impl Dfa {
    /// The class of a character.
    pub fn class_of(&self, c: char) -> Option<u8> {
        self.ranges
            .iter()
            .find(|(first, last, _)| (*first..=*last).contains(&c))
            .map(|r| r.2)
    }

    /// The state after a character.
    pub fn step(&self, state: u16, c: char) -> u16 {
        let Some(class) = self.class_of(c) else { return 0 };
        self.next
            .get(usize::from(state) * self.classes + usize::from(class))
            .copied()
            .unwrap_or(0)
    }

    /// Whether the whole text matches.
    pub fn matches(&self, text: &str) -> bool {
        let state = text.chars().fold(1, |state, c| self.step(state, c));
        self.accepts.get(usize::from(state)).copied().unwrap_or(false)
    }
}

impl Dfa {
    /// Whether two automata accept the same texts of up to so many characters.
    pub fn same_language(&self, other: &Self, longest: u32) -> bool {
        let edges: BTreeSet<char> = [self, other]
            .iter()
            .flat_map(|dfa| &dfa.ranges)
            .flat_map(|&(first, last, _)| [Some(first), char::from_u32(u32::from(last) + 1)])
            .flatten()
            .collect();
        let accepts = |dfa: &Self, state: u16| dfa.accepts.get(usize::from(state)).copied().unwrap_or(false);
        let mut seen = BTreeSet::from([(1, 1)]);
        let mut layer = vec![(1, 1)];
        for _ in 0..=longest {
            if layer.iter().any(|(a, b)| accepts(self, *a) != accepts(other, *b)) {
                return false;
            }
            let mut next = Vec::new();
            for (a, b) in layer {
                for c in &edges {
                    let pair = (self.step(a, *c), other.step(b, *c));
                    if seen.insert(pair) {
                        next.push(pair);
                    }
                }
            }
            layer = next;
        }
        true
    }
}

#[derive(Default)]
pub(super) struct Nfa {
    /// Where each state goes without a character.
    pub(super) free: Vec<Vec<usize>>,
    /// Where each state goes with a character.
    pub(super) steps: Vec<Option<(Vec<Range>, usize)>>,
}

impl Nfa {
    pub(super) fn state(&mut self) -> Result<usize, String> {
        if self.free.len() >= MOST_NFA_STATES {
            return Err("the pattern is too large; lower its repetition counts".to_owned());
        }
        self.free.push(Vec::new());
        self.steps.push(None);
        Ok(self.free.len() - 1)
    }

    fn join(&mut self, from: usize, to: usize) {
        if let Some(list) = self.free.get_mut(from) {
            list.push(to);
        }
    }

    /// Adds a node between a given start and the end that it returns.
    pub(super) fn add(&mut self, node: &Node, start: usize) -> Result<usize, String> {
        match node {
            Node::Class(ranges) => {
                let end = self.state()?;
                let middle = self.state()?;
                self.join(start, middle);
                if let Some(step) = self.steps.get_mut(middle) {
                    *step = Some((ranges.clone(), end));
                }
                Ok(end)
            }
            Node::Sequence(parts) => parts.iter().try_fold(start, |at, part| self.add(part, at)),
            Node::Either(ways) => {
                let end = self.state()?;
                for way in ways {
                    let first = self.state()?;
                    self.join(start, first);
                    let last = self.add(way, first)?;
                    self.join(last, end);
                }
                Ok(end)
            }
            Node::Repeat(inner, least, most) => {
                let mut at = start;
                for _ in 0..*least {
                    at = self.add(inner, at)?;
                }
                match most {
                    Some(most) => {
                        let end = self.state()?;
                        self.join(at, end);
                        for _ in *least..*most {
                            at = self.add(inner, at)?;
                            self.join(at, end);
                        }
                        Ok(end)
                    }
                    None => {
                        let head = self.state()?;
                        self.join(at, head);
                        let last = self.add(inner, head)?;
                        self.join(last, head);
                        let end = self.state()?;
                        self.join(head, end);
                        Ok(end)
                    }
                }
            }
        }
    }

    fn closure(&self, seeds: impl IntoIterator<Item = usize>) -> BTreeSet<usize> {
        let mut seen = BTreeSet::new();
        let mut open: Vec<usize> = seeds.into_iter().collect();
        while let Some(state) = open.pop() {
            if seen.insert(state) {
                open.extend(self.free.get(state).into_iter().flatten().copied());
            }
        }
        seen
    }
}

/// Makes the table of a pattern.
pub(super) fn compile(node: &Node) -> Result<Dfa, String> {
    if let Some(why) = exponential(node)? {
        return Err(why.to_owned());
    }
    let mut nfa = Nfa::default();
    let start = nfa.state()?;
    let end = nfa.add(node, start)?;
    let ranges = atoms(&nfa);
    let classes = ranges.len();
    if classes > 250 {
        return Err("the pattern tells too many characters apart; merge its classes".to_owned());
    }

    let mut numbers: BTreeMap<BTreeSet<usize>, usize> = BTreeMap::new();
    let mut sets = vec![BTreeSet::new(), nfa.closure([start])];
    for (number, set) in sets.iter().enumerate() {
        numbers.insert(set.clone(), number);
    }
    let mut next: Vec<usize> = Vec::new();
    let mut at = 0;
    while let Some(set) = sets.get(at).cloned() {
        for &(first, _) in &ranges {
            let targets = set.iter().filter_map(|state| match nfa.steps.get(*state) {
                Some(Some((class, to))) if class.iter().any(|r| (r.0..=r.1).contains(&first)) => Some(*to),
                _ => None,
            });
            let target = nfa.closure(targets);
            let number = *numbers.entry(target.clone()).or_insert_with(|| {
                sets.push(target);
                sets.len() - 1
            });
            next.push(number);
        }
        at += 1;
        if sets.len() > MOST_DFA_STATES {
            return Err("the pattern needs too many states; lower its repetition counts".to_owned());
        }
    }
    let accepts: Vec<bool> = sets.iter().map(|set| set.contains(&end)).collect();
    Ok(minimal(&ranges, classes, &next, &accepts))
}

/// Cuts the ranges of all steps at each other's edges.
fn atoms(nfa: &Nfa) -> Vec<Range> {
    let used: Vec<Range> = nfa
        .steps
        .iter()
        .flatten()
        .flat_map(|(class, _)| class.iter().copied())
        .collect();
    let mut cuts: BTreeSet<u32> = BTreeSet::new();
    for (first, last) in &used {
        cuts.insert(u32::from(*first));
        cuts.insert(u32::from(*last) + 1);
    }
    let cuts: Vec<u32> = cuts.into_iter().collect();
    cuts.windows(2)
        .filter_map(|pair| match pair {
            [from, to] => Some((char::from_u32(*from)?, char::from_u32(to - 1)?)),
            _ => None,
        })
        .filter(|(first, _)| used.iter().any(|r| (r.0..=r.1).contains(first)))
        .collect()
}

/// Moore's minimisation; then merges ranges that always go the same way.
fn minimal(ranges: &[Range], classes: usize, next: &[usize], accepts: &[bool]) -> Dfa {
    let target = |state: usize, class: usize| next.get(state * classes + class).copied().unwrap_or(0);
    let mut group: Vec<usize> = accepts.iter().map(|a| usize::from(*a)).collect();
    loop {
        let mut names: BTreeMap<(usize, Vec<usize>), usize> = BTreeMap::new();
        let refined: Vec<usize> = (0..accepts.len())
            .map(|state| {
                let row = (0..classes)
                    .map(|c| group.get(target(state, c)).copied().unwrap_or(0))
                    .collect();
                let fresh = names.len();
                *names
                    .entry((group.get(state).copied().unwrap_or(0), row))
                    .or_insert(fresh)
            })
            .collect();
        let stable = names.len() == group.iter().collect::<BTreeSet<_>>().len();
        group = refined;
        if stable {
            break;
        }
    }
    // Groups are numbered in the order of their first state, so the dead state keeps 0. The start is 1 unless the
    // pattern matches nothing, which its grammar cannot say.
    let count = group.iter().max().map_or(0, |m| m + 1);
    let first_of: Vec<usize> = (0..count)
        .map(|g| group.iter().position(|x| *x == g).unwrap_or(0))
        .collect();
    let columns: Vec<Vec<u16>> = (0..classes)
        .map(|c| {
            first_of
                .iter()
                .map(|s| u16::try_from(group.get(target(*s, c)).copied().unwrap_or(0)).unwrap_or(0))
                .collect()
        })
        .collect();
    let mut distinct: Vec<Vec<u16>> = Vec::new();
    let mut merged: Vec<(char, char, u8)> = Vec::new();
    for (range, column) in ranges.iter().zip(&columns) {
        let class = distinct.iter().position(|c| c == column).unwrap_or_else(|| {
            distinct.push(column.clone());
            distinct.len() - 1
        });
        let class = u8::try_from(class).unwrap_or(u8::MAX);
        match merged.last_mut() {
            Some(last) if last.2 == class && u32::from(last.1) + 1 == u32::from(range.0) => last.1 = range.1,
            _ => merged.push((range.0, range.1, class)),
        }
    }
    let table = (0..count)
        .flat_map(|s| distinct.iter().map(move |c| c.get(s).copied().unwrap_or(0)))
        .collect();
    Dfa {
        ranges: merged,
        classes: distinct.len(),
        next: table,
        accepts: first_of
            .iter()
            .map(|s| accepts.get(*s).copied().unwrap_or(false))
            .collect(),
    }
}
