//! Properties of the rollups, step by step.

use nnc_core::identity::{ObjectKey, ResourceId, Role};
use proptest::prelude::*;

use super::*;

const MINUTE: u64 = 60_000;
const HOUR: u64 = 60 * MINUTE;

fn reading(role: Role, field: &str, value: u64) -> Counted {
    Counted {
        key: ObjectKey::new(&ResourceId::of("vif", "a"), role),
        field: field.to_owned(),
        value,
    }
}

#[derive(Debug, Clone)]
enum Step {
    /// Time passes, and the counter grows.
    Grow(u64, u64),
    /// The counter starts anew and has counted so much since.
    Reset(u64, u64),
    /// The controller's clock is set back.
    Back(u64),
}

fn step() -> impl Strategy<Value = Step> {
    let time = prop_oneof![4 => 0..2 * MINUTE, 2 => 0..3 * HOUR, 1 => 0..80 * HOUR];
    let grown = prop_oneof![4 => 0_u64..1_000_000, 1 => 0..1_u64 << 40];
    prop_oneof![
        8 => (time.clone(), grown.clone()).prop_map(|(time, grown)| Step::Grow(time, grown)),
        1 => (time, grown).prop_map(|(time, grown)| Step::Reset(time, grown)),
        1 => (0..3 * HOUR).prop_map(Step::Back),
    ]
}

fn sum(ring: &Ring) -> u64 {
    ring.increase.iter().flatten().sum::<u64>() + ring.older + ring.unplaced
}

proptest! {
    #[test]
    fn nothing_is_lost_or_counted_twice_and_nothing_grows(
        first in prop_oneof![0_u64..1000, u64::MAX - 1_000_000..=u64::MAX],
        steps in prop::collection::vec(step(), 0..80),
    ) {
        let mut now = 1_000 * HOUR;
        let mut shown = first;
        let mut series = Series::new(now, shown);
        let (mut total, mut resets) = (0_u64, 0_u64);
        for step in steps {
            let before = series.clone();
            match step {
                Step::Grow(time, grown) => {
                    now += time;
                    // Past 64 bits it goes round.
                    shown = shown.wrapping_add(grown);
                    total += grown;
                }
                // One that shows no less than before cannot be told from one that grew.
                Step::Reset(time, value) if value < shown && shown < u64::MAX / 4 => {
                    now += time;
                    shown = value;
                    total += value;
                    resets += 1;
                }
                Step::Reset(..) => continue,
                Step::Back(time) => now -= time.min(now - 500 * HOUR),
            }
            series.sample(now, shown);
            prop_assert_eq!((series.last, series.at), (shown, now));
            prop_assert_eq!((series.total, series.resets), (total, resets));
            for (ring, was, most) in [
                (&series.minutes, &before.minutes, 60),
                (&series.hours, &before.hours, 48),
            ] {
                prop_assert_eq!(sum(ring), total);
                prop_assert!(ring.fits(ring.step, most));
                // The last slot is the present one, and it is known: the counter was just read.
                let last = ring.from + (ring.increase.len() as u64 - 1) * ring.step;
                prop_assert_eq!(last, now - now % ring.step);
                prop_assert!(ring.increase.back().unwrap().is_some());
                // Where nobody looked for longer than two slots, the slots between are missing.
                if now > before.at && now - before.at > 2 * ring.step {
                    let known = ring.increase.iter().enumerate().filter(|(at, held)| {
                        let slot = ring.from + *at as u64 * ring.step;
                        held.is_some() && slot > before.at && slot + ring.step <= now
                    });
                    prop_assert_eq!(known.count(), 0);
                    prop_assert_eq!(ring.unplaced, was.unplaced + (series.total - before.total));
                }
            }
        }
        let telemetry = Telemetry { sampled_at: Some(now), series: [("vlan.rxBytes".to_owned(), series)].into(), left_out: 0 };
        prop_assert_eq!(Telemetry::from_layer(&telemetry.layer()), telemetry);
    }
}

#[test]
fn what_came_between_two_looks_is_shared_among_the_minutes() {
    let mut series = Series::new(0, 0);
    series.sample(90_000, 900);
    assert_eq!(series.minutes.increase, [Some(600), Some(300)]);
    series.sample(119_000, 1_000);
    assert_eq!(series.minutes.increase, [Some(600), Some(400)]);
    // Nobody looked for ten minutes: that it grew is known, in which of them is not.
    series.sample(719_000, 5_000);
    assert_eq!(series.minutes.unplaced, 4_000);
    assert_eq!(series.minutes.increase.iter().flatten().sum::<u64>(), 1_000);
    assert_eq!(
        series
            .minutes
            .increase
            .iter()
            .filter(|held| held.is_none())
            .count(),
        9
    );
    assert_eq!(series.minutes.increase.back(), Some(&Some(0)));
    assert_eq!(series.hours.increase.iter().flatten().sum::<u64>(), 5_000);
}

#[test]
fn memory_is_bounded_whatever_comes() {
    let mut telemetry = Telemetry::default();
    for minute in 0..10_000_u64 {
        let readings: Vec<Counted> = (0..200)
            .map(|row| reading(Role::numbered("rule", row), "bytes", minute << 40))
            .collect();
        // Only now and then all of them, for the test's sake.
        let readings = if minute % 500 == 0 {
            &readings[..]
        } else {
            &readings[..2]
        };
        telemetry.sample(minute * MINUTE, readings);
    }
    assert_eq!(telemetry.series.len(), MOST_SERIES);
    let slots = |series: &Series| series.minutes.increase.len() + series.hours.increase.len();
    assert!(telemetry.series.values().all(|series| slots(series) <= 108));
    // A layer may hold 1 MiB.
    let mut full = telemetry.clone();
    for series in full.series.values_mut() {
        (series.minutes.increase, series.hours.increase) =
            (vec![Some(u64::MAX); 60].into(), vec![Some(u64::MAX); 48].into());
    }
    assert!(full.layer().to_string().len() < 1 << 19);
    // What nobody saw for two days is forgotten, and makes room.
    telemetry.sample(10_100 * MINUTE, &[]);
    assert_eq!(telemetry.left_out, 0);
    telemetry.sample(20_000 * MINUTE, &[reading(Role::new("new"), "bytes", 1)]);
    assert_eq!(telemetry.series.keys().collect::<Vec<_>>(), ["new.bytes"]);
}

#[test]
fn a_layer_that_is_none_of_ours_counts_as_nothing() {
    let mut telemetry = Telemetry::default();
    telemetry.sample(MINUTE, &[reading(Role::new("row"), "bytes", 7)]);
    let good = telemetry.layer();
    for (pointer, value) in [
        ("/series/row.bytes/minutes/step", serde_json::json!(0)),
        ("/series/row.bytes/minutes/from", serde_json::json!(u64::MAX)),
        ("/series/row.bytes/hours/increase", serde_json::json!(vec![1; 49])),
        ("/series/row.bytes/hours/increase", serde_json::json!([])),
        ("/series", serde_json::json!(7)),
    ] {
        let mut bad = good.clone();
        *bad.pointer_mut(pointer).unwrap() = value;
        assert_eq!(Telemetry::from_layer(&bad), Telemetry::default(), "{pointer}");
    }
    assert_eq!(Telemetry::from_layer(&Value::Null), Telemetry::default());
    assert_eq!(Telemetry::from_layer(&good), telemetry);
}
