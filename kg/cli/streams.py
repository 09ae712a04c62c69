"""The standard streams as the command finds them: closed, full, or in a narrow encoding."""

from __future__ import annotations

import codecs
import errno
import io
import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from kg.errors import DamagedReleaseError, DiskError, KgError

__all__ = ["drop_output", "ends_at_once", "prepare_streams", "system_error"]

# what befalls a command from outside; any other OSError would be a defect of ours
_FROM_OUTSIDE: Final = frozenset(
    {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EIO, errno.EMFILE, errno.ENFILE}
)
_DAMAGE: Final = "Corruption: "


def prepare_streams() -> None:
    """Make the standard streams usable.

    What is closed leads nowhere afterwards: otherwise the next file that is opened would take its
    place and receive what is printed. What an encoding cannot hold is written as an escape; where
    it is ASCII because no locale is set, UTF-8 is written.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        stream = getattr(sys, name)
        if stream is None:
            nowhere = Path(os.devnull).open(mode, encoding="utf-8")  # noqa: SIM115 - until the end
            setattr(sys, name, nowhere)
        elif isinstance(stream, io.TextIOWrapper) and mode == "w":
            ascii_only = codecs.lookup(stream.encoding).name == "ascii"
            stream.reconfigure(encoding="utf-8" if ascii_only else None, errors="backslashreplace")


def system_error(error: OSError) -> KgError | None:
    """Give in our words what the system or the engine said while an answer was written."""
    if _DAMAGE in str(error):
        return DamagedReleaseError(
            f"the store cannot be read: {error}",
            expected="a store as it was written",
            remedy="go back with 'kg rollback', or build it again with 'kg build'",
        )
    if error.errno not in _FROM_OUTSIDE:
        return None
    return DiskError(
        f"{error.filename or 'standard output'}: {os.strerror(error.errno or 0)}",
        expected="room for the answer",
        remedy="make space where the answer goes, or send it elsewhere",
    )


@contextmanager
def ends_at_once() -> Iterator[None]:
    """Let Ctrl+C end the process inside: the engine would not notice it before it is done.

    Only for what writes nothing that would have to be cleaned up.
    """
    ours = threading.current_thread() is threading.main_thread()
    before = signal.signal(signal.SIGINT, signal.SIG_DFL) if ours else None
    try:
        yield
    finally:
        if ours:
            signal.signal(signal.SIGINT, before)


def drop_output() -> None:
    """Let what is still in the buffer of standard output go nowhere, so that the end is quiet."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
