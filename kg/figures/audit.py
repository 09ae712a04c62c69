"""Compare all figures that speak of one matter, and tell what agrees from what clashes.

Figures of one cell, reported or derived, are compared pair by pair on their intervals; so are
figures of cells of which one holds the other: no part may exceed its whole. See `compare` for the
outcomes, `kg.figures.conflicts` for how one disagreement is told from its echoes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import product

from kg.figures.ancestry import Ancestry
from kg.figures.compare import Comparer, Finding
from kg.figures.comparison import CORROBORATION, ECHO, Comparison
from kg.figures.conflicts import smallest
from kg.figures.context import Context
from kg.figures.figure import KINDS, Cell, Figure, greatest_lower, least_upper
from kg.figures.phrases import phrase
from kg.figures.rules.implied_exchange_rate import INDICATOR as EXCHANGE_RATE
from kg.figures.suspicion import suspicions

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
            if one.inputs or other.inputs or one.documents == other.documents:
                continue  # one voice, and no other source that repeats it
            finding = replace(finding, outcome=ECHO, reason=phrase("same_origin"))
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
        for one, other in _pairs(same):
            if finding := comparer.same(one, other):
                yield (one, other), finding
    for same in parts.values():
        rough = [figure for figure in same if comparer.rough(figure)]
        for one, other in product(rough, same):
            if one is other or (one.iri > other.iri and comparer.rough(other)):
                continue  # of two rough ones the pair comes up twice
            if finding := comparer.shares(one, other):
                yield (one, other), finding
    amounts: dict[Cell, list[Figure]] = defaultdict(list)
    for figure in figures:
        if figure.kind == "amount":
            amounts[figure.cell].append(figure)
    least = {cell: least_upper(held) for cell, held in amounts.items()}
    for cell, held in amounts.items():
        greatest = greatest_lower(held)
        if greatest is None:
            continue
        for whole in context.wholes(cell):
            limit = least.get(whole)
            if limit is None or greatest <= limit:
                continue
            for one in held:
                for other in amounts[whole]:
                    if finding := comparer.part_with_whole(one, other):
                        yield (one, other), finding
    yield from suspicions(figures, context)


def _pairs(figures: Sequence[Figure]) -> Iterator[tuple[Figure, Figure]]:
    """Give the pairs of figures of one matter that are worth comparing.

    Where all intervals meet, no pair can clash; then only what speaks for or against a reported
    figure is of interest, not how one derivation stands to another.
    """
    greatest, least = greatest_lower(figures), least_upper(figures)
    meet = greatest is None or least is None or greatest <= least
    for index, one in enumerate(figures):
        if meet and one.depth:
            return  # reported figures come first
        for other in figures[index + 1 :]:
            yield one, other


def matter_of(figure: Figure, context: Context) -> _Key:
    """Give what a figure is about: its cell, whatever the method, and for a growth the currency.

    A rate of exchange is the same in every area.
    """
    cell = _of_matter(figure.cell, context)
    whole = None if figure.whole is None else _of_matter(figure.whole, context)
    if figure.kind == "growth":
        cell = cell.replace(unit=None)
    if cell.indicator == EXCHANGE_RATE:
        cell = cell.replace(area="")
    return figure.kind, cell, whole


def _of_matter(cell: Cell, context: Context) -> Cell:
    indicator = context.matter(cell.indicator)
    return cell if indicator == cell.indicator else cell.replace(indicator=indicator)
