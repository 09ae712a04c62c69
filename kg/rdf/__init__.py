"""RDF without a store: formats, terms in one order, and conversions between the libraries."""

from __future__ import annotations

from kg.rdf.turtle import write_turtle

__all__ = ["write_turtle"]
