//! Names of things, and the mark that says whose a row is.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// A name, id or mark that is not well formed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{what} {value:?} is not valid: {expected}")]
pub struct InvalidName {
    /// What the value was meant to be.
    pub what: &'static str,
    /// The value itself.
    pub value: String,
    /// What would have been accepted.
    pub expected: &'static str,
}

/// Identifies one installation of nnc. Random, 32 bits, eight lower-case hexadecimal digits in text.
///
/// Two controllers on one router tell their rows apart by it.
///
/// ```
/// use nnc_core::identity::ControllerId;
/// let id: ControllerId = "c0ffee12".parse().unwrap();
/// assert_eq!(id.to_string(), "c0ffee12");
/// assert_eq!(id.short(), 0xee12);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ControllerId(u32);

impl ControllerId {
    /// Makes an id from its number, which the caller draws from an [`Entropy`](crate::ports::Entropy).
    pub const fn new(number: u32) -> Self {
        Self(number)
    }

    /// The number.
    pub const fn number(self) -> u32 {
        self.0
    }

    /// The 16 bits that fit a flow cookie.
    pub const fn short(self) -> u16 {
        (self.0 & 0xffff) as u16
    }
}

impl fmt::Display for ControllerId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:08x}", self.0)
    }
}

impl FromStr for ControllerId {
    type Err = InvalidName;

    fn from_str(text: &str) -> Result<Self, InvalidName> {
        let valid = text.len() == 8 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
        match (valid, u32::from_str_radix(text, 16)) {
            (true, Ok(number)) => Ok(Self(number)),
            _ => Err(InvalidName {
                what: "controller id",
                value: text.to_owned(),
                expected: "eight lower-case hexadecimal digits",
            }),
        }
    }
}

impl TryFrom<String> for ControllerId {
    type Error = InvalidName;

    fn try_from(text: String) -> Result<Self, InvalidName> {
        text.parse()
    }
}

impl From<ControllerId> for String {
    fn from(id: ControllerId) -> Self {
        id.to_string()
    }
}

