"""Handles and streams for programs with an event loop."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from types import TracebackType
from typing import Generic, Self, TypeVar, cast

from .._native import HostAnswer, Stream
from ..errors import told
from .handle import Closed, Handle

__all__ = ["Feed", "Handle", "Opened", "hosted"]

N = TypeVar("N")
T = TypeVar("T")

BATCH = 256
"""How many items are fetched at once."""


class Opened(Handle[N]):
    """A handle that can be closed; ``async with`` does so at its end."""

    __slots__ = ()

    def close(self) -> None:
        """Lets go of it. What was got from it stays open for as long as it is held itself."""
        self._native = cast(N, Closed())

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class Feed(Generic[T]):
    """A stream, read with ``async for``. Closed by ``aclose``, by ``async with``, and when it is let go of.

    A reader that is cancelled while it waits loses nothing: what came is there for the next one.
    """

    __slots__ = ("__weakref__", "_native", "_taken")

    def __init__(self, native: Stream[T]) -> None:
        self._native = native
        self._taken: deque[T] = deque()

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> T:
        while not self._taken:
            self._taken.extend(self._native.take(BATCH))
            if not self._taken and not await self._native.ready():
                raise StopAsyncIteration
        return self._taken.popleft()

    async def aclose(self) -> None:
        """Ends it; whoever waits for an item is told that there is none any more."""
        self._taken.clear()
        self._native.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()


def hosted(host: object) -> Callable[[str, tuple[object, ...], HostAnswer], None]:
    """Calls the coroutine methods of what the program implements, in the event loop that runs now."""
    event_loop = asyncio.get_running_loop()
    running: set[asyncio.Task[None]] = set()

    async def run(method: str, arguments: tuple[object, ...], answer: HostAnswer) -> None:
        try:
            answer.give(await getattr(host, method)(*arguments))
        except Exception as error:
            answer.fail(*told(error))

    def start(method: str, arguments: tuple[object, ...], answer: HostAnswer) -> None:
        # The loop itself holds tasks weakly.
        task = event_loop.create_task(run(method, arguments, answer))
        running.add(task)
        task.add_done_callback(running.discard)

    def ask(method: str, arguments: tuple[object, ...], answer: HostAnswer) -> None:
        event_loop.call_soon_threadsafe(start, method, arguments, answer)

    return ask
