"""RDF without a store: formats, one spelling for one dataset, and ways between the libraries."""

from __future__ import annotations

from kg.rdf.canon import canonical_lines, canonical_quads
from kg.rdf.convert import fill_rdflib, from_rdflib, to_rdflib
from kg.rdf.diff import EntityChange, difference
from kg.rdf.formats import FORMATS, Format, format_named
from kg.rdf.over import StoreOver
from kg.rdf.turtle import write_turtle
from kg.rdf.write import write_quads

__all__ = [
    "FORMATS",
    "EntityChange",
    "Format",
    "StoreOver",
    "canonical_lines",
    "canonical_quads",
    "difference",
    "fill_rdflib",
    "format_named",
    "from_rdflib",
    "to_rdflib",
    "write_quads",
    "write_turtle",
]
