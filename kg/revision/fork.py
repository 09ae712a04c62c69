"""Work done in a process that is thrown away: the writer forks, and the child has its data.

What hostile input does to the child, endless time, endless memory, the end of the process, is an
exception here and costs nothing else.
"""

from __future__ import annotations

import os
import resource
import select
import signal
import sys
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final, NoReturn

from kg.errors import FaultError, LimitError

__all__ = ["CrashError", "in_fork"]

_CHUNK: Final = 1 << 20
_MEMORY_STATUS: Final = 86
_FAULT_STATUS: Final = 87
_NESTED_STATUS: Final = 88
_TOLD: Final = 8_000
"""So many characters of an error are told."""


class CrashError(Exception):
    """The child ended by itself before it answered; ``status`` is its exit status or -signal.

    ``too_deep`` tells that its stack was full.
    """

    def __init__(self, status: int) -> None:
        super().__init__(f"the child ended with {status}")
        self.status = status
        self.too_deep = status in {_NESTED_STATUS, -signal.SIGSEGV, -signal.SIGBUS}


def in_fork(
    work: Callable[[], bytes],
    *,
    seconds: float,
    memory: int | None = None,
    confine: Callable[[], object] | None = None,
    what: str = "the change",
) -> bytes:
    """Give what ``work`` gives when it is called in a forked process.

    ``memory`` is how many bytes the child may take beyond what the parent has, None for no limit.
    ``confine`` is called in the child first. ``what`` is done there, as a message says it. The
    child leads a process group, and what it started ends with it. Raises ``LimitError``,
    `CrashError`, and ``FaultError`` for any other exception of ``work``.
    """
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        _child(work, seconds, memory, confine, writer)
    os.close(writer)
    answer: bytes | None = None
    try:
        answer = _read(reader, time.monotonic() + seconds)
    finally:
        os.close(reader)
        if answer is None:
            for kill in (os.killpg, os.kill):  # it may not lead its group yet
                with suppress(ProcessLookupError):
                    kill(child, signal.SIGKILL)
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if answer is None or status == -signal.SIGXCPU:
        raise LimitError(
            f"{what} took longer than {seconds:g} s and was stopped; nothing changed",
            expected=f"at most {seconds:g} s",
            remedy="change less at once: a narrower pattern, a smaller document",
        )
    if memory is not None and status in {_MEMORY_STATUS, -signal.SIGABRT}:
        raise LimitError(
            f"{what} needed more than {memory >> 20:,} MiB of memory and was stopped; "
            "nothing changed",
            expected=f"at most {memory >> 20:,} MiB",
            remedy="change less at once: a narrower pattern, a smaller document",
        )
    if status == _FAULT_STATUS:
        raise FaultError(
            f"{what} met an error that nobody foresaw; nothing changed\n"
            + answer.decode("utf-8", "replace")[-_TOLD:],
            remedy="report it with this text and with what was sent",
        )
    if status:
        raise CrashError(status)
    return answer


def _read(reader: int, end: float) -> bytes | None:
    """Give all that the child writes, or None where it has not ended by then."""
    pieces: list[bytes] = []
    while (left := end - time.monotonic()) > 0 and select.select([reader], [], [], left)[0]:
        piece = os.read(reader, _CHUNK)
        if not piece:
            return b"".join(pieces)
        pieces.append(piece)
    return None


def _child(
    work: Callable[[], bytes],
    seconds: float,
    memory: int | None,
    confine: Callable[[], object] | None,
    writer: int,
) -> NoReturn:
    status, answer = 1, b""
    try:
        try:
            os.setpgid(0, 0)
            # a crash of the engine writes a stack to standard error, which is the log of the server
            null = os.open(os.devnull, os.O_WRONLY)
            os.dup2(null, sys.__stderr__.fileno() if sys.__stderr__ else 2)
            if confine:
                confine()
            _limit(seconds, memory)
            answer = work()
            status = 0
        except RecursionError:
            status = _NESTED_STATUS
        except MemoryError:
            status = _MEMORY_STATUS
        except BaseException:
            status = _FAULT_STATUS
            answer = traceback.format_exc().encode("utf-8", "replace")
            raise
        finally:
            with os.fdopen(writer, "wb") as stream:
                stream.write(answer)
    except MemoryError:
        status = _MEMORY_STATUS
    finally:
        # nothing of the parent, neither its buffers nor its handlers, may run twice
        os._exit(status)


def _limit(seconds: float, memory: int | None) -> None:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (int(seconds) + 2, resource.RLIM_INFINITY))
    if memory is None:
        return
    with suppress(OSError):  # systems without /proc: the clock remains
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
        size = pages * resource.getpagesize() + memory
        resource.setrlimit(resource.RLIMIT_AS, (size, size))
