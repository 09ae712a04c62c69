"""How names and what is typed are made comparable: folded, and cut into words.

Scripts that write no spaces are cut into single characters and pairs, so that any part of a name
is found; all others into words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain
from typing import Final

from kg.vocab import PREFIXES

__all__ = ["asked_words", "fold", "held_words", "is_unspaced", "local_name", "pieces"]

# Thai to Khmer, kana, Han, Hangul
_UNSPACED: Final = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
)
_WORD: Final = re.compile(f"[{_UNSPACED}]+|[^\\W_{_UNSPACED}]+")
_UNSPACED_WORD: Final = re.compile(f"[{_UNSPACED}]")
# Han has neither case nor accents
_PLAIN: Final = re.compile("[\u4e00-\u9fff]+")
_HUMP: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_LONGEST_WORD: Final = 40
_SPACES: Final = sorted(PREFIXES.values(), key=len, reverse=True)


def fold(text: str) -> str:
    """Give a text without differences of case, width and accents.

    >>> fold("São Paulo"), fold("ＧＢＡ")
    ('sao paulo', 'gba')
    """
    if text.isascii():
        return text.lower()
    if _PLAIN.fullmatch(text):
        return text
    parts = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    bare = "".join(char for char in parts if not unicodedata.combining(char))
    return unicodedata.normalize("NFC", bare)


def is_unspaced(word: str) -> bool:
    """Tell whether a word is of a script without spaces."""
    return _UNSPACED_WORD.match(word) is not None


def pieces(text: str) -> list[tuple[str, int]]:
    """Give the words of a text and where each begins; of unspaced scripts what stands together.

    >>> pieces("in 深圳市, 2023")
    [('in', 0), ('深圳市', 3), ('2023', 8)]
    """
    return [(word.group(), word.start()) for word in _WORD.finditer(text)]


def held_words(text: str) -> Iterator[str]:
    """Give the words by which a name is found, folded.

    >>> list(held_words("深圳市 GreaterBay"))
    ['深', '圳', '市', '深圳', '圳市', 'greater', 'bay', 'greaterbay']
    """
    return chain.from_iterable(map(_held, _WORD.findall(text)))


@lru_cache(1 << 16)
def _held(whole: str) -> tuple[str, ...]:
    """Give the words of one: many names share theirs."""
    word = fold(whole)
    if is_unspaced(word):
        return (*word, *(word[at : at + 2] for at in range(len(word) - 1)))
    humps = _HUMP.split(whole)
    found = [fold(hump)[:_LONGEST_WORD] for hump in humps] if len(humps) > 1 else []
    return (*found, word[:_LONGEST_WORD])


def asked_words(text: str) -> list[str]:
    """Give the words of what is typed, folded, of unspaced scripts the pairs.

    >>> asked_words("深圳市 Bay-Area 港")
    ['深圳', '圳市', 'bay', 'area', '港']
    """
    found: list[str] = []
    for word in _WORD.findall(fold(text)):
        if is_unspaced(word) and len(word) > 1:
            found.extend(word[at : at + 2] for at in range(len(word) - 1))
        else:
            found.append(word[:_LONGEST_WORD])
    return list(dict.fromkeys(found))


def local_name(iri: str) -> str:
    """Give what an IRI ends with: behind its prefix, else behind its last ``/`` or ``#``.

    >>> local_name("https://w3id.org/cbec/id/place/Shenzhen")
    'Shenzhen'
    >>> local_name("https://w3id.org/cbec/graph/source/000")
    'source/000'
    """
    head = iri[: max(iri.rfind("/", 0, -1), iri.rfind("#", 0, -1)) + 1]
    return iri[_space(head) or max(iri.rfind("/"), iri.rfind("#")) + 1 :] or iri


@lru_cache(1 << 12)
def _space(head: str) -> int:
    """Give the length of the longest of our namespaces in which an IRI that begins so is."""
    return next((len(space) for space in _SPACES if head.startswith(space)), 0)
