//! Prints how long it takes to unpack the embedded data, to look names up, to check and to load a tree.
//!
//! `cargo run --release -p routeros-commands --example timing [-- inspect.json.gz]`

#![allow(clippy::print_stdout, reason = "an example that prints")]

use std::time::Instant;

use routeros_commands::{Command, CommandTree, Version, check};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let start = Instant::now();
    let tree = CommandTree::embedded()?;
    println!("unpack the embedded data: {:?}", start.elapsed());

    let view = tree.at("7.22.3".parse()?)?;
    let start = Instant::now();
    let arguments: Vec<(String, &str)> = view
        .menus()
        .flat_map(|menu| menu.verbs().map(move |verb| (menu.path(), verb)))
        .flat_map(|(path, verb)| {
            verb.arguments()
                .map(move |name| (format!("{path}/{}", verb.name()), name.name()))
        })
        .collect();
    println!("walk {} arguments: {:?}", arguments.len(), start.elapsed());

    let commands: Vec<Command> = arguments
        .iter()
        .map(|(path, name)| Command::new(path.replace("//", "/")).with(*name, ""))
        .collect();
    let start = Instant::now();
    let accepted = commands
        .iter()
        .filter(|command| check(&view, command).is_ok())
        .count();
    println!(
        "check {accepted} of {} commands: {:?} each",
        commands.len(),
        start.elapsed() / commands.len() as u32
    );

    let wrong: Vec<Command> = commands
        .iter()
        .map(|command| Command::new(&command.path).with("nmae", ""))
        .collect();
    let start = Instant::now();
    let refused = wrong
        .iter()
        .filter(|command| check(&view, command).is_err())
        .count();
    println!(
        "refuse {refused} of {} with a suggestion: {:?} each",
        wrong.len(),
        start.elapsed() / wrong.len() as u32
    );

    if let Some(file) = std::env::args().nth(1) {
        let bytes = std::fs::read(&file)?;
        let start = Instant::now();
        let loaded = CommandTree::from_inspect(&bytes, Version::new(7, 99, 0))?;
        println!(
            "load {file} ({} menus): {:?}",
            loaded.newest().menus().count(),
            start.elapsed()
        );
    }
    Ok(())
}
