"""The shapes of the ``shapes`` folder, and the words in which they speak to people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Final

import rdflib
from pyoxigraph import Literal, NamedNode, Quad
from rdflib.namespace import SH

from kg.errors import InputError
from kg.ontology import read_quads
from kg.rdf import canonical_quads, to_rdflib
from kg.resources import folder
from kg.vocab import graph_iri

__all__ = [
    "SHAPES",
    "ShapeTexts",
    "shape_texts",
    "shapes_graph",
    "shapes_quads",
    "shapes_with_targets",
]

SHAPES: Final = graph_iri("shapes")
_NAME: Final = NamedNode(str(SH.name))
_MESSAGE: Final = NamedNode(str(SH.message))


@dataclass(frozen=True, slots=True)
class ShapeTexts:
    """What a property shape is called and what it asks for, by language."""

    name: Mapping[str, str]
    message: Mapping[str, str]


@cache
def shapes_quads() -> tuple[Quad, ...]:
    """Give all shapes as quads of ``graph:shapes``, in a fixed order."""
    files = sorted(folder("shapes").glob("*.ttl"))
    if not files:
        raise InputError(
            f"there is no Turtle file in {folder('shapes')}",
            expected="the files of the shapes",
            remedy="install the package again: its data folders are missing",
        )
    return tuple(canonical_quads(quad for file in files for quad in read_quads(file, SHAPES)))


def shapes_graph() -> rdflib.Graph:
    """Give all shapes as a new graph of rdflib, which the caller may change."""
    return to_rdflib(shapes_quads())


@cache
def shape_texts() -> Mapping[str, ShapeTexts]:
    """Give the name and message of each property shape, by its IRI.

    >>> shape_texts()["https://w3id.org/cbec/shapes#eventEdition"].name["zh"]
    '届次'
    """
    names: dict[str, dict[str, str]] = {}
    messages: dict[str, dict[str, str]] = {}
    for quad in shapes_quads():
        texts = {_NAME: names, _MESSAGE: messages}.get(quad.predicate)
        if texts is not None and isinstance(quad.object, Literal):
            assert isinstance(quad.subject, NamedNode), "property shapes have IRIs"
            language = quad.object.language or "en"
            texts.setdefault(quad.subject.value, {})[language] = quad.object.value
    return MappingProxyType(
        {iri: ShapeTexts(names[iri], messages.get(iri, {})) for iri in sorted(names)}
    )


def shapes_with_targets() -> list[rdflib.URIRef]:
    """Give the shapes that say themselves what they are asked about, in order."""
    graph = shapes_graph()
    return sorted(
        {
            shape
            for target in (SH.targetClass, SH.targetSubjectsOf)
            for shape in graph.subjects(target)
            if isinstance(shape, rdflib.URIRef)
        }
    )
