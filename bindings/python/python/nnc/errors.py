"""The errors of nnc: one class, and one below it for each kind."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Final

__all__ = [
    "ConflictError",
    "InternalError",
    "InvalidError",
    "NncError",
    "NotFoundError",
    "RefusedError",
    "UnavailableError",
    "UnknownError",
]


class NncError(Exception):
    """What went wrong. ``str()`` of it says what to do."""

    kind: ClassVar[str] = "internal"
    """What sort of thing; the same for all of a class."""

    def __init__(
        self, code: str, message: str, retryable: bool = False, context: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(message)
        self.code: Final = code
        """What exactly, for programs: stable, and listed in ``docs/errors.md``."""
        self.message: Final = message
        """What exactly, for people."""
        self.retryable: Final = retryable
        """Whether the same call may succeed later."""
        self.context: Final = dict(context or {})
        """Details by name; never secrets."""

    def __repr__(self) -> str:
        return f"{type(self).__name__}(code={self.code!r}, message={self.message!r})"

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (self.code, self.message, self.retryable, self.context)


class InvalidError(NncError, ValueError):
    """What was asked for makes no sense; ask for something else."""

    kind = "invalid"


class NotFoundError(NncError, LookupError):
    """What was asked for is not there."""

    kind = "not-found"


class ConflictError(NncError):
    """Something stands in the way: another object, another user of it."""

    kind = "conflict"


class RefusedError(NncError):
    """The router refused, or failed, and is as before."""

    kind = "refused"


class UnavailableError(NncError):
    """Something cannot be reached or is busy; trying again may help."""

    kind = "unavailable"


class UnknownError(NncError):
    """It is not known, or not wholly, what the router has now. Run ``recover`` of its handle."""

    kind = "unknown"


class InternalError(NncError):
    """The data directory or nnc itself failed."""

    kind = "internal"


_CLASSES: Final = {
    one.kind: one
    for one in (
        InvalidError,
        NotFoundError,
        ConflictError,
        RefusedError,
        UnavailableError,
        UnknownError,
        InternalError,
    )
}


def _from_parts(kind: str, code: str, message: str, retryable: bool, context: Mapping[str, str]) -> NncError:
    """Called by the native module."""
    return _CLASSES[kind](code, message, retryable, context)


def told(error: Exception) -> tuple[str, str]:
    """The code and the message of what a program's own router raised."""
    if isinstance(error, NncError):
        return error.code, error.message
    if isinstance(error, ConnectionError):
        return "connection-lost", str(error)
    if isinstance(error, OSError | TimeoutError):
        return "router-unreachable", str(error)
    return "router-refused", f"{type(error).__name__}: {error}"
