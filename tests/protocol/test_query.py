"""The query operation of the SPARQL 1.1 Protocol."""

from __future__ import annotations

import json
from urllib.parse import quote

import httpx
import pyoxigraph as ox
import pytest

from tests.protocol.conftest import Server

ENTITIES = "https://w3id.org/cbec/graph/entities"
PERIODS = "https://w3id.org/cbec/graph/periods"
SELECT = (
    "SELECT ?name { <https://w3id.org/cbec/id/place/Shenzhen> rdfs:label ?name } ORDER BY ?name"
)
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
FORM = "application/x-www-form-urlencoded"


def rows(answer: httpx.Response) -> list[dict[str, dict[str, str]]]:
    assert answer.status_code == 200, answer.text
    found = answer.json()["results"]["bindings"]
    assert isinstance(found, list)
    return found


def number(answer: httpx.Response) -> int:
    return int(rows(answer)[0]["n"]["value"])


def code(answer: httpx.Response) -> str:
    assert answer.headers["Content-Type"] == "application/problem+json"
    return str(answer.json()["code"])


def test_a_query_is_answered_by_get(server: Server) -> None:
    """https://www.w3.org/TR/sparql11-protocol/#query-via-get"""
    names = {row["name"]["value"] for row in rows(server.query(SELECT, "application/json"))}
    assert {"Shenzhen", "深圳"} <= names


def test_a_query_is_answered_by_a_posted_form(server: Server) -> None:
    """https://www.w3.org/TR/sparql11-protocol/#query-via-post-urlencoded"""
    answer = server.send("POST", "/sparql", f"query={quote(SELECT, safe='')}", Content_Type=FORM)
    assert rows(answer)


def test_a_query_is_answered_by_a_posted_text(server: Server) -> None:
    """https://www.w3.org/TR/sparql11-protocol/#query-via-post-direct"""
    answer = server.send("POST", "/sparql", SELECT, Content_Type="application/sparql-query")
    assert rows(answer)


def test_a_query_is_answered_by_the_method_query(server: Server) -> None:
    """https://datatracker.ietf.org/doc/draft-ietf-httpbis-safe-method-w-body/"""
    kinds = {"application/sparql-query": SELECT, FORM: f"query={quote(SELECT, safe='')}"}
    for kind, body in kinds.items():
        assert rows(server.send("QUERY", "/sparql", body, Content_Type=kind))


def test_the_media_type_of_a_body_may_have_a_charset(server: Server) -> None:
    """https://www.w3.org/TR/sparql11-protocol/#query-via-post-direct"""
    kind = "application/sparql-query; charset=UTF-8"
    assert rows(server.send("POST", "/sparql", SELECT, Content_Type=kind))
    refused = server.send(
        "POST", "/sparql", SELECT.encode("utf-16"),
        Content_Type="application/sparql-query; charset=UTF-16",
    )  # fmt: skip
    assert refused.status_code == 415


def test_a_dataset_of_the_request_overrules_from(server: Server) -> None:
    """https://www.w3.org/TR/sparql11-protocol/#dataset"""
    own = COUNT.replace("{ ?s", f"FROM <{PERIODS}> {{ ?s")
    entities = number(server.query(COUNT, default_graph_uri=ENTITIES))
    assert 0 < entities != number(server.query(own))
    assert number(server.query(own, default_graph_uri=ENTITIES)) == entities


def test_several_default_graphs_are_merged(server: Server) -> None:
    """https://www.w3.org/TR/sparql11-protocol/#dataset"""
    parts = [number(server.query(COUNT, default_graph_uri=one)) for one in (ENTITIES, PERIODS)]
    both = number(server.query(COUNT, default_graph_uri=[ENTITIES, PERIODS]))
    assert max(parts) < both <= sum(parts)


def test_a_triple_of_two_default_graphs_is_there_once(writer: Server) -> None:
    """https://www.w3.org/TR/sparql11-query/#specifyingDataset"""
    graphs = ["urn:test:merge:1", "urn:test:merge:2"]
    both = " ".join(f"GRAPH <{one}> {{ <urn:a> <urn:test:p> 1 }}" for one in graphs)
    assert writer.update(f"INSERT DATA {{ {both} }}").status_code == 204
    clauses = " ".join(f"FROM <{one}>" for one in graphs)
    assert number(writer.query(COUNT.replace("{ ?s", f"{clauses} {{ ?s"))) == 1
    assert number(writer.query(COUNT, default_graph_uri=graphs)) == 1
    assert writer.update(f"DELETE DATA {{ {both} }}").status_code == 204


