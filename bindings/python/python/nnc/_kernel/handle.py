"""Handles: something that lives, whose methods are generated."""

from __future__ import annotations

from typing import Generic, NoReturn, TypeVar

N = TypeVar("N")


class Handle(Generic[N]):
    """Stands for something that lives in nnc. Made by nnc only; letting go of it lets go of what it stands for."""

    __slots__ = ("__weakref__", "_native")

    def __init__(self, native: N) -> None:
        self._native = native

    def __repr__(self) -> str:
        return f"<nnc.{type(self).__name__}>"


class Closed:
    """What a closed handle stands for."""

    def __getattr__(self, name: str) -> NoReturn:
        raise ValueError("it is closed; open it again")
