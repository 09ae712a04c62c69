"""What is said of figures beside the data, in English, Chinese and Portuguese."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from kg.yaml_text import read_yaml

__all__ = ["LANGUAGES", "Phrase", "phrase"]

LANGUAGES: Final = ("en", "zh", "pt")
_COMMAS: Final = {"zh": "、"}

Value = str | int | tuple["Phrase", ...]


@dataclass(frozen=True, slots=True)
class Phrase:
    """One of ``phrases.yaml`` with what stands in its places.

    A value is a text or a number as it stands, or phrases that are listed.
    """

    name: str
    values: tuple[tuple[str, Value], ...] = ()

    def said(self, language: str = LANGUAGES[0]) -> str:
        """Give the phrase in a language; in English where that is none of ours."""
        texts = _phrases()[self.name]
        values = {name: _value(value, language) for name, value in self.values}
        return texts.get(language, texts[LANGUAGES[0]]).format_map(values)


def phrase(name: str, /, **values: Value) -> Phrase:
    """Give a phrase of ``phrases.yaml``.

    >>> phrase("at_least", number="3").said("pt")
    'pelo menos 3'
    """
    return Phrase(name, tuple(values.items()))


def _value(value: Value, language: str) -> str:
    if isinstance(value, tuple):
        return _COMMAS.get(language, ", ").join(one.said(language) for one in value)
    return str(value)


@cache
def _phrases() -> Mapping[str, Mapping[str, str]]:
    text = files("kg.figures").joinpath("phrases.yaml").read_text(encoding="utf-8")
    read: Mapping[str, Mapping[str, str]] = read_yaml(text)
    return read
