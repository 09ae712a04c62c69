"""The answer card: all that is known of one indicator, area and period, with a verdict.

Nothing is widened, added up or converted unless it was asked for, and then the card says so.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from kg.errors import UsageError
from kg.figures.ancestry import Ancestry
from kg.figures.audit import matter_of
from kg.figures.convert import Conversion, convert
from kg.figures.figure import DIMENSIONS, KINDS, Figure, short_name
from kg.figures.lookup import Citation, Lookup
from kg.figures.phrases import phrase
from kg.figures.verdict import Verdict, judge
from kg.figures.wording import figure_words
from kg.seeds.periods import parse_period
from kg.vocab import ID, code_iri

__all__ = ["Answer", "Card", "Entry", "Request", "answer", "find_named", "find_period"]

_CLASSES: Final = {"indicator": "Indicator", "place": "Place"}
_SHORT: Final = re.compile(r"\b(\d{4})-?([HSQ])([1-4])\b")
_POINTERS: Final = ("cell", "growthOf", "part", "rankOf")


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked: IRIs of an indicator and an area, and the key of a period.

    ``currency`` is what amounts are to be shown in too, ``rate`` the price of a dollar in yuan
    to do that with; without it the rate that a source implies for the same period is taken.
    """

    indicator: str
    area: str
    period: str
    within_areas: bool = False
    within_periods: bool = False
    currency: str | None = None
    rate: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One figure of a card, where it stands, and what it comes to in another currency.

    ``how`` names the status, if it is not that of what has come about, and the qualifier;
    ``variant`` the indicator, if it is not the one asked for but another measure of the matter.
    """

    figure: Figure
    citations: tuple[Citation, ...]
    conversion: Conversion | None = None
    how: tuple[str, ...] = ()
    variant: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """Figures of one matter, in words, and how they stand to one another."""

    words: str
    entries: tuple[Entry, ...]
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Card:
    """What is known, matter by matter; ``notes`` say what was widened, converted or not found."""

    request: Request
    title: str
    answers: tuple[Answer, ...]
    notes: tuple[str, ...]
    language: str = "en"


def answer(request: Request, lookup: Lookup) -> Card:
    """Give the card for a request.

    Amounts come before growths and shares, reported figures before derived ones.
    """
    areas, periods, notes = _widened(request, lookup)
    indicators = sorted({request.indicator, *lookup.values(request.indicator, "variantOf")})
    cells = _cells(indicators, areas, periods, lookup)
    pointing = (lookup.pointing(name, cell) for cell in cells for name in _POINTERS)
    iris = sorted({iri for found in pointing for iri in found})
    known = lookup.figures(iris)
    figures = [known[iri] for iri in iris if iri in known]
    context = lookup.context(iris)
    ancestry = Ancestry(known.values())
    groups: dict[tuple[object, ...], list[Figure]] = defaultdict(list)
    for figure in sorted(figures, key=_order):
        groups[matter_of(figure, context)].append(figure)
    answers = tuple(
        Answer(
            figure_words(group[0], lookup),
            tuple(_entry(figure, request, known, lookup) for figure in group),
            judge(group, context, ancestry),
        )
        for group in groups.values()
    )
    if not answers:
        notes.append(_nothing(request, lookup))
    notes += [
        phrase(
            "no_rate",
            period=entry.figure.cell.period,
            figure=short_name(entry.figure.iri, f"{ID}obs/"),
            currency=request.currency or "",
        ).said(lookup.language)
        for entry in (entry for one in answers for entry in one.entries)
        if _wants_conversion(entry.figure, request) and entry.conversion is None
    ]
    title = ", ".join((lookup.label(request.indicator), lookup.label(request.area), request.period))
    return Card(request, title, answers, tuple(notes), lookup.language)


def find_named(text: str, kind: str, lookup: Lookup) -> str:
    """Give the IRI of the place or indicator that bears a name in any language.

    Raises UsageError where none or several bear it.
    """
    found = lookup.named(text, kind)
    if len(found) == 1:
        return found[0]
    what = {"place": "area"}.get(kind, kind)
    slugs = [short_name(iri, f"{ID}{kind}/") for iri in found]
    if slugs:
        raise UsageError(
            f"several bear the name {text!r}: {', '.join(slugs)}",
            expected=f"one {what}",
            remedy=f"write one of {', '.join(slugs)}",
        )
    near = lookup.near(text, kind)
    raise UsageError(
        f"no {what} has the name {text!r}",
        expected=f"a slug, a label or an alias{', such as ' + ', '.join(near) if near else ''}",
        remedy="see 'kg query \"SELECT ?x ?name { ?x a cbec:"
        f"{_CLASSES[kind]} ; rdfs:label ?name }}\"'",
    )


def find_period(text: str, lookup: Lookup | None = None) -> str:
    """Give the key of a period, or raise UsageError.

    ``2024H1``, ``2024-H1`` and ``2024S1`` are other ways to write ``2024-S1``; with a lookup the
    name of a period of the graph will do too, in any language.
    """
    key = _SHORT.sub(r"\1-\2\3", text.strip().upper()).replace("H", "S")
    try:
        return parse_period(key).key
    except ValueError as error:
        named = lookup.named(text, "period") if lookup else []
        if len(named) == 1:
            return short_name(named[0], f"{ID}period/")
        problem = str(error).replace(key, text.strip())
        raise UsageError(
            f"the period is {text}: {problem}",
            expected="2024, 2024-S1, 2024-Q1, 2024-10, 2024-10-08, or A--B",
            remedy="write the period in one of these ways",
        ) from None


def _widened(request: Request, lookup: Lookup) -> tuple[list[str], list[str], list[str]]:
    """Give the areas and periods to look at, and say which were added."""
    areas, periods, notes = [request.area], lookup.same_days(request.period), []
    named = list(periods)
    if request.within_areas:
        name = lookup.label(request.area)
        inner = [iri for iri in lookup.pointing("locatedIn", request.area) if iri != request.area]
        areas += inner
        notes.append(phrase("areas_within", count=len(inner), name=name).said(lookup.language))
    if request.within_periods:
        within = {iri for period in named for iri in lookup.pointing("within", period)}
        inner = sorted(within.difference(named))
        periods += inner
        said = phrase("periods_within", count=len(inner), name=request.period)
        notes.append(said.said(lookup.language))
    return areas, periods, notes


def _cells(
    indicators: Iterable[str], areas: Sequence[str], periods: Sequence[str], lookup: Lookup
) -> list[str]:
    """Give the cells of these indicators, areas and periods."""
    of_areas = {cell for area in areas for cell in lookup.pointing("area", area)}
    of_periods = {cell for period in periods for cell in lookup.pointing("period", period)}
    wanted = set(indicators)
    return sorted(
        cell for cell in of_areas & of_periods if wanted & set(lookup.values(cell, "indicator"))
    )


def _entry(figure: Figure, request: Request, known: dict[str, Figure], lookup: Lookup) -> Entry:
    beneath = sorted(Ancestry(known.values()).reported(figure.iri))
    citations = {citation for iri in beneath for citation in lookup.citations(iri)}
    conversion = None
    if _wants_conversion(figure, request) and request.currency:
        conversion = convert(figure, request.currency, lookup, request.rate)
    codes = [("status", figure.status), ("qualifier", figure.qualifier)]
    named = (code_iri(scheme, code) for scheme, code in codes if code and code != "actual")
    how = tuple(lookup.label(iri) for iri in named)
    indicator = f"{ID}indicator/{figure.cell.indicator}"
    variant = "" if indicator == request.indicator else lookup.label(indicator)
    return Entry(figure, tuple(sorted(citations)), conversion, how, variant)


def _wants_conversion(figure: Figure, request: Request) -> bool:
    unit = figure.cell.unit
    return (
        figure.kind == "amount"
        and request.currency is not None
        and unit in {"CNY", "USD"}
        and unit != request.currency
    )


def _nothing(request: Request, lookup: Lookup) -> str:
    """Say that there is no figure, and for which periods there is one."""
    cells = set(lookup.pointing("indicator", request.indicator))
    here = cells & set(lookup.pointing("area", request.area))
    periods = sorted({short_name(lookup.value(cell, "period"), f"{ID}period/") for cell in here})
    if not periods:
        inner = lookup.pointing("locatedIn", request.area)
        within = [area for area in inner if cells & set(lookup.pointing("area", area))]
        if not within or request.within_areas:
            return phrase("no_figure").said(lookup.language)
        names = ", ".join(lookup.label(area) for area in within)
        return phrase("no_figure_but_within", names=names).said(lookup.language)
    others = ", ".join(periods)
    return phrase("no_figure_but", period=request.period, others=others).said(lookup.language)


def _order(figure: Figure) -> tuple[object, ...]:
    cell = tuple(getattr(figure.cell, name) or "" for name in DIMENSIONS)
    whole = tuple(part or "" for part in figure.whole or ())
    return KINDS.index(figure.kind), cell[1], cell[2], cell, whole, figure.depth, figure.iri
