"""The named graphs, by what they hold: that of a source is called as its document is."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from console.naming import LANGUAGES
from console.phrases import phrases
from console.words.expressions import Narrow
from console.words.fitting import split
from console.words.index import Index
from console.words.ranking import EXACT, NEAR, Found, Held
from kg.vocab import BASE, PREFIXES

__all__ = ["graphs_of"]

_MOST: Final = 1_000
_GRAPHS: Final = f"{BASE}graph/"
_SOURCES: Final = f"{_GRAPHS}source/"


def graphs_of(index: Index, text: str, language: str) -> list[Found]:
    """Give the graphs that a text means, by their names or by what they hold, the likeliest first.

    An empty text gives all, the largest first.
    """
    graphs = index.find("", language, Narrow(("graph",)), _MOST)
    documents = index.known(_document(one.iri) for one in graphs if one.iri.startswith(_SOURCES))
    called = [_called(one, documents.get(_document(one.iri))) for one in graphs]
    space, local = split(index, text)
    called = [one for one in called if one.iri.startswith(space)]
    if not local:
        return called
    matched = index.match(called, local, language)
    near = [one for one in matched if (one.match and one.match.step < NEAR) or local in one.iri]
    near.sort(key=lambda one: one.match.order if one.match else (EXACT, 0, 0))
    return near


def _document(graph: str) -> str:
    return PREFIXES["doc"] + graph.removeprefix(_SOURCES)


def _called(graph: Found, document: Found | None) -> Found:
    """Give a graph with the names of its document, or what is known of it, as its labels."""
    if document is not None:
        return replace(graph, narrowest="", names=(*document.names, *graph.names))
    key = f"holds_{graph.iri.removeprefix(_GRAPHS)}"
    said = [
        Held(words[key], language, 0)
        for language in LANGUAGES
        if key in (words := phrases(language))
    ]
    return replace(graph, narrowest="", names=(*said, *graph.names))
