"""Between the socket and the views: an ASGI application that runs a WSGI application in threads.

What a slow or vanished client can hold is bounded here: a body that does not come in time is
refused, an answer that is not taken in time is dropped, an answer whose client has left is closed,
and no thread waits for a client. An answer that fails after its head breaks the connection
instead of ending it, so that nobody takes a part for the whole.

https://asgi.readthedocs.io/en/latest/specs/www.html and https://peps.python.org/pep-3333/.
"""

from __future__ import annotations

import asyncio
import io
import secrets
import sys
from collections.abc import Awaitable, Callable, Iterable, Iterator, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any, Final
from urllib.parse import unquote_to_bytes

from console.bounds import Bounds
from console.log import Log, request_id
from console.manners import bare_problem
from console.metrics import Metrics
from console.problems import Problem
from console.recent import Recent, Whole, fresh
from console.site import GONE, ROUTE

__all__ = ["Front"]

Scope = MutableMapping[str, Any]  # ASGI types it so
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Header = tuple[bytes, bytes]
Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

# what must answer also when every thread is at work on queries
_WATCHED: Final = frozenset({"/health", "/metrics", "/ready"})
# so long a request may take before it is worth noticing that its client leaves
_PATIENCE: Final = 0.05


class SlowClientError(Exception):
    """The client did not take a piece of its answer in time."""


@dataclass(slots=True)
class Exchange:
    """One request and what has been answered so far."""

    scope: Scope
    id: str
    headers: dict[bytes, bytes]
    started: float = field(default_factory=perf_counter)
    gone: bool = False
    status: int = 0
    answer: list[Header] = field(default_factory=list)
    pieces: Iterator[bytes] = field(default_factory=lambda: iter(()))
    close: Callable[[], None] | None = None
    route: str = ""
    client: str = ""
    sent: int = 0
    outcome: str = ""

    @property
    def length(self) -> int:
        """How long the body of the answer is said to be, -1 where that is not said."""
        return next((int(v) for k, v in self.answer if k == b"content-length"), -1)


