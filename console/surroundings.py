"""What stands on a thing's page beside its description: where it is, when, in numbers, cited."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from flask import url_for
from pyoxigraph import NamedNode

from console.amounts import matter_words
from console.atlas import Atlas, draw, narrowest, shown_in
from console.cards import Shown, View
from console.chronology import Item, around, read_items
from console.citing import Citation
from console.gathered import gather
from console.land import WIDTH, MapView, land_of
from console.lanes import Strip, strips
from console.naming import Name, name_nodes
from console.places import Flow, Place, read_flows, read_places
from console.reading import select
from console.resource import Resource
from console.showing import ENTAILED
from console.site import this_site
from kg.figures.answer import Entry
from kg.vocab import ID, ONT

__all__ = ["Locator", "Numbers", "cite", "locate", "numbers_of", "surround"]

_SPATIAL: Final = ("Place", "Agent", "Event", "Platform", "Programme", "LogisticsRoute")
_TEMPORAL: Final = (*_SPATIAL, "EventSeries", "SourceDocument")
_MOST_FIGURES: Final = 30
_MOST_PAIRS: Final = 60
_AREA: Final = f"{ID}place/"
_INDICATOR: Final = f"{ID}indicator/"


@dataclass(frozen=True, slots=True)
class Locator:
    """A small map: the places that a thing has to do with, and others in grey around them."""

    view: MapView
    maps: tuple[Atlas, ...]
    land: str
    whole: int
    places: tuple[Place, ...]
    aside: frozenset[str]


@dataclass(frozen=True, slots=True)
class Numbers:
    """Figures of a thing: of each indicator or area how many, or the figures themselves."""

    pairs: tuple[tuple[Name, str, int], ...] = ()
    figures: tuple[tuple[str, Shown], ...] = ()
    whole: str = ""
    more: bool = False


def surround(resource: Resource, say: Mapping[str, str], language: str) -> dict[str, Any]:
    """Give the values with which a template shows all this; what a thing has not is empty."""
    name = resource.names.of(resource.iri, language)
    items = _items(resource, language)
    return {
        "locator": locate(resource, language),
        "items": items,
        "strips": _strips(items),
        "numbers": numbers_of(resource, say, language),
        "citation": cite(resource, name, say, language),
    }


def locate(resource: Resource, language: str) -> Locator | None:
    """Give the map of a thing: of itself, where it is or works, and what flows from or to it."""
    if not _is_a(resource, _SPATIAL):
        return None
    everywhere, flows = read_places(language), _flows(resource, language)
    wanted = _stated_places(resource) | {end for one in flows for end in (one.start, one.end)}
    if _is_a(resource, ("Place",)):
        wanted = {resource.iri}
    places = [one for one in everywhere if one.iri in wanted and one.position]
    if not places:
        return None
    view = narrowest(places)
    drawn = [one for one in places if one.position and view.holds(*one.position.numbers)]
    near = [one for one in shown_in(view, everywhere, []) if one not in drawn]
    aside = [one for one in near if one.sort in ("cities", "regions")]
    maps = draw(view, [*drawn, *aside], flows, frames=False)[-1:]
    around_it = frozenset(one.iri for one in aside)
    return Locator(view, maps, land_of(view), WIDTH, tuple(drawn), around_it) if drawn else None


def numbers_of(resource: Resource, say: Mapping[str, str], language: str) -> Numbers:
    """Give the figures of a place by indicator, of an indicator by area, else those about it."""
    iri = resource.iri
    for own, other, asked in (
        (_AREA, "indicator", {"area": [iri], "indicator": None}),
        (_INDICATOR, "area", {"indicator": [iri], "area": None}),
    ):
        if iri.startswith(own):
            rows = select("figure-pairs", limit=_MOST_PAIRS, period=None, **asked)
            names = name_nodes({row[other].value for row in rows})
            pairs = tuple(
                (names.of(row[other].value, language), _card(row), int(row["figures"].value))
                for row in rows
                if row["area"].value.startswith(_AREA)
            )
            part = {"area" if own == _AREA else "indicator": iri.removeprefix(own)}
            whole = url_for("figures.figures", **part) if pairs else ""  # type: ignore[arg-type]
            return Numbers(pairs=pairs, whole=whole, more=len(rows) == _MOST_PAIRS)
    if not _is_a(resource, (*_TEMPORAL, "Period", "ProductCategory")):
        return Numbers()
    cells = [row["cell"].value for row in select("cells-about", iri=iri, limit=_MOST_FIGURES)]
    gathered = gather(cells)
    view = View(gathered, say, language)
    wanted = gathered.figures_of(cells)
    found = view.lookup.figures(wanted)
    entries = [Entry(found[one], view.lookup.citations(one)) for one in wanted if one in found]
    figures = [(matter_words(one.figure, view.lookup, say), view.shown(one)) for one in entries]
    return Numbers(figures=tuple(figures), more=len(cells) == _MOST_FIGURES)


def cite(resource: Resource, name: Name, say: Mapping[str, str], language: str) -> Citation:
    """Give how the description of a thing is cited, as of this release."""
    settings = this_site().settings
    kinds = [iri for iri in resource.types.get(resource.iri, ()) if iri.startswith(ONT)]
    note = resource.names.of(kinds[0], language).text if kinds else ""
    slug = "".join(letter if letter.isalnum() else "-" for letter in resource.iri.removeprefix(ID))
    return Citation(
        f"cbec-{slug}",
        name.text,
        f"{say['graph_subject']} {say['graph_kind']}",
        settings.release,
        (settings.modified or datetime.now(UTC)).strftime("%Y-%m-%d"),
        resource.iri,
        note,
    )


def _items(resource: Resource, language: str) -> list[Item]:
    return around(read_items(language), resource.iri) if _is_a(resource, _TEMPORAL) else []


def _strips(items: Sequence[Item]) -> tuple[Strip, ...]:
    return strips(items) if len(items) > 2 else ()


def _stated_places(resource: Resource) -> set[str]:
    """Give the places that the facts name outright."""
    return {
        fact.value.value
        for fact in resource.facts
        if isinstance(fact.value, NamedNode)
        and fact.graphs != (ENTAILED,)
        and ONT + "Place" in resource.types.get(fact.value.value, ())
    }


def _flows(resource: Resource, language: str) -> list[Flow]:
    if not _is_a(resource, ("Platform", "LogisticsRoute")):
        return []
    return [one for one in read_flows(language) if one.what == resource.iri]


def _is_a(resource: Resource, classes: Sequence[str]) -> bool:
    own = resource.types.get(resource.iri, ())
    return any(ONT + name in own for name in classes)


def _card(row: Mapping[str, Any]) -> str:
    return url_for(
        "figures.card",
        indicator=row["indicator"].value.removeprefix(_INDICATOR),
        area=row["area"].value.removeprefix(_AREA),
    )
