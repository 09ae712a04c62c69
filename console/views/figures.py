"""``/figures``: what is measured, where and when, and what is known of it.

``/figures/cbec-trade/Shenzhen/2023`` is the answer card of a period, without the period that of
all; with ``.json`` and ``.csv`` they are for programs. ``/figures`` itself helps to choose.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from flask import Blueprint, Response, redirect, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from console.cards import Matter, View, rows_csv
from console.choices import FACETS, Chosen, Facets, read_facets, settle
from console.gathered import Gathered, cells_of, gather
from console.naming import Names, name_nodes
from console.page import show
from console.phrases import phrases, reader_language
from console.plot import WIDTHS, Plot, intervals
from console.problems import Problem
from console.reading import select, text_of
from console.references import number_sources
from console.series import series_of
from console.site import this_site
from kg.figures.answer import Card, Request, answer
from kg.figures.answer_render import card_json
from kg.figures.figure import Cell

__all__ = ["blueprint"]

blueprint = Blueprint("figures", __name__)

_FORMS: Final = {"json": "application/json", "csv": "text/csv; charset=utf-8"}
_MOST_PAIRS: Final = 200


@blueprint.route("/figures")
def figures() -> BaseResponse:
    """Help to choose; where indicator and area are chosen, lead to their figures."""
    language = reader_language()
    chosen = Chosen(**{facet: request.args.get(facet, "").strip() for facet in FACETS})
    facets = read_facets(chosen, language)
    if not facets.has(chosen):
        chosen = settle(chosen, language)
        facets = read_facets(chosen, language)
    if chosen.indicator and chosen.area:
        return redirect(_address(chosen), 303)
    pairs = _pairs(chosen)
    names = name_nodes({iri for indicator, area, _ in pairs for iri in (indicator, area)})
    return show(
        "figures.html",
        language=language,
        chosen=chosen,
        facets=facets,
        groups=_groups(pairs, names, chosen, language),
        more=len(pairs) == _MOST_PAIRS,
        twins=[_workbook(chosen), *_twins(url_for(".every", suffix="json", **_asked(chosen)))],
        sparql=_sparql("figure-pairs", chosen),
    )


@blueprint.route("/figures.<suffix>")
def every(suffix: str) -> Response:
    """Give what can be chosen, as JSON or CSV."""
    if suffix not in _FORMS:
        raise _no_form(suffix)
    language = reader_language()
    chosen = settle(
        Chosen(**{facet: request.args.get(facet, "").strip() for facet in FACETS}), language
    )
    pairs = _pairs(chosen)
    if suffix == "csv":
        lines = ["indicator,area,figures", *(f"{i},{a},{n}" for i, a, n in pairs)]
        return _plain("\r\n".join(lines) + "\r\n", suffix)
    facets = read_facets(chosen, language)
    document = {
        facet: [
            {
                "id": one.slug,
                "iri": FACETS[facet] + one.slug,
                "name": one.text,
                "figures": one.figures,
            }
            for one in offers
        ]
        for facet, offers in facets.offers.items()
    }
    links = [
        {"indicator": i, "area": a, "figures": n, "address": _pair_address(i, a)}
        for i, a, n in pairs
    ]
    return _plain(_written({**document, "pairs": links}), suffix)


@blueprint.route("/figures/<indicator>/<area>", defaults={"period": ""})
@blueprint.route("/figures/<indicator>/<area>/<period>")
def card(indicator: str, area: str, period: str) -> BaseResponse:
    """Give all that is known of an indicator in an area, in one period or in all."""
    language = reader_language()
    chosen, suffix = _split(Chosen(indicator, area, period))
    facets = read_facets(chosen, language)
    if not facets.has(chosen):
        meant = settle(chosen, language)
        if meant != chosen:
            return redirect(_address(meant, suffix), 303)
    cells = cells_of(chosen.iri("indicator"), chosen.iri("area"), chosen.iri("period") or None)
    gathered = gather(cells)
    periods = [chosen.period] if chosen.period else [one.slug for one in facets.offers["period"]]
    cards = _cards(chosen, periods, gathered, language)
    if suffix:
        written = rows_csv(cards) if suffix == "csv" else _written(_document(chosen, cards))
        return _plain(written, suffix)
    view = View(gathered, phrases(language), language)
    known = Cell(chosen.indicator, f"place/{chosen.area}", chosen.period)
    if chosen.period:
        matters = view.matters(cards[0], known)
        figures = [shown for one in matters for shown in one.figures]
        values: dict[str, Any] = {"matters": [(one, _plots(one, view)) for one in matters]}
    else:
        series = series_of(cards, known, view)
        figures = [shown for one in series for _, matter in one.rows for shown in matter.figures]
        values = {"series": series}
    return show(
        "card.html",
        language=language,
        chosen=chosen,
        facets=facets,
        called={facet: _called(facets, chosen, facet, language) for facet in FACETS},
        view=view,
        whole=_address(replace(chosen, period="")),
        twins=_twins(_address(chosen, "json"), _address(chosen, "csv")),
        canonical=_address(chosen),
        sparql=_sparql("figure-card", chosen),
        address=_address,
        replace=replace,
        cited=number_sources(figures),
        **values,
    )


def _cards(
    chosen: Chosen, periods: Iterable[str], gathered: Gathered, language: str
) -> Sequence[Card]:
    look = gathered.lookup(language)
    asked = (Request(chosen.iri("indicator"), chosen.iri("area"), period) for period in periods)
    return [answer(one, look) for one in asked]


def _plots(matter: Matter, view: View) -> tuple[Plot, ...]:
    marks = [one.mark() for one in matter.figures]
    return tuple(intervals(marks, width, view.write(matter.first.figure)) for width in WIDTHS)


def _document(chosen: Chosen, cards: Sequence[Card]) -> dict[str, object]:
    """Give the card of a period, or those of all."""
    common = {"release": this_site().settings.release, "address": _address(chosen)}
    if chosen.period:
        return common | card_json(cards[0])
    return common | {"periods": [card_json(one) for one in cards]}


def _pairs(chosen: Chosen) -> list[tuple[str, str, int]]:
    return [
        (row["indicator"].value, row["area"].value, int(row["figures"].value))
        for row in select("figure-pairs", limit=_MOST_PAIRS, **chosen.lists())
        if row["area"].value.startswith(FACETS["area"])
    ]


def _groups(
    pairs: Iterable[tuple[str, str, int]], names: Names, chosen: Chosen, language: str
) -> list[tuple[Any, list[tuple[Any, str, int]]]]:
    """Give the areas of each indicator with the address of their figures."""
    groups: dict[str, list[tuple[Any, str, int]]] = defaultdict(list)
    for indicator, area, number in pairs:
        where = _pair_address(indicator, area, chosen.period)
        groups[indicator].append((names.of(area, language), where, number))
    return [(names.of(indicator, language), areas) for indicator, areas in groups.items()]


def _pair_address(indicator: str, area: str, period: str = "") -> str:
    return _address(
        Chosen(
            indicator.removeprefix(FACETS["indicator"]), area.removeprefix(FACETS["area"]), period
        )
    )


def _called(facets: Facets, chosen: Chosen, facet: str, language: str) -> Any:
    iri = chosen.iri(facet)
    if not iri:
        return None
    known = facets.names if iri in facets.names.held else name_nodes([iri])
    return known.of(iri, language)


def _split(chosen: Chosen) -> tuple[Chosen, str]:
    """Give what was chosen without the suffix of its last part, and the suffix."""
    last = "period" if chosen.period else "area"
    stem, dot, suffix = getattr(chosen, last).rpartition(".")
    if dot and stem and suffix in _FORMS:
        return replace(chosen, **{last: stem}), suffix
    return chosen, ""


def _address(chosen: Chosen, suffix: str = "") -> str:
    """Give the address of a card, in the language that was asked for."""
    ending = f".{suffix}" if suffix else ""
    parts = {facet: getattr(chosen, facet) for facet in FACETS if getattr(chosen, facet)}
    last = list(parts)[-1]
    parts[last] += ending
    tongue: dict[str, Any] = {"lang": None} if suffix else {}
    return url_for("figures.card", **parts, **tongue)


def _asked(chosen: Chosen) -> Mapping[str, Any]:
    return {facet: getattr(chosen, facet) for facet in FACETS if getattr(chosen, facet)}


def _sparql(name: str, chosen: Chosen) -> str:
    given = chosen.lists()
    if name == "figure-card":
        given |= {"indicator": chosen.iri("indicator"), "area": chosen.iri("area")}
    query = text_of(name, **given)
    return url_for("sparql.endpoint", query=query)


def _twins(*addresses: str) -> list[tuple[str, str]]:
    return [("CSV" if ".csv" in one else "JSON", one) for one in addresses]


def _workbook(chosen: Chosen) -> tuple[str, str]:
    """Give the address of the figures themselves for Excel, with those of parts and sub-periods."""
    asked = {"during" if one == "period" else one: value for one, value in _asked(chosen).items()}
    said = phrases(reader_language())["figures_workbook"]
    return said, url_for("build.built", name="figures.xlsx", **asked)


def _written(document: object) -> str:
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _plain(text: str, suffix: str) -> Response:
    return Response(text, content_type=_FORMS[suffix])


def _no_form(suffix: str) -> Problem:
    return Problem("not-found", f"there is no form .{suffix}", expected=", ".join(_FORMS))
