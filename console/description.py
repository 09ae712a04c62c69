"""What the site says of itself: the service description, and the dataset where it stands here.

The counts, partitions, files and texts come from the release's own description, the one source;
what depends on the address of the site, such as the endpoint, is added here.
https://www.w3.org/TR/sparql11-service-description/, https://www.w3.org/TR/vocab-dcat-3/.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any, Final

from flask import Response, request, url_for
from pyoxigraph import Literal, NamedNode, Triple

from console.access import rates, this_writes
from console.negotiation import choose
from console.problems import Problem
from console.reading import construct, select
from console.site import Site
from console.workers.formats import GRAPHS as FORMS
from kg.queries.results import write_triples
from kg.vocab import BASE, GRAPHS, PREFIXES, rdf, rdfs

__all__ = [
    "DATASET",
    "dataset_description",
    "described",
    "limits",
    "service_description",
    "update_description",
]

DATASET: Final = NamedNode(BASE + "dataset")
_SD: Final = "http://www.w3.org/ns/sparql-service-description#"
_EMPTY_GRAPHS: Final = NamedNode(_SD + "EmptyGraphs")
_FORMATS: Final = "http://www.w3.org/ns/formats/"
_SCHEMA: Final = "https://schema.org/"
_DCAT: Final = PREFIXES["dcat"]
_VOID: Final = PREFIXES["void"]
_DCTERMS: Final = PREFIXES["dcterms"]
_SIMPLE: Final = "http://www.w3.org/ns/entailment/Simple"
_RL: Final = "http://www.w3.org/ns/owl-profile/RL"
_RESULTS: Final = (
    "SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV",
    "Turtle", "N-Triples", "JSON-LD", "RDF_XML", "TriG", "N-Quads",
)  # fmt: skip
_SERIALIZATIONS: Final = ("Turtle", "N-Triples", "RDF_XML", "JSON-LD")


def service_description(site: Site) -> list[Triple]:
    """Give the description of the endpoint: languages, formats, limits, dataset and graphs.

    Must be called while a request is answered: the endpoint's address is that of the site.
    """
    address = url_for("sparql.endpoint", _external=True, lang=None)
    service, dataset = NamedNode(address), NamedNode(f"{address}#dataset")
    default = NamedNode(f"{address}#default-graph")
    triples = [
        Triple(service, rdf("type"), NamedNode(_SD + "Service")),
        Triple(service, NamedNode(_SD + "endpoint"), service),
        Triple(service, NamedNode(_SD + "supportedLanguage"), NamedNode(_SD + "SPARQL10Query")),
        Triple(service, NamedNode(_SD + "supportedLanguage"), NamedNode(_SD + "SPARQL11Query")),
        Triple(service, NamedNode(_SD + "feature"), NamedNode(_SD + "UnionDefaultGraph")),
        Triple(service, NamedNode(_SD + "defaultEntailmentRegime"), NamedNode(_SIMPLE)),
        Triple(service, NamedNode(_SD + "defaultDataset"), dataset),
        Triple(service, rdfs("seeAlso"), DATASET),
        Triple(dataset, rdf("type"), NamedNode(_SD + "Dataset")),
        Triple(dataset, NamedNode(_SD + "defaultGraph"), default),
        Triple(default, rdf("type"), NamedNode(_SD + "Graph")),
        Triple(default, NamedNode(_VOID + "triples"), Literal(_triples())),
    ]
    triples += [
        Triple(service, NamedNode(_SD + "resultFormat"), NamedNode(_FORMATS + name))
        for name in _RESULTS
    ]
    if this_writes() is not None:
        update = NamedNode(url_for("update.update", _external=True, lang=None))
        triples.append(Triple(service, NamedNode(_SD + "feature"), _EMPTY_GRAPHS))
        triples.append(Triple(service, rdfs("seeAlso"), update))
    triples += _named_graphs(dataset, address)
    triples += _limit_triples(service, site)
    return triples


def update_description() -> list[Triple]:
    """Give the description of the update operation, a service with an address of its own.

    Must be called while a request is answered, at a site that writes.
    """
    endpoint = url_for("sparql.endpoint", _external=True, lang=None)
    update = NamedNode(url_for("update.update", _external=True, lang=None))
    dataset = NamedNode(f"{endpoint}#dataset")
    return [
        Triple(update, rdf("type"), NamedNode(_SD + "Service")),
        Triple(update, NamedNode(_SD + "endpoint"), update),
        Triple(update, NamedNode(_SD + "supportedLanguage"), NamedNode(_SD + "SPARQL11Update")),
        Triple(update, NamedNode(_SD + "feature"), _EMPTY_GRAPHS),
        Triple(update, NamedNode(_SD + "defaultDataset"), dataset),
        Triple(dataset, rdf("type"), NamedNode(_SD + "Dataset")),
        Triple(update, rdfs("seeAlso"), NamedNode(endpoint)),
    ]


def described(triples: Iterable[Triple], otherwise: Problem) -> Response:
    """Answer with a description in the form that the request accepts; raise this where none is."""
    media_type = choose(request.headers.get("Accept"), list(FORMS))
    if media_type is None:
        raise otherwise
    stream = io.BytesIO()
    write_triples(triples, FORMS[media_type], stream)
    text = media_type.startswith("text/")
    return Response(
        stream.getvalue(), content_type=f"{media_type}; charset=utf-8" if text else media_type
    )


def dataset_description(site: Site) -> list[Triple]:
    """Give the VoID, DCAT and schema.org description of the dataset as it is offered here.

    Must be called while a request is answered.
    """
    triples = construct("ontology", graph=GRAPHS + "description")
    here = NamedNode(url_for("catalog.catalog", _external=True, lang=None))
    endpoint = NamedNode(url_for("sparql.endpoint", _external=True, lang=None))
    service = NamedNode(f"{endpoint.value}#service")
    for subject, predicate, value in (
        (here, rdf("type"), NamedNode(_DCAT + "Catalog")),
        (here, NamedNode(_DCAT + "dataset"), DATASET),
        (here, NamedNode(_DCAT + "service"), service),
        (here, NamedNode("http://xmlns.com/foaf/0.1/primaryTopic"), DATASET),
        (DATASET, NamedNode(_VOID + "sparqlEndpoint"), endpoint),
        (DATASET, NamedNode(_DCAT + "landingPage"), here),
        (service, rdf("type"), NamedNode(_DCAT + "DataService")),
        (service, NamedNode(_DCAT + "endpointURL"), endpoint),
        (service, NamedNode(_DCAT + "endpointDescription"), endpoint),
        (service, NamedNode(_DCAT + "servesDataset"), DATASET),
        (
            service,
            NamedNode(_DCTERMS + "conformsTo"),
            NamedNode("https://www.w3.org/TR/sparql11-protocol/"),
        ),
        (service, NamedNode(_DCTERMS + "title"), Literal("SPARQL endpoint", language="en")),
    ):
        triples.append(Triple(subject, predicate, value))
    triples += [
        Triple(DATASET, NamedNode(_VOID + "feature"), NamedNode(_FORMATS + name))
        for name in _SERIALIZATIONS
    ]
    triples += _downloads(site, triples)
    return triples


def limits(site: Site) -> dict[str, float]:
    """Give every number that bounds a request, by its name in the settings.

    What the front bounds, connections and bodies before the application sees them, is named so,
    and so is what a write may take, where clients may write.
    """
    found = dict(_numbers(replace(site.settings, front=None))) | dict(_numbers(site.engine.limits))
    found |= {f"front_{name}": value for name, value in _numbers(site.settings.front)}
    writes = this_writes()
    if writes is None:
        return found
    found |= {f"write_{name}": value for name, value in _numbers(writes.bounds)}
    return found | dict(rates())


def _numbers(value: Any) -> Iterator[tuple[str, float]]:
    if value is None or not is_dataclass(value):
        return
    for field in fields(value):
        held = getattr(value, field.name)
        if is_dataclass(held):
            yield from _numbers(held)
        elif isinstance(held, int | float) and not isinstance(held, bool):
            yield field.name, held


def _limit_triples(service: NamedNode, site: Site) -> Iterator[Triple]:
    """Say the limits as property values of schema.org; no standard has words for them."""
    for name, number in sorted(limits(site).items()):
        node = NamedNode(f"{service.value}#limit-{name.replace('_', '-')}")
        yield Triple(service, NamedNode(_SCHEMA + "additionalProperty"), node)
        yield Triple(node, rdf("type"), NamedNode(_SCHEMA + "PropertyValue"))
        yield Triple(node, NamedNode(_SCHEMA + "propertyID"), Literal(name.replace("_", "-")))
        decimal = NamedNode(PREFIXES["xsd"] + "decimal")
        value = (
            Literal(number) if isinstance(number, int) else Literal(f"{number}", datatype=decimal)
        )
        yield Triple(node, NamedNode(_SCHEMA + "value"), value)


def _named_graphs(dataset: NamedNode, address: str) -> Iterator[Triple]:
    for row in select("graphs"):
        name = row["graph"]
        assert isinstance(name, NamedNode), "graphs have IRIs"
        short = name.value.removeprefix(GRAPHS).replace("/", "-")
        node, graph = NamedNode(f"{address}#graph-{short}"), NamedNode(f"{address}#in-{short}")
        yield Triple(dataset, NamedNode(_SD + "namedGraph"), node)
        yield Triple(node, rdf("type"), NamedNode(_SD + "NamedGraph"))
        yield Triple(node, NamedNode(_SD + "name"), name)
        yield Triple(node, NamedNode(_SD + "graph"), graph)
        yield Triple(graph, rdf("type"), NamedNode(_SD + "Graph"))
        yield Triple(graph, NamedNode(_VOID + "triples"), row["number"])
        if name.value == GRAPHS + "entailed":
            yield Triple(node, NamedNode(_SD + "supportedEntailmentProfile"), NamedNode(_RL))


def _triples() -> int:
    return int(select("size")[0]["number"].value)


def _downloads(site: Site, triples: list[Triple]) -> Iterator[Triple]:
    """Say where the files are, if this site hands them out."""
    if site.data is None:
        return
    title = NamedNode(_DCTERMS + "title")
    kind = Triple(DATASET, rdf("type"), NamedNode(_DCAT + "Distribution"))
    files = {
        t.subject for t in triples if t.predicate == kind.predicate and t.object == kind.object
    }
    for triple in triples:
        if triple.predicate == title and triple.subject in files:
            assert isinstance(triple.object, Literal), "a file has a name"
            root = url_for("pages.home", _external=True, lang=None)
            address = NamedNode(f"{root}dumps/{site.settings.release}/{triple.object.value}")
            yield Triple(triple.subject, NamedNode(_DCAT + "downloadURL"), address)
            yield Triple(triple.subject, NamedNode(_DCAT + "accessURL"), address)
            if triple.object.value.startswith("dataset."):
                yield Triple(DATASET, NamedNode(_VOID + "dataDump"), address)
