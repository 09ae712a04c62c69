"""The knowledge graph in Python."""

from __future__ import annotations

import doctest
import subprocess
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path

import pyoxigraph
import pytest
import rdflib
from rdflib.compare import isomorphic

import kg
import kg.graph
from kg.errors import NoReleaseError, QueryError, UsageError
from kg.graph import IRI, KnowledgeGraph, Text
from kg.vocab import PREFIXES


def test_import_of_kg_loads_neither_engine_nor_rdflib() -> None:
    program = "import sys, kg; print(sorted({'rdflib', 'pyoxigraph', 'flask'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.stdout == "[]\n"


def test_open_takes_a_data_folder_and_a_release_folder(data_folder: Path, release: Path) -> None:
    for path in (data_folder, str(data_folder), release, data_folder / "current"):
        with kg.open(path) as graph:
            assert graph.release == release.name
            assert len(graph) > 1_000


def test_open_without_a_release_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(NoReleaseError) as caught:
        kg.open(tmp_path)
    assert "kg build" in caught.value.remedy


def test_repr_says_release_and_size(graph: KnowledgeGraph, release: Path) -> None:
    assert repr(graph) == f"<KnowledgeGraph {release.name}, {len(graph):,} quads>"


def test_rows_hold_python_values(graph: KnowledgeGraph) -> None:
    [row] = graph.query(
        """SELECT * {
          VALUES (?decimal ?integer ?truth ?date ?text ?iri ?plain ?unbound) {
            (1.10 2 true "2024-05-06"^^xsd:date "深圳"@zh place:Shenzhen "x" UNDEF)
          }
        }"""
    )
    assert row.decimal == Decimal("1.1")
    assert isinstance(row.decimal, Decimal)
    assert (row.integer, row.truth, row.date) == (2, True, date(2024, 5, 6))
    assert isinstance(row.text, Text)
    assert (row.text, row.text.language) == ("深圳", "zh")
    assert isinstance(row.iri, IRI)
    assert row.iri.short == "place:Shenzhen"
    assert (row["plain"], row.unbound) == ("x", None)
    assert type(row.plain) is str
    with pytest.raises(AttributeError, match=r"\?nothing"):
        _ = row.nothing


def test_figures_are_exact_decimals(graph: KnowledgeGraph) -> None:
    values = [row.value for row in graph.query("SELECT ?value { ?o cbec:value ?value }")]
    assert len(values) > 50
    assert {type(value) for value in values} <= {Decimal}


def test_a_query_of_another_form_is_refused_with_the_right_method(graph: KnowledgeGraph) -> None:
    for call, text in (
        (graph.query, "ASK {}"),
        (graph.ask, "SELECT * {}"),
        (graph.construct, "ASK {}"),
    ):
        with pytest.raises(QueryError) as caught:
            call(text)
        assert "ask()" in caught.value.remedy


def test_construct_gives_the_triples_that_the_store_has(graph: KnowledgeGraph) -> None:
    built = graph.construct("CONSTRUCT { ?s rdfs:label ?l } { ?s a cbec:City ; rdfs:label ?l }")
    cities = rdflib.Graph()
    for row in graph.query("SELECT DISTINCT ?s ?l { ?s a cbec:City ; rdfs:label ?l }"):
        assert isinstance(row.l, Text)
        cities.add((rdflib.URIRef(row.s), rdflib.RDFS.label, rdflib.Literal(row.l, row.l.language)))
    assert len(built) > 10
    assert isomorphic(built, cities)


def test_to_rdflib_gives_one_graph_or_all(graph: KnowledgeGraph) -> None:
    one = graph.to_rdflib("source/002")
    assert 0 < len(one) < len(graph.to_rdflib())
    assert len(one) == len(set(graph.store.quads(graph=pyoxigraph.NamedNode(
        "https://w3id.org/cbec/graph/source/002"))))  # fmt: skip
    with pytest.raises(UsageError, match="no graph"):
        graph.to_rdflib("nothing")


def test_owlready_has_classes_individuals_and_no_decimal(graph: KnowledgeGraph) -> None:
    ontology = graph.to_owlready()
    shenzhen = ontology.search_one(iri="*place/Shenzhen")
    guangdong = ontology.search_one(iri="*place/Guangdong")
    assert isinstance(shenzhen, ontology.City)
    assert guangdong in shenzhen.locatedIn
    cities = {row.c for row in graph.query("SELECT ?c { ?c a cbec:City }")}
    assert {city.iri for city in ontology.City.instances()} == cities
    assert not [
        value
        for individual in ontology.AmountObservation.instances()
        for value in (*individual.value, *individual.lowerBound)
    ]


def test_classes_are_counted_as_the_query_counts_them(graph: KnowledgeGraph) -> None:
    counted = {
        row["class"]: row.n
        for row in graph.query(
            "SELECT ?class (COUNT(DISTINCT ?s) AS ?n) { ?s a ?class FILTER(STRSTARTS(STR(?class), "
            f'"{PREFIXES["cbec"]}")) }} GROUP BY ?class'
        )
    }
    assert graph.classes() == counted


def test_answer_takes_the_name_of_a_question(graph: KnowledgeGraph) -> None:
    assert graph.answer("park-functions")
    with pytest.raises(UsageError, match="park"):
        graph.answer("park")


@pytest.fixture
def examples(release: Path) -> dict[str, object]:
    return {**vars(kg.graph), "RELEASE": release}


def test_the_examples_of_the_documentation_run(examples: dict[str, object]) -> None:
    found = [
        test for test in doctest.DocTestFinder().find(kg.graph, globs=examples) if test.examples
    ]
    assert len(found) >= 7
    for test in found:
        outcome = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(test)
        assert outcome.failed == 0, test.name
