"""Descriptions over HTTP: every kind of thing, in every form, with all that belongs to it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from flask.testing import FlaskClient
from pyld import jsonld

from console.addresses import path_of
from console.app import create_app
from console.settings import Settings
from console.site import KEY
from console.twins import TWINS
from console.words.keeper import follow
from kg.store import EmbeddedStore, create_store, open_store
from kg.vocab import BASE, ID, ONT, PREFIXES, cbec, graph_iri

SHENZHEN = ID + "place/Shenzhen"
RDF_TWINS = [twin for twin in TWINS if twin.rdf]


@pytest.fixture(scope="module")
def store(release: Path) -> Iterator[EmbeddedStore]:
    with open_store(release / "store") as opened:
        yield opened


def of_each_class(store: EmbeddedStore) -> dict[str, str]:
    """Give one instance of each class that has named instances of ours."""
    text = """SELECT ?type (MIN(STR(?node)) AS ?first) {
      ?node a ?type FILTER (STRSTARTS(STR(?node), "https://w3id.org/cbec/")) } GROUP BY ?type"""
    rows = store.query(text)
    assert isinstance(rows, ox.QuerySolutions)
    found = {row["type"].value: row["first"].value for row in rows}
    assert len(found) > 60
    return found


def outgoing(store: EmbeddedStore, iri: str) -> set[tuple[str, str]]:
    """Give properties and values of a thing, blank nodes aside."""
    quads = store.quads(subject=ox.NamedNode(iri))
    return {
        (quad.predicate.value, str(quad.object))
        for quad in quads
        if not isinstance(quad.object, ox.BlankNode)
    }


def parsed(body: bytes, media_type: str) -> set[tuple[str, str, str]]:
    form = ox.RdfFormat.from_media_type(media_type)
    assert form is not None
    return {
        (str(one.subject), one.predicate.value, str(one.object))
        for one in ox.parse(body, format=form)
    }


def test_the_iri_of_a_thing_leads_to_its_description(released: FlaskClient) -> None:
    """https://www.w3.org/TR/cooluris/#r303gendocument."""
    for path in ("/id/place/Shenzhen", "/code/direction/import", "/graph/source/000"):
        answer = released.get(path)
        assert answer.status_code == 303
        assert answer.headers["Location"] == "/doc/" + path.removeprefix("/id").lstrip("/")


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("text/html", "text/html"),
        ("", "text/html"),
        ("*/*", "text/html"),
        ("text/turtle;charset=utf-8", "text/turtle"),
        ("application/ld+json, application/json", "application/ld+json"),
        ("application/rdf+xml;q=0.4, application/n-triples;q=0.5", "application/n-triples"),
        ("text/html;q=0.5, */*;q=0.1", "text/html"),
        ("application/json", "application/json"),
        ("text/n3", "text/turtle"),
    ],
)
def test_a_description_is_negotiated(released: FlaskClient, accept: str, media_type: str) -> None:
    answer = released.get("/doc/place/Shenzhen", headers={"Accept": accept})
    assert answer.status_code == 200
    assert answer.mimetype == media_type
    assert "Accept" in answer.headers["Vary"]
    suffix = answer.headers["Content-Location"].rpartition(".")[2]
    assert released.get(f"/doc/place/Shenzhen.{suffix}").data == answer.data


def test_a_client_that_takes_no_form_is_told_the_forms(released: FlaskClient) -> None:
    answer = released.get("/doc/place/Shenzhen", headers={"Accept": "image/png"})
    assert answer.status_code == 406
    assert "text/turtle" in answer.json["expected"]


@pytest.mark.parametrize("twin", RDF_TWINS, ids=lambda twin: twin.suffix)
def test_each_form_holds_all_that_is_said_of_a_thing(
    released: FlaskClient, store: EmbeddedStore, twin: object
) -> None:
    suffix, media_type = getattr(twin, "suffix", ""), getattr(twin, "media_type", "")
    for iri in (SHENZHEN, ID + "obs/000-023", BASE + "code/direction/import", ONT + "City"):
        answer = released.get(f"/doc/{path_of(iri)}.{suffix}")
        found = parsed(answer.data, media_type)
        own = {(name, value) for subject, name, value in found if subject == f"<{iri}>"}
        assert own == outgoing(store, iri)


