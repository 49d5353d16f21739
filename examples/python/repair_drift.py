"""Somebody takes a rule of ours away; it is found, and put right.

    python examples/python/repair_drift.py
"""

from __future__ import annotations

from simulator import simulator

from nnc import blocking

with simulator() as simulated, blocking.open(simulated.folder) as fleet:
    fleet.add_router("home", simulated.url, password="secret")
    home = fleet.router("home")
    home.virtual_interfaces.create([{"name": "tor-usa", "service": "tor"}])
    assert not home.drift().differences

    simulated.remove_first("/routing/rule")

    for difference in home.drift().differences:
        print(f"{difference.cause}: {difference.message}")
        print(f"  mended by {difference.repair}")
    change = home.repair()
    print(f"{len(change.commands)} commands put it right")
    assert change.changed and not home.drift().differences
