"""The server as a client sees it."""

from __future__ import annotations

import csv
import io
import json
from urllib.parse import urlencode

import pyoxigraph as ox
import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from console.problems import PROBLEMS
from kg.vocab import PREFIXES

SELECT = "SELECT ?s ?name { ?s rdfs:label ?name } ORDER BY ?name"
BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}


def ask(client: FlaskClient, text: str, accept: str | None = None, **more: str) -> TestResponse:
    headers = {} if accept is None else {"Accept": accept}
    return client.get(f"/sparql?{urlencode({'query': text} | more)}", headers=headers)


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        (None, "application/sparql-results+json"),
        ("", "application/sparql-results+json"),
        ("*/*", "application/sparql-results+json"),
        ("application/sparql-results+json", "application/sparql-results+json"),
        ("application/json", "application/json"),
        ("application/sparql-results+xml", "application/sparql-results+xml"),
        ("text/csv;charset=utf-8", "text/csv"),
        ("text/tab-separated-values", "text/tab-separated-values"),
        ("text/turtle, text/csv;q=0.1", "text/csv"),
    ],
)
@pytest.mark.parametrize("text", [SELECT, "ASK { ?s ?p ?o }"])
def test_rows_come_in_the_format_that_is_accepted(
    client: FlaskClient, text: str, accept: str | None, media_type: str
) -> None:
    response = ask(client, text, accept)
    assert response.status_code == 200
    assert response.mimetype == media_type
    assert response.data


@pytest.mark.parametrize(
    ("accept", "media_type", "form"),
    [
        (None, "text/turtle", ox.RdfFormat.TURTLE),
        ("text/turtle", "text/turtle", ox.RdfFormat.TURTLE),
        ("application/n-triples", "application/n-triples", ox.RdfFormat.N_TRIPLES),
        ("text/plain", "text/plain", ox.RdfFormat.N_TRIPLES),
        ("application/ld+json", "application/ld+json", ox.RdfFormat.JSON_LD),
        ("application/rdf+xml", "application/rdf+xml", ox.RdfFormat.RDF_XML),
        ("application/trig", "application/trig", ox.RdfFormat.TRIG),
    ],
)
@pytest.mark.parametrize(
    "text", ["DESCRIBE place:Shenzhen", "CONSTRUCT WHERE { place:Shenzhen ?p ?o }"]
)
def test_triples_come_in_the_format_that_is_accepted(
    client: FlaskClient, text: str, accept: str | None, media_type: str, form: ox.RdfFormat
) -> None:
    response = ask(client, text, accept)
    assert response.status_code == 200
    assert response.mimetype == media_type
    assert len(list(ox.parse(response.data, format=form))) == 5


def test_the_three_operations_of_the_protocol_give_the_same_answer(client: FlaskClient) -> None:
    answers = {
        ask(client, SELECT).data,
        client.post("/sparql", data={"query": SELECT}).data,
        client.post("/sparql", data=SELECT.encode(), content_type="application/sparql-query").data,
    }
    assert len(answers) == 1


def test_csv_is_exact(client: FlaskClient) -> None:
    rows = list(csv.reader(io.StringIO(ask(client, SELECT, "text/csv").text, newline="")))
    assert rows[0] == ["s", "name"]
    assert [PREFIXES["place"] + "Evil", "<script>alert(1)</script>"] in rows


def test_a_query_sees_all_graphs_unless_it_or_the_request_says_otherwise(
    client: FlaskClient,
) -> None:
    text = "SELECT (COUNT(DISTINCT ?o) AS ?n) { ?s ?p ?o }"
    source = PREFIXES["graph"] + "source/000"

    def count(text: str, **more: str) -> str:
        return ask(client, text, "text/csv", **more).text.split()[1]

    assert count(text) == "7"
    assert count(text.replace("{", f"FROM <{source}> {{", 1)) == "2"
    assert count(text, **{"default-graph-uri": source}) == "2"
    assert count(text.replace("{", "FROM <urn:x> {", 1), **{"default-graph-uri": source}) == "2"
    assert count(text, **{"named-graph-uri": source}) == "0"
    assert count(text.replace("?s ?p ?o", "GRAPH ?g { ?s ?p ?o }")) == "7"
    assert (
        count(text.replace("?s ?p ?o", "GRAPH ?g { ?s ?p ?o }"), **{"named-graph-uri": source})
        == "2"
    )


