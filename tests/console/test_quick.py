"""The shortest way answers as the application does, byte for byte and header for header."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from werkzeug.test import Client

from console.app import create_app
from console.quick import Quick
from console.settings import Settings
from kg.store import EmbeddedStore

WIDE = "SELECT (CONCAT('x', ?y) AS ?z) { VALUES ?y { " + "'abcdefghij' " * 200 + "} }"
QUERIES = (
    "ASK {}",
    "SELECT * { ?s ?p ?o } ORDER BY ?s ?p ?o",
    WIDE,
    "SELECT (NOW() AS ?n) {}",
    "CONSTRUCT WHERE { ?s a ?o }",
    "BAD",
    "SELECT ?s { SERVICE <urn:x> {} }",
    "",
)
ACCEPTS = ("text/csv", "application/json", "text/turtle", "text/html", "image/png", "", "*/*")


@pytest.fixture(scope="module")
def both(small_store: EmbeddedStore) -> tuple[Client, Client]:
    """A client of the application with the shortest way, and one without."""
    moment = datetime(2026, 11, 21, tzinfo=UTC)
    app = create_app(small_store, Settings(release="0123456789abcdef", modified=moment))
    quick = app.wsgi_app
    assert isinstance(quick, Quick)
    return Client(quick), Client(quick._otherwise)  # type: ignore[arg-type]


@pytest.mark.parametrize("query", QUERIES)
@pytest.mark.parametrize("accept", ACCEPTS)
@pytest.mark.parametrize("coding", ["identity", "gzip"])
@pytest.mark.parametrize("method", ["GET", "POST", "HEAD", "body"])
def test_both_ways_give_the_same_answer(
    both: tuple[Client, Client], query: str, accept: str, coding: str, method: str
) -> None:
    answers = []
    for client in both:
        headers = {"Accept": accept, "Accept-Encoding": coding}
        if method == "POST":
            found = client.post("/sparql", data={"query": query}, headers=headers)
        elif method == "body":
            kind = "application/sparql-query"
            found = client.post("/sparql", data=query, content_type=kind, headers=headers)
        else:
            found = client.open(
                "/sparql", method=method, query_string={"query": query}, headers=headers
            )
        answers.append((found.status_code, dict(found.headers), found.data))
    (status, headers, body), (other_status, other_headers, other_body) = answers
    assert status == other_status
    assert headers == other_headers or "NOW" in query
    assert body == other_body or "NOW" in query


@pytest.mark.parametrize(
    ("name", "value"),
    [("Host", "evil.example"), ("Range", "bytes=0-1"), ("If-None-Match", "*")],
)
def test_what_is_out_of_the_ordinary_is_left_to_the_application(
    both: tuple[Client, Client], name: str, value: str
) -> None:
    headers = {"Accept": "text/csv", name: value}
    one, other = (client.get("/sparql?query=ASK {}", headers=headers) for client in both)
    assert (one.status_code, one.data) == (other.status_code, other.data)
    assert dict(one.headers) == dict(other.headers)
