//! The known name that was probably meant.

/// The closest of `known` to `written`: fewest edits (insert, delete, replace, swap neighbours); a name that
/// `written` abbreviates counts before one that is two edits or more away. `None` when nothing is close.
pub(crate) fn closest<'a>(written: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let length = written.chars().count();
    // Names have at most 128 bytes; what is much longer is no slip of the pen.
    if length == 0 || length > 256 {
        return None;
    }
    let limit = (length / 3).max(2);
    let rank = |name: &'a str| {
        let edits = distance(written, name);
        let abbreviated = name.starts_with(written);
        let far = match (edits, abbreviated) {
            (0 | 1, _) => edits,
            (_, true) => 2,
            _ if edits <= limit => edits + 1,
            _ => return None,
        };
        Some(((far, edits, name), name))
    };
    known
        .filter_map(rank)
        .min_by(|a, b| a.0.cmp(&b.0))
        .map(|(_, name)| name)
}

/// Optimal string alignment distance.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    let mut last_character = None;
    for (row, character) in a.chars().enumerate() {
        let mut current = Vec::with_capacity(b.len() + 1);
        current.push(row + 1);
        let mut previous_target = None;
        for (column, target) in b.iter().enumerate() {
            let at = |row: &[usize], index: usize| row.get(index).copied().unwrap_or(usize::MAX / 2);
            let mut best = at(&last, column) + usize::from(character != *target);
            best = best.min(at(&last, column + 1) + 1).min(at(&current, column) + 1);
            if column > 0 && Some(*target) == last_character && previous_target == Some(character) {
                best = best.min(at(&before, column - 1) + 1);
            }
            current.push(best);
            previous_target = Some(*target);
        }
        before = std::mem::replace(&mut last, current);
        last_character = Some(character);
    }
    last.last().copied().unwrap_or(0)
}
