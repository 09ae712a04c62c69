"""What the audit of a release found, read back from its graph, as text and as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from rich.text import Text

from kg.figures.comparison import OUTCOMES
from kg.figures.figure import Figure
from kg.figures.lookup import Citation, Lookup
from kg.figures.phrases import phrase
from kg.figures.why_render import citation_words
from kg.figures.wording import figure_words, interval_words, value_words
from kg.queries.results import shorten
from kg.vocab import CODE, cbec, code_iri, rdf

__all__ = ["FoundFigure", "ReadFinding", "findings_json", "findings_text", "read_findings"]

_QUESTION: Final = "question"
_ORDER: Final = (*OUTCOMES[:4], _QUESTION, *OUTCOMES[4:])


@dataclass(frozen=True, slots=True)
class FoundFigure:
    """One of the figures compared, in words, and where it or what it rests on stands."""

    figure: Figure
    words: str
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class ReadFinding:
    """A comparison as a release holds it; ``kind`` and ``resolution`` are empty where all agrees.

    ``difference`` is the decimal that the release holds, empty where there is none; ``echoes``
    counts further comparisons that show the same.
    """

    iri: str
    outcome: str
    kind: str
    resolution: str
    difference: str
    note: str
    figures: tuple[FoundFigure, ...]
    rests_on: tuple[str, ...]
    echoes: int = 0


def read_findings(lookup: Lookup) -> tuple[list[ReadFinding], list[str]]:
    """Give the findings, the gravest first, and the names of judgements that match none."""
    found: list[ReadFinding] = []
    lost: list[str] = []
    for name in ("Comparison", "Discrepancy"):
        for iri in lookup.instances(rdf("type"), cbec(name)):
            if any(iri == one.iri for one in found) or iri in lost:
                continue  # a discrepancy is a comparison too
            outcome = _code(lookup.value(iri, "outcome"))
            if outcome:
                found.append(_read(iri, outcome, lookup))
            else:
                lost.append(iri)
    found.sort(key=lambda one: (_ORDER.index(one.outcome), one.iri))
    return found, [shorten(iri) for iri in sorted(lost)]


def findings_text(findings: Sequence[ReadFinding], lookup: Lookup) -> Text:
    """Give the findings as text, one outcome after the other, with a count at the end."""
    text, language = Text(), lookup.language
    for finding in findings:
        codes = (("discrepancy-kind", finding.kind), ("resolution", finding.resolution))
        kind = ", ".join(lookup.label(code_iri(scheme, code)) for scheme, code in codes if code)
        text.append(_outcome(finding.outcome, lookup), style="bold")
        text.append(f" ({kind})" if kind else "")
        text.append(f"  {shorten(finding.iri)}\n")
        for line in _lines(finding, language):
            text.append(f"  {line}\n")
        for one in finding.figures:
            text.append(f"  {value_words(one.figure, language)}", style="bold")
            text.append(
                f"  {interval_words(one.figure.interval, language)}  {shorten(one.figure.iri)}\n"
            )
            text.append(f"      {one.words}\n")
            for citation in one.citations:
                text.append(f"      {citation_words(citation, language)}\n")
        if finding.note:
            text.append(f"  {finding.note}\n")
        text.append("\n")
    counts = [(name, sum(one.outcome == name for one in findings)) for name in _ORDER]
    said = ", ".join(f"{_outcome(name, lookup)}: {count}" for name, count in counts if count)
    text.append(said or phrase("nothing").said(language))
    return text


def _outcome(name: str, lookup: Lookup) -> str:
    return lookup.label(code_iri("comparison-outcome", name))


def _lines(finding: ReadFinding, language: str) -> Iterator[str]:
    if finding.difference:
        kind = finding.figures[0].figure.kind if finding.figures else "amount"
        name = {"amount": "apart_percent", "rank": "apart_places"}.get(kind, "apart_points")
        yield phrase(name, size=finding.difference).said(language)
    if finding.echoes:
        yield phrase("echoes", count=finding.echoes).said(language)


def findings_json(findings: Sequence[ReadFinding]) -> list[dict[str, object]]:
    """Give the findings as values for JSON."""
    return [
        {
            "comparison": one.iri,
            "outcome": one.outcome,
            "kind": one.kind or None,
            "resolution": one.resolution or None,
            "difference": one.difference or None,
            "echoes": one.echoes,
            "note": one.note,
            "between": [found.figure.iri for found in one.figures],
            "restsOn": list(one.rests_on),
        }
        for one in findings
    ]


def _read(iri: str, outcome: str, lookup: Lookup) -> ReadFinding:
    between = lookup.values(iri, "between")
    known = lookup.figures(between)
    figures = tuple(
        FoundFigure(known[name], figure_words(known[name], lookup), _citations(name, known, lookup))
        for name in between
        if name in known
    )
    return ReadFinding(
        iri=iri,
        outcome=outcome,
        kind=_code(lookup.value(iri, "discrepancyKind")),
        resolution=_code(lookup.value(iri, "resolution")),
        difference=lookup.value(iri, "difference"),
        note=lookup.note(iri),
        figures=figures,
        rests_on=tuple(lookup.values(iri, "restsOn")),
        echoes=int(lookup.value(iri, "echoes") or 0),
    )


def _citations(name: str, known: dict[str, Figure], lookup: Lookup) -> tuple[Citation, ...]:
    waiting, found = [name], set[Citation]()
    while waiting:
        figure = known.get(waiting.pop())
        if figure is not None:
            waiting += figure.inputs
            found.update(() if figure.inputs else lookup.citations(figure.iri))
    return tuple(sorted(found))


def _code(iri: str) -> str:
    return iri.removeprefix(CODE).partition("/")[2]
