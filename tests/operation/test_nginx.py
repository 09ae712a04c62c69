"""The reverse proxy of the documentation, run as it stands but for its ports."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest

CONFIGURATION = Path(__file__).parents[2] / "docs" / "deploy" / "nginx.conf"
HOST = {"Host": "kg.example.org"}
HUNDRED = " ".join(map(str, range(100)))
ENDLESS = "SELECT * { " + " ".join(f"VALUES ?v{n} {{ {HUNDRED} }}" for n in range(5)) + " }"


@pytest.fixture(scope="module")
def proxy(small: Path, run, tmp_path_factory, until) -> Iterator[tuple[str, object]]:
    """The address of nginx before a server, and the server."""
    nginx = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")
    if nginx is None:
        if os.environ.get("CBEC_KG_REQUIRE_ALL"):
            pytest.fail("nginx is not installed")
        pytest.skip("nginx is not installed")
    folder = tmp_path_factory.mktemp("nginx")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = ("--allow-host", "kg.example.org", "--trusted-proxies", "1", "--log-level", "info")
    with run(small, *options) as server:
        site = CONFIGURATION.read_text()
        assert "127.0.0.1:8000" in site
        assert "listen 80;" in site
        site = site.replace("127.0.0.1:8000", f"127.0.0.1:{server.port}")
        (folder / "site.conf").write_text(site.replace("listen 80;", f"listen 127.0.0.1:{port};"))
        temporary = "".join(
            f"{kind}_temp_path {folder / kind};"
            for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        (folder / "nginx.conf").write_text(
            f"daemon off; pid {folder / 'pid'}; error_log {folder / 'error.log'};\n"
            "events {}\n"
            f"http {{ access_log off; {temporary}\ninclude {folder / 'site.conf'}; }}\n"
        )
        process = subprocess.Popen(
            [nginx, "-p", str(folder), "-c", str(folder / "nginx.conf")],
            stderr=subprocess.DEVNULL,
        )

        def answers() -> bool:
            assert process.poll() is None, (folder / "error.log").read_text()
            try:
                return httpx.get(f"http://127.0.0.1:{port}/health", headers=HOST).is_success
            except httpx.TransportError:
                return False

        try:
            until(answers)
            yield f"http://127.0.0.1:{port}", server
        finally:
            process.terminate()
            process.wait(10)


def test_answers_come_through_with_their_manners(proxy) -> None:
    address, _ = proxy
    path = f"{address}/sparql?query={quote('SELECT * { ?s ?p ?o } LIMIT 100')}"
    first = httpx.get(path, headers=HOST | {"Accept": "text/csv", "Accept-Encoding": "gzip"})
    assert first.status_code == 200
    assert first.headers["Content-Encoding"] == "gzip"
    again = httpx.get(
        path,
        headers=HOST
        | {"Accept": "text/csv", "Accept-Encoding": "gzip", "If-None-Match": first.headers["ETag"]},
    )
    assert again.status_code == 304


def test_addresses_name_the_site_and_not_the_server_behind(proxy) -> None:
    address, _ = proxy
    answer = httpx.get(f"{address}/changes", headers=HOST | {"Accept": "text/turtle"})
    assert "<http://kg.example.org/changes>" in answer.text


def test_a_broken_answer_arrives_broken(proxy) -> None:
    address, _ = proxy
    path = f"{address}/sparql?query={quote(ENDLESS)}"
    with httpx.stream("GET", path, headers=HOST | {"Accept": "text/csv"}, timeout=60) as answer:
        assert answer.status_code == 200
        with pytest.raises(httpx.RemoteProtocolError):
            for _ in answer.iter_raw():
                pass


def test_a_client_cannot_say_that_it_is_another(proxy, until) -> None:
    address, server = proxy
    httpx.get(f"{address}/health", headers=HOST | {"X-Forwarded-For": "203.0.113.9"})
    until(lambda: any('"/health"' in line for line in server.written))
    assert not any("203.0.113.9" in line for line in server.written)


def test_a_foreign_host_is_refused(proxy) -> None:
    _, server = proxy
    answer = httpx.get(f"{server.address}/", headers={"Host": "evil.example"})
    assert (answer.status_code, answer.json()["code"]) == (421, "host")
