"""Clients that others wrote, unchanged."""

from __future__ import annotations

import warnings

import pyoxigraph as ox
import pytest
from pyld import jsonld
from rdflib import Graph, Literal, URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore, SPARQLUpdateStore
from rdflib.term import Variable

from tests.protocol.conftest import Server

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from SPARQLWrapper import CSV, JSON, POST, TURTLE, XML, SPARQLWrapper

SELECT = """PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?name { <https://w3id.org/cbec/id/place/Shenzhen> rdfs:label ?name }"""
CONSTRUCT = "CONSTRUCT WHERE { <https://w3id.org/cbec/id/place/Shenzhen> ?p ?o }"


@pytest.mark.parametrize("method", ["GET", POST])
def test_sparqlwrapper_reads_rows_and_graphs(server: Server, method: str) -> None:
    """https://sparqlwrapper.readthedocs.io/"""
    client = SPARQLWrapper(f"{server.address}/sparql")
    client.setMethod(method)
    for form in (JSON, XML, CSV):
        client.setReturnFormat(form)
        client.setQuery(SELECT)
        answer = client.query()
        found = answer.response.read() if form == CSV else answer.convert()
        text = found.toxml() if form == XML else str(found if form == JSON else found.decode())
        assert "深圳" in text
    client.setReturnFormat(TURTLE)
    client.setQuery(CONSTRUCT)
    assert len(Graph().parse(data=client.query().convert(), format="turtle")) > 5


def test_rdflib_reads_through_its_store(server: Server) -> None:
    """https://rdflib.readthedocs.io/en/stable/apidocs/rdflib.plugins.stores/"""
    graph = Graph(SPARQLStore(f"{server.address}/sparql", returnFormat="json"))
    names = {str(row[Variable("name")]) for row in graph.query(SELECT).bindings}
    assert "深圳" in names
    shenzhen = URIRef("https://w3id.org/cbec/id/place/Shenzhen")
    assert len(list(graph.triples((shenzhen, None, None)))) > 5


def test_rdflib_writes_through_its_store(writer: Server) -> None:
    """https://rdflib.readthedocs.io/en/stable/apidocs/rdflib.plugins.stores/"""
    store = SPARQLUpdateStore(
        f"{writer.address}/sparql",
        f"{writer.address}/update",
        returnFormat="json",
        headers={"Authorization": f"Bearer {writer.write}"},
    )
    triple = (URIRef("urn:test:rdflib"), URIRef("urn:test:p"), Literal("x"))
    graph = Graph(store, identifier=URIRef("urn:test:rdflib-graph"))
    graph.add(triple)
    assert triple in graph
    graph.remove(triple)
    assert triple not in graph


def test_pyoxigraph_reads_every_form(server: Server) -> None:
    """https://pyoxigraph.readthedocs.io/"""
    for form in (ox.QueryResultsFormat.JSON, ox.QueryResultsFormat.XML, ox.QueryResultsFormat.TSV):
        answer = server.query(SELECT, form.media_type)
        found = ox.parse_query_results(answer.content, format=form)
        assert isinstance(found, ox.QuerySolutions)
        assert "深圳" in {row["name"].value for row in found}


def test_pyld_reads_json_ld(server: Server) -> None:
    """https://www.w3.org/TR/json-ld11-api/#expansion-algorithm"""
    document = server.query(CONSTRUCT, "application/ld+json").json()
    (thing,) = jsonld.expand(document)
    assert thing["@id"] == "https://w3id.org/cbec/id/place/Shenzhen"


def test_sparqlwrapper_asks_describes_and_writes_with_a_token(writer: Server) -> None:
    """https://sparqlwrapper.readthedocs.io/"""
    triple = "<urn:test:深圳> <urn:test:p> '100%25 + 1'"
    for operation, there in (("INSERT", True), ("DELETE", False)):
        update = SPARQLWrapper(f"{writer.address}/update")
        update.setMethod(POST)
        update.addCustomHttpHeader("Authorization", f"Bearer {writer.write}")
        update.setQuery(f"{operation} DATA {{ {triple} }}")
        assert update.query().response.status == 204
        for method in ("GET", POST):
            client = SPARQLWrapper(f"{writer.address}/sparql", returnFormat=JSON)
            client.setMethod(method)
            client.setQuery(f"ASK {{ {triple} }}")
            assert client.query().convert()["boolean"] is there
    client = SPARQLWrapper(f"{writer.address}/sparql", returnFormat=TURTLE)
    client.setQuery("DESCRIBE <https://w3id.org/cbec/id/place/Shenzhen>")
    assert len(Graph().parse(data=client.query().convert(), format="turtle")) > 5


def test_rdflib_asks_and_constructs_with_chinese_iris(writer: Server) -> None:
    """https://rdflib.readthedocs.io/en/stable/apidocs/rdflib.plugins.stores/"""
    headers = {"Authorization": f"Bearer {writer.write}"}
    store = SPARQLUpdateStore(
        f"{writer.address}/sparql", f"{writer.address}/update", headers=headers
    )
    subject = URIRef("urn:test:深圳:%E6%B7%B1")
    store.update(f"INSERT DATA {{ <{subject}> <urn:test:p> '深'@zh }}")
    assert store.query(f"ASK {{ <{subject}> ?p '深'@zh }}").askAnswer is True
    graph = Graph(SPARQLStore(f"{writer.address}/sparql"))
    found = graph.query(f"CONSTRUCT WHERE {{ <{subject}> ?p ?o }}").graph
    assert found is not None
    assert list(found) == [(subject, URIRef("urn:test:p"), Literal("深", lang="zh"))]
    store.update(f"DELETE WHERE {{ <{subject}> ?p ?o }}")
