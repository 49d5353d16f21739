# generated from schema/nnc.graphql by `cargo xtask codegen`; do not edit
"""The API for programs with an event loop; programs find all of it in ``nnc``.
"""

from __future__ import annotations

import builtins
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from .. import _native
from .._kernel.aio import Feed, Handle, Opened, hosted
from .._native import (
    Finding,
    Change,
    Progress,
    Detail,
    Event,
    Difference,
    DriftReport,
    Leak,
    LeakReport,
    Recovery,
    ResourceSummary,
    LayerView,
    ResourceView,
    LayerAt,
    ResourceAt,
    ValueChange,
    HistoryEntry,
    LayerDifference,
    ImpactStep,
    Broken,
    ImpactReport,
    VirtualInterface,
    VlanPool,
    VlanPoolStatus,
    VlanAllocation,
    DeviceSelector,
    SteeringRule,
    Router,
)
from ..models import (
    CreateVirtualInterfaceInput,
    UpdateVlanPoolInput,
)
from .enums import (
    VirtualInterfaceStatus,
    GatewayType,
    GatewayStatus,
    OnFailure,
    VlanAllocationState,
    RouterPlatform,
    Layer,
    Weight,
    DriftClass,
)

__all__ = [
    "Feed",
    "HostRouter",
    "Nnc",
    "Operation",
    "Resources",
    "RouterHandle",
    "SteeringRules",
    "VirtualInterfaces",
    "VlanPoolHandle",
    "open",
    "open_for_test",
    "version",
]

_query = _native.Query()


class Nnc(Opened[_native.Nnc]):
    """An opened data directory: which routers there are."""

    __slots__ = ()

    async def routers(self) -> list[Router]:
        """The routers, by name.

        Raises:
            NncError: why the router or the database could not be used.
        """
        return await self._native.routers()

    async def router(self, name: str) -> RouterHandle:
        """One router.

        Args:
            name: the name.

        Raises:
            NncError: `no-such-router`; or why the router or the database could not be used.
        """
        return RouterHandle(await self._native.router({"name": name}))

    async def add_router(self, name: str, url: str, *, password: str | None = None, pin: str | None = None, insecure: bool = False, offline: bool = False) -> Router:
        """Connects to a router, reads what it is, and remembers it. On failure nothing is stored. The password is stored
        encrypted.

        Args:
            name: How you will call it.
            url: Where it is, such as `routeros+apis://admin@192.168.88.1`.
            password: It never reaches a log or an error.
            pin: The SHA-256 of the certificate that is accepted, as `sha256:` and 64 hexadecimal digits; the system's roots judge where it is absent.
            insecure: Accepts any certificate. Whoever sits between can read the password.
            offline: Remembers it without connecting.

        Raises:
            NncError: `router-exists`, `login-failed`, `router-unreachable`; or why the router or the database could not be used.
        """
        return await self._native.add_router({"name": name, "url": url, "password": password, "pin": pin, "insecure": insecure, "offline": offline})

    async def remove_router(self, name: str, *, keep_rows: bool = False) -> None:
        """Forgets a router and what is known of it. Nothing is changed on the router, so what nnc made there must be gone
        unless `keep_rows` says that it may stay.

        Args:
            name: the name.
            keep_rows: the keep rows.

        Raises:
            NncError: `no-such-router`, `router-in-use`, `router-busy`; or why the router or the database could not be used.
        """
        await self._native.remove_router({"name": name, "keepRows": keep_rows})

    def events(self, *, kind: str | None = None, router: str | None = None, resource: str | None = None, capacity: int = 16384) -> Feed[Event]:
        """What this program does, from now on: the phases of each change as `apply.<phase>`, and what monitors see.

        The stream is open at once: what happens from now on is in it.

        Args:
            kind: Only of this kind, such as `apply.merged`, or of a family of kinds, such as `apply`.
            router: Only of this router.
            resource: Only about this resource, such as `vif/tor-usa`.
            capacity: How many events wait for a slow reader; what it misses beyond that it is told as a count.

        Raises:
            NncError: why the router or the database could not be used.
        """
        return Feed(self._native.events({"kind": kind, "router": router, "resource": resource, "capacity": capacity}))

    async def set_time(self, time: datetime) -> None:
        """Moves the time of one that was opened with `open_for_test`.

        Args:
            time: With a time zone; kept to the millisecond.

        Raises:
            NncError: `unsupported`; or why the router or the database could not be used.
        """
        await self._native.set_time({"time": time})

    async def attach_router(self, name: str, router: HostRouter) -> Router:
        """Adds a router that your program implements, or attaches it again after a start: what is remembered of it stays. nnc
        calls it from then on as it calls any router.

        Args:
            name: How you will call it.

        Raises:
            NncError: `router-exists`; or why the router or the database could not be used.
        """
        return await self._native.attach_router({"name": name}, hosted(router))


