"""One request, and what has become of it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from http import HTTPStatus
from time import perf_counter
from typing import Final

from console.problems import Problem

__all__ = ["NO_BODY", "Exchange", "Header", "head_of", "lines_of"]

Header = tuple[bytes, bytes]

NO_BODY: Final = frozenset({204, 304})
"""Answers with these have no body, nor a length of one."""
_STATUS_LINES: Final = {
    status.value: f"HTTP/1.1 {status.value} {status.phrase}\r\n".encode() for status in HTTPStatus
}


@dataclass(slots=True, eq=False)
class Exchange:
    """A request as it came, and what has been answered so far.

    The names of ``headers`` are in lower case, and the values of one name are joined by commas.
    ``path`` and ``query`` are as written. ``keep`` tells that the connection may serve another
    request, ``refusal`` why this one is not to be answered. ``gone`` tells that the client has
    left, ``stalled`` that it was dropped since it took nothing, and ``leave`` is called then;
    ``took`` is called when it has taken something of what waits for it.
    ``work`` is held here, since the event loop does not hold it.
    """

    method: str
    path: bytes
    query: bytes
    headers: dict[bytes, bytes]
    client: str
    id: str
    version: str = "1.1"
    keep: bool = True
    body: bytes = b""
    refusal: Problem | None = None
    started: float = field(default_factory=perf_counter)
    gone: bool = False
    stalled: bool = False
    leave: Callable[[], object] | None = None
    took: Callable[[], object] | None = None
    work: asyncio.Task[None] | None = None
    status: int = 0
    route: str = ""
    sent: int = 0
    outcome: str = ""


def head_of(status: int, headers: Iterable[Header]) -> bytes:
    r"""Give the status line and the lines of these headers.

    >>> head_of(200, [(b"vary", b"Accept")])
    b'HTTP/1.1 200 OK\r\nvary: Accept\r\n'
    """
    line = _STATUS_LINES.get(status) or b"HTTP/1.1 %d \r\n" % status
    return line + lines_of(headers)


def lines_of(headers: Iterable[Header]) -> bytes:
    """Give the lines of these headers."""
    return b"".join([b"%b: %b\r\n" % header for header in headers])
