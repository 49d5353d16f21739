//! The same inputs get the same verdict, codes and pointers in Rust, TypeScript and Python, and no small mistake in a
//! validator of any of them would go unnoticed.
//!
//! Needs `node` (20 or later) with `npm`, and `python3` (3.11 or later); it fails where they are missing.
//! `NNC_SOAK=1` judges ten times as many random documents, and every mistake in every place of a pattern that stands in
//! several places.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests state expectations by panicking"
)]
#![allow(clippy::print_stdout, reason = "it says how much was judged")]

#[path = "agree/corpus.rs"]
mod corpus;
#[path = "agree/judges.rs"]
mod judges;
#[path = "agree/patterns.rs"]
mod patterns;
#[path = "agree/values.rs"]
mod values;

use std::collections::BTreeSet;

use corpus::{Amount, Case};
use nnc_codegen::mutants::{Change, Mutants};
use serde::Deserialize;

const SCHEMA: &str = include_str!("../../schema/nnc.graphql");
const HAND_WRITTEN: &str = include_str!("agree/hand.jsonl");

/// A line of the hand-written list: what must be found is part of it, so that three equal mistakes are seen too.
#[derive(Deserialize)]
struct Written {
    #[serde(rename = "type")]
    ty: String,
    text: String,
    findings: Vec<(String, String)>,
}

#[test]
fn validators_agree() {
    let start = std::time::Instant::now();
    let ir = nnc_codegen::lower(SCHEMA, "schema/nnc.graphql").unwrap();
    assert_eq!(
        corpus::kinds(&ir),
        BTreeSet::from(["input", "object", "oneOf", "patch"])
    );
    let written: Vec<Written> = HAND_WRITTEN
        .lines()
        .map(|l| serde_json::from_str(l).unwrap())
        .collect();
    let distinct: BTreeSet<_> = written.iter().map(|w| (&w.ty, &w.text)).collect();
    assert!(
        distinct.len() >= 300,
        "only {} hand-written cases",
        distinct.len()
    );

    let soak = std::env::var_os("NNC_SOAK").is_some();
    let amount = Amount {
        random: if soak { 4000 } else { 200 },
        every_place: soak,
    };
    let generated = corpus::generate(&ir, amount);
    let few = Amount {
        random: 10,
        every_place: false,
    };
    assert_eq!(
        corpus::generate(&ir, few),
        corpus::generate(&ir, few),
        "the corpus differs from run to run"
    );
    assert!(
        generated.len() >= 20_000,
        "only {} generated cases",
        generated.len()
    );

    let by_hand = |w: &Written| Case {
        ty: w.ty.clone(),
        field: String::new(),
        text: w.text.clone(),
    };
    let mut cases: Vec<Case> = written.iter().map(by_hand).collect();
    cases.extend(generated);

    let mutants = if soak {
        Mutants::all(&ir)
    } else {
        Mutants::some(&ir)
    };
    assert!(mutants.list.len() >= 200, "only {} mutants", mutants.list.len());
    println!(
        "{} cases, {} mutants after {:?}",
        cases.len(),
        mutants.list.len(),
        start.elapsed()
    );
    let judges = [
        judges::rust(&ir, &mutants),
        judges::typescript(&ir, &mutants),
        judges::python(&ir, &mutants),
    ];
    let running: Vec<_> = judges.iter().map(|judge| judge.start(&cases, &mutants)).collect();
    let verdicts: Vec<_> = running.into_iter().map(judges::Running::finish).collect();

    let read = |text: &str| serde_json::from_str::<Vec<(String, String)>>(text).unwrap();
    let mut accepted = 0;
    let mut disagreements = Vec::new();
    for (at, case) in cases.iter().enumerate() {
        let found: Vec<_> = verdicts.iter().map(|v| read(&v.findings[at])).collect();
        accepted += usize::from(found[0].is_empty());
        if found.iter().any(|f| *f != found[0]) {
            let said: Vec<_> = judges
                .iter()
                .zip(&found)
                .map(|(j, f)| format!("    {}: {f:?}", j.language))
                .collect();
            disagreements.push(format!("{} {}\n{}", case.ty, case.text, said.join("\n")));
        }
        if let Some(written) = written.get(at).filter(|w| w.findings != found[0]) {
            disagreements.push(format!(
                "{} {}\n    by hand: {:?}\n    judged: {:?}",
                case.ty, case.text, written.findings, found[0]
            ));
        }
    }
    let shown = disagreements
        .iter()
        .take(20)
        .cloned()
        .collect::<Vec<_>>()
        .join("\n");
    assert!(
        disagreements.is_empty(),
        "{} disagreements, among them:\n{shown}",
        disagreements.len()
    );
    let share = accepted * 100 / cases.len();
    assert!(
        (2..=90).contains(&share),
        "{share} % of the cases are accepted: the corpus is lopsided"
    );

    let mut survivors = Vec::new();
    for (judge, verdict) in judges.iter().zip(&verdicts) {
        for (mutant, killed_by) in mutants.list.iter().zip(&verdict.killed_by) {
            if killed_by.is_none() {
                let change = match &mutant.change {
                    Change::Pattern(pattern) => pattern.text(),
                    other => format!("{other:?}"),
                };
                survivors.push(format!(
                    "{}: {}.{} {:?} {change}",
                    judge.language, mutant.record, mutant.field, mutant.rule
                ));
            }
        }
    }
    let shown = survivors.iter().take(20).cloned().collect::<Vec<_>>().join("\n");
    assert!(
        survivors.is_empty(),
        "{} mutants survive, among them:\n{shown}",
        survivors.len()
    );
    println!(
        "{} cases ({} by hand, {accepted} accepted), {} mutants killed in each of {} languages, 0 disagreements",
        cases.len(),
        written.len(),
        mutants.list.len(),
        judges.len()
    );
}
