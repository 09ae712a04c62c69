"""What a query is called where it is cited, shared or framed."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from console.calling import call_query

PLATFORMS = """PREFIX cbec: <https://w3id.org/cbec/ont#>
PREFIX place: <https://w3id.org/cbec/id/place/>
SELECT ?platform ?originMarket WHERE {
  ?platform a cbec:Platform ; cbec:presenceIn place:Shenzhen ; cbec:originMarket ?originMarket .
}"""
PARKS = "/examples/park-functions.rq"


def test_a_query_that_says_what_it_is_called_is_called_so(released: FlaskClient) -> None:
    with released.application.test_request_context():
        assert call_query(f"# My platforms\n{PLATFORMS}", "zh") == "My platforms"


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("en", "Platform, home market — Shenzhen"),
        ("zh", "平台, 来源市场 — 深圳"),
        ("pt", "Plataforma, mercado de origem — Shenzhen"),
    ],
)
def test_a_query_without_a_title_is_called_after_what_it_asks(
    released: FlaskClient, language: str, title: str
) -> None:
    with released.application.test_request_context():
        assert call_query(PLATFORMS, language) == title


def test_a_question_of_the_library_has_its_title_whatever_it_is_asked_of(
    released: FlaskClient,
) -> None:
    asked = released.get("/examples/platforms-in-shenzhen.rq?place=Guangdong").text
    without_head = "".join(
        line for line in asked.splitlines(keepends=True) if not line.startswith("#")
    )
    with released.application.test_request_context():
        assert "in Guangdong" in call_query(without_head, "en")
        assert call_query(asked, "pt").startswith("Que plataformas")
        assert call_query(f"# Mine\n{without_head}", "en") == "Mine"


def test_what_is_no_query_has_no_title(released: FlaskClient) -> None:
    with released.application.test_request_context():
        assert call_query("nothing of the kind", "en") == ""
        assert call_query("SELECT * { ?s ?p ?o }", "en") == ""


def test_the_citation_of_a_shared_query_names_what_it_asks(released: FlaskClient) -> None:
    said = released.post("/links", json={"query": PLATFORMS}).json
    assert said is not None
    shared = released.get(f"/q/{said['id']}.json").json
    assert shared is not None
    assert shared["title"] == "Platform, home market — Shenzhen"
    assert "Untitled" not in released.get(f"/q/{said['id']}.bib").text