class RouterHandle(Handle[_native.RouterHandle]):
    """One router. It connects when something needs the router."""

    __slots__ = ()

    async def info(self) -> Router:
        """What is remembered of it.

        Raises:
            NncError: why the router or the database could not be used.
        """
        return await self._native.info()

    @property
    def virtual_interfaces(self) -> VirtualInterfaces:
        """Its virtual interfaces."""
        return VirtualInterfaces(self._native.virtual_interfaces())

    @property
    def steering_rules(self) -> SteeringRules:
        """The devices steered through them."""
        return SteeringRules(self._native.steering_rules())

    @property
    def vlan_pool(self) -> VlanPoolHandle:
        """Its VLAN ids and subnets."""
        return VlanPoolHandle(self._native.vlan_pool())

    @property
    def resources(self) -> Resources:
        """Its resources of every type, with all that is known of them."""
        return Resources(self._native.resources())

    async def drift(self) -> DriftReport:
        """What differs between what is wanted and what the router has. Writes nothing to the router.

        Raises:
            NncError: why the router or the database could not be used.
        """
        return await self._native.drift()

    async def repair(self) -> Change:
        """Puts right what differs, rows of ours that belong to nothing included. What was accepted stays.

        Raises:
            NncError: why the router or the database could not be used.
        """
        return await self._native.repair()

    def start_repair(self) -> Operation:
        """Puts right what differs, rows of ours that belong to nothing included. What was accepted stays.

        Gives the operation at once; what is refused is told by its result.

        Raises:
            NncError: why the router or the database could not be used.
        """
        return Operation(self._native.start_repair())

    async def accept_differences(self, ids: Sequence[str]) -> DriftReport:
        """Remembers that differences are accepted: they are drift no longer until they change again. Gives what still differs.

        Args:
            ids: the ids.

        Raises:
            NncError: `drift-not-found`, `drift-not-acceptable`; or why the router or the database could not be used.
        """
        return await self._native.accept_differences({"ids": ids})

    async def adopt_differences(self, ids: Sequence[str]) -> Change:
        """Takes what the router shows for what is wanted, where that follows from something that a user configures.

        Args:
            ids: the ids.

        Raises:
            NncError: `drift-not-found`, `drift-not-adoptable`; or why the router or the database could not be used.
        """
        return await self._native.adopt_differences({"ids": ids})

    def start_adopt_differences(self, ids: Sequence[str]) -> Operation:
        """Takes what the router shows for what is wanted, where that follows from something that a user configures.

        Gives the operation at once; what is refused is told by its result.

        Args:
            ids: the ids.

        Raises:
            NncError: `drift-not-found`, `drift-not-adoptable`; or why the router or the database could not be used.
        """
        return Operation(self._native.start_adopt_differences({"ids": ids}))

    async def verify_leaks(self, *, device: str | None = None) -> LeakReport:
        """Judges the router's rules as they are: can a packet of a steered device leave another way than through its virtual
        interface? Reads, and writes nothing.

        Args:
            device: Only this device.

        Raises:
            NncError: `invalid-device`, `device-not-found`; or why the router or the database could not be used.
        """
        return await self._native.verify_leaks({"device": device})

    async def refresh(self) -> list[str]:
        """Reads the router once and keeps what its rows do as the runtime layers of the resources. Gives those of which that is other than before.

        Raises:
            NncError: why the router or the database could not be used.
        """
        return await self._native.refresh()

    async def recover(self) -> list[Recovery]:
        """Settles what a crash left open, by asking the router. What cannot be settled while the router cannot be reached is listed.

        Raises:
            NncError: `router-busy`; or why the router or the database could not be used.
        """
        return await self._native.recover()


