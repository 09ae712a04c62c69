"""Closed intervals of exact numbers, and the arithmetic that never loses a possible value.

The result of an operation holds every number that the operation gives for numbers of its
operands, and nothing outside the narrowest closed interval that does (R. E. Moore, *Interval
Analysis*, 1966). A bound that is ``None`` lies at infinity.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Final

__all__ = ["Interval", "hull"]

_Extended = tuple[int, Fraction]
"""A number as ``(0, number)``, an infinity as ``(-1, 0)`` or ``(1, 0)``, so that they order."""

_ZERO: Final = Fraction(0)


@dataclass(frozen=True, slots=True)
class Interval:
    """All numbers from ``lower`` to ``upper``, both included; ``None`` is no bound.

    >>> Interval(Fraction(1), Fraction(2)) + Interval(Fraction(3), None)
    Interval(lower=Fraction(4, 1), upper=None)
    """

    lower: Fraction | None
    upper: Fraction | None

    def __post_init__(self) -> None:
        low, high = self.lower, self.upper
        if low is None or high is None:
            return
        # on the integers beneath: this runs for every result of the arithmetic below
        if low.numerator * high.denominator > high.numerator * low.denominator:
            raise ValueError(f"no interval begins at {self.lower} and ends at {self.upper}")

    @property
    def width(self) -> Fraction | None:
        """How far the bounds lie apart; ``None`` if one is missing."""
        if self.lower is None or self.upper is None:
            return None
        return self.upper - self.lower

    def __contains__(self, number: Fraction) -> bool:
        return (self.lower is None or self.lower <= number) and (
            self.upper is None or number <= self.upper
        )

    def __add__(self, other: Interval) -> Interval:
        return Interval(_sum(self.lower, other.lower), _sum(self.upper, other.upper))

    def __neg__(self) -> Interval:
        return Interval(
            None if self.upper is None else -self.upper,
            None if self.lower is None else -self.lower,
        )

    def __sub__(self, other: Interval) -> Interval:
        return self + -other

    def __mul__(self, other: Interval) -> Interval:
        a, b, c, d = self.lower, self.upper, other.lower, other.upper
        if not (a is None or b is None or c is None or d is None) and _positive(a, c):
            return Interval(a * c, b * d)  # the usual case, told apart because it is common
        ends = [
            _product(one, another)
            for one in (_low(self.lower), _high(self.upper))
            for another in (_low(other.lower), _high(other.upper))
        ]
        return Interval(_finite(min(ends)), _finite(max(ends)))

    def __truediv__(self, other: Interval) -> Interval | None:
        """Give the quotient by numbers of ``other`` that are not 0.

        ``None``, for nothing is known, if ``other`` is only 0 or has numbers on both its sides.
        """
        a, b, c, d = self.lower, self.upper, other.lower, other.upper
        if not (a is None or b is None or c is None or d is None) and _positive(a, c):
            return Interval(a / d, b / c)
        inverse = other.reciprocal()
        return None if inverse is None else self * inverse

    def reciprocal(self) -> Interval | None:
        """Give 1 divided by the numbers that are not 0; ``None`` where 0 lies inside or is all.

        >>> Interval(Fraction(0), Fraction(2)).reciprocal()
        Interval(lower=Fraction(1, 2), upper=None)
        """
        if self.lower is not None and self.lower >= 0:
            if self.upper == 0:
                return None
            return Interval(_inverse(self.upper), None if self.lower == 0 else 1 / self.lower)
        if self.upper is not None and self.upper <= 0:
            return Interval(None if self.upper == 0 else 1 / self.upper, _inverse(self.lower))
        return None

    def scale(self, factor: Fraction) -> Interval:
        """Give each number times a factor."""
        return self * Interval(factor, factor)

    def meets(self, other: Interval) -> bool:
        """Tell whether some number lies in both."""
        return self.intersection(other) is not None

    def encloses(self, other: Interval) -> bool:
        """Tell whether each number of the other lies in this one."""
        return (self.lower is None or (other.lower is not None and self.lower <= other.lower)) and (
            self.upper is None or (other.upper is not None and other.upper <= self.upper)
        )

    def intersection(self, other: Interval) -> Interval | None:
        """Give the numbers in both; ``None`` if there are none."""
        lower = _finite(max(_low(self.lower), _low(other.lower)))
        upper = _finite(min(_high(self.upper), _high(other.upper)))
        if lower is not None and upper is not None and lower > upper:
            return None
        return Interval(lower, upper)


def hull(one: Interval, other: Interval) -> Interval:
    """Give the narrowest interval that encloses both."""
    return Interval(
        _finite(min(_low(one.lower), _low(other.lower))),
        _finite(max(_high(one.upper), _high(other.upper))),
    )


def _positive(one: Fraction, other: Fraction) -> bool:
    return one.numerator > 0 and other.numerator > 0


def _sum(one: Fraction | None, other: Fraction | None) -> Fraction | None:
    return None if one is None or other is None else one + other


def _inverse(end: Fraction | None) -> Fraction:
    """Give 1 divided by an end; what is divided by ever larger numbers nears 0."""
    return _ZERO if end is None else 1 / end


def _low(bound: Fraction | None) -> _Extended:
    return (-1, _ZERO) if bound is None else (0, bound)


def _high(bound: Fraction | None) -> _Extended:
    return (1, _ZERO) if bound is None else (0, bound)


def _finite(end: _Extended) -> Fraction | None:
    return None if end[0] else end[1]


def _product(one: _Extended, other: _Extended) -> _Extended:
    """Multiply ends; 0 times infinity is 0, for 0 times any number is."""
    if not (one[0] or other[0]):
        return 0, one[1] * other[1]
    sign = _sign(one) * _sign(other)
    return sign, _ZERO


def _sign(end: _Extended) -> int:
    return end[0] or (end[1] > 0) - (end[1] < 0)
