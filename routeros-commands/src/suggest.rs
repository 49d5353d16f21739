//! The known name that was probably meant.

/// The closest of `known` to `written`: fewest edits (insert, delete, replace, swap neighbours); a name that
/// `written` abbreviates counts before one that is two edits or more away. `None` when nothing is close.
pub(crate) fn closest<'a>(written: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    ranked(written, known).into_iter().next()
}

/// All names that are close to `written`, the closest first.
pub(crate) fn ranked<'a>(written: &str, known: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    // Names have at most 128 bytes; what is much longer is no slip of the pen.
    if written.is_empty() || written.len() > 256 {
        return Vec::new();
    }
    let limit = (written.len() / 3).max(2);
    let mut rows = Rows::default();
    let rank = |name: &'a str| {
        if name.starts_with(written) {
            let edits = name.len() - written.len();
            return Some(((edits.min(2), edits, name), name));
        }
        if name.len().abs_diff(written.len()) > limit {
            return None;
        }
        let edits = rows.distance(written.as_bytes(), name.as_bytes());
        let rank = if edits <= 1 { edits } else { edits + 1 };
        (edits <= limit).then_some(((rank, edits, name), name))
    };
    let mut close: Vec<_> = known.filter_map(rank).collect();
    close.sort_unstable();
    close.into_iter().map(|(_, name)| name).collect()
}

/// The rows of the distance matrix that are needed, kept from one name to the next.
#[derive(Default)]
struct Rows {
    before: Vec<usize>,
    last: Vec<usize>,
    current: Vec<usize>,
}

impl Rows {
    /// Optimal string alignment distance in bytes; the names are ASCII.
    fn distance(&mut self, a: &[u8], b: &[u8]) -> usize {
        let at = |row: &[usize], column: usize| row.get(column).copied().unwrap_or(usize::MAX / 2);
        self.last.clear();
        self.last.extend(0..=b.len());
        let mut last_byte = None;
        for (row, byte) in a.iter().enumerate() {
            self.current.clear();
            self.current.push(row + 1);
            let mut last_target = None;
            for (column, target) in b.iter().enumerate() {
                let mut best = at(&self.last, column) + usize::from(byte != target);
                best = best
                    .min(at(&self.last, column + 1) + 1)
                    .min(at(&self.current, column) + 1);
                if last_target == Some(byte) && last_byte == Some(target) && column > 0 {
                    best = best.min(at(&self.before, column - 1) + 1);
                }
                self.current.push(best);
                last_target = Some(target);
            }
            std::mem::swap(&mut self.before, &mut self.last);
            std::mem::swap(&mut self.last, &mut self.current);
            last_byte = Some(byte);
        }
        at(&self.last, b.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_closest_name_is_found() {
        let known = [
            "address",
            "comment",
            "disabled",
            "interface",
            "interface-list",
            "name",
            "vlan-id",
        ];
        let cases = [
            ("vlanid", Some("vlan-id")),
            ("vlan_id", Some("vlan-id")),
            ("anme", Some("name")),
            ("nam", Some("name")),
            ("comm", Some("comment")),
            ("inter", Some("interface")),
            ("interfaces", Some("interface")),
            ("interface-lst", Some("interface-list")),
            ("Comment", Some("comment")),
            ("", None),
            ("zzzzzz", None),
            ("vlanid-vlanid-vlanid", None),
        ];
        for (written, meant) in cases {
            assert_eq!(closest(written, known.into_iter()), meant, "{written}");
        }
    }

    #[test]
    fn distance_counts_edits() {
        let mut rows = Rows::default();
        for (a, b, edits) in [
            ("", "", 0),
            ("a", "", 1),
            ("ab", "ba", 1),
            ("kitten", "sitting", 3),
            ("abc", "abc", 0),
        ] {
            assert_eq!(rows.distance(a.as_bytes(), b.as_bytes()), edits, "{a} {b}");
            assert_eq!(rows.distance(b.as_bytes(), a.as_bytes()), edits, "{b} {a}");
        }
    }
}
