"""What becomes of changes that wait together, of those that are refused, and of failures."""

from __future__ import annotations

import errno
import hashlib
import os
import resource
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Literal

import pyoxigraph as ox
import pytest

from kg.change import Change, Outcome
from kg.errors import BuildLockedError, DiskError, FaultError, KgError
from kg.figures.method import method
from kg.release import Releases, verify_release
from kg.release.methods import noted_method
from kg.release.revise import Standing
from kg.revision import named
from kg.revision.bounds import Bounds
from kg.revision.delta import scratch_store
from kg.revision.reviser import Answer
from kg.revision.writer import Writer
from kg.store import open_store

SECONDS = 60.0


@contextmanager
def file_size(most: int) -> Iterator[None]:
    """Let no file grow beyond so many bytes inside."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.fixture
def data(small: Path) -> Path:
    return small


@pytest.fixture
def writer(data: Path) -> Writer:
    return Writer(data, Bounds(seconds=SECONDS))


@pytest.fixture
def seeds(data_folder: Path, tmp_path: Path) -> Path:
    """A data folder of one's own with the release of the seeds, which the shapes allow."""
    return Path(shutil.copytree(data_folder, tmp_path / "seeds", symlinks=True))


def insert(name: str, graph: str = "") -> Change:
    triple = f"<urn:test:{name}> <urn:test:p> 1"
    inside = f"GRAPH <{graph}> {{ {triple} }}" if graph else triple
    return Change("update", f"INSERT DATA {{ {inside} }}")


def turtle(name: str, kind: Literal["replace", "merge"] = "replace") -> Change:
    body = f"<urn:test:{name}> <urn:test:p> 1 .".encode()
    return Change(kind, graph="urn:test:new", media_type="text/turtle", body=body)


def codes(answers: Sequence[Answer]) -> list[str]:
    return ["done" if isinstance(answer, Outcome) else answer.code for answer in answers]


