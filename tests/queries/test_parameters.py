"""Questions with parameters: what may be set, and what that does to the text."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from kg.errors import TermError, UsageError
from kg.graph import KnowledgeGraph
from kg.queries.library import Question, questions
from kg.queries.parameters import (
    ANY,
    choices_query,
    fill_in,
    slots,
    spoken,
    with_names,
    without_unset,
)
from kg.queries.tokens import prefix_declarations
from kg.queries.values import IRI
from kg.vocab import ID, PREFIXES

WITH_PARAMETERS = [one for one in questions().values() if one.parameters]
QUERY = """\
PREFIX cbec: <https://w3id.org/cbec/ont#>
PREFIX place: <https://w3id.org/cbec/id/place/>
SELECT ?x WHERE {
  VALUES ?place { place:CN } # VALUES ?place { place:No }
  ?x cbec:locatedIn ?place .
}
"""


def test_a_value_takes_the_place_of_the_default_and_of_nothing_else() -> None:
    filled = fill_in(QUERY, {"place": ID + "place/Shenzhen"})
    assert filled == QUERY.replace("place:CN }", "place:Shenzhen }")
    assert fill_in(filled, {"place": ID + "place/CN"}) == QUERY


def test_prefixes_come_and_go_with_the_names_that_need_them() -> None:
    filled = fill_in(QUERY, {"place": ID + "event/expo"})
    assert set(prefix_declarations(filled)) == {"cbec", "event"}
    assert "VALUES ?place { event:expo }" in filled
    assert "place" not in prefix_declarations(fill_in(QUERY, {"place": ""}))


@pytest.mark.parametrize(
    ("iri", "written"),
    [
        (ID + "place/a b", None),
        ("urn:x> } ?s ?p ?o { <urn:y", None),
        ("}", None),
        (ID + "place/-x", f"<{ID}place/-x>"),
        (ID + "place/a/b", f"<{ID}place/a/b>"),
        (ID + "cell/a.b.", f"<{ID}cell/a.b.>"),
        ("urn:isbn:1", "<urn:isbn:1>"),
    ],
)
def test_only_an_iri_gets_in_and_it_keeps_its_meaning(iri: str, written: str | None) -> None:
    if written is None:
        with pytest.raises(TermError, match="no IRI"):
            fill_in(QUERY, {"place": iri})
        return
    filled = fill_in(QUERY, {"place": iri})
    assert f"VALUES ?place {{ {written} }}" in filled
    ox.Store().query(filled)


def test_a_prefix_that_the_text_means_otherwise_is_not_used() -> None:
    text = "PREFIX place: <urn:other:>\nSELECT * {\n  VALUES ?x { UNDEF }\n  ?x a place:T }\n"
    assert f"{{ <{ID}place/CN> }}" in fill_in(text, {"x": ID + "place/CN"})


def test_what_is_no_parameter_is_refused() -> None:
    with pytest.raises(UsageError, match="'x'") as caught:
        fill_in(QUERY, {"x": "urn:y"})
    assert "place" in caught.value.expected
    with pytest.raises(UsageError, match="'x'"):
        choices_query(QUERY, "x")


def test_a_list_of_values_is_no_parameter() -> None:
    text = "SELECT * { VALUES ?x { 1 2 } VALUES (?y) { (1) } VALUES ?z { UNDEF } }"
    assert slots(text).keys() == {"z"}


def test_paragraphs_of_what_is_not_set_go_but_those_that_are_asked_for() -> None:
    text = (
        "PREFIX a: <urn:a>\nPREFIX b: <urn:b>\nSELECT ?x {\n  ?x a a:T .\n\n"
        "  VALUES ?k { UNDEF }\n  ?x b:k ?k .\n\n  VALUES ?l { a:l }\n  ?x a:l ?l .\n}\n"
    )
    assert without_unset(text) == (
        "PREFIX a: <urn:a>\nSELECT ?x {\n  ?x a a:T .\n  VALUES ?l { a:l }\n  ?x a:l ?l .\n}\n"
    )
    kept = without_unset(text, ["k"])
    assert "b:k ?k" in kept
    assert slots(kept)["k"].term == ANY


@pytest.mark.parametrize("question", questions().values(), ids=lambda one: one.name)
def test_a_question_has_as_many_answers_in_each_language(
    graph: KnowledgeGraph, question: Question
) -> None:
    numbers = {
        language: sum(1 for _ in graph.query(spoken(question.text, language)))
        for language in ("en", "zh", "pt")
    }
    assert len(set(numbers.values())) == 1, numbers


@pytest.mark.parametrize("question", questions().values(), ids=lambda one: one.name)
def test_names_stand_beside_what_they_name_and_change_nothing_else(
    graph: KnowledgeGraph, question: Question
) -> None:
    plain = [dict(row) for row in graph.query(question.text)]
    things = [name for name in plain[0] if any(isinstance(row[name], IRI) for row in plain)]
    named = [dict(row) for row in graph.query(with_names(question.text, things, "pt"))]
    assert [{name: row[name] for name in plain[0]} for row in named] == plain
    for name in things:
        assert f"{name}Name" in named[0]
        assert not any(row[f"{name}Name"] for row in named if row[name] is None)


def test_there_are_questions_that_serve_many() -> None:
    assert len(WITH_PARAMETERS) >= 25


def test_what_is_optional_and_tells_nothing_of_a_choice_is_not_asked() -> None:
    text = (
        "SELECT * { VALUES ?x { UNDEF } ?thing a ?x ; <urn:p> ?b .\n"
        "OPTIONAL { ?thing <urn:a> ?a }\n"
        "OPTIONAL { ?a <urn:deep> ?deeper }\n"
        "OPTIONAL { ?thing <urn:x> ?y . ?y <urn:in> ?kind }\n"
        "OPTIONAL { ?b <urn:c> ?c }\n"
        "FILTER (BOUND(?c)) }"
    )
    asked = choices_query(text, "x", "thing")
    assert "<urn:c>" in asked, "a filter asks for it"
    assert not any(gone in asked for gone in ("<urn:a>", "<urn:deep>", "<urn:in>"))
    assert "<urn:in>" in choices_query(text.replace("?x { UNDEF", "?kind { UNDEF"), "kind")


def test_a_choice_leads_to_as_many_things_with_what_is_optional(graph: KnowledgeGraph) -> None:
    text = (
        "SELECT * { VALUES ?area { UNDEF }\n?figure cbec:area ?area ; cbec:unit ?unit .\n"
        "OPTIONAL { ?figure cbec:product ?product }\n"
        "OPTIONAL { ?comparison cbec:between ?figure } }"
    )
    short = choices_query(text, "area", "figure")
    assert "OPTIONAL" not in short
    whole = short.replace("cbec:unit ?unit .", text[text.index("cbec:unit") : text.rindex("}")])
    assert "OPTIONAL" in whole
    assert [*map(dict, graph.query(short))] == [*map(dict, graph.query(whole))]


@pytest.mark.parametrize("question", WITH_PARAMETERS, ids=lambda one: one.name)
def test_each_value_on_offer_leads_to_an_answer(graph: KnowledgeGraph, question: Question) -> None:
    """The first, the last and the default of each parameter, the others left as they are."""
    for parameter in question.parameters:
        rows = graph.query(choices_query(question.text, parameter.name))
        offered = [str(row[parameter.name]) for row in rows if row[parameter.name] is not None]
        assert offered, f"{parameter.name} is never bound"
        prefix, _, local = parameter.default.partition(":")
        if prefix:
            assert PREFIXES[prefix] + local in offered
        for value in {offered[0], offered[-1]}:
            filled = fill_in(question.text, {parameter.name: value})
            assert next(graph.query(filled), None) is not None, f"{parameter.name}={value}"
