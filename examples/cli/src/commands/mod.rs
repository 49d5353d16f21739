//! What each command does.

mod database;
mod monitor;
mod pool;
mod reconcile;
mod resource;
mod router;
mod state;
mod steer;
mod vif;

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use nnc::{Change, Error, Nnc, Options};
use serde_json::{Value, json};

use crate::args::{Arguments, Command};
use crate::output::Output;
use crate::password;
use crate::signals::Signals;

/// Runs a command to its exit code.
pub(crate) async fn run(
    arguments: Arguments,
    output: &Output,
    mut signals: Signals,
) -> Result<ExitCode, Error> {
    let data = directory(arguments.data)?;
    if let Some(done) = database::unopened(Options::new(&data), &arguments.command, output).await {
        return done;
    }
    let keys = password::key(arguments.key_from, &data)?;
    let mut options = Options::new(data)
        .wait(Duration::from_secs(arguments.wait))
        .allow_lockout(arguments.allow_lockout)
        .expect_plan(arguments.expect_plan)
        .keys(keys);
    // Whoever the system says is at the keyboard.
    if let Some(user) = ["USER", "LOGNAME"]
        .iter()
        .find_map(|name| std::env::var(name).ok())
    {
        options = options.actor(user);
    }
    if let Some(password) = password::from_environment() {
        options = options.password(password);
    }
    let nnc = options.open().await?;
    // Watching goes on until it is told to end; all else is given up then.
    let watches = matches!(arguments.command, Command::Monitor { .. });
    let work = work(&nnc, arguments.command, output, signals.clone());
    tokio::pin!(work);
    tokio::select! {
        biased;
        result = &mut work => result,
        () = signals.first(), if !watches => {
            output.progress("Ending ...");
            nnc.give_up();
            work.await
        }
    }
}

async fn work(nnc: &Nnc, command: Command, output: &Output, signals: Signals) -> Result<ExitCode, Error> {
    match command {
        Command::Router { action } => router::run(nnc, action, output).await,
        Command::Vif { action } => vif::run(nnc, action, output).await,
        Command::Steer { action } => steer::run(nnc, action, output).await,
        Command::Pool { action } => pool::run(nnc, action, output).await,
        Command::Reconcile { router, remedy, all } => {
            reconcile::run(nnc, &router.router, remedy, all, output).await
        }
        Command::Db { action } => database::run(nnc, action, output).await,
        Command::Resource { action } => resource::run(nnc, action, output).await,
        Command::Monitor { router, seconds } => {
            monitor::run(nnc, &router.router, seconds, output, signals).await
        }
        Command::Recover { router } => state::recover(nnc, router.as_deref(), output).await,
        Command::VerifyLeaks { router, device } => {
            state::leaks(nnc, &router.router, device.as_deref(), output).await
        }
    }
}

/// The directory asked for, else the usual place for a user's state (XDG base directories).
fn directory(data: Option<PathBuf>) -> Result<PathBuf, Error> {
    let state = || {
        std::env::var_os("XDG_STATE_HOME")
            .map(PathBuf::from)
            .filter(|path| path.is_absolute())
    };
    let home = || std::env::var_os("HOME").map(|home| PathBuf::from(home).join(".local/state"));
    data.or_else(|| state().or_else(home).map(|state| state.join("nnc")))
        .ok_or_else(|| {
            Error::invalid(
                "no-data-directory",
                "there is no home directory: say with --data where nnc keeps what it knows",
            )
        })
}

/// Says what a call did.
fn changed(output: &Output, change: &Change, done: &str, more: Value) -> ExitCode {
    let mut document = json!(change);
    if let (Value::Object(document), Value::Object(more)) = (&mut document, more) {
        document.extend(more);
    }
    output.answer(&document, || match (change.dry_run, change.changed) {
        (true, true) => format!("Would write:\n{}{}", lines(&change.commands), plan(change)),
        (true, false) => "Nothing to do.\n".to_owned(),
        (false, true) => format!("{done}\n"),
        (false, false) => "Nothing to do: it is already so.\n".to_owned(),
    });
    ExitCode::SUCCESS
}

/// What there is to say of a plan besides its commands.
fn plan(change: &Change) -> String {
    let notes = change.validation.findings.iter();
    let notes: String = notes
        .map(|judged| format!("Note: {}\n", judged.finding.message))
        .collect();
    let hash = change.validation.plan_hash.as_deref().unwrap_or_default();
    format!("{notes}Plan: {hash} (make this one and no other with --expect-plan)\n")
}

fn lines(commands: &[String]) -> String {
    commands.iter().map(|command| format!("  {command}\n")).collect()
}

/// A router by name.
async fn router(nnc: &Nnc, name: &str) -> Result<nnc::Router, Error> {
    nnc.router(name).await
}
