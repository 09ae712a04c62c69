"""The forms of an answer."""

from __future__ import annotations

import csv
import io
import json

import pyoxigraph as ox
import pytest

from kg.errors import UsageError
from kg.queries.results import (
    GRAPH_FORMATS,
    SOLUTION_FORMATS,
    QueryResult,
    format_named,
    shorten,
    show,
    table,
    write_solutions,
    write_triples,
)
from kg.vocab import PREFIXES

TURTLE = """
<https://w3id.org/cbec/id/place/Shenzhen> <https://w3id.org/cbec/ont#latitude> 22.54 ;
  <http://www.w3.org/2000/01/rdf-schema#label> "深圳"@zh, "a,\\"b\\"\\n"@en .
"""


def ask(text: str) -> QueryResult:
    store = ox.Store()
    store.load(TURTLE, format=ox.RdfFormat.TURTLE)
    return store.query(text, prefixes=dict(PREFIXES))


@pytest.mark.parametrize("form", SOLUTION_FORMATS, ids=lambda form: form.name)
def test_rows_are_read_back_from_each_format(form: object) -> None:
    chosen = next(one for one in SOLUTION_FORMATS if one is form)
    stream = io.BytesIO()
    result = ask("SELECT * { ?s ?p ?o } ORDER BY ?o")
    assert isinstance(result, ox.QuerySolutions)
    write_solutions(result, chosen, stream)
    if chosen.name == "csv":
        rows = list(csv.reader(io.StringIO(stream.getvalue().decode(), newline="")))
        assert len(rows) == 4
        assert 'a,"b"\n' in [cell for row in rows for cell in row]
        return
    again = ox.parse_query_results(stream.getvalue(), format=chosen.results_format)
    assert isinstance(again, ox.QuerySolutions)
    assert [list(row) for row in again] == [
        list(row) for row in ask("SELECT * { ?s ?p ?o } ORDER BY ?o") if row is not True
    ]


@pytest.mark.parametrize(
    ("name", "written"),
    [("csv", b"true\n"), ("tsv", b"true\n"), ("json", b'{"head":{},"boolean":true}')],
)
def test_a_truth_value_has_a_form_in_each_format(name: str, written: bytes) -> None:
    stream = io.BytesIO()
    result = ask("ASK { ?s ?p ?o }")
    assert isinstance(result, ox.QueryBoolean)
    write_solutions(result, format_named(name, SOLUTION_FORMATS), stream)
    assert stream.getvalue() == written


@pytest.mark.parametrize("form", GRAPH_FORMATS, ids=lambda form: form.name)
def test_triples_are_read_back_from_each_format_and_stand_once(form: object) -> None:
    chosen = next(one for one in GRAPH_FORMATS if one is form)
    result = ask("CONSTRUCT WHERE { ?s ?p ?o }")
    assert isinstance(result, ox.QueryTriples)
    triples = list(result)
    stream = io.BytesIO()
    write_triples([*triples, *triples], chosen, stream)
    again = [quad.triple for quad in ox.parse(stream.getvalue(), format=chosen.rdf_format)]
    assert len(again) == 3
    assert set(again) == set(triples)


def test_only_prefixes_that_are_used_are_declared() -> None:
    stream = io.BytesIO()
    result = ask("CONSTRUCT WHERE { ?s cbec:latitude ?o }")
    assert isinstance(result, ox.QueryTriples)
    write_triples(result, format_named("turtle", GRAPH_FORMATS), stream)
    declared = [line.split()[1] for line in stream.getvalue().decode().splitlines() if "@" in line]
    assert sorted(declared) == ["cbec:", "place:", "xsd:"]


def test_a_format_that_does_not_fit_is_refused_with_those_that_do() -> None:
    with pytest.raises(UsageError, match="rows") as caught:
        format_named("turtle", SOLUTION_FORMATS)
    assert caught.value.expected == "one of json, xml, csv, tsv"
    with pytest.raises(UsageError, match="triples"):
        format_named("csv", GRAPH_FORMATS)


def test_a_column_is_numeric_where_each_bound_value_is_a_number() -> None:
    shown = table(
        ask("SELECT * { VALUES (?a ?b ?c) { (1 'x' UNDEF) (2.5 3 UNDEF) (UNDEF 4 UNDEF) } }")
    )
    assert dict(zip(shown.columns, shown.numeric, strict=True)) == {
        "a": True, "b": False, "c": False,
    }  # fmt: skip


def test_a_table_says_whether_it_is_complete() -> None:
    text = "SELECT ?o { ?s ?p ?o }"
    for limit, rows, complete in ((None, 3, True), (3, 3, True), (2, 2, False), (0, 0, False)):
        shown = table(ask(text), limit)
        assert (len(shown.rows), shown.complete) == (rows, complete)


@pytest.mark.parametrize(
    ("iri", "short"),
    [
        ("https://w3id.org/cbec/id/place/Shenzhen", "place:Shenzhen"),
        ("https://w3id.org/cbec/code/theme/air-logistics", "theme:air-logistics"),
        ("https://w3id.org/cbec/code/direction", "code:direction"),
        ("https://w3id.org/cbec/graph/source/000", "https://w3id.org/cbec/graph/source/000"),
        ("http://example.org/x", "http://example.org/x"),
        ("https://w3id.org/cbec/id/place/a b", "https://w3id.org/cbec/id/place/a b"),
        ("https://w3id.org/cbec/id/place/", "https://w3id.org/cbec/id/place/"),
    ],
)
def test_an_iri_is_shortened_only_to_what_can_be_written(iri: str, short: str) -> None:
    assert shorten(iri) == short


def test_terms_are_shown_without_syntax() -> None:
    place = ox.NamedNode("https://w3id.org/cbec/id/place/Shenzhen")
    label = ox.Literal("深圳", language="zh")
    assert [show(term) for term in (None, place, label, ox.BlankNode("b"))] == [
        "", "place:Shenzhen", "深圳", "_:b",
    ]  # fmt: skip
    assert show(ox.Triple(place, ox.NamedNode("urn:p"), label)) == "place:Shenzhen urn:p 深圳"


def test_json_keeps_languages_and_types() -> None:
    stream = io.BytesIO()
    result = ask("SELECT ?o { ?s rdfs:label|cbec:latitude ?o } ORDER BY ?o")
    assert isinstance(result, ox.QuerySolutions)
    write_solutions(result, format_named("json", SOLUTION_FORMATS), stream)
    cells = [row["o"] for row in json.loads(stream.getvalue())["results"]["bindings"]]
    assert {"type": "literal", "value": "深圳", "xml:lang": "zh"} in cells
    assert {"type": "literal", "value": "22.54", "datatype": PREFIXES["xsd"] + "decimal"} in cells