def test_only_the_named_graphs_of_the_request_are_there(server: Server) -> None:
    """https://www.w3.org/TR/sparql11-protocol/#dataset"""
    text = "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }"
    found = rows(server.query(text, named_graph_uri=ENTITIES))
    assert [row["g"]["value"] for row in found] == [ENTITIES]
    assert number(server.query(COUNT, named_graph_uri=ENTITIES)) == 0


def test_a_dataset_comes_beside_a_posted_text_in_the_address(server: Server) -> None:
    """https://www.w3.org/TR/sparql11-protocol/#query-via-post-direct"""
    path = f"/sparql?default-graph-uri={quote(ENTITIES, safe='')}"
    answer = server.send("POST", path, COUNT, Content_Type="application/sparql-query")
    assert number(answer) == number(server.query(COUNT, default_graph_uri=ENTITIES))


def test_a_dataset_beside_a_form_counts_too(server: Server) -> None:
    """https://www.w3.org/TR/sparql11-protocol/#query-via-post-urlencoded"""
    path = f"/sparql?default-graph-uri={quote(ENTITIES, safe='')}"
    answer = server.send("POST", path, f"query={quote(COUNT, safe='')}", Content_Type=FORM)
    assert number(answer) == number(server.query(COUNT, default_graph_uri=ENTITIES))


def test_a_graph_that_is_not_in_the_store_is_empty_and_never_fetched(server: Server) -> None:
    """https://www.w3.org/TR/sparql11-protocol/#dataset"""
    assert number(server.query(COUNT, default_graph_uri="http://127.0.0.1:9/none.ttl")) == 0
    none = COUNT.replace("{", "FROM <https://w3id.org/cbec/graph/none> {", 1)
    assert number(server.query(none)) == 0


@pytest.mark.parametrize("clause", ["FROM", "FROM NAMED"])
@pytest.mark.parametrize("name", ["file:///etc/passwd", "http://127.0.0.1:9/none.ttl"])
def test_a_document_of_elsewhere_is_refused_and_never_fetched(
    server: Server, clause: str, name: str
) -> None:
    """https://www.w3.org/TR/sparql11-protocol/#policy-security"""
    answer = server.query(COUNT.replace("{", f"{clause} <{name}> {{", 1))
    assert (answer.status_code, answer.json()["code"]) == (403, "service")
    assert name in answer.json()["detail"]


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("application/sparql-results+json", "application/sparql-results+json"),
        ("application/sparql-results+xml", "application/sparql-results+xml"),
        ("text/csv", "text/csv"),
        ("text/tab-separated-values", "text/tab-separated-values"),
        ("application/xml;q=0.5, text/csv;q=0.4", "application/xml"),
        ("text/*;q=0.9, application/sparql-results+json;q=0.5", "text/csv"),
        ("text/csv;charset=utf-8", "text/csv"),
        ("*/*", "application/sparql-results+json"),
        ("", "application/sparql-results+json"),
        (None, "application/sparql-results+json"),
        ("text/html;q=0, */*;q=0.1", "application/sparql-results+json"),
    ],
)
def test_rows_come_in_the_form_that_is_accepted_most(
    server: Server, accept: str | None, media_type: str
) -> None:
    """https://www.w3.org/TR/sparql11-protocol/#query-success"""
    answer = server.query(SELECT, accept)
    assert (answer.status_code, answer.headers["Content-Type"].split(";")[0]) == (200, media_type)
    assert "Accept" in answer.headers["Vary"]


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        ("text/turtle", ox.RdfFormat.TURTLE),
        ("application/n-triples", ox.RdfFormat.N_TRIPLES),
        ("application/ld+json", ox.RdfFormat.JSON_LD),
        ("application/rdf+xml", ox.RdfFormat.RDF_XML),
        ("application/trig", ox.RdfFormat.TRIG),
        ("application/n-quads", ox.RdfFormat.N_QUADS),
    ],
)
def test_a_graph_comes_in_the_form_that_is_accepted(
    server: Server, accept: str, form: ox.RdfFormat
) -> None:
    """https://www.w3.org/TR/sparql11-protocol/#query-success"""
    text = SELECT.replace("SELECT ?name {", "CONSTRUCT { <urn:s> rdfs:label ?name } WHERE {")
    answer = server.query(text, accept)
    assert answer.headers["Content-Type"].split(";")[0] == accept
    assert len({quad.triple for quad in ox.parse(answer.content, format=form)}) >= 2


