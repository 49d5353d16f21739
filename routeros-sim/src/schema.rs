//! The command tree of the simulated version, resolved and cached for the engine.

use std::collections::HashMap;
use std::sync::Arc;

use routeros_commands::{CommandTree, ValueKind, ValueRule, Version, View};

use crate::error::SimError;
use crate::menus::{self, Kind};
use crate::value::Name;

/// What a verb does, as far as the engine acts on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Verb {
    Add,
    Set,
    Remove,
    Move,
    Print,
    Listen,
    Get,
    Enable,
    Disable,
    Comment,
    Unset,
    Reset,
    ResetCounters,
    Other(String),
}

impl Verb {
    fn parse(name: &str) -> Self {
        match name {
            "add" => Self::Add,
            "set" => Self::Set,
            "remove" => Self::Remove,
            "move" => Self::Move,
            "print" | "getall" => Self::Print,
            "listen" => Self::Listen,
            "get" => Self::Get,
            "enable" => Self::Enable,
            "disable" => Self::Disable,
            "comment" => Self::Comment,
            "unset" => Self::Unset,
            "reset" => Self::Reset,
            "reset-counters" => Self::ResetCounters,
            other => Self::Other(other.to_owned()),
        }
    }

    /// Whether a fault counts the command.
    pub(crate) fn is_counted_write(&self) -> bool {
        matches!(
            self,
            Self::Add | Self::Set | Self::Remove | Self::Move | Self::Unset | Self::Enable | Self::Disable
        )
    }

    /// Whether the command changes configuration.
    pub(crate) fn writes(&self) -> bool {
        self.is_counted_write() || matches!(self, Self::Comment | Self::Reset | Self::ResetCounters)
    }
}

/// One argument of a verb.
#[derive(Debug)]
pub(crate) struct Parameter {
    pub(crate) name: Name,
    pub(crate) kind: Kind,
    pub(crate) rule: &'static ValueRule,
}

/// A command of the tree.
#[derive(Debug)]
pub(crate) struct CommandInfo {
    pub(crate) menu: Arc<str>,
    pub(crate) verb: Verb,
    pub(crate) parameters: HashMap<String, Parameter>,
}

/// Why a command does not exist.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unknown {
    /// The menu does not exist.
    Menu,
    /// The menu has no such verb.
    Verb,
}

/// The tree of one version.
#[derive(Debug)]
pub(crate) struct Schema {
    view: View<'static>,
    cache: HashMap<String, Arc<CommandInfo>>,
}

/// Verbs of the console that the API does not have, although the tree lists them.
const CONSOLE_ONLY: &[&str] = &["find", "edit", "export"];

impl Schema {
    pub(crate) fn new(version: Version) -> Result<Self, SimError> {
        let tree = CommandTree::embedded().map_err(|error| SimError::CommandData(error.to_string()))?;
        let view = tree
            .at(version)
            .map_err(|error| SimError::UnsupportedVersion(error.to_string()))?;
        Ok(Self {
            view,
            cache: HashMap::new(),
        })
    }

    pub(crate) fn has_menu(&self, path: &str) -> bool {
        self.view.menu(path).is_some()
    }

    /// Whether the menu holds one record rather than a list of rows.
    pub(crate) fn is_singleton(&self, path: &str) -> bool {
        self.view.menu(path).is_none_or(|menu| {
            let listed = menu.has("find") || menu.has("add") || menu.has("remove");
            !listed
                && menu
                    .verb("set")
                    .is_none_or(|set| set.argument("numbers").is_none())
        })
    }

    /// Whether a property is an argument of `add` or `set`, or the menu has neither.
    pub(crate) fn has_property(&self, path: &str, name: &str) -> bool {
        let Some(menu) = self.view.menu(path) else {
            return false;
        };
        let verbs = [menu.verb("add"), menu.verb("set")];
        if verbs.iter().all(Option::is_none) {
            return true;
        }
        verbs.iter().flatten().any(|verb| verb.argument(name).is_some())
    }

    /// The keywords that the tree lists for a property of `add`.
    pub(crate) fn has_verb(&self, path: &str, verb: &str) -> bool {
        self.view.menu(path).is_some_and(|menu| menu.has(verb))
    }

    /// Finds a command by its full path (`/interface/vlan/add`).
    pub(crate) fn resolve(&mut self, path: &str) -> Result<Arc<CommandInfo>, Unknown> {
        if let Some(known) = self.cache.get(path) {
            return Ok(known.clone());
        }
        let (menu_path, verb_name) = path.rsplit_once('/').ok_or(Unknown::Menu)?;
        let menu_path = if menu_path.is_empty() { "/" } else { menu_path };
        let menu = self.view.menu(menu_path).ok_or(Unknown::Menu)?;
        if CONSOLE_ONLY.contains(&verb_name) {
            return Err(Unknown::Verb);
        }
        let tree_verb = match verb_name {
            "listen" | "getall" => menu.verb("print"),
            other => menu.verb(other),
        };
        let tree_verb = tree_verb.ok_or(Unknown::Verb)?;
        let spec = menus::spec(menu_path);
        let mut parameters = HashMap::new();
        for argument in tree_verb.arguments() {
            let rule = argument.values();
            let kind = menus::kind_of(spec, argument.name()).unwrap_or(match rule.kind() {
                ValueKind::Boolean => Kind::Bool,
                ValueKind::Time { .. } => Kind::Duration,
                _ => Kind::Text,
            });
            let name = Name::literal(argument.name());
            parameters.insert(argument.name().to_owned(), Parameter { name, kind, rule });
        }
        let info = Arc::new(CommandInfo {
            menu: Arc::from(menu_path),
            verb: Verb::parse(verb_name),
            parameters,
        });
        // Bounded by the number of commands in the tree.
        self.cache.insert(path.to_owned(), info.clone());
        Ok(info)
    }
}
