"""Every check finds what it is meant to find, and only that."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import Quad, parse

from kg.errors import InputError
from kg.ontology.checks import Severity, load_checks, run_checks
from kg.queries.query_file import read_folder, read_query_file
from kg.resources import folder

CASES = Path(__file__).parent / "cases"
GROUPS = ("pitfalls", "profile", "consistency")
CHECKS = [(group, check) for group in GROUPS for check in load_checks(group)]


def case(group: str, name: str) -> list[Quad]:
    (path,) = (CASES / group).glob(f"{name}.*")
    return list(parse(path=path))


@pytest.mark.parametrize(
    ("group", "check"), CHECKS, ids=[f"{group}/{check.name}" for group, check in CHECKS]
)
def test_check_finds_exactly_what_is_wrong_in_its_case(group, check):
    """In a case the terms whose names begin with 'wrong' are wrong, and all others are right."""
    quads = case(group, check.name)
    terms = {quad.subject for quad in quads} | {quad.predicate for quad in quads}
    terms |= {quad.object for quad in quads}
    names = {str(term).strip("<>").rsplit("#", 1)[-1] for term in terms}
    found = {finding.term.split(":", 1)[-1] for finding in run_checks(quads, (check,))}
    assert found == {name for name in names if name.lower().startswith("wrong")}
    assert found


@pytest.mark.parametrize("group", GROUPS)
def test_each_case_belongs_to_a_check(group):
    """A case without a check would prove nothing."""
    cases = {path.stem for path in (CASES / group).iterdir()}
    assert cases == {check.name for check in load_checks(group)}


def test_there_are_many_checks_for_pitfalls():
    """A folder of checks that lost its files must not pass."""
    assert len(load_checks("pitfalls")) >= 20
    assert len(load_checks("profile")) >= 10


def test_every_folder_of_checks_is_read():
    """A folder of checks that nobody runs would look as if it were run."""
    folders = {path.name for path in (folder("ontology") / "checks").iterdir() if path.is_dir()}
    assert folders == set(GROUPS)


def test_the_ontology_has_no_violation():
    """What we publish passes its own checks."""
    wrong = [found for found in run_checks() if found.check.severity is Severity.VIOLATION]
    assert not wrong, [(found.check.name, found.term, found.value) for found in wrong]


def test_an_empty_folder_of_checks_is_an_error(tmp_path):
    """A check that would pass on nothing is a defect."""
    with pytest.raises(InputError, match="no query"):
        read_folder(tmp_path)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("SELECT ?term {}", "no head"),
        ("#+ summary: [", "not YAML"),
        ("#+ tags: [x]", "no summary"),
    ],
)
def test_a_query_without_a_whole_head_is_an_error(tmp_path, text, problem):
    """Each query says what it is for."""
    path = tmp_path / "check.rq"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=problem):
        read_query_file(path)
