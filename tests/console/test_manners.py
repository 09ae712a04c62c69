"""HTTP manners of every answer: tags, conditions, codings, sharing, security."""

from __future__ import annotations

import gzip
import json
from datetime import UTC, datetime

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from console.app import create_app
from console.settings import Settings
from kg.store import EmbeddedStore

ROWS = "/sparql?query=SELECT * { ?s ?p ?o } ORDER BY ?s ?p ?o"
WIDE = "/sparql?query=SELECT (CONCAT('x', ?y) AS ?z) { VALUES ?y { " + "'abcdefghij' " * 200 + "} }"
MOMENT = datetime(2026, 11, 21, 12, tzinfo=UTC)
PATHS = ("/", "/health", "/sparql?query=ASK {}", "/sparql?query=BAD", "/nothing", "/problem/")


@pytest.fixture(scope="module")
def site(small_store: EmbeddedStore) -> FlaskClient:
    """A client of an application whose release became current at a known moment."""
    app = create_app(small_store, Settings(release="0123456789abcdef", modified=MOMENT))
    app.testing = True
    return app.test_client()


def get(site: FlaskClient, path: str, **headers: str) -> TestResponse:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return site.get(path, headers={"Accept": "text/csv"} | named)


def test_each_format_and_coding_of_an_answer_has_a_tag_of_its_own(site: FlaskClient) -> None:
    tags = {
        get(site, WIDE, Accept=accept, Accept_Encoding=coding).headers["ETag"]
        for accept in ("text/csv", "application/sparql-results+json", "text/tab-separated-values")
        for coding in ("identity", "gzip", "br", "zstd")
    }
    assert len(tags) == 12
    assert get(site, WIDE).headers["ETag"] == get(site, WIDE).headers["ETag"]


def test_equal_queries_in_other_words_have_the_same_tag(site: FlaskClient) -> None:
    one = get(site, "/sparql?query=SELECT ?s { ?s ?p ?o } # remark".replace("#", "%23"))
    other = get(site, "/sparql?query=SELECT   ?s{?s ?p ?o}")
    assert one.headers["ETag"] == other.headers["ETag"]


def test_a_client_that_holds_the_answer_is_told_so(site: FlaskClient) -> None:
    etag = get(site, WIDE, Accept_Encoding="gzip").headers["ETag"]
    again = get(site, WIDE, Accept_Encoding="gzip", If_None_Match=f'"other", {etag}')
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["ETag"] == etag
    assert "Accept" in again.headers["Vary"]
    assert "Content-Type" not in again.headers
    other = get(site, WIDE, Accept="application/json", Accept_Encoding="gzip", If_None_Match=etag)
    assert other.status_code == 200


def test_another_release_makes_another_tag(site: FlaskClient, small_store: EmbeddedStore) -> None:
    other = create_app(small_store, Settings(release="fedcba9876543210")).test_client()
    assert get(site, ROWS).headers["ETag"] != get(other, ROWS).headers["ETag"]


def test_an_answer_names_the_release_that_it_was_made_from(site: FlaskClient) -> None:
    link = get(site, WIDE).headers["Link"]
    assert link.startswith("<https://w3id.org/cbec/release/0123456789abcdef>; rel=")
    assert link.endswith('"http://www.w3.org/ns/prov#wasDerivedFrom"')
    assert "Link" in get(site, WIDE).headers["Access-Control-Expose-Headers"]


@pytest.mark.parametrize("function", ["NOW()", "RAND()", "UUID()", "STRUUID()"])
def test_an_answer_that_differs_each_time_is_not_kept(site: FlaskClient, function: str) -> None:
    answer = get(site, f"/sparql?query=SELECT ({function} AS ?x) {{}}")
    assert answer.headers["Cache-Control"] == "no-store"
    assert "ETag" not in answer.headers


def test_the_date_of_the_release_is_a_condition_too(site: FlaskClient) -> None:
    first = get(site, ROWS)
    date = first.headers["Last-Modified"]
    assert date == "Sat, 21 Nov 2026 12:00:00 GMT"
    assert get(site, ROWS, If_Modified_Since=date).status_code == 304
    assert get(site, ROWS, If_Modified_Since="Sat, 21 Nov 2026 11:59:59 GMT").status_code == 200
    # https://www.rfc-editor.org/rfc/rfc9110#section-13.2.2: a tag counts before a date
    assert get(site, ROWS, If_Modified_Since=date, If_None_Match='"x"').status_code == 200


def test_an_answer_is_packed_as_the_client_likes_it(site: FlaskClient) -> None:
    plain = get(site, WIDE)
    packed = get(site, WIDE, Accept_Encoding="gzip")
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    assert "Accept-Encoding" in plain.headers["Vary"]
    refused = get(site, WIDE, Accept_Encoding="*;q=0")
    assert (refused.status_code, json.loads(refused.data)["code"]) == (406, "not-acceptable")


def test_a_style_sheet_is_packed_and_need_not_be_sent_twice(site: FlaskClient) -> None:
    plain = get(site, "/static/style.css")
    packed = get(site, "/static/style.css", Accept_Encoding="gzip")
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    assert "public" in packed.headers["Cache-Control"]
    tag = packed.headers["ETag"]
    again = get(site, "/static/style.css", Accept_Encoding="gzip", If_None_Match=tag)
    assert again.status_code == 304


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("accept", ["text/html", "text/csv", "application/problem+json"])
def test_every_answer_is_safe_in_a_browser_and_open_to_other_sites(
    site: FlaskClient, path: str, accept: str
) -> None:
    answer = get(site, path, Accept=accept)
    headers = answer.headers
    policy = headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert "default-src 'self'" in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    # no other site is told where a reader was; a form tells it to this one
    assert headers["Referrer-Policy"] in {"no-referrer", "same-origin"}
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert "geolocation=()" in headers["Permissions-Policy"]
    assert headers["Access-Control-Allow-Origin"] == "*"
    assert "Set-Cookie" not in headers
    if answer.status_code >= 400:
        assert headers["Cache-Control"] == "no-store"


def test_an_error_of_a_query_says_where_and_what_would_fit(site: FlaskClient) -> None:
    answer = get(site, "/sparql?query=SELECT ?s { ?s rdsf:label ?o }", Accept="application/json")
    document = json.loads(answer.data)
    assert answer.status_code == 400
    assert answer.content_type == "application/problem+json"
    assert document["code"] == "query"
    assert document["line"] == 1
    assert document["column"] >= 1
    assert "rdf:" in document["remedy"]


def test_csv_is_exact_and_the_safe_form_is_asked_for(site: FlaskClient) -> None:
    query = 'query=SELECT ("=1%2B1" AS ?x) (\'a,"b"\' AS ?y) {}'
    exact = site.get(f"/sparql.csv?{query}")
    assert exact.data == b'x,y\r\n=1+1,"a,""b"""\r\n' or exact.data == b'x,y\n=1+1,"a,""b"""\n'
    assert exact.headers["Content-Disposition"] == 'attachment; filename="answer.csv"'
    safe = site.get(f"/sparql.csv?{query}&safe=1")
    assert b"'=1+1" in safe.data
    assert safe.headers["ETag"] != exact.headers["ETag"]
    form = {"content_type": "application/x-www-form-urlencoded"}
    assert site.post("/sparql.csv", data=f"safe=1&{query}", **form).data == safe.data
    for off in ("safe=0", "safe=", "safe=false"):
        assert site.get(f"/sparql.csv?{query}&{off}").data == exact.data, off
        assert site.post("/sparql.csv", data=f"{off}&{query}", **form).data == exact.data, off
