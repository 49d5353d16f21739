//! What a program that implements something gives where nnc calls it.

use std::collections::BTreeMap;

use nnc_core::decode::Raw;

/// What can be taken from a program.
pub(crate) trait Take: Sized {
    /// The value, where it has the type.
    fn take(raw: Raw) -> Option<Self>;
}

impl Take for () {
    fn take(_: Raw) -> Option<Self> {
        Some(())
    }
}

impl Take for String {
    fn take(raw: Raw) -> Option<Self> {
        match raw {
            Raw::Text(text) => Some(text),
            _ => None,
        }
    }
}

impl Take for BTreeMap<String, String> {
    fn take(raw: Raw) -> Option<Self> {
        let Raw::Map(entries) = raw else { return None };
        let entry = |(key, value)| Some((key, String::take(value)?));
        entries.into_iter().map(entry).collect()
    }
}

impl<T: Take> Take for Option<T> {
    fn take(raw: Raw) -> Option<Self> {
        match raw {
            Raw::Null => Some(None),
            raw => T::take(raw).map(Some),
        }
    }
}

impl<T: Take> Take for Vec<T> {
    fn take(raw: Raw) -> Option<Self> {
        let Raw::List(items) = raw else { return None };
        items.into_iter().map(T::take).collect()
    }
}

/// What a method gave, where it has the type.
pub(crate) fn taken<T: Take>(method: &str, raw: Raw) -> Result<T, nnc::Error> {
    T::take(raw).ok_or_else(|| {
        nnc::Error::invalid(
            "invalid-argument",
            format!("`{method}` of the program's router gave something of another type"),
        )
    })
}

/// Nobody can answer.
pub(crate) fn gone(why: &str) -> nnc::Error {
    nnc::Error::invalid(
        "router-unreachable",
        format!("the program's router cannot be called: {why}"),
    )
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use nnc_core::decode::Raw;

    use super::taken;

    fn text(text: &str) -> Raw {
        Raw::Text(text.to_owned())
    }

    #[test]
    fn rows_are_maps_of_texts_and_nothing_else() {
        type Rows = Vec<BTreeMap<String, String>>;
        let row = |value| Raw::List(vec![Raw::Map(vec![("name".to_owned(), value)])]);
        let rows: Rows = taken("read", row(text("ether1"))).unwrap();
        assert_eq!(rows[0]["name"], "ether1");
        for odd in [row(Raw::Bool(true)), row(Raw::Null), Raw::Null, text("rows")] {
            let error = taken::<Rows>("read", odd).unwrap_err();
            assert!(
                error.message.starts_with("`read` of the program's router"),
                "{error}"
            );
        }
    }

    #[test]
    fn what_may_be_absent_is_null_or_has_the_type() {
        assert_eq!(taken::<Option<String>>("write", Raw::Null).unwrap(), None);
        let given = taken::<Option<String>>("write", text("*1")).unwrap();
        assert_eq!(given.as_deref(), Some("*1"));
        assert!(taken::<Option<String>>("write", Raw::Bool(false)).is_err());
        taken::<()>("begin", Raw::Bool(false)).unwrap();
    }
}
