"""Whole answers that were given a moment ago, repeated without asking the application.

Only what the application calls public and gives an ETag is kept, only for the headers that its
answers may depend on, and only until another release becomes current.
https://www.rfc-editor.org/rfc/rfc9111.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import MutableMapping
from dataclasses import dataclass
from typing import Any, Final

from werkzeug.http import parse_date

__all__ = ["Key", "Recent", "Whole", "fresh"]

Header = tuple[bytes, bytes]
Key = tuple[bytes | str | None, ...]

# what an answer may depend on beside its address
_SELECTING: Final = (
    b"accept",
    b"accept-encoding",
    b"accept-language",
    b"content-type",
    b"host",
    b"x-forwarded-host",
    b"x-forwarded-prefix",
    b"x-forwarded-proto",
)
# with these the application decides itself
_PERSONAL: Final = frozenset(
    {
        b"authorization",
        b"cache-control",
        b"content-encoding",
        b"cookie",
        b"if-match",
        b"if-range",
        b"if-unmodified-since",
        b"pragma",
        b"range",
        b"transfer-encoding",
    }
)
# a query may come in a body; only an answer to a query has an ETag there
_METHODS: Final = frozenset({"GET", "POST"})
_LONGEST: Final = 4096
_OF_304: Final = frozenset({b"content-length", b"content-type", b"content-encoding"})
_OVERHEAD: Final = 1_500


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole answer with the status 200, which route gave it, and whether 304 may stand for it."""

    headers: list[Header]
    body: bytes
    route: str
    conditional: bool = True

    @property
    def etag(self) -> bytes:
        """Its ETag, empty without one."""
        return next((value for name, value in self.headers if name == b"etag"), b"")

    @property
    def may_be_kept(self) -> bool:
        """Whether the application allows to repeat it."""
        control = next((value for name, value in self.headers if name == b"cache-control"), b"")
        return bool(self.etag) and b"public" in control


class Recent:
    """Answers by what was asked for; bounded in bytes, the longest unused going first."""

    def __init__(self, capacity: int, largest: int) -> None:
        self._capacity = capacity
        self._largest = largest
        self._answers: OrderedDict[Key, Whole] = OrderedDict()
        self._lock = threading.Lock()
        self._held = 0
        self.generation = 0

    def key(
        self, scope: MutableMapping[str, Any], headers: dict[bytes, bytes], body: bytes = b""
    ) -> Key | None:
        """Give the key of a request, None for one that the application has to see."""
        method = scope["method"]
        if method not in _METHODS or len(body) > _LONGEST or not _PERSONAL.isdisjoint(headers):
            return None
        path = scope.get("raw_path") or scope["path"]
        get = headers.get
        return (
            method,
            path,
            scope["query_string"],
            body,
            scope.get("scheme"),
            *map(get, _SELECTING),
        )

    def get(self, key: Key) -> Whole | None:
        """Give the answer to a request, if it is known."""
        with self._lock:
            found = self._answers.get(key)
            if found:
                self._answers.move_to_end(key)
            return found

    def put(self, key: Key, answer: Whole) -> None:
        """Keep an answer, if the application allows it and it is not too long."""
        if len(answer.body) > self._largest or not answer.may_be_kept:
            return
        with self._lock:
            if key in self._answers:
                self._held -= _cost(key, self._answers.pop(key))
            self._answers[key] = answer
            self._held += _cost(key, answer)
            while self._held > self._capacity:
                self._held -= _cost(*self._answers.popitem(last=False))

    def forget(self) -> None:
        """Forget every answer, and those that are being made."""
        with self._lock:
            self.generation += 1
            self._answers.clear()
            self._held = 0


def fresh(known: Whole, headers: dict[bytes, bytes]) -> tuple[int, list[Header], bytes]:
    """Give the status, the headers and the body that a request with these headers gets.

    A client that holds the answer already is told so, with 304.
    """
    if known.conditional and _is_held(known, headers):
        return 304, [(name, value) for name, value in known.headers if name not in _OF_304], b""
    return 200, known.headers, known.body


def _is_held(known: Whole, headers: dict[bytes, bytes]) -> bool:
    """Tell whether the client holds this answer, by ETag or else by date."""
    tags = headers.get(b"if-none-match")
    if tags is not None:
        given = [tag.strip().removeprefix(b"W/") for tag in tags.split(b",")]
        return known.etag in given or given == [b"*"]
    since = parse_date(headers.get(b"if-modified-since", b"").decode("latin-1"))
    dates = [value for name, value in known.headers if name == b"last-modified"]
    modified = parse_date(dates[0].decode("latin-1")) if dates else None
    return since is not None and modified is not None and modified <= since


def _cost(key: Key, answer: Whole) -> int:
    return _OVERHEAD + len(answer.body) + sum(len(part) for part in key if part)
