"""What a rule is, and what all rules ask of their inputs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, NamedTuple

from kg.figures.figure import Cell, Figure, Subject
from kg.figures.index import Index
from kg.figures.interval import Interval

__all__ = [
    "HUNDRED",
    "Quantity",
    "Rule",
    "amount",
    "as_factor",
    "as_part",
    "compatible",
    "is_natural",
    "natural",
    "possible",
    "says_nothing",
]

HUNDRED: Final = Fraction(100)
_NATURAL: Final = {
    "amount": Interval(Fraction(0), None),
    "growth": Interval(-HUNDRED, None),
    "share": Interval(Fraction(0), HUNDRED),
}


class Quantity(NamedTuple):
    """A value with the interval of what it may truly be."""

    value: Fraction
    interval: Interval


@dataclass(frozen=True, slots=True)
class Rule:
    """A way to compute figures from figures.

    ``targets`` gives what a subject may help to compute, ``ways`` the subjects from which one
    figure each gives the target, and ``compute`` what they give: ``None`` if nothing follows.
    ``kind`` is that of the target.
    """

    name: str
    formula: str
    kind: str
    targets: Callable[[Subject, Index], Iterable[Subject]]
    ways: Callable[[Subject, Index], Iterable[tuple[Subject, ...]]]
    compute: Callable[[Subject, Sequence[Figure]], Quantity | None]


def compatible(figures: Sequence[Figure]) -> bool:
    """Tell whether figures may be combined.

    The readings of at most one document may have supplied a period that a source leaves open: two
    such guesses together would be one too many.
    """
    guesses = [figure.assumes for figure in figures if figure.assumes]
    return len(guesses) < 2 or len(frozenset().union(*guesses)) < 2


def possible(figure: Figure) -> Interval:
    """Give the bounds of a figure within what its kind can be."""
    return natural(figure.kind, figure.interval)


def natural(kind: str, interval: Interval) -> Interval:
    """Give the numbers of an interval that a figure of a kind can be.

    No amount is negative, nothing falls by more than all of it, no part exceeds its whole. Bounds
    that claim otherwise stay as they are.
    """
    if kind == "amount" and interval.lower is not None and interval.lower.numerator >= 0:
        return interval  # the usual case, told apart because it is common
    least = _NATURAL[kind]
    if least.encloses(interval):
        return interval
    return interval.intersection(least) or interval


def is_natural(kind: str, value: Fraction) -> bool:
    """Tell whether a figure of a kind can have a value."""
    if kind == "amount":
        return value.numerator >= 0
    return value in _NATURAL[kind]


def says_nothing(kind: str, interval: Interval) -> bool:
    """Tell whether an interval holds all that a figure of a kind can be."""
    if kind != "share" and interval.upper is not None:
        return False
    return interval.encloses(_NATURAL[kind])


def as_factor(growth: Figure) -> Quantity:
    """Give the factor by which an amount grew: 1.105 for 10.5 per cent."""
    one = Interval(Fraction(1), Fraction(1))
    return Quantity(1 + growth.value / HUNDRED, possible(growth).scale(1 / HUNDRED) + one)


def as_part(share: Figure) -> Quantity:
    """Give a share as a part of 1."""
    return Quantity(share.value / HUNDRED, possible(share).scale(1 / HUNDRED))


def amount(cell: Cell) -> Subject:
    """Give the subject of the amount in a cell."""
    return Subject("amount", cell)
