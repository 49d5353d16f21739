//! Types of resources by their names: what a user may say of one, without any code of its own.
//!
//! The table is [`RESOURCE_TYPES`], generated from the schema: a type added there can be
//! judged, kept and, where the platform's map has a place for it, brought to a router.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::decode::{self, Findings, Raw, Refused};
use crate::identity::ResourceId;
use crate::model::RESOURCE_TYPES;
use crate::secret::{Secret, SecretRef};

/// A type that resources have.
#[derive(Debug)]
pub struct ResourceType {
    /// Its name in the schema, such as `WireGuardClient`.
    pub name: &'static str,
    /// What it is.
    pub doc: &'static str,
    /// Its fields, in the order of the schema.
    pub fields: &'static [ResourceField],
    /// Judges what a user says of one; see [`read`](Self::read).
    pub judge: fn(&Raw, &mut Findings),
}

/// A field of a type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ResourceField {
    /// Its name in the schema.
    pub name: &'static str,
    /// What it is.
    pub doc: &'static str,
    /// Whether it always has a value.
    pub required: bool,
    /// It is a secret.
    pub sensitive: bool,
    /// It is made by nnc or the router, never by the user.
    pub generated: bool,
    /// It cannot change after creation.
    pub immutable: bool,
}

/// What a user says of one resource, judged.
#[derive(Debug, Clone)]
pub struct Wish {
    /// Which resource is meant, where the user says so: its uuid.
    pub identity: Option<String>,
    /// The fields that are no secrets. What is null is left out.
    pub fields: BTreeMap<&'static str, Value>,
    /// The secrets. They are stored first, and referred to from then on.
    pub secrets: BTreeMap<&'static str, Secret>,
}

/// The value of a field, in the terms of the schema.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum FieldValue {
    /// As JSON has it.
    Plain(Value),
    /// A secret, by reference.
    Secret(SecretRef),
}

impl ResourceType {
    /// The type of a name.
    ///
    /// ```
    /// use nnc_core::resource::ResourceType;
    /// assert!(ResourceType::named("WireGuardClient").is_some());
    /// assert!(ResourceType::named("Teapot").is_none());
    /// ```
    pub fn named(name: &str) -> Option<&'static Self> {
        RESOURCE_TYPES.iter().find(|known| known.name == name)
    }

    /// The type of a resource that [`resource`](Self::resource) has named.
    pub fn of(resource: &ResourceId) -> Option<&'static Self> {
        RESOURCE_TYPES
            .iter()
            .find(|known| kebab(known.name) == resource.kind())
    }

    /// The field of a name.
    pub fn field(&self, name: &str) -> Option<&ResourceField> {
        self.fields.iter().find(|field| field.name == name)
    }

    /// Judges a JSON text that describes one resource, and takes it apart.
    ///
    /// ```
    /// use nnc_core::resource::ResourceType;
    /// let wireguard = ResourceType::named("WireGuardClient").unwrap();
    /// let refused = wireguard.read(r#"{"name":"office","listenPort":0}"#).unwrap_err();
    /// let codes: Vec<_> = refused.findings().iter().map(|f| (f.code, f.pointer.as_str())).collect();
    /// assert_eq!(codes, [("out-of-range", "/listenPort"), ("missing-field", "/privateKey")]);
    /// ```
    ///
    /// # Errors
    /// All findings. None of them holds a value.
    pub fn read(&self, text: &str) -> Result<Wish, Refused> {
        let mut at = Findings::default();
        let raw = decode::read(text, &mut at);
        if let Some(raw) = &raw {
            (self.judge)(raw, &mut at);
        }
        if let Some(refused) = at.finish() {
            return Err(refused);
        }
        let Some(Raw::Map(entries)) = raw else {
            return Err(Refused::silent());
        };
        let mut wish = Wish {
            identity: None,
            fields: BTreeMap::new(),
            secrets: BTreeMap::new(),
        };
        for (key, value) in entries {
            let Some(field) = self.field(&key) else { continue };
            match (value, field.sensitive) {
                (Raw::Null, _) => {}
                (Raw::Text(text), true) => {
                    wish.secrets.insert(field.name, Secret::from(text.as_str()));
                }
                (Raw::Text(text), false) if matches!(field.name, "id" | "uuid") => {
                    wish.identity = Some(text);
                }
                (value, _) => {
                    wish.fields.insert(field.name, plain(value));
                }
            }
        }
        Ok(wish)
    }

    /// What a resource of this type is called: by its name where it has one, else by all that is said of it, so that the
    /// same words always mean the same resource.
    pub fn resource(&self, wish: &Wish) -> ResourceId {
        let kind = kebab(self.name);
        let name = match (wish.fields.get("name"), &wish.identity) {
            (Some(Value::String(name)), _) => name.clone(),
            (_, Some(identity)) => identity.clone(),
            _ => digest(&format!("{:?}", wish.fields)),
        };
        let id = ResourceId::of_type(&kind, &name);
        // A mark has room for so many characters.
        if id.as_str().len() <= 80 {
            id
        } else {
            ResourceId::of_type(&kind, &digest(&name))
        }
    }
}

