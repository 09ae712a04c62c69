"""What the server counts, in the form that Prometheus reads.

https://prometheus.io/docs/instrumenting/exposition_formats/. A label never holds what a client
chose, lest a stranger fill the memory with names.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Final

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    Metric,
)

from console.engine import Figures
from console.workers import statistics

__all__ = ["KEY", "MEDIA_TYPE", "Metrics"]

KEY: Final = "console.metrics"
MEDIA_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"

_METHODS: Final = frozenset({"DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "QUERY"})


class Metrics:
    """The counters of one server. ``figures`` and ``release`` are asked when they are read."""

    def __init__(self, figures: Callable[[], Figures], release: Callable[[], str]) -> None:
        self._registry = CollectorRegistry()
        self._requests: Counter[tuple[str, str, int]] = Counter()
        self._seconds: dict[str, statistics.Histogram] = {}
        self._bytes = 0
        self.running = 0
        self.switches = 0
        self._registry.register(self)
        self._registry.register(_Engine(figures, release))

    def count(self, route: str, method: str, status: int, seconds: float, size: int) -> None:
        """Count an answered request; it is called in one thread."""
        self._requests[route, method if method in _METHODS else "other", status] += 1
        times = self._seconds.get(route)
        if times is None:
            times = self._seconds[route] = statistics.Histogram()
        times.add(seconds)
        self._bytes += size

    def text(self) -> bytes:
        """Give all figures."""
        return generate_latest(self._registry)

    def collect(self) -> Iterator[Metric]:
        """Give what was counted of requests."""
        requests = CounterMetricFamily(
            "cbec_kg_requests",
            "Requests by route, method and status.",
            labels=("route", "method", "status"),
        )
        for (route, method, status), number in sorted(self._requests.items()):
            requests.add_metric((route or "none", method, str(status)), number)
        yield requests
        seconds = HistogramMetricFamily(
            "cbec_kg_request_seconds",
            "From the head of a request to the last byte of its answer.",
            labels=("route",),
        )
        for route, times in sorted(self._seconds.items()):
            seconds.add_metric((route or "none",), *_shown(times))
        yield seconds
        yield CounterMetricFamily(
            "cbec_kg_sent_bytes", "Bytes of bodies that were sent.", self._bytes
        )
        yield GaugeMetricFamily("cbec_kg_requests_running", "Requests at work.", self.running)
        yield CounterMetricFamily("cbec_kg_release_switches", "Changes of release.", self.switches)

    def describe(self) -> list[Metric]:
        """Promise nothing: what there is to count is known when it is read."""
        return []


class _Engine:
    """What the engine counts itself."""

    def __init__(self, figures: Callable[[], Figures], release: Callable[[], str]) -> None:
        self._figures = figures
        self._release = release

    def describe(self) -> list[Metric]:
        """Promise nothing: the engine is asked only when the figures are read."""
        return []

    def collect(self) -> Iterator[Metric]:
        """Give the figures of the engine as they are now."""
        figures = self._figures()
        done = figures.statistics
        info = GaugeMetricFamily("cbec_kg_release", "The current release.", labels=["release"])
        info.add_metric([self._release()], 1)
        yield info
        yield _by_label("cbec_kg_engine_load", "What runs, waits and is ready now.", figures.load)
        ends = CounterMetricFamily(
            "cbec_kg_engine_endings", "Queries by what became of them.", labels=["ending"]
        )
        for ending, number in sorted(done.endings.items()):
            ends.add_metric([ending], number)
        yield ends
        for name, help_text, value in (
            ("slowed", "Queries that were moved to a slow place.", done.slowed),
            ("recycled", "Workers that were replaced.", done.recycled),
            ("bytes", "Bytes that the workers gave.", done.bytes),
        ):
            yield CounterMetricFamily(f"cbec_kg_engine_{name}", help_text, value=value)
        for name, help_text, value in (
            ("hits", "Answers from the cache.", figures.cache_hits),
            ("misses", "Answers that were not in the cache.", figures.cache_misses),
        ):
            yield CounterMetricFamily(f"cbec_kg_cache_{name}", help_text, value=value)
        asked = figures.cache_hits + figures.cache_misses
        ratio = figures.cache_hits / asked if asked else 0.0
        yield GaugeMetricFamily("cbec_kg_cache_hit_ratio", "Part of the answers known.", ratio)
        yield GaugeMetricFamily(
            "cbec_kg_cache_held_bytes", "Bytes in the cache.", figures.cached_bytes
        )
        yield _histogram("evaluation", "How long queries took.", done.evaluation)
        yield _histogram("queue", "How long queries waited for a worker.", done.queued)


def _by_label(name: str, help_text: str, values: dict[str, int]) -> Metric:
    family = GaugeMetricFamily(name, help_text, labels=["kind"])
    for kind, number in values.items():
        family.add_metric([kind], number)
    return family


def _histogram(name: str, help_text: str, counts: statistics.Histogram) -> Metric:
    family = HistogramMetricFamily(f"cbec_kg_engine_{name}_seconds", help_text)
    family.add_metric([], *_shown(counts))
    return family


def _shown(counts: statistics.Histogram) -> tuple[list[tuple[str, float]], float]:
    """Give the buckets and the sum of a histogram as the library takes them."""
    buckets: list[tuple[str, float]] = []
    below = 0
    for bound, number in zip((*statistics.BUCKETS, None), counts.counts, strict=True):
        below += number
        buckets.append(("+Inf" if bound is None else str(bound), below))
    return buckets, counts.total
