//! The RouterOS map: how types and fields of the schema are spelled there, as static tables for nnc-routeros.

use std::fmt::Write as _;

use super::{File, HEADER};
use crate::ir::{Base, Field, Ir, Record};
use crate::names::{pascal, shout};

/// Emits the map.
pub fn emit(ir: &Ir) -> Vec<File> {
    let mapped: Vec<&Record> = ir.records.iter().filter(|r| r.mikrotik_path.is_some()).collect();
    let mut text = format!("// {HEADER}\n{TYPES}");
    let names: Vec<_> = mapped.iter().map(|r| format!("&{}", shout(&r.name))).collect();
    let _ = writeln!(
        text,
        "\n/// Every mapped type, in the order of the schema.\npub static ALL: [&ResourceMap; {}] = [\n    {},\n];",
        names.len(),
        names.join(",\n    ")
    );
    // A type that hosts see stands for its menu where no row does.
    let stands = |record: &Record| {
        record.internal
            || !mapped
                .iter()
                .any(|other| other.internal && other.mikrotik_path == record.mikrotik_path)
    };
    let mut rows: Vec<&&Record> = mapped.iter().filter(|record| stands(record)).collect();
    rows.sort_by_key(|r| &r.mikrotik_path);
    let rows: Vec<_> = rows.iter().map(|r| format!("&{}", shout(&r.name))).collect();
    let _ = writeln!(
        text,
        "\n/// What menus hold, by path.\nstatic ROWS: [&ResourceMap; {}] = [\n    {},\n];",
        rows.len(),
        rows.join(",\n    ")
    );
    for record in mapped {
        text.push_str(&table(record));
    }
    let module = format!("// {HEADER}\n//! What the schema says about RouterOS.\n\npub mod map;\n");
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
    let path = record.mikrotik_path.as_deref().unwrap_or_default();
    let doc = if record.doc.is_empty() {
        "A mapped type."
    } else {
        record.doc.as_str()
    };
    let mut out = String::from("\n");
    for line in doc.lines() {
        let _ = writeln!(out, "/// {}", line.trim());
    }
    let _ = writeln!(
        out,
        "pub static {}: ResourceMap = ResourceMap {{\n    name: {:?},\n    path: {path:?},\n    internal: {},\n    order: {:?},\n    fields: &[",
        shout(&record.name),
        record.name,
        record.internal,
        record
            .fields
            .iter()
            .find(|field| field.order)
            .map(|field| &field.name)
    );
    for field in &record.fields {
        let _ = writeln!(out, "        {},", entry(field));
    }
    out.push_str("    ],\n};\n");
    out
}

fn entry(field: &Field) -> String {
    let version = |v: Option<(u16, u16)>| v.map_or("None".to_owned(), |(a, b)| format!("Some(({a}, {b}))"));
    let mut properties = String::new();
    if let Some(m) = &field.mikrotik {
        let _ = write!(
            properties,
            "Some(Property {{ name: {:?}, since: {}, until: {}, transform: Transform::{}, default: {:?} }})",
            m.field,
            version(m.since),
            version(m.until),
            pascal(&m.transform),
            m.default
        );
    } else {
        properties.push_str("None");
    }
    format!(
        "FieldMap {{ name: {:?}, kind: Kind::{}, required: {}, property: {properties}, sensitive: {}, generated: {}, immutable: {}, layer: Layer::{} }}",
        field.name,
        kind(field),
        !field.ty.nullable,
        field.sensitive,
        field.generated,
        field.immutable,
        pascal(&field.layer)
    )
}

fn kind(field: &Field) -> &'static str {
    match (&field.ty.base, field.ty.list) {
        (_, true) => "List",
        (Base::Int | Base::U64, _) => "Number",
        (Base::Boolean, _) => "Boolean",
        (Base::Duration, _) => "Duration",
        (Base::Enum(_), _) => "Word",
        (Base::Record(_) | Base::Union(_), _) => "Record",
        _ => "Text",
    }
}

const TYPES: &str = r#"//! How types and fields of the schema are spelled on RouterOS.

use nnc_core::layer::Layer;

/// A version of RouterOS: major and minor.
pub type Version = (u16, u16);

