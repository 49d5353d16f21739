//! Reads a command tree as `/console/inspect` walks produce it: nested JSON objects whose `_type` is
//! `dir`, `path`, `cmd` or `arg` (restraml's `inspect.json` and `deep-inspect.json`, plain or gzip).
//!
//! The input is foreign: size, depth, counts and lengths are bounded, and nothing in it can panic.

use std::cell::Cell;
use std::collections::HashSet;
use std::fmt;
use std::io::Read;

use serde::de::{DeserializeSeed, Error as _, IgnoredAny, MapAccess, Visitor};

use crate::Error;

/// Most bytes of JSON, after inflating.
pub(crate) const MAX_JSON_BYTES: usize = 64 << 20;
const MAX_DEPTH: usize = 24;
const MAX_NODES: usize = 400_000;
const MAX_NAME_BYTES: usize = 128;
const MAX_DESCRIPTION_BYTES: usize = 4096;
const MAX_OFFERED: usize = 400_000;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Menu,
    Command,
    Argument,
}

/// How the console displays an offered value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Style {
    /// A plain word (`none`, `arg`).
    Word,
    /// Punctuation that may come next: `!`, `,` (`syntax-meta`).
    Punctuation,
    /// An object, a file, anything else.
    Other,
}

/// One value the console offers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Offered {
    pub(crate) text: String,
    pub(crate) style: Style,
}

#[derive(Debug, Default)]
pub(crate) struct Node {
    pub(crate) kind: Option<Kind>,
    pub(crate) description: Option<String>,
    pub(crate) offered: Option<Vec<Offered>>,
    pub(crate) children: Vec<(String, Node)>,
}

/// Reads a whole tree and checks its shape: menus hold menus and commands, commands hold arguments.
pub(crate) fn read(bytes: &[u8]) -> Result<Node, Error> {
    let inflated;
    let json = if bytes.starts_with(&[0x1f, 0x8b]) {
        inflated = inflate(bytes)?;
        inflated.as_slice()
    } else {
        bytes
    };
    if json.len() > MAX_JSON_BYTES {
        return Err(Error::TreeTooLarge {
            what: "the number of bytes",
            limit: MAX_JSON_BYTES,
        });
    }
    let budget = Budget::default();
    let mut reader = serde_json::Deserializer::from_slice(json);
    let root = NodeSeed {
        budget: &budget,
        depth: 0,
    }
    .deserialize(&mut reader)
    .and_then(|root| reader.end().map(|()| root))
    .map_err(|error| {
        budget.exceeded.get().unwrap_or(Error::MalformedTree {
            reason: error.to_string(),
        })
    })?;
    check_shape(&root, Kind::Menu, &mut String::from("/"))?;
    if root.children.is_empty() {
        return Err(Error::MalformedTree {
            reason: "it holds no menu and no command".into(),
        });
    }
    Ok(root)
}

fn inflate(bytes: &[u8]) -> Result<Vec<u8>, Error> {
    let mut json = Vec::new();
    flate2::read::GzDecoder::new(bytes)
        .take(MAX_JSON_BYTES as u64 + 1)
        .read_to_end(&mut json)
        .map_err(|error| Error::MalformedTree {
            reason: format!("gzip: {error}"),
        })?;
    Ok(json)
}

fn check_shape(node: &Node, kind: Kind, path: &mut String) -> Result<(), Error> {
    let malformed = |path: &str, what: &str| {
        Err(Error::MalformedTree {
            reason: format!("{path}: {what}"),
        })
    };
    if kind == Kind::Argument && !node.children.is_empty() {
        return malformed(path, "an argument has children");
    }
    for (name, child) in &node.children {
        let length = path.len();
        if !path.ends_with('/') {
            path.push('/');
        }
        path.push_str(name);
        let fits = match (kind, child.kind) {
            (Kind::Menu, Some(found @ (Kind::Menu | Kind::Command)))
            | (Kind::Command, Some(found @ Kind::Argument)) => found,
            (_, None) => return malformed(path, "it has no _type"),
            _ => return malformed(path, "it cannot stand under its parent"),
        };
        // A path is split at its slashes; an argument's name may hold one (`basic-rates-a/g`).
        if fits != Kind::Argument && name.contains('/') {
            return malformed(path, "the name of a menu or command holds a slash");
        }
        if name.is_empty() || name.bytes().any(|b| b <= b' ' || b == b'=' || b == 0x7f) {
            return malformed(
                path,
                "the name is empty or holds a space, a control character or `=`",
            );
        }
        check_shape(child, fits, path)?;
        path.truncate(length);
    }
    Ok(())
}

#[derive(Default)]
struct Budget {
    nodes: Cell<usize>,
    offered: Cell<usize>,
    exceeded: OnceError,
}

