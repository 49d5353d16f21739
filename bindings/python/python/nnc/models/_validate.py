"""Judges JSON text."""

from __future__ import annotations

from typing import Protocol, Self, TypeVar

from ._findings import Finding, Findings, Refused, Unreadable
from ._json import Raw, read


class Decodable(Protocol):
    """A generated model."""

    @classmethod
    def decode(cls, raw: Raw, at: Findings) -> Self | None:
        """Judges a value and makes the model; every finding goes to ``at``."""


D = TypeVar("D", bound=Decodable)


def _judge(model: type[D], text: str) -> tuple[D | None, list[Finding]]:
    at = Findings()
    try:
        raw = read(text, at)
    except Unreadable as unreadable:
        return None, [unreadable.finding]
    value = model.decode(raw, at)
    return value, at.finish()


def from_json(model: type[D], text: str) -> D:
    """Judges a JSON text and makes the model; raises ``Refused`` with all findings."""
    value, found = _judge(model, text)
    if found or value is None:
        raise Refused(found)
    return value


def findings(model: type[D], text: str) -> list[Finding]:
    """Judges a JSON text without keeping the value."""
    return _judge(model, text)[1]
