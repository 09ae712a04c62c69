"""One connection: HTTP/1.1 between a socket and what answers, and what its client may hold.

llhttp reads; framing, order and the end of a connection are here, after
https://www.rfc-editor.org/rfc/rfc9112. What does not come in time is refused, a client that takes
nothing of its answer is dropped, one that leaves is noticed at once, and an answer that fails
after its head breaks the connection instead of ending it, so that nobody takes a part for the
whole.
"""

from __future__ import annotations

import asyncio
import socket
import struct
from collections import deque
from contextlib import suppress
from time import perf_counter
from typing import Final, Protocol, cast
from urllib.parse import urlsplit

from httptools import HttpParserError, HttpParserUpgrade, HttpRequestParser

from console.bounds import Bounds
from console.exchange import Exchange
from console.log import request_id
from console.problems import Problem

__all__ = ["Connection", "Desk", "LeftError", "Tally"]

_MOST_HEADERS: Final = 100
_MOST_WAITING: Final = 16
_HIGH, _LOW = 256 * 1024, 64 * 1024
# so long what a refused client still sends is read, lest a reset takes the refusal from it
_LINGER: Final = 2.0
_CONTINUE: Final = b"HTTP/1.1 100 Continue\r\n\r\n"
_NO_BODY: Final = frozenset({204, 304})


class LeftError(Exception):
    """The client has left, or was dropped, before it had its answer."""


class Desk(Protocol):
    """Where requests are answered."""

    def opened(self, exchange: Exchange) -> None:
        """Take note of a request, of which the body may still come."""
        ...

    def answer(self, exchange: Exchange, connection: Connection) -> None:
        """Answer or refuse a request, now or later."""
        ...

    def closed(self, exchange: Exchange) -> None:
        """Take note that nothing more will be done for a request."""
        ...


class Tally:
    """What all connections share: who is open, how much is held of what comes in, the date."""

    def __init__(self) -> None:
        self.connections: set[Connection] = set()
        self.held = 0
        self.date = b""
        self.stopping = False


