"""What a sentence names: the things whose whole name stands in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from console.words.build import LONGEST_BEGINNING
from console.words.folding import fold, is_unspaced, pieces
from console.words.index import Index
from console.words.ranking import Found

__all__ = ["is_sentence", "named_within"]

_LONGEST_TEXT: Final = 300
_LONGEST_RUN: Final = 7
_LONGEST_NAME: Final = 24
_SHORTEST: Final = 3
_SENTENCE: Final = 4
_UNSPACED_SENTENCE: Final = 8
_POSSESSIVE: Final = re.compile(r"['’]s\b")


def is_sentence(text: str) -> bool:
    """Tell whether a text is more likely a question than a name."""
    words = pieces(fold(text))
    length = sum(
        len(word[0]) * _SENTENCE / _UNSPACED_SENTENCE if is_unspaced(word[0]) else 1
        for word in words
    )
    return length >= _SENTENCE


def named_within(index: Index, text: str) -> list[Found]:
    """Give the things that a text names, each by its longest name there, the longest name first.

    A name within another that stands there is not meant.
    """
    folded = _POSSESSIVE.sub("  ", fold(text[:_LONGEST_TEXT]))
    runs = {(start, end): folded[start:end] for start, end in _runs(folded)}
    held = index.exactly({name[:LONGEST_BEGINNING] for name in runs.values()})
    taken: list[tuple[int, int]] = []
    found: dict[str, Found] = {}
    for (start, end), name in sorted(runs.items(), key=lambda one: one[0][0] - one[0][1]):
        if any(start < last and first < end for first, last in taken):
            continue
        if things := [one for one in held.get(name[:LONGEST_BEGINNING], ()) if _is(one, name)]:
            taken.append((start, end))
            found.update((one.iri, one) for one in things if not one.technical)
    return list(found.values())


def _is(thing: Found, name: str) -> bool:
    """Tell whether this is a name of a thing; of long ones the index knows the beginning only."""
    return len(name) < LONGEST_BEGINNING or any(fold(one.text) == name for one in thing.names)


def _runs(folded: str) -> Iterator[tuple[int, int]]:
    """Give where each part begins and ends that may be a name: whole words, or characters."""
    words = pieces(folded)
    for number, (word, start) in enumerate(words):
        if is_unspaced(word):
            for at in range(len(word)):
                for end in range(at + 2, min(len(word), at + _LONGEST_NAME) + 1):
                    yield start + at, start + end
            continue
        for last, begin in words[number : number + _LONGEST_RUN]:
            if begin + len(last) - start >= _SHORTEST:
                yield start, begin + len(last)
