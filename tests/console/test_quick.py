"""The shortest way answers as the application does, byte for byte and header for header."""

from __future__ import annotations

import asyncio
import gzip
import http.client
import io
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlencode

import pytest
import uvloop
from flask.testing import FlaskClient

from console.app import create_app
from console.bounds import Bounds
from console.engine import Workers
from console.front import Front
from console.gateway import Gateway
from console.listener import Listener
from console.log import Log
from console.metrics import Metrics
from console.problems import Problem
from console.quick import Quick
from console.settings import Settings
from kg.errors import FaultError
from kg.store import EmbeddedStore

WIDE = "SELECT (CONCAT('x', ?y) AS ?z) { VALUES ?y { " + "'abcdefghij' " * 200 + "} }"
LONG = "SELECT * { VALUES ?x { %s } VALUES ?y { %s } }" % ((" ".join(map(str, range(200))),) * 2)
QUERIES = (
    "ASK {}",
    "SELECT * { ?s ?p ?o } ORDER BY ?s ?p ?o",
    WIDE,
    LONG,
    "SELECT (NOW() AS ?n) {}",
    "CONSTRUCT WHERE { ?s a ?o }",
    "BAD",
    "SELECT ?s { SERVICE <urn:x> {} }",
    "",
)
ACCEPTS = ("text/csv", "application/json", "text/turtle", "text/html", "image/png", "", "*/*")
FORM = "application/x-www-form-urlencoded"


@dataclass
class Served:
    """A server in a thread, and how many requests took the shortest way."""

    quick: Quick | None
    port: int = 0
    taken: list[bool] = field(default_factory=list)


class Counting(Quick):
    """Notes which requests it took."""

    taken: list[bool]

    def read(self, exchange):
        found = super().read(exchange)
        self.taken.append(found is not None)
        return found


@contextmanager
def serving(
    app, quick: Quick | None, engine: Workers, log: io.StringIO | None = None
) -> Iterator[int]:
    """Serve in a thread; give the port."""
    ready, ports = threading.Event(), []
    sock = socket.create_server(("127.0.0.1", 0))
    loop = uvloop.new_event_loop()
    stop = asyncio.Event()

    async def run() -> None:
        gateway = Gateway(app.wsgi_app, sock.getsockname(), 4)
        metrics = Metrics(engine.figures, lambda: engine.release)
        front = Front(gateway, quick, Bounds(), Log("error", log), metrics)
        listener = Listener(front, sock, Bounds())
        await listener.start()
        ports.append(sock.getsockname()[1])
        ready.set()
        await stop.wait()
        listener.stop()
        listener.end()
        front.close()

    def go() -> None:
        asyncio.set_event_loop(loop)
        loop.run_until_complete(run())
        loop.close()

    thread = threading.Thread(target=go)
    thread.start()
    assert ready.wait(20)
    try:
        yield ports[0]
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join(20)
        sock.close()


@pytest.fixture(scope="module")
def both(small_store: EmbeddedStore) -> Iterator[tuple[int, int, Counting]]:
    """The ports of a server with the shortest way and of one without, and that way."""
    moment = datetime(2026, 11, 21, tzinfo=UTC)
    folder = Path(small_store.path).parent
    with Workers(folder) as engine:
        app = create_app(small_store, Settings(release=folder.name, modified=moment), engine)
        quick = Counting(app)
        quick.taken = []
        with serving(app, quick, engine) as one, serving(app, None, engine) as other:
            yield one, other, quick


def ask(
    port: int, method: str, target: str, body: bytes | None, headers: dict[str, str]
) -> tuple[int, list[tuple[str, str]], bytes]:
    """Give status, headers (but for when and which) and body of an answer."""
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        link.putrequest(method, target, skip_host="Host" in headers, skip_accept_encoding=True)
        for name, value in headers.items():
            link.putheader(name, value)
        if body is not None:
            link.putheader("Content-Length", str(len(body)))
        link.endheaders(body)
        answer = link.getresponse()
        ours = {"date", "x-request-id"}
        given = sorted(item for item in answer.getheaders() if item[0] not in ours)
        return answer.status, given, answer.read()
    finally:
        link.close()


