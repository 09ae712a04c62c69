"""Whole answers that were given a moment ago, repeated without asking the application.

Only what the application calls public and gives an ETag is kept, only for the headers that its
answers may depend on, and only until another release becomes current.
https://www.rfc-editor.org/rfc/rfc9111.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Mapping
from typing import Final

from werkzeug.http import parse_date

from console.exchange import Exchange, Header, head_of, lines_of

__all__ = ["OK", "Key", "Recent", "Whole", "repeatable"]

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
_OF_A_BODY: Final = frozenset({b"content-length", b"content-type", b"content-encoding"})
OK: Final = head_of(200, ())
_UNCHANGED: Final = head_of(304, ())
_OVERHEAD: Final = 1_500


class Whole:
    """A whole answer with the status 200, ready to be sent, and which route gave it.

    ``own`` and ``common`` are the lines of its head, the first those about the body. ``unchanged``
    is the head that says instead that the client holds it already; that may not be said without
    an ``etag``.
    """

    __slots__ = ("body", "etag", "head", "route", "unchanged")

    def __init__(self, own: bytes, common: bytes, etag: bytes, body: bytes, route: str) -> None:
        self.head = OK + own + common
        self.unchanged = _UNCHANGED + common if etag else b""
        self.etag = etag
        self.body = body
        self.route = route

    def is_held(self, headers: Mapping[bytes, bytes]) -> bool:
        """Tell whether a client that sends these headers holds the answer, by ETag or by date."""
        if not self.unchanged:
            return False
        tags = headers.get(b"if-none-match")
        if tags is not None:
            given = [tag.strip().removeprefix(b"W/") for tag in tags.split(b",")]
            return self.etag in given or given == [b"*"]
        if b"if-modified-since" not in headers:
            return False
        since = parse_date(headers[b"if-modified-since"].decode("latin-1"))
        _, _, following = self.unchanged.partition(b"last-modified: ")
        modified = parse_date(following.partition(b"\r\n")[0].decode("latin-1"))
        return since is not None and modified is not None and modified <= since


def repeatable(exchange: Exchange, headers: list[Header], body: bytes) -> Whole | None:
    """Give an answer to be kept, None where the application wants it not repeated."""
    given = dict(headers)
    etag = given.get(b"etag", b"")
    if not etag or b"public" not in given.get(b"cache-control", b""):
        return None
    own = lines_of(header for header in headers if header[0] in _OF_A_BODY)
    common = lines_of(header for header in headers if header[0] not in _OF_A_BODY)
    return Whole(own, common, etag if exchange.method == "GET" else b"", body, exchange.route)


class Recent:
    """Answers by what was asked for; bounded in bytes, the longest unused going first."""

    def __init__(self, capacity: int, largest: int) -> None:
        self._capacity = capacity
        self._largest = largest
        self._answers: OrderedDict[Key, Whole] = OrderedDict()
        self._lock = threading.Lock()
        self._held = 0
        self.generation = 0

    def key(self, exchange: Exchange) -> Key | None:
        """Give the key of a request, None for one that the application has to see."""
        headers = exchange.headers
        if (
            exchange.method not in _METHODS
            or len(exchange.body) > _LONGEST
            or not _PERSONAL.isdisjoint(headers)
        ):
            return None
        asked = exchange.method, exchange.path, exchange.query, exchange.body
        return (*asked, *map(headers.get, _SELECTING))

    def get(self, key: Key) -> Whole | None:
        """Give the answer to a request, if it is known."""
        with self._lock:
            found = self._answers.get(key)
            if found:
                self._answers.move_to_end(key)
            return found

    def put(self, key: Key, answer: Whole, generation: int) -> None:
        """Keep an answer that was begun in this generation, if it is not too long."""
        if len(answer.body) > self._largest:
            return
        with self._lock:
            if generation != self.generation:
                return
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


def _cost(key: Key, answer: Whole) -> int:
    return _OVERHEAD + len(answer.body) + sum(map(len, filter(None, key)))
