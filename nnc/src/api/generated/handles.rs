// generated from schema/nnc.graphql by `cargo xtask codegen`; do not edit

use std::sync::Arc;

use async_trait::async_trait;
use nnc_core::model::*;

use super::arguments::*;
use super::outputs::*;
use crate::api::{Feed, List};
use crate::error::Error;

/// Where everything starts.
#[async_trait]
pub trait RootApi: Send + Sync + 'static {
    /// Opens a data directory, and makes it if it is missing. Settles nothing: a change that a crash left open is settled
    /// by the first call that changes its router, or by `recover`.
    ///
    /// # Errors
    /// Why the router or the database could not be used.
    async fn open(&self, arguments: OpenArguments) -> Result<Arc<dyn NncApi>, Error>;

    /// Opens a data directory for a test: ids are drawn from the seed, and time stands at a moment until `setTime` moves it,
    /// so that two runs give the same. Whoever knows the seed knows every key: never use it for anything but tests.
    ///
    /// # Errors
    /// Why the router or the database could not be used.
    async fn open_for_test(&self, arguments: OpenForTestArguments) -> Result<Arc<dyn NncApi>, Error>;

    /// The version of nnc.
    ///
    /// # Errors
    /// Why the router or the database could not be used.
    async fn version(&self) -> Result<String, Error>;
}

/// An opened data directory: which routers there are.
#[async_trait]
pub trait NncApi: Send + Sync + 'static {
    /// The routers, by name.
    ///
    /// # Errors
    /// Why the router or the database could not be used.
    async fn routers(&self) -> Result<List<Router>, Error>;

    /// One router.
    ///
    /// # Errors
    /// `no-such-router`; or why the router or the database could not be used.
    async fn router(&self, arguments: NncRouterArguments) -> Result<Arc<dyn RouterApi>, Error>;

    /// Connects to a router, reads what it is, and remembers it. On failure nothing is stored. The password is stored
    /// encrypted.
    ///
    /// # Errors
    /// `router-exists`, `login-failed`, `router-unreachable`; or why the router or the database could not be used.
    async fn add_router(&self, arguments: NncAddRouterArguments) -> Result<Router, Error>;

    /// Forgets a router and what is known of it. Nothing is changed on the router, so what nnc made there must be gone
    /// unless `keepRows` says that it may stay.
    ///
    /// # Errors
    /// `no-such-router`, `router-in-use`, `router-busy`; or why the router or the database could not be used.
    async fn remove_router(&self, arguments: NncRemoveRouterArguments) -> Result<(), Error>;

    /// What this program does, from now on: the phases of each change as `apply.<phase>`, and what monitors see.
    ///
    /// # Errors
    /// Why the router or the database could not be used.
    fn events(&self, arguments: NncEventsArguments) -> Result<Box<dyn Feed<Event>>, Error>;

    /// Moves the time of one that was opened with `openForTest`.
    ///
    /// # Errors
    /// `unsupported`; or why the router or the database could not be used.
    async fn set_time(&self, arguments: NncSetTimeArguments) -> Result<(), Error>;

    /// Adds a router that your program implements, or attaches it again after a start: what is remembered of it stays. nnc
    /// calls it from then on as it calls any router.
    ///
    /// # Errors
    /// `router-exists`; or why the router or the database could not be used.
    async fn attach_router(&self, arguments: NncAttachRouterArguments, router: Arc<dyn HostRouterApi>) -> Result<Router, Error>;
}

