"""What the rules conclude is what OWL RL concludes, whatever the order of the input."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from random import Random
from time import process_time

import owlrl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, Triple
from rdflib import Graph, URIRef

from kg.mapping import map_seeds
from kg.ontology import code_quads, ontology_quads, read_quads
from kg.rdf.convert import from_rdflib, to_rdflib
from kg.reasoning import materialize
from kg.resources import folder
from kg.seeds import read_seeds
from kg.vocab import CODE, ID, ONT, PREFIXES, cbec, entity_iri, graph_iri, rdf, source_graph

ENTAILED = graph_iri("entailed")
FIXTURE = Path(__file__).parent / "fixture.ttl"
LABEL = PREFIXES["rdfs"] + "label"
SEEN = (ONT, PREFIXES["skos"] + "Concept")
# Texts about which no rule says anything: owlrl would only copy them.
SILENT = frozenset(
    PREFIXES["skos"] + name
    for name in ("definition", "example", "editorialNote", "scopeNote", "altLabel", "note")
)

# owlrl 7.6 leaves the last property of a key out of the comparison (prp-key), so that a key of one
# property makes all instances of the class the same. A test of its own holds the key instead.
HAS_KEY = PREFIXES["owl"] + "hasKey"


def projected(triples: Iterable[Triple]) -> set[Triple]:
    """Keep what data users see: our predicates, labels and our classes, on instances and codes."""
    return {triple for triple in triples if _is_seen(triple)}


def _is_seen(triple: Triple) -> bool:
    subject, predicate, value = triple
    if not isinstance(subject, NamedNode) or not subject.value.startswith((ID, CODE)):
        return False
    if predicate == rdf("type"):
        return isinstance(value, NamedNode) and value.value.startswith(SEEN)
    return predicate.value.startswith(ONT) or predicate.value == LABEL


def closure_by_owlrl(quads: list[Quad]) -> set[Triple]:
    """Give what owlrl adds to the quads by all rules of OWL 2 RL."""
    graph = to_rdflib(quads)
    for name in (*SILENT, HAS_KEY):
        graph.remove((None, URIRef(name), None))
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    # owlrl concludes about literals too, as OWL RL does; RDF does not let them be subjects
    about_instances = Graph()
    for triple in graph:
        if isinstance(triple[0], URIRef) and str(triple[0]).startswith((ID, CODE)):
            about_instances.add(triple)
    return {quad.triple for quad in from_rdflib(about_instances, ENTAILED)}


def assert_rules_conclude_the_same_as_owlrl(quads: list[Quad]) -> None:
    asserted = {quad.triple for quad in quads}
    ours = projected(quad.triple for quad in materialize(quads))
    theirs = projected(closure_by_owlrl(quads)) - asserted
    assert ours - theirs == set()
    assert theirs - ours == set()
    assert ours


@pytest.fixture(scope="module")
def ontology() -> list[Quad]:
    return [*ontology_quads(), *code_quads()]


@pytest.fixture(scope="module")
def fixture(ontology) -> list[Quad]:
    return [*ontology, *read_quads(FIXTURE, source_graph("000"))]


@pytest.fixture(scope="module")
def seeds(ontology) -> list[Quad]:
    return [*ontology, *map_seeds(read_seeds(folder("seeds")))]


def test_rules_conclude_what_owlrl_concludes_from_the_fixture(fixture):
    """One of each situation: nothing more and nothing less than OWL RL."""
    assert_rules_conclude_the_same_as_owlrl(fixture)


@pytest.mark.slow
def test_rules_conclude_what_owlrl_concludes_from_the_seeds(seeds):
    """All that the articles state: nothing more and nothing less than OWL RL."""
    assert_rules_conclude_the_same_as_owlrl(seeds)


def test_the_key_of_documents_makes_no_two_of_them_the_same(seeds):
    """What the rules leave out, prp-key, would conclude nothing from the seeds."""
    pairs = {(quad.object, quad.subject) for quad in seeds if quad.predicate == cbec("documentId")}
    assert len(pairs) == len({key for key, _ in pairs}) > 1


def test_conclusions_from_the_fixture_are_those_expected(fixture):
    """Each rule gives what its summary says."""
    found = {quad.triple for quad in materialize(fixture)}

    def iri(reference: str) -> NamedNode:
        return NamedNode(entity_iri(reference))

    for subject, predicate, value in [
        ("place/Hall", cbec("locatedIn"), iri("place/CN")),
        ("place/CN", cbec("contains"), iri("place/Hall")),
        ("place/HK", cbec("borders"), iri("place/Shenzhen")),
        ("event/expo", cbec("takesPlaceIn"), iri("place/CN")),
        ("place/CN", cbec("hosts"), iri("event/expo")),
        ("programme/initiative", cbec("outcomeOf"), iri("event/week")),
        ("org/firm", cbec("basedIn"), iri("place/Guangdong")),
        ("obs/000-001", cbec("coversArea"), iri("place/CN")),
        ("obs/000-001", cbec("reportedIn"), iri("doc/000")),
        ("event/week", rdf("type"), cbec("Event")),
        ("doc/000", rdf("type"), cbec("SourceDocument")),
        ("place/Hall", NamedNode(LABEL), Literal("Hall", language="en")),
    ]:
        assert Triple(iri(subject), predicate, value) in found


def test_conclusions_stand_in_the_entailed_graph_and_nowhere_else(fixture):
    """What is entailed is never mixed with what is asserted."""
    concluded = materialize(fixture)
    assert {quad.graph_name for quad in concluded} == {ENTAILED}
    assert not {quad.triple for quad in concluded} & {quad.triple for quad in fixture}
    assert concluded == sorted(concluded, key=str)


def test_materializing_twice_adds_nothing(fixture):
    """The conclusions are closed under the rules."""
    assert materialize([*fixture, *materialize(fixture)]) == []


def test_nothing_is_concluded_about_terms_of_the_ontology(seeds):
    """Only instances and codes get new triples."""
    for quad in materialize(seeds):
        assert isinstance(quad.subject, NamedNode)
        assert quad.subject.value.startswith((ID, CODE))


PLACES = st.sampled_from([NamedNode(entity_iri(f"place/P{number}")) for number in range(6)])
LINKS = st.sampled_from([cbec(name) for name in ("locatedIn", "contains", "borders", "hosts")])
FACTS = st.lists(st.builds(Quad, PLACES, LINKS, PLACES, st.just(source_graph("000"))), max_size=12)


@settings(max_examples=30)
@given(facts=FACTS, seed=st.integers(0, 1000))
def test_the_order_of_the_input_does_not_matter(facts, seed):
    """The same quads in any order, or given twice, have the same conclusions."""
    quads = [*ontology_quads(), *facts]
    shuffled = [*quads, *facts]
    Random(seed).shuffle(shuffled)
    assert materialize(shuffled) == materialize(quads)


@settings(max_examples=30)
@given(some=FACTS, more=FACTS)
def test_more_facts_never_take_a_conclusion_away(some, more):
    """Reasoning is monotone: what holds goes on to hold."""
    fewer = [*ontology_quads(), *some]
    larger = [*fewer, *more]
    before = {quad.triple for quad in [*fewer, *materialize(fewer)]}
    after = {quad.triple for quad in [*larger, *materialize(larger)]}
    assert before <= after


def test_ten_thousand_triples_take_less_than_two_seconds(seeds):
    """The build stays quick; the time is that of the processor, so a busy machine does not lie."""
    started = process_time()
    materialize(seeds)
    assert process_time() - started < 2 * max(1, len(seeds) / 10_000)
