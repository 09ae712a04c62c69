"""One builder at a time in one place."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from kg.errors import BuildLockedError
from kg.store.disk import disk_errors

__all__ = ["locked"]


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the lock at ``path``; the system lets go of it when the process ends, however it ends.

    Raises ``BuildLockedError``, which says which process holds it and since when.
    """
    with disk_errors(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise _held(path) from error
        with disk_errors(path):
            _sign(descriptor)
        yield
    finally:
        os.close(descriptor)


def _sign(descriptor: int) -> None:
    since = datetime.now(UTC).isoformat(timespec="seconds")
    os.ftruncate(descriptor, 0)
    os.pwrite(descriptor, json.dumps({"pid": os.getpid(), "since": since}).encode(), 0)


def _held(path: Path) -> BuildLockedError:
    try:
        holder = json.loads(path.read_text("ascii"))
        who = f"process {holder['pid']} since {holder['since']}"
    except (OSError, ValueError, KeyError, TypeError):
        who = "a process that has just begun"
    return BuildLockedError(
        f"another build is at work in {path.parent}: {who}",
        expected="one build at a time in one data folder",
        remedy="wait until it is done and try again, or build elsewhere with --data",
    )
