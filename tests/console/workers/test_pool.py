"""The life of workers: they come and go without anybody noticing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from selectors import SelectorKey
from types import SimpleNamespace

import pytest

from console.problems import Problem
from console.workers import BrokenAnswerError, Pool, Task
from console.workers.process import Worker
from kg.errors import StoreError

ENDLESS = "SELECT * { %s }"
ROWS = "SELECT ?s { ?s ?p ?o } ORDER BY ?s LIMIT 5"


def at_work(pool: Pool) -> int:
    load = pool.load()
    return load["fast"] + load["slow"] + load["sending"]


def test_an_answer_is_that_of_the_store(pool: Pool, lab: SimpleNamespace) -> None:
    body = lab.ask(pool, ROWS, lab.CSV)
    assert body.splitlines()[:2] == [b"s", b"https://example.org/thing/0"]


def test_a_query_error_says_where_and_the_worker_goes_on(pool: Pool) -> None:
    spawned = pool.load()["spawned"]
    with pytest.raises(Problem) as error:
        pool.run(Task("query", "SELECT ?s {\n ?s ?p }", "text/csv"))
    assert (error.value.code, error.value.status) == ("query", 400)
    assert (error.value.more["line"], error.value.more["column"]) == (2, 8)
    assert pool.load()["spawned"] == spawned


def test_a_client_that_leaves_while_it_reads_stops_its_query(
    pool: Pool, lab: SimpleNamespace
) -> None:
    running = pool.run(Task("query", ENDLESS % lab.cross(), lab.CSV))
    next(running)
    left = pool.statistics.endings["disconnected"]
    running.close()
    assert pool.statistics.endings["disconnected"] == left + 1
    lab.eventually(lambda: at_work(pool) == 0)


def test_an_answer_that_nobody_reads_lets_go_of_its_worker(
    pool: Pool, lab: SimpleNamespace
) -> None:
    running = pool.run(Task("query", ENDLESS % lab.cross(), lab.CSV))
    del running
    lab.eventually(lambda: at_work(pool) == 0)


def test_a_client_that_leaves_before_the_answer_begins_stops_its_query(
    start: Callable[..., Pool], lab: SimpleNamespace
) -> None:
    pool = start(replace(lab.QUICK, seconds=60))
    gone = threading.Event()
    threading.Timer(0.2, gone.set).start()
    with pytest.raises(Problem, match="closed the connection"):
        pool.run(
            Task("query", f"SELECT (COUNT(*) AS ?n) {{ {lab.cross()} }}", lab.JSON),
            gone=gone.is_set,
        )


def test_a_client_that_stops_reading_is_let_go(
    start: Callable[..., Pool], lab: SimpleNamespace
) -> None:
    pool = start(replace(lab.QUICK, seconds=10, stall_seconds=0.3))
    running = pool.run(Task("query", ENDLESS % lab.cross(), lab.CSV))
    lab.eventually(lambda: running._lease.worker.ended.is_set(), 3)
    with pytest.raises(BrokenAnswerError, match="transfer-limit"):
        deque(running, maxlen=0)


def test_a_slow_reader_costs_no_time_of_the_query(
    start: Callable[..., Pool], lab: SimpleNamespace
) -> None:
    """The clock stands still while the worker waits for the client."""
    pool = start(replace(lab.QUICK, seconds=0.5))
    running = pool.run(Task("query", ENDLESS % lab.cross(3, 40), lab.CSV))
    size = len(next(running))
    end = time.monotonic() + 1
    while time.monotonic() < end:
        time.sleep(0.02)
    size += len(b"".join(running))
    assert size > 64_000 * 5


def test_a_worker_that_is_killed_at_rest_is_replaced(pool: Pool, lab: SimpleNamespace) -> None:
    for pid in pool.processes()[1:]:
        os.kill(pid, signal.SIGKILL)
        assert b"true" in lab.ask(pool, "ASK {}")
    lab.eventually(lambda: pool.load()["idle"] == pool.limits.workers)


def test_a_worker_that_is_killed_at_work_costs_its_own_answer(
    start: Callable[..., Pool], lab: SimpleNamespace
) -> None:
    pool = start(replace(lab.QUICK, seconds=5))
    running = pool.run(Task("query", ENDLESS % lab.cross(), lab.CSV))
    os.kill(running._lease.worker.pid, signal.SIGKILL)
    with pytest.raises(BrokenAnswerError):
        b"".join(running)
    assert b"true" in lab.ask(pool, "ASK {}")


def test_a_query_whose_worker_is_lost_early_is_tried_again(
    start: Callable[..., Pool], lab: SimpleNamespace
) -> None:
    pool = start(replace(lab.QUICK, seconds=5))
    with ThreadPoolExecutor(1) as threads:
        answer = threads.submit(lab.ask, pool, f"SELECT (COUNT(*) AS ?n) {{ {lab.cross(4, 32)} }}")
        lab.eventually(lambda: pool.load()["fast"] == 1)
        for lease in list(pool._lending.warden.leases):
            os.kill(lease.worker.pid, signal.SIGKILL)
        assert b"1048576" in answer.result()
    assert pool.statistics.endings["lost"] == 1


def test_the_zygote_may_be_killed(start: Callable[..., Pool], lab: SimpleNamespace) -> None:
    pool = start()
    before = pool.processes()
    for pid in before:
        os.kill(pid, signal.SIGKILL)
    assert b"true" in lab.ask(pool, "ASK {}")
    assert not set(before) & set(pool.processes())
    lab.eventually(lambda: pool.load()["idle"] == pool.limits.workers)


def test_a_worker_that_speaks_as_its_zygote_ends_is_not_heard(
    start: Callable[..., Pool], lab: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One look around may tell of both, and the zygote's end comes first."""
    pool = start()
    crew = pool._crew
    hear, stale = crew._hear, threading.Event()

    def hear_the_zygote_first(key: SelectorKey) -> None:
        if isinstance(key.data, Worker) and not stale.is_set():
            crew._lose_zygote()
            stale.set()
        hear(key)

    monkeypatch.setattr(crew, "_hear", hear_the_zygote_first)
    os.kill(pool.processes()[1], signal.SIGKILL)
    assert stale.wait(10)
    assert b"true" in lab.ask(pool, "ASK {}")


