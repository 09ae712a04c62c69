"""Which index of names is current."""

from __future__ import annotations

from concurrent.futures import CancelledError
from pathlib import Path

import pyoxigraph as ox
import pytest

from console.engine import Direct
from console.problems import Problem
from console.settings import Settings
from console.site import Site
from console.words import keeper as module
from console.words.keeper import Keeper
from kg.store import EmbeddedStore, create_store, open_store
from kg.vocab import rdfs

ENOUGH = 60.0


def site(store: EmbeddedStore, release: str, data: Path | None = None) -> Site:
    return Site(store, Settings(release=release), Direct(store, release), data)


@pytest.fixture
def other(tmp_path: Path) -> EmbeddedStore:
    create_store(
        tmp_path / "other",
        [ox.Quad(ox.NamedNode("urn:x:other"), rdfs("label"), ox.Literal("Other"))],
    )
    return open_store(tmp_path / "other")


def test_an_index_is_kept_beside_the_releases(small_store: EmbeddedStore, tmp_path: Path) -> None:
    first = Keeper(tmp_path)
    made = first.index(site(small_store, "one", tmp_path), ENOUGH)
    assert made.path == tmp_path / "names" / "one.sqlite"
    first.close()
    before = made.path.stat().st_mtime_ns
    second = Keeper(tmp_path)
    assert second.index(site(small_store, "one", tmp_path), ENOUGH).find("深圳")
    assert made.path.stat().st_mtime_ns == before
    second.close()


def test_the_index_of_a_release_that_is_no_more_is_removed(
    small_store: EmbeddedStore, other: EmbeddedStore, tmp_path: Path
) -> None:
    keeper = Keeper(tmp_path)
    keeper.index(site(small_store, "old", tmp_path), ENOUGH)
    keeper.prepare(site(other, "new", tmp_path)).result(ENOUGH)
    assert [path.name for path in (tmp_path / "names").iterdir()] == ["new.sqlite"]
    keeper.close()
    other.close()


def test_the_index_follows_the_release(small_store: EmbeddedStore, other: EmbeddedStore) -> None:
    keeper = Keeper(None)
    assert keeper.index(site(small_store, "one"), ENOUGH).find("深圳")
    keeper.prepare(site(other, "two")).result(ENOUGH)
    assert keeper.index(site(other, "two"), ENOUGH).find("other")[0].iri == "urn:x:other"
    keeper.close()
    other.close()


def test_an_index_that_is_not_ready_says_when_to_come_again(
    small_store: EmbeddedStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    keeper = Keeper(None)
    with pytest.raises(Problem) as caught:
        keeper.index(site(small_store, "one"), patience=0)
    assert (caught.value.status, caught.value.headers["Retry-After"]) == (503, "5")
    keeper.close()


def test_an_index_that_fails_is_made_again(
    small_store: EmbeddedStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    keeper = Keeper(None)

    def fail(*_: object) -> None:
        raise OSError("no space left")

    with monkeypatch.context() as patched:
        patched.setattr(module, "build", fail)
        with pytest.raises(Problem) as caught:
            keeper.index(site(small_store, "one"), ENOUGH)
    assert caught.value.status == 500
    assert keeper.index(site(small_store, "one"), ENOUGH).find("深圳")
    keeper.close()


def test_a_large_store_is_read_in_a_process_of_its_own(
    small_store: EmbeddedStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_LARGE", 1)
    monkeypatch.setattr(module, "build", None)
    keeper = Keeper(None)
    assert keeper.index(site(small_store, "one"), ENOUGH).find("深圳")
    keeper.close()


def test_of_releases_that_follow_one_another_only_the_last_is_read(
    small_store: EmbeddedStore, other: EmbeddedStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every write makes a release: what reads the names of each would keep a processor busy."""
    monkeypatch.setattr(module, "_QUIET", ENOUGH)
    read = []
    make = module.build

    def build(store: EmbeddedStore, path: Path, release: str) -> None:
        read.append(release)
        make(store, path, release)

    monkeypatch.setattr(module, "build", build)
    keeper = Keeper(None)
    first = keeper.index(site(small_store, "one"), ENOUGH)
    passed = keeper.prepare(site(other, "two"))
    assert keeper.index(site(other, "two"), 0) is first, "until it is quiet"
    monkeypatch.setattr(module, "_QUIET", 0.0)
    keeper.prepare(site(small_store, "three")).result(ENOUGH)
    with pytest.raises(CancelledError):
        passed.result(ENOUGH)
    assert read == ["one", "three"]
    keeper.close()
    other.close()
