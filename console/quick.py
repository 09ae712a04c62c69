"""The shortest way to an answer: queries of programs, answered before the framework is asked.

Routing, request objects and hooks cost more than a small query itself. What is out of the ordinary
in any way, such as a page, a condition, a refusal before evaluation or a method of its own, is
left to the application, which answers the same request in the same way; a test compares the two.
"""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from typing import Final, NamedTuple
from urllib.parse import unquote_to_bytes

from flask import Flask
from werkzeug.http import http_date

from console.encoding import choose_coding
from console.engine import Begun, Workers
from console.exchange import Exchange
from console.guard import is_plain
from console.hosts import check_host
from console.manners import CONSTANT, REVALIDATE, SMALL, is_packable, made_from, tag_of
from console.negotiation import choose
from console.problems import Problem
from console.protocol import FORM, QUERY, QueryRequest, read_request
from console.site import KEY, Site
from console.workers.formats import GRAPHS, SOLUTIONS, offers

__all__ = ["ROUTE", "Asked", "Quick", "outline"]

ROUTE: Final = "sparql.endpoint"
"""The route that would have answered."""

_HTML: Final = "text/html"
# with these an answer takes more than a query and a format
_UNUSUAL: Final = frozenset(
    {
        b"authorization",
        b"content-encoding",
        b"if-match",
        b"if-modified-since",
        b"if-none-match",
        b"if-range",
        b"if-unmodified-since",
        b"range",
    }
)
_LONGEST: Final = 1 << 16
# nothing is to take long in the event loop: what has to be looked at closely is so in a thread
_LONGEST_TEXT: Final = 4096
_REVALIDATE: Final = REVALIDATE.encode("ascii")
_CONSTANT: Final = b"".join(
    f"{name.lower()}: {value}\r\n".encode("ascii")
    for name, value in (*CONSTANT, ("vary", "Accept, Accept-Encoding"))
)


class Asked(NamedTuple):
    """An ordinary request: its query, the format and coding of the answer, and who asks."""

    site: Site
    engine: Workers
    request: QueryRequest
    media_type: str
    coding: str
    client: str
    dated: bool


class Quick:
    """Reads ordinary requests to an application, and gives the headers of their answers."""

    def __init__(self, app: Flask) -> None:
        self._app = app

    def read(self, exchange: Exchange) -> Asked | None:
        """Give what an ordinary request asks, None for one that is left to the application."""
        method, headers = exchange.method, exchange.headers
        if exchange.path != b"/sparql" or not _UNUSUAL.isdisjoint(headers):
            return None
        if method == "POST":
            content_type = headers.get(b"content-type", b"").decode("latin-1")
            plain = content_type.partition(";")[0].strip().lower() in {FORM, QUERY}
            if not plain or len(exchange.body) > _LONGEST:
                return None
        elif method == "GET":
            content_type = ""
        else:
            return None
        if len(exchange.query) > _LONGEST or b"safe=" in exchange.query:
            return None
        site = self._app.extensions[KEY]
        assert isinstance(site, Site)
        engine, proxies = site.engine, site.settings.trusted_proxies
        host = (proxies and _forwarded(exchange, b"x-forwarded-host", proxies)) or headers.get(
            b"host", b""
        )
        accept = _text(headers.get(b"accept"))
        if not isinstance(engine, Workers) or not host or _wants_page(accept):
            return None
        try:
            check_host(host.decode("latin-1"), site.settings.hosts)
            asked = _alone(exchange) or read_request(
                method, exchange.query, content_type, exchange.body
            )
            if asked is None or len(asked.text) > _LONGEST_TEXT:
                return None
        except Problem:
            return None
        if not is_plain(asked.text, site.settings):
            return None
        media_type = choose(accept, offers(asked.text))
        coding = choose_coding(_text(headers.get(b"accept-encoding")))
        if media_type is None or coding is None:
            return None
        client = proxies and _forwarded(exchange, b"x-forwarded-for", proxies)
        exchange.client = client.decode("latin-1") if client else exchange.client
        return Asked(site, engine, asked, media_type, coding, exchange.client, method == "GET")


class Outline(NamedTuple):
    """The lines of the head of an answer, and the coding to pack it in, '' for none.

    ``own`` are about its body, ``common`` hold also where a client is told that it has that
    already; ``etag`` is empty where the answer may not be kept.
    """

    own: bytes
    common: bytes
    etag: bytes
    coding: str


def outline(asked: Asked, begun: Begun) -> Outline:
    """Give the head of an answer."""
    settings, coding = asked.site.settings, asked.coding
    small = begun.whole is not None and len(begun.whole) < SMALL
    if small or coding == "identity" or not is_packable(asked.media_type):
        coding = ""
    own = _about_body(asked.media_type, coding)
    release = begun.release
    if not begun.key or release != settings.release:
        return Outline(own, _common(release) + b"cache-control: no-store\r\n", b"", coding)
    tag = tag_of(release, "answer", begun.key[1], None)
    etag = (f'"{tag}-{coding}"' if coding else f'"{tag}"').encode("ascii")
    modified = _modified(settings.modified) if asked.dated else b""
    common = b"%bcache-control: %b\r\netag: %b\r\n%b" % (
        _common(release), _REVALIDATE, etag, modified
    )  # fmt: skip
    return Outline(own, common, etag, coding)


@lru_cache(maxsize=64)
def _about_body(media_type: str, coding: str) -> bytes:
    charset = "; charset=utf-8" if media_type.startswith("text/") else ""
    line = f"content-type: {media_type}{charset}\r\n"
    return (line + f"content-encoding: {coding}\r\n" if coding else line).encode("ascii")


@lru_cache(maxsize=8)
def _common(release: str) -> bytes:
    return _CONSTANT + (f"link: {made_from(release)}\r\n" if release else "").encode("ascii")


@lru_cache(maxsize=8)
def _modified(moment: datetime | None) -> bytes:
    return f"last-modified: {http_date(moment)}\r\n".encode("ascii") if moment else b""


def _alone(exchange: Exchange) -> QueryRequest | None:
    """Give the query of a query string that holds nothing else, None for any other request."""
    name, _, value = exchange.query.partition(b"=")
    if exchange.method != "GET" or name != b"query" or not value or b"&" in value:
        return None
    try:
        return QueryRequest(unquote_to_bytes(value.replace(b"+", b" ")).decode("utf-8"))
    except UnicodeDecodeError:
        return None


def _text(value: bytes | None) -> str | None:
    return None if value is None else value.decode("latin-1")


def _forwarded(exchange: Exchange, name: bytes, proxies: int) -> bytes:
    """Give what the outermost trusted proxy says, empty where it does not."""
    values = exchange.headers.get(name, b"").split(b",")
    return values[-proxies].strip() if len(values) >= proxies else b""


@lru_cache(maxsize=256)
def _wants_page(accept: str | None) -> bool:
    return choose(accept, [*SOLUTIONS, *GRAPHS, _HTML]) == _HTML
