"""How the figures of one matter stand to one another, in one word and a reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

from kg.figures.ancestry import Ancestry
from kg.figures.compare import Comparer, Finding
from kg.figures.comparison import CONTRADICTION, CORROBORATION, NOT_COMPARABLE, TENSION
from kg.figures.context import Context
from kg.figures.figure import Figure
from kg.figures.wording import grouped

__all__ = ["Verdict", "judge"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """``name`` is ``one source``, ``agree``, ``tension``, ``differ`` or ``not comparable``.

    ``difference`` is in percent, of growths and shares in percentage points.
    """

    name: str
    reason: str
    difference: Fraction | None = None

    def __str__(self) -> str:
        return f"{self.name}: {self.reason}" if self.reason else self.name


def judge(figures: Sequence[Figure], context: Context, ancestry: Ancestry) -> Verdict:
    """Give the verdict on figures of one matter: the gravest of what their comparisons find."""
    comparer = Comparer(context, ancestry)
    findings: dict[str, list[Finding]] = {}
    independent = False
    for one, other in combinations(figures, 2):
        beneath = ancestry.reported(one.iri), ancestry.reported(other.iri)
        if beneath[0] <= beneath[1] or beneath[1] <= beneath[0]:
            continue
        finding = comparer.same(one, other)
        if finding is not None:
            findings.setdefault(finding.outcome, []).append(finding)
            if finding.outcome == CORROBORATION:
                independent |= context.independent(*beneath)
    for outcome, name in ((CONTRADICTION, "differ"), (TENSION, "tension")):
        if found := findings.get(outcome):
            widest = max(found, key=lambda finding: finding.difference or 0)
            return Verdict(name, _by_how_much(widest, figures[0].kind), widest.difference)
    if found := findings.get(NOT_COMPARABLE):
        return Verdict("not comparable", found[0].reason)
    if independent:
        return Verdict("agree", f"{len(figures)} figures, not all of one source")
    if len(figures) == 1:
        return Verdict("one source", "")
    return Verdict("one source", f"{len(figures)} figures that have sources in common")


def _by_how_much(finding: Finding, kind: str) -> str:
    if finding.difference is None:
        return finding.reason
    # two decimals are enough for a reader; the bounds beside it are exact
    size = grouped(Fraction(round(finding.difference * 100), 100))
    unit = "%" if kind == "amount" else " percentage points"
    return f"by {size}{unit}; {finding.reason}"
