//! Folding gives what was put in, by any way.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::patch::{edits, parse_edits, text_of_edits};
use super::*;

/// Values as layers hold them: objects mostly, with keys that a pointer must escape, nulls and lists.
pub(crate) fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (0_i32..4).prop_map(Value::from),
        any::<f64>().prop_filter_map("finite", |number| {
            serde_json::Number::from_f64(number).map(Value::Number)
        }),
        "[a-c~/\"é]{0,3}".prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 16, 4, |inner| {
        prop_oneof![
            1 => prop::collection::vec(inner.clone(), 0..3).prop_map(Value::from),
            4 => prop::collection::btree_map("[a-c~/]{0,2}", inner, 0..4)
                .prop_map(|fields| Value::Object(fields.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn edits_lead_from_one_value_to_the_other(before in value(), after in value()) {
        let text = text_of_edits(&edits(&before, &after));
        let read = parse_edits(&text).unwrap();
        // What a text cannot carry exactly (the last digit of some floating-point numbers) is lost on both sides alike.
        let carried: Value = serde_json::from_str(&after.to_string()).unwrap();
        let carried_before: Value = serde_json::from_str(&before.to_string()).unwrap();
        let got = LayerEvent::Patch(read).apply(Some(carried_before)).unwrap();
        prop_assert_eq!(got, Some(carried));
    }

    #[test]
    fn differences_are_empty_only_for_equal_values(before in value(), after in value()) {
        let found = differences(Some(&before), Some(&after));
        prop_assert_eq!(found.is_empty(), before == after);
        for difference in &found {
            prop_assert_eq!(before.pointer(&difference.pointer), difference.before.as_ref());
            prop_assert_eq!(after.pointer(&difference.pointer), difference.after.as_ref());
        }
    }

    #[test]
    fn folding_from_either_end_gives_the_value(values in prop::collection::vec(prop::option::of(value()), 1..40)) {
        let mut events: Vec<(Form, String)> = Vec::new();
        let mut live: Option<(Value, u32)> = None;
        for value in &values {
            let before = live.as_ref().map(|(value, patches)| (value, *patches));
            let Some((form, body, patches)) = form_of(before, value.as_ref().map(|value| (value, value.to_string()))) else {
                continue;
            };
            prop_assert!(patches <= fold::PATCHES);
            events.push((form, body));
            live = value.as_ref().map(|value| (serde_json::from_str(&value.to_string()).unwrap(), patches));
            let mut newest = Newest::default();
            for (form, body) in events.iter().rev() {
                if newest.take(*form, body).unwrap() == Step::Done {
                    break;
                }
            }
            prop_assert_eq!(newest.value().unwrap(), live.as_ref().map(|(value, _)| value.clone()));
        }
        let folded = events.iter().try_fold(None, |value, (form, body)| {
            LayerEvent::parse(*form, body)?.apply(value)
        });
        prop_assert_eq!(folded.unwrap(), live.map(|(value, _)| value));
    }

    #[test]
    fn no_text_makes_a_fold_panic(base in value(), text in "\\PC{0,40}", pointer in "[/~a-c01]{0,8}") {
        for body in [text, json!([[pointer, 1]]).to_string()] {
            for form in [Form::Whole, Form::Patch, Form::Cleared] {
                let _verdict = LayerEvent::parse(form, &body).and_then(|event| event.apply(Some(base.clone())));
            }
        }
    }
}

#[test]
fn a_patch_without_a_value_before_it_is_damage() {
    let mut newest = Newest::default();
    assert_eq!(newest.take(Form::Patch, r#"[["/a",1]]"#), Ok(Step::More));
    assert_eq!(newest.value(), Err(DamagedEvent));
    let mut newest = Newest::default();
    assert_eq!(newest.take(Form::Whole, "{"), Err(DamagedEvent));
}

#[test]
fn every_field_of_an_event_is_in_its_hash() {
    let event = Link {
        seq: 1,
        at: 2,
        uuid: "u",
        layer: Layer::Metadata,
        form: Form::Whole,
        body: "{}",
        source: Source::User,
        actor: None,
        reason: None,
        intent: None,
    };
    let variants = [
        event.clone(),
        Link {
            seq: 2,
            ..event.clone()
        },
        Link {
            at: 3,
            ..event.clone()
        },
        Link {
            uuid: "v",
            ..event.clone()
        },
        Link {
            layer: Layer::Platform,
            ..event.clone()
        },
        Link {
            form: Form::Patch,
            ..event.clone()
        },
        Link {
            body: "[]",
            ..event.clone()
        },
        Link {
            source: Source::Nnc,
            ..event.clone()
        },
        Link {
            actor: Some(""),
            ..event.clone()
        },
        Link {
            actor: Some("a"),
            ..event.clone()
        },
        Link {
            reason: Some("a"),
            ..event.clone()
        },
        Link {
            intent: Some(1),
            ..event.clone()
        },
    ];
    let mut hashes: Vec<_> = variants.iter().map(|link| chained(&START, link)).collect();
    hashes.push(chained(&chained(&START, &event), &event));
    let count = hashes.len();
    hashes.sort_unstable();
    hashes.dedup();
    assert_eq!(hashes.len(), count);
}

#[test]
fn numbers_in_the_database_stay_what_they_are() {
    let layers: Vec<_> = Layer::ALL.iter().map(|layer| number_of(*layer)).collect();
    assert_eq!(layers, [0, 1, 2, 3, 4, 5, 6, 7]);
    assert_eq!(
        [Form::Whole, Form::Patch, Form::Cleared].map(Form::number),
        [0, 1, 2]
    );
    assert_eq!(
        [Source::User, Source::Router, Source::Nnc].map(Source::number),
        [0, 1, 2]
    );
    assert_eq!(Chain::ALL.map(Chain::number), [0, 1]);
}

#[test]
fn drawn_uuids_differ_even_without_chance() {
    struct Ones;
    impl nnc_core::ports::Entropy for Ones {
        fn fill(&self, bytes: &mut [u8]) {
            bytes.fill(0xff);
        }
    }
    let drawn = ResourceUuid::draw(&Ones, "vif/a", 1);
    assert_eq!(drawn.as_str().parse(), Ok(drawn.clone()));
    let parts: Vec<_> = drawn.as_str().split('-').map(str::len).collect();
    assert_eq!(parts, [8, 4, 4, 4, 12]);
    assert!(
        drawn.as_str().split('-').nth(2).unwrap().starts_with('8'),
        "{drawn}"
    );
    assert_ne!(drawn, ResourceUuid::draw(&Ones, "vif/b", 1));
    assert_ne!(drawn, ResourceUuid::draw(&Ones, "vif/a", 2));
    for refused in ["", "a b", "é", "../x/y", &"x".repeat(65)] {
        assert!(refused.parse::<ResourceUuid>().is_err(), "{refused}");
    }
}
