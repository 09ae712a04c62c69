"""Errors of the number alone: wrong digits, and a wrong scale before the unit."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from random import Random
from typing import Final

from tests.figures.planted.spoiling import is_amount, times, with_digits
from tests.figures.planted.world import (
    MASS,
    PARCELS,
    Printed,
    Truth,
)

__all__ = [
    "billion_for_trillion",
    "billion_for_yi",
    "count_in_thousands",
    "decimal_comma",
    "digit_doubled",
    "digit_dropped",
    "digit_mistyped",
    "digits_swapped",
    "million_for_billion",
    "thousand_for_wan",
    "trillion_for_billion",
]


_SCALES: Final = ("one", "thousand", "million", "billion", "trillion")


def digits_swapped(one: Printed, _truth: Truth | None, random: Random) -> Printed | None:
    if not is_amount(one):
        return None
    text = one.digits[0]
    places = [
        index
        for index in range(len(text) - 1)
        if text[index].isdigit() and text[index + 1].isdigit() and text[index] != text[index + 1]
    ]
    if not places:
        return None
    at = random.choice(places)
    return with_digits(one, text[:at] + text[at + 1] + text[at] + text[at + 2 :])


def digit_dropped(one: Printed, _truth: Truth | None, random: Random) -> Printed | None:
    whole, point, rest = one.digits[0].partition(".")
    if not is_amount(one) or len(whole) < 2:
        return None
    at = random.randrange(len(whole))
    return with_digits(one, whole[:at] + whole[at + 1 :] + point + rest)


def digit_doubled(one: Printed, _truth: Truth | None, random: Random) -> Printed | None:
    whole, point, rest = one.digits[0].partition(".")
    if not is_amount(one):
        return None
    at = random.randrange(len(whole))
    return with_digits(one, whole[: at + 1] + whole[at:] + point + rest)


def digit_mistyped(one: Printed, _truth: Truth | None, random: Random) -> Printed | None:
    if not is_amount(one):
        return None
    text = one.digits[0]
    at = random.choice([index for index, sign in enumerate(text) if sign.isdigit()])
    other = random.choice([sign for sign in "123456789" if sign != text[at]])
    return with_digits(one, text[:at] + other + text[at + 1 :])


def _scaled(one: Printed, steps: int, scales: tuple[str, ...]) -> Printed | None:
    if not is_amount(one) or one.scale not in scales:
        return None
    return replace(one, scale=_SCALES[_SCALES.index(one.scale) + steps])


def billion_for_trillion(one: Printed, _truth: Truth | None, _random: Random) -> Printed | None:
    return _scaled(one, -1, ("trillion",))


def trillion_for_billion(one: Printed, _truth: Truth | None, _random: Random) -> Printed | None:
    return _scaled(one, 1, ("billion",))


def million_for_billion(one: Printed, _truth: Truth | None, _random: Random) -> Printed | None:
    return _scaled(one, -1, ("billion",))


def thousand_for_wan(one: Printed, _truth: Truth | None, _random: Random) -> Printed | None:
    """Write ten thousands as thousands."""
    return times(one, Fraction(1, 10))


def billion_for_yi(one: Printed, _truth: Truth | None, _random: Random) -> Printed | None:
    """Write hundred millions as billions."""
    return times(one, Fraction(10))


def decimal_comma(one: Printed, _truth: Truth | None, _random: Random) -> Printed | None:
    """Take a decimal comma for one that groups digits: three decimals become thousands."""
    return times(one, Fraction(1000)) if one.cell.indicator == MASS else None


def count_in_thousands(one: Printed, _truth: Truth | None, _random: Random) -> Printed | None:
    return times(one, Fraction(1, 1000)) if one.cell.indicator == PARCELS else None
