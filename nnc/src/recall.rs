//! What a router's database says of its resources, read once for all who ask at the same time, and kept while it stays
//! the same.
//!
//! Every list asks the database which version it has, so that what another process wrote is seen; only where that is not
//! the known one the resources are read. Whoever asks gets an answer from a view of the database that was opened after
//! they asked: those who come while somebody reads share the next reading. So however many ask at once, one thread
//! reads, and no lock is held meanwhile.

use std::collections::BTreeMap;
use std::mem;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use nnc_core::intent::Intents;
use nnc_store::{RouterId, StoredResource, Version};
use tokio::sync::oneshot;

use crate::api::Handed;
use crate::draft::intents;
use crate::error::Error;
use crate::resources::ResourceSummary;
use crate::router::Router;
use crate::views::{SteeringView, VirtualInterfaceView};

/// How many routers' resources are kept at most. Of more, those that were asked for least recently are read again.
const SHELVES: usize = 64;

/// The resources of a router as lists show them, of one version of its database.
#[derive(Debug)]
pub(crate) struct Recollection {
    version: Version,
    /// By instance.
    pub(crate) interfaces: Vec<VirtualInterfaceView>,
    /// By device.
    pub(crate) steerings: Vec<SteeringView>,
    /// By what they are called.
    pub(crate) resources: Vec<ResourceSummary>,
    /// The same, as hosts get them.
    pub(crate) handed: Handed,
}

impl Recollection {
    fn new(version: Version, resources: Vec<StoredResource>, intents: &Intents) -> Self {
        let stored: BTreeMap<_, _> = resources
            .iter()
            .map(|stored| (&stored.record.resource, stored))
            .collect();
        let interfaces = intents.interfaces.values().filter_map(|(interface, allocation)| {
            let stored = stored.get(&interface.resource())?;
            Some(VirtualInterfaceView::new(interface, allocation, stored))
        });
        let steerings = intents.steerings.values().filter_map(|steering| {
            let stored = stored.get(&steering.device.resource())?;
            Some(SteeringView::new(steering, stored))
        });
        Self {
            version,
            interfaces: interfaces.collect(),
            steerings: steerings.collect(),
            resources: resources.iter().map(ResourceSummary::from).collect(),
            handed: Handed::default(),
        }
    }
}

type Answer = Result<Arc<Recollection>, Error>;
/// Those who wait for one.
type Waiting = Vec<oneshot::Sender<Answer>>;

/// What is kept of the routers that were asked for most recently.
#[derive(Debug, Default)]
pub(crate) struct Recall {
    /// Used longest ago first.
    shelves: Mutex<Vec<(RouterId, Arc<Shelf>)>>,
}

impl Recall {
    fn shelf(&self, id: RouterId) -> Arc<Shelf> {
        let mut shelves = self.shelves.lock().unwrap_or_else(PoisonError::into_inner);
        let known = shelves.iter().position(|(known, _)| *known == id);
        let (_, shelf) = match known {
            Some(place) => shelves.remove(place),
            None => (id, Arc::default()),
        };
        if shelves.len() >= SHELVES {
            shelves.remove(0);
        }
        shelves.push((id, Arc::clone(&shelf)));
        shelf
    }
}

/// What is kept of one router, and who waits for it.
#[derive(Debug, Default)]
struct Shelf {
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    kept: Option<Arc<Recollection>>,
    waiting: Waiting,
    /// Somebody reads, and will read again for those who wait.
    is_read: bool,
}

impl Shelf {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Queues up for the next reading. Whoever gets a reader must have it read.
    fn ask(self: &Arc<Self>) -> (oneshot::Receiver<Answer>, Option<Reader>) {
        let (sender, receiver) = oneshot::channel();
        let mut state = self.state();
        state.waiting.push(sender);
        let reader = !mem::replace(&mut state.is_read, true);
        drop(state);
        (receiver, reader.then(|| Reader(Some(Arc::clone(self)))))
    }
}

