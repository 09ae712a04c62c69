"""The house style of the ontology, as SHACL shapes over the ontology itself.

The shapes are in ``ontology/style``; pyshacl holds the modules and the code lists against them.
"""

from __future__ import annotations

from typing import Final

import rdflib
from rdflib.namespace import SH

from kg.errors import InputError
from kg.ontology.checks import Check, Finding, Severity
from kg.ontology.load import module_quads, read_quads
from kg.ontology.notation import write_term
from kg.rdf.convert import from_rdflib, to_rdflib
from kg.resources import folder
from kg.vocab import graph_iri

__all__ = ["check_style"]

EXTERNAL: Final = graph_iri("ontology/external")
"""The module that declares the terms of others, whose style is theirs."""

_SEVERITIES: Final = {
    str(SH.Violation): Severity.VIOLATION,
    str(SH.Warning): Severity.WARNING,
    str(SH.Info): Severity.INFO,
}


def check_style(data: rdflib.Graph | None = None) -> tuple[Finding, ...]:
    """Give where the ontology and the codes, or the graph given, leave the style; in fixed order.

    Raises ``InputError`` where there are no shapes to hold them against.
    """
    import pyshacl  # slow to import, and most commands that need the ontology do not check it

    own = (quad for quad in module_quads() if quad.graph_name != EXTERNAL)
    _, report, _ = pyshacl.validate(
        to_rdflib(own) if data is None else data,
        shacl_graph=_shapes(),
        inference="none",
        do_owl_imports=False,
    )
    assert isinstance(report, rdflib.Graph), "pyshacl raises what it cannot validate"
    results = set(report.objects(None, SH.result))
    found = {_finding(report, result) for result in results}
    return tuple(
        sorted(found, key=lambda finding: (finding.check.name, finding.term, finding.value))
    )


def _shapes() -> rdflib.Graph:
    place = folder("ontology") / "style"
    files = sorted(place.glob("*.ttl"))
    if not files:
        raise InputError(
            f"there is no shape in {place}",
            expected="the style shapes",
            remedy="install the package again: its data folders are missing",
        )
    name = graph_iri("shapes")
    return to_rdflib(quad for file in files for quad in read_quads(file, name))


def _finding(report: rdflib.Graph, result: rdflib.term.Node) -> Finding:
    messages = {
        message.language or "en": str(message)
        for message in report.objects(result, SH.resultMessage)
        if isinstance(message, rdflib.Literal)
    }
    message = messages.get("en", "")
    check = Check(
        name=_written(report.value(result, SH.sourceShape)).rstrip(">").rsplit("#", 1)[-1],
        summary=message,
        summary_zh=messages.get("zh", message),
        problem="The term is not written in the style of the others.",
        solution=message,
        severity=_SEVERITIES[str(report.value(result, SH.resultSeverity))],
        text="",
    )
    value = report.value(result, SH.value)
    return Finding(check, _written(report.value(result, SH.focusNode)), _written(value))


def _written(node: rdflib.term.Node | None) -> str:
    if node is None:
        return ""
    probe = rdflib.Graph()
    probe.add((rdflib.URIRef("urn:s"), rdflib.URIRef("urn:p"), node))
    (quad,) = from_rdflib(probe, graph_iri("report"))
    return write_term(quad.object)
