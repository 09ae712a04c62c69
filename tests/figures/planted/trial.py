"""Plant one error after the other, audit, and count what is found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from random import Random

from kg.figures.audit import audit
from kg.figures.comparison import CONTRADICTION, CORROBORATION, TENSION, Comparison
from kg.figures.derive import derive, derive_incremental
from kg.figures.figure import Figure
from tests.figures.planted.errors import ERRORS
from tests.figures.planted.world import Printed, articles, context, ground

__all__ = ["DEPTH", "Tally", "alarms", "experiment", "table"]

DEPTH = 2
"""Chains of two rules: of three, worlds of this size give no further finding."""


@dataclass
class Tally:
    """What became of the errors of one kind.

    ``new`` counts the findings that the unspoiled figures did not give, ``naming`` those of them
    that rest on the spoiled figure, ``pinned`` the trials in which the spoiled figure was named
    more often than any other.
    """

    trials: int = 0
    found: Counter[str] = field(default_factory=Counter)
    new: int = 0
    naming: int = 0
    pinned: int = 0

    @property
    def recall(self) -> float:
        return sum(n for kind, n in self.found.items() if kind != "missed") / max(self.trials, 1)

    @property
    def precision(self) -> float | None:
        return self.naming / self.new if self.new else None


@cache
def _world(seed: int) -> tuple[tuple[Printed, ...], object, tuple[Figure, ...]]:
    printed, truth = articles(seed)
    reported = [one.figure() for one in printed]
    derived = derive(reported, ground(), depth=DEPTH).figures
    return tuple(printed), truth, (*reported, *derived)


@cache
def alarms(seed: int) -> tuple[Comparison, ...]:
    """Give what the audit holds against the articles of a world that make no mistake."""
    printed, _, figures = _world(seed)
    return tuple(_clashes(audit(figures, context(list(printed)))))


def _clashes(comparisons: Sequence[Comparison]) -> Iterator[Comparison]:
    return (one for one in comparisons if one.outcome != CORROBORATION)


def experiment(trials: int, seeds: Sequence[int] = (1, 2, 3)) -> dict[str, Tally]:
    """Plant each kind of error so many times, in turn in the worlds of these seeds."""
    tallies = {name: Tally() for name in ERRORS}
    for name, spoil in ERRORS.items():
        for trial in range(trials):
            seed = seeds[trial % len(seeds)]
            printed, truth, figures = _world(seed)
            random = Random(f"{name} {trial}")
            order = list(printed)
            random.shuffle(order)
            for one in order:
                spoiled = spoil(one, truth, random)  # type: ignore[arg-type]
                if spoiled is not None:
                    _count(tallies[name], one, spoiled, printed, figures, alarms(seed))
                    break
    return tallies


def _count(
    tally: Tally,
    one: Printed,
    spoiled: Printed,
    printed: tuple[Printed, ...],
    figures: tuple[Figure, ...],
    before: tuple[Comparison, ...],
) -> None:
    now = [spoiled if other is one else other for other in printed]
    changed = [other.figure() for other in now if other.document == one.document]
    derived = derive_incremental(figures, {one.document: changed}, ground(), depth=DEPTH).figures
    reported = [other.figure() for other in now]
    known = {comparison.rests_on for comparison in before}
    found = [
        comparison
        for comparison in _clashes(audit([*reported, *derived], context(now)))
        if comparison.rests_on not in known
    ]
    iri = one.figure().iri
    naming = [comparison for comparison in found if iri in comparison.rests_on]
    tally.trials += 1
    tally.new += len(found)
    tally.naming += len(naming)
    tally.found[_column(naming)] += 1
    named = Counter(leaf for comparison in found for leaf in comparison.rests_on)
    if named and named[iri] == max(named.values()):
        others = [leaf for leaf, times in named.items() if times == named[iri] and leaf != iri]
        tally.pinned += not others


def _column(naming: Sequence[Comparison]) -> str:
    """Give the kind of the gravest finding that names the spoiled figure."""
    for outcome in (CONTRADICTION, TENSION):
        kinds = Counter(one.kind or "" for one in naming if one.outcome == outcome)
        if kinds:
            kind = max(sorted(kinds), key=lambda name: kinds[name])
            return kind if outcome == CONTRADICTION else "tension"
    return "not comparable" if naming else "missed"


COLUMNS = ("value", "scope", "currency", "tension", "not comparable", "missed")


def table(tallies: dict[str, Tally]) -> str:
    """Give the confusion table as text: a row for each kind of error planted."""
    heads = ("planted", "n", *COLUMNS, "recall", "precision", "pinned")
    rows = [
        (
            name,
            str(tally.trials),
            *(str(tally.found[column] or ".") for column in COLUMNS),
            f"{tally.recall:.2f}",
            "." if tally.precision is None else f"{tally.precision:.2f}",
            f"{tally.pinned / max(tally.trials, 1):.2f}",
        )
        for name, tally in tallies.items()
    ]
    widths = [max(len(row[index]) for row in (heads, *rows)) for index in range(len(heads))]
    lines = [
        "  ".join(
            cell.ljust(width) if index == 0 else cell.rjust(width)
            for index, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in (heads, *rows)
    ]
    return "\n".join(lines)
