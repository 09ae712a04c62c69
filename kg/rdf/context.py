"""The JSON-LD context as a document of the dataset, so that whoever has the store has it too."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from pyoxigraph import Literal, NamedNode, Quad

from kg.vocab import BASE, PREFIXES, graph_iri, rdf

__all__ = ["context_iri", "context_quads"]


def context_iri(version: str) -> str:
    """Give the versioned address of the context.

    >>> context_iri("1.0.0")
    'https://w3id.org/cbec/ont/1.0.0/context.jsonld'
    """
    return f"{BASE}ont/{version}/context.jsonld"


def context_quads(context: Mapping[str, Any], version: str) -> tuple[Quad, ...]:
    """Give the context document as quads: its address, its media type and its text.

    The text is a plain string. As ``rdf:JSON`` its spelling would change on the way through
    JSON-LD, and with it the hash of the dataset.
    """
    node = NamedNode(context_iri(version))
    text = json.dumps(context, ensure_ascii=False, sort_keys=True)
    dcterms = PREFIXES["dcterms"]
    graph = graph_iri("examples")
    return (
        Quad(node, rdf("value"), Literal(text), graph),
        Quad(node, NamedNode(dcterms + "format"), Literal("application/ld+json"), graph),
        Quad(node, NamedNode(dcterms + "conformsTo"), NamedNode(BASE + "ont"), graph),
    )
