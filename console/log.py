"""The log of the server: a line of JSON for each thing that happened."""

from __future__ import annotations

import re
import secrets
import sys
from itertools import count
from typing import Any, Final, TextIO

import structlog

__all__ = ["LEVELS", "Log", "request_id"]

LEVELS: Final = {"error": 40, "info": 20, "warning": 30}
_SANE: Final = re.compile(rb"[A-Za-z0-9._\-]{1,64}")
_RUN: Final = secrets.token_hex(4)
_NUMBERS: Final = count(secrets.randbits(31))


class Log:
    """Writes what is at least as grave as ``level``; ``verbose`` where that is every request."""

    def __init__(self, level: str = "warning", stream: TextIO | None = None) -> None:
        self.verbose = LEVELS[level] <= LEVELS["info"]
        self._logger: Any = structlog.wrap_logger(  # structlog types it so
            structlog.WriteLogger(stream or sys.stderr),
            processors=[
                structlog.processors.add_log_level,
                structlog.processors.TimeStamper(fmt="iso", utc=True),
                structlog.processors.format_exc_info,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
            wrapper_class=structlog.make_filtering_bound_logger(LEVELS[level]),
            cache_logger_on_first_use=True,
        )

    def info(self, event: str, **about: object) -> None:
        """Write what went as it should."""
        self._logger.info(event, **about)

    def warning(self, event: str, **about: object) -> None:
        """Write what somebody may want to look at."""
        self._logger.warning(event, **about)

    def error(self, event: str, **about: object) -> None:
        """Write what somebody has to look at."""
        self._logger.error(event, **about)


def request_id(given: bytes | None = None) -> str:
    r"""Give the id of a request: the one that was given, if it is a plain word, else a new one.

    >>> request_id(b"a-1")
    'a-1'
    >>> len(request_id(b"line\nbreak"))
    16
    """
    if given and _SANE.fullmatch(given):
        return given.decode("ascii")
    return f"{_RUN}{next(_NUMBERS) & 0xFFFFFFFF:08x}"
