"""What the rules must know beside the figures: kinds of quantities, areas within areas, ratios."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from pyoxigraph import NamedNode, Quad

from kg.figures.figure import short_name
from kg.vocab import CODE, ID, cbec

__all__ = ["WORLD", "Ground", "Ratio", "read_ground"]

WORLD: Final = "place/World"
_ADDITIVE: Final = frozenset({"money", "mass"})
_WHOLES: Final = frozenset({"area", "count", "mass", "money"})


class Ratio(NamedTuple):
    """An indicator that is one indicator divided by another."""

    indicator: str
    numerator: str
    denominator: str


@dataclass(frozen=True, slots=True)
class Ground:
    """The kind of quantity of each indicator, the areas around each area, the ratios.

    ``variants`` has the pairs of indicators that measure one matter otherwise.
    ``within`` has the areas of which an area is one of those around.
    """

    quantities: Mapping[str, str] = field(default_factory=dict)
    around: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    ratios: tuple[Ratio, ...] = ()
    variants: tuple[tuple[str, str], ...] = ()
    within: Mapping[str, frozenset[str]] = field(init=False)

    def __post_init__(self) -> None:
        within = defaultdict(set)
        for area, containers in self.around.items():
            for container in containers:
                within[container].add(area)
        parts = {area: frozenset(areas) for area, areas in within.items()}
        object.__setattr__(self, "within", parts)

    def adds_up(self, indicator: str) -> bool:
        """Tell whether a year holds the sum of its months.

        Money and mass do; a count may be one of a day.
        """
        return self.quantities.get(indicator) in _ADDITIVE

    def has_parts(self, indicator: str) -> bool:
        """Tell whether an area has a share of what an area around it has: a ratio has none."""
        return self.quantities.get(indicator) in _WHOLES

    def parts(self, area: str, areas: set[str]) -> set[str]:
        """Give those of some areas that lie within this one."""
        return areas - {WORLD} if area == WORLD else areas & self.within.get(area, frozenset())

    def containers(self, area: str) -> tuple[str, ...]:
        """Give the areas that hold this one; the world holds them all."""
        return self.around.get(area, ()) if area == WORLD else (*self.around.get(area, ()), WORLD)


def read_ground(quads: Iterable[Quad]) -> Ground:
    """Read the ground of the figures from a graph."""
    facts: dict[str, dict[str, list[str]]] = {
        name: defaultdict(list)
        for name in ("denominator", "locatedIn", "numerator", "quantityKind", "variantOf")
    }
    names = {cbec(name): name for name in facts}
    for quad in quads:
        name = names.get(quad.predicate)
        if name and isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode):
            facts[name][quad.subject.value].append(quad.object.value)
    around = _closed(facts["locatedIn"])
    return Ground(
        quantities={
            _indicator(name): short_name(min(kinds), f"{CODE}quantity-kind/")
            for name, kinds in facts["quantityKind"].items()
        },
        around=around,
        ratios=tuple(
            Ratio(_indicator(name), _indicator(min(above)), _indicator(min(below)))
            for name, above in sorted(facts["numerator"].items())
            if (below := facts["denominator"].get(name))
        ),
        variants=tuple(
            sorted(
                {
                    (_indicator(name), _indicator(other))
                    for name, others in facts["variantOf"].items()
                    for other in others
                }
            )
        ),
    )


def _indicator(iri: str) -> str:
    return short_name(iri, f"{ID}indicator/")


def _closed(located: Mapping[str, list[str]]) -> dict[str, tuple[str, ...]]:
    """Give all areas around each area, without itself, in order."""
    around = {}
    for area in located:
        found: set[str] = set()
        waiting = [area]
        while waiting:
            for container in located.get(waiting.pop(), ()):
                if container not in found:
                    found.add(container)
                    waiting.append(container)
        found.discard(area)
        around[short_name(area, ID)] = tuple(sorted(short_name(one, ID) for one in found))
    return around
