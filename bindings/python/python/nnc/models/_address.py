"""Reads addresses, the same way as the other languages: no zones, no leading zeros."""

from __future__ import annotations

import re
from typing import Final

_PART: Final = re.compile(r"0|[1-9][0-9]{0,2}", re.ASCII)
_GROUP: Final = re.compile(r"[0-9a-fA-F]{1,4}", re.ASCII)


def address_bytes(text: str) -> bytes | None:
    """The bytes of an IPv4 (4) or IPv6 (16) address."""
    return _ipv6(text) if ":" in text else _ipv4(text)


def prefix(text: str) -> tuple[bytes, int] | None:
    """The bytes and the length of ``address/length``."""
    parts = text.split("/")
    if len(parts) != 2 or not _PART.fullmatch(parts[1]):
        return None
    address = address_bytes(parts[0])
    length = int(parts[1])
    return None if address is None or length > len(address) * 8 else (address, length)


def has_host_bits(address: bytes, length: int) -> bool:
    """Whether bits after the prefix length are set."""
    host = len(address) * 8 - length
    return int.from_bytes(address, "big") & ((1 << host) - 1) != 0


def _ipv4(text: str) -> bytes | None:
    parts = text.split(".")
    if len(parts) != 4 or not all(_PART.fullmatch(part) and int(part) < 256 for part in parts):
        return None
    return bytes(int(part) for part in parts)


def _ipv6(text: str) -> bytes | None:
    halves = text.split("::")
    if len(halves) > 2:
        return None
    read = [_groups(half, at == len(halves) - 1) for at, half in enumerate(halves)]
    known = [half for half in read if half is not None]
    if len(known) < len(halves):
        return None
    if len(halves) == 1:
        return known[0] if len(known[0]) == 16 else None
    gap = 16 - len(known[0]) - len(known[1])
    # "::" stands for at least one group.
    return known[0] + bytes(gap) + known[1] if gap >= 2 else None


def _groups(text: str, last: bool) -> bytes | None:
    """The bytes of groups joined by colons; the last may be an IPv4 address where nothing follows."""
    if not text:
        return b""
    out = b""
    parts = text.split(":")
    for at, part in enumerate(parts):
        if last and at == len(parts) - 1 and "." in part:
            four = _ipv4(part)
            if four is None:
                return None
            out += four
        elif _GROUP.fullmatch(part):
            out += int(part, 16).to_bytes(2, "big")
        else:
            return None
    return out
