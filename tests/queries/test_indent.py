"""A query on lines of its own making."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import QueryError
from kg.queries.indent import indent_query
from kg.queries.layout import format_query
from kg.queries.library import questions
from kg.queries.tokens import tokens

TEXTS = {name: question.text for name, question in questions().items()}


def spelled(text: str) -> list[str]:
    return [token.text.upper() for token in tokens(text)]


def comments(text: str) -> list[str]:
    bare = re.sub(r"\"[^\"\n]*\"|<[^>\s]*>|'[^'\n]*'", "", text)
    return [one.rstrip() for one in re.findall(r"#[^\n]*", bare)]


@pytest.mark.parametrize("name", sorted(TEXTS))
def test_tokens_and_comments_stay(name: str) -> None:
    laid = indent_query(TEXTS[name], name)
    assert spelled(laid) == spelled(TEXTS[name])
    assert comments(laid) == comments(TEXTS[name])


@pytest.mark.parametrize("name", sorted(TEXTS))
def test_what_is_laid_out_stays(name: str) -> None:
    """Also where everything stood on one line before."""
    joined = re.sub(r"\s*\n\s*", " ", re.sub(r"(?m)^ *#.*\n", "", TEXTS[name]))
    for text in (TEXTS[name], joined):
        laid = indent_query(text, name)
        assert indent_query(laid, name) == laid


def test_the_questions_of_the_library_are_laid_out_already() -> None:
    changed = [name for name, text in TEXTS.items() if indent_query(text, name) != text]
    # a line of more than 100 characters is broken
    assert all(max(map(len, TEXTS[name].splitlines())) > 88 for name in changed), changed
    assert len(changed) < len(TEXTS) // 10


def test_every_pattern_gets_its_line() -> None:
    text = (
        "prefix a: <urn:a> # why\nselect ?s (count(*) as ?n) where { ?s a a:T ; a:p ?o , ?x . "
        "optional { ?o a:q ?r } filter(?r > 3 && (?x = 1)) { ?s a:u ?v } union { ?s a:w ?v } "
        "values ?x { 1 2 } } group by ?s order by desc(?n) limit 3"
    )
    assert indent_query(text, "query") == (
        "PREFIX a: <urn:a> # why\n"
        "SELECT ?s (COUNT(*) AS ?n) WHERE {\n"
        "  ?s a a:T ;\n"
        "    a:p ?o , ?x .\n"
        "  OPTIONAL { ?o a:q ?r }\n"
        "  FILTER(?r > 3 && (?x = 1))\n"
        "  { ?s a:u ?v } UNION { ?s a:w ?v }\n"
        "  VALUES ?x { 1 2 }\n"
        "}\n"
        "GROUP BY ?s\n"
        "ORDER BY DESC(?n)\n"
        "LIMIT 3\n"
    )


@settings(max_examples=300)
@given(st.text(alphabet="SELECT{}?ab .;,:<>[]()\"'\n#", max_size=60))
def test_no_text_breaks_it(text: str) -> None:
    try:
        expected = format_query(text, "query")
    except QueryError:
        return
    laid = indent_query(text, "query")
    assert spelled(laid) == spelled(expected)
