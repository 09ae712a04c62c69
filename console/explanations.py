"""What each problem means in the languages of the pages: its title, when it happens, what to do."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

from console.problems import PROBLEMS
from kg.yaml_text import read_yaml

__all__ = ["explanations"]

_TEXTS: Final = Path(__file__).with_name("problems.yaml")


@cache
def explanations(language: str = "en") -> Mapping[str, Mapping[str, str]]:
    """Give for each code its ``title``, ``when`` the problem happens and what to ``do``."""
    read: Mapping[str, Mapping[str, Mapping[str, str]]] = read_yaml(_TEXTS.read_text("utf-8"))
    return {
        code: {
            "title": texts["title"].get(language, PROBLEMS[code][1]),
            "when": texts["when"][language],
            "do": texts["do"][language],
        }
        for code, texts in read.items()
    }
