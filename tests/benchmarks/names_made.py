"""What an index of names costs to make, and how soon a server answers that has it."""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Cost", "made", "ready"]

ROUNDS = 3


@dataclass(frozen=True)
class Cost:
    """Processor time and time of the clock in seconds, sizes in bytes."""

    processor: float
    clock: float
    memory: int
    disk: int

    def __str__(self) -> str:
        return (
            f"{self.processor:.0f} s of processor time ({self.clock:.0f} s of the clock), "
            f"{self.disk / 2**20:,.0f} MiB; peak {self.memory / 2**20:,.0f} MiB"
        )


def made(store: Path, file: Path) -> Cost:
    """Make the index of a store as a server does, in a process of its own."""
    begun = time.monotonic()
    command = [sys.executable, "-m", "console.words", str(store), str(file), "large"]
    process = subprocess.Popen(command)
    memory = 0
    # the maximum that the system tells of an ended process is never below its parent's
    while not (ended := os.wait4(process.pid, os.WNOHANG))[0]:
        memory = max(memory, _peak(process.pid))
        time.sleep(0.05)
    _, status, used = ended
    assert status == 0, "the index could not be made"
    seconds = time.monotonic() - begun
    return Cost(used.ru_utime + used.ru_stime, seconds, memory, file.stat().st_size)


def _peak(pid: int) -> int:
    """Give the most bytes that a process has held, 0 where it has just ended."""
    lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM:")), 0)


def ready(data: Path, large: Path) -> tuple[float, float]:
    """Give after how long a server completes with its own names, and with a large file of them."""
    own = data / "names" / f"{(data / 'current').resolve().name}.sqlite"
    aside = own.with_suffix(".own")
    _answered(data)  # makes the names of the release
    shutil.move(own, aside)
    times: dict[Path, list[float]] = {aside: [], large: []}
    for _ in range(ROUNDS):
        for file, taken in times.items():
            own.unlink(missing_ok=True)
            os.link(file, own)
            taken.append(_answered(data))
    shutil.move(aside, own)
    small, big = (statistics.median(taken) for taken in times.values())
    return small, big


def _answered(data: Path) -> float:
    """Give the seconds from the start of a server to its first completion."""
    command = [sys.executable, "-m", "kg.cli.main", "serve", "--port", "0", "--data", str(data)]
    begun = time.monotonic()
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as server:
        assert server.stderr is not None
        try:
            site = server.stderr.readline().split()[-1].rstrip("/")
            with urllib.request.urlopen(f"{site}/complete?text=shen") as answer:
                answer.read()
            return time.monotonic() - begun
        finally:
            server.terminate()
