"""A statement with what it rests on and what rests on it, as the evidence page shows it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final

from pyoxigraph import Literal, NamedNode

from console.addresses import is_iri
from console.amounts import Say, between, exact, matter_words, value_words
from console.cards import figure_id
from console.gathered import Gathered
from console.naming import Name, Names, name_nodes
from console.problems import Problem
from console.reading import construct, select
from kg.figures.figure import Figure
from kg.figures.lookup import Lookup
from kg.figures.why import Step, explain_figure
from kg.queries.results import is_number
from kg.vocab import ID, cbec, rdf, rdfs, skos

__all__ = ["Fact", "Neighbour", "Record", "Span", "Told", "find_statement", "read_record", "tell"]

_NEAREST: Final = 5
_NEAR: Final = 150
"""Statements whose spans lie so many characters away are near."""
_MOST_NEAR: Final = 8
_FACTS: Final = (
    "assertedSubject", "assertedProperty", "assertedObject", "assertedValue", "about",
    "presenceOf", "presenceKind", "presenceIn", "holder", "postIn", "postTitle", "indicator",
    "area", "period", "direction", "product", "ownership", "observedEntity", "basis", "unit",
    "stated", "value", "lowerBound", "upperBound", "qualifier", "status", "attributedTo",
    "claimType", "topic", "byRule", "derivedFrom", "reviewState", "origin",
)  # fmt: skip
"""What is told of a statement, in this order; whatever else there is comes behind."""
_ELSEWHERE: Final = frozenset(
    term.value
    for term in (
        *map(cbec, ("evidence", "recordId", "reportedIn", "coversArea", "bestOf", "steps")),
        rdf("type"),
        skos("note"),
    )
)


@dataclass(frozen=True, slots=True)
class Fact:
    """A property of a statement; its values with language and IRI, and ``plain`` as stored."""

    name: Name
    iri: str
    values: tuple[tuple[Name, str], ...]
    plain: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Span:
    """Where a statement stands: the characters of a document, and what the document is."""

    document: str
    start: int
    end: int
    length: int
    sha256: str
    title: str
    publisher: str
    address: str
    language: str
    accessed: str
    others: tuple[tuple[int, int], ...] = ()

    def across(self, start: int, end: int, whole: int = 1000) -> tuple[str, str]:
        """Give where characters begin in a bar of ``whole``, and how wide they are: 3 at least."""
        length = max(self.length, end, 1)
        first = start * whole * 10 // length
        wide = max(30, -(-end * whole * 10 // length) - first)
        first = min(first, whole * 10 - wide)
        return f"{first // 10}.{first % 10}", f"{wide // 10}.{wide % 10}"


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Another statement: its record number, our note, and how its span lies to this one."""

    record: str
    note: str
    start: int
    end: int
    relation: str


@dataclass(frozen=True, slots=True)
class Told:
    """A figure in words, with the steps that lead to it where it is derived."""

    figure: Figure
    id: str
    words: str
    value: str
    whole: str
    bounds: str
    step: Step
    inputs: tuple[Told, ...] = ()
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """All that the page of a statement shows."""

    iri: str
    id: str
    kinds: tuple[Name, ...]
    note: str
    facts: tuple[Fact, ...]
    spans: tuple[Span, ...]
    neighbours: tuple[Neighbour, ...]
    told: Told | None
    resting: tuple[Told, ...]


def find_statement(name: str) -> str:
    """Give the IRI of the statement with this record number, or of the figure with this name.

    Raises `Problem` with the nearest numbers where there is none.
    """
    figure = f"{ID}obs/{name}"
    if is_iri(figure):
        rows = select("statement", record=Literal(name), figure=figure)
        if rows:
            return rows[0]["node"].value
    beginning = name.partition("-")[0] + "-"
    known = [row["record"].value for row in select("record-ids", beginning=Literal(beginning))]
    near = sorted(known, key=lambda one: (_apart(one, name), one))[:_NEAREST]
    raise Problem(
        "not-found",
        f"there is no statement {name!r}",
        expected="the record number of a statement"
        + (f", such as {', '.join(near)}" if near else ", such as 000-023"),
        nearest=[{"iri": one, "address": f"/evidence/{one}"} for one in near],
    )


def read_record(iri: str, say: Say, language: str) -> Record:
    """Give what is known of a statement, in the words of a language."""
    gathered = Gathered(construct("record", iri=iri))
    lookup = gathered.lookup(language)
    own = [(quad.predicate.value, quad.object) for quad in gathered.quads(NamedNode(iri))]
    wanted = {name for name, _ in own} | {
        value.value for _, value in own if isinstance(value, NamedNode)
    }
    names = name_nodes(wanted)
    spans = tuple(_spans(iri, gathered, lookup))
    neighbours: list[Neighbour] = []
    marked: list[Span] = []
    for span in spans:
        rows = select("document-spans", document=f"{ID}doc/{span.document}")
        found = [
            Neighbour(
                row["record"].value,
                row["note"].value if "note" in row else "",
                int(row["start"].value),
                int(row["end"].value),
                _relation(span, int(row["start"].value), int(row["end"].value)),
            )
            for row in rows
            if row["statement"].value != iri
        ]
        marked.append(_marked(span, sorted({(one.start, one.end) for one in found})))
        neighbours += [one for one in found if one.relation]
    figures = lookup.figures([iri, *_derived(gathered)])
    told = tell(iri, lookup, say, language) if iri in figures else None
    return Record(
        iri,
        lookup.value(iri, "recordId") or figure_id(iri),
        _kinds(own, names, language),
        lookup.note(iri),
        tuple(_facts(own, names, language)),
        tuple(marked),
        tuple(sorted(neighbours, key=_closeness)[:_MOST_NEAR]),
        told,
        tuple(_rest(iri, figures, lookup, say, language)),
    )