def test_a_truth_value_comes_in_each_form(server: Server) -> None:
    """https://www.w3.org/TR/sparql11-results-json/#ask-result-form"""
    assert server.query("ASK {}", "application/sparql-results+json").json()["boolean"] is True
    assert "<boolean>true</boolean>" in server.query("ASK {}", "application/xml").text
    assert server.query("ASK {}", "text/csv").text.strip() == "true"


def test_csv_is_exact(server: Server) -> None:
    """https://www.w3.org/TR/sparql11-results-csv-tsv/#csv-terms"""
    text = """SELECT ("=cmd" AS ?x) ("a\\"b,c" AS ?y) {}"""
    assert server.query(text, "text/csv").text == 'x,y\r\n=cmd,"a""b,c"\r\n'


def test_a_form_that_no_one_can_give_is_406(server: Server) -> None:
    """https://www.rfc-editor.org/rfc/rfc9110#status.406"""
    for text in ("ASK {}", SELECT, "DESCRIBE <urn:x>"):
        answer = server.query(text, "image/png")
        assert (answer.status_code, code(answer)) == (406, "not-acceptable")


def test_parameters_that_clients_add_do_no_harm(server: Server) -> None:
    """https://www.w3.org/TR/sparql11-protocol/#query-operation"""
    extra = {"format": "turtle", "output": "json", "results": "xml", "timeout": "0"}
    assert rows(server.query(SELECT, "application/sparql-results+json", **extra))


@pytest.mark.parametrize(
    "iri", ["urn:x:%E6%B7%B1%E5%9C%B3", "urn:x:100%25", "urn:x:a+b", "urn:x:深圳"]
)
def test_a_request_is_decoded_once(server: Server, iri: str) -> None:
    """https://www.w3.org/TR/sparql11-protocol/#query-via-post-urlencoded"""
    text = f"SELECT (STR(<{iri}>) AS ?x) ('100%25 + 1' AS ?y) {{}}"
    form = f"query={quote(text, safe='')}"
    for answer in (
        server.query(text, "application/json"),
        server.send("POST", "/sparql", form, Content_Type=FORM),
        server.send("POST", "/sparql", text.encode(), Content_Type="application/sparql-query"),
    ):
        (row,) = rows(answer)
        assert (row["x"]["value"], row["y"]["value"]) == (iri, "100%25 + 1")


@pytest.mark.parametrize(
    ("method", "path", "kind", "body", "status"),
    [
        ("GET", "/sparql?query=ASK%7B%7D&query=ASK%7B%7D", None, b"", 400),
        ("GET", "/sparql?query=ASK%20%7B", None, b"", 400),
        ("GET", "/sparql?query=ASK%7B%7D&default-graph-uri=relative", None, b"", 400),
        ("GET", "/sparql?update=CLEAR%20ALL", None, b"", 403),
        ("GET", "/sparql?query=ASK%7B%7D&update=CLEAR%20ALL", None, b"", 403),
        ("POST", "/sparql", FORM, b"query=ASK%7B%7D&update=CLEAR%20ALL", 403),
        ("POST", "/sparql?query=ASK%7B%7D", FORM, b"query=ASK%7B%7D", 400),
        ("POST", "/sparql?query=ASK%7B%7D", "application/sparql-query", b"ASK {}", 400),
        ("POST", "/sparql?query=ASK%7B%7D", None, b"", 415),
        ("POST", "/sparql", FORM, b"query=ASK%7B%7D&query=ASK%7B%7D", 400),
        ("POST", "/sparql", FORM, b"", 400),
        ("POST", "/sparql", "text/plain", b"ASK {}", 415),
        ("POST", "/sparql", None, b"query=ASK%7B%7D", 415),
        ("POST", "/sparql", FORM, b"query=ASK%7B%3Fs%20%3Fp%20%27%FF%27%7D", 400),
        ("POST", "/sparql", "application/sparql-query", b"ASK { ?s ?p '\xff' }", 400),
        ("POST", "/sparql", "application/sparql-query", b"INSERT DATA { <urn:a> <urn:b> 1 }", 403),
        ("POST", "/sparql", "application/sparql-update", b"CLEAR ALL", 403),
        ("PUT", "/sparql", "application/sparql-query", b"ASK {}", 405),
        ("DELETE", "/sparql", None, b"", 405),
    ],
)  # fmt: skip
def test_a_request_that_is_not_of_the_protocol_is_refused(
    server: Server, method: str, path: str, kind: str | None, body: bytes, status: int
) -> None:
    """https://www.w3.org/TR/sparql11-protocol/#query-failure"""
    headers = {"Content_Type": kind} if kind else {}
    answer = server.send(method, path, body, **headers)
    assert answer.status_code == status, answer.text
    assert code(answer)
    if status == 405:
        assert "GET" in answer.headers["Allow"]


