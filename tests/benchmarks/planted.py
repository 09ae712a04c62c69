"""Which planted errors the audit finds: a row for each kind, a column for what it was taken for.

``recall`` is the part of the errors that some finding names, ``precision`` the part of the new
findings that name the spoiled figure, ``pinned`` how often it was the one named most.
"""

from __future__ import annotations

import os
import time

from tests.figures.planted.errors import HARMLESS, UNSEEN
from tests.figures.planted.trial import Tally, experiment, made_up, of_the_seeds, table

TRIALS = int(os.environ.get("PLANTED_TRIALS", "12"))
SEEDS = (1, 2, 3)


def main() -> None:
    started = time.monotonic()
    worlds = [made_up(seed) for seed in SEEDS]
    _report(f"{len(worlds)} made-up worlds", experiment(TRIALS, worlds))
    print(f"alarms before an error was planted: {sum(len(world.before) for world in worlds)}\n")
    seeds = of_the_seeds()
    _report("copies of the five articles", experiment(TRIALS, [seeds]))
    print(f"findings before an error was planted: {len(seeds.before)}, all of them known")
    print(f"{time.monotonic() - started:.0f} s")


def _report(where: str, tallies: dict[str, Tally]) -> None:
    print(f"{where}\n{table(tallies)}")
    seen = [t for name, t in tallies.items() if name not in UNSEEN | HARMLESS and t.trials]
    recall = sum(t.recall * t.trials for t in seen) / sum(t.trials for t in seen)
    precision = sum(t.naming for t in seen) / sum(t.new for t in seen)
    planted = [t.trials for t in tallies.values() if t.trials]
    print(f"\n{len(planted)} kinds, {sum(planted)} errors planted")
    print(f"recall {recall:.3f}, precision {precision:.3f} over what can be seen")
    print(f"cannot be seen: {', '.join(sorted(UNSEEN))}; harmless: {', '.join(sorted(HARMLESS))}")
