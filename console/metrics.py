"""What the server counts, in the form that Prometheus reads.

https://prometheus.io/docs/instrumenting/exposition_formats/. A label never holds what a client
chose, lest a stranger fill the memory with names.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
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
        self._known: dict[tuple[str, str, int], tuple[Counter, Histogram]] = {}
        self._requests = Counter(
            "cbec_kg_requests",
            "Requests by route, method and status.",
            ("route", "method", "status"),
            registry=self._registry,
        )
        self._seconds = Histogram(
            "cbec_kg_request_seconds",
            "From the head of a request to the last byte of its answer.",
            ("route",),
            buckets=(*statistics.BUCKETS, 30.0, 100.0, 300.0),
            registry=self._registry,
        )
        self._bytes = Counter(
            "cbec_kg_sent_bytes", "Bytes of bodies that were sent.", registry=self._registry
        )
        self.running = Gauge(
            "cbec_kg_requests_running", "Requests at work.", registry=self._registry
        )
        self.switches = Counter(
            "cbec_kg_release_switches", "Changes of release.", registry=self._registry
        )
        self._registry.register(_Engine(figures, release))

    def count(self, route: str, method: str, status: int, seconds: float, size: int) -> None:
        """Count an answered request."""
        counters = self._known.get((route, method, status))
        if counters is None:
            shown = method if method in _METHODS else "other"
            counters = (
                self._requests.labels(route or "none", shown, str(status)),
                self._seconds.labels(route or "none"),
            )
            if shown == method:
                self._known[route, method, status] = counters
        counters[0].inc()
        counters[1].observe(seconds)
        if size:
            self._bytes.inc(size)

    def text(self) -> bytes:
        """Give all figures."""
        return generate_latest(self._registry)


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
    buckets, below = [], 0
    for bound, number in zip((*statistics.BUCKETS, None), counts.counts, strict=True):
        below += number
        buckets.append(("+Inf" if bound is None else str(bound), below))
    family.add_metric([], buckets, counts.total)
    return family
