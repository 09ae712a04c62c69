"""A description as a page shows it: in one language, labels beside IRIs, facts in their groups."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from flask import url_for
from pyoxigraph import Literal, NamedNode

from console.links import follow
from console.naming import Name
from console.resource import TYPE, Fact, Resource
from console.showing import ENTAILED, Showing, Shown, Source, grouped
from console.themes import BOOKKEEPING, THEMES, theme_of
from kg.queries.results import shorten
from kg.store.base import Term
from kg.vocab import ONT, PREFIXES, cbec, rdfs, skos

__all__ = ["Crumb", "Group", "Portrait", "Row", "Theme", "paint"]

_DCTERMS: Final = PREFIXES["dcterms"]
_NAMES: Final = frozenset(
    {rdfs("label").value, skos("prefLabel").value, skos("altLabel").value, _DCTERMS + "title"}
)
_TEXTS: Final = (
    skos("definition").value,
    _DCTERMS + "description",
    skos("note").value,
    skos("scopeNote").value,
)
_ELSEWHERE: Final = frozenset({skos("exactMatch").value, cbec("sourceAddress").value})
# what the head of the page shows already
_IN_HEAD: Final = frozenset({TYPE, *_NAMES, *_TEXTS, *_ELSEWHERE})
# the order of the facts: what a reader asks first comes first, then by name
_FIRST: Final = tuple(
    ONT + name
    for name in (
        "indicator", "area", "direction", "product", "ownership", "observedEntity", "period",
        "value", "lowerBound", "upperBound", "stated", "unit", "qualifier", "status",
        "assertedSubject", "assertedProperty", "assertedObject", "assertedValue",
    )
)  # fmt: skip


_TOLD: Final = frozenset(
    ONT + name
    for name in ("Statement", "Observation", "Cell", "Comparison", "Discrepancy", "TextSpan")
)
_FOLDED: Final = 6
"""Where all values of a property merely follow, more than these are folded away."""


@dataclass(frozen=True, slots=True)
class Row:
    """A property with its values; ``following`` are those that are not said outright."""

    name: Shown
    values: tuple[Shown, ...]
    following: tuple[Shown, ...] = ()


@dataclass(frozen=True, slots=True)
class Theme:
    """Properties that answer one question of a reader: ``number``, ``who``, ``where`` and so on."""

    name: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Things that point here by one property; ``whole`` leads to all of them, page by page.

    ``told`` says that they are statements and figures: what is told of a thing, not what it is.
    """

    name: Shown
    property: str
    total: int
    nodes: tuple[Shown, ...]
    whole: str
    told: bool


@dataclass(frozen=True, slots=True)
class Crumb:
    """A step of the way from the home page."""

    text: str
    href: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Portrait:
    """All that the template shows."""

    iri: str
    path: str
    name: Name
    short: str
    others: tuple[Name, ...]
    aliases: tuple[Name, ...]
    text: Name | None
    types: tuple[Shown, ...]
    crumbs: tuple[Crumb, ...]
    themes: tuple[Theme, ...]
    common: tuple[Source, ...]
    elsewhere: tuple[Shown, ...]
    groups: tuple[Group, ...]
    evidence: tuple[Mapping[str, Shown | str], ...]
    figures: tuple[Mapping[str, Shown], ...]
    headline: Shown | None


def paint(resource: Resource, path: str, language: str) -> Portrait:
    """Give the portrait of a thing, described at ``path``, for a reader of this language."""
    return _Painter(resource, path, language).paint()


