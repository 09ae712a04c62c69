"""The quads of all that follows from figures and clashes among them, anew or from earlier ones."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pyoxigraph import NamedNode, Quad

from kg.figures.conclusions import Part, as_parts, conclude_change
from kg.figures.context import Context, read_context
from kg.figures.figure import Figure
from kg.figures.findings import AUDIT, comparison_quads, read_judgements
from kg.figures.ground import Ground, read_ground
from kg.figures.reading import read_figures
from kg.figures.writing import DERIVED, known_periods, written
from kg.vocab import cbec

__all__ = ["Concluded", "conclude_quads"]


@dataclass(frozen=True, slots=True)
class Concluded:
    """The quads of ``graph:derived`` and ``graph:audit``, each in order.

    ``anew`` counts the parts of the figures that were worked out, ``kept`` those that were not.
    """

    quads: tuple[Quad, ...]
    anew: int
    kept: int


def conclude_quads(stated: Iterable[Quad], before: Iterable[Quad] | None = None) -> Concluded:
    """Give what follows from the figures of a graph, and what the audit of them all finds.

    ``before`` are an earlier graph and what followed from it by these same rules; what the
    difference between the two graphs does not touch is taken from there. The quads are the same
    with or without. Where what is known of the indicators differs, everything is worked out anew.
    """
    given = list(stated)
    now = _Read.of(given)
    earlier = _Earlier.of(before, now) if before is not None else _Earlier((), {}, {}, set())
    away, fresh = earlier.difference(now)
    derived: list[Figure] = []
    found: set[Quad] = set()
    anew = kept = 0
    for part, worked_out in conclude_change(earlier.parts, away, fresh, now.ground, now.context):
        derived += part.derived
        if worked_out:
            anew += 1
            found.update(comparison_quads(part.comparisons, now.judged))
        else:
            kept += 1
            found.update(earlier.findings(part))
    return Concluded((*written(derived, known_periods(given)), *sorted(found, key=str)), anew, kept)


@dataclass(frozen=True, slots=True)
class _Read:
    """What a graph states that matters here."""

    figures: Mapping[str, Figure]
    ground: Ground
    context: Context
    judged: Mapping[frozenset[str], str]

    @classmethod
    def of(cls, quads: Iterable[Quad]) -> _Read:
        given = list(quads)
        figures = {figure.iri: figure for figure in read_figures(given)}
        return cls(figures, read_ground(given), read_context(given), read_judgements(given))

    def touched(self, other: _Read) -> set[str]:
        """Give the figures whose sources, revisions or judgements are others now."""
        old, new = self.context, other.context
        iris = {iri for pair in old.revised ^ new.revised for iri in pair}
        judged = self.judged.items() ^ other.judged.items()
        iris.update(iri for figures, _ in judged for iri in figures)
        origins = old.origins.keys() | new.origins.keys()
        return iris | {iri for iri in origins if old.origins.get(iri) != new.origins.get(iri)}

    def knows_the_same(self, other: _Read) -> bool:
        """Tell whether indicators are alike in both."""
        mine, its = self.ground, other.ground
        return (mine.quantities, mine.ratios, mine.variants, self.context.indicators) == (
            its.quantities, its.ratios, its.variants, other.context.indicators
        )  # fmt: skip

    def areas(self, figure: Figure) -> Iterator[tuple[object, ...]]:
        """Give what lies around the areas of a figure."""
        for cell in (figure.cell, figure.whole):
            if cell is not None:
                yield self.ground.around.get(cell.area), self.context.around.get(cell.area)


@dataclass(frozen=True, slots=True)
class _Earlier:
    """What still serves of an earlier graph: its parts, its figures, and what was found.

    Each finding stands under the first of the figures that it rests on. ``again`` has the figures
    that are to be looked at again though they did not change.
    """

    parts: tuple[Part, ...]
    figures: Mapping[str, Figure]
    found: Mapping[str, list[Quad]]
    again: set[str]

    @classmethod
    def of(cls, quads: Iterable[Quad], now: _Read) -> _Earlier:
        """Read an earlier graph; of its parts, those about areas that now lie elsewhere go."""
        given = list(quads)
        then = _Read.of(quad for quad in given if quad.graph_name not in {DERIVED, AUDIT})
        if not then.knows_the_same(now):
            return cls((), {}, {}, set())
        ours = {
            quad.subject.value
            for quad in given
            if quad.graph_name == DERIVED
            and quad.predicate == cbec("byRule")
            and isinstance(quad.subject, NamedNode)
        }
        figures = read_figures(quad for quad in given if quad.graph_name != AUDIT)
        derived = [figure for figure in figures if figure.iri in ours]
        parts = tuple(
            part
            for part in as_parts(then.figures.values(), derived, now.ground)
            if all(list(then.areas(one)) == list(now.areas(one)) for one in part.stated)
        )
        held = {figure.iri: figure for part in parts for figure in part.stated}
        return cls(parts, held, _found(given), then.touched(now))

    def difference(self, now: _Read) -> tuple[set[str], list[Figure]]:
        """Give the IRIs of figures that go or are looked at again, and the figures that come."""
        away = {
            iri
            for iri, figure in self.figures.items()
            if iri in self.again or now.figures.get(iri) != figure
        }
        fresh = (f for iri, f in now.figures.items() if iri in away or iri not in self.figures)
        return away, list(fresh)

    def findings(self, part: Part) -> Iterator[Quad]:
        """Give what was found among the figures of a part."""
        for figure in part.stated:
            yield from self.found.get(figure.iri, ())


def _found(quads: Iterable[Quad]) -> Mapping[str, list[Quad]]:
    by_subject: dict[object, list[Quad]] = defaultdict(list)
    for quad in quads:
        if quad.graph_name == AUDIT:
            by_subject[quad.subject].append(quad)
    found: dict[str, list[Quad]] = defaultdict(list)
    for about in by_subject.values():
        rests_on = (quad.object for quad in about if quad.predicate == cbec("restsOn"))
        leaves = [one.value for one in rests_on if isinstance(one, NamedNode)]
        found[min(leaves, default="")] += about
    return found
