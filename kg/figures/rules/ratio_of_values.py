"""A ratio that analysts quote, such as value or mass per parcel, from its two amounts.

Which indicator divided by which makes which is knowledge of the register (``cbec:numerator`` and
``cbec:denominator``); the units of quotients are the table below. Preconditions: both amounts are
actual and differ in nothing but indicator, unit and, where only the numerator has one, direction;
the denominator is not 0. Source: the definition of each ratio in the register.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Final

from kg.figures.figure import Cell, Figure, Subject
from kg.figures.index import Index
from kg.figures.rules.rule import Quantity, Rule, amount, possible

__all__ = ["QUOTIENTS", "RULE"]

QUOTIENTS: Final[Mapping[str, tuple[str, str, int]]] = {
    "dollar-per-parcel": ("USD", "parcel", 1),
    "kilogram-per-parcel": ("tonne", "parcel", 1000),
    "yuan-per-parcel": ("CNY", "parcel", 1),
}
"""The units of quotients: of what, by what, and how many of them one such quotient is."""


def _targets(subject: Subject, index: Index) -> Iterator[Subject]:
    if subject.kind != "amount":
        return
    cell = subject.cell
    for ratio in index.ground.ratios:
        for unit, (above, below, _) in QUOTIENTS.items():
            if (cell.indicator, cell.unit) == (ratio.numerator, above):
                yield amount(cell.replace(indicator=ratio.indicator, unit=unit))
            if (cell.indicator, cell.unit) == (ratio.denominator, below):
                for direction in dict.fromkeys((cell.direction, "both", "export", "import")):
                    numerator = cell.replace(
                        indicator=ratio.numerator, unit=above, direction=direction
                    )
                    if cell.direction in {None, direction} and index.has_amount(numerator):
                        yield amount(numerator.replace(indicator=ratio.indicator, unit=unit))


def _ways(target: Subject, index: Index) -> Iterator[tuple[Subject, ...]]:
    cell = target.cell
    for ratio in index.ground.ratios:
        if ratio.indicator == cell.indicator and (cell.unit or "") in QUOTIENTS:
            above, below, _ = QUOTIENTS[cell.unit or ""]
            numerator = cell.replace(indicator=ratio.numerator, unit=above)
            denominator = cell.replace(indicator=ratio.denominator, unit=below)
            for direction in dict.fromkeys((cell.direction, None)):
                yield amount(numerator), amount(denominator.replace(direction=direction))


def _compute(target: Subject, figures: Sequence[Figure]) -> Quantity | None:
    numerator, denominator = figures
    factor = Fraction(_factor(target.cell))
    interval = possible(numerator) / possible(denominator)
    if interval is None or denominator.value == 0:
        return None
    return Quantity(numerator.value / denominator.value * factor, interval.scale(factor))


def _factor(cell: Cell) -> int:
    return QUOTIENTS[cell.unit or ""][2]


RULE = Rule(
    name="ratio-of-values",
    formula="ratio = numerator / denominator",
    kind="amount",
    targets=_targets,
    ways=_ways,
    compute=_compute,
)
