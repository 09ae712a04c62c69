"""Reported figures in any number, as a press that covers many places would state them.

For each indicator, area and year several sources state amounts of the year and of parts of it,
growth on the year before, exports, and the share of the area in the one around it. All follow one
hidden truth, rounded as an article would round it, but for one figure in two hundred.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from fractions import Fraction
from functools import cache
from itertools import count, islice

from pyoxigraph import Literal, NamedNode, Quad

from kg.figures import Cell, Figure, Ground, Interval
from kg.figures.context import Context, Indicator
from kg.figures.figure import DIMENSIONS
from kg.seeds.values import decimal_text
from kg.vocab import BASE, ID, PREFIXES, cbec, code_iri, rdf

PROVINCES = 30
CITIES = 10
YEARS = range(2015, 2025)
SOURCES = 3
_WRONG = 200

_DECIMAL = NamedNode(PREFIXES["xsd"] + "decimal")

Truth = dict[tuple[str, int], int]
"""What an area had in a year, in units of ten thousand."""

_PARTS = {"": 100, "-S1": 47, "-Q1": 22, "-01--{}-09": 73}
"""What part of a year, in percent, falls to these periods of it."""


@cache
def ground() -> Ground:
    """Give the areas, and indicators enough."""
    around = {f"place/P{p}": ("place/CN",) for p in range(PROVINCES)}
    for p in range(PROVINCES):
        around |= {f"place/P{p}C{c}": ("place/CN", f"place/P{p}") for c in range(CITIES)}
    return Ground(quantities={f"trade-{n}": "money" for n in range(1000)}, around=around)


def figures(number: int, seed: int = 1) -> Iterator[Figure]:
    """Give so many reported figures, the same ones for the same arguments."""
    drawn = random.Random(seed)
    return islice(_figures(drawn), number)


def _figures(drawn: random.Random) -> Iterator[Figure]:
    areas = ("place/CN", *ground().around)
    for indicator in count():
        truth = _truth(drawn)
        for area in areas:
            for year in YEARS:
                yield from _bundle(drawn, f"trade-{indicator}", area, year, truth)


def _truth(drawn: random.Random) -> Truth:
    """Give what every city, province and the country had in every year: each is its parts."""
    truth: Truth = {}
    for area in ground().around:
        level = drawn.randrange(10**6, 10**9)
        for year in range(YEARS[0] - 1, YEARS[-1] + 1):
            # of a province this is what lies outside its cities
            level = level * drawn.randrange(900, 1400) // 1000
            for held in (area, *ground().around[area]):
                truth[held, year] = truth.get((held, year), 0) + level
    return truth


def _bundle(
    drawn: random.Random, indicator: str, area: str, year: int, truth: Truth
) -> Iterator[Figure]:
    """Give what the sources state of one indicator, area and year: about ten figures."""
    now, before = truth[area, year], truth[area, year - 1]
    cells = {
        end: Cell(indicator, area, f"{year}{end.format(year)}", "CNY", "both") for end in _PARTS
    }
    for source in range(SOURCES):
        document = f"{source}-{indicator}-{area[6:]}-{year}"
        for end, percent in _PARTS.items():
            if drawn.randrange(3):
                yield _amount(drawn, document, cells[end], now * 10_000 * percent)
        if drawn.randrange(3):
            growth = Fraction(now - before, before) * 100
            yield _figure(document, "growth", cells[""], growth, Fraction(1, 10), "year-on-year")
        if drawn.randrange(3):
            exports = cells[""].replace(direction="export")
            yield _amount(drawn, document, exports, now * 600_000)
    if area != "place/CN":
        whole = cells[""].replace(area=ground_of(area))
        share = Fraction(now, truth[whole.area, year]) * 100
        document = f"s-{indicator}-{area[6:]}-{year}"
        yield _figure(document, "share", cells[""], share, Fraction(1, 10), whole=whole)


def ground_of(area: str) -> str:
    """Give the area around an area."""
    return area.partition("C")[0] if "C" in area else "place/CN"


def _amount(drawn: random.Random, document: str, cell: Cell, truth: int) -> Figure:
    digits = 10 ** max(len(str(truth)) - 4, 0)
    wrong = 10 if drawn.randrange(_WRONG) == 0 else 1
    return _figure(document, "amount", cell, Fraction(truth * wrong), Fraction(digits * wrong))


@cache
def _documents(document: str) -> frozenset[str]:
    return frozenset({document})


def _figure(
    document: str,
    kind: str,
    cell: Cell,
    value: Fraction,
    unit: Fraction,
    basis: str | None = None,
    whole: Cell | None = None,
) -> Figure:
    rounded = round(value / unit) * unit
    iri = f"https://w3id.org/cbec/id/obs/{document}-{kind}-{cell.period}-{cell.direction}"
    return Figure(
        iri=iri,
        kind=kind,
        cell=cell,
        whole=whole,
        basis=basis,
        value=rounded,
        interval=Interval(rounded - unit / 2, rounded + unit / 2),
        qualifier="exact",
        documents=_documents(document),
    )


def context(given: Iterable[Figure]) -> Context:
    """Give what the audit must know beside figures: that each document is a source of its own."""
    beneath = ground()
    return Context(
        indicators={
            name: Indicator(quantity=code_iri("quantity-kind", kind))
            for name, kind in beneath.quantities.items()
        },
        around={area: frozenset(held) for area, held in beneath.around.items()},
        origins={figure.iri: figure.documents for figure in given},
    )


def reported_quads(figure: Figure) -> Iterator[Quad]:
    """Give the quads that the mapping of a record gives for its figure."""
    (document,) = figure.documents
    graph = NamedNode(f"{BASE}graph/source/{document}")
    node, span = NamedNode(figure.iri), NamedNode(figure.iri.replace("/obs/", "/span/"))
    cell = NamedNode(figure.cell.iri)
    kind = f"{figure.kind.capitalize()}Observation"
    pointer = {"amount": "cell", "growth": "growthOf", "share": "part"}[figure.kind]
    yield Quad(node, rdf("type"), cbec("ReportedObservation"), graph)
    yield Quad(node, rdf("type"), cbec(kind), graph)
    yield Quad(node, cbec(pointer), cell, graph)
    for where in (node, cell):
        for (name, space), value in zip(DIMENSIONS.items(), figure.cell, strict=True):
            if value is not None and not (name == "unit" and where == node):
                yield Quad(where, cbec(name), NamedNode(space + value), graph)
    yield Quad(cell, rdf("type"), cbec("Cell"), graph)
    unit = figure.cell.unit if figure.kind == "amount" else "percent"
    codes = {"unit": unit, "status": figure.status, "qualifier": figure.qualifier}
    codes |= {"basis": figure.basis}
    for name, code in codes.items():
        if code is not None:
            yield Quad(node, cbec(name), NamedNode(code_iri(name, code)), graph)
    if figure.whole is not None:
        whole = NamedNode(figure.whole.iri)
        yield Quad(node, cbec("whole"), whole, graph)
        for (name, space), value in zip(DIMENSIONS.items(), figure.whole, strict=True):
            if value is not None:
                yield Quad(whole, cbec(name), NamedNode(space + value), graph)
    bounds = figure.interval
    numbers = {"value": figure.value, "lowerBound": bounds.lower, "upperBound": bounds.upper}
    for name, number in numbers.items():
        assert number is not None
        text = Literal(decimal_text(number), datatype=_DECIMAL)
        yield Quad(node, cbec(name), text, graph)
    yield Quad(node, cbec("stated"), Literal(decimal_text(figure.value)), graph)
    yield Quad(node, cbec("evidence"), span, graph)
    yield Quad(span, cbec("inDocument"), NamedNode(f"{ID}doc/{document}"), graph)


def ground_quads() -> Iterator[Quad]:
    """Give the quads of the ground: indicators, areas within areas, years after years."""
    beneath, graph = ground(), NamedNode(f"{BASE}graph/entities")
    for name, kind in beneath.quantities.items():
        code = NamedNode(code_iri("quantity-kind", kind))
        yield Quad(NamedNode(f"{ID}indicator/{name}"), cbec("quantityKind"), code, graph)
    for area, around in beneath.around.items():
        for other in around:
            yield Quad(NamedNode(ID + area), cbec("locatedIn"), NamedNode(ID + other), graph)
    for year in YEARS:
        for end in _PARTS:
            now, before = (f"{ID}period/{y}{end.format(y)}" for y in (year, year - 1))
            earlier = NamedNode(before)
            yield Quad(NamedNode(now), cbec("previousYearPeriod"), earlier, graph)
