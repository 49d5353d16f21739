//! A command as a transport hands it over.

use crate::value::Value;

/// One command: path with verb, arguments, query words, tag.
#[derive(Debug, Clone, Default)]
pub(crate) struct Request {
    /// `/interface/vlan/add`.
    pub(crate) path: String,
    /// Arguments in order, `.id` and `.proplist` included, `.tag` not.
    pub(crate) attributes: Vec<(String, Value)>,
    /// Query words without the leading `?`.
    pub(crate) queries: Vec<Value>,
    /// The tag, which every sentence of the answer repeats.
    pub(crate) tag: Option<Value>,
    /// `PUT /rest/...`, when the command came over REST.
    pub(crate) rest: Option<String>,
}

impl Request {
    pub(crate) fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.attributes.push((name.to_owned(), value.into()));
        self
    }

    /// The value of an argument.
    pub(crate) fn get(&self, name: &str) -> Option<&Value> {
        self.attributes
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value)
    }

    /// The argument as text; empty when absent.
    pub(crate) fn text(&self, name: &str) -> &str {
        self.get(name).map_or("", |value| crate::value::as_text(value))
    }

    /// The words of the command, passwords blanked.
    pub(crate) fn words(&self) -> Vec<String> {
        let mut words = vec![self.path.clone()];
        for (name, value) in &self.attributes {
            let secret = matches!(
                name.as_str(),
                "password" | "response" | "private-key" | "preshared-key" | "secret" | "passphrase"
            );
            let shown = if secret {
                "***".into()
            } else {
                String::from_utf8_lossy(value)
            };
            let dotted = name.starts_with('.') && !matches!(name.as_str(), ".id" | ".proplist");
            words.push(if dotted {
                format!("{name}={shown}")
            } else {
                format!("={name}={shown}")
            });
        }
        words.extend(
            self.queries
                .iter()
                .map(|query| format!("?{}", String::from_utf8_lossy(query))),
        );
        if let Some(tag) = &self.tag {
            words.push(format!(".tag={}", String::from_utf8_lossy(tag)));
        }
        words
    }
}
