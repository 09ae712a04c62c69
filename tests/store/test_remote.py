"""A store behind a SPARQL server, without the server; tests/protocol has a real one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from urllib.parse import parse_qsl

import httpx
import pyoxigraph as ox
import pytest

from kg.errors import AnswerLimitError, QueryError, StoreError
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


def test_an_answer_beyond_its_bytes_is_refused_before_it_is_read_whole() -> None:
    sent: list[int] = []

    def endless() -> Iterator[bytes]:
        for number in range(1_000_000):
            sent.append(number)
            yield b" " * 65_536

    def answer(_: httpx.Request) -> httpx.Response:
        return httpx.Response(200, headers=JSON, content=endless())

    client = httpx.Client(transport=httpx.MockTransport(answer))
    bounded = RemoteStore("http://x.example/", client, seconds=60, largest=1 << 20)
    with pytest.raises(AnswerLimitError, match="1,048,576 bytes"):
        bounded.query("ASK {}", default_graphs=[], named_graphs=[])
    assert len(sent) < 30


def test_an_answer_that_does_not_end_in_time_is_refused() -> None:
    def drops() -> Iterator[bytes]:
        while True:
            yield b" "

    def answer(request: httpx.Request) -> httpx.Response:
        if b"slow" in request.content:
            raise httpx.ReadTimeout("nothing came")
        return httpx.Response(200, headers=JSON, content=drops())

    client = httpx.Client(transport=httpx.MockTransport(answer))
    bounded = RemoteStore("http://x.example/", client, seconds=0.05)
    for text in ("ASK {}", "ASK { <urn:slow> ?p ?o }"):
        with pytest.raises(AnswerLimitError, match=r"longer than 0\.05 seconds"):
            bounded.query(text, default_graphs=[], named_graphs=[])
