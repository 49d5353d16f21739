//! Properties of queues and filters.

use std::collections::{BTreeMap, VecDeque};

use nnc_core::ports::{Event, EventSink};
use proptest::prelude::*;

use super::*;

fn event(number: u64, kind: &str, router: &str, resources: &str) -> Event {
    let detail = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    Event {
        at: number,
        kind: kind.to_owned(),
        details: BTreeMap::from([detail(ROUTER, router), detail(RESOURCES, resources)]),
    }
}

proptest! {
    #[test]
    fn every_event_is_delivered_in_order_or_counted_as_lost(
        capacity in 0_usize..6,
        steps in prop::collection::vec(any::<bool>(), 0..80),
    ) {
        let mut queue = Queue::new(capacity);
        let mut model: VecDeque<u64> = VecDeque::new();
        let (mut sent, mut accounted, mut lost) = (0_u64, 0_u64, 0_u64);
        for push in steps {
            if push {
                queue.push(event(sent, "x", "home", ""));
                model.push_back(sent);
                sent += 1;
                while model.len() > capacity.max(1) {
                    model.pop_front();
                    lost += 1;
                }
            } else {
                let delivery = queue.pop();
                prop_assert_eq!(delivery.as_ref().map(|one| one.event.at), model.pop_front());
                if let Some(delivery) = delivery {
                    // What comes is the next after all that were delivered or lost before.
                    accounted += delivery.lost;
                    prop_assert_eq!(delivery.event.at, accounted);
                    prop_assert_eq!(delivery.lost, std::mem::take(&mut lost));
                    accounted += 1;
                }
            }
            prop_assert!(queue.len() <= capacity.max(1));
            prop_assert_eq!(queue.len(), model.len());
        }
    }

    #[test]
    fn a_subscription_gets_what_its_filter_lets_through_and_nothing_else(
        events in prop::collection::vec((0_usize..3, 0_usize..3, 0_usize..3), 0..40),
        router in prop::option::of(0_usize..3),
        resource in prop::option::of(0_usize..3),
        kind in prop::option::of(0_usize..4),
    ) {
        let kinds = ["apply.merged", "apply.applying", "applying", "apply"];
        let routers = ["home", "office", ""];
        let resources = ["vif/a", "vif/a base", "vif/ab"];
        let mut filter = Filter::default();
        if let Some(router) = router {
            filter = filter.router(routers[router]);
        }
        if let Some(resource) = resource {
            filter = filter.resource(["vif/a", "base", "vif/ab"][resource].parse().unwrap());
        }
        if let Some(kind) = kind {
            filter = filter.kind(kinds[kind]);
        }
        let bus = Bus::default();
        let mut subscription = bus.subscribe(filter, 100);
        let mut expected = Vec::new();
        for (number, (a, b, c)) in events.into_iter().enumerate() {
            let published = event(number as u64, kinds[a], routers[b], resources[c]);
            let of_kind = kind.is_none_or(|kind| kinds[a] == kinds[kind] || kinds[a].starts_with(&format!("{}.", kinds[kind])));
            let of_router = router.is_none_or(|router| router == b);
            let about = resource.is_none_or(|resource| matches!((resource, c), (0, 0 | 1) | (1, 1) | (2, 2)));
            if of_kind && of_router && about {
                expected.push(published.clone());
            }
            bus.publish(published);
        }
        let mut got = Vec::new();
        while let Some(delivery) = subscription.try_next() {
            prop_assert_eq!(delivery.lost, 0);
            got.push(delivery.event);
        }
        prop_assert_eq!(got, expected);
    }
}

#[tokio::test]
async fn a_waiting_reader_is_woken_and_one_that_left_is_forgotten() {
    let bus = Bus::default();
    let mut subscription = bus.subscribe(Filter::default(), 2);
    let reader = tokio::spawn(async move { (subscription.next().await, subscription) });
    bus.publish(event(7, "x", "home", ""));
    let (delivery, subscription) = reader.await.unwrap();
    assert_eq!((delivery.event.at, delivery.lost), (7, 0));
    assert_eq!(bus.subscribers(), 1);
    drop(subscription);
    assert_eq!(bus.subscribers(), 0);
    bus.publish(event(8, "x", "home", ""));
}