def test_every_class_of_thing_has_a_page_and_its_twins(
    released: FlaskClient, store: EmbeddedStore
) -> None:
    things = {iri for iri in of_each_class(store).values() if iri != BASE + "dataset"}
    for iri in sorted(things):
        path = path_of(iri)
        page = released.get(f"/doc/{path}")
        assert page.status_code == 200, iri
        if iri.startswith(BASE + "ont") and "#" not in iri:
            continue
        found = parsed(released.get(f"/doc/{path}.nt").data, "application/n-triples")
        own = {(name, value) for subject, name, value in found if subject == f"<{iri}>"}
        assert outgoing(store, iri) <= own, iri


def test_neighbours_have_their_labels_and_types(released: FlaskClient) -> None:
    graph = rdflib.Graph().parse(data=released.get("/doc/place/Shenzhen.ttl").data, format="turtle")
    label, kind = rdflib.RDFS.label, rdflib.RDF.type
    for neighbour in set(graph.objects(rdflib.URIRef(SHENZHEN), rdflib.URIRef(ONT + "locatedIn"))):
        assert len(list(graph.objects(neighbour, label))) == 3
        assert list(graph.objects(neighbour, kind))
    cells = list(graph.subjects(rdflib.URIRef(ONT + "area"), rdflib.URIRef(SHENZHEN)))
    assert len(cells) == 5, "the page size of this application"


def test_a_statement_has_its_span_its_document_and_the_address(released: FlaskClient) -> None:
    found = parsed(released.get("/doc/obs/000-023.nt").data, "application/n-triples")
    span = f"<{ID}span/000-1443-1517>"
    assert (f"<{ID}obs/000-023>", ONT + "evidence", span) in found
    assert (span, ONT + "inDocument", f"<{ID}doc/000>") in found
    assert any(one[:2] == (f"<{ID}doc/000>", ONT + "sourceAddress") for one in found)
    page = released.get("/doc/obs/000-023").text
    assert "characters 1443–1517" in page
    assert 'href="https://issuenfact.com/?p=7506"' in page


def test_a_derived_figure_shows_what_it_was_computed_from(
    released: FlaskClient, store: EmbeddedStore
) -> None:
    growth = ox.NamedNode(ID + "obs/000-024")
    derived = min(
        str(getattr(quad.subject, "value", ""))
        for quad in store.quads(predicate=cbec("derivedFrom"), value=growth)
    )
    page = released.get(f"/doc/{path_of(derived)}").text
    assert "computed" in page
    assert "000-1443-1517" in page


def test_a_cell_has_all_its_figures_side_by_side(
    released: FlaskClient, store: EmbeddedStore
) -> None:
    path = "/doc/cell/cbec-trade.CN.both.2024-S1.CNY"
    page = released.get(path).text
    table = page[page.index("<table>") : page.index("</table>")]
    node = ox.NamedNode(ID + path.removeprefix("/doc/"))
    roles = [cbec(name) for name in ("cell", "growthOf", "rankOf", "part", "whole")]
    figures = {quad.subject for role in roles for quad in store.quads(None, role, node)}
    assert len(figures) >= 2, "an amount and a growth"
    assert table.count("<tr>") == 1 + len(figures)
    assert "1,220,000,000,000" in table
    assert "10.5</data></a> %" in table
    found = parsed(released.get(f"{path}.nt").data, "application/n-triples")
    value = '"1220000000000"^^<http://www.w3.org/2001/XMLSchema#decimal>'
    assert (f"<{ID}obs/000-023>", ONT + "value", value) in found


