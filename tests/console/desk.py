"""A connection without a socket: what it writes to, and who answers what it reads."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from console.bounds import Bounds
from console.connection import Connection, Tally
from console.exchange import Exchange, head_of

__all__ = ["GET", "Desk", "Open", "Pipe", "opening", "statuses"]


GET = b"GET /a?b=c HTTP/1.1\r\nHost: x\r\n\r\n"


class Pipe(asyncio.Transport):
    """A transport that remembers what was written to it."""

    def __init__(self) -> None:
        super().__init__()
        self.written = b""
        self.unsent = 0
        self.state = "open"
        self.reading = True

    def write(self, data: bytes | bytearray | memoryview) -> None:
        self.written += data

    def writelines(self, pieces) -> None:
        self.written += b"".join(pieces)

    def write_eof(self) -> None:
        self.state = "ended"

    def close(self) -> None:
        self.state = "closed"

    def abort(self) -> None:
        self.state = "aborted"

    def pause_reading(self) -> None:
        self.reading = False

    def resume_reading(self) -> None:
        self.reading = True

    def set_write_buffer_limits(self, high=None, low=None) -> None:
        assert high > low

    def get_write_buffer_size(self) -> int:
        return self.unsent

    def get_extra_info(self, name, default=None):
        return ("192.0.2.1", 5) if name == "peername" else default


class Desk:
    """Notes what comes; answers with what was asked for, at once or when told."""

    def __init__(self, *, at_once: bool = True) -> None:
        self.at_once = at_once
        self.came: list[Exchange] = []
        self.open = 0

    def opened(self, exchange: Exchange) -> None:
        self.open += 1

    def closed(self, exchange: Exchange) -> None:
        self.open -= 1

    def answer(self, exchange: Exchange, connection: Connection) -> None:
        self.came.append(exchange)
        if self.at_once or exchange.refusal:
            self.now(exchange, connection)

    def now(self, exchange: Exchange, connection: Connection) -> None:
        exchange.status = exchange.refusal.status if exchange.refusal else 200
        body = exchange.refusal.code.encode() if exchange.refusal else exchange.path + exchange.body
        head = head_of(exchange.status, [(b"content-length", b"%d" % len(body))])
        connection.send_whole(exchange, head, body)


Open = Callable[..., tuple[Connection, Pipe, Desk, Tally]]


def opening(*, at_once: bool = True, **bounds: Any) -> tuple[Connection, Pipe, Desk, Tally]:
    """Open a connection to a desk."""
    desk, pipe, tally = Desk(at_once=at_once), Pipe(), Tally()
    connection = Connection(desk, replace(Bounds(), **bounds), tally)
    connection.connection_made(pipe)
    return connection, pipe, desk, tally


def statuses(pipe: Pipe) -> list[bytes]:
    return [part[:3] for part in pipe.written.split(b"HTTP/1.1 ")[1:]]
