"""The update operation of the SPARQL 1.1 Protocol, and who may use it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from urllib.parse import quote

import pytest

from tests.protocol.conftest import Server

UPDATE = "application/sparql-update"
FORM = "application/x-www-form-urlencoded"


def insert(name: str) -> str:
    return f"INSERT DATA {{ <urn:test:{name}> <urn:test:p> 1 }}"


def forget(writer: Server, name: str) -> None:
    assert writer.update(f"DELETE WHERE {{ <urn:test:{name}> ?p ?o }}").status_code == 204
    assert not writer.ask(f"<urn:test:{name}> ?p ?o")


def test_an_update_is_carried_out_and_seen_at_once(writer: Server) -> None:
    """https://www.w3.org/TR/sparql11-protocol/#update-via-post-direct"""
    answer = writer.update(insert("direct"))
    assert answer.status_code == 204, answer.text
    assert writer.ask("<urn:test:direct> <urn:test:p> 1")
    assert writer.send("GET", "/health").json()["release"] == answer.headers["X-Release"]
    forget(writer, "direct")


def test_an_update_comes_as_a_form(writer: Server) -> None:
    """https://www.w3.org/TR/sparql11-protocol/#update-via-post-urlencoded"""
    body = f"update={quote(insert('form'), safe='')}"
    assert writer.write_to("POST", "/update", body, Content_Type=FORM).status_code == 204
    assert writer.ask("<urn:test:form> <urn:test:p> 1")
    forget(writer, "form")


def test_the_request_may_name_the_graphs_of_the_patterns(writer: Server) -> None:
    """https://www.w3.org/TR/sparql11-protocol/#update-dataset"""
    graph = quote("https://w3id.org/cbec/graph/discrepancies", safe="")
    text = "INSERT { GRAPH <urn:test:using> { ?s <urn:test:p> 1 } } WHERE { ?s a ?c }"
    assert writer.update(text, f"/update?using-graph-uri={graph}").status_code == 204
    assert writer.ask("GRAPH <urn:test:using> { ?s ?p 1 }")
    assert not writer.ask(
        "GRAPH <urn:test:using> { <https://w3id.org/cbec/id/place/Shenzhen> ?p 1 }"
    )
    named = "INSERT { GRAPH <urn:test:n> { ?g <urn:test:p> 1 } } WHERE { GRAPH ?g { ?s a ?c } }"
    assert writer.update(named, f"/update?using-named-graph-uri={graph}").status_code == 204
    answer = writer.query("SELECT ?g { GRAPH <urn:test:n> { ?g ?p 1 } }", "text/csv")
    assert answer.text.split() == ["g", "https://w3id.org/cbec/graph/discrepancies"]
    assert writer.update("DROP GRAPH <urn:test:using> ; DROP GRAPH <urn:test:n>").status_code == 204


def test_graphs_of_the_request_must_not_meet_those_of_the_update(writer: Server) -> None:
    """https://www.w3.org/TR/sparql11-protocol/#update-dataset"""
    for clause in ("WITH <urn:g> DELETE { ?s ?p 1 }", "DELETE { ?s ?p 1 } USING <urn:g>"):
        text = f"{clause} WHERE {{ ?s ?p 1 }}"
        assert writer.update(text, "/update?using-graph-uri=urn:x").status_code == 400


@pytest.mark.parametrize(
    ("method", "path", "kind", "body", "status"),
    [
        ("GET", "/update?update=CLEAR%20ALL", UPDATE, b"", 405),
        ("PUT", "/update", UPDATE, b"CLEAR ALL", 405),
        ("POST", "/update", "text/plain", b"CLEAR ALL", 415),
        ("POST", "/update", FORM, b"", 400),
        ("POST", "/update", FORM, b"update=CLEAR%20ALL&update=CLEAR%20ALL", 400),
        ("POST", "/update", FORM, b"query=ASK%7B%7D", 400),
        ("POST", "/update", UPDATE, b"ASK {}", 400),
        ("POST", "/update", UPDATE, b"INSERT DATA { <urn:a> ", 400),
        ("POST", "/update", UPDATE, b"INSERT DATA { <urn:a> <urn:b> '\xff' }", 400),
        ("POST", "/update?using-graph-uri=relative", UPDATE, b"CLEAR ALL", 400),
    ],
)
def test_a_request_that_is_not_of_the_protocol_is_refused(
    writer: Server, method: str, path: str, kind: str, body: bytes, status: int
) -> None:
    """https://www.w3.org/TR/sparql11-protocol/#update-failure"""
    answer = writer.write_to(method, path, body, Content_Type=kind)
    assert answer.status_code == status, answer.text
    assert writer.ask("?s ?p ?o")


