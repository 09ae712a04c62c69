"""An amount in another currency, by a rate that is always named."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from kg.errors import UsageError
from kg.figures.figure import Figure
from kg.figures.interval import Interval
from kg.figures.lookup import Lookup
from kg.figures.making import nearest, outward
from kg.figures.rules.implied_exchange_rate import INDICATOR, RATES
from kg.vocab import ID

__all__ = ["Conversion", "convert", "read_rate"]

_RATE: Final = next(unit for unit, pair in RATES.items() if pair == ("CNY", "USD"))


@dataclass(frozen=True, slots=True)
class Conversion:
    """What an amount comes to in another currency, and the rate it was multiplied with.

    ``rate`` and its interval are in yuan for a dollar; ``source`` is the IRI of the figure that
    implies the rate, None where the reader gave it.
    """

    currency: str
    value: Fraction
    interval: Interval
    rate: Fraction
    source: str | None


def convert(
    figure: Figure, currency: str, lookup: Lookup, rate: Fraction | None = None
) -> Conversion | None:
    """Give an amount of yuan in dollars, or the other way round.

    Without a rate the narrowest one that a source implies for the same period is taken; None
    where there is none.
    """
    if rate is not None:
        price, given, source = rate, Interval(rate, rate), None
    else:
        implied = _implied(figure.cell.period, lookup)
        if implied is None:
            return None
        price, given, source = implied.value, implied.interval, implied.iri
    if figure.cell.unit == "USD":
        value, interval = figure.value * price, figure.interval * given
        return Conversion(currency, nearest(value), outward(interval), price, source)
    quotient = figure.interval / given
    if quotient is None or price == 0:
        return None
    return Conversion(currency, nearest(figure.value / price), outward(quotient), price, source)


def _implied(period: str, lookup: Lookup) -> Figure | None:
    """Give the narrowest rate that an amount in two currencies implies for a period."""
    cells = set(lookup.pointing("indicator", f"{ID}indicator/{INDICATOR}"))
    cells &= set(lookup.pointing("period", f"{ID}period/{period}"))
    iris = sorted({iri for cell in sorted(cells) for iri in lookup.pointing("cell", cell)})
    known = lookup.figures(iris)
    rates = [known[iri] for iri in iris if iri in known and known[iri].cell.unit == _RATE]
    rates = [rate for rate in rates if rate.interval.width is not None]
    return min(rates, key=lambda rate: (rate.interval.width or 0, rate.iri), default=None)


def read_rate(text: str) -> Fraction:
    """Read a rate of exchange; raises UsageError for what is no positive decimal."""
    if re.fullmatch(r"\d{1,9}(\.\d{1,9})?", text, re.ASCII) and Fraction(text) > 0:
        return Fraction(text)
    raise UsageError(
        f"the rate is {text}",
        expected="yuan for a dollar as a decimal, such as 6.9",
        remedy="write digits with at most one point",
    )