class Operation(Handle[_native.Operation]):
    """A change under way. Letting it go does not stop the change: it goes on to its end."""

    __slots__ = ()

    async def result(self) -> Change:
        """Waits for its end.

        Raises:
            NncError: `rolled-back`, `partially-applied`, `outcome-unknown`; or why the router or the database could not be used.
        """
        return await self._native.result()

    def progress(self) -> Feed[Progress]:
        """How far it is, until it ends. A slow reader sees only the newest.

        The stream is open at once: what happens from now on is in it.

        Raises:
            NncError: why the router or the database could not be used.
        """
        return Feed(self._native.progress())

    async def cancel(self) -> None:
        """Gives it up at the next safe point; what was done by then is taken back. Where it is too late for that, it goes on.

        Raises:
            NncError: why the router or the database could not be used.
        """
        await self._native.cancel()


class VirtualInterfaces(Handle[_native.VirtualInterfaces]):
    """The virtual interfaces of one router."""

    __slots__ = ()

    async def create(self, interfaces: Sequence[CreateVirtualInterfaceInput | Mapping[str, object]], *, dry_run: bool = False) -> Change:
        """Creates virtual interfaces: all of them or none. What exists already as asked is left alone.

        Args:
            interfaces: the interfaces.
            dry_run: Says what would be done, and writes nothing.

        Raises:
            NncError: `name-taken`, `parent-not-found`, `vlan-taken`, `subnet-overlap`, `pool-exhausted`, `vif-not-found`, `chain-loop`, `unsupported`; or why the router or the database could not be used.
        """
        return await self._native.create({"interfaces": interfaces, "dryRun": dry_run})

    def start_create(self, interfaces: Sequence[CreateVirtualInterfaceInput | Mapping[str, object]], *, dry_run: bool = False) -> Operation:
        """Creates virtual interfaces: all of them or none. What exists already as asked is left alone.

        Gives the operation at once; what is refused is told by its result.

        Args:
            interfaces: the interfaces.
            dry_run: Says what would be done, and writes nothing.

        Raises:
            NncError: `name-taken`, `parent-not-found`, `vlan-taken`, `subnet-overlap`, `pool-exhausted`, `vif-not-found`, `chain-loop`, `unsupported`; or why the router or the database could not be used.
        """
        return Operation(self._native.start_create({"interfaces": interfaces, "dryRun": dry_run}))

    async def list(self) -> builtins.list[VirtualInterface]:
        """The virtual interfaces, by instance, as last confirmed by the router.

        Raises:
            NncError: why the router or the database could not be used.
        """
        return await self._native.list()

    async def get(self, instance: str) -> VirtualInterface:
        """One virtual interface.

        Args:
            instance: the instance.

        Raises:
            NncError: `vif-not-found`; or why the router or the database could not be used.
        """
        return await self._native.get({"instance": instance})

    async def chain(self, instance: str) -> builtins.list[VirtualInterface]:
        """The way that its traffic takes: itself, then what it goes through, to the last.

        Args:
            instance: the instance.

        Raises:
            NncError: `vif-not-found`; or why the router or the database could not be used.
        """
        return await self._native.chain({"instance": instance})

    async def delete(self, instances: Sequence[str], *, cascade: bool = False, dry_run: bool = False) -> Change:
        """Deletes virtual interfaces: all of them or none.

        Args:
            instances: the instances.
            cascade: Stops steering the devices that go through them, too.
            dry_run: Says what would be done, and writes nothing.

        Raises:
            NncError: `vif-not-found`, `vif-in-use`, `resource-in-use`; or why the router or the database could not be used.
        """
        return await self._native.delete({"instances": instances, "cascade": cascade, "dryRun": dry_run})

    def start_delete(self, instances: Sequence[str], *, cascade: bool = False, dry_run: bool = False) -> Operation:
        """Deletes virtual interfaces: all of them or none.

        Gives the operation at once; what is refused is told by its result.

        Args:
            instances: the instances.
            cascade: Stops steering the devices that go through them, too.
            dry_run: Says what would be done, and writes nothing.

        Raises:
            NncError: `vif-not-found`, `vif-in-use`, `resource-in-use`; or why the router or the database could not be used.
        """
        return Operation(self._native.start_delete({"instances": instances, "cascade": cascade, "dryRun": dry_run}))


