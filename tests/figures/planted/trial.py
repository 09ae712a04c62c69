"""Plant one error after the other, audit, and count what is found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from random import Random

from kg.figures.audit import audit
from kg.figures.comparison import (
    CONTRADICTION,
    CORROBORATION,
    ECHO,
    SUSPECT,
    TENSION,
    Comparison,
)
from kg.figures.context import Context, read_context
from kg.figures.derive import derive, derive_incremental
from kg.figures.figure import Figure
from kg.figures.ground import Ground, read_ground
from kg.mapping import map_seeds
from kg.resources import folder
from kg.seeds import read_seeds
from tests.figures.planted.errors import ERRORS
from tests.figures.planted.seeds import printed_seeds
from tests.figures.planted.world import Printed, Truth, articles
from tests.figures.planted.world import context as made_up_context
from tests.figures.planted.world import ground as made_up_ground

__all__ = ["DEPTH", "Tally", "World", "experiment", "made_up", "of_the_seeds", "table"]

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


@dataclass(frozen=True)
class World:
    """Printed figures, the truth behind them if it is known, and all that follows from them."""

    printed: tuple[Printed, ...]
    truth: Truth | None
    ground: Ground
    context: Callable[[list[Printed]], Context]
    figures: tuple[Figure, ...]
    before: tuple[Comparison, ...]


def _made(
    printed: list[Printed],
    truth: Truth | None,
    ground: Ground,
    context: Callable[[list[Printed]], Context],
) -> World:
    reported = [one.figure() for one in printed]
    derived = derive(reported, ground, depth=DEPTH).figures
    before = _clashes(audit([*reported, *derived], context(printed)))
    return World(tuple(printed), truth, ground, context, (*reported, *derived), tuple(before))


@cache
def made_up(seed: int) -> World:
    """Give a world of articles that make no mistake."""
    printed, truth = articles(seed)
    return _made(printed, truth, made_up_ground(), made_up_context)


@cache
def of_the_seeds() -> World:
    """Give the world of the five articles, whose truth is not known."""
    quads = list(map_seeds(read_seeds(folder("seeds"))))
    context = read_context(quads)
    return _made(printed_seeds(), None, read_ground(quads), lambda _printed: context)


def _clashes(comparisons: Sequence[Comparison]) -> Iterator[Comparison]:
    return (one for one in comparisons if one.outcome not in {CORROBORATION, ECHO})


def experiment(trials: int, worlds: Sequence[World]) -> dict[str, Tally]:
    """Plant each kind of error so many times, in turn in these worlds.

    A kind that no figure of a world can have is not planted there.
    """
    tallies = {name: Tally() for name in ERRORS}
    for name, spoil in ERRORS.items():
        for trial in range(trials):
            world = worlds[trial % len(worlds)]
            random = Random(f"{name} {trial}")
            order = [one for one in world.printed if one.digits]
            random.shuffle(order)
            for one in order:
                spoiled = spoil(one, world.truth, random)
                if spoiled is not None:
                    _count(tallies[name], one, spoiled, world)
                    break
    return tallies


def _count(tally: Tally, one: Printed, spoiled: Printed, world: World) -> None:
    now = [spoiled if other is one else other for other in world.printed]
    changed = [other.figure() for other in now if other.document == one.document]
    change = {one.document: changed}
    derived = derive_incremental(world.figures, change, world.ground, depth=DEPTH).figures
    reported = [other.figure() for other in now]
    known = {comparison.rests_on for comparison in world.before}
    found = [
        comparison
        for comparison in _clashes(audit([*reported, *derived], world.context(now)))
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
    if any(one.outcome == SUSPECT for one in naming):
        return "suspect"
    return "not comparable" if naming else "missed"


COLUMNS = ("value", "scope", "currency", "tension", "suspect", "not comparable", "missed")


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
