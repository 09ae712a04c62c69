"""Words that were probably meant: what differs by a letter or two.

Two words within two edits share what is left when one letter is taken out of one of them and up
to two out of the other (Damerau's insertions, deletions, substitutions and swaps). So a word is
kept under its own spelling and under every spelling with one letter less, as 32-bit numbers, and
what is typed is looked up with up to two less. Candidates are measured afterwards.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import Final
from zlib import crc32

from rapidfuzz.distance import OSA

__all__ = ["asked_keys", "held_keys", "nearest", "takes_typos"]

_SHORTEST: Final = 4
_LOOKED_AT: Final = 9
"""So many letters of a word count: a longer one is rarely wrong at its end alone."""


def takes_typos(word: str) -> bool:
    """Tell whether a word may be written wrongly: a number or a code of three letters is not."""
    return len(word) >= _SHORTEST and not any(char.isdigit() for char in word)


def held_keys(word: str) -> Iterator[int]:
    """Give the numbers under which a word is kept."""
    head = word[:_LOOKED_AT]
    yield crc32(head.encode())
    for at in range(len(head)):
        yield crc32((head[:at] + head[at + 1 :]).encode())


def asked_keys(word: str) -> set[int]:
    """Give the numbers under which what was meant by a word may be kept."""
    head = word[:_LOOKED_AT]
    spellings = {head}
    for number in (1, 2) if len(head) > _SHORTEST else (1,):
        for taken in combinations(range(len(head)), number):
            spellings.add("".join(char for at, char in enumerate(head) if at not in taken))
    return {crc32(spelling.encode()) for spelling in spellings}


def nearest(word: str, candidates: Iterable[str], *, begun: bool = False) -> list[str]:
    """Give the candidates within the edits that a word of this length may have, nearest first.

    Where the word is only ``begun``, the beginning of a candidate is compared.

    >>> nearest("shenzen", ["shenzhen", "shanghai"])
    ['shenzhen']
    """
    allowed = 1 if len(word) <= _SHORTEST + 1 else 2
    found = []
    for candidate in set(candidates):
        distance = OSA.distance(word, candidate, score_cutoff=allowed)
        if begun and distance > allowed:
            distance = min(
                OSA.distance(word, candidate[: len(word) + more], score_cutoff=allowed)
                for more in (0, 1)
            )
        if distance <= allowed:
            found.append((distance, abs(len(candidate) - len(word)), candidate))
    return [candidate for *_, candidate in sorted(found)]
