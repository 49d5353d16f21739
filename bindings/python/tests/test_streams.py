"""Streams and operations: what is told, what is lost (nothing), and what goes on when nobody listens."""

from __future__ import annotations

import asyncio

import pytest
from conftest import START, Simulator

import nnc
from nnc import blocking


def test_events_come_in_order_and_the_stream_ends_when_closed(folder: str) -> None:
    async def main() -> None:
        fleet = await nnc.open_for_test(folder, 8, START)
        home = await fleet.router("home")
        async with fleet.events(kind="apply") as events:
            await home.virtual_interfaces.create([{"name": "tor", "service": "tor"}])
            seen = [await anext(events)]
            async for event in events:
                seen.append(event)
                if event.kind == "apply.merged":
                    break
        assert all(event.kind.startswith("apply.") and event.lost == 0 for event in seen)
        assert {detail.name: detail.value for detail in seen[-1].details}["router"] == "home"
        with pytest.raises(StopAsyncIteration):
            await anext(events)

    asyncio.run(main())


def test_a_reader_that_is_cancelled_loses_nothing(folder: str) -> None:
    async def main() -> None:
        fleet = await nnc.open_for_test(folder, 8, START)
        home = await fleet.router("home")
        events, whole = fleet.events(kind="apply"), fleet.events(kind="apply")
        change = asyncio.ensure_future(home.virtual_interfaces.create([{"name": "tor", "service": "tor"}]))
        seen: list[nnc.Event] = []
        while not seen or seen[-1].kind != "apply.merged":
            # A time so short that many a wait is given up.
            try:
                seen.append(await asyncio.wait_for(anext(events), 0.0005))
            except TimeoutError:
                pass
        await change
        assert seen == [await anext(whole) for _ in seen]

    asyncio.run(main())


def test_closing_ends_the_wait_of_a_reader(folder: str) -> None:
    async def main() -> None:
        fleet = await nnc.open(folder)
        events = fleet.events()
        reader = asyncio.ensure_future(anext(events, None))
        await asyncio.sleep(0)
        await events.aclose()
        assert await reader is None

    asyncio.run(main())


def test_an_operation_tells_how_far_it_is(folder: str) -> None:
    async def main() -> None:
        fleet = await nnc.open_for_test(folder, 8, START)
        home = await fleet.router("home")
        operation = home.virtual_interfaces.start_create([{"name": "tor", "service": "tor"}])
        phases = [step.phase async for step in operation.progress()]
        assert phases[-1] == "merged"
        assert (await operation.result()).changed and (await operation.result()).changed

    asyncio.run(main())
    with blocking.open_for_test(folder, 8, START) as fleet:
        operation = fleet.router("home").virtual_interfaces.start_delete(["tor"])
        assert [step.phase for step in operation.progress()][-1] == "merged"
        assert operation.result().changed


def test_cancelling_a_task_never_tears_a_change(folder: str, simulator: Simulator) -> None:
    async def main() -> None:
        fleet = await nnc.open_for_test(folder, 8, START)
        home = await fleet.router("home")
        for number, phase in enumerate(["apply.intent-logged", "apply.armed", "apply.applying", "apply.verifying"]):
            events = fleet.events(kind="apply")
            wish = {"name": f"tor-{number}", "service": "tor"}
            call = asyncio.ensure_future(home.virtual_interfaces.create([wish]))
            async for event in events:
                if event.kind == phase:
                    call.cancel()
                if event.kind == "apply.merged":
                    break
            with pytest.raises(asyncio.CancelledError):
                await call
        assert len(await home.virtual_interfaces.list()) == 4
        assert not (await home.drift()).differences

    asyncio.run(main())
    assert len(simulator.state("/interface/vlan")) == 4


def test_an_operation_can_be_given_up(folder: str, simulator: Simulator) -> None:
    async def main() -> None:
        fleet = await nnc.open_for_test(folder, 8, START)
        home = await fleet.router("home")
        operation = home.virtual_interfaces.start_create([{"name": "tor", "service": "tor"}])
        await operation.cancel()
        with pytest.raises(nnc.NncError) as given_up:
            await operation.result()
        assert given_up.value.code in ("rolled-back", "cancelled")
        assert not await home.virtual_interfaces.list()

    asyncio.run(main())
    assert not simulator.state("/interface/vlan")
