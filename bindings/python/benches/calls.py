"""What calls cost an event loop, beside Python's own reading of the same list from JSON.

    maturin build --release, install the wheel, then:
    NNC_ROUTEROS_SIM=target/release/routeros-sim python bindings/python/benches/calls.py
"""

from __future__ import annotations

import asyncio
import json
import os
import statistics
import subprocess
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import datetime, timezone

import nnc

CALLS = 300
BATCHES = 7
AT_ONCE = 500
ROUNDS = 20


async def best(call: Callable[[], Awaitable[object]]) -> float:
    """Microseconds of one call: the best of some batches, one call after the other."""
    found = []
    for _ in range(BATCHES):
        begun = time.perf_counter()
        for _ in range(CALLS):
            await call()
        found.append((time.perf_counter() - begun) / CALLS * 1e6)
    return min(found)


async def own(call: Callable[[], Awaitable[object]]) -> float:
    """Microseconds of one call that the thread of the event loop works itself; what nnc's threads do meanwhile is not in it."""
    found = []
    for _ in range(BATCHES):
        begun = time.thread_time()
        for _ in range(CALLS):
            await call()
        found.append((time.thread_time() - begun) / CALLS * 1e6)
    return min(found)


async def drift(call: Callable[[], Awaitable[object]]) -> tuple[float, float, int]:
    """The worst and the median lateness of a 1 ms ticker, in ms, while many calls are under way; and its samples."""
    late: list[float] = []
    stop = False

    async def tick() -> None:
        while not stop:
            due = time.perf_counter() + 0.001
            await asyncio.sleep(0.001)
            late.append((time.perf_counter() - due) * 1e3)

    async def one() -> None:
        await call()

    ticker = asyncio.create_task(tick())
    for _ in range(ROUNDS):
        await asyncio.gather(*(one() for _ in range(AT_ONCE)))
    stop = True
    await ticker
    return max(late), statistics.median(late), len(late)


async def main(url: str, folder: str) -> None:
    fleet = await nnc.open_for_test(folder, 7, datetime(2026, 1, 1, tzinfo=timezone.utc))
    await fleet.add_router("home", url, password="secret")
    home = await fleet.router("home")
    interfaces = home.virtual_interfaces
    names = [f"vif-{number}" for number in range(100)]
    for at in range(0, 100, 10):
        await interfaces.create([{"name": name, "service": "tor"} for name in names[at : at + 10]])
    listed = await interfaces.list()
    text = "[" + ",".join(one.to_json() for one in listed) + "]"
    assert len(listed) == 100

    async def parse() -> object:
        return json.loads(text)

    # By turns, so that a busy machine is busy for all.
    empty, parsed, full = await best(nnc.version), await best(parse), await best(interfaces.list)
    empty = min(empty, await best(nnc.version))
    parsed, full = min(parsed, await best(parse)), min(full, await best(interfaces.list))
    ratio = full / (empty + parsed)
    print(
        f"measured: list of 100 interfaces {full:.0f} us; empty call {empty:.0f} us + json.loads of"
        f" {len(text)} bytes {parsed:.0f} us; ratio {ratio:.2f} (bar: 1)"
    )

    empty, parsed, full = await own(nnc.version), await own(parse), await own(interfaces.list)
    print(
        f"measured: of that the event loop's thread works {full:.0f} us; empty call {empty:.0f} us + json.loads"
        f" {parsed:.0f} us; ratio {full / (empty + parsed):.2f}"
    )

    for what, call, bar in (
        ("single records", lambda: interfaces.get("vif-7"), 5),
        ("lists of 100", interfaces.list, 10),
        ("nothing, slept for 1 ms", lambda: asyncio.sleep(0.001), 5),
    ):
        worst, median, samples = await drift(call)
        print(
            f"measured: {AT_ONCE} calls at once, {what}: a 1 ms ticker is at most {worst:.1f} ms late,"
            f" {median:.2f} ms in the median of {samples} (bar: {bar} ms)"
        )


with tempfile.TemporaryDirectory() as folder:
    words = ["--api", "127.0.0.1:0", "--user", "admin", "--password", "secret"]
    simulator = subprocess.Popen([os.environ["NNC_ROUTEROS_SIM"], *words], stdout=subprocess.PIPE, text=True)
    assert simulator.stdout is not None
    bound = json.loads(simulator.stdout.readline())
    try:
        asyncio.run(main(f"routeros+api://admin@{bound['api']}", folder))
    finally:
        simulator.terminate()
        simulator.wait()
        simulator.stdout.close()
