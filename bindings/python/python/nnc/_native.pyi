# generated from schema/nnc.graphql by `cargo xtask codegen`; do not edit
"""The native part of nnc: records, and what the handles of the package stand on."""

import builtins
from collections.abc import Callable, Generator, Mapping
from datetime import datetime
from typing import Any, Generic, Self, TypeVar, final

from ._generated.enums import (
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
    "HostAnswer",
    "Pending",
    "Stream",
    "__version__",
    "Finding",
    "Change",
    "Progress",
    "Detail",
    "Event",
    "Difference",
    "DriftReport",
    "Leak",
    "LeakReport",
    "Recovery",
    "ResourceSummary",
    "LayerView",
    "ResourceView",
    "LayerAt",
    "ResourceAt",
    "ValueChange",
    "HistoryEntry",
    "LayerDifference",
    "ImpactStep",
    "Broken",
    "ImpactReport",
    "VirtualInterface",
    "VlanPool",
    "VlanPoolStatus",
    "VlanAllocation",
    "DeviceSelector",
    "SteeringRule",
    "Router",
    "Query",
    "Nnc",
    "RouterHandle",
    "Operation",
    "VirtualInterfaces",
    "SteeringRules",
    "VlanPoolHandle",
    "Resources",
]

_T = TypeVar("_T")

__version__: str

@final
class HostAnswer:
    """The place for the answer of what a program implements."""

    def give(self, value: object) -> None: ...
    def fail(self, code: str, message: str) -> None: ...

@final
class Pending(Generic[_T]):
    """A call that has not begun. It begins when it is awaited or waited for."""

    def __await__(self) -> Generator[Any, None, _T]: ...
    def wait(self) -> _T: ...

@final
class Stream(Generic[_T]):
    """A stream that is open until it is closed or let go of."""

    def ready(self) -> Pending[bool]: ...
    def take(self, most: int) -> list[_T]: ...
    def close(self) -> None: ...

@final
class Finding:
    """Something that validation found."""

    @property
    def code(self) -> str:
        """A stable code, listed in `docs/errors.md`."""

    @property
    def pointer(self) -> str:
        """Where: a JSON pointer (RFC 6901)."""

    @property
    def message(self) -> str:
        """What it is and what to do, for people."""

    @property
    def stage(self) -> str:
        """The stage of validation that found it."""

    @property
    def weight(self) -> Weight:
        """The field `weight`."""

    def to_json(self) -> str:
        """The record as the schema spells it, as JSON text."""

    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: object, /) -> Self: ...

@final
class Change:
    """What a call did."""

    @property
    def changed(self) -> bool:
        """Whether anything was written to the router (or would be, in a dry run)."""

    @property
    def dry_run(self) -> bool:
        """Whether this was a dry run."""

    @property
    def commands(self) -> list[str]:
        """What was written (or would be), as a person would type it."""

    @property
    def findings(self) -> list[Finding]:
        """What validation found and did not refuse."""

    @property
    def plan_hash(self) -> str | None:
        """Two plans of one hash do the same to the same router; None where there was nothing to plan."""

    @property
    def resource(self) -> str | None:
        """The resource that was put, where the call put one."""

    @property
    def uuid(self) -> str | None:
        """Its uuid; None in a dry run of one that is not there yet."""

    def to_json(self) -> str:
        """The record as the schema spells it, as JSON text."""

    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: object, /) -> Self: ...

@final
class Progress:
    """How far a change is."""

    @property
    def phase(self) -> str:
        """The phase: `draft`, `validated`, `intent-logged`, `armed`, `applying`, `verifying`, `confirmed`, `disarmed`, `merged`, `rolling-back`, `rolled-back`, `partially-applied`, `unknown` or `reconciling`."""

    @property
    def done(self) -> int | None:
        """While applying: how many operations the router has answered."""

    @property
    def total(self) -> int | None:
        """While applying: how many there are."""

    def to_json(self) -> str:
        """The record as the schema spells it, as JSON text."""

    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: object, /) -> Self: ...

@final
class Detail:
    """A detail of an event."""

    @property
    def name(self) -> str:
        """The field `name`."""

    @property
    def value(self) -> str:
        """The field `value`."""

    def to_json(self) -> str:
        """The record as the schema spells it, as JSON text."""

    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: object, /) -> Self: ...

