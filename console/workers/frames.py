"""How the server and a worker speak over their socket: frames of a kind, a length and a body.

A worker answers a task with one ``WHOLE`` frame where everything fits into the buffer, or with a
``HEAD``, any number of ``DATA`` and an ``END``; an ``ERROR`` may come instead of any of them.
"""

from __future__ import annotations

import socket
import struct
from typing import Final

__all__ = ["DATA", "END", "ERROR", "FAILED", "HEAD", "PIECE", "READY", "WHOLE", "Reader", "frame"]

DATA: Final = b"D"
END: Final = b"E"
ERROR: Final = b"X"
FAILED: Final = b"F"
HEAD: Final = b"H"
READY: Final = b"R"
WHOLE: Final = b"W"

_HEADER: Final = struct.Struct(">cI")
PIECE: Final = 64 * 1024
"""So much is read at once: more would be memory of its own from the system each time."""
# far above what a worker sends in one frame: a longer one comes from a worker that has gone mad
_LONGEST: Final = 64 << 20


def frame(kind: bytes, body: bytes = b"") -> bytes:
    """Give the bytes of a frame."""
    return _HEADER.pack(kind, len(body)) + body


class Reader:
    """Reads frames from a socket; the bytes behind a frame are kept for the next."""

    def __init__(self, sock: socket.socket) -> None:
        self._socket = sock
        self._buffer = bytearray()

    def read(self) -> tuple[bytes, bytes]:
        """Wait for the next frame and give its kind and body; EOFError where none comes."""
        while (found := self.take()) is None:
            self.fetch()
        return found

    def take(self) -> tuple[bytes, bytes] | None:
        """Give the kind and the body of the next frame, None where it is not all there."""
        buffer = self._buffer
        if len(buffer) < _HEADER.size:
            return None
        kind, length = _HEADER.unpack_from(buffer)
        if length > _LONGEST:
            raise EOFError
        end = _HEADER.size + length
        if len(buffer) < end:
            return None
        with memoryview(buffer) as view:
            body = bytes(view[_HEADER.size : end])
        del buffer[:end]
        return kind, body

    def fetch(self) -> None:
        """Wait for bytes and keep them; EOFError where none come any more."""
        try:
            piece = self._socket.recv(PIECE)
        except OSError as error:
            raise EOFError from error
        self.feed(piece)

    def feed(self, piece: bytes) -> None:
        """Keep bytes that were read elsewhere; EOFError where there are none: it is the end."""
        if not piece:
            raise EOFError
        self._buffer += piece
