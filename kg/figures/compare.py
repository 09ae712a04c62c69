"""Compare two figures: whether their intervals meet, and if not, why that may be.

=================  =========================================================================
outcome            when
=================  =========================================================================
contradiction      the intervals do not meet, and the figures are of one matter
tension            they meet, or miss one another narrowly, only because a figure is rough; or
                   they would be of one matter but for the period, the whole or the basis
corroboration      the intervals meet (that the sources are independent is for the caller)
not-comparable     definition, publisher, method, currency differ, or one revises the other
=================  =========================================================================

A *rough* figure rests on a fraction in words ("half", "a fifth"). It agrees *only because it is
rough* if its value, taken at face, lies outside the other interval; it misses *narrowly* if an
interval of twice the width would meet the other.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from kg.figures.ancestry import Ancestry
from kg.figures.comparison import CONTRADICTION, CORROBORATION, NOT_COMPARABLE, TENSION
from kg.figures.context import Context, nested
from kg.figures.figure import Figure
from kg.figures.interval import Interval

__all__ = ["Comparer", "Finding", "difference_of"]


@dataclass(frozen=True, slots=True)
class Finding:
    """The outcome of a comparison, the kind of what differs, and a sentence that says why."""

    outcome: str
    kind: str | None
    reason: str
    difference: Fraction | None


def difference_of(one: Figure, other: Figure) -> Fraction | None:
    """Give by how much the values differ: in percent of the lesser, of percentages in points.

    None where the lesser is not positive, so that a percentage of it means nothing.
    """
    gap = abs(one.value - other.value)
    if one.kind != "amount":
        return gap
    least = min(one.value, other.value)
    return gap / least * 100 if least > 0 else None


@dataclass(frozen=True, slots=True)
class Comparer:
    """Compares two figures, knowing what lies beside and beneath them."""

    context: Context
    ancestry: Ancestry

    def same(self, one: Figure, other: Figure) -> Finding | None:
        """Compare figures of one matter; None where there is nothing to say.

        A target is not compared with what came about.
        """
        if one.status != other.status:
            return None
        unlike = self.unlike(one, other)
        if unlike is not None:
            return unlike
        difference = difference_of(one, other)
        meet = one.interval.meets(other.interval)
        if one.basis != other.basis:
            if meet:
                return None
            reason = "the rates of growth are counted on unlike bases of comparison"
            return Finding(TENSION, "basis", reason, difference)
        rough = self._rough_reason(one, other, meet=meet)
        if rough is not None:
            return Finding(TENSION, "rounding", rough, difference)
        if meet:
            return Finding(CORROBORATION, None, "the intervals meet", difference)
        if one.cell.unit != other.cell.unit:
            reason = "the intervals do not meet; one rate of growth names no currency"
            return Finding(CONTRADICTION, "currency", reason, difference)
        return Finding(CONTRADICTION, "value", "the intervals do not meet", difference)

    def shares(self, one: Figure, other: Figure) -> Finding | None:
        """Compare two shares of one part that differ in the period only, or in whose the whole is.

        Only what is rough is held against the other: exact shares of two periods may well differ.
        """
        if one.whole is None or other.whole is None or one.status != other.status:
            return None
        if one.cell == other.cell:
            unlike = one.whole != other.whole
            if not unlike or one.whole.replace(entity=None) != other.whole.replace(entity=None):
                return None
            reason = "one part is set against two wholes that differ only in what they count"
        else:
            if not nested(one.cell.period, other.cell.period):
                return None
            if one.whole.replace(period="") != other.whole.replace(period=""):
                return None
            reason = "one share is rough, and that of an unlike period"
        if not (self.rough(one) or self.rough(other)):
            return None
        if one.value in other.interval and other.value in one.interval:
            return None
        return Finding(TENSION, "scope", reason, difference_of(one, other))

    def part_with_whole(self, part: Figure, whole: Figure) -> Finding | None:
        """Compare amounts of which the first is part of the second: it must not be the greater."""
        if part.status != whole.status or not _exceeds(part.interval, whole.interval):
            return None
        reason = "a part would be greater than its whole"
        difference = difference_of(part, whole)
        rough = self.rough(part) or self.rough(whole)
        if rough and not _exceeds(_widened(part), _widened(whole)):
            return Finding(TENSION, "rounding", f"{reason}, but one is rough", difference)
        return Finding(CONTRADICTION, "scope", reason, difference)

    def unlike(self, one: Figure, other: Figure) -> Finding | None:
        """Say why two figures of one matter cannot be compared, if they cannot."""
        if self.context.revision(one.iri, other.iri):
            reason = "one figure revises the other"
            return Finding(NOT_COMPARABLE, "revision", reason, difference_of(one, other))
        if None not in {one.cell.unit, other.cell.unit} and one.cell.unit != other.cell.unit:
            reason = "they are counted in different currencies"
            return Finding(NOT_COMPARABLE, "currency", reason, None)
        for mine, its in ((one.cell, other.cell), (one.whole, other.whole)):
            if mine and its and mine.indicator != its.indicator:
                reason = self.context.unlike_indicators(mine.indicator, its.indicator)
                return Finding(NOT_COMPARABLE, "definition", reason, None)
        return None

    def rough(self, figure: Figure) -> bool:
        """Tell whether a figure rests on a fraction in words."""
        return self.ancestry.rough(figure.iri)

    def _rough_reason(self, one: Figure, other: Figure, *, meet: bool) -> str | None:
        rough = [figure for figure in (one, other) if self.rough(figure)]
        if not rough or any(None in (f.interval.lower, f.interval.upper) for f in rough):
            return None  # what has only one bound has no value to be taken at face
        if not meet:
            if _widened(one, only=rough).meets(_widened(other, only=rough)):
                return "the intervals do not meet, but a fraction is rough"
            return None
        apart = [figure.value not in (other if figure is one else one).interval for figure in rough]
        return "the intervals meet only because a fraction is rough" if all(apart) else None


def _exceeds(part: Interval, whole: Interval) -> bool:
    return part.lower is not None and whole.upper is not None and part.lower > whole.upper


def _widened(figure: Figure, only: list[Figure] | None = None) -> Interval:
    """Give the interval of the figure twice as wide, about its value."""
    value, given = figure.value, figure.interval
    if only is not None and figure not in only:
        return given
    return Interval(
        None if given.lower is None else 2 * given.lower - value,
        None if given.upper is None else 2 * given.upper - value,
    )
