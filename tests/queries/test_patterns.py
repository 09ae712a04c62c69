"""A query taken apart."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.queries.library import questions
from kg.queries.patterns import take_apart
from kg.queries.query_parts import Group
from kg.queries.tokens import tokens


@pytest.mark.parametrize("name", sorted(questions()))
def test_every_question_of_the_library_comes_apart(name: str) -> None:
    """No variable of a question is lost, and each part is a part of the text."""
    text = questions()[name].text
    query = take_apart(text)
    assert query is not None
    named = {token.text[1:] for token in tokens(text) if token.kind == "variable"}
    assert {one.name for one in query.variables} == named
    assert query.where is not None
    left = [query.where]
    while left:
        group = left.pop()
        for part in group.parts:
            assert group.start < part.start < part.end < group.end
            assert part.binds <= named
            left.extend(part.groups)
        if group.select and group.select.where:
            left.append(group.select.where)


def parts(text: str) -> list[tuple[str, str]]:
    query = take_apart(text)
    assert query is not None
    assert isinstance(query.where, Group)
    return [(part.kind, part.text) for part in query.where.parts]


def test_a_list_of_properties_and_values_becomes_whole_triple_patterns() -> None:
    assert parts("SELECT * { ?s a <urn:A> , <urn:B> ; <urn:p>/<urn:q> 'x'@en ; . ?o ?p 1 }") == [
        ("triple", "?s a <urn:A>"),
        ("triple", "?s a <urn:B>"),
        ("triple", "?s <urn:p>/<urn:q> 'x'@en"),
        ("triple", "?o ?p 1"),
    ]


def test_a_statement_with_brackets_stays_whole() -> None:
    assert parts("ASK { ?s <urn:p> [ a <urn:T> ; <urn:q> ?x ] . [] <urn:r> ( 1 ?y ) }") == [
        ("triple", "?s <urn:p> [ a <urn:T> ; <urn:q> ?x ]"),
        ("triple", "[] <urn:r> ( 1 ?y )"),
    ]


def test_each_kind_of_part_is_told() -> None:
    text = """SELECT * {
      { ?a ?b ?c } { ?d ?e ?f } UNION { ?g ?h ?i } OPTIONAL { ?a ?j ?k } MINUS { ?a ?l ?m }
      GRAPH ?n { ?a ?o ?p } FILTER EXISTS { ?a ?q ?r } BIND (?a AS ?s) VALUES ?t { 1 }
      { SELECT ?u { ?u ?v ?w } } }"""
    assert [kind for kind, _ in parts(text)] == [
        "group", "union", "optional", "minus", "graph", "filter", "bind", "values", "select",
    ]  # fmt: skip
    query = take_apart(text)
    assert query is not None
    assert query.where is not None
    assert query.where.binds == frozenset("abcdefghijknopstu")


def test_what_stands_around_the_group_is_told() -> None:
    query = take_apart(
        "PREFIX a: <urn:a> SELECT ?s (COUNT(?o) AS ?n) FROM <urn:g> { { SELECT ?s ?o "
        "{ ?s a:p ?o } ORDER BY ?s LIMIT 3 } } GROUP BY ?s HAVING (COUNT(?o) > 1) OFFSET 2"
    )
    assert query is not None
    assert ([one.name for one in query.selected], [one.name for one in query.named]) == (
        ["s"],
        ["n"],
    )
    assert (query.prologue, query.dataset) == ("PREFIX a: <urn:a>", "FROM <urn:g>")
    assert query.grouped == {"s"}
    assert query.aggregates
    assert query.having
    assert query.limit is None
    assert query.offset is not None
    assert not query.ordered


@pytest.mark.parametrize("text", ["", "SELECT", "SELECT ?s { ?s }", "CLEAR ALL", "{" * 5_000])
def test_what_is_no_query_does_not_come_apart(text: str) -> None:
    assert take_apart(text) is None


@settings(max_examples=200)
@given(st.text(alphabet="SELECT{}?ab .;,:<>[]()\"'\n", max_size=60))
def test_no_text_breaks_it(text: str) -> None:
    take_apart(text)
    take_apart(f"SELECT * {{ {text} }}")
