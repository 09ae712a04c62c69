"""HermiT finds each wrong data set inconsistent, the seeds consistent, and we can say why."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from pyoxigraph import Quad, RdfFormat, parse

from kg.errors import KgError
from kg.figures import derive_quads
from kg.mapping import map_seeds
from kg.ontology import check_consistency, code_quads, ontology_quads, read_quads
from kg.reasoning import materialize
from kg.resources import folder
from kg.seeds import read_seeds
from kg.vocab import PREFIXES, graph_iri

WRONG = sorted((Path(__file__).parent / "wrong" / "hermit").glob("*.ttl"))
PROLOGUE = "".join(f"@prefix {name}: <{space}> . " for name, space in PREFIXES.items())
DATA = graph_iri("entities")


def data(turtle: str) -> list[Quad]:
    return [Quad(*q.triple, DATA) for q in parse(PROLOGUE + turtle, format=RdfFormat.TURTLE)]


def test_there_are_enough_wrong_data_sets():
    """A folder of cases that lost its files must not pass."""
    assert len(WRONG) >= 14


@pytest.mark.parametrize("path", WRONG, ids=[path.stem for path in WRONG])
def test_a_wrong_data_set_is_inconsistent(path):
    """HermiT finds the contradiction, and the queries say between which triples."""
    quads = [*ontology_quads(), *read_quads(path, DATA)]
    verdict = check_consistency([*quads, *materialize(quads)])
    assert not verdict.consistent
    assert verdict.clashes
    assert not verdict.sound


def test_a_right_data_set_is_consistent_and_every_class_can_have_an_instance():
    """The ontology with its codes and ordinary data has a model."""
    right = data(
        "event:e a cbec:Expo ; cbec:venue place:Hall ; cbec:startDate '2024-09-19'^^xsd:date ;"
        " cbec:theme 'a'@en, '甲'@zh . place:Hall a cbec:Venue ; cbec:locatedIn place:Hangzhou ."
        " place:Hangzhou a cbec:City ; cbec:latitude 30.27 ."
        " stmt:1 a cbec:Assertion ; cbec:assertedSubject place:Hangzhou ;"
        " cbec:assertedProperty cbec:locatedIn ; cbec:assertedObject place:CN ."
    )
    verdict = check_consistency([*ontology_quads(), *code_quads(), *right])
    assert verdict.consistent
    assert verdict.unsatisfiable == ()
    assert verdict.sound


def test_the_seeds_and_what_is_derived_from_them_are_consistent():
    """What the articles state, as we read it, contradicts neither itself nor the ontology."""
    stated = list(map_seeds(read_seeds(folder("seeds"))))
    derived = derive_quads(stated)
    assert derived
    verdict = check_consistency([*ontology_quads(), *code_quads(), *stated, *derived])
    assert verdict.sound


def test_one_wrong_triple_among_the_seeds_is_found():
    """Consistency is not a matter of luck: one wrong type in nine thousand quads is noticed."""
    stated = list(map_seeds(read_seeds(folder("seeds"))))
    wrong = data("place:Shenzhen a cbec:Country .")
    quads = [*ontology_quads(), *code_quads(), *stated, *wrong]
    verdict = check_consistency([*quads, *materialize(quads)])
    assert not verdict.consistent
    assert ("place:Shenzhen a cbec:City", "place:Shenzhen a cbec:Country") in [
        clash.triples for clash in verdict.clashes
    ]


def test_a_class_below_two_disjoint_classes_is_unsatisfiable():
    """A class that can have no instance is named even where it has none."""
    extra = data("cbec:Hotel a owl:Class ; rdfs:subClassOf cbec:Place, cbec:Agent .")
    verdict = check_consistency([*ontology_quads(), *extra])
    assert verdict.consistent
    assert verdict.unsatisfiable == ("cbec:Hotel",)
    assert not verdict.sound


def test_a_clash_names_the_individual_and_both_classes():
    """The reader learns what is wrong, not only that something is."""
    quads = [*ontology_quads(), *data("place:Singapore a cbec:City, cbec:Country .")]
    (clash,) = check_consistency(quads).clashes
    assert clash.subject == "place:Singapore"
    assert "cbec:City" in clash.reason
    assert "cbec:Country" in clash.reason


def test_a_clash_that_no_query_knows_is_narrowed_down_to_its_facts():
    """Where our queries find nothing, the smallest set of facts that clash is searched for."""
    axiom = "cbec:borders a owl:IrreflexiveProperty . place:Macao a cbec:City ."
    around = "place:A cbec:borders place:B . place:B cbec:borders place:C ."
    fact = "place:C cbec:borders place:C ."
    quads = [*ontology_quads(), *data(axiom + around + fact)]
    (clash,) = check_consistency(quads).clashes
    assert clash.triples == ("place:C cbec:borders place:C",)


def test_no_java_on_the_path_is_needed(monkeypatch):
    """Java comes with the packages."""
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("JAVA_HOME", raising=False)
    assert check_consistency(ontology_quads()).consistent


def test_the_time_limit_is_kept():
    """A reasoner that does not come to an end is stopped, and that is an error of its own."""
    with pytest.raises(KgError, match="longer"):
        check_consistency(ontology_quads(), seconds=0.05)


def test_a_java_that_cannot_run_is_an_error(monkeypatch):
    """The message names Java, not a traceback."""

    def no_java(*args, **options):
        raise FileNotFoundError(2, "no such file")

    monkeypatch.setattr(subprocess, "run", no_java)
    with pytest.raises(KgError, match="Java"):
        check_consistency(ontology_quads())


def test_the_working_directory_makes_no_difference(monkeypatch):
    """HermiT cannot make an IRI of the root folder."""
    monkeypatch.chdir("/")
    assert check_consistency(ontology_quads()).sound
