"""The workers that serve an event loop: one reads for all of them, and queries stand in line.

To wake a process costs as much as a small query. A worker that has just begun is therefore handed
what comes next before it has ended: it finds that in its socket and does not go to sleep. What
stands behind a query that turns out to take longer is taken back out of the socket and given to
another worker, so nobody waits behind what is slow.
"""

from __future__ import annotations

import asyncio
import os
import select
import socket
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import partial
from typing import Final

from console.problems import Problem
from console.workers.endings import ATTEMPTS, WorkerLostError, is_too_late, lost
from console.workers.flow import Flow
from console.workers.frames import PIECE
from console.workers.lease import Lease
from console.workers.lending import Lending
from console.workers.process import Worker
from console.workers.schedule import Lane, Waiter
from console.workers.task import Task, send

__all__ = ["Lines"]

_LONGEST: Final = 8
"""How many are in a line, the one at work included."""
_NEW: Final = 0.002
"""So long after a query has begun others may join the line behind it."""
_SLOW: Final = 0.003
"""So long after it has begun those behind it go elsewhere."""
_MOST_EVENTS: Final = 64


class Lines:
    """Asks workers in an event loop, the one in which `ask` is called first.

    Everything here runs in that loop. It lends to the flows what is lent to it.
    """

    def __init__(self, lending: Lending) -> None:
        self._lending = lending
        self._limits = lending.limits
        self._lines: dict[Worker, deque[Flow]] = {}
        self._waiting: dict[Waiter, Flow] = {}
        self._workers: dict[int, Worker] = {}
        self._watch: select.epoll | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread = 0
        self._sweeping = False
        self._mourning: set[asyncio.Task[None]] = set()

    def ask(self, task: Task, client: str, lane: Lane, told: Callable[[Flow], object]) -> Flow:
        """Have a task done; ``told`` is called when its answer begins, never before this returns.

        Raises `Problem` where there is no room for it.
        """
        if self._thread != threading.get_ident() or not (self._loop and self._loop.is_running()):
            self._attach(asyncio.get_running_loop())
        flow = Flow(task, client, lane, told, self._limits, self)
        self._enter(flow)
        return flow

    def abandon(self, flow: Flow) -> None:
        """Let go of a query that nobody wants any more."""
        flow.left = True
        if self._waits_no_longer(flow.waiter):
            self._lending.turn_back(flow.waiter)
        elif flow.lease:
            flow.leave()

    def close(self) -> None:
        """Let go of all that was asked in a loop that has ended."""
        if self._loop and self._loop.is_running():
            return
        for flow in [*self._waiting.values()]:
            self.abandon(flow)
        for line in [*self._lines.values()]:
            for flow in line:
                flow.left = True
            line[0].close()

    # What the flows call.

    def may_send(self, lease: Lease) -> bool:
        """Let a lease go where long answers are sent, if there is room."""
        self._recall(lease.worker)
        return self._lending.may_send(lease)

    def take_back(self, lease: Lease, outcome: str, size: int, *, spoiled: bool) -> None:
        """Take a worker back from the first of its line, for the next one if there is any."""
        worker = lease.worker
        line = self._lines.get(worker, deque())
        if line:
            line.popleft()
        if line and not spoiled and not worker.verdict:
            following = line[0]
            following.begin(self._lending.pass_on(lease, outcome, size, following.waiter))
            self._fill(worker)
            return
        self._lines.pop(worker, None)
        self._lending.take_back(lease, outcome, size, spoiled=spoiled)
        if line:
            self._put_back(line)

    # The way of a flow.

    def _enter(self, flow: Flow) -> None:
        """Have a flow begin, stand in line, or wait; raises `Problem` where it may not."""
        waiter, worker = flow.waiter, self._new_one()
        if worker and waiter.follows and self._lending.follow(waiter, worker):
            self._line_up(worker, flow)
            return
        waiter.wake = partial(self._wake, flow)
        lease = self._lending.seat(waiter)
        if lease:
            self._begin(flow, lease)
            return
        self._wait(flow)
        if worker:
            self._fill(worker)

    def _wait(self, flow: Flow) -> None:
        seconds = self._limits.wait_seconds - (time.monotonic() - flow.waiter.since)
        self._waiting[flow.waiter] = flow
        flow.late = asyncio.get_running_loop().call_later(max(seconds, 0.0), self._serve, flow)

    def _wake(self, flow: Flow) -> None:
        """Have a flow that waits served soon; any thread may ask, also with locks held."""
        assert self._loop is not None, "it waits there"
        if threading.get_ident() == self._thread:
            self._loop.call_soon(self._serve, flow)
        else:
            with suppress(RuntimeError):  # the loop has ended: `close` will let go of it
                self._loop.call_soon_threadsafe(self._serve, flow)

    def _serve(self, flow: Flow) -> None:
        """Have a flow begin that has waited, or say why it cannot."""
        if self._waits_no_longer(flow.waiter) is None:
            return
        try:
            lease = self._lending.told(flow.waiter)
        except Problem as problem:
            flow.fail(problem)
        else:
            self._begin(flow, lease)

    def _waits_no_longer(self, waiter: Waiter) -> Flow | None:
        flow = self._waiting.pop(waiter, None)
        if flow and flow.late:
            flow.late.cancel()
        return flow

    def _begin(self, flow: Flow, lease: Lease) -> None:
        worker = lease.worker
        if self._workers.get(descriptor := worker.sock.fileno()) is not worker:
            self._workers[descriptor] = worker
            assert self._watch is not None, "it began with the loop"
            # each arrival is told once: what a slow client leaves unread is not told again
            self._watch.register(descriptor, select.EPOLLIN | select.EPOLLET)
        self._lines[worker] = deque((flow,))
        flow.begin(lease)
        self._hand_over(worker, flow)

    def _line_up(self, worker: Worker, flow: Flow) -> None:
        self._lines[worker].append(flow)
        self._hand_over(worker, flow)
        if not self._sweeping:
            self._sweeping = True
            asyncio.get_running_loop().call_later(_SLOW, self._sweep)

    def _hand_over(self, worker: Worker, flow: Flow) -> None:
        try:
            send(worker.tasks, flow.message, socket.MSG_DONTWAIT)
        except OSError:
            asyncio.get_running_loop().call_soon(self._lose, worker)

    def _new_one(self) -> Worker | None:
        """Give a worker that has only just begun and has not many in line."""
        now = time.monotonic()
        for worker, line in self._lines.items():
            if len(line) < _LONGEST and line[0].is_new(now, _NEW):
                return worker
        return None

    def _fill(self, worker: Worker) -> None:
        """Let those that wait stand in line for a worker that has just begun."""
        while self._waiting and len(self._lines[worker]) < _LONGEST:
            waiter = self._lending.follower(worker)
            flow = waiter and self._waits_no_longer(waiter)
            if not flow:
                return
            self._line_up(worker, flow)

    def _sweep(self) -> None:
        """Take back what stands behind a query that takes longer."""
        self._sweeping = False
        now = time.monotonic()
        for worker, line in list(self._lines.items()):
            if len(line) > 1 and not line[0].is_new(now, _SLOW):
                self._recall(worker)
        if any(len(line) > 1 for line in self._lines.values()):
            self._sweeping = True
            asyncio.get_running_loop().call_later(_SLOW, self._sweep)

    def _recall(self, worker: Worker) -> None:
        """Take back what the worker has not taken yet."""
        line = self._lines.get(worker, deque())
        # one that has not even taken the first is not slow: it is the machine that is busy
        if len(line) > 1 and worker.has_taken(line[0].number):
            numbers = worker.take_back()
            self._lines[worker] = deque(flow for flow in line if flow.number not in numbers)
            self._put_back(flow for flow in line if flow.number in numbers)

    def _put_back(self, flows: Iterable[Flow]) -> None:
        """Let flows wait that have stood in line in vain."""
        for flow in flows:
            if flow.left:
                self._lending.step_out(flow.waiter)
            elif self._lending.closed:
                flow.fail(lost())
            else:
                flow.waiter.wake = partial(self._wake, flow)
                self._wait(flow)
                self._lending.put_back(flow.waiter)

    # What comes from the workers.

    def _attach(self, loop: asyncio.AbstractEventLoop) -> None:
        """Begin anew in this loop; what was asked in another one has ended with it."""
        self.close()
        self._loop, self._thread = loop, threading.get_ident()
        self._sweeping = False
        self._watch = select.epoll()
        self._workers.clear()
        loop.add_reader(self._watch.fileno(), self._ready)

    def _ready(self) -> None:
        assert self._watch is not None, "it is what is ready"
        for descriptor, _ in self._watch.poll(0, _MOST_EVENTS):
            worker = self._workers[descriptor]
            line = self._lines.get(worker)
            if line is None:  # it has ended, or a thread asked it: this is of no use here
                del self._workers[descriptor]
                with suppress(OSError):  # its socket may be closed already
                    self._watch.unregister(descriptor)
            elif line[0].streams:
                line[0].come()
            else:
                self._read(worker, line)

    def _read(self, worker: Worker, line: deque[Flow]) -> None:
        """Give each that is first in line what comes for it."""
        reader = worker.reader
        try:
            descriptor, size = worker.sock.fileno(), PIECE
            while size == PIECE:  # what is less was all that there is
                piece = os.read(descriptor, PIECE)
                reader.feed(piece)
                size = len(piece)
                while line and not line[0].streams and (found := reader.take()):
                    line[0].hear(*found)
                if not line or line[0].streams:
                    return
        except BlockingIOError:
            return
        except (EOFError, OSError):
            self._lose(worker)

    def _lose(self, worker: Worker) -> None:
        """Note that a worker has ended: it was at the first of its line."""
        if line := self._lines.pop(worker, None):
            work = asyncio.get_running_loop().create_task(self._mourn(line.popleft()))
            self._mourning.add(work)
            work.add_done_callback(self._mourning.discard)
            self._put_back(line)

    async def _mourn(self, flow: Flow) -> None:
        """Say why a worker has ended, or have its query begin again with another."""
        lease = flow.lease
        assert lease is not None, "the worker was at it"
        try:
            await flow.lost()
        except WorkerLostError:
            flow.attempts += 1
            if flow.left:
                return
            if flow.attempts == ATTEMPTS or self._lending.closed or is_too_late(lease):
                flow.fail(lost())
                return
            flow.wait()
            try:
                self._enter(flow)
            except Problem as problem:
                flow.fail(problem)
