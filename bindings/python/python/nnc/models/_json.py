"""Reads JSON text (RFC 8259) without judging it.

``json.loads`` is not used: it drops duplicate keys, accepts ``NaN``, rounds numbers and lets broken surrogates through.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, TypeAlias, Union

from ._findings import Findings, Unreadable

MAX_BYTES: Final = 1024 * 1024
"""The largest document, in bytes of UTF-8."""
MAX_DEPTH: Final = 64
"""The deepest nesting of arrays and objects."""
MAX_KEY: Final = 256
"""The longest key of an object, in characters. Pointers are made of keys, and must not outgrow the document."""
_MOST_DIGITS: Final = 30
"""Most digits of an integer that is kept; longer ones are out of every range."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number of JSON, exactly."""

    integral: bool
    """Whether it has no fraction."""
    value: int | None
    """The integer; ``None`` where it has a fraction and where it is out of every range."""


Raw: TypeAlias = Union[None, bool, Number, str, "list[Raw]", "dict[str, Raw]"]

_SPACE: Final = re.compile(r"[ \t\n\r]*")
_NUMBER: Final = re.compile(r"(-?)(0|[1-9][0-9]*)(?:\.([0-9]+))?(?:[eE]([+-]?)([0-9]+))?")
_RUN: Final = re.compile(r'[^"\\\x00-\x1f]*')
_UNIT: Final = re.compile(r"[0-9a-fA-F]{4}")
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_ESCAPES: Final = {'"': '"', "\\": "\\", "/": "/", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}


def read(text: str, at: Findings) -> Raw:
    """Reads a document. A key that stands twice is a finding; its first value is kept.

    Raises ``Unreadable`` for what keeps the document from being read at all.
    """
    if len(text.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        raise Unreadable("too-large", f"this has more than {MAX_BYTES} bytes")
    return _Reader(text, at).document()


def _syntax() -> Unreadable:
    return Unreadable("bad-json", "this is no JSON text")


def _half() -> Unreadable:
    return Unreadable("lone-surrogate", "a string holds half of a surrogate pair")


class _Reader:
    def __init__(self, text: str, findings: Findings) -> None:
        self._text = text
        self._findings = findings
        self._at = 0
        self._depth = 0

    def document(self) -> Raw:
        self._space()
        raw = self._value()
        self._space()
        if self._at != len(self._text):
            raise _syntax()
        return raw

    def _peek(self) -> str:
        return self._text[self._at : self._at + 1]

    def _eat(self, word: str) -> bool:
        hit = self._text.startswith(word, self._at)
        if hit:
            self._at += len(word)
        return hit

    def _need(self, word: str) -> None:
        if not self._eat(word):
            raise _syntax()

    def _space(self) -> None:
        match = _SPACE.match(self._text, self._at)
        if match:
            self._at = match.end()

    def _value(self) -> Raw:
        match self._peek():
            case "{" | "[":
                return self._nested()
            case '"':
                return self._string()
            case "t":
                self._need("true")
                return True
            case "f":
                self._need("false")
                return False
            case "n":
                self._need("null")
                return None
            case _:
                return self._number()

    def _nested(self) -> Raw:
        if self._depth == MAX_DEPTH:
            raise Unreadable("too-deep", "this is nested too deeply")
        self._depth += 1
        opening = self._peek()
        self._at += 1
        self._space()
        raw: Raw = self._map() if opening == "{" else self._list()
        self._depth -= 1
        return raw

    def _map(self) -> dict[str, Raw]:
        entries: dict[str, Raw] = {}
        if self._eat("}"):
            return entries
        while True:
            self._space()
            if self._peek() != '"':
                raise _syntax()
            key = self._string()
            if len(key) > MAX_KEY:
                raise Unreadable("too-large", f"a key has more than {MAX_KEY} characters")
            self._space()
            self._need(":")
            self._space()
            self._findings.enter(key)
            value = self._value()
            if key in entries:
                self._findings.refuse("duplicate-key", "this key stands twice; keep one of them")
            else:
                entries[key] = value
            self._findings.leave()
            self._space()
            if not self._eat(","):
                self._need("}")
                return entries

    def _list(self) -> list[Raw]:
        values: list[Raw] = []
        if self._eat("]"):
            return values
        while True:
            self._space()
            self._findings.enter(len(values))
            values.append(self._value())
            self._findings.leave()
            self._space()
            if not self._eat(","):
                self._need("]")
                return values

    def _number(self) -> Number:
        match = _NUMBER.match(self._text, self._at)
        if match is None:
            raise _syntax()
        self._at = match.end()
        # What follows a number is a separator; "01" and "1.e" are no numbers.
        if self._peek() and self._peek() in "-+.0123456789eE":
            raise _syntax()
        sign, whole, fraction, exponent_sign, exponent_digits = match.groups()
        digits = (whole + (fraction or "")).rstrip("0")
        dropped = len(whole) + len(fraction or "") - len(digits)
        digits = digits.lstrip("0")
        if not digits:
            return Number(True, 0)
        # An exponent with more digits than a document can balance is as good as infinite.
        size = int(exponent_digits.lstrip("0")[:18] or "0") if exponent_digits else 0
        exponent = (-size if exponent_sign == "-" else size) - len(fraction or "") + dropped
        if exponent < 0:
            return Number(False, None)
        if len(digits) + exponent > _MOST_DIGITS:
            return Number(True, None)
        return Number(True, int(f"{sign}{digits}{'0' * exponent}"))

    def _string(self) -> str:
        self._at += 1
        out: list[str] = []
        while True:
            match = _RUN.match(self._text, self._at)
            if match:
                if _SURROGATE.search(match.group()):
                    raise _half()
                out.append(match.group())
                self._at = match.end()
            if self._eat('"'):
                return "".join(out)
            self._need("\\")
            out.append(self._escape())

    def _escape(self) -> str:
        letter = self._peek()
        self._at += 1
        if letter != "u":
            if letter not in _ESCAPES:
                raise _syntax()
            return _ESCAPES[letter]
        first = self._unit()
        if not 0xD800 <= first <= 0xDFFF:
            return chr(first)
        if first > 0xDBFF or not self._eat("\\u"):
            raise _half()
        second = self._unit()
        if not 0xDC00 <= second <= 0xDFFF:
            raise _half()
        return chr(0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00))

    def _unit(self) -> int:
        match = _UNIT.match(self._text, self._at)
        if match is None:
            raise _syntax()
        self._at = match.end()
        return int(match.group(), 16)