def unpacked(body: bytes) -> bytes:
    return gzip.decompress(body) if body[:2] == b"\x1f\x8b" else body


@pytest.mark.parametrize("query", QUERIES)
@pytest.mark.parametrize("accept", ACCEPTS)
@pytest.mark.parametrize("coding", ["identity", "gzip"])
@pytest.mark.parametrize("method", ["GET", "POST", "HEAD", "body"])
def test_both_ways_give_the_same_answer(
    both: tuple[int, int, Counting], query: str, accept: str, coding: str, method: str
) -> None:
    headers = {"Accept": accept, "Accept-Encoding": coding}
    form = urlencode({"query": query})
    asked: tuple[str, str, bytes | None, dict[str, str]]
    if method == "POST":
        asked = "POST", "/sparql", form.encode(), headers | {"Content-Type": FORM}
    elif method == "body":
        kind = "application/sparql-query"
        asked = "POST", "/sparql", query.encode(), headers | {"Content-Type": kind}
    else:
        asked = method, f"/sparql?{form}", None, headers
    (status, given, body), (other_status, other_given, other_body) = (
        ask(port, *asked) for port in both[:2]
    )
    assert status == other_status
    if query == LONG:  # it comes in pieces, and from the cache the second time
        assert unpacked(body) == unpacked(other_body)
    elif "NOW" not in query:
        assert given == other_given
        assert body == other_body


def test_an_ordinary_query_takes_the_shortest_way(both: tuple[int, int, Counting]) -> None:
    for target, accept in (("ASK%20%7B%7D", "text/csv"), ("SELECT%20%2A%20%7B%7D", "*/*")):
        answer = ask(both[0], "GET", f"/sparql?a=b&query={target}", None, {"Accept": accept})
        assert answer[0] == 200
        assert both[2].taken.pop()


@pytest.mark.parametrize(
    ("name", "value"),
    [("Host", "evil.example"), ("Range", "bytes=0-1"), ("If-None-Match", "*")],
)
def test_what_is_out_of_the_ordinary_is_left_to_the_application(
    both: tuple[int, int, Counting], name: str, value: str
) -> None:
    headers = {"Accept": "text/csv", name: value}
    target = "/sparql?query=ASK%20%7B%7D"
    one, other = (ask(port, "GET", target, None, headers) for port in both[:2])
    assert one == other
    assert both[2].taken[-1] is False


def fault() -> Problem:
    """What a worker gives that met an error nobody foresaw."""
    problem = Problem("error", "see the log of the server")
    problem.__cause__ = FaultError("ZeroDivisionError: ours")
    return problem


class Failing:
    """Workers whose every query fails."""

    def ask(self, _request, _media_type, _client, told):
        asyncio.get_running_loop().call_soon(told, fault())


class Faulty(Quick):
    """Asks workers that fail."""

    def read(self, exchange):
        found = super().read(exchange)
        assert found
        return found._replace(engine=Failing())


def test_what_nobody_foresaw_is_for_the_log_and_not_for_the_client(
    small_store: EmbeddedStore,
) -> None:
    folder, log = Path(small_store.path).parent, io.StringIO()
    with Workers(folder) as engine:
        app = create_app(small_store, Settings(release=folder.name), engine)
        with serving(app, Faulty(app), engine, log) as port:
            status, _, body = ask(port, "GET", "/sparql?query=ASK%7B%7D", None, {})
    assert status == 500
    assert b"ours" not in body
    assert "ZeroDivisionError: ours" in log.getvalue()


def test_the_application_logs_it_too(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise fault()

    logged: list[BaseException] = []
    monkeypatch.setattr(client.application, "log_exception", lambda about: logged.append(about[1]))
    monkeypatch.setattr("console.engine.Direct.answer", fail)
    response = client.get("/sparql?query=ASK%7B%7D")
    assert response.status_code == 500
    assert "ours" not in response.text
    assert [str(error.__cause__) for error in logged] == ["ZeroDivisionError: ours"]
