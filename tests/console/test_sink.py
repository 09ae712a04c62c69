"""Rows are counted rightly in every form."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pyoxigraph as ox
import pytest

from console.problems import Problem
from console.workers.evaluate import form, perform
from console.workers.sink import Sink
from console.workers.task import Bounds, Task
from kg.store import create_store, open_store
from kg.store.base import Store

NASTY = 'a},{b\r\n},{"c\n</result><result>"'


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Five triples with literals that look like the ends of rows."""
    path = tmp_path_factory.mktemp("sink") / "store"
    graph, name = ox.NamedNode("urn:g"), ox.NamedNode("urn:p")
    create_store(
        path,
        (ox.Quad(ox.NamedNode(f"urn:s{n}"), name, ox.Literal(NASTY), graph) for n in range(5)),
    )
    with open_store(path) as opened:
        yield opened


@pytest.mark.parametrize("fits", [True, False])
@pytest.mark.parametrize(
    ("text", "media_type"),
    [("SELECT ?s ?o { ?s ?p ?o }", kind) for kind in (
        "application/sparql-results+json", "application/sparql-results+xml", "text/csv",
        "text/tab-separated-values",
    )]
    + [("CONSTRUCT WHERE { ?s ?p ?o }", kind) for kind in (
        "text/turtle", "application/n-triples", "application/ld+json", "application/rdf+xml",
        "application/trig", "application/n-quads",
    )],
)  # fmt: skip
def test_an_answer_has_exactly_the_rows_that_it_may_have(
    store: Store, text: str, media_type: str, fits: bool
) -> None:
    task = Task("query", text, media_type)
    ours, other = socket.socketpair()
    with ours, other:
        bounds = Bounds(10, 0, 1 << 20, 5 if fits else 4, 1 << 16)
        sink = Sink(ours, bounds, form(task))
        if fits:
            perform(task, store, sink)
            return
        with pytest.raises(Problem) as caught:
            perform(task, store, sink)
        assert (caught.value.code, caught.value.more["limit"]) == (
            "result-too-large",
            "result-rows",
        )
