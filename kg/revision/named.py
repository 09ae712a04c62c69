"""Named graphs that stand although they are empty.

A release is a set of quads, and an empty graph has none. So that a graph stands is itself a quad:
``<g> sd:name <g>`` in ``graph:named``.
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from typing import Final

import pyoxigraph as ox

from kg.vocab import NAME, NAMED

__all__ = ["let_stand", "note", "note_empty"]

_GRAPH: Final = ox.NamedNode(NAMED)
_NAME: Final = ox.NamedNode(NAME)


def note(graph: ox.NamedNode) -> ox.Quad:
    """Give the quad that says that this graph stands."""
    return ox.Quad(graph, _NAME, graph, _GRAPH)


def let_stand(store: ox.Store) -> None:
    """Let the graphs that are noted in a `kg.revision.delta.scratch_store` stand in it too.

    So CREATE of one fails and DROP of one does not, as
    https://www.w3.org/TR/sparql11-update/#graphManagement asks.
    """
    for graph in _noted(store):
        store.add_graph(graph)


def note_empty(store: ox.Store, left_out: Container[object]) -> None:
    """Note the graphs that stand empty in the store, and let go of the notes of those that do not.

    ``left_out`` are graphs of which none is noted.
    """
    standing = {graph for graph in store.named_graphs() if isinstance(graph, ox.NamedNode)}
    for graph in _noted(store) - standing:
        own = note(graph)
        for quad in own, ox.Quad(*own.triple):  # as it stands in the merge of all
            store.remove(quad)
    for graph in standing - {_GRAPH}:
        if graph not in left_out and next(_quads(store, graph), None) is None:
            store.add(note(graph))


def _noted(store: ox.Store) -> set[ox.NamedNode]:
    notes = store.quads_for_pattern(None, _NAME, None, _GRAPH)
    return {quad.subject for quad in notes if isinstance(quad.subject, ox.NamedNode)}


def _quads(store: ox.Store, graph: ox.NamedNode) -> Iterator[ox.Quad]:
    return store.quads_for_pattern(None, None, None, graph)
