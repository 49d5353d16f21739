# generated from schema/nnc.graphql by `cargo xtask codegen`; do not edit
"""Models and their validators."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Self

from .._fields import ABSENT, Absent, Fields
from .._findings import Findings
from .._json import Raw
from .._rules import (
    boolean,
    date_time,
    enumeration,
    integer,
    ip_address,
    ip_prefix,
    items,
    mac,
    secret_ref,
    text,
    u64,
)
from .enums import (
    VirtualInterfaceStatus,
    GatewayType,
    GatewayStatus,
    OnFailure,
    ServiceInstanceStatus,
    VlanAllocationState,
    RouterPlatform,
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
    "Resource",
]

_P0: Final = re.compile(r"[0-9a-z](?:[\-0-9a-z]{0,61}[0-9a-z])?", re.ASCII)
_P1: Final = re.compile(r"nnc-[\-0-9a-z]{1,11}", re.ASCII)
_P2: Final = re.compile(r"[\-.0-9A-Z_a-z]+", re.ASCII)
_P3: Final = re.compile(r"[\-0-9A-Z_a-z]+", re.ASCII)
_P4: Final = re.compile(r"[\-.0-9A-Z_a-z]+(?: [\-.0-9A-Z_a-z]+)*", re.ASCII)
_P5: Final = re.compile(r"[0-9A-Za-z][\-.0-9A-Z_a-z]{0,62}", re.ASCII)
_P6: Final = re.compile(r"routeros\+(?:apis?|https?):\/\/[!-~]+|ovs\+unix:\/\/\/[!-~]+", re.ASCII)
_P7: Final = re.compile(r"sha256:[0-9a-f]{64}", re.ASCII)
_P8: Final = re.compile(r"[0-9]+(?:\.[0-9]+){1,3}[\-.0-9A-Za-z]*", re.ASCII)
_P9: Final = re.compile(r"[+/0-9A-Za-z]{43}=", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class VirtualInterface:
    """One service instance as an interface of the router: VLAN, address, routing table, routes, marks and rules."""

    id: str
    router_id: str
    """The router it is on."""
    instance_id: str
    """The service instance that it belongs to."""
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

    @classmethod
    def decode(cls, raw: Raw, at: Findings) -> Self | None:
        """Judges a value and makes the model; every finding goes to ``at``."""
        fields = Fields(raw, at)
        return cls.decode_fields(fields, at) if fields.opened else None

    @classmethod
    def decode_fields(cls, fields: Fields, at: Findings) -> Self | None:
        """Judges the fields of an opened object."""
        before = at.count
        id = fields.required("id", lambda raw, at: text(raw, at, 1, 128))
        router_id = fields.required("routerId", lambda raw, at: text(raw, at, 1, 128))
        instance_id = fields.required("instanceId", lambda raw, at: text(raw, at, 1, 128))
        instance = fields.required("instance", lambda raw, at: text(raw, at, 1, 63, _P0))
        name = fields.required("name", lambda raw, at: text(raw, at, 5, 15, _P1))
        service = fields.required("service", lambda raw, at: text(raw, at, 1, 63, _P0))
        parent = fields.required("parent", lambda raw, at: text(raw, at, 1, 64))
        vlan_id = fields.required("vlanId", lambda raw, at: integer(raw, at, 2, 4094))
        ip_address = fields.required("ipAddress", lambda raw, at: ip_prefix(raw, at, 4, False))
        service_address = fields.required("serviceAddress", lambda raw, at: ip_address(raw, at, 4))
        dns = fields.optional("dns", lambda raw, at: ip_address(raw, at, 4))
        gateway_type = fields.required("gatewayType", lambda raw, at: enumeration(raw, at, GatewayType))
        gateway_status = fields.required("gatewayStatus", lambda raw, at: enumeration(raw, at, GatewayStatus))
        tun_name = fields.optional("tunName", lambda raw, at: text(raw, at, 1, 15, _P2))
        routing_mark = fields.required("routingMark", lambda raw, at: text(raw, at, 1, 63, _P3))
        through = fields.optional("through", lambda raw, at: text(raw, at, 1, 63, _P0))
        on_failure = fields.required("onFailure", lambda raw, at: enumeration(raw, at, OnFailure))
        ipv6 = fields.required("ipv6", boolean)
        dhcp = fields.required("dhcp", boolean)
        status = fields.required("status", lambda raw, at: enumeration(raw, at, VirtualInterfaceStatus))
        created_at = fields.required("createdAt", lambda raw, at: date_time(raw, at, -62135596800000, 253402300799999))
        updated_at = fields.required("updatedAt", lambda raw, at: date_time(raw, at, -62135596800000, 253402300799999))
        fields.close()
        if (
            at.count != before
            or id is None
            or router_id is None
            or instance_id is None
            or instance is None
            or name is None
            or service is None
            or parent is None
            or vlan_id is None
            or ip_address is None
            or service_address is None
            or gateway_type is None
            or gateway_status is None
            or routing_mark is None
            or on_failure is None
            or ipv6 is None
            or dhcp is None
            or status is None
            or created_at is None
            or updated_at is None
        ):
            return None
        return cls(
            id=id,
            router_id=router_id,
            instance_id=instance_id,
            instance=instance,
            name=name,
            service=service,
            parent=parent,
            vlan_id=vlan_id,
            ip_address=ip_address,
            service_address=service_address,
            dns=dns,
            gateway_type=gateway_type,
            gateway_status=gateway_status,
            tun_name=tun_name,
            routing_mark=routing_mark,
            through=through,
            on_failure=on_failure,
            ipv6=ipv6,
            dhcp=dhcp,
            status=status,
            created_at=created_at,
            updated_at=updated_at,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class CreateVirtualInterfaceInput:
    """A wish for a virtual interface."""

    name: str
    """Names the instance; unique on the router."""
    service: str
    """The name in the service catalogue, such as `tor`."""
    parent: str | None = None
    """The interface or bridge that carries the VLAN; found by nnc where it is absent."""
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

    @classmethod
    def decode(cls, raw: Raw, at: Findings) -> Self | None:
        """Judges a value and makes the model; every finding goes to ``at``."""
        fields = Fields(raw, at)
        return cls.decode_fields(fields, at) if fields.opened else None

    @classmethod
    def decode_fields(cls, fields: Fields, at: Findings) -> Self | None:
        """Judges the fields of an opened object."""
        before = at.count
        name = fields.required("name", lambda raw, at: text(raw, at, 1, 63, _P0))
        service = fields.required("service", lambda raw, at: text(raw, at, 1, 63, _P0))
        parent = fields.optional("parent", lambda raw, at: text(raw, at, 1, 64))
        vlan_id = fields.optional("vlanId", lambda raw, at: integer(raw, at, 2, 4094))
        dns = fields.optional("dns", lambda raw, at: ip_address(raw, at, 4))
        gateway_type = fields.omittable("gatewayType", lambda raw, at: enumeration(raw, at, GatewayType), GatewayType.NONE)
        through = fields.optional("through", lambda raw, at: text(raw, at, 1, 63, _P0))
        on_failure = fields.omittable("onFailure", lambda raw, at: enumeration(raw, at, OnFailure), OnFailure.CLOSED)
        ipv6 = fields.omittable("ipv6", boolean, False)
        dhcp = fields.omittable("dhcp", boolean, False)
        fields.close()
        if (
            at.count != before
            or name is None
            or service is None
            or gateway_type is None
            or on_failure is None
            or ipv6 is None
            or dhcp is None
        ):
            return None
        return cls(
            name=name,
            service=service,
            parent=parent,
            vlan_id=vlan_id,
            dns=dns,
            gateway_type=gateway_type,
            through=through,
            on_failure=on_failure,
            ipv6=ipv6,
            dhcp=dhcp,
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

    @classmethod
    def decode(cls, raw: Raw, at: Findings) -> Self | None:
        """Judges a value and makes the model; every finding goes to ``at``."""
        fields = Fields(raw, at)
        return cls.decode_fields(fields, at) if fields.opened else None

    @classmethod
    def decode_fields(cls, fields: Fields, at: Findings) -> Self | None:
        """Judges the fields of an opened object."""
        before = at.count
        dns = fields.patch("dns", lambda raw, at: ip_address(raw, at, 4), True)
        gateway_type = fields.patch("gatewayType", lambda raw, at: enumeration(raw, at, GatewayType), False)
        through = fields.patch("through", lambda raw, at: text(raw, at, 1, 63, _P0), True)
        on_failure = fields.patch("onFailure", lambda raw, at: enumeration(raw, at, OnFailure), False)
        ipv6 = fields.patch("ipv6", boolean, False)
        dhcp = fields.patch("dhcp", boolean, False)
        fields.close()
        if (
            at.count != before
            or gateway_type is None
            or on_failure is None
            or ipv6 is None
            or dhcp is None
        ):
            return None
        return cls(
            dns=dns,
            gateway_type=gateway_type,
            through=through,
            on_failure=on_failure,
            ipv6=ipv6,
            dhcp=dhcp,
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

    @classmethod
    def decode(cls, raw: Raw, at: Findings) -> Self | None:
        """Judges a value and makes the model; every finding goes to ``at``."""
        fields = Fields(raw, at)
        return cls.decode_fields(fields, at) if fields.opened else None

    @classmethod
    def decode_fields(cls, fields: Fields, at: Findings) -> Self | None:
        """Judges the fields of an opened object."""
        before = at.count
        id = fields.required("id", lambda raw, at: text(raw, at, 1, 128))
        router_id = fields.required("routerId", lambda raw, at: text(raw, at, 1, 128))
        name = fields.required("name", lambda raw, at: text(raw, at, 1, 63, _P0))
        service = fields.required("service", lambda raw, at: text(raw, at, 1, 63, _P0))
        status = fields.required("status", lambda raw, at: enumeration(raw, at, ServiceInstanceStatus))
        virtual_interface_id = fields.optional("virtualInterfaceId", lambda raw, at: text(raw, at, 1, 128))
        socks_port = fields.optional("socksPort", lambda raw, at: integer(raw, at, 1, 65535))
        tags = fields.required("tags", lambda raw, at: items(raw, at, 0, 20, True, lambda raw, at: text(raw, at, 1, 40)))
        created_at = fields.required("createdAt", lambda raw, at: date_time(raw, at, -62135596800000, 253402300799999))
        updated_at = fields.required("updatedAt", lambda raw, at: date_time(raw, at, -62135596800000, 253402300799999))
        fields.close()
        if (
            at.count != before
            or id is None
            or router_id is None
            or name is None
            or service is None
            or status is None
            or tags is None
            or created_at is None
            or updated_at is None
        ):
            return None
        return cls(
            id=id,
            router_id=router_id,
            name=name,
            service=service,
            status=status,
            virtual_interface_id=virtual_interface_id,
            socks_port=socks_port,
            tags=tags,
            created_at=created_at,
            updated_at=updated_at,
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

    @classmethod
    def decode(cls, raw: Raw, at: Findings) -> Self | None:
        """Judges a value and makes the model; every finding goes to ``at``."""
        fields = Fields(raw, at)
        return cls.decode_fields(fields, at) if fields.opened else None

    @classmethod
    def decode_fields(cls, fields: Fields, at: Findings) -> Self | None:
        """Judges the fields of an opened object."""
        before = at.count
        router_id = fields.required("routerId", lambda raw, at: text(raw, at, 1, 128))
        first = fields.required("first", lambda raw, at: integer(raw, at, 2, 4094))
        last = fields.required("last", lambda raw, at: integer(raw, at, 2, 4094))
        prefix = fields.required("prefix", lambda raw, at: ip_prefix(raw, at, 4, True))
        quarantine = fields.required("quarantine", lambda raw, at: integer(raw, at, 0, 9007199254740991))
        fields.close()
        if (
            at.count != before
            or router_id is None
            or first is None
            or last is None
            or prefix is None
            or quarantine is None
        ):
            return None
        return cls(
            router_id=router_id,
            first=first,
            last=last,
            prefix=prefix,
            quarantine=quarantine,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class VlanPoolStatus:
    """How full a VLAN pool is."""

    pool: VlanPool
    total: int
    """How many ids the pool has."""
    allocated: int
    quarantined: int
    foreign: int
    """Ids that somebody else uses on the router."""
    orphans: int
    available: int

    @classmethod
    def decode(cls, raw: Raw, at: Findings) -> Self | None:
        """Judges a value and makes the model; every finding goes to ``at``."""
        fields = Fields(raw, at)
        return cls.decode_fields(fields, at) if fields.opened else None

    @classmethod
    def decode_fields(cls, fields: Fields, at: Findings) -> Self | None:
        """Judges the fields of an opened object."""
        before = at.count
        pool = fields.required("pool", VlanPool.decode)
        total = fields.required("total", lambda raw, at: integer(raw, at, 0, 4094))
        allocated = fields.required("allocated", lambda raw, at: integer(raw, at, 0, 4094))
        quarantined = fields.required("quarantined", lambda raw, at: integer(raw, at, 0, 4094))
        foreign = fields.required("foreign", lambda raw, at: integer(raw, at, 0, 4094))
        orphans = fields.required("orphans", lambda raw, at: integer(raw, at, 0, 4094))
        available = fields.required("available", lambda raw, at: integer(raw, at, 0, 4094))
        fields.close()
        if (
            at.count != before
            or pool is None
            or total is None
            or allocated is None
            or quarantined is None
            or foreign is None
            or orphans is None
            or available is None
        ):
            return None
        return cls(
            pool=pool,
            total=total,
            allocated=allocated,
            quarantined=quarantined,
            foreign=foreign,
            orphans=orphans,
            available=available,
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
    since: datetime
    until: datetime | None = None
    """When the quarantine ends."""

    @classmethod
    def decode(cls, raw: Raw, at: Findings) -> Self | None:
        """Judges a value and makes the model; every finding goes to ``at``."""
        fields = Fields(raw, at)
        return cls.decode_fields(fields, at) if fields.opened else None

    @classmethod
    def decode_fields(cls, fields: Fields, at: Findings) -> Self | None:
        """Judges the fields of an opened object."""
        before = at.count
        router_id = fields.required("routerId", lambda raw, at: text(raw, at, 1, 128))
        vlan_id = fields.required("vlanId", lambda raw, at: integer(raw, at, 2, 4094))
        state = fields.required("state", lambda raw, at: enumeration(raw, at, VlanAllocationState))
        subnet = fields.optional("subnet", lambda raw, at: ip_prefix(raw, at, 4, True))
        instance = fields.optional("instance", lambda raw, at: text(raw, at, 1, 63, _P0))
        since = fields.required("since", lambda raw, at: date_time(raw, at, -62135596800000, 253402300799999))
        until = fields.optional("until", lambda raw, at: date_time(raw, at, -62135596800000, 253402300799999))
        fields.close()
        if (
            at.count != before
            or router_id is None
            or vlan_id is None
            or state is None
            or since is None
        ):
            return None
        return cls(
            router_id=router_id,
            vlan_id=vlan_id,
            state=state,
            subnet=subnet,
            instance=instance,
            since=since,
            until=until,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdateVlanPoolInput:
    """A change to a VLAN pool."""

    first: int | Absent = ABSENT
    last: int | Absent = ABSENT
    prefix: str | Absent = ABSENT
    quarantine: int | Absent = ABSENT

    @classmethod
    def decode(cls, raw: Raw, at: Findings) -> Self | None:
        """Judges a value and makes the model; every finding goes to ``at``."""
        fields = Fields(raw, at)
        return cls.decode_fields(fields, at) if fields.opened else None

    @classmethod
    def decode_fields(cls, fields: Fields, at: Findings) -> Self | None:
        """Judges the fields of an opened object."""
        before = at.count
        first = fields.patch("first", lambda raw, at: integer(raw, at, 2, 4094), False)
        last = fields.patch("last", lambda raw, at: integer(raw, at, 2, 4094), False)
        prefix = fields.patch("prefix", lambda raw, at: ip_prefix(raw, at, 4, True), False)
        quarantine = fields.patch("quarantine", lambda raw, at: integer(raw, at, 0, 604800000), False)
        fields.close()
        if (
            at.count != before
            or first is None
            or last is None
            or prefix is None
            or quarantine is None
        ):
            return None
        return cls(
            first=first,
            last=last,
            prefix=prefix,
            quarantine=quarantine,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceSelector:
    """Which device, or which devices, a steering rule is about. Exactly one of the fields is given."""

    mac: str | None = None
    address: str | None = None
    subnet: str | None = None
    vlan: int | None = None
    address_list: str | None = None

    @classmethod
    def decode(cls, raw: Raw, at: Findings) -> Self | None:
        """Judges a value and makes the model; every finding goes to ``at``."""
        fields = Fields(raw, at)
        return cls.decode_fields(fields, at) if fields.opened else None

    @classmethod
    def decode_fields(cls, fields: Fields, at: Findings) -> Self | None:
        """Judges the fields of an opened object."""
        before = at.count
        mac = fields.optional("mac", mac)
        address = fields.optional("address", lambda raw, at: ip_address(raw, at, 0))
        subnet = fields.optional("subnet", lambda raw, at: ip_prefix(raw, at, 0, True))
        vlan = fields.optional("vlan", lambda raw, at: integer(raw, at, 1, 4094))
        address_list = fields.optional("addressList", lambda raw, at: text(raw, at, 1, 64, _P4))
        fields.exactly_one()
        fields.close()
        if (
            at.count != before
        ):
            return None
        return cls(
            mac=mac,
            address=address,
            subnet=subnet,
            vlan=vlan,
            address_list=address_list,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceSelectorInput:
    """Which device, or which devices, a steering rule is about. Exactly one of the fields is given."""

    mac: str | None = None
    address: str | None = None
    subnet: str | None = None
    vlan: int | None = None
    address_list: str | None = None

    @classmethod
    def decode(cls, raw: Raw, at: Findings) -> Self | None:
        """Judges a value and makes the model; every finding goes to ``at``."""
        fields = Fields(raw, at)
        return cls.decode_fields(fields, at) if fields.opened else None

    @classmethod
    def decode_fields(cls, fields: Fields, at: Findings) -> Self | None:
        """Judges the fields of an opened object."""
        before = at.count
        mac = fields.optional("mac", mac)
        address = fields.optional("address", lambda raw, at: ip_address(raw, at, 0))
        subnet = fields.optional("subnet", lambda raw, at: ip_prefix(raw, at, 0, True))
        vlan = fields.optional("vlan", lambda raw, at: integer(raw, at, 1, 4094))
        address_list = fields.optional("addressList", lambda raw, at: text(raw, at, 1, 64, _P4))
        fields.exactly_one()
        fields.close()
        if (
            at.count != before
        ):
            return None
        return cls(
            mac=mac,
            address=address,
            subnet=subnet,
            vlan=vlan,
            address_list=address_list,
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

    @classmethod
    def decode(cls, raw: Raw, at: Findings) -> Self | None:
        """Judges a value and makes the model; every finding goes to ``at``."""
        fields = Fields(raw, at)
        return cls.decode_fields(fields, at) if fields.opened else None

    @classmethod
    def decode_fields(cls, fields: Fields, at: Findings) -> Self | None:
        """Judges the fields of an opened object."""
        before = at.count
        id = fields.required("id", lambda raw, at: text(raw, at, 1, 128))
        router_id = fields.required("routerId", lambda raw, at: text(raw, at, 1, 128))
        device = fields.required("device", DeviceSelector.decode)
        via = fields.required("via", lambda raw, at: text(raw, at, 1, 63, _P0))
        ipv4_only = fields.required("ipv4Only", boolean)
        created_at = fields.required("createdAt", lambda raw, at: date_time(raw, at, -62135596800000, 253402300799999))
        updated_at = fields.required("updatedAt", lambda raw, at: date_time(raw, at, -62135596800000, 253402300799999))
        fields.close()
        if (
            at.count != before
            or id is None
            or router_id is None
            or device is None
            or via is None
            or ipv4_only is None
            or created_at is None
            or updated_at is None
        ):
            return None
        return cls(
            id=id,
            router_id=router_id,
            device=device,
            via=via,
            ipv4_only=ipv4_only,
            created_at=created_at,
            updated_at=updated_at,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class CreateSteeringRuleInput:
    """A wish for a steering rule."""

    device: DeviceSelectorInput
    via: str
    ipv4_only: bool = False

    @classmethod
    def decode(cls, raw: Raw, at: Findings) -> Self | None:
        """Judges a value and makes the model; every finding goes to ``at``."""
        fields = Fields(raw, at)
        return cls.decode_fields(fields, at) if fields.opened else None

    @classmethod
    def decode_fields(cls, fields: Fields, at: Findings) -> Self | None:
        """Judges the fields of an opened object."""
        before = at.count
        device = fields.required("device", DeviceSelectorInput.decode)
        via = fields.required("via", lambda raw, at: text(raw, at, 1, 63, _P0))
        ipv4_only = fields.omittable("ipv4Only", boolean, False)
        fields.close()
        if (
            at.count != before
            or device is None
            or via is None
            or ipv4_only is None
        ):
            return None
        return cls(
            device=device,
            via=via,
            ipv4_only=ipv4_only,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class SwitchSteeringRuleInput:
    """Moves a device to another virtual interface."""

    device: DeviceSelectorInput
    via: str

    @classmethod
    def decode(cls, raw: Raw, at: Findings) -> Self | None:
        """Judges a value and makes the model; every finding goes to ``at``."""
        fields = Fields(raw, at)
        return cls.decode_fields(fields, at) if fields.opened else None

    @classmethod
    def decode_fields(cls, fields: Fields, at: Findings) -> Self | None:
        """Judges the fields of an opened object."""
        before = at.count
        device = fields.required("device", DeviceSelectorInput.decode)
        via = fields.required("via", lambda raw, at: text(raw, at, 1, 63, _P0))
        fields.close()
        if (
            at.count != before
            or device is None
            or via is None
        ):
            return None
        return cls(
            device=device,
            via=via,
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
    bytes_sent: int
    """What the controller has sent to it since the start."""
    created_at: datetime
    updated_at: datetime

    @classmethod
    def decode(cls, raw: Raw, at: Findings) -> Self | None:
        """Judges a value and makes the model; every finding goes to ``at``."""
        fields = Fields(raw, at)
        return cls.decode_fields(fields, at) if fields.opened else None

    @classmethod
    def decode_fields(cls, fields: Fields, at: Findings) -> Self | None:
        """Judges the fields of an opened object."""
        before = at.count
        id = fields.required("id", lambda raw, at: text(raw, at, 1, 128))
        name = fields.required("name", lambda raw, at: text(raw, at, 1, 63, _P5))
        url = fields.required("url", lambda raw, at: text(raw, at, 1, 255, _P6))
        platform = fields.required("platform", lambda raw, at: enumeration(raw, at, RouterPlatform))
        pin = fields.optional("pin", lambda raw, at: text(raw, at, 71, 71, _P7))
        insecure = fields.required("insecure", boolean)
        password = fields.optional("password", secret_ref)
        identity = fields.optional("identity", lambda raw, at: text(raw, at, 0, 255))
        version = fields.optional("version", lambda raw, at: text(raw, at, 1, 32, _P8))
        bytes_sent = fields.required("bytesSent", u64)
        created_at = fields.required("createdAt", lambda raw, at: date_time(raw, at, -62135596800000, 253402300799999))
        updated_at = fields.required("updatedAt", lambda raw, at: date_time(raw, at, -62135596800000, 253402300799999))
        fields.close()
        if (
            at.count != before
            or id is None
            or name is None
            or url is None
            or platform is None
            or insecure is None
            or bytes_sent is None
            or created_at is None
            or updated_at is None
        ):
            return None
        return cls(
            id=id,
            name=name,
            url=url,
            platform=platform,
            pin=pin,
            insecure=insecure,
            password=password,
            identity=identity,
            version=version,
            bytes_sent=bytes_sent,
            created_at=created_at,
            updated_at=updated_at,
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
    parents: list[str] = field(default_factory=list)
    """Interfaces that virtual interfaces may use as a parent; any where it is empty."""

    @classmethod
    def decode(cls, raw: Raw, at: Findings) -> Self | None:
        """Judges a value and makes the model; every finding goes to ``at``."""
        fields = Fields(raw, at)
        return cls.decode_fields(fields, at) if fields.opened else None

    @classmethod
    def decode_fields(cls, fields: Fields, at: Findings) -> Self | None:
        """Judges the fields of an opened object."""
        before = at.count
        name = fields.required("name", lambda raw, at: text(raw, at, 1, 63, _P5))
        url = fields.required("url", lambda raw, at: text(raw, at, 1, 255, _P6))
        pin = fields.optional("pin", lambda raw, at: text(raw, at, 71, 71, _P7))
        insecure = fields.omittable("insecure", boolean, False)
        password = fields.optional("password", secret_ref)
        offline = fields.omittable("offline", boolean, False)
        parents = fields.omittable("parents", lambda raw, at: items(raw, at, 0, 32, True, lambda raw, at: text(raw, at, 1, 64)), [])
        fields.close()
        if (
            at.count != before
            or name is None
            or url is None
            or insecure is None
            or offline is None
            or parents is None
        ):
            return None
        return cls(
            name=name,
            url=url,
            pin=pin,
            insecure=insecure,
            password=password,
            offline=offline,
            parents=parents,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdateRouterInput:
    """A change to a router."""

    name: str | Absent = ABSENT
    url: str | Absent = ABSENT
    pin: str | Absent | None = ABSENT
    insecure: bool | Absent = ABSENT
    password: str | Absent | None = ABSENT

    @classmethod
    def decode(cls, raw: Raw, at: Findings) -> Self | None:
        """Judges a value and makes the model; every finding goes to ``at``."""
        fields = Fields(raw, at)
        return cls.decode_fields(fields, at) if fields.opened else None

    @classmethod
    def decode_fields(cls, fields: Fields, at: Findings) -> Self | None:
        """Judges the fields of an opened object."""
        before = at.count
        name = fields.patch("name", lambda raw, at: text(raw, at, 1, 63, _P5), False)
        url = fields.patch("url", lambda raw, at: text(raw, at, 1, 255, _P6), False)
        pin = fields.patch("pin", lambda raw, at: text(raw, at, 71, 71, _P7), True)
        insecure = fields.patch("insecure", boolean, False)
        password = fields.patch("password", secret_ref, True)
        fields.close()
        if (
            at.count != before
            or name is None
            or url is None
            or insecure is None
        ):
            return None
        return cls(
            name=name,
            url=url,
            pin=pin,
            insecure=insecure,
            password=password,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class WireGuardClient:
    """A WireGuard client of the router."""

    uuid: str
    name: str
    private_key: str = field(repr=False)
    listen_port: int

    @classmethod
    def decode(cls, raw: Raw, at: Findings) -> Self | None:
        """Judges a value and makes the model; every finding goes to ``at``."""
        fields = Fields(raw, at)
        return cls.decode_fields(fields, at) if fields.opened else None

    @classmethod
    def decode_fields(cls, fields: Fields, at: Findings) -> Self | None:
        """Judges the fields of an opened object."""
        before = at.count
        uuid = fields.required("uuid", lambda raw, at: text(raw, at, 1, 128))
        name = fields.required("name", lambda raw, at: text(raw, at, 1, 100))
        private_key = fields.required("privateKey", lambda raw, at: text(raw, at, 0, 1024, _P9))
        listen_port = fields.required("listenPort", lambda raw, at: integer(raw, at, 1, 65535))
        fields.close()
        if (
            at.count != before
            or uuid is None
            or name is None
            or private_key is None
            or listen_port is None
        ):
            return None
        return cls(
            uuid=uuid,
            name=name,
            private_key=private_key,
            listen_port=listen_port,
        )


class Resource:
    """Anything that nnc keeps under a uuid and has a history of. One of VirtualInterface, ServiceInstance, SteeringRule, Router, WireGuardClient, told apart by ``__typename``."""

    @classmethod
    def decode(cls, raw: Raw, at: Findings) -> VirtualInterface | ServiceInstance | SteeringRule | Router | WireGuardClient | None:
        """Judges a value and makes the member that it names."""
        fields = Fields(raw, at)
        if not fields.opened:
            return None
        return fields.tag(
            {
                "VirtualInterface": VirtualInterface.decode_fields,
                "ServiceInstance": ServiceInstance.decode_fields,
                "SteeringRule": SteeringRule.decode_fields,
                "Router": Router.decode_fields,
                "WireGuardClient": WireGuardClient.decode_fields,
            }
        )
