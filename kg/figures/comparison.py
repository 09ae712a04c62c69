"""What the comparison of two figures found, and who judged it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from kg.figures.phrases import Phrase

__all__ = [
    "CONTRADICTION",
    "CORROBORATION",
    "ECHO",
    "NOT_COMPARABLE",
    "OUTCOMES",
    "SUSPECT",
    "TENSION",
    "Comparison",
]

CONTRADICTION: Final = "contradiction"
TENSION: Final = "tension"
SUSPECT: Final = "suspect"
CORROBORATION: Final = "corroboration"
ECHO: Final = "echo"
NOT_COMPARABLE: Final = "not-comparable"
OUTCOMES: Final = (CONTRADICTION, TENSION, SUSPECT, NOT_COMPARABLE, CORROBORATION, ECHO)
"""From what needs a reader most to what needs one least."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two figures and how they stand to one another.

    ``between`` holds their IRIs in order; ``rests_on`` the reported figures that they are or
    were computed from. ``kind`` says what they differ in, None where they agree. ``reason`` is
    for people. ``difference`` of the values is in percent of the lesser one, of growths and shares
    in percentage points, of ranks in places; None where values cannot be compared. ``echoes``
    counts the further comparisons that show the same disagreement of the same reported figures.
    """

    outcome: str
    kind: str | None
    between: tuple[str, str]
    rests_on: frozenset[str]
    reason: Phrase
    difference: Fraction | None
    echoes: int = 0
