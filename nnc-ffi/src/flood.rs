//! A stream that is as fast as is wanted, to measure what hosts keep up with. Only with the feature `bench`.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use async_trait::async_trait;
use nnc::api::{Detail, Event, Feed};
use nnc_core::decode::DateTime;
use tokio::sync::Notify;

#[derive(Default)]
struct Queue {
    state: Mutex<State>,
    changed: Notify,
}

#[derive(Default)]
struct State {
    waiting: VecDeque<Event>,
    lost: i32,
    ended: bool,
}

impl Queue {
    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

struct Flood(Arc<Queue>);

#[async_trait]
impl Feed<Event> for Flood {
    async fn next(&mut self) -> Option<Event> {
        loop {
            {
                let mut state = self.0.state();
                if let Some(event) = state.waiting.pop_front() {
                    return Some(event);
                }
                if state.ended {
                    return None;
                }
            }
            self.0.changed.notified().await;
        }
    }

    fn try_next(&mut self) -> Option<Event> {
        self.0.state().waiting.pop_front()
    }
}

/// So many events, so many in each millisecond. At most `capacity` wait for a slow reader; more are dropped and counted,
/// as on the bus.
pub(crate) fn flood(events: u32, per_millisecond: u32, capacity: u32) -> Box<dyn Feed<Event>> {
    let capacity = usize::try_from(capacity).unwrap_or(usize::MAX);
    let queue = Arc::new(Queue::default());
    let source = Arc::clone(&queue);
    thread::spawn(move || {
        let begun = Instant::now();
        let mut number = 0;
        let mut turn = 0;
        while number < events {
            let mut state = source.state();
            for _ in 0..per_millisecond.min(events - number) {
                let lost = state.lost;
                if state.waiting.len() >= capacity {
                    state.lost += 1;
                } else {
                    state.waiting.push_back(event(number, lost));
                    state.lost = 0;
                }
                number += 1;
            }
            drop(state);
            source.changed.notify_one();
            turn += 1;
            thread::sleep(Duration::from_millis(turn).saturating_sub(begun.elapsed()));
        }
        source.state().ended = true;
        source.changed.notify_one();
    });
    Box::new(Flood(queue))
}

fn event(number: u32, lost: i32) -> Event {
    Event {
        at: DateTime(1_700_000_000_000 + i64::from(number)),
        kind: "apply.applying".to_owned(),
        details: vec![
            Detail {
                name: "router".to_owned(),
                value: "home".to_owned(),
            },
            Detail {
                name: "number".to_owned(),
                value: number.to_string(),
            },
        ],
        lost,
    }
}
