"""Queries that stand in line at a worker are answered as if each had one to itself."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from types import SimpleNamespace

import pytest
import uvloop

from console.problems import Problem
from console.workers import Pool, Task

CSV = "text/csv"
SLOW = "SELECT (COUNT(*) AS ?n) { %s }"
ELSEWHERE = "SELECT * { SERVICE <http://127.0.0.1:1081/> { ?s ?p ?o } }"


@pytest.fixture
def runner():
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as opened:
        yield opened


@pytest.fixture
def pool(start: Callable[..., Pool], lab: SimpleNamespace) -> Pool:
    """A pool that gives every query its time, and two of them a worker at once."""
    return start(replace(lab.QUICK, seconds=30, fast_seconds=20, slow=0))


async def number(pool: Pool, given: int, client: str = "") -> int:
    flow = await pool.flow(Task("query", f"SELECT ({given} AS ?n) {{}}", CSV), client=client)
    assert flow.whole is not None
    return int(flow.whole.split()[1])


def begin(pool: Pool, text: str) -> asyncio.Future[object]:
    return asyncio.ensure_future(pool.flow(Task("query", text, CSV)))


def test_each_gets_its_own_answer_however_many_ask_at_once(runner, pool: Pool) -> None:
    async def ask() -> list[int]:
        return await asyncio.gather(*(number(pool, n, f"c{n % 7}") for n in range(200)))

    assert runner.run(ask()) == list(range(200))
    assert pool.statistics.endings["answered"] == 200
    assert pool.load()["fast"] == pool.load()["waiting"] == 0


def test_nobody_stays_behind_what_is_slow(runner, pool: Pool, lab: SimpleNamespace) -> None:
    async def ask() -> list[int]:
        slow = begin(pool, SLOW % lab.cross())
        await asyncio.sleep(0)
        behind = await asyncio.gather(*(number(pool, n) for n in range(20)))
        assert not slow.done()
        slow.cancel()
        while pool.load()["fast"]:
            await asyncio.sleep(0.01)
        return behind

    assert runner.run(ask()) == list(range(20))


def test_what_ends_the_worker_costs_its_own_answer(runner, pool: Pool) -> None:
    async def ask() -> list[int]:
        first = begin(pool, ELSEWHERE)
        await asyncio.sleep(0)
        behind = await asyncio.gather(*(number(pool, n) for n in range(6)))
        with pytest.raises(Problem, match="network"):
            await first
        return behind

    assert runner.run(ask()) == list(range(6))


def test_one_that_leaves_the_line_takes_nobody_along(runner, pool: Pool) -> None:
    async def ask() -> list[int]:
        asked = [asyncio.ensure_future(number(pool, n)) for n in range(8)]
        await asyncio.sleep(0)
        for one in asked[1::2]:
            one.cancel()
        return await asyncio.gather(*asked[::2])

    assert runner.run(ask()) == [0, 2, 4, 6]


def test_a_client_in_line_is_counted(runner, start: Callable[..., Pool], lab) -> None:
    pool = start(replace(lab.QUICK, client_requests=3))

    async def ask() -> list[object]:
        asked = (number(pool, n, "c") for n in range(5))
        return await asyncio.gather(*asked, return_exceptions=True)

    refused = [one for one in runner.run(ask()) if isinstance(one, Problem)]
    assert [one.code for one in refused] == ["too-many-requests"] * 2


def test_a_worker_that_dies_at_rest_is_noticed(runner, pool: Pool) -> None:
    async def ask() -> int:
        await asyncio.gather(*(number(pool, n) for n in range(20)))
        for pid in pool.processes()[1:]:
            os.kill(pid, signal.SIGKILL)
        return await number(pool, 5)

    assert runner.run(ask()) == 5


def test_a_worker_that_is_given_to_a_loop_that_has_ended_comes_back(
    start: Callable[..., Pool], lab: SimpleNamespace
) -> None:
    pool = start(replace(lab.QUICK, fast=1, slow=0, pages=0, fast_seconds=20))

    async def ask() -> None:
        pool.lines.ask(Task("query", "ASK {}", CSV), "", "query", lambda flow: None)

    with ThreadPoolExecutor(1) as thread:
        ended = thread.submit(lab.outcome, pool, SLOW % lab.cross())
        lab.eventually(lambda: pool.load()["fast"] == 1)
        asyncio.run(ask())
        assert pool.load()["waiting"] == 1
        assert ended.result().code == "time-limit"
    lab.eventually(lambda: not pool.load()["waiting"])
    assert pool.load()["fast"] == 1
    pool.lines.close()
    assert pool.load()["fast"] == 0
    assert b"true" in lab.ask(pool, "ASK {}")


def test_a_query_of_any_length_comes_through(runner, pool: Pool) -> None:
    async def ask() -> list[int]:
        long = begin(pool, "SELECT (7 AS ?n) {}" + " " * 100_000)
        await asyncio.sleep(0)
        behind = await asyncio.gather(*(number(pool, n) for n in range(4)))
        flow = await long
        assert flow.whole == b"n\r\n7\r\n"
        return behind

    assert runner.run(ask()) == list(range(4))
