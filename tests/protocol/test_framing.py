"""Where a request ends, what it is called by, and what it may not pretend to be."""

from __future__ import annotations

import json
import re
import socket

import httpx
import pytest

from tests.protocol.conftest import Server

HEAD = b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\n"
NEXT = b"GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"


def answers(server: Server, data: bytes) -> list[tuple[int, bytes]]:
    """Give the answers to bytes that end with a request that closes, or are refused."""
    url = httpx.URL(server.address)
    with socket.create_connection((url.host, url.port or 80), timeout=60) as link:
        link.sendall(data)
        received = b""
        while piece := link.recv(65_536):
            received += piece
    parts = re.split(rb"(?:^|(?<=[}\n]))HTTP/1\.1 ([0-9]{3}) ", received)[1:]
    return [(int(status), rest) for status, rest in zip(parts[::2], parts[1::2], strict=True)]


@pytest.mark.parametrize(
    "fields",
    [
        b"Content-Length: 6\r\nTransfer-Encoding: chunked",
        b"Transfer-Encoding: chunked\r\nContent-Length: 6",
        b"Transfer-Encoding : chunked",
        b"Transfer-Encoding: xchunked",
        b"Transfer-Encoding: chunked, identity",
        b"Transfer-Encoding: chunked\r\nTransfer-Encoding: identity",
        b"X: y\r\n Transfer-Encoding: chunked",
        b"Content-Length: 6\r\nContent-Length: 7",
        b"Content-Length: 6, 6",
        b"Content-Length: +6",
        b"Content-Length: 0x6",
        b"Content-Length: 6 6",
        b"Content-Length:",
    ],
)
def test_a_body_whose_end_is_in_doubt_smuggles_nothing_in(writer: Server, fields: bytes) -> None:
    """https://www.rfc-editor.org/rfc/rfc9112#section-11.2"""
    text = HEAD + fields + b"\r\n\r\n6\r\nASK {}\r\n0\r\n\r\n" + NEXT
    assert [status for status, _ in answers(writer, text)] == [400]


@pytest.mark.parametrize("size", [b"g", b"-6", b"0x6", b"6 6", b"f" * 17, b""])
def test_a_chunk_of_no_size_smuggles_nothing_in(writer: Server, size: bytes) -> None:
    """https://www.rfc-editor.org/rfc/rfc9112#section-7.1"""
    text = HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + size + b"\r\nASK {}\r\n0\r\n\r\n" + NEXT
    assert [status for status, _ in answers(writer, text)] == [400]


@pytest.mark.parametrize(
    ("head", "statuses"),
    [
        (b"GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n", [200]),
        (b"POST /sparql HTTP/1.0\r\nHost: localhost\r\nContent-Length: 6\r\n", [415]),
        (HEAD + b"Connection: close\r\nContent-Length: 6\r\n", [100, 200]),
    ],
)
def test_who_cannot_wait_for_it_is_not_told_to_go_on(
    writer: Server, head: bytes, statuses: list[int]
) -> None:
    """https://www.rfc-editor.org/rfc/rfc9110#section-10.1.1"""
    text = head + b"Expect: 100-continue\r\n\r\n"
    found = answers(writer, text + (b"" if head.startswith(b"GET") else b"ASK {}"))
    assert [status for status, _ in found] == statuses


@pytest.mark.parametrize(
    "host", [b"localhost:80@evil.example", b"[::1", b"localhost:99999", b"localhost:x", b"a b", b""]
)
def test_a_host_that_is_none_is_refused(writer: Server, host: bytes) -> None:
    """https://www.rfc-editor.org/rfc/rfc9112#section-3.2"""
    text = b"GET /sparql?query=ASK%7B%7D HTTP/1.1\r\nConnection: close\r\nHost: " + host
    assert [status for status, _ in answers(writer, text + b"\r\n\r\n")] == [400]


@pytest.mark.parametrize("version", [b"2.0", b"3.0", b"2"])
def test_another_major_version_is_named_as_such(writer: Server, version: bytes) -> None:
    """https://www.rfc-editor.org/rfc/rfc9110#status.505"""
    text = b"GET / HTTP/" + version + b"\r\nHost: localhost\r\n\r\n" + NEXT
    ((status, rest),) = answers(writer, text)
    assert status == 505
    assert json.loads(rest.partition(b"\r\n\r\n")[2])["code"] == "http-version"
    preface = answers(writer, b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")
    assert [status for status, _ in preface] == [505]


@pytest.mark.parametrize("iri", ["urn:%zz", "http://[::1", "http://a:b", "relative", "urn:a b"])
def test_a_graph_whose_name_is_no_iri_is_refused(writer: Server, iri: str) -> None:
    """https://www.w3.org/TR/sparql11-protocol/#dataset"""
    asked = [writer.query("ASK {}", **{f"{kind}-graph-uri": iri}) for kind in ("default", "named")]
    at = f"/graphs?{httpx.QueryParams(graph=iri)}"
    triple = "<urn:a> <urn:test:p> 1 ."
    asked += [
        writer.send("GET", at),
        writer.write_to("PUT", at, triple, Content_Type="text/turtle"),
    ]
    assert [(one.status_code, one.json()["code"]) for one in asked] == [(400, "graph-iri")] * 4
