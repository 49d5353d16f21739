"""What the package shows: all of it documented, and its examples run."""

from __future__ import annotations

import doctest
import inspect
from collections.abc import Iterator
from types import ModuleType

import pytest

import nnc
from nnc import blocking, errors, models


def public(module: ModuleType) -> Iterator[tuple[str, object]]:
    for name in module.__all__:
        one = getattr(module, name)
        if inspect.isclass(one) or inspect.isfunction(one):
            yield name, one
        if inspect.isclass(one) and module is not models:
            for inner, member in vars(one).items():
                documented = inspect.isfunction(member) or isinstance(member, property) or inspect.isgetsetdescriptor(member)
                if documented and not inner.startswith("_"):
                    yield f"{name}.{inner}", member


@pytest.mark.parametrize("module", [nnc, blocking, errors, models])
def test_everything_is_documented(module: ModuleType) -> None:
    assert module.__doc__
    undocumented = [name for name, one in public(module) if not inspect.getdoc(one)]
    assert not undocumented
    assert len(list(public(module))) > 7


def test_both_ways_have_the_same_names() -> None:
    for name, one in public(blocking):
        other: object = nnc
        for part in name.split("."):
            other = getattr(other, {"close": "aclose"}.get(part, part) if name.startswith("Feed.") else part)
        if inspect.isfunction(one) and inspect.isfunction(other) and not name.startswith("Feed."):
            assert inspect.signature(one) == inspect.signature(other), name


@pytest.mark.parametrize("module", [nnc, blocking, models])
def test_examples_in_the_documentation_run(module: ModuleType) -> None:
    assert doctest.testmod(module).attempted and not doctest.testmod(module).failed
