"""Work in a process that is thrown away."""

from __future__ import annotations

import os
import signal

import pytest

from kg.errors import LimitError
from kg.revision.fork import CrashError, in_fork


def test_the_answer_comes_whole() -> None:
    assert in_fork(lambda: b"x" * 3_000_000, seconds=10) == b"x" * 3_000_000


def test_what_never_ends_is_stopped() -> None:
    with pytest.raises(LimitError, match=r"longer than 0\.2 s"):
        in_fork(lambda: signal.pause() or b"", seconds=0.2)


def test_what_takes_too_much_memory_is_stopped() -> None:
    with pytest.raises(LimitError, match="100 MiB"):
        in_fork(lambda: bytes(1 << 30), seconds=10, memory=100 << 20)


def test_what_ends_the_process_is_an_error_here() -> None:
    def end_it() -> bytes:
        os.kill(os.getpid(), signal.SIGUSR1)
        return b""

    with pytest.raises(CrashError) as caught:
        in_fork(end_it, seconds=10)
    assert caught.value.status == -signal.SIGUSR1
