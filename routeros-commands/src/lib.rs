//! RouterOS command data by version, and an offline check of commands against it.
//!
//! The names of every menu, verb and argument of RouterOS 7.9.2 to 7.24, and what is known about argument values,
//! are compiled in as one compact table ([`CommandTree::embedded`]), generated from the command trees that
//! [tikoci/restraml](https://github.com/tikoci/restraml) publishes (walks of `/console/inspect`, The Unlicense).
//! Other trees can be loaded with [`CommandTree::from_inspect`].
//!
//! ```
//! use routeros_commands::{Command, CommandTree, check};
//! let view = CommandTree::embedded()?.at("7.22.3".parse()?)?;
//!
//! let command: Command = r#"/interface/vlan/add =name=x =vlan-id=101 =comment="a b""#.parse()?;
//! assert!(check(&view, &command).is_ok());
//!
//! let rejected = check(&view, &"/interface/vlan/add =vlanid=101".parse()?).unwrap_err();
//! assert_eq!(rejected.word, "vlanid");
//! assert_eq!(rejected.suggestion.as_deref(), Some("vlan-id"));
//! # Ok::<(), routeros_commands::Error>(())
//! ```
//!
//! What the data do not say: which arguments are required, defaults, rules between arguments, permissions,
//! and menus that exist only on other hardware (the trees come from x86).

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

mod check;
mod command;
mod error;
#[cfg(feature = "generate")]
pub mod generate;
mod inspect;
mod merge;
mod open_values;
mod report;
mod rules;
mod suggest;
mod table;
mod tree;
mod values;
mod version;

pub use check::{Accepted, Problem, Rejected, check};
pub use command::{Command, Word};
pub use error::Error;
pub use report::{Suggestion, Verdict, check_line};
pub use tree::{Argument, CommandTree, Menu, Presence, Source, Verb, View};
pub use values::{Evidence, Fit, ValueKind, ValueRule};
pub use version::{Stage, Version};
