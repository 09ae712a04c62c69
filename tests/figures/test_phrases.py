"""Everything that is said of figures is said in each language, with the same things in it."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import pytest
import yaml

import kg.figures
from kg.figures.phrases import LANGUAGES, phrase

FOLDER = Path(kg.figures.__file__).parent
PHRASES = yaml.safe_load((FOLDER / "phrases.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", PHRASES)
def test_a_phrase_is_there_in_each_language_and_names_the_same(name: str) -> None:
    texts = PHRASES[name]
    assert tuple(texts) == LANGUAGES
    places = [{place for _, place, _, _ in Formatter().parse(texts[tag]) if place} for tag in texts]
    assert all(found == places[0] for found in places)
    assert len(set(texts.values())) == len(texts) or not re.search("[a-z]", texts["en"])


def test_no_phrase_is_missing_and_none_is_left_over() -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in sorted(FOLDER.rglob("*.py")))
    quoted = set(re.findall(r'"([a-z_]+)"', code))
    called = set(re.findall(r'phrase\(\s*"([a-z_]+)"[,)]', code))
    verdicts = {name for name in PHRASES if name.startswith("verdict_")}
    assert called <= PHRASES.keys()
    assert PHRASES.keys() - quoted - verdicts == set()


def test_phrases_in_phrases_are_listed_as_the_language_lists() -> None:
    said = phrase("differ_in", what=(phrase("definition"), phrase("name")))
    assert said.said() == "the indicators differ in definition, name"
    assert said.said("zh") == "两项指标的定义、名称不同"
    assert said.said("de") == said.said("en")
