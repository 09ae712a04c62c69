"""What a sentence names is found, each thing by its longest name in it."""

from __future__ import annotations

import pytest

from console.words.index import Index
from console.words.within import is_sentence, named_within
from kg.vocab import ID


@pytest.mark.parametrize(
    ("sentence", "named"),
    [
        ("how large was Shenzhen's trade in 2023?", ["place/Shenzhen", "period/2023"]),
        ("2023年深圳的贸易额有多大", ["period/2023", "place/Shenzhen"]),
        ("que parques há na GRANDE BAÍA?", ["place/GreaterBayArea"]),
        # the city in the name of the bay area is not meant
        (
            "cities of the Guangdong-Hong Kong-Macao Greater Bay Area",
            ["place/GreaterBayArea"],
        ),
        ("", []),
        ("a b c d", []),
    ],
)
def test_a_thing_is_named_by_its_whole_name(names: Index, sentence: str, named: list[str]) -> None:
    found = [one.iri for one in named_within(names, sentence)]
    assert [one for one in found if one.startswith(ID)] == [ID + one for one in named]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Guangdong-Hong Kong", False),
        ("which parks are in Hengqin", True),
        ("横琴", False),
        ("横琴有哪些产业园", True),
    ],
)
def test_a_question_is_told_from_a_name(text: str, told: bool) -> None:
    assert is_sentence(text) == told
