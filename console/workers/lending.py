"""Lends the workers: in turn, within the limits, and to be taken back."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from console.problems import Problem
from console.workers.crew import Crew
from console.workers.lease import Lease
from console.workers.limits import Limits
from console.workers.process import Worker
from console.workers.schedule import Schedule, Waiter, busy
from console.workers.statistics import Statistics
from console.workers.warden import Warden

__all__ = ["Lending"]

_BLOATED: Final = 64 << 20


class Lending:
    """The workers of one server, and who waits for them. Any thread may call."""

    def __init__(self, store: Path, limits: Limits) -> None:
        self.limits = limits
        self.statistics = Statistics()
        self.closed = False
        self._lock = threading.Lock()
        self._schedule = Schedule(limits)
        self.warden = Warden(limits, self._lock, self._schedule, self.statistics, self._match)
        self.crew = Crew(
            store, limits, self._lock, self._match, self.warden.tick, self.warden.aside
        )

    def load(self) -> dict[str, int]:
        """Give how many tasks run in each kind of place, how many wait, and the warm workers."""
        with self._lock:
            return {
                "fast": self._schedule.running("fast"),
                "slow": self._schedule.running("slow"),
                "sending": self._schedule.running("sending"),
                "pages": self._schedule.running("page"),
                "waiting": len(self._schedule.waiting),
                "idle": len(self.crew.idle),
                "workers": self.crew.size,
                "spawned": self.crew.spawned,
            }

    def is_at_rest(self) -> bool:
        """Tell whether nothing runs or waits."""
        return not self.warden.leases and not self._schedule.waiting

    def close(self) -> None:
        """End every worker now, and let nobody wait any more."""
        self.closed = True
        with self._lock:
            waiting = list(self._schedule.waiting)
            for waiter in waiting:
                self._schedule.withdraw(waiter)
        for waiter in waiting:
            if waiter.wake:
                waiter.wake()
        self.crew.close()

    # To a worker.

    def seat(self, waiter: Waiter, gone: Callable[[], bool] | None = None) -> Lease | None:
        """Give a lease, or None where one has to wait until ``waiter.wake`` is called."""
        wake, waiter.wake = waiter.wake, None
        with self._lock:
            try:
                if self.closed or self.crew.closed:
                    raise busy("the server is stopping")
                self._schedule.enter(waiter)
            except Problem as problem:
                self.statistics.endings[problem.code] += 1
                raise
            self._match()
            if waiter.is_served():
                return self._lease(waiter, gone)
            waiter.wake = wake
            displaced = self._schedule.overflow()
            if displaced and displaced.wake:
                displaced.wake()
        return None

    def told(self, waiter: Waiter, gone: Callable[[], bool] | None = None) -> Lease:
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

    def turn_back(self, waiter: Waiter) -> None:
        """Let one that has waited go without a lease."""
        with self._lock:
            if waiter in self._schedule.waiting:
                self._schedule.withdraw(waiter)
            lease = self._lease(waiter, None) if waiter.is_served() else None
            self.statistics.endings["disconnected"] += lease is None
        if lease:
            self.take_back(lease, "disconnected", 0, spoiled=False)

    # Behind another at the same worker.

    def follow(self, waiter: Waiter, worker: Worker) -> bool:
        """Let one stand in line for a worker; False where others wait or it is not to serve on.

        Raises `Problem` where the client has too many requests already.
        """
        with self._lock:
            if self._schedule.waiting or not self._is_fit(worker):
                return False
            self._schedule.follow(waiter)
            return True

    def follower(self, worker: Worker) -> Waiter | None:
        """Give who of those that wait is to stand in line for a worker, if anyone."""
        with self._lock:
            return self._schedule.follower() if self._is_fit(worker) else None

    def put_back(self, waiter: Waiter) -> None:
        """Let one wait that has stood in line in vain; it may be woken at once."""
        with self._lock:
            self._schedule.put_back(waiter)
            self._match()

    def step_out(self, waiter: Waiter) -> None:
        """Let one go that has stood in line."""
        with self._lock:
            self._schedule.forget(waiter.client)
            self.statistics.endings["disconnected"] += 1

    def pass_on(self, lease: Lease, outcome: str, size: int, waiter: Waiter) -> Lease:
        """Take a lease back and give its worker to the one that stood behind."""
        now = time.monotonic()
        with self._lock:
            self._end(lease, outcome, size, now)
            waiter.worker = lease.worker
            waiter.worker.slowed = False
            self._schedule.pass_on(waiter)
            return self._lease(waiter, None)

    # Back from it.

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
            self._end(lease, outcome, size, now)
            fit = self._is_fit(worker) and not (worker.slowed and self.crew.has_enough())
            worker.slowed = False
            if fit and not spoiled:
                self.crew.idle.append(worker)
            else:
                self.statistics.recycled += not spoiled
                self.crew.retire(worker)
            self._match()

    # The rest; the lock is held.

    def _lease(self, waiter: Waiter, gone: Callable[[], bool] | None) -> Lease:
        assert waiter.worker is not None, "it was given one"
        assert waiter.place is not None, "it came with the worker"
        ours = waiter.lane == "page"
        lease = Lease(waiter.worker, waiter.client, waiter.place, gone, ours=ours)
        self.statistics.queued.add(lease.started - waiter.since)
        if self.warden.watch(lease):
            self.crew.wake()
        return lease

    def _end(self, lease: Lease, outcome: str, size: int, now: float) -> None:
        seconds = lease.evaluation(now)
        self.warden.forget(lease)
        self._schedule.leave(lease.client, lease.place, seconds, now)
        self.statistics.evaluation.add(seconds)
        self.statistics.bytes += size
        self.statistics.endings[outcome] += 1
        lease.worker.served += 1

    def _is_fit(self, worker: Worker) -> bool:
        """Tell whether a worker may serve on."""
        return (
            worker.store is self.crew.store
            and worker.served < self.limits.recycle
            and worker.resident - worker.base < _BLOATED
            and not worker.verdict
        )

    def _match(self) -> None:
        """Give idle workers to those whose turn it is."""
        while self.crew.idle and self._schedule.waiting:
            waiter = self._schedule.next()
            if waiter is None:
                return
            waiter.worker = self.crew.idle.pop()  # the one whose memory is warm
            if waiter.wake:
                waiter.wake()
