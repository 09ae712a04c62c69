"""A report as ``sh:ValidationReport``, without blank nodes: equal reports give equal quads."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad
from rdflib.namespace import SH, XSD

from kg.validation.report import Report, Result, Severity
from kg.vocab import BASE, graph_iri, rdf

__all__ = ["report_quads", "result_iri"]

_GRAPH: Final = graph_iri("report")
_NAMESPACE: Final = BASE + "report#"
_DIGITS: Final = 20
_SEVERITIES: Final = {
    Severity.VIOLATION: SH.Violation,
    Severity.WARNING: SH.Warning,
    Severity.INFO: SH.Info,
}


def report_quads(report: Report, graph_name: NamedNode = _GRAPH) -> tuple[Quad, ...]:
    """Give the report as quads of one graph, in a fixed order.

    The IRI of a result is made of what it says, that of the report of its results.
    ``sh:conforms`` is the report's own ``conforms``: true where nothing but warnings was found.
    """
    results = {result_iri(result): result for result in report.results}
    iri = _hashed("report", *sorted(results))
    triples: list[tuple[NamedNode, NamedNode, NamedNode | Literal]] = [
        (iri, rdf("type"), _sh("ValidationReport")),
        (iri, _sh("conforms"), Literal(report.conforms)),
        *((iri, _sh("result"), NamedNode(result)) for result in sorted(results)),
    ]
    for name, result in sorted(results.items()):
        subject = NamedNode(name)
        triples.extend((subject, predicate, value) for predicate, value in _properties(result))
    return tuple(
        Quad(subject, predicate, value, graph_name) for subject, predicate, value in triples
    )


def _properties(
    result: Result,
) -> Iterator[tuple[NamedNode, NamedNode | Literal]]:
    yield rdf("type"), _sh("ValidationResult")
    yield _sh("focusNode"), _spoken(result.focus)
    if result.path is not None:
        yield _sh("resultPath"), result.path
    if result.value is not None:
        yield _sh("value"), _spoken(result.value)
    yield _sh("sourceShape"), _spoken(result.shape)
    yield _sh("sourceConstraintComponent"), result.component
    yield _sh("resultSeverity"), NamedNode(str(_SEVERITIES[result.severity]))
    for language, text in result.messages:
        yield _sh("resultMessage"), Literal(text, language=language)


def _spoken(term: object) -> NamedNode | Literal:
    """Give the term itself, or for a blank node its label as text: its identity ends here."""
    if isinstance(term, NamedNode | Literal):
        return term
    return Literal(str(term), datatype=NamedNode(str(XSD.string)))


def result_iri(result: Result) -> str:
    """Give the IRI of a result, made of what it says."""
    return _hashed("result", *result.order).value


def _hashed(kind: str, *parts: str) -> NamedNode:
    digest = sha256("\0".join(parts).encode("utf-8")).hexdigest()
    return NamedNode(f"{_NAMESPACE}{kind}-{digest[:_DIGITS]}")


def _sh(name: str) -> NamedNode:
    return NamedNode(str(SH[name]))
