"""Why a query has no solutions, as the page asks it."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

from console.site import KEY
from console.words.keeper import follow

QUERY = "application/sparql-query"


@pytest.fixture(scope="module", autouse=True)
def _names_are_read(released: FlaskClient) -> None:
    """Unknown terms are only told once there are names."""
    follow(released.application).prepare(released.application.extensions[KEY]).result(120)


def empty(client: FlaskClient, text: str) -> dict[str, Any]:
    answer = client.post("/empty", data=text.encode(), content_type=QUERY)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json
    return found


@pytest.mark.parametrize(
    ("text", "kind", "first"),
    [
        (
            "SELECT ?s { ?s a cbec:City ; cbec:homeMarket 'x' }",
            "pattern",
            ["?s cbec:homeMarket 'x'"],
        ),
        (
            "SELECT ?s { ?s rdfs:label ?l . ?s a cbec:City . ?s a cbec:Country }",
            "join",
            ["?s a cbec:City", "?s a cbec:Country"],
        ),
        (
            "SELECT ?s { ?s a cbec:City ; rdfs:label ?l FILTER (LANG(?l) = 'fr') }",
            "filter",
            ["FILTER (LANG(?l) = 'fr')"],
        ),
        (
            "SELECT ?s { ?s a cbec:City OPTIONAL { ?s rdfs:label ?l } FILTER (!BOUND(?l)) }",
            "filter",
            ["FILTER (!BOUND(?l))"],
        ),
        (
            "SELECT ?s { ?s a cbec:City MINUS { ?s a cbec:Place } }",
            "minus",
            ["MINUS { ?s a cbec:Place }"],
        ),
        (
            "SELECT ?s { GRAPH graph:entities { ?s a cbec:City } GRAPH graph:codes { ?s a ?t } }",
            "join",
            None,
        ),
        (
            "SELECT ?s { { ?s a cbec:City } UNION { ?s a cbec:Country } ?s cbec:status 'x' }",
            "pattern",
            ["?s cbec:status 'x'"],
        ),
        ("SELECT ?s { VALUES ?s { place:CN } ?s a cbec:City }", "join", None),
        ("SELECT ?s { ?s a cbec:City } LIMIT 0", "tail", []),
        ("ASK { ?s a cbec:City }", "found", []),
        ("SELECT ?s { { SELECT ?s { ?s a cbec:Citty } } }", "pattern", None),
        ("PREFIX x: <urn:x:> SELECT ?s { { ?s a x:T } }", "pattern", ["?s a x:T"]),
    ],
)
def test_an_empty_answer_is_explained(
    released: FlaskClient, text: str, kind: str, first: list[str] | None
) -> None:
    report = empty(released, text)
    assert report["kind"] == kind, report
    assert report["message"]
    numbers = report["first"]["patterns"] if report["first"] else []
    patterns = report["patterns"]
    assert first is None or [patterns[number]["text"] for number in numbers] == first
    for one in patterns:
        assert text[one["from"] : one["to"]]
        assert one["rows"] in {True, False, None}
    if kind == "join":
        assert report["joins"][-1] == {"patterns": numbers, "rows": False, "count": 0}
        assert all(patterns[number]["rows"] for number in numbers)


def test_what_each_line_leaves_is_counted(released: FlaskClient) -> None:
    """Solutions of each pattern alone, then of each with those before it, up to a thousand."""
    report = empty(
        released,
        "SELECT * { ?x a cbec:City ; rdfs:label ?l ; ?p ?o . FILTER (?l = 'Atlantis'@en) }",
    )
    cities, names, all_facts, passed = report["patterns"]
    assert 0 < cities["count"] < names["count"]
    assert report["most"] == 1000
    assert all_facts["count"] == 1001
    assert (passed["rows"], passed["count"]) == (None, None)
    assert report["first"] == {"kind": "filter", "patterns": [3]}
    assert [join["patterns"] for join in report["joins"]] == [[0, 1], [0, 1, 2], [0, 1, 2, 3]]
    assert report["joins"][0]["count"] >= cities["count"]
    assert report["joins"][-1]["count"] == 0


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { place:CN a cbec:Country . place:CN a cbec:City }",
        "SELECT * { ?x a cbec:City . FILTER (?x = place:HK) . FILTER (?x = place:CN) }",
        "SELECT * { ?one a cbec:City . ?one a cbec:Country } VALUES ?one { place:CN place:HK }",
    ],
)
def test_lines_without_variables_and_lists_are_counted_too(
    released: FlaskClient, text: str
) -> None:
    report = empty(released, text)
    for one in [*report["patterns"], *report["joins"]]:
        assert one["count"] == 0 if one["rows"] is False else one["count"] or one["rows"] is None


def test_an_unknown_term_is_told_with_the_explanation(released: FlaskClient) -> None:
    report = empty(released, "SELECT ?s { ?s a cbec:Citty }")
    assert report["unknown"][0]["fixes"][0]["title"] == "Write cbec:City"


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("SELECT ?s {", 400),
        ("DESCRIBE place:CN", 400),
        ("CLEAR ALL", 403),
        ("ASK { SERVICE <http://x.example/> { ?s ?p ?o } }", 403),
    ],
)
def test_what_cannot_run_has_no_explanation(client: FlaskClient, text: str, status: int) -> None:
    answer = client.post("/empty", data=text.encode(), content_type=QUERY)
    assert answer.status_code == status
    assert answer.json["detail"]
