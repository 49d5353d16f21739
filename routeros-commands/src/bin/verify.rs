//! Verifies the check against every (menu, command, argument) of the published trees.
//!
//! The trees are read a second time here, as plain JSON, so that the table's own reader and merger do not judge
//! themselves. Each name must be accepted, each name that is not in the tree refused: misspelt ones, those of
//! sibling commands, those of other versions. The built-in data and the freshly loaded tree must agree.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use routeros_commands::generate::{TreeFile, find};
use routeros_commands::{Accepted, Command, CommandTree, Problem, Rejected, View, check};
use serde_json::Value;

const HELP: &str = "\
Usage: verify-commands --trees DIR

For every inspect-VERSION.json[.gz] and deep-inspect-VERSION.json[.gz] in DIR: the built-in data and the
tree loaded at run time must accept every (menu, command, argument) of it and refuse
every other name. Prints counts; exit 1 on any difference.
";

/// Differences shown per version; the rest is counted.
const SHOWN: u64 = 20;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let directory = match arguments
        .iter()
        .map(String::as_str)
        .collect::<Vec<_>>()
        .as_slice()
    {
        ["--trees", directory] => PathBuf::from(directory),
        ["--help"] => {
            let _ = io::stdout().write_all(HELP.as_bytes());
            return ExitCode::SUCCESS;
        }
        _ => {
            let _ = io::stderr().write_all(HELP.as_bytes());
            return ExitCode::from(2);
        }
    };
    match verify(&directory) {
        Ok(0) => ExitCode::SUCCESS,
        Ok(_) => ExitCode::from(1),
        Err(message) => {
            let _ = writeln!(io::stderr(), "{message}");
            ExitCode::from(2)
        }
    }
}

/// Command words with their arguments, as read here.
type Names = BTreeMap<String, Verb>;

#[derive(Default)]
struct Verb {
    arguments: BTreeMap<String, Argument>,
}

#[derive(Default)]
struct Argument {
    description: Option<String>,
    /// The values offered, without punctuation.
    offered: Vec<String>,
}

fn verify(directory: &Path) -> Result<u64, String> {
    let mut trees = Vec::new();
    for prefix in ["inspect-", "deep-inspect-"] {
        for file in find(directory, prefix).map_err(|error| error.to_string())? {
            let bytes = file.bytes().map_err(|error| error.to_string())?;
            let names = read(&bytes).map_err(|error| format!("{}: {error}", file.path.display()))?;
            trees.push((file, bytes, names, prefix == "inspect-"));
        }
    }
    if trees.is_empty() {
        return Err(format!("{} holds no trees", directory.display()));
    }
    let mut everywhere: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (command, verb) in trees.iter().flat_map(|(_, _, names, _)| names) {
        everywhere
            .entry(command)
            .or_default()
            .extend(verb.arguments.keys().map(String::as_str));
    }
    let built_in = CommandTree::embedded().map_err(|error| error.to_string())?;
    let mut differences = 0;
    for (file, bytes, names, whole) in &trees {
        let failed = |error: routeros_commands::Error| format!("{}: {error}", file.path.display());
        let loaded = CommandTree::from_inspect(bytes, file.version).map_err(failed)?;
        let tree = Tree {
            file,
            names,
            everywhere: &everywhere,
            whole: *whole,
        };
        differences += tree.verify(built_in.at(file.version).map_err(failed)?, loaded.newest());
    }
    let _ = writeln!(io::stdout(), "{} trees, {differences} differences", trees.len());
    Ok(differences)
}

struct Tree<'a> {
    file: &'a TreeFile,
    names: &'a Names,
    everywhere: &'a BTreeMap<&'a str, BTreeSet<&'a str>>,
    /// All packages; a tree of the base system alone says nothing about names it lacks.
    whole: bool,
}

#[derive(Default)]
struct Counts {
    accepted: u64,
    refused: u64,
    values: u64,
    bad_values: u64,
    suggested: u64,
    different: u64,
}

impl Tree<'_> {
    fn verify(&self, built_in: View<'_>, loaded: View<'_>) -> u64 {
        let mut counts = Counts::default();
        let views: &[(&str, View<'_>)] = if self.whole {
            &[("built-in", built_in), ("loaded", loaded)]
        } else {
            // The base system lacks names that the built-in data know from the packages.
            &[("loaded", loaded)]
        };
        for (view_name, view) in views {
            let mut judge = Judge {
                tree: self,
                view_name,
                view: *view,
                counts: &mut counts,
            };
            judge.accepts_all();
            judge.refuses_misspelt();
            judge.refuses_siblings();
            judge.refuses_other_versions();
        }
        for (view_name, view) in [("built-in", built_in), ("loaded", loaded)] {
            Judge {
                tree: self,
                view_name,
                view,
                counts: &mut counts,
            }
            .accepts_values();
        }
        let name = self
            .file
            .path
            .file_name()
            .and_then(|name| name.to_str())
            .unwrap_or("");
        let arguments: usize = self.names.values().map(|verb| verb.arguments.len()).sum();
        let _ = writeln!(
            io::stdout(),
            "{name}: {} commands, {arguments} arguments: {} accepted, {} refused ({} with the original suggested), \
             {} values accepted, {} bad values refused, {} differences",
            self.names.len(),
            counts.accepted,
            counts.refused,
            counts.suggested,
            counts.values,
            counts.bad_values,
            counts.different
        );
        counts.different
    }
}

