//! `nnc resource`.

use std::io::Read as _;
use std::path::Path;
use std::process::ExitCode;

use nnc::{
    DeletedResource, Error, Layer, LayerAt, LayerDifference, Nnc, ResourceSummary, ResourceView, Resources,
    Ring, Telemetry,
};
use serde_json::{Value, json};

use super::{changed, router};
use crate::args::{Layers, ResourceAction, Which};
use crate::output::{Output, table};
use crate::time;

/// A document that describes one resource is never longer.
const MOST_BYTES: u64 = 1 << 20;

pub(super) async fn run(nnc: &Nnc, action: ResourceAction, output: &Output) -> Result<ExitCode, Error> {
    match action {
        ResourceAction::List {
            router: name,
            deleted: true,
        } => {
            let deleted = router(nnc, &name.router).await?.resources().deleted().await?;
            output.answer(&json!({ "deleted": deleted }), || gone(&deleted));
        }
        ResourceAction::List {
            router: name,
            deleted: false,
        } => {
            let listed = router(nnc, &name.router).await?.resources().list().await?;
            output.answer(&json!({ "resources": listed }), || listing(&listed));
        }
        ResourceAction::Show { which, layers, fresh } => {
            if fresh {
                router(nnc, &which.router.router).await?.refresh().await?;
            }
            let shown = of(nnc, &which).await?.show(&which.uuid, &wanted(layers)).await?;
            output.answer(&json!(shown), || describe(&shown));
        }
        ResourceAction::At { which, time, layers } => {
            let then = of(nnc, &which)
                .await?
                .at(&which.uuid, time, &wanted(layers))
                .await?;
            output.answer(&json!({ "time": time, "resource": then }), || match &then {
                None => format!("It was not there at {}.\n", time::show(time)),
                Some(then) => then
                    .layers
                    .iter()
                    .map(|(layer, held)| match held {
                        LayerAt::Known(held) => {
                            format!(
                                "{layer} (since {})\n{}",
                                time::show(held.updated_at),
                                pretty(&held.value)
                            )
                        }
                        LayerAt::BeyondHorizon { known_from } => {
                            format!("{layer}: known only from {} on\n", time::show(*known_from))
                        }
                    })
                    .collect(),
            });
        }
        ResourceAction::History { which, layers, limit } => {
            let history = of(nnc, &which)
                .await?
                .history(&which.uuid, &wanted(layers), limit)
                .await?;
            output.answer(&json!({ "history": history }), || {
                let rows: Vec<Vec<String>> = history
                    .iter()
                    .flat_map(|entry| {
                        let event = &entry.event;
                        entry.differences.iter().map(move |difference| {
                            vec![
                                time::show(event.at),
                                event.layer.to_string(),
                                difference.pointer.clone(),
                                short(difference.before.as_ref()),
                                short(difference.after.as_ref()),
                                event.actor.clone().unwrap_or_else(|| "nnc".to_owned()),
                                event.reason.clone().unwrap_or_default(),
                            ]
                        })
                    })
                    .collect();
                table(
                    &["TIME", "LAYER", "FIELD", "BEFORE", "AFTER", "BY", "WHY"],
                    &rows,
                    "Nothing is known of its past.",
                )
            });
        }
        ResourceAction::Diff {
            which,
            from,
            to,
            layers,
        } => {
            let differences = of(nnc, &which)
                .await?
                .diff(&which.uuid, from, to, &wanted(layers))
                .await?;
            output.answer(&json!({ "from": from, "to": to, "layers": differences }), || {
                let mut rows = Vec::new();
                for (layer, difference) in &differences {
                    match difference {
                        LayerDifference::Known { differences } => {
                            rows.extend(differences.iter().map(|difference| {
                                vec![
                                    layer.to_string(),
                                    difference.pointer.clone(),
                                    short(difference.before.as_ref()),
                                    short(difference.after.as_ref()),
                                ]
                            }));
                        }
                        LayerDifference::BeyondHorizon { known_from } => rows.push(vec![
                            layer.to_string(),
                            format!("known only from {} on", time::show(*known_from)),
                            String::new(),
                            String::new(),
                        ]),
                    }
                }
                table(&["LAYER", "FIELD", "BEFORE", "AFTER"], &rows, "Nothing differs.")
            });
        }
        ResourceAction::Impact { which } => {
            let report = of(nnc, &which).await?.impact(&which.uuid).await?;
            output.answer(&json!(report), || {
                let rows: Vec<Vec<String>> = report
                    .breaks
                    .iter()
                    .map(|broken| vec![broken.resource.clone(), broken.because.clone()])
                    .collect();
                table(&["BREAKS", "BECAUSE"], &rows, "Nothing breaks.")
            });
        }
        ResourceAction::Depend { which, on, reason } => {
            let resources = of(nnc, &which).await?;
            resources.depend(&which.uuid, &on, reason.as_deref()).await?;
            output.answer(&json!({ "resource": which.uuid, "on": on }), || {
                "Noted.\n".to_owned()
            });
        }
        ResourceAction::Apply {
            router: name,
            kind,
            file,
            dry_run,
        } => {
            let document = read(&file)?;
            let resources = router(nnc, &name.router).await?.resources();
            let applied = if dry_run {
                resources.plan_apply(&kind, &document).await?
            } else {
                output.progress("Applying ...");
                resources.apply(&kind, &document).await?
            };
            let done = format!("{} is so on the router.", applied.resource);
            let named = json!({ "resource": applied.resource, "uuid": applied.uuid });
            return Ok(changed(output, &applied.change, &done, named));
        }
        ResourceAction::Delete {
            which,
            cascade,
            dry_run,
        } => {
            let resources = of(nnc, &which).await?;
            let change = if dry_run {
                resources.plan_delete(&which.uuid, cascade).await?
            } else {
                output.progress("Deleting ...");
                resources.delete(&which.uuid, cascade).await?
            };
            let done = format!("Deleted {}.", which.uuid);
            return Ok(changed(output, &change, &done, json!({ "uuid": which.uuid })));
        }
    }
    Ok(ExitCode::SUCCESS)
}

