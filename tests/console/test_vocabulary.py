"""The ontology, its modules and versions, the shapes and the context, at their addresses."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
import rdflib
from flask.testing import FlaskClient
from rdflib.compare import isomorphic

from kg.ontology import ontology_graph, ontology_version
from kg.rdf import to_rdflib
from kg.vocab import BASE, ONT


def test_the_ontology_dereferences_to_all_that_it_says(released: FlaskClient) -> None:
    answer = released.get("/ont", headers={"Accept": "text/turtle"}, follow_redirects=True)
    assert answer.mimetype == "text/turtle"
    found = to_rdflib(ox.parse(answer.data, format=ox.RdfFormat.TURTLE))
    assert isomorphic(found, ontology_graph())


@pytest.mark.parametrize("suffix", ["ttl", "nt", "rdf", "jsonld"])
def test_each_form_of_the_ontology_has_the_same_triples(released: FlaskClient, suffix: str) -> None:
    answer = released.get(f"/doc/ont.{suffix}")
    form = ox.RdfFormat.from_extension(suffix)
    assert form is not None
    assert len(set(ox.parse(answer.data, format=form))) == len(ontology_graph())


def test_every_term_has_its_anchor_on_the_page(released: FlaskClient) -> None:
    page = released.get("/doc/ont").text
    terms = {
        str(one).removeprefix(ONT)
        for kind in (rdflib.OWL.Class, rdflib.OWL.ObjectProperty, rdflib.OWL.DatatypeProperty)
        for one in ontology_graph().subjects(rdflib.RDF.type, kind)
        if str(one).startswith(ONT)
    }
    assert len(terms) > 150
    assert all(f'<div id="{term}"' in page for term in terms)


def test_versions_answer_as_what_they_are_versions_of(released: FlaskClient) -> None:
    version = ontology_version()
    for path in ("ont", "ont/places", "shapes"):
        whole = released.get(f"/doc/{path}.ttl")
        assert released.get(f"/doc/{path}/{version}.ttl").data == whole.data
    assert released.get("/doc/ont/0.0.1").status_code == 404
    answer = released.get("/ont/nothing", follow_redirects=True)
    assert answer.status_code == 404
    assert {"iri": BASE + "ont/places", "address": "/doc/ont/places"} in answer.json["nearest"]


def test_a_module_holds_its_own_terms_alone(released: FlaskClient) -> None:
    graph = rdflib.Graph().parse(data=released.get("/doc/ont/places.ttl").data, format="turtle")
    assert (rdflib.URIRef(ONT + "City"), None, None) in graph
    assert (rdflib.URIRef(ONT + "Person"), None, None) not in graph


def test_the_shapes_dereference(released: FlaskClient) -> None:
    answer = released.get("/shapes", headers={"Accept": "text/turtle"}, follow_redirects=True)
    graph = rdflib.Graph().parse(data=answer.data, format="turtle")
    assert len(list(graph.subjects(rdflib.RDF.type, rdflib.SH.NodeShape))) > 50


def test_the_context_has_an_address_with_a_version(released: FlaskClient) -> None:
    version = ontology_version()
    answer = released.get("/ont/context.jsonld")
    assert answer.mimetype == "application/ld+json"
    assert answer.headers["Content-Location"] == f"/ont/{version}/context.jsonld"
    assert released.get(f"/ont/{version}/context.jsonld").data == answer.data
    assert answer.json["@context"]["cbec"] == ONT
    assert released.get("/ont/0.0.1/context.jsonld").status_code == 404
