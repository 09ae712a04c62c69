"""The answer card as a page shows it: matter by matter, with a verdict and the way to evidence."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Final

from pyoxigraph import NamedNode

from console.amounts import (
    Say,
    between,
    exact,
    matter_words,
    roughly,
    short,
    unit_of,
    unit_words,
    value_words,
)
from console.gathered import Gathered
from console.plot import Mark, Write
from kg.figures.answer import Answer, Card, Entry
from kg.figures.answer_render import card_json
from kg.figures.comparison import CORROBORATION, ECHO, NOT_COMPARABLE
from kg.figures.figure import Cell, Figure
from kg.figures.lookup import Citation, Lookup
from kg.figures.verdict import Verdict
from kg.figures.wording import grouped
from kg.vocab import ID, cbec, code_iri

__all__ = ["Matter", "Shown", "View", "figure_id", "gap_words", "rows_csv", "verdict_words"]

_OBS: Final = f"{ID}obs/"
_GAPS: Final = {
    "amount": "per_cents",
    "growth": "percentage_points",
    "share": "percentage_points",
    "rank": "places_apart",
}
_TONES: Final = {
    "agree": "good",
    "differ": "bad",
    "suspect": "uneasy",
    "tension": "uneasy",
    "not comparable": "apart",
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A figure in words. ``source`` names who says so or the rule that it follows from."""

    figure: Figure
    id: str
    value: str
    whole: str
    bounds: str
    unit: str
    qualifier: str
    status: str
    rule: str
    attributed: str
    stated: str
    sources: tuple[tuple[str, str], ...]
    differs: bool
    first: date | None = None
    last: date | None = None
    citations: tuple[Citation, ...] = ()
    near: str = ""

    @property
    def reported(self) -> bool:
        """Whether a source states it."""
        return not self.figure.inputs

    @property
    def plain(self) -> str:
        """The value for programs: digits and a decimal point."""
        return grouped(self.figure.value).replace(",", "")

    @property
    def source(self) -> str:
        """Who states it, or by which rule it follows from what they state."""
        names = ", ".join(dict.fromkeys(name for _, name in self.sources))
        return f"{names} → {self.rule}" if self.rule else names

    def mark(self, label: str = "") -> Mark:
        """Give it as a plot shows it."""
        figure = self.figure
        return Mark(
            label or self.source,
            self.value,
            figure.value,
            figure.interval,
            self.reported,
            self.differs,
            self.first,
            self.last,
        )


@dataclass(frozen=True, slots=True)
class Matter:
    """Figures about one thing: what they say in words, and how they stand to one another.

    ``findings`` are those of the audit that concern one of them, as addresses have them.
    """

    words: str
    verdict: str
    reason: str
    tone: str
    figures: tuple[Shown, ...]
    findings: tuple[str, ...] = ()

    @property
    def first(self) -> Shown:
        """The figure that comes first: a reported one where there is one."""
        return self.figures[0]

    @property
    def kind(self) -> str:
        """The kind of its figures."""
        return self.first.figure.kind


