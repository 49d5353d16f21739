"""Judges the fields of an object."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import Final, TypeAlias, TypeVar

from ._cross import CrossRule
from ._findings import Findings
from ._json import Raw
from ._rules import kind

T = TypeVar("T")


class Absent(Enum):
    """The type of ``ABSENT``."""

    ABSENT = "absent"

    def __repr__(self) -> str:
        return "ABSENT"

    def __bool__(self) -> bool:
        return False


ABSENT: Final = Absent.ABSENT
"""In a patch: the value stays as it is. ``None`` takes it away."""

Judge: TypeAlias = Callable[[Raw, Findings], T | None]


class Fields:
    """The fields of an object that is being judged."""

    def __init__(self, raw: Raw, at: Findings) -> None:
        self._at = at
        self._known: list[str] = []
        self._entries: dict[str, Raw] | None = None
        if isinstance(raw, dict):
            self._entries = raw
        else:
            at.refuse("wrong-type", f"expected an object, found {kind(raw)}")

    @property
    def opened(self) -> bool:
        """Whether it is an object."""
        return self._entries is not None

    def _get(self, name: str) -> Raw | Absent:
        self._known.append(name)
        return ABSENT if self._entries is None else self._entries.get(name, ABSENT)

    def _refuse(self, name: str, code: str, message: str) -> None:
        self._at.enter(name)
        self._at.refuse(code, message)
        self._at.leave()

    def _judged(self, name: str, raw: Raw, judge: Judge[T]) -> T | None:
        self._at.enter(name)
        value = judge(raw, self._at)
        self._at.leave()
        return value

    def required(self, name: str, judge: Judge[T]) -> T | None:
        """A field that must be there."""
        raw = self._get(name)
        if raw is ABSENT:
            self._refuse(name, "missing-field", "this field is needed")
            return None
        if raw is None:
            self._refuse(name, "null-not-allowed", "null is not allowed here")
            return None
        return self._judged(name, raw, judge)

    def optional(self, name: str, judge: Judge[T]) -> T | None:
        """A field that may be absent or null."""
        raw = self._get(name)
        return None if raw is ABSENT or raw is None else self._judged(name, raw, judge)

    def omittable(self, name: str, judge: Judge[T], default: T) -> T | None:
        """A field that may be absent, which is the default, but not null."""
        raw = self._get(name)
        if raw is ABSENT:
            return default
        if raw is None:
            self._refuse(name, "null-not-allowed", "null is not allowed here")
            return None
        return self._judged(name, raw, judge)

    def patch(self, name: str, judge: Judge[T], clearable: bool) -> T | Absent | None:
        """A field of a patch; absent and null are told apart."""
        raw = self._get(name)
        if raw is ABSENT:
            return ABSENT
        if raw is None:
            if not clearable:
                self._refuse(name, "null-not-allowed", "null is not allowed here")
            return None
        return self._judged(name, raw, judge)

    def exactly_one(self) -> None:
        """Refuses the object unless exactly one of the fields asked for so far is given."""
        given = sum(1 for name in self._known if (self._entries or {}).get(name) is not None)
        if given != 1:
            self._at.refuse("not-exactly-one", f"exactly one of {', '.join(self._known)} is needed")

    def close(self) -> None:
        """Refuses what is none of the fields asked for."""
        for key in self._entries or {}:
            if key not in self._known:
                self._refuse(key, "unknown-field", "there is no such field here")

    def cross(self, before: int, *rules: CrossRule) -> None:
        """Judges the fields against each other, unless something was found in them since ``before``."""
        if self._at.count == before:
            for rule in rules:
                rule.judge(self._entries or {}, self._at)

    def tag(self, words: list[str]) -> str | None:
        """The member of a union that ``__typename`` names."""
        word = self.required("__typename", _word)
        if word is None or word in words:
            return word
        self._refuse("__typename", "unknown-variant", f"one of {', '.join(words)} is needed")
        return None


def _word(raw: Raw, at: Findings) -> str | None:
    if isinstance(raw, str):
        return raw
    at.refuse("wrong-type", f"expected a word, found {kind(raw)}")
    return None
