"""An rdflib graph over a store of the engine: what is not asked for is never turned into rdflib."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import pyoxigraph as ox
from rdflib.store import Store
from rdflib.term import Node

from kg.errors import TermError
from kg.rdf.convert import rdflib_triple, term_of

__all__ = ["StoreOver"]

_DEFAULT: Final = ox.DefaultGraph()


class StoreOver(Store):
    """A store that stays as it is, with nothing but a default graph, for an rdflib graph to read.

    Literals are spelled as the engine spells them.

    >>> import rdflib
    >>> held = ox.Store()
    >>> held.add(ox.Quad(ox.NamedNode("urn:a"), ox.NamedNode("urn:b"), ox.Literal("c")))
    >>> graph = rdflib.Graph(StoreOver(held))
    >>> graph.value(rdflib.URIRef("urn:a"), rdflib.URIRef("urn:b"))
    rdflib.term.Literal('c')
    >>> (rdflib.Literal("c"), None, None) in graph
    False
    """

    context_aware = True  # which the wrapper of pyshacl asks of the store of any graph
    graph_aware = True

    def __init__(self, held: ox.Store) -> None:
        super().__init__()
        self._held = held
        self._size = len(held)  # rdflib asks for it wherever it asks whether there is a graph

    def triples(
        self, triple_pattern: tuple[Node | None, Node | None, Node | None], context: Any = None
    ) -> Iterator[tuple[tuple[Node, Node, Node], Iterator[None]]]:
        """Give the triples that match, as rdflib wants them of a store."""
        try:
            subject, predicate, value = (
                None if node is None else term_of(node) for node in triple_pattern
            )
        except TermError:  # an IRI that none of ours can be
            return
        if isinstance(subject, ox.Literal) or not isinstance(predicate, ox.NamedNode | None):
            return
        for quad in self._held.quads_for_pattern(subject, predicate, value, _DEFAULT):
            yield rdflib_triple(quad), iter(())

    def __len__(self, context: Any = None) -> int:
        """Give the number of triples."""
        return self._size
