"""Whole answers that were given before, bounded in bytes, the longest unused going first."""

from __future__ import annotations

import hashlib
import re
import threading
from collections import OrderedDict
from collections.abc import Iterator
from importlib import metadata
from typing import Final

from kg.queries.tokens import Token, tokens

__all__ = ["Cache", "Keeping", "Key", "answer_key", "normal_form"]

Key = tuple[str, str]
"""The release of an answer, and the mark of what it depends on, by which its ETag is made."""

# another version may write an answer otherwise
_SOFTWARE: Final = metadata.version("cbec-kg")

# functions that answer differently each time; the engine needs no space before them
_FICKLE: Final = re.compile(r"(?:NOW|RAND|UUID)(?:\s|#[^\r\n]*[\r\n])*+\(", re.IGNORECASE)
# beside these a space says nothing
_BRACKETS: Final = frozenset("{}()[];,")
_SPACES: Final = re.compile(r"[ \t\r\n]{2,}+|[\t\r\n]")
# with // in it it can be nothing but an IRI
_SURE_IRI: Final = re.compile(r"""<[A-Za-z][^<>"'{}|^`\\\x00-\x20#]*//[^<>"{}|^`\\\x00-\x20]*>""")
# what an entry costs beside its bytes
_OVERHEAD: Final = 300


class Cache:
    """Answers by key; any thread may use it."""

    def __init__(self, capacity: int, largest: int) -> None:
        self._capacity = capacity
        self.largest = largest
        self._entries: OrderedDict[Key, bytes] = OrderedDict()
        self._lock = threading.Lock()
        self.held = 0
        self.hits = 0
        self.misses = 0

    def get(self, key: Key) -> bytes | None:
        """Give the answer of a key, if it is known."""
        with self._lock:
            found = self._entries.get(key)
            if found is None:
                self.misses += 1
                return None
            self.hits += 1
            self._entries.move_to_end(key)
            return found

    def put(self, key: Key, answer: bytes) -> None:
        """Keep a whole answer, unless it is too large to be worth its room."""
        if len(answer) > self.largest:
            return
        with self._lock:
            self._drop(key)
            self._entries[key] = answer
            self.held += len(answer) + _OVERHEAD
            while self.held > self._capacity:
                self._drop(next(iter(self._entries)))

    def keep_only(self, release: str) -> None:
        """Forget the answers of every other release."""
        with self._lock:
            for key in [key for key in self._entries if key[0] != release]:
                self._drop(key)

    @property
    def hit_ratio(self) -> float:
        """Which part of the questions was known, from 0 to 1."""
        asked = self.hits + self.misses
        return self.hits / asked if asked else 0.0

    def __len__(self) -> int:
        return len(self._entries)

    def _drop(self, key: Key) -> None:
        found = self._entries.pop(key, None)
        if found is not None:
            self.held -= len(found) + _OVERHEAD


class Keeping:
    """The pieces of an answer on their way, kept together until the last for the cache."""

    def __init__(self, cache: Cache, key: Key | None) -> None:
        self._cache = cache
        self._key = key
        self._pieces: list[bytes] = []
        self._size = 0

    def add(self, piece: bytes) -> None:
        """Take the next piece."""
        if self._key is not None:
            self._size += len(piece)
            self._pieces.append(piece)
            if self._size > self._cache.largest:
                self._key = None
                self._pieces.clear()

    def done(self) -> None:
        """Put the answer into the cache: it is whole."""
        if self._key is not None:
            self._cache.put(self._key, b"".join(self._pieces))


def answer_key(release: str, text: str, *others: object) -> Key | None:
    """Give the key of an answer, or None where a second answer may differ from the first.

    ``others`` is whatever else the answer depends on: its format and its dataset.
    """
    if "(" in text and _FICKLE.search(text):
        return None
    depends = f"{release} {_SOFTWARE} {others!r}\0{normal_form(text)}"
    mark = hashlib.blake2b(depends.encode("utf-8", "surrogatepass"), digest_size=24)
    return release, mark.hexdigest()


def normal_form(text: str) -> str:
    r"""Give the text without comments, with single spaces, and with none beside brackets.

    Where ``<`` may be read in two ways, what looks like a comment may be none, and the text stays
    as it is.

    >>> normal_form("SELECT * { ?s  ?p ?o . # all\n }")
    'SELECT *{?s ?p ?o .}'
    """
    if "'" not in text and '"' not in text and not _may_comment(text):
        # there is neither a string nor a comment: only spaces are to be looked for
        if "  " in text or "\n" in text or "\t" in text or "\r" in text:
            text = _SPACES.sub(" ", text)
        text = text.strip(" ")
        for bracket in _BRACKETS:
            if bracket in text:
                text = text.replace(" " + bracket, bracket).replace(bracket + " ", bracket)
        return text
    pieces = list(_pieces(text))
    return text if None in pieces else "".join(piece or "" for piece in pieces)


def _may_comment(text: str) -> bool:
    """Tell whether ``#`` may begin a comment; one without a line end behind it does no harm."""
    looks_so = " #" in text or ("#" in text and ("\n" in text or "\r" in text))
    return looks_so and "#" in _SURE_IRI.sub("", text)


def _pieces(text: str) -> Iterator[str | None]:
    """Give the pieces of the normal form, None where there is none."""
    before: Token | None = None
    for token in tokens(text):
        if token.kind == "error" or (token.kind == "iri" and _is_ambiguous(token.text)):
            yield None
            return
        if before and before.end < token.start and not {before.text, token.text} & _BRACKETS:
            yield " "
        yield token.text
        before = token


def _is_ambiguous(iri: str) -> bool:
    """Tell whether ``<…>`` may be a comparison, with a comment or a string behind it."""
    inside = re.split("[#']", iri, maxsplit=1)
    return len(inside) == 2 and "//" not in inside[0]
