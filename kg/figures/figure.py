"""A figure: an amount, a growth, a share or a rank, with the interval of what it may truly be.

Names are those of the records (see `kg.seeds.cells`): a unit is ``CNY``, an area
``place/Shenzhen``, a period ``2024-S1``; only figures go by their IRIs.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, NamedTuple

from kg.figures.interval import Interval
from kg.seeds.cells import cell_iri
from kg.vocab import CODE, ID

__all__ = [
    "DIMENSIONS",
    "KINDS",
    "Cell",
    "Figure",
    "Subject",
    "full_name",
    "greatest_lower",
    "least_upper",
    "short_name",
]

KINDS: Final = ("amount", "growth", "share", "rank")

DIMENSIONS: Final[Mapping[str, str]] = {
    "indicator": f"{ID}indicator/",
    "area": ID,
    "period": f"{ID}period/",
    "unit": f"{CODE}unit/",
    "direction": f"{CODE}direction/",
    "product": f"{CODE}product/",
    "ownership": f"{CODE}ownership/",
    "entity": ID,
}
"""The dimensions of a cell, each with the namespace that its names leave out."""


class Cell(NamedTuple):
    """What exactly a figure measures; ``replace`` gives its neighbours.

    >>> cell = Cell("cbec-trade", "place/CN", "2024", "CNY", "both")
    >>> cell.replace(direction="import").iri.rpartition("/")[2]
    'cbec-trade.CN.import.2024.CNY'
    """

    indicator: str
    area: str
    period: str
    unit: str | None = None
    direction: str | None = None
    product: str | None = None
    ownership: str | None = None
    entity: str | None = None

    @property
    def iri(self) -> str:
        """The IRI of the cell."""
        return cell_iri(self)

    def replace(self, **dimensions: str | None) -> Cell:
        """Give the cell that differs in these dimensions."""
        return Cell._make(map(dimensions.pop, self._fields, self))


class Subject(NamedTuple):
    """What figures can agree or disagree about: all figures of one subject should meet."""

    kind: str
    cell: Cell
    whole: Cell | None = None
    basis: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A reported or derived figure.

    ``cell`` is what is measured: of a growth what grew, of a share the part, of a rank what is
    ranked among what the ``scope`` says. ``value`` and ``interval`` are in the unit of the cell, of
    a growth or share in percent. ``documents`` are
    the ids of all sources that it rests on. A derived figure has a ``rule``, sorted ``inputs``
    and a ``depth``, the number of steps from reported figures, which have 0.

    ``rough`` says that it rests on a rough fraction such as "a half", and ``assumes`` names the
    documents of which it takes a period that our reading inferred. Another method of counting is
    another indicator, so it needs no word here.
    """

    iri: str
    kind: str
    cell: Cell
    whole: Cell | None = None
    basis: str | None = None
    value: Fraction
    interval: Interval
    status: str = "actual"
    qualifier: str | None = None
    documents: frozenset[str] = frozenset()
    rule: str | None = None
    inputs: tuple[str, ...] = ()
    depth: int = 0
    review: str = "accepted"
    rough: bool = False
    assumes: frozenset[str] = frozenset()
    equivalents: tuple[str, ...] = ()
    attributed_to: str | None = None
    scope: str | None = None

    @property
    def subject(self) -> Subject:
        """What the figure is about."""
        return Subject(self.kind, self.cell, self.whole, self.basis)


def greatest_lower(figures: Iterable[Figure]) -> Fraction | None:
    """Give the greatest lower bound of figures, None where none has one."""
    bounds = (figure.interval.lower for figure in figures)
    return max((bound for bound in bounds if bound is not None), default=None)


def least_upper(figures: Iterable[Figure]) -> Fraction | None:
    """Give the least upper bound of figures, None where none has one."""
    bounds = (figure.interval.upper for figure in figures)
    return min((bound for bound in bounds if bound is not None), default=None)


def short_name(iri: str, namespace: str) -> str:
    """Give the name of what an IRI of the namespace stands for, else the IRI."""
    return iri.removeprefix(namespace)


def full_name(name: str, namespace: str) -> str:
    """Give the IRI again that `short_name` shortened."""
    return name if "://" in name else namespace + name
