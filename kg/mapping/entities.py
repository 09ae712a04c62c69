"""From the register, the documents and the judged discrepancies to node objects."""

from __future__ import annotations

from pyoxigraph import NamedNode

from kg.errors import RecordError
from kg.mapping.properties import checked_value
from kg.mapping.quads import Node
from kg.mapping.vocabulary import Vocabulary, resolve
from kg.seeds import record as r
from kg.vocab import ID, code_iri

__all__ = ["discrepancy_node", "document_node", "entity_node"]


def entity_node(entity: r.Entity, vocabulary: Vocabulary) -> Node:
    """Give the node object of an entity. Raises RecordError for an unknown class or property."""
    for name in entity.types:
        if name not in vocabulary.classes:
            raise RecordError(
                f"{entity.id} type is {name}",
                expected="a class of the ontology",
                remedy="see kg ontology list",
                where=entity.where,
            )
    node: Node = {
        "id": resolve(entity.id),
        "type": list(entity.types),
        "label": entity.label,
    }
    if entity.alias:
        node["altLabel"] = entity.alias
    if entity.definition:
        node["definition"] = entity.definition
    if entity.note:
        node["note"] = entity.note
    if entity.coordinates:
        node["latitude"], node["longitude"] = map(_canonical, entity.coordinates)
    if entity.exact_match:
        node["exactMatch"] = [_iri(address, entity) for address in entity.exact_match]
    for name, given in entity.properties:
        value = checked_value(name, given, vocabulary, entity.where)
        if vocabulary.terms[name].kind == "texts":
            node[name] = value
        else:
            node[name] = [*node.get(name, ()), value]
    return node


def document_node(document: r.Document) -> Node:
    """Give the node object of a source document, as far as the document may be published."""
    node: Node = {
        "id": f"{ID}doc/{document.id}",
        "type": "SourceDocument",
        "label": document.title,
        "documentId": document.id,
        "publisher": resolve(document.publisher),
        "sourceAddress": document.address,
        "sourceLanguage": document.language,
        "accessDate": document.accessed,
        "textSha256": document.sha256,
        "textLength": str(document.length),
    }
    optional: Node = {
        "publicationDate": document.published,
        "modificationDate": document.modified,
        "author": [resolve(reference) for reference in document.author],
        "creditedSource": [resolve(reference) for reference in document.credited],
    }
    return node | {key: value for key, value in optional.items() if value}


def discrepancy_node(discrepancy: r.Discrepancy) -> Node:
    """Give the node object of a discrepancy that people have judged.

    What only people see has its outcome already; the audit adds to the others what it compared.
    """
    node: Node = {
        "id": f"{ID}discrepancy/{discrepancy.id}",
        "type": "Discrepancy",
        "restsOn": [f"{ID}obs/{statement}" for statement in discrepancy.between],
        "discrepancyKind": code_iri("discrepancy-kind", discrepancy.kind),
        "resolution": code_iri("resolution", discrepancy.resolution),
        "note": f"{discrepancy.note} (Judged by {discrepancy.by} on {discrepancy.when}.)",
    }
    if discrepancy.found_by == "people":
        node["between"] = node["restsOn"]
        node["outcome"] = code_iri("comparison-outcome", "question")
    return node


def _iri(address: str, entity: r.Entity) -> str:
    """Give the address if it is an IRI, which the form of an address alone does not say."""
    try:
        return NamedNode(address).value
    except ValueError as error:
        raise RecordError(
            f"{entity.id} exact_match is {address}: {error}",
            expected="an IRI",
            remedy="copy the address of the entity from the other data set",
            where=entity.where,
        ) from None


def _canonical(number: str) -> str:
    """Write a decimal without trailing zeros, as the engines do."""
    return number.rstrip("0").rstrip(".") if "." in number else number
