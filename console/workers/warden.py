"""Watches the queries at work: time, memory, clients that left, and who has to make room."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Final

from console.workers.lease import Lease, Verdict, overdue, remaining
from console.workers.limits import Limits
from console.workers.schedule import Schedule
from console.workers.statistics import Statistics

__all__ = ["Warden"]

_TICK: Final = 0.02
# so long after the last query the watch goes on, lest each query of a series has to start it
_AFTERGLOW: Final = 1.0
_YOUNG: Final = 0.05
_ASK_EVERY: Final = 0.1
_PATIENCE: Final = 2


class Warden:
    """Looks at every lease fifty times a second; what it ends, its reader notices at the socket.

    ``freed`` is called, with the lock held, when a place has become free.
    """

    def __init__(
        self,
        limits: Limits,
        lock: threading.Lock,
        schedule: Schedule,
        statistics: Statistics,
        freed: Callable[[], None],
    ) -> None:
        self._limits = limits
        self._lock = lock
        self._schedule = schedule
        self._statistics = statistics
        self._freed = freed
        self.leases: set[Lease] = set()
        self._last = 0.0
        self._asleep = True

    def watch(self, lease: Lease) -> bool:
        """Watch a lease from now on; tell whether the watch has to be woken. The lock is held."""
        self.leases.add(lease)
        asleep, self._asleep = self._asleep, False
        return asleep

    def forget(self, lease: Lease) -> None:
        """Watch a lease no longer. The lock is held."""
        self.leases.discard(lease)

    def aside(self) -> int:
        """Give how many workers are with queries that take long. The lock is held."""
        return sum(lease.worker.slowed for lease in self.leases)

    def tick(self, now: float) -> float | None:
        """Look at all leases; give when to look again, None for not before the next lease."""
        with self._lock:
            leases = list(self.leases)
            if leases:
                self._last = now
            elif now - self._last > _AFTERGLOW:
                self._asleep = True
                return None
        delay = _TICK
        for lease in leases:
            self._examine(lease, now)
            delay = min(delay, remaining(lease, self._limits, now))
        self._share_memory(leases)
        self._clear_places(now)
        return max(delay, 0.0)

    def _examine(self, lease: Lease, now: float) -> None:
        worker = lease.worker
        if worker.verdict or now - lease.started < _YOUNG:
            return
        used = worker.processor_seconds()
        lease.processor = lease.processor or used - (now - lease.started)
        lease.used = used - lease.processor
        verdict = overdue(lease, self._limits, now, lease.used)
        worker.resident = worker.resident_bytes()
        if worker.resident - worker.base > self._limits.memory:
            verdict = "memory"
        if not verdict and lease.gone and now - lease.asked > _ASK_EVERY:
            lease.asked = now
            verdict = "gone" if _has_gone(lease.gone) else ""
        if verdict:
            self._end(lease, verdict)

    def _share_memory(self, leases: list[Lease]) -> None:
        held = [lease for lease in leases if not lease.worker.verdict]
        if sum(lease.worker.resident for lease in held) > self._limits.memory_all:
            self._end(max(held, key=lambda lease: lease.worker.resident), "share")

    def _clear_places(self, now: float) -> None:
        """Let what takes long go behind, or end it where others wait and there is no room."""
        fast_seconds = self._limits.fast_seconds
        with self._lock:
            for lease in sorted(self.leases, key=lambda lease: lease.started):
                worker = lease.worker
                if worker.slowed or worker.verdict or not _takes_long(lease, now, fast_seconds):
                    continue
                if lease.place == "sending" or self._to_slow(lease):
                    # behind others on a busy machine a page would not be done within its time
                    worker.slow_down(behind=not lease.ours)
                    self._statistics.slowed += 1
                    self._freed()
                elif self._schedule.waiting and now - lease.started > _PATIENCE * fast_seconds:
                    worker.kill("slow")

    def _to_slow(self, lease: Lease) -> bool:
        moved = self._schedule.move(lease.client, lease.place, "slow")
        if moved:
            lease.place = "slow"
        return moved

    def _end(self, lease: Lease, verdict: Verdict) -> None:
        with self._lock:
            if lease in self.leases:  # else the worker is in other hands by now
                lease.worker.kill(verdict)


def _takes_long(lease: Lease, now: float, seconds: float) -> bool:
    """Tell whether a query is a long one, and not only one of many on a busy machine."""
    taken = now - lease.started
    return taken >= seconds and (2 * lease.used >= seconds or taken >= _PATIENCE * seconds)


def _has_gone(gone: Callable[[], bool]) -> bool:
    """Ask whether the client has left; a connection that cannot be asked has been closed."""
    try:
        return gone()
    except (OSError, ValueError):
        return True
