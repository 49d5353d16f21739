"""Two services become virtual interfaces, and a TV goes out through one of them, and never any other way.

    python examples/python/provision_and_steer.py
"""

from __future__ import annotations

import asyncio

from simulator import simulator

import nnc


async def main(url: str, folder: str) -> None:
    async with await nnc.open(folder) as fleet:
        router = await fleet.add_router("home", url, password="secret")
        print(f"{router.identity} runs RouterOS {router.version}")
        home = await fleet.router("home")

        # All of them or none; it takes a while, so it tells how far it is.
        operation = home.virtual_interfaces.start_create(
            [
                nnc.CreateVirtualInterfaceInput(name="tor-usa", service="tor"),
                nnc.CreateVirtualInterfaceInput(name="tor-germany", service="tor"),
            ]
        )
        async for step in operation.progress():
            print(f"  {step.phase}" + (f" {step.done}/{step.total}" if step.total else ""))
        change = await operation.result()
        print(f"{len(change.commands)} commands were carried out and confirmed")

        tv = "02:00:00:00:00:01"
        await home.steering_rules.add(tv, via="tor-usa")
        await home.steering_rules.switch(tv, via="tor-germany")
        for rule in await home.steering_rules.list():
            print(f"{rule.device.mac} goes out through {rule.via}")

        report = await home.verify_leaks()
        assert report.judged and not report.leaks and not report.undecided
        print(f"no packet of {', '.join(report.judged)} can leave another way")


with simulator() as simulated:
    asyncio.run(main(simulated.url, simulated.folder))