/// One router. It connects when something needs the router.
#[async_trait]
pub trait RouterApi: Send + Sync + 'static {
    /// What is remembered of it.
    ///
    /// # Errors
    /// Why the router or the database could not be used.
    async fn info(&self) -> Result<Router, Error>;

    /// Its virtual interfaces.
    fn virtual_interfaces(&self) -> Arc<dyn VirtualInterfacesApi>;

    /// The devices steered through them.
    fn steering_rules(&self) -> Arc<dyn SteeringRulesApi>;

    /// Its VLAN ids and subnets.
    fn vlan_pool(&self) -> Arc<dyn VlanPoolApi>;

    /// Its resources of every type, with all that is known of them.
    fn resources(&self) -> Arc<dyn ResourcesApi>;

    /// What differs between what is wanted and what the router has. Writes nothing to the router.
    ///
    /// # Errors
    /// Why the router or the database could not be used.
    async fn drift(&self) -> Result<DriftReport, Error>;

    /// Puts right what differs, rows of ours that belong to nothing included. What was accepted stays.
    ///
    /// # Errors
    /// Why the router or the database could not be used.
    async fn repair(&self) -> Result<Change, Error> {
        self.start_repair()?.result().await
    }

    /// Puts right what differs, rows of ours that belong to nothing included. What was accepted stays.
    ///
    /// Gives the operation at once; what is refused is told by its result.
    ///
    /// # Errors
    /// None but those of arguments that make no sense.
    fn start_repair(&self) -> Result<Arc<dyn OperationApi>, Error>;

    /// Remembers that differences are accepted: they are drift no longer until they change again. Gives what still differs.
    ///
    /// # Errors
    /// `drift-not-found`, `drift-not-acceptable`; or why the router or the database could not be used.
    async fn accept_differences(&self, arguments: RouterHandleAcceptDifferencesArguments) -> Result<DriftReport, Error>;

    /// Takes what the router shows for what is wanted, where that follows from something that a user configures.
    ///
    /// # Errors
    /// `drift-not-found`, `drift-not-adoptable`; or why the router or the database could not be used.
    async fn adopt_differences(&self, arguments: RouterHandleAdoptDifferencesArguments) -> Result<Change, Error> {
        self.start_adopt_differences(arguments)?.result().await
    }

    /// Takes what the router shows for what is wanted, where that follows from something that a user configures.
    ///
    /// Gives the operation at once; what is refused is told by its result.
    ///
    /// # Errors
    /// None but those of arguments that make no sense.
    fn start_adopt_differences(&self, arguments: RouterHandleAdoptDifferencesArguments) -> Result<Arc<dyn OperationApi>, Error>;

    /// Judges the router's rules as they are: can a packet of a steered device leave another way than through its virtual
    /// interface? Reads, and writes nothing.
    ///
    /// # Errors
    /// `invalid-device`, `device-not-found`; or why the router or the database could not be used.
    async fn verify_leaks(&self, arguments: RouterHandleVerifyLeaksArguments) -> Result<LeakReport, Error>;

    /// Reads the router once and keeps what its rows do as the runtime layers of the resources. Gives those of which that is other than before.
    ///
    /// # Errors
    /// Why the router or the database could not be used.
    async fn refresh(&self) -> Result<Vec<String>, Error>;

    /// Settles what a crash left open, by asking the router. What cannot be settled while the router cannot be reached is listed.
    ///
    /// # Errors
    /// `router-busy`; or why the router or the database could not be used.
    async fn recover(&self) -> Result<List<Recovery>, Error>;
}

/// A change under way. Letting it go does not stop the change: it goes on to its end.
#[async_trait]
pub trait OperationApi: Send + Sync + 'static {
    /// Waits for its end.
    ///
    /// # Errors
    /// `rolled-back`, `partially-applied`, `outcome-unknown`; or why the router or the database could not be used.
    async fn result(&self) -> Result<Change, Error>;

    /// How far it is, until it ends. A slow reader sees only the newest.
    ///
    /// # Errors
    /// Why the router or the database could not be used.
    fn progress(&self) -> Result<Box<dyn Feed<Progress>>, Error>;

    /// Gives it up at the next safe point; what was done by then is taken back. Where it is too late for that, it goes on.
    ///
    /// # Errors
    /// Why the router or the database could not be used.
    async fn cancel(&self) -> Result<(), Error>;
}