class _Painter:
    def __init__(self, resource: Resource, path: str, language: str) -> None:
        self.resource = resource
        self.path = path
        self.language = language
        self.show = Showing(resource, language)
        self.show.common = self._common()

    def paint(self) -> Portrait:
        one = self.resource
        name = one.names.of(one.iri, self.language)
        text = self._text()
        return Portrait(
            iri=one.iri,
            path=self.path,
            name=name,
            short=shorten(one.iri),
            others=tuple(
                label
                for label in one.names.labels(one.iri)
                if label.text != name.text and label.language != name.language
            ),
            aliases=self._aliases(),
            text=text if text and text.text != name.text else None,
            types=tuple(self.show.node(iri) for iri in self._types()),
            crumbs=self._crumbs(name),
            themes=tuple(self._themes()),
            common=self.show.common,
            elsewhere=tuple(
                self.show.value(fact) for fact in one.facts if fact.property in _ELSEWHERE
            ),
            groups=tuple(self._groups()),
            evidence=tuple(self._evidence()),
            figures=tuple(self._figures()),
            headline=self._headline(),
        )

    def _types(self) -> list[str]:
        """Give the classes, those that are stated before those that follow."""
        facts = [fact for fact in self.resource.facts if fact.property == TYPE]
        facts.sort(key=lambda fact: fact.graphs == (ENTAILED,))
        return [fact.value.value for fact in facts if isinstance(fact.value, NamedNode)]

    def _aliases(self) -> tuple[Name, ...]:
        terms = self.resource.values(skos("altLabel").value)
        return tuple(
            Name(term.value, term.language or "") for term in terms if isinstance(term, Literal)
        )

    def _text(self) -> Name | None:
        for name in _TEXTS:
            chosen = self._chosen(self.resource.values(name))
            if chosen:
                return Name(chosen[0].value, getattr(chosen[0], "language", None) or "")
        return None

    def _chosen(self, terms: list[Term]) -> list[Term]:
        """Give the values in the reader's language, where they are in several."""
        tagged = [term for term in terms if isinstance(term, Literal) and term.language]
        if len(tagged) < len(terms) or not tagged:
            return terms
        for wanted in (self.language, "en"):
            if found := [term for term in tagged if term.language == wanted]:
                return list(found)
        return terms

    def _crumbs(self, name: Name) -> tuple[Crumb, ...]:
        above = [
            term.value
            for property_iri in (
                skos("inScheme").value,
                rdfs("isDefinedBy").value,
                cbec("inDocument").value,
                cbec("reportedIn").value,
                cbec("cell").value,
            )
            for term in self.resource.values(property_iri)
            if isinstance(term, NamedNode)
        ][:1] or self._types()[:1]
        steps = [self.show.node(iri) for iri in above]
        return (
            *(Crumb(step.text, step.link.href, step.language) for step in steps if step.link.href),
            Crumb(name.text, "", name.language),
        )

    def _common(self) -> tuple[Source, ...]:
        """Give where all facts stand that do not merely follow, if that is one place."""
        places = {
            graphs
            for fact in self.resource.facts
            if fact.property not in _IN_HEAD
            if (graphs := tuple(one for one in fact.graphs if one != ENTAILED))
        }
        return tuple(self.show.sources(places.pop())) if len(places) == 1 else ()

    def _themes(self) -> list[Theme]:
        """Give the facts by what they answer, in the order in which readers ask."""
        by_property: dict[str, list[Fact]] = defaultdict(list)
        for fact in self.resource.facts:
            if fact.property not in _IN_HEAD:
                by_property[fact.property].append(fact)
        themes: dict[str, list[Row]] = {name: [] for name in THEMES}
        for property_iri, facts in by_property.items():
            values = [fact.value for fact in facts]
            theme = theme_of(property_iri, values, self.resource.types)
            themes[theme].append(self._row(property_iri, facts))
        return [
            Theme(name, tuple(sorted(rows, key=lambda row: _rank(row.name.iri, row.name.text))))
            for name, rows in themes.items()
            if rows
        ]

    def _row(self, property_iri: str, facts: list[Fact]) -> Row:
        kept = set(self._chosen([fact.value for fact in facts]))
        shown = sorted(
            (self.show.value(fact) for fact in facts if fact.value in kept),
            key=lambda value: value.text,
        )
        following = [one for one in shown if _follows(one)]
        stated = [one for one in shown if not _follows(one)]
        if not stated:
            stated, following = following[:_FOLDED], following[_FOLDED:]
        return Row(self.show.node(property_iri), tuple(stated), tuple(following))

    def _groups(self) -> list[Group]:
        groups = [
            Group(
                name=self.show.node(group.property),
                property=group.property,
                total=group.total,
                nodes=tuple(self.show.node(iri) for iri in group.nodes),
                whole=url_for("resource.document", path=self.path, links=group.property),
                told=all(self._is_told(iri) for iri in group.nodes),
            )
            for group in self.resource.incoming
        ]
        return sorted(
            groups,
            key=lambda group: (group.told, not group.property.startswith(ONT), -group.total),
        )

    def _is_told(self, iri: str) -> bool:
        return not _TOLD.isdisjoint(self.resource.types.get(iri, ()))

    def _evidence(self) -> list[Mapping[str, Shown | str]]:
        return [
            {
                "statement": self.show.node(one.statement),
                "span": self.show.node(one.span),
                "document": self.show.node(one.document),
                "start": one.start,
                "end": one.end,
                "address": follow(one.address).href,
                "note": one.note,
            }
            for one in self.resource.evidence
        ]

    def _figures(self) -> list[Mapping[str, Shown]]:
        return [
            {column: self.show.term(term) for column, term in row.items()}
            for row in self.resource.figures
        ]

    def _headline(self) -> Shown | None:
        """Give the figure that an observation is, with its unit."""
        values = self.resource.values(cbec("value").value)
        if not values:
            return None
        units = self.resource.values(cbec("unit").value)
        unit = ""
        types = self.resource.types.get(self.resource.iri, ())
        if any(f"{ONT}{kind}Observation" in types for kind in ("Growth", "Share")):
            unit = "%"
        elif units and f"{ONT}RankObservation" not in types and isinstance(units[0], NamedNode):
            unit = self.resource.names.of(units[0].value, self.language).text
        return Shown(grouped(values[0].value), number=True, iri=unit)


def _rank(iri: str, name: str) -> tuple[int, int, str]:
    if iri in _FIRST:
        return (0, _FIRST.index(iri), "")
    if iri in BOOKKEEPING:
        return (2, BOOKKEEPING.index(iri), "")
    return (1, not iri.startswith(ONT), name)


def _follows(one: Shown) -> bool:
    return bool(one.sources) and all(source.kind == "entailed" for source in one.sources)
