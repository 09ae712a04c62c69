"""What happened when, as far as it is known: events, measures, openings, documents, aims."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from console.naming import Name, Names, name_nodes
from console.reading import Row, select
from kg.vocab import cbec

__all__ = ["SORTS", "Item", "around", "during", "read_items", "read_undated", "years_of"]

SORTS: Final = ("events", "measures", "openings", "documents", "aims")
"""What took place, was decided, was opened, was published, is aimed at."""

_HOW: Final = ("days", "period", "at", "whole", "parts")
"""The ways in which a time is known, the surest first."""
_MOST: Final = 5000
_WHERE: Final = ("takesPlaceIn", "locatedIn", "appliesIn", "basedIn", "area")


@dataclass(frozen=True, slots=True)
class Item:
    """Something with a time: from its first to its last day, and how that is known.

    ``how`` is ``days`` where the days are its own, ``period`` where it lies somewhere in them,
    ``at``, ``whole`` or ``parts`` where they are those of ``via``. ``around`` holds all that it has
    to do with.
    """

    iri: str
    name: Name
    sort: str
    how: str
    first: date
    last: date
    via: str = ""
    via_name: Name | None = None
    places: tuple[tuple[str, Name], ...] = ()
    around: frozenset[str] = frozenset()

    @property
    def exact(self) -> bool:
        """Whether the days are its own."""
        return self.how == "days"

    @property
    def written(self) -> str:
        """The days in ISO 8601: a day, an interval of days, or the year where they fill one."""
        if (self.first.month, self.first.day, self.last.month, self.last.day) == (1, 1, 12, 31):
            first, last = str(self.first.year), str(self.last.year)
            return first if first == last else f"{first}/{last}"
        whole_month = (self.first.day, (self.last - date(self.last.year, self.last.month, 1)).days)
        if whole_month[0] == 1 and whole_month[1] >= 27 and self.first.month == self.last.month:
            return f"{self.first:%Y-%m}"
        return f"{self.first}" if self.first == self.last else f"{self.first}/{self.last}"

    @property
    def short(self) -> str:
        """The days with as little said twice as can be."""
        first, slash, last = self.written.partition("/")
        if first[:7] == last[:7]:
            last = last[8:]
        return f"{first} – {last}" if slash else first


def read_items(language: str) -> list[Item]:
    """Give all that has a time, the earliest first, each thing once and as surely as is known."""
    best: dict[str, Row] = {}
    for row in select("timeline", limit=_MOST):
        iri = row["thing"].value
        if iri not in best or _sureness(row) < _sureness(best[iri]):
            best[iri] = row
    others: dict[str, set[str]] = defaultdict(set)
    places: dict[str, dict[str, None]] = defaultdict(dict)
    where = {cbec(name).value for name in _WHERE}
    for row in select("timeline-around", thing=sorted(best)):
        iri, other = row["thing"].value, row["other"].value
        others[iri].add(other)
        if row["property"].value in where and row["stated"].value == "true":
            places[iri][other] = None
    named = {one for iri, row in best.items() for one in (iri, *_via(row), *places[iri])}
    names = name_nodes(named)
    items = (
        _item(iri, row, names, language, places[iri], others[iri]) for iri, row in best.items()
    )
    return sorted(items, key=_order)


def read_undated(language: str) -> list[tuple[str, str, Name]]:
    """Give the sort, the IRI and the name of what has no date at all."""
    rows = select("undated", limit=_MOST)
    names = name_nodes({row["thing"].value for row in rows})
    return [
        (row["sort"].value, row["thing"].value, names.of(row["thing"].value, language))
        for row in rows
    ]


def during(items: Iterable[Item], year: int) -> list[Item]:
    """Give what happened in a year, or may have."""
    return [one for one in items if one.first.year <= year <= one.last.year]


def around(items: Iterable[Item], iri: str) -> list[Item]:
    """Give what has to do with a thing: itself, what it is part of, what was there or by it."""
    return [one for one in items if iri in (one.iri, one.via) or iri in one.around]


def years_of(items: Sequence[Item]) -> dict[int, int]:
    """Give each year in which something happened, and how much, the earliest first."""
    years = sorted({year for one in items for year in range(one.first.year, one.last.year + 1)})
    return {year: len(during(items, year)) for year in years}


def _item(
    iri: str, row: Row, names: Names, language: str, places: Iterable[str], others: Iterable[str]
) -> Item:
    via = row["via"].value if "via" in row else ""
    first, last = (date.fromisoformat(row[end].value[:10]) for end in ("first", "last"))
    return Item(
        iri,
        names.of(iri, language),
        row["sort"].value,
        row["how"].value,
        first,
        max(first, last),
        via,
        names.of(via, language) if via else None,
        tuple((place, names.of(place, language)) for place in places),
        frozenset(others),
    )


def _order(one: Item) -> tuple[date, date, int, int, str]:
    return one.first, one.last, not one.exact, SORTS.index(one.sort), one.iri


def _sureness(row: Row) -> tuple[int, str]:
    return _HOW.index(row["how"].value), row["first"].value


def _via(row: Row) -> tuple[str, ...]:
    return (row["via"].value,) if "via" in row else ()