/// The virtual interfaces of one router.
#[async_trait]
pub trait VirtualInterfacesApi: Send + Sync + 'static {
    /// Creates virtual interfaces: all of them or none. What exists already as asked is left alone.
    ///
    /// # Errors
    /// `name-taken`, `parent-not-found`, `vlan-taken`, `subnet-overlap`, `pool-exhausted`, `vif-not-found`, `chain-loop`, `unsupported`; or why the router or the database could not be used.
    async fn create(&self, arguments: VirtualInterfacesCreateArguments) -> Result<Change, Error> {
        self.start_create(arguments)?.result().await
    }

    /// Creates virtual interfaces: all of them or none. What exists already as asked is left alone.
    ///
    /// Gives the operation at once; what is refused is told by its result.
    ///
    /// # Errors
    /// None but those of arguments that make no sense.
    fn start_create(&self, arguments: VirtualInterfacesCreateArguments) -> Result<Arc<dyn OperationApi>, Error>;

    /// The virtual interfaces, by instance, as last confirmed by the router.
    ///
    /// # Errors
    /// Why the router or the database could not be used.
    async fn list(&self) -> Result<List<VirtualInterface>, Error>;

    /// One virtual interface.
    ///
    /// # Errors
    /// `vif-not-found`; or why the router or the database could not be used.
    async fn get(&self, arguments: VirtualInterfacesGetArguments) -> Result<VirtualInterface, Error>;

    /// The way that its traffic takes: itself, then what it goes through, to the last.
    ///
    /// # Errors
    /// `vif-not-found`; or why the router or the database could not be used.
    async fn chain(&self, arguments: VirtualInterfacesChainArguments) -> Result<List<VirtualInterface>, Error>;

    /// Deletes virtual interfaces: all of them or none.
    ///
    /// # Errors
    /// `vif-not-found`, `vif-in-use`, `resource-in-use`; or why the router or the database could not be used.
    async fn delete(&self, arguments: VirtualInterfacesDeleteArguments) -> Result<Change, Error> {
        self.start_delete(arguments)?.result().await
    }

    /// Deletes virtual interfaces: all of them or none.
    ///
    /// Gives the operation at once; what is refused is told by its result.
    ///
    /// # Errors
    /// None but those of arguments that make no sense.
    fn start_delete(&self, arguments: VirtualInterfacesDeleteArguments) -> Result<Arc<dyn OperationApi>, Error>;
}

/// The steered devices of one router.
#[async_trait]
pub trait SteeringRulesApi: Send + Sync + 'static {
    /// Sends a device through a virtual interface, and never any other way: while the service cannot be reached the device
    /// is cut off, unless the interface was made to fail open.
    ///
    /// # Errors
    /// `invalid-device`, `vif-not-found`, `device-steered`, `ipv6-not-coverable`, `vlan-not-found`; or why the router or the database could not be used.
    async fn add(&self, arguments: SteeringRulesAddArguments) -> Result<Change, Error> {
        self.start_add(arguments)?.result().await
    }

    /// Sends a device through a virtual interface, and never any other way: while the service cannot be reached the device
    /// is cut off, unless the interface was made to fail open.
    ///
    /// Gives the operation at once; what is refused is told by its result.
    ///
    /// # Errors
    /// None but those of arguments that make no sense.
    fn start_add(&self, arguments: SteeringRulesAddArguments) -> Result<Arc<dyn OperationApi>, Error>;

    /// Sends a steered device through another virtual interface, at once.
    ///
    /// # Errors
    /// `device-not-found`, `vif-not-found`; or why the router or the database could not be used.
    async fn switch(&self, arguments: SteeringRulesSwitchArguments) -> Result<Change, Error> {
        self.start_switch(arguments)?.result().await
    }

    /// Sends a steered device through another virtual interface, at once.
    ///
    /// Gives the operation at once; what is refused is told by its result.
    ///
    /// # Errors
    /// None but those of arguments that make no sense.
    fn start_switch(&self, arguments: SteeringRulesSwitchArguments) -> Result<Arc<dyn OperationApi>, Error>;

    /// Stops steering a device.
    ///
    /// # Errors
    /// `device-not-found`, `resource-in-use`; or why the router or the database could not be used.
    async fn remove(&self, arguments: SteeringRulesRemoveArguments) -> Result<Change, Error> {
        self.start_remove(arguments)?.result().await
    }

    /// Stops steering a device.
    ///
    /// Gives the operation at once; what is refused is told by its result.
    ///
    /// # Errors
    /// None but those of arguments that make no sense.
    fn start_remove(&self, arguments: SteeringRulesRemoveArguments) -> Result<Arc<dyn OperationApi>, Error>;

    /// The steered devices, as last confirmed by the router.
    ///
    /// # Errors
    /// Why the router or the database could not be used.
    async fn list(&self) -> Result<List<SteeringRule>, Error>;
}

