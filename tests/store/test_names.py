"""Which names of a query a store does not know."""

from __future__ import annotations

from kg.graph import KnowledgeGraph
from kg.store.names import occurs, unknown_names
from kg.vocab import GRAPHS, ID, ONT


def test_a_name_occurs_in_any_position_of_a_quad(graph: KnowledgeGraph) -> None:
    for iri in (ID + "place/Shenzhen", ONT + "locatedIn", GRAPHS + "entities", ONT + "City"):
        assert occurs(graph.store, iri)
    assert not occurs(graph.store, ID + "place/Nowhere")


def test_unknown_names_come_with_the_nearest_of_their_kind(graph: KnowledgeGraph) -> None:
    found = unknown_names(graph.store, "SELECT * { place:Shenzen cbec:locatdIn ?x ; a cbec:City }")
    assert [(name.written, name.nearest) for name in found] == [
        ("place:Shenzen", "place:Shenzhen"),
        ("cbec:locatdIn", "cbec:locatedIn"),
    ]
