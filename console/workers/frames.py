"""How the server and a worker speak over their socket: frames of a kind, a length and a body.

A worker answers a task with one ``WHOLE`` frame where everything fits into the buffer, or with a
``HEAD``, any number of ``DATA`` and an ``END``; an ``ERROR`` may come instead of any of them.
"""

from __future__ import annotations

import socket
import struct
from typing import Final

__all__ = ["DATA", "END", "ERROR", "FAILED", "HEAD", "READY", "WHOLE", "Reader", "frame"]

DATA: Final = b"D"
END: Final = b"E"
ERROR: Final = b"X"
FAILED: Final = b"F"
HEAD: Final = b"H"
READY: Final = b"R"
WHOLE: Final = b"W"

_HEADER: Final = struct.Struct(">cI")
_PIECE: Final = 256 * 1024
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
        """Give the kind and the body of the next frame; EOFError where there is none any more."""
        self._fill(_HEADER.size)
        kind, length = _HEADER.unpack_from(self._buffer)
        if length > _LONGEST:
            raise EOFError
        end = _HEADER.size + length
        self._fill(end)
        body = bytes(memoryview(self._buffer)[_HEADER.size : end])
        del self._buffer[:end]
        return kind, body

    def exactly(self, length: int) -> bytes:
        """Give the next bytes without a frame around them."""
        self._fill(length)
        found = bytes(memoryview(self._buffer)[:length])
        del self._buffer[:length]
        return found

    def _fill(self, length: int) -> None:
        while len(self._buffer) < length:
            try:
                piece = self._socket.recv(_PIECE)
            except OSError as error:
                raise EOFError from error
            if not piece:
                raise EOFError
            self._buffer += piece
