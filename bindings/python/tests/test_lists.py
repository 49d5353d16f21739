"""Lists that nnc keeps while nothing changes: what another process writes is in the next one."""

from __future__ import annotations

import copy
import subprocess
import sys

import nnc
from nnc import blocking

OTHER = """
import sys
from nnc import blocking
with blocking.open(sys.argv[1]) as fleet:
    interfaces = fleet.router("home").virtual_interfaces
    if sys.argv[2] == "create":
        interfaces.create([{"name": name, "service": "tor"} for name in sys.argv[3:]])
    else:
        interfaces.delete(sys.argv[3:])
"""


def other(folder: str, *words: str) -> None:
    """Another process on the same data directory, to its end."""
    subprocess.run([sys.executable, "-c", OTHER, folder, *words], check=True, timeout=60)


def test_what_another_process_writes_is_in_the_next_list(folder: str) -> None:
    with blocking.open(folder) as fleet:
        interfaces = fleet.router("home").virtual_interfaces

        def names() -> list[str]:
            return [one.instance for one in interfaces.list()]

        assert names() == []
        other(folder, "create", "one", "two")
        assert names() == ["one", "two"]
        assert interfaces.get("two").name == "nnc-two"
        other(folder, "delete", "two")
        assert names() == ["one"]
        try:
            interfaces.get("two")
        except nnc.NotFoundError as error:
            assert error.code == "vif-not-found"
        else:
            raise AssertionError("it is gone")


def test_a_list_belongs_to_who_asked(folder: str) -> None:
    with blocking.open(folder) as fleet:
        interfaces = fleet.router("home").virtual_interfaces
        interfaces.create([{"name": "one", "service": "tor"}])
        mine = interfaces.list()
        mine.clear()
        again = interfaces.list()
        assert [one.instance for one in again] == ["one"]
        assert again == interfaces.list()


def test_records_are_values(folder: str) -> None:
    with blocking.open(folder) as fleet:
        interfaces = fleet.router("home").virtual_interfaces
        interfaces.create([{"name": "one", "service": "tor"}, {"name": "two", "service": "tor"}])
        one, two = interfaces.list()
        again = interfaces.get("one")
        assert again == one and hash(again) == hash(one)
        assert {one, two, again} == {one, two}
        assert copy.copy(one) is one
        assert copy.deepcopy({"of": [one]}) == {"of": [one]}
