"""What is put behind others is one task, not the worker."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from console.workers import Pool, Task
from console.workers.schedule import Lane
from console.workers.turns import take_turns

_LOWER = 3
_CROSS = "SELECT * { %s }"


def priority() -> int:
    return os.getpriority(os.PRIO_PROCESS, 0)


def put_behind() -> None:
    """Do to this thread what the server does to it from outside."""
    os.setpriority(os.PRIO_PROCESS, 0, priority() + _LOWER)


def seen(tasks: Iterator[Callable[[], None]]) -> list[tuple[int, int]]:
    """Give the thread and the priority at the beginning of each task."""
    found: list[tuple[int, int]] = []

    def next_task() -> Callable[[], None]:
        task = next(tasks, None)
        if task is None:
            raise EOFError
        return task

    def perform(task: Callable[[], None]) -> None:
        found.append((threading.get_native_id(), priority()))
        task()

    with pytest.raises(EOFError):
        take_turns(next_task, perform)
    return found


def nothing() -> None:
    """Stay as it is."""


def test_one_thread_performs_all_tasks_as_long_as_it_is_left_alone() -> None:
    found = seen(iter([nothing] * 3))
    assert len(found) == 3
    assert {thread for thread, _ in found} == {found[0][0]}
    assert found[0][0] != threading.get_native_id()


def test_the_task_after_one_that_was_put_behind_has_the_priority_of_the_first() -> None:
    found = seen(iter([put_behind, nothing, put_behind, nothing]))
    assert [level for _, level in found] == [priority()] * 4


def test_a_thread_that_is_put_behind_while_it_waits_hands_the_task_over() -> None:
    """The server may be late: the task is over, and the thread waits for the next."""

    def tasks() -> Iterator[Callable[[], None]]:
        yield nothing
        put_behind()
        yield nothing
        yield nothing

    found = seen(tasks())
    assert [level for _, level in found] == [priority()] * 3


def test_what_a_task_raises_comes_out() -> None:
    def fail(_: object) -> None:
        raise MemoryError

    with pytest.raises(MemoryError):
        take_turns(object, fail)


@pytest.mark.parametrize(("lane", "priority"), [("page", 0), ("query", 15)])
def test_a_long_query_gives_way_and_a_page_of_ours_does_not(
    start: Callable[..., Pool], lab: SimpleNamespace, lane: Lane, priority: int
) -> None:
    """On a busy machine what is behind everything else hardly moves, and its time runs out."""
    pool = start(replace(lab.QUICK, seconds=60))
    running = pool.run(Task("query", _CROSS % lab.cross(), lab.CSV), client="a", lane=lane)
    worker = running._held.worker
    lab.eventually(lambda: worker.slowed, 60)
    before = os.getpriority(os.PRIO_PROCESS, 0)
    behind = max(before, priority)
    lab.eventually(lambda: set(_priorities(worker.pid).values()) == {behind}, 60)
    running.close()


def test_a_worker_serves_on_after_a_long_query(
    start: Callable[..., Pool], lab: SimpleNamespace
) -> None:
    pool = start(replace(lab.QUICK, seconds=60, fast_seconds=0.05, transfer_seconds=600))
    running = pool.run(Task("query", _CROSS % lab.cross(3), lab.CSV), client="a")
    worker = running._held.worker
    lab.eventually(lambda: worker.slowed, 60)
    slowed = set(_priorities(worker.pid))
    assert b"".join(running).count(b"\n") == 60**3 + 1
    assert worker in pool._crew.idle
    before = os.getpriority(os.PRIO_PROCESS, 0)
    lab.eventually(
        lambda: (
            [level for thread, level in _priorities(worker.pid).items() if thread not in slowed]
            == [before]
        ),
        60,
    )


def _priorities(pid: int) -> dict[str, int]:
    """Give the priority of each thread of a worker but the first, which only waits."""
    names = sorted(thread.name for thread in Path(f"/proc/{pid}/task").iterdir())
    return {name: os.getpriority(os.PRIO_PROCESS, int(name)) for name in names if name != str(pid)}
