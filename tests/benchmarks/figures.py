"""What deriving and auditing cost, from quads to quads: 10,000 to 1,000,000 reported figures.

Each size runs in a process of its own, so that its peak of memory is its own: the quads are read
from a file, worked out part by part, and what follows is written to another. Then one document
more is worked out from what is in memory. Beside it stand, in the same process, pyoxigraph alone
reading the file and the rule ``growth-from-values`` as one SPARQL CONSTRUCT over its store: without
bounds, chains, ways, or an audit, and for a twentieth of the figures' results.
"""

from __future__ import annotations

import gc
import math
import multiprocessing
import os
import resource
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any
from unittest.mock import patch

import pyoxigraph as ox

from kg.figures import conclusions
from kg.figures.audit import audit
from kg.figures.comparison import Comparison
from kg.figures.conclusions import Part, conclude, conclude_change
from kg.figures.context import read_context
from kg.figures.findings import comparison_quads
from kg.figures.ground import read_ground
from kg.figures.reading import read_figures
from kg.figures.writing import figure_quads
from tests.benchmarks.generate_figures import figures, ground_quads, reported_quads

SIZES = (10_000, 100_000, 1_000_000)
MEMORY = 4 * 2**30
PEER = 10_000
"""Up to how many figures the peer runs: its time grows with their square."""
STEPS = ("read", "derive", "audit", "write")
QUERY = Path(__file__).with_name("growth.rq")
NQUADS = ox.RdfFormat.N_QUADS


@dataclass(frozen=True)
class Cost:
    """Processor time in seconds by step, what came of them, and peak memory in bytes."""

    size: int
    seconds: dict[str, float]
    counts: dict[str, int]
    peak: int

    @property
    def total(self) -> float:
        return sum(self.seconds[name] for name in STEPS)


def main() -> None:
    """Print time, peak memory and growth for each size."""
    sizes = [int(size) for size in os.environ.get("FIGURES", "").split()] or SIZES
    results: list[Cost] = []
    context = multiprocessing.get_context("spawn")
    for size in sizes:
        with context.Pool(1) as pool:
            cost = pool.apply(measure, (size,))
        results.append(cost)
        said = ", ".join(f"{name} {seconds:.1f} s" for name, seconds in cost.seconds.items())
        counted = ", ".join(f"{count:,} {name}" for name, count in cost.counts.items())
        print(f"{size:>9,} reported: {counted}\n          {said}")
        print(f"          in all {cost.total:.1f} s, peak {cost.peak / 2**20:,.0f} MiB", flush=True)
        assert cost.peak < MEMORY, f"{size} figures take more than 4 GiB"
    for small, large in pairwise(results):
        steps = ", ".join(f"{name} {_exponent(small, large, name):.2f}" for name in STEPS)
        print(f"from {small.size:,} to {large.size:,} time grows with the exponent", end=" ")
        print(f"{_exponent(small, large):.2f} ({steps})")


def _exponent(small: Cost, large: Cost, step: str | None = None) -> float:
    """Give the power of the number of figures with which the time grows."""
    less, more = (cost.seconds[step] if step else cost.total for cost in (small, large))
    return math.log(more / less) / math.log(large.size / small.size)


def measure(size: int) -> Cost:
    """Work out so many figures from a file of quads to a file of quads, then one document more."""
    seconds: dict[str, float] = {}
    counts = {"derived": 0, "findings": 0, "parts": 0, "quads written": 0}
    with TemporaryDirectory() as folder:
        given, made = Path(folder, "given.nq"), Path(folder, "made.nq")
        ox.serialize(_given(size), given, format=NQUADS)
        begun = time.process_time()
        reported = read_figures(ox.parse(path=given, format=NQUADS))
        ground = read_ground(ox.parse(path=given, format=NQUADS))
        context = read_context(ox.parse(path=given, format=NQUADS))
        seconds["read"] = time.process_time() - begun
        assert len(reported) == size
        last = reported[-1]
        with made.open("wb") as file:
            parts = conclude(reported, ground, context)
            del reported
            seconds |= {"derive": 0.0, "audit": 0.0, "write": 0.0}
            one: Part | None = None
            while True:
                begun, audited = time.process_time(), seconds["audit"]
                with _timed_audit(seconds):
                    part = next(parts, None)
                seconds["derive"] += time.process_time() - begun - (seconds["audit"] - audited)
                if part is None:
                    break
                begun = time.process_time()
                counts["quads written"] += _write(part, file)
                seconds["write"] += time.process_time() - begun
                counts["derived"] += len(part.derived)
                counts["findings"] += len(part.comparisons)
                counts["parts"] += 1
                if last.cell.indicator in part.indicators:
                    one = part
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
        assert one is not None
        gone = {figure.iri for figure in one.stated if figure.documents == last.documents}
        before = [part for part, _ in conclude_change([one], gone, (), ground, context)]
        fresh = [figure for figure in one.stated if figure.iri in gone]
        gc.collect()
        begun = time.process_time()
        (after,) = (part for part, _ in conclude_change(before, (), fresh, ground, context))
        seconds["one document more"] = time.process_time() - begun
        assert (after.derived, set(after.comparisons)) == (one.derived, set(one.comparisons))
        if size <= PEER:
            seconds |= _peer(given)
    return Cost(size, seconds, counts, peak)


@contextmanager
def _timed_audit(seconds: dict[str, float]) -> Iterator[None]:
    """Add what the audit takes inside to its own seconds."""

    def timed(*given: Any) -> tuple[Comparison, ...]:
        begun = time.process_time()
        found = audit(*given)
        seconds["audit"] += time.process_time() - begun
        return found

    with patch.object(conclusions, "audit", timed):
        yield


def _given(size: int) -> Iterator[ox.Quad]:
    yield from ground_quads()
    for figure in figures(size):
        yield from reported_quads(figure)


def _write(part: Part, file: IO[bytes]) -> int:
    number = 0

    def counted() -> Iterator[ox.Quad]:
        nonlocal number
        for quad in figure_quads(part.derived):
            number += 1
            yield quad
        for quad in comparison_quads(part.comparisons, {}):
            number += 1
            yield quad

    ox.serialize(counted(), file, format=NQUADS)
    return number


def _peer(given: Path) -> dict[str, float]:
    """Let pyoxigraph read the same file, and compute growth by one query."""
    begun = time.process_time()
    store = ox.Store()
    store.bulk_load(path=given, format=NQUADS)
    read = time.process_time() - begun
    # what several graphs say of one cell is said once, as in the store of a release
    merged = ox.Store()
    merged.bulk_extend(ox.Quad(*quad.triple) for quad in store)
    del store
    begun = time.process_time()
    found = merged.query(QUERY.read_text("utf-8"))
    assert isinstance(found, ox.QueryTriples)
    assert sum(1 for _ in found) > 0
    return {"pyoxigraph reads": read, "growth in SPARQL": time.process_time() - begun}
