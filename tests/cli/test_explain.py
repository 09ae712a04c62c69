"""``kg explain`` leads from a triple of the release to its evidence."""

from __future__ import annotations

import json

import pytest

from kg.cli.main import run
from kg.mapping import map_seeds
from kg.ontology import code_quads, ontology_quads
from kg.reasoning import QuadsInMemory, materialize
from kg.resources import folder
from kg.seeds import read_seeds


class Release:
    """A graph with a store, as a command gets it."""

    def __init__(self, store):
        self.store = store

    def __enter__(self):
        return self

    def __exit__(self, *error):
        return None


@pytest.fixture(scope="module")
def store():
    quads = [*ontology_quads(), *code_quads(), *map_seeds(read_seeds(folder("seeds")))]
    return QuadsInMemory([*quads, *materialize(quads)])


@pytest.fixture(autouse=True)
def release(monkeypatch, store):
    monkeypatch.setattr("kg.cli.answers.open_graph", lambda data: Release(store))


def test_an_entailed_triple_is_explained_by_its_rule(capsys):
    """The example of the help works on the seeds."""
    assert run(["explain", "place:Shenzhen cbec:locatedIn place:CN"]) == 0
    text = capsys.readouterr().out
    assert "by the rule transitive" in text
    assert "asserted in graph:entities" in text


def test_a_figure_leads_to_the_span_of_its_source(capsys, store):
    """What a source states is explained by the characters that state it."""
    from kg.vocab import cbec

    quad = min(store.quads(None, cbec("value"), None, None), key=str)
    assert run(["explain", f"{quad.subject} {quad.predicate} {quad.object}"]) == 0
    text = capsys.readouterr().out
    assert "asserted in graph:source/" in text
    assert "characters" in text


def test_an_explanation_as_json_is_json(capsys):
    """Programs get the same tree."""
    triple = "place:Shenzhen cbec:locatedIn place:CN"
    assert run(["explain", triple, "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["rule"]["name"] == "transitive"


@pytest.mark.parametrize(
    ("triple", "problem"),
    [
        ("place:CN cbec:locatedIn place:Shenzhen", "does not hold"),
        ("place:CN", "is not a triple"),
    ],
)
def test_what_cannot_be_explained_is_an_error(capsys, triple, problem):
    """The message goes to standard error and the exit code is that of wrong input."""
    assert run(["explain", triple]) == 1
    output = capsys.readouterr()
    assert problem in output.err
    assert output.out == ""
