"""What the front allows to clients before and beside any query."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

__all__ = ["Bounds"]

_MIB: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Bounds:
    """Sizes are in bytes, times in seconds.

    Of one request: ``head_seconds`` for its head, ``body_seconds`` for its body with no pause of
    more than ``idle_seconds``, ``largest_head`` and ``largest_body``; ``stall_seconds`` in which
    the client takes nothing of its answer, and ``keep_seconds`` until it asks again. Of all:
    ``connections``; ``threads`` run the application (what waits there for a worker holds one),
    ``all_bodies`` are held of requests that are not whole, ``recent_bytes`` of answers that may be
    repeated, none longer than ``recent_answer``. ``stop_seconds`` is how long a stop waits for
    running answers.
    """

    head_seconds: float = 10.0
    body_seconds: float = 60.0
    idle_seconds: float = 10.0
    stall_seconds: float = 20.0
    keep_seconds: float = 75.0
    largest_head: int = 256 * 1024
    largest_body: int = 64 * _MIB
    all_bodies: int = 256 * _MIB
    threads: int = 320
    recent_bytes: int = 16 * _MIB
    recent_answer: int = 64 * 1024
    stop_seconds: float = 8.0
    connections: int = 4096
