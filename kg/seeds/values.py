"""From the digits a source printed to an exact value and the interval it stands for.

A printed number stands for every number that would have been printed so. With ``u`` the unit of
the last printed digit (0.01 trillion in "1.22 trillion"):

=================  =============================================================
qualifier          interval
=================  =============================================================
exact              ``[v - u/2, v + u/2]``; a counted whole number is just itself
about              ``[v - 3u/2, v + 3u/2]``: one more unit on either side
over               ``[v, )``
under, nearly      ``(, v]``
range              ``[low - u/2, high + u/2]``
rough-fraction     a tenth of the fraction or multiple on either side
=================  =============================================================

A fraction or multiple with the qualifier *about* gets two tenths. Everything is computed with
``fractions.Fraction`` and written as a decimal; bounds that have no finite decimal are rounded
outwards, so the interval never shrinks.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

__all__ = ["SCALES", "Interval", "Stated", "decimal_text", "interval_of"]

SCALES = {
    "one": 1,
    "hundred": 100,
    "thousand": 1_000,
    "million": 1_000_000,
    "billion": 1_000_000_000,
    "trillion": 1_000_000_000_000,
}
_DECIMALS = 6
_TENTH = Fraction(1, 10)


@dataclass(frozen=True, slots=True)
class Stated:
    """A number as printed: digits (two for a range) with a scale, a fraction, or a multiple.

    ``digits`` hold a sign, digits and at most one decimal point, without grouping marks;
    ``fraction`` reads like ``1/3``; ``multiple`` like ``2`` for "doubled".
    """

    digits: tuple[str, ...] = ()
    scale: str = "one"
    fraction: str | None = None
    multiple: str | None = None

    def __str__(self) -> str:
        if self.fraction:
            return self.fraction
        if self.multiple:
            return f"{self.multiple}-fold"
        number = " to ".join(self.digits)
        return number if self.scale == "one" else f"{number} {self.scale}"


@dataclass(frozen=True, slots=True)
class Interval:
    """An exact value with the bounds it stands for; ``None`` is unbounded. All in one unit."""

    value: Fraction
    lower: Fraction | None
    upper: Fraction | None


def interval_of(stated: Stated, qualifier: str, *, counted: bool = False) -> Interval:
    """Give the value and bounds of a stated number.

    A fraction is taken in percent of the whole, a multiple as the growth in percent that it
    amounts to. ``counted`` says that the unit is counted, so that a whole number printed in full
    is exact.

    >>> interval_of(Stated(("1.22",), "trillion"), "exact").lower
    Fraction(1215000000000, 1)
    >>> interval_of(Stated(fraction="1/2"), "rough-fraction").upper
    Fraction(55, 1)
    """
    if stated.fraction is not None:
        value = Fraction(stated.fraction) * 100
        return _bounded(value, value, value * _margin(qualifier), qualifier)
    if stated.multiple is not None:
        level = Fraction(stated.multiple) * 100
        return _bounded(level - 100, level - 100, level * _margin(qualifier), qualifier)
    numbers = sorted(Fraction(digits) * SCALES[stated.scale] for digits in stated.digits)
    low, high = numbers[0], numbers[-1]
    unit = max(_last_digit(digits) for digits in stated.digits) * SCALES[stated.scale]
    if counted and unit == 1 and qualifier in {"exact", "range"}:
        return Interval((low + high) / 2, low, high)
    return _bounded(low, high, unit * Fraction(3 if qualifier == "about" else 1, 2), qualifier)


def decimal_text(number: Fraction, *, rounding: str = "nearest") -> str:
    """Write a number as a canonical ``xsd:decimal``, at most six decimals.

    ``rounding`` is ``down``, ``up`` or ``nearest`` and matters only beyond the sixth decimal.

    >>> decimal_text(Fraction(1, 3))
    '0.333333'
    >>> decimal_text(Fraction(1, 3), rounding="up")
    '0.333334'
    >>> decimal_text(Fraction(1220000000000))
    '1220000000000'
    """
    scaled = number * 10**_DECIMALS
    whole = floor(scaled) if rounding == "down" else ceil(scaled)
    if rounding == "nearest":
        whole = round(scaled)
    sign, digits = ("-" if whole < 0 else ""), str(abs(whole)).rjust(_DECIMALS + 1, "0")
    fraction = digits[-_DECIMALS:].rstrip("0")
    return sign + digits[:-_DECIMALS] + (f".{fraction}" if fraction else "")


def _margin(qualifier: str) -> Fraction:
    return 2 * _TENTH if qualifier == "about" else _TENTH


def _bounded(low: Fraction, high: Fraction, margin: Fraction, qualifier: str) -> Interval:
    value = (low + high) / 2
    if qualifier == "over":
        return Interval(value, low, None)
    if qualifier in {"under", "nearly"}:
        return Interval(value, None, high)
    return Interval(value, low - margin, high + margin)


def _last_digit(digits: str) -> Fraction:
    """Give the unit of the last printed digit: 0.01 for ``1.22``, 1 for ``110``."""
    return Fraction(1, 10 ** len(digits.partition(".")[2]))
