"""A really started server over each store, and a client that speaks HTTP to it."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Thread

import httpx
import pytest
from werkzeug.serving import make_server

from console.app import create_app
from console.settings import Settings
from kg.store import open_store
from kg.store.remote import open_remote
from kg.tokens import TokenFile

OXIGRAPH = Path(sys.executable).with_name("oxigraph")


@dataclass(frozen=True)
class Server:
    """A running server: its address, and the tokens that it knows."""

    address: str
    write: str = ""
    read: str = ""

    def client(self) -> httpx.Client:
        return httpx.Client(base_url=self.address, timeout=180)

    def query(self, text: str, accept: str | None = None, **more: object) -> httpx.Response:
        """Ask by GET; without ``accept`` the request has no such header."""
        headers = {"Accept": accept} if accept is not None else {}
        with self.client() as client:
            if accept is None:
                del client.headers["Accept"]
            params = httpx.QueryParams([("query", text), *_pairs(more)])
            return client.get("/sparql", params=params, headers=headers)

    def ask(self, pattern: str) -> bool:
        answer = self.query(f"ASK {{ {pattern} }}", "text/csv")
        assert answer.status_code == 200, answer.text
        return answer.text.strip() == "true"

    def send(
        self, method: str, path: str, body: bytes | str = b"", **headers: str
    ) -> httpx.Response:
        """Send a body; underscores in the names of headers stand for hyphens."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        with self.client() as client:
            return client.request(method, path, content=body, headers=named)

    def write_to(
        self, method: str, path: str, body: bytes | str = b"", **headers: str
    ) -> httpx.Response:
        """Send a body with the token that may write."""
        return self.send(method, path, body, Authorization=f"Bearer {self.write}", **headers)

    def update(self, text: str, path: str = "/update") -> httpx.Response:
        return self.write_to("POST", path, text, Content_Type="application/sparql-update")


def _pairs(more: dict[str, object]) -> list[tuple[str, str]]:
    pairs = []
    for name, value in more.items():
        for one in value if isinstance(value, list) else [value]:
            pairs.append((name.replace("_", "-"), str(one)))
    return pairs


@pytest.fixture(scope="session")
def writer(data_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """``kg serve`` over a copy of the built release, with tokens."""
    room = tmp_path_factory.mktemp("writer")
    shutil.copytree(data_folder, room / "data", symlinks=True)
    tokens = TokenFile(room / "tokens")
    write, read = tokens.add("writer", "write"), tokens.add("reader", "read")
    command = [sys.executable, "-m", "kg.cli.main", "serve", "--port", "0"]
    process = subprocess.Popen(
        [*command, "--data", str(room / "data"), "--tokens", str(room / "tokens")],
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    assert process.stderr is not None
    try:
        line = process.stderr.readline()
        assert "http://127.0.0.1:" in line, line
        drain = Thread(target=process.stderr.read, daemon=True)
        drain.start()
        yield Server(line.split()[-1].rstrip("/"), write, read)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=20)
        drain.join(5)
        process.stderr.close()


@pytest.fixture(scope="session")
def remote(release: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The same application over the same data in the oxigraph server, read by SPARQL alone."""
    if not OXIGRAPH.exists():
        pytest.skip("the oxigraph server is not installed")
    with _oxigraph(tmp_path_factory.mktemp("oxigraph")) as address:
        with open_store(release / "store") as store:
            for graph in store.graphs():
                body = "".join(f"{quad.triple} .\n" for quad in store.quads(graph=graph))
                done = httpx.put(
                    f"{address}/store",
                    params={"graph": graph.value},
                    content=body,
                    headers={"Content-Type": "application/n-triples"},
                )
                assert done.is_success, done.text
        with open_remote(f"{address}/query") as opened:
            app = create_app(opened, Settings(release=release.name))
            server = make_server("127.0.0.1", 0, app, threaded=True)
            thread = Thread(target=server.serve_forever)
            thread.start()
            try:
                yield Server(f"http://127.0.0.1:{server.port}")
            finally:
                server.shutdown()
                thread.join()
                server.server_close()


@contextmanager
def _oxigraph(folder: Path) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [OXIGRAPH, "serve", "--location", str(folder), "--bind", f"127.0.0.1:{port}"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield _reached(f"http://127.0.0.1:{port}")
    finally:
        process.terminate()
        process.wait(timeout=10)


def _reached(address: str) -> str:
    end = time.monotonic() + 20
    while time.monotonic() < end:
        try:
            httpx.get(f"{address}/query", params={"query": "ASK {}"})
        except httpx.TransportError:
            continue
        return address
    raise AssertionError(f"nobody answers at {address}")


@pytest.fixture(params=["embedded", "remote"])
def server(request: pytest.FixtureRequest) -> Server:
    """The server over each store in turn."""
    found = request.getfixturevalue("writer" if request.param == "embedded" else "remote")
    assert isinstance(found, Server)
    return found
