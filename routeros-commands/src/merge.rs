//! Merges the trees of several versions into one [`CommandTree`].

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::inspect::{Kind, Node, Offered};
use crate::rules;
use crate::tree::{ArgumentRow, CommandTree, MAX_VERSIONS, MenuRow, Source, VerbRow};
use crate::values::ValueRule;
use crate::{Error, Version};

/// The words offered for `get value-name` that are no property: `about` is shown by `print about`.
const NO_PROPERTY: &str = "about";

#[derive(Default)]
struct Menu {
    present: u16,
    verbs: BTreeMap<String, Verb>,
    readable: BTreeSet<String>,
}

#[derive(Default)]
struct Verb {
    present: u16,
    arguments: BTreeMap<String, Argument>,
}

#[derive(Default)]
struct Argument {
    present: u16,
    descriptions: [Option<String>; MAX_VERSIONS],
    /// The values offered, and by the console of which version.
    offered: Option<(usize, Vec<Offered>)>,
}

/// Collects trees; [`finish`](Self::finish) makes the compact form.
#[derive(Default)]
pub(crate) struct Builder {
    menus: BTreeMap<String, Menu>,
    sources: Vec<Source>,
    value_sources: Vec<Source>,
    origin: String,
}

impl Builder {
    #[cfg(feature = "generate")]
    pub(crate) fn set_origin(&mut self, origin: &str) {
        self.origin = origin.to_owned();
    }

    #[cfg(feature = "generate")]
    pub(crate) fn add_value_source(&mut self, source: Source) {
        self.value_sources.push(source);
    }

    /// Adds a version's names and descriptions. Versions must come from the oldest to the newest.
    pub(crate) fn add_tree(&mut self, source: Source, root: &Node) -> Result<(), Error> {
        let slot = self.sources.len();
        if slot >= MAX_VERSIONS {
            return Err(Error::TreeTooLarge {
                what: "the number of versions",
                limit: MAX_VERSIONS,
            });
        }
        self.sources.push(source);
        self.add_menu("/", root, slot);
        Ok(())
    }

    fn add_menu(&mut self, path: &str, node: &Node, slot: usize) {
        let bit = 1u16 << slot;
        let menu = self.menus.entry(path.to_owned()).or_default();
        menu.present |= bit;
        for (name, child) in node
            .children
            .iter()
            .filter(|(_, child)| child.kind == Some(Kind::Command))
        {
            let verb = menu.verbs.entry(name.clone()).or_default();
            verb.present |= bit;
            for (name, child) in &child.children {
                let argument = verb.arguments.entry(name.clone()).or_default();
                argument.present |= bit;
                if let Some(description) = argument.descriptions.get_mut(slot) {
                    description.clone_from(&child.description);
                }
            }
        }
        for (name, child) in node
            .children
            .iter()
            .filter(|(_, child)| child.kind == Some(Kind::Menu))
        {
            self.add_menu(&join(path, name), child, slot);
        }
    }

    /// Adds the values and readable properties that `version`'s console offers to names already known. A tree
    /// without any offered value was not asked for them and says nothing.
    pub(crate) fn add_values(&mut self, version: Version, root: &Node) {
        if let Some(slot) = self.sources.iter().position(|source| source.version == version)
            && offers_values(root)
        {
            self.add_menu_values("/", root, slot);
        }
    }

    fn add_menu_values(&mut self, path: &str, node: &Node, slot: usize) {
        if let Some(menu) = self.menus.get_mut(path) {
            for (name, child) in &node.children {
                let Some(verb) = menu.verbs.get_mut(name) else {
                    continue;
                };
                for (argument_name, child) in &child.children {
                    let offered = child.offered.as_deref().unwrap_or(&[]);
                    if name == "get" && argument_name == "value-name" {
                        let names = offered.iter().map(|offered| offered.text.clone());
                        menu.readable
                            .extend(names.filter(|name| name != NO_PROPERTY && !name.is_empty()));
                    }
                    if let Some(argument) = verb.arguments.get_mut(argument_name) {
                        argument.offered = Some((slot, offered.to_vec()));
                    }
                }
            }
        }
        for (name, child) in node
            .children
            .iter()
            .filter(|(_, child)| child.kind == Some(Kind::Menu))
        {
            self.add_menu_values(&join(path, name), child, slot);
        }
    }

