"""``kg audit`` lists what the audit of a release found."""

from __future__ import annotations

import json
import shutil

import pytest

from kg.cli.audit import KINDS, OUTCOMES
from kg.cli.main import run
from kg.ontology import code_quads
from kg.pipeline import build
from kg.resources import folder
from kg.vocab import code_iri


@pytest.fixture
def audit(data_folder):
    """Run the command on the release of the seeds and give its exit code."""

    def audit(*options):
        return run(["audit", *options, "--data", str(data_folder)])

    return audit


def test_the_findings_on_the_seeds_are_listed_with_their_state(audit, capsys):
    assert audit() == 0
    output = capsys.readouterr()
    assert "contradiction (value, open)  discrepancy:d-003-004-trade-of-2020" in output.out
    assert "contradiction (currency, open)  discrepancy:d-004-total-trade-growth" in output.out
    assert "question (scope, open)  discrepancy:d-003-projects" in output.out
    assert output.out.rstrip().endswith("contradiction: 2, tension: 2, question: 2")
    assert output.err == "", "no judgement is about what is not found"


@pytest.mark.parametrize(("kind", "count"), [("tension", 2), ("currency", 1), ("revision", 0)])
def test_findings_can_be_limited_to_an_outcome_or_a_kind(audit, capsys, kind, count):
    assert audit("--kind", kind, "--format", "json") == 0
    found = json.loads(capsys.readouterr().out, parse_float=pytest.fail)
    assert len(found) == count
    assert all(kind in (one["outcome"], one["kind"]) for one in found)


def test_the_choices_are_the_codes_of_their_schemes():
    """What can be found can be asked for."""
    codes = {
        (quad.object.value if hasattr(quad.object, "value") else "", quad.subject.value)
        for quad in code_quads()
        if quad.predicate.value.endswith("#inScheme")
    }
    for scheme, names in (("comparison-outcome", OUTCOMES), ("discrepancy-kind", KINDS)):
        own = {code for code_scheme, code in codes if code_scheme.endswith(f"/{scheme}")}
        assert own == {code_iri(scheme, name) for name in names}


def test_a_judgement_of_what_is_no_longer_found_is_a_warning(tmp_path, capsys):
    """It neither stops the build nor hides."""
    seeds = shutil.copytree(folder("seeds"), tmp_path / "seeds")
    path = seeds / "004.yaml"
    text = path.read_text(encoding="utf-8")
    head, mark, rest = text.partition("  - id: 004-011\n")
    path.write_text(
        head + mark + rest.replace('digits: "1.5"', 'digits: "1.9"', 1), encoding="utf-8"
    )
    build(seeds, tmp_path / "data")
    assert run(["audit", "--data", str(tmp_path / "data")]) == 0
    output = capsys.readouterr()
    assert "no longer finds discrepancy:d-004-total-trade-growth" in output.err
    assert "d-004-total-trade-growth" not in output.out
