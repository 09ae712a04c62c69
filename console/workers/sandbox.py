"""What a worker process may not do, said to the kernel.

A query is a stranger's program, and the engine has no switch that keeps it from the network: it
fetches what SERVICE and LOAD name, and a filter on the text alone can be deceived. The kernel
cannot. Everything here is irrevocable for the process and for those that it forks.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import resource
import signal
import struct
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

__all__ = [
    "Machine",
    "ProcessorLimit",
    "deny_network",
    "end_with_parent",
    "forbid_files",
    "limit_memory",
    "volunteer_for_oom",
]

_PR_SET_PDEATHSIG: Final = 1
_PR_SET_SECCOMP: Final = 22
_PR_SET_NO_NEW_PRIVS: Final = 38
_SECCOMP_MODE_FILTER: Final = 2

# classic BPF, as in linux/bpf_common.h and linux/seccomp.h
_LOAD: Final = 0x20
_IF_EQUAL: Final = 0x15
_IF_AT_LEAST: Final = 0x35
_RETURN: Final = 0x06
_KILL: Final = 0x80000000
_REFUSE: Final = 0x00050000 | errno.EPERM
_ALLOW: Final = 0x7FFF0000
_NUMBER_OFFSET: Final = 0
_ARCHITECTURE_OFFSET: Final = 4
# system calls of the x32 ABI bear the architecture of x86_64 and this bit
_X32: Final = 0x40000000


@dataclass(frozen=True, slots=True)
class Machine:
    """The numbers of one architecture: its audit name and the calls that are denied.

    ``network`` (socket, connect) ends the process, so that even SERVICE SILENT is noticed;
    ``others`` (io_uring_setup, which opens sockets by another door, execve, execveat and ptrace)
    are refused.
    """

    audit: int
    network: tuple[int, ...]
    others: tuple[int, ...]


_MACHINES: Final = {
    "x86_64": Machine(0xC000003E, (41, 42), (425, 59, 322, 101)),
    "aarch64": Machine(0xC00000B7, (198, 203), (425, 221, 281, 117)),
}


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_void_p))


def deny_network() -> str:
    """Let no new socket be opened from now on; give '' or why that cannot be had here."""
    machine = _MACHINES.get(platform.machine())
    if sys.platform != "linux" or machine is None:
        return f"there is no filter for {sys.platform} on {platform.machine()}"
    program = _filter(machine)
    text = ctypes.create_string_buffer(program, len(program))
    head = _Program(len(program) // 8, ctypes.addressof(text))
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) or libc.prctl(
        _PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.byref(head), 0, 0
    ):
        return f"the kernel refuses a filter: {os.strerror(ctypes.get_errno())}"
    return ""


def _filter(machine: Machine) -> bytes:
    verdicts = [(number, _KILL) for number in machine.network]
    verdicts += [(number, _REFUSE) for number in machine.others]
    lines = [
        (_LOAD, 0, 0, _ARCHITECTURE_OFFSET),
        (_IF_EQUAL, 1, 0, machine.audit),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, _NUMBER_OFFSET),
        (_IF_AT_LEAST, 0, 1, _X32),
        (_RETURN, 0, 0, _KILL),
    ]
    for number, verdict in verdicts:
        lines += [(_IF_EQUAL, 0, 1, number), (_RETURN, 0, 0, verdict)]
    lines.append((_RETURN, 0, 0, _ALLOW))
    return b"".join(struct.pack("HBBI", *line) for line in lines)


def end_with_parent(parent: int) -> None:
    """Let the kernel end this process with the thread that forked it; ``parent`` is its process.

    The signal comes when the forking *thread* ends, so that thread must live as long as the
    workers are wanted. Where the parent has gone already, the process ends here.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        os._exit(0)


def forbid_files() -> None:
    """Let the process write no byte to a file and leave no core behind."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # without this the signal for a file that grows too large would end the process
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def limit_memory(more: int) -> bool:
    """Let the address space grow by ``more`` bytes beyond what it is; tell whether that holds."""
    size = _address_space()
    if size is None:
        return False
    resource.setrlimit(resource.RLIMIT_AS, (size + more, size + more))
    return True


class ProcessorLimit:
    """Lets the process use so many seconds of processor time for each thing that it does.

    It is the second line behind a clock elsewhere, and moves in steps: to set it for each of many
    small things would cost more than some of them, so one may have a second more than is said.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._enough = 0.0

    def begin(self) -> None:
        """Begin with another thing."""
        used = time.process_time()
        if used >= self._enough:
            self._enough = used + 1.0
            soft = int(self._enough + self._seconds) + 1
            resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.RLIM_INFINITY))


def volunteer_for_oom() -> None:
    """Be the first that the kernel ends when memory is short, before the server itself."""
    try:
        Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")
    except OSError:
        return  # other systems have no such file


def _address_space() -> int | None:
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    except OSError:
        return None
    return pages * resource.getpagesize()
