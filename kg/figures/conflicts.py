"""From all disagreements to the smallest ones: those that no other disagreement explains.

One wrong figure shows in every cell that is computed from it. A disagreement is known by the set
of reported figures beneath it; one whose set holds the set of another says nothing new and is
counted as its echo.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import replace

from kg.figures.comparison import ECHO, OUTCOMES, Comparison

__all__ = ["smallest"]


def smallest(found: Iterable[tuple[tuple[int, ...], Comparison]]) -> list[Comparison]:
    """Give the comparisons that are no echo of another one, each with the number of its echoes.

    Each comes with its rank: of two with the same reported figures beneath, the lower one stands.
    Contradictions silence tensions, both silence suspicions, all these what agrees or cannot be
    compared. That two figures have one origin silences nothing.
    """
    order = sorted(
        found,
        key=lambda item: (
            OUTCOMES.index(item[1].outcome),
            len(item[1].rests_on),
            item[0],
            item[1].between,
        ),
    )
    kept: dict[str, list[int]] = defaultdict(list)  # by the first reported figure beneath
    result: list[Comparison] = []
    echoes = Counter[int]()
    for _, comparison in order:
        original = _original(comparison, kept, result)
        if original is not None:
            echoes[original] += 1
            continue
        if comparison.outcome != ECHO:
            kept[min(comparison.rests_on)].append(len(result))
        result.append(comparison)
    return [replace(one, echoes=echoes[index]) for index, one in enumerate(result)]


def _original(
    comparison: Comparison, kept: dict[str, list[int]], result: list[Comparison]
) -> int | None:
    """Give the index of the comparison that this one is an echo of."""
    for leaf in sorted(comparison.rests_on):
        for index in kept.get(leaf, ()):
            if result[index].rests_on <= comparison.rests_on:
                return index
    return None
