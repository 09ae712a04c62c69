"""The amount of a part, from the amount of the whole and the share that the part has of it.

Preconditions: the amount is in the very cell that the share calls its whole, in the unit of the
part; both are actual. Source: the definition of a share.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.figures.figure import Figure, Subject
from kg.figures.index import Index
from kg.figures.rules.rule import Quantity, Rule, amount, as_part, possible

__all__ = ["RULE"]


def _targets(subject: Subject, index: Index) -> Iterator[Subject]:
    if subject.kind == "amount":
        shares = [share for share in index.shares(subject.cell) if share.whole == subject.cell]
    else:
        shares = [subject] if subject.whole and index.has_amount(subject.whole) else []
    for share in shares:
        if share.whole is not None and share.whole.unit == share.cell.unit:
            yield amount(share.cell)


def _ways(target: Subject, index: Index) -> Iterator[tuple[Subject, ...]]:
    for share in index.shares(target.cell):
        whole = share.whole
        if share.cell == target.cell and whole is not None and whole.unit == target.cell.unit:
            yield amount(whole), share


def _compute(_target: Subject, figures: Sequence[Figure]) -> Quantity:
    whole, share = figures
    fraction = as_part(share)
    return Quantity(whole.value * fraction.value, possible(whole) * fraction.interval)


RULE = Rule(
    name="part-from-share",
    formula="part = whole * share / 100",
    kind="amount",
    targets=_targets,
    ways=_ways,
    compute=_compute,
)
