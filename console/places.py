"""The places of the graph and what moves between them, as maps and their tables show them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from console.naming import Name, name_nodes
from console.reading import Row, select
from kg.vocab import ONT

__all__ = ["SORTS", "Flow", "Place", "Position", "read_flows", "read_places", "sort_of"]

SORTS: Final[Mapping[str, tuple[str, ...]]] = {
    "regions": ("Country", "CountryGroup", "Province", "Region"),
    "cities": ("City", "District", "SpecialAdministrativeRegion"),
    "zones": ("CooperationZone", "FreeTradeZone", "PilotZone", "EconomicZone"),
    "parks": ("IndustrialPark",),
    "venues": ("Venue",),
}
"""The sorts of places that a reader chooses among, and the classes of each, the narrowest first."""

_OTHER: Final = "Place"


@dataclass(frozen=True, slots=True)
class Position:
    """Degrees north and east; ``of`` names the place that holds this one where it is that one's."""

    latitude: str
    longitude: str
    of: str = ""

    @property
    def numbers(self) -> tuple[float, float]:
        """The degrees as numbers of a drawing."""
        return float(self.latitude), float(self.longitude)


@dataclass(frozen=True, slots=True)
class Place:
    """A place: its class, where it lies, what it lies in, and how much the graph has of it.

    ``within`` has the places that hold it, the narrowest first; ``offers`` what a park offers.
    """

    iri: str
    name: Name
    kind: str
    kind_name: Name
    position: Position | None
    within: tuple[tuple[str, Name], ...]
    filled: Mapping[str, int] = field(default_factory=dict)
    offers: tuple[tuple[str, Name], ...] = ()

    @property
    def sort(self) -> str:
        """The sort of its class."""
        return sort_of(self.kind)


@dataclass(frozen=True, slots=True)
class Flow:
    """A platform from its home market to a place, or a route to a region that it serves.

    ``statement`` is the record that says so, where there is one.
    """

    what: str
    name: Name
    start: str
    end: str
    start_name: Name
    end_name: Name
    status: str
    status_name: Name | None
    kinds: tuple[Name, ...]
    statement: str


def sort_of(kind: str) -> str:
    """Give the sort of places that a class belongs to, ``other`` where to none.

    >>> sort_of("FreeTradeZone")
    'zones'
    """
    return next((sort for sort, kinds in SORTS.items() if kind in kinds), "other")


def read_places(language: str) -> list[Place]:
    """Give all places, named in a language, in the order of their sorts, then by name."""
    rows = select("places")
    kinds: dict[str, set[str]] = defaultdict(set)
    own: dict[str, Position] = {}
    for row in rows:
        iri = row["place"].value
        kinds[iri].add(row["kind"].value)
        if "latitude" in row and iri not in own:
            own[iri] = Position(row["latitude"].value, row["longitude"].value)
    within = _within(select("places-within"), kinds)
    filled: dict[str, dict[str, int]] = defaultdict(dict)
    for row in select("places-filled"):
        filled[row["place"].value][row["what"].value] = int(row["number"].value)
    offers: dict[str, list[str]] = defaultdict(list)
    for row in select("places-offer"):
        offers[row["place"].value].append(row["function"].value)
    chosen = {iri: _kind(found) for iri, found in kinds.items()}
    names = name_nodes(
        {*kinds, *map(_iri, chosen.values()), *(one for some in offers.values() for one in some)}
    )

    def named(iris: Iterable[str]) -> tuple[tuple[str, Name], ...]:
        return tuple((iri, names.of(iri, language)) for iri in iris)

    places = [
        Place(
            iri,
            names.of(iri, language),
            kind,
            names.of(_iri(kind), language),
            own.get(iri) or _borrowed(iri, kind, within, own),
            named(within[iri]),
            filled[iri],
            named(offers[iri]),
        )
        for iri, kind in chosen.items()
    ]
    order = [*(kind for some in SORTS.values() for kind in some), _OTHER]
    return sorted(places, key=lambda one: (order.index(one.kind), one.name.text, one.iri))


def read_flows(language: str) -> list[Flow]:
    """Give what moves between places, each way once."""
    found: dict[tuple[str, str, str], list[Row]] = defaultdict(list)
    for row in select("flows"):
        found[row["what"].value, row["from"].value, row["to"].value].append(row)
    names = name_nodes(
        {
            row[part].value
            for rows in found.values()
            for row in rows
            for part in ("what", "from", "to", "status", "kind")
            if part in row
        }
    )
    flows = []
    for (what, start, end), rows in found.items():
        status = next((row["status"].value for row in rows if "status" in row), "")
        kinds = dict.fromkeys(row["kind"].value for row in rows if "kind" in row)
        flows.append(
            Flow(
                what,
                names.of(what, language),
                start,
                end,
                names.of(start, language),
                names.of(end, language),
                status.rpartition("/")[2],
                names.of(status, language) if status else None,
                tuple(names.of(kind, language) for kind in kinds),
                next((row["statement"].value for row in rows if "statement" in row), ""),
            )
        )
    return flows


def _within(rows: Sequence[Row], places: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    """Give what holds each place, the narrowest first: it lies itself in most others."""
    held: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        held[row["place"].value].add(row["whole"].value)
    return {
        iri: tuple(sorted(held[iri] - {iri}, key=lambda one: (-len(held[one]), one)))
        for iri in places
    }


def _borrowed(
    iri: str, kind: str, within: Mapping[str, Sequence[str]], own: Mapping[str, Position]
) -> Position | None:
    """Give the position of the narrowest place that holds this one; regions have only their own."""
    if kind in SORTS["regions"]:
        return None
    whole = next((one for one in within[iri] if one in own), "")
    return Position(own[whole].latitude, own[whole].longitude, whole) if whole else None


def _kind(classes: Iterable[str]) -> str:
    local = {iri.removeprefix(ONT) for iri in classes}
    kinds = (kind for some in SORTS.values() for kind in some)
    return next((kind for kind in kinds if kind in local), _OTHER)


def _iri(kind: str) -> str:
    return ONT + kind
