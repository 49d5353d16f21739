"""What calls cost an event loop, beside Python's own reading of the same list from JSON.

    maturin build --profile dist, install the wheel, then:
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


class Drift:
    """How late a 1 ms ticker comes, and what the event loop's thread worked between two ticks, in ms."""

    def __init__(self) -> None:
        self.late: list[float] = []
        self.worked: list[float] = []
        self.worst_of_rounds: list[float] = []

    def end_round(self, begun: int) -> None:
        """Notes the worst of the ticks since `begun`."""
        self.worst_of_rounds.append(max(self.late[begun:], default=0.0))

    def __str__(self) -> str:
        return (
            f"late by {statistics.median(self.late):.2f} ms in the median of {len(self.late)}; at worst"
            f" {statistics.median(self.worst_of_rounds):.1f} ms in the median of {len(self.worst_of_rounds)} rounds and"
            f" {max(self.late):.1f} ms of all; the loop's own thread works {max(self.worked):.1f} ms between two ticks at most"
        )


async def drift(call: Callable[[], Awaitable[object]], at_once: int = AT_ONCE) -> Drift:
    """Lateness of a 1 ms ticker while so many calls are under way, some rounds of them."""
    found = Drift()
    stop = False

    async def tick() -> None:
        while not stop:
            due, worked = time.perf_counter() + 0.001, time.thread_time()
            await asyncio.sleep(0.001)
            found.late.append((time.perf_counter() - due) * 1e3)
            found.worked.append((time.thread_time() - worked) * 1e3)

    async def one() -> None:
        await call()

    ticker = asyncio.create_task(tick())
    for _ in range(ROUNDS):
        await asyncio.sleep(0.01)
        ticks = len(found.late)
        await asyncio.gather(*(one() for _ in range(at_once)))
        # The tick that was due meanwhile comes now.
        await asyncio.sleep(0.002)
        found.end_round(ticks)
    stop = True
    await ticker
    return found


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

    print(f"measured: nothing to do: a 1 ms ticker is {await drift(lambda: asyncio.sleep(0), 1)}")
    for what, call, bar in (
        ("tasks that sleep for 1 ms, and no calls", lambda: asyncio.sleep(0.001), 5),
        ("calls for single records", lambda: interfaces.get("vif-7"), 5),
        ("calls for lists of 100", interfaces.list, 10),
    ):
        print(f"measured: {AT_ONCE} {what}, at once: a 1 ms ticker is {await drift(call)} (bar: {bar} ms)")


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
