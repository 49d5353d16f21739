//! Devices steered through virtual interfaces.

use nnc_core::device::Device;
use nnc_core::intent::{Instance, Steering};

use crate::error::Error;
use crate::router::{Reach, Router};
use crate::views::{Change, SteeringView};

/// The steered devices of one router.
#[derive(Debug, Clone)]
pub struct SteeringRules {
    router: Router,
}

impl SteeringRules {
    pub(crate) fn new(router: Router) -> Self {
        Self { router }
    }

    pub(crate) fn router(&self) -> &Router {
        &self.router
    }

    /// Sends a device through a virtual interface, and never any other way: while the service cannot be reached
    /// the device is cut off, unless the interface was made to fail open. `device` is a MAC address, an address,
    /// a network, `vlan:ID` or `list:NAME`.
    ///
    /// # Errors
    /// `invalid-device`, `vif-not-found`, `device-steered`, `ipv6-not-coverable` (unless `ipv4_only`),
    /// `vlan-not-found`; `rolled-back`, `outcome-unknown`; or why the router or the database could not be used.
    pub async fn add(&self, device: &str, via: &str, ipv4_only: bool) -> Result<Change, Error> {
        self.add_with(device, via, ipv4_only, false).await
    }

    /// What [`add`](Self::add) would do. Writes nothing.
    ///
    /// # Errors
    /// As for `add`.
    pub async fn plan_add(&self, device: &str, via: &str, ipv4_only: bool) -> Result<Change, Error> {
        self.add_with(device, via, ipv4_only, true).await
    }

    pub(crate) async fn add_with(
        &self,
        device: &str,
        via: &str,
        ipv4_only: bool,
        dry_run: bool,
    ) -> Result<Change, Error> {
        let steering = Steering {
            device: device.parse()?,
            via: via.parse()?,
            ipv4_only,
        };
        let description = format!("steer {} through {}", steering.device, steering.via);
        self.router
            .change(description, dry_run, Reach::Draft, |draft| {
                draft.steer(steering.clone())
            })
            .await
    }

    /// Sends a steered device through another virtual interface, at once.
    ///
    /// # Errors
    /// `device-not-found`, `vif-not-found`; otherwise as for [`add`](Self::add).
    pub async fn switch(&self, device: &str, via: &str) -> Result<Change, Error> {
        self.switch_with(device, via, false).await
    }

    /// What [`switch`](Self::switch) would do. Writes nothing.
    ///
    /// # Errors
    /// As for `switch`.
    pub async fn plan_switch(&self, device: &str, via: &str) -> Result<Change, Error> {
        self.switch_with(device, via, true).await
    }

    pub(crate) async fn switch_with(&self, device: &str, via: &str, dry_run: bool) -> Result<Change, Error> {
        let (device, via): (Device, Instance) = (device.parse()?, via.parse()?);
        let description = format!("switch {device} to {via}");
        self.router
            .change(description, dry_run, Reach::Draft, |draft| {
                draft.switch(&device, via.clone())
            })
            .await
    }

    /// Stops steering a device.
    ///
    /// # Errors
    /// `device-not-found`, `resource-in-use` where another resource was said to need the rule; otherwise as for
    /// [`add`](Self::add).
    pub async fn remove(&self, device: &str) -> Result<Change, Error> {
        self.remove_with(device, false).await
    }

    /// What [`remove`](Self::remove) would do. Writes nothing.
    ///
    /// # Errors
    /// As for `remove`.
    pub async fn plan_remove(&self, device: &str) -> Result<Change, Error> {
        self.remove_with(device, true).await
    }

    pub(crate) async fn remove_with(&self, device: &str, dry_run: bool) -> Result<Change, Error> {
        let device: Device = device.parse()?;
        let description = format!("stop steering {device}");
        self.router
            .change(description, dry_run, Reach::Draft, |draft| draft.unsteer(&device))
            .await
    }

    /// The steered devices, as last confirmed by the router.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub async fn list(&self) -> Result<Vec<SteeringView>, Error> {
        Ok(self.router.recalled().await?.steerings.clone())
    }
}
