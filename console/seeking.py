"""Where the words of a reader lead beside names: questions, figures, pages of the site."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml
from flask import current_app, url_for

from console.amounts import Say
from console.building import kind_named
from console.cards import View
from console.choices import FACETS
from console.gallery import entries
from console.gathered import cells_of, gather
from console.meant import Meant, meant_by
from console.naming import Name, Names, name_nodes
from console.phrases import phrases
from console.pickers import leads, values_of
from console.reading import Row, select
from console.words.folding import asked_words, fold, is_unspaced
from kg.figures.answer import Request, answer

__all__ = ["Way", "Ways", "valued", "ways_of"]

_TABLE: Final = Path(__file__).with_name("ways.yaml")
_MOST_QUESTIONS: Final = 5
_MOST_FIGURES: Final = 6
_MOST_VALUED: Final = 3
_TO_TAKE: Final = "data"
_PARTS: Final[Mapping[str, Mapping[str, Any]]] = {"ontology": {"space": "ont"}}


@dataclass(frozen=True, slots=True)
class Way:
    """A place that answers: what it is called, a line about it, its address.

    ``value``, ``verdict`` and ``tone`` are those of the figure that it shows, where it was asked.
    """

    name: Name
    line: str
    href: str
    parts: tuple[str, str, str] = ("", "", "")
    value: str = ""
    verdict: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Ways:
    """The places to which some words lead, the likeliest first; ``choose`` is one to look on."""

    questions: tuple[Way, ...] = ()
    figures: tuple[Way, ...] = ()
    pages: tuple[Way, ...] = ()
    choose: str = ""

    def __bool__(self) -> bool:
        return bool(self.questions or self.figures or self.pages)


def ways_of(words: str, language: str) -> Ways:
    """Give where the words lead; what they name is chosen already in each address."""
    if not words.strip():
        return Ways()
    say = phrases(language)
    meant = meant_by(words)
    figures = _figures(meant, say, language)
    # a bare number of pairs would hide that there are more
    shown = _first(meant, _is_shown)
    choose = _chosen(shown) if shown.area or shown.period or len(figures) == _MOST_FIGURES else ""
    return Ways(_questions(words, language), figures, _pages(words, meant, say, language), choose)


def valued(ways: Sequence[Way], language: str) -> tuple[Way, ...]:
    """Give the ways with what the first of them say: one figure each, and its verdict."""
    say = phrases(language)
    return tuple(
        _with_value(way, say, language) if number < _MOST_VALUED and way.parts[2] else way
        for number, way in enumerate(ways)
    )


def _questions(words: str, language: str) -> tuple[Way, ...]:
    return tuple(
        Way(
            entry.summary,
            "",
            url_for("examples.example", **_given(**entry.chosen) | {"name": entry.example.name}),
        )
        for entry in entries(words, "", language)[:_MOST_QUESTIONS]
    )


def _figures(meant: Meant, say: Say, language: str) -> tuple[Way, ...]:
    """Give the cards of what was named, of another period where there is none of that one."""
    if not (meant.indicators or meant.area):
        return ()
    period = meant.period
    rows = _pairs(meant, period)
    if not rows and period:
        period, rows = "", _pairs(meant, "")
    place = {slug: number for number, slug in enumerate(meant.indicators)}
    found = sorted(rows, key=lambda row: place.get(_slug(row, "indicator"), len(place)))
    names = name_nodes(
        {row[part].value for row in found for part in ("indicator", "area")}
        | ({FACETS["period"] + period} if period else set())
    )
    return tuple(_pair(row, period, names, say, language) for row in found[:_MOST_FIGURES])


def _pairs(meant: Meant, period: str) -> list[Row]:
    """Give indicators with areas of which there are figures; the words may narrow too far."""

    def ask(indicators: Sequence[str]) -> list[Row]:
        rows = select(
            "figure-pairs",
            limit=10 * _MOST_FIGURES,
            indicator=[FACETS["indicator"] + one for one in indicators] or None,
            area=[FACETS["area"] + meant.area] if meant.area else None,
            period=[FACETS["period"] + period] if period else None,
        )
        return [row for row in rows if row["area"].value.startswith(FACETS["area"])]

    found = ask(meant.indicators)
    return found or (ask(()) if meant.area and meant.indicators else [])


def _pair(row: Row, period: str, names: Names, say: Say, language: str) -> Way:
    indicator, area = _slug(row, "indicator"), _slug(row, "area")
    said = [names.of(row[part].value, language).text for part in ("indicator", "area")]
    if period:
        said.append(names.of(FACETS["period"] + period, language).text)
    number = int(row["figures"].value)
    return Way(
        Name(say["list_mark"].join(said), language),
        say["search_figures_one"] if number == 1 else say["search_figures_n"].format(number),
        url_for("figures.card", indicator=indicator, area=area, **_given(period=period)),
        (indicator, area, period),
    )


def _pages(words: str, meant: Meant, say: Say, language: str) -> tuple[Way, ...]:
    asked = _asked_pages(words)
    found = []
    if meant:
        if _TO_TAKE in asked:
            taken = _first(meant, _is_built)
            found.append(_way("workbook", say, _workbook(taken), _called(taken, say, language)))
        shown = _first(meant, _is_shown)
        if not (shown.indicators and shown.area and shown.period):
            found.append(_way("figures", say, _chosen(shown), _called(shown, say, language)))
    elif _TO_TAKE in asked:
        found.append(_way("workbook", say, _workbook(meant), say["way_workbook_all"]))
    known = current_app.view_functions
    for page in asked:
        endpoint = _table()[page]["endpoint"]
        if endpoint in known:
            found.append(_way(page, say, url_for(endpoint, **_PARTS.get(page, {}))))
    return tuple(found)


def _way(name: str, say: Say, href: str, called: str = "") -> Way:
    return Way(Name(say[f"way_{name}"].format(called)), say[f"way_{name}_text"], href)


def _asked_pages(words: str) -> list[str]:
    """Give the pages that the words ask for, in the order of the table."""
    folded = f" {' '.join(fold(words).split())}"
    single = asked_words(words)
    return [name for name, page in _table().items() if _begins(page["words"], folded, single)]


def _begins(beginnings: Sequence[str], folded: str, single: Sequence[str]) -> bool:
    for beginning in map(fold, beginnings):
        if is_unspaced(beginning):
            if beginning in folded:
                return True
        elif len(beginning) <= 3:  # "api" begins no other word that is meant
            if beginning in single:
                return True
        elif f" {beginning}" in folded:
            return True
    return False


def _called(meant: Meant, say: Say, language: str) -> str:
    """Give what was named, in words."""
    iris = [
        FACETS[facet] + slug
        for facet, slug in (
            ("indicator", _only(meant)),
            ("area", meant.area),
            ("period", meant.period),
        )
        if slug
    ]
    names = name_nodes(iris)
    said = [names.of(iri, language).text for iri in iris]
    return say["list_mark"].join(said) or say["way_workbook_all"]


def _first(meant: Meant, holds: Callable[[Meant], bool]) -> Meant:
    """Give what was named as far as there are figures of all of it together."""
    some = (meant, replace(meant, indicators=()), replace(meant, period=""), Meant((), meant.area))
    return next(filter(holds, some), Meant())


def _is_shown(meant: Meant) -> bool:
    """Tell whether the page of figures has some of this; several indicators choose none."""
    chosen = {"indicator": _only(meant), "area": meant.area, "period": meant.period}
    bound: dict[str, Any] = {
        facet: [FACETS[facet] + slug] if slug else None for facet, slug in chosen.items()
    }
    return bool(select("figure-pairs", limit=1, **bound))


def _is_built(meant: Meant) -> bool:
    """Tell whether there are figures of this, those of parts and shorter periods too."""
    chosen = {"indicator": _only(meant), "area": meant.area, "during": meant.period}
    form = kind_named("figures").form
    return leads(form, values_of(form, _given(**chosen)))


def _only(meant: Meant) -> str:
    """Give the indicator where the words leave no choice."""
    return meant.indicators[0] if len(meant.indicators) == 1 else ""


def _chosen(meant: Meant) -> str:
    given = _given(indicator=_only(meant), area=meant.area, period=meant.period)
    return url_for("figures.figures", **given)


def _workbook(meant: Meant) -> str:
    given = _given(indicator=_only(meant), area=meant.area, during=meant.period)
    return url_for("build.built", name="figures.xlsx", **given)


def _given(**parts: str) -> dict[str, Any]:
    return {name: value for name, value in parts.items() if value}


def _with_value(way: Way, say: Say, language: str) -> Way:
    indicator, area, period = (
        space + part for space, part in zip(FACETS.values(), way.parts, strict=True)
    )
    view = View(gather(cells_of(indicator, area, period)), say, language)
    answers = answer(Request(indicator, area, way.parts[2]), view.lookup).answers
    if not answers:
        return way
    matter = view.matter(answers[0], None)
    # a share or a growth is of something that its number does not say
    line = "" if matter.first.figure.kind == "amount" else matter.words
    return replace(
        way, line=line, value=matter.first.value, verdict=matter.verdict, tone=matter.tone
    )


def _slug(row: Row, facet: str) -> str:
    return row[facet].value.removeprefix(FACETS[facet])


@cache
def _table() -> Mapping[str, Mapping[str, Any]]:
    read: Mapping[str, Mapping[str, Any]] = yaml.safe_load(_TABLE.read_text(encoding="utf-8"))
    return read
