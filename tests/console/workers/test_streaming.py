"""A large answer passes through: nobody holds more than a few buffers of it."""

from __future__ import annotations

import mmap
import os
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest

from console.workers import Pool, Task
from console.workers.process import Worker
from kg.store import embedded

MIB = 1 << 20


def resident(pid: int | str) -> int:
    text = Path(f"/proc/{pid}/statm").read_text(encoding="ascii")
    return int(text.split()[1]) * 4096


@pytest.mark.slow
def test_ten_million_rows_leave_in_constant_memory(
    start: Callable[..., Pool], lab: SimpleNamespace
) -> None:
    pool = start(replace(lab.QUICK, seconds=60))
    running = pool.run(Task("query", f"SELECT ?v0 ?v6 {{ {lab.cross(7, 10)} }}", lab.CSV))
    pid = running._lease.worker.pid
    front, worker = [resident("self")], [resident(pid)]
    lines = 0
    for count, piece in enumerate(running):
        lines += piece.count(b"\n")
        if count % 50 == 0:
            front.append(resident("self"))
            worker.append(resident(pid) if lab.alive(pid) else 0)
    assert lines == 10_000_001
    assert len(front) > 10
    assert max(front) - front[0] < 16 * MIB
    assert max(worker) - worker[0] < 16 * MIB


def test_a_worker_waits_for_a_reader_that_is_slow(
    start: Callable[..., Pool], lab: SimpleNamespace
) -> None:
    pool = start(replace(lab.QUICK, seconds=30))
    running = pool.run(Task("query", f"SELECT * {{ {lab.cross()} }}", lab.CSV))
    next(running)
    worker = running._lease.worker
    lab.eventually(lambda: _is_at_rest(worker.processor_seconds))
    assert worker.resident_bytes() - worker.base < 16 * MIB
    running.close()


def test_a_worker_reads_a_long_plain_answer_from_columns(
    start: Callable[..., Pool],
    lab: SimpleNamespace,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """They come in the order of the subjects as TSV writes them; the engine has one of its own."""
    monkeypatch.setattr(embedded, "LARGE", 0)
    lab.write_release(tmp_path)
    pool = start(lab.QUICK, tmp_path / "store")
    pattern = "{ ?s <https://example.org/name> ?name }"
    lines = lab.ask(pool, f"SELECT ?s ?name {pattern}", lab.CSV).split(b"\r\n")[1:-1]
    assert lines == sorted(lines, key=lambda line: line.replace(b",", b">"))
    assert len(lines) == 3000
    engine = lab.ask(pool, f"SELECT ?s ?name {pattern} LIMIT 5000", lab.CSV).split(b"\r\n")[1:-1]
    assert engine != lines
    assert sorted(engine) == sorted(lines)


def test_a_mapped_file_is_not_the_memory_of_who_reads_it(tmp_path: Path) -> None:
    """Else a worker that reads the columns of ten million triples would be ended for it."""
    path, me = tmp_path / "large", cast("Worker", SimpleNamespace(pid=os.getpid()))
    path.write_bytes(bytes(64 * MIB))
    before, all_before = Worker.resident_bytes(me), resident("self")
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as mapped:
        assert mapped.find(b"x") == -1
        assert resident("self") - all_before > 48 * MIB
        assert Worker.resident_bytes(me) - before < 16 * MIB


def _is_at_rest(clock: Callable[[], float]) -> bool:
    before = clock()
    time.sleep(0.1)
    return clock() - before < 0.001
