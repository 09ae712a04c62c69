"""What is wrong with a request before its body is read, or with bytes that are none.

https://www.rfc-editor.org/rfc/rfc9112.
"""

from __future__ import annotations

import re
from http import HTTPMethod
from typing import Final
from urllib.parse import urlsplit

from httptools import HttpParserError, HttpParserInvalidMethodError

from console.bounds import Bounds
from console.exchange import Exchange
from console.problems import Problem

__all__ = ["body_alone", "fault", "first_line", "not_read", "too_long", "too_slow"]

_MOST_HEADERS: Final = 100
_METHODS: Final = frozenset({"QUERY", *(method.value for method in HTTPMethod)})
# the line of a request whatever its method is
_LINE: Final = re.compile(
    rb"^([!#$%&'*+.^_`|~0-9A-Za-z-]+) ([!-~]+) HTTP/1\.[01]\r?$", re.MULTILINE
)
# https://www.rfc-editor.org/rfc/rfc9110#status.505: a first line of another major version
_VERSION: Final = re.compile(
    rb"^[!#$%&'*+.^_`|~0-9A-Za-z-]+ [!-~]+ HTTP/([02-9](?:\.[0-9])?)\r?$", re.MULTILINE
)
_BEYOND: Final = re.compile(rb"[A-Z]+ [!-\xff]*[\x80-\xff]")
# so much of a line that is none of ours goes to the log
_LOGGED: Final = 200


def fault(exchange: Exchange, number: int, bounds: Bounds, *, held: int = 0) -> Problem | None:
    """Tell what is wrong with a head of so many headers, if anything.

    A target that is a whole address becomes a path. ``held`` is how many bytes of the head had
    come before its last ones, 0 where it came in one piece.
    """
    headers = exchange.headers
    if exchange.version not in {"1.0", "1.1"}:
        return Problem("http-version", f"this is HTTP/{exchange.version}", expected="HTTP/1.1")
    if held and _size(exchange) > bounds.largest_head:
        return too_long("the head", bounds.largest_head)
    if number > _MOST_HEADERS:
        return Problem(
            "too-long", f"there are {number} headers", expected=f"{_MOST_HEADERS} at most"
        )
    if not exchange.path.startswith(b"/") and exchange.path != b"*":
        # https://www.rfc-editor.org/rfc/rfc9112#section-3.2.2
        parts = urlsplit(exchange.path)
        if parts.scheme.lower() not in {b"http", b"https"} or not parts.netloc:
            return Problem("bad-request", "the target is neither a path nor an address")
        headers[b"host"], exchange.path = parts.netloc, parts.path or b"/"
    host = headers.get(b"host")
    if b"," in host if host else exchange.version == "1.1":
        return Problem("bad-request", "the request has not exactly one Host")
    if b"transfer-encoding" in headers and (problem := _coding_fault(exchange)):
        return problem
    said = headers.get(b"content-length", b"")
    if said.isdigit() and int(said) > bounds.largest_body:
        return too_long("the body", bounds.largest_body)
    return None


def _size(exchange: Exchange) -> int:
    lines = sum(len(name) + len(value) + 4 for name, value in exchange.headers.items())
    return lines + len(exchange.path) + len(exchange.query)


def _coding_fault(exchange: Exchange) -> Problem | None:
    """Tell why the body cannot be had: section 6.1 knows more codings than there are here."""
    codings = exchange.headers[b"transfer-encoding"].decode("latin-1")
    if exchange.version == "1.0":
        return Problem("bad-request", "HTTP/1.0 has no Transfer-Encoding")
    *others, last = (coding.strip().lower() for coding in codings.split(","))
    if last != "chunked":
        return Problem("bad-request", f"nothing says where a body sent as {codings[:100]} ends")
    if others:
        return Problem(
            "transfer-coding",
            f"the body is sent as {codings[:100]}",
            expected="Transfer-Encoding: chunked, or a Content-Length",
            remedy="name how it is packed in Content-Encoding",
        )
    return None


def body_alone(exchange: Exchange) -> bytes:
    """Give the head of a request that has but the body of this one, empty where it has none."""
    for name in (b"content-length", b"transfer-encoding"):
        if exchange.headers.get(name, b"0") != b"0":
            return b"POST / HTTP/1.1\r\n%b: %b\r\n\r\n" % (name, exchange.headers[name])
    return b""


def too_long(what: str, most: int) -> Problem:
    """Give the problem of what has more than so many bytes."""
    return Problem("too-long", f"{what} is too long", expected=f"at most {most:,} bytes")


def too_slow(size: int, bounds: Bounds) -> Problem:
    """Give the problem of a body of which so many bytes came in time."""
    return Problem(
        "slow-request",
        f"{size:,} bytes of the body came in time",
        expected=f"the whole body within {bounds.body_seconds:g} s, "
        f"with no pause of more than {bounds.idle_seconds:g} s",
    )


def first_line(data: bytes) -> tuple[str, bytes]:
    """Give method and target of the first line of a request in these bytes, empty for none.

    >>> first_line(b"BREW /pot HTTP/1.1")
    ('BREW', b'/pot')
    """
    found = _LINE.search(data)
    return (found[1].decode("ascii")[:_LOGGED], found[2][:_LOGGED]) if found else ("", b"")


def not_read(error: HttpParserError, data: bytes) -> Problem:
    """Say why these bytes are no request, or that its method is not known.

    https://www.rfc-editor.org/rfc/rfc9110#status.501
    """
    methods = {found[1].decode("ascii") for found in _LINE.finditer(data)}
    if isinstance(error, HttpParserInvalidMethodError) and methods - _METHODS:
        return Problem("unknown-method", "the method is none that is known here")
    if version := _VERSION.search(data):
        return Problem("http-version", f"this is HTTP/{version[1].decode()}", expected="HTTP/1.1")
    if _BEYOND.match(data):
        # https://www.rfc-editor.org/rfc/rfc9112#section-3-9: it is not to be put right here, since
        # what stands before this server may have read it otherwise
        return Problem(
            "bad-request",
            "the first line has characters beyond ASCII, which no address has",
            expected="their UTF-8 as %XX, as browsers send it",
            remedy="encode them (curl -G --data-urlencode), or send the query as a body by POST",
        )
    return Problem("bad-request", f"this is not HTTP/1.1: {error}")
