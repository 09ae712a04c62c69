"""The library of questions as RDF."""

from __future__ import annotations

import pyoxigraph as ox

from kg.queries.library import questions
from kg.queries.rdf import EXAMPLES, prefix_quads, question_iri, question_quads
from kg.vocab import PREFIXES

SH = PREFIXES["sh"]


def test_every_question_is_an_executable_with_its_text() -> None:
    quads = question_quads(questions())
    texts = {
        quad.subject.value: quad.object.value
        for quad in quads
        if quad.predicate.value in {SH + "select", SH + "ask", SH + "construct"}
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.Literal)
    }
    assert texts == {question_iri(name): one.text for name, one in questions().items()}
    assert len(texts) > 50


def test_the_quads_are_the_same_each_time_and_have_no_blank_nodes() -> None:
    quads = (*question_quads(questions()), *prefix_quads())
    assert quads == (*question_quads(questions()), *prefix_quads())
    assert len(set(quads)) == len(quads)
    for quad in quads:
        assert quad.graph_name == EXAMPLES
        assert isinstance(quad.subject, ox.NamedNode)
        assert not isinstance(quad.object, ox.BlankNode)


def test_each_prefix_is_declared() -> None:
    declared = [
        quad.object.value
        for quad in prefix_quads()
        if quad.predicate.value == SH + "prefix" and isinstance(quad.object, ox.Literal)
    ]
    assert declared == sorted(PREFIXES)
