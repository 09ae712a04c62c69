"""What a worker is asked to do, as a value that travels over its socket."""

from __future__ import annotations

import json
import struct
from dataclasses import dataclass
from typing import Final, Literal

from console.workers.frames import Reader

__all__ = ["Bounds", "Kind", "Task", "encode", "read_task"]

Kind = Literal["check", "describe", "parse", "query", "table"]

_HEADER: Final = struct.Struct(">II")


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a worker itself holds to; the meaning is that of `console.workers.limits.Limits`."""

    seconds: float
    memory: int
    result_bytes: int
    result_rows: int
    buffer: int


@dataclass(frozen=True, slots=True)
class Task:
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


def encode(task: Task) -> bytes:
    """Give the bytes of a task."""
    fields = [
        task.kind, task.text, task.media_type, task.default_graphs, task.named_graphs, task.rows,
    ]  # fmt: skip
    head = json.dumps(fields).encode("ascii")
    return _HEADER.pack(len(head), len(task.body)) + head + task.body


def read_task(reader: Reader) -> Task:
    """Give the next task; EOFError where the server has gone."""
    head, body = _HEADER.unpack(reader.exactly(_HEADER.size))
    kind, text, media_type, default_graphs, named_graphs, rows = json.loads(reader.exactly(head))
    return Task(
        kind,
        text,
        media_type,
        None if default_graphs is None else tuple(default_graphs),
        None if named_graphs is None else tuple(named_graphs),
        rows,
        reader.exactly(body),
    )
