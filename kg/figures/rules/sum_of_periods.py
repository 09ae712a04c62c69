"""The amount of a period, from the amounts of periods that together make it up.

These are two periods that follow one another (first and second quarter make the half year, nine
months and the last quarter the year), or the months of a quarter, half or year, or the quarters of
a year. Preconditions: the cells differ in nothing but the period; the indicator is a quantity of
which a year holds the sum of its months; all are actual. Source: the days of the periods.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from kg.figures.figure import Figure, Subject
from kg.figures.index import Index
from kg.figures.interval import Interval
from kg.figures.rules.rule import Quantity, Rule, amount, possible
from kg.figures.years import sums_of, sums_with

__all__ = ["RULE"]


def _targets(subject: Subject, index: Index) -> Iterator[Subject]:
    cell = subject.cell
    if subject.kind == "amount" and index.ground.adds_up(cell.indicator):
        present = index.periods(cell)
        for whole, parts in sums_with(cell.period):
            if present.issuperset(parts):
                yield amount(cell.replace(period=whole))


def _ways(target: Subject, index: Index) -> Iterator[tuple[Subject, ...]]:
    cell = target.cell
    if index.ground.adds_up(cell.indicator):
        present = index.periods(cell)
        for parts in sums_of(cell.period):
            if present.issuperset(parts):
                yield tuple(amount(cell.replace(period=part)) for part in parts)


def _compute(_target: Subject, figures: Sequence[Figure]) -> Quantity:
    interval = Interval(Fraction(0), Fraction(0))
    for figure in figures:
        interval += possible(figure)
    return Quantity(sum((figure.value for figure in figures), Fraction(0)), interval)


RULE = Rule(
    name="sum-of-periods",
    formula="whole = first + ... + last",
    kind="amount",
    targets=_targets,
    ways=_ways,
    compute=_compute,
)
