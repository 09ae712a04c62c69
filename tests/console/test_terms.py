"""The tree of the ontology, and a page for each of its terms."""

from __future__ import annotations

import re
from html import unescape

import pytest
import rdflib
from flask.testing import FlaskClient

from console.library import examples
from console.terms import Branch, Term, known_terms, tree
from kg.ontology import ontology_graph
from kg.vocab import ONT

BROWSER = {"Accept": "text/html"}


def walked(branches: tuple[Branch, ...], above: str = "") -> list[tuple[str, str, bool]]:
    """Give each branch with the one above it."""
    return [
        pair
        for branch in branches
        for pair in (
            (branch.term.anchor, above, branch.again),
            *walked(branch.beneath, branch.term.anchor),
        )
    ]


def test_the_tree_has_each_class_beneath_its_parents(released: FlaskClient) -> None:
    graph = ontology_graph()
    with released.application.test_request_context():
        classes = [one for one in known_terms("ont").values() if one.kind == "Class"]
        pairs = {(one, above) for one, above, _ in walked(tree(classes)) if above}
    expected = {
        (str(one).removeprefix(ONT), str(above).removeprefix(ONT))
        for one, above in graph.subject_objects(rdflib.RDFS.subClassOf)
        if str(one).startswith(ONT) and str(above).startswith(ONT)
    }
    assert pairs == expected
    assert len(expected) > 40


def test_a_class_beneath_two_is_told_in_full_once() -> None:
    def term(name: str, *above: str) -> Term:
        return Term(
            ONT + name, "Class", relations={"subClassOf": tuple(ONT + one for one in above)}
        )

    terms = [
        term("A"),
        term("B"),
        term("C", "A", "B"),
        term("D", "C"),
        term("X", "Y"),
        term("Y", "X"),
    ]
    assert walked(tree(terms)) == [
        ("A", "", False), ("C", "A", False), ("D", "C", False), ("B", "", False),
        ("C", "B", True), ("X", "", False), ("Y", "X", False), ("X", "Y", True),
    ]  # fmt: skip


def test_the_page_counts_what_the_release_holds(released: FlaskClient) -> None:
    terms = {one["iri"]: one for one in released.get("/doc/ont.json").json}
    assert len(terms) == 196
    for name, query in (
        ("Organization", f"SELECT (COUNT(DISTINCT ?s) AS ?n) {{ ?s a <{ONT}Organization> }}"),
        ("locatedIn", f"SELECT (COUNT(*) AS ?n) {{ ?s <{ONT}locatedIn> ?o }}"),
    ):
        answer = released.get("/sparql", query_string={"query": query}).json
        assert answer is not None
        number = int(answer["results"]["bindings"][0]["n"]["value"])
        assert terms[ONT + name]["uses"] == number > 10
    page = released.get("/doc/ont", headers=BROWSER).text
    assert f"{terms[ONT + 'Organization']['uses']} things" in page
    place = unescape(page[page.index('<div id="locatedIn"') :][:1500])
    assert "Place" in place
    assert f"{terms[ONT + 'locatedIn']['uses']} uses" in place


def test_every_term_has_a_page_with_its_meaning_and_an_example(released: FlaskClient) -> None:
    with released.application.test_request_context():
        terms = list(known_terms("ont").values())
    for term in terms[::7]:
        page = unescape(released.get(f"/doc/term/{term.anchor}", headers=BROWSER).text)
        assert term.definitions["en"] in page
        assert "Example" in page
        for name in term.questions:
            assert f'href="/examples/{name}"' in page
    assert len(terms) > 190
    assert all(term.example for term in terms)


def test_the_questions_of_a_term_are_those_that_name_it(released: FlaskClient) -> None:
    with released.application.test_request_context():
        for term in known_terms("ont").values():
            named = re.compile(rf"cbec:{term.anchor}\b|<{re.escape(term.iri)}>")
            expected = [
                name
                for name, one in examples().items()
                if named.search(re.sub(r"(?m)^\s*#.*$", "", one.text))
            ]
            assert list(term.questions) == expected, term.anchor
        asked = sum(bool(term.questions) for term in known_terms("ont").values())
    assert asked > 150


def test_a_term_leads_to_what_it_is_used_for(released: FlaskClient) -> None:
    page = unescape(released.get("/doc/term/City", headers=BROWSER).text)
    assert 'href="/doc/place/Shenzhen"' in page
    assert 'href="/doc/term/Place"' in page
    many = unescape(released.get("/doc/term/Organization", headers=BROWSER).text)
    assert 'href="/doc/term/Organization?links=http' in many, "all the others"
    relation = unescape(released.get("/doc/term/takesPlaceIn", headers=BROWSER).text)
    for part in ("Said of", "Its values are", 'href="/doc/term/Event"', "Rules for it"):
        assert part in relation


@pytest.mark.parametrize(
    ("path", "media_type"),
    [
        ("/doc/term/City.ttl", "text/turtle"),
        ("/doc/term/City.json", "application/json"),
        ("/doc/term/City.linkset", "application/linkset+json"),
    ],
)
def test_the_other_forms_of_a_term_are_those_of_any_thing(
    released: FlaskClient, path: str, media_type: str
) -> None:
    answer = released.get(path)
    assert answer.status_code == 200
    assert answer.mimetype == media_type
    page = released.get("/doc/term/City", headers=BROWSER)
    assert 'rel="cite-as"' in page.headers["Link"]
    assert page.headers["Content-Location"] == "/doc/term/City.html"
    turtle = released.get("/doc/term/City", headers={"Accept": "text/turtle"})
    assert turtle.data == released.get("/doc/term/City.ttl").data


def test_a_term_that_is_none_leads_to_those_with_such_names(released: FlaskClient) -> None:
    answer = released.get("/doc/term/Citty", headers={"Accept": "application/problem+json"})
    assert answer.status_code in {404, 406}
    answer = released.get("/doc/term/Citty", headers=BROWSER)
    assert answer.status_code == 404
    assert "/doc/term/City" in answer.text


def test_the_page_of_the_shapes_says_what_each_asks_and_of_what(released: FlaskClient) -> None:
    page = unescape(released.get("/doc/shapes", headers=BROWSER).text)
    rule = page[page.index('<div id="boundsInOrder"') :][:900]
    assert "Exchange the bounds, or correct the digits" in rule
    assert 'href="/doc/term/lowerBound"' in rule
    shape = page[page.index('<div id="Period"') :][:1500]
    assert 'href="/doc/term/Period"' in shape
    assert 'href="#periodFirstDay"' in shape


def test_the_ontology_speaks_the_language_of_the_reader(released: FlaskClient) -> None:
    assert "用到它的问题" in released.get("/doc/term/City?lang=zh", headers=BROWSER).text
    page = released.get("/doc/term/City?lang=pt", headers=BROWSER).text
    assert "Perguntas que o usam" in page
    assert "<h1>Cidade</h1>" in page
