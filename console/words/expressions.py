"""Expressions of the full-text index: words that must all occur, or one of which must."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from console.words.build import mark

__all__ = ["Narrow", "all_of", "any_of", "begun", "quoted"]


@dataclass(frozen=True, slots=True)
class Narrow:
    """What is wanted: of one of these kinds, and of one of these classes or lists; () is any."""

    kinds: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    schemes: tuple[str, ...] = ()

    def expression(self) -> str:
        """Give it in the language of the full-text index, empty where nothing is asked for."""
        groups = [[mark("kind", kind) for kind in self.kinds]]
        groups.append(
            [mark("class", one) for one in self.classes]
            + [mark("scheme", one) for one in self.schemes]
        )
        return " AND ".join(f"({' OR '.join(map(quoted, group))})" for group in groups if group)


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
