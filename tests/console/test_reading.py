"""The queries of the pages."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest
from flask.testing import FlaskClient

import console
from console.reading import fill, occurs, select
from kg.queries.query_file import read_folder
from kg.vocab import ID

QUERIES = Path(console.__path__[0]) / "queries"


def test_a_text_cannot_break_out_of_its_slot() -> None:
    with pytest.raises(ValueError, match="no IRI"):
        fill("ASK { $iri ?p ?o }", {"iri": "urn:x> ?p ?o } # "})


def test_a_literal_is_escaped_in_its_slot() -> None:
    assert fill("FILTER ($text)", {"text": ox.Literal('"')}) == 'FILTER ("\\"")'


def test_a_list_fills_its_values() -> None:
    text = fill("VALUES ?node { } ?node a ?type", {"node": ["urn:a", "urn:b"]})
    assert text == "VALUES ?node { <urn:a> <urn:b> } ?node a ?type"


@pytest.mark.parametrize("query", read_folder(QUERIES), ids=lambda query: query.name)
def test_each_query_of_the_pages_is_sparql_as_it_stands(query: object) -> None:
    store = ox.Store()
    store.query(getattr(query, "text", ""))


def test_what_the_store_never_mentions_does_not_occur(released: FlaskClient) -> None:
    with released.application.test_request_context():
        assert occurs(ID + "place/Shenzhen")
        assert occurs("https://w3id.org/cbec/ont#locatedIn")
        assert not occurs(ID + "place/Atlantis")
        assert select("types", node=[ID + "place/Atlantis"]) == []