class View:
    """Figures of gathered triples in the words of a language."""

    def __init__(self, gathered: Gathered, say: Say, language: str) -> None:
        self.gathered = gathered
        self.lookup: Lookup = gathered.lookup(language)
        self.say = say
        self.language = language
        self._conflicts = dict(self._conflicting())

    def matters(self, card: Card, known: Cell | None) -> tuple[Matter, ...]:
        """Give the matters of a card, each named by what ``known`` does not say already."""
        return tuple(self.matter(one, known) for one in card.answers)

    def matter(self, answer: Answer, known: Cell | None) -> Matter:
        """Give one matter of a card."""
        inside = {entry.figure.iri for entry in answer.entries}
        pairs = [pair for pair in self._conflicts if pair <= inside and self._differ(pair)]
        differing = {iri for pair in pairs for iri in pair}
        figures = tuple(
            self.shown(entry, differs=entry.figure.iri in differing) for entry in answer.entries
        )
        heading, reason = verdict_words(answer.verdict, figures[0].figure, self.say, self.language)
        return Matter(
            matter_words(figures[0].figure, self.lookup, self.say, known),
            heading,
            reason,
            _TONES.get(answer.verdict.name, "plain"),
            figures,
            tuple(sorted(path for pair, path in self._conflicts.items() if pair & inside)),
        )

    def shown(self, entry: Entry, *, differs: bool = False) -> Shown:
        """Give one figure in words."""
        figure, look, say = entry.figure, self.lookup, self.say
        unit = unit_words(unit_of(figure), look, say)
        rule = look.label(f"{ID}rule/{figure.rule}") if figure.rule else ""
        return Shown(
            figure,
            figure_id(figure.iri),
            value_words(figure, look, say, self.language),
            f"{exact(figure.value, self.language)} {unit}".strip(),
            between(figure, say, self.language),
            unit,
            look.label(code_iri("qualifier", figure.qualifier)) if figure.qualifier else "",
            look.label(code_iri("status", figure.status)) if figure.status != "actual" else "",
            rule,
            look.label(figure.attributed_to) if figure.attributed_to else "",
            look.value(figure.iri, "stated"),
            tuple(sorted({(one.document, one.publisher) for one in entry.citations})),
            differs,
            self._day(figure, "firstDay"),
            self._day(figure, "lastDay"),
            tuple(entry.citations),
            roughly(figure, say, self.language),
        )

    def period(self, figure: Figure) -> str:
        """Name the period of a figure."""
        return self.lookup.label(f"{ID}period/{figure.cell.period}")

    def axis(self, figure: Figure) -> str:
        """Name the unit along an axis of figures like this."""
        return unit_words(unit_of(figure), self.lookup, self.say)

    def write(self, figure: Figure) -> Write:
        """Give how numbers are written beside an axis of figures like this."""
        sign = "%" if unit_of(figure) == "percent" else ""
        return lambda number: short(number, self.language) + sign

    def _day(self, figure: Figure, name: str) -> date | None:
        text = self.lookup.value(f"{ID}period/{figure.cell.period}", name)
        return date.fromisoformat(text) if text else None

    def _differ(self, pair: frozenset[str]) -> bool:
        """Tell whether two figures at odds differ; those that cannot be compared do not."""
        finding = NamedNode(ID + self._conflicts[pair])
        unlike = NamedNode(code_iri("comparison-outcome", NOT_COMPARABLE))
        return not any(q.object == unlike for q in self.gathered.quads(finding, cbec("outcome")))

    def _conflicting(self) -> Iterator[tuple[frozenset[str], str]]:
        """Give the pairs of figures that the audit found to be at odds, each with its finding."""
        pairs: dict[str, set[str]] = defaultdict(set)
        for quad in self.gathered.quads(None, cbec("between")):
            if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode):
                pairs[quad.subject.value].add(quad.object.value)
        agreed = {NamedNode(code_iri("comparison-outcome", name)) for name in (CORROBORATION, ECHO)}
        for comparison, pair in pairs.items():
            outcomes = self.gathered.quads(NamedNode(comparison), cbec("outcome"))
            if not any(quad.object in agreed for quad in outcomes):
                yield frozenset(pair), comparison.removeprefix(ID)


def figure_id(iri: str) -> str:
    """Give what stands for a figure in addresses.

    >>> figure_id("https://w3id.org/cbec/id/obs/000-023")
    '000-023'
    """
    return iri.removeprefix(_OBS)


def verdict_words(verdict: Verdict, figure: Figure, say: Say, language: str) -> tuple[str, str]:
    """Give the verdict and its reason in the words of a language."""
    name = say[verdict.name.replace(" ", "_")]
    if verdict.difference is not None and verdict.name == "differ":
        name = say["differ_by"].format(gap_words(verdict.difference, figure.kind, say, language))
    if verdict.reason is None:
        return name, say["reason_alone"]
    inner = dict(verdict.reason.values).get("reason")
    if isinstance(inner, tuple):  # without by how much, which the name says already
        return name, " ".join(one.said(language) for one in inner)
    return name, verdict.reason.said(language)


def gap_words(difference: Fraction, kind: str, say: Say, language: str) -> str:
    """Say how far figures of a kind are apart, to two decimals."""
    size = exact(Fraction(round(difference * 100), 100), language)
    return say[_GAPS[kind]].format(size)


def rows_csv(cards: Iterable[Card]) -> str:
    """Give the figures of cards as CSV, a line for each figure and place where it stands."""
    stream = io.StringIO(newline="")
    columns = (
        "figure", "about", "kind", "period", "value", "lower", "upper", "unit", "qualifier",
        "status", "verdict", "rule", "document", "publisher", "title", "address", "start", "end",
    )  # fmt: skip
    writer = csv.DictWriter(stream, columns, lineterminator="\r\n", extrasaction="ignore")
    writer.writeheader()
    for card in cards:
        written = card_json(card)
        matters = written["answers"]
        assert isinstance(matters, Sequence)
        for matter in matters:
            common = {
                "about": matter["about"],
                "verdict": matter["verdict"]["name"],
                "period": card.request.period,
            }
            for one in matter["figures"]:
                places: Sequence[Mapping[str, object]] = one["evidence"] or ({},)
                writer.writerows({**common, **one, **place} for place in places)
    return stream.getvalue()