def test_links_to_a_thing_are_paged_and_none_is_lost(
    released: FlaskClient, store: EmbeddedStore
) -> None:
    wanted = {
        str(quad.subject)
        for quad in store.quads(predicate=cbec("area"), value=ox.NamedNode(SHENZHEN))
    }
    found: list[str] = []
    for page in range(1, 10):
        address = f"/doc/place/Shenzhen.nt?links={ONT.replace('#', '%23')}area&page={page}"
        answer = released.get(address)
        if answer.status_code == 404:
            break
        triples = parsed(answer.data, "application/n-triples")
        found += [one[0] for one in triples if one[1] == ONT + "area" and SHENZHEN in one[2]]
        more = any("seeAlso" in one[1] for one in triples)
        assert more == (page * 5 < len(wanted))
    assert len(wanted) > 5
    assert sorted(found) == sorted(wanted)


@pytest.mark.parametrize("page", ["0", "-1", "x", "1e3", "9999999"])
def test_a_page_that_is_no_number_is_refused(released: FlaskClient, page: str) -> None:
    assert released.get("/doc/place/Shenzhen", query_string={"page": page}).status_code == 400


def test_a_property_that_is_no_iri_harms_nothing(released: FlaskClient) -> None:
    answer = released.get("/doc/place/Shenzhen", query_string={"links": "x> ?p ?o } #"})
    assert answer.status_code == 404


def test_facts_say_where_they_stand(released: FlaskClient) -> None:
    page = released.get("/doc/place/Shenzhen").text
    borders = page[page.index(">borders<") : page.index(">contains<")]
    assert "register" in borders
    assert "/doc/doc/002" in borders
    assert "follows" in page


@pytest.mark.parametrize(("language", "name"), [("en", "City"), ("zh", "城市"), ("pt", "Cidade")])
def test_a_page_speaks_the_language_of_its_reader(
    released: FlaskClient, language: str, name: str
) -> None:
    answer = released.get("/doc/place/Shenzhen", headers={"Accept-Language": f"{language}-XX, fr"})
    assert answer.headers["Content-Language"] == language
    assert "Accept-Language" in answer.headers["Vary"]
    assert f'<html lang="{language}">' in answer.text
    assert name in answer.text
    other = released.get(f"/doc/place/Shenzhen?lang={language}")
    assert name in other.text


def test_the_page_tells_search_engines_what_it_is_about(released: FlaskClient) -> None:
    page = released.get("/doc/place/Shenzhen").text
    block = re.search(r'<script type="application/ld\+json">(.*?)</script>', page)
    assert block is not None
    data = json.loads(block[1])
    assert data["@type"] == "City"
    assert data["@id"] == SHENZHEN
    assert "深圳" in data["alternateName"]
    assert data["geo"]["latitude"] == "22.543"
    assert {place["@id"] for place in data["containedInPlace"]} >= {ID + "place/CN"}


def test_jsonld_is_complete_in_itself(released: FlaskClient, store: EmbeddedStore) -> None:
    document = json.loads(released.get("/doc/place/Shenzhen.jsonld").data)

    def refuse(*_: object) -> None:
        raise AssertionError("a document was fetched")

    expanded = jsonld.expand(document, {"documentLoader": refuse})
    assert any(node["@id"] == SHENZHEN for node in expanded)
    assert len(document["@context"]) < 80, "only what the document uses"


def test_plain_json_has_names_beside_iris(released: FlaskClient) -> None:
    data = released.get("/doc/place/Shenzhen.json").json
    assert data["label"] == {"en": "Shenzhen", "zh": "深圳", "pt": "Shenzhen"}
    area = next(one for one in data["incoming"] if one["property"]["iri"] == ONT + "area")
    assert area["total"] > 5
    assert len(area["nodes"]) == 5
    assert ONT + "area" in data["unfinished"]