/// A type of the schema and the menu that holds it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ResourceMap {
    /// The type's name in the schema.
    pub name: &'static str,
    /// The menu, such as `/ip/route`.
    pub path: &'static str,
    /// It is a row that nnc works with and hosts do not see.
    pub internal: bool,
    /// The field whose number says where a row stands in its list.
    pub order: Option<&'static str>,
    /// The type's fields, in the order of the schema.
    pub fields: &'static [FieldMap],
}

impl ResourceMap {
    /// The type of a name of the schema.
    pub fn of_type(name: &str) -> Option<&'static Self> {
        ALL.iter().copied().find(|map| map.name == name)
    }

    /// The row that a menu holds: its mapped type that hosts do not see, else the one that they see.
    pub fn of_path(path: &str) -> Option<&'static Self> {
        let index = ROWS.binary_search_by(|map| map.path.cmp(path)).ok()?;
        ROWS.get(index).copied()
    }

    /// The field of a name of the schema.
    pub fn field(&self, name: &str) -> Option<&'static FieldMap> {
        self.fields.iter().find(|field| field.name == name)
    }

    /// The field that a property of RouterOS is.
    pub fn property(&self, name: &str) -> Option<&'static FieldMap> {
        self.fields.iter().find(|field| field.property.as_ref().is_some_and(|p| p.name == name))
    }

    /// The properties that a version knows.
    pub fn properties(&self, version: Version) -> impl Iterator<Item = &'static Property> + use<> {
        let fields = self.fields;
        fields.iter().filter_map(|field| field.property.as_ref()).filter(move |p| p.known_to(version))
    }
}

/// A field of a type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FieldMap {
    /// Its name in the schema.
    pub name: &'static str,
    /// What its value is.
    pub kind: Kind,
    /// Whether it always has a value.
    pub required: bool,
    /// How RouterOS spells it; `None` where it lives in nnc only.
    pub property: Option<Property>,
    /// It is a secret.
    pub sensitive: bool,
    /// It is made by nnc or the router.
    pub generated: bool,
    /// It cannot change after creation.
    pub immutable: bool,
    /// The layer of the resource that it belongs to.
    pub layer: Layer,
}

/// A property of a menu.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Property {
    /// Its name, such as `vlan-id`.
    pub name: &'static str,
    /// The first version that knows it; `None` for every version in the command data.
    pub since: Option<Version>,
    /// The last version that knows it; `None` where the newest does.
    pub until: Option<Version>,
    /// How two spellings of its value are compared.
    pub transform: Transform,
    /// What its value is where a row does not say; empty for "not set".
    pub default: Option<&'static str>,
}

impl Property {
    /// Whether a version knows it.
    pub fn known_to(&self, version: Version) -> bool {
        self.since.is_none_or(|since| since <= version) && self.until.is_none_or(|until| version <= until)
    }
}

/// What a value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Text.
    Text,
    /// A whole number.
    Number,
    /// True or false.
    Boolean,
    /// A length of time.
    Duration,
    /// One of several words, spelled `LIKE_THIS` in the schema and `like-this` on the router.
    Word,
    /// Several values.
    List,
    /// An object of its own.
    Record,
}

/// How two spellings of a value are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Transform {
    /// The text as it is.
    Text,
    /// `yes` and `true` mean the same; so do `no` and `false`.
    Bool,
    /// Given or not: an empty value, `yes` and `true` mean given; `no`, `false` and absent mean not given.
    Flag,
    /// A whole number.
    Number,
    /// A length of time: `1m30s`, `00:01:30` and `90` mean the same.
    Duration,
    /// An address or a network: a bare address is a network of full length, bits after the length mean nothing.
    IpPrefix,
    /// An address with the length of its network: bits after the length are the address.
    Address,
    /// An Ethernet address, in any case.
    Mac,
    /// A comma-separated list whose order does not matter.
    List,
    /// A comma-separated list of numbers and ranges: `1,2,3` and `1-3` mean the same.
    Ranges,
    /// A Curve25519 key in base64: the five bits that every implementation sets itself mean nothing.
    Curve25519Key,
}
"#;
