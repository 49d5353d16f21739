"""What `async for` keeps up with: events as fast as is wanted, none lost, nothing growing.

    maturin build --profile dist --features bench, install the wheel, then:
    python bindings/python/benches/streams.py
"""

from __future__ import annotations

import asyncio
import os
import time
from typing import Any

from nnc import Event, _native
from nnc._kernel.aio import Feed


def resident() -> float:
    """Memory of this process, in MiB."""
    with open("/proc/self/statm") as pages:
        return int(pages.read().split()[1]) * os.sysconf("SC_PAGESIZE") / 2**20


async def stream(per_millisecond: int, seconds: int, capacity: int) -> None:
    count = per_millisecond * 1000 * seconds
    native: Any = _native
    feed: Feed[Event] = Feed(native.flood(count, per_millisecond, capacity))
    before, half = resident(), 0.0
    seen = lost = jumps = expected = 0
    begun, worked = time.perf_counter(), time.process_time()
    async for event in feed:
        number = int(event.details[1].value)
        jumps += number != expected
        expected = number + 1
        seen += 1
        lost += event.lost
        if seen == count // 2:
            half = resident()
    took, used = time.perf_counter() - begun, time.process_time() - worked
    print(
        f"measured: a stream of {per_millisecond * 1000} events/s for {seconds} s, capacity {capacity}: {seen} of {count}"
        f" came, {lost} lost, {jumps} gaps, {seen / took:.0f} events/s, {100 * used / took:.0f} % of a core; memory"
        f" {before:.1f} MiB before, {half:.1f} MiB at half, {resident():.1f} MiB after"
    )


async def main() -> None:
    # As many events may wait as where nothing is said.
    await stream(100, 10, 16_384)


asyncio.run(main())
