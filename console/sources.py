"""Source documents: what each says, and what is known by it alone."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from pyoxigraph import Literal, NamedNode

from console.amounts import Say, matter_words
from console.cards import Shown, View
from console.findings import ORDER, known_findings
from console.gathered import gather
from console.naming import Name, Names, name_nodes
from console.reading import Row, select
from console.record import Span
from kg.figures.answer import Entry
from kg.vocab import CODE, ID, cbec

__all__ = [
    "KINDS",
    "Alone",
    "Document",
    "Matter",
    "Saying",
    "known_documents",
    "read_alone",
    "read_credits",
    "read_matters",
    "read_sayings",
    "read_spans",
    "read_things",
]

DOC: Final = f"{ID}doc/"
KINDS: Final[Mapping[str, str]] = {
    name: cbec(name).value
    for name in ("ReportedObservation", "Assertion", "Claim", "PostHolding", "Presence")
}
"""The kinds of statement, which have no class in common."""
_PENDING: Final = f"{CODE}review-state/pending"
_MOST_MATTERS: Final = 200


@dataclass(frozen=True, slots=True)
class Document:
    """What is known of a document itself. ``kinds`` counts its statements by kind."""

    slug: str
    title: Name
    publisher: Name
    publisher_iri: str
    published: str
    accessed: str
    language: str
    length: int
    sha256: str
    address: str
    statements: int
    kinds: Mapping[str, int]
    pending: int
    findings: Mapping[str, int]

    @property
    def iri(self) -> str:
        """The IRI of the document."""
        return DOC + self.slug


@dataclass(frozen=True, slots=True)
class Alone:
    """How many matters a document measures and things it speaks of; of how many it alone."""

    matters: int = 0
    matters_alone: int = 0
    things: int = 0
    things_alone: int = 0


@dataclass(frozen=True, slots=True)
class Matter:
    """What a document measures: in words, its figures, and whether others know of it too.

    ``card`` is indicator, area and period as the address of a card has them, empty where there
    is none.
    """

    words: str
    figures: tuple[Shown, ...]
    elsewhere: bool
    card: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Saying:
    """A statement: where it stands, what it says in our words, and who is to have said so."""

    record: str
    iri: str
    kind: str
    start: int
    end: int
    stated: str
    note: Name
    pending: bool
    attributed: tuple[Name, ...]


def known_documents(language: str, slug: str | None = None) -> list[Document]:
    """Give all source documents, or the one with this slug, with what they say in numbers."""
    rows = select("sources", document=None if slug is None else [DOC + slug])
    iris = [row["document"].value for row in rows]
    if not iris:
        return []
    names = name_nodes({*iris, *(row["publisher"].value for row in rows if "publisher" in row)})
    kinds: dict[str, Counter[str]] = defaultdict(Counter)
    pending: Counter[str] = Counter()
    for row in select("source-kinds", document=iris):
        number = int(row["statements"].value)
        kinds[row["document"].value][_kind(row["kind"].value)] += number
        if "review" in row and row["review"].value == _PENDING:
            pending[row["document"].value] += number
    findings: dict[str, Counter[str]] = defaultdict(Counter)
    for one in known_findings():
        for source in one.sources:
            findings[DOC + source][one.outcome] += 1
    return [_document(row, names, kinds, pending, findings, language) for row in rows]


def read_spans(
    documents: Sequence[Document],
) -> dict[str, tuple[Span, tuple[tuple[str, str], ...]]]:
    """Give, by slug, where in each document statements rest, as bars of a thousand."""
    found: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for row in select("source-spans", document=[one.iri for one in documents]):
        start, end = int(row["start"].value), int(row["end"].value)
        found[row["document"].value.removeprefix(DOC)].append((start, end))
    whole = {}
    for one in documents:
        span = Span(one.slug, 0, 0, one.length, "", "", "", "", "", "", tuple(found[one.slug]))
        whole[one.slug] = span, tuple(span.across(*place) for place in span.others)
    return whole


def read_alone(documents: Sequence[Document]) -> dict[str, Alone]:
    """Give, by slug, how much is known by each document alone."""
    iris = [one.iri for one in documents]
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    seen: set[tuple[str, ...]] = set()
    for name, key in (("matters", ("role", "cell")), ("things", ("thing",))):
        for row in select(f"source-{name}", document=iris):
            which = (row["document"].value, name, *(row[part].value for part in key))
            if which in seen:
                continue
            seen.add(which)
            found = counts[row["document"].value.removeprefix(DOC)]
            found[name] += 1
            found[f"{name}_alone"] += row["elsewhere"].value == "false"
    return {one.slug: Alone(**counts[one.slug]) for one in documents}


def read_matters(document: Document, say: Say, language: str) -> list[Matter]:
    """Give what a document measures, what it alone knows of first."""
    groups: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in select("source-matters", document=[document.iri]):
        groups[row["role"].value, row["cell"].value].append(row)
    shown = list(groups.items())[:_MOST_MATTERS]
    view = View(gather(sorted({cell for (_, cell), _ in shown})), say, language)
    known = view.lookup.figures(row["figure"].value for _, rows in shown for row in rows)
    matters = []
    for _, rows in shown:
        figures = [known[row["figure"].value] for row in rows if row["figure"].value in known]
        if not figures:
            continue
        entries = [Entry(one, view.lookup.citations(one.iri)) for one in figures]
        kind, _, area = figures[0].cell.area.partition("/")
        cell = figures[0].cell
        matters.append(
            Matter(
                matter_words(figures[0], view.lookup, say),
                tuple(view.shown(entry) for entry in entries),
                rows[0]["elsewhere"].value == "true",
                (cell.indicator, area, cell.period) if kind == "place" else (),
            )
        )
    return sorted(matters, key=lambda one: one.elsewhere)


def read_things(document: Document, language: str) -> list[tuple[Name, list[tuple[Name, str]]]]:
    """Give the things that this document alone speaks of, by their narrowest class."""
    rows = select("source-things", document=[document.iri])
    alone = [row["thing"].value for row in rows if row["elsewhere"].value == "false"]
    kinds: dict[str, set[str]] = defaultdict(set)
    for row in select("types", node=alone) if alone else ():
        if row["type"].value.startswith(cbec("").value):
            kinds[row["node"].value].add(row["type"].value)
    above = _above()
    narrowest = {
        iri: sorted(one for one in found if not any(one in above[other] for other in found))
        for iri, found in kinds.items()
    }
    names = name_nodes({*alone, *(one for found in narrowest.values() for one in found)})
    groups: dict[str, list[tuple[Name, str]]] = defaultdict(list)
    for iri in alone:
        for kind in narrowest.get(iri, [])[:1]:
            groups[kind].append((names.of(iri, language), iri))
    ordered = sorted(groups.items(), key=lambda item: (-len(item[1]), item[0]))
    return [(names.of(kind, language), things) for kind, things in ordered]


def read_credits(document: Document, language: str) -> tuple[list[tuple[str, Name, str]], int]:
    """Give who wrote a document and whom it credits, and how many figures were worked out of it."""
    rows = select("source-credits", document=document.iri)
    agents = [row for row in rows if "agent" in row]
    names = name_nodes({row["agent"].value for row in agents}) if agents else Names()
    derived = sum(int(row["derived"].value) for row in rows if "derived" in row)
    return [
        (
            row["property"].value.rpartition("#")[2],
            names.of(row["agent"].value, language),
            row["agent"].value,
        )
        for row in agents
    ], derived


def read_sayings(
    document: Document, kind: str, language: str, limit: int, offset: int
) -> list[Saying]:
    """Give the statements of a document in the order of its text, of one kind or of all."""
    kinds = [KINDS[kind]] if kind else list(KINDS.values())
    found: dict[str, list[Row]] = defaultdict(list)
    for row in select("source-statements", document=document.iri, kind=kinds):
        found[row["statement"].value].append(row)
    shown = list(found.values())[offset : offset + limit]
    told = {row["attributed"].value for rows in shown for row in rows if "attributed" in row}
    names = name_nodes(told) if told else Names()
    return [_saying(rows, names, language) for rows in shown]


def _document(
    row: Row,
    names: Names,
    kinds: Mapping[str, Counter[str]],
    pending: Mapping[str, int],
    findings: Mapping[str, Counter[str]],
    language: str,
) -> Document:
    def text(name: str) -> str:
        return row[name].value if name in row else ""

    iri, publisher = row["document"].value, text("publisher")
    return Document(
        iri.removeprefix(DOC),
        names.of(iri, language),
        names.of(publisher, language) if publisher else Name(""),
        publisher,
        text("published"),
        text("accessed"),
        text("language"),
        int(text("length") or 0),
        text("sha256"),
        text("address"),
        int(text("statements") or 0),
        dict(kinds[iri].most_common()),
        pending[iri],
        {name: findings[iri][name] for name in ORDER if findings[iri][name]},
    )


def _saying(rows: Sequence[Row], names: Names, language: str) -> Saying:
    row = rows[0]
    said = (one.get("note") for one in rows)
    notes = {one.language or "": one.value for one in said if isinstance(one, Literal)}
    spoken = next((one for one in (language, "en", "", *notes) if one in notes), "")
    attributed = dict.fromkeys(
        one["attributed"].value for one in rows if isinstance(one.get("attributed"), NamedNode)
    )
    return Saying(
        row["record"].value,
        row["statement"].value,
        _kind(row["kind"].value),
        int(row["start"].value),
        int(row["end"].value),
        row["stated"].value if "stated" in row else "",
        Name(notes.get(spoken, ""), spoken),
        "review" in row and row["review"].value == _PENDING,
        tuple(names.of(iri, language) for iri in attributed),
    )


def _kind(iri: str) -> str:
    return iri.rpartition("#")[2]


def _above() -> Mapping[str, set[str]]:
    above: dict[str, set[str]] = defaultdict(set)
    for row in select("words-classes-above"):
        above[row["class"].value].add(row["above"].value)
    return above
