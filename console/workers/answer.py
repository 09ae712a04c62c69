"""An answer that is still being made: pieces as they come, and an end that is never silent."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Self

from console.problems import Problem
from console.workers.endings import WorkerLostError, ending
from console.workers.frames import DATA, END, ERROR, HEAD, WHOLE
from console.workers.lease import Lease
from console.workers.limits import Limits
from console.workers.task import Task

__all__ = ["BrokenAnswerError", "Running"]


class BrokenAnswerError(Exception):
    """An answer that had begun cannot be completed: the transfer must break visibly.

    ``problem`` says why; it is for the log, since the client has its status line already.
    """

    def __init__(self, problem: Problem) -> None:
        super().__init__(f"{problem.code}: {problem.detail}")
        self.problem = problem


class Running(Iterator[bytes]):
    """The pieces of an answer. Closing it before its end ends the query.

    ``whole`` is the answer where all of it fitted into the buffer: then the worker is free
    already. ``give`` takes the lease back, once: what became of the answer, how many bytes were
    sent, and whether the worker must not be used again.
    """

    def __init__(
        self,
        lease: Lease,
        limits: Limits,
        give: Callable[[Lease, str, int, bool], None],
        *,
        parsing: bool = False,
    ) -> None:
        self._lease: Lease | None = lease
        self._limits = limits
        self._give = give
        self._parsing = parsing
        self._size = 0
        self._left: bytes | None = None
        self.store: Path = lease.worker.store
        self.whole: bytes | None = None

    def begin(self, task: Task) -> None:
        """Send the task and wait for the answer to begin.

        Raises `Problem` where it fails before, and `WorkerLostError` where it may be tried again.
        """
        assert self._lease is not None, "an answer begins once"
        worker = self._lease.worker
        try:
            worker.send(task)
            kind, body = worker.reader.read()
        except (EOFError, OSError) as error:
            raise self._ended() from error
        except BaseException:
            self.close()
            raise
        if kind == WHOLE:
            self.whole = self._left = body
            self._size = len(body)
            self._release("answered")
        elif kind == HEAD:
            self._lease.pause()
        else:
            raise self._failed(kind, body)

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> bytes:
        if self._left is not None:
            piece, self._left = self._left, b""
            if piece:
                return piece
            raise StopIteration
        if self._lease is None:
            raise StopIteration
        lease = self._lease
        lease.resume()
        try:
            kind, body = lease.worker.reader.read()
        except EOFError:
            try:
                problem = self._ended()
            except WorkerLostError:
                problem = Problem("busy", "the worker was lost")
            raise BrokenAnswerError(problem) from None
        lease.pause()
        if kind == DATA:
            self._size += len(body)
            return body
        if kind == END:
            self._release("answered")
            raise StopIteration
        raise BrokenAnswerError(self._failed(kind, body))

    def close(self) -> None:
        """Let go of the answer; where it is not complete, its query ends now."""
        self._release("disconnected", spoiled=True)

    def __del__(self) -> None:
        self.close()

    def _failed(self, kind: bytes, body: bytes) -> Problem:
        """Give the problem of a frame that is no answer; the worker may be used again."""
        if kind != ERROR:
            self._release("error", spoiled=True)
            return Problem("error", "a worker answered what was not asked")
        told = json.loads(body)
        problem = Problem(told["code"], told["detail"], **told["more"])
        self._release(problem.code)
        return problem

    def _ended(self) -> Problem:
        """Give the problem of a worker that has ended, or raise `WorkerLostError`."""
        assert self._lease is not None, "it was at work"
        worker = self._lease.worker
        code = "lost"
        try:
            problem = ending(worker, self._limits, parsing=self._parsing)
            code = problem.code
        finally:
            self._release(code, spoiled=True)
        return problem

    def _release(self, outcome: str, *, spoiled: bool = False) -> None:
        lease, self._lease = self._lease, None
        if lease is not None:
            self._give(lease, outcome, self._size, spoiled)
