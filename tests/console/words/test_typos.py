"""Words that were probably meant."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.words.typos import asked_keys, held_keys, nearest, takes_typos

WORDS = st.text(alphabet="abcdefgh", min_size=5, max_size=9)


@given(WORDS, st.data())
def test_a_word_with_one_slip_is_always_found(word: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(word) - 1))
    letter = data.draw(st.sampled_from("abcdefgh"))
    slips = {
        word[:at] + word[at + 1 :],
        word[:at] + letter + word[at:],
        word[:at] + letter + word[at + 1 :],
        word[:at] + word[at : at + 2][::-1] + word[at + 2 :],
    }
    for slip in slips:
        assert asked_keys(slip) & set(held_keys(word))
        assert nearest(slip, [word]) == [word]


@pytest.mark.parametrize(("typed", "meant"), [("shenzen", "shenzhen"), ("hengquin", "hengqin")])
def test_what_people_type_finds_what_they_mean(typed: str, meant: str) -> None:
    assert nearest(typed, [meant, "shanghai", "guangdong"]) == [meant]


def test_numbers_and_short_codes_are_never_taken_for_slips() -> None:
    assert not takes_typos("440300")
    assert not takes_typos("gba")
    assert takes_typos("macao")


def test_a_word_that_is_only_begun_is_compared_with_beginnings() -> None:
    assert nearest("gaungd", ["guangdong"], begun=True) == ["guangdong"]
    assert nearest("gaungd", ["guangdong"]) == []
