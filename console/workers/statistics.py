"""What the engine has done since it started, as plain numbers for whoever measures."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, field
from typing import Final

__all__ = ["BUCKETS", "Histogram", "Statistics"]

BUCKETS: Final = (
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 100.0, 300.0
)  # fmt: skip


@dataclass(slots=True)
class Histogram:
    """How often a duration fell below each of the `BUCKETS`, the last count being of the rest."""

    counts: list[int] = field(default_factory=lambda: [0] * (len(BUCKETS) + 1))
    total: float = 0.0

    def add(self, seconds: float) -> None:
        """Count a duration."""
        self.counts[bisect_left(BUCKETS, seconds)] += 1
        self.total += seconds

    @property
    def count(self) -> int:
        """How many durations were counted."""
        return sum(self.counts)


@dataclass(slots=True)
class Statistics:
    """Counters that only grow.

    ``endings`` are by what became of a query: ``answered``, ``disconnected``, ``lost`` where its
    worker ended through no fault of the query, or the code of its problem.
    ``evaluation`` is how long queries took by the server's clock, ``queued`` how long they waited
    for a worker before.
    """

    endings: Counter[str] = field(default_factory=Counter)
    slowed: int = 0
    recycled: int = 0
    bytes: int = 0
    evaluation: Histogram = field(default_factory=Histogram)
    queued: Histogram = field(default_factory=Histogram)
