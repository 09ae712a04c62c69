"""From comparisons to quads of ``graph:audit``, with what people made of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad

from kg.figures.audit import audit
from kg.figures.comparison import CORROBORATION, ECHO, NOT_COMPARABLE, Comparison
from kg.figures.context import read_context
from kg.figures.phrases import LANGUAGES
from kg.figures.reading import read_figures
from kg.seeds.values import decimal_text
from kg.vocab import ID, PREFIXES, cbec, code_iri, graph_iri, rdf, skos

__all__ = ["AUDIT", "audit_quads", "comparison_quads", "read_judgements"]

AUDIT: Final = graph_iri("audit")
_JUDGED: Final = graph_iri("discrepancies")
_DECIMAL: Final = NamedNode(PREFIXES["xsd"] + "decimal")
_INTEGER: Final = NamedNode(PREFIXES["xsd"] + "integer")
_AGREE: Final = frozenset({CORROBORATION, ECHO})
_NAMED: Final = 4
"""Up to how many reported figures make up the name of a comparison."""


def audit_quads(quads: Iterable[Quad]) -> list[Quad]:
    """Give what the audit finds among the figures of a graph, in a fixed order."""
    given = list(quads)
    comparisons = audit(read_figures(given), read_context(given))
    return sorted(comparison_quads(comparisons, read_judgements(given)), key=str)


def read_judgements(quads: Iterable[Quad]) -> Mapping[frozenset[str], str]:
    """Give the discrepancies that people judged, by the reported figures that they rest on."""
    figures: dict[str, set[str]] = {}
    for quad in quads:
        if quad.graph_name == _JUDGED and quad.predicate == cbec("restsOn"):
            assert isinstance(quad.subject, NamedNode)
            assert isinstance(quad.object, NamedNode)
            figures.setdefault(quad.subject.value, set()).add(quad.object.value)
    return {frozenset(found): iri for iri, found in sorted(figures.items(), reverse=True)}


def comparison_quads(
    comparisons: Iterable[Comparison], judged: Mapping[frozenset[str], str]
) -> Iterator[Quad]:
    """Give the quads of comparisons.

    What people have judged keeps the name, the kind and the resolution that they gave it; else a
    disagreement is open, and what cannot be compared is explained by that.
    """
    for comparison in comparisons:
        judgement = judged.get(comparison.rests_on)
        subject = NamedNode(judgement or _name(comparison))
        for predicate, value in _properties(comparison, judged=judgement is not None):
            yield Quad(subject, predicate, value, AUDIT)


def _properties(
    comparison: Comparison, *, judged: bool
) -> Iterator[tuple[NamedNode, NamedNode | Literal]]:
    agrees = comparison.outcome in _AGREE
    yield rdf("type"), cbec("Comparison" if agrees else "Discrepancy")
    yield cbec("outcome"), NamedNode(code_iri("comparison-outcome", comparison.outcome))
    for figure in comparison.between:
        yield cbec("between"), NamedNode(figure)
    for figure in comparison.rests_on:
        yield cbec("restsOn"), NamedNode(figure)
    if comparison.difference is not None:
        text = decimal_text(comparison.difference)
        yield cbec("difference"), Literal(text, datatype=_DECIMAL)
    if comparison.echoes:
        yield cbec("echoes"), Literal(str(comparison.echoes), datatype=_INTEGER)
    if judged:
        return
    for language in LANGUAGES:
        yield skos("note"), Literal(_sentence(comparison, language), language=language)
    if comparison.kind is not None:
        explained = comparison.outcome == NOT_COMPARABLE
        resolution = "explained" if explained else "open"
        yield cbec("discrepancyKind"), NamedNode(code_iri("discrepancy-kind", comparison.kind))
        yield cbec("resolution"), NamedNode(code_iri("resolution", resolution))


def _sentence(comparison: Comparison, language: str) -> str:
    text = comparison.reason.said(language)
    return text[:1].upper() + text[1:] + ("。" if language == "zh" else ".")


def _name(comparison: Comparison) -> str:
    """Give an IRI made of the records that a comparison rests on."""
    kind = "comparison" if comparison.outcome in _AGREE else "discrepancy"
    figures = sorted(comparison.rests_on)
    ours = f"{ID}obs/"
    if len(figures) <= _NAMED and all(figure.startswith(ours) for figure in figures):
        return f"{ID}{kind}/" + "--".join(figure.removeprefix(ours) for figure in figures)
    return f"{ID}{kind}/" + sha256("\n".join(figures).encode()).hexdigest()[:16]
