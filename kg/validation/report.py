"""What a validation found, as values in a fixed order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from pyoxigraph import BlankNode, Literal, NamedNode

__all__ = ["Report", "Result", "Severity", "Term"]

Term = NamedNode | BlankNode | Literal


class Severity(StrEnum):
    """How grave a result is: a violation stops a build, the others are told."""

    VIOLATION = "violation"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Result:
    """One finding: the node, the value that is wrong, the shape that says so, and what to do.

    ``path`` is the property, or None where the shape has no property path. ``messages`` are
    pairs of a language and a text.
    """

    focus: Term
    path: NamedNode | None
    value: Term | None
    shape: NamedNode | BlankNode
    component: NamedNode
    severity: Severity
    messages: tuple[tuple[str, str], ...]

    @property
    def order(self) -> tuple[str, ...]:
        """Give the key by which results are sorted."""
        named = (self.focus, self.path, self.value, self.shape, self.component)
        return (*("" if term is None else str(term) for term in named), self.severity.value)

    def message(self, language: str) -> str:
        """Give the message in this language, or in English, or in whatever language there is."""
        texts = dict(self.messages)
        return texts.get(language) or texts.get("en") or next(iter(texts.values()), "")


@dataclass(frozen=True, slots=True)
class Report:
    """All findings of one validation, in a fixed order; the same data give an equal report."""

    results: tuple[Result, ...]

    @property
    def conforms(self) -> bool:
        """Say whether there is no violation; warnings do not count."""
        return not self.counts[Severity.VIOLATION]

    @property
    def counts(self) -> Mapping[Severity, int]:
        """Give the number of results of each severity."""
        severities = [result.severity for result in self.results]
        return {severity: severities.count(severity) for severity in Severity}
