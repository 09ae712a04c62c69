"""The amount of a period, from that of the same period a year before and the growth since then.

Preconditions: the growth is year on year, of the very cell that the result is in, and the amount
differs from that cell in nothing but the year; both are actual. Source: the definition of a
growth rate, g = (current - prior) / prior.
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
        later = next_year(subject.cell.period)
        if later is not None:
            cell = subject.cell.replace(period=later)
            if index.has(Subject("growth", cell, None, "year-on-year")):
                yield amount(cell)
    elif subject.basis == "year-on-year" and _earlier(subject) in index.periods(subject.cell):
        yield amount(subject.cell)


def _earlier(subject: Subject) -> str | None:
    return year_before(subject.cell.period)


def _ways(target: Subject, _index: Index) -> Iterator[tuple[Subject, ...]]:
    earlier = _earlier(target)
    if earlier is not None:
        prior = amount(target.cell.replace(period=earlier))
        yield prior, Subject("growth", target.cell, None, "year-on-year")


def _compute(_target: Subject, figures: Sequence[Figure]) -> Quantity:
    prior, growth = figures
    factor = as_factor(growth)
    return Quantity(prior.value * factor.value, possible(prior) * factor.interval)


RULE = Rule(
    name="current-from-growth",
    formula="current = prior * (1 + growth / 100)",
    kind="amount",
    targets=_targets,
    ways=_ways,
    compute=_compute,
)
