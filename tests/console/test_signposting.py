"""FAIR Signposting: what the links of a description say, in headers and in link sets."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient
from pyld.jsonld import parse_link_header
from werkzeug.test import TestResponse

from console.signposting import Landing, Target, header, of_page, of_twin
from console.twins import HTML, TWINS
from kg.vocab import ID

SHENZHEN = ID + "place/Shenzhen"


def links(answer: TestResponse) -> list[tuple[str, str, str]]:
    """Give relation, address and media type of each link; one with two relations counts twice."""
    found = re.findall(r'<([^>]*)>; rel="([^"]*)"(?:; type="([^"]*)")?', answer.headers["Link"])
    return [(rel, href, kind) for href, rels, kind in found for rel in rels.split()]


def test_a_page_points_to_all_that_fair_signposting_asks_for(released: FlaskClient) -> None:
    """https://signposting.org/FAIR/#level1."""
    found = links(released.get("/doc/place/Shenzhen.html"))
    by = {rel: href for rel, href, _ in found}
    assert by["cite-as"] == SHENZHEN
    assert "https://schema.org/AboutPage" in [href for rel, href, _ in found if rel == "type"]
    assert "https://schema.org/City" in [href for rel, href, _ in found if rel == "type"]
    assert by["license"].startswith("https://creativecommons.org/")
    assert by["author"]
    assert by["linkset"].endswith("/doc/place/Shenzhen.linkset")
    described = {kind for rel, _, kind in found if rel == "describedby"}
    assert described == {twin.media_type for twin in TWINS if twin.rdf}
    assert {rel for rel, _, _ in found} >= {"item", "alternate"}


def test_every_local_link_leads_somewhere_of_the_type_it_names(released: FlaskClient) -> None:
    for page in ("/doc/place/Shenzhen.html", "/doc/ont.html", "/catalog.html", "/examples.html"):
        for _, href, kind in links(released.get(page)):
            if href.startswith("http://localhost/") and "/dumps/" not in href:
                answer = released.get(href.removeprefix("http://localhost"))
                assert answer.status_code == 200, href
                assert not kind or answer.mimetype == kind


def test_only_pages_have_alternates(released: FlaskClient) -> None:
    for twin in TWINS:
        rels = {rel for rel, _, _ in links(released.get(f"/doc/place/Shenzhen.{twin.suffix}"))}
        assert ("alternate" in rels) == (twin.media_type == HTML)
        assert "cite-as" in rels
        if twin.media_type != HTML:
            assert "describes" in rels


def test_pyld_reads_the_header_of_a_page(released: FlaskClient) -> None:
    """PyLD fails where the relation ``alternate`` stands in the header twice by itself."""
    answer = released.get("/doc/place/Shenzhen.html")
    alternate = parse_link_header(answer.headers["Link"])["alternate"]
    assert alternate["type"] == "application/ld+json"


def test_the_link_set_says_what_the_headers_say(released: FlaskClient) -> None:
    """https://www.rfc-editor.org/rfc/rfc9264."""
    answer = released.get("/doc/place/Shenzhen.linkset")
    assert answer.mimetype == "application/linkset+json"
    contexts = {one["anchor"]: one for one in answer.json["linkset"]}
    assert len(contexts) == len(TWINS)
    for twin in TWINS:
        context = contexts[f"http://localhost/doc/place/Shenzhen.{twin.suffix}"]
        told = {
            (rel, link["href"], link.get("type", ""))
            for rel, targets in context.items()
            if rel != "anchor"
            for link in targets
        }
        assert told == set(links(released.get(f"/doc/place/Shenzhen.{twin.suffix}")))


@pytest.mark.parametrize("name", ["深圳", 'a">; rel="evil', "a b"])
def test_a_header_is_ascii_and_keeps_to_its_brackets(name: str) -> None:
    landing = Landing(f"urn:x:{name}", f"http://localhost/doc/{name}")
    for targets in (of_page(landing), of_twin(landing, TWINS[1])):
        text = header(targets)
        assert text.isascii()
        assert "evil" not in re.sub(r"<[^>]*>", "", text)


def test_the_headers_fit_the_buffer_of_a_proxy(released: FlaskClient) -> None:
    """https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_buffer_size."""
    for path in ("/doc/cell/cbec-trade.CN.both.2024-S1.CNY.html", "/catalog.html"):
        headers = released.get(path).headers
        assert sum(len(name) + len(value) + 4 for name, value in headers.items()) < 4096


def test_equal_links_are_sent_once() -> None:
    assert header([Target("author", "urn:a"), Target("author", "urn:a")]).count("urn:a") == 1