/// Under which name a secret of a resource is kept, among the secrets of its router.
pub fn secret_name(resource: &ResourceId, field: &str) -> String {
    format!("{resource}/{field}")
}

/// Twelve hexadecimal digits that stand for a text.
fn digest(text: &str) -> String {
    let hash = Sha256::digest(text.as_bytes());
    hash.iter().take(6).map(|byte| format!("{byte:02x}")).collect()
}

/// `WireGuardClient` becomes `wire-guard-client`.
fn kebab(name: &str) -> String {
    let mut text = String::new();
    for (position, c) in name.chars().enumerate() {
        if c.is_ascii_uppercase() && position > 0 {
            text.push('-');
        }
        text.push(c.to_ascii_lowercase());
    }
    text
}

/// A judged value as JSON; whole numbers are written as such, however they were spelled.
fn plain(raw: Raw) -> Value {
    match raw {
        Raw::Null | Raw::Alien(_) => Value::Null,
        Raw::Bool(value) => Value::Bool(value),
        // Judged numbers are whole and within 64 bits.
        Raw::Number(number) => {
            let integer = number.integer();
            let signed = integer
                .and_then(|integer| i64::try_from(integer).ok())
                .map(Value::from);
            let unsigned = integer
                .and_then(|integer| u64::try_from(integer).ok())
                .map(Value::from);
            signed.or(unsigned).unwrap_or(Value::Null)
        }
        Raw::Text(text) => Value::String(text),
        Raw::List(items) => Value::Array(items.into_iter().map(plain).collect()),
        Raw::Map(entries) => Value::Object(
            entries
                .into_iter()
                .map(|(key, value)| (key, plain(value)))
                .collect(),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";

    fn wireguard() -> &'static ResourceType {
        ResourceType::named("WireGuardClient").unwrap()
    }

    #[test]
    fn a_wish_is_taken_apart_and_hides_its_secrets() {
        let wish = wireguard()
            .read(&format!(
                r#"{{"name":"office","privateKey":"{KEY}","listenPort":1.3231e4,"uuid":"u-1"}}"#
            ))
            .unwrap();
        assert_eq!(wish.identity.as_deref(), Some("u-1"));
        assert_eq!(wish.fields["listenPort"], Value::from(13231));
        assert_eq!(wish.secrets["privateKey"].expose(), KEY.as_bytes());
        assert!(!format!("{wish:?}").contains("AAAA"));
        assert_eq!(wireguard().resource(&wish).as_str(), "wire-guard-client/office");
    }

    #[test]
    fn no_finding_holds_a_value() {
        let refused = wireguard()
            .read(&format!(
                r#"{{"name":"office","privateKey":"{KEY}{KEY}","listenPort":1,"teapot":"{KEY}"}}"#
            ))
            .unwrap_err();
        assert!(!format!("{refused:?}{refused}").contains("AAAA"));
        let codes: Vec<&str> = refused.findings().iter().map(|finding| finding.code).collect();
        assert_eq!(codes, ["pattern-mismatch", "unknown-field"]);
    }

    #[test]
    fn long_names_fit_a_mark() {
        let name = "ü".repeat(100);
        let wish = wireguard()
            .read(&format!(
                r#"{{"name":"{name}","privateKey":"{KEY}","listenPort":1}}"#
            ))
            .unwrap();
        let id = wireguard().resource(&wish);
        assert!(id.as_str().parse::<ResourceId>().is_ok(), "{id}");
        assert!(id.as_str().len() < 40, "{id}");
    }
}
