"""The library of questions at its addresses."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
import rdflib
from flask.testing import FlaskClient
from rdflib import RDF, SH

from kg.queries.library import questions
from kg.vocab import BASE, PREFIXES


def test_all_questions_are_listed_in_the_readers_language(released: FlaskClient) -> None:
    page = released.get("/examples/", headers={"Accept-Language": "pt"}).text
    for question in questions().values():
        assert f'href="/examples/{question.name}"' in page
    assert "Que parques" in page or "parque" in page


@pytest.mark.parametrize("name", ["park-functions", "shares-of-wholes"])
def test_a_question_is_its_query_word_for_word(released: FlaskClient, name: str) -> None:
    answer = released.get(f"/examples/{name}.rq")
    assert answer.mimetype == "application/sparql-query"
    assert answer.text == questions()[name].text


def test_a_question_is_an_executable_of_shacl_with_its_prefixes(released: FlaskClient) -> None:
    """https://www.w3.org/TR/shacl-af/#sparql-executables."""
    answer = released.get("/examples/park-functions", headers={"Accept": "text/turtle"})
    graph = rdflib.Graph().parse(data=answer.data, format="turtle")
    question = rdflib.URIRef(BASE + "examples/park-functions")
    assert set(graph.objects(question, RDF.type)) == {
        SH.SPARQLExecutable,
        SH.SPARQLSelectExecutable,
    }
    text = str(graph.value(question, SH.select))
    declared = {
        str(graph.value(node, SH.prefix)): str(graph.value(node, SH.namespace))
        for node in graph.subjects(RDF.type, SH.PrefixDeclaration)
    }
    assert declared == dict(PREFIXES)
    ox.Store().query(text, prefixes=declared)


def test_the_page_of_a_question_leads_to_the_console(released: FlaskClient) -> None:
    page = released.get("/examples/park-functions", headers={"Accept": "text/html"}).text
    assert 'href="/sparql?example=park-functions"' in page
    assert "cbec:IndustrialPark" in page


def test_an_unknown_question_is_not_found(released: FlaskClient) -> None:
    assert released.get("/examples/nothing").status_code == 404
    assert released.get("/examples/nothing.rq").status_code == 404
    assert released.get("/examples.exe").status_code == 404


def test_the_iri_of_a_question_and_of_a_prefix_lead_to_pages(released: FlaskClient) -> None:
    assert released.get("/prefix/cbec").headers["Location"] == "/doc/prefix/cbec"
    assert "https://w3id.org/cbec/ont#" in released.get("/doc/prefix/cbec").text
