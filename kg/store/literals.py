"""How the engine spells literals: it keeps values, not their spelling."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import pyoxigraph as ox

from kg.vocab import PREFIXES

__all__ = ["as_stored"]

_ANY: Final = ox.NamedNode("urn:x")
_STRING: Final = ox.NamedNode(PREFIXES["xsd"] + "string")


def as_stored(quads: Iterable[ox.Quad]) -> list[ox.Quad]:
    """Give the quads as a store gives them back: 2.50 as 2.5, a short integer as an integer.

    What is written beside a store must be what the store holds, so it goes through here first.
    The engine itself is asked, about each literal once.

    >>> decimal = ox.NamedNode("http://www.w3.org/2001/XMLSchema#decimal")
    >>> as_stored([ox.Quad(_ANY, _ANY, ox.Literal("2.50", datatype=decimal))])[0].object.value
    '2.5'
    """
    given = list(quads)
    literals = {
        quad.object for quad in given if isinstance(quad.object, ox.Literal) and _has_values(quad)
    }
    names = {literal: ox.NamedNode(f"urn:x:{n}") for n, literal in enumerate(literals)}
    store = ox.Store()
    store.bulk_extend(ox.Quad(name, _ANY, literal) for literal, name in names.items())
    stored = {quad.subject: quad.object for quad in store}
    spelled = {literal: stored[name] for literal, name in names.items()}
    return [_with_object(quad, spelled) for quad in given]


def _has_values(quad: ox.Quad) -> bool:
    value = quad.object
    return isinstance(value, ox.Literal) and not value.language and value.datatype != _STRING


def _with_object(quad: ox.Quad, spelled: dict[ox.Literal, ox.Literal]) -> ox.Quad:
    value = spelled.get(quad.object, quad.object) if isinstance(quad.object, ox.Literal) else None
    if value is None or value == quad.object:
        return quad
    return ox.Quad(quad.subject, quad.predicate, value, quad.graph_name)
