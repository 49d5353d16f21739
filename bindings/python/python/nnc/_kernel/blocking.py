"""Handles and streams for scripts that wait."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from types import TracebackType
from typing import Generic, Self, TypeVar, cast

from .._native import HostAnswer, Stream
from ..errors import told
from .aio import BATCH
from .handle import Closed, Handle

__all__ = ["Feed", "Handle", "Opened", "hosted"]

N = TypeVar("N")
T = TypeVar("T")


class Opened(Handle[N]):
    """A handle that can be closed; ``with`` does so at its end."""

    __slots__ = ()

    def close(self) -> None:
        """Lets go of it. What was got from it stays open for as long as it is held itself."""
        self._native = cast(N, Closed())

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class Feed(Generic[T]):
    """A stream, read with ``for``. Closed by ``close``, by ``with``, and when it is let go of."""

    __slots__ = ("__weakref__", "_native", "_taken")

    def __init__(self, native: Stream[T]) -> None:
        self._native = native
        self._taken: deque[T] = deque()

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> T:
        while not self._taken:
            self._taken.extend(self._native.take(BATCH))
            if not self._taken and not self._native.ready().wait():
                raise StopIteration
        return self._taken.popleft()

    def close(self) -> None:
        """Ends it; whoever waits for an item is told that there is none any more."""
        self._taken.clear()
        self._native.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def hosted(host: object) -> Callable[[str, tuple[object, ...], HostAnswer], None]:
    """Calls the methods of what the program implements, in threads of nnc, one at a time for each call of nnc."""

    def ask(method: str, arguments: tuple[object, ...], answer: HostAnswer) -> None:
        try:
            answer.give(getattr(host, method)(*arguments))
        except Exception as error:
            answer.fail(*told(error))

    return ask
