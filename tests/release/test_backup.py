"""A backup holds one release whole, and comes back or changes nothing."""

from __future__ import annotations

import shutil
import sqlite3
import tarfile
from contextlib import closing

import pytest
import zstandard

from kg.errors import DamagedReleaseError, UsageError
from kg.release import Releases
from kg.release.backup import back_up, restore
from kg.release.changes import Changes


@pytest.fixture
def releases(tmp_path, inputs):
    made = Releases(tmp_path / "data")
    for variant in ("one", "two"):
        made.publish(inputs(variant))
    return made


def test_what_was_backed_up_comes_back(releases, tmp_path) -> None:
    changes = Changes(releases.root).all()
    written = back_up(releases, tmp_path / "file")
    other = Releases(tmp_path / "other")
    restored = restore(other, tmp_path / "file")
    assert restored.name == written.name == other.current().name
    other.verify(restored)
    assert [entry.id for entry in other.history()][:-1] == [
        entry.id for entry in releases.history()
    ] or [entry.id for entry in other.history()] == [entry.id for entry in releases.history()]
    assert Changes(other.root).all()[: len(changes)] == changes
    assert not list(other.root.glob("**/.tmp-*"))


def test_an_earlier_release_can_be_backed_up(releases, tmp_path) -> None:
    earlier = releases.previous().name
    back_up(releases, tmp_path / "file", "previous")
    assert restore(Releases(tmp_path / "other"), tmp_path / "file").name == earlier


def test_a_restored_release_takes_the_place_of_a_damaged_one(releases, tmp_path) -> None:
    release = back_up(releases, tmp_path / "file")
    (release / "ontology.ttl").write_text("damaged")
    releases.verify(restore(releases, tmp_path / "file"))


@pytest.mark.parametrize("part", [0.1, 0.5, 0.9])
def test_a_damaged_backup_changes_nothing(releases, tmp_path, part) -> None:
    file = tmp_path / "file"
    back_up(releases, file)
    content = bytearray(file.read_bytes())
    content[int(len(content) * part)] ^= 0xFF
    file.write_bytes(content)
    other = Releases(tmp_path / "other")
    with pytest.raises((DamagedReleaseError, UsageError)):
        restore(other, file)
    assert other.list() == ()
    assert not list(other.root.glob("**/.tmp-*"))


def test_a_backup_that_was_cut_off_changes_nothing(releases, tmp_path) -> None:
    file = tmp_path / "file"
    back_up(releases, file)
    file.write_bytes(file.read_bytes()[:-2000])
    with pytest.raises((DamagedReleaseError, UsageError)):
        restore(Releases(tmp_path / "other"), file)


def test_another_file_is_no_backup(tmp_path) -> None:
    (tmp_path / "file").write_text("text")
    with pytest.raises((DamagedReleaseError, UsageError), match="file"):
        restore(Releases(tmp_path / "other"), tmp_path / "file")


def test_a_file_is_not_overwritten(releases, tmp_path) -> None:
    (tmp_path / "file").write_text("mine")
    with pytest.raises(UsageError, match="there already"):
        back_up(releases, tmp_path / "file")
    assert (tmp_path / "file").read_text() == "mine"


def test_a_damaged_release_is_not_backed_up(releases, tmp_path) -> None:
    (releases.current() / "ontology.ttl").write_text("damaged")
    with pytest.raises(DamagedReleaseError, match=r"ontology\.ttl"):
        back_up(releases, tmp_path / "file")
    assert not (tmp_path / "file").exists()


def test_a_backup_does_not_say_whose_machine_it_was(releases, tmp_path) -> None:
    back_up(releases, tmp_path / "file")
    with (
        (tmp_path / "file").open("rb") as stream,
        zstandard.ZstdDecompressor().stream_reader(stream) as plain,
        tarfile.open(fileobj=plain, mode="r|") as archive,
    ):
        members = list(archive)
    assert {member.uname for member in members} == {""}
    assert all(not member.name.startswith("/") for member in members)
    shutil.rmtree(tmp_path / "data")


def test_what_readers_left_comes_back_unless_there_is_something_already(releases, tmp_path) -> None:
    """Also while it is written; and what a server has of its own is not overwritten."""
    shelf = releases.root / "shelf"
    shelf.mkdir(mode=0o700)
    with closing(sqlite3.connect(shelf / "links.sqlite", isolation_level=None)) as writer:
        writer.execute("CREATE TABLE link (name TEXT)")
        writer.execute("INSERT INTO link VALUES ('kept')")
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("INSERT INTO link VALUES ('not yet')")
        back_up(releases, tmp_path / "file")
    other = Releases(tmp_path / "other")
    for _ in range(2):
        restore(other, tmp_path / "file")
        with closing(sqlite3.connect(other.root / "shelf" / "links.sqlite")) as reader:
            assert reader.execute("SELECT name FROM link").fetchall() == [("kept",)]
    assert (other.root / "shelf").stat().st_mode & 0o077 == 0
    (other.root / "shelf" / "links.sqlite").write_bytes(b"its own")
    restore(other, tmp_path / "file")
    assert (other.root / "shelf" / "links.sqlite").read_bytes() == b"its own"
    assert not list(tmp_path.glob("**/.tmp-*"))
