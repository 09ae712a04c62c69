"""The grammar that finds the exact place of a fault."""

from __future__ import annotations

import sys
from types import FrameType

import pyoxigraph
import pytest

from kg.queries.grammar import first_failure
from kg.queries.library import questions
from kg.queries.tokens import Token, tokens
from kg.vocab import PREFIXES

VALID = [
    "SELECT * {}",
    """BASE <http://x/> PREFIX a: <y>
    SELECT DISTINCT ?s (COUNT(DISTINCT *) AS ?n) FROM <http://g> FROM NAMED <http://h> WHERE {
      ?s a a:b ; a:c/a:d*|^a:e ?o , 'x'@en, -1.5, 2e3 ; .
    } GROUP BY ?s (STR(?z) AS ?zz) HAVING (COUNT(?x) > 1) ORDER BY DESC(?s) ?x LIMIT 3 OFFSET 4""",
    """SELECT * {
      OPTIONAL { ?s !(<urn:b>|^a) [ <urn:x> () ] }
      FILTER(?x < 3 && !bound(?y) || ?z IN (1, 2) && NOT EXISTS { ?s ?p ?o })
      BIND(IF(true, 1, -?x) AS ?k) VALUES (?a ?b) { (UNDEF 1) }
    }""",
    "SELECT * { { SELECT ?q { ?q ?w ?e } LIMIT 1 } UNION {} MINUS {} GRAPH ?g { ?s ?p ?o } }",
    "SELECT (GROUP_CONCAT(?x; separator=', ') AS ?y) (SUM(?v) / 2 AS ?h) { ?s ?p ?x, ?v }",
    "SELECT ?x { ?x ?p ?y FILTER regex(?y, 'a', 'i') ?y ?z ?w } VALUES ?x { <urn:a> }",
    "CONSTRUCT WHERE { ?s ?p ?o }",
    "CONSTRUCT { ?s ?p [] } FROM <urn:g> WHERE { ?s ?p ?o . } LIMIT 1",
    "DESCRIBE <http://x>",
    "DESCRIBE * { ?s ?p ?o }",
    "ASK { [] ?p (1 2) . [ ?q 'x'^^<urn:t> ] }",
]


@pytest.mark.parametrize("text", VALID)
def test_what_the_engine_accepts_has_no_failure(text: str) -> None:
    pyoxigraph.Store().query(text, prefixes=dict(PREFIXES))
    assert first_failure(list(tokens(text))) is None


def test_no_question_of_the_library_has_a_failure() -> None:
    for question in questions().values():
        assert first_failure(list(tokens(question.text))) is None, question.name


@pytest.mark.parametrize("text", VALID)
def test_a_query_cut_short_fails_at_its_end_or_is_another_query(text: str) -> None:
    sequence = list(tokens(text))
    for length in range(len(sequence)):
        failure = first_failure(sequence[:length])
        assert failure is None or failure.token is None


@pytest.mark.parametrize("text", VALID)
def test_a_token_that_fits_nowhere_is_found_where_it_stands(text: str) -> None:
    sequence = list(tokens(text))
    [stranger] = tokens("~")
    for index in range(len(sequence) + 1):
        failure = first_failure([*sequence[:index], stranger, *sequence[index:]])
        assert failure is not None
        assert failure.token is stranger
        assert failure.expected


def test_deep_nesting_needs_no_deep_stack() -> None:
    text = "SELECT * " + "{" * 20_000 + "}" * 20_000
    assert first_failure(list(tokens(text))) is None


def lines_run(sequence: list[Token]) -> int:
    """Give how many lines of Python it takes to read the tokens."""
    count = 0

    def note(frame: FrameType, event: str, about: object) -> object:
        nonlocal count
        count += event == "line"
        return note

    before = sys.gettrace()
    sys.settrace(note)
    try:
        first_failure(sequence)
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("SELECT * { ?s ?p ?o FILTER (1 %s) }", "+ ?o "),
        ("SELECT * { ?s ?p ?o FILTER (?o IN (1 %s)) }", ", ?o "),
        ("SELECT * { %s ] }", "?s ?p ?o . "),
        ("SELECT * { %s ?s", "{ "),
    ],
)
def test_the_work_is_in_proportion_to_the_text(text: str, part: str) -> None:
    small, large = (list(tokens(text % (part * times))) for times in (200, 800))
    first_failure(small)  # what is remembered of the grammar is so from here on
    assert lines_run(large) < 4.5 * lines_run(small)
