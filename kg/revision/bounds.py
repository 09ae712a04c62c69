"""What a change may take."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Bounds"]


@dataclass(frozen=True, slots=True)
class Bounds:
    """The limits of a change: seconds by the clock, and bytes of memory beyond the data.

    ``judging`` is how many seconds the shapes, the rules and HermiT have to judge the data with
    it. ``waiting`` changes wait at most; ``patience`` is for how many seconds one waits for its
    turn and for the release that holds it.
    """

    seconds: float = 20.0
    memory: int = 512 << 20
    judging: float = 120.0
    waiting: int = 64
    patience: float = 120.0
