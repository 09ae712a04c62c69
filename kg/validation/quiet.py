"""Ill-typed literals without noise: the shapes report them, with their place and their remedy."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

__all__ = ["quiet_literals"]

_LOGGER: Final = logging.getLogger("rdflib.term")


@contextmanager
def quiet_literals() -> Iterator[None]:
    """Keep rdflib from logging a traceback for each literal that its datatype does not allow."""
    level = _LOGGER.level
    _LOGGER.setLevel(logging.ERROR)
    try:
        yield
    finally:
        _LOGGER.setLevel(level)
