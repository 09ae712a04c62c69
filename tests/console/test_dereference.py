"""Clients that know nothing of us dereference IRIs on a really started server."""

from __future__ import annotations

import json
import re
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from flask.testing import FlaskClient
from rdflib.compare import isomorphic

from kg.ontology import ontology_graph
from kg.store import EmbeddedStore, open_store
from kg.vocab import ID

SHENZHEN = ID + "place/Shenzhen"


@pytest.fixture(scope="module")
def store(release: Path) -> Iterator[EmbeddedStore]:
    with open_store(release / "store") as opened:
        yield opened


def held(store: EmbeddedStore) -> set[tuple[str, str]]:
    quads = store.quads(subject=ox.NamedNode(SHENZHEN))
    return {(one.predicate.value, getattr(one.object, "value", "")) for one in quads}


def test_rdflib_dereferences_a_thing(address: str, store: EmbeddedStore) -> None:
    graph = rdflib.Graph().parse(f"{address}/id/place/Shenzhen")
    pairs = graph.predicate_objects(rdflib.URIRef(SHENZHEN))
    assert {(str(name), str(value)) for name, value in pairs} == held(store)


def test_rdflib_dereferences_the_ontology(address: str) -> None:
    assert isomorphic(rdflib.Graph().parse(f"{address}/ont"), ontology_graph())


@pytest.mark.parametrize("path", ["/id/place/Shenzhen", "/doc/place/Shenzhen.html"])
def test_pyld_dereferences_a_thing(address: str, store: EmbeddedStore, path: str) -> None:
    pytest.importorskip("requests")
    from pyld import jsonld

    loader = jsonld.requests_document_loader()
    expanded = jsonld.expand(f"{address}{path}", {"documentLoader": loader})
    node = next(one for one in expanded if one["@id"] == SHENZHEN)
    pairs = {
        (name if name != "@type" else rdflib.RDF.type.toPython(), value)
        for name, values in node.items()
        if name != "@id"
        for value in (
            one if isinstance(one, str) else str(one.get("@value", one.get("@id")))
            for one in values
        )
    }
    assert pairs == held(store)


def test_a_crawler_finds_the_data_from_the_page_alone(address: str) -> None:
    with urllib.request.urlopen(f"{address}/doc/place/Shenzhen.html") as answer:
        link = answer.headers["Link"]
    target = re.search(r'<([^>]*)>; rel="linkset"', link)
    assert target is not None
    with urllib.request.urlopen(target[1]) as answer:
        contexts = json.load(answer)["linkset"]
    data = [one["href"] for one in contexts[0]["describedby"]]
    assert len(data) == 4
    for href in data:
        with urllib.request.urlopen(href) as answer:
            assert re.search(rb"place[/:]Shenzhen", answer.read())


@pytest.mark.parametrize("path", ["/report", "/doc/report"])
@pytest.mark.parametrize(
    ("accept", "where"), [("text/html", "/quality"), ("text/turtle", "/graphs/report")]
)
def test_the_report_leads_people_to_its_page_and_programs_to_its_graph(
    released: FlaskClient, path: str, accept: str, where: str
) -> None:
    answer = released.get(path, headers={"Accept": accept})
    assert answer.status_code == 303
    assert answer.headers["Location"] == where
    assert "Accept" in answer.headers["Vary"]
