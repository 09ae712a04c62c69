"""From a change to a release that is served."""

from __future__ import annotations

import multiprocessing
import shutil
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.connection import Connection
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.change import Change
from kg.errors import BuildLockedError, KgError, NonConformingError, WriterLostError
from kg.ontology import ontology_quads
from kg.release import Releases, verify_release
from kg.revision import Bounds, Reviser
from kg.revision import reviser as module
from kg.revision.judge import vocabulary
from kg.store import open_store
from kg.validation import shape_texts, shapes_graph


@pytest.fixture(scope="module")
def data(data_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    copy = tmp_path_factory.mktemp("revised") / "data"
    shutil.copytree(data_folder, copy, symlinks=True)
    return copy


@pytest.fixture(scope="module")
def published() -> list[str]:
    return []


@pytest.fixture(scope="module")
def reviser(data: Path, published: list[str]) -> Iterator[Reviser]:
    revise = Reviser(data, lambda path: published.append(path.name), Bounds(seconds=20))
    yield revise
    revise.close()


def _sleep(*about: object) -> None:
    time.sleep(600)


def _end_at_a_change(pipe: Connection, *about: object) -> None:
    pipe.send(None)
    pipe.recv()


def holds(data: Path, pattern: str) -> bool:
    with open_store(Releases(data).current() / "store") as store:
        return bool(store.query(f"ASK {{ {pattern} }}"))


def test_a_change_becomes_a_whole_release_and_can_be_taken_back(
    data: Path, reviser: Reviser, published: list[str]
) -> None:
    before = Releases(data).current().name
    outcome = reviser(Change("update", "INSERT DATA { <urn:x> <urn:p> 1 }"))
    release = Releases(data).current()
    assert (outcome.release, outcome.added, outcome.removed) == (release.name, 1, 0)
    assert published[-1] == release.name
    verify_release(release)
    assert holds(data, "GRAPH graph:edits { <urn:x> <urn:p> 1 }")
    assert holds(data, "GRAPH graph:description { graph:edits void:triples 1 }")
    assert Releases(data).history()[-1].action == "revision"
    reviser(Change("update", "DELETE DATA { <urn:x> <urn:p> 1 }"))
    assert not holds(data, "<urn:x> ?p ?o")
    Releases(data).rollback(before)
    reviser(Change("update", "INSERT DATA { <urn:y> <urn:p> 1 }"))
    assert not holds(data, "<urn:x> ?p ?o"), "a change starts from what is current"


def test_what_a_change_entails_stands_in_the_release(data: Path, reviser: Reviser) -> None:
    text = (
        "INSERT DATA { place:Testville a cbec:City ; cbec:locatedIn place:Shenzhen ; "
        "rdfs:label 'X'@en, 'X'@zh, 'X'@pt }"
    )
    try:
        reviser(Change("update", text))
    except NonConformingError as error:
        pytest.fail(str(error))
    assert holds(data, "GRAPH graph:entailed { place:Testville a cbec:Place }")


def test_a_violation_changes_nothing_and_its_neighbours_are_not_to_blame(
    data: Path, reviser: Reviser
) -> None:
    texts = ["INSERT DATA { place:None a cbec:City }", "INSERT DATA { <urn:z> <urn:p> 1 }"]

    def send(text: str) -> str:
        try:
            return reviser(Change("update", text)).release
        except KgError as error:
            return error.code

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(send, texts))
    assert answers[0] == "non-conforming"
    assert answers[1] == Releases(data).current().name
    assert not holds(data, "place:None ?p ?o")


def test_nothing_is_tried_while_a_build_is_at_work(data: Path, reviser: Reviser) -> None:
    with Releases(data).lock(), pytest.raises(BuildLockedError):
        reviser(Change("update", "INSERT DATA { <urn:x> <urn:p> 1 }"))


def test_a_writer_that_was_killed_while_it_waited_is_replaced_unseen(
    data: Path, published: list[str]
) -> None:
    others = set(multiprocessing.active_children())
    revise = Reviser(data, lambda path: published.append(path.name))
    try:
        revise(Change("update", "INSERT DATA { <urn:k> <urn:p> 1 }"))
        (writer,) = set(multiprocessing.active_children()) - others
        writer.kill()
        writer.join()
        revise(Change("update", "INSERT DATA { <urn:k> <urn:p> 2 }"))
        assert holds(data, "<urn:k> <urn:p> 1, 2")
    finally:
        revise.close()


def test_a_writer_that_ends_at_a_change_leaves_it_in_doubt_and_says_so(
    small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_run", _end_at_a_change)
    revise = Reviser(small, lambda path: None)
    try:
        with pytest.raises(WriterLostError, match="lost") as caught:
            revise(Change("update", "INSERT DATA { <urn:k> <urn:p> 3 }"))
        assert "look whether" in caught.value.remedy
    finally:
        revise.close()


def test_what_the_shapes_ask_for_is_among_what_is_judged() -> None:
    """A change of other predicates is not validated again, so none that matters may be missed."""
    asked = {
        str(term)
        for _, predicate, term in shapes_graph()
        if str(predicate).endswith(("#path", "#targetSubjectsOf", "#targetObjectsOf"))
        and str(term).startswith("http")
    }
    assert len(asked) > 30
    assert shape_texts()
    words = {word.value for word in vocabulary() if isinstance(word, ox.NamedNode)}
    assert asked <= words
    terms = {quad.subject for quad in ontology_quads() if isinstance(quad.subject, ox.NamedNode)}
    assert {term.value for term in terms} <= words


def test_a_writer_that_never_comes_keeps_nobody_from_reading_or_stopping(
    small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_run", _sleep)
    others = set(multiprocessing.active_children())
    revise = Reviser(small, lambda path: None)
    assert not revise.is_ready()
    monkeypatch.setattr(module, "_GRACE_SECONDS", 0.0)
    assert revise.is_ready()
    revise.close()
    assert set(multiprocessing.active_children()) <= others
