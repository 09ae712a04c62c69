"""What a change moves: the quads that come and those that go."""

from __future__ import annotations

from collections.abc import Iterable, Set
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox

from kg.change import EDITS
from kg.vocab import graph_iri

__all__ = ["COMPUTED", "Delta", "addition", "difference", "scratch_store"]

COMPUTED: Final = frozenset(
    graph_iri(name) for name in ("audit", "derived", "description", "entailed", "report")
)
"""The graphs that follow from the others: what a change would do to them is computed anew."""

_EDITS: Final = graph_iri(EDITS)
_DEFAULT: Final = ox.DefaultGraph()


@dataclass(frozen=True, slots=True)
class Delta:
    """Quads of named graphs; ``existed`` tells whether the graph of the change was there."""

    added: frozenset[ox.Quad] = frozenset()
    removed: frozenset[ox.Quad] = frozenset()
    existed: bool = True

    def __bool__(self) -> bool:
        """Tell whether anything moves."""
        return bool(self.added or self.removed)

    def then(self, later: Delta) -> Delta:
        """Give what moves in all when ``later`` comes upon what is there after this."""
        return Delta(
            (self.added - later.removed) | (later.added - self.removed),
            (self.removed - later.added) | (later.removed - self.added),
        )

    def undone(self, quads: Iterable[ox.Quad]) -> set[ox.Quad]:
        """Give the quads as they were before."""
        return (set(quads) - self.added) | self.removed

    def applied(self, quads: Iterable[ox.Quad]) -> set[ox.Quad]:
        """Give the quads as they are afterwards."""
        return (set(quads) - self.removed) | self.added


def scratch_store(quads: Iterable[ox.Quad]) -> ox.Store:
    """Give a store in memory with these quads and, as its default graph, their merge."""
    store = ox.Store()
    held = list(quads)
    store.bulk_extend(held)
    store.bulk_extend(ox.Quad(*quad.triple) for quad in held)
    return store


def addition(
    before: Set[ox.Quad], store: ox.Store, new: ox.Store, *, existed: bool = True
) -> Delta:
    """Give what comes to ``before``, of which ``store`` is a `scratch_store`, with all of ``new``.

    It is what `difference` gives after the quads of ``new`` were added to the store.
    """
    added = set()
    for quad in new:
        if quad.graph_name != _DEFAULT:
            added.add(quad)
        elif quad not in store:
            added.add(ox.Quad(quad.subject, quad.predicate, quad.object, _EDITS))
    return Delta(
        frozenset(quad for quad in added - before if quad.graph_name not in COMPUTED),
        existed=existed,
    )


def difference(before: Set[ox.Quad], store: Iterable[ox.Quad], *, existed: bool = True) -> Delta:
    """Give what has moved in a `scratch_store` since it held ``before``.

    Both may be of some triples alone, if they are all quads of these. A triple that came to the
    default graph alone stands in ``graph:edits`` from now on; one that left the default graph
    leaves every graph.
    """
    after: set[ox.Quad] = set()
    default: set[ox.Triple] = set()
    for quad in store:
        if quad.graph_name == _DEFAULT:
            default.add(quad.triple)
        else:
            after.add(quad)
    merged = {quad.triple for quad in before}
    gone = merged - default
    after = {quad for quad in after if quad.triple not in gone or quad not in before}
    after.update(
        ox.Quad(triple.subject, triple.predicate, triple.object, _EDITS)
        for triple in default - merged
    )
    return Delta(
        frozenset(quad for quad in after - before if quad.graph_name not in COMPUTED),
        frozenset(quad for quad in before - after if quad.graph_name not in COMPUTED),
        existed,
    )
