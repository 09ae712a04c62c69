"""Conditions on writes: who changes what they have read does not undo what others wrote.

https://www.rfc-editor.org/rfc/rfc9110#name-preconditions. A conditional write is alone with its
condition: no other write of this server comes between the look at the graph and the change.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Final

from flask import request
from werkzeug.http import parse_date, parse_etags

from console.encoding import CODINGS
from console.problems import Problem
from console.site import look_again

__all__ = ["Turns", "require_conditions", "turn"]

_NAMES = ("If-Match", "If-None-Match", "If-Unmodified-Since")


class Turns:
    """Lets writes without a condition run together, and each with one alone, as they come."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._queue: deque[object] = deque()
        self._together = 0
        self._alone = False

    @contextmanager
    def turn(self, *, alone: bool) -> Iterator[None]:
        """Wait until the write may run, and hold its place while it does."""
        ticket = object()

        def may_run() -> bool:
            first = self._queue[0] is ticket
            return first and not self._alone and not (alone and self._together)

        with self._changed:
            self._queue.append(ticket)
            self._changed.wait_for(may_run)
            self._queue.popleft()
            self._alone = alone
            self._together += not alone
            self._changed.notify_all()
        try:
            yield
        finally:
            with self._changed:
                self._alone = False
                self._together -= not alone
                self._changed.notify_all()


_TURNS: Final = Turns()


@contextmanager
def turn() -> Iterator[None]:
    """Wait until the current write may run, and let it see what is current by then."""
    with _TURNS.turn(alone=any(name in request.headers for name in _NAMES)):
        look_again()
        yield


def require_conditions(
    tags: Collection[str], modified: datetime | None, exists: Callable[[], bool]
) -> None:
    """Raise `Problem` where a condition of the current write does not hold.

    ``tags`` are the ETags of the representations that a client can have got just now, without the
    marks of content codings; ``exists`` tells whether there is anything to represent.
    """
    held = {*tags, *(f"{tag}-{coding}" for tag in tags for coding in CODINGS)}
    if (match := request.headers.get("If-Match")) is not None:
        wanted = parse_etags(match)
        # a strong comparison: what is marked as weak matches nothing
        if not exists() or not (wanted.star_tag or wanted.as_set() & held):
            raise _failed("If-Match", match)
    elif (since := parse_date(request.headers.get("If-Unmodified-Since"))) is not None and (
        not exists() or (modified and modified.replace(microsecond=0) > since)
    ):
        raise _failed("If-Unmodified-Since", request.headers["If-Unmodified-Since"])
    if (none := request.headers.get("If-None-Match")) is not None:
        refused = parse_etags(none)
        if exists() and (refused.star_tag or refused.as_set(include_weak=True) & held):
            raise _failed("If-None-Match", none)


def _failed(name: str, value: str) -> Problem:
    return Problem(
        "precondition",
        f"{name}: {value[:200]} does not hold",
        expected="the graph as it was when the client read it",
        remedy="read the graph again, and send the change with its present ETag",
    )
