"""The names of the graph: namespaces, prefixes, named graphs and terms.

``BASE`` is the only place in Python that spells the canonical base IRI.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from pyoxigraph import NamedNode

__all__ = [
    "BASE",
    "CODE",
    "GRAPHS",
    "ID",
    "INSTANCE_KINDS",
    "NAME",
    "NAMED",
    "ONT",
    "PREFIXES",
    "cbec",
    "code_iri",
    "entity_iri",
    "graph_iri",
    "rdf",
    "rdfs",
    "skos",
    "source_graph",
]

BASE: Final = "https://w3id.org/cbec/"
ONT: Final = BASE + "ont#"
ID: Final = BASE + "id/"
CODE: Final = BASE + "code/"
GRAPHS: Final = BASE + "graph/"
NAMED: Final = GRAPHS + "named"
"""The graph that says which named graphs stand although they may be empty."""
NAME: Final = "http://www.w3.org/ns/sparql-service-description#name"
"""The predicate by which it says so, from a graph's IRI to the same IRI."""

INSTANCE_KINDS: Final = (
    "cell", "claim", "comparison", "discrepancy", "doc", "event", "indicator", "list", "obs",
    "org", "period", "person", "place", "platform", "post", "presence", "programme", "route",
    "rule", "series", "span", "stmt",
)  # fmt: skip
_SHORT = {"indicator": "ind"}
_CODE_PREFIXES = {
    "attendance": "attendance-mode",
    "basis": "basis",
    "claimtype": "claim-type",
    "dir": "direction",
    "function": "park-function",
    "discrepancykind": "discrepancy-kind",
    "mode": "trade-mode",
    "origin": "origin",
    "outcome": "comparison-outcome",
    "ownership": "ownership",
    "presencekind": "presence-kind",
    "product": "product",
    "qual": "qualifier",
    "quantity": "quantity-kind",
    "resolution": "resolution",
    "review": "review-state",
    "status": "status",
    "theme": "theme",
    "unit": "unit",
}

PREFIXES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "cbec": ONT,
        "code": CODE,
        "dcat": "http://www.w3.org/ns/dcat#",
        "dcterms": "http://purl.org/dc/terms/",
        "graph": GRAPHS,
        "owl": "http://www.w3.org/2002/07/owl#",
        "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
        "sh": "http://www.w3.org/ns/shacl#",
        "shapes": BASE + "shapes#",
        "skos": "http://www.w3.org/2004/02/skos/core#",
        "void": "http://rdfs.org/ns/void#",
        "wd": "http://www.wikidata.org/entity/",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
    }
    | {_SHORT.get(kind, kind): f"{ID}{kind}/" for kind in INSTANCE_KINDS}
    | {prefix: f"{CODE}{scheme}/" for prefix, scheme in _CODE_PREFIXES.items()}
)


def cbec(name: str) -> NamedNode:
    """Give the term of our ontology with this name."""
    return NamedNode(ONT + name)


def rdf(name: str) -> NamedNode:
    """Give the term of RDF with this name."""
    return NamedNode(PREFIXES["rdf"] + name)


def rdfs(name: str) -> NamedNode:
    """Give the term of RDF Schema with this name."""
    return NamedNode(PREFIXES["rdfs"] + name)


def skos(name: str) -> NamedNode:
    """Give the term of SKOS with this name."""
    return NamedNode(PREFIXES["skos"] + name)


def entity_iri(reference: str) -> str:
    """Give the IRI of an entity from its ``kind/slug``, such as ``place/Shenzhen``."""
    return ID + reference


def code_iri(scheme: str, code: str) -> str:
    """Give the IRI of a code in a scheme, such as ``direction`` and ``import``."""
    return f"{CODE}{scheme}/{code}"


def graph_iri(name: str) -> NamedNode:
    """Give a named graph of the dataset.

    The names are ``ontology``, ``codes``, ``entities``, ``periods``, ``entailed``, ``derived``,
    ``audit``, ``discrepancies``, ``shapes``, ``report``, ``examples``, ``description`` and, for
    each document, ``source/<document id>``.
    """
    return NamedNode(GRAPHS + name)


def source_graph(document_id: str) -> NamedNode:
    """Give the named graph that holds what one source document states."""
    return graph_iri(f"source/{document_id}")
