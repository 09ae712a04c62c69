"""Whether data may be so, and what follows from them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Final

import pyoxigraph as ox

from kg.errors import InconsistentError, NonConformingError
from kg.ontology import check_consistency, code_quads, ontology_quads
from kg.pipeline import HERMIT_QUADS, conclude
from kg.rdf.canon import canonical_quads, scope_blank_nodes
from kg.reasoning import materialize
from kg.revision.apply import quad_has_blank
from kg.revision.delta import COMPUTED, Delta
from kg.store.literals import as_stored
from kg.validation import render, report_quads, shapes_quads, validate
from kg.vocab import ONT, PREFIXES, graph_iri

__all__ = ["Judgement", "judge", "vocabulary"]

_STANDARDS: Final = (ONT, *(PREFIXES[prefix] for prefix in ("owl", "rdf", "rdfs", "sh")))
_DESCRIPTION: Final = graph_iri("description")
_SHAPES: Final = graph_iri("shapes")
_TERMS: Final = frozenset({graph_iri("ontology"), graph_iri("codes")})
_NO_DATA: Final = _TERMS | {_SHAPES, graph_iri("examples")}


@dataclass(frozen=True, slots=True)
class Judgement:
    """The data of the next release in canonical form, and the new report, None for the old one."""

    quads: tuple[ox.Quad, ...]
    report_json: object = None


def judge(old: Iterable[ox.Quad], delta: Delta) -> Judgement:
    """Give the data after the change with all that follows, if they may be so.

    A triple whose predicate neither the ontology, the codes nor the shapes mention can neither
    violate a shape nor entail anything: then nothing is asked anew, which takes 0.4 s instead of
    8 s for 19,000 quads. Raises ``NonConformingError`` and ``InconsistentError``.
    """
    stated = delta.applied(quad for quad in old if quad.graph_name != _DESCRIPTION)
    if _is_foreign(delta):
        return Judgement(_canonical(stated, delta))
    kept = [quad for quad in stated if quad.graph_name not in COMPUTED]
    given = [quad for quad in kept if quad.graph_name not in _NO_DATA]
    data = [*given, *as_stored(conclude(given))]
    report = validate(data)
    if not report.conforms:
        raise NonConformingError(
            render(report, "human").rstrip(),
            expected="data that conform to the shapes",
            remedy="send data that the report does not speak of; nothing has changed",
        )
    terms = [quad for quad in kept if quad.graph_name in _TERMS]
    rest = [quad for quad in kept if quad.graph_name in _NO_DATA - _TERMS]
    entailed = materialize([*data, *terms])
    _require_consistency([*data, *terms, *entailed])
    everything = [*data, *terms, *entailed, *rest, *report_quads(report)]
    return Judgement(
        tuple(canonical_quads(scope_blank_nodes(as_stored(everything)))),
        json.loads(render(report, "json")),
    )


def _canonical(stated: set[ox.Quad], delta: Delta) -> tuple[ox.Quad, ...]:
    if any(quad_has_blank(quad) for quad in delta.added | delta.removed):
        return tuple(canonical_quads(scope_blank_nodes(stated)))
    # the labels of blank nodes depend on the quads that mention them, and those are as before
    return tuple(sorted(stated, key=str))


def _is_foreign(delta: Delta) -> bool:
    words = vocabulary()
    return not any(
        quad.predicate in words
        or quad.predicate.value.startswith(_STANDARDS)
        or quad.graph_name in _NO_DATA
        for quad in delta.added | delta.removed
    )


@cache
def vocabulary() -> frozenset[object]:
    """Give every IRI that the ontology, the codes and the shapes mention.

    Prefixed names inside the SPARQL of a shape count by the paths of the shapes and the terms of
    the ontology, which hold them all: a test compares.
    """
    quads = [*ontology_quads(), *code_quads(), *shapes_quads()]
    return frozenset(
        term
        for quad in quads
        for term in (quad.subject, quad.predicate, quad.object)
        if isinstance(term, ox.NamedNode)
    )


def _require_consistency(quads: list[ox.Quad]) -> None:
    if len(quads) > HERMIT_QUADS:
        return
    verdict = check_consistency(quads)
    if verdict.sound:
        return
    reasons = [f"{clash.subject}: {clash.reason}" for clash in verdict.clashes]
    raise InconsistentError(
        "the data would contradict the ontology: " + "; ".join(reasons),
        expected="data that some world could satisfy",
        remedy="send data without the contradiction; nothing has changed",
    )
