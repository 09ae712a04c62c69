"""Named graphs that stand although they are empty.

A release is a set of quads, and an empty graph has none. So of one that is made, by PUT of a
document without triples or by CREATE, or emptied, ``graph:named`` says so: it holds
``<g> sd:name <g>``.
"""

from __future__ import annotations

from kg.vocab import NAME, NAMED

__all__ = ["pattern"]


def pattern(graph: str) -> str:
    """Give the pattern of the note that this graph stands."""
    return f"GRAPH <{NAMED}> {{ <{graph}> <{NAME}> <{graph}> }}"
