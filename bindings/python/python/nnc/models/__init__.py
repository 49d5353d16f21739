# generated from schema/nnc.graphql by `cargo xtask codegen`; do not edit
"""Models of the documents that nnc speaks of, with their validators; no native code.

>>> from nnc.models import CreateVirtualInterfaceInput, from_json
>>> from_json(CreateVirtualInterfaceInput, '{"name": "tor-usa", "service": "tor"}').name
'tor-usa'
"""

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
from ._fields import ABSENT, Absent
from ._findings import Finding, Refused
from ._generated import (
    VirtualInterface,
    CreateVirtualInterfaceInput,
    UpdateVirtualInterfaceInput,
    ServiceInstance,
    VlanPool,
    VlanPoolStatus,
    VlanAllocation,
    UpdateVlanPoolInput,
    DeviceSelector,
    DeviceSelectorInput,
    SteeringRule,
    CreateSteeringRuleInput,
    SwitchSteeringRuleInput,
    Router,
    AddRouterInput,
    UpdateRouterInput,
    WireGuardClient,
    Vlan,
    FirewallRule,
    Resource,
)
from ._validate import findings, from_json

__all__ = [
    "ABSENT",
    "Absent",
    "Finding",
    "Refused",
    "findings",
    "from_json",
    "VirtualInterfaceStatus",
    "GatewayType",
    "GatewayStatus",
    "OnFailure",
    "ServiceInstanceStatus",
    "VlanAllocationState",
    "RouterPlatform",
    "FirewallAction",
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
