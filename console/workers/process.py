"""The server's hold on the other processes: a worker, and the zygote that workers come from."""

from __future__ import annotations

import json
import os
import resource
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict
from itertools import count
from pathlib import Path
from typing import Final

from console.workers.frames import Reader
from console.workers.task import Bounds, number_of, send
from console.workers.turns import put_behind

__all__ = ["Born", "Died", "Ready", "Worker", "Zygote"]

_FOR_EVER: Final = 1e6
_PAGE: Final = resource.getpagesize()
_ENVIRONMENT: Final = {
    # a second arena would take 64 MiB of the address space that is limited
    "MALLOC_ARENA_MAX": "1",
    # large pages where the kernel gives them: a tenth less processor time for long queries
    "GLIBC_TUNABLES": "glibc.malloc.hugetlb=1",
    "PYTHONDONTWRITEBYTECODE": "1",
}
_START: Final = """\
import sys
sys.path[:] = {path!r}
from console.workers.zygote import main
main({descriptor}, {parent}, {settings!r})
"""


class Worker:
    """A worker process as the server sees it.

    ``verdict`` is why the server ended it, '' where it did not; ``base`` and
    ``resident`` are the bytes that it held when it was new and when it was last looked at;
    ``status`` is how it ended, once ``ended`` is set: an exit status, or a signal as a negative
    number. Tasks go into ``tasks``, each a message, and can be taken back from ``unread`` until
    the process takes them; answers come over ``sock``.
    """

    def __init__(
        self, number: int, store: Path, sock: socket.socket, *tasks: socket.socket
    ) -> None:
        # it never waits by itself, since an event loop may read it; threads wait for it in poll
        sock.settimeout(_FOR_EVER)
        self.number = number
        self.store = store
        self.release = store.parent.name
        self.sock = sock
        self.tasks, self.unread = tasks
        self.reader = Reader(sock)
        self.pid = 0
        self.handle = -1
        self.served = 0
        self.base = 0
        self.resident = 0
        self.slowed = False
        self.verdict = ""
        self.status: int | None = None
        self.ended = threading.Event()
        self._lock = threading.Lock()

    def send(self, data: bytes) -> None:
        """Hand over the bytes of a task; raises OSError where the worker has gone."""
        send(self.tasks, data)

    def has_taken(self, number: int) -> bool:
        """Tell whether the process has taken the task of this number, the earliest that it has."""
        try:
            message = self.unread.recv(4, socket.MSG_DONTWAIT | socket.MSG_PEEK)
        except OSError:
            return True
        return number_of(message) != number

    def take_back(self) -> set[int]:
        """Take back the tasks that the process has not taken yet, and give their numbers."""
        numbers = set()
        with suppress(OSError):  # there is none left, or the worker has gone
            while message := self.unread.recv(4, socket.MSG_DONTWAIT):
                numbers.add(number_of(message))
        return numbers

    def kill(self, verdict: str = "") -> None:
        """End the process at once; the first verdict stands."""
        self.verdict = self.verdict or verdict
        with self._lock, suppress(ProcessLookupError):
            if self.ended.is_set() or not self.pid:
                return
            if self.handle >= 0:
                signal.pidfd_send_signal(self.handle, signal.SIGKILL)
            else:
                os.kill(self.pid, signal.SIGKILL)
        if verdict:
            # on a busy machine a process in low priority takes its time to die: nobody waits for it
            with suppress(OSError):
                self.sock.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Let go of the sockets; the worker, if it still lives, ends by that."""
        for sock in (self.sock, self.tasks, self.unread):
            sock.close()

    def __del__(self) -> None:
        # one whose lease is dropped at the end of the server is closed by nobody else
        self.close()

    def bury(self, status: int) -> None:
        """Note how the process ended and let go of its descriptor."""
        with self._lock:
            self.status = status
            self.ended.set()
            with suppress(OSError):
                self.tasks.shutdown(socket.SHUT_RDWR)  # who still hands over a task waits no more
            handle, self.handle = self.handle, -1
            if handle >= 0:
                os.close(handle)

    def slow_down(self, *, behind: bool) -> None:
        """Note that this takes long; ``behind`` lets quick queries go first on the processor.

        It holds for the task that the worker is at.
        """
        self.slowed = True
        if behind:
            put_behind(self.pid)

    def resident_bytes(self) -> int:
        """Give how much memory the process holds, 0 where that cannot be seen.

        What it reads of files that all of them have mapped is not its own.
        """
        try:
            text = Path(f"/proc/{self.pid}/statm").read_text(encoding="ascii")
        except OSError:
            return 0
        _, resident, shared, *_ = map(int, text.split())
        return (resident - shared) * _PAGE

    def processor_seconds(self) -> float:
        """Give how much processor time the process has used, 0 where that cannot be seen."""
        try:
            # the clock of another process: MAKE_PROCESS_CPUCLOCK of the kernel's headers
            return time.clock_gettime((~self.pid << 3) | 2)
        except OSError:
            return 0.0


class Ready:
    """The zygote can fork; ``unboxed`` says why workers may open sockets, '' if they may not."""

    def __init__(self, unboxed: str) -> None:
        self.unboxed = unboxed


class Born:
    """A worker has been forked; its store is not open yet."""

    def __init__(self, number: int, pid: int, handle: int) -> None:
        self.number = number
        self.pid = pid
        self.handle = handle


class Died:
    """A worker has ended."""

    def __init__(self, pid: int, status: int) -> None:
        self.pid = pid
        self.status = status


class Zygote:
    """The zygote as the server sees it. The thread that makes it must outlive it."""

    def __init__(self, bounds: Bounds) -> None:
        ours, theirs = socket.socketpair()
        with theirs:
            program = _START.format(
                path=[str(Path(entry).absolute()) for entry in sys.path],
                descriptor=theirs.fileno(),
                parent=os.getpid(),
                settings=json.dumps(asdict(bounds)),
            )
            self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and text
                [sys.executable, "-I", "-c", program],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                cwd="/",
                env=_ENVIRONMENT,
            )
        self.sock = ours
        self._text = b""
        self._handles: deque[int] = deque()
        self._numbers = count(1)

    @property
    def pid(self) -> int:
        """The process."""
        return self._process.pid

    def spawn(self, store: Path) -> Worker:
        """Order a worker; it is born later. Raises OSError where the zygote has gone."""
        ours, theirs = socket.socketpair()
        tasks = socket.socketpair(type=socket.SOCK_SEQPACKET)
        worker = Worker(next(self._numbers), store, ours, *tasks)
        order = {"spawn": worker.number, "store": str(store)}
        line = json.dumps(order).encode("ascii") + b"\n"
        try:
            with theirs:
                socket.send_fds(self.sock, [line], [worker.unread.fileno(), theirs.fileno()])
        except OSError:
            worker.close()
            raise
        return worker

    def news(self) -> Iterator[Born | Died | Ready]:
        """Give what has happened; EOFError where the zygote has gone."""
        try:
            data, handles, _, _ = socket.recv_fds(self.sock, 1 << 16, 64)
        except OSError as error:
            raise EOFError from error
        if not data:
            raise EOFError
        self._handles.extend(handles)
        *lines, self._text = (self._text + data).split(b"\n")
        for line in lines:
            message = json.loads(line)
            if "born" in message:
                handle = self._handles.popleft() if message["handle"] else -1
                yield Born(message["born"], message["pid"], handle)
            elif "died" in message:
                yield Died(message["died"], message["status"])
            else:
                yield Ready(message["unboxed"])

    def close(self) -> None:
        """End the zygote, and by that every worker that still lives."""
        self.sock.close()
        for handle in self._handles:
            os.close(handle)
        self._handles.clear()
        self._process.kill()
        self._process.wait()