def _spans(iri: str, gathered: Gathered, lookup: Lookup) -> Iterable[Span]:
    for citation in lookup.citations(iri):
        document = f"{ID}doc/{citation.document}"
        yield Span(
            citation.document,
            citation.start,
            citation.end,
            int(lookup.value(document, "textLength") or 0),
            lookup.value(document, "textSha256"),
            citation.title,
            citation.publisher,
            citation.address,
            lookup.value(document, "sourceLanguage"),
            lookup.value(document, "accessDate"),
        )


def _marked(span: Span, others: Sequence[tuple[int, int]]) -> Span:
    here = (span.start, span.end)
    return replace(span, others=tuple(one for one in others if one != here))


def _relation(span: Span, start: int, end: int) -> str:
    """Say how characters lie to a span: the same, overlapping, near, or empty for far away."""
    if (start, end) == (span.start, span.end):
        return "same"
    if start < span.end and span.start < end:
        return "overlapping"
    return "near" if max(start - span.end, span.start - end) <= _NEAR else ""


def _closeness(one: Neighbour) -> tuple[int, int, str]:
    return ("same", "overlapping", "near").index(one.relation), one.start, one.record


def _kinds(own: Sequence[tuple[str, object]], names: Names, language: str) -> tuple[Name, ...]:
    kinds = [
        value.value
        for name, value in own
        if name == rdf("type").value and isinstance(value, NamedNode)
    ]
    general = {cbec(name).value for name in ("Statement", "Observation")}
    return tuple(names.of(kind, language) for kind in sorted(set(kinds) - general))


def _facts(own: Sequence[tuple[str, object]], names: Names, language: str) -> Iterable[Fact]:
    order = {cbec(name).value: place for place, name in enumerate(_FACTS)}
    found: dict[str, dict[tuple[Name, str], str]] = {}
    for name, value in own:
        if name in _ELSEWHERE or name == rdfs("label").value:
            continue
        if isinstance(value, NamedNode):
            found.setdefault(name, {})[names.of(value.value, language), value.value] = value.value
        elif isinstance(value, Literal) and (value.language in (None, language)):
            text = exact(Fraction(value.value), language) if is_number(value) else value.value
            found.setdefault(name, {})[Name(text, value.language or ""), ""] = value.value
    for name in sorted(found, key=lambda one: (order.get(one, len(order)), one)):
        yield Fact(names.of(name, language), name, tuple(found[name]), tuple(found[name].values()))


def _derived(gathered: Gathered) -> list[str]:
    """Give the derived figures among the triples."""
    return sorted(
        {
            quad.subject.value
            for quad in gathered.quads(None, cbec("derivedFrom"))
            if isinstance(quad.subject, NamedNode)
        }
    )


def _rest(
    iri: str, figures: dict[str, Figure], lookup: Lookup, say: Say, language: str
) -> Iterable[Told]:
    """Give the figures that were computed from this one, the most direct first."""
    inputs = {figure.iri: set(figure.inputs) for figure in figures.values()}

    def rests(name: str) -> bool:
        return iri in inputs.get(name, ()) or any(map(rests, inputs.get(name, ())))

    resting = [figure for figure in figures.values() if figure.iri != iri and rests(figure.iri)]
    for figure in sorted(resting, key=lambda one: (one.depth, one.iri)):
        yield tell(figure.iri, lookup, say, language)


def tell(iri: str, lookup: Lookup, say: Say, language: str) -> Told:
    """Give a figure in words, with the steps that lead down to what sources state."""
    return _told(explain_figure(iri, lookup), lookup, say, language)


def _told(step: Step, lookup: Lookup, say: Say, language: str) -> Told:
    figure = step.figure
    unit = value_words(figure, lookup, say, language)
    return Told(
        figure,
        figure_id(figure.iri),
        matter_words(figure, lookup, say),
        unit,
        exact(figure.value, language),
        between(figure, say, language),
        step,
        tuple(_told(given, lookup, say, language) for given in step.inputs),
        lookup.label(f"{ID}rule/{figure.rule}") if figure.rule else "",
    )


def _apart(one: str, other: str) -> int:
    """Give how far two record numbers are apart."""
    numbers = ["".join(filter(str.isdigit, name.partition("-")[2])) or "0" for name in (one, other)]
    return abs(int(numbers[0]) - int(numbers[1][:9]))