class Front:
    """The ASGI application over a WSGI application."""

    def __init__(self, app: Wsgi, bounds: Bounds, log: Log, metrics: Metrics) -> None:
        self._app = app
        self._bounds = bounds
        self._log = log
        self._metrics = metrics
        self._threads = ThreadPoolExecutor(bounds.threads, "answer")
        self._watch_threads = ThreadPoolExecutor(2, "watch")
        self._busy = 0
        self._bodies = 0
        self._done = asyncio.Event()
        self.running = 0
        self.recent = Recent(bounds.recent_bytes, bounds.recent_answer)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return
        headers: dict[bytes, bytes] = {}
        for name, value in scope["headers"]:
            headers[name] = headers[name] + b"," + value if name in headers else value
        exchange = Exchange(scope, request_id(headers.get(b"x-request-id")), headers)
        self.running += 1
        try:
            await self._answer(exchange, receive, send)
        finally:
            self.running -= 1
            if not self.running:
                self._done.set()
            self._record(exchange)

    async def drain(self, seconds: float) -> bool:
        """Wait until no request runs; tell whether that came about in time."""
        end = perf_counter() + seconds
        while self.running:
            self._done.clear()
            try:
                await asyncio.wait_for(self._done.wait(), max(0.0, end - perf_counter()))
            except TimeoutError:
                return False
        return True

    def close(self) -> None:
        """Let go of the threads; what still runs in them is not waited for."""
        for threads in (self._threads, self._watch_threads):
            threads.shutdown(wait=False, cancel_futures=True)

    async def _answer(self, exchange: Exchange, receive: Receive, send: Send) -> None:
        try:
            body = await self._body(exchange, receive)
        except Problem as problem:
            await self._refuse(exchange, problem, send)
            return
        method = exchange.scope["method"]
        key = self.recent.key(exchange.scope, exchange.headers, body)
        generation = self.recent.generation
        if key and (known := self.recent.get(key)):
            await self._repeat(exchange, known, send)
            return
        watched = exchange.scope["path"] in _WATCHED
        if not watched and self._busy >= self._bounds.threads:
            await self._refuse(exchange, _no_thread(), send)
            return
        threads = self._watch_threads if watched else self._threads
        self._busy += not watched
        loop = asyncio.get_running_loop()
        leaving: list[asyncio.Task[None]] = []

        def watch() -> None:
            leaving.append(loop.create_task(_watch(exchange, receive)))

        try:
            patience = loop.call_later(_PATIENCE, watch)
            try:
                piece = await loop.run_in_executor(threads, self._begin, exchange, body)
            finally:
                patience.cancel()
            await self._send_head(exchange, send)
            if piece is None or len(piece) == exchange.length:
                whole = piece or b""
                await self._send(exchange, send, whole, last=True)
                if key and exchange.status == 200 and generation == self.recent.generation:
                    known = Whole(exchange.answer, whole, exchange.route, method == "GET")
                    self.recent.put(key, known)
                return
            if not leaving:
                watch()
            await self._stream(exchange, piece, threads, send)
        except SlowClientError:
            exchange.outcome = "slow-client"
            raise
        except Exception as error:
            exchange.outcome = exchange.outcome or "broken"
            self._log.warning(
                "answer broken off", id=exchange.id, path=exchange.scope["path"], why=str(error)
            )
            raise
        finally:
            self._busy -= not watched
            exchange.gone = True
            for task in leaving:
                task.cancel()
            if exchange.close:
                threads.submit(exchange.close)

    async def _stream(
        self, exchange: Exchange, piece: bytes, threads: ThreadPoolExecutor, send: Send
    ) -> None:
        loop = asyncio.get_running_loop()
        left: bytes | None = piece
        while left is not None:
            if exchange.gone:
                exchange.outcome = "disconnected"
                return
            await self._send(exchange, send, left)
            left = await loop.run_in_executor(threads, next, exchange.pieces, None)
        await self._send(exchange, send, b"", last=True)

    async def _body(self, exchange: Exchange, receive: Receive) -> bytes:
        """Read the body; raises `Problem` where it is too long or does not come."""
        said = exchange.headers.get(b"content-length", b"")
        chunked = b"transfer-encoding" in exchange.headers
        if said in {b"", b"0"} and not chunked:
            return b""
        bounds = self._bounds
        if said.isdigit() and int(said) > bounds.largest_body:
            raise _too_long(bounds.largest_body)
        pieces: list[bytes] = []
        size = 0
        end = perf_counter() + bounds.body_seconds
        try:
            while True:
                wait = min(bounds.idle_seconds, end - perf_counter())
                message = await asyncio.wait_for(receive(), max(wait, 0.0))
                if message["type"] == "http.disconnect":
                    exchange.gone = True
                    raise Problem("disconnected", "the client left before its request was whole")
                piece = message.get("body", b"")
                size += len(piece)
                self._bodies += len(piece)
                pieces.append(piece)
                if size > bounds.largest_body:
                    raise _too_long(bounds.largest_body)
                if self._bodies > bounds.all_bodies:
                    raise _no_thread()
                if not message.get("more_body"):
                    return b"".join(pieces)
        except TimeoutError:
            raise Problem(
                "slow-request",
                f"{size:,} bytes of the body came in time",
                expected=f"the whole body within {bounds.body_seconds:g} s, "
                f"with no pause of more than {bounds.idle_seconds:g} s",
                headers={"Connection": "close"},
            ) from None
        finally:
            self._bodies -= size

    def _begin(self, exchange: Exchange, body: bytes) -> bytes | None:
        """Run the application, in a thread, up to the first piece of its answer."""
        environ = _environ(exchange, body)

        def start_response(status: str, headers: list[tuple[str, str]], *_: object) -> None:
            exchange.status = int(status[:3])
            exchange.answer = [
                (name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers
            ]

        answer = self._app(environ, start_response)
        exchange.pieces = iter(answer)
        close = getattr(answer, "close", None)
        exchange.close = close
        piece = next(exchange.pieces, None)
        exchange.route = environ.get(ROUTE) or ""
        exchange.client = environ["REMOTE_ADDR"]  # a trusted proxy has said whom it speaks for
        if piece is None or len(piece) == exchange.length:
            exchange.close = None
            if close:
                close()
        return piece

    async def _send_head(self, exchange: Exchange, send: Send) -> None:
        headers = [*exchange.answer, (b"x-request-id", exchange.id.encode("ascii"))]
        await send({"type": "http.response.start", "status": exchange.status, "headers": headers})

    async def _send(
        self, exchange: Exchange, send: Send, piece: bytes, *, last: bool = False
    ) -> None:
        message = {"type": "http.response.body", "body": piece, "more_body": not last}
        if last:  # nobody waits until it has arrived
            await send(message)
        else:
            try:
                await asyncio.wait_for(send(message), self._bounds.stall_seconds)
            except TimeoutError:
                raise SlowClientError from None
        exchange.sent += len(piece)

    async def _repeat(self, exchange: Exchange, known: Whole, send: Send) -> None:
        exchange.route, exchange.outcome = known.route, "recent"
        exchange.status, exchange.answer, body = fresh(known, exchange.headers)
        await self._send_head(exchange, send)
        await self._send(exchange, send, body, last=True)

    async def _refuse(self, exchange: Exchange, problem: Problem, send: Send) -> None:
        exchange.status, exchange.outcome = problem.status, problem.code
        headers, body = bare_problem(problem)
        exchange.answer = [
            (name.lower().encode("latin-1"), value.encode("latin-1"))
            for name, value in headers.items()
        ]
        await self._send_head(exchange, send)
        await self._send(exchange, send, body, last=True)

    def _record(self, exchange: Exchange) -> None:
        seconds = perf_counter() - exchange.started
        method = exchange.scope["method"]
        self._metrics.count(exchange.route, method, exchange.status, seconds, exchange.sent)
        if exchange.status >= 500:
            note = self._log.warning
        elif self._log.verbose:
            note = self._log.info
        else:
            return
        note(
            "request",
            id=exchange.id,
            client=exchange.client or (exchange.scope.get("client") or ("",))[0],
            method=method,
            path=exchange.scope["path"],
            route=exchange.route,
            status=exchange.status,
            bytes=exchange.sent,
            milliseconds=round(seconds * 1000, 2),
            outcome=exchange.outcome or "answered",
        )


async def _watch(exchange: Exchange, receive: Receive) -> None:
    """Note when the client has left."""
    while (await receive())["type"] != "http.disconnect":
        pass
    exchange.gone = True


def _environ(exchange: Exchange, body: bytes) -> dict[str, Any]:
    scope = exchange.scope
    raw: bytes = scope.get("raw_path") or scope["path"].encode("utf-8")
    server = scope.get("server") or ("localhost", 80)
    environ: dict[str, Any] = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "RAW_URI": raw.decode("latin-1"),
        "PATH_INFO": unquote_to_bytes(raw.partition(b"?")[0]).decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_NAME": server[0],
        "SERVER_PORT": str(server[1]),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "REMOTE_ADDR": (scope.get("client") or ("",))[0],
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.get("scheme", "http"),
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
        GONE: lambda: exchange.gone,
        "console.request-id": exchange.id,
    }
    for name, value in exchange.headers.items():
        # a name with an underscore would pass for one with a hyphen
        if b"_" not in name and name != b"content-length":
            key = name.decode("latin-1").upper().replace("-", "_")
            environ["CONTENT_TYPE" if key == "CONTENT_TYPE" else f"HTTP_{key}"] = value.decode(
                "latin-1"
            )
    return environ


def _too_long(most: int) -> Problem:
    return Problem("too-long", "the body is too long", expected=f"at most {most:,} bytes")


def _no_thread() -> Problem:
    delay = str(2 + secrets.randbelow(4))
    return Problem("busy", "too many requests run at once", headers={"Retry-After": delay})
