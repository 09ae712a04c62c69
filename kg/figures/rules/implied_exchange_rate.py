"""The exchange rate that a source must have used to give one amount in two currencies.

Preconditions: the source calls the two amounts equivalent; they differ in nothing but the
currency; both are actual and reported. The rate is one of that source, not of a market, and no
figure is converted by it. Source: the definition of an exchange rate.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from kg.figures.figure import Cell, Figure, Subject
from kg.figures.index import Index
from kg.figures.rules.rule import Quantity, Rule, amount, possible

__all__ = ["INDICATOR", "RATES", "RULE"]

INDICATOR: Final = "implied-exchange-rate"
RATES: Final[Mapping[str, tuple[str, str]]] = {"yuan-per-dollar": ("CNY", "USD")}
"""The units of exchange rates: of which currency, for one of which."""


def _targets(subject: Subject, index: Index) -> Iterator[Subject]:
    if subject.kind != "amount":
        return
    for figure in index.inputs(subject):
        for given in figure.equivalents:
            other = index.find(given)
            if other is not None:
                units = {figure.cell.unit, other.cell.unit}
                for unit, currencies in RATES.items():
                    if units == set(currencies):
                        yield amount(Cell(INDICATOR, subject.cell.area, subject.cell.period, unit))


def _ways(target: Subject, index: Index) -> Iterator[tuple[Subject, ...]]:
    cell = target.cell
    if cell.indicator != INDICATOR or (cell.unit or "") not in RATES:
        return
    above, below = RATES[cell.unit or ""]
    for given in index.paired(cell.area, cell.period):
        if given.unit == above:
            yield amount(given), amount(given.replace(unit=below))


def _compute(_target: Subject, figures: Sequence[Figure]) -> Quantity | None:
    one, other = figures
    if one.iri not in other.equivalents and other.iri not in one.equivalents:
        return None
    interval = possible(one) / possible(other)
    if interval is None or other.value == 0:
        return None
    return Quantity(one.value / other.value, interval)


RULE = Rule(
    name="implied-exchange-rate",
    formula="rate = amount in one currency / the same amount in the other",
    kind="amount",
    targets=_targets,
    ways=_ways,
    compute=_compute,
)
