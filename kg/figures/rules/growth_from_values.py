"""The growth of an amount on the year before, from the amounts of both years.

Preconditions: the two amounts differ in nothing but the year, so they are in one currency and of
one indicator, hence by one method; both are actual; the earlier one is not 0. Source: the
definition of a growth rate.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from kg.figures.figure import Figure, Subject
from kg.figures.index import Index
from kg.figures.interval import Interval
from kg.figures.rules.rule import HUNDRED, Quantity, Rule, amount, possible
from kg.figures.years import next_year, year_before

__all__ = ["RULE"]

_ONE = Interval(Fraction(1), Fraction(1))


def _targets(subject: Subject, index: Index) -> Iterator[Subject]:
    if subject.kind != "amount":
        return
    cell = subject.cell
    earlier, later = year_before(cell.period), next_year(cell.period)
    periods = index.periods(cell)
    if earlier in periods:
        yield Subject("growth", cell, None, "year-on-year")
    if later in periods:
        yield Subject("growth", cell.replace(period=later), None, "year-on-year")


def _ways(target: Subject, _index: Index) -> Iterator[tuple[Subject, ...]]:
    earlier = year_before(target.cell.period)
    if earlier is not None and target.basis == "year-on-year":
        yield amount(target.cell), amount(target.cell.replace(period=earlier))


def _compute(_target: Subject, figures: Sequence[Figure]) -> Quantity | None:
    current, prior = figures
    factor = possible(current) / possible(prior)
    if factor is None or prior.value == 0:
        return None
    return Quantity((current.value / prior.value - 1) * HUNDRED, (factor - _ONE).scale(HUNDRED))


RULE = Rule(
    name="growth-from-values",
    formula="growth = (current / prior - 1) * 100",
    kind="growth",
    targets=_targets,
    ways=_ways,
    compute=_compute,
)
