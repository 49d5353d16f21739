//! Counting what passed, from what programs print.

/// What a step found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    /// Tests that passed.
    pub(crate) passed: usize,
    /// Tests that failed.
    pub(crate) failed: usize,
    /// Tests that said that they were not run.
    pub(crate) ignored: usize,
}

impl Counts {
    /// Reads `test result: ok. 12 passed; 0 failed; 1 ignored; ...`, the last line of a Rust test program.
    pub(crate) fn see(&mut self, line: &str) {
        let Some(rest) = line.trim_start().strip_prefix("test result: ") else {
            return;
        };
        let mut before = "";
        for word in rest.split([' ', ';', '.']).filter(|word| !word.is_empty()) {
            let count = before.parse().unwrap_or(0);
            match word {
                "passed" => self.passed += count,
                "failed" => self.failed += count,
                "ignored" => self.ignored += count,
                _ => {}
            }
            before = word;
        }
    }

    /// The same with a step as a whole counted where it has no tests of its own, or failed without them.
    pub(crate) fn of_step(mut self, succeeded: bool) -> Self {
        if succeeded && self.passed + self.failed == 0 {
            self.passed = 1;
        }
        if !succeeded && self.failed == 0 {
            self.failed = 1;
        }
        self
    }

    pub(crate) fn add(&mut self, other: &Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.ignored += other.ignored;
    }
}

/// Rows with aligned columns, the first row being the heading.
pub(crate) fn table(rows: &[Vec<String>]) -> String {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column));
        cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..columns).map(width).collect();
    let mut text = String::new();
    for row in rows {
        let cells = row
            .iter()
            .zip(&widths)
            .map(|(cell, width)| format!("{cell:<width$}"));
        let line = cells.collect::<Vec<_>>().join("  ");
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_result_line_is_counted() {
        let mut counts = Counts::default();
        counts.see(
            "test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.00s",
        );
        counts.see("test result: FAILED. 2 passed; 3 failed; 0 ignored; 0 measured; 0 filtered out");
        counts.see("a line about 7 passed; 8 failed");
        assert_eq!(
            counts,
            Counts {
                passed: 14,
                failed: 3,
                ignored: 1
            }
        );
    }

    #[test]
    fn a_step_without_tests_counts_as_one() {
        assert_eq!(Counts::default().of_step(true).passed, 1);
        assert_eq!(Counts::default().of_step(false).failed, 1);
        let tests = Counts {
            passed: 4,
            failed: 0,
            ignored: 0,
        };
        assert_eq!(
            tests.of_step(false),
            Counts {
                passed: 4,
                failed: 1,
                ignored: 0
            }
        );
    }

    #[test]
    fn columns_are_aligned() {
        let rows = [
            vec!["A".to_owned(), "B".to_owned()],
            vec!["long".to_owned(), "c".to_owned()],
        ];
        assert_eq!(table(&rows), "A     B\nlong  c\n");
    }
}
