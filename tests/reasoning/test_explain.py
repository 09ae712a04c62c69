"""An explanation leads by rules down to what a source states, and never in a circle."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.console import Console

from kg.errors import TermError
from kg.ontology import ontology_quads, read_quads
from kg.reasoning import (
    Explanation,
    QuadsInMemory,
    explain,
    load_rules,
    materialize,
    read_triple,
    render_explanation,
)
from kg.reasoning.render import explanation_json
from kg.vocab import GRAPHS, ID, graph_iri, source_graph

FIXTURE = Path(__file__).parent / "fixture.ttl"


@pytest.fixture(scope="module")
def store() -> QuadsInMemory:
    quads = [*ontology_quads(), *read_quads(FIXTURE, source_graph("000"))]
    return QuadsInMemory([*quads, *materialize(quads)])


def walk(explanation: Explanation) -> Iterator[Explanation]:
    yield explanation
    for premise in explanation.premises:
        yield from walk(premise)


@pytest.mark.parametrize(
    ("triple", "rule"),
    [
        ("place:Hall cbec:locatedIn place:CN", "transitive"),
        ("place:CN cbec:contains place:Hall", "inverse"),
        ("place:HK cbec:borders place:Shenzhen", "symmetric"),
        ("event:expo cbec:takesPlaceIn place:Hall", "subproperty"),
        ("event:expo cbec:takesPlaceIn place:Shenzhen", "chain"),
        ("event:expo a cbec:Event", "domain"),
        ("place:HK a cbec:Place", "range"),
        ("place:Hall a cbec:Place", "domain"),
        ('place:Hall rdfs:label "Hall"@en', "subproperty"),
        ("place:Guangdong a cbec:Place", "domain"),
    ],
)
def test_an_entailed_triple_names_its_rule(store, triple, rule):
    """The last step of the derivation is the rule that concludes the triple."""
    found = explain(read_triple(triple), store)
    assert found.rule is not None
    assert found.rule.name == rule


def test_every_entailed_triple_has_an_explanation_down_to_asserted_ones(store):
    """Leaves are asserted, inner nodes follow by a rule, and no triple rests on itself."""
    entailed = list(store.quads(None, None, None, graph_iri("entailed")))
    assert entailed
    for quad in entailed:
        found = explain(quad.triple, store)
        for step in walk(found):
            assert bool(step.graphs) == (step.rule is None)
            assert bool(step.premises) == (step.rule is not None)
            assert all(step.triple != below.triple for below in list(walk(step))[1:])


def test_every_rule_explains_something(store):
    """A rule that is never used is not needed."""
    entailed = store.quads(None, None, None, graph_iri("entailed"))
    steps = [step for quad in entailed for step in walk(explain(quad.triple, store))]
    used = {step.rule.name for step in steps if step.rule}
    assert {rule.name for rule in load_rules()} - used <= {"inverse-of-inverse", "subclass"}


def test_the_shortest_derivation_is_given(store):
    """Three links in a row need two steps and no more."""
    found = explain(read_triple("place:Hall cbec:locatedIn place:CN"), store)
    assert found.steps == 2


def test_an_asserted_triple_says_where_and_by_which_span(store):
    """A record of the triple leads to the characters of the source."""
    found = explain(read_triple("place:Shenzhen cbec:borders place:HK"), store)
    assert found.rule is None
    assert found.graphs == (GRAPHS + "source/000",)
    (evidence,) = found.evidence
    assert evidence.statement == ID + "stmt/000-002"
    assert (evidence.document, evidence.start, evidence.end) == (ID + "doc/000", 3, 5)


def test_an_asserted_value_has_its_evidence_too(store):
    """Records of literals are found by their value."""
    (evidence,) = explain(read_triple("place:Shenzhen cbec:latitude 22.543"), store).evidence
    assert evidence.statement == ID + "stmt/000-003"


def test_what_a_statement_says_has_the_evidence_of_the_statement(store):
    """A figure needs no record beside itself."""
    (evidence,) = explain(read_triple("obs:000-001 cbec:area place:Shenzhen"), store).evidence
    assert evidence.statement == ID + "obs/000-001"


@pytest.mark.parametrize(
    "triple", ["place:CN cbec:locatedIn place:Hall", "place:Nowhere a cbec:Place"]
)
def test_a_triple_that_does_not_hold_says_so(store, triple):
    """There is nothing to explain, and that is an error with a remedy."""
    with pytest.raises(TermError, match="does not hold"):
        explain(read_triple(triple), store)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "place:CN",
        "place:CN a",
        "a b c",
        "nobody:x a cbec:City",
        "[] a cbec:City",
        "x:y x:z, x:w",
    ],
)
def test_a_text_that_is_no_triple_is_refused(text):
    """The error shows what a triple looks like."""
    with pytest.raises(TermError, match="is not a triple"):
        read_triple(text)


@pytest.mark.parametrize(
    "text",
    [
        "place:CN a cbec:Country",
        "place:CN a cbec:Country .",
        "<https://w3id.org/cbec/id/place/CN> rdf:type <https://w3id.org/cbec/ont#Country>",
    ],
)
def test_a_triple_may_be_written_with_prefixes_or_whole_iris(text):
    """All of Turtle's notations mean the same triple."""
    assert read_triple(text) == read_triple("place:CN a cbec:Country")


def test_a_tree_shows_rules_graphs_and_spans(store):
    """What is printed is enough to follow the derivation by hand."""
    console = Console(width=200)
    with console.capture() as capture:
        found = explain(read_triple("place:HK cbec:borders place:Shenzhen"), store)
        console.print(render_explanation(found))
    text = capture.get()
    assert "by the rule symmetric (prp-symp)" in text
    assert "asserted in graph:source/000" in text
    assert "characters 3 to 5 of document 000" in text
    assert "asserted in graph:ontology" in text


def test_a_chain_is_shown_as_a_list(store):
    """The cells of an RDF list tell a reader nothing."""
    found = explain(read_triple("event:expo cbec:takesPlaceIn place:Shenzhen"), store)
    console = Console(width=200)
    with console.capture() as capture:
        console.print(render_explanation(found))
    text = capture.get()
    assert "cbec:takesPlaceIn owl:propertyChainAxiom ( cbec:takesPlaceIn cbec:locatedIn )" in text
    assert "rdf:first" not in text


def test_an_explanation_as_json_holds_the_same_tree(store):
    """Programs get terms as in N-Triples."""
    found = explain(read_triple("place:HK cbec:borders place:Shenzhen"), store)
    tree = json.loads(json.dumps(explanation_json(found)))
    assert tree["triple"]["subject"] == f"<{ID}place/HK>"
    assert tree["rule"]["code"] == "prp-symp"
    assert [premise["graphs"] for premise in tree["premises"]] == [
        [GRAPHS + "source/000"],
        [GRAPHS + "ontology"],
    ]
