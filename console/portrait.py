"""A description as a page shows it: in one language, labels beside IRIs, facts in their groups."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from flask import url_for
from pyoxigraph import BlankNode, Literal, NamedNode

from console.links import Link, follow
from console.naming import Name
from console.resource import TYPE, Fact, Resource
from kg.queries.results import is_number, shorten
from kg.store.base import Term
from kg.vocab import GRAPHS, ID, ONT, PREFIXES, cbec, rdfs, skos

__all__ = ["Crumb", "Group", "Portrait", "Row", "Shown", "Source", "paint"]

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
_BOOKKEEPING: Final = tuple(
    ONT + name for name in ("origin", "reviewState", "recordId", "textSha256", "textLength")
)
_ENTAILED: Final = GRAPHS + "entailed"
_REGISTER: Final = frozenset({"entities", "periods", "codes", "ontology", "shapes"})


_NOWHERE: Final = Link("")


@dataclass(frozen=True, slots=True)
class Source:
    """Where a fact stands: ``register``, ``entailed``, ``derived``, or a document to go to."""

    kind: str
    text: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """A value: its text and language, where it leads, and the IRI for the curious."""

    text: str
    language: str = ""
    link: Link = _NOWHERE
    iri: str = ""
    number: bool = False
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """A property with its values."""

    name: Shown
    values: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Things that point here by one property; ``whole`` leads to all of them, page by page."""

    name: Shown
    property: str
    total: int
    nodes: tuple[Shown, ...]
    whole: str


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
    rows: tuple[Row, ...]
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
        self.common = self._common()

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
            types=tuple(self._node(iri) for iri in self._types()),
            crumbs=self._crumbs(name),
            rows=tuple(self._rows()),
            common=self.common,
            elsewhere=tuple(self._value(fact) for fact in one.facts if fact.property in _ELSEWHERE),
            groups=tuple(self._groups()),
            evidence=tuple(self._evidence()),
            figures=tuple(self._figures()),
            headline=self._headline(),
        )

    def _types(self) -> list[str]:
        """Give the classes, those that are stated before those that follow."""
        facts = [fact for fact in self.resource.facts if fact.property == TYPE]
        facts.sort(key=lambda fact: fact.graphs == (_ENTAILED,))
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
        steps = [self._node(iri) for iri in above]
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
            if (graphs := tuple(one for one in fact.graphs if one != _ENTAILED))
        }
        return tuple(self._sources(places.pop())) if len(places) == 1 else ()

    def _rows(self) -> list[Row]:
        by_property: dict[str, list[Fact]] = defaultdict(list)
        for fact in self.resource.facts:
            if fact.property not in _IN_HEAD:
                by_property[fact.property].append(fact)
        rows = []
        for property_iri, facts in by_property.items():
            kept = set(self._chosen([fact.value for fact in facts]))
            # what is said outright stands before what only follows
            shown = sorted(
                (self._value(fact) for fact in facts if fact.value in kept),
                key=lambda value: (
                    all(one.kind == "entailed" for one in value.sources),
                    value.text,
                ),
            )
            rows.append(Row(self._node(property_iri), tuple(shown)))
        return sorted(rows, key=lambda row: _rank(row.name.iri, row.name.text))

    def _groups(self) -> list[Group]:
        groups = [
            Group(
                name=self._node(group.property),
                property=group.property,
                total=group.total,
                nodes=tuple(self._node(iri) for iri in group.nodes),
                whole=url_for("resource.document", path=self.path, links=group.property),
            )
            for group in self.resource.incoming
        ]
        return sorted(groups, key=lambda group: (not group.property.startswith(ONT), -group.total))

    def _evidence(self) -> list[Mapping[str, Shown | str]]:
        return [
            {
                "statement": self._node(one.statement),
                "span": self._node(one.span),
                "document": self._node(one.document),
                "start": one.start,
                "end": one.end,
                "address": follow(one.address).href,
                "note": one.note,
            }
            for one in self.resource.evidence
        ]

    def _figures(self) -> list[Mapping[str, Shown]]:
        return [
            {column: self._term(term) for column, term in row.items()}
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
        return Shown(_grouped(values[0].value), number=True, iri=unit)

    def _value(self, fact: Fact) -> Shown:
        shown = self._term(fact.value, fact.property)
        return Shown(
            shown.text,
            shown.language,
            shown.link,
            shown.iri,
            shown.number,
            tuple(one for one in self._sources(fact.graphs) if one not in self.common),
        )

    def _sources(self, graphs: Iterable[str]) -> list[Source]:
        found: dict[str, Source] = {}
        for graph in graphs:
            name = graph.removeprefix(GRAPHS)
            if name.startswith("source/"):
                document = name.removeprefix("source/")
                href = follow(f"{ID}doc/{document}").href
                found[name] = Source("document", document, href)
            elif name in {"entailed", "derived"}:
                found[name] = Source(name)
            elif name in _REGISTER:
                found["register"] = Source("register")
        return [found[name] for name in sorted(found)]

    def _term(self, term: Term, property_iri: str = "") -> Shown:
        if isinstance(term, NamedNode):
            return self._node(term.value)
        if isinstance(term, BlankNode):
            return Shown(self._nested(term))
        address = term.datatype.value == PREFIXES["xsd"] + "anyURI"
        number = is_number(term)
        grouped = number and property_iri not in _PLAIN_NUMBERS
        return Shown(
            _grouped(term.value) if grouped else term.value,
            language=term.language or "",
            link=follow(term.value) if address else Link(""),
            number=number,
        )

    def _nested(self, node: BlankNode, depth: int = 0) -> str:
        """Give what hangs on a blank node as one line."""
        parts = []
        for triple in self.resource.nested:
            if triple.subject == node and depth < _DEEPEST:
                name = shorten(triple.predicate.value)
                value = triple.object
                text = (
                    self._nested(value, depth + 1)
                    if isinstance(value, BlankNode)
                    else shorten(value.value)
                    if isinstance(value, NamedNode)
                    else str(getattr(value, "value", value))
                )
                parts.append(text if name in _LIST else f"{name} {text}")
        return " · ".join(part for part in parts if part != "rdf:nil")

    def _node(self, iri: str) -> Shown:
        if not iri:
            return Shown("")
        name = self.resource.names.of(iri, self.language)
        query = {"lang": self.language} if self.language != "en" else {}
        return Shown(name.text, name.language, follow(iri, **query), iri)


_DEEPEST: Final = 30
_LIST: Final = frozenset({"rdf:first", "rdf:rest"})
_PLAIN_NUMBERS: Final = frozenset(
    {cbec(name).value for name in ("latitude", "longitude", "edition", "startOffset", "endOffset")}
)


def _rank(iri: str, name: str) -> tuple[int, int, str]:
    if iri in _FIRST:
        return (0, _FIRST.index(iri), "")
    if iri in _BOOKKEEPING:
        return (2, _BOOKKEEPING.index(iri), "")
    return (1, not iri.startswith(ONT), name)


def _grouped(digits: str) -> str:
    """Give a number with its thousands set apart; the digits stay as they are.

    >>> _grouped("1104072398190.05")
    '1,104,072,398,190.05'
    """
    sign = "-" if digits.startswith("-") else ""
    whole, point, rest = digits.lstrip("+-").partition(".")
    if not whole.isdigit():
        return digits
    return f"{sign}{int(whole):,}{point}{rest}"
