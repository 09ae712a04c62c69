"""What an editor is told of a query that is being written."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import pytest
from flask.testing import FlaskClient

from console import advice
from console.site import KEY
from console.words.index import Index
from console.words.keeper import follow
from console.words.ranking import Found
from kg.queries.library import questions

QUERY = "application/sparql-query"


@pytest.fixture(scope="module", autouse=True)
def _names_are_read(released: FlaskClient) -> None:
    """Unknown terms are only told once there are names."""
    follow(released.application).prepare(released.application.extensions[KEY]).result(120)


def check(client: FlaskClient, text: str, language: str = "en") -> dict[str, Any]:
    answer = client.post(f"/check?lang={language}", data=text.encode(), content_type=QUERY)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json
    return found


def applied(text: str, edits: list[dict[str, Any]]) -> str:
    """Give the text with the edits made, by UTF-16 units as an editor counts them."""
    units = text.encode("utf-16-le")
    for edit in sorted(edits, key=lambda one: -one["from"]):
        insert = edit["insert"].encode("utf-16-le")
        units = units[: 2 * edit["from"]] + insert + units[2 * edit["to"] :]
    return units.decode("utf-16-le")


CASES = [
    ("SELECT ?s WHERE { ?s a cbce:City }", "prefix", "cbce:City", "cbec:City"),
    ("SELECT ?s WHERE { ?s a foaf:Person }", "prefix", "foaf:Person", "PREFIX foaf: <http"),
    ("SELECT ?s WHERE { ?s a cbec:Citty }", "unknown", "cbec:Citty", "cbec:City"),
    ("SELECT ?s WHERE { ?s cbec:locatdIn ?t }", "unknown", "cbec:locatdIn", "cbec:locatedIn"),
    ("SELECT ?s WHERE { ?s cbec:hasNonsense ?z }", "unknown", "cbec:hasNonsense", None),
    ("SELECT ?s WHERE { ?s foo:a ?z ; ?z }", "prefix", "foo:a", None),
    ("SELECT ?s WHERE { ?s foaf:name ?z . ?z } }", "prefix", "foaf:name", "PREFIX foaf: <http"),
    ("SELECT ?s WHERE { ?s rdfs:lable 'x' }", "unknown", "rdfs:lable", "rdfs:label"),
    ("SELECT ?s WHERE { ?s a cbec:City", "unclosed", None, "cbec:City\n}"),
    ("SELECT ?s WHERE { ?s a cbec:City # open", "unclosed", None, "# open\n}"),
    ("SELECT ?s WHER { ?s a cbec:City }", "keyword", "WHER", "?s WHERE {"),
    ("SELCT ?s { ?s a cbec:City }", "keyword", "SELCT", "SELECT ?s"),
    ("SELECT ?s { ?s rdfs:label 'Zhuhai }", "string", "'", "'Zhuhai }'"),
    (
        "SELECT ?s ?p (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?s",
        "ungrouped",
        "?p",
        "GROUP BY ?s ?p",
    ),
    ("SELECT ?name { ?s rdfs:label ?nam }", "unbound", "?name", "SELECT ?nam "),
    ("PREFIX x: <urn:x>\nASK { ?s a cbec:City }", "unused", "PREFIX x: <urn:x>", "ASK"),
    (
        "SELECT ?s { ?s a cbec:City . ?t a cbec:Event }",
        "crossed",
        "?t a cbec:Event",
        "{ ?t cbec:takesPlaceIn ?s .",
    ),
    ("SELECT (COUNT(*) AS ?n) ?s { ?s ?p ?o }", "ungrouped", "?s", "}\nGROUP BY ?s"),
    ("SELECT ?s ?zz { ?s a cbec:City }", "unbound", "?zz", "SELECT ?s {"),
    ("SELECT ?s { ?s a cbec:City } ORDER ?s", "missing", "?s", "ORDER BY ?s"),
    ("SELECT (COUNT(?s) ?n) { ?s ?p ?o }", "missing", "?n", "(COUNT(?s) AS ?n)"),
    ("SELECT ?s { ?s ?p ?o } }", "surplus", "}", "?o } "),
    ("SELECT ?s { ?s ?p ?o FILTER (STRR(?o)) }", "keyword", "STRR", "(STR(?o))"),
    ("SELECT ?s { ?s ?p 'x'^^xsd:decimall }", "unknown", "xsd:decimall", "xsd:decimal "),
    ("SELECT ?s { VALUES (?s ?b) { (1 2) (3) } }", "row", "(", None),
    ("SELECT ?s { ?s ?p ?o FILTER (STR()) }", "engine", None, None),
    ("SELECT ?s { ?s a cbec:City } LIMIT 5", "unordered", "5", None),
    ("SELECT ?s { ?s rdfs:label ?l }", "once", "?l", None),
    ("SELECT ?s { ?s ?p ?o BIND (1 AS ?s) }", "twice", "?s", None),
    ("SELECT ?s { ?s ?p ?o . ?s ?p }", "syntax", "}", None),
    ("SELECT ?s { 😀 }", "syntax", "😀", None),
    ("SELECT (SUM(?x) { ?s ?p ?x }", "syntax", "{", None),
    ("CLEAR ALL", "update", "CLEAR", None),
    ("SELECT * { SERVICE <http://x.example/> { } }", "service", "SERVICE", None),
    ("SELECT * " + "{" * 2_000, "too-nested", "{", None),
]


@pytest.mark.parametrize(("text", "code", "place", "fixed"), CASES, ids=lambda one: str(one)[:40])
def test_what_is_wrong_is_told_at_its_place_with_what_puts_it_right(
    released: FlaskClient, text: str, code: str, place: str | None, fixed: str | None
) -> None:
    found = [one for one in check(released, text)["problems"] if one["code"] == code]
    assert found, check(released, text)
    units = text.encode("utf-16-le")
    shown = units[2 * found[0]["from"] : 2 * found[0]["to"]].decode("utf-16-le")
    assert place is None or shown == place
    assert bool(fixed) == bool(found[0]["fixes"])
    if fixed:
        after = applied(text, found[0]["fixes"][0]["edits"])
        assert fixed in after
        codes = {one["code"] for one in check(released, after)["problems"]}
        assert code not in codes


def test_an_unknown_term_with_no_name_near_it_says_so(released: FlaskClient) -> None:
    (found,) = check(released, "ASK { ?x cbec:hasNonsense ?z . ?z a ?x }")["problems"]
    assert found["message"].endswith("cbec:hasNonsense. No name is near it.")
    (found,) = check(released, "ASK { ?x cbec:locatdIn ?z . ?z a ?x }")["problems"]
    assert found["message"].endswith("cbec:locatdIn.")


def test_an_undeclared_prefix_is_told_beside_what_breaks_the_grammar(released: FlaskClient) -> None:
    found = check(released, "SELECT ?s { ?s foo:a ?z . ?z } }")["problems"]
    assert [one["code"] for one in found] == ["syntax", "prefix"]
    quoted = check(released, "SELECT ?s { ?s rdfs:label 'as in foo:a }")["problems"]
    assert [one["code"] for one in quoted] == ["string"]


def test_every_undeclared_prefix_is_told_and_put_right_wherever_it_stands(
    released: FlaskClient,
) -> None:
    text = "SELECT ?s { ?s foaf:x ?o ; cbce:y ?s ; cbce:z 1 ; a qqq:T }"
    found = check(released, text)["problems"]
    assert [text[one["from"] : one["to"]] for one in found] == ["foaf:x", "cbce:y", "qqq:T"]
    declared, written, unknown = (one["fixes"] for one in found)
    assert applied(text, declared[0]["edits"]).startswith("PREFIX foaf: <http")
    assert "cbec:y ?s ; cbec:z" in applied(text, written[0]["edits"])
    assert unknown == []


def test_what_nothing_joins_may_be_joined_by_what_the_data_has(released: FlaskClient) -> None:
    text = "SELECT ?s { ?s a cbec:City . ?t a cbec:Event }"
    found = next(one for one in check(released, text)["problems"] if one["code"] == "crossed")
    titles = [fix["title"] for fix in found["fixes"]]
    assert titles[0] == "Add ?t cbec:takesPlaceIn ?s"
    assert titles[-1] == "Use one variable: ?t → ?s"
    for fix in found["fixes"]:
        after = applied(text, fix["edits"])
        assert "crossed" not in {one["code"] for one in check(released, after)["problems"]}


def test_what_the_engine_says_stands_at_its_place(released: FlaskClient) -> None:
    (found,) = check(released, "SELECT ?s {\n ?s ?p ?o FILTER (STR()) }")["problems"]
    assert found["line"] == 2
    assert "error at" not in found["message"]


def test_offsets_count_as_editors_count(released: FlaskClient) -> None:
    text = "SELECT ?s { ?s rdfs:label '😀😀' ; rdfs:lable ?l , ?s }"
    found = [one for one in check(released, text)["problems"] if one["code"] == "unknown"]
    assert found[0]["from"] == text.index("rdfs:lable") + 2
    assert found[0]["column"] == text.index("rdfs:lable") + 1


@pytest.mark.parametrize("name", sorted(questions()))
def test_nothing_is_wrong_with_the_questions_of_the_library(
    released: FlaskClient, name: str
) -> None:
    found = check(released, questions()[name].text)
    assert [one for one in found["problems"] if one["severity"] == "error"] == []
    codes = {one["code"] for one in found["problems"]}
    assert codes <= {"once", "unknown"}, found["problems"]
    assert found["form"] == "select"


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?s { ?s a cbec:City ; rdfs:label ?x . ?t rdfs:label ?y FILTER (?x = ?y) }",
        "SELECT ?s ?l { ?s a cbec:City OPTIONAL { ?s rdfs:label ?l } }",
        "SELECT ?s ?t { FILTER (?s != ?t) ?s a cbec:City . ?t a cbec:City }",
        "SELECT ?s { VALUES ?s { place:CN } ?s a cbec:Country }",
        "SELECT ?s ?n { ?s a cbec:City BIND (STR(?s) AS ?n) }",
        "SELECT ?s (SAMPLE(?l) AS ?name) { ?s rdfs:label ?l } GROUP BY ?s ORDER BY ?name",
        "SELECT * { ?s ?p ?o }",
        "ASK { ?s a cbec:City FILTER NOT EXISTS { ?s cbec:borders ?b } }",
        "SELECT ?n { { SELECT (COUNT(*) AS ?n) { ?s ?p ?o } } }",
        "CONSTRUCT { ?s a cbec:Place } WHERE { ?s a cbec:City }",
        "DESCRIBE place:Shenzhen",
        "SELECT ?g { GRAPH ?g { place:Shenzhen ?p ?o FILTER (?p != ?o) } }",
    ],
)
def test_nothing_is_said_against_a_sound_query(released: FlaskClient, text: str) -> None:
    assert [one for one in check(released, text)["problems"] if one["severity"] != "info"] == []


def test_every_message_is_said_in_each_language(released: FlaskClient) -> None:
    for text, code, *_ in CASES:
        said = {
            one["message"]
            for language in ("en", "zh", "pt")
            for one in check(released, text, language)["problems"]
            if one["code"] == code
        }
        assert len(said) >= 3, (code, said)
        assert not any("{found}" in one or "{meant}" in one for one in said)


def test_the_form_and_the_variables_are_told(released: FlaskClient) -> None:
    found = check(released, "ASK { ?s ?p 'x' }")
    assert (found["form"], found["variables"]) == ("ask", ["s", "p"])
    assert check(released, "")["form"] == ""


def test_a_text_that_is_too_long_is_refused(client: FlaskClient) -> None:
    answer = client.post("/check", data=b"#" * 100_001, content_type=QUERY)
    assert (answer.status_code, answer.json["code"]) == (413, "too-long")
    assert client.post("/check", data=b"x", content_type="text/plain").status_code == 415
    assert client.get("/check").status_code == 405


def test_a_layout_keeps_comments_and_meaning(client: FlaskClient) -> None:
    text = "select ?s # why\n{ ?s a cbec:City }   \n"
    answer = client.post("/layout", data=text.encode(), content_type=QUERY)
    assert (answer.status_code, answer.mimetype) == (200, QUERY)
    assert "SELECT ?s" in answer.text
    assert "# why" in answer.text
    wrong = client.post("/layout", data=b"SELECT ?s { ` }", content_type=QUERY)
    assert (wrong.status_code, wrong.json["column"]) == (400, 13)


def many(count: int, part: str) -> str:
    return " ".join(part.format(n) for n in range(count))


HOSTILE = {
    "unbound": "SELECT "
    + many(4000, "?vvvvvv{}")
    + " { "
    + many(140, "?vvvvvx{0} a ?wx{0} .")
    + "}",
    "filtered": "SELECT * { ?s ?p ?o "
    + " ".join(
        f"FILTER (?s IN (1, {', '.join(f'?x{n}y{m}' for m in range(90))}))" for n in range(90)
    )
    + "}",
    "unknown": "SELECT * { VALUES ?x { " + many(5000, "cbec:Xx{}") + "} }",
    "long": "SELECT ?" + "ab" * 20_000 + " { ?" + "ba" * 20_000 + " ?p ?o }",
    "nested": "SELECT * { FILTER (" + "( " * 30_000 + "1" + ")" * 30_000 + ") }",
    "sum": "SELECT * { ?s ?p ?o FILTER (1 " + "+ ?o " * 18_000 + ") }",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_query_is_advised_on_within_bounds(
    released: FlaskClient, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """How long it may take is counted in what takes long: names compared, questions asked."""
    compared, asked = [], []
    near, known = advice.get_close_matches, Index.known

    def compare(word: str, possibilities: list[str], **more: Any) -> list[str]:
        compared.append(len(possibilities) * len(word))
        return near(word, possibilities, **more)

    def look_up(index: Index, iris: Collection[str]) -> dict[str, Found]:
        asked.append(len(iris))
        return known(index, iris)

    monkeypatch.setattr(advice, "get_close_matches", compare)
    monkeypatch.setattr(Index, "known", look_up)
    found = check(released, HOSTILE[name])
    assert len(found["problems"]) <= 100
    assert len(compared) <= 100
    assert max(compared, default=0) <= 300 * 60
    assert len(asked) <= 1
