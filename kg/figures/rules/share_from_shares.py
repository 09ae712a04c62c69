"""The share of a whole in a larger one, from the shares that one part has of both.

If a city has half of the trade of its province and a fifth of that of the country, the province
has two fifths of that of the country. Preconditions: the two wholes differ in nothing but their
areas, of which one lies around the other; both shares are actual; the share of the smaller whole
is not 0. Unlike a way over the amounts it needs no amount of the part, and it keeps both bounds
where that amount has only one. Source: the definition of a share.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.figures.figure import Cell, Figure, Subject
from kg.figures.index import Index
from kg.figures.rules.rule import HUNDRED, Quantity, Rule, possible

__all__ = ["RULE"]


def _targets(subject: Subject, index: Index) -> Iterator[Subject]:
    if subject.kind != "share" or subject.whole is None:
        return
    for other in index.shares(subject.cell):
        if other.cell == subject.cell and other.whole is not None:
            for small, large in ((subject.whole, other.whole), (other.whole, subject.whole)):
                if _around(small, large, index):
                    yield Subject("share", small, large)


def _ways(target: Subject, index: Index) -> Iterator[tuple[Subject, ...]]:
    small, large = target.cell, target.whole
    if large is None or not _around(small, large, index):
        return
    for share in index.shares(large):
        inner = Subject("share", share.cell, small)
        if share.whole == large and share.cell not in (small, large) and index.inputs(inner):
            yield share, inner


def _compute(_target: Subject, figures: Sequence[Figure]) -> Quantity | None:
    of_large, of_small = figures
    fraction = possible(of_large) / possible(of_small)
    if fraction is None or of_small.value == 0:
        return None
    return Quantity(of_large.value / of_small.value * HUNDRED, fraction.scale(HUNDRED))


def _around(small: Cell, large: Cell, index: Index) -> bool:
    """Tell whether two cells differ in the area only, and the second area holds the first."""
    return large in (small.replace(area=area) for area in index.ground.containers(small.area))


RULE = Rule(
    name="share-from-shares",
    formula="share = share of the part in the whole / share of the part in the lesser whole * 100",
    kind="share",
    targets=_targets,
    ways=_ways,
    compute=_compute,
)
