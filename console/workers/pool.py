"""The pool: gives each task a worker, in turn and within the limits, and its answer back."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable
from pathlib import Path

from console.workers.answer import Running
from console.workers.endings import ATTEMPTS, WorkerLostError, is_too_late, lost
from console.workers.flow import Flow, tell
from console.workers.lease import Lease
from console.workers.lending import Lending
from console.workers.limits import Limits
from console.workers.lines import Lines
from console.workers.schedule import Lane, Waiter
from console.workers.task import Task

__all__ = ["Pool"]


class Pool:
    """The workers of one server.

    It belongs to the process that made it: make it after a server has forked, not before.
    """

    def __init__(self, store: Path, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        self._lending = Lending(store, self.limits)
        self._crew = self._lending.crew
        self.lines = Lines(self._lending)
        self.statistics = self._lending.statistics
        self.load = self._lending.load
        self._crew.start()

    @property
    def store(self) -> Path:
        """The store that new tasks are answered from."""
        return self._crew.store

    @property
    def release(self) -> str:
        """The name of the release that new tasks are answered from."""
        return self._crew.release

    @property
    def unboxed(self) -> str:
        """Why the workers could open a socket, or '' where the kernel denies it."""
        return self._crew.unboxed

    def processes(self) -> tuple[int, ...]:
        """Give the ids of the processes that belong to the pool."""
        return self._crew.processes()

    def run(
        self,
        task: Task,
        *,
        client: str = "",
        lane: Lane = "query",
        gone: Callable[[], bool] | None = None,
    ) -> Running:
        """Start a task and give its answer as soon as that has begun.

        ``gone`` tells whether the client has left; it is asked from another thread. Raises
        `Problem` for everything that goes wrong before the answer begins.
        """
        for _ in range(ATTEMPTS):
            lease = self._take(client, lane, gone)
            running = Running(lease, self.limits, self._lending, parsing=task.kind == "parse")
            try:
                running.begin(task)
            except WorkerLostError:
                if self._lending.closed or is_too_late(lease):
                    break
            else:
                return running
        raise lost()

    async def flow(self, task: Task, *, client: str = "", lane: Lane = "query") -> Flow:
        """Do what `run` does, in an event loop; a client that leaves is told by cancelling."""
        begun = asyncio.get_running_loop().create_future()
        flow = self.lines.ask(task, client, lane, lambda _: tell(begun))
        try:
            await begun
        except BaseException:
            self.lines.abandon(flow)
            raise
        if flow.problem:
            raise flow.problem
        return flow

    def switch(self, store: Path) -> None:
        """Answer from another store from now on; what runs ends on the old one.

        Raises StoreError, and changes nothing, where it cannot be opened.
        """
        self._crew.switch(store)

    def drain(self, seconds: float) -> bool:
        """Wait until nothing runs or waits; tell whether that came about in time."""
        end = time.monotonic() + seconds
        while not self._lending.is_at_rest():
            if time.monotonic() > end:
                return False
            time.sleep(0.01)
        return True

    def close(self) -> None:
        """End every worker now; what still runs breaks off."""
        self.lines.close()
        self._lending.close()

    def _take(self, client: str, lane: Lane, gone: Callable[[], bool] | None) -> Lease:
        woken = threading.Event()
        waiter = Waiter(client, lane, time.monotonic(), wake=woken.set)
        lease = self._lending.seat(waiter, gone)
        if lease is None:
            woken.wait(self.limits.wait_seconds)
            lease = self._lending.told(waiter, gone)
        return lease
