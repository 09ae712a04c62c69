"""What errors have in common: which figures can have them, and how one figure becomes another."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from random import Random

from tests.figures.planted.world import (
    TRADE,
    Printed,
    Truth,
    print_amount,
)

__all__ = ["Spoil", "is_amount", "is_money", "moved", "times", "with_digits"]


Spoil = Callable[[Printed, Truth | None, Random], Printed | None]


def is_amount(one: Printed) -> bool:
    return one.kind == "amount" and one.qualifier == "exact" and one.cell.entity is None


def is_money(one: Printed) -> bool:
    return is_amount(one) and one.cell.indicator == TRADE and one.cell.unit == "CNY"


def with_digits(one: Printed, digits: str) -> Printed | None:
    return None if digits == one.digits[0] else replace(one, digits=(digits,))


def times(one: Printed, factor: Fraction) -> Printed | None:
    if not is_amount(one):
        return None
    digits, scale = print_amount(one.value * factor)
    return replace(one, digits=(digits,), scale=scale)


def moved(one: Printed, **dimensions: str | None) -> Printed:
    return replace(one, cell=one.cell.replace(**dimensions))
