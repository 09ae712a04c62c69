"""What is compared of names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.words.folding import asked_words, fold, held_words


@given(st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("text", "folded"),
    [("São Paulo", "sao paulo"), ("ＧＢＡ", "gba"), ("STRASSE", "strasse"), ("한국", "한국")],
)
def test_case_width_and_accents_do_not_count(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text(alphabet="深圳市横琴ab cB-", max_size=12))
def test_every_word_of_a_name_is_found_by_the_name_itself(text: str) -> None:
    held = list(held_words(text))
    assert all(any(one.startswith(word) for one in held) for word in asked_words(text))


def test_a_part_of_a_chinese_name_is_among_its_words() -> None:
    assert set(asked_words("琴粤澳")) <= set(held_words("横琴粤澳深度合作区"))


def test_a_local_name_is_found_by_its_humps() -> None:
    assert {"located", "in", "locatedin"} <= set(held_words("locatedIn"))
