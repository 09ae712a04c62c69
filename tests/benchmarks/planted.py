"""Which planted errors the audit finds: a row for each kind, a column for what it was taken for.

``recall`` is the part of the errors that some finding names, ``precision`` the part of the new
findings that name the spoiled figure, ``pinned`` how often it was the one named most.
"""

from __future__ import annotations

import os
import time

from tests.figures.planted.errors import ERRORS, HARMLESS, UNSEEN
from tests.figures.planted.trial import alarms, experiment, table

TRIALS = int(os.environ.get("PLANTED_TRIALS", "12"))
SEEDS = (1, 2, 3)


def main() -> None:
    started = time.monotonic()
    tallies = experiment(TRIALS, SEEDS)
    print(table(tallies))
    seen = [t for name, t in tallies.items() if name not in UNSEEN | HARMLESS]
    recall = sum(t.recall * t.trials for t in seen) / sum(t.trials for t in seen)
    precision = sum(t.naming for t in seen) / sum(t.new for t in seen)
    print(f"\n{len(ERRORS)} kinds, {sum(t.trials for t in tallies.values())} errors planted")
    print(f"recall {recall:.3f}, precision {precision:.3f} over what can be seen")
    print(f"cannot be seen: {', '.join(sorted(UNSEEN))}; harmless: {', '.join(sorted(HARMLESS))}")
    print(f"alarms in {len(SEEDS)} worlds without an error: {sum(len(alarms(s)) for s in SEEDS)}")
    print(f"{time.monotonic() - started:.0f} s")