/// The first bound that was exceeded; serde's errors can carry text only.
#[derive(Default)]
struct OnceError(Cell<Option<(&'static str, usize)>>);

impl OnceError {
    fn get(&self) -> Option<Error> {
        self.0
            .get()
            .map(|(what, limit)| Error::TreeTooLarge { what, limit })
    }
}

impl Budget {
    fn check<E: serde::de::Error>(&self, what: &'static str, value: usize, limit: usize) -> Result<(), E> {
        if value > limit {
            self.exceeded.0.set(Some((what, limit)));
            return Err(E::custom("a bound is exceeded"));
        }
        Ok(())
    }
}

struct NodeSeed<'b> {
    budget: &'b Budget,
    depth: usize,
}

impl<'de> DeserializeSeed<'de> for NodeSeed<'_> {
    type Value = Node;
    fn deserialize<D: serde::Deserializer<'de>>(self, reader: D) -> Result<Node, D::Error> {
        reader.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for NodeSeed<'_> {
    type Value = Node;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("an object of the command tree")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Node, A::Error> {
        self.budget.check("the depth", self.depth, MAX_DEPTH)?;
        let nodes = self.budget.nodes.get() + 1;
        self.budget.nodes.set(nodes);
        self.budget.check("the number of nodes", nodes, MAX_NODES)?;
        let mut node = Node::default();
        let mut names = HashSet::new();
        while let Some(key) = map.next_key::<String>()? {
            self.budget
                .check("the length of a name", key.len(), MAX_NAME_BYTES)?;
            match key.as_str() {
                "_type" => {
                    node.kind = match map.next_value::<String>()?.as_str() {
                        "dir" | "path" => Some(Kind::Menu),
                        "cmd" => Some(Kind::Command),
                        "arg" => Some(Kind::Argument),
                        _ => return Err(A::Error::custom("_type is none of dir, path, cmd, arg")),
                    };
                }
                "_completion" => {
                    node.offered = Some(map.next_value_seed(OfferedSeed { budget: self.budget })?)
                }
                key if key.starts_with('_') => {
                    map.next_value::<IgnoredAny>()?;
                }
                _ => match map.next_value_seed(ChildSeed {
                    budget: self.budget,
                    depth: self.depth + 1,
                })? {
                    Child::Text(text) if key == "desc" => node.description = Some(text),
                    Child::Text(_) => return Err(A::Error::custom("a child is text, not an object")),
                    Child::Node(child) => {
                        if !names.insert(key.clone()) {
                            return Err(A::Error::custom("a name occurs twice"));
                        }
                        node.children.push((key, child));
                    }
                },
            }
        }
        Ok(node)
    }
}

enum Child {
    Text(String),
    Node(Node),
}

struct ChildSeed<'b> {
    budget: &'b Budget,
    depth: usize,
}

impl<'de> DeserializeSeed<'de> for ChildSeed<'_> {
    type Value = Child;
    fn deserialize<D: serde::Deserializer<'de>>(self, reader: D) -> Result<Child, D::Error> {
        reader.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for ChildSeed<'_> {
    type Value = Child;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("an object of the command tree, or a description")
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Child, E> {
        self.budget
            .check("the length of a description", text.len(), MAX_DESCRIPTION_BYTES)?;
        Ok(Child::Text(text.to_owned()))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Child, A::Error> {
        NodeSeed {
            budget: self.budget,
            depth: self.depth,
        }
        .visit_map(map)
        .map(Child::Node)
    }
}

struct OfferedSeed<'b> {
    budget: &'b Budget,
}

impl<'de> DeserializeSeed<'de> for OfferedSeed<'_> {
    type Value = Vec<Offered>;
    fn deserialize<D: serde::Deserializer<'de>>(self, reader: D) -> Result<Vec<Offered>, D::Error> {
        reader.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for OfferedSeed<'_> {
    type Value = Vec<Offered>;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("an object of offered values")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Vec<Offered>, A::Error> {
        let mut offered = Vec::new();
        while let Some((text, details)) = map.next_entry::<String, Details>()? {
            self.budget.check(
                "the length of an offered value",
                text.len(),
                MAX_DESCRIPTION_BYTES,
            )?;
            let style = match details.style.as_deref() {
                Some("none" | "arg") => Style::Word,
                Some("syntax-meta") => Style::Punctuation,
                _ => Style::Other,
            };
            offered.push(Offered { text, style });
            let all = self.budget.offered.get() + 1;
            self.budget.offered.set(all);
            self.budget
                .check("the number of offered values", all, MAX_OFFERED)?;
        }
        Ok(offered)
    }
}

#[derive(serde::Deserialize)]
struct Details {
    style: Option<String>,
}
