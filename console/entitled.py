"""Names for what a release holds of itself, and for the common properties that it uses.

Its graphs, prefixes, check sums and report have no labels, and those of other vocabularies stand
in none of its files.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Final

from console.naming import LANGUAGES, Name, Names, name_nodes
from console.phrases import phrases
from kg.vocab import BASE, GRAPHS, ID, PREFIXES

__all__ = ["entitle"]

_SOURCE: Final = f"{GRAPHS}source/"
_PHRASES: Final = {
    f"{BASE}prefix/": "entity_prefix",
    f"{BASE}dataset/checksum/": "entity_checksum",
}
_COMMON: Final = {
    **{PREFIXES[name]: name for name in ("dcat", "dcterms", "sh", "skos", "void")},
    "http://spdx.org/rdf/terms#": "spdx",
    "http://xmlns.com/foaf/0.1/": "foaf",
    "https://schema.org/": "schema",
}
_REPORT: Final = f"{BASE}report#report-"


def entitle(names: Names, nodes: Iterable[str]) -> Names:
    """Give the names with those of what has no label of its own, in each language."""
    unnamed = [iri for iri in nodes if iri not in names.held]
    bare = [iri for iri in unnamed if iri.startswith(BASE)]
    sources = [iri for iri in bare if iri.startswith(_SOURCE)]
    titles = name_nodes(map(_document, sources)) if sources else Names()
    made = {iri: found for iri in bare if (found := _names(iri, titles))}
    common = {iri: found for iri in unnamed if (found := _common(iri))}
    return replace(names, made={**names.made, **made, **common})


def _common(iri: str) -> tuple[Name, ...]:
    """Give the names of a property of a common vocabulary."""
    cut = max(iri.rfind("/"), iri.rfind("#")) + 1
    key = f"std_{_COMMON.get(iri[:cut], '')}_{iri[cut:]}"
    return _in_each(lambda say, _: say[key]) if key in phrases("en") else ()


def _names(iri: str, titles: Names) -> tuple[Name, ...]:
    if iri.startswith(_SOURCE):
        return _in_each(
            lambda say, code: say["entity_source_graph"].format(
                titles.of(_document(iri), code).text
            )
        )
    if iri.startswith(_REPORT):
        return _in_each(lambda say, _: say["holds_report"])
    if iri.startswith(GRAPHS) and f"holds_{iri.removeprefix(GRAPHS)}" in phrases("en"):
        return _in_each(lambda say, _: say[f"holds_{iri.removeprefix(GRAPHS)}"])
    space = f"{iri.rpartition('/')[0]}/"
    if space in _PHRASES:
        return _in_each(lambda say, _: say[_PHRASES[space]].format(iri.removeprefix(space)))
    return ()


def _in_each(said: Callable[[Mapping[str, str], str], str]) -> tuple[Name, ...]:
    return tuple(Name(said(phrases(code), code), code) for code in LANGUAGES)


def _document(graph: str) -> str:
    return f"{ID}doc/{graph.removeprefix(_SOURCE)}"
