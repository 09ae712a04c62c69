"""A worker's threads, of which one works at a time, so that a worker can be slowed for one task.

The kernel keeps priorities by the thread, and without privileges they only go down. So the server
puts behind others the thread that is at a long query, and the next task is done by a new one.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Final, TypeVar

__all__ = ["put_behind", "take_turns"]

_Task = TypeVar("_Task")
_BEHIND: Final = 15


def take_turns(next_task: Callable[[], _Task], perform: Callable[[_Task], None]) -> None:
    """Perform one task after the other; what either of them raises ends it.

    No task is performed by a thread that was put behind others before the task was handed over.
    """
    left: _Task | None = None
    while True:
        # the main thread only waits: a new thread has the priority of the one that makes it
        with ThreadPoolExecutor(1) as thread:
            left = thread.submit(_work, next_task, perform, left).result()


def _work(
    next_task: Callable[[], _Task], perform: Callable[[_Task], None], first: _Task | None
) -> _Task | None:
    """Work until this thread is put behind others; give the task that has come since, if any."""
    priority = _priority()
    task = first
    while True:
        if task is None:
            task = next_task()
            if _priority() != priority:
                return task
        perform(task)
        task = None
        if _priority() != priority:
            return None


def _priority() -> int:
    return os.getpriority(os.PRIO_PROCESS, 0)  # of the thread that asks


def put_behind(pid: int) -> None:
    """Put the work of a process, if it is one that takes turns, behind all else.

    Nothing happens where the system does not tell threads apart, or the process has gone.
    """
    with suppress(OSError):
        for thread in Path(f"/proc/{pid}/task").iterdir():
            if thread.name != str(pid):
                os.setpriority(os.PRIO_PROCESS, int(thread.name), _BEHIND)
