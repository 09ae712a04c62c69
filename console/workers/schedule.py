"""Who goes next, and where: the rules of the queue, without processes, threads or clocks.

There are four kinds of places. A query starts in a *fast* one and, where it takes long, moves to
one of few *slow* ones; where its answer is long, to one of many for *sending*, so that who waits
for a client keeps nobody waiting. *Page* places are for pages only, so that a page never waits
behind queries; a page may also take a fast place. Among those that wait, the client that used the
workers least lately goes first.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal

from console.problems import Problem
from console.workers.limits import Limits
from console.workers.process import Worker

__all__ = ["Lane", "Place", "Schedule", "Waiter", "busy"]

Lane = Literal["page", "query"]
Place = Literal["fast", "page", "sending", "slow"]

_HALF_LIFE: Final = 30.0
_MOST_CLIENTS: Final = 10_000


@dataclass(slots=True, eq=False)
class Waiter:
    """A request in the queue; it is woken with a worker and a place, or displaced without.

    One that ``follows`` may stand in line behind another at the same worker.
    """

    client: str
    lane: Lane
    since: float
    use: float = 0.0
    place: Place | None = None
    worker: Worker | None = None
    wake: Callable[[], object] | None = None
    follows: bool = False

    def is_served(self) -> bool:
        """Tell whether it has been given a worker."""
        return self.worker is not None


class Schedule:
    """The state of the queue; every time is given by the caller, who also locks."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._all: dict[Place, int] = {
            "fast": limits.fast,
            "page": limits.pages,
            "sending": limits.sending,
            "slow": limits.slow,
        }
        self._room = dict(self._all)
        self._requests: dict[str, int] = {}
        self._moved: Counter[tuple[str, Place]] = Counter()
        self._use: dict[str, tuple[float, float]] = {}
        self.waiting: list[Waiter] = []

    def running(self, place: Place) -> int:
        """Give how many queries run in places of this kind."""
        return self._all[place] - self._room[place]

    def enter(self, waiter: Waiter) -> None:
        """Put a request into the queue.

        Raises `Problem` with 429 where the client has too many requests already.
        """
        self.follow(waiter)
        waiter.use = self.use(waiter.client, waiter.since)
        self.waiting.append(waiter)

    def follow(self, waiter: Waiter) -> None:
        """Count a request that needs no place of its own yet; raises `Problem` as `enter` does."""
        requests = self._requests.get(waiter.client, 0)
        if requests >= self._limits.client_requests:
            raise Problem(
                "too-many-requests",
                f"{self._limits.client_requests} requests of this client are not answered yet",
                limit="client-requests",
                headers={"Retry-After": "1"},
            )
        self._requests[waiter.client] = requests + 1

    def put_back(self, waiter: Waiter) -> None:
        """Put a request that has followed another in vain into the queue."""
        waiter.use = self.use(waiter.client, waiter.since)
        self.waiting.append(waiter)

    def follower(self) -> Waiter | None:
        """Take the request out of the queue that goes next of those that may follow another."""
        chosen = min((one for one in self.waiting if one.follows), key=_order, default=None)
        if chosen:
            self.waiting.remove(chosen)
        return chosen

    def pass_on(self, waiter: Waiter) -> None:
        """Give a fast place to a request whose worker is at it already."""
        self._room["fast"] -= 1
        waiter.place = "fast"

    def overflow(self) -> Waiter | None:
        """Take out the request that has to make room where more wait than may, if any.

        It is that of the client that used the workers most, and the latest of those.
        """
        if len(self.waiting) <= self._limits.queue:
            return None
        heaviest = max(self.waiting, key=_order)
        self.withdraw(heaviest)
        return heaviest

    def withdraw(self, waiter: Waiter) -> None:
        """Take a request out of the queue that will not be answered."""
        self.waiting.remove(waiter)
        self.forget(waiter.client)

    def next(self) -> Waiter | None:
        """Take the request that goes next out of the queue and give it its place."""
        candidates = self.waiting
        if self._room["fast"] <= 0:
            if not self._room["page"]:
                return None
            candidates = [waiter for waiter in candidates if waiter.lane == "page"]
        if not candidates:
            return None
        chosen = min(candidates, key=_order) if len(candidates) > 1 else candidates[0]
        is_page = chosen.lane == "page" and self._room["page"] > 0
        chosen.place = "page" if is_page else "fast"
        self._room[chosen.place] -= 1
        self.waiting.remove(chosen)
        return chosen

    def move(self, client: str, place: Place, to: Place) -> bool:
        """Move a query from its place to another, if there is one for it; tell whether it moved.

        No client may hold all of them.
        """
        share = max(1, self._all[to] - max(1, self._all[to] // 4))
        if not self._room[to] or self._moved[client, to] >= share:
            return False
        self._leave(client, place)
        self._room[to] -= 1
        self._moved[client, to] += 1
        return True

    def leave(self, client: str, place: Place, seconds: float, now: float) -> None:
        """Free the place of a query that took this long."""
        self._leave(client, place)
        self.forget(client)
        self._use[client] = (self.use(client, now) + seconds, now)
        if len(self._use) > _MOST_CLIENTS:
            self._use = {
                one: used for one, used in self._use.items() if now - used[1] < 4 * _HALF_LIFE
            }

    def use(self, client: str, now: float) -> float:
        """Give the seconds that the client used lately; they halve every 30 seconds."""
        seconds, at = self._use.get(client, (0.0, now))
        return seconds * math.exp2((at - now) / _HALF_LIFE) if seconds else 0.0

    def _leave(self, client: str, place: Place) -> None:
        self._room[place] += 1
        if place in {"sending", "slow"}:
            self._moved[client, place] -= 1
            if not self._moved[client, place]:
                del self._moved[client, place]

    def forget(self, client: str) -> None:
        """Count one request of a client no longer."""
        left = self._requests[client] - 1
        if left:
            self._requests[client] = left
        else:
            del self._requests[client]


def busy(detail: str, *, limit: str = "") -> Problem:
    """Give the problem that there is no room now but may be in a second."""
    return Problem("busy", detail, limit=limit, headers={"Retry-After": "1"})


def _order(waiter: Waiter) -> tuple[float, float]:
    return (waiter.use, waiter.since)
