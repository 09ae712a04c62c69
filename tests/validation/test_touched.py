"""Validating only what a change can touch finds what validating everything finds."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.ontology import read_quads
from kg.store.literals import as_stored
from kg.validation import Report, touched_targets, validate, validate_touched
from kg.validation.touched import _all_reads
from kg.vocab import ONT, entity_iri, graph_iri, rdf

SHAPES = Path(__file__).parents[1] / "shapes"
WRONG = sorted(path.stem for path in (SHAPES / "wrong").glob("*.ttl"))
Data = frozenset[ox.Quad]


@cache
def data(name: str) -> Data:
    return frozenset(as_stored(read_quads(SHAPES / f"{name}.ttl", graph_iri("data"))))


def partly(old: Data, new: Data) -> Report:
    """Validate what differs between data that conform without a warning and new ones."""
    touched = touched_targets(old, new)
    assert touched is not None
    return validate_touched(touched)


def size(old: Data, new: Data) -> int:
    touched = touched_targets(old, new)
    assert touched is not None
    return sum(len(nodes) for nodes in touched.targets.values())


def test_every_shape_with_a_target_is_understood() -> None:
    assert len(_all_reads()) > 40
    paths = {path for reads in _all_reads().values() for path in reads.paths}
    assert {f"{ONT}assertedSubject", f"{ONT}cell"} <= {
        path[0] for path in paths if path[1:] == ("*",)
    }
    assert all(reads.paths for reads in _all_reads().values())
    assert sum(bool(reads.predicates) for reads in _all_reads().values()) > 10


@pytest.mark.parametrize("name", WRONG)
def test_a_fault_that_is_put_in_is_found(name: str) -> None:
    """The right data conform, so that what is found in all of the wrong is all found here."""
    new = data(f"wrong/{name}")
    found = partly(data("right"), new)
    assert found.results == validate(new).results
    assert found.results


@pytest.mark.parametrize("part", range(6))
def test_triples_that_are_taken_out_are_missed_where_a_shape_wants_them(part: int) -> None:
    old = data("right")
    out = sorted(old, key=str)[part :: len(old) // 6]
    new = old - set(out)
    assert partly(old, new).results == validate(new).results


def test_what_is_not_touched_is_as_it_was() -> None:
    """From data with faults: outside what is touched, the faults stay the same."""
    names = ("wrong/" + name for name in WRONG)
    old = frozenset().union(*(data(name) for name in names))
    new = old - set(sorted(old, key=str)[::40])
    found = touched_targets(old, new)
    assert found is not None
    touched = {node for nodes in found.targets.values() for node in nodes}
    before, after = (
        {result for result in validate(quads).results if result.focus.value not in touched}
        for quads in (old, new)
    )
    assert before == after
    assert touched


def test_a_label_touches_its_entity_alone() -> None:
    old = data("right")
    place = next(
        quad.subject
        for quad in old
        if quad.predicate == rdf("type") and "/place/" in str(quad.subject)
    )
    label = ox.NamedNode("http://www.w3.org/2004/02/skos/core#altLabel")
    new = old | {ox.Quad(place, label, ox.Literal("X", language="en"), graph_iri("data"))}
    touched = touched_targets(old, new)
    assert touched
    nodes = {node for nodes in touched.targets.values() for node in nodes}
    assert {"place"} <= {node.split("/")[-2] for node in nodes}
    everything = size(frozenset(), old)
    assert size(old, new) < everything / 2
    assert not size(old, old)


def test_classes_and_blank_nodes_that_change_touch_everything() -> None:
    thing = ox.NamedNode(entity_iri("place/X"))
    sub = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#subClassOf")
    for quad in (
        ox.Quad(thing, sub, thing, graph_iri("data")),
        ox.Quad(ox.BlankNode(), rdf("type"), thing, graph_iri("data")),
    ):
        assert touched_targets(frozenset(), {quad}) is None
