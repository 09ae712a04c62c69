"""Work in a process that is thrown away."""

from __future__ import annotations

import faulthandler
import os
import signal

import pytest

from kg.errors import FaultError, LimitError
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
    assert not caught.value.too_deep


@pytest.mark.parametrize("number", [signal.SIGSEGV, signal.SIGBUS])
def test_what_fills_the_stack_is_too_deep(number: int) -> None:
    def deeper() -> bytes:
        return deeper()

    def end_it() -> bytes:
        faulthandler.disable()  # or pytest's writes the stack of what is meant to die
        os.kill(os.getpid(), number)
        return b""

    for work in (deeper, end_it):
        with pytest.raises(CrashError) as caught:
            in_fork(work, seconds=10)
        assert caught.value.too_deep


@pytest.mark.parametrize("error", [ZeroDivisionError, SystemExit, KeyboardInterrupt])
def test_an_error_that_nobody_foresaw_is_told_as_what_it_is(error: type[BaseException]) -> None:
    def fail() -> bytes:
        raise error("the reason")

    with pytest.raises(FaultError, match=f"(?s)nobody foresaw.*fail.*{error.__name__}: the reason"):
        in_fork(fail, seconds=10)


def test_an_answer_that_there_is_no_memory_for_is_no_answer() -> None:
    def both() -> bytes:
        raise MemoryError

    with pytest.raises(LimitError, match="100 MiB"):
        in_fork(both, seconds=10, memory=100 << 20)
