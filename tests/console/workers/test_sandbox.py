"""The sandbox, tried from inside: each attempt is made in a process of its own."""

from __future__ import annotations

import signal
import subprocess
import sys

import pytest

from console.workers.sandbox import deny_network

BOXED = "from console.workers.sandbox import *\nassert not deny_network()\n"
DENIED = {
    "a socket": "import socket; socket.socket()",
    "a local socket": "import socket; socket.socket(socket.AF_UNIX)",
    "a name looked up": "import socket; socket.getaddrinfo('example.org', 80)",
    "a socket of the x32 ABI": "import ctypes; ctypes.CDLL(None).syscall(0x40000000 + 41, 2, 1, 0)",
}
REFUSED = {
    "a program": "import os; os.execv('/bin/true', ['true'])",
    "a ring": "import ctypes, os; lib = ctypes.CDLL(None, use_errno=True)\n"
    "if lib.syscall(425, 8, ctypes.create_string_buffer(120)) < 0: "
    "raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))",
}


@pytest.fixture(scope="module", autouse=True)
def filtered() -> None:
    """Skip where the kernel has no filter; it says why."""
    probe = "from console.workers.sandbox import deny_network; print(deny_network())"
    why = run(probe).stdout.strip()
    if why:
        pytest.skip(why)


def run(text: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", text], capture_output=True, text=True, timeout=20, check=False
    )


@pytest.mark.parametrize("attempt", DENIED)
def test_the_network_ends_the_process(attempt: str) -> None:
    assert run(BOXED + DENIED[attempt]).returncode == -signal.SIGSYS


@pytest.mark.parametrize("attempt", REFUSED)
def test_other_doors_are_closed(attempt: str) -> None:
    ended = run(BOXED + REFUSED[attempt])
    assert ended.returncode == 1
    assert "PermissionError" in ended.stderr


def test_what_is_open_already_may_be_used() -> None:
    text = "import socket\na, b = socket.socketpair()\n" + BOXED
    text += (
        "c, d = socket.socketpair(); c.sendall(b'x'); d.recv(1); a.sendall(b'hi'); print(b.recv(2))"
    )
    assert run(text).stdout == "b'hi'\n"


def test_no_byte_is_written_to_a_file(tmp_path: object) -> None:
    text = "from console.workers.sandbox import *\nforbid_files()\n"
    ended = run(text + f"open({str(tmp_path)!r} + '/x', 'wb', buffering=0).write(b'x')")
    assert "File too large" in ended.stderr


def test_memory_is_limited_from_where_it_is() -> None:
    text = "from console.workers.sandbox import *\nassert limit_memory(50 << 20)\n"
    assert run(text + "bytearray(20 << 20)").returncode == 0
    assert "MemoryError" in run(text + "bytearray(60 << 20)").stderr


def test_processor_time_is_limited_from_where_it_is() -> None:
    text = "from console.workers.sandbox import *\nProcessorLimit(0).begin()\n"
    ended = run(text + "while True: pass")
    assert ended.returncode == -signal.SIGXCPU


def test_it_says_where_there_is_no_filter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("console.workers.sandbox.platform.machine", lambda: "s390x")
    assert deny_network() == f"there is no filter for {sys.platform} on s390x"
