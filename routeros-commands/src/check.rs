//! Judges a command against one version's tree.

use crate::command::{Command, Word};
use crate::suggest::{closest, ranked};
use crate::tree::{Presence, Verb, View};
use crate::values::Fit;

/// A command the version knows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Accepted {
    /// What could not be settled, because there is no data for exactly this version: the command word or
    /// parameters that only the next newer tree has, and parameters whose value lies outside the set that
    /// another version states.
    pub unsure: Vec<String>,
}

/// What is wrong with a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Problem {
    /// No such menu or verb.
    UnknownCommand,
    /// The verb has no such parameter.
    UnknownParameter,
    /// The data define the parameter's values, and this is none.
    BadValue,
}

impl Problem {
    /// `unknown-command`, `unknown-parameter` or `bad-value`.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::UnknownCommand => "unknown-command",
            Self::UnknownParameter => "unknown-parameter",
            Self::BadValue => "bad-value",
        }
    }
}

/// A command the version does not know. The value of a parameter is never repeated here: it may be a secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rejected {
    /// What is wrong.
    pub error: Problem,
    /// The command word as written, or the bare name of the parameter.
    pub word: String,
    /// What was probably meant: a command word, a parameter, or a value.
    pub suggestion: Option<String>,
}

/// Judges a command. The first thing wrong is reported.
///
/// `.id` and `numbers` are accepted where the verb addresses a row; `.proplist` and queries where it prints;
/// `.tag` everywhere. `listen` (and the older `getall`) exist wherever `print` does, as in the API, and
/// `/login` and `/cancel` belong to the API, not to the tree (RouterOS manual, API page).
///
/// # Errors
/// [`Rejected`] says what is unknown or wrong.
pub fn check(view: &View<'_>, command: &Command) -> Result<Accepted, Rejected> {
    let mut unsure = Vec::new();
    if let Some(known) = api_command(&command.path) {
        return check_api_command(known, command);
    }
    let Some(verb) = find_verb(view, &command.path) else {
        return Err(Rejected {
            error: Problem::UnknownCommand,
            word: command.path.clone(),
            suggestion: joined_verb(view, command).or_else(|| suggest_command(view, &command.path)),
        });
    };
    if verb.presence() == Presence::Unsure || verb.menu().presence() == Presence::Unsure {
        unsure.push(command.path.clone());
    }
    for word in &command.words {
        match word {
            Word::Tag(_) => {}
            Word::Query(_) if prints(&verb) => {}
            Word::Query(query) => {
                let name = query.split('=').next().unwrap_or(query);
                return Err(unknown_parameter(&verb, &format!("?{name}")));
            }
            Word::Other(other) => return Err(stray_word(&verb, other)),
            Word::Attribute { name, value } => check_attribute(&verb, name, value, &mut unsure)?,
        }
    }
    Ok(Accepted { unsure })
}

fn check_attribute(
    verb: &Verb<'_>,
    name: &str,
    value: &str,
    unsure: &mut Vec<String>,
) -> Result<(), Rejected> {
    let implied = match name {
        ".id" | "numbers" => verb.addresses_row(),
        ".proplist" => prints(verb),
        _ => false,
    };
    let Some(argument) = verb.argument(name) else {
        return if implied {
            Ok(())
        } else {
            Err(unknown_parameter(verb, name))
        };
    };
    let fit = argument.values().fit(value);
    if fit == Fit::Wrong {
        let keywords = argument.values().keywords().iter().map(String::as_str);
        return Err(Rejected {
            error: Problem::BadValue,
            word: name.to_owned(),
            suggestion: closest(value, keywords).map(str::to_owned),
        });
    }
    if argument.presence() == Presence::Unsure || fit == Fit::Unsure {
        unsure.push(name.to_owned());
    }
    Ok(())
}

fn find_verb<'t>(view: &View<'t>, path: &str) -> Option<Verb<'t>> {
    view.verb(path).or_else(|| {
        let (menu, verb) = path.rsplit_once('/')?;
        matches!(verb, "listen" | "getall").then(|| view.menu(menu)?.verb("print"))?
    })
}

fn prints(verb: &Verb<'_>) -> bool {
    verb.name() == "print" || verb.argument("proplist").is_some()
}

