"""A graph over a store of the engine has what a graph filled with the same triples has."""

from __future__ import annotations

from itertools import product

import pyoxigraph as ox
import pytest
import rdflib

from kg.rdf import StoreOver, to_rdflib
from kg.vocab import rdf, skos

ONE, OTHER = (ox.NamedNode(f"urn:test:{name}") for name in ("one", "other"))
TRIPLES = (
    ox.Triple(ONE, rdf("type"), OTHER),
    ox.Triple(ONE, skos("prefLabel"), ox.Literal("one", language="en")),
    ox.Triple(ONE, skos("prefLabel"), ox.Literal("one")),
    ox.Triple(OTHER, rdf("value"), ox.BlankNode("b")),
    ox.Triple(ox.BlankNode("b"), rdf("value"), ox.Literal(7)),
)


@pytest.fixture
def over() -> rdflib.Graph:
    held = ox.Store()
    held.extend(ox.Quad(*triple) for triple in TRIPLES)
    return rdflib.Graph(StoreOver(held))


def test_every_pattern_finds_the_same(over: rdflib.Graph) -> None:
    filled = to_rdflib(TRIPLES)
    assert len(over) == len(filled) == len(TRIPLES)
    columns = [{None, *(triple[place] for triple in filled)} for place in range(3)]
    for pattern in product(*columns):
        assert set(over.triples(pattern)) == set(filled.triples(pattern)), pattern


def test_what_no_triple_can_have_is_not_found(over: rdflib.Graph) -> None:
    for pattern in (
        (rdflib.Literal("one"), None, None),
        (None, rdflib.BNode("b"), None),
        (None, None, rdflib.URIRef("no iri")),
    ):
        assert list(over.triples(pattern)) == []
