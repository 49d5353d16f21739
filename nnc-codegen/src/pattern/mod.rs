//! Regular expressions in a dialect that means the same in every language.
//!
//! The dialect: literal characters, `\` before a punctuation character, classes of explicit characters and ranges
//! (`[a-z0-9_.-]`, `[^...]` is refused), groups `( )`, alternation `|`, and the repetitions `?`, `*`, `+`, `{n}`,
//! `{n,}`, `{n,m}`. A pattern matches the whole value; `^` at the very start and `$` at the very end are accepted
//! and say nothing. Everything else is refused, `.`, `\d`, `\w`, `\s`, back-references and look-around included.
//! Patterns that a backtracking engine could take exponential time for are refused too.

mod ambiguity;
mod automaton;
mod parse;

pub use automaton::Dfa;
pub use parse::{Node, Range};

/// A pattern of the dialect.
#[derive(Debug, Clone)]
pub struct Pattern {
    /// What it says.
    pub node: Node,
    /// The same as a table-driven automaton.
    pub dfa: Dfa,
}

impl Pattern {
    /// Reads a pattern.
    ///
    /// # Errors
    /// A sentence that says what is outside the dialect.
    ///
    /// ```
    /// use nnc_codegen::pattern::Pattern;
    /// let pattern = Pattern::parse("[a-z]{2,3}(-[0-9]+)?").unwrap();
    /// assert!(pattern.dfa.matches("abc-42"));
    /// assert!(!pattern.dfa.matches("abc-"));
    /// assert!(Pattern::parse(r"\d+").is_err());
    /// ```
    pub fn parse(source: &str) -> Result<Self, String> {
        let node = parse::parse(source)?;
        Self::from_node(node)
    }

    /// Compiles what a pattern says.
    ///
    /// # Errors
    /// A sentence that says why it cannot be matched in linear time everywhere.
    pub fn from_node(node: Node) -> Result<Self, String> {
        let dfa = automaton::compile(&node)?;
        Ok(Self { node, dfa })
    }

    /// The pattern without anchors, written so that Rust's, JavaScript's (`u` flag) and Python's engines read it alike.
    pub fn text(&self) -> String {
        parse::text(&self.node)
    }
}

impl PartialEq for Pattern {
    fn eq(&self, other: &Self) -> bool {
        self.node == other.node
    }
}

impl Pattern {
    /// The patterns that differ from this one by one edge of a class or one count of a repetition, and do not match
    /// the same texts of up to so many characters.
    pub fn mutants(&self, longest: u32) -> Vec<Self> {
        let mut nodes = Vec::new();
        parse::variants(&self.node, &mut |node| nodes.push(node));
        let compiled = nodes.into_iter().filter_map(|node| Self::from_node(node).ok());
        compiled
            .filter(|other| !self.dfa.same_language(&other.dfa, longest))
            .collect()
    }
}
