"""The tokens of SPARQL, and what they tell of a query."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.queries.tokens import (
    calls_service,
    has_dataset_clause,
    position,
    prefix_declarations,
    query_form,
    readings,
    tokens,
)


def kinds(text: str) -> list[tuple[str, str]]:
    return [(token.kind, token.text) for token in tokens(text)]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("<http://example.org/a#b>", "iri"),
        ("<>", "iri"),
        ("cbec:area", "pname"),
        (":", "pname"),
        (":x", "pname"),
        ("place:Z%C3%BCrich", "pname"),
        (r"ex:a\~b\.c", "pname"),
        ("ex:a.b", "pname"),
        ("ex:2024-S1", "pname"),
        ("place:深圳", "pname"),
        ("?x", "variable"),
        ("$变量", "variable"),
        ("@zh-hans", "language"),
        ("12", "number"),
        ("1.5", "number"),
        (".5e-3", "number"),
        ("'it'", "string"),
        ('"a \\" b"', "string"),
        ("'''it's\na ''quote'' '''", "string"),
        ('"""a "b" c"""', "string"),
        ("_:b0", "blank"),
        ("SELECT", "word"),
        ("^^", "operator"),
        ("<=", "operator"),
    ],
)
def test_each_terminal_is_one_token(text: str, kind: str) -> None:
    assert kinds(text) == [(kind, text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("?a<?b", ["?a", "<", "?b"]),
        ("?a < 3 && ?b > 2", ["?a", "<", "3", "&&", "?b", ">", "2"]),
        ("ex:a. ex:b.", ["ex:a", ".", "ex:b", "."]),
        ("?s a ex:T.}", ["?s", "a", "ex:T", ".", "}"]),
        ("'a'@en,'b'", ["'a'", "@en", ",", "'b'"]),
        ("# all\nASK{}", ["ASK", "{", "}"]),
        ("<urn:x#y> # <z", ["<urn:x#y>"]),
        ("ex:p*/^ex:q", ["ex:p", "*", "/", "^", "ex:q"]),
        ("'open", ["'", "open"]),
        ("''", ["''"]),
    ],
)
def test_tokens_part_where_the_grammar_parts(text: str, expected: list[str]) -> None:
    assert [token.text for token in tokens(text)] == expected


@given(st.text(alphabet="<>?a:#'\"\\{}() \n.@^_%-1é深SELECTfrom", max_size=60))
def test_tokens_cover_every_character_once_and_in_order(text: str) -> None:
    end = 0
    for token in tokens(text):
        assert token.start >= end
        assert text[token.start : token.end] == token.text
        end = token.end


@given(st.text(alphabet="<>?a:#'\"\\{}() \n.", max_size=60))
def test_the_usual_reading_is_among_the_readings(text: str) -> None:
    assert set(tokens(text)) <= set(readings(text).tokens)


@pytest.mark.parametrize(
    "unit", ["'", '"', "'''", "<", "?a<?b#c> '''", "{", "a:b.", "\\", "@", "%", "....", "_:", "<a'"]
)
def test_reading_takes_time_in_proportion_to_the_length(unit: str) -> None:
    def seconds(length: int) -> float:
        text = (unit * length)[:length]
        best = float("inf")
        for _ in range(3):
            started = time.process_time()
            list(tokens(text))
            readings(text)
            best = min(best, time.process_time() - started)
        return best

    # eight times the length takes the processor about eight times as long, by a square law 64 times
    assert seconds(32_000) < 24 * seconds(4_000) + 0.02


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SELECT * FROM <urn:g> { ?s ?p ?o }", True),
        ("SELECT * from named <urn:g> { ?s ?p ?o }", True),
        ("SELECT*FROM<urn:g>{?s ?p ?o}", True),
        ("PREFIX ex: <urn:> SELECT * FROMex:g { ?s ?p ?o }", True),
        ("CONSTRUCT { ?s ?p ?o } FROM <urn:g> WHERE { ?s ?p ?o }", True),
        ("DESCRIBE <urn:x> FROM <urn:g>", True),
        ("SELECT * { ?s ?p 'FROM <urn:g>' }", False),
        ("SELECT * { ?from <urn:from> ?o } # FROM <urn:g>", False),
        ("PREFIX from: <urn:> DESCRIBE from:x", False),
        ("SELECT * { GRAPH <urn:g> { ?s ?p ?o } }", False),
    ],
)
def test_a_dataset_clause_is_seen_only_where_it_is_one(text: str, expected: bool) -> None:
    assert has_dataset_clause(text) is expected


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { SERVICE <http://x.example/> { ?s ?p ?o } }",
        "SELECT * { service silent ?x { ?s ?p ?o } }",
        "PREFIX ex: <urn:> SELECT * { SERVICEex:x { ?s ?p ?o } }",
        "PREFIX ex: <urn:> SELECT * { SERVICESILENTex:x { ?s ?p ?o } }",
        "SELECT * { FILTER(?a<?b#c> '''\n) SERVICE <http://x.example/> { ?s ?p ?o } } # '''",
        "SELECT * { FILTER(?a<?b)SERVICE#>\n<http://x.example/> { ?s ?p ?o } }",
    ],
)
def test_no_spelling_hides_a_call_of_another_endpoint(text: str) -> None:
    assert calls_service(text)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { ?s ?p 'SERVICE <http://x.example/> {}' }",
        "SELECT * { ?service ?p ?o }",
        "PREFIX service: <urn:> SELECT * { ?s service:name ?o }",
        "PREFIX service: <urn:> SELECT * { GRAPH service:g { ?s ?p ?o } }",
        "SELECT * { ?s a <http://www.w3.org/ns/sparql-service-description#Service> }",
        "SELECT * { ?s ?p ?o } # SERVICE <http://x.example/>",
    ],
)
def test_the_word_service_alone_is_no_call(text: str) -> None:
    assert not calls_service(text)


def test_the_depth_is_that_of_the_deepest_reading() -> None:
    assert readings("SELECT * { { ?s ?p (1 (2)) } }").depth == 4
    assert readings("SELECT * { ?s ?p '{{{{{{' }").depth == 1
    assert readings("?a<?b#c> '''\n{{{{{{").depth == 6


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("SELECT * {}", "select"),
        ("# SELECT\nPREFIX a: <urn:select> BASE <urn:x> ask {}", "ask"),
        ("CONSTRUCT WHERE { ?s ?p ?o }", "construct"),
        ("DESCRIBE <urn:x>", "describe"),
        ("SELECTDISTINCT * {}", "select"),
        ("INSERT DATA { <a:> <b:> <c:> }", "update"),
        ("WITH <urn:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }", "update"),
        ("", "unknown"),
        ("hello", "unknown"),
        ("{ SELECT * {} }", "unknown"),
    ],
)
def test_the_form_is_told_by_the_first_keyword(text: str, form: str) -> None:
    assert query_form(text) == form


def test_the_later_declaration_of_a_prefix_prevails() -> None:
    text = "PREFIX a: <urn:1> PREFIX : <urn:2> PREFIX a: <urn:3> SELECT * {}"
    assert prefix_declarations(text) == {"a": "urn:3", "": "urn:2"}


def test_positions_count_lines_and_columns_from_one() -> None:
    text = "ab\ncd\n"
    assert [position(text, offset) for offset in (0, 1, 3, 4, 6)] == [
        (1, 1), (1, 2), (2, 1), (2, 2), (3, 1),
    ]  # fmt: skip