def test_a_worker_goes_after_so_many_queries(
    start: Callable[..., Pool], lab: SimpleNamespace
) -> None:
    pool = start(replace(lab.QUICK, recycle=5))
    for _ in range(60):
        assert b"true" in lab.ask(pool, "ASK {}")
    assert pool.statistics.recycled >= 10


def test_no_descriptor_and_no_process_is_left(folder: Path, lab: SimpleNamespace) -> None:
    before = lab.descriptors()
    pool = Pool(folder / "store", replace(lab.QUICK, seconds=2))
    for turn in range(30):
        if turn % 6 == 0:
            lab.outcome(pool, f"SELECT (COUNT(*) AS ?n) {{ {lab.cross()} }}")
        elif turn % 3 == 1:
            running = pool.run(Task("query", ENDLESS % lab.cross(), lab.CSV))
            running.close()
        else:
            lab.ask(pool, ROWS)
    # where the machine is busy a query takes long, and a worker that stood in for its own may stay
    most = pool.limits.workers + pool.limits.spares
    lab.eventually(lambda: pool.limits.workers <= pool.load()["idle"] <= most)
    at_work = lab.descriptors()
    assert at_work - before <= 4 * most + 6
    pids = pool.processes()
    pool.close()
    lab.eventually(lambda: lab.descriptors() <= before)
    lab.eventually(lambda: not any(lab.alive(pid) for pid in pids))


def test_another_release_takes_over_without_a_failed_request(
    start: Callable[..., Pool], lab: SimpleNamespace, tmp_path: Path
) -> None:
    first, second = (
        lab.write_release(tmp_path / name, things)
        for name, things in (("one", 100), ("two", 200))
        if (tmp_path / name).mkdir() is None
    )
    pool = start(store=first / "store")
    stop = threading.Event()

    def client() -> list[bytes]:
        seen = []
        while not stop.is_set():
            seen.append(lab.ask(pool, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", lab.CSV))
        return seen

    with ThreadPoolExecutor(8) as threads:
        clients = [threads.submit(client) for _ in range(8)]
        try:
            for turn in range(4):
                pool.switch((first if turn % 2 else second) / "store")
        finally:
            stop.set()
        answers = [answer for one in clients for answer in one.result()]
    assert set(answers) == {b"n\r\n100\r\n", b"n\r\n200\r\n"}
    assert pool.store == first / "store"


def test_a_running_answer_ends_on_the_release_it_began_with(
    start: Callable[..., Pool], lab: SimpleNamespace, tmp_path: Path, folder: Path
) -> None:
    pool = start(replace(lab.QUICK, seconds=10))
    other = lab.write_release(tmp_path, 10)
    running = pool.run(Task("query", "SELECT * { ?s ?p ?o . ?t ?q ?r } LIMIT 20000", lab.CSV))
    pool.switch(other / "store")
    assert b"".join(running).count(b"\n") == 20_001
    assert running.release == folder.name


def test_a_release_that_cannot_be_opened_changes_nothing(
    pool: Pool, lab: SimpleNamespace, tmp_path: Path
) -> None:
    with pytest.raises(StoreError, match="no store at"):
        pool.switch(tmp_path / "store")
    assert b"true" in lab.ask(pool, "ASK {}")


def test_a_pool_over_nothing_does_not_start(tmp_path: Path, lab: SimpleNamespace) -> None:
    before = lab.descriptors()
    with pytest.raises(StoreError, match="no store at"):
        Pool(tmp_path / "store")
    lab.eventually(lambda: lab.descriptors() <= before)


def test_closing_breaks_what_runs_and_refuses_what_comes(
    folder: Path, lab: SimpleNamespace
) -> None:
    pool = Pool(folder / "store", lab.QUICK)
    running = pool.run(Task("query", ENDLESS % lab.cross(), lab.CSV))
    pool.close()
    with pytest.raises(BrokenAnswerError):
        b"".join(running)
    assert lab.outcome(pool, "ASK {}").code == "busy"
    pool.close()


def test_kill_9_of_the_server_leaves_no_process(folder: Path, lab: SimpleNamespace) -> None:
    program = (
        "import sys, time; from pathlib import Path; from console.workers import Pool, Task\n"
        "pool = Pool(Path(sys.argv[1]))\n"
        "running = pool.run(Task('query', sys.argv[2], 'text/csv'))\n"
        "print(*pool.processes(), flush=True); time.sleep(60)\n"
    )
    command = [sys.executable, "-c", program, str(folder / "store"), ENDLESS % lab.cross()]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        pids = [int(pid) for pid in server.stdout.readline().split()]
        assert len(pids) > 2
        assert all(lab.alive(pid) for pid in pids)
        server.kill()
    lab.eventually(lambda: not any(lab.alive(pid) for pid in pids))


def test_workers_outlive_the_signals_that_a_terminal_or_systemd_sends(
    pool: Pool, lab: SimpleNamespace
) -> None:
    """They reach the whole group while the server still finishes its answers."""
    before = pool.processes()
    for pid in before:
        os.kill(pid, signal.SIGTERM)
        os.kill(pid, signal.SIGINT)
    assert b"true" in lab.ask(pool, "ASK {}")
    assert set(pool.processes()) == set(before)
