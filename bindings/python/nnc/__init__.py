"""Models and validators of nnc.

>>> from nnc import CreateVirtualInterfaceInput, from_json
>>> from_json(CreateVirtualInterfaceInput, '{"name": "tor-usa", "service": "tor"}').name
'tor-usa'
"""

from ._findings import Finding, Refused
from ._fields import ABSENT, Absent
from ._generated.enums import *  # noqa: F403
from ._generated.models import *  # noqa: F403
from ._validate import findings, from_json

__all__ = ["ABSENT", "Absent", "Finding", "Refused", "findings", "from_json"]
from ._generated import enums as _enums, models as _models

__all__ += _enums.__all__ + _models.__all__
