//! Which scenario passes in which language, as a page.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use crate::scenario::Scenario;

/// What became of a scenario in a language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// The answers are those of Rust.
    Same,
    /// They are not, or something expected did not come.
    Differs,
    /// The types of the language do not admit it.
    NotAdmitted,
}

impl Mark {
    const fn word(self) -> &'static str {
        match self {
            Self::Same => "yes",
            Self::Differs => "**no**",
            Self::NotAdmitted => "types forbid it",
        }
    }
}

/// The page.
pub fn page(
    scenarios: &[Scenario],
    languages: &[String],
    marks: &BTreeMap<(String, String), Mark>,
) -> String {
    let mut out = "# Support matrix\n\n\
        Written by `cargo xtask conformance --swift` from what it saw: a scenario of `conformance/scenarios` passes in a\n\
        language if every answer there is the same as in Rust, byte for byte.\n\n| scenario |"
        .to_owned();
    for language in languages {
        let _ = write!(out, " {language} |");
    }
    let _ = writeln!(out, "\n|---|{}", "---|".repeat(languages.len()));
    for scenario in scenarios {
        let _ = write!(out, "| {} |", scenario.name);
        for language in languages {
            let mark = marks.get(&(scenario.id.clone(), language.clone()));
            let _ = write!(out, " {} |", mark.map_or("-", |mark| mark.word()));
        }
        out.push('\n');
    }
    let _ = writeln!(
        out,
        "\n{} scenarios, {} languages.",
        scenarios.len(),
        languages.len()
    );
    out
}

/// Where a page that was written of all languages says something else than a page that was written of some of them now.
pub fn differences(written: &str, seen: &str) -> Vec<String> {
    let (written, seen) = (cells(written), cells(seen));
    let scenarios = |page: &Cells<'_>| -> BTreeSet<String> {
        page.keys().map(|(scenario, _)| (*scenario).to_owned()).collect()
    };
    let gone = scenarios(&written);
    let gone = gone
        .difference(&scenarios(&seen))
        .map(|scenario| format!("there is no scenario {scenario:?} any more"))
        .collect::<Vec<_>>();
    let changed = seen.iter().filter_map(|((scenario, language), mark)| {
        let before = written.get(&(*scenario, *language)).copied();
        (before != Some(*mark)).then(|| {
            let before = before.unwrap_or("nothing");
            format!("{scenario:?} in {language}: the page says {before}, and now it is {mark}")
        })
    });
    let mut all: Vec<String> = gone.into_iter().chain(changed).collect();
    if !all.is_empty() {
        all.push("`cargo xtask conformance --swift` writes it anew".to_owned());
    }
    all
}

/// What a page says of a scenario in a language.
type Cells<'a> = BTreeMap<(&'a str, &'a str), &'a str>;

fn cells(page: &str) -> Cells<'_> {
    let mut rows = page.lines().filter_map(|line| {
        let inside = line.strip_prefix("| ")?.strip_suffix(" |")?;
        Some(inside.split(" | ").collect::<Vec<_>>())
    });
    let languages = rows.next().unwrap_or_default();
    let mut cells = Cells::new();
    for row in rows {
        let Some((scenario, marks)) = row.split_first() else {
            continue;
        };
        for (language, mark) in languages.iter().skip(1).zip(marks) {
            cells.insert((scenario, language), mark);
        }
    }
    cells
}

#[cfg(test)]
mod tests {
    use super::differences;

    const WRITTEN: &str = "# Support matrix\n\n| scenario | rust | node | swift |\n|---|---|---|---|\n\
        | one | yes | yes | yes |\n| two | yes | types forbid it | yes |\n\n2 scenarios, 3 languages.\n";

    #[test]
    fn columns_that_were_not_played_are_not_compared() {
        let seen = "| scenario | rust | node |\n|---|---|---|\n| one | yes | yes |\n| two | yes | types forbid it |\n";
        assert_eq!(differences(WRITTEN, seen), Vec::<String>::new());
    }

    #[test]
    fn a_mark_that_changed_and_scenarios_that_came_and_went_are_told() {
        let seen = "| scenario | rust | node |\n|---|---|---|\n| one | yes | **no** |\n| new | yes | yes |\n";
        let told = differences(WRITTEN, seen).join("\n");
        for part in [
            "\"two\" any more",
            "\"one\" in node: the page says yes, and now it is **no**",
            "\"new\" in rust: the page says nothing",
        ] {
            assert!(told.contains(part), "{told}");
        }
        assert!(!told.contains("\"one\" in rust"), "{told}");
    }
}
