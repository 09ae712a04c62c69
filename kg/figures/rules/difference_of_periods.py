"""The amount of a part of a period, from the amounts of the period and of the rest of it.

So the second quarter is the half year less the first, a month what its cumulative figure has more
than the one before. Preconditions: the cells differ in nothing but the period; period and rest
begin or end together; the indicator is a quantity of which a year holds the sum of its months; all
are actual. Source: the days of the periods.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.figures.figure import Figure, Subject
from kg.figures.index import Index
from kg.figures.rules.rule import Quantity, Rule, amount, possible
from kg.figures.years import differences_of, differences_with

__all__ = ["RULE"]


def _targets(subject: Subject, index: Index) -> Iterator[Subject]:
    cell = subject.cell
    if subject.kind == "amount" and index.ground.adds_up(cell.indicator):
        present = index.periods(cell)
        for part, other in differences_with(cell.period):
            if other in present:
                yield amount(cell.replace(period=part))


def _ways(target: Subject, index: Index) -> Iterator[tuple[Subject, ...]]:
    cell = target.cell
    if index.ground.adds_up(cell.indicator):
        present = index.periods(cell)
        for whole, rest in differences_of(cell.period):
            if whole in present and rest in present:
                yield amount(cell.replace(period=whole)), amount(cell.replace(period=rest))


def _compute(_target: Subject, figures: Sequence[Figure]) -> Quantity:
    whole, rest = figures
    return Quantity(whole.value - rest.value, possible(whole) - possible(rest))


RULE = Rule(
    name="difference-of-periods",
    formula="part = whole - rest",
    kind="amount",
    targets=_targets,
    ways=_ways,
    compute=_compute,
)
