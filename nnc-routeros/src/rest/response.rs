//! HTTP answers as results (RouterOS manual, REST API page). Pure.

use std::borrow::Cow;
use std::fmt;
use std::time::Duration;

use routeros_wire::Row;
use serde::Deserialize;
use serde::de::{DeserializeSeed, MapAccess, SeqAccess, Visitor};

use crate::error::{Delivery, Error, Refusal, printable};
use crate::transport::{Command, Response};

/// After how long RouterOS itself gives up a REST command (RouterOS manual, REST API page).
const ROUTER_LIMIT: Duration = Duration::from_secs(60);

/// What an answer means for the command that it answers: the same as the binary API would have said.
///
/// # Errors
/// [`Error::Refused`] with the class that the API's trap would have had, [`Error::LoginFailed`] for 401,
/// [`Error::Protocol`] where the answer is not RouterOS's.
pub fn read_response(command: &Command, status: u16, body: &[u8]) -> Result<Response, Error> {
    match status {
        200..300 => read_success(command, body),
        _ => Err(read_failure(status, body)),
    }
}

fn read_success(command: &Command, body: &[u8]) -> Result<Response, Error> {
    if body.iter().all(u8::is_ascii_whitespace) {
        return Ok(Response::default());
    }
    let broken = |error: serde_json::Error| {
        // The parser's words may quote the body; where it stopped is enough.
        Error::protocol(format!(
            "the answer is not the JSON expected (line {}, column {})",
            error.line(),
            error.column()
        ))
    };
    let Answer { mut rows, single } = serde_json::from_slice(body).map_err(broken)?;
    if !single {
        return Ok(Response { rows, ret: None });
    }
    let owned = |row: &Row, key: &str| row.get(key).map(<[u8]>::to_vec);
    let first = rows.first();
    match command.verb.as_str() {
        // The row made, of which the API tells the id alone.
        "add" => Ok(Response {
            rows: Vec::new(),
            ret: first.and_then(|row| owned(row, ".id").or_else(|| owned(row, "ret"))),
        }),
        // The row changed, of which the API tells nothing.
        "set" => Ok(Response::default()),
        _ => match first
            .filter(|row| row.len() == 1)
            .and_then(|row| owned(row, "ret"))
        {
            Some(ret) => {
                rows.clear();
                Ok(Response { rows, ret: Some(ret) })
            }
            None => Ok(Response { rows, ret: None }),
        },
    }
}

#[derive(Deserialize)]
struct Failure<'a> {
    #[serde(borrow, default)]
    message: Cow<'a, str>,
    #[serde(borrow, default)]
    detail: Cow<'a, str>,
}

fn read_failure(status: u16, body: &[u8]) -> Error {
    let Ok(Failure { message, detail }) = serde_json::from_slice::<Failure<'_>>(body) else {
        return match status {
            401 => Error::LoginFailed {
                message: "unauthorized".to_owned(),
            },
            _ => Error::protocol(format!(
                "HTTP status {status} without the JSON that RouterOS gives"
            )),
        };
    };
    let said = if detail.is_empty() { &message } else { &detail };
    match status {
        401 => Error::LoginFailed {
            message: printable(said),
        },
        _ if detail == "Session closed" => Error::Deadline {
            delivery: Delivery::Unknown,
            after: ROUTER_LIMIT,
        },
        // A missing row is 404 with or without a detail.
        404 if detail.is_empty() => Error::Refused(Refusal::new(Some(0), "no such item")),
        400..600 => Error::Refused(Refusal::new(None, said)),
        _ => Error::protocol(format!("HTTP status {status}")),
    }
}

/// A list of rows, or a single one.
#[derive(Debug)]
struct Answer {
    rows: Vec<Row>,
    single: bool,
}

impl<'de> Deserialize<'de> for Answer {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AnswerVisitor)
    }
}

struct AnswerVisitor;

impl<'de> Visitor<'de> for AnswerVisitor {
    type Value = Answer;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object or a list of objects")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Answer, A::Error> {
        let mut rows = Vec::new();
        while let Some(row) = list.next_element_seed(RowSeed)? {
            rows.push(row);
        }
        Ok(Answer { rows, single: false })
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Answer, A::Error> {
        Ok(Answer {
            rows: vec![RowSeed.visit_map(map)?],
            single: true,
        })
    }
}

/// Reads a JSON object straight into a [`Row`].
struct RowSeed;

impl<'de> DeserializeSeed<'de> for RowSeed {
    type Value = Row;

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<Row, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for RowSeed {
    type Value = Row;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object of strings")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Row, A::Error> {
        let mut row = Row::new();
        while let Some((key, Text(value))) = map.next_entry::<Text<'de>, Text<'de>>()? {
            row.push(key.0.as_bytes(), value.as_bytes());
        }
        Ok(row)
    }
}

