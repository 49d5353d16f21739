//! Values as positional JSON: a record is an array of its fields, in the order of the schema. JavaScript reads JSON
//! faster than it can be handed values one by one, and faster still where no names of fields are repeated.

use std::collections::BTreeMap;
use std::fmt::{Display, Write as _};
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use ipnet::IpNet;
use nnc::api::List;
use nnc_core::decode::DateTime;
use nnc_core::mac::Mac;
use nnc_core::secret::SecretRef;
use serde_json::Value;

/// JSON text that is being written.
#[derive(Default)]
pub(super) struct Text(String);

impl From<Text> for String {
    fn from(text: Text) -> Self {
        text.0
    }
}

impl Text {
    pub(super) fn open(&mut self) {
        self.0.push('[');
    }

    pub(super) fn comma(&mut self) {
        self.0.push(',');
    }

    pub(super) fn close(&mut self) {
        self.0.push(']');
    }

    pub(super) fn number(&mut self, value: impl Display) {
        // Writing to a string cannot fail.
        let _ = write!(self.0, "{value}");
    }

    /// One of so many values, at its place; the others are null.
    pub(super) fn one_of(&mut self, place: usize, places: usize, value: &impl Wire) {
        self.open();
        for at in 0..places {
            if at > 0 {
                self.comma();
            }
            if at == place {
                value.wire(self);
            } else {
                self.0.push_str("null");
            }
        }
        self.close();
    }

    /// A text that has nothing to escape.
    fn plain(&mut self, value: impl Display) {
        let _ = write!(self.0, "\"{value}\"");
    }

    fn text(&mut self, value: &str) {
        let plain = |b: u8| b >= 0x20 && b != b'"' && b != b'\\';
        if value.bytes().all(plain) {
            self.0.push('"');
            self.0.push_str(value);
            self.0.push('"');
        } else {
            self.json(&Value::from(value));
        }
    }

    fn json(&mut self, value: &Value) {
        let _ = write!(self.0, "{value}");
    }
}

/// A value that can be written so.
pub(super) trait Wire {
    fn wire(&self, out: &mut Text);

    /// The whole text of an answer.
    fn whole(&self) -> Arc<str> {
        let mut text = Text::default();
        self.wire(&mut text);
        text.0.into()
    }
}

impl Wire for str {
    fn wire(&self, out: &mut Text) {
        out.text(self);
    }
}

impl Wire for String {
    fn wire(&self, out: &mut Text) {
        out.text(self);
    }
}

impl Wire for bool {
    fn wire(&self, out: &mut Text) {
        out.number(self);
    }
}

impl Wire for i32 {
    fn wire(&self, out: &mut Text) {
        out.number(self);
    }
}

/// As text: a number of JavaScript holds 53 bits.
impl Wire for u64 {
    fn wire(&self, out: &mut Text) {
        out.plain(self);
    }
}

impl Wire for DateTime {
    fn wire(&self, out: &mut Text) {
        out.number(self.0);
    }
}

impl Wire for Duration {
    fn wire(&self, out: &mut Text) {
        out.number(self.as_millis());
    }
}

impl Wire for Mac {
    fn wire(&self, out: &mut Text) {
        out.plain(self);
    }
}

impl Wire for IpAddr {
    fn wire(&self, out: &mut Text) {
        out.plain(self);
    }
}

impl Wire for IpNet {
    fn wire(&self, out: &mut Text) {
        out.plain(self);
    }
}

impl Wire for SecretRef {
    fn wire(&self, out: &mut Text) {
        out.text(&format!("{}@{}", self.id, self.version));
    }
}

impl Wire for Value {
    fn wire(&self, out: &mut Text) {
        out.json(self);
    }
}

impl<T: Wire> Wire for Option<T> {
    fn wire(&self, out: &mut Text) {
        match self {
            Some(value) => value.wire(out),
            None => out.0.push_str("null"),
        }
    }
}

/// A list that nnc gives again while it stays the same is written once.
impl<T: Wire> Wire for List<T> {
    fn wire(&self, out: &mut Text) {
        self[..].wire(out);
    }

    fn whole(&self) -> Arc<str> {
        Arc::clone(&self.form(|items| items.whole()))
    }
}

impl<T: Wire> Wire for Vec<T> {
    fn wire(&self, out: &mut Text) {
        self[..].wire(out);
    }
}

impl<T: Wire> Wire for [T] {
    fn wire(&self, out: &mut Text) {
        out.open();
        for (index, value) in self.iter().enumerate() {
            if index > 0 {
                out.comma();
            }
            value.wire(out);
        }
        out.close();
    }
}

/// A map stays one.
impl Wire for BTreeMap<String, String> {
    fn wire(&self, out: &mut Text) {
        for (index, (key, value)) in self.iter().enumerate() {
            out.0.push(if index == 0 { '{' } else { ',' });
            out.text(key);
            out.0.push(':');
            out.text(value);
        }
        out.0.push_str(if self.is_empty() { "{}" } else { "}" });
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::{Text, Wire};

    fn written(value: &impl Wire) -> Value {
        let mut text = Text::default();
        value.wire(&mut text);
        serde_json::from_str(&String::from(text)).unwrap()
    }

    proptest! {
        #[test]
        fn any_map_comes_back(value in any::<std::collections::BTreeMap<String, String>>()) {
            prop_assert_eq!(written(&value), json!(value));
        }

        #[test]
        fn any_text_comes_back(value in any::<String>()) {
            prop_assert_eq!(written(&value), Value::from(value));
        }

        #[test]
        fn all_bits_of_a_number_come_back(value in any::<u64>()) {
            prop_assert_eq!(written(&value), Value::from(value.to_string()));
        }

        #[test]
        fn lists_and_absent_values_come_back(value in any::<Vec<Option<i32>>>()) {
            prop_assert_eq!(written(&value), json!(value));
        }
    }
}
