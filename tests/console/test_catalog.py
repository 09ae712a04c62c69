"""The dataset as this site offers it, and what crawlers look for."""

from __future__ import annotations

import json
import re
from xml.etree import ElementTree as ET

import pyoxigraph as ox
import pytest
import rdflib
from flask.testing import FlaskClient
from rdflib import DCAT, DCTERMS, RDF, VOID, URIRef

from console.views import sitemaps
from kg.vocab import BASE

DATASET = URIRef(BASE + "dataset")


def graph_of(answer_data: bytes) -> rdflib.Graph:
    return rdflib.Graph().parse(data=answer_data, format="turtle")


def test_the_catalogue_holds_void_dcat_and_schema_org(released: FlaskClient) -> None:
    graph = graph_of(released.get("/catalog.ttl").data)
    kinds = set(graph.objects(DATASET, RDF.type))
    assert kinds >= {VOID.Dataset, DCAT.Dataset, URIRef("https://schema.org/Dataset")}
    assert graph.value(DATASET, VOID.sparqlEndpoint) == URIRef("http://localhost/sparql")
    service = graph.value(predicate=RDF.type, object=DCAT.DataService)
    assert graph.value(service, DCAT.endpointURL) == URIRef("http://localhost/sparql")
    assert graph.value(service, DCAT.servesDataset) == DATASET
    catalogue = graph.value(predicate=RDF.type, object=DCAT.Catalog)
    assert graph.value(catalogue, DCAT.dataset) == DATASET
    assert len(list(graph.objects(DATASET, DCAT.distribution))) >= 7
    assert graph.value(DATASET, DCTERMS.license)


def test_the_counts_of_classes_and_properties_are_true(released: FlaskClient) -> None:
    graph = graph_of(released.get("/catalog.ttl").data)
    parts = list(graph.objects(DATASET, VOID.classPartition))
    assert len(parts) > 50
    assert len(list(graph.objects(DATASET, VOID.propertyPartition))) > 100
    city = URIRef(BASE + "ont#City")
    part = graph.value(predicate=VOID["class"], object=city)
    answer = released.get(
        "/sparql",
        query_string={"query": "SELECT (COUNT(DISTINCT ?c) AS ?n) { ?c a cbec:City }"},
        headers={"Accept": "text/csv"},
    )
    assert str(graph.value(part, VOID.entities)) == answer.text.split()[1]


def test_the_page_of_the_catalogue_is_a_dataset_to_search_engines(released: FlaskClient) -> None:
    answer = released.get("/catalog", headers={"Accept": "text/html"})
    block = re.search(r'<script type="application/ld\+json">(.*?)</script>', answer.text)
    assert block is not None
    data = json.loads(block[1])
    assert data["@type"] == "Dataset"
    assert data["license"].startswith("https://creativecommons.org/")
    assert len(data["distribution"]) >= 7
    assert 'rel="item"' in answer.headers["Link"]


@pytest.mark.parametrize(
    ("accept", "suffix"),
    [
        ("", "ttl"),
        ("*/*", "ttl"),
        ("application/rdf+xml", "rdf"),
        ("application/ld+json", "jsonld"),
    ],
)
def test_the_well_known_address_leads_to_the_description(
    released: FlaskClient, accept: str, suffix: str
) -> None:
    """https://www.w3.org/TR/void/#well-known."""
    answer = released.get("/.well-known/void", headers={"Accept": accept})
    assert answer.status_code == 303
    assert answer.headers["Location"] == f"/catalog.{suffix}"


def test_the_catalogue_of_interfaces_is_a_link_set(released: FlaskClient) -> None:
    """https://www.rfc-editor.org/rfc/rfc9727."""
    answer = released.get("/.well-known/api-catalog")
    assert answer.mimetype == "application/linkset+json"
    endpoint = answer.json["linkset"][0]
    assert endpoint["anchor"] == "http://localhost/sparql"
    for target in (*endpoint["service-desc"], *endpoint["service-meta"], *endpoint["status"]):
        path = target["href"].removeprefix("http://localhost")
        found = released.get(path, headers={"Accept": target["type"]})
        assert found.status_code == 200
        assert found.mimetype == target["type"]


