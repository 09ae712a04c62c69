"""The RDF formats that can be written, as one table."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final

from pyoxigraph import RdfFormat

from kg.errors import UsageError

__all__ = ["FORMATS", "Format", "format_named"]


@dataclass(frozen=True, slots=True)
class Format:
    """A way to write RDF.

    ``datasets`` is false for formats of triples: they merge the named graphs that they are given.
    """

    name: str
    media_type: str
    extension: str
    rdf_format: RdfFormat
    datasets: bool


FORMATS: Final = (
    Format("turtle", "text/turtle", "ttl", RdfFormat.TURTLE, datasets=False),
    Format("trig", "application/trig", "trig", RdfFormat.TRIG, datasets=True),
    Format("ntriples", "application/n-triples", "nt", RdfFormat.N_TRIPLES, datasets=False),
    Format("nquads", "application/n-quads", "nq", RdfFormat.N_QUADS, datasets=True),
    Format("jsonld", "application/ld+json", "jsonld", RdfFormat.JSON_LD, datasets=True),
    Format("jsonld-expanded", "application/ld+json", "jsonld", RdfFormat.JSON_LD, datasets=True),
    Format("rdfxml", "application/rdf+xml", "rdf", RdfFormat.RDF_XML, datasets=False),
)


def format_named(name: str) -> Format:
    """Give the format of this name, or raise ``UsageError`` with the names that there are.

    >>> format_named("trig").media_type
    'application/trig'
    """
    known = {form.name: form for form in FORMATS}
    if name in known:
        return known[name]
    near = get_close_matches(name, known, n=1)
    raise UsageError(
        f"there is no RDF format {name!r}",
        expected=f"one of {', '.join(known)}",
        remedy=f"did you mean {near[0]}?" if near else "choose one of them",
    )
