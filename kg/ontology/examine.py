"""All checks of the ontology in one examination: profile, pitfalls, style and consistency."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from pyoxigraph import Quad

from kg.ontology.checks import Finding, Severity, run_checks
from kg.ontology.consistency import Verdict, check_consistency
from kg.ontology.load import code_quads, ontology_quads
from kg.ontology.profile import check_profile
from kg.ontology.style import check_style

__all__ = ["Examination", "examine"]


@dataclass(frozen=True, slots=True)
class Examination:
    """What each layer found; nothing anywhere is good."""

    profile: tuple[Finding, ...]
    pitfalls: tuple[Finding, ...]
    style: tuple[Finding, ...]
    verdict: Verdict

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All findings of the layers, in their order."""
        return (*self.profile, *self.pitfalls, *self.style)

    @property
    def violations(self) -> int:
        """How many findings make the examination fail."""
        return sum(found.check.severity is Severity.VIOLATION for found in self.findings)

    def as_json(self) -> dict[str, object]:
        """Give the examination as values for JSON."""
        layers = {"profile": self.profile, "pitfalls": self.pitfalls, "style": self.style}
        return {name: [_finding(found) for found in layer] for name, layer in layers.items()} | {
            "consistency": {
                "consistent": self.verdict.consistent,
                "unsatisfiable": list(self.verdict.unsatisfiable),
                "clashes": [
                    {"subject": clash.subject, "reason": clash.reason, "triples": [*clash.triples]}
                    for clash in self.verdict.clashes
                ],
            }
        }


def examine(
    data: Iterable[Quad],
    materialize: Callable[[Iterable[Quad]], list[Quad]],
    *,
    seconds: float = 300.0,
) -> Examination:
    """Run all checks on the ontology, and its consistency with the data.

    ``materialize`` gives what the data entail: HermiT does not see that, but a clash is told by
    it. It is passed in because reasoning stands a floor above the ontology.
    """
    quads = [*ontology_quads(), *code_quads(), *data]
    return Examination(
        profile=check_profile(),
        pitfalls=run_checks(),
        style=check_style(),
        verdict=check_consistency([*quads, *materialize(quads)], seconds=seconds),
    )


def _finding(found: Finding) -> dict[str, str]:
    return {
        "check": found.check.name,
        "severity": found.check.severity.value,
        "term": found.term,
        "value": found.value,
        "summary": found.check.summary,
        "problem": found.check.problem,
        "solution": found.check.solution,
    }
