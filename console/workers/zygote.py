"""The process from which the workers are forked, so that a new one is ready in milliseconds.

It holds everything a worker needs but a store: the engine's threads would not survive a fork. It
has a single thread and never reads what a client sent. It is told what to do over a socket, a
line of JSON at a time: ``{"spawn": id, "store": path}`` comes with the worker's ends of two
sockets, the one with its tasks and the one for its answers;
it says ``{"born": id, "pid": …}``, with a descriptor of the process where the system has those,
and ``{"died": pid, "status": …}``. When the server goes, the socket closes and it ends, and the
kernel ends the workers with it.
"""

from __future__ import annotations

import gc
import json
import os
import select
import signal
import socket
import sys
from collections import deque
from pathlib import Path
from typing import Any, Final

from console.workers.sandbox import deny_network, end_with_parent
from console.workers.task import Bounds
from console.workers.worker import run
from kg.queries.grammar import first_failure

__all__ = ["main"]

_LONGEST: Final = 1 << 16
_MOST_DESCRIPTORS: Final = 64


def main(descriptor: int, parent: int, settings: str) -> None:
    """Serve the socket with this descriptor until it is closed.

    ``settings`` is the JSON of what each worker is given: its bounds.
    """
    end_with_parent(parent)
    # these reach a whole group of processes, while the server still finishes its answers
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    control = socket.socket(fileno=descriptor)
    unboxed = deny_network()
    first_failure([])  # reads the grammar once for all workers
    gc.freeze()
    _say(control, {"ready": os.getpid(), "unboxed": unboxed})
    _Zygote(control, Bounds(**json.loads(settings))).serve()


class _Zygote:
    def __init__(self, control: socket.socket, bounds: Bounds) -> None:
        self._control = control
        self._bounds = bounds
        self._text = b""
        self._sockets: deque[int] = deque()
        self._woken, waker = os.pipe()
        for end in (self._woken, waker):
            os.set_blocking(end, False)
        signal.signal(signal.SIGCHLD, lambda number, frame: None)
        signal.set_wakeup_fd(waker, warn_on_full_buffer=False)
        self._waker = waker

    def serve(self) -> None:
        while True:
            ready, _, _ = select.select([self._control.fileno(), self._woken], [], [])
            if self._woken in ready:
                os.read(self._woken, 4096)
                self._bury()
            if self._control.fileno() in ready and not self._listen():
                return

    def _listen(self) -> bool:
        data, sockets, _, _ = socket.recv_fds(self._control, _LONGEST, _MOST_DESCRIPTORS)
        self._sockets.extend(sockets)
        self._text += data
        *lines, self._text = self._text.split(b"\n")
        for line in lines:
            self._spawn(json.loads(line))
        return bool(data)

    def _spawn(self, order: dict[str, Any]) -> None:  # what `json.loads` gives
        ends = self._sockets.popleft(), self._sockets.popleft()
        zygote = os.getpid()
        pid = os.fork()
        if pid == 0:
            self._become_worker(ends, Path(order["store"]), zygote)
        for descriptor in ends:
            os.close(descriptor)
        handle = os.pidfd_open(pid) if hasattr(os, "pidfd_open") else -1
        _say(self._control, {"born": order["spawn"], "pid": pid, "handle": handle >= 0}, handle)
        if handle >= 0:
            os.close(handle)

    def _become_worker(self, ends: tuple[int, int], store: Path, zygote: int) -> None:
        status = 1
        try:
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            for end in (self._woken, self._waker, *self._sockets):
                os.close(end)
            self._control.close()
            tasks, answers = (socket.socket(fileno=descriptor) for descriptor in ends)
            run(tasks, answers, store, self._bounds, zygote)
            status = 0
        finally:
            os._exit(status)

    def _bury(self) -> None:
        while True:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if pid == 0:
                return
            _say(self._control, {"died": pid, "status": os.waitstatus_to_exitcode(status)})


def _say(control: socket.socket, message: dict[str, object], handle: int = -1) -> None:
    line = json.dumps(message).encode("ascii") + b"\n"
    try:
        if handle >= 0:
            socket.send_fds(control, [line], [handle])
        else:
            control.sendall(line)
    except OSError:
        sys.exit(0)  # the server has gone