@final
class Event:
    """Something that happened."""

    @property
    def at(self) -> datetime:
        """The field `at`."""

    @property
    def kind(self) -> str:
        """What kind, such as `apply.merged`."""

    @property
    def details(self) -> list[Detail]:
        """Details, by name."""

    @property
    def lost(self) -> int:
        """How many events before this one the reader has missed because it was slow."""

    def to_json(self) -> str:
        """The record as the schema spells it, as JSON text."""

    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: object, /) -> Self: ...

@final
class Difference:
    """One row of the router, or one field of it, that is not as it should be."""

    @property
    def id(self) -> str:
        """Names the difference for `accept_differences` and `adopt_differences`, such as `vif/tor-usa:vlan:mtu`."""

    @property
    def resource(self) -> str:
        """The resource that it belongs to."""

    @property
    def role(self) -> str:
        """What the row is for."""

    @property
    def menu(self) -> str:
        """The menu of the router."""

    @property
    def cause(self) -> DriftClass:
        """The field `cause`."""

    @property
    def code(self) -> str:
        """The stable code of the class."""

    @property
    def pointer(self) -> str:
        """Where, as a JSON pointer into the deployment of the router."""

    @property
    def field(self) -> str | None:
        """The field; None for a whole row."""

    @property
    def intended(self) -> str | None:
        """What is wanted; None where it is left to the router."""

    @property
    def deployed(self) -> str | None:
        """What the router confirmed last, where that is remembered."""

    @property
    def actual(self) -> str | None:
        """What the router shows."""

    @property
    def message(self) -> str:
        """What happened, for people."""

    @property
    def accepted_at(self) -> datetime | None:
        """When it was accepted; None if it was not."""

    @property
    def repair(self) -> str:
        """What would put it right, as a person would type it; empty where nnc does not know."""

    def to_json(self) -> str:
        """The record as the schema spells it, as JSON text."""

    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: object, /) -> Self: ...

@final
class DriftReport:
    """What on a router is not as wanted."""

    @property
    def differences(self) -> list[Difference]:
        """What differs."""

    @property
    def accepted(self) -> list[Difference]:
        """What differs and was accepted."""

    @property
    def respelled(self) -> list[Difference]:
        """What means the same and is only spelled otherwise by the router."""

    def to_json(self) -> str:
        """The record as the schema spells it, as JSON text."""

    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: object, /) -> Self: ...

@final
class Leak:
    """A packet that leaves another way, and how."""

    @property
    def device(self) -> str:
        """Whose packet it is."""

    @property
    def summary(self) -> str:
        """What happens to it, in a sentence."""

    @property
    def leaves_by(self) -> str:
        """The interface that it leaves by; empty where the router's own resolver answers."""

    @property
    def down(self) -> str:
        """What is down meanwhile; empty where all is up."""

    @property
    def packet(self) -> str:
        """The packet's source and destination."""

    @property
    def path(self) -> list[str]:
        """The rows that decide its way, in order."""

    def to_json(self) -> str:
        """The record as the schema spells it, as JSON text."""

    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: object, /) -> Self: ...

@final
class LeakReport:
    """Whether a packet of a steered device can leave another way than through its virtual interface."""

    @property
    def judged(self) -> list[str]:
        """The devices, and services that go out through others, that were judged."""

    @property
    def leaks(self) -> list[Leak]:
        """One counterexample for each different way of leaking. None, and nothing undecided: a proof for the rules that were read."""

    @property
    def undecided(self) -> list[str]:
        """Those for which the rules are too entangled to decide; take it that they leak."""

    @property
    def ipv4_only(self) -> list[str]:
        """Devices whose IPv6 was left alone on purpose, and is not judged."""

    @property
    def fail_open(self) -> list[str]:
        """Devices that go out unsteered while their service cannot be reached, because that was chosen."""

    def to_json(self) -> str:
        """The record as the schema spells it, as JSON text."""

    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: object, /) -> Self: ...

@final
class Recovery:
    """What became of a change that had been left open."""

    @property
    def router(self) -> str:
        """On which router."""

    @property
    def description(self) -> str:
        """What the change was."""

    @property
    def outcome(self) -> str:
        """`confirmed`, `rolled-back`, `partially-applied` or `unknown`."""

    @property
    def reason(self) -> str:
        """Why, in words; empty where it is confirmed."""

    @property
    def settled(self) -> bool:
        """Whether the router's answer is known; otherwise it stays open."""

    def to_json(self) -> str:
        """The record as the schema spells it, as JSON text."""

    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: object, /) -> Self: ...

