"""Answers the conformance scenarios in Python: one JSON request per line in, one answer per line out.

What the requests and answers are is written in ``conformance/README.md``.
"""

from __future__ import annotations

import asyncio
import enum
import json
import math
import re
import struct
import sys
from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from typing import Any

import nnc

EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
MILLISECOND = timedelta(milliseconds=1)


def snake(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])[A-Z]", lambda found: f"_{found[0]}", name).lower()


def camel(name: str) -> str:
    return re.sub(r"_([a-z0-9])", lambda found: found[1].upper(), name)


def handed_over(value: Any) -> Any:
    """An argument as a program would hand it over."""
    if isinstance(value, list):
        return [handed_over(item) for item in value]
    if not isinstance(value, dict):
        return value
    if "$text16" in value:
        units = value["$text16"]
        return struct.pack(f"<{len(units)}H", *units).decode("utf-16-le", "surrogatepass")
    if "$number" in value:
        number = float(value["$number"])
        return int(number) if math.isfinite(number) and number == int(number) else number
    return {key: handed_over(item) for key, item in value.items()}


def spelled(name: str, value: Any) -> Any:
    """An argument as Python has it: moments are numbers of milliseconds in the scenarios."""
    if name in ("time", "since", "until") and isinstance(value, int):
        return EPOCH + value * MILLISECOND
    return handed_over(value)


def told(value: Any) -> Any:
    """A result as the transcript has it: by the names of the schema."""
    match value:
        case None | bool() | int() | float():
            return value
        case enum.Enum():
            return value.value
        case str():
            return value
        case list():
            return [told(item) for item in value]
        case Mapping():
            return {key: told(item) for key, item in value.items()}
        case datetime():
            return (value - EPOCH) // MILLISECOND
        case _:
            names = [name for name in dir(value) if not name.startswith("_") and name != "to_json"]
            return {camel(name): told(getattr(value, name)) for name in names}


class Runner:
    """Holds what was kept, under its name."""

    def __init__(self) -> None:
        self.kept: dict[str, Any] = {"api": nnc}

    async def answer(self, request: dict[str, Any]) -> dict[str, Any]:
        match request["op"]:
            case "call":
                try:
                    return await self.call(request)
                except nnc.NncError as error:
                    names = ("kind", "code", "message", "retryable", "context")
                    return {"error": {name: getattr(error, name) for name in names}}
            case "next":
                items: list[Any] = []
                try:
                    while len(items) < request["count"]:
                        items.append(told(await anext(self.kept[request["on"]])))
                except StopAsyncIteration:
                    return {"ok": items, "ended": True}
                return {"ok": items, "ended": False}
            case "close":
                kept = self.kept.pop(request["on"])
                if isinstance(kept, nnc.Feed):
                    await kept.aclose()
                return {"ok": None}
            case other:
                raise ValueError(f"there is no answer to {other!r}")

    async def call(self, request: dict[str, Any]) -> dict[str, Any]:
        target = self.kept[request["on"]]
        for part in request["path"]:
            target = getattr(target, snake(part))
        method = getattr(target, snake(request["method"]))
        if not callable(method):
            result = method
        else:
            arguments = request.get("arguments") or {}
            result = method(**{snake(name): spelled(name, value) for name, value in arguments.items()})
            if asyncio.iscoroutine(result):
                result = await result
        if isinstance(result, nnc.Feed):
            self.kept[request["keep"]] = result
            return {"stream": True}
        if hasattr(result, "_native"):
            self.kept[request["keep"]] = result
            return {"handle": type(result).__name__}
        return {"ok": told(result)}


async def main() -> None:
    runner = Runner()
    for line in sys.stdin:
        print(json.dumps(await runner.answer(json.loads(line))), flush=True)


asyncio.run(main())
