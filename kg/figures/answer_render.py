"""A card as text for people and as JSON for programs."""

from __future__ import annotations

from collections.abc import Iterator

from rich.text import Text

from kg.figures.answer import Answer, Card, Entry
from kg.figures.convert import Conversion
from kg.figures.interval import Interval
from kg.figures.why_render import citation_words
from kg.figures.wording import grouped, interval_words, value_words
from kg.queries.results import shorten
from kg.seeds.values import decimal_text

__all__ = ["card_json", "card_text"]


def card_text(card: Card) -> Text:
    """Give the card as text: each matter with its verdict, below it the figures and sources."""
    text = Text()
    text.append(card.title + "\n", style="bold underline")
    for note in card.notes:
        text.append(f"note: {note}\n", style="italic")
    for answer in card.answers:
        text.append("\n")
        text.append(answer.words, style="bold")
        text.append(f"\n  verdict: {answer.verdict}\n")
        for entry in answer.entries:
            text.append(f"  {value_words(entry.figure)}", style="bold")
            text.append(f"  {interval_words(entry.figure)}\n")
            for line in _lines(entry):
                text.append(f"      {line}\n")
    text.rstrip()
    return text


def card_json(card: Card) -> dict[str, object]:
    """Give the card as values for JSON; numbers are texts, so that none loses a digit."""
    request = card.request
    return {
        "title": card.title,
        "request": {
            "indicator": request.indicator,
            "area": request.area,
            "period": request.period,
            "withinAreas": request.within_areas,
            "withinPeriods": request.within_periods,
            "currency": request.currency,
            "rate": None if request.rate is None else decimal_text(request.rate),
        },
        "notes": list(card.notes),
        "answers": [_answer_json(answer) for answer in card.answers],
    }


def _answer_json(answer: Answer) -> dict[str, object]:
    verdict = answer.verdict
    return {
        "about": answer.words,
        "verdict": {
            "name": verdict.name,
            "reason": verdict.reason,
            "difference": None if verdict.difference is None else decimal_text(verdict.difference),
        },
        "figures": [_entry_json(entry) for entry in answer.entries],
    }


def _entry_json(entry: Entry) -> dict[str, object]:
    figure, conversion = entry.figure, entry.conversion
    return {
        "figure": figure.iri,
        "kind": figure.kind,
        "value": decimal_text(figure.value),
        **_bounds(figure.interval),
        "unit": figure.cell.unit if figure.kind == "amount" else "percent",
        "qualifier": figure.qualifier,
        "status": figure.status,
        "rule": figure.rule,
        "inputs": list(figure.inputs),
        "converted": None
        if conversion is None
        else {
            "currency": conversion.currency,
            "value": decimal_text(conversion.value),
            **_bounds(conversion.interval),
            "rate": decimal_text(conversion.rate),
            "rateFrom": conversion.source,
        },
        "evidence": [
            {
                "document": citation.document,
                "title": citation.title,
                "publisher": citation.publisher,
                "address": citation.address,
                "start": citation.start,
                "end": citation.end,
            }
            for citation in entry.citations
        ],
    }


def _bounds(interval: Interval) -> dict[str, str | None]:
    lower, upper = interval.lower, interval.upper
    return {
        "lower": None if lower is None else decimal_text(lower, rounding="down"),
        "upper": None if upper is None else decimal_text(upper, rounding="up"),
    }


def _lines(entry: Entry) -> Iterator[str]:
    figure = entry.figure
    if entry.conversion is not None:
        yield _converted(entry.conversion)
    name = shorten(figure.iri)
    if figure.inputs:
        inputs = ", ".join(shorten(iri) for iri in figure.inputs)
        yield f"derived by {figure.rule} from {inputs}  ({name})"
    else:
        status = "" if figure.status == "actual" else f"{figure.status}, "
        yield f"reported, {status}{figure.qualifier}  ({name})"
    for citation in entry.citations:
        yield citation_words(citation)


def _converted(conversion: Conversion) -> str:
    interval = conversion.interval
    low = "…" if interval.lower is None else grouped(interval.lower, rounding="down")
    high = "…" if interval.upper is None else grouped(interval.upper, rounding="up")
    source = shorten(conversion.source) if conversion.source else "as given"
    return (
        f"= {grouped(conversion.value)} {conversion.currency}  [{low} to {high}]  "
        f"at {grouped(conversion.rate)} CNY per USD ({source})"
    )
