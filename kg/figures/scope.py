"""Which figures a difference between two graphs can touch, told from quads without reading them.

To read figures takes longer than to compute with them. So those that cannot be touched are not
read: of two graphs that differ in a few facts, only the indicators that these lead to are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from pyoxigraph import NamedNode, Quad, Triple

from kg.figures.figure import KINDS
from kg.figures.rules.implied_exchange_rate import INDICATOR
from kg.vocab import ID, PREFIXES, cbec, graph_iri, rdf

__all__ = ["Scope", "scope_of"]

_JUDGED: Final = graph_iri("discrepancies")
_EXCHANGE_RATE: Final = f"{ID}indicator/{INDICATOR}"
_INDICATOR: Final = cbec("indicator")
_EQUIVALENT: Final = cbec("equivalentAmount")
_RESTS_ON: Final = cbec("restsOn")
_TYPE: Final = rdf("type")
_OBSERVATIONS: Final = frozenset(cbec(f"{kind.capitalize()}Observation") for kind in KINDS)


def _properties(*names: str) -> frozenset[NamedNode]:
    return frozenset(map(cbec, names))


_GENERAL: Final = _properties(
    "denominator", "locatedIn", "methodVersion", "numerator", "quantityKind", "variantOf"
)
"""What is known of indicators and areas may matter to any figure."""

_LINKS: Final = _properties("denominator", "numerator", "variantOf")
"""Lead from one indicator to another."""

_CELLS: Final = _properties("cell", "derivedFrom", "growthOf", "part", "rankOf", "whole")
"""Lead from a figure to what has the indicator that it is of, or is about."""

_TIES: Final = _CELLS | _properties(
    "equivalentAmount", "evidence", "inDocument", "period", "revises"
)
"""Lead from a figure to what else is read of it."""

_READ: Final = _GENERAL | _TIES | _properties(
    "area", "attributedTo", "basis", "creditedSource", "direction", "firstDay", "indicator",
    "lastDay", "lowerBound", "observedEntity", "ownership", "periodInferred", "product",
    "publisher", "qualifier", "rankScope", "restsOn", "reviewState", "stated", "status",
    "textSha256", "unit", "upperBound", "value", "byRule",
) | {NamedNode(PREFIXES["skos"] + "definition")}  # fmt: skip
"""All that is read for figures, rules and audit, but for types."""


@dataclass(frozen=True, slots=True)
class Scope:
    """The indicators that are touched, and those of each node of which figures are read.

    ``kept`` counts the parts of the figures that are not touched.
    """

    touched: frozenset[str]
    indicators: dict[str, set[str]]
    kept: int

    def holds(self, node: str) -> bool:
        """Tell whether a node is of a touched indicator, or of none."""
        of = self.indicators.get(node)
        return of is None or not self.touched.isdisjoint(of)


@dataclass(slots=True)
class _Ties:
    """What leads from one node to another in the two graphs."""

    indicators: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    cells: set[tuple[str, str]] = field(default_factory=set)
    back: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    links: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    equivalents: set[str] = field(default_factory=set)

    def add(self, quads: Iterable[Quad]) -> set[Quad | Triple]:
        """Take in the ties of a graph and give what is read of it; one triple counts once."""
        facts: set[Quad | Triple] = set()
        for quad in quads:
            predicate = quad.predicate
            if predicate in _READ or (predicate == _TYPE and quad.object in _OBSERVATIONS):
                facts.add(quad if quad.graph_name == _JUDGED else quad.triple)
                self._tie(quad, predicate)
        return facts

    def _tie(self, quad: Quad, predicate: NamedNode) -> None:
        subject, value = quad.subject, quad.object
        if not (isinstance(subject, NamedNode) and isinstance(value, NamedNode)):
            return
        one, other = subject.value, value.value
        if predicate == _INDICATOR:
            self.indicators[one].add(other)
        elif predicate in _TIES:
            self.back[other].add(one)
            if predicate in _CELLS:
                self.cells.add((one, other))
            elif predicate == _EQUIVALENT:
                self.equivalents.add(one)
        elif predicate in _LINKS:
            self._link(one, other)

    def settle(self) -> None:
        """Let figures have the indicators of their cells, and link those of one figure."""
        grows = True
        while grows:
            grows = False
            for one, other in self.cells:
                names = self.indicators.get(other)
                if names and not names <= self.indicators[one]:
                    self.indicators[one] |= names
                    grows = True
        for node in self.equivalents:
            if node in self.indicators:
                self.indicators[node].add(_EXCHANGE_RATE)
        for names in self.indicators.values():
            for one, other in pairwise(sorted(names)):
                self._link(one, other)

    def reached(self, nodes: Iterable[str]) -> set[str]:
        """Give nodes with all that lead to them."""
        return _reached(nodes, self.back)

    def linked(self, indicators: Iterable[str]) -> set[str]:
        """Give indicators with all to which a rule or the audit may lead from them."""
        return _reached(indicators, self.links)

    def parts(self, without: Iterable[str]) -> int:
        """Count the sets of indicators between which nothing leads, but for some."""
        found, known = 0, set(without)
        for name in {name for node in self.indicators.values() for name in node}:
            if name not in known:
                found += 1
                known |= self.linked([name])
        return found

    def _link(self, one: str, other: str) -> None:
        self.links[one].add(other)
        self.links[other].add(one)


def scope_of(now: Iterable[Quad], then: Iterable[Quad]) -> Scope | None:
    """Give what may be other in one graph than in the other; None for anything.

    Both are without what was derived and found.
    """
    ties = _Ties()
    changed = ties.add(now) ^ ties.add(then)
    ties.settle()
    if any(fact.predicate in _GENERAL for fact in changed):
        return None
    nodes = {
        node.value
        for fact in changed
        for node in (fact.subject, fact.object if fact.predicate == _RESTS_ON else None)
        if isinstance(node, NamedNode)
    }
    if not nodes.isdisjoint(name for names in ties.indicators.values() for name in names):
        return None  # an indicator itself
    touched = ties.linked(
        name for node in ties.reached(nodes) for name in ties.indicators.get(node, ())
    )
    return Scope(frozenset(touched), dict(ties.indicators), ties.parts(touched))


def _reached(start: Iterable[str], edges: dict[str, set[str]]) -> set[str]:
    found = set(start)
    waiting = list(found)
    while waiting:
        for following in edges.get(waiting.pop(), ()):
            if following not in found:
                found.add(following)
                waiting.append(following)
    return found
