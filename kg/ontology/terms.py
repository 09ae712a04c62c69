"""The terms of the ontology and its codes, with their labels and definitions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad

from kg.ontology.load import code_quads, ontology_quads
from kg.ontology.notation import write_term
from kg.vocab import BASE, PREFIXES, rdf, rdfs, skos

__all__ = ["Term", "read_terms"]

KINDS: Final = MappingProxyType(
    {
        NamedNode(PREFIXES["owl"] + "Class"): "class",
        NamedNode(PREFIXES["owl"] + "ObjectProperty"): "object-property",
        NamedNode(PREFIXES["owl"] + "DatatypeProperty"): "data-property",
        skos("Concept"): "code",
    }
)
LABELS: Final = frozenset({rdfs("label"), skos("prefLabel")})


@dataclass(frozen=True, slots=True)
class Term:
    """A term: its prefixed name and IRI, its kind, and its labels and definitions by language."""

    name: str
    iri: str
    kind: str
    labels: Mapping[str, str]
    definitions: Mapping[str, str]

    def as_json(self) -> dict[str, object]:
        """Give the term as values for JSON."""
        return {
            "name": self.name,
            "iri": self.iri,
            "kind": self.kind,
            "labels": dict(self.labels),
            "definitions": dict(self.definitions),
        }


def read_terms() -> tuple[Term, ...]:
    """Give our classes, properties and codes, by kind and then by name."""
    quads = [*ontology_quads(), *code_quads()]
    kinds: dict[NamedNode, str] = {}
    labels: dict[NamedNode, dict[str, str]] = defaultdict(dict)
    definitions: dict[NamedNode, dict[str, str]] = defaultdict(dict)
    for quad in quads:
        if not isinstance(quad.subject, NamedNode) or not quad.subject.value.startswith(BASE):
            continue
        if quad.predicate == rdf("type") and (kind := _kind(quad)):
            kinds.setdefault(quad.subject, kind)
        elif isinstance(quad.object, Literal) and quad.object.language:
            texts = labels if quad.predicate in LABELS else definitions
            if quad.predicate in LABELS or quad.predicate == skos("definition"):
                texts[quad.subject][quad.object.language] = quad.object.value
    order = list(KINDS.values())
    terms = [
        Term(
            write_term(node),
            node.value,
            kind,
            MappingProxyType(labels[node]),
            MappingProxyType(definitions[node]),
        )
        for node, kind in kinds.items()
    ]
    return tuple(sorted(terms, key=lambda term: (order.index(term.kind), term.name)))


def _kind(quad: Quad) -> str | None:
    if not isinstance(quad.object, NamedNode):
        return None
    if quad.object in KINDS:
        return KINDS[quad.object]
    # a unit or a product is a code of a more special class
    is_code = isinstance(quad.subject, NamedNode) and "/code/" in quad.subject.value
    return "code" if is_code and quad.object != skos("ConceptScheme") else None
