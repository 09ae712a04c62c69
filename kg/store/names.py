"""Which names of a query a store does not know, and what their author may have meant."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import NamedNode

from kg.queries.terms import UnknownTerm, unknown_terms
from kg.store.base import Store
from kg.vocab import rdf

__all__ = ["occurs", "unknown_names"]


def unknown_names(store: Store, text: str) -> list[UnknownTerm]:
    """Give the names of our namespace in a query that nothing in the store bears.

    Each comes with the nearest name of the same kind that something does bear, if there is one.
    """

    def names(namespace: str) -> Iterator[str]:
        for quad in store.quads(predicate=rdf("type")):
            if isinstance(quad.subject, NamedNode) and quad.subject.value.startswith(namespace):
                yield quad.subject.value

    return unknown_terms(text, lambda iri: occurs(store, iri), names)


def occurs(store: Store, iri: str) -> bool:
    """Tell whether an IRI stands anywhere in the store."""
    node = NamedNode(iri)
    patterns = (
        store.quads(subject=node),
        store.quads(predicate=node),
        store.quads(value=node),
        store.quads(graph=node),
    )
    return any(next(quads, None) is not None for quads in patterns)
