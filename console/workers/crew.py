"""Keeps the wanted number of warm workers, and one thread that watches over all of it."""

from __future__ import annotations

import selectors
import signal
import socket
import threading
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final

from console.workers.frames import FAILED, READY
from console.workers.limits import Limits
from console.workers.process import Born, Died, Ready, Worker, Zygote
from console.workers.task import Bounds
from kg.errors import StoreError

__all__ = ["Crew"]

_FIRST_PAUSE: Final = 0.1
_LONGEST_PAUSE: Final = 5.0


class Crew:
    """The workers of the current store.

    What is shared with other threads is touched with ``lock`` held. ``ready`` is called with the
    lock held when a worker has become idle, ``tick`` without it, with the time; it gives how many
    seconds it can wait for the next call, or None for ever. ``aside`` gives, with the lock held,
    how many workers are wanted beside those that the limits name.
    """

    def __init__(
        self,
        store: Path,
        limits: Limits,
        lock: threading.Lock,
        ready: Callable[[], None],
        tick: Callable[[float], float | None],
        aside: Callable[[], int],
    ) -> None:
        self._limits = limits
        self._bounds = Bounds(
            limits.seconds, limits.memory, limits.result_bytes, limits.result_rows, limits.buffer
        )
        self._lock = lock
        self._ready = ready
        self._tick = tick
        self._aside = aside
        self.store, self.release = store, store.parent.name
        self.idle: deque[Worker] = deque()
        self.unboxed = ""
        self.spawned = 0
        self._incoming: Path | None = None
        self._serving: set[Worker] = set()
        self._newborn: dict[int, Worker] = {}
        self._living: dict[int, Worker] = {}
        self._changed = threading.Condition(lock)
        self._failure = ""
        self._pause = _FIRST_PAUSE
        self._not_before = 0.0
        self.closed = False
        self._zygote: Zygote | None = None
        self._selector = selectors.DefaultSelector()
        self._alarm, self._bell = socket.socketpair()
        for end in (self._alarm, self._bell):
            end.setblocking(False)
        self._selector.register(self._alarm, selectors.EVENT_READ)
        self._thread = threading.Thread(target=self._watch, name="kg-workers", daemon=True)

    def start(self, seconds: float = 30.0) -> None:
        """Start the thread and wait for the first worker; raises StoreError if none comes."""
        self._thread.start()
        with self._lock:
            self._changed.wait_for(lambda: self.idle or self._failure, seconds)
            failed = not self.idle
            failure = self._failure
        if failed:
            self.close()
            raise _no_workers(self.store, failure)

    def switch(self, store: Path, seconds: float = 30.0) -> None:
        """Let workers of another store take over, as soon as the first of them is warm.

        The others follow; those at work finish. Raises StoreError, and changes nothing, where the
        other store cannot be opened.
        """
        with self._lock:
            self._failure = ""
            self._incoming = store
        self.wake()
        with self._lock:
            self._changed.wait_for(lambda: self._incoming is None or self.closed, seconds)
            failure, self._failure = self._failure, ""
            came = self.store == store and not failure and not self.closed
            self._incoming = None
        if not came:
            raise _no_workers(store, failure)

    def wake(self) -> None:
        """Let the thread look around now."""
        with suppress(OSError):  # full: it will look around anyway; closed: nobody will
            self._bell.send(b"!")

    def retire(self, worker: Worker, verdict: str = "") -> None:
        """End a worker; another will take its place. The lock is held."""
        self._serving.discard(worker)
        worker.kill(verdict)
        worker.close()
        self.wake()

    def close(self) -> None:
        """End every process and the thread."""
        with self._lock:
            self.closed = True
            self._changed.notify_all()
        self.wake()
        self._thread.join(10.0)

    @property
    def size(self) -> int:
        """How many workers are warm or at work."""
        return len(self._serving)

    def has_enough(self) -> bool:
        """Tell whether a worker that others stood in for can be done without; the lock is held."""
        return self.size > self._limits.workers + self._limits.spares + self._aside()

    def processes(self) -> tuple[int, ...]:
        """Give the process ids: that of the zygote first, then those of the workers."""
        zygote = self._zygote
        return (*((zygote.pid,) if zygote else ()), *list(self._living))

    # The rest runs in the thread.

    def _watch(self) -> None:
        try:
            while not self.closed:
                self._employ()
                delay = self._tick(time.monotonic())
                if self._not_before > time.monotonic():
                    rest = self._not_before - time.monotonic()
                    delay = rest if delay is None else min(rest, delay)
                for key, _ in self._selector.select(delay):
                    self._hear(key)
        finally:
            with self._lock:
                self.closed = True
                self._changed.notify_all()
            self._dismiss()

    def _hear(self, key: selectors.SelectorKey) -> None:
        if key.fileobj is self._alarm:
            self._alarm.recv(4096)
        elif isinstance(key.data, Worker):
            self._greet(key.data)
        elif self._zygote and key.fileobj is self._zygote.sock:
            try:
                for event in self._zygote.news():
                    self._note(event)
            except EOFError:
                self._lose_zygote()

    def _employ(self) -> None:
        if time.monotonic() < self._not_before:
            return
        if self._zygote is None:
            self._zygote = Zygote(self._bounds)
            self._selector.register(self._zygote.sock, selectors.EVENT_READ)
        with self._lock:
            wanted = [self.store] if self._incoming is None else [self.store, self._incoming]
            number = self._limits.workers + self._aside()
            have = [worker.store for worker in (*self._serving, *self._newborn.values())]
        for store in reversed(wanted):
            for _ in range(number - have.count(store)):
                try:
                    worker = self._zygote.spawn(store)
                except OSError:
                    return  # its end is noticed at its socket
                self._newborn[worker.number] = worker
                self._selector.register(worker.sock, selectors.EVENT_READ, worker)

    def _note(self, event: Born | Died | Ready) -> None:
        if isinstance(event, Ready):
            self.unboxed = event.unboxed
        elif isinstance(event, Born):
            worker = self._newborn.get(event.number)
            assert worker is not None, "nobody is greeted before its birth is known"
            worker.pid, worker.handle = event.pid, event.handle
            self._living[event.pid] = worker
        else:
            dead = self._living.pop(event.pid, None)
            if dead:
                self._bury(dead, event.status)

    def _bury(self, worker: Worker, status: int) -> None:
        worker.bury(status)
        with self._lock:
            self._serving.discard(worker)
            if worker in self.idle:
                self.idle.remove(worker)
                worker.close()

    def _greet(self, worker: Worker) -> None:
        """Read the first frame of a worker: it is ready, or says why it cannot be."""
        if self._newborn.get(worker.number) is not worker:
            return  # it went with its zygote, of which the same look around told first
        if not worker.pid:
            return  # the news of its birth is slower than itself; it is looked at again
        self._selector.unregister(worker.sock)
        del self._newborn[worker.number]
        try:
            kind, body = worker.reader.read()
        except EOFError:
            kind, body = FAILED, b"a worker ended before it was ready"
        with self._lock:
            if kind == READY:
                self._welcome(worker)
            else:
                self._fail(worker, body.decode("utf-8", "replace"))
            self._changed.notify_all()

    def _welcome(self, worker: Worker) -> None:
        self._pause = _FIRST_PAUSE
        self.spawned += 1
        worker.base = worker.resident_bytes()
        if worker.store == self._incoming:
            self._take_over(worker.store)
        if worker.store == self.store:
            self._serving.add(worker)
            self.idle.append(worker)
            self._ready()
        else:
            worker.kill()
            worker.close()

    def _take_over(self, store: Path) -> None:
        old = list(self.idle)
        self.idle.clear()
        self.store, self.release, self._incoming = store, store.parent.name, None
        self._serving.difference_update(old)
        for worker in old:
            worker.kill()
            worker.close()

    def _fail(self, worker: Worker, why: str) -> None:
        worker.kill()
        worker.close()
        self._failure = why
        if worker.store == self._incoming:
            self._incoming = None
        else:
            self._put_off()

    def _put_off(self) -> None:
        """Try again a little later, so that a lasting failure does not keep the machine busy."""
        self._not_before = time.monotonic() + self._pause
        self._pause = min(2 * self._pause, _LONGEST_PAUSE)

    def _lose_zygote(self) -> None:
        """Begin anew: the kernel ends the workers with the zygote that forked them."""
        assert self._zygote is not None, "it has just been heard of"
        self._put_off()
        self._selector.unregister(self._zygote.sock)
        self._zygote.close()
        self._zygote = None
        for worker in self._newborn.values():
            self._selector.unregister(worker.sock)
            worker.close()
        self._newborn.clear()
        for worker in list(self._living.values()):
            worker.kill()
            self._bury(worker, -signal.SIGKILL)
        self._living.clear()

    def _dismiss(self) -> None:
        if self._zygote:
            self._lose_zygote()
        self._selector.close()
        for end in (self._alarm, self._bell):
            end.close()


def _no_workers(store: Path, why: str) -> StoreError:
    return StoreError(
        f"no worker can answer from {store}: {why or 'none was ready in time'}",
        expected="a store that can be opened by another process",
        remedy="build the release again with 'kg build'",
    )