class SteeringRules(Handle[_native.SteeringRules]):
    """The steered devices of one router."""

    __slots__ = ()

    async def add(self, device: str, via: str, *, ipv4_only: bool = False, dry_run: bool = False) -> Change:
        """Sends a device through a virtual interface, and never any other way: while the service cannot be reached the device
        is cut off, unless the interface was made to fail open.

        Args:
            device: A MAC address, an address, a network, `vlan:ID` or `list:NAME`.
            via: The instance whose virtual interface it goes out by.
            ipv4_only: Leaves the device's IPv6 alone.
            dry_run: Says what would be done, and writes nothing.

        Raises:
            NncError: `invalid-device`, `vif-not-found`, `device-steered`, `ipv6-not-coverable`, `vlan-not-found`; or why the router or the database could not be used.
        """
        return await self._native.add({"device": device, "via": via, "ipv4Only": ipv4_only, "dryRun": dry_run})

    def start_add(self, device: str, via: str, *, ipv4_only: bool = False, dry_run: bool = False) -> Operation:
        """Sends a device through a virtual interface, and never any other way: while the service cannot be reached the device
        is cut off, unless the interface was made to fail open.

        Gives the operation at once; what is refused is told by its result.

        Args:
            device: A MAC address, an address, a network, `vlan:ID` or `list:NAME`.
            via: The instance whose virtual interface it goes out by.
            ipv4_only: Leaves the device's IPv6 alone.
            dry_run: Says what would be done, and writes nothing.

        Raises:
            NncError: `invalid-device`, `vif-not-found`, `device-steered`, `ipv6-not-coverable`, `vlan-not-found`; or why the router or the database could not be used.
        """
        return Operation(self._native.start_add({"device": device, "via": via, "ipv4Only": ipv4_only, "dryRun": dry_run}))

    async def switch(self, device: str, via: str, *, dry_run: bool = False) -> Change:
        """Sends a steered device through another virtual interface, at once.

        Args:
            device: the device.
            via: the via.
            dry_run: Says what would be done, and writes nothing.

        Raises:
            NncError: `device-not-found`, `vif-not-found`; or why the router or the database could not be used.
        """
        return await self._native.switch({"device": device, "via": via, "dryRun": dry_run})

    def start_switch(self, device: str, via: str, *, dry_run: bool = False) -> Operation:
        """Sends a steered device through another virtual interface, at once.

        Gives the operation at once; what is refused is told by its result.

        Args:
            device: the device.
            via: the via.
            dry_run: Says what would be done, and writes nothing.

        Raises:
            NncError: `device-not-found`, `vif-not-found`; or why the router or the database could not be used.
        """
        return Operation(self._native.start_switch({"device": device, "via": via, "dryRun": dry_run}))

    async def remove(self, device: str, *, dry_run: bool = False) -> Change:
        """Stops steering a device.

        Args:
            device: the device.
            dry_run: Says what would be done, and writes nothing.

        Raises:
            NncError: `device-not-found`, `resource-in-use`; or why the router or the database could not be used.
        """
        return await self._native.remove({"device": device, "dryRun": dry_run})

    def start_remove(self, device: str, *, dry_run: bool = False) -> Operation:
        """Stops steering a device.

        Gives the operation at once; what is refused is told by its result.

        Args:
            device: the device.
            dry_run: Says what would be done, and writes nothing.

        Raises:
            NncError: `device-not-found`, `resource-in-use`; or why the router or the database could not be used.
        """
        return Operation(self._native.start_remove({"device": device, "dryRun": dry_run}))

    async def list(self) -> builtins.list[SteeringRule]:
        """The steered devices, as last confirmed by the router.

        Raises:
            NncError: why the router or the database could not be used.
        """
        return await self._native.list()


class VlanPoolHandle(Handle[_native.VlanPoolHandle]):
    """The VLAN ids and the address space of one router."""

    __slots__ = ()

    async def status(self) -> VlanPoolStatus:
        """The pool, and how much of it is left, so far as is known without asking the router.

        Raises:
            NncError: why the router or the database could not be used.
        """
        return await self._native.status()

    async def allocations(self) -> list[VlanAllocation]:
        """What was given out, by VLAN id.

        Raises:
            NncError: why the router or the database could not be used.
        """
        return await self._native.allocations()

    async def configure(self, change: UpdateVlanPoolInput | Mapping[str, object]) -> VlanPoolStatus:
        """Changes the pool for what is created from now on; what exists keeps what it has.

        Args:
            change: the change.

        Raises:
            NncError: `invalid-pool`, `router-busy`; or why the router or the database could not be used.
        """
        return await self._native.configure({"change": change})

    async def clean(self) -> Change:
        """Takes back what belongs to nothing: quarantines that are over, and rows of ours on the router whose resource is not known.

        Raises:
            NncError: why the router or the database could not be used.
        """
        return await self._native.clean()

    def start_clean(self) -> Operation:
        """Takes back what belongs to nothing: quarantines that are over, and rows of ours on the router whose resource is not known.

        Gives the operation at once; what is refused is told by its result.

        Raises:
            NncError: why the router or the database could not be used.
        """
        return Operation(self._native.start_clean())