struct Judge<'a> {
    tree: &'a Tree<'a>,
    view_name: &'a str,
    view: View<'a>,
    counts: &'a mut Counts,
}

impl Judge<'_> {
    fn differs(&mut self, command: &Command, what: &str) {
        self.counts.different += 1;
        if self.counts.different <= SHOWN {
            let _ = writeln!(
                io::stdout(),
                "  {} {}: {command:?}: {what}",
                self.tree.file.version,
                self.view_name
            );
        }
    }

    fn accept(&mut self, command: &Command) -> bool {
        match check(&self.view, command) {
            Ok(Accepted { unsure, .. }) if unsure.is_empty() => true,
            Ok(accepted) => {
                self.differs(command, &format!("unsure: {:?}", accepted.unsure));
                false
            }
            Err(rejected) => {
                self.differs(command, &format!("refused: {rejected:?}"));
                false
            }
        }
    }

    fn refuse(&mut self, command: &Command, error: Problem, word: &str, meant: Option<&str>) {
        self.counts.refused += 1;
        match check(&self.view, command) {
            Ok(_) => self.differs(command, "accepted"),
            Err(rejected) if rejected.error != error || rejected.word != word => {
                self.differs(command, &format!("refused otherwise: {rejected:?}"));
            }
            Err(Rejected { suggestion, .. }) => {
                self.counts.suggested += u64::from(suggestion.is_some() && suggestion.as_deref() == meant);
                // What is suggested must exist.
                let exists = match (&suggestion, error) {
                    (Some(command), Problem::UnknownCommand) => self.tree.names.contains_key(command),
                    (Some(name), _) => self.knows(&command.path, name),
                    (None, _) => true,
                };
                if !exists {
                    self.differs(command, &format!("suggests {suggestion:?}, which does not exist"));
                }
            }
        }
    }

    fn knows(&self, command: &str, argument: &str) -> bool {
        self.tree
            .names
            .get(command)
            .is_some_and(|verb| verb.arguments.contains_key(argument))
    }

    /// Whether the API itself takes the parameter.
    fn implied(&self, command: &str, argument: &str) -> bool {
        let addresses = || self.knows(command, "numbers") || self.knows(command, "number");
        (matches!(argument, ".id" | "numbers") && addresses()) || argument == ".proplist"
    }

    fn accepts_all(&mut self) {
        for (command, verb) in self.tree.names {
            self.counts.accepted += u64::from(self.accept(&Command::new(command)));
            for argument in verb.arguments.keys() {
                let command = Command::new(command).with(argument, "");
                self.counts.accepted += u64::from(self.accept(&command));
            }
            if verb.arguments.contains_key("numbers") {
                self.accept(&Command::new(command).with(".id", "*1"));
            }
        }
    }

    fn refuses_misspelt(&mut self) {
        for (command, verb) in self.tree.names {
            let (menu, name) = command.rsplit_once('/').unwrap_or(("", command));
            for wrong in misspelt(name) {
                let wrong = format!("{menu}/{wrong}");
                if !self.tree.names.contains_key(&wrong) && !is_api(&wrong) {
                    self.refuse(
                        &Command::new(&wrong),
                        Problem::UnknownCommand,
                        &wrong,
                        Some(command),
                    );
                }
            }
            for argument in verb.arguments.keys() {
                for wrong in misspelt(argument) {
                    if !verb.arguments.contains_key(&wrong) && !self.implied(command, &wrong) {
                        let words = Command::new(command).with(&wrong, "x");
                        self.refuse(&words, Problem::UnknownParameter, &wrong, Some(argument));
                    }
                }
            }
        }
    }

    fn refuses_siblings(&mut self) {
        let mut menus: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        let menu_of = |command: &str| command.rsplit_once('/').map_or(0, |(menu, _)| menu.len());
        for (command, verb) in self.tree.names {
            let menu = command.get(..menu_of(command)).unwrap_or("");
            menus
                .entry(menu)
                .or_default()
                .extend(verb.arguments.keys().map(String::as_str));
        }
        for command in self.tree.names.keys() {
            let menu = command.get(..menu_of(command)).unwrap_or("");
            for argument in menus.get(menu).into_iter().flatten() {
                self.refuse_unless_known(command, argument);
            }
        }
    }

    fn refuses_other_versions(&mut self) {
        for (command, arguments) in self.tree.everywhere {
            if self.tree.names.contains_key(*command) {
                for argument in arguments {
                    self.refuse_unless_known(command, argument);
                }
            } else if self.tree.whole {
                self.refuse(&Command::new(*command), Problem::UnknownCommand, command, None);
            }
        }
    }

    fn refuse_unless_known(&mut self, command: &str, argument: &str) {
        if !self.knows(command, argument) && !self.implied(command, argument) {
            let words = Command::new(command).with(argument, "x");
            self.refuse(&words, Problem::UnknownParameter, argument, None);
        }
    }

    /// What the console offers and what a description lists must be taken; a word that is in no closed set not.
    fn accepts_values(&mut self) {
        const NO_VALUE: &str = "no-such-value";
        for (command, verb) in self.tree.names {
            for (name, argument) in &verb.arguments {
                let listed = argument
                    .description
                    .as_deref()
                    .and_then(|text| text.split_once("[,"))
                    .map(|(list, _)| list);
                let listed = listed.into_iter().flat_map(|list| list.split('|'));
                for value in argument.offered.iter().map(String::as_str).chain(listed) {
                    let command = Command::new(command).with(name, value);
                    self.counts.values += u64::from(self.accept(&command));
                }
                let closed = self
                    .view
                    .verb(command)
                    .and_then(|verb| verb.argument(name))
                    .is_some_and(|argument| argument.values().closed().is_some());
                let words = Command::new(command).with(name, NO_VALUE);
                match check(&self.view, &words) {
                    Err(Rejected {
                        error: Problem::BadValue,
                        word,
                        ..
                    }) if word == *name => self.counts.bad_values += 1,
                    Ok(accepted) if !closed || accepted.unsure == [name.as_str()] => {}
                    other => self.differs(&words, &format!("a value outside a closed set gives {other:?}")),
                }
            }
        }
    }
}

