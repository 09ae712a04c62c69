"""How much a query may take: every limit of the engine in one value."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import Final

__all__ = ["Limits"]

_MIB: Final = 1 << 20


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of one server; sizes are in bytes, times in seconds.

    Of one query: ``seconds`` of evaluation, by the wall clock while the server waits for the
    worker and by the worker's processor time; ``transfer_seconds`` until the client has read the
    last byte, and ``stall_seconds`` in which it reads none; ``memory`` beyond what an idle worker
    holds; ``result_bytes`` and ``result_rows`` of its answer; ``buffer`` is what is gathered of an
    answer before it is begun, so that an early failure still has a status of its own.

    Of all queries: ``fast`` and ``slow`` ones at once, ``pages`` more for pages only, and
    ``sending`` answers that are longer than the buffer. A query moves from its fast place to a
    slow one after ``fast_seconds``; where there is none, and others wait, it ends after twice that
    unless its answer has begun. ``queue`` requests wait, ``client_requests`` of one client, each
    at most ``wait_seconds``. ``memory_all`` is what all workers together may hold, ``spares`` are
    ready beside those at work, and a worker goes after ``recycle`` queries.

    ``cache_bytes`` are kept of answers, none longer than ``cache_answer``.
    """

    seconds: float = 10.0
    transfer_seconds: float = 300.0
    stall_seconds: float = 20.0
    memory: int = 512 * _MIB
    result_bytes: int = 1024 * _MIB
    result_rows: int = 20_000_000
    buffer: int = 64 * 1024
    fast: int = field(default_factory=lambda: max(4, 2 * _cores()))
    slow: int = 8
    sending: int = 32
    pages: int = 1
    fast_seconds: float = 0.15
    spares: int = 2
    queue: int = 256
    client_requests: int = 128
    wait_seconds: float = 5.0
    memory_all: int = 1536 * _MIB
    recycle: int = 50_000
    cache_bytes: int = 64 * _MIB
    cache_answer: int = 1 * _MIB

    @property
    def workers(self) -> int:
        """How many worker processes there are when nothing takes long."""
        return self.fast + self.pages + self.spares
