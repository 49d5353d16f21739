"""One task changes the router, another watches what happens.

    python examples/python/watch_events.py
"""

from __future__ import annotations

import asyncio

from simulator import simulator

import nnc


async def watch(events: nnc.Feed[nnc.Event]) -> None:
    """Tells what happens until the interface is gone again."""
    async for event in events:
        details = {detail.name: detail.value for detail in event.details}
        print(f"{event.at:%H:%M:%S} {event.kind}: {details.get('change', '')}")
        if event.lost:
            print(f"  ({event.lost} events were missed: this reader is too slow)")
        if event.kind == "apply.merged" and details["change"] == "delete tor-usa":
            return


async def main(url: str, folder: str) -> None:
    async with await nnc.open(folder) as fleet:
        await fleet.add_router("home", url, password="secret")
        home = await fleet.router("home")
        async with fleet.events(kind="apply", router="home") as events:
            watching = asyncio.create_task(watch(events))
            await home.virtual_interfaces.create([{"name": "tor-usa", "service": "tor"}])
            await home.virtual_interfaces.delete(["tor-usa"])
            await watching


with simulator() as simulated:
    asyncio.run(main(simulated.url, simulated.folder))