@final
class ResourceSummary:
    """A line of a listing of resources."""

    @property
    def uuid(self) -> str:
        """What identifies it for ever."""

    @property
    def resource(self) -> str:
        """What it is called among the resources of its router, such as `vif/tor-usa`."""

    @property
    def kind(self) -> str:
        """Its type in the schema."""

    @property
    def status(self) -> VirtualInterfaceStatus:
        """Where it is in its life."""

    @property
    def created_at(self) -> datetime:
        """The field `created_at`."""

    @property
    def updated_at(self) -> datetime:
        """The field `updated_at`."""

    def to_json(self) -> str:
        """The record as the schema spells it, as JSON text."""

    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: object, /) -> Self: ...

@final
class LayerView:
    """One layer of a resource."""

    @property
    def layer(self) -> Layer:
        """The field `layer`."""

    @property
    def value(self) -> object | None:
        """What it holds; None where nothing is known."""

    @property
    def updated_at(self) -> datetime | None:
        """When that was set; None where nothing is known."""

    @property
    def source(self) -> str | None:
        """Who said so: `user`, `router` or `nnc`."""

    @property
    def age(self) -> int | None:
        """How old it is."""

    def to_json(self) -> str:
        """The record as the schema spells it, as JSON text."""

    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: object, /) -> Self: ...

@final
class ResourceView:
    """A resource with the layers that were asked for."""

    @property
    def uuid(self) -> str:
        """The field `uuid`."""

    @property
    def resource(self) -> str:
        """The field `resource`."""

    @property
    def kind(self) -> str:
        """The field `kind`."""

    @property
    def created_at(self) -> datetime:
        """The field `created_at`."""

    @property
    def removed_at(self) -> datetime | None:
        """When it was deleted; None while it is there."""

    @property
    def layers(self) -> list[LayerView]:
        """The field `layers`."""

    def to_json(self) -> str:
        """The record as the schema spells it, as JSON text."""

    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: object, /) -> Self: ...

@final
class LayerAt:
    """A layer of a resource at a time in the past."""

    @property
    def layer(self) -> Layer:
        """The field `layer`."""

    @property
    def value(self) -> object | None:
        """What it held then; None where it held nothing or where that is not known any more."""

    @property
    def updated_at(self) -> datetime | None:
        """When that was set."""

    @property
    def known_from(self) -> datetime | None:
        """Where what it held then is not known any more: from when on it is known."""

    def to_json(self) -> str:
        """The record as the schema spells it, as JSON text."""

    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: object, /) -> Self: ...

@final
class ResourceAt:
    """A resource as it was."""

    @property
    def uuid(self) -> str:
        """The field `uuid`."""

    @property
    def resource(self) -> str:
        """The field `resource`."""

    @property
    def kind(self) -> str:
        """The field `kind`."""

    @property
    def layers(self) -> list[LayerAt]:
        """The field `layers`."""

    def to_json(self) -> str:
        """The record as the schema spells it, as JSON text."""

    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: object, /) -> Self: ...

@final
class ValueChange:
    """One value that changed."""

    @property
    def pointer(self) -> str:
        """Where: a JSON pointer (RFC 6901) into the layer."""

    @property
    def before(self) -> object | None:
        """What stood there; None where nothing did."""

    @property
    def after(self) -> object | None:
        """What stands there now; None where nothing does."""

    def to_json(self) -> str:
        """The record as the schema spells it, as JSON text."""

    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: object, /) -> Self: ...

@final
class HistoryEntry:
    """Something that happened to a layer of a resource."""

    @property
    def seq(self) -> int:
        """Its number; rising over all resources of the router, with gaps."""

    @property
    def at(self) -> datetime:
        """The field `at`."""

    @property
    def uuid(self) -> str:
        """The field `uuid`."""

    @property
    def resource(self) -> str:
        """The field `resource`."""

    @property
    def kind(self) -> str:
        """The field `kind`."""

    @property
    def layer(self) -> Layer:
        """The field `layer`."""

    @property
    def source(self) -> str:
        """Who said so: `user`, `router` or `nnc`."""

    @property
    def actor(self) -> str | None:
        """Who wanted it; None for nnc itself."""

    @property
    def reason(self) -> str | None:
        """Why."""

    @property
    def changes(self) -> list[ValueChange]:
        """The field `changes`."""

    def to_json(self) -> str:
        """The record as the schema spells it, as JSON text."""

    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: object, /) -> Self: ...

