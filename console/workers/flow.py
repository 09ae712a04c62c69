"""A query that an event loop asks, and its answer: nothing here waits in a thread."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import AsyncIterator, Callable
from itertools import count
from typing import Final, Self

from console.problems import Problem
from console.workers.answer import Held, Lender
from console.workers.frames import PIECE
from console.workers.lease import Lease
from console.workers.limits import Limits
from console.workers.schedule import Lane, Waiter
from console.workers.task import Task, encode

__all__ = ["Flow", "tell"]

# what is longer stands behind nobody: all that stand in a line have to fit into a socket
_SHORT: Final = 8192
# a query that nobody wants any more may end by itself so soon: a new worker costs more than that
_PATIENCE: Final = 0.03
_NUMBERS: Final = count()


class Flow(Held, AsyncIterator[bytes]):
    """What becomes of a query.

    ``told`` is called once, in the event loop, when the answer has begun or cannot begin. Then
    ``problem`` says why, or ``whole`` is the answer, or the pieces come by iteration, as
    `console.workers.answer.Running` gives them to a thread; whoever iterates has to call `close`.
    ``left`` tells that nobody wants the answer any more: then nobody is told either.
    """

    problem: Problem | None = None
    left = False
    attempts = 0
    late: asyncio.TimerHandle | None = None
    _streams = False
    _come: asyncio.Future[None] | None = None

    def __init__(
        self,
        task: Task,
        client: str,
        lane: Lane,
        told: Callable[[Flow], object],
        limits: Limits,
        lender: Lender,
    ) -> None:
        super().__init__(None, limits, lender, parsing=task.kind == "parse")
        self.number = next(_NUMBERS) & 0xFFFFFFFF
        self.message = encode(task, self.number)
        self.client, self.lane = client, lane
        self._told = told
        self.wait()

    def wait(self) -> None:
        """Wait for a worker from now on."""
        follows = self.lane == "query" and len(self.message) <= _SHORT
        self.waiter = Waiter(self.client, self.lane, time.monotonic(), follows=follows)

    def begin(self, lease: Lease) -> None:
        """Be the query that the worker of this lease is at."""
        self._lease = lease
        self.release = lease.worker.release
        if self.left:
            self.leave()

    def leave(self) -> None:
        """Let a query that is at work end by itself, or else end it."""
        asyncio.get_running_loop().call_later(_PATIENCE, self.close)

    def is_new(self, now: float, seconds: float) -> bool:
        """Tell whether it is short, began within so many seconds, and sends nothing yet."""
        lease = self._lease
        return (
            lease is not None
            and now - lease.started < seconds
            and self.waiter.follows
            and not self._streams
        )

    def hear(self, kind: bytes, body: bytes) -> None:
        """Take the first frame of the answer."""
        try:
            self._first(kind, body)
        except Problem as problem:
            self.problem = problem
        if self._lease is not None:
            self._streams = True
            if self.left:
                self.close()
        self._tell()

    def fail(self, problem: Problem) -> None:
        """Take it that there will be no answer."""
        self.problem = problem
        self._tell()

    def _tell(self) -> None:
        if not self.left:
            self._told(self)

    async def lost(self) -> None:
        """Note that the worker has ended; raises `WorkerLostError` where it may be tried again."""
        self.problem = self._after(await asyncio.to_thread(self._ending, self._held.worker))
        self._tell()

    @property
    def lease(self) -> Lease | None:
        """The worker that is at it, if one is."""
        return self._lease

    @property
    def streams(self) -> bool:
        """Whether the answer has begun and comes in pieces."""
        return self._streams

    def taken(self) -> None:
        """Note that the client has taken something."""
        if self._lease:
            self._lease.taken()

    def come(self) -> None:
        """Note that there is something to read."""
        if self._come:
            tell(self._come)

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> bytes:
        if self._lease is None:
            raise StopAsyncIteration
        self._lease.resume()
        worker = self._lease.worker
        try:
            while (found := worker.reader.take()) is None:
                try:
                    worker.reader.feed(os.read(worker.sock.fileno(), PIECE))
                except BlockingIOError:
                    self._come = asyncio.get_running_loop().create_future()
                    await self._come
        except (EOFError, OSError):
            raise self._broken(await asyncio.to_thread(self._ending, worker)) from None
        piece = self._next(*found)
        if piece is None:
            raise StopAsyncIteration
        return piece


def tell(future: asyncio.Future[None]) -> None:
    """Let go on who waits for this, unless that is over."""
    if not future.done():
        future.set_result(None)
