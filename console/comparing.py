"""Two things side by side: what is said of both, of one only, and their figures."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from flask import url_for
from pyoxigraph import BlankNode, Literal, NamedNode

from console.amounts import Say, exact
from console.cards import Matter, View
from console.gathered import gather
from console.naming import Name, name_nodes
from console.reading import select
from kg.figures.answer import Answer, Request, answer
from kg.figures.figure import Cell, Figure
from kg.vocab import ID, cbec, rdfs, skos

__all__ = ["Facts", "Side", "Told", "compare_facts", "compare_figures", "measured_of_both"]

_MOST: Final = 60
"""So many cells of both are compared, those of the newest periods."""

_LEFT_OUT: Final = frozenset(
    term.value
    for term in (
        rdfs("label"), skos("altLabel"), skos("prefLabel"), skos("exactMatch"), skos("closeMatch"),
        *map(cbec, ("latitude", "longitude")),
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Side:
    """One of two things, by its IRI and its name."""

    iri: str
    name: Name


@dataclass(frozen=True, slots=True)
class Facts:
    """The values of a property that two things have in common, and those of one only."""

    name: Name
    iri: str
    both: tuple[Value, ...]
    one: tuple[Value, ...]
    other: tuple[Value, ...]


Value = tuple[Name, str]
"""A value as it is called, and its IRI where it has one."""


@dataclass(frozen=True, slots=True)
class Told:
    """Figures of two things about the same; ``ratio`` says how many times the first is more."""

    words: str
    one: Matter
    other: Matter
    ratio: str


def compare_facts(one: str, other: str, language: str) -> list[Facts]:
    """Give what is said of two things, property by property; common values come first."""
    found: dict[str, dict[str, dict[str, NamedNode | Literal]]] = defaultdict(
        lambda: {one: {}, other: {}}
    )
    for row in select("facts-of-two", node=[one, other]):
        value, iri = row["value"], row["property"].value
        if iri in _LEFT_OUT or isinstance(value, BlankNode):
            continue
        if isinstance(value, Literal) and value.language not in (None, language):
            continue
        assert isinstance(value, NamedNode | Literal), "no statements about statements"
        found[iri][row["node"].value][str(value)] = value
    terms = [
        value for sides in found.values() for side in sides.values() for value in side.values()
    ]
    names = name_nodes({*found, *(term.value for term in terms if isinstance(term, NamedNode))})

    def shown(values: Iterable[NamedNode | Literal]) -> tuple[Value, ...]:
        return tuple(
            (names.of(value.value, language), value.value)
            if isinstance(value, NamedNode)
            else (Name(value.value, value.language or ""), "")
            for value in values
        )

    return [
        Facts(
            names.of(iri, language),
            iri,
            shown(value for key, value in mine.items() if key in its),
            shown(value for key, value in mine.items() if key not in its),
            shown(value for key, value in its.items() if key not in mine),
        )
        for iri, sides in sorted(found.items())
        for mine, its in [(sides[one], sides[other])]
    ]


def compare_figures(one: str, other: str, say: Say, language: str) -> list[Told]:
    """Give the figures of two areas for the same indicators and periods, the newest first.

    Of two events they are those of the same indicators. A figure of which both are an area, as
    its own and as that of the whole, is left out.
    """
    cells: dict[str, dict[str, list[tuple[str, str, str, str]]]] = {one: {}, other: {}}
    areas = one.startswith(f"{ID}place/")
    for row in select("cells-of", thing=[one, other]):
        indicator, period = row["indicator"].value, row["period"].value
        subject = f"{indicator} {period}" if areas else indicator
        where = (row["cell"].value, indicator, row["area"].value, period.removeprefix(_PERIOD))
        cells[row["thing"].value].setdefault(subject, []).append(where)
    common = [subject for subject in cells[one] if subject in cells[other]][:_MOST]
    both = [where for subject in common for side in cells.values() for where in side[subject]]
    view = View(gather([cell for cell, *_ in both]), say, language)
    told: list[Told] = []
    for subject in common:
        mine, its = (_matters(cells[side][subject], side, view) for side in (one, other))
        for key in [key for key in mine if key in its]:
            told.append(_told(mine[key], its[key], view, areas=areas))
    return told


_PERIOD: Final = f"{ID}period/"


def measured_of_both(one: str, other: str, language: str) -> list[tuple[Name, str, str]]:
    """Give what is measured of both areas, of whatever period, and where each has its figures."""
    rows = select("figure-pairs", indicator=None, area=[one, other], period=None)
    held = Counter(row["indicator"].value for row in rows)
    both = [name for name, areas in held.items() if areas == 2]
    names = name_nodes(both)

    def address(indicator: str, area: str) -> str:
        slugs = [iri.rpartition("/")[2] for iri in (indicator, area)]
        return url_for("figures.card", indicator=slugs[0], area=slugs[1])

    return [(names.of(name, language), address(name, one), address(name, other)) for name in both]


def _matters(
    places: Sequence[tuple[str, str, str, str]], thing: str, view: View
) -> dict[tuple[object, ...], Answer]:
    """Give the answers about a thing by what of it they tell."""
    asked = dict.fromkeys((indicator, area, period) for _, indicator, area, period in places)
    slug = thing.removeprefix(ID)
    found: dict[tuple[object, ...], Answer] = {}
    for indicator, area, period in asked:
        for one in answer(Request(indicator, area, period), view.lookup).answers:
            figure = one.entries[0].figure
            if slug in (figure.cell.area, figure.cell.entity):
                found.setdefault(_key(figure, slug), one)
    return found


def _key(figure: Figure, slug: str) -> tuple[object, ...]:
    """Give what a figure tells of a thing, whatever the thing is."""
    cell = figure.cell
    if cell.entity == slug:
        return figure.kind, cell.replace(area="", period="", entity=None), figure.basis
    whole = figure.whole and figure.whole.replace(area="")
    return figure.kind, cell.replace(area=""), figure.basis, whole


def _told(one: Answer, other: Answer, view: View, *, areas: bool) -> Told:
    figure = one.entries[0].figure
    # the thing itself stands above its column; a period of an event says nothing of the other
    cell = figure.cell
    known = Cell("", cell.area, "" if areas else cell.period, entity=None if areas else cell.entity)
    mine, its = view.matter(one, known), view.matter(other, None)
    return Told(mine.words, mine, its, _ratio(figure, other.entries[0].figure, view))


def _ratio(one: Figure, other: Figure, view: View) -> str:
    """Say how many times the second amount the first is, by their values.

    Empty where they are no amounts in one unit, or one of them has one bound only.
    """
    both = (one.interval.lower, one.interval.upper, other.interval.lower, other.interval.upper)
    if one.kind != "amount" or one.cell.unit != other.cell.unit or None in both:
        return ""
    if other.value <= 0:
        return ""
    times = one.value / other.value
    if times <= 0:
        return ""
    digits = 100 if times >= 1 else 1000
    return "× " + exact(Fraction(round(times * digits), digits), view.language)
