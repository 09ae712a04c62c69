"""What the audit of a release found, read back from its graph, as text and as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from rich.text import Text

from kg.figures.comparison import OUTCOMES
from kg.figures.figure import Figure
from kg.figures.lookup import Citation, Lookup
from kg.figures.why_render import citation_words
from kg.figures.wording import figure_words, interval_words, value_words
from kg.queries.results import shorten
from kg.vocab import CODE, cbec, rdf

__all__ = ["FoundFigure", "ReadFinding", "findings_json", "findings_text", "read_findings"]

_QUESTION: Final = "question"
_ORDER: Final = (*OUTCOMES[:3], _QUESTION, *OUTCOMES[3:])


@dataclass(frozen=True, slots=True)
class FoundFigure:
    """One of the figures compared, in words, and where it or what it rests on stands."""

    figure: Figure
    words: str
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class ReadFinding:
    """A comparison as a release holds it; ``kind`` and ``resolution`` are empty where all agrees.

    ``difference`` is the decimal that the release holds, empty where there is none.
    """

    iri: str
    outcome: str
    kind: str
    resolution: str
    difference: str
    note: str
    figures: tuple[FoundFigure, ...]
    rests_on: tuple[str, ...]


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


def findings_text(findings: Sequence[ReadFinding]) -> Text:
    """Give the findings as text, one outcome after the other, with a count at the end."""
    text = Text()
    for finding in findings:
        kind = ", ".join(part for part in (finding.kind, finding.resolution) if part)
        text.append(f"{finding.outcome}", style="bold")
        text.append(f" ({kind})" if kind else "")
        text.append(f"  {shorten(finding.iri)}\n")
        if finding.difference:
            text.append(f"  apart by {finding.difference} {_unit(finding)}\n")
        for one in finding.figures:
            text.append(f"  {value_words(one.figure)}", style="bold")
            text.append(f"  {interval_words(one.figure)}  {shorten(one.figure.iri)}\n")
            text.append(f"      {one.words}\n")
            for citation in one.citations:
                text.append(f"      {citation_words(citation)}\n")
        if finding.note:
            text.append(f"  {finding.note}\n")
        text.append("\n")
    counts = [(name, sum(one.outcome == name for one in findings)) for name in _ORDER]
    text.append(", ".join(f"{name}: {count}" for name, count in counts if count) or "nothing found")
    return text


def findings_json(findings: Sequence[ReadFinding]) -> list[dict[str, object]]:
    """Give the findings as values for JSON."""
    return [
        {
            "comparison": one.iri,
            "outcome": one.outcome,
            "kind": one.kind or None,
            "resolution": one.resolution or None,
            "difference": one.difference or None,
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
    )


def _citations(name: str, known: dict[str, Figure], lookup: Lookup) -> tuple[Citation, ...]:
    waiting, found = [name], set[Citation]()
    while waiting:
        figure = known.get(waiting.pop())
        if figure is not None:
            waiting += figure.inputs
            found.update(() if figure.inputs else lookup.citations(figure.iri))
    return tuple(sorted(found))


def _unit(finding: ReadFinding) -> str:
    amounts = all(one.figure.kind == "amount" for one in finding.figures)
    return "%" if amounts else "percentage points"


def _code(iri: str) -> str:
    return iri.removeprefix(CODE).partition("/")[2]