/// The VLAN ids and the address space of one router.
#[async_trait]
pub trait VlanPoolApi: Send + Sync + 'static {
    /// The pool, and how much of it is left, so far as is known without asking the router.
    ///
    /// # Errors
    /// Why the router or the database could not be used.
    async fn status(&self) -> Result<VlanPoolStatus, Error>;

    /// What was given out, by VLAN id.
    ///
    /// # Errors
    /// Why the router or the database could not be used.
    async fn allocations(&self) -> Result<List<VlanAllocation>, Error>;

    /// Changes the pool for what is created from now on; what exists keeps what it has.
    ///
    /// # Errors
    /// `invalid-pool`, `router-busy`; or why the router or the database could not be used.
    async fn configure(&self, arguments: VlanPoolHandleConfigureArguments) -> Result<VlanPoolStatus, Error>;

    /// Takes back what belongs to nothing: quarantines that are over, and rows of ours on the router whose resource is not known.
    ///
    /// # Errors
    /// Why the router or the database could not be used.
    async fn clean(&self) -> Result<Change, Error> {
        self.start_clean()?.result().await
    }

    /// Takes back what belongs to nothing: quarantines that are over, and rows of ours on the router whose resource is not known.
    ///
    /// Gives the operation at once; what is refused is told by its result.
    ///
    /// # Errors
    /// None but those of arguments that make no sense.
    fn start_clean(&self) -> Result<Arc<dyn OperationApi>, Error>;
}

