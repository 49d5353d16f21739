//! Properties of the policy, step by step.

use proptest::prelude::*;

use super::*;

#[derive(Debug, Clone)]
enum Step {
    Answer { changed: bool },
    Fail,
    Report,
    Wait(u64),
    Watch,
    Unwatch,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        any::<bool>().prop_map(|changed| Step::Answer { changed }),
        Just(Step::Fail),
        Just(Step::Report),
        (0_u64..100_000).prop_map(Step::Wait),
        Just(Step::Watch),
        Just(Step::Unwatch),
    ]
}

proptest! {
    #[test]
    fn it_is_asked_neither_too_often_nor_too_seldom(
        fastest in 0_u64..10_000,
        slowest in 0_u64..100_000,
        steps in prop::collection::vec((step(), any::<u32>()), 0..60),
    ) {
        let mut policy = Policy::new(Pace { fastest, slowest }, 0);
        let (fastest, slowest) = (fastest.max(1), slowest.max(fastest.max(1)));
        let mut now = 0_u64;
        let mut answered = None;
        let mut failures = 0_u32;
        for (step, draw) in steps {
            match step {
                Step::Wait(time) => now += time,
                Step::Report => {
                    let before = policy.due_at();
                    policy.reported(now);
                    prop_assert!(policy.due_at() <= before.max(now));
                    let soonest = answered.map_or(now, |at: u64| (at + fastest).max(now));
                    prop_assert!(policy.due_at() <= soonest.max(before.min(soonest)));
                }
                // Whatever may have been missed is looked at as soon as the pace allows.
                Step::Watch | Step::Unwatch => {
                    let was = policy.is_watched();
                    match step {
                        Step::Watch => policy.watching(now),
                        _ => policy.unwatched(now),
                    }
                    prop_assert_eq!(policy.is_watched(), matches!(step, Step::Watch));
                    if was || policy.is_watched() {
                        let soonest = answered.map_or(now, |at: u64| (at + fastest).max(now));
                        prop_assert!(policy.due_at() <= soonest);
                    }
                    prop_assert!(!policy.wants_watch(now));
                    prop_assert!(policy.is_watched() || policy.wants_watch(now + slowest));
                }
                Step::Answer { .. } | Step::Fail => {
                    now = now.max(policy.due_at());
                    match step {
                        Step::Answer { changed } => {
                            policy.answered(now, changed, draw);
                            (answered, failures) = (Some(now), 0);
                            if policy.is_watched() {
                                prop_assert!(policy.due_at() - now >= slowest / 5 * 4);
                            } else if changed {
                                prop_assert!(policy.due_at() <= now + fastest);
                            }
                        }
                        _ => {
                            policy.failed(now, draw);
                            prop_assert!(!policy.is_watched());
                            failures += 1;
                        }
                    }
                    let wait = policy.due_at() - now;
                    prop_assert!(wait >= (fastest / 5 * 4).max(1) && wait <= slowest, "{wait}");
                }
            }
            let known = policy.staleness(now);
            prop_assert_eq!((known.answered_at, known.failures), (answered, failures));
            prop_assert!(policy.next_at() <= policy.due_at());
            prop_assert_eq!(known.age_ms, answered.map(|at| now - at));
            if answered.is_none() || failures > 0 {
                prop_assert!(known.stale);
            }
        }
    }
}

#[test]
fn what_does_not_change_is_asked_less_and_less_often_and_so_is_what_does_not_answer() {
    let pace = Pace::default();
    for answers in [true, false] {
        let mut policy = Policy::new(pace, 0);
        let (mut now, mut waits) = (0, Vec::new());
        for _ in 0..6 {
            if answers {
                policy.answered(now, false, 0);
            } else {
                policy.failed(now, 0);
            }
            waits.push(policy.due_at() - now);
            now = policy.due_at();
        }
        assert_eq!(waits, [5_000, 10_000, 20_000, 40_000, 60_000, 60_000]);
    }
    // After a silence the first answer is followed closely.
    let mut policy = Policy::new(pace, 0);
    (0..5).for_each(|turn| policy.failed(turn, 0));
    policy.answered(10, false, 0);
    assert_eq!(policy.due_at(), 5_010);
    // Nothing heard for two turns is stale.
    assert!(!policy.staleness(10_010).stale && policy.staleness(10_011).stale);
}

#[test]
fn watching_that_fails_is_tried_less_and_less_often_until_it_holds() {
    let mut policy = Policy::new(Pace::default(), 0);
    let (mut now, mut pauses) = (0, Vec::new());
    for _ in 0..6 {
        assert!(policy.wants_watch(now));
        policy.unwatched(now);
        let again = (now..).step_by(500).find(|time| policy.wants_watch(*time));
        pauses.push(again.unwrap() - now);
        now = again.unwrap();
    }
    assert_eq!(pauses, [5_000, 10_000, 20_000, 40_000, 60_000, 60_000]);
    // It holds: after it has ended it is soon tried again.
    policy.watching(now);
    policy.answered(now, true, 0);
    policy.unwatched(now);
    assert!(policy.wants_watch(now + 5_000));
    policy.unwatchable();
    assert!(!policy.wants_watch(u64::MAX));
    assert_eq!(policy.next_at(), policy.due_at());
}
