"""From seed records to the quads of the dataset: pure, stateless, one document at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import Quad

from kg.errors import Place
from kg.mapping.entities import discrepancy_node, document_node, entity_node
from kg.mapping.periods import period_nodes, used_periods
from kg.mapping.quads import Node, node_quads
from kg.mapping.statements import statement_iri, statement_nodes
from kg.mapping.vocabulary import Vocabulary, read_vocabulary, resolve
from kg.seeds.record import Document, Seeds
from kg.vocab import graph_iri, source_graph

__all__ = ["document_nodes", "map_document", "map_seeds", "record_places"]


def map_seeds(seeds: Seeds) -> Iterator[Quad]:
    """Give the quads of all records, none twice.

    Each document has a graph of its own; the register, the periods and the discrepancies have one
    each. Raises RecordError for a class, property or value that the ontology does not have.
    """
    vocabulary = read_vocabulary()
    for document in seeds.documents:
        yield from map_document(document, vocabulary)
    entities = (entity_node(entity, vocabulary) for entity in seeds.entities.values())
    yield from _distinct(node_quads(entities, graph_iri("entities"), vocabulary))
    periods = period_nodes(used_periods(seeds))
    yield from _distinct(node_quads(periods, graph_iri("periods"), vocabulary))
    judged = (discrepancy_node(discrepancy) for discrepancy in seeds.discrepancies)
    yield from _distinct(node_quads(judged, graph_iri("discrepancies"), vocabulary))


def map_document(document: Document, vocabulary: Vocabulary | None = None) -> Iterator[Quad]:
    """Give the quads of what one document states, in the document's own graph.

    They depend on nothing but the document and the vocabulary, so documents may be mapped in any
    order and any process.
    """
    vocabulary = vocabulary or read_vocabulary()
    nodes = document_nodes(document, vocabulary)
    yield from _distinct(node_quads(nodes, source_graph(document.id), vocabulary))


def document_nodes(document: Document, vocabulary: Vocabulary) -> Iterator[Node]:
    """Give the JSON-LD node objects of a document and its statements."""
    yield document_node(document)
    for statement in document.statements:
        yield from statement_nodes(statement, document.id, vocabulary)


def record_places(seeds: Seeds) -> dict[str, Place]:
    """Give the file and line of the record behind each entity, document and statement IRI."""
    places = {resolve(entity.id): entity.where for entity in seeds.entities.values()}
    for document in seeds.documents:
        places[resolve(f"doc/{document.id}")] = document.where
        places |= {statement_iri(statement): statement.where for statement in document.statements}
    for discrepancy in seeds.discrepancies:
        places[resolve(f"discrepancy/{discrepancy.id}")] = discrepancy.where
    return places


def _distinct(quads: Iterable[Quad]) -> Iterator[Quad]:
    """Drop repeated quads: several statements may share a span or a cell."""
    return iter(dict.fromkeys(quads))
