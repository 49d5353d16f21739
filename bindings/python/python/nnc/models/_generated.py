# generated from schema/nnc.graphql by `cargo xtask codegen`; do not edit
"""Models and their validators."""

from __future__ import annotations

import re
from dataclasses import dataclass, field as _field
from collections.abc import Mapping
from datetime import datetime
from typing import ClassVar, Final, Self

from . import _cross, _rules
from ._fields import ABSENT, Absent, Fields
from ._findings import Findings
from ._json import Raw
from .._generated.enums import (
    VirtualInterfaceStatus,
    GatewayType,
    GatewayStatus,
    OnFailure,
    ServiceInstanceStatus,
    VlanAllocationState,
    RouterPlatform,
    FirewallAction,
)

__all__ = [
    "VirtualInterface",
    "CreateVirtualInterfaceInput",
    "UpdateVirtualInterfaceInput",
    "ServiceInstance",
    "VlanPool",
    "VlanPoolStatus",
    "VlanAllocation",
    "UpdateVlanPoolInput",
    "DeviceSelector",
    "DeviceSelectorInput",
    "SteeringRule",
    "CreateSteeringRuleInput",
    "SwitchSteeringRuleInput",
    "Router",
    "AddRouterInput",
    "UpdateRouterInput",
    "WireGuardClient",
    "Vlan",
    "FirewallRule",
    "Resource",
]

