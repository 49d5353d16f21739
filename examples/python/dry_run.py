"""Says what would be done, and does nothing. A script: no event loop is needed.

    python examples/python/dry_run.py
"""

from __future__ import annotations

from simulator import simulator

from nnc import CreateVirtualInterfaceInput, InvalidError, blocking

with simulator() as simulated, blocking.open(simulated.folder) as fleet:
    fleet.add_router("home", simulated.url, password="secret")
    interfaces = fleet.router("home").virtual_interfaces

    wish = CreateVirtualInterfaceInput(name="tor-usa", service="tor", ipv6=False)
    planned = interfaces.create([wish], dry_run=True)
    print(f"plan {planned.plan_hash}:")
    for command in planned.commands:
        print(f"  {command}")
    assert planned.dry_run and interfaces.list() == []

    # What makes no sense is told with its place, before anything is asked of the router.
    try:
        interfaces.create([{"name": "TOR", "service": "tor", "vlanId": 1}], dry_run=True)
    except InvalidError as error:
        print(f"{error.code}:")
        for finding in error.context.values():
            print(f"  {finding}")
