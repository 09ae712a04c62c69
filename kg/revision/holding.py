"""The quads of the current release in memory, and a store of them in which changes are tried."""

from __future__ import annotations

from collections.abc import Collection, Iterable

import pyoxigraph as ox

from kg.revision.delta import scratch_store

__all__ = ["Holding"]


class Holding:
    """All quads of a release, and ``store``, a `scratch_store` of them."""

    def __init__(self, quads: Iterable[ox.Quad] = ()) -> None:
        self.quads = set(quads)
        self.store = scratch_store(self.quads)
        self._passed = 0

    def move(self, *, added: Collection[ox.Quad], removed: Collection[ox.Quad]) -> None:
        """Put in quads that are not here, and take out quads that are, in a time of their number.

        Undone by a move with both exchanged.
        """
        self.quads.difference_update(removed)
        self.quads.update(added)
        self._passed += len(removed)
        if self._passed > len(self.quads):
            # the store in memory never lets go of what was taken out of it
            self.store, self._passed = scratch_store(self.quads), 0
            return
        for quad in removed:
            self.store.remove(quad)
        for triple in {quad.triple for quad in removed}:
            if self._is_merged_only(triple):
                self.store.remove(ox.Quad(*triple))
        self.store.extend([*added, *(ox.Quad(*quad.triple) for quad in added)])
        for name in {quad.graph_name for quad in removed}:
            if next(self.store.quads_for_pattern(None, None, None, name), None) is None:
                self.store.remove_graph(name)

    def _is_merged_only(self, triple: ox.Triple) -> bool:
        subject, predicate, value = triple
        found = self.store.quads_for_pattern(subject, predicate, value, None)
        return all(quad.graph_name == ox.DefaultGraph() for quad in found)
