"""Axes: where exact numbers and days fall on a line, and at which of them to write a mark.

Positions are computed from fractions and rounded to a tenth of a unit of the drawing only when
they are written.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor

__all__ = ["Scale", "scale_over", "ticks_between"]

_STEPS = (Fraction(1), Fraction(2), Fraction(5, 2), Fraction(5), Fraction(10))


@dataclass(frozen=True, slots=True)
class Scale:
    """A line from ``start`` to ``end`` on which ``low`` to ``high`` fall evenly."""

    low: Fraction
    high: Fraction
    start: int
    end: int

    def at(self, number: Fraction) -> Fraction:
        """Give the position of a number.

        >>> Scale(Fraction(10), Fraction(20), 0, 200).at(Fraction(15))
        Fraction(100, 1)
        """
        return self.start + (number - self.low) / (self.high - self.low) * (self.end - self.start)

    def written(self, number: Fraction) -> str:
        """Write the position of a number to a tenth."""
        tenths = round(self.at(number) * 10)
        sign = "-" if tenths < 0 else ""
        whole, rest = divmod(abs(tenths), 10)
        return f"{sign}{whole}.{rest}" if rest else f"{sign}{whole}"


def scale_over(
    numbers: Iterable[Fraction], start: int, end: int, room: Fraction = Fraction(1, 12)
) -> Scale:
    """Give the scale that holds all these numbers, with room on both sides.

    Where they are one and the same, it lies in the middle of a tenth of itself, or of one.
    """
    found = list(numbers)
    low, high = min(found), max(found)
    if low == high:
        spare = abs(low) / 10 or Fraction(1)
        return Scale(low - spare, high + spare, start, end)
    spare = (high - low) * room
    below = Fraction(0) if low >= 0 and low - spare < 0 else low - spare
    return Scale(below, high + spare, start, end)


def ticks_between(low: Fraction, high: Fraction, most: int) -> Sequence[Fraction]:
    """Give round numbers from ``low`` to ``high``, at even distances, two or more but ``most``.

    >>> [str(one) for one in ticks_between(Fraction(168), Fraction(174), 4)]
    ['168', '170', '172', '174']
    """
    width = high - low
    power = Fraction(1)
    while power * 10 <= width:
        power *= 10
    while power > width:
        power /= 10
    for magnitude in (power / 10, power, power * 10):
        for step in _STEPS:
            size = step * magnitude
            first = -floor(-low / size)
            last = floor(high / size)
            if 2 <= last - first + 1 <= most:
                return [number * size for number in range(first, last + 1)]
    return [low, high]
