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
    waiting: Vec<oneshot::Sender<Answer>>,
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
    fn next(&mut self) -> Option<(Vec<oneshot::Sender<Answer>>, Option<Arc<Recollection>>)> {
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
