"""The judges of single values and lists. Each returns the value, or notes a finding and returns ``None``."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from enum import Enum
from typing import Final, TypeVar

from ._address import address_bytes, has_host_bits, prefix
from ._findings import Findings
from ._json import Number, Raw

T = TypeVar("T")
E = TypeVar("E", bound=Enum)

_CONTROL: Final = re.compile("[\u0000-\u001f\u007f-\u009f]")
"""C0, DEL and C1: the characters of Unicode's category Cc."""
_MAC: Final = re.compile(r"[0-9A-Fa-f]{2}(?::[0-9A-Fa-f]{2}){5}", re.ASCII)
_SECRET_REF: Final = re.compile(r"[A-Za-z0-9._/-]{1,100}@([1-9][0-9]{0,9})", re.ASCII)
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=timezone.utc)


def kind(raw: Raw) -> str:
    """What a value is, for messages: never the value itself, which may be a secret."""
    if raw is None:
        return "null"
    if isinstance(raw, bool):
        return "a boolean"
    if isinstance(raw, Number):
        return "a number"
    if isinstance(raw, str):
        return "text"
    return "a list" if isinstance(raw, list) else "an object"


def _wrong_type(raw: Raw, at: Findings, wanted: str) -> None:
    at.refuse("wrong-type", f"expected {wanted}, found {kind(raw)}")


def _plain_text(raw: Raw, at: Findings) -> str | None:
    if not isinstance(raw, str):
        _wrong_type(raw, at, "text")
        return None
    if _CONTROL.search(raw):
        at.refuse("control-character", "control characters are not allowed in text")
        return None
    return raw


def text(raw: Raw, at: Findings, shortest: int, longest: int, pattern: re.Pattern[str] | None = None) -> str | None:
    """Text. All its rules are judged, whichever fail, but a text that is too long is not matched; lengths count Unicode scalar values."""
    before = at.count
    if not isinstance(raw, str):
        _wrong_type(raw, at, "text")
        return None
    if _CONTROL.search(raw):
        at.refuse("control-character", "control characters are not allowed in text")
    if len(raw) < shortest:
        at.refuse("too-short", f"at least {shortest} characters are needed, this has {len(raw)}")
    if len(raw) > longest:
        at.refuse("too-long", f"at most {longest} characters are allowed, this has {len(raw)}")
    if pattern is not None and len(raw) <= longest and not pattern.fullmatch(raw):
        at.refuse("pattern-mismatch", f"the whole text must match {pattern.pattern}")
    return raw if at.count == before else None


def integer(raw: Raw, at: Findings, least: int, most: int) -> int | None:
    """An integer in a range; ``1.0`` and ``10e-1`` are the integer 1."""
    if not isinstance(raw, Number):
        _wrong_type(raw, at, "an integer")
        return None
    if not raw.integral:
        at.refuse("not-integer", "a number without a fraction is needed")
        return None
    if raw.value is None or not least <= raw.value <= most:
        at.refuse("out-of-range", f"a number from {least} to {most} is needed")
        return None
    return raw.value


def u64(raw: Raw, at: Findings) -> int | None:
    """An unsigned 64-bit integer."""
    return integer(raw, at, 0, 0xFFFF_FFFF_FFFF_FFFF)


def date_time(raw: Raw, at: Findings, least: int, most: int) -> datetime | None:
    """A moment in milliseconds."""
    millis = integer(raw, at, least, most)
    return None if millis is None else _EPOCH + timedelta(milliseconds=millis)


def boolean(raw: Raw, at: Findings) -> bool | None:
    """True or false."""
    if isinstance(raw, bool):
        return raw
    _wrong_type(raw, at, "true or false")
    return None


def enumeration(raw: Raw, at: Findings, words: type[E]) -> E | None:
    """A word of an enum."""
    if not isinstance(raw, str):
        _wrong_type(raw, at, "a word")
        return None
    for member in words:
        if member.value == raw:
            return member
    at.refuse("unknown-value", f"one of {', '.join(str(m.value) for m in words)} is needed")
    return None


def mac(raw: Raw, at: Findings) -> str | None:
    """An Ethernet address, in upper case."""
    value = _plain_text(raw, at)
    if value is None:
        return None
    if not _MAC.fullmatch(value):
        at.refuse("bad-mac", "six pairs of hexadecimal digits joined by colons are needed")
        return None
    return value.upper()


def _right_version(at: Findings, version: int, address: bytes) -> bool:
    right = version in (0, 4 if len(address) == 4 else 6)
    if not right:
        at.refuse("wrong-family", f"an IPv{version} address is needed")
    return right


def ip_address(raw: Raw, at: Findings, version: int = 0) -> str | None:
    """An address without a prefix length or zone."""
    value = _plain_text(raw, at)
    if value is None:
        return None
    address = address_bytes(value)
    if address is None:
        at.refuse("bad-ip-address", "an IPv4 or IPv6 address without a prefix length or zone is needed")
        return None
    return value if _right_version(at, version, address) else None


def ip_prefix(raw: Raw, at: Findings, version: int = 0, no_host_bits: bool = False) -> str | None:
    """An address with a prefix length."""
    value = _plain_text(raw, at)
    if value is None:
        return None
    parsed = prefix(value)
    if parsed is None:
        at.refuse("bad-ip-prefix", "an address with a prefix length is needed, such as 10.99.0.0/16")
        return None
    good = _right_version(at, version, parsed[0])
    if no_host_bits and has_host_bits(*parsed):
        at.refuse("host-bits-set", "bits after the prefix length are set")
        good = False
    return value if good else None


def secret_ref(raw: Raw, at: Findings) -> str | None:
    """A reference to a secret: ``<id>@<version>``."""
    value = _plain_text(raw, at)
    if value is None:
        return None
    match = _SECRET_REF.fullmatch(value)
    if match is None or int(match.group(1)) > 0xFFFF_FFFF:
        at.refuse("bad-secret-ref", "a reference such as router/home/password@3 is needed, not the secret itself")
        return None
    return value


def items(
    raw: Raw,
    at: Findings,
    fewest: int,
    most: int,
    unique: bool,
    item: Callable[[Raw, Findings], T | None],
) -> list[T] | None:
    """A list and each of its items."""
    before = at.count
    if not isinstance(raw, list):
        _wrong_type(raw, at, "a list")
        return None
    if len(raw) < fewest:
        at.refuse("too-few-items", f"at least {fewest} items are needed")
    if len(raw) > most:
        at.refuse("too-many-items", f"at most {most} items are allowed")
    seen: set[str] = set()
    out: list[T] = []
    for index, value in enumerate(raw):
        at.enter(index)
        if value is None:
            at.refuse("null-not-allowed", "null is not allowed here")
        else:
            judged = item(value, at)
            if judged is not None:
                out.append(judged)
        if unique and isinstance(value, str):
            if value in seen:
                at.refuse("duplicate-item", "this stands in the list already")
            seen.add(value)
        at.leave()
    return out if at.count == before else None
