"""granian in this process, on a socket that is open already.

https://github.com/emmett-framework/granian: its embedded server leaves signals, the event loop and
the end to us. It gives no way to hand over a socket, so what makes the socket is overridden here.
"""

from __future__ import annotations

import asyncio
import socket
from typing import Any

from granian._granian import SocketHolder
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.server.embed import Server

from console.bounds import Bounds

__all__ = ["HttpServer"]


class HttpServer(Server):
    """Serves an ASGI application over HTTP/1.1 until it is told to stop."""

    def __init__(self, app: Any, listener: socket.socket, bounds: Bounds) -> None:  # an ASGI app
        super().__init__(
            app,
            interface=Interfaces.ASGINL,
            http=HTTPModes.http1,
            websockets=False,
            backlog=bounds.connections,
            backpressure=bounds.connections,
            http1_settings=HTTP1Settings(header_read_timeout=int(bounds.head_seconds * 1000)),
            log_enabled=False,
        )
        self._listener = listener

    def _init_shared_socket(self) -> None:
        # the server closes what it is given
        holder: Any = SocketHolder  # its stub leaves out what it is made of
        shared = holder(self._listener.dup().detach(), False, self.backlog)
        self._shd, self._sfd = shared, shared.get_fd()
        self._ssp = None

    def end(self) -> None:
        """Stop taking requests; `serve` ends soon after."""
        self.interrupt_signal = True
        self.main_loop_interrupt.set()

    async def started(self, serving: asyncio.Task[None]) -> None:
        """Wait until connections are taken, or raise what kept the server from starting."""
        while not self.wrks and not serving.done():
            await asyncio.sleep(0)
        if serving.done():
            serving.result()
