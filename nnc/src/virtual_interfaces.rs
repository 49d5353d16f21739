//! Virtual interfaces of a router.

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

use nnc_core::intent::{GatewayType, Instance, OnFailure, VirtualInterface};
use nnc_core::model::CreateVirtualInterfaceInput;

use crate::draft::no_such_interface;
use crate::error::Error;
use crate::router::{Reach, Router};
use crate::views::{Change, VirtualInterfaceView};

/// A virtual interface to create.
///
/// ```
/// use nnc::CreateVirtualInterface;
/// let tor = CreateVirtualInterface::new("tor-usa", "tor").unwrap().parent("ether2");
/// assert!(CreateVirtualInterface::new("Tor USA", "tor").is_err());
/// # let _ = tor;
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CreateVirtualInterface(CreateVirtualInterfaceInput);

impl From<CreateVirtualInterfaceInput> for CreateVirtualInterface {
    /// A wish as the schema has it, such as one read from JSON. It is judged when it is used.
    fn from(input: CreateVirtualInterfaceInput) -> Self {
        Self(input)
    }
}

impl CreateVirtualInterface {
    /// An instance of a service, on `ether1`.
    ///
    /// # Errors
    /// `invalid-name` or `invalid-service`.
    pub fn new(instance: &str, service: &str) -> Result<Self, Error> {
        let wish = Self(CreateVirtualInterfaceInput::new(instance, service));
        wish.intent().map(|_| wish)
    }

    fn intent(&self) -> Result<VirtualInterface, Error> {
        VirtualInterface::of_input(&self.0).map_err(Error::findings)
    }

    /// The interface that the service is behind. Default `ether1`.
    #[must_use]
    pub fn parent(mut self, parent: impl Into<String>) -> Self {
        self.0.parent = Some(parent.into());
        self
    }

    /// Insists on a VLAN id, 2 to 4094.
    #[must_use]
    pub fn vlan(mut self, vlan: u16) -> Self {
        self.0.vlan_id = Some(vlan.into());
        self
    }

    /// The resolver of steered devices, in place of the service's own.
    #[must_use]
    pub fn dns(mut self, resolver: IpAddr) -> Self {
        self.0.dns = Some(resolver);
        self
    }

    /// What carries traffic into the service.
    #[must_use]
    pub fn gateway(mut self, gateway: GatewayType) -> Self {
        self.0.gateway_type = gateway;
        self
    }

    /// Sends the service's own traffic through another instance.
    #[must_use]
    pub fn through(mut self, instance: Instance) -> Self {
        self.0.through = Some(instance.to_string());
        self
    }

    /// What happens while the service cannot be reached. Default: steered devices are cut off.
    #[must_use]
    pub fn on_failure(mut self, on_failure: OnFailure) -> Self {
        self.0.on_failure = on_failure;
        self
    }

    /// Carries IPv6 too.
    #[must_use]
    pub fn ipv6(mut self, ipv6: bool) -> Self {
        self.0.ipv6 = ipv6;
        self
    }
}

/// The virtual interfaces of one router.
#[derive(Debug, Clone)]
pub struct VirtualInterfaces {
    router: Router,
}

impl VirtualInterfaces {
    pub(crate) fn new(router: Router) -> Self {
        Self { router }
    }

    pub(crate) fn router(&self) -> &Router {
        &self.router
    }

    /// Creates virtual interfaces: all of them or none. What exists already as asked is left alone.
    ///
    /// # Errors
    /// `invalid-name`, `invalid-service`, `invalid-dns`, `vlan-out-of-range`, `invalid-input`, `unsupported` (a DHCP
    /// server); `name-taken`, `parent-not-found`, `vlan-taken`, `subnet-overlap`, `pool-exhausted`, `vif-not-found` (for
    /// `through`), `chain-loop`; `rolled-back`, `partially-applied`, `outcome-unknown`; or why the router or the
    /// database could not be used.
    pub async fn create(&self, interfaces: Vec<CreateVirtualInterface>) -> Result<Change, Error> {
        self.create_with(interfaces, false).await
    }

