"""A card as text for people and as JSON for programs."""

from __future__ import annotations

from collections.abc import Iterator

from rich.text import Text

from kg.figures.answer import Answer, Card, Entry
from kg.figures.convert import Conversion
from kg.figures.interval import Interval
from kg.figures.phrases import phrase
from kg.figures.why_render import citation_words
from kg.figures.wording import UNITS, grouped, interval_words, value_words
from kg.queries.results import shorten
from kg.seeds.values import decimal_text

__all__ = ["card_json", "card_text"]


def card_text(card: Card) -> Text:
    """Give the card as text: each matter with its verdict, below it the figures and sources."""
    text, language = Text(), card.language
    text.append(card.title + "\n", style="bold underline")
    for note in card.notes:
        text.append(phrase("note", text=note).said(language) + "\n", style="italic")
    for answer in card.answers:
        text.append("\n")
        text.append(answer.words, style="bold")
        verdict = phrase("verdict", text=answer.verdict.said(language))
        text.append(f"\n  {verdict.said(language)}\n")
        for entry in answer.entries:
            text.append(f"  {value_words(entry.figure, language)}", style="bold")
            text.append(f"  {interval_words(entry.figure.interval, language)}\n")
            for line in _lines(entry, language):
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
        "answers": [_answer_json(answer, card.language) for answer in card.answers],
    }


def _answer_json(answer: Answer, language: str) -> dict[str, object]:
    verdict = answer.verdict
    return {
        "about": answer.words,
        "verdict": {
            "name": verdict.name,
            "reason": verdict.reason.said(language) if verdict.reason else "",
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
        "unit": UNITS.get(figure.kind, figure.cell.unit),
        "indicator": figure.cell.indicator,
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


def _lines(entry: Entry, language: str) -> Iterator[str]:
    figure = entry.figure
    if entry.variant:
        yield entry.variant
    if entry.conversion is not None:
        yield _converted(entry.conversion, language)
    name = shorten(figure.iri)
    if figure.inputs:
        inputs = ", ".join(shorten(iri) for iri in figure.inputs)
        said = phrase("derived", rule=figure.rule or "", inputs=inputs).said(language)
    else:
        said = phrase("reported", how=", ".join(entry.how)).said(language)
    yield f"{said}  ({name})"
    for citation in entry.citations:
        yield citation_words(citation, language)


def _converted(conversion: Conversion, language: str) -> str:
    bounds = interval_words(conversion.interval, language)
    source = phrase("rate_as_given").said(language)
    if conversion.source:
        source = shorten(conversion.source)
    rate = phrase("rate", rate=grouped(conversion.rate), source=source).said(language)
    return f"= {grouped(conversion.value)} {conversion.currency}  {bounds}  {rate}"
