"""From the quads of a graph to its figures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from sys import intern
from typing import Final

from pyoxigraph import NamedNode, Quad

from kg.figures.figure import DIMENSIONS, KINDS, Cell, Figure, short_name
from kg.figures.interval import Interval
from kg.figures.years import named_by_days, own_name
from kg.vocab import CODE, ID, cbec, rdf

__all__ = ["read_figures"]

_Properties = Mapping[str, list[str]]
_Node = list[str]
"""Names and values in turn: a million are held at once, and a mapping takes thrice as much."""

_ENDS: Final = ("firstDay", "lastDay")
_NONE: Final = frozenset[str]()
_TYPES: Final = {cbec(f"{kind.capitalize()}Observation").value: kind for kind in KINDS}
_CELLS: Final = {"amount": "cell", "growth": "growthOf", "share": "part", "rank": "rankOf"}
_COORDINATES: Final = {name: name for name in DIMENSIONS} | {"entity": "observedEntity"}
_DIMENSIONS: Final = frozenset(_COORDINATES.values())
_NAMES: Final[Mapping[NamedNode, str]] = {rdf("type"): "type"} | {
    cbec(name): name
    for name in (
        *_COORDINATES.values(), *_CELLS.values(), "whole", "basis", "value", "lowerBound",
        "upperBound", "status", "qualifier", "evidence", "inDocument", "byRule", "derivedFrom",
        "reviewState", "stated", "periodInferred", "equivalentAmount",
        "attributedTo", "rankScope", "firstDay", "lastDay",
    )
}  # fmt: skip


def read_figures(quads: Iterable[Quad]) -> list[Figure]:
    """Give the figures of a graph, reported and derived, ordered by IRI.

    A period goes by the name that `own_name` gives to its days, however the graph calls it.

    What lacks a value or a whole cell, or has bounds the wrong way round, is left out: the shapes
    report it. Quads of one subject that come together are held the shorter for it.
    """
    nodes: dict[str, _Node] = {}
    same: dict[str, str] = {}
    subject, node = None, _Node()
    for quad in quads:
        name = _NAMES.get(quad.predicate)
        if name is None or not isinstance(quad.subject, NamedNode):
            continue
        if name == "rankScope" and getattr(quad.object, "language", None) not in {None, "en"}:
            continue
        if quad.subject != subject:
            subject = quad.subject
            _shorten(node)
            node = nodes.setdefault(subject.value, [])
        value = str(getattr(quad.object, "value", ""))
        node += (name, same.setdefault(value, value))
    del same
    reader = _Reader(nodes)
    figures = (reader.figure(iri) for iri in sorted(nodes))
    return [figure for figure in figures if figure is not None]


def _shorten(node: _Node) -> None:
    """Drop from an observation the dimensions that its cell has too."""
    if _kind(node[1::2]) is not None:
        kept = [
            part
            for name, value in zip(node[::2], node[1::2], strict=True)
            if name not in _DIMENSIONS
            for part in (name, value)
        ]
        node[:] = kept


def _kind(types: Iterable[str]) -> str | None:
    return next((_TYPES[name] for name in types if name in _TYPES), None)


def _properties(node: _Node) -> dict[str, list[str]]:
    """Give the values of each property once."""
    found: dict[str, list[str]] = {}
    for name, value in zip(node[::2], node[1::2], strict=True):
        values = found.setdefault(name, [])
        if value not in values:
            values.append(value)
    return found


class _Reader:
    """The nodes of a graph, and the figures that were read from them so far."""

    def __init__(self, nodes: dict[str, _Node]) -> None:
        self._nodes = nodes
        self._cells: dict[str, Cell | None] = {}
        self._figures: dict[str, Figure | None] = {}
        self._sets: dict[frozenset[str], frozenset[str]] = {}

    def figure(self, iri: str) -> Figure | None:
        if iri not in self._figures:
            node = self._nodes.get(iri, [])
            if _kind(node[1::2]) is None:
                return None
            self._figures[iri] = None  # what is derived from itself is no figure
            self._figures[iri] = self._read(iri, _properties(node))
            node.clear()
        return self._figures[iri]

    def _read(self, iri: str, node: _Properties) -> Figure | None:
        kind = _kind(node.get("type", ()))
        interval = _interval(node)
        if kind is None or "value" not in node or interval is None:
            return None
        cell = self._cell(_one(node, _CELLS[kind]))
        whole = self._cell(_one(node, "whole")) if kind == "share" else None
        if cell is None or (kind == "share" and whole is None):
            return None
        inputs = tuple(sorted(node.get("derivedFrom", ())))
        given = [figure for figure in map(self.figure, inputs) if figure is not None]
        own = frozenset(self._documents(node))
        guessed = "true" in node.get("periodInferred", ())
        rule = _one(node, "byRule")
        stated = _one(node, "stated") or ""
        qualifier = _code(node, "qualifier", "qualifier")
        return Figure(
            iri=iri,
            kind=kind,
            cell=cell,
            whole=whole,
            basis=_code(node, "basis", "basis") if kind == "growth" else None,
            value=Fraction(node["value"][0]),
            interval=interval,
            status=_code(node, "status", "status") or "actual",
            qualifier=qualifier,
            documents=self._once(own.union(*(figure.documents for figure in given))),
            rule=None if rule is None else intern(short_name(rule, f"{ID}rule/")),
            inputs=inputs,
            depth=1 + max((figure.depth for figure in given), default=0) if inputs else 0,
            review=_code(node, "reviewState", "review-state") or "accepted",
            rough=qualifier == "rough-fraction" or "/" in stated,
            assumes=self._once(
                own.union(*(figure.assumes for figure in given)) if guessed else _NONE
            ),
            equivalents=tuple(sorted(node.get("equivalentAmount", ()))),
            attributed_to=_one(node, "attributedTo"),
            scope=_one(node, "rankScope") if kind == "rank" else None,
        )

    def _cell(self, iri: str | None) -> Cell | None:
        if iri is None:
            return None
        if iri not in self._cells:
            node = _properties(self._nodes.get(iri, []))
            names = {
                dimension: intern(short_name(value, DIMENSIONS[dimension]))
                for dimension, key in _COORDINATES.items()
                if (value := _one(node, key)) is not None
            }
            if "period" in names:
                names["period"] = self._period(names["period"])
            whole = {"indicator", "area", "period"} <= names.keys()
            self._cells[iri] = Cell(**names) if whole else None
        return self._cells[iri]

    def _period(self, name: str) -> str:
        """Give the name of the period by its days: those of its key, else those the graph gives."""
        if "://" not in name:
            return intern(own_name(name))
        node = _properties(self._nodes.get(name, []))
        try:
            first, last = (date.fromisoformat(_one(node, end) or "") for end in _ENDS)
        except ValueError:
            return name
        return intern(named_by_days(first, last)) if first <= last else name

    def _documents(self, node: _Properties) -> Iterable[str]:
        for span in node.get("evidence", ()):
            for document in _properties(self._nodes.get(span, [])).get("inDocument", ()):
                yield intern(short_name(document, f"{ID}doc/"))

    def _once(self, names: frozenset[str]) -> frozenset[str]:
        """Give the set like this that was given before, if one was."""
        return self._sets.setdefault(names, names)


def _interval(node: _Properties) -> Interval | None:
    lower, upper = _one(node, "lowerBound"), _one(node, "upperBound")
    try:
        Fraction(_one(node, "value") or "0")
        return Interval(
            None if lower is None else Fraction(lower), None if upper is None else Fraction(upper)
        )
    except ValueError:
        return None


def _one(node: _Properties, name: str) -> str | None:
    """Give the value of a property, the least where data wrongly have several."""
    return min(node.get(name, ()), default=None)


def _code(node: _Properties, name: str, scheme: str) -> str | None:
    iri = _one(node, name)
    return None if iri is None else intern(short_name(iri, f"{CODE}{scheme}/"))
