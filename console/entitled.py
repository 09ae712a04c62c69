"""Names for what a release holds of itself: its graphs, prefixes, check sums and report."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Final

from console.naming import LANGUAGES, Name, Names, name_nodes
from console.phrases import phrases
from kg.vocab import BASE, GRAPHS, ID

__all__ = ["entitle"]

_SOURCE: Final = f"{GRAPHS}source/"
_PHRASES: Final = {
    f"{BASE}prefix/": "entity_prefix",
    f"{BASE}dataset/checksum/": "entity_checksum",
}
_REPORT: Final = f"{BASE}report#report-"


def entitle(names: Names, nodes: Iterable[str]) -> Names:
    """Give the names with those of what has no label of its own, in each language."""
    bare = [iri for iri in nodes if iri.startswith(BASE) and iri not in names.held]
    sources = [iri for iri in bare if iri.startswith(_SOURCE)]
    titles = name_nodes(map(_document, sources)) if sources else Names()
    made = {iri: found for iri in bare if (found := _names(iri, titles))}
    return replace(names, made={**names.made, **made})


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
