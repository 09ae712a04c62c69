"""HTTP itself: conditions, parts, codings, methods and other sites, on whatever answers."""

from __future__ import annotations

import gzip
import json
import socket
from urllib.parse import quote

import httpx
import pytest

from tests.protocol.conftest import Server

SELECT = "SELECT * { ?s a cbec:City } ORDER BY ?s"
PATH = f"/sparql?query={quote(SELECT, safe='')}"
QUERY = "application/sparql-query"
OLD, COMING = "Wed, 01 Jan 1998 00:00:00 GMT", "Wed, 01 Jan 2098 00:00:00 GMT"


def _place(server: Server) -> tuple[str, int]:
    url = httpx.URL(server.address)
    return url.host, url.port or 80


def dump(server: Server, **headers: str) -> httpx.Response:
    release = server.send("GET", "/dumps/", Accept="application/json").json()["releases"][0]["id"]
    return server.send("GET", f"/dumps/{release}/codes.ttl", **headers)


@pytest.mark.parametrize("path", [PATH, "/doc/place/Shenzhen.ttl", "/graphs/entities", "/sparql"])
def test_who_holds_the_answer_is_told_so(server: Server, path: str) -> None:
    """https://www.rfc-editor.org/rfc/rfc9110#name-if-none-match"""
    first = server.send("GET", path, Accept="*/*")
    tag = first.headers["ETag"]
    for _ in range(2):  # the second time from what is kept of the first
        for held in (tag, f'"x", W/{tag}', "*"):
            for method in ("GET", "HEAD"):
                answer = server.send(method, path, Accept="*/*", If_None_Match=held)
                assert (answer.status_code, answer.content) == (304, b""), held
                assert answer.headers["ETag"] == tag
                assert answer.headers["Vary"] == first.headers["Vary"]
        assert server.send("GET", path, Accept="*/*", If_None_Match='"x"').status_code == 200
        other = server.send("GET", path, Accept="text/csv, */*;q=0.1", If_None_Match=tag)
        assert other.status_code == 200 or other.headers["ETag"] == tag


def test_who_holds_it_is_told_no_length_of_nothing(writer: Server) -> None:
    """https://www.rfc-editor.org/rfc/rfc9110#name-content-length"""
    file = dump(writer).url.path
    for path in (file, "/static/style.css", "/doc/place/Shenzhen.ttl", "/", PATH):
        tag = writer.send("GET", path).headers["ETag"]
        answer = writer.send("GET", path, If_None_Match=tag)
        assert (answer.status_code, answer.content) == (304, b""), path
        assert "Content-Length" not in answer.headers, path


