"""The share of a part in its whole, from the amounts of both.

A cell is part of one that differs from it in nothing but an area around its own, or in not being
limited to one product or kind of owner; and of one that a source calls its whole. Preconditions:
both amounts are actual and in one unit; the indicator is a quantity that has parts, not a ratio;
the whole is not 0, and the value of the part does not exceed it (that would be for the audit).
Source: the definition of a share.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.figures.figure import Cell, Figure, Subject
from kg.figures.index import Index
from kg.figures.rules.rule import HUNDRED, Quantity, Rule, amount, possible

__all__ = ["RULE"]


def _targets(subject: Subject, index: Index) -> Iterator[Subject]:
    if subject.kind != "amount":
        return
    cell = subject.cell
    for whole in _wholes(cell, index):
        if index.has_amount(whole):
            yield Subject("share", cell, whole)
    for part in _parts(cell, index):
        if index.has_amount(part):
            yield Subject("share", part, cell)
    for share in index.shares(cell):
        other = share.whole if share.cell == cell else share.cell
        if other is not None and index.has_amount(other):
            yield share


def _ways(target: Subject, index: Index) -> Iterator[tuple[Subject, ...]]:
    part, whole = target.cell, target.whole
    if whole is None or part.unit != whole.unit:
        return
    if index.inputs(target) or whole in _wholes(part, index):
        yield amount(part), amount(whole)


def _compute(_target: Subject, figures: Sequence[Figure]) -> Quantity | None:
    part, whole = figures
    fraction = possible(part) / possible(whole)
    if fraction is None or whole.value == 0 or not 0 <= part.value <= whole.value:
        return None
    return Quantity(part.value / whole.value * HUNDRED, fraction.scale(HUNDRED))


def _wholes(cell: Cell, index: Index) -> Iterator[Cell]:
    if index.ground.has_parts(cell.indicator):
        for area in index.ground.containers(cell.area):
            yield cell.replace(area=area)
        if cell.product:
            yield cell.replace(product=None)
        if cell.ownership:
            yield cell.replace(ownership=None)


def _parts(cell: Cell, index: Index) -> Iterator[Cell]:
    if index.ground.has_parts(cell.indicator):
        yield from index.narrower(cell)
        yield from index.limited(cell)


RULE = Rule(
    name="share-from-values",
    formula="share = part / whole * 100",
    kind="share",
    targets=_targets,
    ways=_ways,
    compute=_compute,
)
