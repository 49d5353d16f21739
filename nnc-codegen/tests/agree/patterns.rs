//! Texts that tell a pattern from every pattern that is nearly the same.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::rc::Rc;

use nnc_codegen::pattern::{Dfa, Node, Pattern};

/// The shortest text to each state; of equal ones the first.
pub(crate) fn access(dfa: &Dfa) -> BTreeMap<u16, String> {
    let mut out = BTreeMap::from([(1_u16, String::new())]);
    let mut open = VecDeque::from([1_u16]);
    while let Some(state) = open.pop_front() {
        for &(first, _, _) in &dfa.ranges {
            let next = dfa.step(state, first);
            if next != 0 && !out.contains_key(&next) {
                out.insert(next, format!("{}{first}", out[&state]));
                open.push_back(next);
            }
        }
    }
    out
}

/// The shortest text from each state to an end, for the states that have one.
pub(crate) fn endings(dfa: &Dfa) -> BTreeMap<u16, String> {
    let states = 0..u16::try_from(dfa.accepts.len()).unwrap();
    let mut out: BTreeMap<u16, String> = states
        .clone()
        .filter(|s| dfa.accepts[*s as usize])
        .map(|s| (s, String::new()))
        .collect();
    loop {
        let mut found = BTreeMap::new();
        for state in states.clone().filter(|s| !out.contains_key(s)) {
            let ways = dfa
                .ranges
                .iter()
                .filter_map(|&(c, _, _)| out.get(&dfa.step(state, c)).map(|end| format!("{c}{end}")));
            if let Some(end) = ways.min() {
                found.insert(state, end);
            }
        }
        if found.is_empty() {
            return out;
        }
        out.extend(found);
    }
}

/// What is worth knowing of a pattern; worked out once each.
pub(crate) struct Known {
    /// Texts that match, the shortest first.
    pub(crate) good: Vec<String>,
    /// Every state, every edge of every class out of it, and every way on from there.
    pub(crate) cover: Vec<String>,
}

thread_local! {
    static KNOWN: RefCell<BTreeMap<String, Rc<Known>>> = const { RefCell::new(BTreeMap::new()) };
}

pub(crate) fn known(pattern: &Pattern) -> Rc<Known> {
    let text = pattern.text();
    if let Some(known) = KNOWN.with_borrow(|all| all.get(&text).cloned()) {
        return known;
    }
    let dfa = &pattern.dfa;
    let (ways, ends) = (access(dfa), endings(dfa));
    let mut good: Vec<String> = ways
        .iter()
        .filter_map(|(state, start)| ends.get(state).map(|end| format!("{start}{end}")))
        .collect();
    good.sort_by_key(|t| (t.chars().count(), t.clone()));
    let known = Rc::new(Known {
        good,
        cover: cover(dfa, &ways, &ends),
    });
    KNOWN.with_borrow_mut(|all| all.insert(text, Rc::clone(&known)));
    known
}

/// A text that matches and has at least so many characters.
pub(crate) fn shortest_long_enough(pattern: &Pattern, length: usize) -> String {
    let known = known(pattern);
    known
        .good
        .iter()
        .find(|t| t.chars().count() >= length)
        .expect("a pattern matches something of its least length")
        .clone()
}

pub(crate) fn cover(dfa: &Dfa, ways: &BTreeMap<u16, String>, ends: &BTreeMap<u16, String>) -> Vec<String> {
    let mut edges: BTreeSet<char> = BTreeSet::from(['\u{e9}', ' ']);
    for &(first, last, _) in &dfa.ranges {
        edges.extend([first, last]);
        edges.extend(char::from_u32(u32::from(first) - 1));
        edges.extend(char::from_u32(u32::from(last) + 1));
    }
    let mut out = BTreeSet::new();
    for (state, start) in ways {
        out.insert(start.clone());
        let targets: BTreeSet<u16> = edges.iter().map(|c| dfa.step(*state, *c)).collect();
        for c in &edges {
            out.insert(format!("{start}{c}"));
            let next = dfa.step(*state, *c);
            // A character that is refused might be taken, by mistake, for any that is not.
            for end in targets
                .iter()
                .filter(|t| next == 0 || **t == next)
                .filter_map(|t| ends.get(t))
            {
                out.insert(format!("{start}{c}{end}"));
            }
        }
    }
    out.into_iter().collect()
}

/// Texts that go through every class and every repetition as the pattern is written, with what stands around it. The
/// automaton cannot give them: it has forgotten which parts of the pattern happen to mean the same.
pub(crate) fn through(node: &Node) -> BTreeSet<String> {
    let mut out = BTreeSet::from([example(node, true), example(node, false)]);
    match node {
        Node::Class(ranges) => {
            for &(first, last) in ranges {
                let (first, last) = (u32::from(first), u32::from(last));
                for code in [first - 1, first, first + 1, last - 1, last, last + 1] {
                    out.extend(char::from_u32(code).map(String::from));
                }
            }
        }
        Node::Sequence(parts) => {
            for (at, part) in parts.iter().enumerate() {
                for rich in [true, false] {
                    let before: String = parts[..at].iter().map(|p| example(p, rich)).collect();
                    let after: String = parts[at + 1..].iter().map(|p| example(p, rich)).collect();
                    out.extend(through(part).iter().map(|text| format!("{before}{text}{after}")));
                }
            }
        }
        Node::Either(ways) => out.extend(ways.iter().flat_map(through)),
        Node::Repeat(inner, least, most) => {
            let one = example(inner, true);
            let (least, most) = (*least as usize, most.unwrap_or(least + 3) as usize);
            for count in [
                least.saturating_sub(1),
                least,
                least + 1,
                most - 1,
                most,
                most + 1,
            ] {
                out.insert(one.repeat(count));
            }
            for text in through(inner) {
                out.insert(format!("{text}{}", one.repeat(least.saturating_sub(1))));
                out.insert(format!("{}{text}", one.repeat(least.max(1))));
                out.insert(format!("{}{text}", one.repeat(most - 1)));
            }
        }
    }
    out
}

/// A text that a node matches: with something of everything that may be left out, or with nothing of it.
pub(crate) fn example(node: &Node, rich: bool) -> String {
    match node {
        Node::Class(ranges) => ranges.last().map(|r| r.0.to_string()).unwrap_or_default(),
        Node::Sequence(parts) => parts.iter().map(|p| example(p, rich)).collect(),
        Node::Either(ways) => ways.first().map(|w| example(w, rich)).unwrap_or_default(),
        Node::Repeat(inner, least, _) => {
            example(inner, rich).repeat(if rich { (*least).max(1) } else { *least } as usize)
        }
    }
}
