"""Expressions of the full-text index: words that must all occur, or one of which must."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

__all__ = ["all_of", "any_of", "begun", "quoted"]


def begun(words: Sequence[str], only: str) -> str:
    """Ask for what has a word that begins with each of these."""
    return all_of([f"{quoted(word)} *" for word in words], only)


def all_of(parts: Sequence[str], only: str) -> str:
    """Ask for what fits each of these expressions, and ``only`` where it says something."""
    return " AND ".join([*parts, only] if only else parts)


def any_of(words: Iterable[str]) -> str:
    """Ask for what has one of these words."""
    return f"({' OR '.join(map(quoted, dict.fromkeys(words)))})"


def quoted(word: str) -> str:
    """Write a word so that nothing in it is an operator."""
    return '"' + word.replace('"', '""') + '"'
