"""Figures by what they are about, so that a rule finds its inputs in one step."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from kg.figures.figure import Cell, Figure, Subject
from kg.figures.ground import Ground

__all__ = ["INPUTS", "Index", "narrowness", "usable"]

INPUTS: Final = 3
"""How many reported figures of one subject a rule takes as input: the narrowest.

Of figures with one value and the same bounds, as where sources copy one another, it takes one.
"""


def usable(figure: Figure) -> bool:
    """Tell whether rules may compute with a figure.

    It must be of what has come about, in a known unit, and by a reading that nobody doubts. From
    ranks nothing follows.
    """
    return (
        figure.status == "actual"
        and figure.review == "accepted"
        and figure.cell.unit is not None
        and figure.kind != "rank"
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
        """Give the figures of a subject that rules take.

        These are reported ones and, where no source states both bounds, the narrowest derived one:
        what is computed adds nothing to what is stated. A growth or a share that was computed
        gives nothing that what it was computed from does not, so of these only reported ones.
        """
        found = self._inputs.get(subject)
        if found is None:
            found = self._inputs[subject] = tuple(self._best(subject))
        return found

    def has(self, subject: Subject) -> bool:
        """Tell whether there is a figure of a subject."""
        return subject in self._figures

    def has_amount(self, cell: Cell) -> bool:
        """Tell whether there is an amount in a cell."""
        return Subject("amount", cell) in self._figures

    def periods(self, cell: Cell) -> set[str]:
        """Give the periods for which there is an amount in a cell that is otherwise like this."""
        return self._periods.get(cell.replace(period=""), set())

    def shares(self, cell: Cell) -> list[Subject]:
        """Give the reported shares of which a cell is the part or the whole, in order."""
        return sorted(subject for subject in self._shares.get(cell, ()) if self.inputs(subject))

    def narrower(self, cell: Cell) -> list[Cell]:
        """Give the cells with an amount that are like this but of an area within its own."""
        present = self._areas.get(cell.replace(area=""), set())
        return [cell.replace(area=area) for area in sorted(self.ground.parts(cell.area, present))]

    def limited(self, cell: Cell) -> list[Cell]:
        """Give the cells like this that are limited to one product or kind of owner, in order."""
        return sorted(self._limited.get(cell, ()), key=_text)

    def paired(self, area: str, period: str) -> list[Cell]:
        """Give the cells of an area and period with an amount that is also given otherwise."""
        return sorted(self._paired.get((area, period), ()), key=_text)

    def rests_on(self, figure: Figure, subject: Subject) -> bool:
        """Tell whether a figure is about a subject or was computed from one that is."""
        waiting = [figure]
        while waiting:
            one = waiting.pop()
            if one.cell == subject.cell and one.subject == subject:
                return True
            waiting.extend([self._by_iri[given] for given in one.inputs])
        return False

    def find(self, iri: str) -> Figure | None:
        """Give the figure with an IRI."""
        return self._by_iri.get(iri)

    def _best(self, subject: Subject) -> list[Figure]:
        known = self._figures.get(subject, ())
        reported: dict[object, Figure] = {}
        for figure in _ordered([one for one in known if not one.depth]):
            said = figure.value, figure.interval, figure.equivalents, figure.rough, figure.assumes
            reported.setdefault(said, figure)
        found = list(reported.values())[:INPUTS]
        if subject.kind == "amount" and all(one.interval.width is None for one in found):
            found += _ordered([one for one in known if one.depth])[:1]
        return found

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


def _ordered(figures: list[Figure]) -> list[Figure]:
    return figures if len(figures) < 2 else sorted(figures, key=narrowness)


def narrowness(figure: Figure) -> tuple[object, ...]:
    """Give what orders figures of one subject: the narrowest first, then the most direct."""
    interval = figure.interval
    missing = (interval.lower is None) + (interval.upper is None)
    return missing, interval.width or 0, figure.depth, figure.iri


def _text(cell: Cell) -> tuple[str, ...]:
    return tuple(part or "" for part in cell)