/// The duty to read for all who wait. Where it is dropped before that, by a panic or at the end of the program, they are
/// told so.
struct Reader(Option<Arc<Shelf>>);

impl Drop for Reader {
    fn drop(&mut self) {
        if let Some(shelf) = self.0.take() {
            let mut state = shelf.state();
            state.is_read = false;
            let left = mem::take(&mut state.waiting);
            drop(state);
            drop(left);
        }
    }
}

impl Reader {
    /// Reads until nobody waits. `read` gives nothing where the version is the known one.
    fn read(mut self, read: impl Fn(Option<Version>) -> Result<Option<Recollection>, Error>) {
        while let Some((waiting, kept)) = self.next() {
            let answer = match (read(kept.as_ref().map(|kept| kept.version)), kept) {
                (Ok(None), Some(kept)) => Ok(kept),
                (Ok(None), None) => Err(Error::internal(
                    "a database that was never read was taken to be unchanged; please report it",
                )),
                (Ok(Some(fresh)), _) => Ok(self.keep(fresh)),
                (Err(error), _) => Err(error),
            };
            for waiting in waiting {
                // Who has gone meanwhile needs no answer.
                waiting.send(answer.clone()).ok();
            }
        }
    }

    /// Those who wait, and what is kept; the duty ends where there are none.
    fn next(&mut self) -> Option<(Waiting, Option<Arc<Recollection>>)> {
        let shelf = self.0.as_ref()?;
        let mut state = shelf.state();
        if !state.waiting.is_empty() {
            return Some((mem::take(&mut state.waiting), state.kept.clone()));
        }
        state.is_read = false;
        drop(state);
        self.0 = None;
        None
    }

    fn keep(&self, fresh: Recollection) -> Arc<Recollection> {
        let fresh = Arc::new(fresh);
        if let Some(shelf) = &self.0 {
            let before = shelf.state().kept.replace(Arc::clone(&fresh));
            drop(before);
        }
        fresh
    }
}

impl Router {
    /// The resources as lists show them, as they are now.
    pub(crate) async fn recalled(&self) -> Answer {
        let (receiver, reader) = self.shared.recall.shelf(self.record.id).ask();
        if let Some(reader) = reader {
            let router = self.clone();
            tokio::task::spawn_blocking(move || reader.read(|known| router.recollect(known)));
        }
        let ended = |_| {
            Err(Error::internal(
                "the reading of a list ended early; please report it",
            ))
        };
        receiver.await.unwrap_or_else(ended)
    }

