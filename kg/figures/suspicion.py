"""What is possible but so unlikely that a slip is likelier: for people to look at, never an error.

=================  ==========================================================================
reason             when
=================  ==========================================================================
unlike scale       an amount is more than `FACTOR` times, or less than one of as many parts of,
                   what the same cell had a year before, or an even part of the period around
higher part        the count of something in an area exceeds that in an area around it; a count
                   may be that of another day, so this contradicts nothing
growth again       two sources give the growth of two years in a row alike to the last digit,
                   with at least two digits: the later one may have taken the earlier one over
unlike growth      a period and one within it grew so differently that the rest of the days would
                   have to have grown by less than `REST` or more, were all days alike
one place          two things have one place in one order, that of one list or of ranks, which is
                   rare unless one slipped
=================  ==========================================================================

`FACTOR` is a guess between what trade does (the articles name growth of 95 per cent) and what a
mistaken scale gives (ten, a thousand, ten thousand). `REST` is one too: more than half of it lost,
or three times as much.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import combinations, product
from typing import Final

from kg.figures.compare import Finding, difference_of
from kg.figures.comparison import SUSPECT
from kg.figures.context import Context, enclosing
from kg.figures.figure import Cell, Figure, greatest_lower, least_upper
from kg.figures.interval import Interval
from kg.figures.phrases import phrase
from kg.figures.years import year_before
from kg.seeds.periods import parse_period

__all__ = ["FACTOR", "REST", "suspicions"]

FACTOR: Final = 8
REST: Final = (-50, 200)
_DIGITS: Final = 10


def suspicions(
    figures: Iterable[Figure], context: Context
) -> Iterator[tuple[tuple[Figure, Figure], Finding]]:
    """Give pairs of figures that are hard to believe together."""
    amounts: dict[Cell, list[Figure]] = defaultdict(list)
    growths: dict[Cell, list[Figure]] = defaultdict(list)
    ranks: dict[tuple[object, ...], list[Figure]] = defaultdict(list)
    for figure in figures:
        if figure.status != "actual":
            continue
        if figure.kind == "amount":
            amounts[figure.cell].append(figure)
        elif figure.kind == "growth" and not figure.inputs and figure.basis == "year-on-year":
            growths[figure.cell].append(figure)
        elif figure.kind == "rank":
            group = (figure.scope or "").casefold()
            ranks[(*figure.cell.replace(area="", entity=None), group)].append(figure)
    for cell, held in amounts.items():
        yield from _unlike_scale(cell, held, amounts, context)
        if context.counts(cell.indicator):
            for area in sorted(context.around.get(cell.area, ())):
                yield from _higher_part(held, amounts.get(cell.replace(area=area), ()))
    for cell, held in growths.items():
        yield from _growth_again(cell, held, growths)
        if context.adds_up(cell.indicator):
            yield from _unlike_growth(cell, held, growths)
    for same in ranks.values():
        yield from _one_place(same)


def _unlike_scale(
    cell: Cell, held: Sequence[Figure], amounts: Mapping[Cell, list[Figure]], context: Context
) -> Iterator[tuple[tuple[Figure, Figure], Finding]]:
    held = [figure for figure in held if _may_be_more_than_nothing(figure)]
    low, high = greatest_lower(held), least_upper(held)
    for period, part in _beside(cell, context):
        beside = amounts.get(cell.replace(period=period), ())
        others = [figure for figure in beside if _may_be_more_than_nothing(figure)]
        if not _far(low, high, greatest_lower(others), least_upper(others), part):
            continue  # so no pair of them is
        for other in others:
            due = other.interval
            for one in held:
                if _far(one.interval.lower, one.interval.upper, due.lower, due.upper, part):
                    reason = phrase("unlike_scale", factor=FACTOR)
                    yield (one, other), Finding(SUSPECT, "value", reason, difference_of(one, other))


def _beside(cell: Cell, context: Context) -> Iterator[tuple[str, Fraction]]:
    """Give periods with what part of their amount a cell may be expected to have."""
    earlier = year_before(cell.period)
    if earlier is not None:
        yield earlier, Fraction(1)
    if context.adds_up(cell.indicator):
        for period in enclosing(cell.period):
            if period != cell.period:
                yield period, Fraction(_days(cell.period), _days(period))


def _higher_part(
    held: Sequence[Figure], around: Sequence[Figure]
) -> Iterator[tuple[tuple[Figure, Figure], Finding]]:
    for one in held:
        for other in around:
            low, high = one.interval.lower, other.interval.upper
            if low is not None and high is not None and low > high:
                reason = phrase("higher_part")
                yield (one, other), Finding(SUSPECT, "scope", reason, difference_of(one, other))


def _growth_again(
    cell: Cell, held: Sequence[Figure], growths: Mapping[Cell, list[Figure]]
) -> Iterator[tuple[tuple[Figure, Figure], Finding]]:
    earlier = year_before(cell.period)
    for other in growths.get(cell.replace(period=earlier), ()) if earlier else ():
        for one in held:
            alike = (one.value, one.interval) == (other.value, other.interval)
            if alike and abs(one.value) >= _DIGITS and one.documents.isdisjoint(other.documents):
                yield (one, other), Finding(SUSPECT, "value", phrase("growth_again"), None)


def _unlike_growth(
    cell: Cell, held: Sequence[Figure], growths: Mapping[Cell, list[Figure]]
) -> Iterator[tuple[tuple[Figure, Figure], Finding]]:
    for period in enclosing(cell.period):
        around = growths.get(cell.replace(period=period), ()) if period != cell.period else ()
        for one, other in product(held, around):
            part = Fraction(_days(cell.period), _days(period))
            if _cannot_make_up(one.interval, other.interval, part):
                reason = phrase("unlike_growth", least=REST[0], most=REST[1])
                yield (one, other), Finding(SUSPECT, "value", reason, difference_of(one, other))


def _cannot_make_up(inner: Interval, outer: Interval, part: Fraction) -> bool:
    """Tell whether no likely growth of the rest makes up that of the whole."""
    low, high = inner.lower, inner.upper
    least = None if low is None else part * low + (1 - part) * REST[0]
    most = None if high is None else part * high + (1 - part) * REST[1]
    return not outer.meets(Interval(least, most))


def _one_place(
    group: Sequence[Figure],
) -> Iterator[tuple[tuple[Figure, Figure], Finding]]:
    for one, other in combinations(group, 2):
        told = one.documents == other.documents or (_is_rank(one) and _is_rank(other))
        if told and one.value == other.value and one.cell != other.cell:
            yield (one, other), Finding(SUSPECT, "value", phrase("one_place"), Fraction(0))


def _is_rank(figure: Figure) -> bool:
    """Tell whether a place is more than that in a list."""
    return figure.interval.width == 0


def _may_be_more_than_nothing(figure: Figure) -> bool:
    """Tell whether an amount has a scale."""
    return figure.interval.upper is None or figure.interval.upper > 0


def _far(
    low: Fraction | None,
    high: Fraction | None,
    due_low: Fraction | None,
    due_high: Fraction | None,
    part: Fraction,
) -> bool:
    """Tell whether even the nearest numbers are more than a factor from a part of those due."""
    if low is not None and due_high is not None and low > FACTOR * part * due_high > 0:
        return True
    return high is not None and due_low is not None and part * due_low > FACTOR * high > 0


def _days(key: str) -> int:
    period = parse_period(key)
    return (period.last - period.first).days + 1