_P0: Final = re.compile(r"[0-9a-z](?:[\-0-9a-z]{0,61}[0-9a-z])?", re.ASCII)
_P1: Final = re.compile(r"nnc-[\-0-9a-z]{1,11}", re.ASCII)
_P2: Final = re.compile(r"[\-.0-9A-Z_a-z]+", re.ASCII)
_P3: Final = re.compile(r"[\-0-9A-Z_a-z]+", re.ASCII)
_P4: Final = re.compile(r"[\-.0-9A-Z_a-z]+(?: [\-.0-9A-Z_a-z]+)*", re.ASCII)
_P5: Final = re.compile(r"[0-9A-Za-z][\-.0-9A-Z_a-z]{0,62}", re.ASCII)
_P6: Final = re.compile(r"routeros\+(?:apis?|https?):\/\/[!-~]+|ovs\+unix:\/\/\/[!-~]+|host:\/\/[!-~]+", re.ASCII)
_P7: Final = re.compile(r"sha256:[0-9a-f]{64}", re.ASCII)
_P8: Final = re.compile(r"[0-9]+(?:\.[0-9]+){1,3}[\-.0-9A-Za-z]*", re.ASCII)
_P9: Final = re.compile(r"routeros\+(?:apis?|https?):\/\/[!-~]+|ovs\+unix:\/\/\/[!-~]+", re.ASCII)
_P10: Final = re.compile(r"[+/0-9A-Za-z]{43}=", re.ASCII)
_P11: Final = re.compile(r"[\-0-9a-z]+", re.ASCII)
_P12: Final = re.compile(r"[0-9]+(?:-[0-9]+)?(?:,[0-9]+(?:-[0-9]+)?)*", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class VirtualInterface:
    """One service instance as an interface of the router: VLAN, address, routing table, routes, marks and rules."""

    id: str
    router_id: str
    """The router it is on."""
    instance_id: str | None = None
    """The service instance that it belongs to; null while nnc does not run the service."""
    instance: str
    """What the user calls it."""
    name: str
    """The interface name on the router: `nnc-<instance>`, shortened with a hash where that is longer than 15 characters."""
    service: str
    """The name in the service catalogue, such as `tor`."""
    parent: str
    """The interface or bridge of the router that carries the VLAN."""
    vlan_id: int
    """The VLAN id."""
    ip_address: str
    """The router's address on the interface, such as `10.99.101.1/24`."""
    service_address: str
    """The address that the service binds, such as `10.99.101.2`."""
    dns: str | None = None
    """The resolver that steered devices are sent to; the service itself where it is absent."""
    gateway_type: GatewayType
    gateway_status: GatewayStatus
    tun_name: str | None = None
    """The TUN device of the gateway."""
    routing_mark: str
    """The mark, which is also the name of the routing table."""
    through: str | None = None
    """The instance whose virtual interface carries this one's own traffic."""
    on_failure: OnFailure
    ipv6: bool
    """Whether IPv6 goes through the service too; otherwise it is blocked for steered devices."""
    dhcp: bool
    """Whether the router hands out addresses of the interface's subnet."""
    status: VirtualInterfaceStatus
    created_at: datetime
    updated_at: datetime

    __schema_names__: ClassVar[Mapping[str, str]] = {
        "id": "id",
        "router_id": "routerId",
        "instance_id": "instanceId",
        "instance": "instance",
        "name": "name",
        "service": "service",
        "parent": "parent",
        "vlan_id": "vlanId",
        "ip_address": "ipAddress",
        "service_address": "serviceAddress",
        "dns": "dns",
        "gateway_type": "gatewayType",
        "gateway_status": "gatewayStatus",
        "tun_name": "tunName",
        "routing_mark": "routingMark",
        "through": "through",
        "on_failure": "onFailure",
        "ipv6": "ipv6",
        "dhcp": "dhcp",
        "status": "status",
        "created_at": "createdAt",
        "updated_at": "updatedAt",
    }

    @classmethod
    def decode(cls, raw: Raw, at: Findings) -> Self | None:
        """Judges a value and makes the model; every finding goes to ``at``."""
        fields = Fields(raw, at)
        return cls.decode_fields(fields, at) if fields.opened else None

    @classmethod
    def decode_fields(cls, fields: Fields, at: Findings) -> Self | None:
        """Judges the fields of an opened object."""
        before = at.count
        id_ = fields.required("id", lambda raw, at: _rules.text(raw, at, 1, 128))
        router_id_ = fields.required("routerId", lambda raw, at: _rules.text(raw, at, 1, 128))
        instance_id_ = fields.optional("instanceId", lambda raw, at: _rules.text(raw, at, 1, 128))
        instance_ = fields.required("instance", lambda raw, at: _rules.text(raw, at, 1, 63, _P0))
        name_ = fields.required("name", lambda raw, at: _rules.text(raw, at, 5, 15, _P1))
        service_ = fields.required("service", lambda raw, at: _rules.text(raw, at, 1, 63, _P0))
        parent_ = fields.required("parent", lambda raw, at: _rules.text(raw, at, 1, 64))
        vlan_id_ = fields.required("vlanId", lambda raw, at: _rules.integer(raw, at, 2, 4094))
        ip_address_ = fields.required("ipAddress", lambda raw, at: _rules.ip_prefix(raw, at, 4, False))
        service_address_ = fields.required("serviceAddress", lambda raw, at: _rules.ip_address(raw, at, 4))
        dns_ = fields.optional("dns", lambda raw, at: _rules.ip_address(raw, at, 4))
        gateway_type_ = fields.required("gatewayType", lambda raw, at: _rules.enumeration(raw, at, GatewayType))
        gateway_status_ = fields.required("gatewayStatus", lambda raw, at: _rules.enumeration(raw, at, GatewayStatus))
        tun_name_ = fields.optional("tunName", lambda raw, at: _rules.text(raw, at, 1, 15, _P2))
        routing_mark_ = fields.required("routingMark", lambda raw, at: _rules.text(raw, at, 1, 63, _P3))
        through_ = fields.optional("through", lambda raw, at: _rules.text(raw, at, 1, 63, _P0))
        on_failure_ = fields.required("onFailure", lambda raw, at: _rules.enumeration(raw, at, OnFailure))
        ipv6_ = fields.required("ipv6", _rules.boolean)
        dhcp_ = fields.required("dhcp", _rules.boolean)
        status_ = fields.required("status", lambda raw, at: _rules.enumeration(raw, at, VirtualInterfaceStatus))
        created_at_ = fields.required("createdAt", lambda raw, at: _rules.date_time(raw, at, -62135596800000, 253402300799999))
        updated_at_ = fields.required("updatedAt", lambda raw, at: _rules.date_time(raw, at, -62135596800000, 253402300799999))
        fields.close()
        if (
            at.count != before
            or id_ is None
            or router_id_ is None
            or instance_ is None
            or name_ is None
            or service_ is None
            or parent_ is None
            or vlan_id_ is None
            or ip_address_ is None
            or service_address_ is None
            or gateway_type_ is None
            or gateway_status_ is None
            or routing_mark_ is None
            or on_failure_ is None
            or ipv6_ is None
            or dhcp_ is None
            or status_ is None
            or created_at_ is None
            or updated_at_ is None
        ):
            return None
        return cls(
            id=id_,
            router_id=router_id_,
            instance_id=instance_id_,
            instance=instance_,
            name=name_,
            service=service_,
            parent=parent_,
            vlan_id=vlan_id_,
            ip_address=ip_address_,
            service_address=service_address_,
            dns=dns_,
            gateway_type=gateway_type_,
            gateway_status=gateway_status_,
            tun_name=tun_name_,
            routing_mark=routing_mark_,
            through=through_,
            on_failure=on_failure_,
            ipv6=ipv6_,
            dhcp=dhcp_,
            status=status_,
            created_at=created_at_,
            updated_at=updated_at_,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class CreateVirtualInterfaceInput:
    """A wish for a virtual interface."""

    name: str
    """Names the instance; unique on the router."""
    service: str
    """The name in the service catalogue, such as `tor`."""
    parent: str | None = None
    """The interface that the service is behind; `ether1` where it is absent. A bridge port means its bridge."""
    vlan_id: int | None = None
    """The VLAN id; from the pool where it is absent."""
    dns: str | None = None
    """The resolver that steered devices are sent to."""
    gateway_type: GatewayType = GatewayType.NONE
    through: str | None = None
    """The instance whose virtual interface carries this one's own traffic."""
    on_failure: OnFailure = OnFailure.CLOSED
    ipv6: bool = False
    dhcp: bool = False

    __schema_names__: ClassVar[Mapping[str, str]] = {
        "name": "name",
        "service": "service",
        "parent": "parent",
        "vlan_id": "vlanId",
        "dns": "dns",
        "gateway_type": "gatewayType",
        "through": "through",
        "on_failure": "onFailure",
        "ipv6": "ipv6",
        "dhcp": "dhcp",
    }

    @classmethod
    def decode(cls, raw: Raw, at: Findings) -> Self | None:
        """Judges a value and makes the model; every finding goes to ``at``."""
        fields = Fields(raw, at)
        return cls.decode_fields(fields, at) if fields.opened else None

    @classmethod
    def decode_fields(cls, fields: Fields, at: Findings) -> Self | None:
        """Judges the fields of an opened object."""
        before = at.count
        name_ = fields.required("name", lambda raw, at: _rules.text(raw, at, 1, 63, _P0))
        service_ = fields.required("service", lambda raw, at: _rules.text(raw, at, 1, 63, _P0))
        parent_ = fields.optional("parent", lambda raw, at: _rules.text(raw, at, 1, 64))
        vlan_id_ = fields.optional("vlanId", lambda raw, at: _rules.integer(raw, at, 2, 4094))
        dns_ = fields.optional("dns", lambda raw, at: _rules.ip_address(raw, at, 4))
        gateway_type_ = fields.omittable("gatewayType", lambda raw, at: _rules.enumeration(raw, at, GatewayType), GatewayType.NONE)
        through_ = fields.optional("through", lambda raw, at: _rules.text(raw, at, 1, 63, _P0))
        on_failure_ = fields.omittable("onFailure", lambda raw, at: _rules.enumeration(raw, at, OnFailure), OnFailure.CLOSED)
        ipv6_ = fields.omittable("ipv6", _rules.boolean, False)
        dhcp_ = fields.omittable("dhcp", _rules.boolean, False)
        fields.close()
        if (
            at.count != before
            or name_ is None
            or service_ is None
            or gateway_type_ is None
            or on_failure_ is None
            or ipv6_ is None
            or dhcp_ is None
        ):
            return None
        return cls(
            name=name_,
            service=service_,
            parent=parent_,
            vlan_id=vlan_id_,
            dns=dns_,
            gateway_type=gateway_type_,
            through=through_,
            on_failure=on_failure_,
            ipv6=ipv6_,
            dhcp=dhcp_,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdateVirtualInterfaceInput:
    """A change to a virtual interface."""

    dns: str | Absent | None = ABSENT
    gateway_type: GatewayType | Absent = ABSENT
    through: str | Absent | None = ABSENT
    on_failure: OnFailure | Absent = ABSENT
    ipv6: bool | Absent = ABSENT
    dhcp: bool | Absent = ABSENT

    __schema_names__: ClassVar[Mapping[str, str]] = {
        "dns": "dns",
        "gateway_type": "gatewayType",
        "through": "through",
        "on_failure": "onFailure",
        "ipv6": "ipv6",
        "dhcp": "dhcp",
    }

    @classmethod
    def decode(cls, raw: Raw, at: Findings) -> Self | None:
        """Judges a value and makes the model; every finding goes to ``at``."""
        fields = Fields(raw, at)
        return cls.decode_fields(fields, at) if fields.opened else None

    @classmethod
    def decode_fields(cls, fields: Fields, at: Findings) -> Self | None:
        """Judges the fields of an opened object."""
        before = at.count
        dns_ = fields.patch("dns", lambda raw, at: _rules.ip_address(raw, at, 4), True)
        gateway_type_ = fields.patch("gatewayType", lambda raw, at: _rules.enumeration(raw, at, GatewayType), False)
        through_ = fields.patch("through", lambda raw, at: _rules.text(raw, at, 1, 63, _P0), True)
        on_failure_ = fields.patch("onFailure", lambda raw, at: _rules.enumeration(raw, at, OnFailure), False)
        ipv6_ = fields.patch("ipv6", _rules.boolean, False)
        dhcp_ = fields.patch("dhcp", _rules.boolean, False)
        fields.close()
        if (
            at.count != before
            or gateway_type_ is None
            or on_failure_ is None
            or ipv6_ is None
            or dhcp_ is None
        ):
            return None
        return cls(
            dns=dns_,
            gateway_type=gateway_type_,
            through=through_,
            on_failure=on_failure_,
            ipv6=ipv6_,
            dhcp=dhcp_,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceInstance:
    """One running copy of a service of the catalogue."""

    id: str
    router_id: str
    name: str
    service: str
    status: ServiceInstanceStatus
    virtual_interface_id: str | None = None
    """Its virtual interface, where it has one."""
    socks_port: int | None = None
    """Where it offers SOCKS5 to the gateway."""
    tags: list[str]
    created_at: datetime
    updated_at: datetime

    __schema_names__: ClassVar[Mapping[str, str]] = {
        "id": "id",
        "router_id": "routerId",
        "name": "name",
        "service": "service",
        "status": "status",
        "virtual_interface_id": "virtualInterfaceId",
        "socks_port": "socksPort",
        "tags": "tags",
        "created_at": "createdAt",
        "updated_at": "updatedAt",
    }

    @classmethod
    def decode(cls, raw: Raw, at: Findings) -> Self | None:
        """Judges a value and makes the model; every finding goes to ``at``."""
        fields = Fields(raw, at)
        return cls.decode_fields(fields, at) if fields.opened else None

    @classmethod
    def decode_fields(cls, fields: Fields, at: Findings) -> Self | None:
        """Judges the fields of an opened object."""
        before = at.count
        id_ = fields.required("id", lambda raw, at: _rules.text(raw, at, 1, 128))
        router_id_ = fields.required("routerId", lambda raw, at: _rules.text(raw, at, 1, 128))
        name_ = fields.required("name", lambda raw, at: _rules.text(raw, at, 1, 63, _P0))
        service_ = fields.required("service", lambda raw, at: _rules.text(raw, at, 1, 63, _P0))
        status_ = fields.required("status", lambda raw, at: _rules.enumeration(raw, at, ServiceInstanceStatus))
        virtual_interface_id_ = fields.optional("virtualInterfaceId", lambda raw, at: _rules.text(raw, at, 1, 128))
        socks_port_ = fields.optional("socksPort", lambda raw, at: _rules.integer(raw, at, 1, 65535))
        tags_ = fields.required("tags", lambda raw, at: _rules.items(raw, at, 0, 20, True, lambda raw, at: _rules.text(raw, at, 1, 40)))
        created_at_ = fields.required("createdAt", lambda raw, at: _rules.date_time(raw, at, -62135596800000, 253402300799999))
        updated_at_ = fields.required("updatedAt", lambda raw, at: _rules.date_time(raw, at, -62135596800000, 253402300799999))
        fields.close()
        if (
            at.count != before
            or id_ is None
            or router_id_ is None
            or name_ is None
            or service_ is None
            or status_ is None
            or tags_ is None
            or created_at_ is None
            or updated_at_ is None
        ):
            return None
        return cls(
            id=id_,
            router_id=router_id_,
            name=name_,
            service=service_,
            status=status_,
            virtual_interface_id=virtual_interface_id_,
            socks_port=socks_port_,
            tags=tags_,
            created_at=created_at_,
            updated_at=updated_at_,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class VlanPool:
    """The VLAN ids and the address space that virtual interfaces are made from."""

    router_id: str
    first: int
    last: int
    prefix: str
    """Each virtual interface gets a /24 of it."""
    quarantine: int
    """How long a released id rests."""

    __schema_names__: ClassVar[Mapping[str, str]] = {
        "router_id": "routerId",
        "first": "first",
        "last": "last",
        "prefix": "prefix",
        "quarantine": "quarantine",
    }

    @classmethod
    def decode(cls, raw: Raw, at: Findings) -> Self | None:
        """Judges a value and makes the model; every finding goes to ``at``."""
        fields = Fields(raw, at)
        return cls.decode_fields(fields, at) if fields.opened else None

    @classmethod
    def decode_fields(cls, fields: Fields, at: Findings) -> Self | None:
        """Judges the fields of an opened object."""
        before = at.count
        router_id_ = fields.required("routerId", lambda raw, at: _rules.text(raw, at, 1, 128))
        first_ = fields.required("first", lambda raw, at: _rules.integer(raw, at, 2, 4094))
        last_ = fields.required("last", lambda raw, at: _rules.integer(raw, at, 2, 4094))
        prefix_ = fields.required("prefix", lambda raw, at: _rules.ip_prefix(raw, at, 4, True))
        quarantine_ = fields.required("quarantine", lambda raw, at: _rules.integer(raw, at, 0, 315360000000000))
        fields.close()
        fields.cross(
            before,
            _cross.Ordered("first", "last", True),
        )
        if (
            at.count != before
            or router_id_ is None
            or first_ is None
            or last_ is None
            or prefix_ is None
            or quarantine_ is None
        ):
            return None
        return cls(
            router_id=router_id_,
            first=first_,
            last=last_,
            prefix=prefix_,
            quarantine=quarantine_,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class VlanPoolStatus:
    """How full a VLAN pool is."""

    pool: VlanPool
    total: int
    """How many ids the pool has."""
    allocated: int
    quarantined: int
    foreign: int | None = None
    """Ids that somebody else uses on the router; null where the router was not asked."""
    orphans: int | None = None
    """Ids of ours on the router that no virtual interface is known for; null where the router was not asked."""
    available: int

    __schema_names__: ClassVar[Mapping[str, str]] = {
        "pool": "pool",
        "total": "total",
        "allocated": "allocated",
        "quarantined": "quarantined",
        "foreign": "foreign",
        "orphans": "orphans",
        "available": "available",
    }

    @classmethod
    def decode(cls, raw: Raw, at: Findings) -> Self | None:
        """Judges a value and makes the model; every finding goes to ``at``."""
        fields = Fields(raw, at)
        return cls.decode_fields(fields, at) if fields.opened else None

    @classmethod
    def decode_fields(cls, fields: Fields, at: Findings) -> Self | None:
        """Judges the fields of an opened object."""
        before = at.count
        pool_ = fields.required("pool", VlanPool.decode)
        total_ = fields.required("total", lambda raw, at: _rules.integer(raw, at, 0, 4094))
        allocated_ = fields.required("allocated", lambda raw, at: _rules.integer(raw, at, 0, 4094))
        quarantined_ = fields.required("quarantined", lambda raw, at: _rules.integer(raw, at, 0, 4094))
        foreign_ = fields.optional("foreign", lambda raw, at: _rules.integer(raw, at, 0, 4094))
        orphans_ = fields.optional("orphans", lambda raw, at: _rules.integer(raw, at, 0, 4094))
        available_ = fields.required("available", lambda raw, at: _rules.integer(raw, at, 0, 4094))
        fields.close()
        if (
            at.count != before
            or pool_ is None
            or total_ is None
            or allocated_ is None
            or quarantined_ is None
            or available_ is None
        ):
            return None
        return cls(
            pool=pool_,
            total=total_,
            allocated=allocated_,
            quarantined=quarantined_,
            foreign=foreign_,
            orphans=orphans_,
            available=available_,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class VlanAllocation:
    """One VLAN id that is not free."""

    router_id: str
    vlan_id: int
    state: VlanAllocationState
    subnet: str | None = None
    """The subnet that goes with it."""
    instance: str | None = None
    """The instance that has it or had it."""
    since: datetime | None = None
    """When it was released; null while it is in use."""
    until: datetime | None = None
    """When the quarantine ends."""

    __schema_names__: ClassVar[Mapping[str, str]] = {
        "router_id": "routerId",
        "vlan_id": "vlanId",
        "state": "state",
        "subnet": "subnet",
        "instance": "instance",
        "since": "since",
        "until": "until",
    }

    @classmethod
    def decode(cls, raw: Raw, at: Findings) -> Self | None:
        """Judges a value and makes the model; every finding goes to ``at``."""
        fields = Fields(raw, at)
        return cls.decode_fields(fields, at) if fields.opened else None

    @classmethod
    def decode_fields(cls, fields: Fields, at: Findings) -> Self | None:
        """Judges the fields of an opened object."""
        before = at.count
        router_id_ = fields.required("routerId", lambda raw, at: _rules.text(raw, at, 1, 128))
        vlan_id_ = fields.required("vlanId", lambda raw, at: _rules.integer(raw, at, 2, 4094))
        state_ = fields.required("state", lambda raw, at: _rules.enumeration(raw, at, VlanAllocationState))
        subnet_ = fields.optional("subnet", lambda raw, at: _rules.ip_prefix(raw, at, 4, True))
        instance_ = fields.optional("instance", lambda raw, at: _rules.text(raw, at, 1, 63, _P0))
        since_ = fields.optional("since", lambda raw, at: _rules.date_time(raw, at, -62135596800000, 253402300799999))
        until_ = fields.optional("until", lambda raw, at: _rules.date_time(raw, at, -62135596800000, 253402300799999))
        fields.close()
        fields.cross(
            before,
            _cross.Ordered("since", "until", True),
        )
        if (
            at.count != before
            or router_id_ is None
            or vlan_id_ is None
            or state_ is None
        ):
            return None
        return cls(
            router_id=router_id_,
            vlan_id=vlan_id_,
            state=state_,
            subnet=subnet_,
            instance=instance_,
            since=since_,
            until=until_,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdateVlanPoolInput:
    """A change to a VLAN pool."""

    first: int | Absent = ABSENT
    last: int | Absent = ABSENT
    prefix: str | Absent = ABSENT
    quarantine: int | Absent = ABSENT

    __schema_names__: ClassVar[Mapping[str, str]] = {
        "first": "first",
        "last": "last",
        "prefix": "prefix",
        "quarantine": "quarantine",
    }

    @classmethod
    def decode(cls, raw: Raw, at: Findings) -> Self | None:
        """Judges a value and makes the model; every finding goes to ``at``."""
        fields = Fields(raw, at)
        return cls.decode_fields(fields, at) if fields.opened else None

    @classmethod
    def decode_fields(cls, fields: Fields, at: Findings) -> Self | None:
        """Judges the fields of an opened object."""
        before = at.count
        first_ = fields.patch("first", lambda raw, at: _rules.integer(raw, at, 2, 4094), False)
        last_ = fields.patch("last", lambda raw, at: _rules.integer(raw, at, 2, 4094), False)
        prefix_ = fields.patch("prefix", lambda raw, at: _rules.ip_prefix(raw, at, 4, True), False)
        quarantine_ = fields.patch("quarantine", lambda raw, at: _rules.integer(raw, at, 0, 604800000), False)
        fields.close()
        fields.cross(
            before,
            _cross.Ordered("first", "last", True),
        )
        if (
            at.count != before
            or first_ is None
            or last_ is None
            or prefix_ is None
            or quarantine_ is None
        ):
            return None
        return cls(
            first=first_,
            last=last_,
            prefix=prefix_,
            quarantine=quarantine_,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceSelector:
    """Which device, or which devices, a steering rule is about. Exactly one of the fields is given."""

    mac: str | None = None
    address: str | None = None
    subnet: str | None = None
    vlan: int | None = None
    address_list: str | None = None
    """An address list of the router. The name is part of the marks of its rows, which have room for 30 characters."""

    __schema_names__: ClassVar[Mapping[str, str]] = {
        "mac": "mac",
        "address": "address",
        "subnet": "subnet",
        "vlan": "vlan",
        "address_list": "addressList",
    }

    @classmethod
    def decode(cls, raw: Raw, at: Findings) -> Self | None:
        """Judges a value and makes the model; every finding goes to ``at``."""
        fields = Fields(raw, at)
        return cls.decode_fields(fields, at) if fields.opened else None

    @classmethod
    def decode_fields(cls, fields: Fields, at: Findings) -> Self | None:
        """Judges the fields of an opened object."""
        before = at.count
        mac_ = fields.optional("mac", _rules.mac)
        address_ = fields.optional("address", lambda raw, at: _rules.ip_address(raw, at, 0))
        subnet_ = fields.optional("subnet", lambda raw, at: _rules.ip_prefix(raw, at, 0, True))
        vlan_ = fields.optional("vlan", lambda raw, at: _rules.integer(raw, at, 1, 4094))
        address_list_ = fields.optional("addressList", lambda raw, at: _rules.text(raw, at, 1, 30, _P4))
        fields.exactly_one()
        fields.close()
        if (
            at.count != before
        ):
            return None
        return cls(
            mac=mac_,
            address=address_,
            subnet=subnet_,
            vlan=vlan_,
            address_list=address_list_,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceSelectorInput:
    """Which device, or which devices, a steering rule is about. Exactly one of the fields is given."""

    mac: str | None = None
    address: str | None = None
    subnet: str | None = None
    vlan: int | None = None
    address_list: str | None = None
    """An address list of the router. The name is part of the marks of its rows, which have room for 30 characters."""

    __schema_names__: ClassVar[Mapping[str, str]] = {
        "mac": "mac",
        "address": "address",
        "subnet": "subnet",
        "vlan": "vlan",
        "address_list": "addressList",
    }

    @classmethod
    def decode(cls, raw: Raw, at: Findings) -> Self | None:
        """Judges a value and makes the model; every finding goes to ``at``."""
        fields = Fields(raw, at)
        return cls.decode_fields(fields, at) if fields.opened else None

    @classmethod
    def decode_fields(cls, fields: Fields, at: Findings) -> Self | None:
        """Judges the fields of an opened object."""
        before = at.count
        mac_ = fields.optional("mac", _rules.mac)
        address_ = fields.optional("address", lambda raw, at: _rules.ip_address(raw, at, 0))
        subnet_ = fields.optional("subnet", lambda raw, at: _rules.ip_prefix(raw, at, 0, True))
        vlan_ = fields.optional("vlan", lambda raw, at: _rules.integer(raw, at, 1, 4094))
        address_list_ = fields.optional("addressList", lambda raw, at: _rules.text(raw, at, 1, 30, _P4))
        fields.exactly_one()
        fields.close()
        if (
            at.count != before
        ):
            return None
        return cls(
            mac=mac_,
            address=address_,
            subnet=subnet_,
            vlan=vlan_,
            address_list=address_list_,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class SteeringRule:
    """Sends the traffic of a device out through a virtual interface, and never any other way."""

    id: str
    router_id: str
    device: DeviceSelector
    via: str
    """The instance whose virtual interface it goes out by."""
    ipv4_only: bool
    """Leaves the device's IPv6 alone; listings and the leak check show it."""
    created_at: datetime
    updated_at: datetime

    __schema_names__: ClassVar[Mapping[str, str]] = {
        "id": "id",
        "router_id": "routerId",
        "device": "device",
        "via": "via",
        "ipv4_only": "ipv4Only",
        "created_at": "createdAt",
        "updated_at": "updatedAt",
    }

    @classmethod
    def decode(cls, raw: Raw, at: Findings) -> Self | None:
        """Judges a value and makes the model; every finding goes to ``at``."""
        fields = Fields(raw, at)
        return cls.decode_fields(fields, at) if fields.opened else None

    @classmethod
    def decode_fields(cls, fields: Fields, at: Findings) -> Self | None:
        """Judges the fields of an opened object."""
        before = at.count
        id_ = fields.required("id", lambda raw, at: _rules.text(raw, at, 1, 128))
        router_id_ = fields.required("routerId", lambda raw, at: _rules.text(raw, at, 1, 128))
        device_ = fields.required("device", DeviceSelector.decode)
        via_ = fields.required("via", lambda raw, at: _rules.text(raw, at, 1, 63, _P0))
        ipv4_only_ = fields.required("ipv4Only", _rules.boolean)
        created_at_ = fields.required("createdAt", lambda raw, at: _rules.date_time(raw, at, -62135596800000, 253402300799999))
        updated_at_ = fields.required("updatedAt", lambda raw, at: _rules.date_time(raw, at, -62135596800000, 253402300799999))
        fields.close()
        if (
            at.count != before
            or id_ is None
            or router_id_ is None
            or device_ is None
            or via_ is None
            or ipv4_only_ is None
            or created_at_ is None
            or updated_at_ is None
        ):
            return None
        return cls(
            id=id_,
            router_id=router_id_,
            device=device_,
            via=via_,
            ipv4_only=ipv4_only_,
            created_at=created_at_,
            updated_at=updated_at_,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class CreateSteeringRuleInput:
    """A wish for a steering rule."""

    device: DeviceSelectorInput
    via: str
    ipv4_only: bool = False

    __schema_names__: ClassVar[Mapping[str, str]] = {
        "device": "device",
        "via": "via",
        "ipv4_only": "ipv4Only",
    }

    @classmethod
    def decode(cls, raw: Raw, at: Findings) -> Self | None:
        """Judges a value and makes the model; every finding goes to ``at``."""
        fields = Fields(raw, at)
        return cls.decode_fields(fields, at) if fields.opened else None

    @classmethod
    def decode_fields(cls, fields: Fields, at: Findings) -> Self | None:
        """Judges the fields of an opened object."""
        before = at.count
        device_ = fields.required("device", DeviceSelectorInput.decode)
        via_ = fields.required("via", lambda raw, at: _rules.text(raw, at, 1, 63, _P0))
        ipv4_only_ = fields.omittable("ipv4Only", _rules.boolean, False)
        fields.close()
        if (
            at.count != before
            or device_ is None
            or via_ is None
            or ipv4_only_ is None
        ):
            return None
        return cls(
            device=device_,
            via=via_,
            ipv4_only=ipv4_only_,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class SwitchSteeringRuleInput:
    """Moves a device to another virtual interface."""

    device: DeviceSelectorInput
    via: str

    __schema_names__: ClassVar[Mapping[str, str]] = {
        "device": "device",
        "via": "via",
    }

    @classmethod
    def decode(cls, raw: Raw, at: Findings) -> Self | None:
        """Judges a value and makes the model; every finding goes to ``at``."""
        fields = Fields(raw, at)
        return cls.decode_fields(fields, at) if fields.opened else None

    @classmethod
    def decode_fields(cls, fields: Fields, at: Findings) -> Self | None:
        """Judges the fields of an opened object."""
        before = at.count
        device_ = fields.required("device", DeviceSelectorInput.decode)
        via_ = fields.required("via", lambda raw, at: _rules.text(raw, at, 1, 63, _P0))
        fields.close()
        if (
            at.count != before
            or device_ is None
            or via_ is None
        ):
            return None
        return cls(
            device=device_,
            via=via_,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Router:
    """A router under control."""

    id: str
    name: str
    url: str
    platform: RouterPlatform
    pin: str | None = None
    """The SHA-256 of the certificate that is accepted, as `sha256:` and 64 hexadecimal digits."""
    insecure: bool
    """Whether a certificate is accepted unseen."""
    password: str | None = None
    """Where the password is kept."""
    identity: str | None = None
    """The router's own name for itself."""
    version: str | None = None
    bytes_sent: int | None = None
    """What the controller has sent to it since the start; null where nobody counts."""
    created_at: datetime
    updated_at: datetime

    __schema_names__: ClassVar[Mapping[str, str]] = {
        "id": "id",
        "name": "name",
        "url": "url",
        "platform": "platform",
        "pin": "pin",
        "insecure": "insecure",
        "password": "password",
        "identity": "identity",
        "version": "version",
        "bytes_sent": "bytesSent",
        "created_at": "createdAt",
        "updated_at": "updatedAt",
    }

    @classmethod
    def decode(cls, raw: Raw, at: Findings) -> Self | None:
        """Judges a value and makes the model; every finding goes to ``at``."""
        fields = Fields(raw, at)
        return cls.decode_fields(fields, at) if fields.opened else None

    @classmethod
    def decode_fields(cls, fields: Fields, at: Findings) -> Self | None:
        """Judges the fields of an opened object."""
        before = at.count
        id_ = fields.required("id", lambda raw, at: _rules.text(raw, at, 1, 128))
        name_ = fields.required("name", lambda raw, at: _rules.text(raw, at, 1, 63, _P5))
        url_ = fields.required("url", lambda raw, at: _rules.text(raw, at, 1, 255, _P6))
        platform_ = fields.required("platform", lambda raw, at: _rules.enumeration(raw, at, RouterPlatform))
        pin_ = fields.optional("pin", lambda raw, at: _rules.text(raw, at, 71, 71, _P7))
        insecure_ = fields.required("insecure", _rules.boolean)
        password_ = fields.optional("password", _rules.secret_ref)
        identity_ = fields.optional("identity", lambda raw, at: _rules.text(raw, at, 0, 255))
        version_ = fields.optional("version", lambda raw, at: _rules.text(raw, at, 1, 32, _P8))
        bytes_sent_ = fields.optional("bytesSent", _rules.u64)
        created_at_ = fields.required("createdAt", lambda raw, at: _rules.date_time(raw, at, -62135596800000, 253402300799999))
        updated_at_ = fields.required("updatedAt", lambda raw, at: _rules.date_time(raw, at, -62135596800000, 253402300799999))
        fields.close()
        fields.cross(
            before,
            _cross.Excludes("pin", "insecure", ()),
        )
        if (
            at.count != before
            or id_ is None
            or name_ is None
            or url_ is None
            or platform_ is None
            or insecure_ is None
            or created_at_ is None
            or updated_at_ is None
        ):
            return None
        return cls(
            id=id_,
            name=name_,
            url=url_,
            platform=platform_,
            pin=pin_,
            insecure=insecure_,
            password=password_,
            identity=identity_,
            version=version_,
            bytes_sent=bytes_sent_,
            created_at=created_at_,
            updated_at=updated_at_,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class AddRouterInput:
    """A wish to control a router. The password never travels in it in clear: it is stored first and referred to."""

    name: str
    url: str
    pin: str | None = None
    insecure: bool = False
    password: str | None = None
    offline: bool = False
    """Stores the router without connecting to it."""
    parents: list[str] = _field(default_factory=list)
    """Interfaces that virtual interfaces may use as a parent; any where it is empty."""

    __schema_names__: ClassVar[Mapping[str, str]] = {
        "name": "name",
        "url": "url",
        "pin": "pin",
        "insecure": "insecure",
        "password": "password",
        "offline": "offline",
        "parents": "parents",
    }

    @classmethod
    def decode(cls, raw: Raw, at: Findings) -> Self | None:
        """Judges a value and makes the model; every finding goes to ``at``."""
        fields = Fields(raw, at)
        return cls.decode_fields(fields, at) if fields.opened else None

    @classmethod
    def decode_fields(cls, fields: Fields, at: Findings) -> Self | None:
        """Judges the fields of an opened object."""
        before = at.count
        name_ = fields.required("name", lambda raw, at: _rules.text(raw, at, 1, 63, _P5))
        url_ = fields.required("url", lambda raw, at: _rules.text(raw, at, 1, 255, _P9))
        pin_ = fields.optional("pin", lambda raw, at: _rules.text(raw, at, 71, 71, _P7))
        insecure_ = fields.omittable("insecure", _rules.boolean, False)
        password_ = fields.optional("password", _rules.secret_ref)
        offline_ = fields.omittable("offline", _rules.boolean, False)
        parents_ = fields.omittable("parents", lambda raw, at: _rules.items(raw, at, 0, 32, True, lambda raw, at: _rules.text(raw, at, 1, 64)), list[str]())
        fields.close()
        fields.cross(
            before,
            _cross.Excludes("pin", "insecure", ()),
        )
        if (
            at.count != before
            or name_ is None
            or url_ is None
            or insecure_ is None
            or offline_ is None
            or parents_ is None
        ):
            return None
        return cls(
            name=name_,
            url=url_,
            pin=pin_,
            insecure=insecure_,
            password=password_,
            offline=offline_,
            parents=parents_,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdateRouterInput:
    """A change to a router."""

    name: str | Absent = ABSENT
    url: str | Absent = ABSENT
    pin: str | Absent | None = ABSENT
    insecure: bool | Absent = ABSENT
    password: str | Absent | None = ABSENT

    __schema_names__: ClassVar[Mapping[str, str]] = {
        "name": "name",
        "url": "url",
        "pin": "pin",
        "insecure": "insecure",
        "password": "password",
    }

    @classmethod
    def decode(cls, raw: Raw, at: Findings) -> Self | None:
        """Judges a value and makes the model; every finding goes to ``at``."""
        fields = Fields(raw, at)
        return cls.decode_fields(fields, at) if fields.opened else None

    @classmethod
    def decode_fields(cls, fields: Fields, at: Findings) -> Self | None:
        """Judges the fields of an opened object."""
        before = at.count
        name_ = fields.patch("name", lambda raw, at: _rules.text(raw, at, 1, 63, _P5), False)
        url_ = fields.patch("url", lambda raw, at: _rules.text(raw, at, 1, 255, _P9), False)
        pin_ = fields.patch("pin", lambda raw, at: _rules.text(raw, at, 71, 71, _P7), True)
        insecure_ = fields.patch("insecure", _rules.boolean, False)
        password_ = fields.patch("password", _rules.secret_ref, True)
        fields.close()
        fields.cross(
            before,
            _cross.Excludes("pin", "insecure", ()),
        )
        if (
            at.count != before
            or name_ is None
            or url_ is None
            or insecure_ is None
        ):
            return None
        return cls(
            name=name_,
            url=url_,
            pin=pin_,
            insecure=insecure_,
            password=password_,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class WireGuardClient:
    """A WireGuard client of the router."""

    uuid: str
    name: str
    private_key: str = _field(repr=False)
    listen_port: int

    __schema_names__: ClassVar[Mapping[str, str]] = {
        "uuid": "uuid",
        "name": "name",
        "private_key": "privateKey",
        "listen_port": "listenPort",
    }

    @classmethod
    def decode(cls, raw: Raw, at: Findings) -> Self | None:
        """Judges a value and makes the model; every finding goes to ``at``."""
        fields = Fields(raw, at)
        return cls.decode_fields(fields, at) if fields.opened else None

    @classmethod
    def decode_fields(cls, fields: Fields, at: Findings) -> Self | None:
        """Judges the fields of an opened object."""
        before = at.count
        uuid_ = fields.required("uuid", lambda raw, at: _rules.text(raw, at, 1, 128))
        name_ = fields.required("name", lambda raw, at: _rules.text(raw, at, 1, 100))
        private_key_ = fields.required("privateKey", lambda raw, at: _rules.text(raw, at, 0, 1024, _P10))
        listen_port_ = fields.required("listenPort", lambda raw, at: _rules.integer(raw, at, 1, 65535))
        fields.close()
        if (
            at.count != before
            or uuid_ is None
            or name_ is None
            or private_key_ is None
            or listen_port_ is None
        ):
            return None
        return cls(
            uuid=uuid_,
            name=name_,
            private_key=private_key_,
            listen_port=listen_port_,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Vlan:
    """A VLAN interface that no service stands behind."""

    uuid: str
    name: str
    vlan_id: int
    """The VLAN id."""
    parent: str
    """The interface or bridge that carries it."""
    mtu: int | None = None
    running: bool | None = None
    """Whether it is up."""

    __schema_names__: ClassVar[Mapping[str, str]] = {
        "uuid": "uuid",
        "name": "name",
        "vlan_id": "vlanId",
        "parent": "parent",
        "mtu": "mtu",
        "running": "running",
    }

    @classmethod
    def decode(cls, raw: Raw, at: Findings) -> Self | None:
        """Judges a value and makes the model; every finding goes to ``at``."""
        fields = Fields(raw, at)
        return cls.decode_fields(fields, at) if fields.opened else None

    @classmethod
    def decode_fields(cls, fields: Fields, at: Findings) -> Self | None:
        """Judges the fields of an opened object."""
        before = at.count
        uuid_ = fields.required("uuid", lambda raw, at: _rules.text(raw, at, 1, 128))
        name_ = fields.required("name", lambda raw, at: _rules.text(raw, at, 1, 64, _P2))
        vlan_id_ = fields.required("vlanId", lambda raw, at: _rules.integer(raw, at, 1, 4094))
        parent_ = fields.required("parent", lambda raw, at: _rules.text(raw, at, 1, 64))
        mtu_ = fields.optional("mtu", lambda raw, at: _rules.integer(raw, at, 68, 65535))
        running_ = fields.optional("running", _rules.boolean)
        fields.close()
        if (
            at.count != before
            or uuid_ is None
            or name_ is None
            or vlan_id_ is None
            or parent_ is None
        ):
            return None
        return cls(
            uuid=uuid_,
            name=name_,
            vlan_id=vlan_id_,
            parent=parent_,
            mtu=mtu_,
            running=running_,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class FirewallRule:
    """A rule of the IPv4 firewall filter. It stands before every rule that nnc did not make, and after those of steering."""

    uuid: str
    name: str
    """What the user calls it."""
    chain: str
    """The chain, such as `input` or `forward`."""
    action: FirewallAction
    order: int | None = None
    """Where it stands among the rules of its chain: lower first. Rules of one number, and those without, are in any order."""
    src_address: str | None = None
    dst_address: str | None = None
    in_interface: str | None = None
    """The interface that the packet came in by."""
    out_interface: str | None = None
    """The interface that the packet leaves by."""
    protocol: str | None = None
    """The protocol, such as `tcp`."""
    dst_port: str | None = None
    """Ports and ranges of ports, such as `22,8000-8080`."""
    log: bool | None = None
    """Whether what it matches is logged."""
    bytes: int | None = None
    """How many bytes it matched."""
    packets: int | None = None
    """How many packets it matched."""

    __schema_names__: ClassVar[Mapping[str, str]] = {
        "uuid": "uuid",
        "name": "name",
        "chain": "chain",
        "action": "action",
        "order": "order",
        "src_address": "srcAddress",
        "dst_address": "dstAddress",
        "in_interface": "inInterface",
        "out_interface": "outInterface",
        "protocol": "protocol",
        "dst_port": "dstPort",
        "log": "log",
        "bytes": "bytes",
        "packets": "packets",
    }

    @classmethod
    def decode(cls, raw: Raw, at: Findings) -> Self | None:
        """Judges a value and makes the model; every finding goes to ``at``."""
        fields = Fields(raw, at)
        return cls.decode_fields(fields, at) if fields.opened else None

    @classmethod
    def decode_fields(cls, fields: Fields, at: Findings) -> Self | None:
        """Judges the fields of an opened object."""
        before = at.count
        uuid_ = fields.required("uuid", lambda raw, at: _rules.text(raw, at, 1, 128))
        name_ = fields.required("name", lambda raw, at: _rules.text(raw, at, 1, 63, _P0))
        chain_ = fields.required("chain", lambda raw, at: _rules.text(raw, at, 1, 64, _P2))
        action_ = fields.required("action", lambda raw, at: _rules.enumeration(raw, at, FirewallAction))
        order_ = fields.optional("order", lambda raw, at: _rules.integer(raw, at, 0, 65535))
        src_address_ = fields.optional("srcAddress", lambda raw, at: _rules.ip_prefix(raw, at, 4, True))
        dst_address_ = fields.optional("dstAddress", lambda raw, at: _rules.ip_prefix(raw, at, 4, True))
        in_interface_ = fields.optional("inInterface", lambda raw, at: _rules.text(raw, at, 1, 64))
        out_interface_ = fields.optional("outInterface", lambda raw, at: _rules.text(raw, at, 1, 64))
        protocol_ = fields.optional("protocol", lambda raw, at: _rules.text(raw, at, 1, 16, _P11))
        dst_port_ = fields.optional("dstPort", lambda raw, at: _rules.text(raw, at, 1, 100, _P12))
        log_ = fields.optional("log", _rules.boolean)
        bytes_ = fields.optional("bytes", _rules.u64)
        packets_ = fields.optional("packets", _rules.u64)
        fields.close()
        fields.cross(
            before,
            _cross.Requires("dstPort", "protocol", ("tcp", "udp", "udp-lite", "dccp", "sctp", "6", "17", "33", "132", "136",)),
            _cross.Excludes("inInterface", "chain", ("output",)),
            _cross.Excludes("outInterface", "chain", ("input",)),
        )
        if (
            at.count != before
            or uuid_ is None
            or name_ is None
            or chain_ is None
            or action_ is None
        ):
            return None
        return cls(
            uuid=uuid_,
            name=name_,
            chain=chain_,
            action=action_,
            order=order_,
            src_address=src_address_,
            dst_address=dst_address_,
            in_interface=in_interface_,
            out_interface=out_interface_,
            protocol=protocol_,
            dst_port=dst_port_,
            log=log_,
            bytes=bytes_,
            packets=packets_,
        )


class Resource:
    """Anything that nnc keeps under a uuid and has a history of. One of VirtualInterface, ServiceInstance, SteeringRule, Router, WireGuardClient, Vlan, FirewallRule, told apart by ``__typename``."""

    @classmethod
    def decode(cls, raw: Raw, at: Findings) -> VirtualInterface | ServiceInstance | SteeringRule | Router | WireGuardClient | Vlan | FirewallRule | None:
        """Judges a value and makes the member that it names."""
        fields = Fields(raw, at)
        if not fields.opened:
            return None
        match fields.tag(["VirtualInterface", "ServiceInstance", "SteeringRule", "Router", "WireGuardClient", "Vlan", "FirewallRule"]):
            case "VirtualInterface":
                return VirtualInterface.decode_fields(fields, at)
            case "ServiceInstance":
                return ServiceInstance.decode_fields(fields, at)
            case "SteeringRule":
                return SteeringRule.decode_fields(fields, at)
            case "Router":
                return Router.decode_fields(fields, at)
            case "WireGuardClient":
                return WireGuardClient.decode_fields(fields, at)
            case "Vlan":
                return Vlan.decode_fields(fields, at)
            case "FirewallRule":
                return FirewallRule.decode_fields(fields, at)
            case _:
                return None
