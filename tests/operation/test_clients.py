"""Clients that are slow, leave, or stop in the middle: what they can hold, and what they see."""

from __future__ import annotations

import http.client
import re
import socket
import time
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest

HUNDRED = " ".join(map(str, range(100)))


def product(width: int) -> str:
    return " ".join(f"VALUES ?v{n} {{ {HUNDRED} }}" for n in range(width))


ENDLESS = f"/sparql?query={quote(f'SELECT * {{ {product(5)} }}')}"
LONG = f"/sparql?query={quote(f'SELECT (COUNT(*) AS ?n) {{ {product(5)} }}')}"


def connect(server, path: str, accept: str = "text/csv", buffer: int = 0) -> socket.socket:
    link = socket.socket()
    if buffer:
        link.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
    link.settimeout(30)
    link.connect(("127.0.0.1", server.port))
    head = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nAccept: {accept}\r\n\r\n"
    link.sendall(head.encode())
    return link


def idle(server) -> bool:
    return sum(server.load(place) for place in ("fast", "slow", "sending")) == 0


def test_an_answer_that_fails_after_its_head_visibly_breaks(server) -> None:
    with httpx.stream(
        "GET", server.address + ENDLESS, headers={"Accept": "text/csv"}, timeout=40
    ) as answer:
        assert answer.status_code == 200
        with pytest.raises(httpx.RemoteProtocolError):
            answer.read()


def test_a_client_that_leaves_in_the_middle_of_an_answer_ends_its_query(server, until) -> None:
    link = connect(server, ENDLESS)
    assert link.recv(100).startswith(b"HTTP/1.1 200")
    link.close()
    until(lambda: idle(server), 3)


def test_a_client_that_leaves_before_its_answer_begins_ends_its_query(server, until) -> None:
    link = connect(server, LONG)
    until(lambda: not idle(server), 3)
    link.close()
    until(lambda: idle(server), 3)


def test_half_sent_requests_hinder_nobody_and_are_dropped(server) -> None:
    head = (
        f"POST /sparql HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\n"
        "Content-Type: application/sparql-query\r\nContent-Length: 1000\r\n\r\nSEL"
    ).encode()
    links = []
    try:
        for _ in range(300):
            link = socket.create_connection(("127.0.0.1", server.port), timeout=3)
            link.sendall(head)
            links.append(link)
        assert server.get("/health").status_code == 200
        for link in links:
            link.settimeout(30)
            assert link.recv(1000).startswith(b"HTTP/1.1 408")
    finally:
        for link in links:
            link.close()


def test_half_a_head_is_dropped(server) -> None:
    with socket.create_connection(("127.0.0.1", server.port), timeout=30) as link:
        link.sendall(b"GET / HT")
        assert link.recv(100) == b""


def test_a_reader_that_stops_holds_no_thread_and_little_memory(server, until) -> None:
    links = [connect(server, ENDLESS, buffer=4096) for _ in range(2)]
    try:
        assert server.get("/sparql?query=ASK%7B%7D", Accept="text/csv").text == "true\n"
        status = Path(f"/proc/{server.process.pid}/status").read_text()
        resident = re.search(r"VmRSS:\s+(\d+)", status)
        assert resident
        assert int(resident[1]) < 400_000
    finally:
        for link in links:
            link.close()
    until(lambda: idle(server), 5)


def test_a_reader_that_is_slow_is_not_taken_for_one_that_has_stopped(small, run) -> None:
    """It takes a few kilobytes at a time, for several times as long as one may take nothing."""
    limits = ("--limit", "stall-seconds=3", "--limit", "front-stall-seconds=3")
    with run(small, *limits) as server, connect(server, ENDLESS, buffer=4096) as link:
        end = time.monotonic() + 9
        while time.monotonic() < end:
            assert link.recv(2048)
            time.sleep(0.02)
        assert server.load("sending") == 1


def test_a_body_that_is_said_to_be_too_long_is_refused_before_it_is_sent(server) -> None:
    link = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
    link.putrequest("POST", "/sparql")
    link.putheader("Content-Type", "application/sparql-query")
    link.putheader("Content-Length", str(1 << 40))
    link.endheaders()
    answer = link.getresponse()
    assert answer.status == 413
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    link.close()


def test_a_request_id_is_kept_where_it_is_sane(server) -> None:
    assert server.get("/health", X_Request_ID="abc-1").headers["X-Request-ID"] == "abc-1"
    for insane in ("a b", "<script>", "x" * 65):
        given = server.get("/health", X_Request_ID=insane).headers["X-Request-ID"]
        assert re.fullmatch("[0-9a-f]{16}", given)


def test_a_thousand_broken_connections_leave_nothing_behind(server, until) -> None:
    def descriptors() -> int:
        return len(list(Path(f"/proc/{server.process.pid}/fd").iterdir()))

    before = descriptors()
    parts = (b"", b"GET ", b"POST /sparql HTTP/1.1\r\n", b"\x16\x03\x01\x02\x00\x01\x00")
    for number in range(1000):
        with socket.create_connection(("127.0.0.1", server.port), timeout=3) as link:
            link.sendall(parts[number % len(parts)])
    until(lambda: descriptors() < before + 20, 15)
    assert server.get("/health").status_code == 200
