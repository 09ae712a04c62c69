"""Quads and rdflib graphs are two forms of the same triples."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
import rdflib

from kg.errors import TermError
from kg.rdf.canon import canonical_lines
from kg.rdf.convert import from_rdflib, to_rdflib
from kg.vocab import graph_iri


def test_conversion_there_and_back_gives_the_same_graph(quads):
    for name in {quad.graph_name for quad in quads}:
        own = [quad for quad in quads if quad.graph_name == name]
        assert canonical_lines(from_rdflib(to_rdflib(own), name)) == canonical_lines(own)


def test_literals_keep_their_spelling():
    """rdflib would respell 007 as 7."""
    decimal = ox.NamedNode("http://www.w3.org/2001/XMLSchema#decimal")
    name = graph_iri("entities")
    quad = ox.Quad(name, name, ox.Literal("007.10", datatype=decimal), name)
    graph = to_rdflib([quad])
    assert [str(value) for value in graph.objects()] == ["007.10"]
    assert from_rdflib(graph, name) == [quad]


@pytest.mark.parametrize(
    "triple",
    [
        (rdflib.URIRef("relative"), rdflib.RDF.type, rdflib.OWL.Class),
        (rdflib.Literal("x"), rdflib.RDF.type, rdflib.OWL.Class),
        (rdflib.OWL.Class, rdflib.BNode(), rdflib.OWL.Class),
    ],
)
def test_a_triple_that_rdf_does_not_allow_is_refused(triple):
    graph = rdflib.Graph()
    graph.add(triple)
    with pytest.raises(TermError, match="cannot stand there"):
        from_rdflib(graph, graph_iri("entities"))
