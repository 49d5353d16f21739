//! Values of Python as unjudged ones.

use nnc_core::decode::{MAX_BYTES, MAX_DEPTH, MAX_KEY, Number, Raw};
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyBool, PyDict, PyFloat, PyInt, PyList, PyMapping, PySequence, PyString, PyTuple};

/// The arguments of a call, by their names in the schema; not judged yet.
pub(super) struct Arguments(pub(super) Raw);

impl<'py> FromPyObject<'_, 'py> for Arguments {
    type Error = PyErr;

    fn extract(value: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        Reader::default().value(&value, 0).map(Self)
    }
}

/// A key and its value.
type Entry<'py> = (Bound<'py, PyAny>, Bound<'py, PyAny>);

/// Reads a value. What it costs is bounded as for a JSON text: by depth and by size, however often an object of Python
/// refers to another.
#[derive(Default)]
struct Reader {
    read: usize,
}

impl Reader {
    /// Whether there is room for something that takes so many bytes as JSON, at least.
    fn room(&mut self, bytes: usize) -> bool {
        self.read = self.read.saturating_add(bytes);
        self.read <= MAX_BYTES
    }

    /// Reads one value. The errors are those that objects of the caller raise.
    fn value(&mut self, value: &Bound<'_, PyAny>, depth: usize) -> PyResult<Raw> {
        if !self.room(1) {
            return Ok(Raw::TOO_LARGE);
        }
        if value.is_none() {
            Ok(Raw::Null)
        } else if let Ok(text) = value.cast::<PyString>() {
            Ok(self.text(text))
        } else if let Ok(boolean) = value.cast::<PyBool>() {
            // Before numbers: in Python a bool is an int.
            Ok(Raw::Bool(boolean.is_true()))
        } else if let Ok(integer) = value.cast::<PyInt>() {
            number(integer)
        } else if let Ok(float) = value.cast::<PyFloat>() {
            let float: f64 = float.extract()?;
            // Debug writes what JSON writes, for all that is finite.
            let number = Number::parse(&format!("{float:?}"));
            Ok(number.map_or(Raw::NOT_FINITE, Raw::Number))
        } else {
            self.nested(value, depth)
        }
    }

    fn text(&mut self, text: &Bound<'_, PyString>) -> Raw {
        match text.to_cow() {
            Ok(text) if self.room(text.len()) => Raw::Text(text.into_owned()),
            Ok(_) => Raw::TOO_LARGE,
            Err(_) => Raw::HALF_PAIR,
        }
    }

    fn nested(&mut self, value: &Bound<'_, PyAny>, depth: usize) -> PyResult<Raw> {
        if depth == MAX_DEPTH {
            return Ok(Raw::TOO_DEEP);
        }
        if let Ok(entries) = value.cast::<PyDict>() {
            self.entries(entries.iter().map(Ok), depth)
        } else if value.cast::<PyList>().is_ok() || value.cast::<PyTuple>().is_ok() {
            self.items(value, depth)
        } else if let Some(moment) = moment(value)? {
            Ok(moment)
        } else if let Some(fields) = fields(value)? {
            self.entries(fields.into_iter().map(Ok), depth)
        } else if let Ok(mapping) = value.cast::<PyMapping>() {
            let entries = mapping.items()?;
            self.entries(entries.iter().map(|entry| entry.extract()), depth)
        } else if value.cast::<PySequence>().is_ok() {
            self.items(value, depth)
        } else {
            Ok(Raw::Alien("an object of another kind"))
        }
    }

    fn items(&mut self, list: &Bound<'_, PyAny>, depth: usize) -> PyResult<Raw> {
        let mut items = Vec::new();
        for item in list.try_iter()? {
            let item = self.value(&item?, depth + 1)?;
            items.push(item);
            if self.read > MAX_BYTES {
                break;
            }
        }
        Ok(Raw::List(items))
    }

    fn entries<'py>(
        &mut self,
        entries: impl Iterator<Item = PyResult<Entry<'py>>>,
        depth: usize,
    ) -> PyResult<Raw> {
        let mut read = Vec::new();
        for entry in entries {
            let (key, value) = entry?;
            let key = match key.cast::<PyString>() {
                Ok(key) => self.text(key),
                Err(_) => Raw::Null,
            };
            let key = match key {
                Raw::Text(key) if key.chars().count() <= MAX_KEY => key,
                Raw::Text(_) => return Ok(Raw::Alien("an object with a key of more than 256 characters")),
                _ => return Ok(Raw::Alien("an object with a key that is no text")),
            };
            let value = self.value(&value, depth + 1)?;
            read.push((key, value));
            if self.read > MAX_BYTES {
                break;
            }
        }
        Ok(Raw::Map(read))
    }
}

fn number(integer: &Bound<'_, PyInt>) -> PyResult<Raw> {
    let number = match integer.extract::<i64>() {
        Ok(small) => Some(Number::from(small)),
        Err(_) => {
            let bits: u64 = integer.call_method0("bit_length")?.extract()?;
            // Python refuses to write very long ones; what is out of every range may be any such number.
            if bits > 128 {
                Number::parse(if integer.lt(0)? { "-1e40" } else { "1e40" })
            } else {
                Number::parse(&integer.str()?.to_cow()?)
            }
        }
    };
    Ok(number.map_or(Raw::Alien("a number that cannot be written"), Raw::Number))
}

/// A `datetime` as milliseconds since 1970, a `timedelta` as milliseconds. Rounded down.
fn moment(value: &Bound<'_, PyAny>) -> PyResult<Option<Raw>> {
    static DATE_TIME: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    static TIME_DELTA: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    static MILLISECOND: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    let py = value.py();
    let time_delta = TIME_DELTA.import(py, "datetime", "timedelta")?;
    let since = if value.is_instance(DATE_TIME.import(py, "datetime", "datetime")?)? {
        if value.call_method0("utcoffset")?.is_none() {
            return Ok(Some(Raw::Alien("a date without a time zone")));
        }
        value.sub(super::give::epoch(py)?)?
    } else if value.is_instance(time_delta)? {
        value.clone()
    } else {
        return Ok(None);
    };
    let millisecond =
        MILLISECOND.get_or_try_init(py, || time_delta.call1((0, 0, 1000)).map(Bound::unbind))?;
    let milliseconds: i64 = since.floor_div(millisecond.bind(py))?.extract()?;
    Ok(Some(Raw::Number(Number::from(milliseconds))))
}

/// The fields of an input: of an instance of a class in `nnc.models`, by their names in the schema.
fn fields<'py>(value: &Bound<'py, PyAny>) -> PyResult<Option<Vec<Entry<'py>>>> {
    static ABSENT: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    let py = value.py();
    // Of the class, not of the instance, which could be anything.
    let Some(names) = value.get_type().getattr_opt("__schema_names__")? else {
        return Ok(None);
    };
    let absent = ABSENT.import(py, "nnc.models", "ABSENT")?;
    let mut fields = Vec::new();
    for entry in names.cast::<PyMapping>()?.items()?.iter() {
        let (name, schema_name): (Bound<'py, PyString>, Bound<'py, PyAny>) = entry.extract()?;
        let field = value.getattr(&name)?;
        if !field.is(absent) {
            fields.push((schema_name, field));
        }
    }
    Ok(Some(fields))
}
