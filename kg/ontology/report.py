"""An examination of the ontology as text for people."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from rich.console import Group, RenderableType
from rich.text import Text

from kg.ontology.checks import Finding, Severity
from kg.ontology.consistency import Verdict
from kg.ontology.examine import Examination

__all__ = ["examination_text"]

_COLOURS = {Severity.VIOLATION: "red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}
_SHOWN_INFOS = 3
"""How many terms of a check are named that is no more than a hint."""


def examination_text(examination: Examination, language: str = "en") -> RenderableType:
    """Give the examination as lines: a verdict for each layer, and below it what was found."""
    layers = (
        ("OWL 2 RL and DL", examination.profile),
        ("Pitfalls", examination.pitfalls),
        ("Style", examination.style),
    )
    lines: list[Text] = []
    for name, found in layers:
        lines.append(_verdict_of_layer(name, found))
        lines.extend(_findings(found, language))
    return Group(*lines, *_consistency(examination.verdict))


def _verdict_of_layer(name: str, found: tuple[Finding, ...]) -> Text:
    counts = [
        f"{count} {severity.value if count == 1 else _plural(severity)}"
        for severity in Severity
        if (count := sum(finding.check.severity is severity for finding in found))
    ]
    good = not any(finding.check.severity is Severity.VIOLATION for finding in found)
    line = Text(f"{name}: ", style="bold")
    line.append("ok" if good else "fails", style="green" if good else "red")
    return line.append(f" ({', '.join(counts)})" if counts else "", style="not bold")


def _plural(severity: Severity) -> str:
    return "hints" if severity is Severity.INFO else f"{severity.value}s"


def _findings(found: tuple[Finding, ...], language: str) -> Iterator[Text]:
    for check, group in groupby(found, key=lambda finding: finding.check):
        findings = list(group)
        line = Text("  ")
        line.append(check.severity.value, style=_COLOURS[check.severity])
        summary = check.summary_zh if language == "zh" else check.summary
        yield line.append(f" {check.name}: {summary}")
        shown = findings[:_SHOWN_INFOS] if check.severity is Severity.INFO else findings
        for finding in shown:
            yield Text(f"    {finding.term}  {finding.value}".rstrip())
        if len(shown) < len(findings):
            yield Text(f"    and {len(findings) - len(shown)} more; --format json gives all")
        if check.severity is not Severity.INFO:
            yield Text(f"    problem: {check.problem}")
            yield Text(f"    remedy: {check.solution}")


def _consistency(verdict: Verdict) -> Iterator[Text]:
    line = Text("HermiT: ", style="bold")
    line.append(
        "consistent" if verdict.consistent else "inconsistent",
        style="green" if verdict.consistent else "red",
    )
    yield line.append(f" ({verdict.seconds:.1f} s)", style="not bold")
    for name in verdict.unsatisfiable:
        yield Text(f"  {name} can have no instance")
    for clash in verdict.clashes:
        yield Text(f"  {clash.reason}")
        for triple in clash.triples:
            yield Text(f"    {triple}")
