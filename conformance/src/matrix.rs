//! Which scenario passes in which language, as a page.

use std::collections::BTreeMap;
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
        Written by `cargo xtask conformance` from what it saw: a scenario of `conformance/scenarios` passes in a language if\n\
        every answer there is the same as in Rust, byte for byte.\n\n| scenario |"
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