/// Commands that the API has beside the tree.
fn is_api(command: &str) -> bool {
    matches!(command, "/login" | "/cancel") || command.ends_with("/listen") || command.ends_with("/getall")
}

/// Names near a name: a letter missing, doubled, swapped, replaced, added, other case, without hyphens, cut short.
fn misspelt(name: &str) -> BTreeSet<String> {
    let letters: Vec<char> = name.chars().collect();
    let middle = letters.len() / 2;
    let mut wrong = BTreeSet::new();
    let mut add = |edit: &dyn Fn(&mut Vec<char>)| {
        let mut letters = letters.clone();
        edit(&mut letters);
        wrong.insert(letters.into_iter().collect::<String>());
    };
    add(&|letters| {
        letters.remove(middle);
    });
    add(&|letters| letters.insert(middle, 'x'));
    add(&|letters| letters.extend(letters.last().copied()));
    add(&|letters| letters.reverse());
    add(&|letters| letters.truncate(middle));
    add(&|letters| letters.retain(|letter| *letter != '-'));
    add(&|letters| {
        letters
            .iter_mut()
            .take(1)
            .for_each(|letter| *letter = letter.to_ascii_uppercase())
    });
    add(&|letters| {
        if middle > 0 {
            letters.swap(middle - 1, middle);
        }
    });
    add(&|letters| {
        letters
            .iter_mut()
            .skip(middle)
            .take(1)
            .for_each(|letter| *letter = 'q')
    });
    wrong.retain(|wrong| wrong != name && !wrong.is_empty());
    wrong
}

fn read(bytes: &[u8]) -> Result<Names, String> {
    let mut inflated = Vec::new();
    let json = if bytes.starts_with(&[0x1f, 0x8b]) {
        flate2::read::GzDecoder::new(bytes)
            .read_to_end(&mut inflated)
            .map_err(|error| error.to_string())?;
        inflated.as_slice()
    } else {
        bytes
    };
    let mut names = Names::new();
    collect(
        &serde_json::from_slice(json).map_err(|error| error.to_string())?,
        "",
        &mut names,
    );
    Ok(names)
}

fn collect(node: &Value, path: &str, names: &mut Names) {
    for (name, child) in node.as_object().into_iter().flatten() {
        let path = format!("{path}/{name}");
        match child.get("_type").and_then(Value::as_str) {
            Some("dir" | "path") => collect(child, &path, names),
            Some("cmd") => {
                let arguments = child.as_object().into_iter().flatten();
                let arguments = arguments.filter(|(_, argument)| argument.is_object());
                let arguments = arguments.map(|(name, argument)| (name.clone(), self::argument(argument)));
                names.insert(
                    path,
                    Verb {
                        arguments: arguments.collect(),
                    },
                );
            }
            _ => {}
        }
    }
}

fn argument(node: &Value) -> Argument {
    let offered = node
        .get("_completion")
        .and_then(Value::as_object)
        .into_iter()
        .flatten();
    let offered =
        offered.filter(|(_, details)| details.get("style").and_then(Value::as_str) != Some("syntax-meta"));
    Argument {
        description: node.get("desc").and_then(Value::as_str).map(str::to_owned),
        offered: offered
            .map(|(value, _)| value.trim_matches('"').to_owned())
            .collect(),
    }
}
