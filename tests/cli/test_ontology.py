"""``kg ontology`` says by its exit code whether the ontology and the seeds hold together."""

from __future__ import annotations

import json

import pytest

from kg.cli.main import run
from kg.ontology import Verdict, checks


@pytest.fixture
def sound(monkeypatch):
    """Leave out what takes seconds and is not what the test is about."""
    verdict = Verdict(consistent=True, unsatisfiable=(), clashes=(), seconds=0.0)
    monkeypatch.setattr("kg.ontology.examine.check_consistency", lambda quads, *, seconds: verdict)
    monkeypatch.setattr("kg.ontology.examine.check_style", tuple)


def test_check_passes_on_the_seeds(capsys):
    """The release is built from nothing less."""
    assert run(["ontology", "check"]) == 0
    output = capsys.readouterr()
    assert "HermiT: consistent" in output.out
    assert output.err == ""


def test_check_as_json_is_json(capsys, sound):
    """Programs read the same findings."""
    assert run(["ontology", "check", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["consistency"]["consistent"] is True


def test_check_fails_with_3_on_a_violation(capsys, monkeypatch, sound):
    """A violation of a check is data that do not conform."""
    broken = checks.Check("x", "It is wrong.", "错。", "p", "s", checks.Severity.VIOLATION, "")
    found = (checks.Finding(broken, "cbec:City"),)
    monkeypatch.setattr("kg.ontology.examine.run_checks", lambda: found)
    assert run(["ontology", "check"]) == 3
    output = capsys.readouterr()
    assert "Pitfalls: fails (1 violation)" in output.out
    assert "1 violation" in output.err


def test_check_fails_with_4_on_a_contradiction(capsys, monkeypatch):
    """A contradiction is told with the derivation of both sides."""
    from pyoxigraph import Quad

    from kg.reasoning import read_triple
    from kg.vocab import graph_iri

    texts = ["org:x a cbec:Company", "place:y cbec:contains org:x"]
    quads = [Quad(*read_triple(text), graph_iri("entities")) for text in texts]
    monkeypatch.setattr("kg.mapping.map_seeds", lambda seeds: iter(quads))
    assert run(["ontology", "check"]) == 4
    output = capsys.readouterr()
    assert "org:x is both cbec:Agent and cbec:Place" in output.out
    assert "by the rule" in output.out
    assert "contradict" in output.err


def test_list_names_terms_of_one_kind(capsys):
    """A table for people, JSON for programs."""
    assert run(["ontology", "list", "--kind", "class"]) == 0
    text = capsys.readouterr().out
    assert "cbec:City" in text
    assert "cbec:locatedIn" not in text
    assert run(["ontology", "list", "--format", "json", "--kind", "object-property"]) == 0
    names = {term["name"] for term in json.loads(capsys.readouterr().out)}
    assert "cbec:locatedIn" in names
    assert "cbec:City" not in names