def test_a_triple_of_two_graphs_stands_once_in_their_union(client: FlaskClient) -> None:
    answer = ask(client, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", "text/csv")
    assert answer.text.split()[1] == "8"


@pytest.mark.parametrize(
    ("text", "status", "code"),
    [
        ("SELECT * { ?s cbce:area ?o }", 400, "query"),
        ("", 400, "query"),
        ("INSERT DATA { <urn:a> <urn:b> <urn:c> }", 403, "update"),
        ("SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", 403, "service"),
        ("SELECT * " + "{" * 4_000 + "}" * 4_000, 400, "too-nested"),
    ],
)
def test_a_query_that_is_refused_gets_a_problem_document(
    client: FlaskClient, text: str, status: int, code: str
) -> None:
    response = client.post("/sparql", data={"query": text})
    assert (response.status_code, response.mimetype) == (status, "application/problem+json")
    document = json.loads(response.data)
    assert (document["status"], document["code"]) == (status, code)
    assert document["title"] == PROBLEMS[code][1]
    assert document["detail"]
    assert document["type"].endswith(f"/problem/{code}")


def test_a_query_error_has_line_column_and_remedy(client: FlaskClient) -> None:
    document = json.loads(ask(client, "SELECT * {\n ?s cbce:area ?o }").data)
    assert (document["line"], document["column"]) == (2, 5)
    assert "cbec:" in document["remedy"]


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/sparql.csv", 400, "no-query"),
        ("GET", "/nothing", 404, "not-found"),
        ("GET", "/sparql.gif?query=ASK%7B%7D", 404, "not-found"),
        ("GET", "/sparql.ttl?query=ASK%7B%7D", 406, "not-acceptable"),
        ("PUT", "/sparql", 405, "method"),
        ("DELETE", "/", 405, "method"),
        ("POST", "/sparql", 415, "media-type"),
    ],
)
def test_each_refusal_has_status_and_code(
    client: FlaskClient, method: str, path: str, status: int, code: str
) -> None:
    response = client.open(path, method=method)
    assert response.status_code == status
    assert json.loads(response.data)["code"] == code
    if status == 405:
        assert "GET" in response.headers["Allow"]


def test_a_format_that_is_not_on_offer_is_refused_with_those_that_are(client: FlaskClient) -> None:
    response = ask(client, SELECT, "image/png")
    assert response.status_code == 406
    assert "text/csv" in json.loads(response.data)["expected"]


def test_a_body_that_is_too_long_is_refused(client: FlaskClient) -> None:
    response = client.post("/sparql", data={"query": "#" * 300_000})
    assert response.status_code == 413
    assert json.loads(response.data)["code"] == "too-long"


def test_a_browser_gets_the_page_at_the_endpoint(client: FlaskClient) -> None:
    for path in ("/", "/sparql", f"/sparql?{urlencode({'query': SELECT})}"):
        response = client.get(path, headers=BROWSER)
        assert (response.status_code, response.mimetype) == (200, "text/html")


def test_a_page_shows_an_error_with_its_status_and_keeps_the_query(client: FlaskClient) -> None:
    text = "SELECT * {\n ?s cbce:area ?o }"
    for response in (
        client.get(f"/sparql?{urlencode({'query': text})}", headers=BROWSER),
        client.post("/sparql", data={"query": text}, headers=BROWSER),
    ):
        assert response.status_code == 400
        assert "line 2, column 5" in response.text
        assert "?s cbce:area ?o" in response.text


def test_a_page_without_a_query_to_keep_still_says_what_is_wrong(client: FlaskClient) -> None:
    response = client.post("/sparql", data={"update": "CLEAR ALL"}, headers=BROWSER)
    assert response.status_code == 403
    assert "a release never changes" in response.text