@pytest.mark.parametrize(
    "second",
    ["THIS IS WRONG", "LOAD <http://127.0.0.1:9/>", "LOAD SILENT <file:///etc/passwd>"],
)
def test_an_update_is_carried_out_whole_or_not_at_all(writer: Server, second: str) -> None:
    """https://www.w3.org/TR/sparql11-update/#updateServices"""
    answer = writer.update(f"{insert('half')} ; {second}")
    assert answer.status_code in {400, 403}
    assert not writer.ask("<urn:test:half> ?p ?o")


def test_an_update_calls_no_service(writer: Server) -> None:
    """https://www.w3.org/TR/sparql11-update/#security"""
    text = "INSERT { ?s ?p ?o } WHERE { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }"
    assert writer.update(text).status_code == 403


def test_data_that_violate_a_shape_change_nothing(writer: Server) -> None:
    """https://www.w3.org/TR/shacl/#validation"""
    before = writer.send("GET", "/health").json()
    answer = writer.update("INSERT DATA { <https://w3id.org/cbec/id/place/X> a cbec:City }")
    assert (answer.status_code, answer.json()["code"]) == (422, "non-conforming")
    assert "label" in answer.json()["detail"]
    assert writer.send("GET", "/health").json() == before


def test_an_endless_update_is_stopped_and_changes_nothing(writer: Server) -> None:
    """https://www.w3.org/TR/sparql11-update/#security"""
    values = " ".join(f"VALUES ?v{n} {{ {' '.join(map(str, range(100)))} }}" for n in range(8))
    text = f"INSERT {{ ?a <urn:test:endless> 1 }} WHERE {{ {values} BIND(IRI(STR(?v0)) AS ?a) }}"
    answer = writer.update(text)
    assert (answer.status_code, answer.json()["code"]) == (422, "write-limit")
    assert not writer.ask("?a <urn:test:endless> ?b")


def test_writers_at_once_lose_nothing(writer: Server) -> None:
    """https://www.w3.org/TR/sparql11-update/#updateServices"""
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda n: writer.update(insert(f"many{n}")), range(8)))
    assert {answer.status_code for answer in answers} == {204}
    # they came together, so they share releases
    assert len({answer.headers["X-Release"] for answer in answers}) < 8
    answer = writer.query(
        "SELECT ?s { ?s <urn:test:p> 1 FILTER(CONTAINS(STR(?s), 'many')) }", "text/csv"
    )
    assert len(answer.text.split()) == 9
    assert writer.update("DELETE WHERE { ?s <urn:test:p> 1 }").status_code == 204


@pytest.mark.parametrize(
    "header", [None, "Bearer wrong", "Bearer ", "Basic YWRtaW46cHc=", "Bearer " + "x" * 8_000]
)
def test_a_wrong_token_is_401_and_says_how(writer: Server, header: str | None) -> None:
    """https://www.rfc-editor.org/rfc/rfc6750#section-3"""
    headers = {"Authorization": header.strip()} if header else {}
    answer = writer.send("POST", "/update", insert("wrong"), Content_Type=UPDATE, **headers)
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith("Bearer ")
    assert not writer.ask("<urn:test:wrong> ?p ?o")


def test_a_token_for_reading_does_not_write(writer: Server) -> None:
    """https://www.rfc-editor.org/rfc/rfc6750#section-3.1"""
    header = f"Bearer {writer.read}"
    answer = writer.send(
        "POST", "/update", insert("read"), Content_Type=UPDATE, Authorization=header
    )
    assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")
    assert 'error="insufficient_scope"' in answer.headers["WWW-Authenticate"]


def test_a_token_in_the_address_counts_for_nothing(writer: Server) -> None:
    """https://www.rfc-editor.org/rfc/rfc6750#section-5.3"""
    path = f"/update?access_token={writer.write}&token={writer.write}"
    answer = writer.send("POST", path, insert("address"), Content_Type=UPDATE)
    assert answer.status_code == 401


@pytest.mark.parametrize("kind", [FORM, "text/plain", "multipart/form-data; boundary=x", UPDATE])
def test_another_site_cannot_make_a_browser_write(writer: Server, kind: str) -> None:
    """https://fetch.spec.whatwg.org/#cors-preflight-fetch"""
    for path in ("/update", "/graphs?default", "/sparql"):
        answer = writer.send(
            "POST", path, insert("csrf"), Content_Type=kind, Origin="https://evil.example"
        )
        assert 400 <= answer.status_code < 500
        preflight = writer.send("OPTIONS", path, Origin="https://evil.example")
        if path != "/sparql":
            assert "authorization" not in preflight.headers["Access-Control-Allow-Headers"].lower()
    assert not writer.ask("<urn:test:csrf> ?p ?o")


