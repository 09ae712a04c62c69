"""From a statement of a record to the node objects that say the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kg.mapping.cells import cell_node, dimension_values
from kg.mapping.properties import property_value, value_objects
from kg.mapping.quads import Node
from kg.mapping.vocabulary import Vocabulary, resolve
from kg.seeds import record as r
from kg.seeds.cells import cell_iri
from kg.seeds.values import decimal_text, interval_of
from kg.vocab import ID, code_iri

__all__ = ["statement_iri", "statement_nodes"]

_COUNTED_UNITS = (
    "country", "department", "enterprise", "goal", "order", "organization", "parcel", "person",
    "project", "route",
)  # fmt: skip
_KINDS: Mapping[type[r.Statement], str] = {
    r.Amount: "obs",
    r.Growth: "obs",
    r.Share: "obs",
    r.Rank: "obs",
    r.Claim: "claim",
    r.Post: "post",
    r.Presence: "presence",
    r.Relation: "stmt",
}


def statement_iri(statement: r.Statement) -> str:
    """Give the IRI of a statement: its kind and its id."""
    return f"{ID}{_KINDS[type(statement)]}/{statement.id}"


def span_iri(document_id: str, span: tuple[int, int]) -> str:
    """Give the IRI of a span of a document."""
    return f"{ID}span/{document_id}-{span[0]}-{span[1]}"


def statement_nodes(
    statement: r.Statement, document_id: str, vocabulary: Vocabulary
) -> Iterator[Node]:
    """Give the node objects of one statement: itself, its span, and the cells it measures.

    Raises RecordError for a property or value that the ontology does not have.
    """
    span = span_iri(document_id, statement.span)
    yield {
        "id": span,
        "type": "TextSpan",
        "inDocument": f"{ID}doc/{document_id}",
        "startOffset": str(statement.span[0]),
        "endOffset": str(statement.span[1]),
    }
    node: Node = {
        "id": statement_iri(statement),
        "recordId": statement.id,
        "evidence": span,
        "note": statement.note,
        "status": code_iri("status", statement.status),
        "origin": code_iri("origin", statement.origin),
        "reviewState": code_iri("review-state", statement.review),
    }
    if statement.attributed_to:
        node["attributedTo"] = resolve(statement.attributed_to)
    match statement:
        case r.Amount() | r.Growth() | r.Share() | r.Rank():
            yield node | _figure(statement)
            yield cell_node(statement.dimensions)
            if isinstance(statement, r.Share):
                yield cell_node(statement.whole)
        case r.Claim():
            yield node | _claim(statement)
        case r.Post():
            yield node | {
                "type": "PostHolding",
                "holder": resolve(statement.person),
                "postTitle": statement.title,
                "postIn": resolve(statement.organization),
            }
        case r.Presence():
            yield node | {
                "type": "Presence",
                "presenceOf": resolve(statement.platform),
                "presenceIn": resolve(statement.place),
                "presenceKind": [code_iri("presence-kind", kind) for kind in statement.kinds],
            }
        case r.Relation():
            yield node | _assertion(statement, vocabulary)
            if statement.review == "accepted":
                yield {
                    "id": resolve(statement.subject),
                    statement.property: property_value(statement, vocabulary),
                }


def _figure(figure: r.Amount | r.Growth | r.Share | r.Rank) -> Node:
    cell = cell_iri(figure.dimensions)
    kind = type(figure).__name__
    node: Node = {
        "type": ["ReportedObservation", f"{kind}Observation"],
        **dimension_values(figure.dimensions),
    }
    if figure.period_inferred:
        node["periodInferred"] = "true"
    if figure.revises:
        node["revises"] = f"{ID}obs/{figure.revises}"
    match figure:
        case r.Amount():
            node["cell"] = cell
            if figure.equivalent:
                node["equivalentAmount"] = f"{ID}obs/{figure.equivalent}"
        case r.Growth():
            node |= {"growthOf": cell, "basis": code_iri("basis", figure.basis)}
        case r.Share():
            node |= {"part": cell, "whole": cell_iri(figure.whole)}
        case r.Rank():
            return node | {
                "rankOf": cell,
                "rankScope": figure.scope,
                "unit": code_iri("unit", "rank"),
                "value": str(figure.listed),
                "lowerBound": str(figure.listed if figure.ordered else 1),
                "upperBound": str(figure.listed if figure.ordered else figure.within),
                "stated": f"{figure.listed} of {figure.within}",
                "qualifier": code_iri("qualifier", "exact"),
            }
    if not isinstance(figure, r.Amount):
        node["unit"] = code_iri("unit", "percent")
    return node | _number(figure)


def _number(figure: r.Amount | r.Growth | r.Share) -> Node:
    counted = isinstance(figure, r.Amount) and figure.dimensions.unit in _COUNTED_UNITS
    interval = interval_of(figure.stated, figure.qualifier, counted=counted)
    node: Node = {
        "stated": str(figure.stated),
        "qualifier": code_iri("qualifier", figure.qualifier),
        "value": decimal_text(interval.value),
    }
    if interval.lower is not None:
        node["lowerBound"] = decimal_text(interval.lower, rounding="down")
    if interval.upper is not None:
        node["upperBound"] = decimal_text(interval.upper, rounding="up")
    return node


def _claim(claim: r.Claim) -> Node:
    node: Node = {
        "type": "Claim",
        "claimType": code_iri("claim-type", claim.type),
        "about": [resolve(reference) for reference in claim.about],
    }
    if claim.topics:
        node["topic"] = [code_iri("theme", topic) for topic in claim.topics]
    return node


def _assertion(relation: r.Relation, vocabulary: Vocabulary) -> Node:
    value = property_value(relation, vocabulary)
    term = vocabulary.terms[relation.property]
    key = "assertedObject" if term.kind == "reference" else "assertedValue"
    return {
        "type": "Assertion",
        "assertedSubject": resolve(relation.subject),
        "assertedProperty": term.iri,
        key: value if term.kind == "reference" else value_objects(term, value),
    }
