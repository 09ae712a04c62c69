"""The shortest way to an answer: queries of programs, answered before the framework is asked.

Routing, request objects and hooks cost more than a small query itself (measured: 0.8 ms of
processor time against 0.2). What is out of the ordinary in any way, such as a page, a condition,
a refusal before evaluation or a method of its own, is left to the application, which answers the
same request in the same way; a test compares the two.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any, Final

from flask import Flask
from werkzeug.http import http_date

from console.encoding import choose_coding, pack, pack_pieces
from console.engine import Answer, Asker
from console.guard import check_query
from console.hosts import check_host
from console.manners import (
    CONSTANT,
    REVALIDATE,
    SMALL,
    Closing,
    bare_problem,
    is_packable,
    made_from,
    tag_of,
)
from console.negotiation import choose
from console.problems import Problem, from_kg_error
from console.protocol import FORM, QUERY, QueryRequest, read_request
from console.settings import Settings
from console.site import GONE, KEY, ROUTE, Site
from console.workers.cache import answer_key
from console.workers.formats import GRAPHS, SOLUTIONS, offers
from kg.errors import KgError

__all__ = ["Quick"]

_HTML: Final = "text/html"
_ROUTE: Final = "sparql.endpoint"
# with these an answer takes more than a query and a format
_UNUSUAL: Final = (
    "HTTP_AUTHORIZATION",
    "HTTP_CONTENT_ENCODING",
    "HTTP_IF_MATCH",
    "HTTP_IF_MODIFIED_SINCE",
    "HTTP_IF_NONE_MATCH",
    "HTTP_IF_RANGE",
    "HTTP_IF_UNMODIFIED_SINCE",
    "HTTP_RANGE",
)
_LONGEST: Final = 1 << 16

Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class Quick:
    """A WSGI application that answers ordinary queries and leaves the rest to another."""

    def __init__(self, app: Flask, otherwise: Wsgi) -> None:
        self._app = app
        self._otherwise = otherwise

    def __call__(
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        """Answer one request."""
        if (
            environ["PATH_INFO"] != "/sparql"
            or any(name in environ for name in _UNUSUAL)
            # a body that has been read must be there again for the application; not every
            # server of WSGI keeps it
            or not environ["wsgi.input"].seekable()
        ):
            return self._otherwise(environ, start_response)
        site = self._app.extensions[KEY]
        assert isinstance(site, Site)
        try:
            asked, media_type, coding = _read(environ, site.settings)
        except (Problem, _LeftError):
            environ["wsgi.input"].seek(0)
            return self._otherwise(environ, start_response)
        environ[ROUTE] = _ROUTE
        asker = Asker(environ.get("REMOTE_ADDR", ""), "query", environ.get(GONE))
        try:
            answer = site.engine.answer(asked, media_type, asker)
        except Problem as problem:
            return _refuse(problem, start_response)
        except KgError as error:
            return _refuse(from_kg_error(error), start_response)
        dated = environ["REQUEST_METHOD"] == "GET"
        return _send(answer, asked, media_type, coding, site, start_response, dated=dated)


class _LeftError(Exception):
    """The request is not ordinary."""


def _read(environ: dict[str, Any], settings: Settings) -> tuple[QueryRequest, str, str]:
    """Give the query, the format and the coding of an ordinary request."""
    method = environ["REQUEST_METHOD"]
    content_type = environ.get("CONTENT_TYPE") or ""
    body = b""
    if method == "POST":
        length = environ.get("CONTENT_LENGTH") or ""
        plain = content_type.partition(";")[0].strip().lower() in {FORM, QUERY}
        if not plain or not length.isdigit() or int(length) > _LONGEST:
            raise _LeftError
        body = environ["wsgi.input"].read(int(length))
    elif method != "GET":
        raise _LeftError
    accept = environ.get("HTTP_ACCEPT")
    asked_for = environ["QUERY_STRING"]
    if _wants_page(accept) or "safe=" in asked_for or "HTTP_HOST" not in environ:
        raise _LeftError
    check_host(environ["HTTP_HOST"], settings.hosts)
    asked = read_request(method, asked_for.encode("latin-1"), content_type, body)
    if asked is None:
        raise _LeftError
    check_query(asked.text, settings)
    media_type = choose(accept, offers(asked.text))
    coding = choose_coding(environ.get("HTTP_ACCEPT_ENCODING"))
    if media_type is None or coding is None:
        raise _LeftError
    return asked, media_type, coding


@lru_cache(maxsize=256)
def _wants_page(accept: str | None) -> bool:
    return choose(accept, [*SOLUTIONS, *GRAPHS, _HTML]) == _HTML


def _send(
    answer: Answer,
    asked: QueryRequest,
    media_type: str,
    coding: str,
    site: Site,
    start_response: Callable[..., Any],
    *,
    dated: bool,
) -> Iterable[bytes]:
    text = media_type.startswith("text/")
    headers = [
        ("Content-Type", f"{media_type}; charset=utf-8" if text else media_type),
        *CONSTANT,
        ("Vary", "Accept, Accept-Encoding"),
    ]
    if answer.release:
        headers.append(("Link", made_from(answer.release)))
    etag = ""
    key = answer_key("", asked.text, media_type, asked.default_graphs, asked.named_graphs, None)
    settings = site.settings
    if key and answer.release == settings.release:
        etag = tag_of(settings.release, "answer", key)
        headers.append(("Cache-Control", REVALIDATE))
        if settings.modified and dated:
            headers.append(("Last-Modified", http_date(settings.modified)))
    else:
        headers.append(("Cache-Control", "no-store"))
    small = answer.length is not None and answer.length < SMALL
    if small or coding == "identity" or not is_packable(media_type):
        coding = ""
    if coding:
        headers.append(("Content-Encoding", coding))
    if etag:
        headers.append(("ETag", f'"{etag}-{coding}"' if coding else f'"{etag}"'))
    pieces: Iterable[bytes] = answer.chunks
    if answer.length is not None:
        data = answer.read()
        if coding:
            data = pack(data, coding)
        headers.append(("Content-Length", str(len(data))))
        pieces = (data,)
    elif coding:
        pieces = Closing(pack_pieces(answer.chunks, coding), answer.chunks)
    start_response("200 OK", headers)
    return pieces


def _refuse(problem: Problem, start_response: Callable[..., Any]) -> Iterable[bytes]:
    headers, body = bare_problem(problem)
    headers["Vary"] = "Accept, Accept-Encoding"
    start_response(f"{problem.status} {problem.title}", list(headers.items()))
    return (body,)
