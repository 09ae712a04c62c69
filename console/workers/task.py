"""What a worker is asked to do, as a value that travels over its socket."""

from __future__ import annotations

import socket
import struct
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple, cast

__all__ = ["LONGEST_MESSAGE", "Bounds", "Inbox", "Kind", "Task", "encode", "number_of", "send"]

Kind = Literal["check", "describe", "parse", "query", "table"]

LONGEST_MESSAGE: Final = 1 << 16
"""What is longer goes in several; the system sends one as a whole or not at all."""
_HEADER: Final = struct.Struct(">III")


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a worker itself holds to; the meaning is that of `console.workers.limits.Limits`."""

    seconds: float
    memory: int
    result_bytes: int
    result_rows: int
    buffer: int


class Task(NamedTuple):
    """One thing to do, and the media type that its answer shall have.

    * ``query``: evaluate ``text`` over the dataset that the graphs describe (None: the query's).
    * ``table``: the same, but give the first ``rows`` rows as JSON (`console.workers.tables`).
    * ``check``: read ``text`` as a query, over no data, and give what the parser says of it.
    * ``describe``: give what is known of the IRI ``text``, with ``rows`` incoming links at most.
    * ``parse``: read the document ``body`` of the media type and give its N-Quads; ``text`` is
      the base IRI, and ``default_graphs`` may name the graph to put it in.
    """

    kind: Kind
    text: str
    media_type: str
    default_graphs: tuple[str, ...] | None = None
    named_graphs: tuple[str, ...] | None = None
    rows: int = 0
    body: bytes = b""


def encode(task: Task, number: int) -> bytes:
    """Give the bytes of a task; by its number it is known again when it is taken back unread."""
    fields = (
        task.kind,
        task.media_type,
        _listed(task.default_graphs),
        _listed(task.named_graphs),
        str(task.rows),
        task.text,
    )
    words = "\0".join(fields).encode("utf-8", "surrogatepass")
    return _HEADER.pack(number, len(words), len(task.body)) + words + task.body


def number_of(message: bytes) -> int:
    """Give the number of a task from its first message."""
    return int.from_bytes(message[:4], "big")


def send(sock: socket.socket, data: bytes, flags: int = 0) -> None:
    """Hand over the bytes of a task, in messages that are not too long; OSError without a taker."""
    for start in range(0, len(data), LONGEST_MESSAGE):
        sock.send(data[start : start + LONGEST_MESSAGE], flags)


class Inbox:
    """The tasks that come to a worker.

    It takes none before it is asked for the next: until then the server may take them back.
    """

    def __init__(self, sock: socket.socket) -> None:
        self._socket = sock
        self._room = bytearray(LONGEST_MESSAGE)

    def next(self) -> Task:
        """Wait for the next task; EOFError where the server has gone."""
        data = self._message()
        _, words, body = _HEADER.unpack_from(data)
        size = _HEADER.size + words + body
        if len(data) < size:
            pieces = [data]
            while (missing := size - sum(map(len, pieces))) > 0:
                pieces.append(self._message())
            assert not missing, "the messages of one task end with it"
            data = b"".join(pieces)
        body_at = size - body
        text = data[_HEADER.size : body_at].decode("utf-8", "surrogatepass")
        kind, media_type, default_graphs, named_graphs, rows, text = text.split("\0", 5)
        return Task(
            cast("Kind", kind),
            text,
            media_type,
            _unlisted(default_graphs),
            _unlisted(named_graphs),
            int(rows),
            data[body_at:],
        )

    def _message(self) -> bytes:
        size = self._socket.recv_into(self._room)
        if not size:
            raise EOFError
        return bytes(memoryview(self._room)[:size])


def _listed(graphs: tuple[str, ...] | None) -> str:
    """Write a list of IRIs, which hold no line ends, so that None and an empty one differ."""
    return "" if graphs is None else "\n".join(("", *graphs, ""))


def _unlisted(text: str) -> tuple[str, ...] | None:
    return tuple(text.split("\n")[1:-1]) if text else None
