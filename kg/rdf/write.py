"""Quads as text in any of the formats, the same text for the same quads."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from typing import IO, Any, cast

from pyoxigraph import DefaultGraph, Quad, RdfFormat, serialize

from kg.rdf.canon import canonical_quads
from kg.rdf.convert import to_rdflib
from kg.rdf.formats import Format
from kg.rdf.jsonld import compact, dump, expand
from kg.rdf.turtle import write_turtle
from kg.rdf.xml import XmlText, require_xml_names
from kg.vocab import PREFIXES

__all__ = ["write_quads"]


def write_quads(
    quads: Iterable[Quad], form: Format, *, context: Mapping[str, Any] | None = None
) -> str:
    """Give the quads in the format; equal datasets give equal text.

    A format of triples merges the named graphs into one. ``context`` is the JSON-LD context
    document, needed by the compacted form alone. Blank nodes have their RDFC-1.0 labels.
    """
    if not form.datasets:
        quads = {Quad(quad.subject, quad.predicate, quad.object) for quad in quads}
    ordered = canonical_quads(quads)
    match form.name:
        case "turtle":
            return write_turtle(to_rdflib(ordered))
        case "jsonld-expanded":
            return dump(expand(ordered))
        case "jsonld":
            return dump(compact(expand(ordered), context or {"@context": dict(PREFIXES)}))
    if form.rdf_format == RdfFormat.TRIG:
        ordered.sort(key=_graph_name)
    statements = ordered if form.datasets else [quad.triple for quad in ordered]
    stream = io.BytesIO()
    if form.rdf_format == RdfFormat.RDF_XML:
        require_xml_names(statements)
        output = cast("IO[bytes]", XmlText(stream))  # writers need no more of a file
    else:
        output = stream
    serialize(statements, output, format=form.rdf_format, prefixes=_used(ordered, form))
    return _sorted_header(stream.getvalue().decode("utf-8").rstrip("\n") + "\n")


def _graph_name(quad: Quad) -> str:
    return "" if isinstance(quad.graph_name, DefaultGraph) else str(quad.graph_name)


def _used(quads: list[Quad], form: Format) -> dict[str, str] | None:
    """Give the prefixes that some IRI of the quads begins with."""
    if form.rdf_format not in {RdfFormat.TRIG, RdfFormat.RDF_XML}:
        return None
    iris = {
        getattr(term, "value", "")
        for quad in quads
        for term in (quad.subject, quad.predicate, quad.object, quad.graph_name)
    } | {getattr(getattr(quad.object, "datatype", None), "value", "") for quad in quads}
    return {
        prefix: space
        for prefix, space in sorted(PREFIXES.items())
        if any(iri.startswith(space) for iri in iris)
    }


def _sorted_header(text: str) -> str:
    """Sort the prefix lines: the engine writes them in an order of its own."""
    lines = text.split("\n")
    count = next((n for n, line in enumerate(lines) if not line.startswith("@prefix ")), 0)
    return "\n".join([*sorted(lines[:count]), *lines[count:]])