/// The resources of one router, of every type. `which` names one by its uuid or by what it is called, such as `vif/tor-usa`.
#[async_trait]
pub trait ResourcesApi: Send + Sync + 'static {
    /// All resources, by what they are called.
    ///
    /// # Errors
    /// Why the router or the database could not be used.
    async fn list(&self) -> Result<List<ResourceSummary>, Error>;

    /// A resource with the wanted layers; all of them where none is named. One that was deleted has its uuid and its times still.
    ///
    /// # Errors
    /// `no-such-resource`; or why the router or the database could not be used.
    async fn show(&self, arguments: ResourcesShowArguments) -> Result<ResourceView, Error>;

    /// A resource as it was at a time; null if it was not there then. A layer whose past is not kept that far says so.
    ///
    /// # Errors
    /// `no-such-resource`; or why the router or the database could not be used.
    async fn at(&self, arguments: ResourcesAtArguments) -> Result<Option<ResourceAt>, Error>;

    /// What happened to the wanted layers of a resource: what changed, who wanted it and why; newest first.
    ///
    /// # Errors
    /// `no-such-resource`; or why the router or the database could not be used.
    async fn history(&self, arguments: ResourcesHistoryArguments) -> Result<List<HistoryEntry>, Error>;

    /// What differs in the wanted layers of a resource between two times.
    ///
    /// # Errors
    /// `no-such-resource`; or why the router or the database could not be used.
    async fn diff(&self, arguments: ResourcesDiffArguments) -> Result<List<LayerDifference>, Error>;

    /// What breaks if a resource is deleted, and why. `which` may also be something of the router that resources need, such as `interface/ether1`.
    ///
    /// # Errors
    /// `no-such-resource`; or why the router or the database could not be used.
    async fn impact(&self, arguments: ResourcesImpactArguments) -> Result<ImpactReport, Error>;

    /// Notes that a resource needs another: deleting the other is refused from now on unless what needs it goes too.
    ///
    /// # Errors
    /// `no-such-resource`, `relationship-cycle`; or why the router or the database could not be used.
    async fn depend(&self, arguments: ResourcesDependArguments) -> Result<(), Error>;

    /// Makes a resource of a type of the schema as a document says, on the router too; the same again writes nothing. Secrets
    /// in the document are stored, encrypted, and only referred to from then on.
    ///
    /// # Errors
    /// `unknown-type`, `invalid-input`, `immutable-field`, `name-taken`, `unsupported`; or why the router or the database could not be used.
    async fn apply(&self, arguments: ResourcesApplyArguments) -> Result<Change, Error> {
        self.start_apply(arguments)?.result().await
    }

    /// Makes a resource of a type of the schema as a document says, on the router too; the same again writes nothing. Secrets
    /// in the document are stored, encrypted, and only referred to from then on.
    ///
    /// Gives the operation at once; what is refused is told by its result.
    ///
    /// # Errors
    /// None but those of arguments that make no sense.
    fn start_apply(&self, arguments: ResourcesApplyArguments) -> Result<Arc<dyn OperationApi>, Error>;

    /// Deletes a resource, on the router too.
    ///
    /// # Errors
    /// `no-such-resource`, `resource-in-use`; or why the router or the database could not be used.
    async fn delete(&self, arguments: ResourcesDeleteArguments) -> Result<Change, Error> {
        self.start_delete(arguments)?.result().await
    }

    /// Deletes a resource, on the router too.
    ///
    /// Gives the operation at once; what is refused is told by its result.
    ///
    /// # Errors
    /// None but those of arguments that make no sense.
    fn start_delete(&self, arguments: ResourcesDeleteArguments) -> Result<Arc<dyn OperationApi>, Error>;
}

/// A router that your program implements. It keeps rows as RouterOS does, in whatever way it can: each menu, such as
/// `/interface/vlan`, has rows in an order, each with a handle under `.id` and texts spelled as RouterOS spells them. An
/// error with the code `router-unreachable` or `connection-lost` means that nobody answers, `unsupported` that there is no
/// such menu; any other that it refuses and has changed nothing.
#[async_trait]
pub trait HostRouterApi: Send + Sync + 'static {
    /// The version of RouterOS whose rows it keeps, such as `7.22.3`.
    ///
    /// # Errors
    /// Those of the host program.
    async fn version(&self) -> Result<String, Error>;

    /// Its own name.
    ///
    /// # Errors
    /// Those of the host program.
    async fn identity(&self) -> Result<String, Error>;

    /// The rows of a menu, in their order.
    ///
    /// # Errors
    /// Those of the host program.
    async fn read(&self, menu: String) -> Result<Vec<std::collections::BTreeMap<String, String>>, Error>;

    /// Carries out `add` (with `place-before`: the handle of the row that it goes before), `set` and `remove` (with `.id`),
    /// `move` (with `numbers` and `destination`) or `unset` (with `.id` and `value-name`). Gives the handle of a row that was
    /// added.
    ///
    /// # Errors
    /// Those of the host program.
    async fn write(&self, menu: String, verb: String, values: std::collections::BTreeMap<String, String>) -> Result<Option<String>, Error>;

    /// Begins what `commit` makes stand and `rollBack` takes back. Refuse it while another is open.
    ///
    /// # Errors
    /// Those of the host program.
    async fn begin(&self) -> Result<(), Error>;

    /// Makes everything since `begin` stand.
    ///
    /// # Errors
    /// Those of the host program.
    async fn commit(&self) -> Result<(), Error>;

    /// Takes everything since `begin` back.
    ///
    /// # Errors
    /// Those of the host program.
    async fn roll_back(&self) -> Result<(), Error>;
}

