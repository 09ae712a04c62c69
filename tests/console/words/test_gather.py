"""Long answers of another server are asked for in pieces, and nothing is lost between them."""

from __future__ import annotations

from urllib.parse import parse_qs

import httpx
import pyoxigraph as ox
import pytest

from console.words import gather
from console.words.gather import rows
from kg.store.remote import RemoteStore
from kg.vocab import rdf

PAGE = 5


def remote(quads: list[ox.Quad], asked: list[str]) -> RemoteStore:
    """Give a store behind a server that answers from these quads and notes what it is asked."""
    held = ox.Store()
    held.extend(quads)

    def answer(request: httpx.Request) -> httpx.Response:
        (text,) = parse_qs(request.content.decode())["query"]
        asked.append(text)
        found = held.query(text, use_default_graph_as_union=True)
        assert isinstance(found, ox.QuerySolutions)
        form = ox.QueryResultsFormat.JSON
        return httpx.Response(
            200, headers={"Content-Type": form.media_type}, content=found.serialize(format=form)
        )

    return RemoteStore("http://x.example/", httpx.Client(transport=httpx.MockTransport(answer)))


def typed(node: str, *classes: str) -> list[ox.Quad]:
    graph = ox.NamedNode("urn:g")
    return [ox.Quad(ox.NamedNode(node), rdf("type"), ox.NamedNode(c), graph) for c in classes]


@pytest.mark.parametrize(
    "sizes",
    [
        [],
        [1],
        [PAGE],  # a page that is full, with one thing
        [PAGE, PAGE],
        [1] * (2 * PAGE),  # pages that end with a thing
        [2] * 7,  # pages that end within a thing
        [1, 3 * PAGE, 1],  # a thing that is longer than a page
        [2, PAGE - 1, 4 * PAGE + 1, 1, 1],
    ],
)
def test_every_row_comes_once_and_rows_of_a_thing_together(
    sizes: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gather, "PAGE", PAGE)
    names = ["urn:a", "https://x.example/深圳", "urn:z%22", "urn:é", "urn:b\U00020000", "urn:c"]
    names += [f"urn:n{number}" for number in range(9)]
    quads = [
        quad
        for name, size in zip(names, sizes, strict=False)
        for quad in typed(name, *(f"urn:class:{one}" for one in range(size)))
    ]
    asked: list[str] = []
    with remote(quads, asked) as store:
        found = [tuple(map(str, row)) for row in rows(store, "types", key="node")]
    assert sorted(found) == sorted((str(quad.subject), str(quad.object)) for quad in quads)
    nodes = [node for node, _ in found]
    together = [node for place, node in enumerate(nodes) if node != (nodes[:place] or [""])[-1]]
    assert len(together) == len(set(nodes))
    pages = [text for text in asked if "LIMIT" in text]
    assert len(pages) > len(quads) // (2 * PAGE), "none holds much more than a page"


def test_what_is_one_answer_anyway_is_asked_for_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    with remote(typed("urn:a", "urn:c"), asked) as store:
        assert len(list(rows(store, "graphs"))) == 1
    assert not any("LIMIT" in text for text in asked)
