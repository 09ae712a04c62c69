"""Short links: what they carry, what is refused, and what they say when the data have moved on."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pyoxigraph as ox
import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from console.app import create_app
from console.settings import Settings
from console.shelf.given import LONGEST
from console.site import KEY, switch_site
from console.views.links import RATES
from kg.store import EmbeddedStore, create_store, open_store

CITIES = "# Cities\nSELECT ?city ?name { ?city a cbec:City ; rdfs:label ?name }"
FIRST, SECOND = "00000000000000a1", "00000000000000b2"
PAGE = {"Accept": "text/html"}
MORE = """
<https://w3id.org/cbec/id/place/X> a <https://w3id.org/cbec/ont#City> ;
    <http://www.w3.org/2000/01/rdf-schema#label> "X" .
"""


@pytest.fixture
def app(small_store: EmbeddedStore, tmp_path: Path) -> Flask:
    """An application that may keep links."""
    history = [{"time": "2026-01-01T00:00:00+00:00", "id": FIRST, "action": "build"}]
    (tmp_path / "history.jsonl").write_text("".join(json.dumps(one) + "\n" for one in history))
    made = create_app(small_store, Settings(release=FIRST), data=tmp_path)
    made.testing = True
    return made


@pytest.fixture
def browser_of(app: Flask) -> FlaskClient:
    return app.test_client()


def linked(client: FlaskClient, query: str = CITIES, **more: object) -> str:
    answer = client.post("/links", json={"query": query, **more})
    assert answer.status_code in {200, 201}, answer.text
    return str(answer.get_json()["id"])


def document(client: FlaskClient, name: str) -> dict[str, Any]:
    found: dict[str, Any] = client.get(f"/q/{name}.json").get_json()
    return found


def test_a_link_carries_query_view_and_release(browser_of: FlaskClient) -> None:
    given = {"query": CITIES, "view": "chart", "options": {"type": "bar"}, "release": FIRST}
    answer = browser_of.post("/links", json=given)
    assert answer.status_code == 201
    path = urlsplit(answer.headers["Location"]).path
    assert re.fullmatch(r"/q/[a-z2-7]{12}", path)
    said = browser_of.get(f"{path}.json").get_json()
    assert {name: said[name] for name in given} == given
    assert said["answer"]["rows"] == 3
    assert said["now"]["changed"] is False
    assert browser_of.get(f"{path}.rq").text == CITIES
    page = browser_of.get(path, headers=PAGE)
    assert page.status_code == 200
    assert "Cities" in page.text
    assert "Shenzhen" in page.text, "the answer is there without scripts"


def test_the_same_content_has_the_same_name(browser_of: FlaskClient) -> None:
    first, again = (browser_of.post("/links", json={"query": CITIES}) for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.headers["Location"] == again.headers["Location"]
    assert linked(browser_of, view="map") != first.get_json()["id"]


def test_a_form_of_a_browser_is_led_to_the_link(browser_of: FlaskClient) -> None:
    answer = browser_of.post("/links?lang=pt", data={"query": CITIES}, headers=PAGE)
    assert answer.status_code == 303
    page = browser_of.get(answer.headers["Location"], headers=PAGE)
    assert page.headers["Content-Language"] == "pt"


def moved(app: Flask, tmp_path: Path, extra: str) -> Iterator[FlaskClient]:
    path = tmp_path / "other"
    quads = [*ox.parse(path=str(Path(__file__).with_name("small.trig")), format=ox.RdfFormat.TRIG)]
    create_store(path, [*quads, *ox.parse(extra, format=ox.RdfFormat.TRIG)])
    with open_store(path) as store:
        site = app.extensions[KEY]
        switch_site(app, store, SECOND, None)
        moved_site = app.extensions[KEY]
        app.extensions[KEY] = replace(moved_site, engine=type(site.engine)(store, SECOND))
        yield app.test_client()


@pytest.mark.parametrize(
    ("extra", "rows", "changed"),
    [("", 3, False), (MORE, 4, True)],
    ids=["same", "more"],
)
def test_a_link_says_whether_its_answer_has_changed(
    app: Flask, tmp_path: Path, extra: str, rows: int, changed: bool
) -> None:
    name = linked(app.test_client())
    for client in moved(app, tmp_path, extra):
        for _ in range(2):  # counted, then remembered
            said = document(client, name)
            assert said["release"] == FIRST
            assert said["answer"]["rows"] == 3
            assert said["now"]["release"] == SECOND
            assert said["now"]["answer"]["rows"] == rows
            assert said["now"]["changed"] is changed
        page = client.get(f"/q/{name}", headers=PAGE).text
        assert ("The answer has changed since." in page) is changed
        assert ("The answer is still the same." in page) is not changed


def test_an_answer_that_differs_each_time_is_not_said_to_have_changed(
    app: Flask, tmp_path: Path
) -> None:
    name = linked(app.test_client(), "SELECT (RAND() AS ?n) {}")
    for client in moved(app, tmp_path, ""):
        assert document(client, name)["now"]["changed"] is None


def test_a_release_that_never_was_is_not_believed(browser_of: FlaskClient) -> None:
    assert document(browser_of, linked(browser_of, release="f" * 16))["release"] == FIRST


HOSTILE: dict[str, tuple[object, int, str]] = {
    "no query": ({"query": "  "}, 400, "no-query"),
    "no object": ([1], 400, "bad-request"),
    "query is no text": ({"query": ["ASK {}"]}, 400, "bad-request"),
    "strange view": ({"query": "ASK {}", "view": "<script>"}, 400, "bad-request"),
    "strange option": ({"query": "ASK {}", "options": {"on click": "x"}}, 400, "bad-request"),
    "option is no text": ({"query": "ASK {}", "options": {"type": 1}}, 400, "bad-request"),
    "long option": ({"query": "ASK {}", "options": {"type": "x" * 300}}, 413, "too-long"),
    "many options": (
        {"query": "ASK {}", "options": {f"x{'y' * n}": "" for n in range(13)}},
        400,
        "bad-request",
    ),
    "long query": ({"query": f"ASK {{}} #{'x' * LONGEST}"}, 413, "too-long"),
    "half a character": ({"query": "ASK {} # \ud800"}, 400, "encoding"),
    "nothing": ({"query": "ASK {} # \0"}, 400, "encoding"),
    "broken": ({"query": "SELECT * {"}, 400, "query"),
    "update": ({"query": "INSERT DATA { <urn:a> <urn:b> 1 }"}, 403, "update"),
    "service": ({"query": "SELECT * { SERVICE <http://localhost/> {} }"}, 403, "service"),
    "deep": ({"query": "SELECT * " + "{" * 300 + "}" * 300}, 400, "too-nested"),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_what_cannot_be_kept_is_refused_with_a_reason(
    browser_of: FlaskClient, tmp_path: Path, case: str
) -> None:
    given, status, code = HOSTILE[case]
    answer = browser_of.post("/links", json=given)
    assert (answer.status_code, answer.get_json()["code"]) == (status, code)
    assert not (tmp_path / "shelf").exists()


@pytest.mark.parametrize(
    ("content_type", "body", "code"),
    [
        ("text/plain", b'{"query": "ASK {}"}', "media-type"),
        ("", b"ASK {}", "media-type"),
        ("application/json", b"{", "bad-request"),
        ("application/json", b"[" * 50_000, "bad-request"),
        ("application/json", b"\xff", "encoding"),
        ("application/x-www-form-urlencoded", b"query=%ff", "encoding"),
    ],
)
def test_a_body_that_is_no_link_is_refused(
    browser_of: FlaskClient, content_type: str, body: bytes, code: str
) -> None:
    answer = browser_of.post("/links", data=body, headers={"Content-Type": content_type})
    assert answer.get_json()["code"] == code


@pytest.mark.parametrize(
    ("headers", "allowed"),
    [
        ({}, True),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "null"}, True),
        ({"Sec-Fetch-Site": "none"}, True),
        ({"Origin": "http://localhost"}, True),
        ({"Sec-Fetch-Site": "cross-site"}, False),
        ({"Sec-Fetch-Site": "same-site", "Origin": "http://localhost"}, False),
        ({"Origin": "http://elsewhere.example"}, False),
        ({"Origin": "null"}, False),
    ],
)
def test_a_page_of_another_site_cannot_leave_a_link(
    browser_of: FlaskClient, headers: dict[str, str], allowed: bool
) -> None:
    answer = browser_of.post("/links", data={"query": CITIES}, headers=headers)
    assert answer.status_code == (201 if allowed else 403)
    if not allowed:
        assert answer.get_json()["code"] == "other-site"


def test_no_other_site_is_told_that_it_may_send_json(browser_of: FlaskClient) -> None:
    asked = {"Origin": "http://elsewhere.example", "Access-Control-Request-Method": "POST"}
    answer = browser_of.options("/links", headers=asked)
    assert "Content-Type" not in answer.headers["Access-Control-Allow-Headers"]


def test_one_client_may_leave_so_many_links_a_minute(browser_of: FlaskClient) -> None:
    most = int(RATES[0].split()[0])
    from_one = {"REMOTE_ADDR": "2001:db8:0:1::1"}

    def ask(environ: dict[str, str]) -> TestResponse:
        return browser_of.post("/links", json={"query": CITIES}, environ_base=environ)

    statuses = [ask(from_one).status_code for _ in range(most)]
    assert set(statuses) == {200, 201}
    neighbour = ask({"REMOTE_ADDR": "2001:db8:0:1:ffff::2"})
    assert neighbour.status_code == 429
    assert int(neighbour.headers["Retry-After"]) > 0
    assert ask({"REMOTE_ADDR": "2001:db8:0:2::1"}).status_code == 200


@pytest.mark.parametrize(
    "path",
    ["/q/aaaaaaaaaaaa", "/q/AAAA", "/q/%00", "/q/..%2f..%2fhistory.jsonl", "/q/%F0%9F%98%80",
     "/q/' OR 1=1 --", f"/q/{'a' * 5_000}", "/q/aaaaaaaaaaaa.json", "/q/aaaaaaaaaaaa/share"],
)  # fmt: skip
def test_a_name_that_nothing_bears_is_not_found(browser_of: FlaskClient, path: str) -> None:
    linked(browser_of)
    assert browser_of.get(path).status_code == 404


def test_nothing_of_a_query_becomes_markup(browser_of: FlaskClient) -> None:
    """Neither in the page nor in its frame, its snippets, its citation or its values."""
    evil = "# </script><script>alert(1)</script>\"'<img src=x onerror=alert(1)>\nASK {}"
    name = linked(browser_of, evil)
    for path in (f"/q/{name}", f"/q/{name}/share", f"/q/{name}/embed"):
        page = browser_of.get(path, headers=PAGE)
        assert page.status_code == 200
        assert "<script>alert" not in page.text
        assert "<img" not in page.text
        assert "</script><script>" not in page.text
    page = browser_of.get(f"/q/{name}/share", headers=PAGE).text
    code = unescape(re.findall(r'<textarea id="share-embed"[^>]*>(.*?)</textarea>', page)[0])
    assert "<script" not in code, "nor on the page of another site where the frame is put"
    assert code.count('"') == 10


def test_only_the_frame_may_be_framed(browser_of: FlaskClient) -> None:
    name = linked(browser_of)
    for path in (f"/q/{name}/embed", f"/embed?query={'ASK {}'}&view=table"):
        headers = browser_of.get(path, headers=PAGE).headers
        assert "frame-ancestors *" in headers["Content-Security-Policy"]
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert "X-Frame-Options" not in headers
    for path in (f"/q/{name}", f"/q/{name}/share", "/embed?query=ASK"):
        headers = browser_of.get(path, headers=PAGE).headers
        assert headers["X-Frame-Options"] == "DENY"
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]


def test_a_server_without_a_folder_keeps_no_links(client: FlaskClient) -> None:
    assert client.post("/links", json={"query": CITIES}).get_json()["code"] == "read-only"
    assert "share-plain" not in client.get("/sparql", headers=PAGE).text


def test_files_of_the_answer_are_those_of_the_query(browser_of: FlaskClient) -> None:
    name = linked(browser_of)
    led = browser_of.get(f"/q/{name}.csv")
    assert led.status_code == 303
    assert browser_of.get(led.headers["Location"]).text.startswith("city,name")
