"""What a client is told where the data are in another server, and that fails."""

from __future__ import annotations

import logging
import socket
import threading
from collections.abc import Callable, Iterator

import httpx
import pytest
from werkzeug.serving import make_server

from console.app import create_app
from kg.store.remote import RemoteStore

ASK = "/sparql?query=SELECT%20*%20%7B%3Fs%20%3Fp%20%3Fo%7D"
JSON = {"Content-Type": "application/sparql-results+json"}
Answer = Callable[[httpx.Request], httpx.Response]


def closed_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def late(request: httpx.Request) -> httpx.Response:
    raise httpx.ReadTimeout("late", request=request)


@pytest.fixture
def serve() -> Iterator[Callable[[RemoteStore], str]]:
    """Start applications over stores behind other servers; gives their addresses."""
    stops: list[Callable[[], None]] = []

    def start(store: RemoteStore) -> str:
        server = make_server("127.0.0.1", 0, create_app(store), threaded=True)
        thread = threading.Thread(target=server.serve_forever)
        thread.start()

        def stop() -> None:
            server.shutdown()
            thread.join()
            server.server_close()
            store.close()

        stops.append(stop)
        return f"http://127.0.0.1:{server.port}"

    yield start
    for stop in stops:
        stop()


@pytest.mark.parametrize("path", [ASK, "/id/place/Shenzhen", "/graphs/entities", "/search?q=a"])
def test_a_server_that_nobody_reaches_is_502_and_says_when_to_come_again(
    serve: Callable[[RemoteStore], str], path: str, caplog: pytest.LogCaptureFixture
) -> None:
    there = f"http://127.0.0.1:{closed_port()}/query"
    address = serve(RemoteStore(there, httpx.Client(timeout=20)))
    with caplog.at_level(logging.ERROR):
        answer = httpx.get(
            address + path,
            headers={"Origin": "https://x.example"},
            follow_redirects=True,
            timeout=60,
        )
    assert answer.status_code == 502, answer.text
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert int(answer.headers["Retry-After"]) > 0
    problem = answer.json()
    assert problem["code"] == "remote-store"
    assert problem["remedy"]
    assert there not in answer.text, "where it is concerns only who runs this server"


@pytest.mark.parametrize(
    ("behaviour", "status", "code"),
    [
        (lambda _: httpx.Response(500), 502, "remote-store"),
        (lambda _: httpx.Response(200, headers=JSON, text='{"head":'), 502, "remote-store"),
        (lambda _: httpx.Response(200, text="<p>"), 502, "remote-store"),
        (late, 504, "time-limit"),
    ],
)
def test_a_server_that_answers_wrongly_or_late_is_told_apart(
    serve: Callable[[RemoteStore], str], behaviour: Answer, status: int, code: str
) -> None:
    client = httpx.Client(transport=httpx.MockTransport(behaviour))
    answer = httpx.get(serve(RemoteStore("http://x.example/", client)) + ASK, timeout=60)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.json()["remedy"]
