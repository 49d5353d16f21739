"""Answers the requests of `nnc-conformance`, one a line; see conformance/README.md."""

import asyncio
import inspect
import json
import re
import sys

import nnc

KEPT: dict[str, object] = {"api": nnc}
"""Handles and streams by the names they are kept under."""


def argument(value: object) -> object:
    """An argument as Python spells it: what JSON cannot say is written as an object of one field."""
    if isinstance(value, list):
        return [argument(item) for item in value]
    if not isinstance(value, dict):
        return value
    if "$text16" in value:
        units = b"".join(unit.to_bytes(2, "little") for unit in value["$text16"])
        return units.decode("utf-16-le", "surrogatepass")
    if "$number" in value:
        number = float(value["$number"])
        return int(number) if number == number and abs(number) != float("inf") else number
    return {name: argument(item) for name, item in value.items()}


def snake(name: str) -> str:
    """`dryRun` as `dry_run`."""
    return re.sub(r"(?<=[a-z0-9])[A-Z]", lambda found: f"_{found[0]}", name).lower()


def spelled(value: object) -> object:
    """A value as all languages spell it."""
    if isinstance(value, list):
        return [spelled(item) for item in value]
    if hasattr(value, "to_json"):
        return json.loads(value.to_json())
    return value


def when(name: str, value: object) -> object:
    """A moment as Python has it; the schema's are numbers of milliseconds."""
    if name in ("time", "since", "until") and isinstance(value, (int, float)):
        from datetime import UTC, datetime, timedelta

        return datetime.fromtimestamp(0, UTC) + timedelta(milliseconds=value)
    return value


async def call(request: dict) -> dict:
    target = KEPT[request["on"]]
    for part in request["path"]:
        target = getattr(target, snake(part))
    words = {
        snake(name): when(name, argument(value)) for name, value in (request.get("arguments") or {}).items()
    }
    try:
        answer = getattr(target, snake(request["method"]))(**words)
        if inspect.isawaitable(answer):
            answer = await answer
    except nnc.NncError as error:
        told = {name: getattr(error, name) for name in ("kind", "code", "message", "retryable", "context")}
        return {"error": told}
    if isinstance(answer, nnc.Feed):
        KEPT[request["keep"]] = answer
        return {"stream": True}
    name = type(answer).__name__
    if type(answer) is getattr(nnc, name, None) and not hasattr(answer, "to_json"):
        KEPT[request["keep"]] = answer
        return {"handle": name}
    return {"ok": spelled(answer)}


async def following(request: dict) -> dict:
    feed = KEPT[request["on"]]
    assert isinstance(feed, nnc.Feed)
    items: list[object] = []
    while len(items) < request["count"]:
        try:
            items.append(spelled(await anext(feed)))
        except StopAsyncIteration:
            return {"ok": items, "ended": True}
    return {"ok": items, "ended": False}


async def close(request: dict) -> dict:
    kept = KEPT.pop(request["on"])
    if isinstance(kept, nnc.Feed):
        await kept.aclose()
    return {"ok": None}


OPERATIONS = {"call": call, "next": following, "close": close}


async def main() -> None:
    for line in sys.stdin:
        request = json.loads(line)
        answer = await OPERATIONS[request["op"]](request)
        print(json.dumps(answer), flush=True)


asyncio.run(main())
