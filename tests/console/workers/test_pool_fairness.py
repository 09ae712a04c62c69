"""Clients of a pool share its workers: nobody has everything, and nobody waits for ever."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from types import SimpleNamespace

import pytest

from console.problems import Problem
from console.workers import Pool, Task

ENDLESS = "SELECT * { %s }"
COUNT = "SELECT (COUNT(*) AS ?n) { %s }"


def test_one_client_may_not_have_everything_in_flight(
    start: Callable[..., Pool], lab: SimpleNamespace
) -> None:
    pool = start(replace(lab.QUICK, client_requests=1, seconds=5))
    running = pool.run(Task("query", ENDLESS % lab.cross(), lab.CSV), client="a")
    with pytest.raises(Problem) as refused:
        pool.run(Task("query", "ASK {}", lab.JSON), client="a")
    assert (refused.value.code, refused.value.status) == ("too-many-requests", 429)
    assert refused.value.headers["Retry-After"] == "1"
    assert b"true" in lab.ask(pool, "ASK {}", client="b")
    running.close()
    assert b"true" in lab.ask(pool, "ASK {}", client="a")


def test_a_queue_that_is_full_says_so(start: Callable[..., Pool], lab: SimpleNamespace) -> None:
    pool = start(replace(lab.QUICK, fast=1, slow=0, queue=0, seconds=5, fast_seconds=4))
    with ThreadPoolExecutor(1) as threads:
        bomb = threads.submit(lab.outcome, pool, COUNT % lab.cross(), "a")
        lab.eventually(lambda: pool.load()["fast"] == 1)
        ended = lab.outcome(pool, "ASK {}", "b")
        pool.close()
    assert (ended.code, ended.status) == ("busy", 503)
    assert bomb.result().status == 503


def test_nobody_waits_longer_than_the_limit(
    start: Callable[..., Pool], lab: SimpleNamespace
) -> None:
    pool = start(replace(lab.QUICK, fast=1, slow=0, wait_seconds=0.2, seconds=5, fast_seconds=4))
    with ThreadPoolExecutor(1) as threads:
        threads.submit(lab.outcome, pool, COUNT % lab.cross(), "a")
        lab.eventually(lambda: pool.load()["fast"] == 1)
        ended = lab.outcome(pool, "ASK {}", "b")
        assert ended.code == "busy"
        assert ended.seconds >= 0.2
        assert pool.load()["waiting"] == 0
        pool.close()


def test_long_answers_of_one_client_at_once_are_all_whole(
    start: Callable[..., Pool], lab: SimpleNamespace
) -> None:
    # long answers are made behind all else that the machine does: how long that takes is open
    long = {"seconds": 600.0, "wait_seconds": 600.0}
    pool = start(replace(lab.QUICK, fast=1, slow=1, fast_seconds=0.05, **long))
    text = "SELECT * { ?s ?p ?o . ?t ?q ?r } LIMIT 40000"

    def read(_: int) -> bytes:
        # before its status line goes out an answer may be refused, on a busy machine even often:
        # that is a matter of the clock; what has begun may not break
        end = time.monotonic() + 300
        while time.monotonic() < end:
            try:
                running = pool.run(Task("query", text, lab.CSV), client="a")
            except Problem as problem:
                if problem.code != "busy":
                    raise
                continue
            return b"".join(running)
        return b"never begun"

    with ThreadPoolExecutor(6) as threads:
        bodies = list(threads.map(read, range(6)))
    assert {body.count(b"\n") for body in bodies} == {40_001}


def test_a_long_answer_keeps_no_small_one_waiting(
    start: Callable[..., Pool], lab: SimpleNamespace
) -> None:
    pool = start(replace(lab.QUICK, fast=1, slow=0, sending=1, seconds=30))
    running = pool.run(Task("query", ENDLESS % lab.cross(), lab.CSV), client="a")
    assert pool.load()["sending"] == 1
    assert b"true" in lab.ask(pool, "ASK {}", client="b")
    other = lab.outcome(pool, ENDLESS % lab.cross(), "b", lab.CSV)
    assert (other.code, other.status) == ("busy", 503), "before its status line went out"
    running.close()
