"""Rules between two fields of an object, judged once each field by itself is in order.

A field is given where it is neither absent nor null nor false.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from ._findings import Findings
from ._json import Number, Raw


def _given(entries: Mapping[str, Raw], name: str) -> Raw:
    value = entries.get(name)
    return None if value is False else value


def _is_one_of(value: Raw, words: tuple[str, ...]) -> bool:
    return not words or (isinstance(value, str) and value in words)


def _refuse(at: Findings, field: str, code: str, message: str) -> None:
    at.enter(field)
    at.refuse(code, message)
    at.leave()


@dataclass(frozen=True, slots=True)
class Ordered:
    """Where both are given, the lower number is not above the upper one."""

    lower: str
    upper: str
    equal: bool

    def judge(self, entries: Mapping[str, Raw], at: Findings) -> None:
        """Refuses the upper field with ``out-of-order``."""
        low, high = _given(entries, self.lower), _given(entries, self.upper)
        if not isinstance(low, Number) or not isinstance(high, Number) or low.value is None or high.value is None:
            return
        if low.value > high.value or (low.value == high.value and not self.equal):
            _refuse(at, self.upper, "out-of-order", f"this must not be below {self.lower}")


@dataclass(frozen=True, slots=True)
class Requires:
    """Where the field is given, the other is given too, and as one of the words if there are any."""

    field: str
    other: str
    words: tuple[str, ...]

    def judge(self, entries: Mapping[str, Raw], at: Findings) -> None:
        """Refuses the field with ``field-needed``."""
        other = _given(entries, self.other)
        if _given(entries, self.field) is None or (other is not None and _is_one_of(other, self.words)):
            return
        among = f", as one of {', '.join(self.words)}" if self.words else ""
        _refuse(at, self.field, "field-needed", f"this needs {self.other}{among}")


@dataclass(frozen=True, slots=True)
class Excludes:
    """Where the field is given, the other is not, or not as one of the words if there are any."""

    field: str
    other: str
    words: tuple[str, ...]

    def judge(self, entries: Mapping[str, Raw], at: Findings) -> None:
        """Refuses the field with ``fields-exclude``."""
        other = _given(entries, self.other)
        if _given(entries, self.field) is None or other is None or not _is_one_of(other, self.words):
            return
        said = f" {' or '.join(self.words)}" if self.words else ""
        _refuse(at, self.field, "fields-exclude", f"this does not go together with {self.other}{said}")


CrossRule: TypeAlias = Ordered | Requires | Excludes
