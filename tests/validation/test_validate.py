"""Validation gives the same report for the same data, and reports what is wrong with its remedy."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from kg.ontology import read_quads
from kg.validation import Report, Severity, validate
from kg.vocab import PREFIXES, cbec, entity_iri, graph_iri, rdf, skos

XSD = PREFIXES["xsd"]
WRONG = Path(__file__).parents[1] / "shapes" / "wrong"
GRAPH = graph_iri("data")


def test_result_names_the_node_the_value_the_shape_and_what_to_do(violated: Report) -> None:
    (result,) = violated.results
    assert result.focus == NamedNode(entity_iri("obs/900-003"))
    assert result.path == cbec("value")
    assert result.value == Literal("140", datatype=NamedNode(XSD + "decimal"))
    assert result.shape == NamedNode(PREFIXES["shapes"] + "shareWithinHundred")
    assert result.severity is Severity.VIOLATION
    assert [language for language, _ in result.messages] == ["en", "zh"]


def test_message_falls_back_to_english(violated: Report) -> None:
    (result,) = violated.results
    assert result.message("zh").endswith("。")
    assert result.message("pt") == result.message("en")


def test_empty_data_conform(clean: Report) -> None:
    assert clean.conforms
    assert clean.results == ()


def test_warnings_leave_the_data_conforming_but_are_reported(warned: Report) -> None:
    warnings = [result for result in warned.results if result.severity is Severity.WARNING]
    assert warnings
    assert Report(tuple(warnings)).conforms
    assert not warned.conforms


def test_report_does_not_depend_on_the_order_of_the_data(
    wrong_share: list[Quad], violated: Report
) -> None:
    shuffled = random.Random(7).sample(wrong_share, len(wrong_share))
    assert validate(shuffled) == violated


def test_report_does_not_depend_on_the_graphs_of_the_data(
    wrong_share: list[Quad], violated: Report
) -> None:
    named = [
        Quad(quad.subject, quad.predicate, quad.object, graph_iri(f"source/{number % 3}"))
        for number, quad in enumerate(wrong_share)
    ]
    assert validate(named) == violated


def test_results_are_sorted_by_focus_node_and_path(warned: Report) -> None:
    assert len(warned.results) > 1
    assert list(warned.results) == sorted(warned.results, key=lambda result: result.order)


def test_classes_are_seen_through_the_ontology() -> None:
    """A venue is a place only because the ontology says so."""
    city, venue = NamedNode(entity_iri("place/City")), NamedNode(entity_iri("place/Venue"))
    quads = [
        Quad(city, rdf("type"), cbec("City"), GRAPH),
        Quad(city, cbec("borders"), venue, GRAPH),
        Quad(venue, rdf("type"), cbec("Venue"), GRAPH),
    ]
    shapes = {str(result.shape.value) for result in validate(quads).results}
    assert PREFIXES["shapes"] + "bordersPlace" not in shapes


def test_a_code_that_fails_under_a_node_shape_is_reported_once_on_its_statement() -> None:
    claim = NamedNode(entity_iri("claim/1"))
    quads = [
        Quad(claim, rdf("type"), cbec("Claim"), GRAPH),
        Quad(claim, cbec("claimType"), Literal("guess"), GRAPH),
        Quad(claim, skos("note"), Literal("x", language="en"), GRAPH),
    ]
    results = [r for r in validate(quads).results if r.value == Literal("guess")]
    assert [r.focus for r in results] == [claim]


def test_blank_nodes_in_the_data_are_validated() -> None:
    from pyoxigraph import BlankNode

    node = BlankNode("x")
    quads = [Quad(node, rdf("type"), cbec("Claim"), GRAPH)]
    assert {result.focus for result in validate(quads).results} == {node}


def test_validation_opens_no_connection(
    wrong_share: list[Quad], monkeypatch: pytest.MonkeyPatch
) -> None:
    import socket

    def refuse(*_args: object, **_kwargs: object) -> None:
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    imports = Quad(
        NamedNode("https://example.org/o"),
        NamedNode(PREFIXES["owl"] + "imports"),
        NamedNode("https://example.org/other"),
        GRAPH,
    )
    assert not validate([*wrong_share, imports]).conforms


@pytest.mark.parametrize("form", ["json", "turtle"])
def test_report_is_the_same_bytes_under_two_hash_seeds(form: str) -> None:
    script = Path(__file__).with_name("print_report.py")
    outputs = {
        subprocess.run(
            [sys.executable, script, WRONG / "money-counted-in-tonnes.ttl", form],
            env=os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": str(script.parents[2])},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(outputs) == 1
    assert next(iter(outputs))


def test_every_wrong_set_that_is_read_twice_gives_an_equal_report() -> None:
    file = WRONG / "places-in-a-circle.ttl"
    first, second = (validate(read_quads(file, GRAPH)) for _ in range(2))
    assert first == second
