"""What is used up by its use, and takes long to make: one is made beforehand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

__all__ = ["Spare"]

_Thing = TypeVar("_Thing")


class Spare(Generic[_Thing]):
    """A thing that a user may change as he likes, since nobody else gets the same.

    A process that lets each of its forks take one keeps its own.
    """

    def __init__(self, make: Callable[[], _Thing]) -> None:
        self._make = make
        self._made: list[_Thing] = []

    def ready(self) -> None:
        """Have one made, if none is."""
        if not self._made:
            self._made.append(self._make())

    def take(self) -> _Thing:
        """Give the one that is made, else a new one."""
        try:
            return self._made.pop()
        except IndexError:
            return self._make()
