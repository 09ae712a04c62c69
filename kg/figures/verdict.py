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
from kg.figures.phrases import Phrase, phrase
from kg.figures.wording import grouped

__all__ = ["Verdict", "judge"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """How figures stand to one another: ``name`` is one of these words.

    They are ``one source``, ``agree``, ``tension``, ``suspect``, ``differ``, ``not comparable``.
    ``difference`` is in percent, of growths and shares in percentage points, of ranks in places.
    """

    name: str
    reason: Phrase | None = None
    difference: Fraction | None = None

    def said(self, language: str = "en") -> str:
        """Give the verdict in a language."""
        name = phrase("verdict_" + self.name.replace(" ", "_")).said(language)
        if self.reason is None:
            return name
        return name + ("：" if language == "zh" else ": ") + self.reason.said(language)

    def __str__(self) -> str:
        return self.said()


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
        return Verdict("agree", phrase("agree_more", count=len(figures)))
    if len(figures) == 1:
        return Verdict("one source")
    return Verdict("one source", phrase("common_sources", count=len(figures)))


def _by_how_much(finding: Finding, kind: str) -> Phrase:
    if finding.difference is None:
        return finding.reason
    # two decimals are enough for a reader; the bounds beside it are exact
    size = grouped(Fraction(round(finding.difference * 100), 100))
    name = {"amount": "by_percent", "rank": "by_places"}.get(kind, "by_points")
    return phrase(name, size=size, reason=(finding.reason,))
