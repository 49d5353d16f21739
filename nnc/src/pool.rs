//! VLAN ids and subnets of a router.

use std::collections::BTreeSet;
use std::sync::Arc;

use ipnet::IpNet;
use nnc_core::identity::ResourceId;
use nnc_core::model::UpdateVlanPoolInput;
use nnc_store::{Allocation, AllocationState};

use crate::engine;
use crate::error::{Error, ErrorKind};
use crate::instance::blocking;
use crate::router::{Reach, Router};
use crate::views::{AllocationView, Change, PoolStatus};

/// The pool of one router.
#[derive(Debug, Clone)]
pub struct VlanPool {
    router: Router,
}

impl VlanPool {
    pub(crate) fn new(router: Router) -> Self {
        Self { router }
    }

    pub(crate) fn router(&self) -> &Router {
        &self.router
    }

    pub(crate) async fn held(&self) -> Result<Vec<Allocation>, Error> {
        self.router.database(|database| Ok(database.allocations()?)).await
    }

    /// The pool, and how much of it is left.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub async fn status(&self) -> Result<PoolStatus, Error> {
        let config = Router::pool_config(&self.router.record)?;
        let now = self.router.shared.clock.now_ms();
        let (mut allocated, mut quarantined) = (0, 0);
        for held in self.held().await? {
            if !held
                .vlan
                .is_some_and(|vlan| (config.first..=config.last).contains(&vlan))
            {
                continue;
            }
            match held.state {
                AllocationState::Reserved | AllocationState::Allocated => allocated += 1,
                AllocationState::Quarantined { released_at }
                    if released_at.saturating_add(config.quarantine_ms) > now =>
                {
                    quarantined += 1;
                }
                AllocationState::Quarantined { .. } => {}
            }
        }
        let total = usize::from(config.last.saturating_sub(config.first)) + 1;
        Ok(PoolStatus {
            config,
            total,
            allocated,
            quarantined,
            available: total.saturating_sub(allocated + quarantined),
        })
    }

    /// What was given out, by VLAN id.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub async fn allocations(&self) -> Result<Vec<AllocationView>, Error> {
        let view = |held: Allocation| {
            let (Some(vlan_id), Some(IpNet::V4(subnet))) = (held.vlan, held.subnet) else {
                return None;
            };
            let (state, released_at) = match held.state {
                AllocationState::Reserved => ("reserved", None),
                AllocationState::Allocated => ("allocated", None),
                AllocationState::Quarantined { released_at } => ("quarantined", Some(released_at)),
            };
            Some(AllocationView {
                vlan_id,
                subnet,
                resource: held.resource.to_string(),
                state,
                released_at,
            })
        };
        Ok(self.held().await?.into_iter().filter_map(view).collect())
    }

    /// Takes back what belongs to nothing: quarantines that are over, and rows of ours on the router whose
    /// resource is not known.
    ///
    /// # Errors
    /// As for [`VirtualInterfaces::delete`](crate::VirtualInterfaces::delete).
    pub async fn clean(&self) -> Result<Change, Error> {
        let config = Router::pool_config(&self.router.record)?;
        let over = self
            .router
            .shared
            .clock
            .now_ms()
            .saturating_sub(config.quarantine_ms);
        self.router
            .database(move |database| Ok(database.end_quarantine(over)?))
            .await?;
        let (resources, _) = self.router.remembered().await?;
        let mut known: BTreeSet<ResourceId> = resources
            .into_iter()
            .map(|stored| stored.record.resource)
            .collect();
        known.insert(ResourceId::base());
        self.router
            .change("clean the pool".to_owned(), false, Reach::Orphans(known), |_| {
                Ok(())
            })
            .await
    }

    /// Changes the pool for what is created from now on; what exists keeps what it has. A new quarantine holds for
    /// what was released before, too.
    ///
    /// ```no_run
    /// # async fn example(router: nnc::Router) -> Result<(), nnc::Error> {
    /// use nnc::UpdateVlanPoolInput;
    ///
    /// let change = UpdateVlanPoolInput { first: Some(300), last: Some(399), ..Default::default() };
    /// router.vlan_pool().configure(change).await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// `invalid-pool`, `router-busy`, or if the database cannot be written.
    pub async fn configure(&self, change: UpdateVlanPoolInput) -> Result<PoolStatus, Error> {
        let lock = engine::lock(&self.router).await?;
        let (shared, name) = (Arc::clone(&self.router.shared), self.router.record.name.clone());
        let router = blocking(move || {
            let mut record = shared.system.router(&name)?;
            let config = Router::pool_config(&record)?
                .changed(&change)
                .map_err(Error::findings)?;
            record.pool = serde_json::to_value(&config)
                .map_err(|error| Error::new(ErrorKind::Internal, "internal", error.to_string()))?;
            shared.system.set_pool(record.id, &record.pool)?;
            Ok(Router::new(shared, record))
        })
        .await?;
        drop(lock);
        router.vlan_pool().status().await
    }
}
