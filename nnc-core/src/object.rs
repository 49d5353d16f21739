//! Objects: what a blueprint means on one platform, as generic rows; and what a router was seen to have.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::ops::{Deref, DerefMut};
use std::sync::Arc;

use serde::{Deserialize, Serialize, Serializer};

use crate::identity::{Mark, ObjectKey};
use crate::secret::SecretRef;

/// The platform's own name for a table of rows: on RouterOS the menu, such as `/ip/route`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Kind(Cow<'static, str>);

impl Kind {
    /// A kind known when the program was written.
    pub const fn new(name: &'static str) -> Self {
        Self(Cow::Borrowed(name))
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<String> for Kind {
    fn from(name: String) -> Self {
        Self(Cow::Owned(name))
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The value of an attribute.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Value {
    /// Plain text, spelled as the platform spells it.
    Text(String),
    /// A secret that the adapter fills in when it writes the row.
    Secret(SecretRef),
}

impl Value {
    /// The text, if this is no secret.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Secret(_) => None,
        }
    }
}

/// Stands before the text of an observed secret. Adapters put it there, and take it out of what routers say.
const SECRET: char = '\u{F5EC}';

/// What a snapshot holds in place of a secret: which secret it is, never the secret itself.
impl Value {
    /// The text that a snapshot holds for this value.
    ///
    /// ```
    /// use nnc_core::object::Value;
    /// use nnc_core::secret::SecretRef;
    /// let key = Value::Secret(SecretRef { id: "resource/office/privateKey".to_owned(), version: 2 });
    /// assert_eq!(Value::observed(&key.as_observed()), key);
    /// ```
    pub fn as_observed(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Secret(reference) => format!("{SECRET}{reference}"),
        }
    }

    /// The value that a snapshot shows.
    pub fn observed(text: &str) -> Self {
        let reference = text.strip_prefix(SECRET).and_then(|text| text.rsplit_once('@'));
        match reference.map(|(id, version)| (id, version.parse())) {
            Some((id, Ok(version))) => Self::Secret(SecretRef {
                id: id.to_owned(),
                version,
            }),
            _ => Self::Text(text.to_owned()),
        }
    }

    /// What a snapshot holds where a router has another secret than any that is known: no store has it, so that nothing
    /// that would need it can be promised.
    pub fn unknown_secret() -> Self {
        Self::Secret(SecretRef {
            id: "unknown".to_owned(),
            version: 0,
        })
    }

    /// What a router said, so that it cannot be taken for a secret that an adapter has recognised.
    pub fn said(text: Cow<'_, str>) -> String {
        if text.contains(SECRET) {
            text.replace(SECRET, "\u{FFFD}")
        } else {
            text.into_owned()
        }
    }
}

impl<T: Into<String>> From<T> for Value {
    fn from(text: T) -> Self {
        Self::Text(text.into())
    }
}

/// Where a row must stand in an ordered list.
///
/// Rows of nnc stand before every foreign row of their list, and among themselves by rank, lowest first.
/// Rows of one rank may stand in any order: lowering gives the same rank only to rows that commute.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Placement {
    /// The list inside the kind, such as the firewall chain `forward`; empty where a kind is one list.
    pub list: String,
    /// The rank; lower stands first.
    pub rank: u32,
}

/// One row that should exist.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Object {
    /// Which row this is.
    pub key: ObjectKey,
    /// The table it belongs in.
    pub kind: Kind,
    /// What it must say. Attributes not listed here are left to the platform's default.
    pub attributes: Attributes<Value>,
    /// Rows that must exist before this one, and may go only after it: rows without a placement.
    pub references: Vec<ObjectKey>,
    /// Where it must stand, if its kind is ordered.
    pub placement: Option<Placement>,
}

/// The platform's handle of a row, such as `*1F`. Valid within one session only; never remembered.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RowId(pub String);

/// One row that a router was seen to have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ObservedRow {
    /// The platform's handle.
    pub id: RowId,
    /// What it says, spelled by the platform, without the handle.
    pub attributes: Attributes,
    /// The ownership mark, if it carries one (of any controller).
    #[serde(skip)]
    pub mark: Option<Mark>,
    /// Made by the router itself; can be neither edited nor used as an anchor.
    pub dynamic: bool,
}

impl ObservedRow {
    /// An attribute.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.attributes.get(name).map(String::as_str)
    }

    /// Whether the platform says `true` or `yes`, or shows the bare flag.
    pub fn is(&self, name: &str) -> bool {
        matches!(self.get(name), Some("true" | "yes" | ""))
    }
}

