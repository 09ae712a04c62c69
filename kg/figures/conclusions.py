"""What follows from figures and what clashes among them, part by part.

Each part of `kg.figures.parts` is worked out by itself. So only one has to be in memory with all
that follows from it, and a change works out anew only the parts that it touches.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from kg.figures.audit import audit
from kg.figures.comparison import Comparison
from kg.figures.context import Context
from kg.figures.derive import DEPTH, derive_changed
from kg.figures.figure import Figure
from kg.figures.ground import Ground
from kg.figures.parts import connected, parts_of

__all__ = ["Part", "as_parts", "conclude", "conclude_change"]


@dataclass(frozen=True, slots=True)
class Part:
    """Stated figures, what follows from the reported ones, and what the audit of all found.

    ``indicators`` are those of the figures and all to which a rule may lead from them.
    """

    indicators: frozenset[str]
    stated: tuple[Figure, ...]
    derived: tuple[Figure, ...]
    comparisons: tuple[Comparison, ...]


def conclude(
    figures: Iterable[Figure], ground: Ground, context: Context, *, depth: int | None = DEPTH
) -> Iterator[Part]:
    """Give the parts of some figures, worked out one after the other.

    Figures that somebody states as derived are compared, but nothing is derived from them.
    """
    for part, _ in conclude_change((), (), figures, ground, context, depth=depth):
        yield part


def as_parts(stated: Iterable[Figure], derived: Iterable[Figure], ground: Ground) -> Iterator[Part]:
    """Give figures and what followed from them as parts, without what an audit found."""
    given = list(stated)
    standing = connected(given, ground)
    parts = parts_of(given, standing)
    beside = parts_of(derived, standing)
    for name, own in parts.items():
        yield Part(_indicators(standing, name), tuple(own), tuple(beside[name]), ())


def conclude_change(
    before: Iterable[Part],
    gone: Collection[str],
    fresh: Iterable[Figure],
    ground: Ground,
    context: Context,
    *,
    depth: int | None = DEPTH,
) -> Iterator[tuple[Part, bool]]:
    """Give the parts after stated figures went and others came, and whether each is worked out.

    The result is that of `conclude`; a part that the change does not touch is given as it was.
    ``gone`` are IRIs. What is known of areas, indicators and sources must be as it was but for
    the sources of ``gone`` and ``fresh``.
    """
    added = list(fresh)
    away = {*gone, *(figure.iri for figure in added)}
    reached = set(_reached(added, ground))
    touched: list[Part] = []
    for part in before:
        same = reached.isdisjoint(part.indicators)
        if same and not any(figure.iri in away for figure in part.stated):
            yield part, False
        else:
            touched.append(part)
    stated = [figure for part in touched for figure in part.stated]
    standing = connected([*stated, *added], ground)
    earlier = parts_of((figure for part in touched for figure in part.derived), standing)
    held = parts_of(stated, standing)
    new = parts_of(added, standing)
    names = sorted(held.keys() | new.keys())
    del stated, added, touched  # what is worked out goes, so that a million figures fit
    for name in names:
        known, extra = held.pop(name, []), new.pop(name, [])
        given = [figure for figure in known if figure.iri not in away] + extra
        derived = derive_changed(
            [*_reported(known), *earlier.pop(name, [])],
            away,
            _reported(extra),
            ground,
            depth=depth,
        ).figures
        if given:
            compared = audit([*given, *derived], context)
            yield Part(_indicators(standing, name), tuple(given), derived, compared), True


def _reported(figures: Iterable[Figure]) -> list[Figure]:
    return [figure for figure in figures if not figure.inputs]


def _indicators(standing: Mapping[str, str], name: str) -> frozenset[str]:
    return frozenset(one for one, part in standing.items() if part == name)


def _reached(figures: Iterable[Figure], ground: Ground) -> Iterator[str]:
    """Give the indicators of figures and all to which the ground leads from them."""
    given = list(figures)
    if given:
        standing = connected(given, ground)
        parts = {standing[figure.cell.indicator] for figure in given}
        yield from (one for one, part in standing.items() if part in parts)
