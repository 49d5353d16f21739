//! Commands as HTTP requests (RouterOS manual, REST API page). Pure.

use serde_json::{Map, Value};

use crate::error::Error;
use crate::transport::Command;

/// An HTTP request without host and authorisation.
#[derive(Clone, PartialEq, Eq)]
pub struct RestRequest {
    /// `GET`, `PUT`, `PATCH`, `DELETE` or `POST`.
    pub method: hyper::Method,
    /// Path and query, beginning with `/rest/`.
    pub target: String,
    /// The JSON body, if there is one.
    pub body: Option<Vec<u8>>,
}

impl RestRequest {
    /// The request that does what the command does.
    ///
    /// - `print` without query and parameters is a GET, otherwise a POST to `print`;
    /// - `add` is a PUT, which answers with the row made;
    /// - `set` of one row is a PATCH, `remove` of one row a DELETE;
    /// - anything else is a POST to the command.
    ///
    /// # Errors
    /// [`Error::InvalidCommand`] when the path is no menu or a value is not UTF-8, which JSON cannot carry.
    pub fn new(command: &Command) -> Result<Self, Error> {
        let menu = menu_path(&command.path)?;
        let verb = &command.verb;
        if verb.is_empty() || !verb.bytes().all(is_plain) {
            return Err(invalid("the verb is missing or has characters that no verb has"));
        }
        let plain_print = verb == "print"
            && command.queries.is_empty()
            && command.attributes.is_empty()
            && !menu.is_empty();
        if plain_print {
            let wanted: Vec<String> = command.proplist.iter().map(|name| escape(name)).collect();
            let query = if wanted.is_empty() {
                String::new()
            } else {
                format!("?.proplist={}", wanted.join(","))
            };
            return Ok(Self {
                method: hyper::Method::GET,
                target: format!("/rest{menu}{query}"),
                body: None,
            });
        }
        match (verb.as_str(), only_row(command)) {
            ("add", _) => Self::with_body(hyper::Method::PUT, format!("/rest{menu}"), command, None),
            ("set", Some((key, id))) => {
                let target = format!("/rest{menu}/{}", escape(id));
                Self::with_body(hyper::Method::PATCH, target, command, Some(key))
            }
            ("remove", Some((_, id))) if command.attributes.len() == 1 => {
                let target = format!("/rest{menu}/{}", escape(id));
                Ok(Self {
                    method: hyper::Method::DELETE,
                    target,
                    body: None,
                })
            }
            _ => Self::with_body(hyper::Method::POST, format!("/rest{menu}/{verb}"), command, None),
        }
    }

    fn with_body(
        method: hyper::Method,
        target: String,
        command: &Command,
        left_out: Option<&str>,
    ) -> Result<Self, Error> {
        let mut body = Map::new();
        for (key, value) in command
            .attributes
            .iter()
            .filter(|(key, _)| Some(key.as_str()) != left_out)
        {
            let value = std::str::from_utf8(value)
                .map_err(|_| invalid("REST cannot carry a value that is not UTF-8"))?;
            body.insert(key.clone(), Value::String(value.to_owned()));
        }
        if !command.proplist.is_empty() {
            body.insert(".proplist".to_owned(), Value::String(command.proplist.join(",")));
        }
        if !command.queries.is_empty() {
            body.insert(
                ".query".to_owned(),
                command.queries.iter().cloned().map(Value::String).collect(),
            );
        }
        Ok(Self {
            method,
            target,
            body: Some(Value::Object(body).to_string().into_bytes()),
        })
    }
}

/// Debug output shows no body: it may hold secrets.
impl std::fmt::Debug for RestRequest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.method, self.target)
    }
}

fn invalid(reason: &str) -> Error {
    Error::InvalidCommand {
        reason: reason.to_owned(),
    }
}

/// Bytes that names of menus, commands and ids consist of.
const fn is_plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')
}

/// The menu as it stands after `/rest`: empty for the root.
fn menu_path(path: &str) -> Result<&str, Error> {
    let segments = path
        .strip_prefix('/')
        .ok_or_else(|| invalid("a menu begins with a slash"))?;
    if segments.is_empty() {
        return Ok("");
    }
    let plain = |segment: &str| !segment.is_empty() && segment.bytes().all(is_plain);
    if segments.split('/').all(plain) {
        Ok(path)
    } else {
        Err(invalid("the menu has characters that no menu has"))
    }
}

