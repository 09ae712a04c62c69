"""What must be known beside the figures to compare them: indicators, areas, sources.

Names are those of `kg.figures.figure`: ``cbec-trade``, ``place/CN``, ``2024-S1``; only figures go
by their IRIs. Everything is a plain value, so that an audit of the same quads is the same in any
process.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import product
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad

from kg.figures.figure import DIMENSIONS, Cell, short_name
from kg.figures.phrases import Phrase, phrase
from kg.seeds.periods import close_periods, parse_period
from kg.vocab import PREFIXES, cbec, code_iri

__all__ = ["Context", "Indicator", "enclosing", "nested", "read_context"]

_BOTH: Final = "both"
_ADDITIVE: Final = frozenset(code_iri("quantity-kind", kind) for kind in ("mass", "money"))
"""Kinds of quantities of which a year holds the sum of its months."""
_COUNT: Final = code_iri("quantity-kind", "count")
_DEFINITION: Final = PREFIXES["skos"] + "definition"


@dataclass(frozen=True, slots=True)
class Indicator:
    """What tells one indicator from a variant of it."""

    definition: str = ""
    publisher: str = ""
    method: str = ""
    quantity: str = ""
    variants: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Context:
    """The indicators, the areas around each area, and where each reported figure comes from.

    ``origins`` has, for a reported figure, everybody who may have been the first to state it:
    two figures that share one count as one source. ``revised`` has the pairs of a figure and the
    earlier one it replaces.
    """

    indicators: Mapping[str, Indicator] = field(default_factory=dict)
    around: Mapping[str, frozenset[str]] = field(default_factory=dict)
    origins: Mapping[str, frozenset[str]] = field(default_factory=dict)
    revised: frozenset[tuple[str, str]] = frozenset()

    def matter(self, indicator: str) -> str:
        """Give one indicator that stands for this one and all its variants."""
        known = self.indicators.get(indicator)
        return min(known.variants | {indicator}) if known and known.variants else indicator

    def unlike_indicators(self, one: str, other: str) -> Phrase:
        """Say wherein two variants of an indicator differ."""
        mine, its = (self.indicators.get(name, Indicator()) for name in (one, other))
        what = []
        if mine.definition != its.definition:
            what.append(phrase("definition"))
        for word, here, there in (
            ("publisher", mine.publisher, its.publisher),
            ("method_version", mine.method, its.method),
        ):
            if here != there:
                what.append(phrase(word, one=_last(here), other=_last(there)))
        return phrase("differ_in", what=tuple(what) or (phrase("name"),))

    def independent(self, one: frozenset[str], other: frozenset[str]) -> bool:
        """Tell whether two sets of reported figures have no origin in common."""
        return not (self._origins(one) & self._origins(other))

    def revision(self, one: str, other: str) -> bool:
        """Tell whether one of two figures replaces the other."""
        return (one, other) in self.revised or (other, one) in self.revised

    def adds_up(self, indicator: str) -> bool:
        """Tell whether a year holds the sum of its months."""
        known = self.indicators.get(indicator)
        return known is not None and known.quantity in _ADDITIVE

    def counts(self, indicator: str) -> bool:
        """Tell whether an indicator is a number of things."""
        known = self.indicators.get(indicator)
        return known is not None and known.quantity == _COUNT

    def wholes(self, cell: Cell) -> Iterator[Cell]:
        """Give each cell that holds this one as a part.

        Amounts of money and of mass add up over areas, periods, directions, products and owners;
        of other quantities nothing is said, since a count may be that of a day.
        """
        if not self.adds_up(cell.indicator):
            return
        directions = [cell.direction]
        if cell.direction is not None and cell.direction != _BOTH:
            directions.append(_BOTH)
        for area, period, direction, goods, owner in product(
            sorted({cell.area} | self.around.get(cell.area, frozenset())),
            enclosing(cell.period),
            directions,
            dict.fromkeys((cell.product, None)),
            dict.fromkeys((cell.ownership, None)),
        ):
            whole = cell.replace(
                area=area, period=period, direction=direction, product=goods, ownership=owner
            )
            if whole != cell:
                yield whole

    def _origins(self, figures: frozenset[str]) -> frozenset[str]:
        return frozenset().union(*(self.origins.get(figure, frozenset()) for figure in figures))


@cache
def nested(one: str, other: str) -> bool:
    """Tell whether one of two periods lies within the other."""
    try:
        first, second = parse_period(one), parse_period(other)
    except ValueError:
        return False
    return first.contains(second) or second.contains(first)


def read_context(quads: Iterable[Quad]) -> Context:
    """Read the context of the figures from the quads of records and register."""
    facts = _Facts()
    for quad in quads:
        facts.add(quad)
    return facts.context()


class _Facts:
    """The values of the few properties that matter here, by property and subject."""

    _WANTED: Final = frozenset(
        cbec(name)
        for name in (
            "attributedTo", "creditedSource", "evidence", "inDocument", "locatedIn",
            "methodVersion", "publisher", "quantityKind", "revises", "stated", "textSha256",
            "variantOf",
        )
    ) | {NamedNode(_DEFINITION)}  # fmt: skip

    def __init__(self) -> None:
        self._values: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))

    def add(self, quad: Quad) -> None:
        if quad.predicate not in self._WANTED or not isinstance(quad.subject, NamedNode):
            return
        value = quad.object
        if isinstance(value, Literal) and value.language not in {None, "en"}:
            return
        if isinstance(value, NamedNode | Literal):
            self._values[quad.predicate.value][quad.subject.value].add(value.value)

    def context(self) -> Context:
        same: dict[frozenset[str], frozenset[str]] = {}  # one document states many figures
        origins = ((figure, self._origin(figure)) for figure in self._of("stated"))
        return Context(
            indicators=self._indicators(),
            around=_shortened(_closure(self._of("locatedIn")), DIMENSIONS["area"]),
            origins={figure: same.setdefault(found, found) for figure, found in origins},
            revised=frozenset(
                (later, earlier) for later, all_ in self._of("revises").items() for earlier in all_
            ),
        )

    def _of(self, name: str) -> Mapping[str, set[str]]:
        return self._values[cbec(name).value]

    def _one(self, name: str, subject: str) -> str:
        return min(self._of(name).get(subject, {""}))

    def _indicators(self) -> Mapping[str, Indicator]:
        variants = defaultdict(set)
        for one, others in self._of("variantOf").items():
            for other in others:
                variants[one].add(other)
                variants[other].add(one)
        space = DIMENSIONS["indicator"]
        around = _shortened(_closure(variants), space)
        definitions = self._values[_DEFINITION]
        return {
            short_name(name, space): Indicator(
                definition=min(definitions.get(name, {""})),
                publisher=self._one("publisher", name),
                method=self._one("methodVersion", name),
                quantity=self._one("quantityKind", name),
                variants=around.get(short_name(name, space), frozenset()),
            )
            for name in {*self._of("quantityKind"), *variants}
        }

    def _origin(self, figure: str) -> frozenset[str]:
        """Give who may have stated a reported figure first, and the documents that state it."""
        documents = {
            document
            for span in self._of("evidence").get(figure, ())
            for document in self._of("inDocument").get(span, ())
        }
        texts = {text for one in documents for text in self._of("textSha256").get(one, ())}
        named = self._of("attributedTo").get(figure)
        if named:
            return frozenset(named | documents | texts)
        agents = {
            agent
            for document in documents
            for name in ("creditedSource", "publisher")
            for agent in self._of(name).get(document, ())
        }
        return frozenset(agents | documents | texts)


def _closure(edges: Mapping[str, set[str]]) -> dict[str, frozenset[str]]:
    """Give what can be reached from each node, without itself."""
    reached = {}
    for start in edges:
        found: set[str] = set()
        waiting = [start]
        while waiting:
            for following in edges.get(waiting.pop(), ()):
                if following not in found:
                    found.add(following)
                    waiting.append(following)
        reached[start] = frozenset(found - {start})
    return reached


@cache
def enclosing(period: str) -> tuple[str, ...]:
    """Give the calendar periods that hold a period, and itself; none for what is no key."""
    try:
        own = parse_period(period)
    except ValueError:
        return ()
    return tuple(key for key, other in close_periods([period]).items() if other.contains(own))


def _shortened(reached: Mapping[str, frozenset[str]], namespace: str) -> dict[str, frozenset[str]]:
    return {
        short_name(start, namespace): frozenset(short_name(end, namespace) for end in ends)
        for start, ends in reached.items()
    }


def _last(iri: str) -> str:
    return iri.rpartition("/")[2] or "none"
