"""What the pages say beside the data, in English, Chinese and Portuguese, and which to say."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

from flask import request

from console.naming import LANGUAGES
from kg.yaml_text import read_yaml

__all__ = ["NAMES", "phrases", "reader_language"]

NAMES: Final[Mapping[str, str]] = {"en": "English", "zh": "中文", "pt": "Português"}
"""The languages of the pages, each in its own words."""


def reader_language() -> str:
    """Give the language of the page: what ``lang`` asks for, else what the browser prefers."""
    asked = request.args.get("lang", "")
    if asked in LANGUAGES:
        return asked
    return request.accept_languages.best_match(LANGUAGES) or "en"


@cache
def phrases(language: str) -> Mapping[str, str]:
    """Give the phrases in one language."""
    return {name: texts[language] for name, texts in _phrases().items()}


@cache
def _phrases() -> Mapping[str, Mapping[str, str]]:
    """Read those that every page may say, and those of single pages."""
    own = sorted(Path(__file__).with_name("phrases").glob("*.yaml"))
    said: dict[str, Mapping[str, str]] = {}
    for path in (Path(__file__).with_name("phrases.yaml"), *own):
        read: Mapping[str, Mapping[str, str]] = read_yaml(path.read_text(encoding="utf-8"))
        twice = said.keys() & read.keys()
        assert not twice, f"{path.name} says again: {', '.join(sorted(twice))}"
        said.update(read)
    return said
