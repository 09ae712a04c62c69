"""The description of a release: VoID counts and DCAT distributions.

https://www.w3.org/TR/void/ and https://www.w3.org/TR/vocab-dcat-3/. Nothing here comes from a
clock: the release is issued on the day when its newest document was read.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final
from urllib.parse import quote

from rdflib import DCAT, DCTERMS, RDF, VOID, XSD, Graph, Literal, Namespace, URIRef

from kg.release.tally import Tally
from kg.vocab import BASE, PREFIXES

__all__ = ["DATASET", "Distribution", "describe"]

DATASET: Final = URIRef(BASE + "dataset")
_SPDX: Final = Namespace("http://spdx.org/rdf/terms#")
_MEDIA: Final = "https://www.iana.org/assignments/media-types/"
_FIXED: Final = Path(__file__).with_name("description.ttl")
_SPACES: Final = sorted(PREFIXES.items(), key=lambda pair: -len(pair[1]))


@dataclass(frozen=True, slots=True)
class Distribution:
    """A file of the release: its name, media type, bytes and SHA-256 in hexadecimal.

    ``packed`` is the media type of the compression around it, empty without one.
    """

    name: str
    media_type: str
    size: int
    sha256: str
    packed: str = ""


def describe(tally: Tally, distributions: Iterable[Distribution], version: str) -> Graph:
    """Give the description of the dataset with these counts, distributed as these files.

    The counts are of the dataset without this description, which cannot count itself.
    ``version`` names the data: equal data have equal versions.
    """
    graph = _fixed()
    # DCAT 3; rdflib knows DCAT 2.
    graph.add((DATASET, URIRef(PREFIXES["dcat"] + "version"), Literal(version)))
    if tally.dates:
        graph.add((DATASET, DCTERMS.issued, Literal(max(tally.dates), datatype=XSD.date)))
    _add_counts(graph, tally)
    _add_graphs(graph, tally)
    for distribution in distributions:
        _add_distribution(graph, distribution)
    return graph


def _fixed() -> Graph:
    """Give a graph of one's own with what every description says."""
    graph = Graph()
    for prefix, space in _read_fixed().namespaces():
        graph.bind(prefix, space)
    graph.bind("spdx", _SPDX)
    for triple in _read_fixed():
        graph.add(triple)
    return graph


@cache
def _read_fixed() -> Graph:
    return Graph().parse(_FIXED, format="turtle")


def _add_counts(graph: Graph, tally: Tally) -> None:
    for predicate, count in (
        (VOID.triples, tally.triples),
        (VOID.entities, tally.entities),
        (VOID.distinctSubjects, tally.all_subjects),
        (VOID.distinctObjects, tally.all_objects),
        (VOID.classes, len(tally.types)),
        (VOID.properties, len(tally.properties)),
    ):
        graph.add((DATASET, predicate, Literal(count)))
    for iri, count in tally.types.items():
        part = _part("class", iri)
        graph.add((DATASET, VOID.classPartition, part))
        graph.add((part, VOID["class"], URIRef(iri)))
        graph.add((part, VOID.entities, Literal(count)))
    for iri, count in tally.properties.items():
        part = _part("property", iri)
        graph.add((DATASET, VOID.propertyPartition, part))
        graph.add((part, VOID.property, URIRef(iri)))
        graph.add((part, VOID.triples, Literal(count)))
        graph.add((part, VOID.distinctSubjects, Literal(tally.subjects[iri])))
        graph.add((part, VOID.distinctObjects, Literal(tally.objects[iri])))


def _add_graphs(graph: Graph, tally: Tally) -> None:
    for name, count in tally.graphs.items():
        if name:
            graph.add((DATASET, VOID.subset, URIRef(name)))
            graph.add((URIRef(name), RDF.type, VOID.Dataset))
            graph.add((URIRef(name), VOID.triples, Literal(count)))


def _add_distribution(graph: Graph, distribution: Distribution) -> None:
    node = _part("file", distribution.name)
    checksum = _part("checksum", distribution.name)
    graph.add((DATASET, DCAT.distribution, node))
    graph.add((node, RDF.type, DCAT.Distribution))
    graph.add((node, DCTERMS.title, Literal(distribution.name)))
    graph.add((node, DCAT.mediaType, URIRef(_MEDIA + distribution.media_type)))
    if distribution.packed:
        graph.add((node, DCAT.compressFormat, URIRef(_MEDIA + distribution.packed)))
    # DCAT asks for a derived integer type, which engines turn into this one when they store it.
    graph.add((node, DCAT.byteSize, Literal(distribution.size)))
    graph.add((node, _SPDX.checksum, checksum))
    graph.add((checksum, RDF.type, _SPDX.Checksum))
    graph.add((checksum, _SPDX.algorithm, _SPDX.checksumAlgorithm_sha256))
    graph.add((checksum, _SPDX.checksumValue, Literal(distribution.sha256)))


def _part(kind: str, name: str) -> URIRef:
    """Name a part of the description; a blank node would have no name to link to."""
    short = next(
        (f"{prefix}:{name[len(space) :]}" for prefix, space in _SPACES if name.startswith(space)),
        name,
    )
    return URIRef(f"{DATASET}/{kind}/{quote(short, safe=':')}")
