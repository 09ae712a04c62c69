"""``kg explain`` leads from a triple of the release to its evidence."""

from __future__ import annotations

import json

import pytest

from kg.cli.main import run


@pytest.fixture
def explain(data_folder):
    """Run the command on the release of the seeds and give its exit code."""

    def explain(triple, *options):
        return run(["explain", triple, *options, "--data", str(data_folder)])

    return explain


def test_an_entailed_triple_is_explained_by_its_rule(explain, capsys):
    """The example of the help works on the seeds."""
    assert explain("place:Shenzhen cbec:locatedIn place:CN") == 0
    text = capsys.readouterr().out
    assert "by the rule transitive" in text
    assert "asserted in graph:entities" in text


@pytest.mark.parametrize("value", ["1220000000000", "1220000000000.00"])
def test_a_figure_leads_to_the_span_of_its_source(explain, capsys, value):
    """However the number is written, it is explained by the characters that state it."""
    assert explain(f"obs:000-023 cbec:value {value}") == 0
    text = capsys.readouterr().out
    assert "asserted in graph:source/000" in text
    assert "stated by 000-023 at characters" in text


def test_a_derived_figure_leads_to_the_figures_it_was_computed_from(explain, capsys, graph):
    """From any number to its inputs, and from those to their spans."""
    query = """SELECT ?figure ?value WHERE {
      GRAPH graph:derived { ?figure cbec:value ?value }
    } ORDER BY ?figure LIMIT 1"""
    (row,) = graph.store.query(query)
    assert explain(f"{row['figure']} cbec:value {row['value']}", "--format", "json") == 0
    found = json.loads(capsys.readouterr().out)
    assert found["inputs"]
    assert {evidence["statement"] for evidence in found["evidence"]} >= set(found["inputs"])


def test_an_explanation_as_json_is_json(explain, capsys):
    """Programs get the same tree."""
    assert explain("place:Shenzhen cbec:locatedIn place:CN", "--format", "json") == 0
    assert json.loads(capsys.readouterr().out)["rule"]["name"] == "transitive"


@pytest.mark.parametrize(
    ("triple", "problem"),
    [
        ("place:CN cbec:locatedIn place:Shenzhen", "does not hold"),
        ("place:CN", "is not a triple"),
        ("foo", "'foo' is not a triple: foo is not"),
    ],
)
def test_what_cannot_be_explained_is_an_error(explain, capsys, triple, problem):
    """The message goes to standard error and the exit code is that of wrong input."""
    assert explain(triple) == 1
    output = capsys.readouterr()
    assert problem in output.err
    assert output.out == ""
