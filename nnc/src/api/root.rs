//! Opening, and what an opened data directory gives.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use nnc_core::model;
use nnc_core::secret::Secret;

use super::generated::{
    Event, HostRouterApi, NncAddRouterArguments, NncApi, NncAttachRouterArguments, NncEventsArguments,
    NncRemoveRouterArguments, NncRouterArguments, NncSetTimeArguments, OpenArguments, OpenForTestArguments,
    RootApi, RouterApi,
};
use super::host_router::Adapted;
use super::test_bed::{Seeded, StandingClock};
use super::{Feed, List, outputs};
use crate::adding::AddRouter;
use crate::connect::Trust;
use crate::error::{Error, ErrorKind};
use crate::instance::{Nnc, blocking};
use crate::options::Options;
use crate::{Filter, Subscription};

pub(super) struct Root;

#[async_trait]
impl RootApi for Root {
    async fn open(&self, arguments: OpenArguments) -> Result<Arc<dyn NncApi>, Error> {
        let options = options(
            arguments.path,
            arguments.actor,
            arguments.wait,
            arguments.patience,
            arguments.allow_lockout,
        );
        let nnc = options.open().await?;
        Ok(Arc::new(Opened { nnc, clock: None }))
    }

    async fn open_for_test(&self, arguments: OpenForTestArguments) -> Result<Arc<dyn NncApi>, Error> {
        let clock = Arc::new(StandingClock::new(outputs::from_moment(arguments.time)?));
        let options = options(
            arguments.path,
            arguments.actor,
            arguments.wait,
            arguments.patience,
            arguments.allow_lockout,
        );
        let nnc = options
            .clock(clock.clone())
            .entropy(Arc::new(Seeded::new(arguments.seed)))
            .open()
            .await?;
        Ok(Arc::new(Opened {
            nnc,
            clock: Some(clock),
        }))
    }

    async fn version(&self) -> Result<String, Error> {
        Ok(env!("CARGO_PKG_VERSION").to_owned())
    }
}

fn options(
    path: String,
    actor: Option<String>,
    wait: Option<Duration>,
    patience: Option<Duration>,
    allow_lockout: bool,
) -> Options {
    let mut options = Options::new(path).allow_lockout(allow_lockout);
    if let Some(actor) = actor {
        options = options.actor(actor);
    }
    if let Some(wait) = wait {
        options = options.wait(wait);
    }
    if let Some(patience) = patience {
        options = options.patience(patience);
    }
    options
}

struct Opened {
    nnc: Nnc,
    /// The clock of one that was opened for a test.
    clock: Option<Arc<StandingClock>>,
}

#[async_trait]
impl NncApi for Opened {
    async fn routers(&self) -> Result<List<model::Router>, Error> {
        let shared = Arc::clone(&self.nnc.shared);
        blocking(move || {
            let records = shared.system.routers()?;
            Ok(records.iter().map(outputs::router).collect())
        })
        .await
    }

    async fn router(&self, arguments: NncRouterArguments) -> Result<Arc<dyn RouterApi>, Error> {
        Ok(Arc::new(self.nnc.router(&arguments.name).await?))
    }

    async fn add_router(&self, arguments: NncAddRouterArguments) -> Result<model::Router, Error> {
        let trust = match (arguments.pin, arguments.insecure) {
            (Some(pin), _) => Trust::Pin(pin),
            (None, true) => Trust::Insecure,
            (None, false) => Trust::System,
        };
        let router = AddRouter {
            name: arguments.name.clone(),
            url: arguments.url.parse()?,
            trust,
            password: arguments.password.unwrap_or_else(|| Secret::from("")),
            offline: arguments.offline,
        };
        self.nnc.add_router(router).await?;
        Ok(outputs::router(&self.nnc.router(&arguments.name).await?.record))
    }

    async fn attach_router(
        &self,
        arguments: NncAttachRouterArguments,
        router: Arc<dyn HostRouterApi>,
    ) -> Result<model::Router, Error> {
        self.nnc
            .attach_router(&arguments.name, Arc::new(Adapted(router)))
            .await?;
        Ok(outputs::router(&self.nnc.router(&arguments.name).await?.record))
    }

    async fn remove_router(&self, arguments: NncRemoveRouterArguments) -> Result<(), Error> {
        self.nnc
            .remove_router(&arguments.name, arguments.keep_rows)
            .await?;
        Ok(())
    }

    fn events(&self, arguments: NncEventsArguments) -> Result<Box<dyn Feed<Event>>, Error> {
        let mut filter = Filter::default();
        if let Some(kind) = arguments.kind {
            filter = filter.kind(kind);
        }
        if let Some(router) = arguments.router {
            filter = filter.router(router);
        }
        if let Some(resource) = arguments.resource {
            filter = filter.resource(resource.parse()?);
        }
        let capacity = usize::try_from(arguments.capacity).unwrap_or(1);
        Ok(Box::new(Events(self.nnc.subscribe(filter, capacity))))
    }

    async fn set_time(&self, arguments: NncSetTimeArguments) -> Result<(), Error> {
        let now = outputs::from_moment(arguments.time)?;
        match &self.clock {
            Some(clock) => {
                clock.set(now);
                Ok(())
            }
            None => {
                let message = "time goes by itself here; only what `openForTest` opened has a time to set";
                Err(Error::new(ErrorKind::Refused, "unsupported", message))
            }
        }
    }
}

struct Events(Subscription);

#[async_trait]
impl Feed<Event> for Events {
    async fn next(&mut self) -> Option<Event> {
        Some(outputs::event(self.0.next().await))
    }

    fn try_next(&mut self) -> Option<Event> {
        self.0.try_next().map(outputs::event)
    }
}