    pub(crate) fn finish(self) -> Result<CommandTree, Error> {
        let versions = self.sources.len();
        let mut names = BTreeSet::new();
        for menu in self.menus.values() {
            names.extend(menu.readable.iter());
            for (name, verb) in &menu.verbs {
                names.insert(name);
                names.extend(verb.arguments.keys());
            }
        }
        let names: Vec<String> = names.into_iter().cloned().collect();
        let mut tables = Tables::default();
        let mut menus = Vec::with_capacity(self.menus.len());
        let mut verbs = Vec::new();
        let mut readable = Vec::new();
        for (path, menu) in &self.menus {
            let row = MenuRow {
                path: path.clone(),
                present: menu.present,
                first_verb: index32(verbs.len())?,
                verbs: index32(menu.verbs.len())?,
                first_readable: index32(readable.len())?,
                readable: index32(menu.readable.len())?,
            };
            menus.push(row);
            for name in &menu.readable {
                readable.push(name_index(&names, name)?);
            }
            for (name, verb) in &menu.verbs {
                let mut list = Vec::with_capacity(verb.arguments.len());
                for (argument_name, argument) in &verb.arguments {
                    let profile = argument.profile(path, argument_name, versions);
                    list.push(ArgumentRow {
                        name: name_index(&names, argument_name)?,
                        present: argument.present,
                        profile: tables.profile(profile)?,
                    });
                }
                verbs.push(VerbRow {
                    name: name_index(&names, name)?,
                    present: verb.present,
                    arguments: index32(list.len())?,
                    first_argument: tables.list(list)?,
                });
            }
        }
        Ok(CommandTree {
            names,
            origin: self.origin,
            sources: self.sources,
            value_sources: self.value_sources,
            menus,
            verbs,
            arguments: tables.arguments,
            readable,
            profiles: tables.profiles,
            rules: tables.rules,
        })
    }
}

impl Argument {
    /// The rule of each version; [`ValueRule::OPEN`] where the argument is absent.
    fn profile(&self, menu: &str, name: &str, versions: usize) -> Vec<ValueRule> {
        let place = rules::Place { menu, argument: name };
        let description = |slot: usize| self.descriptions.get(slot).and_then(Option::as_deref);
        (0..versions)
            .map(|slot| match &self.offered {
                _ if self.present >> slot & 1 == 0 => ValueRule::OPEN,
                None => rules::derive(&place, description(slot), None),
                Some((own, offered)) => {
                    let rule = rules::derive(&place, description(slot), Some(offered));
                    if *own == slot {
                        rule
                    } else {
                        rules::borrow(rule, description(slot))
                    }
                }
            })
            .collect()
    }
}

/// Rows that are stored once, however often they are used.
#[derive(Default)]
struct Tables {
    arguments: Vec<ArgumentRow>,
    lists: HashMap<Vec<ArgumentRow>, u32>,
    profiles: Vec<Vec<u16>>,
    profile_index: HashMap<Vec<u16>, u16>,
    rules: Vec<ValueRule>,
    rule_index: HashMap<ValueRule, u16>,
}

impl Tables {
    fn list(&mut self, list: Vec<ArgumentRow>) -> Result<u32, Error> {
        if let Some(first) = self.lists.get(&list) {
            return Ok(*first);
        }
        let first = index32(self.arguments.len())?;
        self.arguments.extend_from_slice(&list);
        self.lists.insert(list, first);
        Ok(first)
    }

    fn profile(&mut self, rules: Vec<ValueRule>) -> Result<u16, Error> {
        let profile = rules
            .into_iter()
            .map(|rule| self.rule(rule))
            .collect::<Result<Vec<u16>, Error>>()?;
        if let Some(index) = self.profile_index.get(&profile) {
            return Ok(*index);
        }
        let index = index16(self.profiles.len(), "the number of value profiles")?;
        self.profiles.push(profile.clone());
        self.profile_index.insert(profile, index);
        Ok(index)
    }

    fn rule(&mut self, rule: ValueRule) -> Result<u16, Error> {
        if let Some(index) = self.rule_index.get(&rule) {
            return Ok(*index);
        }
        let index = index16(self.rules.len(), "the number of value rules")?;
        self.rules.push(rule.clone());
        self.rule_index.insert(rule, index);
        Ok(index)
    }
}

fn offers_values(node: &Node) -> bool {
    node.offered.is_some() || node.children.iter().any(|(_, child)| offers_values(child))
}

fn join(path: &str, name: &str) -> String {
    if path == "/" {
        format!("/{name}")
    } else {
        format!("{path}/{name}")
    }
}

fn name_index(names: &[String], name: &String) -> Result<u16, Error> {
    let index = names.binary_search(name).map_err(|_| Error::BadTable {
        reason: "a name is missing",
    })?;
    index16(index, "the number of names")
}

fn index16(index: usize, what: &'static str) -> Result<u16, Error> {
    u16::try_from(index).map_err(|_| Error::TreeTooLarge {
        what,
        limit: usize::from(u16::MAX),
    })
}

fn index32(index: usize) -> Result<u32, Error> {
    u32::try_from(index).map_err(|_| Error::TreeTooLarge {
        what: "the number of rows",
        limit: u32::MAX as usize,
    })
}
