//! What a language shows, in the names of the schema.

use std::collections::{BTreeMap, BTreeSet};

use super::Part;
use crate::ir::{Base, Ir, Method, Record, Shape};
use crate::names::snake;

/// Where the functions are that need no handle.
const ROOT: &str = "Query";

/// Names, without regard to case and underscores, which differ by language.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Surface {
    /// The arguments of each method of each handle.
    pub handles: BTreeMap<String, BTreeMap<String, BTreeSet<String>>>,
    /// The fields of each record.
    pub records: BTreeMap<String, BTreeSet<String>>,
    /// The words of each enum.
    pub enums: BTreeMap<String, BTreeSet<String>>,
}

/// One spelling for `dryRun`, `dry_run` and `` `switch` ``.
pub(super) fn spelled(name: &str) -> String {
    snake(name.trim_matches('`').trim_end_matches('_'))
}

impl Surface {
    pub(super) fn add(&mut self, other: Self) {
        for (handle, methods) in other.handles {
            self.handles.entry(handle).or_default().extend(methods);
        }
        self.records.extend(other.records);
        self.enums.extend(other.enums);
    }

    /// What has no place of its own in a language is put where the schema has it: functions that stand beside the
    /// handles, or at the class that they give.
    pub(super) fn settle(&mut self, wanted: &Self) {
        let empty = BTreeMap::new();
        let functions = wanted.handles.get(ROOT).unwrap_or(&empty);
        for place in ["", "Nnc"] {
            let methods = self.handles.remove(place).unwrap_or_default();
            for (name, arguments) in methods {
                let place = if functions.contains_key(&name) {
                    ROOT
                } else {
                    place
                };
                self.handles
                    .entry(place.to_owned())
                    .or_default()
                    .insert(name, arguments);
            }
        }
        self.handles.remove("");
        // A record of which one field is given may be an enum of them.
        for name in wanted.records.keys() {
            if let Some(words) = self.enums.remove(name) {
                self.records.insert(name.clone(), words);
            }
        }
        // What is in the files and the schema has nothing to say about: kernels, inputs, arguments.
        self.handles.retain(|name, _| wanted.handles.contains_key(name));
        self.records.retain(|name, _| wanted.records.contains_key(name));
        self.enums.retain(|name, _| wanted.enums.contains_key(name));
    }

    /// How many names it has.
    pub fn names(&self) -> usize {
        let methods = self.handles.values().flat_map(BTreeMap::values);
        let arguments: usize = methods.clone().map(BTreeSet::len).sum();
        let methods = methods.count();
        let fields: usize = self.records.values().map(BTreeSet::len).sum();
        let words: usize = self.enums.values().map(BTreeSet::len).sum();
        arguments + methods + fields + words
    }

    /// What is missing in another, and what is too much there.
    pub fn differences(&self, other: &Self, without: &[Part]) -> Vec<String> {
        let mut out = Vec::new();
        if !without.contains(&Part::Handles) {
            for (handle, methods) in &self.handles {
                let none = BTreeMap::new();
                let found = other.handles.get(handle).unwrap_or(&none);
                let (wanted_names, found_names) =
                    (methods.keys().cloned().collect(), found.keys().cloned().collect());
                out.extend(compared(&format!("{handle}."), &wanted_names, &found_names));
                for (method, arguments) in methods {
                    if let Some(found) = found.get(method) {
                        out.extend(compared(&format!("{handle}.{method}: "), arguments, found));
                    }
                }
            }
        }
        let sets = [
            (Part::Records, &self.records, &other.records),
            (Part::Enums, &self.enums, &other.enums),
        ];
        for (part, wanted, found) in sets {
            if without.contains(&part) {
                continue;
            }
            for (name, wanted) in wanted {
                match found.get(name) {
                    Some(found) => out.extend(compared(&format!("{name}."), wanted, found)),
                    None => out.push(format!("{name} is missing")),
                }
            }
        }
        out
    }
}

fn compared(prefix: &str, wanted: &BTreeSet<String>, found: &BTreeSet<String>) -> Vec<String> {
    let missing = wanted
        .difference(found)
        .map(|name| format!("{prefix}{name} is missing"));
    let more = found
        .difference(wanted)
        .map(|name| format!("{prefix}{name} is not in the schema"));
    missing.chain(more).collect()
}

/// What the schema says that every language shows.
pub fn of_schema(ir: &Ir) -> Surface {
    let mut surface = Surface::default();
    let mut outputs: BTreeSet<String> = BTreeSet::new();
    for handle in &ir.api.handles {
        let methods = surface.handles.entry(handle.name.clone()).or_default();
        for attachment in &handle.attachments {
            let mut arguments = arguments(&attachment.method);
            arguments.insert(spelled(&attachment.argument));
            methods.insert(snake(&attachment.method.name), arguments);
        }
        for method in &handle.methods {
            let arguments = arguments(method);
            if method.shape == Shape::Operation {
                methods.insert(format!("start_{}", snake(&method.name)), arguments.clone());
            }
            methods.insert(snake(&method.name), arguments);
            if let Base::Record(name) = &method.gives.base {
                outputs.insert(name.clone());
            }
        }
    }
    // Records that records hold.
    let mut open: Vec<String> = outputs.iter().cloned().collect();
    while let Some(name) = open.pop() {
        let Some(record) = ir.any_record(&name) else {
            continue;
        };
        surface.records.insert(name, fields(record));
        for field in &record.fields {
            match &field.ty.base {
                Base::Record(inner) if outputs.insert(inner.clone()) => open.push(inner.clone()),
                Base::Enum(inner) => {
                    if let Some(found) = ir.any_enum(inner) {
                        let words = found.values.iter().map(|(word, _)| word.to_ascii_lowercase());
                        surface.enums.insert(inner.clone(), words.collect());
                    }
                }
                _ => {}
            }
        }
    }
    surface
}

fn arguments(method: &Method) -> BTreeSet<String> {
    method.arguments.iter().flat_map(fields).collect()
}

fn fields(record: &Record) -> BTreeSet<String> {
    record.fields.iter().map(|field| spelled(&field.name)).collect()
}