    fn recollect(&self, known: Option<Version>) -> Result<Option<Recollection>, Error> {
        let database = self.shared.dir.router(self.record.id)?;
        let Some((version, resources)) = database.intended_unless(known)? else {
            return Ok(None);
        };
        let intents = intents(self.controller(), Self::pool_config(&self.record)?, &resources)?;
        Ok(Some(Recollection::new(version, resources, &intents)))
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::panic::{AssertUnwindSafe, catch_unwind};

    use nnc_core::identity::ControllerId;
    use nnc_store::{DataDir, NewRouter, RouterDb};

    use super::*;
    use crate::system::SystemEntropy;

    struct Bed {
        _data: tempfile::TempDir,
        database: RouterDb,
    }

    /// A database without resources.
    fn bed() -> Bed {
        let data = tempfile::tempdir().unwrap();
        let dir = DataDir::open(data.path().join("nnc"), Arc::new(SystemEntropy)).unwrap();
        let system = dir.system().unwrap();
        let new = NewRouter::new("home", "routeros+api://a@192.0.2.1");
        let record = dir.add_router(&system, &new, None, 0).unwrap();
        Bed {
            database: dir.router(record.id).unwrap(),
            _data: data,
        }
    }

    impl Bed {
        fn read(&self, known: Option<Version>) -> Result<Option<Recollection>, Error> {
            let found = self.database.intended_unless(known)?;
            Ok(found.map(|(version, resources)| {
                let controller = ControllerId::new(7);
                let intents = Intents::new(controller, nnc_core::intent::pool::PoolConfig::default());
                Recollection::new(version, resources, &intents)
            }))
        }
    }

    fn answer(mut receiver: oneshot::Receiver<Answer>) -> Answer {
        receiver.try_recv().expect("it was answered")
    }

    #[test]
    fn those_who_wait_share_a_reading_and_what_is_unchanged_is_kept() {
        let (bed, shelf, readings) = (bed(), Arc::<Shelf>::default(), Cell::new(0));
        let read = |known| {
            readings.set(readings.get() + 1);
            bed.read(known)
        };
        let (first, reader) = shelf.ask();
        let (second, none) = shelf.ask();
        assert!(none.is_none(), "one reads for all");
        reader.unwrap().read(read);
        let (first, second) = (answer(first).unwrap(), answer(second).unwrap());
        assert!(Arc::ptr_eq(&first, &second));
        assert_eq!(readings.get(), 1);
        let (third, reader) = shelf.ask();
        reader.unwrap().read(read);
        assert!(Arc::ptr_eq(&first, &answer(third).unwrap()));
        assert_eq!(readings.get(), 2, "the version is asked for each time");
    }

    #[test]
    fn who_comes_while_somebody_reads_gets_the_next_reading() {
        let (bed, shelf, late) = (bed(), Arc::<Shelf>::default(), Cell::new(None));
        let (first, reader) = shelf.ask();
        let readings = Cell::new(0);
        reader.unwrap().read(|known| {
            readings.set(readings.get() + 1);
            if readings.get() == 1 {
                let (receiver, reader) = shelf.ask();
                assert!(reader.is_none());
                late.set(Some(receiver));
            }
            bed.read(known)
        });
        assert_eq!(readings.get(), 2);
        assert!(answer(first).is_ok() && answer(late.take().unwrap()).is_ok());
        assert!(shelf.ask().1.is_some(), "and then nobody reads any more");
    }

    #[test]
    fn a_failure_is_told_to_all_and_not_kept() {
        let (bed, shelf) = (bed(), Arc::<Shelf>::default());
        let (first, reader) = shelf.ask();
        reader
            .unwrap()
            .read(|_| Err(Error::invalid("router-busy", "as the test wants")));
        assert_eq!(answer(first).unwrap_err().code, "router-busy");
        let (second, reader) = shelf.ask();
        reader.unwrap().read(|known| bed.read(known));
        assert!(answer(second).is_ok());
    }

    #[test]
    fn a_panic_leaves_nobody_waiting() {
        let (bed, shelf) = (bed(), Arc::<Shelf>::default());
        let (mut first, reader) = shelf.ask();
        let late = Cell::new(None);
        let panicked = catch_unwind(AssertUnwindSafe(|| {
            reader.unwrap().read(|_| {
                late.set(Some(shelf.ask().0));
                panic!("as the test wants");
            });
        }));
        assert!(panicked.is_err());
        let closed = Err(oneshot::error::TryRecvError::Closed);
        assert_eq!(first.try_recv().map(drop), closed);
        assert_eq!(late.take().unwrap().try_recv().map(drop), closed);
        let (next, reader) = shelf.ask();
        reader.unwrap().read(|known| bed.read(known));
        assert!(answer(next).is_ok());
    }

    #[test]
    fn of_many_routers_those_asked_for_last_are_kept() {
        let recall = Recall::default();
        let id = |number: usize| serde_json::from_value(number.into()).unwrap();
        let (first, second) = (recall.shelf(id(0)), recall.shelf(id(1)));
        for number in 2..=SHELVES {
            recall.shelf(id(number));
            assert!(Arc::ptr_eq(&first, &recall.shelf(id(0))));
        }
        assert_eq!(recall.shelves.lock().unwrap().len(), SHELVES);
        assert!(!Arc::ptr_eq(&second, &recall.shelf(id(1))));
    }
}
