"""Named graphs that stand although they are empty.

A release is a set of quads, and an empty graph has none. So that a graph stands is itself a quad:
``<g> sd:name <g>`` in ``graph:named``.
"""

from __future__ import annotations

from typing import Final

import pyoxigraph as ox

from kg.vocab import NAME, NAMED

__all__ = ["note"]

_GRAPH: Final = ox.NamedNode(NAMED)
_NAME: Final = ox.NamedNode(NAME)


def note(graph: ox.NamedNode) -> ox.Quad:
    """Give the quad that says that this graph stands."""
    return ox.Quad(graph, _NAME, graph, _GRAPH)
