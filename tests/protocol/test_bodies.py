"""Bodies of requests: however they come, all of them counts, and what is not a body does not."""

from __future__ import annotations

import gzip
import json
import socket
from collections.abc import Iterator
from urllib.parse import quote

import httpx
import pytest

from tests.protocol.conftest import Server

FORM = "application/x-www-form-urlencoded"
UPDATE = "application/sparql-update"
GRAPH = "/graphs?graph=urn:test:chunked"
TRIPLES = b"<urn:test:a> <urn:test:p> 1 .\n<urn:test:a> <urn:test:p> 2 ."


def send(server: Server, method: str, path: str, body: bytes, **headers: str) -> httpx.Response:
    """Send a body in chunks of seven bytes, or of a thousand."""
    step = 7 if len(body) < 1_000 else 1_000
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    named.setdefault("Authorization", f"Bearer {server.write}")

    def pieces() -> Iterator[bytes]:
        yield from (body[at : at + step] for at in range(0, len(body), step))

    with server.client() as client:
        return client.request(method, path, content=pieces(), headers=named)


def exchanged(server: Server, *parts: bytes) -> tuple[int, bytes]:
    """Send bytes as they are; give the status and the body of the first answer."""
    url = httpx.URL(server.address)
    with socket.create_connection((url.host, url.port or 80), timeout=60) as client:
        try:
            for part in parts:
                client.sendall(part)
        except OSError:
            pass  # it has been refused already
        head, _, body = client.makefile("rb").read().partition(b"\r\n\r\n")
    return int(head.split()[1]), body


@pytest.mark.parametrize("coding", ["", "gzip"])
def test_a_document_in_chunks_is_stored_whole(writer: Server, coding: str) -> None:
    """https://www.rfc-editor.org/rfc/rfc9112#section-7.1"""
    body = gzip.compress(TRIPLES) if coding else TRIPLES
    packed = {"Content_Encoding": coding} if coding else {}
    answer = send(writer, "PUT", GRAPH, body, Content_Type="text/turtle", **packed)
    assert answer.status_code == 201, answer.text
    assert len(writer.send("GET", GRAPH, Accept="text/plain").text.splitlines()) == 2
    assert writer.write_to("DELETE", GRAPH).status_code == 204


def test_a_form_with_files_in_chunks_is_stored_whole(writer: Server) -> None:
    """https://www.rfc-editor.org/rfc/rfc9112#section-7.1"""
    head = b'--x\r\nContent-Disposition: form-data; name="a"; filename="a.ttl"\r\n'
    body = head + b"Content-Type: text/turtle\r\n\r\n" + TRIPLES + b"\r\n--x--\r\n"
    answer = send(writer, "POST", GRAPH, body, Content_Type="multipart/form-data; boundary=x")
    assert answer.status_code == 201, answer.text
    assert len(writer.send("GET", GRAPH, Accept="text/plain").text.splitlines()) == 2
    assert writer.write_to("DELETE", GRAPH).status_code == 204


@pytest.mark.parametrize("kind", [UPDATE, FORM])
def test_an_update_in_chunks_is_carried_out(writer: Server, kind: str) -> None:
    """https://www.rfc-editor.org/rfc/rfc9112#section-7.1"""
    for verb, there in (("INSERT", True), ("DELETE", False)):
        text = f"{verb} DATA {{ <urn:test:chunks> <urn:test:p> 1 }}"
        body = f"update={quote(text, safe='')}" if kind == FORM else text
        answer = send(writer, "POST", "/update", body.encode(), Content_Type=kind)
        assert answer.status_code == 204, answer.text
        assert writer.ask("<urn:test:chunks> ?p ?o") is there


@pytest.mark.parametrize("length", [10, 20_000])
@pytest.mark.parametrize("kind", ["application/sparql-query", FORM])
def test_a_query_in_chunks_is_answered(writer: Server, kind: str, length: int) -> None:
    """https://www.rfc-editor.org/rfc/rfc9112#section-7.1"""
    text = f"ASK {{}} #{'a' * length}"
    body = f"query={quote(text, safe='')}" if kind == FORM else text
    answer = send(writer, "POST", "/sparql", body.encode(), Content_Type=kind)
    assert (answer.status_code, answer.json()["boolean"]) == (200, True)


@pytest.mark.parametrize("beside", ["update=CLEAR%20ALL", "query=ASK%7B%7D"])
@pytest.mark.parametrize(
    ("kind", "body"), [(FORM, b""), (UPDATE, b"INSERT DATA { <a:a> <a:b> 1 }")]
)
def test_an_update_stands_in_the_body_and_not_in_the_address(
    writer: Server, kind: str, body: bytes, beside: str
) -> None:
    """https://www.w3.org/TR/sparql11-protocol/#update-via-post-urlencoded"""
    answer = writer.write_to("POST", f"/update?{beside}", body, Content_Type=kind)
    assert answer.status_code == 400, answer.text
    assert writer.ask("?s ?p ?o")
    assert not writer.ask("<a:a> ?p ?o")


@pytest.mark.parametrize("coding", [b"gzip, chunked", b"br, chunked", b"gzip,\tchunked"])
def test_a_body_in_a_coding_that_is_not_known_is_refused(writer: Server, coding: bytes) -> None:
    """https://www.rfc-editor.org/rfc/rfc9112#section-6.1"""
    head = b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\n"
    text = head + b"Transfer-Encoding: " + coding + b"\r\n\r\n6\r\nASK {}\r\n0\r\n\r\n"
    status, body = exchanged(writer, text)
    assert (status, json.loads(body)["code"]) == (501, "transfer-coding")


def test_a_target_is_no_longer_than_a_head_may_be(writer: Server) -> None:
    """https://www.rfc-editor.org/rfc/rfc9112#section-3"""
    lines = b" HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
    for path in (b"/", b"/sparql?query=ASK%7B%7D&x="):
        status, _ = exchanged(writer, b"GET " + path + b"a" * 300_000 + lines)
        assert status == 413, path


@pytest.mark.parametrize("what", ["extension", "trailer", "trailers"])
def test_what_stands_around_chunks_is_bounded(writer: Server, what: str) -> None:
    """https://www.rfc-editor.org/rfc/rfc9112#section-7.1.1"""
    head = b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\n"
    head += b"Transfer-Encoding: chunked\r\n\r\n6"
    begin = head + (b";a=" if what == "extension" else b"\r\nASK {}\r\n0\r\nx: y")
    piece = b"a" * 65_536 if what != "trailers" else b"\r\nx: y" * 10_000
    status, body = exchanged(writer, begin, *[piece] * 100)
    assert (status, json.loads(body)["code"]) == (413, "too-long")


@pytest.mark.parametrize("method", ["PUT", "POST"])
def test_a_part_of_a_graph_does_not_pass_for_the_whole(writer: Server, method: str) -> None:
    """https://www.rfc-editor.org/rfc/rfc9110#section-14.5"""
    answer = writer.write_to(
        method, GRAPH, TRIPLES, Content_Type="text/turtle", Content_Range="bytes 0-9/99"
    )
    assert (answer.status_code, answer.json()["code"]) == (400, "bad-request")
    assert writer.send("GET", GRAPH).status_code == 404
