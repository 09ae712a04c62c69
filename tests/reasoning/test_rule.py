"""A rule is one CONSTRUCT of patterns and filters, and nothing else."""

from __future__ import annotations

import pytest

from kg.errors import InputError
from kg.reasoning import load_rules

HEAD = "#+ summary: x\n#+ summary_zh: x\n#+ rule: prp-x\n"


def test_each_rule_has_premises_and_a_name_in_owl_rl():
    """The rules are those of OWL 2 RL whose conclusions data users need."""
    rules = load_rules()
    assert {rule.code for rule in rules} == {
        "cax-sco", "prp-dom", "prp-inv1", "prp-inv2", "prp-rng", "prp-spo1", "prp-spo2",
        "prp-symp", "prp-trp",
    }  # fmt: skip
    for rule in rules:
        assert rule.premises
        assert rule.summary
        assert rule.summary_zh


@pytest.mark.parametrize(
    "query",
    [
        "CONSTRUCT { ?x ?p ?y } WHERE { OPTIONAL { ?x ?p ?y } }",
        "CONSTRUCT { ?x ?p ?y . ?y ?p ?x } WHERE { ?x ?p ?y }",
        "CONSTRUCT { ?x ?p ?y } WHERE { ?x ?p ?y FILTER NOT EXISTS { ?y ?p ?x } }",
        "CONSTRUCT { ?x ?p 5 } WHERE { ?x ?p ?y }",
        "CONSTRUCT { ?x ?p ?y } WHERE { { ?x ?p ?y } UNION { ?y ?p ?x } }",
    ],
)
def test_a_rule_that_cannot_be_explained_is_refused(tmp_path, query):
    """Its premises could not be told from its text."""
    (tmp_path / "rule.rq").write_text(HEAD + query, encoding="utf-8")
    with pytest.raises(InputError, match="plain rule"):
        load_rules(tmp_path)
