"""Where an answer is written to: gathered first, then sent with back-pressure, and bounded."""

from __future__ import annotations

import socket
from collections.abc import Mapping
from typing import Final, Protocol

from console.problems import Problem
from console.workers.frames import DATA, END, HEAD, WHOLE, frame
from console.workers.task import Bounds

__all__ = ["Memory", "Output", "Sink", "too_large"]

# what lies between or behind rows, and how many rows there are when it has come up 0 times
_ROW_ENDS: Final[Mapping[str, tuple[bytes, int]]] = {
    # inside a string the quote would be escaped
    "json": (b'},{"', 1),
    "xml": (b"</result>", 0),
    "tsv": (b"\n", -1),
    "ntriples": (b"\n", 0),
    "nquads": (b"\n", 0),
}


class Output(Protocol):
    """What an answer is written to; ``lost`` tells that nobody reads any more.

    ``most_rows`` is how many triples a graph may have, where somebody bounds that.
    """

    lost: bool
    most_rows: int | None

    def write(self, data: bytes, /) -> int:
        """Take bytes and give their number."""
        ...


class Memory:
    """An answer kept in memory, of at most so many bytes and rows."""

    def __init__(self, bytes_: int | None = None, rows: int | None = None, form: str = "") -> None:
        self.lost = False
        self.most_rows = rows
        self.data = bytearray()
        self._most = bytes_
        self._rows = _counter(form) if rows is not None else None

    def write(self, data: bytes) -> int:
        """Keep bytes; raises `Problem` beyond the bounds."""
        self.data += data
        if self._most is not None and len(self.data) > self._most:
            raise too_large(self._most, "bytes")
        if self._rows and self.most_rows is not None and self._rows.count(data) > self.most_rows:
            raise too_large(self.most_rows, "rows")
        return len(data)

    def flush(self) -> None:
        """Do nothing: it is all there."""


class Sink:
    """A binary file, as far as writers need one.

    Nothing is sent before ``buffer`` bytes are there or the answer is complete. `socket.sendall`
    waits while the reader is slow, so no more than two buffers are ever held. Rows are counted by
    their ends in the output, so a literal that holds line ends or ``},{`` counts for more; a
    ``form`` that has no such ends is bounded by its bytes.
    """

    def __init__(self, sock: socket.socket, bounds: Bounds, form: str = "") -> None:
        self._socket = sock
        self._bounds = bounds
        self._pending = bytearray()
        self._begun = False
        self._bytes = 0
        self._rows = _counter(form)
        self.most_rows: int | None = bounds.result_rows
        self.lost = False

    def write(self, data: bytes) -> int:
        """Take bytes; raises `Problem` beyond the bounds and OSError where nobody reads."""
        self._pending += data
        self._bytes += len(data)
        if self._bytes > self._bounds.result_bytes:
            raise too_large(self._bounds.result_bytes, "bytes")
        if self._rows and self._rows.count(data) > self._bounds.result_rows:
            raise too_large(self._bounds.result_rows, "rows")
        if len(self._pending) >= self._bounds.buffer:
            self._push()
        return len(data)

    def flush(self) -> None:
        """Do nothing: what is written early would have to be sent early."""

    def finish(self) -> None:
        """Send what is left and the end."""
        if self._begun:
            self._send(frame(DATA, bytes(self._pending)) + frame(END))
        else:
            self._send(frame(WHOLE, bytes(self._pending)))

    def _push(self) -> None:
        head = b"" if self._begun else frame(HEAD)
        self._begun = True
        self._send(head + frame(DATA, bytes(self._pending)))
        self._pending.clear()

    def _send(self, data: bytes) -> None:
        try:
            self._socket.sendall(data)
        except OSError:
            self.lost = True
            raise


class _Ends:
    """Counts a mark in a stream, also where it lies across two pieces."""

    def __init__(self, mark: bytes, first: int) -> None:
        self._mark = mark
        self._tail = b""
        self._found = first

    def count(self, data: bytes) -> int:
        """Give how many rows there are up to the end of this piece."""
        overlap = len(self._mark) - 1
        self._found += (self._tail + data).count(self._mark) if overlap else data.count(self._mark)
        if overlap:
            self._tail = (self._tail + data)[-overlap:]
        return self._found


class _Lines:
    """Counts the lines of CSV, of which a quoted field may hold several."""

    def __init__(self, first: int) -> None:
        self._found = first
        self._inside = False

    def count(self, data: bytes) -> int:
        """Give how many rows there are up to the end of this piece."""
        for number, part in enumerate(data.split(b'"')):
            # a quote within a field is written twice, so it opens it again at once
            if number:
                self._inside = not self._inside
            if not self._inside:
                self._found += part.count(b"\n")
        return self._found


def _counter(form: str) -> _Ends | _Lines | None:
    if form == "csv":
        return _Lines(-1)
    return _Ends(*_ROW_ENDS[form]) if form in _ROW_ENDS else None


def too_large(limit: int, unit: str) -> Problem:
    """Give the problem of an answer with more than so many bytes or rows."""
    return Problem(
        "result-too-large",
        f"the answer has more than {limit:,} {unit}",
        limit=f"result-{unit}",
        expected=f"at most {limit:,} {unit}",
        remedy="ask for less, or page by LIMIT and OFFSET",
    )
