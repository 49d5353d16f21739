"""Whatever is handed over, the answer is ``invalid-argument`` with the place, as in every other language."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

import pytest

import nnc
from nnc import blocking
from nnc.blocking import RouterHandle


@pytest.fixture
def home(folder: str) -> Iterator[RouterHandle]:
    with blocking.open(folder) as fleet:
        yield fleet.router("home")


def findings(error: nnc.NncError) -> list[str]:
    assert (error.kind, error.code) == ("invalid", "invalid-argument")
    assert isinstance(error, ValueError)
    return [error.context[f"finding.{index}"] for index in range(len(error.context))]


class Other:
    """Something that is no JSON."""


NESTED: list[object] = []
NESTED.append(NESTED)
WIDE: list[object] = []
for _ in range(60):
    WIDE = [WIDE, WIDE]


@pytest.mark.parametrize(
    ("limit", "finding"),
    [
        (None, "null-not-allowed"),
        (True, "wrong-type"),
        ("7", "wrong-type"),
        (0, "out-of-range"),
        (10**40, "out-of-range"),
        (-(10**40), "out-of-range"),
        pytest.param(10**10000, "out-of-range", id="10**10000"),
        (1.5, "not-integer"),
        (float("nan"), "wrong-type"),
        (float("inf"), "wrong-type"),
        (b"7", "wrong-type"),
        ({1}, "wrong-type"),
        (Other(), "wrong-type"),
        (NESTED, "wrong-type"),
        (lambda: 7, "wrong-type"),
    ],
)
def test_numbers(home: RouterHandle, limit: Any, finding: str) -> None:
    with pytest.raises(nnc.InvalidError) as refused:
        home.resources.history("vif/a", limit=limit)
    assert findings(refused.value) == [f"{finding} /limit"]


@pytest.mark.parametrize(
    ("which", "finding"),
    [
        (None, "null-not-allowed"),
        ("", "too-short"),
        ("x" * 129, "too-long"),
        ("a\x00b", "control-character"),
        ("a\nb", "control-character"),
        ("\ud800", "wrong-type"),
        (7, "wrong-type"),
        ("x" * (2 << 20), "wrong-type"),
    ],
)
def test_texts(home: RouterHandle, which: Any, finding: str) -> None:
    with pytest.raises(nnc.InvalidError) as refused:
        home.resources.impact(which)
    assert findings(refused.value) == [f"{finding} /which"]


@pytest.mark.parametrize("time", [datetime(2026, 1, 1), "2026-01-01", None, timedelta(days=-1_000_000)])
def test_times(home: RouterHandle, time: Any) -> None:
    with pytest.raises(nnc.InvalidError) as refused:
        home.resources.at("vif/a", time)
    assert [finding.split()[1] for finding in findings(refused.value)] == ["/time"]


@pytest.mark.parametrize(
    ("interfaces", "expected"),
    [
        ([], ["too-few-items /interfaces"]),
        ("tor", ["wrong-type /interfaces"]),
        ([None], ["null-not-allowed /interfaces/0"]),
        ([NESTED], ["wrong-type /interfaces/0"]),
        ([{1: 2}], ["wrong-type /interfaces/0"]),
        ([{"x" * 300: 2}], ["wrong-type /interfaces/0"]),
        ([{"name": "a", "service": "tor", "vlan": 7}], ["unknown-field /interfaces/0/vlan"]),
        (({"name": "a"},), ["missing-field /interfaces/0/service"]),
        ([MappingProxyType({"name": "a"})], ["missing-field /interfaces/0/service"]),
        (
            [nnc.CreateVirtualInterfaceInput(name="A", service="tor", vlan_id=1)],
            ["pattern-mismatch /interfaces/0/name", "out-of-range /interfaces/0/vlanId"],
        ),
    ],
)
def test_lists_and_objects(home: RouterHandle, interfaces: Any, expected: list[str]) -> None:
    with pytest.raises(nnc.InvalidError) as refused:
        home.virtual_interfaces.create(interfaces)
    assert findings(refused.value) == expected
    with pytest.raises(nnc.InvalidError) as refused:
        home.virtual_interfaces.start_create(interfaces)
    assert findings(refused.value) == expected


@pytest.mark.parametrize("document", [NESTED, WIDE, {"a": NESTED}, {"a": Other()}])
def test_documents_are_bounded(home: RouterHandle, document: object) -> None:
    with pytest.raises(nnc.InvalidError) as refused:
        home.resources.apply("WireGuardClient", document)
    assert all(finding.startswith("wrong-type /document/") for finding in findings(refused.value)[:-1])


def test_what_an_object_raises_is_not_swallowed(home: RouterHandle) -> None:
    class Broken(list[object]):
        def __iter__(self) -> Iterator[object]:
            raise KeyError("mine")

    with pytest.raises(KeyError, match="mine"):
        home.virtual_interfaces.create(Broken([1]))  # type: ignore[arg-type]


def test_python_itself_refuses_words_that_no_method_has(home: RouterHandle) -> None:
    with pytest.raises(TypeError):
        home.virtual_interfaces.create([], dry=True)  # type: ignore[call-arg]
    with pytest.raises(TypeError):
        home.resources.impact()  # type: ignore[call-arg]


def test_a_secret_is_in_no_error(folder: str) -> None:
    with blocking.open(folder) as fleet:
        with pytest.raises(nnc.InvalidError) as refused:
            fleet.add_router("no name", "routeros+api://admin@127.0.0.1:1", password="hunter2\n")
        told = f"{refused.value!r} {refused.value} {refused.value.context}"
        assert "hunter2" not in told and "/password" in told
