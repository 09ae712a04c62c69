"""What things are called, in the language of the reader.

A thing without a label of its own gets one that tells it apart: a cell what it measures, a span
its place in its document, a statement the note that a person wrote. Such names are for pages;
only what the store holds goes into the machine twins.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from pyoxigraph import Literal, NamedNode, Triple

from console.reading import select
from kg.queries.results import shorten
from kg.vocab import ID, PREFIXES, rdfs, skos

__all__ = ["LANGUAGES", "Name", "Names", "measured_names", "name_nodes"]

LANGUAGES: Final = ("en", "zh", "pt")
_LABEL: Final = rdfs("label").value
_NOTE: Final = skos("note").value
_MEASURED: Final = ("area", "direction", "product", "ownership", "entity", "period")
_LIST_MARK: Final = {"zh": "，"}
_SPAN: Final = {
    "en": "Characters {}–{} of “{}”",
    "zh": "《{2}》第{0}–{1}个字符",
    "pt": "Caracteres {}–{} de “{}”",
}


@dataclass(frozen=True, slots=True)
class Name:
    """A name and its language; the language is empty where it has none."""

    text: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Names:
    """The names of nodes: those that the store ``held``, and those ``made`` for pages."""

    held: Mapping[str, tuple[tuple[str, Literal], ...]] = field(default_factory=dict)
    made: Mapping[str, tuple[Name, ...]] = field(default_factory=dict)

    def of(self, iri: str, language: str = "en") -> Name:
        """Give the best name for a reader of this language; the short IRI if there is none."""
        labels = [Name(one.value, one.language or "") for _, one in self._spoken(iri)]
        for wanted in (language, "en", ""):
            for name in (*labels, *self.made.get(iri, ())):
                if name.language == wanted:
                    return name
        return labels[0] if labels else Name(shorten(iri))

    def labels(self, iri: str) -> tuple[Name, ...]:
        """Give the labels that the store holds, one for each language, ours in order."""
        found: dict[str, Name] = {}
        for _, label in self._spoken(iri):
            found.setdefault(label.language or "", Name(label.value, label.language or ""))
        order = {language: place for place, language in enumerate(LANGUAGES)}
        return tuple(sorted(found.values(), key=lambda name: order.get(name.language, len(order))))

    def triples(self, nodes: Container[str]) -> Iterator[Triple]:
        """Give the names of these nodes that the store holds, as its triples."""
        for iri, held in self.held.items():
            for name, label in held if iri in nodes else ():
                yield Triple(NamedNode(iri), NamedNode(name), label)

    def _spoken(self, iri: str) -> list[tuple[str, Literal]]:
        """Give labels before notes: a note is a name only where there is nothing shorter."""
        held = self.held.get(iri, ())
        return [one for one in held if one[0] != _NOTE] or [one for one in held if one[0] == _NOTE]


def name_nodes(nodes: Iterable[str]) -> Names:
    """Give the names of these IRIs."""
    wanted = sorted(nodes)
    held: dict[str, list[tuple[str, Literal]]] = defaultdict(list)
    for row in select("names", node=wanted):
        if isinstance(row["name"], Literal):
            held[row["node"].value].append((row["property"].value, row["name"]))
    for labels in held.values():
        labels.sort(key=lambda one: one[0] != _LABEL)
    bare = [iri for iri in wanted if iri.startswith(ID) and iri not in held]
    return Names(
        {iri: tuple(labels) for iri, labels in held.items()},
        {
            **measured_names(iri for iri in bare if iri.startswith((f"{ID}cell/", f"{ID}obs/"))),
            **_spans([iri for iri in bare if iri.startswith(PREFIXES["span"])]),
        },
    )


def measured_names(iris: Iterable[str]) -> dict[str, tuple[Name, ...]]:
    """Give what these cells and figures measure as their names, one in each language."""
    nodes = sorted(iris)
    made: dict[str, dict[str, Name]] = defaultdict(dict)
    for row in select("measured", node=nodes) if nodes else ():
        indicator = row["indicator"]
        language = (indicator.language if isinstance(indicator, Literal) else "") or ""
        parts = [indicator.value, *(row[part].value for part in _MEASURED if part in row)]
        text = _LIST_MARK.get(language, ", ").join(parts)
        made[row["node"].value].setdefault(language, Name(text, language))
    return {iri: tuple(names.values()) for iri, names in made.items()}


def _spans(nodes: list[str]) -> dict[str, tuple[Name, ...]]:
    rows = select("spans", node=nodes) if nodes else []
    titles = name_nodes({row["document"].value for row in rows}) if rows else Names()
    return {
        row["node"].value: tuple(
            Name(
                said.format(
                    row["start"].value,
                    row["end"].value,
                    titles.of(row["document"].value, language).text,
                ),
                language,
            )
            for language, said in _SPAN.items()
        )
        for row in rows
    }
