"""The WSGI application, run in threads, none of which waits for a client.

https://peps.python.org/pep-3333/.
"""

from __future__ import annotations

import asyncio
import io
import sys
from collections.abc import AsyncGenerator, Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import unquote_to_bytes

from console.exchange import NO_BODY, Exchange, Header
from console.site import GONE, ROUTE

__all__ = ["Gateway", "Given", "Wsgi"]

Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

# what must answer also when every thread is at work on queries
_WATCHED: Final = frozenset({b"/health", b"/metrics", b"/ready"})
# how the body came says nothing of the bytes that are handed on: CONTENT_LENGTH alone counts
_FRAMING: Final = frozenset({b"content-length", b"trailer", b"transfer-encoding"})


@dataclass(frozen=True, slots=True)
class Given:
    """What the application answers: all of it, or its first piece and where the others come from.

    ``length`` is that of the body, -1 where the application does not say.
    """

    status: int
    headers: list[Header]
    first: bytes
    whole: bool
    length: int = -1
    rest: Iterator[bytes] = field(default_factory=lambda: iter(()))
    close: Callable[[], object] | None = None


class Gateway:
    """Runs the application; ``server`` is the address that it is told."""

    def __init__(self, app: Wsgi, server: tuple[str, int], threads: int) -> None:
        self._app = app
        self._server = server
        self._most = threads
        self._busy = 0
        self._threads = ThreadPoolExecutor(threads, "answer")
        self._watch = ThreadPoolExecutor(2, "watch")

    def is_full(self, exchange: Exchange) -> bool:
        """Tell whether there is no thread for a request."""
        return self._busy >= self._most and exchange.path not in _WATCHED

    async def begin(self, exchange: Exchange) -> Given:
        """Have a request answered up to the first piece."""
        watched = exchange.path in _WATCHED
        self._busy += not watched
        try:
            return await asyncio.get_running_loop().run_in_executor(
                self._watch if watched else self._threads, self._begin, exchange
            )
        finally:
            self._busy -= not watched

    async def pieces(self, given: Given) -> AsyncGenerator[bytes, None]:
        """Give the pieces of an answer, the first one too; it is closed at the end."""
        loop = asyncio.get_running_loop()
        left: bytes | None = given.first
        self._busy += 1
        try:
            while left is not None:
                yield left
                left = await loop.run_in_executor(self._threads, next, given.rest, None)
        finally:
            self._busy -= 1
            if given.close:
                self._threads.submit(given.close)

    def run(self, work: Callable[[bytes], bytes], data: bytes) -> asyncio.Future[bytes]:
        """Do some work that takes long, such as packing."""
        return asyncio.get_running_loop().run_in_executor(self._threads, work, data)

    def close(self) -> None:
        """Let go of the threads; what still runs in them is not waited for."""
        for threads in (self._threads, self._watch):
            threads.shutdown(wait=False, cancel_futures=True)

    def _begin(self, exchange: Exchange) -> Given:
        environ = self._environ(exchange)
        told: list[tuple[int, list[Header]]] = []

        def start_response(status: str, headers: list[tuple[str, str]], *_: object) -> None:
            lines = [(name.lower().encode("latin-1"), value.encode("latin-1"))
                     for name, value in headers]  # fmt: skip
            told.append((int(status[:3]), lines))

        answer = self._app(environ, start_response)
        close: Callable[[], object] | None = getattr(answer, "close", None)
        rest = iter(answer)
        first = next(rest, None)
        status, headers = told[-1]
        exchange.route = environ.get(ROUTE) or ""
        exchange.client = environ["REMOTE_ADDR"]  # a trusted proxy has said whom it speaks for
        length = next((int(value) for name, value in headers if name == b"content-length"), -1)
        if first is None or len(first) == length:
            if close:
                close()
            if length < 0 and status not in NO_BODY:
                headers.append((b"content-length", b"%d" % len(first or b"")))
            return Given(status, headers, first or b"", whole=True)
        return Given(status, headers, first, False, length, rest, close)

    def _environ(self, exchange: Exchange) -> dict[str, Any]:
        target = b"%b?%b" % (exchange.path, exchange.query) if exchange.query else exchange.path
        environ: dict[str, Any] = {
            "REQUEST_METHOD": exchange.method,
            "SCRIPT_NAME": "",
            "RAW_URI": target.decode("latin-1"),
            "PATH_INFO": unquote_to_bytes(exchange.path).decode("latin-1"),
            "QUERY_STRING": exchange.query.decode("latin-1"),
            "SERVER_NAME": self._server[0],
            "SERVER_PORT": str(self._server[1]),
            "SERVER_PROTOCOL": f"HTTP/{exchange.version}",
            "REMOTE_ADDR": exchange.client,
            "CONTENT_LENGTH": str(len(exchange.body)),
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(exchange.body),
            "wsgi.errors": sys.stderr,
            "wsgi.multithread": True,
            "wsgi.multiprocess": False,
            "wsgi.run_once": False,
            GONE: lambda: exchange.gone,
            "console.request-id": exchange.id,
        }
        for name, value in exchange.headers.items():
            # a name with an underscore would pass for one with a hyphen
            if b"_" not in name and name not in _FRAMING:
                key = name.decode("latin-1").upper().replace("-", "_")
                environ["CONTENT_TYPE" if key == "CONTENT_TYPE" else f"HTTP_{key}"] = value.decode(
                    "latin-1"
                )
        return environ
