"""Changes are written down once, lead from one release to the next, and outlive the releases."""

from __future__ import annotations

import gzip
from itertools import pairwise

import pytest

from kg.release import Releases
from kg.release.changes import Changes, canonical_digest, patch_lines


@pytest.fixture(scope="module")
def data(tmp_path_factory, inputs):
    root = tmp_path_factory.mktemp("changes")
    releases = Releases(root)
    for variant in ("one", "two", "three"):
        releases.publish(inputs(variant))
    releases.rollback()
    return root


def lines(release) -> list[str]:
    with gzip.open(release / "dataset.nq.gz", "rt", encoding="utf-8", newline="\n") as file:
        return [line.removesuffix("\n") for line in file]


def test_the_old_lines_without_the_removed_and_with_the_added_are_the_new_ones(data) -> None:
    one, *others = (data / "releases").iterdir()
    for other in others:
        patch = list(patch_lines(one, other))
        removed = {row[2:] for row in patch if row.startswith("D ")}
        added = {row[2:] for row in patch if row.startswith("A ")}
        assert removed <= set(lines(one))
        assert not added & set(lines(one))
        assert sorted((set(lines(one)) - removed) | added) == lines(other)


def test_a_patch_between_equal_releases_changes_nothing(data) -> None:
    one = next((data / "releases").iterdir())
    assert [row[:2] for row in patch_lines(one, one)] == ["H ", "H ", "TX", "TC"]


def test_every_switch_is_a_change_with_its_checksum(data) -> None:
    found = Changes(data).all()
    assert [change.number for change in found] == [1, 2, 3, 4]
    assert [change.action for change in found] == ["build", "build", "build", "rollback"]
    for before, after in pairwise(found):
        assert after.previous == before.release
        assert after.patch
        assert after.added
        assert after.removed
    for change in found:
        assert change.sha256 == canonical_digest(data / "releases" / change.release)
    assert Changes(data).all() == found


def test_a_release_that_was_gone_before_anybody_asked_is_a_change_without_a_patch(
    tmp_path, inputs
) -> None:
    releases = Releases(tmp_path)
    for variant in ("one", "two", "three"):
        releases.publish(inputs(variant))
    releases.prune(1)
    found = Changes(tmp_path).all()
    assert [change.patch for change in found] == [False, False, False]
    assert [bool(change.sha256) for change in found] == [False, False, True]
