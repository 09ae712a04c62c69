"""The figures of a thing, as its page shows them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from flask import url_for
from pyoxigraph import NamedNode

from console.amounts import matter_words
from console.cards import Shown, View
from console.choices import Chosen, read_facets
from console.gathered import cells_of, gather
from console.naming import Name, name_nodes
from console.reading import Row, select
from console.resource import Resource
from console.series import Series, series_of
from kg.figures.answer import Entry, Request, answer
from kg.figures.figure import Cell
from kg.vocab import ID, cbec

__all__ = ["Numbers", "figure_words", "numbers_of"]

_MOST_FIGURES: Final = 30
_MOST_PAIRS: Final = 60
_AREA: Final = f"{ID}place/"
_INDICATOR: Final = f"{ID}indicator/"
_OBSERVED: Final = (
    "Agent", "Event", "EventSeries", "LogisticsRoute", "Period", "Platform", "ProductCategory",
    "Programme",
)  # fmt: skip
"""The classes of things that figures are about beside places and indicators."""
_ABOUT: Final = ("cell", "growthOf", "part", "rankOf")


@dataclass(frozen=True, slots=True)
class Numbers:
    """Figures of a thing: of each indicator or area how many, or the figures themselves.

    ``series`` is that with most figures among the pairs, which ``title`` names.
    """

    pairs: tuple[tuple[Name, str, int], ...] = ()
    series: Series | None = None
    title: str = ""
    figures: tuple[tuple[str, Shown], ...] = ()
    whole: str = ""
    more: bool = False


def numbers_of(resource: Resource, say: Mapping[str, str], language: str) -> Numbers:
    """Give the figures of a place by indicator, of an indicator by area, else those about it."""
    iri = resource.iri
    for own, other, asked in (
        (_AREA, "indicator", ([iri], None)),
        (_INDICATOR, "area", (None, [iri])),
    ):
        if iri.startswith(own):
            rows = select(
                "figure-pairs", limit=_MOST_PAIRS, period=None, area=asked[0], indicator=asked[1]
            )
            names = name_nodes({row[other].value for row in rows})
            pairs = tuple(
                (names.of(row[other].value, language), _card(row), int(row["figures"].value))
                for row in rows
                if row["area"].value.startswith(_AREA)
            )
            area, indicator = (only and only[0].removeprefix(own) for only in asked)
            whole = url_for("figures.figures", area=area, indicator=indicator) if pairs else ""
            series = _longest(rows, say, language) if pairs else None
            title = pairs[0][0].text if pairs else ""
            return Numbers(pairs, series, title, whole=whole, more=len(rows) == _MOST_PAIRS)
    if not resource.is_a(*_OBSERVED):
        return Numbers()
    cells = [row["cell"].value for row in select("cells-about", iri=iri, limit=_MOST_FIGURES)]
    gathered = gather(cells)
    view = View(gathered, say, language)
    wanted = gathered.figures_of(cells)
    found = view.lookup.figures(wanted)
    entries = [Entry(found[one], view.lookup.citations(one)) for one in wanted if one in found]
    figures = [(matter_words(one.figure, view.lookup, say), view.shown(one)) for one in entries]
    return Numbers(figures=tuple(figures), more=len(cells) == _MOST_FIGURES)


def figure_words(resource: Resource, say: Mapping[str, str], language: str) -> dict[str, str]:
    """Give in full what each figure about a cell is, or what an observation is, by their IRIs.

    A share says of what and in what it is one, a growth since when.
    """
    if resource.is_a("Cell"):
        parts = [row["cell"].value for row in select("parts-of", iri=resource.iri)]
        cells = [resource.iri, *parts]
    elif resource.is_a("Observation"):
        cells = [
            term.value
            for name in _ABOUT
            for term in resource.values(cbec(name).value)
            if isinstance(term, NamedNode)
        ]
    else:
        return {}
    gathered = gather(cells)
    look = gathered.lookup(language)
    figures = look.figures([*gathered.figures_of(cells), resource.iri])
    return {iri: matter_words(figure, look, say) for iri, figure in figures.items()}


def _longest(rows: Sequence[Row], say: Mapping[str, str], language: str) -> Series | None:
    """Give the series with most figures of the first pair, if it goes through several periods."""
    first = next(row for row in rows if row["area"].value.startswith(_AREA))
    indicator, area = first["indicator"].value, first["area"].value
    view = View(gather(cells_of(indicator, area)), say, language)
    chosen = Chosen(indicator.removeprefix(_INDICATOR), area.removeprefix(_AREA))
    periods = [one.slug for one in read_facets(chosen, language).offers["period"]]
    cards = [answer(Request(indicator, area, period), view.lookup) for period in periods]
    known = Cell(chosen.indicator, f"place/{chosen.area}", "")
    plotted = [one for one in series_of(cards, known, view) if one.plots]
    return plotted[0] if plotted else None


def _card(row: Mapping[str, Any]) -> str:
    return url_for(
        "figures.card",
        indicator=row["indicator"].value.removeprefix(_INDICATOR),
        area=row["area"].value.removeprefix(_AREA),
    )
