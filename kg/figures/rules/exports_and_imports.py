"""Exports and imports together make the total: any two of the three give the third.

Preconditions: the three cells differ in nothing but the direction, and the indicator is one that
adds up; all are actual. Source: the definition of total trade in the code list of directions.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from kg.figures.figure import Figure, Subject
from kg.figures.index import Index
from kg.figures.rules.rule import Quantity, Rule, amount, possible

__all__ = ["RULE"]

_DIRECTIONS: Final = ("both", "export", "import")


def _targets(subject: Subject, index: Index) -> Iterator[Subject]:
    cell = subject.cell
    if subject.kind != "amount" or cell.direction not in _DIRECTIONS:
        return
    if not index.ground.adds_up(cell.indicator):
        return
    one, other = (cell.replace(direction=name) for name in _DIRECTIONS if name != cell.direction)
    if index.has_amount(one):
        yield amount(other)
    if index.has_amount(other):
        yield amount(one)


def _ways(target: Subject, index: Index) -> Iterator[tuple[Subject, ...]]:
    cell = target.cell
    if cell.direction in _DIRECTIONS and index.ground.adds_up(cell.indicator):
        one, other = (name for name in _DIRECTIONS if name != cell.direction)
        yield amount(cell.replace(direction=one)), amount(cell.replace(direction=other))


def _compute(target: Subject, figures: Sequence[Figure]) -> Quantity:
    one, other = figures
    if target.cell.direction == "both":
        return Quantity(one.value + other.value, possible(one) + possible(other))
    return Quantity(one.value - other.value, possible(one) - possible(other))


RULE = Rule(
    name="exports-and-imports",
    formula="total = exports + imports",
    kind="amount",
    targets=_targets,
    ways=_ways,
    compute=_compute,
)