@final
class LayerDifference:
    """What became of a layer between two times."""

    @property
    def layer(self) -> Layer:
        """The field `layer`."""

    @property
    def changes(self) -> list[ValueChange]:
        """The field `changes`."""

    @property
    def known_from(self) -> datetime | None:
        """Where one of the times is before what is known: from when on the layer is known."""

    def to_json(self) -> str:
        """The record as the schema spells it, as JSON text."""

    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: object, /) -> Self: ...

@final
class ImpactStep:
    """A step of an explanation why something breaks."""

    @property
    def dependent(self) -> str:
        """What needs the other."""

    @property
    def reason(self) -> str:
        """Why."""

    @property
    def depends_on(self) -> str:
        """What it needs."""

    def to_json(self) -> str:
        """The record as the schema spells it, as JSON text."""

    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: object, /) -> Self: ...

@final
class Broken:
    """Something that breaks."""

    @property
    def resource(self) -> str:
        """The field `resource`."""

    @property
    def uuid(self) -> str | None:
        """Its uuid, where it is kept under one."""

    @property
    def because(self) -> str:
        """Why, in words."""

    @property
    def path(self) -> list[ImpactStep]:
        """Why, step by step."""

    def to_json(self) -> str:
        """The record as the schema spells it, as JSON text."""

    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: object, /) -> Self: ...

@final
class ImpactReport:
    """What breaks if a resource is deleted."""

    @property
    def resource(self) -> str:
        """The field `resource`."""

    @property
    def breaks(self) -> list[Broken]:
        """What breaks, nearest first."""

    @property
    def removal_order(self) -> list[str]:
        """The order in which all of it can be deleted: nothing before what needs it."""

    def to_json(self) -> str:
        """The record as the schema spells it, as JSON text."""

    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: object, /) -> Self: ...

@final
class VirtualInterface:
    """One service instance as an interface of the router: VLAN, address, routing table, routes, marks and rules."""

    @property
    def id(self) -> str:
        """The field `id`."""

    @property
    def router_id(self) -> str:
        """The router it is on."""

    @property
    def instance_id(self) -> str | None:
        """The service instance that it belongs to; None while nnc does not run the service."""

    @property
    def instance(self) -> str:
        """What the user calls it."""

    @property
    def name(self) -> str:
        """The interface name on the router: `nnc-<instance>`, shortened with a hash where that is longer than 15 characters."""

    @property
    def service(self) -> str:
        """The name in the service catalogue, such as `tor`."""

    @property
    def parent(self) -> str:
        """The interface or bridge of the router that carries the VLAN."""

    @property
    def vlan_id(self) -> int:
        """The VLAN id."""

    @property
    def ip_address(self) -> str:
        """The router's address on the interface, such as `10.99.101.1/24`."""

    @property
    def service_address(self) -> str:
        """The address that the service binds, such as `10.99.101.2`."""

    @property
    def dns(self) -> str | None:
        """The resolver that steered devices are sent to; the service itself where it is absent."""

    @property
    def gateway_type(self) -> GatewayType:
        """The field `gateway_type`."""

    @property
    def gateway_status(self) -> GatewayStatus:
        """The field `gateway_status`."""

    @property
    def tun_name(self) -> str | None:
        """The TUN device of the gateway."""

    @property
    def routing_mark(self) -> str:
        """The mark, which is also the name of the routing table."""

    @property
    def through(self) -> str | None:
        """The instance whose virtual interface carries this one's own traffic."""

    @property
    def on_failure(self) -> OnFailure:
        """The field `on_failure`."""

    @property
    def ipv6(self) -> bool:
        """Whether IPv6 goes through the service too; otherwise it is blocked for steered devices."""

    @property
    def dhcp(self) -> bool:
        """Whether the router hands out addresses of the interface's subnet."""

    @property
    def status(self) -> VirtualInterfaceStatus:
        """The field `status`."""

    @property
    def created_at(self) -> datetime:
        """The field `created_at`."""

    @property
    def updated_at(self) -> datetime:
        """The field `updated_at`."""

    def to_json(self) -> str:
        """The record as the schema spells it, as JSON text."""

    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: object, /) -> Self: ...

@final
class VlanPool:
    """The VLAN ids and the address space that virtual interfaces are made from."""

    @property
    def router_id(self) -> str:
        """The field `router_id`."""

    @property
    def first(self) -> int:
        """The field `first`."""

    @property
    def last(self) -> int:
        """The field `last`."""

    @property
    def prefix(self) -> str:
        """Each virtual interface gets a /24 of it."""

    @property
    def quarantine(self) -> int:
        """How long a released id rests."""

    def to_json(self) -> str:
        """The record as the schema spells it, as JSON text."""

    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: object, /) -> Self: ...

