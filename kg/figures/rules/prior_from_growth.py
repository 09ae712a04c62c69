"""The amount of the same period a year before, from an amount and its growth on that year.

Preconditions: the growth is year on year, of the very cell that the amount is in, so in the same
unit (a growth without a unit may be one in dollars and is not used), area and direction; both are
actual. Source: the definition of a growth rate, g = (current - prior) / prior.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.figures.figure import Figure, Subject
from kg.figures.index import Index
from kg.figures.rules.rule import Quantity, Rule, amount, as_factor, possible
from kg.figures.years import next_year, year_before

__all__ = ["RULE"]


def _targets(subject: Subject, index: Index) -> Iterator[Subject]:
    if subject.kind == "amount":
        if not index.has(Subject("growth", subject.cell, None, "year-on-year")):
            return
    elif subject.basis != "year-on-year" or not index.has_amount(subject.cell):
        return
    earlier = year_before(subject.cell.period)
    if earlier is not None:
        yield amount(subject.cell.replace(period=earlier))


def _ways(target: Subject, _index: Index) -> Iterator[tuple[Subject, ...]]:
    later = next_year(target.cell.period)
    if later is not None:
        cell = target.cell.replace(period=later)
        yield amount(cell), Subject("growth", cell, None, "year-on-year")


def _compute(_target: Subject, figures: Sequence[Figure]) -> Quantity | None:
    current, growth = figures
    factor = as_factor(growth)
    interval = possible(current) / factor.interval
    if interval is None or factor.value == 0:
        return None
    return Quantity(current.value / factor.value, interval)


RULE = Rule(
    name="prior-from-growth",
    formula="prior = current / (1 + growth / 100)",
    kind="amount",
    targets=_targets,
    ways=_ways,
    compute=_compute,
)
