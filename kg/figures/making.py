"""From what a rule computed to the figure that is kept of it.

Numbers are rounded where they are made: values to the nearest, bounds outwards, to two decimals
from 1000 on and to six below. So a figure is exactly what is written of it, and what follows from
figures read back is what followed before.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from hashlib import blake2b
from typing import Final

from kg.figures.figure import Figure, Subject
from kg.figures.interval import Interval
from kg.figures.rules import Quantity, Rule, is_natural, natural, says_nothing
from kg.vocab import ID

__all__ = ["make_figure", "nearest", "outward", "says_something"]

_LARGE: Final = 1000
_COARSE: Final = 10**2
_FINE: Final = 10**6
_LEAST_GROWTH: Final = -100


def says_something(kind: str, quantity: Quantity) -> bool:
    """Tell whether a quantity is worth keeping.

    Bounds that every figure has say nothing, and a growth of -100 per cent or a share of more
    than the whole is none.
    """
    if kind == "growth" and quantity.value <= _LEAST_GROWTH:
        return False
    if kind == "share" and not is_natural(kind, quantity.value):
        return False
    return not says_nothing(kind, quantity.interval)


def make_figure(
    rule: Rule, subject: Subject, inputs: tuple[Figure, ...], quantity: Quantity
) -> Figure:
    """Give the figure of a subject that a rule computed from others.

    It rests on what they rest on: their documents, their assumptions, their rough fractions.
    """
    names = tuple(sorted(figure.iri for figure in inputs))
    rough = any(figure.rough for figure in inputs)
    interval = quantity.interval
    if is_natural(subject.kind, quantity.value):
        interval = natural(subject.kind, interval)
    return Figure(
        iri=_name(rule, subject, names),
        kind=subject.kind,
        cell=subject.cell,
        whole=subject.whole,
        basis=subject.basis,
        value=nearest(quantity.value),
        interval=outward(interval),
        qualifier="rough-fraction" if rough else "about",
        documents=_union(figure.documents for figure in inputs),
        rule=rule.name,
        inputs=names,
        depth=1 + max(figure.depth for figure in inputs),
        rough=rough,
        assumes=_union(figure.assumes for figure in inputs),
    )


def _name(rule: Rule, subject: Subject, inputs: tuple[str, ...]) -> str:
    """Give an IRI made of the rule, what the figure is about, and what it was computed from."""
    about = [subject.cell.iri] if subject.whole is None else [subject.cell.iri, subject.whole.iri]
    text = "\n".join([rule.name, *about, *inputs])
    return f"{ID}obs/{rule.name}-{blake2b(text.encode(), digest_size=8).hexdigest()}"


def _grid(number: Fraction) -> int:
    # on the integers beneath: this runs for every number that is kept
    return _COARSE if abs(number.numerator) >= _LARGE * number.denominator else _FINE


def outward(interval: Interval) -> Interval:
    """Give an interval with its bounds rounded outwards, as they are kept."""
    return Interval(_down(interval.lower), _up(interval.upper))


def nearest(number: Fraction) -> Fraction:
    """Give a number rounded as it is kept."""
    grid = _grid(number)
    whole, rest = divmod(number.numerator * grid, number.denominator)
    twice = 2 * rest - number.denominator
    return Fraction(whole + (twice > 0 or (twice == 0 and whole % 2)), grid)


def _down(bound: Fraction | None) -> Fraction | None:
    if bound is None:
        return None
    grid = _grid(bound)
    return Fraction(bound.numerator * grid // bound.denominator, grid)


def _up(bound: Fraction | None) -> Fraction | None:
    if bound is None:
        return None
    grid = _grid(bound)
    return Fraction(-(-bound.numerator * grid // bound.denominator), grid)


def _union(sets: Iterable[frozenset[str]]) -> frozenset[str]:
    """Give the union; one of the sets itself where it holds the others, which saves memory."""
    given = list(sets)
    largest = max(given, key=len)
    return largest if all(one <= largest for one in given) else largest.union(*given)