@final
class VlanPoolStatus:
    """How full a VLAN pool is."""

    @property
    def pool(self) -> VlanPool:
        """The field `pool`."""

    @property
    def total(self) -> int:
        """How many ids the pool has."""

    @property
    def allocated(self) -> int:
        """The field `allocated`."""

    @property
    def quarantined(self) -> int:
        """The field `quarantined`."""

    @property
    def foreign(self) -> int | None:
        """Ids that somebody else uses on the router; None where the router was not asked."""

    @property
    def orphans(self) -> int | None:
        """Ids of ours on the router that no virtual interface is known for; None where the router was not asked."""

    @property
    def available(self) -> int:
        """The field `available`."""

    def to_json(self) -> str:
        """The record as the schema spells it, as JSON text."""

    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: object, /) -> Self: ...

@final
class VlanAllocation:
    """One VLAN id that is not free."""

    @property
    def router_id(self) -> str:
        """The field `router_id`."""

    @property
    def vlan_id(self) -> int:
        """The field `vlan_id`."""

    @property
    def state(self) -> VlanAllocationState:
        """The field `state`."""

    @property
    def subnet(self) -> str | None:
        """The subnet that goes with it."""

    @property
    def instance(self) -> str | None:
        """The instance that has it or had it."""

    @property
    def since(self) -> datetime | None:
        """When it was released; None while it is in use."""

    @property
    def until(self) -> datetime | None:
        """When the quarantine ends."""

    def to_json(self) -> str:
        """The record as the schema spells it, as JSON text."""

    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: object, /) -> Self: ...

@final
class DeviceSelector:
    """Which device, or which devices, a steering rule is about."""

    @property
    def mac(self) -> str | None:
        """The field `mac`."""

    @property
    def address(self) -> str | None:
        """The field `address`."""

    @property
    def subnet(self) -> str | None:
        """The field `subnet`."""

    @property
    def vlan(self) -> int | None:
        """The field `vlan`."""

    @property
    def address_list(self) -> str | None:
        """An address list of the router. The name is part of the marks of its rows, which have room for 30 characters."""

    def to_json(self) -> str:
        """The record as the schema spells it, as JSON text."""

    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: object, /) -> Self: ...

@final
class SteeringRule:
    """Sends the traffic of a device out through a virtual interface, and never any other way."""

    @property
    def id(self) -> str:
        """The field `id`."""

    @property
    def router_id(self) -> str:
        """The field `router_id`."""

    @property
    def device(self) -> DeviceSelector:
        """The field `device`."""

    @property
    def via(self) -> str:
        """The instance whose virtual interface it goes out by."""

    @property
    def ipv4_only(self) -> bool:
        """Leaves the device's IPv6 alone; listings and the leak check show it."""

    @property
    def created_at(self) -> datetime:
        """The field `created_at`."""

    @property
    def updated_at(self) -> datetime:
        """The field `updated_at`."""

    def to_json(self) -> str:
        """The record as the schema spells it, as JSON text."""

    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: object, /) -> Self: ...

@final
class Router:
    """A router under control."""

    @property
    def id(self) -> str:
        """The field `id`."""

    @property
    def name(self) -> str:
        """The field `name`."""

    @property
    def url(self) -> str:
        """The field `url`."""

    @property
    def platform(self) -> RouterPlatform:
        """The field `platform`."""

    @property
    def pin(self) -> str | None:
        """The SHA-256 of the certificate that is accepted, as `sha256:` and 64 hexadecimal digits."""

    @property
    def insecure(self) -> bool:
        """Whether a certificate is accepted unseen."""

    @property
    def password(self) -> str | None:
        """Where the password is kept."""

    @property
    def identity(self) -> str | None:
        """The router's own name for itself."""

    @property
    def version(self) -> str | None:
        """The field `version`."""

    @property
    def bytes_sent(self) -> int | None:
        """What the controller has sent to it since the start; None where nobody counts."""

    @property
    def created_at(self) -> datetime:
        """The field `created_at`."""

    @property
    def updated_at(self) -> datetime:
        """The field `updated_at`."""

    def to_json(self) -> str:
        """The record as the schema spells it, as JSON text."""

    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: object, /) -> Self: ...

@final
class Query:
    def __new__(cls) -> Query: ...
    def open(self, arguments: Mapping[str, object]) -> Pending[Nnc]: ...
    def open_for_test(self, arguments: Mapping[str, object]) -> Pending[Nnc]: ...
    def version(self) -> Pending[str]: ...

