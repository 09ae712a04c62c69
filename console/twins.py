"""The forms of a description: a table from suffix to media type, and the writing of triples."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from pyoxigraph import Literal, NamedNode, Quad, Triple

from kg.queries.results import write_triples
from kg.rdf.formats import format_named
from kg.rdf.jsonld import compact, dump, expand

__all__ = ["HTML", "JSON", "LINKSET", "TWINS", "Twin", "twin_of_suffix", "write_rdf"]

HTML: Final = "text/html"
JSON: Final = "application/json"
LINKSET: Final = "application/linkset+json"


@dataclass(frozen=True, slots=True)
class Twin:
    """A form of a description: its suffix, media type, the name on pages, and the RDF format."""

    suffix: str
    media_type: str
    name: str
    rdf: str = ""

    @property
    def content_type(self) -> str:
        """The media type, for text with its charset."""
        text = self.media_type.startswith("text/")
        return f"{self.media_type}; charset=utf-8" if text else self.media_type


# in the order in which they are offered; the first is what a client gets that asks for nothing
TWINS: Final = (
    Twin("html", HTML, "HTML"),
    Twin("ttl", "text/turtle", "Turtle", "turtle"),
    Twin("jsonld", "application/ld+json", "JSON-LD", "jsonld"),
    Twin("nt", "application/n-triples", "N-Triples", "ntriples"),
    Twin("rdf", "application/rdf+xml", "RDF/XML", "rdfxml"),
    Twin("json", JSON, "JSON"),
)
_BY_SUFFIX: Final = {twin.suffix: twin for twin in TWINS}


def twin_of_suffix(path: str) -> tuple[str, Twin | None]:
    """Split a path into what it describes and the form that its suffix asks for.

    >>> twin_of_suffix("place/Shenzhen.ttl")[0]
    'place/Shenzhen'
    >>> twin_of_suffix("cell/cbec-trade.CN.both.2024-S1.CNY")
    ('cell/cbec-trade.CN.both.2024-S1.CNY', None)
    """
    stem, dot, suffix = path.rpartition(".")
    twin = _BY_SUFFIX.get(suffix) if dot and stem else None
    return (stem, twin) if twin else (path, None)


def write_rdf(triples: Iterable[Triple], twin: Twin, context: Mapping[str, Any]) -> bytes:
    """Give the triples in the form of the twin, which is one of RDF; they keep their order.

    ``context`` is the JSON-LD context document; what of it the triples use stands in the answer,
    so that nobody need fetch it.
    """
    found = list(dict.fromkeys(triples))
    if twin.rdf == "jsonld":
        quads = [Quad(one.subject, one.predicate, one.object) for one in found]
        return dump(compact(expand(quads), _used(context, found))).encode()
    stream = io.BytesIO()
    write_triples(found, format_named(twin.rdf), stream)
    return stream.getvalue()


def _used(context: Mapping[str, Any], triples: Iterable[Triple]) -> dict[str, Any]:
    """Give the context with only the terms and the prefixes that these triples need."""
    entries: Mapping[str, Any] = context.get("@context", {})
    iris = {iri for triple in triples for iri in _iris(triple)}
    kept = {name: entry for name, entry in entries.items() if _is_used(name, entries, iris)}
    for entry in list(kept.values()):
        parts = (entry.get("@id"), entry.get("@type")) if isinstance(entry, dict) else (entry,)
        prefixes = (str(part).partition(":")[0] for part in parts)
        kept |= {prefix: entries[prefix] for prefix in prefixes if prefix in entries}
    return {"@context": kept}


def _is_used(name: str, entries: Mapping[str, Any], iris: set[str]) -> bool:
    """Tell whether a keyword, an alias of one, a term or a prefix is of use for these IRIs."""
    entry = entries[name]
    target = str(entry.get("@id", "") if isinstance(entry, dict) else entry)
    if name.startswith("@") or target.startswith("@"):
        return True
    prefix, _, local = target.partition(":")
    space = entries.get(prefix)
    if (space + local if isinstance(space, str) else target) in iris:
        return True
    return target.endswith(("/", "#")) and any(iri.startswith(target) for iri in iris)


def _iris(triple: Triple) -> Iterator[str]:
    for term in (triple.subject, triple.predicate, triple.object):
        if isinstance(term, NamedNode):
            yield term.value
        elif isinstance(term, Literal):
            yield term.datatype.value
