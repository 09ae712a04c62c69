"""Parts of the figures between which no rule leads and nothing is compared.

A rule stays with one indicator, but for shares of another one, for ratios, and for exchange rates,
to which any amount in two currencies leads; the audit compares variants of an indicator too. So
each part can be derived and audited by itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from kg.figures.figure import Figure
from kg.figures.ground import Ground
from kg.figures.rules.implied_exchange_rate import INDICATOR

__all__ = ["connected", "parts_of"]


def connected(figures: Iterable[Figure], ground: Ground) -> Mapping[str, str]:
    """Give for each indicator the one that stands for all to which a rule may lead from it."""
    links: defaultdict[str, set[str]] = defaultdict(set)
    for figure in figures:
        one = figure.cell.indicator
        links[one].add(one)
        if figure.whole is not None:
            _link(links, one, figure.whole.indicator)
        if figure.equivalents:
            _link(links, one, INDICATOR)
    for ratio in ground.ratios:
        _link(links, ratio.indicator, ratio.numerator)
        _link(links, ratio.indicator, ratio.denominator)
    for one, other in ground.variants:
        _link(links, one, other)
    standing: dict[str, str] = {}
    for start in sorted(links):
        waiting = [start]
        while waiting:
            indicator = waiting.pop()
            if indicator not in standing:
                standing[indicator] = start
                waiting += links[indicator]
    return standing


def parts_of(
    figures: Iterable[Figure], standing: Mapping[str, str]
) -> defaultdict[str, list[Figure]]:
    """Give the figures of each part by the indicator that stands for it."""
    parts: defaultdict[str, list[Figure]] = defaultdict(list)
    for figure in figures:
        parts[standing[figure.cell.indicator]].append(figure)
    return parts


def _link(links: defaultdict[str, set[str]], one: str, other: str) -> None:
    links[one].add(other)
    links[other].add(one)
