"""A router that is written in Python is driven as any other."""

from __future__ import annotations

import asyncio
from copy import deepcopy
from pathlib import Path

import pytest

import nnc
from nnc import blocking

Rows = list[dict[str, str]]


class Memory:
    """Rows in memory: the least that a router needs to be."""

    def __init__(self) -> None:
        self.menus: dict[str, Rows] = {"/interface": []}
        self.image: dict[str, Rows] | None = None
        self.last = 0
        self.refuse: Exception | None = None
        for name in ("ether1", "ether2"):
            self.add("/interface", {"name": name, "type": "ether", "running": "true"})

    def add(self, menu: str, row: dict[str, str]) -> str:
        self.last += 1
        row = {**row, ".id": f"*{self.last:X}"}
        rows = self.menus.setdefault(menu, [])
        before = row.pop("place-before", None)
        at = next((at for at, other in enumerate(rows) if other[".id"] == before), len(rows))
        rows.insert(at, row)
        return row[".id"]

    def carry_out(self, menu: str, verb: str, values: dict[str, str]) -> str | None:
        if self.refuse is not None:
            refused, self.refuse = self.refuse, None
            raise refused
        if verb == "add":
            return self.add(menu, values)
        wanted = values.pop(".id", None) or values.pop("numbers")
        rows = self.menus[menu]
        row = next(row for row in rows if row[".id"] == wanted)
        if verb == "set":
            row.update(values)
        elif verb == "unset":
            row.pop(values["value-name"], None)
        else:
            rows.remove(row)
            if verb == "move":
                to = next((at for at, other in enumerate(rows) if other[".id"] == values.get("destination")), len(rows))
                rows.insert(to, row)
        return None

    def begin_change(self) -> None:
        if self.image is not None:
            raise nnc.RefusedError("router-refused", "another change is under way")
        self.image = deepcopy(self.menus)

    def end_change(self, stands: bool) -> None:
        if not stands and self.image is not None:
            self.menus = self.image
        self.image = None


class AsyncRouter(nnc.HostRouter):
    def __init__(self, memory: Memory) -> None:
        self.memory = memory

    async def version(self) -> str:
        return "7.22.3"

    async def identity(self) -> str:
        await asyncio.sleep(0)
        return "in memory"

    async def read(self, menu: str) -> list[dict[str, str]]:
        return self.memory.menus.get(menu, [])

    async def write(self, menu: str, verb: str, values: dict[str, str]) -> str | None:
        return self.memory.carry_out(menu, verb, values)

    async def begin(self) -> None:
        self.memory.begin_change()

    async def commit(self) -> None:
        self.memory.end_change(True)

    async def roll_back(self) -> None:
        self.memory.end_change(False)


class BlockingRouter(blocking.HostRouter):
    def __init__(self, memory: Memory) -> None:
        self.memory = memory

    def version(self) -> str:
        return "7.22.3"

    def identity(self) -> str:
        return "in memory"

    def read(self, menu: str) -> list[dict[str, str]]:
        return self.memory.menus.get(menu, [])

    def write(self, menu: str, verb: str, values: dict[str, str]) -> str | None:
        return self.memory.carry_out(menu, verb, values)

    def begin(self) -> None:
        self.memory.begin_change()

    def commit(self) -> None:
        self.memory.end_change(True)

    def roll_back(self) -> None:
        self.memory.end_change(False)


def test_an_async_router_is_driven(tmp_path: Path) -> None:
    memory = Memory()

    async def main() -> None:
        fleet = await nnc.open(str(tmp_path / "state"))
        added = await fleet.attach_router("mine", AsyncRouter(memory))
        assert (added.identity, added.version) == ("in memory", "7.22.3")
        mine = await fleet.router("mine")
        await mine.virtual_interfaces.create([{"name": "tor", "service": "tor"}])
        assert [row["name"] for row in memory.menus["/interface/vlan"]] == ["nnc-tor"]
        assert not (await mine.drift()).differences
        await mine.virtual_interfaces.delete(["tor"])
        assert not memory.menus["/interface/vlan"]

    asyncio.run(main())


@pytest.mark.parametrize(
    ("raised", "told"),
    [
        (nnc.RefusedError("router-refused", "not today"), "not today"),
        (KeyError("mine"), "KeyError: 'mine'"),
    ],
)
def test_a_blocking_router_is_driven_and_what_it_raises_is_told(
    tmp_path: Path, raised: Exception, told: str
) -> None:
    memory = Memory()
    with blocking.open(str(tmp_path / "state")) as fleet:
        fleet.attach_router("mine", BlockingRouter(memory))
        mine = fleet.router("mine")
        before = deepcopy(memory.menus)
        memory.refuse = raised
        with pytest.raises(nnc.RefusedError, match=told):
            mine.virtual_interfaces.create([{"name": "tor", "service": "tor"}])
        after = {menu: rows for menu, rows in memory.menus.items() if rows}
        assert after == before and memory.image is None
        assert mine.virtual_interfaces.create([{"name": "tor", "service": "tor"}]).changed


def test_a_router_that_nobody_can_reach_or_that_answers_nonsense(tmp_path: Path) -> None:
    class Unplugged(BlockingRouter):
        def version(self) -> str:
            raise TimeoutError("the cable is out")

    class Odd(BlockingRouter):
        def version(self) -> str:
            return 7  # type: ignore[return-value]

    with blocking.open(str(tmp_path / "state")) as fleet:
        with pytest.raises(nnc.UnavailableError, match="the cable is out") as unreachable:
            fleet.attach_router("mine", Unplugged(Memory()))
        assert unreachable.value.code == "router-unreachable" and unreachable.value.retryable
        with pytest.raises(nnc.NncError, match="`version` of the program's router"):
            fleet.attach_router("mine", Odd(Memory()))
        assert not fleet.routers()
