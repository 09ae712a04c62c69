"""The door to the writer in the process that serves.

What the writer needs is imported in its own process: it takes longer than all that serving does.
"""

from __future__ import annotations

import multiprocessing
import signal
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Final

from kg.change import Change, Outcome
from kg.errors import BuildLockedError, KgError, StoreError, WriterLostError
from kg.revision.bounds import Bounds

__all__ = ["Answer", "Bounds", "Reviser"]

Answer = Outcome | KgError
"""What became of a change."""
_CONTEXT: Final = multiprocessing.get_context("spawn")
_PUBLISH_SECONDS: Final = 300.0
_START_SECONDS: Final = 60.0
_GRACE_SECONDS: Final = 12.0
_LOOK_SECONDS: Final = 0.2


@dataclass(slots=True)
class _Waiting:
    change: Change
    answer: Answer | None = None
    done: threading.Event = field(default_factory=threading.Event)


class Reviser:
    """Hands changes to a writer process and gives what became of them.

    Changes that wait are handed over together and share a release, so that twenty writers wait
    for two releases, not for twenty. ``published`` is called with the folder of each new release
    before those who asked for it are answered, so that they see what they wrote. ``bounds`` are
    what a change may take.
    """

    def __init__(
        self,
        root: Path,
        published: Callable[[Path], None],
        bounds: Bounds | None = None,
        confine: Callable[[], object] | None = None,
    ) -> None:
        self._root = root
        self._published = published
        self.bounds = bounds or Bounds()
        self._confine = confine
        self._queue: deque[_Waiting] = deque()
        self._changed = threading.Condition()
        self._closed = False
        self._process: BaseProcess | None = None
        self._pipe: Connection | None = None
        self._current = ""
        self._is_ready = False
        self._settled = threading.Event()
        self._begun = time.monotonic()
        self._start()
        self._thread = threading.Thread(target=self._work, name="kg-reviser", daemon=True)
        self._thread.start()

    def __call__(self, change: Change) -> Outcome:
        """Carry out the change and give what became of it; raises ``KgError``.

        ``BuildLockedError`` means that nothing was tried: the same change may be sent again.
        """
        waiting = _Waiting(change)
        with self._changed:
            if self._closed or len(self._queue) >= self.bounds.waiting:
                raise _busy(f"{len(self._queue)} changes wait already")
            self._queue.append(waiting)
            self._changed.notify()
        if not waiting.done.wait(self.bounds.patience):
            with self._changed:
                if waiting in self._queue:
                    self._queue.remove(waiting)
                    raise _busy(f"the turn did not come within {self.bounds.patience:g} s")
            waiting.done.wait(_PUBLISH_SECONDS)
        answer = waiting.answer
        if isinstance(answer, Outcome):
            return answer
        raise answer or _lost()

    def is_ready(self) -> bool:
        """Tell whether a change would be taken up at once, or who begins has waited long enough.

        It stays so: a writer that is lost later is replaced while the next change waits.
        """
        return self._settled.is_set() or time.monotonic() - self._begun > _GRACE_SECONDS

    def close(self) -> None:
        """End the writer once it has done what it is doing."""
        with self._changed:
            self._closed = True
            self._changed.notify()
        self._thread.join(self.bounds.seconds + 10)
        self._stop()

    def _work(self) -> None:
        self._settle()
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._queue or self._closed)
                if not self._queue:
                    return
                batch = list(self._queue)
                self._queue.clear()
            for waiting, answer in zip(batch, self._answers(batch), strict=True):
                waiting.answer = answer
                waiting.done.set()

    def _settle(self) -> None:
        """Wait for the first writer, but not longer than until this is closed."""
        assert self._pipe is not None, "it has just been started"
        end = self._begun + _START_SECONDS
        while not self._closed and time.monotonic() < end and not self._pipe.poll(_LOOK_SECONDS):
            pass
        self._settled.set()

    def _answers(self, batch: list[_Waiting]) -> list[Answer]:
        if self._process and not self._process.is_alive():
            # it was lost while it waited, so that nothing of these changes is in doubt
            self._stop()
            self._start()
        try:
            answers = self._ask([waiting.change for waiting in batch])
            self._announce(answers)
        except (EOFError, OSError, StoreError):
            self._stop()
            self._start()
            return [_lost()] * len(batch)
        return answers

    def _ask(self, changes: list[Change]) -> list[Answer]:
        assert self._pipe is not None, "a writer is there unless closed"
        self._wait_until_ready(self._pipe)
        self._pipe.send(changes)
        if not self._pipe.poll(self.bounds.seconds * len(changes) + _PUBLISH_SECONDS):
            raise EOFError
        answers: list[Answer] = self._pipe.recv()
        return answers

    def _announce(self, answers: list[Answer]) -> None:
        releases = [answer.release for answer in answers if isinstance(answer, Outcome)]
        if releases and releases[-1] != self._current:
            self._published(self._root / "releases" / releases[-1])
            self._current = releases[-1]

    def _start(self) -> None:
        self._pipe, theirs = _CONTEXT.Pipe()
        self._process = _CONTEXT.Process(
            target=_run, args=(theirs, self._root, self.bounds, self._confine), daemon=True
        )
        self._process.start()
        self._is_ready = False
        theirs.close()

    def _wait_until_ready(self, pipe: Connection) -> None:
        """Wait for a writer that has just been started."""
        if not self._is_ready:
            if not pipe.poll(_START_SECONDS):
                raise EOFError
            pipe.recv()
            self._is_ready = True

    def _stop(self) -> None:
        if self._pipe is not None:
            self._pipe.close()
        if self._process is not None:
            self._process.join(2)
            self._process.kill()
            self._process.join()


def _run(
    pipe: Connection, root: Path, bounds: Bounds, confine: Callable[[], object] | None
) -> None:
    from kg.revision.writer import serve

    # Ctrl+C goes to the whole group; the server decides when the writer ends
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    serve(pipe, root, bounds, confine)


def _busy(why: str) -> KgError:
    return BuildLockedError(
        f"the change was not begun: {why}", expected="fewer at once", remedy="send it again later"
    )


def _lost() -> KgError:
    return WriterLostError(
        "the process that writes was lost",
        expected="a change that was carried out or not",
        remedy="look whether it was, and send it again",
    )
