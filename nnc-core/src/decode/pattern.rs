//! Regular expressions as tables, made by the code generator.

/// A deterministic automaton over classes of characters. State 0 is dead, state 1 is the start; one step a character.
#[derive(Debug)]
pub struct Pattern {
    /// What it was made from, for messages.
    pub source: &'static str,
    /// Sorted, disjoint ranges of characters with their class; other characters match nothing.
    pub ranges: &'static [(char, char, u8)],
    /// How many classes there are.
    pub classes: usize,
    /// The next state, at `state * classes + class`.
    pub next: &'static [u16],
    /// Whether the text may end in a state.
    pub accepts: &'static [bool],
}

impl Pattern {
    /// Whether the whole text matches. Takes time in proportion to the text.
    pub fn matches(&self, text: &str) -> bool {
        let mut state = 1_u16;
        for c in text.chars() {
            let class = self
                .ranges
                .iter()
                .find(|(first, last, _)| (*first..=*last).contains(&c))
                .map(|r| r.2);
            let index = class.map(|class| usize::from(state) * self.classes + usize::from(class));
            state = index.and_then(|i| self.next.get(i)).copied().unwrap_or(0);
            if state == 0 {
                return false;
            }
        }
        self.accepts.get(usize::from(state)).copied().unwrap_or(false)
    }
}
