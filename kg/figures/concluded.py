"""The quads of all that follows from figures and clashes among them, anew or from earlier ones."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from pyoxigraph import NamedNode, Quad

from kg.figures.conclusions import Part, as_parts, conclude_change
from kg.figures.context import Context, read_context
from kg.figures.figure import DIMENSIONS, Figure, short_name
from kg.figures.findings import AUDIT, comparison_quads, read_judgements
from kg.figures.ground import Ground, read_ground
from kg.figures.reading import read_figures
from kg.figures.scope import Scope, scope_of
from kg.figures.writing import DERIVED, figure_quads, known_periods, relating
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
    difference between the two graphs does not touch is taken from there unread. The quads are the
    same with or without, if literals are spelled alike in both (a store has a spelling of its
    own). Where what is known of the indicators differs, everything is worked out anew.
    """
    given = list(stated)
    known = known_periods(given)
    if before is None:
        worked = _work_out(given, None)
        return worked.concluded(frozenset(), frozenset(), known)
    earlier = _Before.of(before)
    scope = scope_of(given, earlier.stated)
    if scope is None:
        worked = _work_out(given, earlier)
        return worked.concluded(frozenset(), frozenset(), known)
    worked = _Worked([], set(), 0, 0)
    if scope.touched:
        near = (quad for quad in given if scope.holds(_name(quad)))
        worked = _work_out(list(near), earlier.within(scope))
    rest = earlier.without(scope)
    worked.kept += scope.kept
    return worked.concluded(rest.derived, rest.found, known)


@dataclass(slots=True)
class _Worked:
    """What was worked out: derived figures, quads of findings, and of how many parts."""

    derived: list[Figure]
    found: set[Quad]
    anew: int
    kept: int

    def concluded(
        self, derived: Collection[Quad], found: Collection[Quad], known: Iterable[str]
    ) -> Concluded:
        """Give all quads with some that stay as they were; ``known`` are the periods stated."""
        periods = {figure.cell.period for figure in self.derived} | _periods(derived)
        quads = {*figure_quads(self.derived), *derived, *relating(periods, known)}
        found = self.found.union(found)
        return Concluded((*sorted(quads, key=str), *sorted(found, key=str)), self.anew, self.kept)


def _work_out(given: list[Quad], before: _Before | None) -> _Worked:
    now = _Read.of(given)
    earlier = _Earlier.of(before, now) if before is not None else _Earlier((), {}, {}, set())
    away, fresh = earlier.difference(now)
    worked = _Worked([], set(), 0, 0)
    for part, worked_out in conclude_change(earlier.parts, away, fresh, now.ground, now.context):
        worked.derived += part.derived
        if worked_out:
            worked.anew += 1
            worked.found.update(comparison_quads(part.comparisons, now.judged))
        else:
            worked.kept += 1
            worked.found.update(earlier.findings(part))
    return worked


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
    def of(cls, before: _Before, now: _Read) -> _Earlier:
        """Read an earlier graph; of its parts, those about areas that now lie elsewhere go."""
        then = _Read.of(before.stated)
        if not then.knows_the_same(now):
            return cls((), {}, {}, set())
        ours = {
            quad.subject.value
            for quad in before.derived
            if quad.predicate == cbec("byRule") and isinstance(quad.subject, NamedNode)
        }
        figures = read_figures([*before.stated, *before.derived])
        derived = [figure for figure in figures if figure.iri in ours]
        parts = tuple(
            part
            for part in as_parts(then.figures.values(), derived, now.ground)
            if all(list(then.areas(one)) == list(now.areas(one)) for one in part.stated)
        )
        held = {figure.iri: figure for part in parts for figure in part.stated}
        return cls(parts, held, _found(before.found), then.touched(now))

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


@dataclass(frozen=True, slots=True)
class _Before:
    """The quads of an earlier graph: what was stated, what followed, what was found."""

    stated: list[Quad]
    derived: list[Quad]
    found: list[Quad]

    @classmethod
    def of(cls, quads: Iterable[Quad]) -> _Before:
        before = cls([], [], [])
        for quad in quads:
            graph = quad.graph_name
            if graph == DERIVED:
                before.derived.append(quad)
            elif graph == AUDIT:
                before.found.append(quad)
            else:
                before.stated.append(quad)
        return before

    def within(self, scope: Scope) -> _Before:
        """Give what is touched."""
        return self._those(scope, touched=True)

    def without(self, scope: Scope) -> _Before:
        """Give what followed from and was found among figures that are not touched."""
        return self._those(scope, touched=False)

    def _those(self, scope: Scope, *, touched: bool) -> _Before:
        own = {
            _name(quad): getattr(quad.object, "value", "") in scope.touched
            for quad in self.derived
            if quad.predicate == cbec("indicator")
        }
        return _Before(
            [quad for quad in self.stated if touched and scope.holds(_name(quad))],
            [quad for quad in self.derived if own.get(_name(quad)) is touched],
            [
                quad
                for leaf, quads in _found(self.found).items()
                if scope.holds(leaf) is touched
                for quad in quads
            ],
        )


def _name(quad: Quad) -> str:
    return quad.subject.value if isinstance(quad.subject, NamedNode) else ""


def _periods(derived: Iterable[Quad]) -> set[str]:
    """Give the keys of the periods of derived figures."""
    given = list(derived)
    figures = {_name(quad) for quad in given if quad.predicate == cbec("byRule")}
    return {
        short_name(str(getattr(quad.object, "value", "")), DIMENSIONS["period"])
        for quad in given
        if quad.predicate == cbec("period") and _name(quad) in figures
    }


def _found(quads: Iterable[Quad]) -> Mapping[str, list[Quad]]:
    by_subject: dict[object, list[Quad]] = defaultdict(list)
    for quad in quads:
        by_subject[quad.subject].append(quad)
    found: dict[str, list[Quad]] = defaultdict(list)
    for about in by_subject.values():
        rests_on = (quad.object for quad in about if quad.predicate == cbec("restsOn"))
        leaves = [one.value for one in rests_on if isinstance(one, NamedNode)]
        found[min(leaves, default="")] += about
    return found
