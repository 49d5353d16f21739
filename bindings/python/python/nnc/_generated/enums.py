# generated from schema/nnc.graphql by `cargo xtask codegen`; do not edit
"""Enums."""

from enum import StrEnum

__all__ = [
    "VirtualInterfaceStatus",
    "GatewayType",
    "GatewayStatus",
    "OnFailure",
    "ServiceInstanceStatus",
    "VlanAllocationState",
    "RouterPlatform",
    "FirewallAction",
    "Layer",
    "Weight",
    "DriftClass",
]


class VirtualInterfaceStatus(StrEnum):
    """Where a virtual interface is in its life. A create that was rolled back leaves no interface."""

    CREATING = "CREATING"
    """It is being made on the router."""
    ACTIVE = "ACTIVE"
    """The router confirmed it."""
    ERROR = "ERROR"
    """It is partly there, or nobody knows, or a repair failed."""
    REMOVING = "REMOVING"
    """It is being removed from the router."""


class GatewayType(StrEnum):
    """How traffic goes from the virtual interface on to the service."""

    NONE = "NONE"
    """The service routes packets itself."""
    HEV_SOCKS5_TUNNEL = "HEV_SOCKS5_TUNNEL"
    """A tunnel carries the packets to the service's SOCKS5 port."""


class GatewayStatus(StrEnum):
    """Whether the gateway of a virtual interface runs."""

    STOPPED = "STOPPED"
    STARTING = "STARTING"
    RUNNING = "RUNNING"
    FAILED = "FAILED"


class OnFailure(StrEnum):
    """What happens to steered traffic when its way out is gone."""

    CLOSED = "CLOSED"
    """It is refused."""
    OPEN = "OPEN"
    """It leaves by the main table, as if it were not steered. An explicit choice."""


class ServiceInstanceStatus(StrEnum):
    """Where a service instance is in its life."""

    INSTALLED = "INSTALLED"
    STARTING = "STARTING"
    RUNNING = "RUNNING"
    STOPPED = "STOPPED"
    FAILED = "FAILED"


class VlanAllocationState(StrEnum):
    """What a VLAN id of the pool is used for."""

    ALLOCATED = "ALLOCATED"
    """A virtual interface uses it."""
    RESERVED = "RESERVED"
    """A change that is under way means to use it."""
    QUARANTINED = "QUARANTINED"
    """It was released and rests before it is used again."""
    ORPHAN = "ORPHAN"
    """It is on the router under our mark, but no virtual interface is known for it."""


class RouterPlatform(StrEnum):
    """What a router runs."""

    ROUTEROS = "ROUTEROS"
    OPEN_VSWITCH = "OPEN_VSWITCH"


class FirewallAction(StrEnum):
    """What a firewall rule does with a packet."""

    ACCEPT = "ACCEPT"
    DROP = "DROP"
    REJECT = "REJECT"
    LOG = "LOG"
    PASSTHROUGH = "PASSTHROUGH"


class Layer(StrEnum):
    """The layers of a resource, from what the user wants to what the platform can do."""

    CONFIGURATION = "CONFIGURATION"
    """What the user wants. Holds references to secrets, never secrets."""
    VALIDATION = "VALIDATION"
    """What checking it found."""
    DEPLOYMENT = "DEPLOYMENT"
    """Only what was read from the router after a change."""
    RUNTIME = "RUNTIME"
    """What it does now: up or down, running or not."""
    TELEMETRY = "TELEMETRY"
    """Counters and measurements."""
    METADATA = "METADATA"
    """What nnc keeps about it: its status, what was allocated to it, tags."""
    RELATIONSHIPS = "RELATIONSHIPS"
    """What it needs and what needs it."""
    PLATFORM = "PLATFORM"
    """What the platform can do for it."""


class Weight(StrEnum):
    """How much a finding weighs."""

    REFUSAL = "REFUSAL"
    """The change is refused."""
    NOTE = "NOTE"
    """It is told, and the change goes on."""


class DriftClass(StrEnum):
    """Who changed what, where the router is not as wanted."""

    FOREIGN_EDIT = "FOREIGN_EDIT"
    """Somebody else changed it."""
    DEVICE_NORMALISATION = "DEVICE_NORMALISATION"
    """The router spells it otherwise or sets it itself."""
    LOST_OBJECT = "LOST_OBJECT"
    """The row is gone."""
    VERSION_CHANGE = "VERSION_CHANGE"
    """Another version of the platform means it otherwise."""
    UNEXPECTED_OBJECT = "UNEXPECTED_OBJECT"
    """A row of ours that belongs to nothing."""
    MISPLACED = "MISPLACED"
    """The row stands in another place."""
    PENDING_CHANGE = "PENDING_CHANGE"
    """What is wanted has changed since the router confirmed it, for example because the router has a new network."""
    UNKNOWN_SECRET = "UNKNOWN_SECRET"
    """A secret that nnc does not know, and that the router did not tell when the resource was taken over."""
