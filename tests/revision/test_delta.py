"""What a change moves, told by the default graph and the named ones together."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from kg.change import Change
from kg.errors import DocumentError, QueryError
from kg.revision.apply import tried
from kg.revision.bounds import Bounds
from kg.revision.delta import Delta
from kg.revision.named import note
from kg.vocab import graph_iri


def quad(value: int, graph: ox.NamedNode) -> ox.Quad:
    return ox.Quad(ox.NamedNode("urn:s"), ox.NamedNode("urn:p"), ox.Literal(value), graph)


G, H, EDITS = ox.NamedNode("urn:g"), ox.NamedNode("urn:h"), graph_iri("edits")
ENTAILED = graph_iri("entailed")
DATA = frozenset({quad(1, G), quad(1, H), quad(2, G), quad(3, ENTAILED)})


IN_H, IN_I = (f"GRAPH <urn:{name}> {{ <urn:s> <urn:p> 1 }}" for name in "hi")


def moved(change: Change) -> Delta:
    return tried(change, DATA, Bounds(seconds=10))


@pytest.mark.parametrize(
    ("text", "added", "removed"),
    [
        ("INSERT DATA { <urn:s> <urn:p> 4 }", {quad(4, EDITS)}, set()),
        ("INSERT DATA { <urn:s> <urn:p> 1 }", set(), set()),
        ("INSERT DATA { GRAPH <urn:h> { <urn:s> <urn:p> 2 } }", {quad(2, H)}, set()),
        ("DELETE DATA { <urn:s> <urn:p> 1 }", set(), {quad(1, G), quad(1, H)}),
        ("DELETE DATA { GRAPH <urn:g> { <urn:s> <urn:p> 1 } }", set(), {quad(1, G)}),
        ("DELETE WHERE { ?s ?p 3 }", set(), set()),
        (
            "DELETE DATA { <urn:s> <urn:p> 1 } ; INSERT DATA { <urn:s> <urn:p> 1, 5 }",
            {quad(5, EDITS)},
            set(),
        ),
        (
            f"INSERT DATA {{ {IN_I} }} ; delete data {{ {IN_H} }}",
            {quad(1, ox.NamedNode("urn:i"))},
            {quad(1, H)},
        ),
        ("DELETE DATA { GRAPH graph:entailed { <urn:s> <urn:p> 3 } }", set(), set()),
        ("INSERT DATA { <urn:s> <urn:p> 4 } ; DELETE DATA { <urn:s> <urn:p> 4 }", set(), set()),
        ("DROP GRAPH <urn:g>", set(), {quad(1, G), quad(2, G)}),
        ("CLEAR ALL", {note(G), note(H)}, {quad(1, G), quad(1, H), quad(2, G)}),
        ("MOVE <urn:h> TO <urn:i>", {quad(1, ox.NamedNode("urn:i"))}, {quad(1, H)}),
    ],
)
def test_an_update_moves_what_it_says(
    text: str, added: set[ox.Quad], removed: set[ox.Quad]
) -> None:
    assert moved(Change("update", text)) == Delta(frozenset(added), frozenset(removed))


def test_a_document_replaces_or_joins_its_graph() -> None:
    body = b"<urn:s> <urn:p> 2, 5 ."
    put = moved(Change("replace", graph="urn:g", media_type="text/turtle", body=body))
    assert put == Delta(frozenset({quad(5, G)}), frozenset({quad(1, G)}))
    post = moved(Change("merge", graph="urn:g", media_type="text/turtle", body=body))
    assert post == Delta(frozenset({quad(5, G)}))
    new = moved(Change("merge", graph="urn:new", media_type="text/turtle", body=body))
    assert not new.existed


def test_what_cannot_be_read_says_where() -> None:
    with pytest.raises(QueryError) as update:
        moved(Change("update", "INSERT DATA {\n <urn:a> }"))
    assert update.value.where is not None
    assert update.value.where.line == 2
    with pytest.raises(DocumentError) as document:
        moved(Change("merge", graph="urn:g", media_type="text/turtle", body=b"<urn:a> .\n"))
    assert document.value.where is not None
    assert document.value.where.line == 1