def test_an_unknown_name_is_answered_with_the_nearest(released: FlaskClient) -> None:
    answer = released.get("/doc/place/Shenzen", headers={"Accept": "application/json"})
    assert answer.status_code == 404
    assert answer.json["nearest"][0] == {"iri": SHENZHEN, "address": "/doc/place/Shenzhen"}
    page = released.get("/doc/place/Shenzen", headers={"Accept": "text/html"})
    assert 'href="/doc/place/Shenzhen"' in page.text


def test_who_looks_for_a_thing_by_what_it_is_called_is_led_there(released: FlaskClient) -> None:
    follow(released.application).prepare(released.application.extensions[KEY]).result(120)
    for path in ("/id/place/深圳", "/id/place/%E6%B7%B1%E5%9C%B3"):
        answer = released.get(path, follow_redirects=True)
        assert answer.status_code == 404
        nearest = {"iri": SHENZHEN, "address": "/doc/place/Shenzhen"}
        assert nearest in answer.get_json(force=True)["nearest"]
    assert released.get("/doc/place/^", follow_redirects=True).status_code == 404


@pytest.mark.parametrize("path", ["/doc/%3Cscript%3E", "/doc/a%20b", "/doc/%22", "/id/", "/doc/"])
def test_a_name_that_is_no_iri_is_not_found(released: FlaskClient, path: str) -> None:
    answer = released.get(path, headers={"Accept": "text/html"})
    assert answer.status_code == 404
    assert "<script>" not in answer.text


@pytest.mark.parametrize("path", ["//evil.example/x", "/%2F%2Fevil.example", "/\\evil.example"])
def test_no_redirect_leaves_the_site(released: FlaskClient, path: str) -> None:
    for space in ("/id", "/code", "/ont", "/graph"):
        location = released.get(space + path).headers.get("Location", "")
        assert not re.match(r"(https?:)?//(?!localhost)", location), location


def test_an_iri_of_another_scheme_is_text(tmp_path: Path) -> None:
    """Attack X05: neither a value nor an address of a source becomes a link that runs."""
    evil = ox.NamedNode(ID + "place/Evil")
    wicked = "javascript:alert(1)"
    label = ox.Literal("</script><script>alert(2)</script>", language="en")
    create_store(
        tmp_path / "store",
        [
            ox.Quad(evil, ox.NamedNode(PREFIXES["rdfs"] + "label"), label, graph_iri("entities")),
            *(
                ox.Quad(evil, ox.NamedNode(name), ox.NamedNode(iri), graph_iri("entities"))
                for name in (PREFIXES["rdfs"] + "seeAlso", PREFIXES["skos"] + "exactMatch")
                for iri in (wicked, "data:text/html,<b>".replace("<b>", "x"))
            ),
            ox.Quad(
                evil,
                cbec("sourceAddress"),
                ox.Literal(wicked, datatype=ox.NamedNode(PREFIXES["xsd"] + "anyURI")),
                graph_iri("entities"),
            ),
        ],
    )
    with open_store(tmp_path / "store") as store:
        page = create_app(store, Settings()).test_client().get("/doc/place/Evil").text
    assert wicked in page
    assert not re.search(r"""href=["']?\s*(javascript|data):""", page)
    assert "<script>alert" not in page
    assert page.count("</script>") == len(re.findall(r"<script (?:src|type)=", page))


def test_the_same_description_is_not_sent_twice(released: FlaskClient) -> None:
    first = released.get("/doc/place/Shenzhen.ttl")
    again = released.get(
        "/doc/place/Shenzhen.ttl", headers={"If-None-Match": first.headers["ETag"]}
    )
    assert again.status_code == 304


def test_blank_nodes_of_a_term_come_with_it(released: FlaskClient) -> None:
    graph = rdflib.Graph().parse(data=released.get("/doc/term/basedIn.ttl").data, format="turtle")
    head = graph.value(rdflib.URIRef(ONT + "basedIn"), rdflib.OWL.propertyChainAxiom)
    assert head is not None
    chain = list(graph.items(head))
    assert chain == [rdflib.URIRef(ONT + "basedIn"), rdflib.URIRef(ONT + "locatedIn")]