class Resources(Handle[_native.Resources]):
    """The resources of one router, of every type. `which` names one by its uuid or by what it is called, such as `vif/tor-usa`."""

    __slots__ = ()

    async def list(self) -> builtins.list[ResourceSummary]:
        """All resources, by what they are called.

        Raises:
            NncError: why the router or the database could not be used.
        """
        return await self._native.list()

    async def show(self, which: str, *, layers: Sequence[Layer] = ()) -> ResourceView:
        """A resource with the wanted layers; all of them where none is named. One that was deleted has its uuid and its times still.

        Args:
            which: the which.
            layers: the layers.

        Raises:
            NncError: `no-such-resource`; or why the router or the database could not be used.
        """
        return await self._native.show({"which": which, "layers": layers})

    async def at(self, which: str, time: datetime, *, layers: Sequence[Layer] = ()) -> ResourceAt | None:
        """A resource as it was at a time; None if it was not there then. A layer whose past is not kept that far says so.

        Args:
            which: the which.
            time: With a time zone; kept to the millisecond.
            layers: the layers.

        Raises:
            NncError: `no-such-resource`; or why the router or the database could not be used.
        """
        return await self._native.at({"which": which, "time": time, "layers": layers})

    async def history(self, which: str, *, layers: Sequence[Layer] = (), limit: int = 50) -> builtins.list[HistoryEntry]:
        """What happened to the wanted layers of a resource: what changed, who wanted it and why; newest first.

        Args:
            which: the which.
            layers: the layers.
            limit: the limit.

        Raises:
            NncError: `no-such-resource`; or why the router or the database could not be used.
        """
        return await self._native.history({"which": which, "layers": layers, "limit": limit})

    async def diff(self, which: str, since: datetime, until: datetime, *, layers: Sequence[Layer] = ()) -> builtins.list[LayerDifference]:
        """What differs in the wanted layers of a resource between two times.

        Args:
            which: the which.
            since: With a time zone; kept to the millisecond.
            until: With a time zone; kept to the millisecond.
            layers: the layers.

        Raises:
            NncError: `no-such-resource`; or why the router or the database could not be used.
        """
        return await self._native.diff({"which": which, "since": since, "until": until, "layers": layers})

    async def impact(self, which: str) -> ImpactReport:
        """What breaks if a resource is deleted, and why. `which` may also be something of the router that resources need, such as `interface/ether1`.

        Args:
            which: the which.

        Raises:
            NncError: `no-such-resource`; or why the router or the database could not be used.
        """
        return await self._native.impact({"which": which})

    async def depend(self, which: str, on: str, *, reason: str | None = None) -> None:
        """Notes that a resource needs another: deleting the other is refused from now on unless what needs it goes too.

        Args:
            which: the which.
            on: the on.
            reason: the reason.

        Raises:
            NncError: `no-such-resource`, `relationship-cycle`; or why the router or the database could not be used.
        """
        await self._native.depend({"which": which, "on": on, "reason": reason})

    async def apply(self, kind: str, document: object, *, dry_run: bool = False) -> Change:
        """Makes a resource of a type of the schema as a document says, on the router too; the same again writes nothing. Secrets
        in the document are stored, encrypted, and only referred to from then on.

        Args:
            kind: The type, such as `WireGuardClient`.
            document: The document: an object with the fields of the type. It never reaches a log or an error.
            dry_run: Says what would be done, and writes nothing.

        Raises:
            NncError: `unknown-type`, `invalid-input`, `immutable-field`, `name-taken`, `unsupported`; or why the router or the database could not be used.
        """
        return await self._native.apply({"kind": kind, "document": document, "dryRun": dry_run})

    def start_apply(self, kind: str, document: object, *, dry_run: bool = False) -> Operation:
        """Makes a resource of a type of the schema as a document says, on the router too; the same again writes nothing. Secrets
        in the document are stored, encrypted, and only referred to from then on.

        Gives the operation at once; what is refused is told by its result.

        Args:
            kind: The type, such as `WireGuardClient`.
            document: The document: an object with the fields of the type. It never reaches a log or an error.
            dry_run: Says what would be done, and writes nothing.

        Raises:
            NncError: `unknown-type`, `invalid-input`, `immutable-field`, `name-taken`, `unsupported`; or why the router or the database could not be used.
        """
        return Operation(self._native.start_apply({"kind": kind, "document": document, "dryRun": dry_run}))

    async def delete(self, which: str, *, cascade: bool = False, dry_run: bool = False) -> Change:
        """Deletes a resource, on the router too.

        Args:
            which: the which.
            cascade: Deletes what needs it first.
            dry_run: Says what would be done, and writes nothing.

        Raises:
            NncError: `no-such-resource`, `resource-in-use`; or why the router or the database could not be used.
        """
        return await self._native.delete({"which": which, "cascade": cascade, "dryRun": dry_run})

    def start_delete(self, which: str, *, cascade: bool = False, dry_run: bool = False) -> Operation:
        """Deletes a resource, on the router too.

        Gives the operation at once; what is refused is told by its result.

        Args:
            which: the which.
            cascade: Deletes what needs it first.
            dry_run: Says what would be done, and writes nothing.

        Raises:
            NncError: `no-such-resource`, `resource-in-use`; or why the router or the database could not be used.
        """
        return Operation(self._native.start_delete({"which": which, "cascade": cascade, "dryRun": dry_run}))