def test_the_site_map_lists_every_thing_and_each_address_answers(released: FlaskClient) -> None:
    answer = released.get("/sitemap.xml")
    assert answer.mimetype == "application/xml"
    tree = ET.fromstring(answer.data)
    assert tree.tag.endswith("urlset")
    places = [one.text or "" for one in tree.iter() if one.tag.endswith("loc")]
    assert "http://localhost/doc/place/Shenzhen" in places
    assert "http://localhost/doc/code/direction/import" in places
    pages = ("map", "timeline", "compare", "build/figures", "examples/shenzhen-trade-in-2023")
    assert {f"http://localhost/{page}" for page in pages} <= set(places)
    assert len(places) == len(set(places)) > 1000
    for place in places[:: len(places) // 25]:
        assert released.get(place.removeprefix("http://localhost")).status_code == 200


def test_a_large_site_map_is_an_index_of_parts_that_lose_nothing(
    released: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = set(re.findall("<loc>(.*?)</loc>", released.get("/sitemap.xml").text))
    monkeypatch.setattr(sitemaps, "SITEMAP_SIZE", 400)
    index = released.get("/sitemap.xml").text
    assert "<sitemapindex" in index
    parts = re.findall("<loc>http://localhost(.*?)</loc>", index)
    found = [
        one for part in parts for one in re.findall("<loc>(.*?)</loc>", released.get(part).text)
    ]
    assert len(parts) > 3
    assert sorted(found) == sorted(whole)
    assert released.get("/sitemap-99.xml").status_code == 404


def test_robots_may_read_all_but_the_answers_of_queries(released: FlaskClient) -> None:
    text = released.get("/robots.txt").text
    assert "Disallow: /sparql" in text
    assert "Sitemap: http://localhost/sitemap.xml" in text


def test_openapi_is_valid_and_describes_what_there_is(released: FlaskClient) -> None:
    """https://spec.openapis.org/oas/v3.1.1."""
    validator = pytest.importorskip("openapi_spec_validator")
    document = released.get("/openapi.json").json
    validator.validate(document)
    served = {
        re.sub(r"<(?:[^:>]*:)?([^>]*)>", r"{\1}", rule.rule)
        for rule in released.application.url_map.iter_rules()
        if rule.endpoint != "static"
    }
    # the same under another name: a suffix, and a first step that a pattern takes
    other = re.compile(r"\{space\}|(?<!/sparql\.)\{suffix\}|^/doc/|^/sitemap-|^/sparql/$")
    plain = {path for path in served if not other.search(path)}
    assert len(plain) > 25
    assert plain - set(document["paths"]) == set()
    patterns = ("/code/", "/graph/", "/ont", "/shapes", "/doc/")
    assert {path for path in document["paths"] if not path.startswith(patterns)} <= plain


def test_the_service_description_names_graphs_formats_and_limits(released: FlaskClient) -> None:
    """https://www.w3.org/TR/sparql11-service-description/."""
    answer = released.get("/sparql", headers={"Accept": "application/n-triples"})
    assert answer.status_code == 200
    triples = [
        (str(one.subject), one.predicate.value, str(one.object))
        for one in ox.parse(answer.data, format=ox.RdfFormat.N_TRIPLES)
    ]
    space = "http://www.w3.org/ns/sparql-service-description#"
    service = "<http://localhost/sparql>"
    assert (service, space + "endpoint", service) in triples
    assert (service, space + "feature", f"<{space}UnionDefaultGraph>") in triples
    assert (service, space + "supportedLanguage", f"<{space}SPARQL11Query>") in triples
    names = {value for _, name, value in triples if name == space + "name"}
    assert f"<{BASE}graph/source/000>" in names
    assert len(names) > 10
    told = {value for _, name, value in triples if name == "https://schema.org/propertyID"}
    assert '"longest-query"' in told
    assert '"deepest-nesting"' in told


def test_json_of_the_catalogue_is_json_ld(released: FlaskClient) -> None:
    answer = released.get("/catalog.json")
    assert answer.mimetype == "application/ld+json"
    assert answer.data == released.get("/catalog.jsonld").data
    page = released.get("/catalog", headers={"Accept": "text/html"}).text
    assert "Show me the SPARQL" in page


def test_a_graph_of_the_catalogue_leads_to_its_description_if_it_has_one(
    released: FlaskClient,
) -> None:
    page = released.get("/catalog", headers={"Accept": "text/html"}).text
    listed = page[page.index('id="graphs"') :]
    links = re.findall(r'<a href="([^"]*)"><code>graph/', listed)
    assert len(links) > 10
    assert "<li><code>graph/description</code>" in listed
    for address in links:
        answer = released.get(address, headers={"Accept": "text/html, */*;q=0.8"})
        assert answer.status_code == 200, address
