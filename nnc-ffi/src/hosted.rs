//! What a program that implements something gives where nnc calls it.

use std::collections::BTreeMap;

use nnc_core::decode::{Findings, ItemRules, Raw, any_text, items, values};

/// What can be taken from a program.
pub(crate) trait Take: Sized {
    /// The value, where it has the type; where not, `at` is told.
    fn take(raw: &Raw, at: &mut Findings) -> Option<Self>;
}

impl Take for () {
    fn take(_: &Raw, _: &mut Findings) -> Option<Self> {
        Some(())
    }
}

impl Take for String {
    /// Any text: what routers hold has line ends in it.
    fn take(raw: &Raw, at: &mut Findings) -> Option<Self> {
        any_text(raw, at)
    }
}

impl Take for BTreeMap<String, String> {
    fn take(raw: &Raw, at: &mut Findings) -> Option<Self> {
        values(raw, at)
    }
}

impl<T: Take> Take for Option<T> {
    fn take(raw: &Raw, at: &mut Findings) -> Option<Self> {
        match raw {
            Raw::Null => Some(None),
            raw => T::take(raw, at).map(Some),
        }
    }
}

impl<T: Take> Take for Vec<T> {
    fn take(raw: &Raw, at: &mut Findings) -> Option<Self> {
        let any = ItemRules {
            min: 0,
            max: u32::MAX,
            unique: false,
        };
        items(raw, at, &any, T::take)
    }
}

/// What a method gave, where it has the type.
///
/// # Errors
/// `invalid-argument`, with what is wrong and where.
pub(crate) fn taken<T: Take>(method: &str, raw: &Raw) -> Result<T, nnc::Error> {
    let mut at = Findings::default();
    let value = T::take(raw, &mut at);
    value.ok_or_else(|| {
        let wrong = at.finish().map(|refused| format!(": {refused}"));
        nnc::Error::invalid(
            "invalid-argument",
            format!(
                "`{method}` of the program's router gave what it should not{}",
                wrong.unwrap_or_default()
            ),
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
        let rows: Rows = taken("read", &row(text("ether1"))).unwrap();
        assert_eq!(rows[0]["name"], "ether1");
        for (odd, place) in [
            (row(Raw::Bool(true)), "/0/name: expected text, found a boolean"),
            (row(Raw::Null), "/0/name: expected text, found null"),
            (Raw::Null, "the document: expected a list, found null"),
            (text("rows"), "the document: expected a list, found text"),
        ] {
            let error = taken::<Rows>("read", &odd).unwrap_err();
            let message =
                format!("`read` of the program's router gave what it should not: {place} [wrong-type]");
            assert_eq!(error.message, message);
        }
    }

    #[test]
    fn what_may_be_absent_is_null_or_has_the_type() {
        assert_eq!(taken::<Option<String>>("write", &Raw::Null).unwrap(), None);
        let given = taken::<Option<String>>("write", &text("*1")).unwrap();
        assert_eq!(given.as_deref(), Some("*1"));
        assert!(taken::<Option<String>>("write", &Raw::Bool(false)).is_err());
        taken::<()>("begin", &Raw::Bool(false)).unwrap();
    }
}