    /// What [`create`](Self::create) would do. Writes nothing.
    ///
    /// # Errors
    /// As for `create`.
    pub async fn plan_create(&self, interfaces: Vec<CreateVirtualInterface>) -> Result<Change, Error> {
        self.create_with(interfaces, true).await
    }

    pub(crate) async fn create_with(
        &self,
        interfaces: Vec<CreateVirtualInterface>,
        dry_run: bool,
    ) -> Result<Change, Error> {
        let interfaces: Vec<VirtualInterface> = interfaces
            .iter()
            .map(CreateVirtualInterface::intent)
            .collect::<Result<_, _>>()?;
        let names: Vec<&str> = interfaces
            .iter()
            .map(|interface| interface.instance.as_str())
            .collect();
        let description = format!("create {}", names.join(", "));
        self.router
            .change(description, dry_run, Reach::Draft, |draft| {
                interfaces
                    .iter()
                    .try_for_each(|interface| draft.create(interface.clone()))
            })
            .await
    }

    /// Deletes virtual interfaces: all of them or none. With `cascade`, devices steered through them are
    /// steered no longer.
    ///
    /// # Errors
    /// `vif-not-found`, `vif-in-use`, `resource-in-use` where another resource needs it; otherwise as for
    /// [`create`](Self::create).
    pub async fn delete(&self, instances: &[&str], cascade: bool) -> Result<Change, Error> {
        self.delete_with(instances, cascade, false).await
    }

    /// What [`delete`](Self::delete) would do. Writes nothing.
    ///
    /// # Errors
    /// As for `delete`.
    pub async fn plan_delete(&self, instances: &[&str], cascade: bool) -> Result<Change, Error> {
        self.delete_with(instances, cascade, true).await
    }

    pub(crate) async fn delete_with(
        &self,
        instances: &[&str],
        cascade: bool,
        dry_run: bool,
    ) -> Result<Change, Error> {
        let instances: BTreeSet<Instance> = instances
            .iter()
            .map(|name| name.parse())
            .collect::<Result<_, _>>()?;
        let names: Vec<&str> = instances.iter().map(Instance::as_str).collect();
        let description = format!("delete {}", names.join(", "));
        self.router
            .change(description, dry_run, Reach::Draft, |draft| {
                draft.delete(&instances, cascade)
            })
            .await
    }

    /// The virtual interfaces, by instance, as last confirmed by the router.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub async fn list(&self) -> Result<Vec<VirtualInterfaceView>, Error> {
        Ok(self.router.recalled().await?.interfaces.clone())
    }

    /// One virtual interface.
    ///
    /// # Errors
    /// `vif-not-found`, or if the database cannot be read.
    pub async fn get(&self, instance: &str) -> Result<VirtualInterfaceView, Error> {
        let instance: Instance = instance.parse()?;
        let recalled = self.router.recalled().await?;
        let mut interfaces = recalled.interfaces.iter();
        let found = interfaces.find(|interface| interface.instance == instance);
        found.cloned().ok_or_else(|| no_such_interface(&instance))
    }

    /// The way that the traffic of a virtual interface takes: itself, then what it goes through, to the last.
    ///
    /// # Errors
    /// `vif-not-found`, or if the database cannot be read.
    pub async fn chain(&self, instance: &str) -> Result<Vec<VirtualInterfaceView>, Error> {
        let instance: Instance = instance.parse()?;
        let recalled = self.router.recalled().await?;
        let mut known: BTreeMap<&Instance, &VirtualInterfaceView> = recalled
            .interfaces
            .iter()
            .map(|interface| (&interface.instance, interface))
            .collect();
        let mut chain: Vec<VirtualInterfaceView> = Vec::new();
        // Each is taken out, so that one that goes through itself comes to an end.
        let mut next = known.remove(&instance);
        while let Some(at) = next {
            next = at.through.as_ref().and_then(|through| known.remove(through));
            chain.push(at.clone());
        }
        if chain.is_empty() {
            return Err(no_such_interface(&instance));
        }
        Ok(chain)
    }
}