def test_an_error_of_syntax_says_where(server: Server) -> None:
    """https://www.w3.org/TR/sparql11-protocol/#query-failure"""
    answer = server.query("SELECT * {\n ?s ?p }")
    assert (answer.status_code, answer.json()["line"]) == (400, 2)


def test_a_relative_iri_is_resolved_against_the_base_of_the_site(server: Server) -> None:
    """https://www.w3.org/TR/sparql11-query/#relIRIs"""
    for text in ("SELECT ?x { BIND(<id/place/Shenzhen> AS ?x) }", "SELECT (<id/x> AS ?x) {}"):
        (row,) = rows(server.query(text))
        assert row["x"]["value"].startswith("https://w3id.org/cbec/id/")
    own = "BASE <http://example.org/a/> SELECT (<../b> AS ?x) {}"
    assert rows(server.query(own))[0]["x"]["value"] == "http://example.org/b"


def test_head_is_get_without_a_body(server: Server) -> None:
    """https://www.rfc-editor.org/rfc/rfc9110#HEAD"""
    for path in (f"/sparql?query={quote(SELECT, safe='')}", "/sparql", f"/graphs?graph={ENTITIES}"):
        answer = server.send("HEAD", path, Accept="*/*")
        assert (answer.status_code, answer.content) == (200, b"")
        assert answer.headers["Content-Type"]


def test_options_name_the_methods(server: Server) -> None:
    """https://www.rfc-editor.org/rfc/rfc9110#OPTIONS"""
    writes = (("/graphs", "PATCH"), ("/update", "POST"))
    for path, method in (("/sparql", "QUERY"), ("/", "GET"), *(writes if server.write else ())):
        answer = server.send("OPTIONS", path)
        assert answer.status_code in {200, 204}
        assert method in answer.headers["Allow"]


def test_another_site_may_read_and_never_with_credentials(server: Server) -> None:
    """https://fetch.spec.whatwg.org/#http-cors-protocol"""
    for text in ("ASK {}", "ASK {"):
        answer = server.send(
            "GET", f"/sparql?query={quote(text)}", Origin="https://elsewhere.example"
        )
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert "Access-Control-Allow-Credentials" not in answer.headers
        assert "Set-Cookie" not in answer.headers


def test_a_function_that_nobody_knows_is_pointed_at(writer: Server) -> None:
    """https://www.w3.org/TR/sparql11-protocol/#query-failure"""
    answer = writer.query("SELECT ?x {\n BIND(cbec:foo(1) AS ?x) }")
    assert (answer.status_code, code(answer)) == (400, "query")
    assert (answer.json()["line"], answer.json()["column"]) == (2, 7)


def test_a_prefix_that_nobody_declared_is_compared_with_those_there_are(server: Server) -> None:
    """https://www.w3.org/TR/sparql11-protocol/#query-failure"""
    found = server.query("SELECT * {\n ?s a cbecc:City }").json()
    assert (found["line"], found["column"]) == (2, 7)
    assert "cbec:" in found["remedy"]


def test_triple_terms_come_through(server: Server) -> None:
    """https://www.w3.org/TR/sparql12-query/#triple-terms"""
    text = "SELECT ?t { BIND(<<( <urn:a> <urn:b> 1 )>> AS ?t) }"
    (row,) = rows(server.query(text, "application/sparql-results+json"))
    assert row["t"]["type"] == "triple"
    assert json.dumps(row["t"]["value"])


def test_no_service_is_called(server: Server) -> None:
    """https://www.w3.org/TR/sparql11-federated-query/#security-considerations"""
    for silent in ("", "SILENT "):
        answer = server.query(
            f"SELECT * {{ SERVICE {silent}<http://127.0.0.1:9/> {{ ?s ?p ?o }} }}"
        )
        assert (answer.status_code, code(answer)) == (403, "service")


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:80", "127.0.0.1.evil.example", "localhost.evil.example"]
)
def test_a_foreign_host_is_misdirected(server: Server, host: str) -> None:
    """https://www.rfc-editor.org/rfc/rfc9110#status.421"""
    for path in ("/", "/sparql?query=ASK%7B%7D", "/graphs?default"):
        assert server.send("GET", path, Host=host).status_code == 421
