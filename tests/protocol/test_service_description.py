"""What the endpoint says of itself: the service description, and a page for a browser."""

from __future__ import annotations

from dataclasses import fields

import pyoxigraph as ox

from console.bounds import Bounds
from console.settings import Settings
from console.workers import Limits
from kg.revision import Bounds as WriteBounds
from tests.protocol.conftest import Server


def test_a_get_without_a_query_describes_the_service(server: Server) -> None:
    """https://www.w3.org/TR/sparql11-service-description/#accessing"""
    answer = server.send("GET", "/sparql", Accept="text/turtle")
    assert answer.headers["Content-Type"].startswith("text/turtle")
    triples = {quad.triple for quad in ox.parse(answer.content, format=ox.RdfFormat.TURTLE)}
    sd = "http://www.w3.org/ns/sparql-service-description#"
    endpoints = {t.object for t in triples if t.predicate.value == f"{sd}endpoint"}
    assert [str(one) for one in endpoints] == [f"<{server.address}/sparql>"]
    languages = {t.object for t in triples if t.predicate.value == f"{sd}supportedLanguage"}
    assert ox.NamedNode(f"{sd}SPARQL11Query") in languages


def test_the_description_publishes_every_limit(writer: Server) -> None:
    """https://www.w3.org/TR/sparql11-service-description/#accessing"""
    answer = writer.send("GET", "/sparql", Accept="application/n-triples")
    triples = {q.triple for q in ox.parse(answer.content, format=ox.RdfFormat.N_TRIPLES)}
    told = {t.object.value for t in triples if t.predicate.value == "https://schema.org/propertyID"}
    bounded = [field.name for kind in (Limits, Settings) for field in fields(kind)]
    wanted = {*bounded, *(f"front_{field.name}" for field in fields(Bounds))}
    wanted |= {f"write_{field.name}" for field in fields(WriteBounds)}
    wanted |= {"write_per_minute", "write_refused_per_minute"}
    strange = {"front", "hosts", "modified", "release", "texts"}  # no numbers
    assert told == {name.replace("_", "-") for name in wanted - strange}


def test_who_does_not_write_tells_of_no_writing(remote: Server) -> None:
    """https://www.w3.org/TR/sparql11-service-description/#accessing"""
    answer = remote.send("GET", "/sparql", Accept="application/n-triples")
    assert b"#limit-result-bytes" in answer.content
    assert b"#limit-write" not in answer.content


def test_a_browser_gets_the_page_at_the_endpoint(server: Server) -> None:
    """https://www.w3.org/TR/sparql11-protocol/#query-success"""
    accept = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
    for path in ("/sparql", "/sparql?query=ASK%20%7B%7D"):
        assert (
            server.send("GET", path, Accept=accept).headers["Content-Type"].startswith("text/html")
        )
