"""The description of a release: VoID counts and DCAT distributions.

https://www.w3.org/TR/void/ and https://www.w3.org/TR/vocab-dcat-3/. Nothing here comes from a
clock: the release is issued on the day when its newest document was read.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import quote

import pyoxigraph as ox
from rdflib import DCAT, DCTERMS, RDF, VOID, XSD, Graph, Literal, Namespace, URIRef

from kg.vocab import BASE, ID, PREFIXES, cbec

__all__ = ["DATASET", "Distribution", "describe"]

DATASET: Final = URIRef(BASE + "dataset")
_SPDX: Final = Namespace("http://spdx.org/rdf/terms#")
_MEDIA: Final = "https://www.iana.org/assignments/media-types/"
_FIXED: Final = Path(__file__).with_name("description.ttl")
_ACCESSED: Final = cbec("accessDate")
_TYPE: Final = ox.NamedNode(str(RDF.type))


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


def describe(
    quads: Sequence[ox.Quad], distributions: Iterable[Distribution], version: str
) -> Graph:
    """Give the description of the dataset that the quads are, distributed as these files.

    The counts are of the dataset without this description, which cannot count itself.
    ``version`` names the data: equal data have equal versions.
    """
    graph = Graph().parse(_FIXED, format="turtle")
    graph.bind("spdx", _SPDX)
    # DCAT 3; rdflib knows DCAT 2.
    graph.add((DATASET, URIRef(PREFIXES["dcat"] + "version"), Literal(version)))
    if issued := _newest_access(quads):
        graph.add((DATASET, DCTERMS.issued, Literal(issued, datatype=XSD.date)))
    _add_counts(graph, quads)
    _add_graphs(graph, quads)
    for distribution in distributions:
        _add_distribution(graph, distribution)
    return graph


def _newest_access(quads: Iterable[ox.Quad]) -> str:
    values = (quad.object for quad in quads if quad.predicate == _ACCESSED)
    return max((value.value for value in values if isinstance(value, ox.Literal)), default="")


def _add_counts(graph: Graph, quads: Iterable[ox.Quad]) -> None:
    triples = {quad.triple for quad in quads}
    subjects = {triple.subject for triple in triples}
    types: Counter[str] = Counter()
    properties: Counter[str] = Counter()
    ends: dict[str, tuple[set[object], set[object]]] = defaultdict(lambda: (set(), set()))
    for triple in triples:
        properties[triple.predicate.value] += 1
        ends[triple.predicate.value][0].add(triple.subject)
        ends[triple.predicate.value][1].add(triple.object)
        if triple.predicate == _TYPE and isinstance(triple.object, ox.NamedNode):
            types[triple.object.value] += 1
    entities = sum(isinstance(s, ox.NamedNode) and s.value.startswith(ID) for s in subjects)
    for predicate, count in (
        (VOID.triples, len(triples)),
        (VOID.entities, entities),
        (VOID.distinctSubjects, len(subjects)),
        (VOID.distinctObjects, len({triple.object for triple in triples})),
        (VOID.classes, len(types)),
        (VOID.properties, len(properties)),
    ):
        graph.add((DATASET, predicate, Literal(count)))
    for iri, count in types.items():
        part = _part("class", iri)
        graph.add((DATASET, VOID.classPartition, part))
        graph.add((part, VOID["class"], URIRef(iri)))
        graph.add((part, VOID.entities, Literal(count)))
    for iri, count in properties.items():
        part = _part("property", iri)
        graph.add((DATASET, VOID.propertyPartition, part))
        graph.add((part, VOID.property, URIRef(iri)))
        graph.add((part, VOID.triples, Literal(count)))
        graph.add((part, VOID.distinctSubjects, Literal(len(ends[iri][0]))))
        graph.add((part, VOID.distinctObjects, Literal(len(ends[iri][1]))))


def _add_graphs(graph: Graph, quads: Iterable[ox.Quad]) -> None:
    for name, count in Counter(quad.graph_name for quad in quads).items():
        if isinstance(name, ox.NamedNode):
            graph.add((DATASET, VOID.subset, URIRef(name.value)))
            graph.add((URIRef(name.value), RDF.type, VOID.Dataset))
            graph.add((URIRef(name.value), VOID.triples, Literal(count)))


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
    spaces = sorted(PREFIXES.items(), key=lambda pair: -len(pair[1]))
    short = next(
        (f"{prefix}:{name[len(space) :]}" for prefix, space in spaces if name.startswith(space)),
        name,
    )
    return URIRef(f"{DATASET}/{kind}/{quote(short, safe=':')}")
