"""Calls, awaited and waited for."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from conftest import START, Simulator

import nnc
from nnc import blocking


def test_interfaces_are_created_listed_and_deleted(folder: str, simulator: Simulator) -> None:
    async def main() -> None:
        async with await nnc.open_for_test(folder, 8, START, actor="test") as fleet:
            home = await fleet.router("home")
            change = await home.virtual_interfaces.create(
                [
                    nnc.CreateVirtualInterfaceInput(name="tor-usa", service="tor"),
                    {"name": "tor-germany", "service": "tor", "vlanId": 150},
                ]
            )
            assert change.changed and not change.dry_run and change.commands
            germany, usa = await home.virtual_interfaces.list()
            assert (germany.instance, germany.vlan_id) == ("tor-germany", 150)
            assert usa.status is nnc.VirtualInterfaceStatus.ACTIVE
            assert usa.created_at == START and usa.created_at.tzinfo is not None
            assert usa == await home.virtual_interfaces.get("tor-usa") != germany
            assert "tor-usa" in repr(usa) and '"instance":"tor-usa"' in usa.to_json()
            assert (await home.virtual_interfaces.delete(["tor-germany"])).changed
            assert [vif.instance for vif in await home.virtual_interfaces.list()] == ["tor-usa"]

    asyncio.run(main())
    assert [row["vlan-id"] for row in simulator.state("/interface/vlan")] == ["100"]


def test_a_script_needs_no_event_loop(folder: str) -> None:
    with blocking.open_for_test(folder, 8, START) as fleet:
        home = fleet.router("home")
        planned = home.virtual_interfaces.create([{"name": "tor", "service": "tor"}], dry_run=True)
        assert planned.dry_run and planned.commands and not home.virtual_interfaces.list()
        home.virtual_interfaces.create([{"name": "tor", "service": "tor"}])
        home.steering_rules.add("02:00:00:00:00:01", via="tor")
        (rule,) = home.steering_rules.list()
        assert (rule.device.mac, rule.device.vlan, rule.via) == ("02:00:00:00:00:01", None, "tor")
        assert home.vlan_pool.status().allocated == 1
    with pytest.raises(ValueError, match="closed"):
        fleet.routers()


def test_errors_say_what_and_what_to_do(folder: str) -> None:
    with blocking.open(folder) as fleet:
        with pytest.raises(nnc.NotFoundError) as missing:
            fleet.router("nobody")
        assert (missing.value.kind, missing.value.code) == ("not-found", "no-such-router")
        assert not missing.value.retryable and "nobody" in str(missing.value)
        with pytest.raises(nnc.ConflictError) as taken:
            fleet.add_router("home", "routeros+api://admin@127.0.0.1:1", offline=True)
        assert taken.value.code == "router-exists"
        assert isinstance(missing.value, LookupError) and isinstance(taken.value, nnc.NncError)


def test_every_kind_of_error_has_its_class() -> None:
    kinds = {"invalid", "not-found", "conflict", "refused", "unavailable", "unknown", "internal"}
    assert {one.kind for one in nnc.NncError.__subclasses__()} == kinds


def test_a_result_comes_once(folder: str) -> None:
    async def main() -> None:
        fleet = await nnc.open(folder, wait=timedelta(seconds=1), patience=2000)
        call = fleet._native.routers()
        await call
        with pytest.raises(RuntimeError, match="once"):
            await call
        with pytest.raises(RuntimeError, match="once"):
            call.wait()

    asyncio.run(main())
