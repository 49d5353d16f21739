//! Events as they happen, in memory: who listens says what of, and is told how much it missed.
//!
//! Publishing never waits: each subscription has a bounded queue, and where a reader is slow the oldest events go. The
//! next that it reads says how many those were. What must not be missed is in the store, not here.
//!
//! ```
//! use std::collections::BTreeMap;
//! use nnc_core::ports::{Event, EventSink};
//! use nnc_state::bus::{Bus, Filter};
//!
//! let bus = Bus::default();
//! let mut home = bus.subscribe(Filter::default().router("home"), 16);
//! bus.publish(Event {
//!     at: 1_000,
//!     kind: "apply.merged".to_owned(),
//!     details: BTreeMap::from([("router".to_owned(), "home".to_owned())]),
//! });
//! let delivery = home.try_next().unwrap();
//! assert_eq!((delivery.event.kind.as_str(), delivery.lost), ("apply.merged", 0));
//! assert!(home.try_next().is_none());
//! ```

mod filter;
mod queue;
mod report;
#[cfg(test)]
mod tests;

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use nnc_core::ports::{Event, EventSink};
use tokio::sync::Notify;

pub use filter::{Filter, RESOURCES, ROUTER};
pub use queue::{Delivery, Queue};
pub(crate) use report::Reporter;

/// Takes events and hands them to those who listen. Clones are the same bus.
#[derive(Clone, Default)]
pub struct Bus {
    subscribers: Arc<Mutex<Vec<Weak<Subscriber>>>>,
}

struct Subscriber {
    filter: Filter,
    queue: Mutex<Queue>,
    news: Notify,
}

/// Events that a filter lets through, from when it was made on. Dropping it ends it.
pub struct Subscription {
    subscriber: Arc<Subscriber>,
    /// Keeps the subscribers' list, so that waiting for events of a bus that is gone does not end in an error.
    _bus: Bus,
}

impl Bus {
    /// Listens. `capacity` is how many events wait for a slow reader, at least 1.
    pub fn subscribe(&self, filter: Filter, capacity: usize) -> Subscription {
        let subscriber = Arc::new(Subscriber {
            filter,
            queue: Mutex::new(Queue::new(capacity)),
            news: Notify::new(),
        });
        let mut subscribers = self.subscribers.lock().unwrap_or_else(PoisonError::into_inner);
        subscribers.retain(|other| other.strong_count() > 0);
        subscribers.push(Arc::downgrade(&subscriber));
        drop(subscribers);
        Subscription {
            subscriber,
            _bus: self.clone(),
        }
    }

    /// How many listen.
    pub fn subscribers(&self) -> usize {
        let subscribers = self.subscribers.lock().unwrap_or_else(PoisonError::into_inner);
        subscribers
            .iter()
            .filter(|other| other.strong_count() > 0)
            .count()
    }
}

impl EventSink for Bus {
    fn publish(&self, event: Event) {
        let subscribers: Vec<Arc<Subscriber>> = {
            let subscribers = self.subscribers.lock().unwrap_or_else(PoisonError::into_inner);
            subscribers.iter().filter_map(Weak::upgrade).collect()
        };
        for subscriber in subscribers {
            if subscriber.filter.lets_through(&event) {
                subscriber.queue().push(event.clone());
                subscriber.news.notify_one();
            }
        }
    }
}

impl Subscriber {
    fn queue(&self) -> std::sync::MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Subscription {
    /// The next event; waits until there is one. Dropping the future loses nothing.
    pub async fn next(&mut self) -> Delivery {
        loop {
            if let Some(delivery) = self.try_next() {
                return delivery;
            }
            self.subscriber.news.notified().await;
        }
    }

    /// The next event, if there is one already.
    pub fn try_next(&mut self) -> Option<Delivery> {
        self.subscriber.queue().pop()
    }
}

impl fmt::Debug for Bus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Bus({} subscribers)", self.subscribers())
    }
}

impl fmt::Debug for Subscription {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Subscription")
            .field(&self.subscriber.filter)
            .finish()
    }
}
