"""How much room words take in a drawing, counted in Latin letters."""

from __future__ import annotations

import unicodedata

__all__ = ["cut", "letters"]


def letters(text: str) -> int:
    """Give how many Latin letters are as wide as the text; a Chinese one counts as two.

    >>> letters("深圳 2024")
    9
    """
    return sum(2 if unicodedata.east_asian_width(one) in "WF" else 1 for one in text)


def cut(text: str, room: int) -> str:
    """Give as much of a text as there is room for, in Latin letters.

    >>> cut("Greater Bay Area", 9)
    'Greater…'
    """
    if letters(text) <= room:
        return text
    while text and letters(text) >= room:
        text = text[:-1]
    return text.rstrip() + "…"
