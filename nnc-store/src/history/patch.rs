//! What differs between two values, and the compact form in which events keep it.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Error, IgnoredAny, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Map, Value};

/// One place in which two values differ. Objects are compared key by key, everything else as a whole.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Difference {
    /// The place: a JSON pointer (RFC 6901); empty for the whole value.
    pub pointer: String,
    /// What stood there; `None` if nothing did.
    pub before: Option<Value>,
    /// What stands there now; `None` if nothing does.
    pub after: Option<Value>,
}

/// What differs between two values, by pointer in order. Nothing where they are equal.
///
/// ```
/// use serde_json::json;
/// let before = json!({ "dns": null, "ports": [1, 2] });
/// let after = json!({ "ports": [1, 3] });
/// let found = nnc_store::differences(Some(&before), Some(&after));
/// assert_eq!(found.len(), 2);
/// assert_eq!(found[0].pointer, "/dns");
/// assert_eq!((&found[0].before, &found[0].after), (&Some(json!(null)), &None));
/// assert_eq!((found[1].pointer.as_str(), &found[1].after), ("/ports", &Some(json!([1, 3]))));
/// ```
pub fn differences(before: Option<&Value>, after: Option<&Value>) -> Vec<Difference> {
    let mut found = Vec::new();
    let mut pointer = String::new();
    compare(before, after, &mut pointer, &mut |pointer, before, after| {
        found.push(Difference {
            pointer: pointer.to_owned(),
            before: before.cloned(),
            after: after.cloned(),
        });
    });
    found
}

fn compare<'a>(
    before: Option<&'a Value>,
    after: Option<&'a Value>,
    pointer: &mut String,
    found: &mut impl FnMut(&str, Option<&'a Value>, Option<&'a Value>),
) {
    let (Some(Value::Object(old)), Some(Value::Object(new))) = (before, after) else {
        if before != after {
            found(pointer, before, after);
        }
        return;
    };
    let mut keys: Vec<&String> = old.keys().chain(new.keys()).collect();
    keys.sort_unstable();
    keys.dedup();
    for key in keys {
        let length = pointer.len();
        pointer.push('/');
        pointer.push_str(&key.replace('~', "~0").replace('/', "~1"));
        compare(old.get(key), new.get(key), pointer, found);
        pointer.truncate(length);
    }
}

/// One place and what stands there from now on.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Edit {
    /// The place: a JSON pointer (RFC 6901); empty for the whole value.
    pub pointer: String,
    /// What stands there; `None` if nothing does.
    pub value: Option<Value>,
}

/// What leads from one value to another.
pub(crate) fn edits(before: &Value, after: &Value) -> Vec<Edit> {
    let mut found = Vec::new();
    compare(
        Some(before),
        Some(after),
        &mut String::new(),
        &mut |pointer, _, value| {
            found.push(Edit {
                pointer: pointer.to_owned(),
                value: value.cloned(),
            });
        },
    );
    found
}

impl Edit {
    /// Makes the edit. `None` if its place is not there, which no edit made by [`edits`] meets.
    pub(crate) fn apply(self, value: &mut Value) -> Option<()> {
        let Some(path) = self.pointer.strip_prefix('/') else {
            *value = self.value.filter(|_| self.pointer.is_empty())?;
            return Some(());
        };
        let mut parent = value.as_object_mut()?;
        let mut parts = path.split('/');
        let last = unescape(parts.next_back()?);
        for part in parts {
            parent = parent.get_mut(&*unescape(part))?.as_object_mut()?;
        }
        put(parent, last, self.value);
        Some(())
    }
}

fn put(parent: &mut Map<String, Value>, key: Cow<'_, str>, value: Option<Value>) {
    match (value, parent.get_mut(&*key)) {
        (Some(value), Some(place)) => *place = value,
        (Some(value), None) => drop(parent.insert(key.into_owned(), value)),
        (None, _) => drop(parent.remove(&*key)),
    }
}

fn unescape(part: &str) -> Cow<'_, str> {
    if part.contains('~') {
        Cow::Owned(part.replace("~1", "/").replace("~0", "~"))
    } else {
        Cow::Borrowed(part)
    }
}

/// The text in which an event keeps edits: JSON, `[pointer, value]` for each, or `[pointer]` where nothing stands.
pub(crate) fn text_of_edits(edits: &[Edit]) -> String {
    let items = edits.iter().map(|edit| {
        let pointer = Value::String(edit.pointer.clone());
        Value::Array(std::iter::once(pointer).chain(edit.value.clone()).collect())
    });
    Value::Array(items.collect()).to_string()
}

/// Reads such a text; `None` if it is none.
pub(crate) fn parse_edits(text: &str) -> Option<Vec<Edit>> {
    let items: Vec<Item> = serde_json::from_str(text).ok()?;
    Some(items.into_iter().map(|Item(edit)| edit).collect())
}

/// An edit as events keep it.
struct Item(Edit);

impl<'de> Deserialize<'de> for Item {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Parts;

        impl<'de> Visitor<'de> for Parts {
            type Value = Item;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a pointer, or a pointer and a value")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut parts: A) -> Result<Item, A::Error> {
                let pointer = parts.next_element()?;
                let pointer = pointer.ok_or_else(|| A::Error::invalid_length(0, &self))?;
                let value = parts.next_element()?;
                match parts.next_element::<IgnoredAny>()? {
                    None => Ok(Item(Edit { pointer, value })),
                    Some(_) => Err(A::Error::invalid_length(3, &self)),
                }
            }
        }

        deserializer.deserialize_seq(Parts)
    }
}
