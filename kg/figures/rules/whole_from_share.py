"""The amount of a whole, from the amount of a part and the share that the part has of it.

Preconditions: the amount is in the very cell that the share calls its part, in the unit of the
whole; both are actual; the share is not 0. Source: the definition of a share.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.figures.figure import Figure, Subject
from kg.figures.index import Index
from kg.figures.rules.rule import Quantity, Rule, amount, as_part, possible

__all__ = ["RULE"]


def _targets(subject: Subject, index: Index) -> Iterator[Subject]:
    if subject.kind == "share":
        shares = [subject] if index.has_amount(subject.cell) else []
    else:
        shares = [share for share in index.shares(subject.cell) if share.cell == subject.cell]
    for share in shares:
        if share.whole is not None and share.whole.unit == share.cell.unit:
            yield amount(share.whole)


def _ways(target: Subject, index: Index) -> Iterator[tuple[Subject, ...]]:
    for share in index.shares(target.cell):
        if share.whole == target.cell and share.cell.unit == target.cell.unit:
            yield amount(share.cell), share


def _compute(_target: Subject, figures: Sequence[Figure]) -> Quantity | None:
    part, share = figures
    fraction = as_part(share)
    interval = possible(part) / fraction.interval
    if interval is None or fraction.value == 0:
        return None
    return Quantity(part.value / fraction.value, interval)


RULE = Rule(
    name="whole-from-share",
    formula="whole = part / (share / 100)",
    kind="amount",
    targets=_targets,
    ways=_ways,
    compute=_compute,
)
