"""What comes in on a connection: bytes in, requests out, in bounded time and room.

llhttp reads. What is no request, or comes too late or too long, comes out as a request with a
refusal, and nothing is read behind it.
"""

from __future__ import annotations

from time import perf_counter
from typing import Protocol

from httptools import HttpParserError, HttpParserUpgrade, HttpRequestParser

from console.bounds import Bounds
from console.exchange import Exchange
from console.framing import body_alone, fault, first_line, not_read, too_long, too_slow
from console.log import request_id
from console.problems import Problem

__all__ = ["Arrival", "Held", "Taker"]


class Taker(Protocol):
    """Where requests go."""

    def opened(self, exchange: Exchange) -> None:
        """Take note of a request, of which the body may still come."""
        ...

    def expected(self) -> None:
        """Tell the client to send the body for which it waits to be asked."""
        ...

    def arrived(self, exchange: Exchange) -> None:
        """Answer a request that is whole, or refuse it, in its turn."""
        ...


class Held:
    """How many bytes all connections hold of requests that are not whole."""

    def __init__(self) -> None:
        self.bytes = 0


class Arrival:
    """The requests of one connection.

    ``deaf`` tells that nothing more is read; ``since`` when the last request began, or when
    waiting for the next did.
    """

    def __init__(self, taker: Taker, bounds: Bounds, held: Held) -> None:
        self._taker = taker
        self._bounds = bounds
        self._all = held
        self.client = ""
        self.deaf = False
        self.since = self._heard = perf_counter()
        self._keep = bounds.head_seconds
        self._parser = HttpRequestParser(self)
        self._begun = False
        self._target = b""
        self._headers: dict[bytes, bytes] = {}
        self._number = 0
        self._incoming: Exchange | None = None
        self._body: list[bytes] = []
        self._size = 0
        self._around = 0
        self._held = 0

    @property
    def is_idle(self) -> bool:
        """Whether no request is on its way in."""
        return self._incoming is None

    def feed(self, data: bytes) -> None:
        """Read what has come."""
        self._heard = perf_counter()
        size, coming = len(data), self._incoming
        while data and not self.deaf:
            try:
                self._parser.feed_data(data)
            except HttpParserUpgrade as upgrade:
                # https://www.rfc-editor.org/rfc/rfc9110#section-7.8: it need not be heeded
                data = data[upgrade.args[0] :]
                self._parser = HttpRequestParser(self)
                if self._incoming:
                    data = body_alone(self._incoming) + data  # the parser passes by the body
            except HttpParserError as error:
                if not self.deaf:
                    self._turn_away(not_read(error, data), *first_line(data))
                return
            else:
                break
        if self._begun and self._incoming is None:
            self._hold(size)
        elif coming and coming is self._incoming:
            self._around += size
            # what is not body: sizes and extensions of chunks, and trailers
            if self._around - self._size > self._bounds.largest_head + 8 * self._size:
                self._refuse(too_long("what stands around the body", self._bounds.largest_head))

    def look(self, now: float) -> str:
        """Refuse a body that is late; else tell how the connection must end: drop, close or ''."""
        bounds = self._bounds
        if self._incoming:
            late = now - self.since > bounds.body_seconds
            if late or now - self._heard > bounds.idle_seconds:
                self._refuse(too_slow(self._size, bounds))
        elif self._begun:
            return "drop" if now - self.since > bounds.head_seconds else ""
        elif now - self.since > self._keep:
            return "close"
        return ""

    def wait(self) -> None:
        """Wait for the next request from now on."""
        if not self._begun:
            self.since = perf_counter()
        self._keep = self._bounds.keep_seconds

    def end(self) -> Exchange | None:
        """Let go of what came; give the request that was on its way in, if any."""
        self.deaf = True
        self._release()
        exchange, self._incoming = self._incoming, None
        return exchange

    # What the parser calls.

    def on_message_begin(self) -> None:
        """Begin with a request."""
        if self._incoming:
            return
        self._begun, self.since = True, self._heard
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
        if self.deaf or self._incoming:
            return
        headers, parser = self._headers, self._parser
        path, _, query = self._target.partition(b"?")
        exchange = self._incoming = Exchange(
            parser.get_method().decode("ascii"),
            path,
            query,
            headers,
            self.client,
            request_id(headers.get(b"x-request-id")),
            parser.get_http_version(),
            parser.should_keep_alive(),
        )
        self._around = 0
        self._taker.opened(exchange)
        if problem := fault(exchange, self._number, self._bounds, held=self._held):
            self._refuse(problem)
        elif headers.get(b"expect", b"").lower() == b"100-continue" and _waits(exchange):
            self._taker.expected()

    def on_body(self, data: bytes) -> None:
        """Take a part of the body."""
        if self.deaf:
            return
        self._body.append(data)
        self._size += len(data)
        if self._size > self._bounds.largest_body:
            self._refuse(too_long("the body", self._bounds.largest_body))
        else:
            self._hold(len(data))

    def on_message_complete(self) -> None:
        """Have the request answered in its turn."""
        exchange = self._incoming
        if exchange is None or self.deaf:
            return
        if self._parser.should_upgrade() and body_alone(exchange):
            return
        self._incoming = None
        self._begun = False
        if self._held:
            self._release()
        if self._size:
            exchange.body = b"".join(self._body)
            self._body.clear()
            self._size = 0
        self._taker.arrived(exchange)

    # The rest.

    def _hold(self, size: int) -> None:
        """Count what is held of a request that is not whole, and refuse what is too much."""
        self._held += size
        self._all.bytes += size
        if self._incoming is None and self._held > self._bounds.largest_head:
            self._turn_away(too_long("the head", self._bounds.largest_head))
        elif self._all.bytes > self._bounds.all_bodies:
            self._turn_away(
                Problem("busy", "too much is being sent at once", headers={"Retry-After": "2"})
            )

    def _release(self) -> None:
        self._all.bytes -= self._held
        self._held = 0

    def _turn_away(self, problem: Problem, method: str = "", path: bytes = b"") -> None:
        """Refuse what may not even be a request."""
        if self._incoming is None:
            self._incoming = Exchange(method, path, b"", {}, self.client, request_id())
            self._taker.opened(self._incoming)
        self._refuse(problem)

    def _refuse(self, problem: Problem) -> None:
        """Refuse the request that is coming in, in its turn, and read nothing more."""
        exchange, self._incoming = self._incoming, None
        assert exchange is not None, "there is one"
        self.deaf = True
        self._begun = False
        self._body.clear()
        self._release()
        exchange.keep, exchange.refusal = False, problem
        self._taker.arrived(exchange)


def _waits(exchange: Exchange) -> bool:
    """Tell whether a client may wait for being asked: only one of HTTP/1.1, with a body.

    https://www.rfc-editor.org/rfc/rfc9110#section-10.1.1.
    """
    return exchange.version == "1.1" and bool(body_alone(exchange))
