//! `nnc reconcile`.

use std::process::ExitCode;

use nnc::{Change, Difference, DriftReport, Error, Judged, Nnc};
use serde_json::{Value, json};

use super::router;
use crate::args::Remedy;
use crate::output::{Output, table};

/// Drift found.
const DRIFT: u8 = 3;

pub(super) async fn run(
    nnc: &Nnc,
    name: &str,
    remedy: Remedy,
    all: bool,
    output: &Output,
) -> Result<ExitCode, Error> {
    let router = router(nnc, name).await?;
    if remedy.repair {
        output.progress("Comparing and repairing ...");
        let change = router.repair().await?;
        output.answer(&json!(change), || repaired(&change));
        return Ok(match left(&change).count() {
            0 => ExitCode::SUCCESS,
            _ => ExitCode::from(DRIFT),
        });
    }
    if !remedy.adopt.is_empty() {
        output.progress("Adopting ...");
        let change = router.adopt_differences(&names(&remedy.adopt)).await?;
        let report = router.drift().await?;
        let mut document = document(&report, all);
        if let (Value::Object(document), Value::Object(change)) = (&mut document, json!(change)) {
            document.extend(change);
            document.insert("adopted".to_owned(), json!(remedy.adopt));
        }
        output.answer(&document, || {
            format!("{}\n{}", adopted(&change), show(&report, all))
        });
        return Ok(exit(&report));
    }
    let report = if remedy.accept.is_empty() {
        router.drift().await?
    } else {
        router.accept_differences(&names(&remedy.accept)).await?
    };
    output.answer(&document(&report, all), || show(&report, all));
    Ok(exit(&report))
}

fn names(ids: &[String]) -> Vec<&str> {
    ids.iter().map(String::as_str).collect()
}

fn exit(report: &DriftReport) -> ExitCode {
    if report.differences.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(DRIFT)
    }
}

/// What no longer fits the router and was left as it is.
fn left(change: &Change) -> impl Iterator<Item = &Judged> {
    // What is said of the change as a whole points at no resource.
    let of_resource = |judged: &&Judged| !judged.finding.pointer.is_empty();
    change.validation.findings.iter().filter(of_resource)
}

fn repaired(change: &Change) -> String {
    let mut text = match (change.changed, change.commands.len()) {
        (false, _) => "Nothing to do: it is already so.\n".to_owned(),
        (true, 1) => "Put right with 1 command.\n".to_owned(),
        (true, many) => format!("Put right with {many} commands.\n"),
    };
    for judged in left(change) {
        let finding = &judged.finding;
        text.push_str(&format!(
            "Left as it is ({}): {}\n",
            finding.code, finding.message
        ));
    }
    text
}

fn adopted(change: &Change) -> String {
    match change.commands.len() {
        0 => "Adopted; nothing else had to change.\n".to_owned(),
        count => format!("Adopted; {count} commands brought along what follows from it.\n"),
    }
}

fn document(report: &DriftReport, all: bool) -> Value {
    let mut document = json!({"differences": report.differences, "accepted": report.accepted});
    if all {
        document["respelled"] = json!(report.respelled);
    }
    document
}

fn show(report: &DriftReport, all: bool) -> String {
    let value = |value: &Option<String>| value.clone().unwrap_or_else(|| "-".to_owned());
    let row = |difference: &Difference| {
        let whole = difference.field.is_none();
        vec![
            difference.id.clone(),
            difference.menu.clone(),
            difference.difference.to_owned(),
            difference.class.to_string(),
            if whole {
                "-".to_owned()
            } else {
                value(&difference.intended)
            },
            if whole {
                "-".to_owned()
            } else {
                value(&difference.actual)
            },
            difference.repair.clone(),
        ]
    };
    let header = [
        "FINDING",
        "MENU",
        "DIFFERENCE",
        "CLASS",
        "WANTED",
        "ROUTER",
        "REPAIR",
    ];
    let section = |differences: &[Difference], empty: &str| {
        let rows: Vec<Vec<String>> = differences.iter().map(row).collect();
        table(&header, &rows, empty)
    };
    let (unfit, repairable): (Vec<_>, Vec<_>) = report
        .differences
        .iter()
        .partition(|difference| difference.difference == "unfit");
    let mut text = section(&report.differences, "Nothing differs.");
    let accepted = report.accepted.len();
    if all {
        text.push_str(&format!("\nAccepted:\n{}", section(&report.accepted, "Nothing.")));
        text.push_str(&format!(
            "\nThe same, spelled otherwise:\n{}",
            section(&report.respelled, "Nothing.")
        ));
    } else if accepted > 0 {
        text.push_str(&format!("{accepted} accepted (--all shows them).\n"));
    }
    for unfit in unfit {
        text.push_str(&format!("\n{}: {}\n", unfit.id, unfit.message));
    }
    if !repairable.is_empty() {
        text.push_str("\nPut right with --repair; or keep single findings: --adopt FINDING takes the router's value for what is wanted, --accept FINDING lives with it.\n");
    }
    text
}
