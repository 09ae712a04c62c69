"""Figures with all that they rest on, fetched by one query and read in memory.

`kg.figures` asks a store for one pattern after another. Here it asks what a CONSTRUCT query gave,
so that a page costs the same few queries whether the store is in this process or on another
machine.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Store, Triple

from console.reading import construct, select
from kg.figures.lookup import Lookup

__all__ = ["Gathered", "cells_of", "gather"]

Node = NamedNode | BlankNode
_POINTERS: Final = ("cell", "growthOf", "part", "rankOf")


class Gathered:
    """Triples, to be asked for as those of a store are."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        self._store = Store()
        self._store.extend(Quad(*triple) for triple in triples)

    def quads(
        self,
        subject: Node | None = None,
        predicate: NamedNode | None = None,
        value: Node | Literal | None = None,
        graph: NamedNode | None = None,
        /,
    ) -> Iterator[Quad]:
        """Give the triples of this form as quads of the default graph."""
        return self._store.quads_for_pattern(subject, predicate, value, graph)

    def lookup(self, language: str) -> Lookup:
        """Give the figures among the triples, and the names of things in a language."""
        return Lookup(self, language)

    def figures_of(self, cells: Sequence[str]) -> list[str]:
        """Give the figures that measure these cells or are about their amounts, in order."""
        lookup = self.lookup("en")
        found = (lookup.pointing(name, cell) for cell in cells for name in _POINTERS)
        return sorted({iri for some in found for iri in some})


def cells_of(indicator: str, area: str, period: str | None = None) -> list[str]:
    """Give the cells of an indicator and its variants in an area, of one period or of all."""
    periods = None if period is None else [period]
    rows = select("figure-cells", indicator=indicator, area=area, chosen=periods)
    return [row["cell"].value for row in rows]


def gather(cells: Sequence[str]) -> Gathered:
    """Give the figures of these cells with their names, their inputs and their evidence."""
    return Gathered(construct("figures-of-cells", cell=list(cells)) if cells else ())