fn unknown_parameter(verb: &Verb<'_>, name: &str) -> Rejected {
    let suggestion = closest(name, verb.arguments().map(|argument| argument.name()));
    Rejected {
        error: Problem::UnknownParameter,
        word: name.to_owned(),
        suggestion: suggestion.map(str::to_owned),
    }
}

/// A word that does not begin as an API word: most often `name=value` without the first `=`.
fn stray_word(verb: &Verb<'_>, word: &str) -> Rejected {
    let name = word.split('=').next().unwrap_or(word);
    let suggestion = match verb.argument(name) {
        Some(argument) => Some(format!("={}=", argument.name())),
        None => closest(name, verb.arguments().map(|argument| argument.name())).map(str::to_owned),
    };
    Rejected {
        error: Problem::UnknownParameter,
        word: name.to_owned(),
        suggestion,
    }
}

/// `/interface/vlan add`: the verb stands as a word of its own.
fn joined_verb(view: &View<'_>, command: &Command) -> Option<String> {
    let Some(Word::Other(verb)) = command.words.first() else {
        return None;
    };
    view.menu(&command.path)?
        .has(verb)
        .then(|| join(&command.path, verb))
}

/// The command word with its unknown segments replaced by close ones, so that a command of the version results.
fn suggest_command(view: &View<'_>, path: &str) -> Option<String> {
    const DEEPEST: usize = 12;
    let segments: Vec<&str> = path.split('/').filter(|segment| !segment.is_empty()).collect();
    let (verb, menus) = segments.split_last()?;
    if segments.len() > DEEPEST {
        return None;
    }
    let mut candidates = Vec::new();
    collect_menus(view, "/", menus, &mut candidates);
    let exact = candidates
        .iter()
        .find(|menu| view.menu(menu).is_some_and(|menu| menu.has(verb)));
    if let Some(menu) = exact {
        return Some(join(menu, verb));
    }
    candidates.iter().find_map(|path| {
        let menu = view.menu(path)?;
        // A menu was named without its verb.
        let as_menu = join(path, verb);
        if let Some(named) = view.menu(&as_menu) {
            return ["print", "set", "add"]
                .iter()
                .find(|verb| named.has(verb))
                .map(|verb| join(&as_menu, verb));
        }
        closest(verb, menu.verbs().map(|verb| verb.name())).map(|verb| join(path, verb))
    })
}

/// The paths of menus that `segments` below `menu` may mean, the closest first; at most a few.
fn collect_menus(view: &View<'_>, menu: &str, segments: &[&str], found: &mut Vec<String>) {
    const MOST: usize = 4;
    let Some((segment, rest)) = segments.split_first() else {
        found.push(menu.to_owned());
        return;
    };
    let exact = join(menu, segment);
    if view.menu(&exact).is_some() {
        return collect_menus(view, &exact, rest, found);
    }
    let prefix = join(menu, "");
    let below = view
        .menus()
        .filter_map(|menu| menu.path().strip_prefix(prefix.as_str()));
    for name in ranked(
        segment,
        below.filter(|name| !name.is_empty() && !name.contains('/')),
    )
    .into_iter()
    .take(MOST)
    {
        if found.len() < MOST {
            collect_menus(view, &join(menu, name), rest, found);
        }
    }
}

fn join(menu: &str, name: &str) -> String {
    if menu == "/" {
        format!("/{name}")
    } else {
        format!("{menu}/{name}")
    }
}

/// Commands of the API itself and their parameters.
fn api_command(path: &str) -> Option<&'static [&'static str]> {
    match path {
        "/login" => Some(&["name", "password", "response"]),
        "/cancel" => Some(&["tag"]),
        _ => None,
    }
}

fn check_api_command(known: &[&str], command: &Command) -> Result<Accepted, Rejected> {
    for word in &command.words {
        let name = match word {
            Word::Tag(_) => continue,
            Word::Attribute { name, .. } if known.contains(&name.as_str()) => continue,
            Word::Attribute { name, .. } => name,
            Word::Query(other) | Word::Other(other) => other,
        };
        let suggestion = closest(name, known.iter().copied()).map(str::to_owned);
        return Err(Rejected {
            error: Problem::UnknownParameter,
            word: name.clone(),
            suggestion,
        });
    }
    Ok(Accepted::default())
}
