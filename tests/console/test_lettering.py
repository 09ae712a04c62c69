"""How much room words take."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from console.lettering import cut, letters


def test_chinese_letters_are_twice_as_wide() -> None:
    assert letters("深圳") == letters("Wide") == 4


@given(st.text(), st.integers(2, 40))
def test_what_is_cut_has_room(text: str, room: int) -> None:
    assert letters(cut(text, room)) <= max(room, 1)
    if letters(text) <= room:
        assert cut(text, room) == text
