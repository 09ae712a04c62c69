"""``kg why`` leads from a figure to the characters that state what it rests on."""

from __future__ import annotations

import json

import pytest

from kg.cli.main import run


@pytest.fixture
def why(data_folder):
    """Run the command on the release of the seeds and give its exit code."""

    def why(figure, *options):
        return run(["why", figure, *options, "--data", str(data_folder)])

    return why


@pytest.fixture
def derived(graph):
    """A derived figure of the seeds that rests on another one."""
    query = """SELECT ?figure WHERE { ?figure cbec:derivedFrom/cbec:derivedFrom ?given }
    ORDER BY ?figure LIMIT 1"""
    (row,) = graph.query(query)
    return row.figure


def test_a_reported_figure_is_explained_by_its_span(why, capsys):
    assert why("000-023") == 0
    text = capsys.readouterr().out
    assert "1,220,000,000,000 CNY  [1,215,000,000,000 to 1,225,000,000,000]" in text
    assert "stated as 1.22 trillion (exact), attributed to" in text
    assert "characters 1443 to 1517 of document 000" in text


def test_a_derived_figure_is_explained_by_rules_and_spans(why, capsys, derived):
    """Rule beneath rule, and at the bottom what sources print."""
    assert why(derived) == 0
    text = capsys.readouterr().out
    assert text.count("by the rule ") == 2
    assert text.count("stated as ") == text.count("at characters ") == 3


def test_an_explanation_as_json_nests_the_inputs(why, capsys, derived):
    assert why(derived.short, "--format", "json") == 0
    found = json.loads(capsys.readouterr().out, parse_float=pytest.fail)
    assert set(found["rule"]) == {"formula", "name"}
    assert {"evidence", "rule"} <= {key for one in found["inputs"] for key in one}


def test_an_explanation_as_mermaid_is_a_flowchart(why, capsys, derived):
    assert why(derived, "--format", "mermaid") == 0
    assert capsys.readouterr().out.startswith("flowchart BT\n")


def test_what_is_no_figure_is_an_error(why, capsys):
    assert why("000-999") == 1
    assert "there is no figure '000-999'" in capsys.readouterr().err
