"""Figures by what they are about, so that a rule finds its inputs in one step."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from kg.figures.figure import Cell, Figure, Subject
from kg.figures.ground import Ground

__all__ = ["INPUTS", "Index", "usable", "width_rank"]

INPUTS: Final = 4
"""How many figures of one subject a rule takes as input: the most direct, then the narrowest."""


def usable(figure: Figure) -> bool:
    """Tell whether rules may compute with a figure.

    It must be of what has come about, in a known unit, and by a reading that nobody doubts.
    """
    return (
        figure.status == "actual" and figure.review == "accepted" and figure.cell.unit is not None
    )


class Index:
    """The figures that rules may use so far."""

    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        self._figures: defaultdict[Subject, list[Figure]] = defaultdict(list)
        self._inputs: dict[Subject, tuple[Figure, ...]] = {}
        self._by_iri: dict[str, Figure] = {}
        self._periods: defaultdict[Cell, set[str]] = defaultdict(set)
        self._shares: defaultdict[Cell, set[Subject]] = defaultdict(set)
        self._areas: defaultdict[Cell, set[str]] = defaultdict(set)
        self._limited: defaultdict[Cell, set[Cell]] = defaultdict(set)
        self._paired: defaultdict[tuple[str, str], set[Cell]] = defaultdict(set)

    def add(self, figures: Iterable[Figure]) -> None:
        """Let rules find these figures."""
        for figure in figures:
            self._by_iri[figure.iri] = figure
            subject = figure.subject
            known = self._figures[subject]
            if not known:
                self._register(subject)
            known.append(figure)
            self._inputs.pop(subject, None)
            if figure.equivalents:
                self._paired[subject.cell.area, subject.cell.period].add(subject.cell)

    def inputs(self, subject: Subject) -> tuple[Figure, ...]:
        """Give the figures of a subject that rules take, the best first.

        A growth or a share that was computed from two values gives nothing that the values do
        not, so of these only the reported ones are taken.
        """
        found = self._inputs.get(subject)
        if found is None:
            known = self._figures.get(subject, ())
            if subject.kind != "amount":
                known = [figure for figure in known if not figure.depth]
            found = tuple(sorted(known, key=_directness)[:INPUTS])
            self._inputs[subject] = found
        return found

    def has_amount(self, cell: Cell) -> bool:
        """Tell whether there is an amount in a cell."""
        return Subject("amount", cell) in self._figures

    def ways(self, subject: Subject) -> int:
        """Count the derived figures of a subject."""
        return sum(1 for figure in self._figures.get(subject, ()) if figure.depth)

    def periods(self, cell: Cell) -> set[str]:
        """Give the periods for which there is an amount in a cell that is otherwise like this."""
        return self._periods.get(cell.replace(period=""), set())

    def shares(self, cell: Cell) -> list[Subject]:
        """Give the reported shares of which a cell is the part or the whole, in order."""
        return sorted(subject for subject in self._shares.get(cell, ()) if self.inputs(subject))

    def narrower(self, cell: Cell) -> list[Cell]:
        """Give the cells with an amount that are like this but of an area within its own."""
        return [
            cell.replace(area=area)
            for area in sorted(self._areas.get(cell.replace(area=""), ()))
            if cell.area in self.ground.containers(area)
        ]

    def limited(self, cell: Cell) -> list[Cell]:
        """Give the cells like this that are limited to one product or kind of owner, in order."""
        return sorted(self._limited.get(cell, ()), key=_text)

    def paired(self, area: str, period: str) -> list[Cell]:
        """Give the cells of an area and period with an amount that is also given otherwise."""
        return sorted(self._paired.get((area, period), ()), key=_text)

    def rests_on(self, figure: Figure, subject: Subject) -> bool:
        """Tell whether a figure is about a subject or was computed from one that is."""
        if figure.subject == subject:
            return True
        return any(self.rests_on(self._by_iri[given], subject) for given in figure.inputs)

    def find(self, iri: str) -> Figure | None:
        """Give the figure with an IRI."""
        return self._by_iri.get(iri)

    def _register(self, subject: Subject) -> None:
        cell = subject.cell
        if subject.kind == "amount":
            self._periods[cell.replace(period="")].add(cell.period)
            self._areas[cell.replace(area="")].add(cell.area)
            if cell.product:
                self._limited[cell.replace(product=None)].add(cell)
            if cell.ownership:
                self._limited[cell.replace(ownership=None)].add(cell)
        elif subject.kind == "share" and subject.whole is not None:
            self._shares[cell].add(subject)
            self._shares[subject.whole].add(subject)


def width_rank(figure: Figure) -> tuple[object, ...]:
    """Give what orders figures of one subject by how narrow they are."""
    interval = figure.interval
    missing = (interval.lower is None) + (interval.upper is None)
    return missing, interval.width or 0


def _directness(figure: Figure) -> tuple[object, ...]:
    return figure.depth, *width_rank(figure), figure.iri


def _text(cell: Cell) -> tuple[str, ...]:
    return tuple(part or "" for part in cell)
