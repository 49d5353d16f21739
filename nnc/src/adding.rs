//! Adding a router, and knowing one again that is known by another name.

use std::sync::Arc;

use nnc_core::identity::{ControllerId, ResourceId};
use nnc_core::intent::pool::PoolConfig;
use nnc_core::model::AddRouterInput;
use nnc_core::ports::{Capabilities, RouterPort};
use nnc_core::secret::Secret;
use nnc_store::{NewRouter, RouterRecord};

use crate::connect::{Keeping, Trust, port};
use crate::error::{Error, ErrorKind};
use crate::instance::{Nnc, Shared, blocking, view};
use crate::url::RouterUrl;
use crate::views::RouterView;

/// A router to add.
#[derive(Debug, Clone)]
pub struct AddRouter {
    /// How you will call it: 1 to 63 characters of `A-Z a-z 0-9 - _ .`, a letter or digit first.
    pub name: String,
    /// Where it is.
    pub url: RouterUrl,
    /// Which certificate is accepted.
    pub trust: Trust,
    /// The password; stored encrypted.
    pub password: Secret,
    /// Remember it without connecting.
    pub offline: bool,
}

impl Nnc {
    /// Connects to a router, reads what it is, and remembers it. On failure nothing is stored.
    ///
    /// A router that has the serial number or licence of one that is known, or that carries rows of resources that are
    /// remembered for a router of another name, is taken to be that router, and is not added: under a second name its
    /// rows would look as if they belonged to nothing. Rows of ours that no router of this directory knows (left behind
    /// with `keep_rows`) may be there. `offline` asks nothing.
    ///
    /// # Errors
    /// `router-exists`, `invalid-name`, `invalid-pin`, or why the router could not be reached or did not let us in.
    pub async fn add_router(&self, router: AddRouter) -> Result<RouterView, Error> {
        let AddRouter {
            name,
            url,
            trust,
            password,
            offline,
        } = router;
        let name = name_of_router(&name)?;
        let shared = Arc::clone(&self.shared);
        let lookup = name.clone();
        let exists = blocking(move || {
            Ok(shared
                .system
                .routers()?
                .iter()
                .any(|router| router.name == lookup))
        })
        .await?;
        if exists {
            return Err(nnc_store::StoreError::RouterExists(name).into());
        }
        if url.scheme.is_hosted() && self.shared.hosted(&name).is_none() {
            let message = "a router that the program implements is added by attaching it (attach_router)";
            return Err(Error::new(ErrorKind::Invalid, "invalid-url", message));
        }
        let port = port(
            &url,
            &trust,
            password.clone(),
            None,
            self.shared.patience,
            Keeping::default(),
            self.shared.hosted(&name),
        )?;
        let capabilities = if offline {
            None
        } else {
            let asked = self.shared.unless_stopped(self.ask(&name, &port)).await;
            port.close().await;
            Some(asked?)
        };
        let pool = serde_json::to_value(PoolConfig::default()).unwrap_or_default();
        let (pin, insecure) = match trust {
            Trust::System => (None, false),
            Trust::Pin(pin) => (Some(pin), false),
            Trust::Insecure => (None, true),
        };
        let router = NewRouter {
            name,
            url: url.to_string(),
            pin,
            insecure,
            capabilities,
            pool,
        };
        let shared = Arc::clone(&self.shared);
        blocking(move || {
            let now = shared.clock.now_ms();
            let record = shared
                .dir
                .add_router(&shared.system, &router, Some(&password), now)?;
            Ok(view(&record))
        })
        .await
    }

    /// What a router to be added says of itself; refused if it is known by another name.
    async fn ask(&self, name: &str, port: &Arc<dyn RouterPort>) -> Result<Capabilities, Error> {
        let capabilities = port.capabilities().await?;
        if let Some(machine) = capabilities.machine.clone() {
            let (shared, machine_of) = (Arc::clone(&self.shared), machine.clone());
            let routers = blocking(move || Ok(shared.system.routers()?)).await?;
            let is_it = |router: &&RouterRecord| {
                let told = router
                    .capabilities
                    .as_ref()
                    .and_then(|told| told.machine.as_ref());
                told == Some(&machine_of)
            };
            if let Some(router) = routers.iter().find(is_it) {
                return Err(same_machine(name, &router.name, &machine));
            }
        }
        let shared = Arc::clone(&self.shared);
        let known = blocking(move || known_resources(&shared)).await?;
        if known.is_empty() {
            return Ok(capabilities);
        }
        let snapshot = port.observe().await?;
        let other = snapshot.marked().find_map(|(_, _, mark)| {
            let mut owners = known.iter();
            owners.find(|known| known.controller == mark.controller && known.resource == mark.key.resource)
        });
        match other {
            None => Ok(capabilities),
            Some(known) => Err(known_as(name, known)),
        }
    }
}

/// A resource that is remembered for a router.
struct Known {
    router: String,
    controller: ControllerId,
    resource: ResourceId,
}

/// Every resource of every router.
fn known_resources(shared: &Shared) -> Result<Vec<Known>, Error> {
    let mut known = Vec::new();
    for record in shared.system.routers()? {
        for stored in shared.dir.router(record.id)?.resources()? {
            known.push(Known {
                router: record.name.clone(),
                controller: record.controller,
                resource: stored.record.resource,
            });
        }
    }
    Ok(known)
}

fn known_as(name: &str, known: &Known) -> Error {
    let Known { router, resource, .. } = known;
    let message = format!(
        "this router is known as {router} already: it carries the rows of {resource}, which belongs to {router}. Use that \
         name, or remove {router} first with --keep-rows. If it is another router whose rows were left there, add \
         {name} with --offline"
    );
    known_by(router, message)
}

/// The error that the machine itself is known, whatever rows it has.
fn same_machine(name: &str, router: &str, machine: &str) -> Error {
    let message = format!(
        "this router is known as {router} already: it has the same {machine}. Use that name, or remove {router} first. If it \
         is a copy of that machine, give it a licence id of its own (`/system license generate-new-id`), or add {name} with \
         --offline"
    );
    known_by(router, message)
}

/// Refuses where a router that comes back, or from elsewhere, has the address of one that is there.
pub(crate) fn free_address(shared: &Shared, url: &str) -> Result<(), Error> {
    match shared.system.routers()?.iter().find(|kept| kept.url == url) {
        None => Ok(()),
        Some(other) => {
            let message = format!(
                "its address {url} belongs to the router {} here: remove that one first, or go on with it",
                other.name
            );
            Err(known_by(&other.name, message))
        }
    }
}

/// The error that a router is known by another name.
fn known_by(router: &str, message: String) -> Error {
    let mut error = Error::new(ErrorKind::Conflict, "router-exists", message);
    error.context.insert("router".to_owned(), router.to_owned());
    error
}

/// A name that a router can have.
pub(crate) fn name_of_router(name: &str) -> Result<String, Error> {
    if AddRouterInput::NAME.accept(name) {
        return Ok(name.to_owned());
    }
    let message = format!(
        "{name:?} is no name for a router: use 1 to 63 characters of A-Z a-z 0-9 - _ ., a letter or digit first"
    );
    Err(Error::new(ErrorKind::Invalid, "invalid-name", message))
}
