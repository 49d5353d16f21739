//! The RouterOS map: which properties the rows have that nnc writes, and how their values are compared, as static
//! tables for nnc-routeros.
//!
//! It has what the adapter reads and nothing else: which version knows a property is answered by the command data,
//! for every property there is; a test compares the schema with them.

use std::fmt::Write as _;

use super::{File, HEADER};
use crate::ir::{Ir, Mikrotik, Record};
use crate::names::{pascal, shout};

/// Emits the map.
pub fn emit(ir: &Ir) -> Vec<File> {
    let mut menus: Vec<(&str, &Record)> = ir
        .records
        .iter()
        .filter(|record| record.internal)
        .filter_map(|record| Some((record.mikrotik_path.as_deref()?, record)))
        .collect();
    menus.sort_by_key(|(path, _)| *path);
    let mut text = format!("// {HEADER}\n{TYPES}");
    let _ = writeln!(
        text,
        "\n/// Every mapped menu, by path.\npub(crate) static ALL: [Menu; {}] = [",
        menus.len(),
    );
    for (path, record) in &menus {
        let _ = writeln!(
            text,
            "    Menu {{ path: {path:?}, properties: {} }},",
            shout(&record.name)
        );
    }
    text.push_str("];\n");
    for (_, record) in menus {
        text.push_str(&table(record));
    }
    let module = format!("// {HEADER}\n//! What the schema says about RouterOS.\n\npub(crate) mod map;\n");
    vec![
        File {
            path: "nnc-routeros/src/generated/map.rs".to_owned(),
            text,
        },
        File {
            path: "nnc-routeros/src/generated/mod.rs".to_owned(),
            text: module,
        },
    ]
}

fn table(record: &Record) -> String {
    let doc = if record.doc.is_empty() {
        "A mapped menu."
    } else {
        record.doc.as_str()
    };
    let mut out = String::from("\n");
    for line in doc.lines() {
        let _ = writeln!(out, "/// {}", line.trim());
    }
    let _ = writeln!(out, "static {}: &[Property] = &[", shout(&record.name));
    let configured = record.fields.iter().filter(|field| !field.generated);
    for property in configured.filter_map(|field| field.mikrotik.as_ref()) {
        let _ = writeln!(out, "    {},", entry(property));
    }
    out.push_str("];\n");
    out
}

fn entry(property: &Mikrotik) -> String {
    format!(
        "Property {{ name: {:?}, transform: Transform::{}, default: {:?} }}",
        property.field,
        pascal(&property.transform),
        property.default
    )
}

const TYPES: &str = r#"//! The properties of the rows that nnc writes.

/// A menu, such as `/ip/route`.
pub(crate) struct Menu {
    path: &'static str,
    properties: &'static [Property],
}

/// A property of a menu.
pub(crate) struct Property {
    /// Its name, such as `vlan-id`.
    pub(crate) name: &'static str,
    /// How two spellings of its value are compared.
    pub(crate) transform: Transform,
    /// What its value is where a row does not say; empty for "not set".
    pub(crate) default: Option<&'static str>,
}

/// The property of a menu.
pub(crate) fn property(path: &str, name: &str) -> Option<&'static Property> {
    let menu = ALL.binary_search_by(|menu| menu.path.cmp(path)).ok().and_then(|index| ALL.get(index))?;
    menu.properties.iter().find(|property| property.name == name)
}

/// How two spellings of a value are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Transform {
    /// The text as it is.
    Text,
    /// `yes` and `true` mean the same; so do `no` and `false`.
    Bool,
    /// Given or not: an empty value, `yes` and `true` mean given.
    Flag,
    /// A whole number.
    Number,
    /// A length of time: `1m30s`, `00:01:30` and `90` mean the same.
    Duration,
    /// An address or a network: bits after the length mean nothing.
    IpPrefix,
    /// An address with the length of its network.
    Address,
    /// An Ethernet address, in any case.
    Mac,
    /// A comma-separated list whose order does not matter.
    List,
    /// A comma-separated list of numbers and ranges: `1,2,3` and `1-3` mean the same.
    Ranges,
}
"#;