/// A value. RouterOS writes strings; numbers and booleans are taken as their text, null as nothing.
struct Text<'a>(Cow<'a, str>);

impl<'de> Deserialize<'de> for Text<'de> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct TextVisitor;
        impl<'de> Visitor<'de> for TextVisitor {
            type Value = Text<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a string")
            }
            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Text<'de>, E> {
                Ok(Text(Cow::Borrowed(text)))
            }
            fn visit_str<E>(self, text: &str) -> Result<Text<'de>, E> {
                Ok(Text(Cow::Owned(text.to_owned())))
            }
            fn visit_bool<E>(self, value: bool) -> Result<Text<'de>, E> {
                Ok(Text(Cow::Borrowed(if value { "true" } else { "false" })))
            }
            fn visit_u64<E>(self, value: u64) -> Result<Text<'de>, E> {
                Ok(Text(Cow::Owned(value.to_string())))
            }
            fn visit_i64<E>(self, value: i64) -> Result<Text<'de>, E> {
                Ok(Text(Cow::Owned(value.to_string())))
            }
            fn visit_f64<E>(self, value: f64) -> Result<Text<'de>, E> {
                Ok(Text(Cow::Owned(value.to_string())))
            }
            fn visit_unit<E>(self) -> Result<Text<'de>, E> {
                Ok(Text(Cow::Borrowed("")))
            }
        }
        deserializer.deserialize_any(TextVisitor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::RefusalClass;

    fn read(verb: &str, status: u16, body: &str) -> Result<Response, Error> {
        read_response(&Command::new("/x", verb), status, body.as_bytes())
    }

    #[test]
    fn answers_mean_what_the_api_would_have_said() {
        let rows = read(
            "print",
            200,
            r#"[{".id":"*1","name":"a","running":true,"n":5},{}]"#,
        )
        .unwrap()
        .rows;
        assert_eq!(rows.len(), 2);
        assert_eq!(
            (rows[0].get_str("running"), rows[0].get_str("n")),
            (Some("true"), Some("5"))
        );
        assert_eq!(read("print", 200, r#"{"name":"router"}"#).unwrap().rows.len(), 1);
        let added = read("add", 201, r#"{".id":"*7F","name":"a"}"#).unwrap();
        assert_eq!((added.rows.len(), added.ret_str()), (0, Some("*7F")));
        assert_eq!(
            read("set", 200, r#"{".id":"*7F","name":"a"}"#),
            Ok(Response::default())
        );
        assert_eq!(read("remove", 204, ""), Ok(Response::default()));
        assert_eq!(read("move", 200, "[]"), Ok(Response::default()));
        assert_eq!(
            read("print", 200, r#"{"ret":"12"}"#).unwrap().ret_str(),
            Some("12")
        );
    }

    #[test]
    fn failures_have_the_class_of_the_api() {
        let class = |status, body: &str| match read("set", status, body) {
            Err(Error::Refused(refusal)) => refusal.class(),
            other => panic!("{other:?}"),
        };
        assert_eq!(
            class(404, r#"{"error":404,"message":"Not Found"}"#),
            RefusalClass::NoSuchItem
        );
        let unknown =
            r#"{"error":406,"message":"Not Acceptable","detail":"no such command or directory (remove)"}"#;
        assert_eq!(class(406, unknown), RefusalClass::UnknownCommand);
        let parameter = r#"{"error":400,"message":"Bad Request","detail":"unknown parameter place-before"}"#;
        assert_eq!(class(400, parameter), RefusalClass::UnknownParameter);
        let exists = r#"{"error":400,"message":"Bad Request","detail":"failure: already have interface with such name"}"#;
        assert_eq!(class(400, exists), RefusalClass::AlreadyExists);
        assert_eq!(
            class(
                403,
                r#"{"error":403,"message":"x","detail":"not enough permissions (9)"}"#
            ),
            RefusalClass::Permission
        );
        let code = |status, body: &str| read("set", status, body).map_err(|error| error.code());
        assert_eq!(
            code(401, r#"{"error":401,"message":"Unauthorized"}"#),
            Err("login-failed")
        );
        assert_eq!(code(401, "<html>"), Err("login-failed"));
        assert_eq!(
            code(
                400,
                r#"{"error":400,"message":"Bad Request","detail":"Session closed"}"#
            ),
            Err("router-timeout")
        );
        for (status, body) in [
            (500, "<html>oops"),
            (200, "<html>"),
            (302, "{}"),
            (200, "[[]]"),
            (200, "[{\"a\":{}}]"),
            (200, "["),
        ] {
            assert_eq!(code(status, body), Err("protocol-error"), "{status} {body}");
        }
    }
}
