"""An answer that is being made, for an event loop: nothing here waits in a thread."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Final, Self

from console.problems import Problem
from console.workers.answer import Held
from console.workers.task import Task, encode

__all__ = ["Flow", "tell"]

# a longer one would be memory of its own from the system each time
_PIECE: Final = 64 * 1024
_PATIENCE: Final = 0.03
# the event loop holds no task by itself
_ENDING: Final[set[asyncio.Task[None]]] = set()


class Flow(Held, AsyncIterator[bytes]):
    """The pieces of an answer, as `console.workers.answer.Running` gives them to a thread.

    Whoever cancels what waits here has to call `close`, which ends the query.
    """

    async def begin(self, task: Task) -> None:
        """Send the task and wait for the answer to begin.

        Raises `Problem` where it fails before, and `WorkerLostError` where it may be tried again.
        """
        try:
            await self._send(encode(task))
            kind, body = await self._frame()
        except (EOFError, OSError) as error:
            raise await asyncio.to_thread(self._ended) from error
        except BaseException:
            self._wind_up()
            raise
        self._first(kind, body)

    def _wind_up(self) -> None:
        """End the query, unless it is about to end by itself: a new worker costs more than that."""
        work = asyncio.get_running_loop().create_task(self._end_soon())
        _ENDING.add(work)
        work.add_done_callback(_ENDING.discard)

    async def _end_soon(self) -> None:
        with suppress(TimeoutError, EOFError, OSError, Problem):
            async with asyncio.timeout(_PATIENCE):
                self._first(*await self._frame())
        self.close()

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> bytes:
        if self._lease is None:
            raise StopAsyncIteration
        self._lease.resume()
        try:
            kind, body = await self._frame()
        except (EOFError, OSError):
            raise await asyncio.to_thread(self._broken) from None
        piece = self._next(kind, body)
        if piece is None:
            raise StopAsyncIteration
        return piece

    async def _send(self, data: bytes) -> None:
        sock = self._held.worker.sock
        sent = os.write(sock.fileno(), data)
        if sent < len(data):  # far more than a query: its socket is empty before
            await asyncio.to_thread(sock.sendall, data[sent:])

    async def _frame(self) -> tuple[bytes, bytes]:
        reader = self._held.worker.reader
        descriptor = self._held.worker.sock.fileno()
        while (found := reader.take()) is None:
            await _readable(descriptor)
            reader.feed(os.read(descriptor, _PIECE))
        return found


async def _readable(descriptor: int) -> None:
    loop = asyncio.get_running_loop()
    readable = loop.create_future()
    loop.add_reader(descriptor, tell, readable)
    try:
        await readable
    finally:
        loop.remove_reader(descriptor)


def tell(future: asyncio.Future[None]) -> None:
    """Let go on who waits for this, unless that is over."""
    if not future.done():
        future.set_result(None)
