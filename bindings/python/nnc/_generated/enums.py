# generated from schema/nnc.graphql by `cargo xtask codegen`; do not edit
"""Enums."""

from enum import Enum

__all__ = [
    "VirtualInterfaceStatus",
    "GatewayType",
    "GatewayStatus",
    "OnFailure",
    "ServiceInstanceStatus",
    "VlanAllocationState",
    "RouterPlatform",
    "FirewallAction",
]


class VirtualInterfaceStatus(str, Enum):
    """Where a virtual interface is in its life. A create that was rolled back leaves no interface."""

    CREATING = "CREATING"
    """It is being made on the router."""
    ACTIVE = "ACTIVE"
    """The router confirmed it."""
    ERROR = "ERROR"
    """It is partly there, or nobody knows, or a repair failed."""
    REMOVING = "REMOVING"
    """It is being removed from the router."""


class GatewayType(str, Enum):
    """How traffic goes from the virtual interface on to the service."""

    NONE = "NONE"
    """The service routes packets itself."""
    HEV_SOCKS5_TUNNEL = "HEV_SOCKS5_TUNNEL"
    """A tunnel carries the packets to the service's SOCKS5 port."""


class GatewayStatus(str, Enum):
    """Whether the gateway of a virtual interface runs."""

    STOPPED = "STOPPED"
    STARTING = "STARTING"
    RUNNING = "RUNNING"
    FAILED = "FAILED"


class OnFailure(str, Enum):
    """What happens to steered traffic when its way out is gone."""

    CLOSED = "CLOSED"
    """It is refused."""
    OPEN = "OPEN"
    """It leaves by the main table, as if it were not steered. An explicit choice."""


class ServiceInstanceStatus(str, Enum):
    """Where a service instance is in its life."""

    INSTALLED = "INSTALLED"
    STARTING = "STARTING"
    RUNNING = "RUNNING"
    STOPPED = "STOPPED"
    FAILED = "FAILED"


class VlanAllocationState(str, Enum):
    """What a VLAN id of the pool is used for."""

    ALLOCATED = "ALLOCATED"
    """A virtual interface uses it."""
    RESERVED = "RESERVED"
    """A change that is under way means to use it."""
    QUARANTINED = "QUARANTINED"
    """It was released and rests before it is used again."""
    ORPHAN = "ORPHAN"
    """It is on the router under our mark, but no virtual interface is known for it."""


class RouterPlatform(str, Enum):
    """What a router runs."""

    ROUTEROS = "ROUTEROS"
    OPEN_VSWITCH = "OPEN_VSWITCH"


class FirewallAction(str, Enum):
    """What a firewall rule does with a packet."""

    ACCEPT = "ACCEPT"
    DROP = "DROP"
    REJECT = "REJECT"
    LOG = "LOG"
    PASSTHROUGH = "PASSTHROUGH"
