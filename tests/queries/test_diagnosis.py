"""What is said about a query that is wrong."""

from __future__ import annotations

import pyoxigraph
import pytest

from kg.errors import QueryError
from kg.queries.diagnosis import query_error
from kg.vocab import PREFIXES


def refuse(text: str) -> QueryError:
    with pytest.raises(SyntaxError) as caught:
        pyoxigraph.Store().query(text, prefixes=dict(PREFIXES))
    return query_error(text, str(caught.value))


@pytest.mark.parametrize(
    ("text", "line", "column", "problem", "help_"),
    [
        ("", 1, 1, "empty", "SELECT"),
        ("SELCT * { ?s ?p ?o }", 1, 1, "'SELCT' is no keyword", "SELECT"),
        ("SELECT * {\n  ?s cbce:area ?o }", 2, 6, "prefix cbce: is not declared", "cbec:"),
        ("SELECT * { ?s qqq:area ?o }", 1, 15, "qqq:", "PREFIX qqq:"),
        ("SELECT * {\n ?s ?p 'abc }", 2, 8, "string is not closed", "'"),
        ("SELECT * { ?s ?p ?o", 1, 19, "the '{' of line 1, column 10 is never closed", "'}'"),
        ("SELECT * { ?s ?p }", 1, 18, "'}' cannot stand here", "a variable"),
        ("SELECT * { ?s ?p ?o } ODER BY ?s", 1, 23, "'ODER'", "ORDER"),
        ("SELECT * { ?s ?p ?o FILTERR(?o > 3) }", 1, 21, "'FILTERR'", "FILTER"),
        ("SELECT ?x { ?s ?p ?x } GROUP BY ?s", 1, 1, "GROUP BY", "SAMPLE"),
        ("SELECT * { BIND(1 AS ?x) BIND(2 AS ?x) }", 1, 36, "?x", "not used before"),
        ("SELECT * { ?s <a> ?o }", 1, 15, "relative IRI", "BASE"),
        ("INSERT DATA { }", 1, 1, "update", "build"),
        ("SELECT * { ?s ?p ?o } }", 1, 23, "'}' closes nothing", "remove"),
        ("SELECT * { ?s ?p ?o } ORDER ?s", 1, 29, "BY is missing before '?s'", "BY"),
        ("SELECT (COUNT(?s) ?n) { ?s ?p ?o }", 1, 19, "AS is missing before '?n'", "AS"),
        ("SELECT * { ?s ?p ?o FILTER (STRR(?o) = 'x') }", 1, 29, "'STRR'", "STR"),
        ("SELECT * {\n VALUES (?a ?b) { (1) } }", 2, 19, "1 values, and VALUES names 2", "UNDEF"),
        ("SELECT (COUNT(*) AS ?n { ?s ?p ?o }", 1, 24, ") is missing before '{'", ")"),
    ],
)
def test_the_place_the_problem_and_the_remedy_are_named(
    text: str, line: int, column: int, problem: str, help_: str
) -> None:
    error = refuse(text)
    assert error.where is not None
    assert (error.where.line, error.where.column) == (line, column)
    assert problem in error.problem
    assert help_ in error.expected + error.remedy


def test_the_caret_stands_below_the_culprit_also_behind_wide_characters() -> None:
    shown = refuse("SELECT * { ?s '深圳' ?o }").problem.splitlines()
    assert shown[1:] == ["  SELECT * { ?s '深圳' ?o }", "                ^"]
    shown = refuse("SELECT * { '深圳' ?s cbce:x }").problem.splitlines()
    assert shown[2] == " " * (2 + 19 + 2) + "^"


def test_of_a_very_long_line_only_the_part_around_the_place_is_shown() -> None:
    shown = refuse("SELECT * { " + "?s ?p ?o . " * 500 + " cbce:a ?p ?o }").problem.splitlines()
    assert len(shown[1]) <= 102
    assert shown[1][shown[2].index("^") :].startswith("cbce:a")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "SELECT * { ?s ?p ?o",
        "SELECT (COUNT(?x AS ?n) { ?x ?y ?z }",
        "SELEC * { ?s ?p ?o }",
        "SELECT *",
        "SELECT * { ?s ?p 'x }",
        "SELECT * { ?s nowhere:p ?o }",
    ],
)
def test_every_fault_says_what_was_expected_and_what_to_do(text: str) -> None:
    error = query_error(text, "")
    assert error.expected
    assert error.remedy
