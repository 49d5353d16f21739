//! Values of nnc as Python's.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::hash::{DefaultHasher, Hasher};
use std::net::IpAddr;
use std::time::Duration;

use ipnet::IpNet;
use nnc::api::List;
use nnc_core::decode::DateTime;
use nnc_core::mac::Mac;
use nnc_core::secret::SecretRef;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyDict, PyList};

/// A value of Python, or what Python raised meanwhile.
pub(super) type Given = PyResult<Py<PyAny>>;

/// What can be handed to Python.
pub(super) trait Give: Send + 'static {
    /// The value as Python has it.
    fn give(self, py: Python<'_>) -> Given;
}

/// What Python has by nature.
macro_rules! plain {
    ($($kind:ty),*) => {$(
        impl Give for $kind {
            fn give(self, py: Python<'_>) -> Given {
                Ok(self.into_pyobject(py)?.to_owned().into_any().unbind())
            }
        }
    )*};
}
plain!(String, i32, u64, bool);

/// What is a text to Python.
macro_rules! written {
    ($($kind:ty),*) => {$(
        impl Give for $kind {
            fn give(self, py: Python<'_>) -> Given {
                self.to_string().give(py)
            }
        }
    )*};
}
written!(Mac, IpAddr, IpNet);

impl Give for () {
    fn give(self, py: Python<'_>) -> Given {
        Ok(py.None())
    }
}

impl Give for SecretRef {
    fn give(self, py: Python<'_>) -> Given {
        format!("{}@{}", self.id, self.version).give(py)
    }
}

impl Give for Duration {
    fn give(self, py: Python<'_>) -> Given {
        u64::try_from(self.as_millis()).unwrap_or(u64::MAX).give(py)
    }
}

impl Give for DateTime {
    fn give(self, py: Python<'_>) -> Given {
        static TIME_DELTA: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
        let time_delta = TIME_DELTA.import(py, "datetime", "timedelta")?;
        let (seconds, milliseconds) = (self.0.div_euclid(1000), self.0.rem_euclid(1000));
        let since = time_delta.call1((0, seconds, milliseconds * 1000))?;
        Ok(epoch(py)?.add(since)?.unbind())
    }
}

/// 1970-01-01 in UTC, as a `datetime`.
pub(super) fn epoch(py: Python<'_>) -> PyResult<&Bound<'_, PyAny>> {
    static EPOCH: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    let epoch = EPOCH.get_or_try_init(py, || {
        let module = py.import("datetime")?;
        let utc = module.getattr("timezone")?.getattr("utc")?;
        let zone = PyDict::new(py);
        zone.set_item("tzinfo", utc)?;
        let epoch = module.getattr("datetime")?.call((1970, 1, 1), Some(&zone))?;
        PyResult::Ok(epoch.unbind())
    })?;
    Ok(epoch.bind(py))
}

impl Give for serde_json::Value {
    fn give(self, py: Python<'_>) -> Given {
        match self {
            Self::Null => Ok(py.None()),
            Self::Bool(value) => value.give(py),
            Self::Number(value) => match (value.as_i64(), value.as_u64(), value.as_f64()) {
                (Some(value), ..) => Ok(value.into_pyobject(py)?.into_any().unbind()),
                (_, Some(value), _) => value.give(py),
                (.., value) => Ok(value.into_pyobject(py)?.into_any().unbind()),
            },
            Self::String(value) => value.give(py),
            Self::Array(items) => items.give(py),
            Self::Object(entries) => {
                let object = PyDict::new(py);
                for (key, value) in entries {
                    object.set_item(key, value.give(py)?)?;
                }
                Ok(object.into_any().unbind())
            }
        }
    }
}

impl Give for BTreeMap<String, String> {
    fn give(self, py: Python<'_>) -> Given {
        Ok(self.into_pyobject(py)?.into_any().unbind())
    }
}

impl<T: Give> Give for Option<T> {
    fn give(self, py: Python<'_>) -> Given {
        self.map_or_else(|| Ok(py.None()), |value| value.give(py))
    }
}

/// A list that nnc gives again while it stays the same is made of the same records again: they cannot be changed.
impl<T: Give + Clone + Sync> Give for List<T> {
    fn give(self, py: Python<'_>) -> Given {
        let records = self.try_form(|items| {
            let records = items.iter().map(|item| item.clone().give(py));
            records.collect::<PyResult<Vec<Py<PyAny>>>>()
        })?;
        let records = records.iter().map(|record| record.bind(py));
        Ok(PyList::new(py, records)?.into_any().unbind())
    }
}

impl<T: Give> Give for Vec<T> {
    fn give(self, py: Python<'_>) -> Given {
        let items: Vec<Py<PyAny>> = self
            .into_iter()
            .map(|item| item.give(py))
            .collect::<PyResult<_>>()?;
        Ok(PyList::new(py, items)?.into_any().unbind())
    }
}

/// The member of an enum of the package. Each is looked up once and kept in `members`.
pub(super) fn member(
    py: Python<'_>,
    members: &'static PyOnceLock<Py<PyAny>>,
    class: &str,
    word: &str,
) -> Given {
    let members = members.get_or_try_init(py, || {
        let class = py.import("nnc._generated.enums")?.getattr(class)?;
        PyResult::Ok(class.getattr("__members__")?.unbind())
    })?;
    Ok(members.bind(py).get_item(word)?.unbind())
}

/// A record as a person reads it: `Change(changed=True, ...)`.
pub(super) fn describe(record: &Bound<'_, PyAny>, name: &str, fields: &[&str]) -> PyResult<String> {
    let mut out = format!("{name}(");
    for (index, field) in fields.iter().enumerate() {
        let value = record.getattr(*field)?.repr()?;
        let comma = if index == 0 { "" } else { ", " };
        // Writing to a text cannot fail.
        let _ = write!(out, "{comma}{field}={}", value.to_cow()?);
    }
    out.push(')');
    Ok(out)
}

/// A hash of a record, from how the schema spells it: records that are equal are spelled alike, but for a zero with a
/// minus, so that no minus counts.
pub(super) fn hash_of(spelled: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    for part in spelled.split('-') {
        hasher.write(part.as_bytes());
    }
    hasher.finish()
}
