"""What the first page shows: how much there is, figures to begin with, the newest events."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from flask import url_for

from console.amounts import Say
from console.cards import Matter, View
from console.choices import FACETS
from console.gathered import gather
from console.links import follow
from console.naming import Name, name_nodes
from console.reading import Row, select
from console.site import this_site
from kg.figures.answer import Request, answer
from kg.figures.figure import Figure
from kg.release import Releases
from kg.vocab import cbec

__all__ = ["COUNTED", "Count", "Event", "Headline", "counts", "headlines", "newest", "previous"]

COUNTED: Final = (
    "ReportedObservation", "DerivedObservation", "SourceDocument", "Place", "Organization",
    "Platform", "Event", "Claim",
)  # fmt: skip
"""The classes that the first page counts, in this order; a phrase of each says it in words."""

_OF_EACH: Final = 2
"""So many figures of each kind are shown: told by most sources, newest national, newest local."""


@dataclass(frozen=True, slots=True)
class Count:
    """How many things there are of a class."""

    name: str
    number: int
    href: str


@dataclass(frozen=True, slots=True)
class Headline:
    """A figure to begin with: why it was chosen, what is known of it, and where there is more."""

    chosen: str
    matter: Matter
    sources: tuple[str, ...]
    href: str


@dataclass(frozen=True, slots=True)
class Event:
    """An event: its first day, its name, where it was, and its page."""

    day: str
    name: Name
    places: tuple[Name, ...]
    href: str


def counts() -> list[Count]:
    """Give how many things there are, as the release itself says."""
    known = {row["class"].value: int(row["number"].value) for row in select("partitions")}
    return [
        Count(name, known[iri], follow(iri).href)
        for name in COUNTED
        if (iri := cbec(name).value) in known
    ]


def headlines(say: Say, language: str) -> list[Headline]:
    """Give figures to begin with, chosen by the data alone, each cell and each area's kind once."""
    rows = list(_chosen(select("headline")))
    view = View(gather([row["cell"].value for row in rows]), say, language)
    found = []
    for row in rows:
        indicator, area = row["indicator"].value, row["area"].value
        period = row["period"].value.removeprefix(FACETS["period"])
        card = answer(Request(indicator, area, period), view.lookup)
        for one in card.answers:
            if _stands_in(one.entries[0].figure, row["cell"].value):
                matter = view.matter(one, None)
                sources = {name for shown in matter.figures for _, name in shown.sources}
                where = url_for(
                    "figures.card",
                    indicator=indicator.removeprefix(FACETS["indicator"]),
                    area=area.removeprefix(FACETS["area"]),
                    period=period,
                )
                found.append(Headline(row["rank"].value, matter, tuple(sorted(sources)), where))
    return found


def newest(language: str) -> list[Event]:
    """Give the newest events, the last first."""
    rows = select("newest-events")
    names = name_nodes(
        {row[part].value for row in rows for part in ("event", "place") if part in row}
    )
    days = {row["event"].value: row["start"].value for row in rows}
    places: dict[str, list[Name]] = {}
    for row in rows:
        if "place" in row:
            places.setdefault(row["event"].value, []).append(names.of(row["place"].value, language))
    return [
        Event(day, names.of(iri, language), tuple(places.get(iri, ())), follow(iri).href)
        for iri, day in days.items()
    ]


def previous(data: Path | None) -> str:
    """Give the release before the one that is served, empty where there is none."""
    served = this_site().settings.release
    past = [entry.id for entry in Releases(data).history()] if data else []
    if served not in past:
        return ""
    before = [one for one in past[: len(past) - past[::-1].index(served) - 1] if one != served]
    return before[-1] if before else ""


def _chosen(rows: Iterable[Row]) -> Iterable[Row]:
    taken: dict[str, int] = {}
    cells: set[str] = set()
    for row in rows:
        rank, cell = row["rank"].value, row["cell"].value
        if cell not in cells and taken.get(rank, 0) < _OF_EACH:
            cells.add(cell)
            taken[rank] = taken.get(rank, 0) + 1
            if row["area"].value.startswith(FACETS["area"]):
                yield row


def _stands_in(figure: Figure, cell: str) -> bool:
    return figure.kind == "amount" and figure.cell.iri == cell
