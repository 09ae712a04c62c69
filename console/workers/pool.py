"""The pool: gives each task a worker, in turn and within the limits, and its answer back."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Final

from console.problems import Problem
from console.workers.answer import Running
from console.workers.crew import Crew
from console.workers.endings import WorkerLostError
from console.workers.flow import Flow, tell
from console.workers.lease import Lease
from console.workers.limits import Limits
from console.workers.schedule import Lane, Schedule, Waiter, busy
from console.workers.statistics import Statistics
from console.workers.task import Task
from console.workers.warden import Warden

__all__ = ["Pool"]

_ATTEMPTS: Final = 3
# a worker that is lost later than this has cost too much to begin again
_SOON: Final = 1.0
_BLOATED: Final = 64 << 20


class Pool:
    """The workers of one server.

    It belongs to the process that made it: make it after a server has forked, not before.
    """

    def __init__(self, store: Path, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        self.statistics = Statistics()
        self._lock = threading.Lock()
        self._schedule = Schedule(self.limits)
        self._warden = Warden(self.limits, self._lock, self._schedule, self.statistics, self._match)
        self._crew = Crew(
            store, self.limits, self._lock, self._match, self._warden.tick, self._warden.aside
        )
        self._closed = False
        self._crew.start()

    @property
    def store(self) -> Path:
        """The store that new tasks are answered from."""
        return self._crew.store

    @property
    def release(self) -> str:
        """The name of the release that new tasks are answered from."""
        return release_of(self._crew.store)

    @property
    def unboxed(self) -> str:
        """Why the workers could open a socket, or '' where the kernel denies it."""
        return self._crew.unboxed

    def processes(self) -> tuple[int, ...]:
        """Give the ids of the processes that belong to the pool."""
        return self._crew.processes()

    def load(self) -> dict[str, int]:
        """Give how many tasks run in each kind of place, how many wait, and the warm workers."""
        with self._lock:
            return {
                "fast": self._schedule.running("fast"),
                "slow": self._schedule.running("slow"),
                "sending": self._schedule.running("sending"),
                "pages": self._schedule.running("page"),
                "waiting": len(self._schedule.waiting),
                "idle": len(self._crew.idle),
                "workers": self._crew.size,
                "spawned": self._crew.spawned,
            }

    def run(
        self,
        task: Task,
        *,
        client: str = "",
        lane: Lane = "query",
        gone: Callable[[], bool] | None = None,
    ) -> Running:
        """Start a task and give its answer as soon as that has begun.

        ``gone`` tells whether the client has left; it is asked from another thread. Raises
        `Problem` for everything that goes wrong before the answer begins.
        """
        for _ in range(_ATTEMPTS):
            lease = self._take(client, lane, gone)
            running = Running(lease, self.limits, self, parsing=task.kind == "parse")
            try:
                running.begin(task)
            except WorkerLostError:
                if self._is_too_late(lease):
                    break
            else:
                return running
        raise _lost()

    async def flow(self, task: Task, *, client: str = "", lane: Lane = "query") -> Flow:
        """Do what `run` does, in an event loop; a client that leaves is told by cancelling."""
        for _ in range(_ATTEMPTS):
            lease = await self._wait(client, lane)
            flow = Flow(lease, self.limits, self, parsing=task.kind == "parse")
            try:
                await flow.begin(task)
            except WorkerLostError:
                if self._is_too_late(lease):
                    break
            else:
                return flow
        raise _lost()

    def switch(self, store: Path) -> None:
        """Answer from another store from now on; what runs ends on the old one.

        Raises StoreError, and changes nothing, where it cannot be opened.
        """
        self._crew.switch(store)

    def drain(self, seconds: float) -> bool:
        """Wait until nothing runs or waits; tell whether that came about in time."""
        end = time.monotonic() + seconds
        while self._warden.leases or self._schedule.waiting:
            if time.monotonic() > end:
                return False
            time.sleep(0.01)
        return True

    def close(self) -> None:
        """End every worker now; what still runs breaks off."""
        self._closed = True
        with self._lock:
            waiting = list(self._schedule.waiting)
            for waiter in waiting:
                self._schedule.withdraw(waiter)
        for waiter in waiting:
            if waiter.wake:
                waiter.wake()
        self._crew.close()

    def _is_too_late(self, lease: Lease) -> bool:
        return self._closed or time.monotonic() - lease.started > _SOON

    def _take(self, client: str, lane: Lane, gone: Callable[[], bool] | None) -> Lease:
        waiter = Waiter(client, lane, time.monotonic())
        woken = threading.Event()
        lease = self._ask(waiter, gone, woken.set)
        if lease is None:
            woken.wait(self.limits.wait_seconds)
            lease = self._told(waiter, gone)
        return lease

    async def _wait(self, client: str, lane: Lane) -> Lease:
        waiter = Waiter(client, lane, time.monotonic())
        loop = asyncio.get_running_loop()
        woken: asyncio.Future[None] = loop.create_future()
        here = threading.get_ident()

        def wake() -> None:
            if threading.get_ident() == here:
                tell(woken)
            else:
                loop.call_soon_threadsafe(tell, woken)

        lease = self._ask(waiter, None, wake)
        if lease is None:
            late = loop.call_later(self.limits.wait_seconds, tell, woken)
            try:
                await woken
            except BaseException:
                self._turn_back(waiter)
                raise
            finally:
                late.cancel()
            lease = self._told(waiter, None)
        return lease

    def _ask(
        self, waiter: Waiter, gone: Callable[[], bool] | None, wake: Callable[[], object]
    ) -> Lease | None:
        """Give a lease, or None where one has to wait until ``wake`` is called."""
        with self._lock:
            self._enter(waiter)
            self._match()
            if waiter.is_served():
                return self._lease(waiter, gone)
            waiter.wake = wake
            displaced = self._schedule.overflow()
            if displaced and displaced.wake:
                displaced.wake()
        return None

    def _told(self, waiter: Waiter, gone: Callable[[], bool] | None) -> Lease:
        """Give the lease of one that has waited; raises `Problem` where there is none for it."""
        with self._lock:
            if waiter.is_served():
                return self._lease(waiter, gone)
            late = waiter in self._schedule.waiting
            if late:
                self._schedule.withdraw(waiter)
            self.statistics.endings["busy"] += 1
        if late:
            seconds = self.limits.wait_seconds
            raise busy(f"no worker became free in {seconds:g} s", limit="wait-seconds")
        raise busy(f"{self.limits.queue} requests are waiting already", limit="queue")

    def _turn_back(self, waiter: Waiter) -> None:
        """Let one that has waited go without a lease."""
        with self._lock:
            if waiter in self._schedule.waiting:
                self._schedule.withdraw(waiter)
            lease = self._lease(waiter, None) if waiter.is_served() else None
            self.statistics.endings["disconnected"] += lease is None
        if lease:
            self.take_back(lease, "disconnected", 0, spoiled=False)

    def _lease(self, waiter: Waiter, gone: Callable[[], bool] | None) -> Lease:
        assert waiter.worker is not None, "it was given one"
        assert waiter.place is not None, "it came with the worker"
        ours = waiter.lane == "page"
        lease = Lease(waiter.worker, waiter.client, waiter.place, gone, ours=ours)
        self.statistics.queued.add(lease.started - waiter.since)
        if self._warden.watch(lease):
            self._crew.wake()
        return lease

    def _enter(self, waiter: Waiter) -> None:
        try:
            if self._closed or self._crew.closed:
                raise busy("the server is stopping")
            self._schedule.enter(waiter)
        except Problem as problem:
            self.statistics.endings[problem.code] += 1
            raise

    def _match(self) -> None:
        """Give idle workers to those whose turn it is; the lock is held."""
        while self._crew.idle and self._schedule.waiting:
            waiter = self._schedule.next()
            if waiter is None:
                return
            waiter.worker = self._crew.idle.pop()  # the one whose memory is warm
            if waiter.wake:
                waiter.wake()

    def may_send(self, lease: Lease) -> bool:
        """Let a lease go where long answers are sent, if there is room."""
        with self._lock:
            moved = self._schedule.move(lease.client, lease.place, "sending")
            if moved:
                lease.place = "sending"
                self._match()
            return moved

    def take_back(self, lease: Lease, outcome: str, size: int, *, spoiled: bool) -> None:
        """Take a worker back, to be used again unless it is ``spoiled``."""
        now = time.monotonic()
        worker = lease.worker
        with self._lock:
            self._warden.forget(lease)
            self._schedule.leave(lease.client, lease.place, lease.evaluation(now), now)
            self.statistics.evaluation.add(lease.evaluation(now))
            self.statistics.bytes += size
            self.statistics.endings[outcome] += 1
            worker.served += 1
            fit = (
                worker.store == self._crew.store
                and worker.served < self.limits.recycle
                and worker.resident - worker.base < _BLOATED
                and not (worker.slowed and self._crew.has_enough())
            )
            worker.slowed = False
            if not spoiled and not worker.verdict and fit:
                self._crew.idle.append(worker)
            else:
                self.statistics.recycled += not spoiled
                self._crew.retire(worker)
            self._match()


@lru_cache(maxsize=8)
def release_of(store: Path) -> str:
    """Give the name of the release that a store belongs to."""
    return store.parent.name


def _lost() -> Problem:
    return busy("the worker was lost; nothing is wrong with the query")
