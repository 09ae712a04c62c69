"""Nodes without a record of their own are found at the record that uses them."""

from __future__ import annotations

from pyoxigraph import Literal, NamedNode, Quad

from kg.errors import Place
from kg.validation import find_places
from kg.vocab import cbec, graph_iri

GRAPH = graph_iri("data")
EX = "https://example.org/"
PLACES = {EX + "b": Place("b.yaml", 2), EX + "a": Place("a.yaml", 1)}


def quad(subject: str, predicate: str, value: str) -> Quad:
    return Quad(NamedNode(EX + subject), cbec(predicate), NamedNode(EX + value), GRAPH)


def test_node_with_a_record_is_found_there() -> None:
    assert find_places([], PLACES)(EX + "a") == Place("a.yaml", 1)


def test_node_without_a_record_is_found_at_the_first_that_uses_it() -> None:
    quads = [quad("b", "evidence", "span"), quad("a", "evidence", "span")]
    assert find_places(quads, PLACES)(EX + "span") == Place("a.yaml", 1)


def test_node_is_found_two_steps_away_and_no_further() -> None:
    quads = [quad("a", "evidence", "x"), quad("x", "within", "y"), quad("y", "within", "z")]
    place_of = find_places(quads, PLACES)
    assert place_of(EX + "y") == Place("a.yaml", 1)
    assert place_of(EX + "z") is None


def test_literals_and_unknown_nodes_have_no_place() -> None:
    data = [Quad(NamedNode(EX + "a"), cbec("stated"), Literal("1"), GRAPH)]
    assert find_places(data, PLACES)("1") is None


def test_circle_of_users_ends() -> None:
    quads = [quad("x", "within", "y"), quad("y", "within", "x")]
    assert find_places(quads, PLACES)(EX + "x") is None