def test_a_server_without_tokens_does_not_write(remote: Server) -> None:
    """https://www.w3.org/TR/sparql11-protocol/#policy-security"""
    answer = remote.send("POST", "/update", insert("off"), Content_Type=UPDATE)
    assert (answer.status_code, answer.json()["code"]) == (403, "read-only")


def test_a_graph_is_created_once(writer: Server) -> None:
    """https://www.w3.org/TR/sparql11-update/#create"""
    graph = "<urn:test:created>"
    assert writer.update(f"CREATE GRAPH {graph}").status_code == 204
    again = writer.update(f"{insert('twice')} ; CREATE GRAPH {graph}")
    assert again.status_code == 400
    assert "exists" in again.json()["detail"]
    assert not writer.ask("<urn:test:twice> ?p ?o")
    assert writer.update(f"CREATE SILENT GRAPH {graph}").status_code == 204
    assert writer.update(f"DROP GRAPH {graph}").status_code == 204
    assert writer.update(f"DROP GRAPH {graph}").status_code == 400
    filled = f"INSERT DATA {{ GRAPH {graph} {{ <urn:a> <urn:test:p> 1 }} }}"
    assert writer.update(filled).status_code == 204
    assert writer.update(f"CREATE GRAPH {graph}").status_code == 400
    assert writer.update(f"DROP GRAPH {graph}").status_code == 204


def test_a_graph_that_is_emptied_still_stands(writer: Server) -> None:
    """https://www.w3.org/TR/sparql11-update/#clear"""
    path, graph = "/graphs?graph=urn:test:cleared", "<urn:test:cleared>"
    filled = f"INSERT DATA {{ GRAPH {graph} {{ <urn:a> <urn:test:p> 1 }} }}"
    for text in (f"CLEAR GRAPH {graph}", f"DELETE WHERE {{ GRAPH {graph} {{ ?s ?p ?o }} }}"):
        assert writer.update(filled).status_code == 204
        assert writer.update(text).status_code == 204
        answer = writer.send("GET", path, Accept="application/n-triples")
        assert (answer.status_code, answer.text) == (200, ""), text
        assert writer.update(f"DROP GRAPH {graph}").status_code == 204
        assert writer.send("GET", path).status_code == 404
    for text in ("DELETE WHERE { ?s ?p ?o }", "CLEAR ALL"):
        assert writer.update(filled).status_code == 204
        patched = writer.write_to("PATCH", path, text, Content_Type=UPDATE)
        assert patched.status_code == 204, patched.text
        assert writer.send("HEAD", path).status_code == 200, text
        assert writer.write_to("DELETE", path).status_code == 204
        assert writer.send("GET", path).status_code == 404


def test_what_is_too_long_is_told_how_long_it_may_be(writer: Server) -> None:
    """https://www.rfc-editor.org/rfc/rfc9110#status.413"""
    answer = writer.write_to("POST", "/update", b"#" * 3_000_000, Content_Type=UPDATE)
    assert (answer.status_code, answer.json()["code"]) == (413, "too-long")
    assert "bytes" in answer.json()["expected"]


def test_the_methods_that_are_named_are_those_that_work(writer: Server, remote: Server) -> None:
    """https://www.rfc-editor.org/rfc/rfc9110#field.allow"""
    for server, path, methods in (
        (writer, "/update", "GET, HEAD, POST, OPTIONS"),
        (writer, "/graphs/entities", "GET, HEAD, PUT, POST, DELETE, PATCH, OPTIONS"),
        (writer, "/graphs/report", "GET, HEAD, OPTIONS"),
        (remote, "/update", "OPTIONS"),
        (remote, "/graphs", "GET, HEAD, OPTIONS"),
        (remote, "/graphs/entities", "GET, HEAD, OPTIONS"),
    ):
        answer = server.send("OPTIONS", path)
        assert answer.headers["Allow"] == methods, path
        assert ("Accept-Post" in answer.headers) is ("POST" in methods)
    assert remote.send("GET", "/graphs/entities").headers["Allow"] == "GET, HEAD, OPTIONS"


def test_a_server_that_writes_says_so(writer: Server, remote: Server) -> None:
    """https://www.w3.org/TR/sparql11-service-description/#sd-supportedLanguage"""
    space = "http://www.w3.org/ns/sparql-service-description#"
    language = f"<{writer.address}/update> <{space}supportedLanguage> <{space}SPARQL11Update> ."
    text = writer.send("GET", "/sparql", Accept="application/n-triples").text
    assert f"seeAlso> <{writer.address}/update> ." in text
    assert language in writer.send("GET", "/update", Accept="application/n-triples").text
    assert f"<{writer.address}/sparql> <{space}feature> <{space}EmptyGraphs> ." in text
    assert remote.send("GET", "/update").headers["Allow"] == "OPTIONS"
    assert "/update" not in remote.send("GET", "/sparql", Accept="text/plain").text
