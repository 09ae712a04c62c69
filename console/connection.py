"""One connection: HTTP/1.1 between a socket and what answers, and what its client may hold.

`console.arrival` reads; order, framing and the end of a connection are here, after
https://www.rfc-editor.org/rfc/rfc9112. A client that takes nothing of its answer is dropped, one
that leaves is noticed at once, and an answer that fails after its head breaks the connection
instead of ending it, so that nobody takes a part for the whole.
"""

from __future__ import annotations

import asyncio
import fcntl
import socket
import struct
import sys
import termios
from collections import deque
from contextlib import suppress
from time import perf_counter
from typing import Final, Protocol, cast

from console.arrival import Arrival, Held
from console.bounds import Bounds
from console.exchange import NO_BODY, Exchange

__all__ = ["Connection", "Desk", "LeftError", "Tally"]

_MOST_WAITING: Final = 16
_HIGH, _LOW = 256 * 1024, 64 * 1024
# so long what a refused client still sends is read, lest a reset takes the refusal from it
_LINGER: Final = 2.0
_CONTINUE: Final = b"HTTP/1.1 100 Continue\r\n\r\n"


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
    """What all connections share: who is open, what is held of what comes in, and the date."""

    def __init__(self) -> None:
        self.connections: set[Connection] = set()
        self.held = Held()
        self.date = b""
        self.stopping = False


class Connection(asyncio.Protocol):
    """The connection of one client. Everything here runs in the event loop."""

    def __init__(self, desk: Desk, bounds: Bounds, tally: Tally) -> None:
        self._desk = desk
        self._bounds = bounds
        self._tally = tally
        self._transport: asyncio.Transport
        self._arrival = Arrival(self, bounds, tally.held)
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
        self._held = 0
        self._moved = 0.0
        self._lingering = False
        self._ended = False

    # What the event loop calls.

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin; where there are too many connections already, end at once."""
        self._transport = transport = cast("asyncio.Transport", transport)  # so is uvloop's
        if len(self._tally.connections) >= self._bounds.connections or self._tally.stopping:
            self._arrival.deaf = self._ended = True
            transport.abort()
            return
        self._tally.connections.add(self)
        transport.set_write_buffer_limits(_HIGH, _LOW)
        name = transport.get_extra_info("peername")
        self._arrival.client = str(name[0]) if name else ""

    def connection_lost(self, exc: Exception | None) -> None:
        """Let go of everything."""
        self._tally.connections.discard(self)
        self._ended = True
        for exchange in (self._arrival.end(), *self._waiting):
            if exchange:
                exchange.outcome = "disconnected"
                self._desk.closed(exchange)
        self._waiting.clear()
        if self._drained and not self._drained.done():
            self._drained.set_exception(LeftError())
        if exchange := self._current:
            exchange.gone = True
            if exchange.leave:
                exchange.leave()

    def eof_received(self) -> bool:
        """Take a client that sends no more for one that has left."""
        self._arrival.deaf = self._ended = True
        return False

    def data_received(self, data: bytes) -> None:
        """Read what has come."""
        if not self._arrival.deaf:
            self._arrival.feed(data)

    def pause_writing(self) -> None:
        """Wait for the client."""
        self._full = True

    def resume_writing(self) -> None:
        """Go on: the client has taken enough."""
        self._full = False
        if self._drained and not self._drained.done():
            self._drained.set_result(None)
        self._proceed()

    # What comes in.

    def opened(self, exchange: Exchange) -> None:
        """Take note of a request, of which the body may still come."""
        self._desk.opened(exchange)

    def expected(self) -> None:
        """Tell the client to send the body for which it waits to be asked."""
        self._transport.write(_CONTINUE)

    def arrived(self, exchange: Exchange) -> None:
        """Have a request answered in its turn."""
        self._waiting.append(exchange)
        self._proceed()
        if len(self._waiting) > _MOST_WAITING and not self._paused:
            self._paused = True
            self._transport.pause_reading()

    # What answers calls.

    def send_whole(self, exchange: Exchange, head: bytes, body: bytes) -> None:
        """Answer with all there is; ``head`` says how long the body is."""
        if not self._ended:
            if exchange.method == "HEAD" or exchange.status in NO_BODY:
                body = b""
            exchange.sent = len(body)
            self._transport.write(b"".join((head, self._last_lines(exchange), body)))
        self._finish(exchange)

    def begin(self, exchange: Exchange, head: bytes, length: int) -> None:
        """Begin an answer that comes in pieces; its length is -1 where it is not known."""
        self._silent = exchange.method == "HEAD" or exchange.status in NO_BODY
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
            self._arrival.deaf = self._ended = True
            self._transport.abort()
        self._finish(exchange)

    # What the listener calls.

    def look(self, now: float) -> None:
        """Look whether the client is in time; called about twice a second."""
        left = self._transport.get_write_buffer_size()
        # the system asks for more only when much of what it holds is gone, which takes a slow
        # client longer than one may take nothing: so what it holds counts too
        held = left and left + _unsent(self._transport)
        if held != self._held:
            self._held, self._moved = held, now
            if self._current and self._current.took:
                self._current.took()
        if left:
            if now - self._moved > self._bounds.stall_seconds:
                if self._current:
                    self._current.stalled = True
                self._transport.abort()
        elif self._lingering:
            if now - self._moved > _LINGER:
                self._transport.abort()
        elif not self._current and (end := self._arrival.look(now)):
            if end == "drop":
                self._transport.abort()
            else:
                self._transport.close()

    def stop(self) -> None:
        """Take no more requests; what runs is still answered."""
        if not (self._current or self._waiting) and self._arrival.is_idle:
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
        self._arrival.wait()
        if self._waiting and exchange.keep:
            self._proceed()
        elif exchange.refusal and self._arrival.deaf:
            self._lingering, self._moved = True, perf_counter()
            self._transport.write_eof()
        elif not exchange.keep or self._tally.stopping:
            self._arrival.deaf = self._ended = True
            self._transport.close()

    def _last_lines(self, exchange: Exchange) -> bytes:
        lines = self._tally.date + b"x-request-id: %b\r\n" % exchange.id.encode("ascii")
        if not exchange.keep or self._tally.stopping:
            return lines + b"connection: close\r\n\r\n"
        return lines + (b"\r\n" if exchange.version == "1.1" else b"connection: keep-alive\r\n\r\n")


def _unsent(transport: asyncio.Transport) -> int:
    """Give how many bytes the system holds that the client has not taken, 0 where it tells not."""
    sock = transport.get_extra_info("socket")
    try:
        told = fcntl.ioctl(sock.fileno(), termios.TIOCOUTQ, bytes(4)) if sock else bytes(4)
    except OSError:
        return 0
    return int.from_bytes(told, sys.byteorder)
