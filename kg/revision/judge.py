"""Whether data may be so, and what follows from them."""

from __future__ import annotations

import json
from collections.abc import Set
from functools import cache
from time import monotonic
from typing import Any, Final

import pyoxigraph as ox

from kg.errors import InconsistentError, KgError, LimitError, NonConformingError
from kg.ontology import check_consistency, code_quads, ontology_quads
from kg.pipeline import HERMIT_QUADS, conclude
from kg.rdf.canon import canonical_quads, scope_blank_nodes
from kg.reasoning import materialize
from kg.revision.apply import quad_has_blank
from kg.revision.bounds import Bounds
from kg.revision.delta import COMPUTED, Delta
from kg.revision.fork import CrashError, in_fork
from kg.revision.letter import opened, sealed
from kg.store.literals import as_stored
from kg.validation import render, report_quads, shapes_graph, shapes_quads, validate
from kg.vocab import ONT, PREFIXES, graph_iri

__all__ = ["judge", "vocabulary", "warm_up"]

_STANDARDS: Final = (ONT, *(PREFIXES[prefix] for prefix in ("owl", "rdf", "rdfs", "sh")))
_DESCRIPTION: Final = graph_iri("description")
_SHAPES: Final = graph_iri("shapes")
_TERMS: Final = frozenset({graph_iri("ontology"), graph_iri("codes")})
_NO_DATA: Final = _TERMS | {_SHAPES, graph_iri("examples")}


def judge(quads: Set[ox.Quad], delta: Delta, bounds: Bounds) -> tuple[Delta, Any]:
    """Give what else moves once the change has made the data these quads, if they may be so.

    That is what follows from the change, or no longer does, and blank nodes that get other
    labels. The second value is the report for readers, None where it is as before.

    A triple whose predicate neither the ontology, the codes nor the shapes mention can neither
    violate a shape nor entail anything: then nothing is asked anew. Raises
    ``NonConformingError``, ``InconsistentError`` and ``LimitError``; it judges in a process that
    ends with its time.
    """
    if not _is_foreign(delta):
        return _judged(quads, bounds.judging)
    if not any(quad_has_blank(quad) for quad in delta.added | delta.removed):
        # the labels of blank nodes depend on the quads that mention them, and those are as before
        return Delta(), None
    stated = _stated(quads)
    return _from(stated, set(canonical_quads(scope_blank_nodes(stated)))), None


def warm_up() -> None:
    """Read now what every judgement reads."""
    vocabulary()
    shapes_graph()


def _judged(quads: Set[ox.Quad], seconds: float) -> tuple[Delta, Any]:
    end = monotonic() + seconds
    try:
        answer = in_fork(
            lambda: sealed(lambda: _judge(quads, end)), seconds=seconds, what="judging the change"
        )
    except CrashError as crash:
        raise LimitError(
            f"judging the change ended the process ({crash.status}); nothing changed",
            expected="data that can be judged in the memory of this machine",
            remedy="change less at once",
        ) from crash
    return opened(answer)


def _judge(quads: Set[ox.Quad], end: float) -> tuple[Delta, object]:
    stated = _stated(quads)
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
    _require_consistency([*data, *terms, *entailed], end)
    everything = [*data, *terms, *entailed, *rest, *report_quads(report)]
    settled = set(canonical_quads(scope_blank_nodes(as_stored(everything))))
    return _from(stated, settled), json.loads(render(report, "json"))


def _stated(quads: Set[ox.Quad]) -> set[ox.Quad]:
    return {quad for quad in quads if quad.graph_name != _DESCRIPTION}


def _from(stated: set[ox.Quad], settled: set[ox.Quad]) -> Delta:
    return Delta(frozenset(settled - stated), frozenset(stated - settled))


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


def _require_consistency(quads: list[ox.Quad], end: float) -> None:
    if len(quads) > HERMIT_QUADS:
        return
    try:
        verdict = check_consistency(quads, seconds=max(end - monotonic(), 0.001))
    except KgError as error:
        if monotonic() < end:
            raise
        raise LimitError(
            "judging the change took longer than it may and was stopped; nothing changed",
            expected="data that HermiT judges in the rest of the time",
            remedy="change less at once",
        ) from error
    if verdict.sound:
        return
    reasons = [f"{clash.subject}: {clash.reason}" for clash in verdict.clashes]
    raise InconsistentError(
        "the data would contradict the ontology: " + "; ".join(reasons),
        expected="data that some world could satisfy",
        remedy="send data without the contradiction; nothing has changed",
    )
