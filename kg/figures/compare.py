"""Compare two figures: whether their intervals meet, and if not, why that may be.

=================  =========================================================================
outcome            when
=================  =========================================================================
contradiction      the intervals do not meet, and the figures are of one matter
tension            they meet, or miss one another narrowly, only because a figure is rough; or
                   they would be of one matter but for the period, the whole or the basis
corroboration      the intervals meet (that the sources are independent is for the caller)
suspect            nothing contradicts, but see `kg.figures.suspicion`
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
from kg.figures.phrases import Phrase, phrase

__all__ = ["Comparer", "Finding", "difference_of"]


@dataclass(frozen=True, slots=True)
class Finding:
    """The outcome of a comparison, the kind of what differs, and a phrase that says why."""

    outcome: str
    kind: str | None
    reason: Phrase
    difference: Fraction | None


def difference_of(one: Figure, other: Figure) -> Fraction | None:
    """Give by how much the values differ: in percent of the lesser.

    Percentages differ in points, ranks in places.
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
        if one.kind == "rank":
            return self._ranks(one, other)
        if one.basis != other.basis:
            if meet:
                return None
            return Finding(TENSION, "basis", phrase("unlike_bases"), difference)
        rough = self._rough_reason(one, other, meet=meet)
        if rough is not None:
            return Finding(TENSION, "rounding", phrase(rough), difference)
        if meet:
            return Finding(CORROBORATION, None, phrase("meet"), difference)
        if one.cell.unit != other.cell.unit:
            return Finding(CONTRADICTION, "currency", phrase("no_currency"), difference)
        return Finding(CONTRADICTION, "value", phrase("not_meet"), difference)

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
            reason = "one_numerator"
        else:
            if not nested(one.cell.period, other.cell.period):
                return None
            if one.whole.replace(period="") != other.whole.replace(period=""):
                return None
            reason = "rough_period"
        if not (self.rough(one) or self.rough(other)):
            return None
        if one.value in other.interval and other.value in one.interval:
            return None
        return Finding(TENSION, "scope", phrase(reason), difference_of(one, other))

    def part_with_whole(self, part: Figure, whole: Figure) -> Finding | None:
        """Compare amounts of which the first is part of the second: it must not be the greater."""
        if part.status != whole.status or not _exceeds(part.interval, whole.interval):
            return None
        difference = difference_of(part, whole)
        rough = self.rough(part) or self.rough(whole)
        if rough and not _exceeds(_widened(part), _widened(whole)):
            return Finding(TENSION, "rounding", phrase("part_exceeds_rough"), difference)
        return Finding(CONTRADICTION, "scope", phrase("part_exceeds"), difference)

    def _ranks(self, one: Figure, other: Figure) -> Finding:
        """Compare two places of one thing among others: of one group or of unlike ones.

        A place in a list whose order nobody explains may be any, so it contradicts none.
        """
        difference = difference_of(one, other)
        if (one.scope or "").casefold() != (other.scope or "").casefold():
            return Finding(NOT_COMPARABLE, "scope", phrase("about_unlike_groups"), None)
        if one.value == other.value:
            return Finding(CORROBORATION, None, phrase("same_place"), difference)
        if one.interval.meets(other.interval):
            return Finding(TENSION, "value", phrase("only_listed"), difference)
        return Finding(CONTRADICTION, "value", phrase("unlike_places"), difference)

    def unlike(self, one: Figure, other: Figure) -> Finding | None:
        """Say why two figures of one matter cannot be compared, if they cannot."""
        if self.context.revision(one.iri, other.iri):
            return Finding(NOT_COMPARABLE, "revision", phrase("revises"), difference_of(one, other))
        if None not in {one.cell.unit, other.cell.unit} and one.cell.unit != other.cell.unit:
            return Finding(NOT_COMPARABLE, "currency", phrase("different_currencies"), None)
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
                return "rough_misses"
            return None
        apart = [figure.value not in (other if figure is one else one).interval for figure in rough]
        return "rough_meets" if all(apart) else None


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
