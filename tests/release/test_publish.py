"""Publishing switches from one whole release to another, and nothing in between is ever seen."""

from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kg.errors import (
    BuildLockedError,
    DamagedReleaseError,
    DiskError,
    DiskFullError,
    NoReleaseError,
    ReleaseVersionError,
    StoreError,
    UsageError,
)
from kg.store import open_store
from tests.release.conftest import rubbish

SCRIPT = Path(__file__).with_name("build_release.py")
STEPS = 13


def actions(releases):
    return [entry.action for entry in releases.history()]


def test_nothing_published_is_said_so(releases):
    with pytest.raises(NoReleaseError, match="no release in") as caught:
        releases.current()
    assert "kg build" in caught.value.remedy
    assert releases.list() == ()
    assert not releases.root.exists()


def test_publishing_makes_the_release_current(releases, inputs):
    publication = releases.publish(inputs("one"))
    assert releases.current() == publication.path
    assert not publication.unchanged
    releases.verify(publication.path)
    with open_store(publication.path / "store") as store:
        assert len(store) > 600
    assert (releases.root / "current").readlink() == Path("releases", publication.id)
    assert rubbish(releases.root) == []


def test_publishing_the_same_again_changes_nothing(releases, inputs):
    first = releases.publish(inputs("one"))
    again = releases.publish(inputs("one"))
    assert again.unchanged
    assert again.path == first.path
    assert actions(releases) == ["build"]


def test_releases_are_listed_the_current_first(two):
    listed = two.list()
    assert [release.current for release in listed] == [True, False]
    assert listed[0].path == two.current()
    assert listed[0].time >= listed[1].time > ""
    assert listed[0].info is not None
    assert listed[0].info.graphs["https://w3id.org/cbec/graph/entities"] == 600


def test_rolling_back_switches_to_the_previous_and_again_forward(two):
    second, first = two.current(), two.previous()
    assert two.rollback() == first == two.current()
    assert two.previous() == second
    assert two.rollback() == second
    assert actions(two) == ["build", "build", "rollback", "rollback"]


def test_rolling_back_to_a_damaged_release_is_refused(two):
    now = two.current()
    (two.previous() / "dataset.trig").write_text("")
    with pytest.raises(DamagedReleaseError, match=r"dataset\.trig"):
        two.rollback()
    assert two.current() == now


def test_rolling_back_without_a_previous_release_is_refused(releases, inputs):
    releases.publish(inputs("one"))
    with pytest.raises(NoReleaseError, match="no release was current before"):
        releases.rollback()


def test_a_release_is_found_by_the_beginning_of_its_id(two):
    now = two.current()
    assert two.find(now.name[:6]) == two.find(now.name) == two.find("current") == now
    assert two.find("previous") == two.previous()
    for name in ("zzz", ""):
        with pytest.raises(UsageError, match="no releases begin with") as caught:
            two.find(name)
        assert now.name in caught.value.expected


def test_an_ambiguous_beginning_is_refused(two):
    for path in [two.current(), two.previous()]:
        path.rename(path.with_name("ab" + path.name))
    with pytest.raises(UsageError, match="2 releases begin with 'ab'"):
        two.find("ab")


def test_pruning_keeps_the_current_release(two):
    old, now = two.previous(), two.current()
    two.rollback()
    assert two.prune(1) == (now.name,)
    assert two.current() == old
    two.verify(old)
    with pytest.raises(UsageError):
        two.prune(0)


def test_a_pointer_to_nothing_is_damage(two):
    two.current().rename(two.root / "elsewhere")
    with pytest.raises(DamagedReleaseError, match="leads to"):
        two.current()


def test_a_folder_in_place_of_the_pointer_is_said_so(releases):
    (releases.root / "current").mkdir(parents=True)
    with pytest.raises(StoreError, match="is not a pointer"):
        releases.current()


def test_a_current_release_of_a_newer_version_is_refused(two):
    path = two.current() / "release.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"layout": 99}))
    with pytest.raises(ReleaseVersionError, match="layout 99"):
        two.current()


def test_a_release_of_an_older_layout_is_refused_and_built_anew(two, inputs):
    path = two.current() / "release.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"layout": 1}))
    with pytest.raises(ReleaseVersionError, match="layout 1") as caught:
        two.current()
    assert "kg build" in caught.value.remedy
    two.verify(two.publish(inputs("two")).path)


def test_a_line_of_history_that_was_cut_short_is_passed_over(two, inputs):
    with (two.root / "history.jsonl").open("a") as file:
        file.write('{"time": "2026-')
    two.publish(inputs("three"))
    assert actions(two) == ["build"] * 3