class Connection(asyncio.Protocol):
    """The connection of one client. Everything here runs in the event loop."""

    def __init__(self, desk: Desk, bounds: Bounds, tally: Tally) -> None:
        self._desk = desk
        self._bounds = bounds
        self._tally = tally
        self._transport: asyncio.Transport
        self._client = ""
        # what comes in
        self._parser = HttpRequestParser(self)
        self._target = b""
        self._headers: dict[bytes, bytes] = {}
        self._number = 0
        self._incoming: Exchange | None = None
        self._body: list[bytes] = []
        self._size = 0
        self._held = 0
        self._begun = False
        self._deaf = False
        self._since = self._heard = perf_counter()
        self._keep = bounds.head_seconds
        # what is answered, one after the other
        self._waiting: deque[Exchange] = deque()
        self._current: Exchange | None = None
        self._proceeding = False
        self._paused = False
        # what goes out
        self._chunked = False
        self._silent = False
        self._full = False
        self._drained: asyncio.Future[None] | None = None
        self._left = 0
        self._moved = 0.0
        self._lingering = False
        self._ended = False

    # What the event loop calls.

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin; where there are too many connections already, end at once."""
        self._transport = transport = cast("asyncio.Transport", transport)  # so is uvloop's
        if len(self._tally.connections) >= self._bounds.connections or self._tally.stopping:
            self._deaf = self._ended = True
            transport.abort()
            return
        self._tally.connections.add(self)
        transport.set_write_buffer_limits(_HIGH, _LOW)
        name = transport.get_extra_info("peername")
        self._client = str(name[0]) if name else ""

    def connection_lost(self, exc: Exception | None) -> None:
        """Let go of everything."""
        self._tally.connections.discard(self)
        self._deaf = self._ended = True
        self._release()
        for exchange in (self._incoming, *self._waiting):
            if exchange:
                exchange.outcome = "disconnected"
                self._desk.closed(exchange)
        self._incoming = None
        self._waiting.clear()
        if self._drained and not self._drained.done():
            self._drained.set_exception(LeftError())
        if exchange := self._current:
            exchange.gone = True
            if exchange.leave:
                exchange.leave()

    def eof_received(self) -> bool:
        """Take a client that sends no more for one that has left."""
        self._deaf = self._ended = True
        return False

    def data_received(self, data: bytes) -> None:
        """Read what has come."""
        if self._deaf:
            return
        self._heard = perf_counter()
        try:
            self._parser.feed_data(data)
        except HttpParserUpgrade as upgrade:
            # https://www.rfc-editor.org/rfc/rfc9110#section-7.8: it need not be heeded
            self._parser = HttpRequestParser(self)
            rest = data[upgrade.args[0] :]
            if self._incoming and not self._deaf:
                rest = _framing(self._incoming) + rest  # the parser passes by the body
            if rest:
                self.data_received(rest)
        except HttpParserError as error:
            if not self._deaf:
                self._turn_away(Problem("bad-request", f"this is not HTTP/1.1: {error}"))
        else:
            if self._begun and self._incoming is None:
                self._hold(len(data))

    def pause_writing(self) -> None:
        """Wait for the client."""
        self._full = True

    def resume_writing(self) -> None:
        """Go on: the client has taken enough."""
        self._full = False
        if self._drained and not self._drained.done():
            self._drained.set_result(None)
        self._proceed()

    # What the parser calls.

    def on_message_begin(self) -> None:
        """Begin with a request."""
        if self._incoming:
            return
        self._begun, self._since = True, self._heard
        self._target, self._headers, self._number = b"", {}, 0

    def on_url(self, url: bytes) -> None:
        """Take a part of the target."""
        self._target += url

    def on_header(self, name: bytes, value: bytes) -> None:
        """Take a header; a trailer says nothing here."""
        if self._incoming is None:
            name, headers = name.lower(), self._headers
            self._number += 1
            headers[name] = headers[name] + b"," + value if name in headers else value

    def on_headers_complete(self) -> None:
        """Look at the head: what is refused now need not send its body."""
        if self._deaf or self._incoming:
            return
        headers, parser = self._headers, self._parser
        path, _, query = self._target.partition(b"?")
        exchange = self._incoming = Exchange(
            parser.get_method().decode("ascii"),
            path,
            query,
            headers,
            self._client,
            request_id(headers.get(b"x-request-id")),
            parser.get_http_version(),
            parser.should_keep_alive(),
        )
        self._desk.opened(exchange)
        if problem := self._fault(exchange):
            self._refuse(problem)
        elif b"expect" in headers and headers[b"expect"].lower() == b"100-continue":
            self._transport.write(_CONTINUE)

    def on_body(self, data: bytes) -> None:
        """Take a part of the body."""
        if self._deaf:
            return
        self._body.append(data)
        self._size += len(data)
        if self._size > self._bounds.largest_body:
            self._refuse(_too_long("the body", self._bounds.largest_body))
        else:
            self._hold(len(data))

    def on_message_complete(self) -> None:
        """Have the request answered in its turn."""
        exchange = self._incoming
        if exchange is None or self._deaf:
            return
        if self._parser.should_upgrade() and _framing(exchange):
            return
        self._incoming = None
        self._begun = False
        if self._held:
            self._release()
        if self._size:
            exchange.body = b"".join(self._body)
            self._body.clear()
            self._size = 0
        self._waiting.append(exchange)
        self._proceed()
        if len(self._waiting) > _MOST_WAITING and not self._paused:
            self._paused = True
            self._transport.pause_reading()

    # What answers calls.

    def send_whole(self, exchange: Exchange, head: bytes, body: bytes) -> None:
        """Answer with all there is; ``head`` says how long the body is."""
        if not self._ended:
            if exchange.method == "HEAD" or exchange.status in _NO_BODY:
                body = b""
            exchange.sent = len(body)
            self._transport.write(b"".join((head, self._last_lines(exchange), body)))
        self._finish(exchange)

    def begin(self, exchange: Exchange, head: bytes, length: int) -> None:
        """Begin an answer that comes in pieces; its length is -1 where it is not known."""
        self._silent = exchange.method == "HEAD" or exchange.status in _NO_BODY
        self._chunked = length < 0 and exchange.version == "1.1" and not self._silent
        if self._chunked:
            head += b"transfer-encoding: chunked\r\n"
        elif length < 0 and not self._silent:
            exchange.keep = False
        if self._ended:
            raise LeftError
        self._transport.write(head + self._last_lines(exchange))

    async def send(self, exchange: Exchange, piece: bytes) -> None:
        """Send a piece; when this returns there is room for the next.

        Raises `LeftError` where the client has left, or was dropped since it took nothing.
        """
        if self._ended:
            raise LeftError
        if not piece or self._silent:
            return
        if self._chunked:
            self._transport.writelines((b"%x\r\n" % len(piece), piece, b"\r\n"))
        else:
            self._transport.write(piece)
        exchange.sent += len(piece)
        if self._full:
            self._drained = asyncio.get_running_loop().create_future()
            await self._drained

    def end(self, exchange: Exchange) -> None:
        """End an answer that came in pieces."""
        if self._chunked and not self._ended:
            self._transport.write(b"0\r\n\r\n")
        self._finish(exchange)

    def break_off(self, exchange: Exchange) -> None:
        """Drop the connection, so that the client sees that its answer is not whole."""
        if not self._ended:
            if not self._chunked and (sock := self._transport.get_extra_info("socket")):
                # only a reset can be told from an end where neither chunks nor a length say so
                with suppress(OSError):
                    now = struct.pack("ii", 1, 0)
                    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, now)
            self._deaf = self._ended = True
            self._transport.abort()
        self._finish(exchange)

    # What the listener calls.

    def look(self, now: float) -> None:
        """Look whether the client is in time; called about twice a second."""
        bounds, left = self._bounds, self._transport.get_write_buffer_size()
        if left != self._left:
            self._left, self._moved = left, now
        if left:
            if now - self._moved > bounds.stall_seconds:
                if self._current:
                    self._current.stalled = True
                self._transport.abort()
        elif self._lingering:
            if now - self._since > _LINGER:
                self._transport.abort()
        elif self._incoming:
            late = now - self._since > bounds.body_seconds
            if late or now - self._heard > bounds.idle_seconds:
                self._refuse(_too_slow(self._size, bounds))
        elif self._begun:
            if now - self._since > bounds.head_seconds:
                self._transport.abort()
        elif not self._current and now - self._since > self._keep:
            self._transport.close()

    def stop(self) -> None:
        """Take no more requests; what runs is still answered."""
        if not (self._current or self._waiting or self._incoming):
            self._transport.close()

    def drop(self) -> None:
        """Drop the connection."""
        self._transport.abort()

    # The rest.

    def _proceed(self) -> None:
        if self._proceeding:
            return
        self._proceeding = True
        while self._waiting and not (self._current or self._full or self._ended):
            self._current = self._waiting.popleft()
            self._desk.answer(self._current, self)
        self._proceeding = False
        if self._paused and not self._ended and len(self._waiting) < _MOST_WAITING:
            self._paused = False
            self._transport.resume_reading()

    def _finish(self, exchange: Exchange) -> None:
        if exchange is not self._current:
            return
        self._current = None
        self._desk.closed(exchange)
        if self._ended:
            return
        self._since = perf_counter()
        self._keep = self._bounds.keep_seconds
        if self._waiting and exchange.keep:
            self._proceed()
        elif self._lingering:
            self._transport.write_eof()
        elif not exchange.keep or self._tally.stopping:
            self._deaf = self._ended = True
            self._transport.close()

    def _last_lines(self, exchange: Exchange) -> bytes:
        lines = self._tally.date + b"x-request-id: %b\r\n" % exchange.id.encode("ascii")
        if not exchange.keep or self._tally.stopping:
            return lines + b"connection: close\r\n\r\n"
        return lines + (b"\r\n" if exchange.version == "1.1" else b"connection: keep-alive\r\n\r\n")

    def _fault(self, exchange: Exchange) -> Problem | None:
        """Tell what is wrong with a head, if anything."""
        headers = exchange.headers
        if exchange.version not in {"1.0", "1.1"}:
            return Problem("bad-request", f"this is HTTP/{exchange.version}", expected="HTTP/1.1")
        if self._number > _MOST_HEADERS:
            return Problem(
                "too-long", f"there are {self._number} headers", expected=f"{_MOST_HEADERS} at most"
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
        said = headers.get(b"content-length", b"")
        if said.isdigit() and int(said) > self._bounds.largest_body:
            return _too_long("the body", self._bounds.largest_body)
        return None

    def _hold(self, size: int) -> None:
        """Count what is held of a request that is not whole, and refuse what is too much."""
        self._held += size
        self._tally.held += size
        if self._incoming is None and self._held > self._bounds.largest_head:
            self._turn_away(_too_long("the head", self._bounds.largest_head))
        elif self._tally.held > self._bounds.all_bodies:
            self._turn_away(
                Problem("busy", "too much is being sent at once", headers={"Retry-After": "2"})
            )

    def _release(self) -> None:
        self._tally.held -= self._held
        self._held = 0

    def _turn_away(self, problem: Problem) -> None:
        """Refuse what may not even be a request."""
        if self._incoming is None:
            self._incoming = Exchange("", b"", b"", {}, self._client, request_id())
            self._desk.opened(self._incoming)
        self._refuse(problem)

    def _refuse(self, problem: Problem) -> None:
        """Refuse the request that is coming in, in its turn, and read nothing more."""
        exchange, self._incoming = self._incoming, None
        assert exchange is not None, "there is one"
        self._deaf = self._lingering = True
        self._begun = False
        self._body.clear()
        self._release()
        exchange.keep, exchange.refusal = False, problem
        self._waiting.append(exchange)
        self._proceed()


def _framing(exchange: Exchange) -> bytes:
    """Give the head of a request that has but the body of this one, empty where it has none."""
    for name in (b"content-length", b"transfer-encoding"):
        if exchange.headers.get(name, b"0") != b"0":
            return b"POST / HTTP/1.1\r\n%b: %b\r\n\r\n" % (name, exchange.headers[name])
    return b""


def _too_long(what: str, most: int) -> Problem:
    return Problem("too-long", f"{what} is too long", expected=f"at most {most:,} bytes")


def _too_slow(size: int, bounds: Bounds) -> Problem:
    return Problem(
        "slow-request",
        f"{size:,} bytes of the body came in time",
        expected=f"the whole body within {bounds.body_seconds:g} s, "
        f"with no pause of more than {bounds.idle_seconds:g} s",
    )
