"""Of the errors that can be seen, the audit finds most, and it names no other figure for them."""

from __future__ import annotations

import pytest

from tests.figures.planted.errors import ERRORS, HARMLESS, UNSEEN
from tests.figures.planted.trial import COLUMNS, experiment, made_up, of_the_seeds, table

ALWAYS = {
    "area-of-container", "area-of-part", "billion-for-trillion", "billion-for-yi",
    "dollars-for-yuan", "growth-point-lost", "half-for-quarter", "half-for-year", "other-value",
    "rank-off", "share-inverted", "target-for-actual",
}  # fmt: skip
"""Kinds of which none was missed in the twelve trials of the benchmark."""


@pytest.fixture(scope="module")
def tallies():
    return experiment(1, [made_up(1)])


def test_at_least_thirty_kinds_are_planted(tallies):
    """Each kind found a figure that it can spoil."""
    assert len(ERRORS) >= 30
    assert all(tally.trials == 1 for tally in tallies.values())
    assert set(ERRORS) >= UNSEEN | HARMLESS | ALWAYS


@pytest.mark.parametrize("seed", [1, 2])
def test_articles_without_a_mistake_raise_no_alarm(seed):
    assert made_up(seed).before == ()


def test_most_errors_that_can_be_seen_are_found(tallies):
    """The benchmark finds 0.87 of 588; one trial of each kind allows for bad luck."""
    seen = {name: tally for name, tally in tallies.items() if name not in UNSEEN | HARMLESS}
    assert sum(tally.recall for tally in seen.values()) / len(seen) >= 0.7
    assert {name for name, tally in seen.items() if tally.recall == 1} >= ALWAYS


def test_a_finding_names_the_spoiled_figure(tallies):
    """Of a hundred new findings, at least 95 rest on the figure with the error."""
    new = sum(tally.new for tally in tallies.values())
    naming = sum(tally.naming for tally in tallies.values())
    assert new > 100
    assert naming / new >= 0.95


@pytest.mark.parametrize("name", sorted(HARMLESS | UNSEEN))
def test_what_is_true_or_stands_alone_raises_no_alarm(tallies, name):
    """Nothing is invented where nothing can be known."""
    assert tallies[name].new == 0


def test_the_table_has_a_row_for_each_kind(tallies):
    lines = table(tallies).splitlines()
    assert [line.split()[0] for line in lines[1:]] == list(ERRORS)
    assert all(column in lines[0] for column in COLUMNS)


def test_errors_in_copies_of_the_seeds_are_found_where_another_figure_speaks_of_them():
    """The five articles overlap little: most of their figures nothing else can check."""
    world = of_the_seeds()
    assert len(world.before) == 4
    tallies = {name: tally for name, tally in experiment(2, [world]).items() if tally.trials}
    assert len(tallies) >= 30
    found = sum(tally.recall * tally.trials for tally in tallies.values())
    assert found / sum(tally.trials for tally in tallies.values()) >= 0.1
    new = sum(tally.new for tally in tallies.values())
    assert sum(tally.naming for tally in tallies.values()) / new >= 0.95
