"""One examination says what every layer found, for people and for programs."""

from __future__ import annotations

import json

import pytest
from pyoxigraph import Quad, RdfFormat, parse
from rdflib import Graph
from rich.console import Console

from kg.ontology.checks import Severity
from kg.ontology.examine import Examination, examine
from kg.ontology.report import examination_text
from kg.ontology.style import check_style
from kg.ontology.terms import read_terms
from kg.reasoning import materialize
from kg.vocab import PREFIXES, graph_iri

PROLOGUE = "".join(f"@prefix {name}: <{space}> . " for name, space in PREFIXES.items())
WRONG = "place:Singapore a cbec:City ; cbec:locatedIn org:gac . org:gac a cbec:GovernmentBody ."


def data(turtle: str) -> list[Quad]:
    quads = parse(PROLOGUE + turtle, format=RdfFormat.TURTLE)
    return [Quad(*quad.triple, graph_iri("entities")) for quad in quads]


@pytest.fixture(scope="module")
def sound() -> Examination:
    return examine(data("place:Singapore a cbec:City ."), materialize)


@pytest.fixture(scope="module")
def broken() -> Examination:
    return examine(data(WRONG), materialize)


def shown(examination: Examination, language: str = "en") -> str:
    console = Console(width=200)
    with console.capture() as capture:
        console.print(examination_text(examination, language))
    return capture.get()


def test_the_ontology_is_sound(sound):
    """Each layer passes."""
    assert sound.violations == 0
    assert sound.verdict.sound
    assert not sound.style


def test_a_contradiction_is_told_with_its_triples(broken):
    """The text names the individual and what it cannot be both."""
    text = shown(broken)
    assert "HermiT: inconsistent" in text
    assert "org:gac is both cbec:Agent and cbec:Place" in text
    assert "org:gac a cbec:Place" in text


def test_text_names_each_layer(sound):
    """Nobody has to guess what was checked."""
    text = shown(sound)
    for layer in ("OWL 2 RL and DL: ok", "Pitfalls: ok", "Style: ok", "HermiT: consistent"):
        assert layer in text


def test_text_may_be_chinese(sound):
    """The summaries of the checks are in both languages."""
    assert "对象属性" in shown(sound, "zh")


def test_json_holds_every_finding(sound, broken):
    """Hints too, which the text shortens."""
    layers = json.loads(json.dumps(sound.as_json()))
    assert len(layers["pitfalls"]) == len(sound.pitfalls)
    assert {entry["severity"] for entry in layers["pitfalls"]} <= set(Severity)
    assert layers["consistency"]["consistent"]
    (clash,) = broken.as_json()["consistency"]["clashes"]
    assert clash["subject"] == "org:gac"


def test_a_term_without_its_texts_leaves_the_style():
    """The style shapes are those of the ontology folder."""
    graph = Graph().parse(data=PROLOGUE + "cbec:Hotel a owl:Class .", format="turtle")
    found = check_style(graph)
    assert {finding.term for finding in found} == {"cbec:Hotel"}
    assert all(finding.check.solution for finding in found)


def test_terms_have_labels_and_definitions_in_three_languages():
    """What is listed can be read in every language."""
    terms = read_terms()
    assert {term.kind for term in terms} == {"class", "object-property", "data-property", "code"}
    named = {term.name: term for term in terms}
    assert named["cbec:City"].kind == "class"
    assert named["unit:CNY"].kind == "code"
    for term in terms:
        if term.name.startswith("cbec:"):
            assert set(term.labels) >= {"en", "zh", "pt"}, term.name
            assert set(term.definitions) >= {"en", "zh", "pt"}, term.name
