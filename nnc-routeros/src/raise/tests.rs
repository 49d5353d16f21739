//! What is raised from the rows of any valid intent is lowered to the same rows.

use std::collections::BTreeSet;

use nnc_core::change::Scope;
use nnc_core::intent::{Intents, Raised};
use nnc_core::object::{Object, Value};
use nnc_core::ports::Platform;
use proptest::prelude::*;

use super::raise;
use crate::RouterOs;
use crate::lower::tests::{intents, router};

fn lowered(intents: &Intents) -> Vec<Object> {
    let facts = router();
    let platform = RouterOs::new("7.22.3".parse().unwrap()).unwrap();
    platform
        .lower(&intents.blueprint(&facts).unwrap(), &facts, &Scope::Everything)
        .unwrap()
}

fn as_intents(like: &Intents, raised: Raised) -> Intents {
    let mut intents = Intents::new(like.controller, like.pool.clone());
    for (interface, allocation) in raised.interfaces {
        intents
            .interfaces
            .insert(interface.instance.clone(), (interface, allocation));
    }
    for steering in raised.steerings {
        intents.steerings.insert(steering.device.clone(), steering);
    }
    intents
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(if std::env::var_os("NNC_SOAK").is_some() { 10_000 } else { 300 }))]

    #[test]
    fn rows_are_read_back_into_intents_that_mean_the_same(intents in intents()) {
        let facts = router();
        let objects = lowered(&intents);
        let raised = raise(&objects, &facts);
        prop_assert_eq!(&raised.unraised, &vec![]);
        prop_assert_eq!(raised.pool, (!intents.interfaces.is_empty()).then_some(intents.pool.prefix));
        let back = as_intents(&intents, raised);
        prop_assert_eq!(back.check(&facts, None), vec![]);
        prop_assert_eq!(lowered(&back), objects);
        // All but what no row tells is as it was.
        prop_assert_eq!(&back.steerings, &intents.steerings);
        for (instance, (interface, allocation)) in &intents.interfaces {
            let (found, held) = &back.interfaces[instance];
            prop_assert_eq!(held, allocation);
            prop_assert_eq!(&found.through, &interface.through);
            prop_assert_eq!((found.on_failure, found.ipv6), (interface.on_failure, interface.ipv6));
        }
    }

    #[test]
    fn rows_may_be_missing_and_nothing_is_made_up(
        intents in intents(),
        gone in prop::collection::vec(any::<prop::sample::Index>(), 1..20),
        garbled in prop::collection::vec(any::<(prop::sample::Index, prop::sample::Index)>(), 0..5),
    ) {
        let mut objects = lowered(&intents);
        for index in gone {
            if !objects.is_empty() {
                objects.remove(index.index(objects.len()));
            }
        }
        for (object, attribute) in garbled {
            if objects.is_empty() {
                continue;
            }
            let at = object.index(objects.len());
            let names: Vec<String> = objects[at].attributes.keys().cloned().collect();
            if let Some(name) = names.get(attribute.index(names.len().max(1))) {
                objects[at].attributes.insert(name.clone(), Value::from("?"));
            }
        }
        let resources: BTreeSet<_> = objects
            .iter()
            .map(|object| object.key.resource.clone())
            .filter(|resource| resource.kind() != "base")
            .collect();
        let raised = raise(&objects, &router());
        let told = raised.interfaces.iter().map(|(interface, _)| interface.resource());
        let told = told.chain(raised.steerings.iter().map(|steering| steering.device.resource()));
        let told = told.chain(raised.unraised.iter().map(|unraised| unraised.resource.clone()));
        let told: Vec<_> = told.collect();
        prop_assert_eq!(told.len(), resources.len());
        prop_assert_eq!(told.into_iter().collect::<BTreeSet<_>>(), resources);
    }
}
