"""The listening socket and the clock of its connections."""

from __future__ import annotations

import asyncio
import socket
from email.utils import formatdate
from time import perf_counter
from typing import Final

from console.bounds import Bounds
from console.connection import Connection, Desk, Tally

__all__ = ["Listener"]

_EVERY: Final = 0.5


class Listener:
    """Takes connections from a socket that listens already, until it is told to stop."""

    def __init__(self, desk: Desk, sock: socket.socket, bounds: Bounds) -> None:
        self._desk = desk
        self._socket = sock
        self._bounds = bounds
        self._tally = Tally()
        self._server: asyncio.Server | None = None
        self._clock: asyncio.TimerHandle | None = None

    async def start(self) -> None:
        """Take connections from now on."""
        self._tick()
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(
            lambda: Connection(self._desk, self._bounds, self._tally),
            sock=self._socket,
            backlog=self._bounds.connections,
        )

    def stop(self) -> None:
        """Take no more connections, and no more requests from those that are open."""
        if self._server:
            self._server.close()
        self._tally.stopping = True
        for connection in list(self._tally.connections):
            connection.stop()

    def end(self) -> None:
        """Drop every connection."""
        if self._clock:
            self._clock.cancel()
        for connection in list(self._tally.connections):
            connection.drop()

    def _tick(self) -> None:
        self._tally.date = b"date: %b\r\n" % formatdate(usegmt=True).encode("ascii")
        now = perf_counter()
        for connection in list(self._tally.connections):
            connection.look(now)
        self._clock = asyncio.get_running_loop().call_later(_EVERY, self._tick)
