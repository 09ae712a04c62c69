"""What a search found, as its page shows it: by kind in words, each with a line that tells it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from flask import url_for
from pyoxigraph import Literal, NamedNode

from console.links import follow
from console.naming import Name, Names, measured_names, name_nodes
from console.phrases import phrases
from console.reading import Row, select
from console.words.complete import Item, item_of
from console.words.index import Index
from console.words.ranking import Found, Held, label_of
from kg.store.base import Term
from kg.vocab import ID, ONT

__all__ = ["Group", "Hit", "definitions", "groups_of"]

_OTHERS: Final = 6
_LINE: Final = 220
_MOST_FACTS: Final = 3
_CELL: Final = f"{ONT}Cell"
_FIGURES: Final = (f"{ID}cell/", f"{ID}obs/")


@dataclass(frozen=True, slots=True)
class Hit:
    """A thing on the page: where it is described, its other names, what tells it from others."""

    item: Item
    href: str
    others: tuple[Held, ...]
    line: Name
    facts: tuple[tuple[Name, Name], ...] = ()


@dataclass(slots=True)
class Group:
    """The things of one kind on the page; ``technical`` ones are for those who know them."""

    iri: str
    label: str
    language: str
    href: str
    technical: bool = False
    hits: list[Hit] = field(default_factory=list)

    def document(self) -> dict[str, Any]:
        """Give the group as JSON has it."""
        return {
            "iri": self.iri or None,
            "label": self.label,
            "language": self.language,
            "results": [
                {
                    **hit.item.document(),
                    "href": hit.href,
                    "names": [{"text": one.text, "language": one.language} for one in hit.others],
                    "line": {"text": hit.line.text, "language": hit.line.language},
                    "facts": [
                        {"property": name.text, "value": value.text} for name, value in hit.facts
                    ],
                }
                for hit in self.hits
            ],
        }


def groups_of(index: Index, found: list[Found], language: str) -> list[Group]:
    """Give the things by kind, the kind of the likeliest first, technical ones last."""
    wanted = {one.narrowest for one in found if one.narrowest}
    classes = index.known(wanted) if wanted else {}
    said = definitions([one.iri for one in found], language)
    named = _names(found, language)
    facts = _facts([one.iri for one in found if one.kind == "individual"], language)
    groups: dict[str, Group] = {}
    for one in found:
        group = _group(one, classes, language)
        groups.setdefault(group.label, group)
        item = item_of(one, classes, language)
        if one.iri in named:
            item = replace(item, label=named[one.iri].text, language=named[one.iri].language)
        others = tuple(name for name in one.names if name.source < 3 and name.text != item.label)
        line = said.get(one.iri, {}).get("definition", Name(""))
        unique = {held.text: held for held in reversed(others)}
        groups[group.label].hits.append(
            Hit(
                item,
                follow(one.iri).href,
                tuple(reversed(unique.values()))[:_OTHERS],
                line if line.text != item.label else Name(""),
                facts.get(one.iri, ()),
            )
        )
    return sorted(groups.values(), key=lambda group: group.technical)


def definitions(iris: Iterable[str], language: str) -> dict[str, dict[str, Name]]:
    """Give the definition and the example of each thing in the language, else in English."""
    asked = sorted(iris)
    found: dict[str, dict[str, Name]] = {}
    order = {language: 0, "en": 1, "": 2}
    best: dict[tuple[str, str], int] = {}
    for row in select("definitions", node=asked) if asked else ():
        text = row["text"]
        spoken = (text.language or "") if isinstance(text, Literal) else ""
        key = row["node"].value, row["kind"].value
        if order.get(spoken, 3) < best.get(key, 4):
            best[key] = order.get(spoken, 3)
            found.setdefault(key[0], {})[key[1]] = Name(_shortened(text.value), spoken)
    return found


def _group(one: Found, classes: Mapping[str, Found], language: str) -> Group:
    """Give the kind of a thing in words: our phrase, else the label of its class."""
    say = phrases(language)
    local = one.narrowest.rpartition("#")[2] or one.narrowest
    if one.kind == "individual" and (phrase := say.get(f"search_kind_{local}")):
        href = url_for("figures.figures") if one.narrowest == _CELL else ""
        technical = not one.narrowest.startswith(ONT) and local != "Concept"
        return Group(one.narrowest if href else "", phrase, language, href, technical)
    narrowest = classes.get(one.narrowest)
    label = label_of(narrowest.names, language) if narrowest else None
    if one.kind == "individual" and label:
        kind = follow(one.narrowest).href
        return Group(one.narrowest, label.text, label.language, kind)
    # what has no class of ours, and named graphs, belong to the machinery
    technical = one.kind in {"individual", "graph"}
    return Group("", say[f"search_{one.kind}"], language, "", technical)


def _names(found: Iterable[Found], language: str) -> dict[str, Name]:
    """Give better names to what has no label: what a figure measures, or what a note says."""
    bare = [one.iri for one in found if label_of(one.names, language) is None]
    names = name_nodes(bare) if bare else None
    measured = measured_names(iri for iri in bare if iri.startswith(_FIGURES))
    told = {iri: names.of(iri, language) for iri in bare if names}
    for iri, made in measured.items():
        spoken = {name.language: name for name in made}
        told[iri] = spoken.get(language) or spoken.get("en") or made[0]
    return {
        iri: Name(_shortened(name.text), name.language)
        for iri, name in told.items()
        if iri in measured or (names and (names.held.get(iri) or iri in names.made))
    }


def _facts(iris: list[str], language: str) -> dict[str, tuple[tuple[Name, Name], ...]]:
    """Give what tells each of these things apart: where it is, whose it is, since when."""
    told: dict[str, list[Row]] = defaultdict(list)
    for row in _narrowest(select("hit-context", node=sorted(iris))) if iris else ():
        told[row["node"].value].append(row)
    shown = {iri: rows[:_MOST_FACTS] for iri, rows in told.items()}
    terms = [row[part] for rows in shown.values() for row in rows for part in ("property", "value")]
    named = {term.value for term in terms if isinstance(term, NamedNode)}
    names = name_nodes(named) if named else Names()

    def name(term: Term) -> Name:
        return names.of(term.value, language) if isinstance(term, NamedNode) else Name(term.value)

    return {
        iri: tuple((name(row["property"]), name(row["value"])) for row in rows)
        for iri, rows in shown.items()
    }


def _narrowest(rows: list[Row]) -> list[Row]:
    """Give each fact once, without the places around another that the same property tells."""
    around = {(row["node"], row["property"], row["around"]) for row in rows if "around" in row}
    facts = {(row["node"], row["property"], row["value"]): row for row in rows}
    return [row for fact, row in facts.items() if fact not in around]


def _shortened(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= _LINE else plain[:_LINE].rsplit(" ", 1)[0] + "…"
