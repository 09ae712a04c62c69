"""An answer that is still being made: pieces as they come, and an end that is never silent.

`Running` is for a thread that may wait for the worker; `console.workers.flow` for an event loop.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Protocol, Self

from console.problems import Problem
from console.workers.endings import WorkerLostError, ending
from console.workers.frames import DATA, END, ERROR, HEAD, WHOLE
from console.workers.lease import Lease
from console.workers.limits import Limits
from console.workers.process import Worker
from console.workers.schedule import busy
from console.workers.task import Task, encode
from kg.errors import FaultError

__all__ = ["BrokenAnswerError", "Held", "Lender", "Running"]


class BrokenAnswerError(Exception):
    """An answer that had begun cannot be completed: the transfer must break visibly.

    ``problem`` says why; it is for the log, since the client has its status line already.
    """

    def __init__(self, problem: Problem) -> None:
        super().__init__(f"{problem.code}: {problem.__cause__ or problem.detail}")
        self.problem = problem


class Lender(Protocol):
    """Where leases come from."""

    def take_back(self, lease: Lease, outcome: str, size: int, *, spoiled: bool) -> None:
        """Take back a lease: what became of the answer, and how many bytes were sent.

        A ``spoiled`` worker is not used again.
        """
        ...

    def may_send(self, lease: Lease) -> bool:
        """Tell whether there is room for an answer longer than the buffer."""
        ...


class Held:
    """A lease until its answer is complete, and what is said where it cannot be."""

    whole: bytes | None = None
    _size = 0

    def __init__(
        self,
        lease: Lease | None,
        limits: Limits,
        lender: Lender,
        *,
        parsing: bool = False,
    ) -> None:
        self._lease = lease
        self._limits = limits
        self._lender = lender
        self._parsing = parsing
        self.release = lease.worker.release if lease else ""

    @property
    def _held(self) -> Lease:
        assert self._lease is not None, "it is asked while the answer is made"
        return self._lease

    def close(self) -> None:
        """Let go of the answer; where it is not complete, its query ends now."""
        self._release("disconnected", spoiled=True)

    def __del__(self) -> None:
        self.close()

    def _first(self, kind: bytes, body: bytes) -> None:
        """Take the first frame of an answer; raises `Problem` where it is none."""
        if kind == WHOLE:
            self.whole = body
            self._size = len(body)
            self._release("answered")
        elif kind == HEAD:
            if not self._lender.may_send(self._held):
                self._release("busy", spoiled=True)
                raise busy("too many long answers are being read", limit="sending")
            self._held.pause()
        else:
            raise self._failed(kind, body)

    def _next(self, kind: bytes, body: bytes) -> bytes | None:
        """Take a later frame: a piece, or None at the end; raises `BrokenAnswerError`."""
        self._held.pause()
        if kind == DATA:
            self._size += len(body)
            return body
        if kind == END:
            self._release("answered")
            return None
        raise BrokenAnswerError(self._failed(kind, body))

    def _failed(self, kind: bytes, body: bytes) -> Problem:
        """Give the problem of a frame that is no answer; its cause is for the log alone.

        The worker may be used again, unless there is a cause.
        """
        if kind != ERROR:
            self._release("error", spoiled=True)
            return Problem("error", "a worker answered what was not asked")
        told = json.loads(body)
        problem = Problem(told["code"], told["detail"], **told["more"])
        if told["why"]:
            problem.__cause__ = FaultError(told["why"])
        self._release(problem.code, spoiled=bool(told["why"]))
        return problem

    def _ending(self, worker: Worker) -> Problem | None:
        """Give the problem of a worker that has ended, None where it is not the query's doing.

        It may wait for the news of how the worker ended.
        """
        try:
            return ending(worker, self._limits, parsing=self._parsing)
        except WorkerLostError:
            return None

    def _after(self, problem: Problem | None) -> Problem:
        """Take that for the end of an answer; raises `WorkerLostError` where it is none."""
        self._release(problem.code if problem else "lost", spoiled=True)
        if problem is None:
            raise WorkerLostError
        return problem

    def _broken(self, problem: Problem | None) -> BrokenAnswerError:
        """Give the error of a worker that has ended so in the middle of an answer."""
        self._release(problem.code if problem else "lost", spoiled=True)
        return BrokenAnswerError(problem or Problem("busy", "the worker was lost"))

    def _release(self, outcome: str, *, spoiled: bool = False) -> None:
        lease, self._lease = self._lease, None
        if lease is not None:
            self._lender.take_back(lease, outcome, self._size, spoiled=spoiled)


class Running(Held, Iterator[bytes]):
    """The pieces of an answer, for a thread that may wait. Closing it early ends the query.

    ``whole`` is the answer where all of it fitted into the buffer: then the worker is free
    already.
    """

    def begin(self, task: Task) -> None:
        """Send the task and wait for the answer to begin.

        Raises `Problem` where it fails before, and `WorkerLostError` where it may be tried again.
        """
        worker = self._held.worker
        try:
            worker.send(encode(task, 0))
            kind, body = worker.reader.read()
        except (EOFError, OSError) as error:
            raise self._after(self._ending(worker)) from error
        except BaseException:
            self.close()
            raise
        self._first(kind, body)
        self._left = self.whole

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> bytes:
        piece, self._left = self._left, None
        if piece:
            return piece
        if self._lease is None:
            raise StopIteration
        self._lease.resume()
        worker = self._lease.worker
        try:
            kind, body = worker.reader.read()
        except EOFError:
            raise self._broken(self._ending(worker)) from None
        following = self._next(kind, body)
        if following is None:
            raise StopIteration
        return following
