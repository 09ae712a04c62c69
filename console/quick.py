"""The shortest way to an answer: queries of programs, answered before the framework is asked.

Routing, request objects and hooks cost more than a small query itself. What is out of the ordinary
in any way, such as a page, a condition, a refusal before evaluation or a method of its own, is
left to the application, which answers the same request in the same way; a test compares the two.
"""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from typing import Final, NamedTuple

from flask import Flask
from werkzeug.http import http_date

from console.encoding import choose_coding
from console.engine import Begun, Workers
from console.exchange import Exchange
from console.guard import plain_form
from console.hosts import check_host
from console.manners import CONSTANT, REVALIDATE, SMALL, is_packable, made_from
from console.negotiation import choose
from console.problems import Problem
from console.protocol import FORM, QUERY, QueryRequest, read_request
from console.site import KEY, Site
from console.workers.formats import GRAPHS, SOLUTIONS, offered_to

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
# what was made of headers of this length is remembered
_USUAL: Final = 600
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
        engine, settings = site.engine, site.settings
        if not isinstance(engine, Workers):
            return None
        try:
            asked = _alone(exchange) or read_request(
                method, exchange.query, content_type, exchange.body
            )
        except Problem:
            return None
        if asked is None or len(asked.text) > _LONGEST_TEXT:
            return None
        form = plain_form(asked.text, settings)
        accept, accept_encoding = headers.get(b"accept", b""), headers.get(b"accept-encoding", b"")
        host = headers.get(b"host", b"")
        if settings.trusted_proxies:
            host = _forwarded(exchange, b"x-forwarded-host", settings.trusted_proxies) or host
        if not form or len(host) + len(accept) + len(accept_encoding) > _USUAL:
            return None
        media_type, coding = _terms(host, settings.hosts, accept, accept_encoding, form)
        if not media_type:
            return None
        if settings.trusted_proxies:
            client = _forwarded(exchange, b"x-forwarded-for", settings.trusted_proxies)
            exchange.client = client.decode("latin-1") or exchange.client
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
        return Outline(own, _once(release), b"", coding)
    _, mark = begun.key
    etag = (f'"{mark}-{coding}"' if coding else f'"{mark}"').encode("ascii")
    again = _again(release, settings.modified if asked.dated else None)
    return Outline(own, b"%betag: %b\r\n" % (again, etag), etag, coding)


@lru_cache(maxsize=64)
def _about_body(media_type: str, coding: str) -> bytes:
    charset = "; charset=utf-8" if media_type.startswith("text/") else ""
    line = f"content-type: {media_type}{charset}\r\n"
    return (line + f"content-encoding: {coding}\r\n" if coding else line).encode("ascii")


@lru_cache(maxsize=8)
def _once(release: str) -> bytes:
    """Give what all answers from a release have that may not be kept."""
    return _common(release) + b"cache-control: no-store\r\n"


@lru_cache(maxsize=8)
def _again(release: str, modified: datetime | None) -> bytes:
    """Give what all answers from a release have that may be kept."""
    dated = f"last-modified: {http_date(modified)}\r\n" if modified else ""
    return _common(release) + f"cache-control: {REVALIDATE}\r\n{dated}".encode("ascii")


def _common(release: str) -> bytes:
    return _CONSTANT + (f"link: {made_from(release)}\r\n" if release else "").encode("ascii")


def _alone(exchange: Exchange) -> QueryRequest | None:
    """Give the query of a query string that holds nothing else, None for any other request."""
    name, _, value = exchange.query.partition(b"=")
    if exchange.method != "GET" or name != b"query" or not value or b"&" in value:
        return None
    # %E4 is read as \xE4, at once where the library's unquoting goes byte by byte
    escaped = value.replace(b"\\", b"\\\\").replace(b"+", b" ").replace(b"%", b"\\x")
    try:
        return QueryRequest(escaped.decode("unicode_escape").encode("latin-1").decode("utf-8"))
    except UnicodeDecodeError:
        return None


def _forwarded(exchange: Exchange, name: bytes, proxies: int) -> bytes:
    """Give what the outermost trusted proxy says, empty where it does not."""
    values = exchange.headers.get(name, b"").split(b",")
    return values[-proxies].strip() if len(values) >= proxies else b""


@lru_cache(maxsize=256)
def _terms(
    host: bytes, known: tuple[str, ...], accept: bytes, accept_encoding: bytes, form: str
) -> tuple[str, str]:
    """Give the media type and the coding of an answer to a query of this form.

    Both are empty where a page is wanted, where nothing fits, and under a name that is not ours.
    """
    try:
        check_host(host.decode("latin-1"), known)
    except Problem:
        return "", ""
    wanted, coding = accept.decode("latin-1"), choose_coding(accept_encoding.decode("latin-1"))
    if coding is None or choose(wanted, [*SOLUTIONS, *GRAPHS, _HTML]) == _HTML:
        return "", ""
    return choose(wanted, offered_to(form)) or "", coding