def files(data: Path) -> dict[str, str]:
    """Give the hash of every file, but for the lock, whose holder signs it."""
    return {
        str(path.relative_to(data)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in data.rglob("*")
        if path.is_file() and path.name != "build.lock"
    } | {"current": str((data / "current").readlink())}


def stored(data: Path) -> set[ox.Quad]:
    with open_store(Releases(data).current() / "store") as store:
        return set(store.quads())


@pytest.mark.parametrize("kind", ["replace", "merge"])
def test_of_two_that_make_a_graph_together_only_the_first_finds_it_missing(
    writer: Writer, kind: str
) -> None:
    answers = writer.write([turtle("a", kind), turtle("b", kind), insert("c", "urn:test:new")])
    assert codes(answers) == ["done"] * 3
    existed = [answer.existed for answer in answers if isinstance(answer, Outcome)]
    assert existed[:2] == [False, True]
    assert len({answer.release for answer in answers if isinstance(answer, Outcome)}) == 1


def test_that_an_empty_graph_stands_or_goes_is_part_of_the_change(
    writer: Writer, data: Path
) -> None:
    empty = Change("replace", graph="urn:test:new", media_type="text/turtle")
    note = named.note(ox.NamedNode("urn:test:new"))
    made, again = writer.write([empty, replace(empty, kind="merge")])
    assert isinstance(made, Outcome)
    assert isinstance(again, Outcome)
    assert (made.added, made.existed, again.added, again.existed) == (1, False, 0, True)
    assert note in stored(data)
    full, emptied, gone = writer.write([turtle("a"), empty, Change("delete", graph="urn:test:new")])
    assert [one.existed for one in (full, emptied, gone) if isinstance(one, Outcome)] == [True] * 3
    assert note not in stored(data)
    assert len(Releases(data).history()) == 3, "each group made one release"


@pytest.mark.parametrize("kind", ["delete", "patch"])
def test_of_two_that_need_a_graph_the_one_after_its_end_does_nothing(
    writer: Writer, data: Path, kind: Literal["delete", "patch"]
) -> None:
    text = "INSERT DATA { <urn:test:late> <urn:test:p> 1 }"
    gone = Change("delete", graph="urn:test:new")
    late = Change(kind, text, graph="urn:test:new")
    answers = writer.write([turtle("a"), gone, late])
    assert [one.existed for one in answers if isinstance(one, Outcome)] == [False, True, False]
    assert not any("urn:test:" in str(quad) for quad in stored(data))


def test_changes_that_wait_together_see_those_before_them(writer: Writer, data: Path) -> None:
    counted = "SELECT (COUNT(*) AS ?n) { ?s <urn:test:p> 1 }"
    count = f"INSERT {{ <urn:test:n> <urn:test:n> ?n }} WHERE {{ {counted} }}"
    gone = Change("update", "DELETE WHERE { <urn:test:a> ?p ?o }")
    assert codes(writer.write([insert("a"), Change("update", count), gone])) == ["done"] * 3
    with open_store(Releases(data).current() / "store") as store:
        assert store.query("ASK { <urn:test:n> <urn:test:n> 1 }")
        assert not store.query("ASK { <urn:test:a> ?p ?o }")


@pytest.mark.parametrize(
    "text", ["INSERT DATA { <urn:a> ", "INSERT DATA { <urn:a> <urn:b> 1 } ; LOAD <file:///etc>"]
)
def test_an_update_that_fails_leaves_every_file_as_it_is(
    writer: Writer, data: Path, text: str
) -> None:
    writer.write([insert("before")])
    before, quads = files(data), stored(data)
    assert codes(writer.write([Change("update", text)])) == ["query"]
    assert files(data) == before
    assert writer._holding.quads == quads
    assert set(writer._holding.store) == set(scratch_store(quads))


def test_a_fault_of_ours_is_no_fault_of_the_change(
    writer: Writer, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError("ours")

    before = files(data)
    with monkeypatch.context() as broken:
        broken.setattr("kg.revision.apply._checked", fail)
        (error,) = writer.write([insert("a")])
    assert isinstance(error, FaultError)
    assert "ZeroDivisionError: ours" in str(error)
    assert files(data) == before
    assert codes(writer.write([insert("a")])) == ["done"]


def test_data_that_may_not_be_leave_every_file_as_it_is_and_their_neighbours_whole(
    seeds: Path,
) -> None:
    writer = Writer(seeds, Bounds(seconds=SECONDS))
    wrong = Change("update", "INSERT DATA { place:Nowhere a cbec:City }")
    before, quads = files(seeds), stored(seeds)
    assert codes(writer.write([wrong])) == ["non-conforming"]
    assert files(seeds) == before
    assert writer._holding.quads == quads
    assert set(writer._holding.store) == set(scratch_store(quads))
    assert codes(writer.write([insert("a"), wrong, insert("b")])) == [
        "done", "non-conforming", "done",
    ]  # fmt: skip
    held = {str(quad.subject) for quad in stored(seeds)}
    assert {"<urn:test:a>", "<urn:test:b>"} <= held
    assert "<https://w3id.org/cbec/id/place/Nowhere>" not in held


def test_what_is_kept_in_memory_is_what_the_release_holds(writer: Writer, data: Path) -> None:
    for change in (insert("a"), turtle("b"), Change("delete", graph="urn:test:new")):
        writer.write([change])
        quads, standing = stored(data), Standing(stored(data))
        verify_release(Releases(data).current())
        assert writer._holding.quads == quads
        assert list(writer._standing.pages) == list(standing.pages)
        assert writer._standing.description == standing.description


def test_a_writer_that_begins_anew_makes_the_same_release(
    writer: Writer, data: Path, tmp_path: Path
) -> None:
    writer.write([insert("a")])
    copy = Path(shutil.copytree(data, tmp_path / "copy", symlinks=True))
    here, there = (
        one.write([insert("b")])[0] for one in (writer, Writer(copy, Bounds(seconds=SECONDS)))
    )
    assert isinstance(here, Outcome)
    assert here == there


def test_what_a_judged_change_left_is_noted_as_worked_out_by_these_rules(seeds: Path) -> None:
    """So the next change, or build, works out only what it touches."""
    (seeds / "method").unlink()
    kinds = (
        ("<urn:test:a> <urn:test:p> 1", False),  # says nothing of how the rest came about
        ("place:Shenzhen skos:altLabel 'X'@en", True),
        ("<urn:test:b> <urn:test:p> 1", True),
    )
    for triple, noted in kinds:
        writer = Writer(seeds, Bounds(seconds=SECONDS))
        (answer,) = writer.write([Change("update", f"INSERT DATA {{ {triple} }}")])
        assert isinstance(answer, Outcome)
        assert noted_method(seeds, answer.release) == (method() if noted else None)


def test_judging_that_takes_too_long_is_stopped_and_changes_nothing(data: Path) -> None:
    hasty = Writer(data, Bounds(seconds=SECONDS, judging=0.05))
    before = files(data)
    (answer,) = hasty.write([Change("update", "INSERT DATA { place:Nowhere a cbec:City }")])
    assert isinstance(answer, KgError)
    assert answer.code == "limit"
    assert "judging the change took longer than 0.05 s" in answer.problem
    assert files(data) == before


def test_two_writers_see_what_the_other_wrote(writer: Writer, data: Path) -> None:
    other = Writer(data, Bounds(seconds=SECONDS))
    for number in range(2):
        assert codes(writer.write([insert(f"a{number}")])) == ["done"]
        assert codes(other.write([insert(f"b{number}")])) == ["done"]
    held = {quad.subject.value for quad in stored(data) if isinstance(quad.subject, ox.NamedNode)}
    assert {f"urn:test:{name}" for name in ("a0", "b0", "a1", "b1")} <= held
    with Releases(data).lock(), pytest.raises(BuildLockedError):
        writer.write([insert("c")])


@pytest.mark.parametrize("room", [1_000, 4_000, 20_000])
def test_a_disk_that_is_full_changes_nothing_and_the_next_change_is_whole(
    writer: Writer, data: Path, room: int
) -> None:
    """A limit on the size of files fails as a full disk does, wherever in the write it strikes."""
    writer.write([insert("before")])
    before = files(data)
    with file_size(room), pytest.raises(DiskError):
        writer.write([insert("lost")])
    assert files(data) == before
    assert codes(writer.write([insert("after")])) == ["done"]
    verify_release(Releases(data).current())
    held = {str(quad.subject) for quad in stored(data)}
    assert {"<urn:test:before>", "<urn:test:after>"} <= held
    assert "<urn:test:lost>" not in held


@pytest.mark.parametrize("step", ["copy_store", "flush_folder", "put_release"])
def test_a_write_that_fails_at_any_step_changes_nothing(
    writer: Writer, data: Path, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    writer.write([insert("before")])
    before = files(data)

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as broken:
        broken.setattr(f"kg.release.revise.{step}", full)
        with pytest.raises(DiskError, match="full"):
            writer.write([insert("lost")])
    assert files(data) == before
    assert codes(writer.write([insert("after")])) == ["done"]
    assert {str(quad.subject) for quad in stored(data)} >= {"<urn:test:before>", "<urn:test:after>"}
    assert "<urn:test:lost>" not in {str(quad.subject) for quad in stored(data)}