def test_a_method_that_http_does_not_have_is_told_so(writer: Server) -> None:
    """https://www.rfc-editor.org/rfc/rfc9110#status.501"""
    for method in ("BREW", "query", "Get"):
        with socket.create_connection(_place(writer)) as client:
            client.sendall(f"{method} /sparql HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
            head, _, body = client.makefile("rb").read().partition(b"\r\n\r\n")
        assert head.split()[1] == b"501", method
        assert b"application/problem+json" in head
        assert json.loads(body)["code"] == "unknown-method"


@pytest.mark.parametrize("path", [PATH, "/doc/place/Shenzhen.ttl"])
def test_a_date_is_a_condition_where_there_is_no_tag(writer: Server, path: str) -> None:
    """https://www.rfc-editor.org/rfc/rfc9110#name-if-modified-since"""
    date = writer.send("GET", path).headers["Last-Modified"]
    for since, status in ((date, 304), (COMING, 304), (OLD, 200), ("yesterday", 200)):
        answer = writer.send("GET", path, If_Modified_Since=since)
        assert answer.status_code == status, since
    both = writer.send("GET", path, If_Modified_Since=date, If_None_Match='"x"')
    assert both.status_code == 200


@pytest.mark.parametrize("path", [PATH, "/doc/place/Shenzhen.ttl", "/graphs/entities"])
def test_who_wants_another_representation_is_refused(server: Server, path: str) -> None:
    """https://www.rfc-editor.org/rfc/rfc9110#name-if-match"""
    tag = server.send("GET", path).headers["ETag"]
    for match, status in ((tag, 200), ("*", 200), ('"x"', 412), (f"W/{tag}", 412)):
        answer = server.send("GET", path, If_Match=match)
        assert answer.status_code == status, match
    assert answer.json()["code"] == "precondition"


def test_a_file_is_given_by_parts_and_under_conditions(writer: Server) -> None:
    """https://www.rfc-editor.org/rfc/rfc9110#name-range-requests"""
    whole = dump(writer)
    tag, date, size = whole.headers["ETag"], whole.headers["Last-Modified"], len(whole.content)
    for asked, status, content in (
        ("bytes=0-9", 206, whole.content[:10]),
        ("bytes=-5", 206, whole.content[-5:]),
        (f"bytes=5-{size + 9}", 206, whole.content[5:]),
        (f"bytes={size}-", 416, None),
        ("bytes=-0", 416, None),
        ("bytes=5-2", 200, whole.content),
        ("bytes=0-0,5-6", 200, whole.content),
        ("lines=0-1", 200, whole.content),
    ):
        answer = dump(writer, Range=asked)
        assert answer.status_code == status, asked
        assert content is None or answer.content == content
    for condition, status in ((tag, 206), (date, 206), ('"x"', 200), (f"W/{tag}", 200), (OLD, 200)):
        answer = dump(writer, Range="bytes=0-9", If_Range=condition)
        assert answer.status_code == status, condition
    assert dump(writer, Range="bytes=0-9", If_None_Match=tag).status_code == 304
    for range_ in ({}, {"Range": "bytes=0-9"}):
        assert dump(writer, If_Match='"x"', **range_).status_code == 412


def test_a_packed_query_is_unpacked(server: Server) -> None:
    """https://www.rfc-editor.org/rfc/rfc9110#field.content-encoding"""
    for body, coding, status in (
        (b"ASK {}", "identity", 200),
        (gzip.compress(b"ASK {}"), "gzip", 200),
        (b"ASK {}", "gzip", 400),
        (b"ASK {}", "br", 415),
        (gzip.compress(b"#" * 50_000_000), "gzip", 413),
    ):
        answer = server.send("POST", "/sparql", body, Content_Type=QUERY, Content_Encoding=coding)
        assert answer.status_code == status, coding


def test_a_client_that_takes_no_coding_at_all_is_refused(server: Server) -> None:
    """https://www.rfc-editor.org/rfc/rfc9110#name-accept-encoding"""
    answer = server.send("GET", "/graphs/entities", Accept_Encoding="identity;q=0, *;q=0")
    assert (answer.status_code, answer.json()["code"]) == (406, "not-acceptable")
    assert "Accept-Encoding" in answer.headers["Vary"]


def test_a_refusal_is_packed_as_other_answers_are(server: Server) -> None:
    """https://www.rfc-editor.org/rfc/rfc9110#name-accept-encoding"""
    for coding in ("gzip", "br"):
        answer = server.send("GET", "/nothing", Accept="text/html", Accept_Encoding=coding)
        assert (answer.status_code, answer.headers["Content-Encoding"]) == (404, coding)
        assert "<!doctype html>" in answer.text


@pytest.mark.parametrize("path", ["/sparql", "/graphs/entities", "/doc/place/Shenzhen", "/nothing"])
def test_a_page_of_another_site_may_ask_first(server: Server, path: str) -> None:
    """https://fetch.spec.whatwg.org/#cors-preflight-fetch"""
    answer = server.send(
        "OPTIONS", path, Origin="https://elsewhere.example",
        Access_Control_Request_Method="GET", Access_Control_Request_Headers="if-none-match",
    )  # fmt: skip
    assert answer.is_success
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "If-None-Match" in answer.headers["Access-Control-Allow-Headers"]
    assert "GET" in answer.headers["Access-Control-Allow-Methods"]
    if answer.status_code == 204:
        assert "Content-Type" not in answer.headers
    refused = server.send("GET", f"{path}.none", Origin="https://elsewhere.example")
    assert refused.status_code >= 400
    assert refused.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize(
    "kind",
    [
        "application/SPARQL-Query",
        'application/sparql-query;charset="UTF-8"',
        'application/sparql-query; Charset=utf-8; x="a;b"',
        "application/sparql-query;",
    ],
)
def test_the_case_and_the_quotes_of_a_media_type_do_not_matter(server: Server, kind: str) -> None:
    """https://www.rfc-editor.org/rfc/rfc9110#name-media-type"""
    assert server.send("POST", "/sparql", "ASK {}", Content_Type=kind).status_code == 200


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("application/json;q=0, */*", "application/sparql-results+json"),
        ("TEXT/CSV", "text/csv"),
        ("text/csv; q=0.001", "text/csv"),
        (", ,", "application/sparql-results+json"),
        ("text/csv;q=0.3, application/xml;q=0.2", "text/csv"),
        ("*/*;q=0", None),
        ("application/sparql-results+json;q=0", None),
        ("*/json", None),
    ],
)
def test_weights_are_read_as_they_are_meant(
    server: Server, accept: str, media_type: str | None
) -> None:
    """https://www.rfc-editor.org/rfc/rfc9110#name-accept"""
    answer = server.query("ASK {}", accept)
    if media_type is None:
        assert answer.status_code == 406
    else:
        assert answer.headers["Content-Type"].partition(";")[0] == media_type


def test_the_endpoint_answers_with_a_slash_too(server: Server) -> None:
    """https://www.w3.org/TR/sparql11-protocol/#query-operation"""
    for method in ("GET", "HEAD", "OPTIONS"):
        assert server.send(method, "/sparql/?query=ASK%7B%7D").is_success
    assert server.send("POST", "/sparql/", "ASK {}", Content_Type=QUERY).json()["boolean"] is True


def test_documents_of_hash_names_lead_somewhere(server: Server) -> None:
    """https://www.w3.org/TR/cooluris/#hashuri"""
    text = "SELECT DISTINCT ?s { ?s ?p ?o FILTER(STRSTARTS(STR(?s), STR(cbec:))) }"
    assert server.query(text.replace("cbec:", "<https://w3id.org/cbec/>"), "text/csv").is_success
    for path in ("/report", "/ont", "/shapes", "/examples/figures-for-an-area/area"):
        with server.client() as client:
            answer = client.get(path, follow_redirects=True, headers={"Accept": "text/turtle"})
        assert answer.status_code == 200, path
        assert answer.history[0].status_code == 303


def test_a_path_that_is_not_utf_8_is_refused_as_such(server: Server) -> None:
    """https://www.rfc-editor.org/rfc/rfc3986#section-2.5"""
    for path in ("/doc/place/%FF", "/graphs/%C3%28"):
        answer = server.send("GET", path)
        assert (answer.status_code, answer.json()["code"]) == (400, "encoding")