class HostRouter(ABC):
    """A router that your program implements. It keeps rows as RouterOS does, in whatever way it can: each menu, such as
    `/interface/vlan`, has rows in an order, each with a handle under `.id` and texts spelled as RouterOS spells them. An
    error with the code `router-unreachable` or `connection-lost` means that nobody answers, `unsupported` that there is no
    such menu; any other that it refuses and has changed nothing."""

    __slots__ = ()

    @abstractmethod
    async def version(self) -> str:
        """The version of RouterOS whose rows it keeps, such as `7.22.3`."""

    @abstractmethod
    async def identity(self) -> str:
        """Its own name."""

    @abstractmethod
    async def read(self, menu: str) -> list[dict[str, str]]:
        """The rows of a menu, in their order."""

    @abstractmethod
    async def write(self, menu: str, verb: str, values: dict[str, str]) -> str | None:
        """Carries out `add` (with `place-before`: the handle of the row that it goes before), `set` and `remove` (with `.id`),
        `move` (with `numbers` and `destination`) or `unset` (with `.id` and `value-name`). Gives the handle of a row that was
        added.
        """

    @abstractmethod
    async def begin(self) -> None:
        """Begins what `commit` makes stand and `rollBack` takes back. Refuse it while another is open."""

    @abstractmethod
    async def commit(self) -> None:
        """Makes everything since `begin` stand."""

    @abstractmethod
    async def roll_back(self) -> None:
        """Takes everything since `begin` back."""


async def open(path: str, *, actor: str | None = None, wait: timedelta | int | None = None, patience: timedelta | int | None = None, allow_lockout: bool = False) -> Nnc:
    """Opens a data directory, and makes it if it is missing. Settles nothing: a change that a crash left open is settled
    by the first call that changes its router, or by `recover`.

    Args:
        path: The folder.
        actor: Who wants the changes that are made from here: history tells it.
        wait: How long to wait for another process that is changing the same router; 30 seconds where it is absent. A number is milliseconds.
        patience: How long a router may take to let us in, and for each answer; 10 seconds where it is absent. A number is milliseconds.
        allow_lockout: Makes changes that are foreseen to lock this program out of the router, too.

    Raises:
        NncError: why the router or the database could not be used.
    """
    return Nnc(await _query.open({"path": path, "actor": actor, "wait": wait, "patience": patience, "allowLockout": allow_lockout}))


async def open_for_test(path: str, seed: int, time: datetime, *, actor: str | None = None, wait: timedelta | int | None = None, patience: timedelta | int | None = None, allow_lockout: bool = False) -> Nnc:
    """Opens a data directory for a test: ids are drawn from the seed, and time stands at a moment until `set_time` moves it,
    so that two runs give the same. Whoever knows the seed knows every key: never use it for anything but tests.

    Args:
        path: the path.
        seed: the seed.
        time: Where time stands. With a time zone; kept to the millisecond.
        actor: the actor.
        wait: A number is milliseconds.
        patience: A number is milliseconds.
        allow_lockout: the allow lockout.

    Raises:
        NncError: why the router or the database could not be used.
    """
    return Nnc(await _query.open_for_test({"path": path, "seed": seed, "time": time, "actor": actor, "wait": wait, "patience": patience, "allowLockout": allow_lockout}))


async def version() -> str:
    """The version of nnc.

    Raises:
        NncError: why the router or the database could not be used.
    """
    return await _query.version()
