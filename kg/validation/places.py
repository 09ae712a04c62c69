"""Where the record stands that a finding is about."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from pyoxigraph import NamedNode, Quad

from kg.errors import Place

__all__ = ["PlaceOf", "find_places"]

PlaceOf = Callable[[str], Place | None]
"""From the IRI of an entity or statement to the place of its record."""

_STEPS: Final = 2


def find_places(quads: Iterable[Quad], places: Mapping[str, Place]) -> PlaceOf:
    """Give a lookup that also finds the record behind a node that has none of its own.

    A span, a cell or a period has no record; it stands where the record stands that uses it,
    at most two steps away. Of several, the first by IRI counts.
    """
    users: dict[str, set[str]] = {}
    for quad in quads:
        if isinstance(quad.object, NamedNode) and isinstance(quad.subject, NamedNode):
            users.setdefault(quad.object.value, set()).add(quad.subject.value)

    def place_of(iri: str) -> Place | None:
        nodes = {iri}
        for _ in range(_STEPS + 1):
            known = sorted(nodes & places.keys())
            if known:
                return places[known[0]]
            nodes = {user for node in nodes for user in users.get(node, ())}
        return None

    return place_of
