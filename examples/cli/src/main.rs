//! `nnc`: the command line of nnc.

mod args;
mod commands;
mod output;
mod password;
mod signals;
mod time;

use std::process::ExitCode;

use clap::Parser;
use clap::error::ErrorKind as UsageKind;

use args::Arguments;
use output::Output;
use signals::Signals;

fn main() -> ExitCode {
    let json = std::env::args_os().any(|word| word == "--json");
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => return usage(&error, json),
    };
    let output = Output::new(arguments.json);
    let runtime = match tokio::runtime::Builder::new_current_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            return output.fail(
                "internal",
                &format!("the runtime cannot be started: {error}"),
                false,
                1,
            );
        }
    };
    let signals = Signals::listen(output);
    let outcome = runtime.block_on(commands::run(arguments, &output, signals));
    match outcome {
        Ok(code) => code,
        Err(error) => output.error(&error),
    }
}

/// Wrong words end with 2; `--help` and `--version` are answers.
fn usage(error: &clap::Error, json: bool) -> ExitCode {
    match error.kind() {
        UsageKind::DisplayHelp | UsageKind::DisplayVersion => {
            Output::new(false).text(&error.render().to_string());
            ExitCode::SUCCESS
        }
        _ if json => Output::new(true).fail("usage", error.render().to_string().trim(), false, 2),
        _ => Output::new(false).complain(&error.render().to_string(), 2),
    }
}
