"""From the quads of one library to the graph of the other, and back."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

import pyoxigraph as ox
import rdflib
from rdflib.namespace import XSD
from rdflib.term import Node

from kg.errors import TermError
from kg.vocab import PREFIXES

__all__ = ["fill_rdflib", "from_rdflib", "rdflib_triple", "term_of", "to_rdflib"]

_STRING = ox.NamedNode(str(XSD.string))


def to_rdflib(quads: Iterable[ox.Quad | ox.Triple]) -> rdflib.Graph:
    """Give the triples as an rdflib graph with our prefixes; the names of graphs are dropped.

    Literals keep their spelling: rdflib is kept from normalising them.
    """
    graph = rdflib.Graph(bind_namespaces="none")
    for prefix, namespace in PREFIXES.items():
        graph.bind(prefix, namespace)
    fill_rdflib(graph, quads)
    return graph


def fill_rdflib(graph: rdflib.Graph, quads: Iterable[ox.Quad | ox.Triple]) -> None:
    """Add the triples to an rdflib graph, as `to_rdflib` gives them."""
    for quad in quads:
        graph.add(rdflib_triple(quad))


def rdflib_triple(quad: ox.Quad | ox.Triple) -> tuple[Node, Node, Node]:
    """Give the triple as rdflib has it."""
    return _node(quad.subject), _iri(quad.predicate.value), _node(quad.object)


def from_rdflib(graph: rdflib.Graph, graph_name: ox.NamedNode) -> list[ox.Quad]:
    """Give the triples of an rdflib graph as quads of the named graph, in no particular order.

    Raises ``TermError`` for a triple that RDF does not allow, such as one with a literal subject.
    """
    return [
        ox.Quad(_subject(subject), _predicate(predicate), term_of(value), graph_name)
        for subject, predicate, value in graph
    ]


@lru_cache(1 << 14)
def _iri(text: str) -> rdflib.URIRef:
    return rdflib.URIRef(text)


def _node(term: object) -> Node:
    match term:
        case ox.NamedNode():
            return _iri(term.value)
        case ox.BlankNode():
            return rdflib.BNode(term.value)
        case ox.Literal(language=str(tag)):
            return rdflib.Literal(term.value, lang=tag)
        case ox.Literal(datatype=datatype) if datatype == _STRING:
            return rdflib.Literal(term.value)
        case ox.Literal():
            return rdflib.Literal(term.value, datatype=term.datatype.value, normalize=False)
    raise TermError(
        f"{term} has no counterpart in rdflib",
        expected="an IRI, a blank node or a literal",
        remedy="leave triple terms out of what is converted",
    )


def term_of(node: Node) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    """Give the term that a node of rdflib is; raises ``TermError`` where RDF has no such term."""
    if not isinstance(node, rdflib.Literal):
        return _subject(node)
    if node.language:
        return ox.Literal(str(node), language=node.language)
    if node.datatype is None:
        return ox.Literal(str(node))
    return ox.Literal(str(node), datatype=ox.NamedNode(str(node.datatype)))


def _subject(node: Node) -> ox.NamedNode | ox.BlankNode:
    return ox.BlankNode(str(node)) if isinstance(node, rdflib.BNode) else _predicate(node)


def _predicate(node: Node) -> ox.NamedNode:
    try:
        if isinstance(node, rdflib.URIRef):
            return ox.NamedNode(str(node))
    except ValueError:
        pass
    raise TermError(
        f"{node!r} cannot stand there in a triple",
        expected="an absolute IRI",
        remedy="correct the graph that holds it",
    )
