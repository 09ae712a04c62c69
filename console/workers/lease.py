"""A query at work, and when it has had enough."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from console.workers.limits import Limits
from console.workers.process import Worker
from console.workers.schedule import Place

__all__ = ["Lease", "Verdict", "overdue", "remaining"]

Verdict = Literal["", "gone", "memory", "share", "slow", "stall", "time", "transfer"]


@dataclass(slots=True, eq=False)
class Lease:
    """A worker in a client's hands.

    The clock of the query runs while the server waits for the worker. Between two pieces the
    worker may be waiting for a slow client instead, and then only its processor time counts.
    ``ours`` tells that a page of this site asks, not a client's query.
    """

    worker: Worker
    client: str
    place: Place
    gone: Callable[[], bool] | None = None
    started: float = 0.0
    waited: float = 0.0
    since: float = 0.0
    waiting: bool = True
    processor: float = 0.0
    used: float = 0.0
    asked: float = 0.0
    ours: bool = False

    def __post_init__(self) -> None:
        self.started = self.since = time.monotonic()

    def pause(self) -> None:
        """Note that a piece has come: now the client has to take it."""
        now = time.monotonic()
        self.waited += now - self.since
        self.since, self.waiting = now, False

    def resume(self) -> None:
        """Note that the client wants the next piece."""
        self.since, self.waiting = time.monotonic(), True

    def taken(self) -> None:
        """Note that the client has taken something of the last piece."""
        if not self.waiting:
            self.since = time.monotonic()

    def evaluation(self, now: float) -> float:
        """Give for how long the server has waited for the worker."""
        return self.waited + (now - self.since if self.waiting else 0.0)


def overdue(lease: Lease, limits: Limits, now: float, processor: float) -> Verdict:
    """Give the limit of time that a lease has passed, if any.

    ``processor`` are the seconds that its worker has used for it.
    """
    if max(lease.evaluation(now), processor) >= limits.seconds:
        return "time"
    if now - lease.started >= limits.transfer_seconds:
        return "transfer"
    if not lease.waiting and now - lease.since >= limits.stall_seconds:
        return "stall"
    return ""


def remaining(lease: Lease, limits: Limits, now: float) -> float:
    """Give how many seconds may pass before a lease can be overdue by the clock."""
    left = limits.transfer_seconds - (now - lease.started)
    if lease.waiting:
        return min(left, limits.seconds - lease.evaluation(now))
    return min(left, limits.stall_seconds - (now - lease.since))