def test_a_switch_that_cannot_be_recorded_is_taken_back(two, inputs, monkeypatch):
    """Whoever is told that the disk is full may rely on nothing having changed."""
    before = two.current()

    def full(path, *about):
        raise DiskFullError(f"{path}: the disk is full")

    monkeypatch.setattr("kg.release.publish.append_entry", full)
    with pytest.raises(DiskFullError):
        two.publish(inputs("three"))
    assert two.current() == before
    with pytest.raises(DiskFullError):
        two.rollback()
    assert two.current() == before
    monkeypatch.undo()
    assert two.publish(inputs("three")).path == two.current()
    assert actions(two) == ["build"] * 3


# --- killed at any moment


@pytest.fixture(scope="module")
def steps(build_apart, tmp_path_factory):
    """Give the names of the steps of a build."""
    done = build_apart(tmp_path_factory.mktemp("data"), "one", -1)
    assert done.returncode == 0, done.stderr
    return done.stdout.split("\n")[1:-1]


def test_a_build_has_the_steps_that_it_is_killed_at(steps):
    assert len(steps) == STEPS
    assert steps[-4:] == ["flush", "rename", "switch", "history"]


def assert_old_or_new(releases, old, inputs, expected):
    """Whatever the killed build left: a whole release is current, and the next build works."""
    current = releases.current()
    assert current.name in {old, *expected}
    releases.verify(current)
    publication = releases.publish(inputs("two"))
    assert releases.current() == publication.path
    releases.verify(publication.path)
    assert rubbish(releases.root) == []
    assert releases.history()[-1].id == publication.id
    assert releases.previous().name == old


@pytest.mark.parametrize("step", range(STEPS))
def test_a_build_killed_before_any_step_leaves_a_whole_release(
    step, releases, inputs, build_apart, steps
):
    old = releases.publish(inputs("one")).id
    done = build_apart(releases.root, "two", step)
    assert done.returncode == -signal.SIGKILL
    switched = steps[step] == "history"
    assert (releases.current().name == old) != switched
    assert_old_or_new(releases, old, inputs, {releases.current().name} if switched else set())


@pytest.mark.parametrize("seed", range(6))
def test_a_build_killed_at_a_random_time_leaves_a_whole_release(seed, releases, inputs):
    """The moments lie between the first file and the end, whatever the build is doing then."""
    old = releases.publish(inputs("one")).id
    process = subprocess.Popen([sys.executable, SCRIPT, releases.root, "two"])
    while process.poll() is None and not list((releases.root / "releases").glob(".tmp-*")):
        time.sleep(0.001)
    time.sleep(random.Random(seed).uniform(0, 0.25))
    process.kill()
    process.wait()
    assert_old_or_new(releases, old, inputs, {path.name for path in (releases.current(),)})


# --- two builders


def test_a_second_builder_is_told_who_builds_and_since_when(releases, inputs, build_apart):
    first = subprocess.Popen(
        [sys.executable, SCRIPT, releases.root, "one", "wait"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert first.stdout.readline() == "locked\n"
    second = build_apart(releases.root, "two")
    assert second.returncode == 5
    assert f"process {first.pid} since 20" in second.stderr
    with pytest.raises(BuildLockedError, match="another build"):
        releases.rollback()
    first.communicate()
    assert first.returncode == 0
    assert [release.path for release in releases.list()] == [releases.current()]


def test_two_builders_at_once_end_with_one_release(releases):
    """One wins; the other builds after it or says why it stops."""
    processes = [
        subprocess.Popen([sys.executable, SCRIPT, releases.root, name], stderr=subprocess.PIPE)
        for name in ("one", "two")
    ]
    errors = [process.communicate()[1] for process in processes]
    codes = sorted(process.returncode for process in processes)
    assert codes in ([0, 0], [0, 5])
    assert codes == [0, 0] or any(b"another build is at work" in error for error in errors)
    releases.verify(releases.current())
    assert rubbish(releases.root) == []


def test_the_lock_of_a_killed_builder_does_not_last(releases, inputs, build_apart):
    assert build_apart(releases.root, "one", 3).returncode == -signal.SIGKILL
    assert not releases.publish(inputs("one")).unchanged


# --- disks


@pytest.mark.parametrize(
    "content",
    [b"\xff\xfe\n", b'{"time": "", "id": "../..", "action": "build"}\n', b"[1]\n", b"[" * 100_000],
)
def test_a_damaged_history_is_passed_over(two, content):
    """It is only told from; what is in it must neither stop a command nor lead elsewhere."""
    path = two.root / "history.jsonl"
    path.write_bytes(path.read_bytes() + content)
    assert actions(two) == ["build", "build"]
    assert two.previous().parent == two.root / "releases"
    assert len(two.list()) == 2


def test_a_folder_in_the_place_of_the_history_is_named(two):
    path = two.root / "history.jsonl"
    path.unlink()
    path.mkdir()
    with pytest.raises(DiskError, match=r"history\.jsonl"):
        two.list()
