//! An owned row.

use crate::Reply;

/// An owned row of byte values: one buffer and the ends of its fields, two allocations in all.
///
/// Lookup is a scan: rows have a few dozen fields, for which that is faster than hashing. Fields keep the order they
/// came in, and two rows are equal when they have the same fields in the same order.
///
/// ```
/// use routeros_wire::Row;
/// let row: Row = [("name", "ether1"), ("mtu", "1500")].into_iter().collect();
/// assert_eq!(row.get("mtu"), Some(&b"1500"[..]));
/// assert_eq!(row.get_str("name"), Some("ether1"));
/// assert_eq!(row.get("comment"), None);
/// ```
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Row {
    bytes: Vec<u8>,
    /// Where each field's key and value end; a field begins where the one before it ends.
    ends: Vec<(usize, usize)>,
}

impl Row {
    /// A row without fields.
    pub const fn new() -> Self {
        Self {
            bytes: Vec::new(),
            ends: Vec::new(),
        }
    }

    /// Copies the attributes of a reply.
    pub fn from_reply(reply: &Reply<'_>) -> Self {
        let sentence = reply.sentence();
        let mut row = Self {
            bytes: Vec::with_capacity(sentence.byte_len()),
            ends: Vec::with_capacity(sentence.word_count()),
        };
        for (key, value) in reply.attributes() {
            row.push(key, value);
        }
        row
    }

    /// Appends a field. A key that is there already stays; [`get`](Self::get) finds the first.
    pub fn push(&mut self, key: impl AsRef<[u8]>, value: impl AsRef<[u8]>) {
        self.bytes.extend_from_slice(key.as_ref());
        let key_end = self.bytes.len();
        self.bytes.extend_from_slice(value.as_ref());
        self.ends.push((key_end, self.bytes.len()));
    }

    /// The value of the first field named `key`.
    pub fn get(&self, key: impl AsRef<[u8]>) -> Option<&[u8]> {
        let key = key.as_ref();
        self.iter().find(|(name, _)| *name == key).map(|(_, value)| value)
    }

    /// As [`get`](Self::get), where the value is UTF-8.
    pub fn get_str(&self, key: impl AsRef<[u8]>) -> Option<&str> {
        std::str::from_utf8(self.get(key)?).ok()
    }

    /// The fields in order.
    pub fn iter(&self) -> RowIter<'_> {
        RowIter {
            row: self,
            field: 0,
            start: 0,
        }
    }

    /// How many fields there are.
    pub const fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is no field.
    pub const fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// How many bytes keys and values take together.
    pub const fn byte_len(&self) -> usize {
        self.bytes.len()
    }
}

/// Debug output shows the keys, never the values: a value may be a secret.
impl std::fmt::Debug for Row {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Row")?;
        f.debug_list()
            .entries(self.iter().map(|(key, _)| String::from_utf8_lossy(key)))
            .finish()
    }
}

impl<K: AsRef<[u8]>, V: AsRef<[u8]>> FromIterator<(K, V)> for Row {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(fields: I) -> Self {
        let mut row = Self::new();
        for (key, value) in fields {
            row.push(key, value);
        }
        row
    }
}

impl<'a> IntoIterator for &'a Row {
    type Item = (&'a [u8], &'a [u8]);
    type IntoIter = RowIter<'a>;

    fn into_iter(self) -> RowIter<'a> {
        self.iter()
    }
}

/// The fields of a [`Row`].
#[derive(Debug, Clone)]
pub struct RowIter<'a> {
    row: &'a Row,
    field: usize,
    start: usize,
}

impl<'a> Iterator for RowIter<'a> {
    type Item = (&'a [u8], &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let (key_end, end) = *self.row.ends.get(self.field)?;
        let key = self.row.bytes.get(self.start..key_end)?;
        let value = self.row.bytes.get(key_end..end)?;
        (self.field, self.start) = (self.field + 1, end);
        Some((key, value))
    }
}
