//! Writes JSON text.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::time::Duration;

use ipnet::IpNet;

use super::{DateTime, Patch, Raw};
use crate::mac::Mac;
use crate::secret::{Secret, SecretRef};

/// A value that can be written as JSON.
pub trait Encode {
    /// Writes the value.
    fn encode(&self, out: &mut Writer);

    /// The value as JSON text. Secrets are written in clear: the text is for the wire and the store, never for a log.
    fn to_json(&self) -> String {
        let mut out = Writer::default();
        self.encode(&mut out);
        out.text
    }
}

/// JSON text that is being written.
#[derive(Default)]
pub struct Writer {
    text: String,
}

impl std::fmt::Debug for Writer {
    /// Says how much was written, not what.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Writer({} bytes)", self.text.len())
    }
}

impl Writer {
    /// Writes a string.
    pub fn text(&mut self, value: &str) {
        self.text.push('"');
        for c in value.chars() {
            match c {
                '"' => self.text.push_str("\\\""),
                '\\' => self.text.push_str("\\\\"),
                c if c.is_control() => self.text.push_str(&format!("\\u{:04x}", u32::from(c))),
                c => self.text.push(c),
            }
        }
        self.text.push('"');
    }

    /// Writes what needs no quoting.
    fn bare(&mut self, value: impl std::fmt::Display) {
        self.text.push_str(&value.to_string());
    }

    /// Starts an object.
    pub fn object(&mut self) -> Object<'_> {
        self.text.push('{');
        Object {
            out: self,
            first: true,
        }
    }
}

/// An object that is being written.
#[derive(Debug)]
pub struct Object<'a> {
    out: &'a mut Writer,
    first: bool,
}

impl Object<'_> {
    /// Writes a field.
    pub fn field(&mut self, name: &str, value: &impl Encode) {
        if !self.first {
            self.out.text.push(',');
        }
        self.first = false;
        self.out.text(name);
        self.out.text.push(':');
        value.encode(self.out);
    }

    /// Writes a field, or nothing where there is no value.
    pub fn optional<T: Encode>(&mut self, name: &str, value: Option<&T>) {
        if let Some(value) = value {
            self.field(name, value);
        }
    }

    /// Writes a change: nothing, null or the value.
    pub fn patch<T: Encode>(&mut self, name: &str, value: &Patch<T>) {
        match value {
            Patch::Absent => {}
            Patch::Null => self.field(name, &Null),
            Patch::Set(value) => self.field(name, value),
        }
    }

    /// Ends the object.
    pub fn end(self) {
        self.out.text.push('}');
    }
}

struct Null;

impl Encode for Null {
    fn encode(&self, out: &mut Writer) {
        out.bare("null");
    }
}

impl Encode for str {
    fn encode(&self, out: &mut Writer) {
        out.text(self);
    }
}

impl Encode for &str {
    fn encode(&self, out: &mut Writer) {
        out.text(self);
    }
}

impl Encode for String {
    fn encode(&self, out: &mut Writer) {
        out.text(self);
    }
}

impl Encode for bool {
    fn encode(&self, out: &mut Writer) {
        out.bare(self);
    }
}

impl Encode for i32 {
    fn encode(&self, out: &mut Writer) {
        out.bare(self);
    }
}

impl Encode for u64 {
    fn encode(&self, out: &mut Writer) {
        out.bare(self);
    }
}

impl Encode for DateTime {
    fn encode(&self, out: &mut Writer) {
        out.bare(self.0);
    }
}

impl Encode for Duration {
    fn encode(&self, out: &mut Writer) {
        out.bare(self.as_millis());
    }
}

impl Encode for Mac {
    fn encode(&self, out: &mut Writer) {
        out.text(&self.to_string());
    }
}

impl Encode for IpAddr {
    fn encode(&self, out: &mut Writer) {
        out.text(&self.to_string());
    }
}

impl Encode for IpNet {
    fn encode(&self, out: &mut Writer) {
        out.text(&self.to_string());
    }
}

impl Encode for SecretRef {
    fn encode(&self, out: &mut Writer) {
        out.text(&format!("{}@{}", self.id, self.version));
    }
}

impl Encode for Secret {
    fn encode(&self, out: &mut Writer) {
        out.text(&String::from_utf8_lossy(self.expose()));
    }
}

impl Encode for serde_json::Value {
    fn encode(&self, out: &mut Writer) {
        match self {
            Self::Null => out.bare("null"),
            Self::Bool(value) => out.bare(value),
            Self::Number(value) => out.bare(value),
            Self::String(value) => out.text(value),
            Self::Array(items) => items.encode(out),
            Self::Object(entries) => {
                let mut object = out.object();
                for (key, value) in entries {
                    object.field(key, value);
                }
                object.end();
            }
        }
    }
}

impl Encode for BTreeMap<String, String> {
    fn encode(&self, out: &mut Writer) {
        let mut object = out.object();
        for (name, value) in self {
            object.field(name, value);
        }
        object.end();
    }
}

impl Encode for Raw {
    /// What JSON cannot hold is written as null; [`json`](super::json) has refused it before.
    fn encode(&self, out: &mut Writer) {
        match self {
            Self::Null | Self::Alien(_) => out.bare("null"),
            Self::Bool(value) => out.bare(value),
            Self::Number(value) => out.bare(value),
            Self::Text(value) => out.text(value),
            Self::List(items) => items.encode(out),
            Self::Map(entries) => {
                let mut object = out.object();
                for (key, value) in entries {
                    object.field(key, value);
                }
                object.end();
            }
        }
    }
}

impl<T: Encode> Encode for Vec<T> {
    fn encode(&self, out: &mut Writer) {
        out.text.push('[');
        for (index, value) in self.iter().enumerate() {
            if index > 0 {
                out.text.push(',');
            }
            value.encode(out);
        }
        out.text.push(']');
    }
}
