"""What the words of a reader name among the figures: indicators, an area, a period.

An area and a period are named by all the words of one of their names; an indicator, which nobody
calls by its full name, by the rarest of its words.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from console.choices import FACETS, Chosen, read_facets
from console.library import once
from console.words.folding import asked_words, is_unspaced

__all__ = ["Meant", "meant_by"]

_STEM: Final = 5
"""So many letters of a word tell it; what follows bends it."""
_TELLING: Final = 4
_MOST: Final = 4
_NEAR_BEST: Final = 0.6


_FIGURES: Final = frozenset({"数字", "数据", "数值"})
"""Words for figures as such; that 数字 means digital too, the words around it tell."""


@dataclass(frozen=True, slots=True)
class Meant:
    """What was named, as slugs; the likeliest indicator comes first."""

    indicators: tuple[str, ...] = ()
    area: str = ""
    period: str = ""

    def __bool__(self) -> bool:
        return bool(self.indicators or self.area or self.period)


@dataclass(frozen=True, slots=True)
class _Named:
    """The words of each name of each slug, by facet."""

    names: Mapping[str, Mapping[str, frozenset[frozenset[str]]]]


def meant_by(words: str) -> Meant:
    """Give what the words name; nothing where they name nothing of which there are figures."""
    asked = frozenset(asked_words(words))
    if not asked:
        return Meant()
    known = once("what figures are about", _read)
    area, of_area = _whole(asked, known.names["area"])
    period, of_period = _whole(asked, known.names["period"])
    rest = asked - of_area - of_period - _FIGURES
    return Meant(_likely(rest, known.names["indicator"]), area, period)


def _read() -> _Named:
    facets = read_facets(Chosen(), "en")
    names = {
        facet: {
            choice.slug: frozenset(
                frozenset(asked_words(text))
                for text in (
                    choice.slug.replace("-", " "),
                    *(label.text for label in facets.names.labels(space + choice.slug)),
                )
            )
            for choice in facets.offers[facet]
        }
        for facet, space in FACETS.items()
    }
    return _Named(names)


def _whole(
    asked: Collection[str], names: Mapping[str, Collection[frozenset[str]]]
) -> tuple[str, frozenset[str]]:
    """Give what is named by most words, and these words."""
    found = [
        (len(name), sum(map(len, name)), slug, name)
        for slug, several in names.items()
        for name in several
        if name and name <= frozenset(asked)
    ]
    if not found:
        return "", frozenset()
    _, _, slug, name = max(found, key=lambda one: (one[0], one[1], one[2]))
    return slug, name


def _likely(
    asked: Collection[str], names: Mapping[str, Collection[frozenset[str]]]
) -> tuple[str, ...]:
    """Give what shares the rarest words with what was asked, the likeliest first."""
    wanted = _stems(asked)
    held = {slug: _stems(frozenset().union(*several)) for slug, several in names.items()}
    counts = Counter(word for words in held.values() for word in words)
    scores = {
        slug: sum(math.log((1 + len(held)) / counts[word]) for word in words & wanted)
        for slug, words in held.items()
    }
    best = max(scores.values(), default=0)
    # those that are used most come first in `names`, and so among equals
    likely = [slug for slug in names if best and scores[slug] >= best * _NEAR_BEST]
    return tuple(sorted(likely, key=lambda slug: -scores[slug])[:_MOST])


def _stems(words: Collection[str]) -> frozenset[str]:
    return frozenset(
        word if is_unspaced(word) else word[:_STEM]
        for word in words
        if (is_unspaced(word) and len(word) > 1) or len(word) >= _TELLING
    )
