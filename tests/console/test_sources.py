"""``/sources``: what each source says, and what is known by it alone."""

from __future__ import annotations

import csv
import io
import re
from collections import defaultdict
from html import unescape
from pathlib import Path

import pyoxigraph as ox
import pytest
from flask.testing import FlaskClient

from console.sources import known_documents, read_alone, read_matters
from kg.figures.ancestry import Ancestry
from kg.figures.reading import read_figures
from kg.store import open_store
from kg.vocab import ID

BROWSER = {"Accept": "text/html"}


def test_each_document_is_shown_with_what_it_says_in_numbers(released: FlaskClient) -> None:
    page = released.get("/sources", headers=BROWSER).text
    rows = released.get("/sources.json").json
    assert rows is not None
    assert [one["document"].removeprefix(f"{ID}doc/") for one in rows["sources"]] == [
        "000", "001", "002", "003", "004"
    ]  # fmt: skip
    for one in rows["sources"]:
        slug = one["document"].rpartition("/")[2]
        assert f'href="/sources/{slug}"' in page
        kinds = ("ReportedObservation", "Assertion", "Claim", "PostHolding", "Presence")
        assert one["statements"] == sum(one[kind] for kind in kinds) > 50, "no kind is left out"
    assert "5 documents make 418 statements" in page
    assert page.count('class="position"') == 5


def test_alone_is_what_would_not_be_known_without_the_document(
    released: FlaskClient, release: Path
) -> None:
    """Worked out again: a matter is known elsewhere if one of its figures needs not the source."""
    with open_store(release / "store") as store:
        figures = read_figures(list(store.quads()))
    ancestry = Ancestry(sorted(figures, key=lambda one: (one.depth, one.iri)))
    beneath = {one.iri: one for one in figures}
    documents = {
        one.iri: {doc for iri in ancestry.reported(one.iri) for doc in beneath[iri].documents}
        for one in figures
    }
    known: dict[tuple[str, str], list[set[str]]] = defaultdict(list)
    for one in figures:
        known[one.kind, one.cell.iri].append(documents[one.iri])
    with released.application.test_request_context():
        for document in known_documents("en"):
            own = {
                (one.kind, one.cell.iri)
                for one in figures
                if not one.inputs and document.slug in one.documents
            }
            alone = {key for key in own if all(document.slug in needs for needs in known[key])}
            found = read_alone([document])[document.slug]
            assert (found.matters, found.matters_alone) == (len(own), len(alone)), document.slug
            matters = read_matters(document, defaultdict(str), "en")
            shown = {
                (one.figures[0].figure.kind, one.figures[0].figure.cell.iri): one.elsewhere
                for one in matters
            }
            assert shown == {key: key not in alone for key in own}
    assert any(len(needs) > 1 for needs in known.values())


def test_a_thing_that_two_sources_speak_of_is_no_ones_alone(released: FlaskClient) -> None:
    alone = {
        slug: set(released.get(f"/sources/{slug}.json").json["thingsAlone"])
        for slug in ("000", "002", "003")
    }
    assert f"{ID}event/zhuhai-hengqin-2024" in alone["000"]
    for slug, found in alone.items():
        assert f"{ID}place/CN" not in found
        assert len(found) > 5
        for other, theirs in alone.items():
            assert slug == other or not found & theirs


def test_the_page_of_a_source_leads_to_every_statement(released: FlaskClient) -> None:
    said = released.get("/sources/003.json").json["said"]
    places = [(one["start"], one["end"], one["record"]) for one in said]
    assert places == sorted(places), "in the order of the text"
    seen: list[str] = []
    address = "/sources/003"
    for _ in range(5):
        page = unescape(released.get(address, headers=BROWSER).text)
        part = page[page.index('class="sayings"') :]
        seen += re.findall(r'href="/evidence/([^"?]+)"', part)
        following = re.search(r'href="([^"]+)" rel="next"', part)
        if not following:
            break
        address = following[1]
    assert seen == [one["record"] for one in said]
    assert len(seen) == 127


def test_statements_are_chosen_by_kind(released: FlaskClient) -> None:
    page = released.get("/sources/002?kind=Claim", headers=BROWSER).text
    part = page[page.index('class="sayings"') :]
    claims = [
        one["record"]
        for one in released.get("/sources/002.json").json["said"]
        if one["kind"] == "Claim"
    ]
    assert re.findall(r'href="/evidence/([^"]+)"', part) == claims
    assert len(claims) == 24


def test_a_source_leads_to_its_disagreements(released: FlaskClient) -> None:
    page = unescape(released.get("/sources/004", headers=BROWSER).text)
    link = re.search(r'href="(/audit\?source=004&outcome=contradiction)"', page)
    link = link or re.search(r'href="(/audit\?outcome=contradiction&source=004)"', page)
    assert link
    assert "2 of 6 findings" in released.get(link[1], headers=BROWSER).text


def test_each_form_holds_what_the_page_shows(released: FlaskClient) -> None:
    rows = list(csv.DictReader(io.StringIO(released.get("/sources.csv").text)))
    assert [row["contradiction"] for row in rows] == ["0", "0", "0", "1", "2"]
    said = list(csv.DictReader(io.StringIO(released.get("/sources/000.csv").text)))
    assert len(said) == 71
    assert len({row["record"] for row in said}) == 71
    triples = ox.parse(released.get("/sources/000.ttl").data, format=ox.RdfFormat.TURTLE)
    graph = ox.parse(
        released.get("/graphs/source/000", headers={"Accept": "text/turtle"}).data,
        format=ox.RdfFormat.TURTLE,
    )
    assert {str(one.triple) for one in triples} == {str(one.triple) for one in graph}


@pytest.mark.parametrize(
    ("language", "words"),
    [("zh", ("谁说了什么", "亚洲网")), ("pt", ("Quem diz o quê", "afirmações"))],
)
def test_the_sources_speak_the_language_of_the_reader(
    released: FlaskClient, language: str, words: tuple[str, ...]
) -> None:
    page = released.get(f"/sources?lang={language}", headers=BROWSER).text
    for text in words:
        assert text in page
    assert f'href="/sources/003?lang={language}"' in page


def test_a_store_without_sources_says_so(client: FlaskClient) -> None:
    page = client.get("/sources", headers=BROWSER)
    assert page.status_code == 200
    assert "This release has no sources." in page.text