async fn of(nnc: &Nnc, which: &Which) -> Result<Resources, Error> {
    Ok(router(nnc, &which.router.router).await?.resources())
}

fn wanted(layers: Layers) -> Vec<Layer> {
    if layers.layers.is_empty() {
        Layer::ALL.to_vec()
    } else {
        layers.layers
    }
}

fn read(file: &Path) -> Result<String, Error> {
    let mut text = String::new();
    let read = if file == Path::new("-") {
        std::io::stdin()
            .lock()
            .take(MOST_BYTES + 1)
            .read_to_string(&mut text)
    } else {
        std::fs::File::open(file).and_then(|file| file.take(MOST_BYTES + 1).read_to_string(&mut text))
    };
    let problem = match read {
        Err(error) => error.to_string(),
        Ok(_) if text.len() as u64 > MOST_BYTES => format!("it is longer than {MOST_BYTES} bytes"),
        Ok(_) => return Ok(text),
    };
    Err(Error::invalid(
        "file-unreadable",
        format!("{} cannot be read: {problem}", file.display()),
    ))
}

fn listing(resources: &[ResourceSummary]) -> String {
    let rows: Vec<Vec<String>> = resources
        .iter()
        .map(|one| {
            vec![
                one.uuid.clone(),
                one.kind.clone(),
                one.resource.clone(),
                one.status.to_string(),
                time::show(one.updated_at),
            ]
        })
        .collect();
    table(
        &["UUID", "TYPE", "RESOURCE", "STATUS", "UPDATED"],
        &rows,
        "There are none: make one with `nnc resource apply` or `nnc vif create`.",
    )
}

fn gone(resources: &[DeletedResource]) -> String {
    let row = |one: &DeletedResource| {
        vec![
            one.uuid.clone(),
            one.kind.clone(),
            one.resource.clone(),
            time::show(one.created_at),
            time::show(one.removed_at),
        ]
    };
    let rows: Vec<Vec<String>> = resources.iter().map(row).collect();
    table(
        &["UUID", "TYPE", "RESOURCE", "MADE", "DELETED"],
        &rows,
        "None was deleted.",
    )
}

fn describe(shown: &ResourceView) -> String {
    let mut text = format!(
        "{} ({})\nuuid {}, made {}\n",
        shown.resource,
        shown.kind,
        shown.uuid,
        time::show(shown.created_at)
    );
    if let Some(removed) = shown.removed_at {
        text.push_str(&format!("deleted {}\n", time::show(removed)));
    }
    for (layer, held) in &shown.layers {
        match (held.updated_at, held.source) {
            (Some(at), Some(source)) => text.push_str(&format!(
                "\n{layer} (by {source}, {})\n{}",
                time::show(at),
                match layer {
                    Layer::Telemetry => counters(&Telemetry::from_layer(&held.value)),
                    _ => pretty(&held.value),
                }
            )),
            _ => text.push_str(&format!("\n{layer}: nothing is known\n")),
        }
    }
    text
}

/// What was counted; of minutes and hours that nobody knows about, nothing is said.
fn counters(telemetry: &Telemetry) -> String {
    let sum = |ring: &Ring| ring.increase.iter().flatten().sum::<u64>().to_string();
    let rows: Vec<Vec<String>> = telemetry
        .series
        .iter()
        .map(|(name, series)| {
            vec![
                format!("  {name}"),
                series.last.to_string(),
                sum(&series.minutes),
                sum(&series.hours),
                series.total.to_string(),
                series.resets.to_string(),
            ]
        })
        .collect();
    let header = [
        "  COUNTER",
        "NOW",
        "IN 60 MINUTES",
        "IN 48 HOURS",
        "IN ALL",
        "RESETS",
    ];
    table(&header, &rows, "  Nothing is counted.")
}

fn pretty(value: &Value) -> String {
    format!("{value:#}\n")
        .lines()
        .map(|line| format!("  {line}\n"))
        .collect()
}

/// A value for a cell of a table.
fn short(value: Option<&Value>) -> String {
    let text = value.map_or_else(|| "-".to_owned(), Value::to_string);
    if text.chars().count() <= 60 {
        return text;
    }
    let cut: String = text.chars().take(57).collect();
    format!("{cut}...")
}
