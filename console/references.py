"""The sources of the figures of a page, numbered in the order in which they are cited."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from console.cards import Shown

__all__ = ["Reference", "References", "number_sources"]


@dataclass(frozen=True, slots=True)
class Reference:
    """A document that is cited: its number on the page, and the characters that are meant."""

    number: int
    document: str
    publisher: str
    title: str
    address: str
    spans: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class References:
    """The documents that a page cites."""

    all: tuple[Reference, ...]

    def of(self, shown: Shown) -> list[Reference]:
        """Give those that a figure rests on, in the order of their numbers."""
        documents = {one.document for one in shown.citations}
        return [one for one in self.all if one.document in documents]


def number_sources(figures: Iterable[Shown]) -> References:
    """Give the sources of figures, numbered from 1 in the order in which they first occur."""
    cited = [one for shown in figures for one in shown.citations]
    found = []
    for number, document in enumerate(dict.fromkeys(one.document for one in cited), 1):
        own = [one for one in cited if one.document == document]
        spans = sorted({(one.start, one.end) for one in own})
        first = own[0]
        found.append(
            Reference(number, document, first.publisher, first.title, first.address, tuple(spans))
        )
    return References(tuple(found))
