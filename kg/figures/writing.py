"""From derived figures to the quads of ``graph:derived``.

Each way to a figure is an observation of its own that names its rule, its inputs and its steps;
the best way of each subject is marked. What the cells and periods of the figures need stands
beside them, so that the graph can be read without asking whence they came.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad

from kg.figures.derive import best_ways, derive
from kg.figures.figure import DIMENSIONS, KINDS, Cell, Figure, full_name
from kg.figures.ground import read_ground
from kg.figures.reading import read_figures
from kg.seeds.cells import period_iri
from kg.seeds.period_names import period_name
from kg.seeds.periods import Period, parse_period, previous_year
from kg.seeds.values import decimal_text
from kg.vocab import CODE, ID, PREFIXES, cbec, code_iri, graph_iri, rdf, rdfs

__all__ = [
    "DERIVED",
    "derive_quads",
    "figure_quads",
    "known_periods",
    "period_quads",
    "relating",
    "written",
]

DERIVED: Final = graph_iri("derived")
_TYPE: Final = rdf("type")
_BOOLEAN, _DATE, _DECIMAL, _INTEGER = (
    NamedNode(PREFIXES["xsd"] + name) for name in ("boolean", "date", "decimal", "integer")
)
_PROPERTIES: Final = {
    name: cbec("observedEntity" if name == "entity" else name) for name in DIMENSIONS
}
_OBSERVATIONS: Final = {kind: cbec(f"{kind.capitalize()}Observation") for kind in KINDS}
_PERCENT: Final = NamedNode(code_iri("unit", "percent"))


def derive_quads(quads: Iterable[Quad]) -> list[Quad]:
    """Give what follows from the figures of a graph, as quads of ``graph:derived`` in order."""
    given = list(quads)
    figures = derive(read_figures(given), read_ground(given)).figures
    return written(figures, known_periods(given))


def written(figures: Iterable[Figure], periods: Iterable[str]) -> list[Quad]:
    """Give the quads of the derived ones of some figures in order; ``periods`` are known ones."""
    given = list(figures)
    return sorted({*figure_quads(given), *period_quads(given, periods)}, key=str)


def known_periods(quads: Iterable[Quad]) -> set[str]:
    """Give the keys of the periods that a graph describes without what was derived."""
    return {
        quad.subject.value.removeprefix(f"{ID}period/")
        for quad in quads
        if quad.predicate == _TYPE
        and quad.object == cbec("Period")
        and quad.graph_name != DERIVED
        and isinstance(quad.subject, NamedNode)
    }


def figure_quads(figures: Iterable[Figure]) -> Iterator[Quad]:
    """Give the quads of the derived ones of some figures, with those of their cells."""
    derived = [figure for figure in figures if figure.inputs]
    best = {figure.iri for figure in best_ways(derived).values()}
    cells: set[Cell] = set()
    for figure in derived:
        yield from _figure_quads(figure, best=figure.iri in best)
        cells.add(figure.cell)
        if figure.whole is not None:
            cells.add(figure.whole)
    for cell in cells:
        node = NamedNode(cell.iri)
        yield Quad(node, _TYPE, cbec("Cell"), DERIVED)
        yield from _dimensions(node, cell)


def period_quads(figures: Iterable[Figure], known: Iterable[str]) -> Iterator[Quad]:
    """Give the quads of the periods of some figures that a graph does not know yet.

    They are related to one another and to the known ones.
    """
    return relating({figure.cell.period for figure in figures}, known)


def relating(periods: Iterable[str], known: Iterable[str]) -> Iterator[Quad]:
    """Give the quads of periods that a graph does not know yet, by their keys."""
    old = {period.key: period for period in map(_period, set(known)) if period is not None}
    keys = set(periods) - old.keys()
    new = {period.key: period for period in map(_period, keys) if period is not None}
    for period in new.values():
        node = NamedNode(period_iri(period.key))
        yield Quad(node, _TYPE, cbec("Period"), DERIVED)
        for language, name in period_name(period).items():
            yield Quad(node, rdfs("label"), Literal(name, language=language), DERIVED)
        for end, day in (("firstDay", period.first), ("lastDay", period.last)):
            yield Quad(node, cbec(end), Literal(day.isoformat(), datatype=_DATE), DERIVED)
    for one in (*old.values(), *new.values()):
        for other in (*old.values(), *new.values()):
            if one.key in new or other.key in new:
                yield from _relations(one, other)


def _figure_quads(figure: Figure, *, best: bool) -> Iterator[Quad]:
    node = NamedNode(figure.iri)
    yield Quad(node, _TYPE, cbec("DerivedObservation"), DERIVED)
    yield Quad(node, _TYPE, _OBSERVATIONS[figure.kind], DERIVED)
    cell = NamedNode(figure.cell.iri)
    if figure.kind == "amount":
        yield from _dimensions(node, figure.cell)
        yield Quad(node, cbec("cell"), cell, DERIVED)
    else:
        yield from _dimensions(node, figure.cell.replace(unit=None))
        yield Quad(node, cbec("unit"), _PERCENT, DERIVED)
        yield Quad(node, cbec("growthOf" if figure.kind == "growth" else "part"), cell, DERIVED)
    if figure.whole is not None:
        yield Quad(node, cbec("whole"), NamedNode(figure.whole.iri), DERIVED)
    if best:
        yield Quad(node, cbec("bestOf"), cell, DERIVED)
    for name, scheme, code in (
        ("basis", "basis", figure.basis),
        ("status", "status", figure.status),
        ("qualifier", "qualifier", figure.qualifier),
    ):
        if code is not None:
            yield Quad(node, cbec(name), NamedNode(full_name(code, f"{CODE}{scheme}/")), DERIVED)
    yield _number(node, "value", figure.value)
    if figure.interval.lower is not None:
        yield _number(node, "lowerBound", figure.interval.lower)
    if figure.interval.upper is not None:
        yield _number(node, "upperBound", figure.interval.upper)
    if figure.assumes:
        yield Quad(node, cbec("periodInferred"), Literal("true", datatype=_BOOLEAN), DERIVED)
    yield Quad(node, cbec("byRule"), NamedNode(full_name(figure.rule or "", f"{ID}rule/")), DERIVED)
    yield Quad(node, cbec("steps"), Literal(str(figure.depth), datatype=_INTEGER), DERIVED)
    for given in figure.inputs:
        yield Quad(node, cbec("derivedFrom"), NamedNode(given), DERIVED)


def _dimensions(node: NamedNode, cell: Cell) -> Iterator[Quad]:
    for (name, namespace), value in zip(DIMENSIONS.items(), cell, strict=True):
        if value is not None:
            value_node = NamedNode(full_name(value, namespace))
            yield Quad(node, _PROPERTIES[name], value_node, DERIVED)


def _number(node: NamedNode, name: str, number: Fraction) -> Quad:
    return Quad(node, cbec(name), Literal(decimal_text(number), datatype=_DECIMAL), DERIVED)


def _relations(one: Period, other: Period) -> Iterator[Quad]:
    node, target = NamedNode(period_iri(one.key)), NamedNode(period_iri(other.key))
    if one.key != other.key and other.contains(one) and not one.contains(other):
        yield Quad(node, cbec("within"), target, DERIVED)
    if previous_year(one.key) == other.key:
        yield Quad(node, cbec("previousYearPeriod"), target, DERIVED)


def _period(key: str) -> Period | None:
    """Give the period of a key; none for one that is written otherwise."""
    try:
        return parse_period(key)
    except ValueError:
        return None