/// What a row says or should say, by name. Copies share it until one is changed: plans hand the same rows on many times,
/// and a prediction keeps most rows of a menu as they are.
///
/// ```
/// use nnc_core::object::Attributes;
/// let seen = Attributes::from([("disabled".to_owned(), "false".to_owned())]);
/// let mut predicted = seen.clone();
/// predicted.insert("disabled".to_owned(), "true".to_owned());
/// assert_eq!((seen["disabled"].as_str(), predicted["disabled"].as_str()), ("false", "true"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(from = "BTreeMap<String, V>", bound(deserialize = "V: Deserialize<'de>"))]
pub struct Attributes<V = String>(Arc<BTreeMap<String, V>>);

impl<V> Default for Attributes<V> {
    fn default() -> Self {
        BTreeMap::new().into()
    }
}

impl<V> Deref for Attributes<V> {
    type Target = BTreeMap<String, V>;

    fn deref(&self) -> &BTreeMap<String, V> {
        &self.0
    }
}

impl<V: Clone> DerefMut for Attributes<V> {
    /// Takes a copy first, if others share the attributes.
    fn deref_mut(&mut self) -> &mut BTreeMap<String, V> {
        Arc::make_mut(&mut self.0)
    }
}

impl<V> From<BTreeMap<String, V>> for Attributes<V> {
    fn from(attributes: BTreeMap<String, V>) -> Self {
        Self(Arc::new(attributes))
    }
}

impl<V, const N: usize> From<[(String, V); N]> for Attributes<V> {
    fn from(attributes: [(String, V); N]) -> Self {
        BTreeMap::from(attributes).into()
    }
}

impl<V> FromIterator<(String, V)> for Attributes<V> {
    fn from_iter<T: IntoIterator<Item = (String, V)>>(attributes: T) -> Self {
        BTreeMap::from_iter(attributes).into()
    }
}

impl<'a, V> IntoIterator for &'a Attributes<V> {
    type Item = (&'a String, &'a V);
    type IntoIter = std::collections::btree_map::Iter<'a, String, V>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<V: Serialize> Serialize for Attributes<V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

/// The rows of one kind, in the router's order. Copies share them until one is changed, so that a prediction of what a
/// change does costs no more than what it changes.
///
/// ```
/// use nnc_core::object::{ObservedRow, RowId, Rows};
/// let row = |id: &str| ObservedRow {
///     id: RowId(id.to_owned()),
///     attributes: [].into(),
///     mark: None,
///     dynamic: false,
/// };
/// let rows: Rows = vec![row("*1")].into();
/// let mut more = rows.clone();
/// assert!(more.is_same(&rows));
/// more.push(row("*2"));
/// assert_eq!((rows.len(), more.len()), (1, 2));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(from = "Vec<ObservedRow>")]
pub struct Rows(Arc<Vec<ObservedRow>>);

impl Rows {
    /// Whether these are the very rows of the other, unchanged since one was made of the other. Rows of other origin may
    /// be equal without being the same.
    pub fn is_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl Deref for Rows {
    type Target = Vec<ObservedRow>;

    fn deref(&self) -> &Vec<ObservedRow> {
        &self.0
    }
}

impl DerefMut for Rows {
    /// Takes a copy first, if others share the rows.
    fn deref_mut(&mut self) -> &mut Vec<ObservedRow> {
        Arc::make_mut(&mut self.0)
    }
}

impl From<Vec<ObservedRow>> for Rows {
    fn from(rows: Vec<ObservedRow>) -> Self {
        Self(Arc::new(rows))
    }
}

impl Serialize for Rows {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.as_slice().serialize(serializer)
    }
}

impl FromIterator<ObservedRow> for Rows {
    fn from_iter<T: IntoIterator<Item = ObservedRow>>(rows: T) -> Self {
        Vec::from_iter(rows).into()
    }
}

impl<'a> IntoIterator for &'a Rows {
    type Item = &'a ObservedRow;
    type IntoIter = std::slice::Iter<'a, ObservedRow>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<'a> IntoIterator for &'a mut Rows {
    type Item = &'a mut ObservedRow;
    type IntoIter = std::slice::IterMut<'a, ObservedRow>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter_mut()
    }
}

/// What a router was seen to have: every row of the kinds that were asked for, in the router's order.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Snapshot {
    /// The rows by kind. A kind that the router does not know is absent; an empty one is present.
    pub kinds: BTreeMap<Kind, Rows>,
}

impl Snapshot {
    /// The rows of a kind, in the router's order; none where the kind was not seen.
    pub fn rows(&self, kind: &Kind) -> &[ObservedRow] {
        self.kinds
            .get(kind)
            .map(|rows| rows.as_slice())
            .unwrap_or_default()
    }

    /// Every row that carries a mark, with its kind.
    pub fn marked(&self) -> impl Iterator<Item = (&Kind, &ObservedRow, &Mark)> {
        self.kinds.iter().flat_map(|(kind, rows)| {
            rows.iter()
                .filter_map(move |row| row.mark.as_ref().map(|mark| (kind, row, mark)))
        })
    }
}