/// The one row that a command names, and the parameter that names it.
fn only_row(command: &Command) -> Option<(&str, &str)> {
    let names_rows = |key: &str| matches!(key, ".id" | "numbers");
    let mut naming = command.attributes.iter().filter(|(key, _)| names_rows(key));
    let (key, value) = naming.next()?;
    let id = std::str::from_utf8(value)
        .ok()
        .filter(|id| !id.is_empty() && !id.contains(','))?;
    naming.next().is_none().then_some((key.as_str(), id))
}

fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'.' | b'~' | b'*' => escaped.push(char::from(byte)),
            byte if is_plain(byte) => escaped.push(char::from(byte)),
            byte => {
                const DIGITS: [char; 16] = [
                    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F',
                ];
                let digit = |nibble: u8| DIGITS.get(usize::from(nibble)).copied().unwrap_or('0');
                escaped.extend(['%', digit(byte >> 4), digit(byte & 15)]);
            }
        }
    }
    // A path segment of dots alone would lead elsewhere.
    if escaped.bytes().all(|byte| byte == b'.') {
        escaped.replace('.', "%2E")
    } else {
        escaped
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(command: Command) -> (String, String) {
        let request = RestRequest::new(&command).unwrap();
        (
            format!("{request:?}"),
            String::from_utf8(request.body.unwrap_or_default()).unwrap(),
        )
    }

    #[test]
    fn each_verb_takes_its_documented_form() {
        let vlan = |verb: &str| Command::new("/interface/vlan", verb);
        let cases = [
            (vlan("print"), "GET /rest/interface/vlan", ""),
            (
                vlan("print").proplist([".id", "name"]),
                "GET /rest/interface/vlan?.proplist=.id,name",
                "",
            ),
            (
                vlan("print").query("type=vlan").query("#!").proplist(["name"]),
                "POST /rest/interface/vlan/print",
                r##"{".proplist":"name",".query":["type=vlan","#!"]}"##,
            ),
            (
                vlan("print").with("count-only", ""),
                "POST /rest/interface/vlan/print",
                r#"{"count-only":""}"#,
            ),
            (
                vlan("add").with("name", "a"),
                "PUT /rest/interface/vlan",
                r#"{"name":"a"}"#,
            ),
            (
                vlan("set").with(".id", "*1").with("mtu", "9"),
                "PATCH /rest/interface/vlan/*1",
                r#"{"mtu":"9"}"#,
            ),
            (
                vlan("set").with(".id", "*1,*2").with("mtu", "9"),
                "POST /rest/interface/vlan/set",
                r#"{".id":"*1,*2","mtu":"9"}"#,
            ),
            (
                vlan("set").with("name", "x"),
                "POST /rest/interface/vlan/set",
                r#"{"name":"x"}"#,
            ),
            (
                vlan("remove").with("numbers", "a b/ü"),
                "DELETE /rest/interface/vlan/a%20b%2F%C3%BC",
                "",
            ),
            (
                vlan("remove").with(".id", ".."),
                "DELETE /rest/interface/vlan/%2E%2E",
                "",
            ),
            (
                vlan("move").with(".id", "*1"),
                "POST /rest/interface/vlan/move",
                r#"{".id":"*1"}"#,
            ),
            (
                Command::new("/", "ping").with("address", "::1"),
                "POST /rest/ping",
                r#"{"address":"::1"}"#,
            ),
        ];
        for (command, line, body) in cases {
            assert_eq!(request(command), (line.to_owned(), body.to_owned()));
        }
    }

    #[test]
    fn what_rest_cannot_carry_is_refused() {
        let bad = [
            Command::new("/interface", "set").with("comment", b"\xff"),
            Command::new("interface", "print"),
            Command::new("/interface/../user", "print"),
            Command::new("/interface?x", "print"),
            Command::new("/interface", "a b"),
            Command::new("/interface", ""),
        ];
        for command in bad {
            assert_eq!(
                RestRequest::new(&command).map_err(|error| error.code()),
                Err("invalid-command")
            );
        }
    }
}
