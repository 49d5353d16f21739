# generated from schema/nnc.graphql by `cargo xtask codegen`; do not edit
"""Controls routers: say what should be true, and nnc makes it true, confirms it, and can explain and undo it.

>>> import asyncio, tempfile
>>> import nnc
>>> async def main(folder: str) -> None:
...     async with await nnc.open(folder) as fleet:
...         print(await fleet.routers())
>>> with tempfile.TemporaryDirectory() as folder:
...     asyncio.run(main(folder))
[]

Calls are awaited here; ``nnc.blocking`` has the same names for scripts that wait. What goes wrong raises a ``NncError``.
``logging.getLogger("nnc")`` tells what happens inside.
"""

import logging as _logging

# Before the native module, which writes to it: without a handler Python would print warnings.
_logging.getLogger("nnc").addHandler(_logging.NullHandler())

from . import blocking, errors, models
from ._generated.aio import (
    Nnc,
    RouterHandle,
    Operation,
    VirtualInterfaces,
    SteeringRules,
    VlanPoolHandle,
    Resources,
    HostRouter,
    open,
    open_for_test,
    version,
)
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
from ._kernel.aio import (
    Feed,
)
from ._native import (
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
from .errors import (
    ConflictError,
    InternalError,
    InvalidError,
    NncError,
    NotFoundError,
    RefusedError,
    UnavailableError,
    UnknownError,
)
from .models import (
    CreateVirtualInterfaceInput,
    UpdateVlanPoolInput,
    ABSENT,
)
from ._native import __version__

__all__ = [
    "ABSENT",
    "Broken",
    "Change",
    "ConflictError",
    "CreateVirtualInterfaceInput",
    "Detail",
    "DeviceSelector",
    "Difference",
    "DriftClass",
    "DriftReport",
    "Event",
    "Feed",
    "Finding",
    "GatewayStatus",
    "GatewayType",
    "HistoryEntry",
    "HostRouter",
    "ImpactReport",
    "ImpactStep",
    "InternalError",
    "InvalidError",
    "Layer",
    "LayerAt",
    "LayerDifference",
    "LayerView",
    "Leak",
    "LeakReport",
    "Nnc",
    "NncError",
    "NotFoundError",
    "OnFailure",
    "Operation",
    "Progress",
    "Recovery",
    "RefusedError",
    "ResourceAt",
    "ResourceSummary",
    "ResourceView",
    "Resources",
    "Router",
    "RouterHandle",
    "RouterPlatform",
    "SteeringRule",
    "SteeringRules",
    "UnavailableError",
    "UnknownError",
    "UpdateVlanPoolInput",
    "ValueChange",
    "VirtualInterface",
    "VirtualInterfaceStatus",
    "VirtualInterfaces",
    "VlanAllocation",
    "VlanAllocationState",
    "VlanPool",
    "VlanPoolHandle",
    "VlanPoolStatus",
    "Weight",
    "__version__",
    "blocking",
    "errors",
    "models",
    "open",
    "open_for_test",
    "version",
]
