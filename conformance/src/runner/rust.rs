//! Rust itself, in this process.

use std::collections::BTreeMap;

use async_trait::async_trait;
use nnc::Error;
use nnc_core::decode::{Number, Raw};
use serde_json::{Value, json};

use super::{ProcessError, Runner};
use crate::answer::{Answer, Items};
use crate::generated::Handle;

/// Calls the API in this process.
pub struct Rust {
    handles: BTreeMap<String, Handle>,
    feeds: BTreeMap<String, Box<dyn Items>>,
}

impl Default for Rust {
    fn default() -> Self {
        let api = ("api".to_owned(), Handle::Query(nnc::api::root()));
        Self {
            handles: BTreeMap::from([api]),
            feeds: BTreeMap::new(),
        }
    }
}

#[async_trait]
impl Runner for Rust {
    async fn answer(&mut self, request: &Value) -> Result<Value, ProcessError> {
        let wrong = || ProcessError::Answer(format!("there is no answer to {request}"));
        let text = |name: &str| request.get(name).and_then(Value::as_str);
        let on = text("on").ok_or_else(wrong)?.to_owned();
        Ok(match text("op").ok_or_else(wrong)? {
            "call" => {
                let keep = text("keep").map(str::to_owned);
                let method = text("method").ok_or_else(wrong)?;
                let path = request.get("path").and_then(Value::as_array).ok_or_else(wrong)?;
                let arguments = raw(request.get("arguments").unwrap_or(&Value::Null));
                let mut handle = self.handles.get(&on).ok_or_else(wrong)?.clone();
                for part in path.iter().filter_map(Value::as_str) {
                    handle = match handle.call(part, &Raw::Null).await {
                        Ok(Answer::Handle(part)) => part,
                        _ => return Err(wrong()),
                    };
                }
                match handle.call(method, &arguments).await {
                    Err(error) => failure(&error),
                    Ok(Answer::Value(text)) => {
                        let value: Value = serde_json::from_str(&text).map_err(|_| wrong())?;
                        json!({ "ok": value })
                    }
                    Ok(Answer::Handle(handle)) => {
                        let name = handle.name();
                        self.handles.insert(keep.ok_or_else(wrong)?, handle);
                        json!({ "handle": name })
                    }
                    Ok(Answer::Feed(feed)) => {
                        self.feeds.insert(keep.ok_or_else(wrong)?, feed);
                        json!({ "stream": true })
                    }
                }
            }
            "next" => {
                let feed = self.feeds.get_mut(&on).ok_or_else(wrong)?;
                let count = request.get("count").and_then(Value::as_u64).ok_or_else(wrong)?;
                let mut items: Vec<Value> = Vec::new();
                let mut ended = false;
                for _ in 0..count {
                    let Some(item) = feed.next().await else {
                        ended = true;
                        break;
                    };
                    items.push(serde_json::from_str(&item).map_err(|_| wrong())?);
                }
                json!({ "ok": items, "ended": ended })
            }
            "close" => {
                self.handles.remove(&on);
                self.feeds.remove(&on);
                json!({ "ok": null })
            }
            _ => return Err(wrong()),
        })
    }
}

/// An error as every runner tells it.
fn failure(error: &Error) -> Value {
    json!({ "error": {
        "kind": error.kind,
        "code": error.code,
        "message": error.message,
        "retryable": error.retryable,
        "context": error.context,
    } })
}

/// Arguments as a host hands them over.
fn raw(value: &Value) -> Raw {
    match value {
        Value::Null => Raw::Null,
        Value::Bool(value) => Raw::Bool(*value),
        Value::Number(number) => number_of(&number.to_string()),
        Value::String(text) => Raw::Text(text.clone()),
        Value::Array(items) => Raw::List(items.iter().map(raw).collect()),
        Value::Object(entries) => {
            if let Some(units) = entries.get("$text16").and_then(Value::as_array) {
                let unit = |unit: &Value| unit.as_u64().and_then(|unit| u16::try_from(unit).ok());
                let units: Vec<u16> = units.iter().filter_map(unit).collect();
                return match String::from_utf16(&units) {
                    Ok(text) => Raw::Text(text),
                    Err(_) => Raw::HALF_PAIR,
                };
            }
            if let Some(number) = entries.get("$number").and_then(Value::as_str) {
                return number_of(number);
            }
            let entry = |(key, value): (&String, &Value)| (key.clone(), raw(value));
            Raw::Map(entries.iter().map(entry).collect())
        }
    }
}

fn number_of(text: &str) -> Raw {
    Number::parse(text).map_or(Raw::NOT_FINITE, Raw::Number)
}
