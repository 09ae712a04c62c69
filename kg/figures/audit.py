"""Compare all figures that speak of one matter, and tell what agrees from what clashes.

Figures of one cell, reported or derived, are compared pair by pair on their intervals; so are
figures of cells of which one holds the other: no part may exceed its whole. See `compare` for the
outcomes, `kg.figures.conflicts` for how one disagreement is told from its echoes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from kg.figures.ancestry import Ancestry
from kg.figures.compare import Comparer, Finding
from kg.figures.comparison import CORROBORATION, Comparison
from kg.figures.conflicts import smallest
from kg.figures.context import Context
from kg.figures.figure import KINDS, Cell, Figure

__all__ = ["audit", "matter_of"]

_Key = tuple[object, ...]


def audit(figures: Iterable[Figure], context: Context) -> tuple[Comparison, ...]:
    """Give every comparison worth a reader's time, the gravest outcomes first.

    The result depends on the set of figures alone, not on their order. Readings that await review
    are left out: what disagrees with a doubtful reading is a reason to read again.
    """
    accepted = (figure for figure in figures if figure.review == "accepted")
    ordered = sorted(accepted, key=lambda figure: (figure.depth, figure.iri))
    ancestry = Ancestry(ordered)
    found = list(_found(ordered, context, ancestry))
    return tuple(smallest(found))


def _found(
    figures: Sequence[Figure], context: Context, ancestry: Ancestry
) -> Iterator[tuple[tuple[int, ...], Comparison]]:
    for (one, other), finding in _findings(figures, context, Comparer(context, ancestry)):
        beneath = ancestry.reported(one.iri), ancestry.reported(other.iri)
        if beneath[0] <= beneath[1] or beneath[1] <= beneath[0]:
            continue  # a figure and what was computed from it say the same
        if finding.outcome == CORROBORATION and not context.independent(*beneath):
            continue
        rank = (
            one.depth + other.depth,
            # one source against another says more than a mixture against a mixture
            len(one.documents) + len(other.documents),
            max(one.depth, other.depth),
            KINDS.index(one.kind),
        )
        yield (
            rank,
            Comparison(
                outcome=finding.outcome,
                kind=finding.kind,
                between=(min(one.iri, other.iri), max(one.iri, other.iri)),
                rests_on=beneath[0] | beneath[1],
                reason=finding.reason,
                difference=finding.difference,
            ),
        )


def _findings(
    figures: Sequence[Figure], context: Context, comparer: Comparer
) -> Iterator[tuple[tuple[Figure, Figure], Finding]]:
    cells: dict[_Key, list[Figure]] = defaultdict(list)
    parts: dict[Cell, list[Figure]] = defaultdict(list)
    for figure in figures:
        cells[matter_of(figure, context)].append(figure)
        if figure.kind == "share":
            parts[figure.cell.replace(period="")].append(figure)
    for same in cells.values():
        for one, other in combinations(same, 2):
            if finding := comparer.same(one, other):
                yield (one, other), finding
    for same in parts.values():
        for one, other in combinations(same, 2):
            if finding := comparer.shares(one, other):
                yield (one, other), finding
    amounts: dict[Cell, list[Figure]] = defaultdict(list)
    for figure in figures:
        if figure.kind == "amount":
            amounts[figure.cell].append(figure)
    for cell, held in amounts.items():
        for whole in context.wholes(cell):
            for one in held:
                for other in amounts.get(whole, ()):
                    if finding := comparer.part_with_whole(one, other):
                        yield (one, other), finding


def matter_of(figure: Figure, context: Context) -> _Key:
    """Give what a figure is about: its cell, whatever the method, and for a growth the currency."""
    cell, whole = (
        one and one.replace(indicator=context.matter(one.indicator))
        for one in (figure.cell, figure.whole)
    )
    if figure.kind == "growth" and cell:
        cell = cell.replace(unit=None)
    return figure.kind, cell, whole
