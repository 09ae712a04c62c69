"""A store behind a SPARQL server, without the server; tests/protocol has a real one."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import parse_qsl

import httpx
import pyoxigraph as ox
import pytest

from kg.errors import QueryError, StoreError
from kg.store.remote import RemoteStore

JSON = {"Content-Type": "application/sparql-results+json"}
EMPTY = '{"head":{"vars":["g"]},"results":{"bindings":[]}}'


def store(answer: Callable[[httpx.Request], httpx.Response]) -> RemoteStore:
    return RemoteStore("http://x.example/", httpx.Client(transport=httpx.MockTransport(answer)))


def test_a_query_goes_as_a_form_with_its_dataset_and_only_the_prefixes_it_uses() -> None:
    sent: list[dict[str, str]] = []

    def answer(request: httpx.Request) -> httpx.Response:
        assert request.method == "POST"
        sent.append(dict(parse_qsl(request.content.decode())))
        return httpx.Response(200, headers=JSON, text='{"head":{},"boolean":true}')

    graph = ox.NamedNode("urn:g")
    assert store(answer).query("ASK { ?s a cbec:City }", default_graphs=[graph])
    assert sent[0]["default-graph-uri"] == "urn:g"
    assert sent[0]["query"].startswith("PREFIX cbec: <https://w3id.org/cbec/ont#> ASK")


@pytest.mark.parametrize(
    "response",
    [
        httpx.Response(500),
        httpx.Response(200, headers={"Content-Type": "text/html"}, text="<p>"),
        httpx.Response(200, headers=JSON, text=EMPTY[:-1]),
        httpx.Response(200, headers=JSON, text=""),
        httpx.Response(301, headers={"Location": "http://127.0.0.1/"}),
    ],
)
def test_what_is_no_whole_answer_is_an_error(response: httpx.Response) -> None:
    with pytest.raises(StoreError):
        store(lambda _: response).graphs()


def test_a_server_that_is_not_there_is_named() -> None:
    def nobody(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("refused")

    with pytest.raises(StoreError, match=r"x\.example"):
        len(store(nobody))


def test_a_refused_query_says_where() -> None:
    with pytest.raises(QueryError) as caught:
        store(lambda _: httpx.Response(400, text="no")).query("ASK {", default_graphs=[])
    assert caught.value.where is not None
