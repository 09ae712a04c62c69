"""A build, step by step: read, map, derive, validate, materialize, ask HermiT, publish.

Only values travel between the steps. Nothing is written before all of them have passed, so a
record that is wrong, a shape that is violated or a contradiction leaves the last release as it is.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pyoxigraph import Quad

from kg.errors import InconsistentError, NonConformingError, StoreError
from kg.figures.concluded import conclude_quads
from kg.figures.method import method
from kg.mapping import map_seeds, read_vocabulary, record_places
from kg.ontology import (
    check_consistency,
    code_quads,
    ontology_graph,
    ontology_quads,
    ontology_version,
)
from kg.queries.library import questions
from kg.queries.rdf import prefix_quads, question_quads
from kg.rdf import to_rdflib
from kg.rdf.context import context_quads
from kg.reasoning import materialize
from kg.release import Publication, ReleaseInputs, Releases
from kg.release.bundle import STORE
from kg.release.methods import note_method, noted_method
from kg.seeds import read_seeds
from kg.store.embedded import open_store
from kg.store.literals import as_stored
from kg.validation import (
    Report,
    find_places,
    render,
    report_quads,
    shapes_graph,
    shapes_quads,
    validate,
)
from kg.vocab import graph_iri

__all__ = [
    "HERMIT_QUADS",
    "Progress",
    "build",
    "conclude",
    "dataset",
    "map_and_derive",
    "release_inputs",
]

Progress = Callable[[str], None]
"""Called with the name of each step before it begins."""

HERMIT_QUADS = 50_000
"""Up to how many quads HermiT judges all data; it took 133 CPU seconds for 100,000 triples."""

_BESIDE: Final = frozenset(
    graph_iri(name)
    for name in ("codes", "description", "entailed", "examples", "ontology", "report", "shapes")
)
"""The graphs of a release from which no figure is derived."""


@dataclass(frozen=True, slots=True)
class _Judged:
    """Data that passed validation, with the report that says so."""

    quads: tuple[Quad, ...]
    report: Report


def build(seeds: Path, data: Path, progress: Progress = lambda _step: None) -> Publication:
    """Make a release of the records in ``seeds`` and switch the data folder to it.

    Raises RecordError for wrong records, NonConformingError for a violated shape,
    InconsistentError for a contradiction, and StoreError if the release cannot be written. The
    current release is then as it was. Of the figures only those are worked out anew that records
    touch which the current release does not hold.
    """
    releases = Releases(data)
    with releases.lock():
        inputs = release_inputs(seeds, progress, _current(releases))
        publication = releases.publish(inputs, progress)
        note_method(data, publication.id, method())
        return publication


def _current(releases: Releases) -> tuple[Quad, ...] | None:
    """Give the current release, if it is whole and was worked out by the rules that are here."""
    try:
        path = releases.current()
        if noted_method(releases.root, path.name) != method():
            return None
        releases.verify(path)
        with open_store(path / STORE) as store:
            return tuple(quad for quad in store.quads() if quad.graph_name not in _BESIDE)
    except StoreError:
        return None


def release_inputs(
    seeds: Path,
    progress: Progress = lambda _step: None,
    before: Iterable[Quad] | None = None,
) -> ReleaseInputs:
    """Give what a release of the records in ``seeds`` is made of. Raises as `build` does.

    ``before`` may be an earlier release that these same rules gave.
    """
    judged = _judged(seeds, progress, before)
    quads = dataset(judged.quads, progress)
    reported = report_quads(judged.report)
    context = {"@context": dict(read_vocabulary().context)}
    return ReleaseInputs(
        quads=[*quads, *shapes_quads(), *reported, *_for_clients(context)],
        ontology=ontology_graph(),
        codes=to_rdflib(code_quads()),
        shapes=shapes_graph(),
        report=to_rdflib(reported),
        report_json=json.loads(render(judged.report, "json")),
        context=context,
    )


def _for_clients(context: Mapping[str, object]) -> Iterator[Quad]:
    """Give what a client of the dataset needs beside it: questions, prefixes, JSON-LD context."""
    yield from question_quads(questions())
    yield from prefix_quads()
    yield from context_quads(context, ontology_version())


def map_and_derive(seeds: Path) -> tuple[Quad, ...]:
    """Give what the records in ``seeds`` state and what follows from their figures."""
    stated = list(map_seeds(read_seeds(seeds)))
    return (*stated, *conclude(stated))


def conclude(stated: Iterable[Quad], before: Iterable[Quad] | None = None) -> list[Quad]:
    """Give the figures that follow from stated ones, and what the audit of them all finds.

    ``before`` may be a dataset with what followed from it by these same rules: then only what
    differs is worked out, and the quads are the same.
    """
    return list(conclude_quads(stated, before).quads)


def dataset(data: Iterable[Quad], progress: Progress = lambda _step: None) -> tuple[Quad, ...]:
    """Give data with the ontology, the code lists and everything they entail together.

    Raises InconsistentError if they contradict one another; above ``HERMIT_QUADS`` that is left
    to ``kg ontology check`` and samples.
    """
    quads = [*data, *ontology_quads(), *code_quads()]
    progress("materialize what follows")
    quads += materialize(quads)
    if len(quads) <= HERMIT_QUADS:
        progress("ask HermiT whether all this can be")
        _require_consistency(quads)
    return tuple(quads)


def _judged(seeds: Path, progress: Progress, before: Iterable[Quad] | None) -> _Judged:
    """Read, map, derive and validate. Raises NonConformingError for a violation."""
    progress("read the records")
    read = read_seeds(seeds)
    progress("map them to RDF")
    stated = list(map_seeds(read))
    progress("derive figures and compare them")
    # spelled as in the release before, so that only what differs is found to
    quads = (*stated, *conclude(stated if before is None else as_stored(stated), before))
    progress("validate")
    report = validate(quads)
    if not report.conforms:
        place_of = find_places(quads, record_places(read))
        raise NonConformingError(
            render(report, "human", place_of=place_of).rstrip(),
            expected="data that conform to the shapes",
            remedy="mend the records that are named; 'kg validate' shows the report again",
        )
    return _Judged(quads, report)


def _require_consistency(quads: Iterable[Quad]) -> None:
    verdict = check_consistency(quads)
    if verdict.sound:
        return
    reasons = [f"{clash.subject}: {clash.reason}" for clash in verdict.clashes]
    reasons += [f"{name} can have no instance" for name in verdict.unsatisfiable]
    raise InconsistentError(
        "the data contradict the ontology\n    " + "\n    ".join(reasons),
        expected="data that some world could satisfy",
        remedy="mend the records or the axiom; 'kg ontology check' explains each contradiction",
    )
