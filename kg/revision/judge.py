"""Whether data may be so, and what follows from them."""

from __future__ import annotations

import json
from collections.abc import Set
from functools import cache
from time import monotonic
from typing import Any, Final

import pyoxigraph as ox

from kg.errors import InconsistentError, KgError, LimitError, NonConformingError
from kg.ontology import check_consistency, code_quads, logical_triples, ontology_quads
from kg.pipeline import HERMIT_QUADS, conclude
from kg.rdf.canon import canonical_quads, scope_blank_nodes
from kg.reasoning import load_rules, materialize
from kg.revision.apply import quad_has_blank
from kg.revision.bounds import Bounds
from kg.revision.delta import COMPUTED, Delta
from kg.revision.fork import CrashError, in_fork
from kg.revision.letter import opened, sealed
from kg.store.literals import as_stored
from kg.validation import (
    Report,
    prepare,
    render,
    report_quads,
    shapes_quads,
    touched_targets,
    validate,
    validate_touched,
)
from kg.vocab import ONT, PREFIXES, graph_iri, rdf

__all__ = ["judge", "vocabulary", "warm_up"]

_STANDARDS: Final = (ONT, *(PREFIXES[prefix] for prefix in ("owl", "rdf", "rdfs", "sh")))
_DESCRIPTION: Final = graph_iri("description")
_ENTAILED: Final = graph_iri("entailed")
_REPORT: Final = graph_iri("report")
_SHAPES: Final = graph_iri("shapes")
_TYPE: Final = rdf("type")
_FAULTLESS: Final = len(report_quads(Report(())))
_TERMS: Final = frozenset({graph_iri("ontology"), graph_iri("codes")})
_NO_DATA: Final = _TERMS | {_SHAPES, graph_iri("examples")}


def judge(
    quads: Set[ox.Quad], delta: Delta, bounds: Bounds, *, follows: bool = False
) -> tuple[Delta, Any]:
    """Give what else moves once the change has made the data these quads, if they may be so.

    That is what follows from the change, or no longer does, and blank nodes that get other
    labels. The second value is the report for readers, None where it is as before.

    A triple whose predicate neither the ontology, the codes nor the shapes mention can neither
    violate a shape nor entail anything: then nothing is asked anew. Otherwise only those nodes
    are validated that the change can touch, if the release before had no fault and was judged by
    the shapes that are here; and HermiT is asked only if it would see anything new. ``follows``
    says that the figures of the release before were derived and audited by the rules that are
    here: then only those that the change touches are. Raises ``NonConformingError``,
    ``InconsistentError`` and ``LimitError``; it judges in a process that ends with its time.
    """
    if not _is_foreign(delta):
        return _judged(quads, delta, bounds, follows=follows)
    if not any(quad_has_blank(quad) for quad in delta.added | delta.removed):
        # the labels of blank nodes depend on the quads that mention them, and those are as before
        return Delta(), None
    stated = _stated(quads)
    return _from(stated, set(canonical_quads(scope_blank_nodes(stated)))), None


def warm_up() -> None:
    """Read now what every judgement reads."""
    vocabulary()
    _our_terms()
    load_rules()
    prepare()  # each judgement is a fork, which uses up its own


def _judged(
    quads: Set[ox.Quad], delta: Delta, bounds: Bounds, *, follows: bool
) -> tuple[Delta, Any]:
    end = monotonic() + bounds.judging
    try:
        answer = in_fork(
            lambda: sealed(lambda: _judge(quads, delta, end, follows=follows)),
            seconds=bounds.judging,
            what="judging the change",
        )
    except CrashError as crash:
        raise LimitError(
            f"judging the change ended the process ({crash.status}); nothing changed",
            expected="data that can be judged in the memory of this machine",
            remedy="change less at once",
        ) from crash
    return opened(answer)


def _judge(quads: Set[ox.Quad], delta: Delta, end: float, *, follows: bool) -> tuple[Delta, object]:
    stated = _stated(quads)
    before = _stated(delta.undone(quads))
    kept = [quad for quad in stated if quad.graph_name not in COMPUTED]
    given = [quad for quad in kept if quad.graph_name not in _NO_DATA]
    earlier = [quad for quad in before if _is_data(quad)] if follows else None
    data = [*given, *as_stored(conclude(given, earlier))]
    report = _report(before, data)
    if not report.conforms:
        raise NonConformingError(
            render(report, "human").rstrip(),
            expected="data that conform to the shapes",
            remedy="send data that the report does not speak of; nothing has changed",
        )
    terms = [quad for quad in kept if quad.graph_name in _TERMS]
    rest = [quad for quad in kept if quad.graph_name in _NO_DATA - _TERMS]
    entailed = materialize([*data, *terms])
    if _is_other_logic(before, [*data, *terms]):
        _require_consistency([*data, *terms, *entailed], end)
    everything = [*data, *terms, *entailed, *rest, *report_quads(report)]
    settled = set(as_stored(everything))
    if any(quad_has_blank(quad) for quad in settled ^ before):
        settled = set(canonical_quads(scope_blank_nodes(settled)))
    return _from(stated, settled), json.loads(render(report, "json"))


def _report(before: Set[ox.Quad], data: list[ox.Quad]) -> Report:
    """Validate the data: only what can have changed, where the rest is known to be faultless."""
    found = sum(quad.graph_name == _REPORT for quad in before)
    if found > _FAULTLESS or not _has_our_terms(before):
        return validate(data)
    touched = touched_targets([q for q in before if _is_data(q)], data)
    return validate(data) if touched is None else validate_touched(touched)


def _is_data(quad: ox.Quad) -> bool:
    return quad.graph_name not in _NO_DATA | {_REPORT, _ENTAILED}


def _has_our_terms(before: Set[ox.Quad]) -> bool:
    """Tell whether a release was validated by the shapes, classes and codes that are here."""
    ours = _our_terms()
    theirs = {quad for quad in before if quad.graph_name in _TERMS | {_SHAPES}}
    if len(ours) != len(theirs):
        return False
    # blank nodes mostly have the same labels already: there are none elsewhere
    return ours == theirs or ours == set(canonical_quads(scope_blank_nodes(theirs)))


@cache
def _our_terms() -> frozenset[ox.Quad]:
    quads = as_stored([*ontology_quads(), *code_quads(), *shapes_quads()])
    return frozenset(canonical_quads(scope_blank_nodes(quads)))


def _is_other_logic(before: Set[ox.Quad], now: list[ox.Quad]) -> bool:
    """Tell whether HermiT would see anything else than it saw of the release before."""
    if len(before) > HERMIT_QUADS:
        return True
    known = {quad for quad in before if _is_data(quad) or quad.graph_name in _TERMS}
    changed = known.symmetric_difference(now)
    predicates = {quad.predicate for quad in changed}
    if _TYPE in predicates or any(quad.graph_name in _TERMS for quad in changed):
        # what tells how a quad is meant, which may be otherwise than before
        telling = {q for q in known.union(now) if q.graph_name in _TERMS or q.predicate == _TYPE}
    else:
        telling = {quad for quad in known if quad.subject in predicates}
    then, this = (
        logical_triples((telling & quads) | (changed & quads)) for quads in (known, set(now))
    )
    return then != this


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
