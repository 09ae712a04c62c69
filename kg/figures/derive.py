"""All figures that follow from figures, in a fixed number of steps or until nothing new follows.

A figure of depth *n* rests on at least one of depth *n* - 1 and on none deeper; reported figures
have depth 0. Depth by depth, each subject keeps at most `WAYS` derived figures, the most direct
and then the narrowest; which figures of a subject a rule takes, `Index.inputs` says. What a
subject keeps so depends on the lesser depths alone: not on the order of the figures, nor on what
is out of the reach of its rules. That is why a change is derived by going only where it leads, and
why the result is that of a full build.

Nothing is derived from itself: no figure rests on one of its own subject.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Final

from kg.figures.figure import Figure, Subject
from kg.figures.ground import Ground
from kg.figures.index import Index, narrowness, usable
from kg.figures.making import make_figure, says_something
from kg.figures.parts import connected, parts_of
from kg.figures.rules import RULES, Rule, compatible

__all__ = [
    "DEPTH",
    "WAYS",
    "Derivation",
    "best_ways",
    "derive",
    "derive_changed",
    "derive_incremental",
]

DEPTH: Final = 3
"""How many steps a derived figure may be away from reported ones."""

WAYS: Final = 4
"""How many derived figures a subject keeps; the five first articles give none that has two."""

_BY_KIND: Final = {
    kind: [rule for rule in RULES if rule.kind == kind] for kind in ("amount", "growth", "share")
}
_Kept = dict[Subject, tuple[Figure, ...]]


@dataclass(frozen=True, slots=True)
class Derivation:
    """The derived figures, ordered by IRI, and how many subjects were worked out for them."""

    figures: tuple[Figure, ...]
    visited: int


def derive(figures: Iterable[Figure], ground: Ground, *, depth: int | None = DEPTH) -> Derivation:
    """Give everything that follows from the reported ones of these figures.

    Without a depth, until nothing new follows.
    """
    reported = [figure for figure in figures if not figure.inputs]
    found: list[Figure] = []
    visited = 0
    for part in parts_of(reported, connected(reported, ground)).values():
        derivation = _Deriver(part, ground).run(depth)
        found += derivation.figures
        visited += derivation.visited
    return Derivation(tuple(sorted(found, key=_iri)), visited)


def derive_incremental(
    previous: Iterable[Figure],
    changed: Mapping[str, Iterable[Figure]],
    ground: Ground,
    *,
    depth: int | None = DEPTH,
) -> Derivation:
    """Give what `derive` would give after some documents changed, by going where that leads.

    ``previous`` are the reported figures before the change and what followed from them, by the
    same ground; ``changed`` has what each new or changed document now reports, nothing for one
    that is gone.
    """
    given = list(previous)
    fresh = [figure for figures in changed.values() for figure in figures]
    names = changed.keys()
    gone = {
        figure.iri for figure in given if not (figure.inputs or figure.documents.isdisjoint(names))
    }
    standing = connected([*given, *fresh], ground)
    added = parts_of(fresh, standing)
    parts = parts_of(given, standing)
    found: list[Figure] = []
    visited = 0
    for name in parts.keys() | added.keys():
        derivation = derive_changed(parts[name], gone, added[name], ground, depth=depth)
        found += derivation.figures
        visited += derivation.visited
    return Derivation(tuple(sorted(found, key=_iri)), visited)


def derive_changed(
    previous: Iterable[Figure],
    gone: Collection[str],
    fresh: Iterable[Figure],
    ground: Ground,
    *,
    depth: int | None = DEPTH,
) -> Derivation:
    """Give what follows in one part after some of its reported figures went and others came.

    ``previous`` are the figures of the part before, reported and derived, ``gone`` the IRIs of
    those that are no more or are others now. Nothing is worked out where nothing changed.
    """
    given, added = list(previous), list(fresh)
    away = {*gone, *(figure.iri for figure in added)}
    if not (added or any(figure.iri in away for figure in given)):
        return Derivation(tuple(sorted((f for f in given if f.inputs), key=_iri)), 0)
    before = _Before(given, away)
    return _Deriver([*before.kept, *added], ground, before, added).run(depth)


def best_ways(figures: Iterable[Figure]) -> dict[Subject, Figure]:
    """Give the best derived figure of each subject: the narrowest, then the most direct."""
    best: dict[Subject, Figure] = {}
    for figure in figures:
        if figure.inputs:
            known = best.get(figure.subject)
            if known is None or narrowness(figure) < narrowness(known):
                best[figure.subject] = figure
    return best


class _Before:
    """The figures before a change: the reported ones that are kept or gone, the derived ones."""

    def __init__(self, previous: Iterable[Figure] = (), gone: Collection[str] = ()) -> None:
        self.kept: list[Figure] = []
        self.gone: dict[str, Figure] = {}
        self.derived: defaultdict[int, defaultdict[Subject, list[Figure]]] = defaultdict(
            lambda: defaultdict(list)
        )
        for figure in previous:
            if figure.inputs:
                self.derived[figure.depth][figure.subject].append(figure)
            elif figure.iri in gone:
                self.gone[figure.iri] = figure
            else:
                self.kept.append(figure)


class _Deriver:
    """One derivation: an index that grows by one depth after the other."""

    def __init__(
        self,
        reported: Iterable[Figure],
        ground: Ground,
        before: _Before | None = None,
        fresh: Sequence[Figure] | None = None,
    ) -> None:
        """Take all reported figures; ``fresh`` are those that are new, all if it is None."""
        before = before or _Before()
        self._index = Index(ground)
        self._ways: Counter[Subject] = Counter()
        unique = {figure.iri: figure for figure in reported}
        self._index.add(figure for figure in unique.values() if usable(figure))
        self._before = before
        self._partial = fresh is not None
        new = {figure.iri: figure for figure in (unique.values() if fresh is None else fresh)}
        old = before.gone
        self._changed = {iri for iri in new.keys() | old.keys() if new.get(iri) != old.get(iri)}
        self._stale = {
            figure.subject
            for iri in self._changed
            for figure in (new.get(iri), old.get(iri))
            if figure is not None and usable(figure)
        }
        self._visited = 0

    def run(self, depth: int | None) -> Derivation:
        """Derive depth by depth, until the last or until nothing new follows."""
        found: list[Figure] = []
        fresh = set(self._stale)
        level = 1
        while depth is None or level <= depth:
            old: Mapping[Subject, Sequence[Figure]] = self._before.derived.get(level, {})
            if not fresh and not old:
                break
            kept, fresh = self._level(level, fresh, old)
            for subject, figures in kept.items():
                self._ways[subject] += len(figures)
                if subject.kind == "amount":  # of the others only reported ones are inputs
                    self._index.add(figures)
                found += figures
            if not self._partial:
                fresh = {subject for subject in fresh if self._goes_on(subject, level)}
            level += 1
        return Derivation(tuple(sorted(found, key=_iri)), self._visited)

    def _goes_on(self, subject: Subject, level: int) -> bool:
        """Tell whether rules take a figure of a depth as input."""
        return any(figure.depth == level for figure in self._index.inputs(subject))

    def _level(
        self, level: int, fresh: set[Subject], old: Mapping[Subject, Sequence[Figure]]
    ) -> tuple[_Kept, set[Subject]]:
        """Give what each subject keeps at a depth, and the subjects where that is new."""
        kept: _Kept = {}
        if self._partial:
            kept = {about: tuple(sorted(figures, key=narrowness)) for about, figures in old.items()}
        changes: set[Subject] = set()
        for target in self._targets(fresh, old):
            self._visited += 1
            before = kept.pop(target, ())
            now = tuple(self._kept(target, level))
            if now:
                kept[target] = now
            if now != before:
                self._changed.update(_differing(before, now))
                if target.kind == "amount":
                    changes.add(target)
        self._stale |= changes
        return kept, changes

    def _targets(
        self, fresh: set[Subject], old: Mapping[Subject, Sequence[Figure]]
    ) -> Iterable[Subject]:
        """Give the subjects that may have other figures now."""
        sources = self._stale if self._partial else fresh
        targets = {
            target
            for source in sources
            for rule in RULES
            for target in rule.targets(source, self._index)
        }
        if self._partial:
            targets |= self._stale
            targets.update(
                subject
                for subject, figures in old.items()
                if any(iri in self._changed for figure in figures for iri in figure.inputs)
            )
        return targets

    def _kept(self, target: Subject, level: int) -> list[Figure]:
        """Give the figures of a depth that a subject keeps."""
        room = WAYS - self._ways[target]
        if room <= 0:
            return []
        found: dict[str, Figure] = {}
        for rule in _BY_KIND[target.kind]:
            for subjects in rule.ways(target, self._index):
                for inputs in self._combinations(subjects, level):
                    figure = self._derived(rule, target, inputs)
                    if figure is not None:
                        found[figure.iri] = figure
        return sorted(found.values(), key=narrowness)[:room]

    def _combinations(
        self, subjects: Sequence[Subject], level: int
    ) -> Iterator[tuple[Figure, ...]]:
        """Give one figure for each subject in all ways; of many subjects the best of each."""
        pools = [self._index.inputs(subject) for subject in subjects]
        if len(pools) > 2:
            pools = [pool[:1] for pool in pools]
        for inputs in product(*pools):
            if max(figure.depth for figure in inputs) == level - 1:
                yield inputs

    def _derived(self, rule: Rule, target: Subject, inputs: tuple[Figure, ...]) -> Figure | None:
        if not compatible(inputs) or any(self._index.rests_on(figure, target) for figure in inputs):
            return None
        quantity = rule.compute(target, inputs)
        if quantity is None or not says_something(target.kind, quantity):
            return None
        return make_figure(rule, target, inputs, quantity)


def _differing(before: Iterable[Figure], now: Iterable[Figure]) -> set[str]:
    """Give the IRIs of the figures that are in only one of two sets, or not the same in both."""
    one = {figure.iri: figure for figure in before}
    other = {figure.iri: figure for figure in now}
    return {iri for iri in one.keys() | other.keys() if one.get(iri) != other.get(iri)}


def _iri(figure: Figure) -> str:
    return figure.iri
