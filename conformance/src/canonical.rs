//! One way to write an answer, so that answers can be compared.

use serde_json::{Map, Value};

/// What is written in the place of things that differ from run to run.
#[derive(Debug, Clone)]
pub struct Places {
    /// The address of the simulated router.
    pub router: String,
    /// The data directory.
    pub data: String,
}

/// The answer with its keys in order, without nulls, and with names in the place of what differs from run to run.
pub fn canonical(answer: &Value, places: &Places) -> Value {
    match answer {
        Value::String(text) => {
            let text = text.replace(&places.router, "ROUTER");
            Value::String(text.replace(&places.data, "DATA"))
        }
        Value::Array(items) => Value::Array(items.iter().map(|item| canonical(item, places)).collect()),
        Value::Object(entries) => {
            if let Some(number) = entries.get("$u64").and_then(Value::as_str)
                && let Ok(number) = number.parse::<u64>()
            {
                return Value::from(number);
            }
            let mut ordered: Vec<_> = entries.iter().filter(|(_, value)| !value.is_null()).collect();
            ordered.sort_by_key(|(key, _)| key.as_str());
            let entry = |(key, value): (&String, &Value)| (key.clone(), canonical(value, places));
            Value::Object(ordered.into_iter().map(entry).collect::<Map<_, _>>())
        }
        // 1.0 is 1.
        Value::Number(number) => match number.as_f64() {
            Some(float) if number.is_f64() && float.fract() == 0.0 && float.abs() < 9e15 =>
            {
                #[allow(clippy::cast_possible_truncation, reason = "it is whole and small enough")]
                Value::from(float as i64)
            }
            _ => answer.clone(),
        },
        other => other.clone(),
    }
}

/// Whether an answer has everything that is expected: every field of an object, every item of a list.
pub fn contains(answer: &Value, expected: &Value) -> bool {
    match (answer, expected) {
        (Value::Object(answer), Value::Object(expected)) => expected.iter().all(|(key, expected)| {
            let found = answer.get(key).unwrap_or(&Value::Null);
            contains(found, expected)
        }),
        (Value::Array(answer), Value::Array(expected)) => {
            answer.len() == expected.len()
                && answer
                    .iter()
                    .zip(expected)
                    .all(|(answer, expected)| contains(answer, expected))
        }
        (answer, expected) => answer == expected,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Places, canonical, contains};

    #[test]
    fn what_differs_from_run_to_run_and_what_means_nothing_is_taken_away() {
        let places = Places {
            router: "127.0.0.1:4711".to_owned(),
            data: "/tmp/x".to_owned(),
        };
        let answer = json!({ "b": null, "a": { "$u64": "18446744073709551615" }, "c": ["/tmp/x/y", 2.0, 2.5],
                             "url": "routeros+api://admin@127.0.0.1:4711" });
        let expected =
            json!({ "a": u64::MAX, "c": ["DATA/y", 2, 2.5], "url": "routeros+api://admin@ROUTER" });
        assert_eq!(canonical(&answer, &places), expected);
    }

    #[test]
    fn a_missing_field_is_a_difference_and_one_more_is_none() {
        assert!(contains(&json!({ "a": 1, "b": 2 }), &json!({ "a": 1 })));
        assert!(!contains(&json!({ "b": 2 }), &json!({ "a": 1 })));
        assert!(!contains(&json!([1, 2]), &json!([1])));
        assert!(contains(&json!({}), &json!({ "a": null })));
    }
}
