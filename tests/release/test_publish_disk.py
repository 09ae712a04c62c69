"""A disk that is full, read-only or closed is told in words, and the old release stays."""

from __future__ import annotations

import os
import shutil
import subprocess

import pytest

from kg.errors import DiskError, NoReleaseError
from kg.release import Releases
from kg.store import open_store
from tests.release.conftest import rubbish


def needs(program):
    """Skip a test where the system lacks a program that sets the scene for it."""
    return pytest.mark.skipif(not shutil.which(program), reason=f"there is no {program} here")


@pytest.fixture
def mounted(tmp_path):
    """Give a function that mounts a file system, or skip where that is not permitted."""
    folders = []

    def mount(folder, *options):
        folder.mkdir(exist_ok=True)
        done = subprocess.run(["mount", *options, folder], capture_output=True, check=False)
        if done.returncode:
            pytest.skip(f"no file system may be mounted here: {done.stderr.decode().strip()}")
        folders.append(folder)
        return folder

    yield mount
    for folder in reversed(folders):
        subprocess.run(["umount", folder], check=True)


@pytest.mark.parametrize("size", [100, 300, 500])
def test_a_full_disk_is_said_so_and_leaves_nothing(size, mounted, tmp_path, inputs):
    """The disk fills while texts are written, or while the engine loads."""
    disk = mounted(tmp_path / "disk", "-t", "tmpfs", "-o", f"size={size}k", "tmpfs")
    with pytest.raises(DiskError, match="disk is full") as caught:
        Releases(disk / "data").publish(inputs("one"))
    assert str(disk) in caught.value.problem
    assert "make space" in caught.value.remedy
    assert rubbish(disk / "data") == []
    with pytest.raises(NoReleaseError):
        Releases(disk / "data").current()


@needs("prlimit")
def test_a_file_size_limit_is_said_so_and_leaves_the_old_release(releases, inputs, build_apart):
    """It stands in for a full disk where no file system may be mounted."""
    old = releases.publish(inputs("one")).path
    done = build_apart(releases.root, "two", prefix=["prlimit", "--fsize=40000"])
    assert done.returncode == 5, done.stderr
    assert "ulimit -f" in done.stderr
    assert releases.current() == old
    assert rubbish(releases.root) == []


def test_a_read_only_disk_is_read_and_not_written(two, mounted, inputs):
    """Reading needs no right to write; building says what it lacks."""
    now = two.current()
    mounted(two.root, "--bind", two.root)
    subprocess.run(["mount", "-o", "remount,ro,bind", two.root], check=True)
    two.verify(two.current())
    with open_store(now / "store") as store:
        assert len(store) > 600
    for action in (lambda: two.publish(inputs("three")), two.rollback):
        with pytest.raises(DiskError, match="file system is read-only") as caught:
            action()
        assert "--data" in caught.value.remedy
    assert two.current() == now


@needs("setpriv")
def test_a_folder_without_permission_is_said_so(tmp_path, build_apart):
    """Root is asked to do without the capability that lets it pass over permissions."""
    (tmp_path / "closed").mkdir(mode=0o500)
    prefix = ["setpriv", "--bounding-set=-dac_override"] if os.geteuid() == 0 else []
    done = build_apart(tmp_path / "closed" / "data", "one", prefix=prefix)
    assert done.returncode == 5, done.stderr
    assert "the permissions do not allow it" in done.stderr
    assert "--data" in done.stderr


def test_a_file_in_place_of_the_data_folder_is_said_so(tmp_path, inputs):
    (tmp_path / "data").write_text("")
    with pytest.raises(DiskError, match=str(tmp_path / "data")) as caught:
        Releases(tmp_path / "data").publish(inputs("one"))
    assert "--data" in caught.value.remedy
