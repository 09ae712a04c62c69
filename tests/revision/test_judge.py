"""Judging only what a change can touch comes to the verdict of judging everything."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from time import monotonic

import pyoxigraph as ox
import pytest

from kg.errors import KgError
from kg.figures.concluded import Concluded, conclude_quads
from kg.mapping import map_seeds
from kg.ontology import code_quads, ontology_quads, read_quads
from kg.rdf import canonical_quads
from kg.rdf.canon import scope_blank_nodes
from kg.resources import folder
from kg.revision.bounds import Bounds
from kg.revision.delta import Delta
from kg.revision.judge import judge
from kg.seeds import read_seeds
from kg.store.literals import as_stored
from kg.validation import Report, report_quads, shapes_quads
from kg.vocab import ID, PREFIXES, cbec, graph_iri, skos

module = sys.modules[judge.__module__]

RIGHT = Path(__file__).parents[1] / "shapes" / "right.ttl"
DATA = graph_iri("entities")


def rules() -> Iterator[ox.Quad]:
    """Give the rules that derived figures name."""
    for quad in map_seeds(read_seeds(folder("seeds"))):
        if "/rule/" in str(quad.subject):
            yield ox.Quad(quad.subject, quad.predicate, quad.object, DATA)


@cache
def base() -> frozenset[ox.Quad]:
    """A release that was judged: the right data with the terms, the shapes and the report."""
    stated = [
        *read_quads(RIGHT, DATA),
        *rules(),
        *ontology_quads(),
        *code_quads(),
        *shapes_quads(),
        *report_quads(Report(())),
    ]
    quads = frozenset(canonical_quads(scope_blank_nodes(as_stored(stated))))
    delta = Delta(frozenset(quad for quad in quads if quad.graph_name == DATA))
    following, _ = judge(quads, delta, Bounds(judging=600))
    return frozenset(following.applied(quads))


def place() -> ox.NamedNode:
    return next(
        quad.subject
        for quad in sorted(base(), key=str)
        if quad.graph_name == DATA
        and isinstance(quad.subject, ox.NamedNode)
        and "/place/" in quad.subject.value
    )


def label(text: str) -> Delta:
    quad = ox.Quad(place(), skos("altLabel"), ox.Literal(text, language="en"), DATA)
    return Delta(frozenset({quad}))


def without(predicate: str) -> Delta:
    """Take out a quad with such a predicate whose triple stands in no other graph."""
    standing = Counter(quad.triple for quad in base())
    found = [
        quad
        for quad in sorted(base(), key=str)
        if quad.graph_name == DATA
        and quad.predicate.value.endswith(predicate)
        and standing[quad.triple] == 1
    ]
    return Delta(removed=frozenset(found[:1]))


def bound(number: str) -> Delta:
    """Let a figure from which others follow begin elsewhere."""
    figure = ox.NamedNode(f"{ID}obs/900-001")
    (old,) = (q for q in base() if q.subject == figure and q.predicate == cbec("lowerBound"))
    decimal = ox.NamedNode(f"{PREFIXES['xsd']}decimal")
    new = ox.Quad(figure, old.predicate, ox.Literal(number, datatype=decimal), DATA)
    return Delta(frozenset({new}), frozenset({old}))


def verdict(delta: Delta, *, follows: bool = False) -> object:
    try:
        return judge(delta.applied(base()), delta, Bounds(judging=600), follows=follows)
    except KgError as error:
        return error.code, error.problem


CHANGES = {
    "a label": lambda: label("X"),
    "no label": lambda: without("#label"),
    "no span": lambda: without("#evidence"),
    "another bound": lambda: bound("109000000000"),
    "a bound beyond the other": lambda: bound("209000000000"),
    "no type": lambda: without("#type"),
}


@pytest.mark.parametrize("name", CHANGES)
def test_the_verdict_is_that_of_judging_everything(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    delta = CHANGES[name]()
    assert delta
    quick = verdict(delta, follows=True)
    monkeypatch.setattr(module, "_has_our_terms", lambda _: False)
    monkeypatch.setattr(module, "_is_other_logic", lambda *_: True)
    assert quick == verdict(delta)


def test_figures_are_worked_out_from_those_before_where_these_can_be_relied_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    done: list[Concluded] = []

    def conclude_and_note(
        stated: list[ox.Quad], before: list[ox.Quad] | None = None
    ) -> list[ox.Quad]:
        done.append(conclude_quads(stated, before))
        return list(done[-1].quads)

    monkeypatch.setattr(module, "conclude", conclude_and_note)
    for delta in (label("X"), bound("109000000000")):
        after = [
            module._judge(delta.applied(base()), delta, monotonic() + 600, follows=follows)[0]
            for follows in (False, True)
        ]
        assert after[0] == after[1]
    anew, kept = zip(*((one.anew, one.kept) for one in done), strict=True)
    assert anew == (1, 0, 1, 1)
    assert kept == (0, 1, 0, 0)


def test_hermit_is_asked_only_where_it_would_see_anything_new() -> None:
    logical = without("#type")
    data = [quad for quad in base() if module._is_data(quad) or quad.graph_name in module._TERMS]
    for delta, asked in ((label("X"), False), (logical, True)):
        assert module._is_other_logic(base(), list(delta.applied(data))) is asked


def test_a_release_judged_by_other_shapes_is_judged_whole() -> None:
    assert module._has_our_terms(base())
    shape = next(quad for quad in base() if quad.graph_name == graph_iri("shapes"))
    assert not module._has_our_terms(base() - {shape})