/// Declares a text newtype whose characters are safe inside a mark. Copies share the text: plans name the same few rows
/// and resources over and over.
macro_rules! mark_part {
    ($(#[$doc:meta])* $name:ident, $what:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(Arc<str>);

        impl $name {
            /// The text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = InvalidName;

            fn from_str(text: &str) -> Result<Self, InvalidName> {
                let valid = !text.is_empty()
                    && text.len() <= 100
                    && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_./%".contains(&b));
                if valid {
                    Ok(Self(text.into()))
                } else {
                    Err(InvalidName {
                        what: $what,
                        value: text.to_owned(),
                        expected: "1 to 100 characters of A-Z a-z 0-9 - _ . / %",
                    })
                }
            }
        }

        impl TryFrom<String> for $name {
            type Error = InvalidName;

            fn try_from(text: String) -> Result<Self, InvalidName> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(part: $name) -> Self {
                part.as_str().to_owned()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

mark_part! {
    /// Identifies one resource of a controller, such as `vif/tor-usa`, `steer/vlan-20` or `base`.
    ResourceId, "resource id"
}

mark_part! {
    /// What a row is for inside its resource, such as `vlan`, `table` or `blackhole`.
    Role, "role"
}

impl ResourceId {
    /// The resource that holds what all virtual interfaces of a controller share.
    pub fn base() -> Self {
        Self("base".into())
    }

    /// A resource of a kind; characters of `name` that a mark cannot hold are written as `%XX`.
    ///
    /// ```
    /// use nnc_core::identity::ResourceId;
    /// assert_eq!(ResourceId::of("vif", "tor-usa").as_str(), "vif/tor-usa");
    /// assert_eq!(ResourceId::of("steer", "list-My TVs").as_str(), "steer/list-My%20TVs");
    /// ```
    pub fn of(kind: &'static str, name: &str) -> Self {
        Self::of_type(kind, name)
    }

    /// As [`of`](Self::of), for a kind that the schema names.
    pub(crate) fn of_type(kind: &str, name: &str) -> Self {
        let mut text = format!("{kind}/");
        for byte in name.bytes() {
            if byte.is_ascii_alphanumeric() || b"-_.".contains(&byte) {
                text.push(char::from(byte));
            } else {
                text.push_str(&format!("%{byte:02X}"));
            }
        }
        Self(text.into())
    }

    /// Whether its rows are those of virtual interfaces and steered devices, and of what they share. All other resources
    /// are the user's own: to virtual interfaces they are what anybody else made.
    pub fn is_of_steering(&self) -> bool {
        matches!(self.kind(), "base" | "vif" | "steer")
    }

    /// The kind of a resource made by [`of`](Self::of): what stands before the first slash.
    pub fn kind(&self) -> &str {
        self.0.split('/').next().unwrap_or_default()
    }

    /// The name given to [`of`](Self::of), decoded; empty for a resource without one.
    pub fn name(&self) -> String {
        let Some((_, encoded)) = self.0.split_once('/') else {
            return String::new();
        };
        let mut bytes = Vec::with_capacity(encoded.len());
        let mut rest = encoded.as_bytes();
        while let Some((&first, tail)) = rest.split_first() {
            let decoded = (first == b'%')
                .then(|| tail.get(..2).and_then(|hex| std::str::from_utf8(hex).ok()))
                .flatten()
                .and_then(|hex| u8::from_str_radix(hex, 16).ok());
            match decoded {
                Some(byte) => {
                    bytes.push(byte);
                    rest = tail.get(2..).unwrap_or_default();
                }
                None => {
                    bytes.push(first);
                    rest = tail;
                }
            }
        }
        String::from_utf8_lossy(&bytes).into_owned()
    }
}

impl Role {
    /// A role known when the program was written.
    pub fn new(text: &'static str) -> Self {
        Self(text.into())
    }

    /// A role with a number, for rows that come several times, such as `direct-2`.
    pub fn numbered(text: &'static str, number: usize) -> Self {
        Self(format!("{text}-{number}").into())
    }

    /// A role with a suffix; characters that a mark cannot hold become `_`.
    pub fn with(text: &'static str, suffix: &str) -> Self {
        let clean: String = suffix
            .chars()
            .take(60)
            .map(|c| {
                if c.is_ascii_alphanumeric() || "-_./".contains(c) {
                    c
                } else {
                    '_'
                }
            })
            .collect();
        Self(format!("{text}-{clean}").into())
    }
}

/// Identifies one row among everything that a controller made: its resource and its role there.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ObjectKey {
    /// The resource that the row belongs to.
    pub resource: ResourceId,
    /// What it is for.
    pub role: Role,
}

impl ObjectKey {
    /// Puts a key together.
    pub fn new(resource: &ResourceId, role: Role) -> Self {
        Self {
            resource: resource.clone(),
            role,
        }
    }
}

impl fmt::Display for ObjectKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.resource, self.role)
    }
}

/// The ownership mark of a row: `nnc:<controller>:<resource>:<role>`.
///
/// nnc never edits or deletes a row that does not carry its own controller's mark.
///
/// ```
/// use nnc_core::identity::Mark;
/// let mark: Mark = "nnc:c0ffee12:vif/tor-usa:vlan".parse().unwrap();
/// assert_eq!(mark.key.role.as_str(), "vlan");
/// assert!("office uplink".parse::<Mark>().is_err());
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Mark {
    /// Whose row it is.
    pub controller: ControllerId,
    /// Which row of that controller it is.
    pub key: ObjectKey,
}

impl fmt::Display for Mark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "nnc:{}:{}", self.controller, self.key)
    }
}

impl FromStr for Mark {
    type Err = InvalidName;

    fn from_str(text: &str) -> Result<Self, InvalidName> {
        let invalid = || InvalidName {
            what: "ownership mark",
            value: text.to_owned(),
            expected: "nnc:<controller>:<resource>:<role>",
        };
        let mut parts = text.split(':');
        match (
            parts.next(),
            parts.next(),
            parts.next(),
            parts.next(),
            parts.next(),
        ) {
            (Some("nnc"), Some(controller), Some(resource), Some(role), None) => Ok(Self {
                controller: controller.parse()?,
                key: ObjectKey {
                    resource: resource.parse()?,
                    role: role.parse()?,
                },
            }),
            _ => Err(invalid()),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn every_resource_name_survives_its_mark(name in "\\PC{1,20}", number: u32) {
            let resource = ResourceId::of("steer", &name);
            prop_assert_eq!(resource.name(), name);
            let mark = Mark {
                controller: ControllerId::new(number),
                key: ObjectKey::new(&resource, Role::new("mark")),
            };
            if resource.as_str().len() <= 100 {
                prop_assert_eq!(mark.to_string().parse::<Mark>(), Ok(mark));
            }
        }

        #[test]
        fn no_text_makes_the_parser_panic(text in "\\PC*") {
            let _verdict = text.parse::<Mark>();
        }
    }

    #[test]
    fn foreign_comments_are_no_marks() {
        for comment in [
            "",
            "nnc",
            "nnc:",
            "nnc:zz:vif:x",
            "nnc:c0ffee12:vif",
            "nnc:c0ffee12:a:b:c",
            "NNC:c0ffee12:a:b",
        ] {
            assert!(comment.parse::<Mark>().is_err(), "{comment}");
        }
    }
}
