"""Texts of articles in a folder of whoever runs the server."""

from __future__ import annotations

import hashlib
from pathlib import Path

from console.texts import Passage, Texts

TEXT = "Made for this test: 深圳 trade grew by one tenth."


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def test_a_text_is_found_by_its_bytes_whatever_its_name(tmp_path: Path) -> None:
    (tmp_path / "any.name").write_text(TEXT, encoding="utf-8")
    passage = Texts(tmp_path).passage(digest(TEXT), 20, 22)
    assert passage == Passage(TEXT[:20], "深圳", TEXT[22:], cut_before=False, cut_after=False)


def test_a_text_that_differs_in_one_character_is_not_shown(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text(TEXT + "\n", encoding="utf-8")
    assert Texts(tmp_path).passage(digest(TEXT), 0, 4) is None


def test_a_text_that_is_changed_while_the_server_runs_is_no_longer_shown(tmp_path: Path) -> None:
    texts, path = Texts(tmp_path), tmp_path / "one.txt"
    path.write_text(TEXT, encoding="utf-8")
    assert texts.passage(digest(TEXT), 0, 4) is not None
    path.write_text(TEXT.replace("one", "two"), encoding="utf-8")
    assert texts.passage(digest(TEXT), 0, 4) is None


def test_a_span_that_the_text_does_not_have_is_not_shown(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text(TEXT, encoding="utf-8")
    assert Texts(tmp_path).passage(digest(TEXT), 5, len(TEXT) + 1) is None
    assert Texts(tmp_path).passage(digest(TEXT), 5, 5) is None


def test_of_a_long_text_only_what_is_around_the_span_is_shown(tmp_path: Path) -> None:
    text = "a" * 20_000 + "here" + "b" * 20_000
    (tmp_path / "long.txt").write_text(text, encoding="utf-8")
    passage = Texts(tmp_path).passage(digest(text), 20_000, 20_004)
    assert passage is not None
    assert (passage.span, passage.cut_before, passage.cut_after) == ("here", True, True)
    assert len(passage.before) == len(passage.after) < 5_000


def test_a_folder_that_is_gone_shows_nothing(tmp_path: Path) -> None:
    assert Texts(tmp_path / "gone").passage(digest(TEXT), 0, 4) is None
