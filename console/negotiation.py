"""Which format a client wants: the Accept header read as HTTP means it.

https://www.rfc-editor.org/rfc/rfc9110#name-accept. For each offer the most specific range that
covers it counts, and the offer with the highest weight wins; among equals the first offered.
Parameters other than ``q`` are ignored, so that ``text/turtle;charset=utf-8`` is Turtle.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

__all__ = ["Range", "choose", "read_accept"]

_NAME: Final = r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+"
_RANGE: Final = re.compile(rf"({_NAME})/({_NAME})")
# a browser's header has about 150 characters
_USUAL: Final = 300
_WEIGHT: Final = re.compile(r"q\s*=\s*(0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Range:
    """A media range such as ``text/*`` and its weight from 0 to 1."""

    type: str
    subtype: str
    weight: float

    def precedence(self, media_type: str) -> int:
        """Give 3 where the range names the type itself, 2 or 1 where it covers it, 0 if not."""
        offered_type, _, offered_subtype = media_type.partition("/")
        if (self.type, self.subtype) == (offered_type, offered_subtype):
            return 3
        if self.subtype != "*":
            return 0
        return 2 if self.type == offered_type else 1 if self.type == "*" else 0


def read_accept(header: str) -> list[Range]:
    """Give the ranges of an Accept header; what is no range is left out.

    >>> read_accept("text/csv;q=0.5, nonsense")
    [Range(type='text', subtype='csv', weight=0.5)]
    """
    ranges = []
    for element in header.split(","):
        name, *parameters = (part.strip() for part in element.split(";"))
        match = _RANGE.fullmatch(name.lower())
        if match:
            weights = [found for part in parameters if (found := _WEIGHT.fullmatch(part))]
            ranges.append(Range(match[1], match[2], float(weights[0][1]) if weights else 1.0))
    return ranges


def choose(accept: str | None, offers: Sequence[str]) -> str | None:
    """Give the offered media type that fits best, or None where the client takes none of them.

    A missing header, an empty one, and one without a single range take the first offer.

    >>> choose("text/*;q=0.3, text/csv", ["application/json", "text/csv", "text/plain"])
    'text/csv'
    """
    if len(accept or "") <= _USUAL:
        return _remembered(accept or "", tuple(offers))
    return _choose(accept or "", offers)


def _choose(accept: str, offers: Sequence[str]) -> str | None:
    ranges = read_accept(accept)
    if not ranges:
        return offers[0]
    best, best_weight = None, 0.0
    for offer in offers:
        precedence, weight = max(
            ((one.precedence(offer), one.weight) for one in ranges), key=lambda pair: pair[0]
        )
        if precedence and weight > best_weight:
            best, best_weight = offer, weight
    return best


_remembered = lru_cache(maxsize=512)(_choose)