@final
class Nnc:
    def routers(self) -> Pending[list[Router]]: ...
    def router(self, arguments: Mapping[str, object]) -> Pending[RouterHandle]: ...
    def add_router(self, arguments: Mapping[str, object]) -> Pending[Router]: ...
    def remove_router(self, arguments: Mapping[str, object]) -> Pending[None]: ...
    def events(self, arguments: Mapping[str, object]) -> Stream[Event]: ...
    def set_time(self, arguments: Mapping[str, object]) -> Pending[None]: ...
    def attach_router(self, arguments: Mapping[str, object], host: Callable[[str, tuple[object, ...], HostAnswer], None]) -> Pending[Router]: ...

@final
class RouterHandle:
    def info(self) -> Pending[Router]: ...
    def virtual_interfaces(self) -> VirtualInterfaces: ...
    def steering_rules(self) -> SteeringRules: ...
    def vlan_pool(self) -> VlanPoolHandle: ...
    def resources(self) -> Resources: ...
    def drift(self) -> Pending[DriftReport]: ...
    def repair(self) -> Pending[Change]: ...
    def start_repair(self) -> Operation: ...
    def accept_differences(self, arguments: Mapping[str, object]) -> Pending[DriftReport]: ...
    def adopt_differences(self, arguments: Mapping[str, object]) -> Pending[Change]: ...
    def start_adopt_differences(self, arguments: Mapping[str, object]) -> Operation: ...
    def verify_leaks(self, arguments: Mapping[str, object]) -> Pending[LeakReport]: ...
    def refresh(self) -> Pending[list[str]]: ...
    def recover(self) -> Pending[list[Recovery]]: ...

@final
class Operation:
    def result(self) -> Pending[Change]: ...
    def progress(self) -> Stream[Progress]: ...
    def cancel(self) -> Pending[None]: ...

@final
class VirtualInterfaces:
    def create(self, arguments: Mapping[str, object]) -> Pending[Change]: ...
    def start_create(self, arguments: Mapping[str, object]) -> Operation: ...
    def list(self) -> Pending[builtins.list[VirtualInterface]]: ...
    def get(self, arguments: Mapping[str, object]) -> Pending[VirtualInterface]: ...
    def chain(self, arguments: Mapping[str, object]) -> Pending[builtins.list[VirtualInterface]]: ...
    def delete(self, arguments: Mapping[str, object]) -> Pending[Change]: ...
    def start_delete(self, arguments: Mapping[str, object]) -> Operation: ...

@final
class SteeringRules:
    def add(self, arguments: Mapping[str, object]) -> Pending[Change]: ...
    def start_add(self, arguments: Mapping[str, object]) -> Operation: ...
    def switch(self, arguments: Mapping[str, object]) -> Pending[Change]: ...
    def start_switch(self, arguments: Mapping[str, object]) -> Operation: ...
    def remove(self, arguments: Mapping[str, object]) -> Pending[Change]: ...
    def start_remove(self, arguments: Mapping[str, object]) -> Operation: ...
    def list(self) -> Pending[builtins.list[SteeringRule]]: ...

@final
class VlanPoolHandle:
    def status(self) -> Pending[VlanPoolStatus]: ...
    def allocations(self) -> Pending[list[VlanAllocation]]: ...
    def configure(self, arguments: Mapping[str, object]) -> Pending[VlanPoolStatus]: ...
    def clean(self) -> Pending[Change]: ...
    def start_clean(self) -> Operation: ...

@final
class Resources:
    def list(self) -> Pending[builtins.list[ResourceSummary]]: ...
    def show(self, arguments: Mapping[str, object]) -> Pending[ResourceView]: ...
    def at(self, arguments: Mapping[str, object]) -> Pending[ResourceAt | None]: ...
    def history(self, arguments: Mapping[str, object]) -> Pending[builtins.list[HistoryEntry]]: ...
    def diff(self, arguments: Mapping[str, object]) -> Pending[builtins.list[LayerDifference]]: ...
    def impact(self, arguments: Mapping[str, object]) -> Pending[ImpactReport]: ...
    def depend(self, arguments: Mapping[str, object]) -> Pending[None]: ...
    def apply(self, arguments: Mapping[str, object]) -> Pending[Change]: ...
    def start_apply(self, arguments: Mapping[str, object]) -> Operation: ...
    def delete(self, arguments: Mapping[str, object]) -> Pending[Change]: ...
    def start_delete(self, arguments: Mapping[str, object]) -> Operation: ...