def test_nothing_that_the_graph_holds_becomes_markup_or_a_link_elsewhere(
    client: FlaskClient,
) -> None:
    for text in ("SELECT * { place:Evil ?p ?o }", "SELECT * { ?s ?p '</textarea><script>' }"):
        page = ask(client, text, "text/html").text
        assert "<script>alert" not in page
        assert "</textarea><script>" not in page
        assert 'href="javascript:' not in page


def test_a_page_says_that_there_are_more_rows_than_it_shows(client: FlaskClient) -> None:
    assert "The first 3 rows" in ask(client, "SELECT * { ?s ?p ?o }", "text/html").text
    assert "2 rows" in ask(client, "SELECT DISTINCT ?s { ?s ?p ?o }", "text/html").text


def test_an_empty_answer_names_the_term_that_was_probably_meant(client: FlaskClient) -> None:
    page = ask(client, "SELECT * { place:Shenzen ?p ?o }", "text/html").text
    assert "No answer" in page
    assert "<code>place:Shenzhen</code>" in page


def test_an_example_of_the_store_is_filled_into_the_form(released: FlaskClient) -> None:
    page = released.get("/sparql?example=park-functions", headers=BROWSER).text
    assert "cbec:IndustrialPark" in page
    assert released.get("/sparql?example=nothing", headers=BROWSER).status_code == 200


@pytest.mark.parametrize("asked", ["query=ASK%20%7B%7D", "example=park-functions"])
def test_an_address_of_the_query_page_of_before_leads_to_where_it_is_now(
    client: FlaskClient, asked: str
) -> None:
    answer = client.get(f"/?{asked}")
    assert answer.status_code == 303
    assert answer.headers["Location"] == f"/sparql?{asked.replace('%20', '+')}"


def test_an_answer_can_be_taken_away_in_each_format(client: FlaskClient) -> None:
    page = ask(client, SELECT, "text/html").text
    for suffix in ("json", "csv", "tsv", "xml"):
        address = f"/sparql.{suffix}?{urlencode({'query': SELECT})}"
        assert address.replace("&", "&amp;") in page
        response = client.get(address, headers=BROWSER)
        assert response.status_code == 200
        assert response.headers["Content-Disposition"] == f'attachment; filename="answer.{suffix}"'


def test_head_has_the_headers_of_get_and_no_body(client: FlaskClient) -> None:
    path = f"/sparql?{urlencode({'query': SELECT})}"
    got, headed = client.get(path), client.head(path)
    assert headed.data == b""
    assert headed.headers["Content-Length"] == got.headers["Content-Length"]
    assert headed.content_type == got.content_type


def test_options_says_what_is_allowed_to_scripts_of_other_sites(client: FlaskClient) -> None:
    response = client.options("/sparql", headers={"Origin": "https://other.example"})
    assert response.status_code == 204
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert "POST" in response.headers["Access-Control-Allow-Methods"]
    assert "Content-Type" in response.headers["Access-Control-Allow-Headers"]


@pytest.mark.parametrize(
    "path", ["/", "/sparql?query=ASK%7B%7D", "/sparql", "/nothing", "/health", "/static/style.css"]
)
def test_every_answer_is_safe_to_show_and_sets_no_cookie(client: FlaskClient, path: str) -> None:
    response = client.get(path)
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "Set-Cookie" not in response.headers
    if not path.startswith("/static"):
        assert "Accept" in response.headers["Vary"]
    response.close()


def test_errors_of_the_endpoint_are_readable_by_scripts_of_other_sites(client: FlaskClient) -> None:
    for path in ("/sparql", "/sparql?query=x", "/sparql.gif"):
        assert client.get(path).headers["Access-Control-Allow-Origin"] == "*"


def test_health_says_release_and_size(client: FlaskClient) -> None:
    response = client.get("/health")
    assert json.loads(response.data) == {
        "status": "ok",
        "release": "0123456789abcdef",
        "quads": 9,
    }
