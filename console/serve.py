"""The running server: the only place that opens a store."""

from __future__ import annotations

import signal
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from threading import Thread
from types import FrameType

from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from console.app import create_app
from console.settings import Settings
from kg.errors import KgError, Place, UsageError
from kg.queries.library import questions
from kg.store.embedded import open_store

__all__ = ["serve"]


class Handler(WSGIRequestHandler):
    """A handler that tells clients nothing about the machine and logs only what went wrong."""

    server_version = "cbec-kg"
    sys_version = ""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Write nothing: an answered request is no news."""


def serve(
    release: Path,
    host: str = "127.0.0.1",
    port: int = 8000,
    *,
    announce: Callable[[str], None] = lambda line: print(line, file=sys.stderr, flush=True),  # noqa: T201
) -> None:
    """Serve the release in this folder until the process is told to stop.

    ``announce`` receives the address once the server accepts connections; port 0 takes a free
    one. SIGTERM and SIGINT end it after the running answers. Raises NoReleaseError where there
    is no release and UsageError where the port cannot be had.
    """
    release = release.resolve()
    with _listen(host, port) as listener, open_store(release / "store") as store:
        app = create_app(store, Settings(release=release.name), questions())
        number = listener.getsockname()[1]
        server = make_server(
            host, number, app, threaded=True, request_handler=Handler, fd=listener.fileno()
        )
        _stop_on_signals(server)
        shown = f"[{host}]" if ":" in host else host
        announce(f"Serving {release.name} ({len(store):,} quads) at http://{shown}:{number}/")
        server.serve_forever()
        server.server_close()


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(128)
    except (OSError, OverflowError) as error:
        listener.close()
        raise _no_port(host, port, error) from error
    return listener


def _no_port(host: str, port: int, error: Exception) -> KgError:
    return UsageError(
        f"cannot listen on {host} port {port}: {getattr(error, 'strerror', None) or error}",
        expected="a free port from 1024 to 65535 of an address of this machine",
        remedy="stop what listens there, or name another with --port (0 takes any free one)",
        where=Place("kg serve"),
    )


def _stop_on_signals(server: BaseWSGIServer) -> None:
    def stop(number: int, frame: FrameType | None) -> None:
        # shutdown() waits for the loop that this handler interrupts, so another thread calls it
        Thread(target=server.shutdown, daemon=True).start()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
