"""What deriving costs: processor time and memory, for 10,000 to 1,000,000 figures and a change.

Each size runs in a process of its own, so that its peak of memory is its own.
"""

from __future__ import annotations

import math
import multiprocessing
import os
import resource
import time
from itertools import pairwise

from kg.figures import derive, derive_incremental
from tests.benchmarks.generate_figures import figures, ground

SIZES = (10_000, 100_000, 1_000_000)
MEMORY = 4 * 2**30


def main() -> None:
    """Print time, peak memory and growth for each size."""
    sizes = [int(size) for size in os.environ.get("FIGURES", "").split()] or SIZES
    results = []
    context = multiprocessing.get_context("spawn")
    for size in sizes:
        with context.Pool(1) as pool:
            seconds, derived, peak, again, visited = pool.apply(measure, (size,))
        results.append((size, seconds))
        print(
            f"{size:>9,} reported: {derived:,} derived in {seconds:.1f} s "
            f"({seconds / size * 1e6:.0f} us each), peak {peak / 2**20:,.0f} MiB; one document "
            f"more: {again:.1f} s, {visited} subjects worked out",
            flush=True,
        )
        assert peak < MEMORY, f"{size} figures take more than 4 GiB"
    for (small, quick), (large, slow) in pairwise(results):
        exponent = math.log(slow / quick) / math.log(large / small)
        print(f"from {small:,} to {large:,} time grows with exponent {exponent:.2f}")


def measure(size: int) -> tuple[float, int, int, float, int]:
    """Derive from so many figures; give seconds, results, peak bytes, and the same of a change."""
    beneath = ground()
    given = list(figures(size))
    last = given[-1].documents
    begun = time.process_time()
    derived = derive(given, beneath).figures
    seconds = time.process_time() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    number = len(derived)
    changed = {name: [f for f in given if name in f.documents][:-1] for name in last}
    begun = time.process_time()
    after = derive_incremental([*given, *derived], changed, beneath)
    return seconds, number, peak, time.process_time() - begun, after.visited
