"""A build takes from the current release what the new records leave as it was."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

import kg.pipeline
from kg.figures.concluded import Concluded, conclude_quads
from kg.figures.method import method
from kg.pipeline import build
from kg.release.methods import note_method, noted_method
from kg.resources import folder


@pytest.fixture
def concluded(monkeypatch: pytest.MonkeyPatch) -> list[Concluded]:
    """What each build concluded; HermiT, which asks the same of both, is left out."""
    done: list[Concluded] = []

    def conclude_and_note(*given: Any) -> Concluded:
        done.append(conclude_quads(*given))
        return done[-1]

    monkeypatch.setattr(kg.pipeline, "conclude_quads", conclude_and_note)
    monkeypatch.setattr(kg.pipeline, "HERMIT_QUADS", 0)
    return done


def test_an_article_more_gives_the_release_of_a_full_build(
    tmp_path: Path, release: Path, concluded: list[Concluded]
) -> None:
    """Byte for byte, though most parts of the figures are not worked out again."""
    seeds = tmp_path / "seeds"
    shutil.copytree(folder("seeds"), seeds)
    article = (seeds / "001.yaml").rename(tmp_path / "001.yaml")
    first = build(seeds, tmp_path / "data")
    article.rename(seeds / "001.yaml")
    second = build(seeds, tmp_path / "data")
    assert first.id != second.id == release.name
    assert [(one.anew > 0, one.kept > 0) for one in concluded] == [(True, False), (True, True)]


def test_the_note_of_a_method_is_of_one_release(tmp_path: Path) -> None:
    assert noted_method(tmp_path, "a") is None
    note_method(tmp_path, "a", method())
    assert noted_method(tmp_path, "a") == method()
    note_method(tmp_path, "b", "other")
    assert noted_method(tmp_path, "a") is None
    assert noted_method(tmp_path, "b") == "other"
    assert [path.name for path in tmp_path.iterdir()] == ["method"]


@pytest.mark.parametrize("left", ["", "b", "b other more", "\xff"])
def test_a_note_that_cannot_be_read_is_none(tmp_path: Path, left: str) -> None:
    (tmp_path / "method").write_bytes(left.encode("latin-1"))
    assert noted_method(tmp_path, "b") is None


def test_nothing_is_taken_from_a_release_of_other_rules_or_with_a_damage(
    tmp_path: Path, data_folder: Path
) -> None:
    data = tmp_path / "data"
    shutil.copytree(data_folder, data, symlinks=True)
    releases = kg.pipeline.Releases(data)
    current = releases.current()
    assert kg.pipeline._current(releases)
    note_method(data, current.name, "of another version")
    assert kg.pipeline._current(releases) is None
    note_method(data, current.name, method())
    (current / "report.json").write_text("damaged", "utf-8")
    assert kg.pipeline._current(releases) is None
    (data / "current").unlink()
    assert kg.pipeline._current(releases) is None
