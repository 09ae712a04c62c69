"""Laying out a query changes no string, IRI, name or comment, and a second time nothing at all."""

from __future__ import annotations

import pytest

from kg.errors import QueryError
from kg.queries.layout import format_query
from kg.queries.tokens import tokens
from kg.resources import folder

QUERY = """#+ summary: select where   \nprefix x: <urn:select:>
select (count(distinct ?select) as ?n) where {\t
  ?select A x:select ; x:p 'select  ', "where", '''two
lines \n''' ; x:q true .
  filter(isiri(?select) && ISBLANK(?b) || sameterm(?a, ?b)) # select where
} order by desc(?n)  \n\n"""
EXPECTED = """#+ summary: select where
PREFIX x: <urn:select:>
SELECT (COUNT(DISTINCT ?select) AS ?n) WHERE {
  ?select a x:select ; x:p 'select  ', "where", '''two
lines \n''' ; x:q true .
  FILTER(isIRI(?select) && isBlank(?b) || sameTerm(?a, ?b)) # select where
} ORDER BY DESC(?n)
"""


def test_layout_touches_keywords_and_spaces_only():
    assert format_query(QUERY, "x.rq") == EXPECTED
    assert format_query(EXPECTED, "x.rq") == EXPECTED


def test_layout_keeps_the_tokens():
    before = [token.text.upper() for token in tokens(QUERY)]
    assert [token.text.upper() for token in tokens(EXPECTED)] == before


def test_a_character_of_no_token_is_refused_with_its_place():
    with pytest.raises(QueryError, match="'~'") as caught:
        format_query("ASK {\n ?s ~ ?o }", "x.rq")
    assert str(caught.value.where) == "x.rq:2:5"


def test_our_own_queries_are_laid_out():
    files = sorted(folder("ontology").rglob("*.rq"))
    assert files
    for file in files:
        text = file.read_text("utf-8")
        assert format_query(text, file) == text, f"run 'kg format {file}'"
