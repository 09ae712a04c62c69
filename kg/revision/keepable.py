"""What a release keeps: RDF 1.1, since that is all that its canonical form knows.

RDFC-1.0 (https://www.w3.org/TR/rdf-canon/) labels blank nodes of RDF 1.1 datasets, SHACL judges
RDF 1.1 graphs, and JSON-LD has no triple terms: a release that held some would have dumps that do
not say what it says.
"""

from __future__ import annotations

import pyoxigraph as ox

from kg.errors import UnkeepableError

__all__ = ["require_keepable"]


def require_keepable(quad: ox.Quad) -> None:
    """Raise ``UnkeepableError`` for a quad that is not of RDF 1.1."""
    value = quad.object
    if isinstance(value, ox.Triple):
        found = f"a triple term as the value of <{quad.predicate.value[:300]}>"
    elif isinstance(value, ox.Literal) and value.direction is not None:
        found = f"the text {value.value[:100]!r} with a direction"
    else:
        return
    raise UnkeepableError(
        f"the change would add {found}, and a release keeps RDF 1.1 alone",
        expected="data of RDF 1.1: neither triple terms and reifiers nor directions of texts",
        remedy="say it with rdf:Statement, rdf:subject, rdf:predicate and rdf:object",
    )
